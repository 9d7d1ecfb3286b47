//! Figures: the number alone, with its powers: `1,234.5`, `0.83万`, `三百`, `1万余`, `两三`.

use rust_decimal::Decimal;

use crate::lexicon::Units;
use crate::numeral;

/// A number as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub end: usize,
    pub value: Decimal,
    /// `两三` is 2 to 3.
    pub most: Option<Decimal>,
    /// 万 or 亿 stands in it; what it multiplies by.
    pub scale: Option<Decimal>,
    /// `20余`, `10多万`.
    pub over: bool,
    pub arabic: bool,
}

/// The figure that begins at `at`, where a digit stands.
pub(super) fn figure(view: &str, at: usize, units: &Units) -> Option<Figure> {
    let first = view[at..].chars().next()?;
    if first.is_ascii_digit() { arabic(view, at, units) } else { han(view, at, units, 0) }
}

fn arabic(view: &str, at: usize, units: &Units) -> Option<Figure> {
    let bytes = view.as_bytes();
    let digits = |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(at);
    // Thousands separators: `1,234`, not the comma between two figures of one to three digits.
    while end - at <= 3 || bytes.get(end.wrapping_sub(4)) == Some(&b',') {
        let next = if bytes.get(end) == Some(&b',') { digits(end + 1) } else { end };
        if next != end + 4 || bytes[at] == b'0' {
            break;
        }
        end = next;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
        // `1.2.3` numbers a heading.
        if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            return None;
        }
    }
    let value = numeral::parse(&view[at..end])?;
    scaled(view, Figure { end, value, most: None, scale: None, over: false, arabic: true }, units, 0)
}

/// Bytes of a number in Han characters beyond which it is none.
const LONGEST: usize = 90;

/// Steps that a number goes down by: 万亿, 亿, 万, what is left. `三万三万三万…` is none.
const MOST_STEPS: u32 = 3;

fn han(view: &str, at: usize, units: &Units, steps: u32) -> Option<Figure> {
    if steps > MOST_STEPS {
        return None;
    }
    let mut end = at;
    let mut last = None;
    for c in view[at..].chars() {
        let inside =
            numeral::digit(c).is_some_and(|_| !c.is_ascii()) || matches!(c, '十' | '百' | '千' | '廿' | '卅');
        let point = c == '点'
            && last.is_some_and(|c| numeral::digit(c).is_some() || c == '十')
            && view[end + c.len_utf8()..].chars().next().is_some_and(|c| numeral::digit(c).is_some());
        // `六千瓦` is six 千瓦, `三百米` three hundred 米.
        let unit = c == '千' && units.at(&view[end..]).is_some_and(|(_, length)| length > c.len_utf8());
        // `七十百分位`: no power follows a power.
        let power = |c| matches!(c, '十' | '百' | '千');
        let second = power(c) && last.is_some_and(power);
        // A row of thousands of numerals is no number, and is looked at once, not once from each of them.
        let endless = end - at > LONGEST;
        if !(inside || point) || unit || second || endless {
            break;
        }
        last = Some(c);
        end += c.len_utf8();
    }
    let text = &view[at..end];
    let two_digits = text.chars().count() == 2 && text.chars().all(|c| numeral::digit(c).is_some());
    let pair = if two_digits { neighbours(text) } else { None };
    let (value, most) = match pair.or_else(|| numeral::parse(text).map(|value| (value, None))) {
        Some(read) => read,
        None => neighbours(text)?,
    };
    scaled(view, Figure { end, value, most, scale: None, over: false, arabic: false }, units, steps)
}

/// `两三`, `三五`, `十七八`: two digits side by side name a range.
fn neighbours(text: &str) -> Option<(Decimal, Option<Decimal>)> {
    let mut characters = text.chars();
    let high = numeral::digit(characters.next_back()?)?;
    let low = numeral::digit(characters.next_back()?)?;
    let before = characters.as_str();
    let base = if before.is_empty() { Decimal::ZERO } else { numeral::parse(before)? };
    let near = high == low + 1 || (low, high) == (3, 5);
    (near && low > 0).then(|| (base + Decimal::from(low), Some(base + Decimal::from(high))))
}

/// Works in 万 and 亿, with 余 and 多 before or after them; `steps` down from the first of them it is.
fn scaled(view: &str, mut figure: Figure, units: &Units, steps: u32) -> Option<Figure> {
    loop {
        let rest = &view[figure.end..];
        let rest = if figure.arabic { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
        let skipped = view.len() - figure.end - rest.len();
        let Some(c) = rest.chars().next() else { break };
        match c {
            '余' | '多' if !figure.over && skipped == 0 => {
                figure.over = true;
                figure.end += c.len_utf8();
            }
            '十' | '百' | '千' | '万' | '亿' => {
                let unit = units.at(rest).is_some_and(|(_, length)| length > c.len_utf8());
                if unit || (!figure.arabic && figure.scale.is_none() && !"万亿".contains(c)) {
                    break;
                }
                let power = match c {
                    '十' => 10u32,
                    '百' => 100,
                    '千' => 1_000,
                    '万' => 10_000,
                    _ => 100_000_000,
                };
                let power = Decimal::from(power);
                figure.value = figure.value.checked_mul(power)?;
                figure.most = figure.most.and_then(|most| most.checked_mul(power));
                figure.scale = Some(figure.scale.unwrap_or(Decimal::ONE).checked_mul(power)?);
                figure.end += skipped + c.len_utf8();
            }
            // `一万三千`: what follows 万 in Han characters is less than it.
            _ if !figure.arabic
                && figure.scale.is_some()
                && (numeral::digit(c).is_some() && !c.is_ascii()) =>
            {
                let mut low = han(view, figure.end, units, steps + 1)?;
                low.value = low.value.checked_add(figure.value)?;
                return (low.value > figure.value).then_some(low);
            }
            _ => break,
        }
    }
    Some(figure)
}
