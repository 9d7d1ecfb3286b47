//! Markers that begin a heading or an item: `一、`, `(二)`, `3.`, `①`, `四是`, `第五条`, `附件1`, `——`.

use crate::numeral;
use crate::span::Span;

/// The form of a marker; two markers of one form stand on one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `附件1`
    Annex,
    /// `第一部分`
    Part,
    /// `第二章`
    Chapter,
    /// `第三节`
    Division,
    /// `第四条`
    Article,
    /// `一、`
    Han,
    /// `(一)`
    HanBracket,
    /// `1、`
    Digit,
    /// `1.`
    DigitDot,
    /// `1.2.3`, with how many numbers.
    Decimal(u8),
    /// `(1)`
    DigitBracket,
    /// `1)`
    DigitHalf,
    /// `①`
    Circled,
    /// `一是`
    Item,
    /// `第一,`
    Ordinal,
    /// `——`
    Dash,
    /// `●`
    Bullet(char),
    /// `##`, with how many.
    Hash(u8),
    /// A short line without a marker.
    Line,
    /// A sentence of one clause that opens a paragraph.
    Opening,
}

impl Kind {
    /// Where a form stands by custom, for the forms that have a place.
    pub fn rank(self) -> Option<u8> {
        Some(match self {
            Kind::Annex => 0,
            Kind::Part => 1,
            Kind::Chapter => 2,
            Kind::Division => 3,
            Kind::Article => 4,
            Kind::Han => 5,
            Kind::HanBracket => 6,
            _ => return None,
        })
    }

    /// Mostly stands inside a paragraph and ends with it.
    pub fn runs_in(self) -> bool {
        matches!(
            self,
            Kind::Item | Kind::Ordinal | Kind::Opening | Kind::Dash | Kind::Bullet(_) | Kind::Circled
        )
    }
}

/// A marker at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    pub kind: Kind,
    /// `None` for a marker that has none or lost it.
    pub number: Option<u32>,
    /// The marker itself.
    pub span: Span,
    /// Where the words after it begin.
    pub words: usize,
}

impl Marker {
    /// `()`: a bracket whose numeral is lost.
    pub fn is_lost(&self) -> bool {
        self.kind == Kind::HanBracket && self.number.is_none()
    }

    pub fn shifted(self, offset: usize) -> Marker {
        Marker { span: self.span.shifted(offset), words: self.words + offset, ..self }
    }
}

/// Reads the marker that begins `text`, whose first character is no space. `line`: the text begins a line.
pub fn read(text: &str, line: bool) -> Option<Marker> {
    let first = text.chars().next()?;
    let (kind, number, length) = match first {
        '一'..='龥' if is_numeral(first) => han(text)?,
        '第' => ordinal(text)?,
        '(' => bracket(text, line)?,
        '0'..='9' => digit(text, line)?,
        '①'..='⑳' => (Kind::Circled, Some(first as u32 - '①' as u32 + 1), first.len_utf8()),
        '⑴'..='⒇' => (Kind::DigitBracket, Some(first as u32 - '⑴' as u32 + 1), first.len_utf8()),
        '⒈'..='⒛' => (Kind::DigitDot, Some(first as u32 - '⒈' as u32 + 1), first.len_utf8()),
        '附' if line => annex(text)?,
        '—' if text.starts_with("——") => (Kind::Dash, None, "——".len()),
        '●' | '■' | '◆' | '▲' | '★' | '•' | '○' | '◇' | '□' | '➢' | '▶' if line => {
            (Kind::Bullet(first), None, first.len_utf8())
        }
        '#' if line => {
            let depth = text.bytes().take_while(|&b| b == b'#').count();
            let spaced = text[depth..].starts_with(' ') && depth <= 6;
            spaced.then_some((Kind::Hash(depth as u8), None, depth))?
        }
        _ => return None,
    };
    let after = &text[length..];
    let words = length + (after.len() - after.trim_start().len());
    (words < text.len() || kind == Kind::Annex).then_some(Marker {
        kind,
        number,
        span: Span::new(0, length),
        words,
    })
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '〇' | '零')
}

/// The numeral that begins `text` and its length; at most five characters.
fn numeral_of(text: &str) -> Option<(u32, usize)> {
    let length: usize = text.chars().take(6).take_while(|&c| is_numeral(c)).map(char::len_utf8).sum();
    let number = numeral::whole(&text[..length])?;
    (length > 0 && number < 500).then_some((number as u32, length))
}

fn digits_of(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (length < 4).then(|| Some((text[..length].parse().ok()?, length)))?
}

fn han(text: &str) -> Option<(Kind, Option<u32>, usize)> {
    let (number, length) = numeral_of(text)?;
    let after = &text[length..];
    let mark = after.chars().next()?;
    let next = after[mark.len_utf8()..].chars().next();
    let kind = match mark {
        // 一、二产业: numbers in a row are no marker.
        '、' if numeral_of(&after[mark.len_utf8()..]).is_none_or(|(next, _)| next != number + 1) => {
            Kind::Han
        }
        '.' if !next.is_some_and(|c| c.is_ascii_digit()) => Kind::Han,
        '是' if number <= 30 && next != Some('一') => Kind::Item,
        '要' if number <= 10 && !next.is_some_and(|c| "素件点目".contains(c)) => Kind::Item,
        _ => return None,
    };
    Some((kind, Some(number), length + mark.len_utf8()))
}

fn ordinal(text: &str) -> Option<(Kind, Option<u32>, usize)> {
    let inner = &text['第'.len_utf8()..];
    let (number, length) = numeral_of(inner).or_else(|| digits_of(inner))?;
    let after = &inner[length..];
    let units = [
        ("部分", Kind::Part),
        ("篇", Kind::Part),
        ("章", Kind::Chapter),
        ("节", Kind::Division),
        ("条", Kind::Article),
        (",", Kind::Ordinal),
        ("、", Kind::Ordinal),
        ("是", Kind::Ordinal),
    ];
    let (unit, kind) = units.into_iter().find(|(unit, _)| after.starts_with(unit))?;
    let length = '第'.len_utf8() + length + unit.len();
    // 第三条措施 and the like are prose; a marker is followed by a space, a mark or the line's end.
    let next = text[length..].chars().next();
    let parted = next.is_none_or(|c| c == ' ' || c == ':' || c == ',' || c == '、');
    let placed = match kind {
        Kind::Ordinal => true,
        Kind::Article | Kind::Chapter | Kind::Division => {
            parted || next.is_some_and(|c| !"的款项例".contains(c))
        }
        _ => parted,
    };
    placed.then_some((kind, Some(number), length))
}

fn bracket(text: &str, line: bool) -> Option<(Kind, Option<u32>, usize)> {
    let inner = text[1..].trim_start_matches(' ');
    let (kind, number, rest) = if let Some((number, length)) = numeral_of(inner) {
        (Kind::HanBracket, Some(number), &inner[length..])
    } else if let Some((number, length)) = digits_of(inner) {
        (Kind::DigitBracket, Some(number), &inner[length..])
    } else if line {
        (Kind::HanBracket, None, inner)
    } else {
        return None;
    };
    let rest = rest.trim_start_matches(' ').strip_prefix(')')?;
    let rest = rest.strip_prefix(['、', '.']).unwrap_or(rest);
    let length = text.len() - rest.len();
    (length <= 24).then_some((kind, number, length))
}

fn digit(text: &str, line: bool) -> Option<(Kind, Option<u32>, usize)> {
    let (number, length) = digits_of(text)?;
    let after = &text[length..];
    let mark = after.chars().next()?;
    let next = after[mark.len_utf8()..].chars().next();
    match mark {
        '、' if number < 200 && !next.is_some_and(|c| c.is_ascii_digit()) => {
            Some((Kind::Digit, Some(number), length + mark.len_utf8()))
        }
        ')' if number < 100 => Some((Kind::DigitHalf, Some(number), length + 1)),
        '.' if number < 100 && !next.is_some_and(|c| c.is_ascii_digit()) => {
            Some((Kind::DigitDot, Some(number), length + 1))
        }
        '.' if line => decimal(text),
        _ => None,
    }
}

/// `2.1 健全机制`: numbers with points, then a space.
fn decimal(text: &str) -> Option<(Kind, Option<u32>, usize)> {
    let length = text.bytes().take(16).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let numbers = text[..length].trim_end_matches('.');
    let depth = numbers.split('.').count();
    let last = numbers.rsplit('.').next()?.parse().ok().filter(|&n: &u32| n < 100);
    let after = text[length..].strip_prefix(' ')?;
    let han = after.starts_with(|c: char| matches!(c, '\u{4E00}'..='\u{9FFF}' | '“' | '《'));
    (han && (2..=4).contains(&depth) && last.is_some()).then_some((Kind::Decimal(depth as u8), last, length))
}

/// `附件`, `附件1`, `附件二:`; not `附件包括…`.
fn annex(text: &str) -> Option<(Kind, Option<u32>, usize)> {
    let name = ["附件", "附表", "附录"].into_iter().find(|name| text.starts_with(name))?;
    let after = text[name.len()..].trim_start_matches(' ');
    let numbered = digits_of(after).or_else(|| numeral_of(after));
    let rest = numbered.map_or(after, |(_, length)| &after[length..]);
    let rest =
        rest.strip_prefix(['-', '—', '.']).and_then(|r| digits_of(r).map(|(_, n)| &r[n..])).unwrap_or(rest);
    let mut length = text.len() - rest.len();
    if let Some(colon) = rest.strip_prefix(':') {
        if numbered.is_none() && !colon.trim().is_empty() {
            return None;
        }
        length += 1;
    } else if !rest.is_empty() && !rest.starts_with([' ', '《']) {
        return None;
    }
    Some((Kind::Annex, numbered.map(|(number, _)| number), length))
}
