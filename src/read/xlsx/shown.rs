//! Numbers as a workbook shows them: `45291` and `yyyy/m/d` in, `2023-12-31` out; `0.85` and `0%` give `85%`.
//!
//! Days are written so that they mean the same in every country; what a format spells out (`2023年12月`) stays.

use rust_decimal::prelude::FromStr;
use rust_decimal::{Decimal, RoundingStrategy};

/// How a number of a workbook is shown, from its format code.
pub fn shown(number: f64, code: &str, from_1904: bool) -> String {
    let section = section(code, number);
    if let Some(parts) = day_parts(section) {
        // A serial number before the first day of the calendar is no day.
        return moment(number, &parts, section, from_1904).unwrap_or_else(|| plain(number));
    }
    as_number(number, section, code.contains(';')).unwrap_or_else(|| plain(number))
}

/// The format code that every program knows by its number (ECMA-376, 18.8.30), in the reading of Chinese versions.
pub fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18..=21 => "h:mm",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m/d/yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32..=35 | 45..=47 | 55 | 56 => "h:mm",
        37 | 38 => "#,##0",
        39 | 40 => "#,##0.00",
        _ => "General",
    }
}

/// The part of a format for positive, negative or zero numbers.
fn section(code: &str, number: f64) -> &str {
    let mut sections = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    let nth = if number < 0.0 && sections.len() > 1 {
        1
    } else if number == 0.0 && sections.len() > 2 {
        2
    } else {
        0
    };
    sections[nth]
}

/// The year, month, day and time that a format shows.
#[derive(Default)]
struct DayParts {
    year: bool,
    month: bool,
    day: bool,
    time: bool,
    /// 年, 月 or 日 stands in it.
    spelled: bool,
}

/// What a format of days shows; `None` for a format of numbers.
fn day_parts(section: &str) -> Option<DayParts> {
    let mut parts = DayParts::default();
    let mut months = 0;
    for token in tokens(section) {
        match token {
            Token::Letters('y' | 'e', _) => parts.year = true,
            Token::Letters('m', _) => months += 1,
            Token::Letters('d', _) => parts.day = true,
            Token::Letters('h' | 's', _) => parts.time = true,
            Token::Letters(..) => {}
            Token::Digits | Token::Percent => return None,
            Token::Words(words) => parts.spelled |= words.contains(['年', '月', '日']),
        }
    }
    // `m` beside hours and seconds alone is minutes.
    parts.month = months > 0 && (!parts.time || parts.year || parts.day);
    (parts.year || parts.month || parts.day || parts.time).then_some(parts)
}

enum Token<'c> {
    /// A run of one letter that stands for a part of a day: `yyyy`.
    Letters(char, usize),
    /// `0`, `#`, `?`: the digits of a number.
    Digits,
    Percent,
    /// What is shown as it stands.
    Words(&'c str),
}

/// The parts of a format; colours and conditions in brackets, widths and fillings are none.
fn tokens(section: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = section;
    if rest.trim().eq_ignore_ascii_case("general") {
        return tokens;
    }
    while let Some(c) = rest.chars().next() {
        let next = &rest[c.len_utf8()..];
        rest = match c {
            '"' => {
                let end = next.find('"').unwrap_or(next.len());
                tokens.push(Token::Words(&next[..end]));
                next.get(end + 1..).unwrap_or("")
            }
            '[' => {
                let end = next.find(']').unwrap_or(next.len());
                let inner = &next[..end];
                // `[h]` counts hours, `[$¥-804]` shows a sign, the rest is colour or condition.
                if matches!(inner.chars().next(), Some('h' | 'H' | 'm' | 'M' | 's' | 'S'))
                    && inner.chars().all(|c| c.is_ascii_alphabetic())
                    && inner.len() <= 2
                {
                    tokens.push(Token::Letters('h', inner.len()));
                } else if let Some(sign) = inner.strip_prefix('$') {
                    tokens.push(Token::Words(sign.split('-').next().unwrap_or("")));
                }
                next.get(end + 1..).unwrap_or("")
            }
            '\\' | '_' | '*' => {
                let length = next.chars().next().map_or(0, char::len_utf8);
                if c == '\\' {
                    tokens.push(Token::Words(&next[..length]));
                }
                &next[length..]
            }
            '0' | '#' | '?' => {
                tokens.push(Token::Digits);
                next
            }
            '%' => {
                tokens.push(Token::Percent);
                next
            }
            'a'..='z' | 'A'..='Z' => {
                let letter = c.to_ascii_lowercase();
                let length = rest.chars().take_while(|other| other.to_ascii_lowercase() == letter).count();
                match letter {
                    'y' | 'm' | 'd' | 'h' | 's' | 'e' => tokens.push(Token::Letters(letter, length)),
                    _ => {}
                }
                &rest[length..]
            }
            _ => {
                tokens.push(Token::Words(&rest[..c.len_utf8()]));
                next
            }
        };
    }
    tokens
}

fn moment(serial: f64, parts: &DayParts, section: &str, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let minutes = (serial.fract() * 1440.0).round() as i64;
    let whole = serial.trunc() as i64 + i64::from(minutes == 1440);
    let minutes = minutes % 1440;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    if !parts.year && !parts.month && !parts.day {
        // More than a day in hours is a length.
        return (whole == 0).then_some(time);
    }
    // Day 60 is the 29th of February 1900, which never was.
    let base = match (from_1904, whole) {
        (true, _) => jiff::civil::date(1904, 1, 1),
        (false, 1..=59) => jiff::civil::date(1899, 12, 31),
        (false, 60..) => jiff::civil::date(1899, 12, 30),
        (false, _) => return None,
    };
    let day = base.checked_add(jiff::Span::new().try_days(whole).ok()?).ok()?;
    let (y, m, d) = (day.year(), day.month(), day.day());
    let words = match (parts.year, parts.month, parts.day) {
        _ if parts.spelled => spelled(section, y, m, d),
        (true, true, true) | (false, false, true) => day.to_string(),
        (true, true, false) => format!("{y}年{m}月"),
        (false, true, true) => format!("{m}月{d}日"),
        (true, false, _) => format!("{y}年"),
        (false, true, false) => format!("{m}月"),
        (false, false, false) => return None,
    };
    Some(if parts.time && !parts.spelled { format!("{words} {time}") } else { words })
}

/// A day in the words of its format: `yyyy"年"m"月"`.
fn spelled(section: &str, y: i16, m: i8, d: i8) -> String {
    let mut words = String::new();
    for token in tokens(section) {
        match token {
            Token::Letters('y', 1 | 2) => words += &format!("{:02}", y % 100),
            Token::Letters('y' | 'e', _) => words += &y.to_string(),
            Token::Letters('m', length) => words += &format!("{m:0width$}", width = length.min(2)),
            Token::Letters('d', length) if length < 3 => words += &format!("{d:0length$}"),
            Token::Words(sign) => words += sign,
            _ => {}
        }
    }
    words.trim().to_string()
}

/// A number in a format such as `0.0%`, `#,##0`, `0"个"`; `None` where the format says nothing of numbers.
fn as_number(number: f64, section: &str, has_negative: bool) -> Option<String> {
    let tokens = tokens(section);
    let digits = tokens.iter().filter(|token| matches!(token, Token::Digits)).count();
    if digits == 0 {
        // A section of words alone shows them in the place of the number: `"—"` for zero.
        let words: String = tokens
            .iter()
            .filter_map(|token| if let Token::Words(words) = token { Some(*words) } else { None })
            .collect();
        return (!words.is_empty() && !section.contains('@')).then(|| words.trim().to_string());
    }
    // Powers and fractions are shown as plain numbers.
    if section.to_ascii_uppercase().contains("E+") || section.contains("?/") || section.contains("#/") {
        return None;
    }
    let percent = tokens.iter().filter(|token| matches!(token, Token::Percent)).count();
    let mut value = Decimal::from_str(&plain(number)).ok()?;
    for _ in 0..percent {
        value = value.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    let (mut before, mut after) = (String::new(), String::new());
    let (mut seen, mut point, mut places, mut required, mut grouped, mut commas) = (0, false, 0, 0, false, 0);
    let mut placeholders = section.chars().filter(|c| matches!(c, '0' | '#' | '?'));
    for token in &tokens {
        match token {
            Token::Digits => {
                seen += 1;
                grouped |= commas > 0 && !point;
                commas = 0;
                places += u32::from(point);
                let sign = placeholders.next();
                required = if point && sign == Some('0') { places } else { required };
            }
            Token::Words(".") if seen > 0 && seen <= digits => point = true,
            Token::Words(",") if seen > 0 => commas += 1,
            Token::Words(words) if seen == 0 => before += words,
            Token::Words(words) if seen == digits => after += words,
            Token::Percent if seen == digits => after += "%",
            _ => {}
        }
    }
    // Commas behind the last digit show thousands.
    for _ in 0..commas {
        value = value.checked_div(Decimal::ONE_THOUSAND)?;
    }
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let mut words = format!("{:.*}", places as usize, rounded.abs());
    while words.contains('.')
        && words.len() - words.find('.').unwrap_or(0) - 1 > required as usize
        && words.ends_with('0')
    {
        words.pop();
    }
    let words = words.trim_end_matches('.');
    let words = if grouped { in_thousands(words) } else { words.to_string() };
    let minus = if number < 0.0 && !rounded.is_zero() && !(has_negative && before.contains(['-', '('])) {
        "-"
    } else {
        ""
    };
    Some(format!("{minus}{}{words}{}", before.trim(), after.trim_end()))
}

fn in_thousands(words: &str) -> String {
    let (whole, fraction) = words.split_once('.').map_or((words, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or(grouped.clone(), |fraction| format!("{grouped}.{fraction}"))
}

/// A number without the noise behind its fifteenth digit.
pub fn plain(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        let cases = [
            (45291.0, "yyyy/m/d", "2023-12-31"),
            (45291.0, "m/d/yy", "2023-12-31"),
            (45291.0, "yyyy\"年\"m\"月\"d\"日\"", "2023年12月31日"),
            (45291.0, "yyyy\"年\"m\"月\"", "2023年12月"),
            (45291.0, "[$-804]yyyy年m月;@", "2023年12月"),
            (45291.0, "mmm-yy", "2023年12月"),
            (45291.0, "m\"月\"d\"日\"", "12月31日"),
            (45291.5, "yyyy/m/d h:mm", "2023-12-31 12:00"),
            (0.375, "h:mm:ss", "09:00"),
            (59.0, "yyyy-mm-dd", "1900-02-28"),
            (61.0, "yyyy-mm-dd", "1900-03-01"),
            (0.85, "0%", "85%"),
            (0.855, "0%", "86%"),
            (0.0425, "0.00%", "4.25%"),
            (0.1 + 0.2, "General", "0.3"),
            (2024.0, "General", "2024"),
            (1234567.5, "#,##0.00", "1,234,567.50"),
            (1234.5, "0.00_ ", "1234.50"),
            (6.5, "0.0##", "6.5"),
            (12000.0, "#,##0,", "12"),
            (80.0, "0\"个\"", "80个"),
            (-3.2, "0.0", "-3.2"),
            (-3.2, "0.0;[Red]-0.0", "-3.2"),
            (-3.2, "0.0_);(0.0)", "(3.2)"),
            (0.0, "0;-0;\"—\"", "—"),
            (5.0, "¥#,##0", "¥5"),
            (5.0, "@", "5"),
            (1.5e9, "0.00E+00", "1500000000"),
            (-1.0, "yyyy/m/d", "-1"),
        ];
        for (number, code, words) in cases {
            assert_eq!(shown(number, code, false), words, "{number} as {code}");
        }
        assert_eq!(shown(43829.0, "yyyy/m/d", true), "2023-12-31");
    }
}
