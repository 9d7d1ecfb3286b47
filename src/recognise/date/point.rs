//! A point in time as said: `2025年底`, `去年5月`, `本月十日`, `第三季度`, `“十四五”末`, `2011年“七一”`; and stretches of them.
//!
//! The rules decide how far a date reaches; this file reads its words from left to right.

use jiff::civil::Date as Day;

use crate::lexicon::{Lexicon, calendar::Festival};
use crate::numeral;
use crate::wordlist::eight;

/// Which year a point lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    Stated(i16),
    /// Years from the document's own: `去年` is -1.
    FromToday(i16),
    /// Years from the one that is spoken of: `全年` is 0, `上年` is -1.
    Spoken(i16),
    /// The year that a report looks back on: `过去的一年`.
    Past,
    /// The year that it looks forward to: `新的一年`.
    Coming,
    /// None is said: `6月底`.
    Unsaid,
}

/// Which month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Month {
    Number(i8),
    /// Months from the document's own: `下个月` is 1.
    FromToday(i8),
}

/// Which part of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthPart {
    Whole,
    Day(i8),
    /// 上旬 is 1.
    Third(i8),
    /// 上半月 is 1.
    Half(i8),
    First,
    Last,
}

/// Which part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// First and last month: 上半年, 三季度, 前三季度.
    Months(i8, i8),
    /// The last day of such months: 一季度末.
    MonthsEnd(i8),
    Month(Month, MonthPart),
    /// `今年的前10天`.
    FirstDays(u16),
    First,
    Last,
    Festival(Festival),
}

/// A point in time, or a stretch under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    In(Year, Part),
    /// Whole years, first and last: `“十四五”`, `50年代`.
    Years(i16, i16),
    /// Quarters from the document's own: `下季度` is 1.
    Quarter(i16),
    /// Weeks from the document's own.
    Week(i16),
    /// A day of a month that is told before: the right side of `6月1日至5日`.
    DayOnly(i8),
}

/// How the words around a point bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The point itself.
    At,
    /// `到X`, `X前`.
    Until,
    /// `从X起`, `X以来`.
    From,
    /// `X之后`: from the day after its last.
    After,
}

/// One point with its bound, or a stretch from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    One(Point, Bound),
    Between(Point, Point),
}

/// Reads the words of a date that a rule has chosen; `None` where they are no date (`2024年13月`).
pub fn stretch(words: &str) -> Option<Stretch> {
    let mut reader = Reader { rest: words.trim(), bare: None };
    let prefix = reader.prefix();
    let from = reader.point(true)?;
    let leaves_open = reader.bare;
    if reader.separator() {
        let bare = std::mem::take(&mut reader.bare);
        let to = reader.point(true)?;
        let to_bare = reader.bare;
        let from = complete(from, bare.or(leaves_open), to)?;
        let to = complete(to, to_bare, from)?;
        reader.tail(&["之间", "期间", "期内", "间", "结束", "为止", "止", "底", "末", "期", "度", "内"]);
        return reader.rest.is_empty().then_some(Stretch::Between(from, to));
    }
    if leaves_open.is_some() {
        return None;
    }
    let bound = reader.suffix(prefix)?;
    reader.rest.is_empty().then_some(Stretch::One(from, bound))
}

/// A number that ends the left side of a stretch takes its unit from the right: `2024年1-3月`, `6月1-5日`.
fn complete(point: Point, bare: Option<i8>, other: Point) -> Option<Point> {
    let Some(number) = bare else { return Some(point) };
    match (point, other) {
        (Point::In(year, Part::Whole), Point::In(_, Part::Month(_, MonthPart::Day(_)))) => {
            let _ = (year, number);
            None
        }
        (Point::In(year, Part::Whole), Point::In(_, Part::Month(..))) if (1..=12).contains(&number) => {
            Some(Point::In(year, Part::Month(Month::Number(number), MonthPart::Whole)))
        }
        (Point::In(year, Part::Whole), Point::In(_, Part::Months(..))) if (1..=4).contains(&number) => {
            Some(Point::In(year, quarter(number)?))
        }
        (Point::In(year, Part::Month(month, MonthPart::Whole)), Point::DayOnly(_)) => {
            Some(Point::In(year, Part::Month(month, MonthPart::Day(number))))
        }
        (
            Point::In(year, Part::Month(month, MonthPart::Whole)),
            Point::In(_, Part::Month(_, MonthPart::Day(_))),
        ) => Some(Point::In(year, Part::Month(month, MonthPart::Day(number)))),
        _ => None,
    }
}

fn quarter(number: i8) -> Option<Part> {
    (1..=4).contains(&number).then(|| Part::Months(number * 3 - 2, number * 3))
}

/// What stands before a point.
#[derive(Clone, Copy, PartialEq)]
enum Prefix {
    None,
    To,
    From,
    Since,
}

const PREFIXES: &[(&str, Prefix)] = &[
    ("截止到", Prefix::To),
    ("截止至", Prefix::To),
    ("截至到", Prefix::To),
    ("截至", Prefix::To),
    ("截止", Prefix::To),
    ("直到", Prefix::To),
    ("到了", Prefix::To),
    ("到", Prefix::To),
    ("至", Prefix::To),
    ("自从", Prefix::Since),
    ("自", Prefix::Since),
    ("从", Prefix::From),
];

/// What stands after a point.
const SUFFIXES: &[(&str, Bound)] = &[
    ("之前", Bound::Until),
    ("以前", Bound::Until),
    ("前夕", Bound::Until),
    ("为止", Bound::Until),
    ("前", Bound::Until),
    ("止", Bound::Until),
    ("起开始", Bound::From),
    ("开始", Bound::From),
    ("以来", Bound::From),
    ("起", Bound::From),
    ("之后", Bound::After),
    ("以后", Bound::After),
    ("后", Bound::After),
];

const YEARS: &[(&str, Year)] = &[
    ("今年", Year::FromToday(0)),
    ("本年", Year::FromToday(0)),
    ("去年", Year::FromToday(-1)),
    ("前年", Year::FromToday(-2)),
    ("明年", Year::FromToday(1)),
    ("来年", Year::FromToday(1)),
    ("后年", Year::FromToday(2)),
    ("上一年", Year::Spoken(-1)),
    ("上年", Year::Spoken(-1)),
    ("下一年", Year::Spoken(1)),
    ("下年", Year::Spoken(1)),
    ("次年", Year::Spoken(1)),
    ("翌年", Year::Spoken(1)),
    ("同年", Year::Spoken(0)),
    ("刚刚过去的一年", Year::Past),
    ("刚过去的一年", Year::Past),
    ("过去的一年", Year::Past),
    ("过去这一年", Year::Past),
    ("过去一年", Year::Past),
    ("这一年", Year::Past),
    ("新的一年", Year::Coming),
    ("新一年", Year::Coming),
];

const MONTHS: &[(&str, i8)] = &[("本月", 0), ("上个月", -1), ("上月", -1), ("下个月", 1), ("下月", 1)];

/// Parts of a year that need no number.
const PARTS: &[(&str, Part)] = &[
    ("上半年", Part::Months(1, 6)),
    ("前半年", Part::Months(1, 6)),
    ("下半年", Part::Months(7, 12)),
    ("后半年", Part::Months(7, 12)),
    ("全年", Part::Whole),
    ("首季度", Part::Months(1, 3)),
    ("首季", Part::Months(1, 3)),
    ("年初", Part::First),
    ("年底", Part::Last),
    ("年末", Part::Last),
    ("岁末", Part::Last),
    ("初", Part::First),
    ("底", Part::Last),
    ("末", Part::Last),
];

/// Reads words from left to right.
struct Reader<'t> {
    rest: &'t str,
    /// A number at the end of what was read whose unit is still to come.
    bare: Option<i8>,
}

impl<'t> Reader<'t> {
    fn eat(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Each of the words is of three bytes or more, by which most are told not to be here; none begins in ASCII.
    fn any<T: Copy>(&mut self, words: &[(&str, T)]) -> Option<T> {
        const THREE: u64 = 0xFF_FFFF;
        debug_assert!(words.iter().all(|(word, _)| !word.starts_with(|c: char| c.is_ascii())));
        if self.rest.as_bytes().first().is_none_or(u8::is_ascii) {
            return None;
        }
        let first = eight(self.rest.as_bytes()) & THREE;
        let mut near = words.iter().filter(|(word, _)| eight(word.as_bytes()) & THREE == first);
        near.find_map(|&(word, value)| self.eat(word).then_some(value))
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn tail(&mut self, words: &[&str]) {
        self.spaces();
        while words.iter().any(|word| self.eat(word)) {}
    }

    /// A number of Arabic digits or of Han numerals, never of both unless it is four digits long (`2O一0`).
    fn number(&mut self) -> Option<(u32, &'t str)> {
        self.spaces();
        let digits = |c: char| matches!(c, '0'..='9' | 'O' | 'o' | 'Ο' | 'О' | '○' | '〇');
        let han = |c: char| {
            numeral::digit(c).is_some() && !c.is_ascii_digit() || matches!(c, '十' | '廿' | '卅' | '百')
        };
        let mixed = |c: char| digits(c) || han(c);
        let long = self.rest.find(|c| !mixed(c)).unwrap_or(self.rest.len());
        let end = if self.rest[..long].chars().count() == 4 {
            long
        } else {
            let first = self.rest.chars().next()?;
            if first.is_ascii_digit() {
                self.rest.find(|c| !digits(c)).unwrap_or(self.rest.len())
            } else {
                self.rest.find(|c| !han(c)).unwrap_or(self.rest.len())
            }
        };
        let words = &self.rest[..end];
        let value = numeral::digits(words).or_else(|| numeral::whole(words)?.try_into().ok())?;
        self.rest = &self.rest[end..];
        Some((value, words))
    }

    fn prefix(&mut self) -> Prefix {
        let prefix = self.any(PREFIXES).unwrap_or(Prefix::None);
        self.spaces();
        prefix
    }

    fn separator(&mut self) -> bool {
        let before = self.rest;
        self.spaces();
        if ["起", "开始", "始"].iter().any(|opening| self.eat(opening)) {
            self.eat(",");
        }
        let dashes = self.rest.trim_start_matches(['-', '—', '–', '~', '─', '━', '―', '﹣', '−']);
        let found = dashes.len() < self.rest.len();
        self.rest = dashes;
        let found = found || ["到", "至"].iter().any(|word| self.eat(word));
        // `10月和5月间`: two points joined are a stretch only with 间 after them, which the rule has seen.
        let found = found || ["和", "与"].iter().any(|word| self.eat(word));
        self.spaces();
        if !found {
            self.rest = before;
        }
        found
    }

    fn suffix(&mut self, prefix: Prefix) -> Option<Bound> {
        self.spaces();
        self.tail(&["期间", "期内", "之际", "时候"]);
        if self.eat("前后") || self.eat("左右") {
            return Some(Bound::At);
        }
        let suffix = self.any(SUFFIXES);
        self.tail(&["时", "结束", "内"]);
        Some(match (prefix, suffix) {
            (Prefix::To, _) => Bound::Until,
            (Prefix::Since, None) => Bound::From,
            (_, Some(bound)) => bound,
            (_, None) => Bound::At,
        })
    }

    /// A point; with `open`, a number without its unit may end it.
    fn point(&mut self, open: bool) -> Option<Point> {
        self.spaces();
        if let Some(point) = self.plan().or_else(|| self.century()) {
            return Some(point);
        }
        if let Some(number) =
            self.any(&[("本季度", 0), ("上季度", -1), ("上个季度", -1), ("下季度", 1), ("下个季度", 1)])
        {
            return Some(Point::Quarter(number));
        }
        if let Some(number) = self.any(&[("本周", 0), ("上周", -1), ("下周", 1)]) {
            return Some(Point::Week(number));
        }
        if self.eat("年内") {
            return Some(Point::In(Year::Spoken(0), Part::Whole));
        }
        let year = match self.any(YEARS) {
            Some(year) => {
                self.eat("度");
                Some(year)
            }
            None => self.stated_year(open)?,
        };
        self.spaces();
        if year.is_some() {
            self.eat("的");
            self.spaces();
        }
        let part = self.part(year.is_some(), open)?;
        if let (None, Some(Part::Whole)) = (year, part) {
            return Some(Point::In(Year::Spoken(0), Part::Whole));
        }
        match (year, part) {
            (Some(year), part) => Some(Point::In(year, part.unwrap_or(Part::Whole))),
            (None, Some(Part::Month(Month::Number(0), MonthPart::Day(day)))) => Some(Point::DayOnly(day)),
            (None, Some(part)) => Some(Point::In(Year::Unsaid, part)),
            (None, None) => self.bare.map(|_| Point::In(Year::Unsaid, Part::Whole)),
        }
    }

    /// `2024年`, `二〇一〇年`, `07年`, `民国104年`, `107年`, `2010-6-5`, or with `open` a bare `2024`.
    ///
    /// The outer `None` is a year that is none.
    fn stated_year(&mut self, open: bool) -> Option<Option<Year>> {
        let before = self.rest;
        let republic = self.eat("民国");
        self.eat("公元");
        if republic && self.eat("元年") {
            return Some(Some(Year::Stated(1912)));
        }
        let Some((number, words)) = self.number() else {
            self.rest = before;
            return Some(None);
        };
        let count = words.chars().count();
        self.spaces();
        let marked = self.eat("年");
        if marked && self.eat("代") {
            self.rest = before;
            return None;
        }
        if marked {
            self.eat("度");
        }
        let dotted = !marked && count == 4 && self.rest.starts_with(['-', '.', '/']);
        if !(marked || dotted || open && count == 4) {
            self.rest = before;
            return Some(None);
        }
        let year = match count {
            _ if republic => number.checked_add(1911)?,
            4 => number,
            3 if (90..=150).contains(&number) => number + 1911,
            2 if words.is_ascii() || numeral::digits(words).is_some() => {
                if number <= 40 {
                    2000 + number
                } else {
                    1900 + number
                }
            }
            _ => return None,
        };
        let year = i16::try_from(year).ok().filter(|year| (1800..=2100).contains(year))?;
        Some(Some(Year::Stated(year)))
    }

    /// What follows a year, or stands without one. The outer `None` is a part that is none.
    fn part(&mut self, dated: bool, open: bool) -> Option<Option<Part>> {
        if dated && self.rest.starts_with(['-', '.', '/']) {
            return self.dotted();
        }
        let before = self.rest;
        if dated && self.eat("第") {
            let number = self.small()?;
            self.eat("个");
            if self.eat("月") {
                return self.month(Month::Number(number)).map(Some);
            }
            // `第三季度` and `第一、二季度` are read below.
            self.rest = before;
        }
        if let Some(part) = self.festival() {
            return Some(Some(part));
        }
        if let Some(months) = self.any(MONTHS) {
            return self.month(Month::FromToday(months)).map(Some);
        }
        if let Some(last) = self.any(&[("月底", true), ("月末", true), ("月初", false)]) {
            let part = if last { MonthPart::Last } else { MonthPart::First };
            return Some(Some(Part::Month(Month::FromToday(0), part)));
        }
        if self.rest.starts_with("前半年") {
            return Some(self.any(PARTS));
        }
        let before = self.rest;
        if self.eat("前") {
            let number = self.small();
            self.eat("个");
            match number {
                Some(n @ 2..=3) if self.eat("季度") => {
                    return self.quarter_end(Part::Months(1, n * 3)).map(Some);
                }
                Some(n @ 2..=12) if self.eat("月") => return Some(Some(Part::Months(1, n))),
                Some(n) if dated && (self.eat("天") || self.eat("日")) => {
                    return Some(Some(Part::FirstDays(n as u16)));
                }
                _ => self.rest = before,
            }
        }
        if let Some(part) = self.any(PARTS) {
            return Some(Some(part));
        }
        let before = self.rest;
        self.eat("第");
        let Some((number, words)) = self.number() else {
            self.rest = before;
            return Some(None);
        };
        let number = i8::try_from(number).ok()?;
        self.spaces();
        if self.eat("个季度") || self.eat("季度") {
            let part = if numeral::whole(words).is_none_or(|n| n > 4) && words.chars().count() == 2 {
                // `二三季度`
                let mut pair = words.chars().filter_map(numeral::digit);
                let (first, last) = (pair.next()? as i8, pair.next()? as i8);
                (first < last && last <= 4).then_some(Part::Months(first * 3 - 2, last * 3))?
            } else {
                quarter(number)?
            };
            return self.quarter_end(part).map(Some);
        }
        if self.rest.starts_with(['、', '和']) {
            let mut ahead = Reader { rest: &self.rest['、'.len_utf8()..], bare: None };
            ahead.eat("第");
            if let Some((second, _)) = ahead.number()
                && ahead.eat("季度")
            {
                let second = i8::try_from(second).ok()?;
                self.rest = ahead.rest;
                return (number < second && second <= 4)
                    .then_some(Some(Part::Months(number * 3 - 2, second * 3)));
            }
        }
        if self.eat("月") {
            self.eat("份");
            return self.month(Month::Number(number)).map(Some);
        }
        if self.eat("日") || self.eat("号") {
            return Some(Some(Part::Month(Month::Number(0), MonthPart::Day(number))));
        }
        if open && words.chars().count() <= 3 {
            self.bare = Some(number);
            return Some(None).filter(|_| dated || number <= 31);
        }
        None
    }

    fn quarter_end(&mut self, part: Part) -> Option<Part> {
        let Part::Months(_, last) = part else { return Some(part) };
        Some(if self.eat("末") || self.eat("底") { Part::MonthsEnd(last) } else { part })
    }

    fn small(&mut self) -> Option<i8> {
        i8::try_from(self.number()?.0).ok()
    }

    /// What follows `6月`.
    fn month(&mut self, month: Month) -> Option<Part> {
        if matches!(month, Month::Number(number) if !(1..=12).contains(&number)) {
            return None;
        }
        self.spaces();
        let part = self.any(&[
            ("上旬", MonthPart::Third(1)),
            ("中旬", MonthPart::Third(2)),
            ("下旬", MonthPart::Third(3)),
            ("上半月", MonthPart::Half(1)),
            ("下半月", MonthPart::Half(2)),
            ("月底", MonthPart::Last),
            ("初", MonthPart::First),
            ("底", MonthPart::Last),
            ("末", MonthPart::Last),
        ]);
        if let Some(part) = part {
            return Some(Part::Month(month, part));
        }
        let before = self.rest;
        let Some((number, words)) = self.number() else {
            self.rest = before;
            return Some(Part::Month(month, MonthPart::Whole));
        };
        let number = i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
        self.spaces();
        if self.eat("日") || self.eat("号") || (words.chars().count() > 1 && words.contains(['十', '廿']))
        {
            return Some(Part::Month(month, MonthPart::Day(number)));
        }
        self.bare = Some(number);
        Some(Part::Month(month, MonthPart::Whole))
    }

    /// `-01-29`, `.5.13`, `/12/1`; without a day `.5`.
    fn dotted(&mut self) -> Option<Option<Part>> {
        let mark = self.rest.chars().next()?;
        let before = self.rest;
        self.rest = &self.rest[1..];
        let month = match self.number() {
            Some((month @ 1..=12, words)) if words.len() <= 2 => month as i8,
            _ => {
                self.rest = before;
                return Some(None);
            }
        };
        if self.rest.starts_with(mark) {
            let at = self.rest;
            self.rest = &self.rest[1..];
            return match self.number() {
                Some((day, words)) if words.len() <= 2 => {
                    self.eat("日");
                    Some(Some(Part::Month(Month::Number(month), MonthPart::Day(day as i8))))
                }
                _ if mark == '-' => {
                    self.rest = at;
                    Some(Some(Part::Month(Month::Number(month), MonthPart::Whole)))
                }
                _ => None,
            };
        }
        if mark == '-' && !self.rest.starts_with(['月']) {
            // `2016-2018` is no month.
            self.rest = before;
            return Some(None);
        }
        self.eat("月");
        self.month(Month::Number(month)).map(Some)
    }

    /// `“十四五”`, `十四五时期`: every fifth year from 1966 on.
    fn plan(&mut self) -> Option<Point> {
        let before = self.rest;
        self.eat("“");
        let name: &str = self.rest;
        // The numeral's last character is the 五 of 五年计划: `十四五`, `九五`.
        let numerals = name.char_indices().take_while(|&(_, c)| numeral::digit(c).is_some() || c == '十');
        let end = numerals.filter(|&(at, c)| c == '五' && at > 0).last().map(|(at, _)| at);
        let number = end.and_then(|at| numeral::whole(&name[..at])).filter(|n| (3..=20).contains(n));
        let (Some(at), Some(number)) = (end, number) else {
            self.rest = before;
            return None;
        };
        self.rest = &name[at + '五'.len_utf8()..];
        if self.rest.starts_with(['年', '月', '日', '个', '号', '天', '季']) {
            self.rest = before;
            return None;
        }
        self.eat("”");
        self.eat("规划");
        self.tail(&["时期", "期间", "期"]);
        let start = 1951 + 5 * number as i16;
        Some(
            match self.any(&[
                ("初", 0),
                ("末", 1),
                ("前三年", 2),
                ("前两年", 3),
                ("后三年", 4),
                ("后两年", 5),
            ]) {
                Some(0) => Point::In(Year::Stated(start), Part::First),
                Some(1) => Point::In(Year::Stated(start + 4), Part::Last),
                Some(2) => Point::Years(start, start + 2),
                Some(3) => Point::Years(start, start + 1),
                Some(4) => Point::Years(start + 2, start + 4),
                Some(_) => Point::Years(start + 3, start + 4),
                None => Point::Years(start, start + 4),
            },
        )
    }

    /// `本世纪中叶`, `新世纪`, `20世纪80年代`, `上世纪末`, `90年代初`.
    fn century(&mut self) -> Option<Point> {
        let before = self.rest;
        let century = if let Some(century) =
            self.any(&[("本世纪", 2000), ("新世纪", 2000), ("上个世纪", 1900), ("上世纪", 1900)])
        {
            Some(century)
        } else if ["21世纪", "二十一世纪"].iter().any(|word| self.eat(word)) {
            Some(2000)
        } else if ["20世纪", "二十世纪"].iter().any(|word| self.eat(word)) {
            Some(1900)
        } else {
            None
        };
        if century.is_some() && self.eat("中叶") {
            return Some(Point::Years(century? + 41, century? + 50));
        }
        if century == Some(2000) && self.eat("初") {
            return Some(Point::Years(2000, 2009));
        }
        if century == Some(1900) && self.eat("末") {
            return Some(Point::Years(1990, 1999));
        }
        if let Some((decade, _)) = self.number()
            && decade % 10 == 0
            && self.eat("年代")
        {
            let base = match (century, decade) {
                (_, 1000..) => decade as i16,
                (Some(century), _) => century + decade as i16,
                (None, 0..30) => 2000 + decade as i16,
                (None, _) => 1900 + decade as i16,
            };
            return Some(
                match self.any(&[("初期", 0), ("初", 0), ("中期", 1), ("末期", 2), ("末", 2), ("后期", 2)])
                {
                    Some(0) => Point::Years(base, base + 3),
                    Some(1) => Point::Years(base + 4, base + 6),
                    Some(_) => Point::Years(base + 7, base + 9),
                    None => Point::Years(base, base + 9),
                },
            );
        }
        if century == Some(2000) && !before.starts_with(['2', '二']) {
            return Some(Point::Years(2001, 2100));
        }
        self.rest = before;
        None
    }

    fn festival(&mut self) -> Option<Part> {
        let before = self.rest;
        self.eat("“");
        let festivals = Lexicon::embedded().calendar.festivals();
        let longest = festivals.iter().filter(|(name, _)| self.rest.starts_with(name.as_str()));
        let Some((name, festival)) = longest.max_by_key(|(name, _)| name.len()) else {
            self.rest = before;
            return None;
        };
        self.rest = &self.rest[name.len()..];
        self.eat("”");
        self.eat("节");
        Some(Part::Festival(*festival))
    }
}

/// The last day of a month.
pub fn last_of(year: i16, month: i8) -> Option<Day> {
    Day::new(year, month, 1).ok().map(Day::last_of_month)
}
