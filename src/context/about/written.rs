//! Dates as lines of their own write them: `二〇一〇年六月二日`, `2010-6-5`, `2024年1月`; and the years of a plan's title.

use std::ops::Range;

use super::cursor::Cursor;
use crate::numeral;

/// A date in a line, and where in it.
pub struct Written<'t> {
    pub range: Range<usize>,
    pub year: &'t str,
    pub month: &'t str,
    pub day: Option<&'t str>,
}

impl Written<'_> {
    /// The first date in a line.
    pub fn first(line: &str) -> Option<Written<'_>> {
        let begins = |c| matches!(c, '1' | '2' | '一' | '二');
        line.char_indices().filter(|&(_, c)| begins(c)).find_map(|(at, _)| Written::at(line, at))
    }

    /// The date at a byte of a line.
    pub fn at(line: &str, start: usize) -> Option<Written<'_>> {
        let mut cursor = Cursor { rest: &line[start..] };
        let year = year(&mut cursor)?;
        cursor.space();
        cursor.one_of("年./-")?;
        cursor.space();
        let month = cursor.number(NUMERALS)?;
        let mut day = None;
        let mut further = cursor;
        further.space();
        if further.one_of("月./-").is_some() {
            further.space();
            cursor = further;
            day = cursor.number(NUMERALS);
        }
        if day.is_some() {
            cursor.space();
            cursor.one_of("日号");
        }
        Some(Written { range: start..line.len() - cursor.rest.len(), year, month, day })
    }
}

const NUMERALS: &str = "一二三四五六七八九十廿";

/// A year of this century or the last, in digits or numerals.
fn year<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let mut taken = *cursor;
    let year = taken.some(4, 4, |_| true).filter(|digits| is_year(digits))?;
    *cursor = taken;
    Some(year)
}

/// Whether four characters are a year of this century or the last: `2024`, `二〇二四`.
pub fn is_year(digits: &str) -> bool {
    let mut digits = digits.chars();
    match (digits.next(), digits.next()) {
        (Some('1'), Some('9')) | (Some('2'), Some('0')) => digits.all(|c| c.is_ascii_digit()),
        (Some('一' | '二'), Some(c)) if c == '九' || ZEROS.contains(c) => {
            digits.all(|c| DIGITS.contains(c) || ZEROS.contains(c))
        }
        _ => false,
    }
}

/// Zero as it is written, and as it is damaged.
const ZEROS: &str = "〇零OoΟО○";
const DIGITS: &str = "一二三四五六七八九";

/// A day with a time of day, as pages have it: `2010-06-05 10:30`.
pub fn has_clock(line: &str) -> bool {
    let clock = |start: usize| {
        let mut cursor = Cursor { rest: &line[start..] };
        cursor.digits(4, 4)?;
        for marks in ["-/.年", "-/.月"] {
            cursor.space();
            cursor.one_of(marks)?;
            cursor.space();
            cursor.digits(1, 2)?;
        }
        cursor.one_of("日");
        cursor.some(1, usize::MAX, char::is_whitespace)?;
        cursor.digits(1, 2)?;
        cursor.one_of(":")?;
        cursor.digits(2, 2)
    };
    line.contains(':')
        && (0..line.len()).any(|at| line.as_bytes()[at].is_ascii_digit() && clock(at).is_some())
}

/// The first and last year that a title names, and where: `行动计划(2023—2025年)`; not `90年代`.
pub fn years_in_title(title: &str) -> Option<(i16, i16, Range<usize>)> {
    let begins = title.char_indices().filter(|&(_, c)| matches!(c, '1' | '2'));
    begins.map(|(at, _)| at).find_map(|at| years_at(title, at))
}

fn years_at(title: &str, start: usize) -> Option<(i16, i16, Range<usize>)> {
    let year = |cursor: &mut Cursor| numeral::digits(cursor.digits(4, 4).filter(|year| is_year(year))?);
    let ended = |mut cursor: Cursor| {
        cursor.word("年")?;
        let behind = cursor.some(0, 1, |_| true)?;
        (behind != "代").then(|| title.len() - cursor.rest.len())
    };
    let mut cursor = Cursor { rest: &title[start..] };
    let first = year(&mut cursor)?;
    cursor.space();
    let mut behind = cursor;
    behind.word("年");
    // `2023年—2025年`, `2023—2025年`, `2023年`.
    for mut cursor in [behind, cursor] {
        cursor.space();
        let mut further = cursor;
        let to = further.some(1, usize::MAX, |c| "-—~至到".contains(c)).and_then(|_| {
            further.space();
            let last = year(&mut further)?;
            further.space();
            Some((last, ended(further)?))
        });
        if let Some((last, end)) = to.or_else(|| Some((first, ended(cursor)?))) {
            return Some((first as i16, last as i16, start..end));
        }
    }
    None
}

/// The number of the five-year plan that a title names, and where: `“十四五”`, `十四五规划`.
pub fn plan_in_title(title: &str) -> Option<(u64, Range<usize>)> {
    let plan = |start: usize| {
        let mut cursor = Cursor { rest: &title[start..] };
        cursor.one_of("“”");
        let from = title.len() - cursor.rest.len();
        cursor.word("十")?;
        let mut longer = cursor;
        longer.one_of("一二三四五六七");
        [longer, cursor].into_iter().find_map(|cursor| {
            let number = numeral::whole(&title[from..title.len() - cursor.rest.len()])?;
            let ends = ["五“", "五”", "五规划", "五时期", "个五年规划"];
            let end = ends.iter().find(|end| cursor.rest.starts_with(**end))?;
            Some((number, start..title.len() - cursor.rest.len() + end.len()))
        })
    };
    title.char_indices().filter(|&(_, c)| matches!(c, '“' | '”' | '十')).find_map(|(at, _)| plan(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_lines() {
        for (line, expected) in [
            ("二〇一〇年六月二日", Some(("二〇一〇年六月二日", "二〇一〇", "六", Some("二")))),
            ("印发于 2010-6-5 。", Some(("2010-6-5 ", "2010", "6", Some("5")))),
            ("2024 年1月", Some(("2024 年1月", "2024", "1", None))),
            ("2024年12", Some(("2024年12", "2024", "12", None))),
            ("第32024.1.31号", Some(("2024.1.31号", "2024", "1", Some("31")))),
            ("3024年1月", None),
            ("2024年", None),
        ] {
            let found = Written::first(line);
            let found = found.map(|found| (&line[found.range], found.year, found.month, found.day));
            assert_eq!(found, expected, "{line}");
        }
        assert!(has_clock("来源 2010-06-05 10:30"));
        assert!(has_clock("2010年6月5日 8:30"));
        assert!(!has_clock("2010-06-05,10:30"));
    }

    #[test]
    fn years_in_titles() {
        for (title, expected) in [
            ("行动计划(2023—2025年)", Some((2023, 2025, "2023—2025年)"))),
            ("2023年-2025年计划", Some((2023, 2025, "2023年-2025年计"))),
            ("关于2024年工作", Some((2024, 2024, "2024年工"))),
            ("2024年", Some((2024, 2024, "2024年"))),
            ("1990年代的成绩", None),
            ("2024-3号", None),
        ] {
            let found = years_in_title(title).map(|(first, last, range)| (first, last, &title[range]));
            assert_eq!(found, expected, "{title}");
        }
        for (title, expected) in [
            ("县“十四五”规划", Some((14, "“十四五”"))),
            ("十五规划", Some((10, "十五规划"))),
            ("第十四个五年规划", Some((14, "十四个五年规划"))),
            ("十五条措施", None),
        ] {
            assert_eq!(
                plan_in_title(title).map(|(number, range)| (number, &title[range])),
                expected,
                "{title}"
            );
        }
    }
}
