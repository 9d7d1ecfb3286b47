//! Numbers as plans write them: `1,234.5`, `二百三十`, `二〇一〇`, `1.2万亿`, `三点五`, `廿五`, `两`.
//!
//! Everything here reads folded text (Simplified, half-width).

use rust_decimal::Decimal;

/// A pattern for digits with an optional fraction and thousands separators: `1,234.5`, `0.83`.
pub const ARABIC: &str = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?";

/// A pattern for numbers in Han characters: `二百三十`, `三点五`, `二〇一〇`.
pub const HAN: &str = r"[〇零一二三四五六七八九十百千两廿卅]+(?:点[〇零一二三四五六七八九]+)?";

/// A pattern for what multiplies the number before it: `万`, `亿`, `万亿`, `百万`.
pub const SCALE: &str = r"(?:[百千]?万亿|[百千十]?亿|[百千十]?万|千|百)";

/// The value of a digit character, Arabic or Han.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '〇' | '零' | '○' | 'O' | 'o' | 'Ο' | 'О' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Digits one after another, Arabic, Han or mixed: `2010`, `二〇一〇`, `二O一O`. No powers.
pub fn digits(text: &str) -> Option<u32> {
    let mut value: u32 = 0;
    let mut any = false;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        value = value.checked_mul(10)?.checked_add(digit(c)?)?;
        any = true;
    }
    any.then_some(value)
}

/// A whole number in any form: `12`, `十二`, `二十`, `廿五`, `二〇一〇`. `None` where it is no number.
pub fn whole(text: &str) -> Option<u64> {
    let value = parse(text)?;
    (value.fract().is_zero() && !value.is_sign_negative()).then(|| value.try_into().ok()).flatten()
}

/// Any number in folded text, with its powers worked in: `1.2万亿` is 1 200 000 000 000, `三点五` is 3.5.
///
/// `None` where the text is no number or does not fit 28 digits.
pub fn parse(text: &str) -> Option<Decimal> {
    if let Some(value) = plain(text) {
        return Some(value);
    }
    let marks = |c: char| c.is_whitespace() || c == ',';
    let closed: String;
    let mut text = text;
    if text.contains(marks) {
        closed = text.chars().filter(|&c| !marks(c)).collect();
        text = &closed;
    }
    let (negative, text) = match text.strip_prefix(['-', '负']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    // `八千`, `一百五十`: powers may stand inside; a trailing power after Arabic digits multiplies them.
    let value = match text.find(|c: char| !c.is_ascii_digit() && c != '.') {
        None => arabic(text)?,
        Some(0) => han(text)?,
        Some(end) => {
            let mut value = arabic(&text[..end])?;
            for c in text[end..].chars() {
                value = value.checked_mul(Decimal::from(power(c)?))?;
            }
            value
        }
    };
    Some(if negative { -value } else { value })
}

/// `1234.5`, `三`: a few digits, perhaps with a point among them, or one Han numeral; what most numbers are.
fn plain(text: &str) -> Option<Decimal> {
    let mut characters = text.chars();
    if let (Some(one), None) = (characters.next(), characters.next()) {
        return digit(one).map(Decimal::from);
    }
    if text.len() > 18 || !text.starts_with(|c: char| c.is_ascii_digit()) || text.ends_with('.') {
        return None;
    }
    let (mut value, mut scale) = (0i64, None);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale = scale.map(|scale| scale + 1);
            }
            b'.' if scale.is_none() => scale = Some(0),
            _ => return None,
        }
    }
    Some(Decimal::new(value, scale.unwrap_or(0)))
}

fn arabic(text: &str) -> Option<Decimal> {
    if text.is_empty() || text.len() > 24 { None } else { text.parse().ok() }
}

fn han(text: &str) -> Option<Decimal> {
    let (head, scale) = split_scale(text)?;
    if let Some((before, after)) = head.split_once(['点', '.']) {
        let fraction: Option<String> = after.chars().map(|c| digit(c).map(|d| d.to_string())).collect();
        let number =
            format!("{}.{}", han_whole(before)?, fraction.filter(|f| !f.is_empty() && f.len() < 12)?);
        return number.parse::<Decimal>().ok()?.checked_mul(Decimal::from(scale));
    }
    Some(Decimal::from(han_whole(text)?))
}

/// `三点五万` splits into `三点五` and 10 000; without a fraction the powers are read in place. `None` beyond all numbers.
fn split_scale(text: &str) -> Option<(&str, u64)> {
    if !text.contains(['点', '.']) {
        return Some((text, 1));
    }
    let head = text.trim_end_matches(['十', '百', '千', '万', '亿']);
    let mut powers = text[head.len()..].chars().filter_map(power);
    Some((head, powers.try_fold(1u64, |scale, power| scale.checked_mul(power))?))
}

fn han_whole(text: &str) -> Option<u64> {
    if text.is_empty() || text.chars().count() > 20 {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u64, |n, c| n.checked_mul(10)?.checked_add(digit(c)? as u64));
    }
    let (mut total, mut section, mut current): (u64, u64, Option<u64>) = (0, 0, None);
    let mut last_power = 0;
    for c in text.chars() {
        match c {
            '廿' => section += 20,
            '卅' => section += 30,
            _ => {
                if let Some(d) = digit(c) {
                    // `三五` beside a power (`三五千`) names a choice, not a number.
                    if matches!(current, Some(n) if n != 0) {
                        return None;
                    }
                    current = Some(d as u64);
                } else if let Some(p) = power(c) {
                    if p >= 10_000 {
                        section += current.take().unwrap_or(0);
                        if section == 0 && total == 0 {
                            return None;
                        }
                        // `一万亿`: a second large power multiplies all before it.
                        if section == 0 {
                            total = total.checked_mul(p)?
                        } else {
                            total = total.checked_add(section.checked_mul(p)?)?
                        }
                        section = 0;
                    } else {
                        section = section.checked_add(current.take().unwrap_or(1).checked_mul(p)?)?;
                    }
                    last_power = p;
                } else {
                    return None;
                }
            }
        }
    }
    let rest = match current {
        // `一百二` is 120, `三万五` 35 000; `一百零二` has said its zero.
        Some(d) if last_power >= 100 && !text.contains(['零', '〇']) && text.chars().count() == 3 => {
            d * last_power / 10
        }
        Some(d) => d,
        None => 0,
    };
    total.checked_add(section)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_said() {
        for (text, value) in [
            ("1,234.5", "1234.5"),
            ("1.2万亿", "1200000000000"),
            ("三点五", "3.5"),
            ("廿五", "25"),
            ("两", "2"),
            ("十", "10"),
            ("一百二十", "120"),
            ("一百零二", "102"),
            ("二〇一〇", "2010"),
            ("一万三千", "13000"),
            ("三万五", "35000"),
            ("一七.六八亿", "1768000000"),
            ("8千", "8000"),
            ("负3.9", "-3.9"),
            ("一万亿", "1000000000000"),
        ] {
            assert_eq!(parse(text).map(|n| n.normalize().to_string()).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["", "点", "万", "三五千", "人", "1.2.3", "三.五亿亿亿", "九九九九九九万亿亿亿"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
