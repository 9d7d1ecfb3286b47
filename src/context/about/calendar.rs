//! When a document was signed and when a site published it: `二O一O年六月二日` under the text, `发布时间:2010-6-5` over it,
//! or what the text implies (`今年是新中国成立75周年`, `2023年工作回顾` in a work report).

use jiff::civil::Date as Day;

use super::super::marks::{Kind, Marks};
use super::cursor::Cursor;
use super::written::{Written, has_clock, is_year, plan_in_title, years_in_title};
use super::{Fact, Known};
use crate::numeral;
use crate::outline::{Form, Outline};
use crate::record::Basis;
use crate::span::Span;
use crate::value::Interval;
use crate::wordlist::WordList;

/// The date of the web page: in the furniture, or in a line that says it is the time of publication.
pub fn published(view: &str, outline: &Outline) -> Option<Fact<Known>> {
    let (value, span) = under(view, outline, &PUBLISHED, true)?;
    Some(Fact { value, basis: Basis::Web, evidence: vec![span] })
}

/// The date that the page's own table gives for the text: `成文日期:2018年12月21日`.
fn written(view: &str, outline: &Outline) -> Option<Fact<Known>> {
    let (value, span) = under(view, outline, &WRITTEN, false)?;
    Some(Fact { value, basis: Basis::Stated, evidence: vec![span] })
}

/// The date behind a label, in its line or in the next one; with `clock`, a time of day in the furniture will do too.
fn under(view: &str, outline: &Outline, label: &WordList, clock: bool) -> Option<(Known, Span)> {
    let mut above = false;
    for segment in outline.segments.iter().filter(|s| matches!(s.form, Form::Furniture | Form::Masthead)) {
        let words = segment.span.of(view);
        // `实施日期` and `失效日期` are the measure's, not the page's.
        let labelled = label
            .find(words)
            .filter(|&(at, _)| !words[..at].ends_with(['施', '效', '止', '文', '签']))
            .map(|(at, word)| behind_label(&words[at + label.words()[word].len()..]));
        let bare = labelled.is_some_and(str::is_empty);
        let rest = match labelled {
            Some(rest) if !bare => Some(rest),
            None if above || clock && segment.form == Form::Furniture && has_clock(words) => Some(words),
            _ => None,
        };
        if let Some(rest) = rest
            && let Some(found) = Written::first(rest)
            && let Some(value) = known(&found)
        {
            let from = segment.span.start() + words.len() - rest.len();
            return Some((value, Span::from(found.range).shifted(from)));
        }
        above = bare;
    }
    None
}

/// What a label says: what follows it and its colon.
fn behind_label(rest: &str) -> &str {
    let rest = rest.trim_start();
    rest.strip_prefix([':', '】', ']']).unwrap_or(rest).trim_start()
}

/// The signing date: a line that is a date and nothing else, the date of printing, or that of the session.
pub fn signed(view: &str, outline: &Outline) -> Option<Fact<Known>> {
    // A day in a cell of a table is that of its row.
    let lines = || {
        outline.segments.iter().filter(|segment| {
            segment.form != Form::Furniture && segment.place.is_none() && segment.span.len() < 240
        })
    };
    let alone = lines().find_map(|segment| {
        let frame = |c: char| matches!(c, '(' | ')' | '-' | '—') || c.is_whitespace();
        let line = segment.span.of(view);
        // Nearly all lines begin with a Han character that no date begins with.
        if !matches!(line.as_bytes(), [..=b'9' | 0xC2 | 0xE1..=0xE3, ..] | [0xE4, 0xB8, 0x80, ..] | [0xE4, 0xBA, 0x8C, ..]) {
            return None;
        }
        let words = line.trim_start_matches(frame);
        if !words.starts_with(['1', '2', '一', '二']) {
            return None;
        }
        let start = line.len() - words.len();
        let words = words.trim_end_matches(frame);
        let found = Written::at(words, 0).filter(|found| found.range.end == words.len())?;
        fact(segment.span, &found, start)
    });
    let end_of_line = || {
        lines().filter(|segment| segment.form == Form::Masthead).find_map(|segment| {
            let words = segment.span.of(view);
            let found = Written::first(words)?;
            let rest = words[found.range.end..].trim();
            // `失效日期:2026年6月1日` is the measure's, `索引号:0001/2024-3` no day at all.
            let own = ["印发", "签发"];
            let other = words.split_once(':').is_some_and(|(label, _)| {
                !rest.starts_with('印') && !own.iter().any(|own| label.contains(own))
            });
            (!other && (rest.is_empty() || rest == "印发" || rest == "印"))
                .then(|| fact(segment.span, &found, found.range.start))?
        })
    };
    let session = || {
        lines().take(12).find_map(|segment| {
            let words = segment.span.of(view);
            let found = Written::first(words)?;
            let rest = words[found.range.end..].trim_start();
            let meeting = rest.starts_with('在') && (rest.contains('会') || rest.contains("大会"));
            let passed = rest.contains("通过") && segment.form != Form::Prose;
            (meeting || passed).then(|| fact(segment.span, &found, found.range.start))?
        })
    };
    alone.or_else(end_of_line).or_else(session).or_else(|| written(view, outline))
}

fn fact(line: Span, found: &Written, start: usize) -> Option<Fact<Known>> {
    let evidence = Span::new(line.start() + start, line.start() + start + found.range.len());
    Some(Fact { value: known(found)?, basis: Basis::Signature, evidence: vec![evidence] })
}

/// What the text implies where nobody signed.
///
/// A year whose anniversary `今年` is; the year after the one a work report looks back on; the month in which a plan
/// begins (`今年12月` beside a phase that starts in 201612); the first year a plan plans for where the latest
/// occasion it names was that year or the year before.
pub fn implied(
    view: &str,
    marks: &Marks,
    genre: Option<&str>,
    anniversaries: &[(i16, Span)],
    events: &[(Day, Span)],
) -> Option<Fact<Known>> {
    let fact = |value, basis, span| Fact { value, basis, evidence: vec![span] };
    let years: Vec<Year> = years(view).collect();
    let review = years.iter().find(|year| reviews(year.after));
    let outlook = years.iter().find(|year| plans(year.after));
    if genre == Some("政府工作报告") || review.is_some() && outlook.is_some() {
        // The year a work report plans for: by the heading of its second part, the year after the one it looks back
        // on, or the last year of which it says what kind of year it is (`2024年是…关键一年`).
        let said = years.iter().filter(|year| is_described(year.after));
        let said = said.max_by_key(|year| (year.number, usize::MAX - year.span.start()));
        let year = outlook.map(|year| (year.number, year.span));
        let year = year.or(review.map(|past| (past.number + 1, past.span)));
        if let Some((year, span)) = year.or(said.map(|year| (year.number, year.span))) {
            // Local congresses hear their government in January, the national one in March.
            let national = marks.of_kind(Kind::Speaks).any(|at| view[at..].starts_with("我代表国务院"));
            let month = if national { 3 } else { 1 };
            return Some(fact(Known::Month(year, month), Basis::Relative, span));
        }
    }
    if let Some(year) = outlook {
        return Some(fact(Known::Year(year.number), Basis::Relative, year.span));
    }
    if let Some(&(year, span)) = anniversaries.first() {
        return Some(fact(Known::Year(year), Basis::Event, span));
    }
    if let Some((value, span)) = this_month(view) {
        return Some(fact(value, Basis::Relative, span));
    }
    first_planned_year(&years, events).map(|year| fact(Known::Year(year.number), Basis::Event, year.span))
}

/// A year written out before 年: `2024年`, `二〇二四 年`.
struct Year<'t> {
    number: i16,
    /// Its four digits.
    span: Span,
    /// The text behind 年.
    after: &'t str,
}

/// The years that `view` names, in order.
fn years(view: &str) -> impl Iterator<Item = Year<'_>> {
    memchr::memmem::find_iter(view.as_bytes(), "年").filter_map(|at| {
        let before = view[..at].trim_end();
        numeral::digit(before.chars().next_back()?)?;
        let start = before.char_indices().rev().nth(3)?.0;
        let digits = &before[start..];
        let number = numeral::digits(digits).filter(|_| is_year(digits))? as i16;
        Some(Year { number, span: Span::new(start, before.len()), after: &view[at + "年".len()..] })
    })
}

fn without<'t>(text: &'t str, words: &[&str]) -> &'t str {
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

/// What follows a year is the heading of what was done in it: `2023年政府工作回顾`.
fn reviews(after: &str) -> bool {
    let rest = without(without(after, &["的"]), &["政府", "主要"]);
    let rest = without(without(without(rest, &["工作"]), &["的"]), &["简要", "主要"]);
    ["回顾", "总结", "完成情况"].iter().any(|word| rest.starts_with(word))
}

/// What follows a year is the heading of what is to be done in it: `2024年全市重点工作`.
fn plans(after: &str) -> bool {
    static OF: WordList =
        WordList::new(&["政府", "经济社会发展", "高质量发展", "全市", "全县", "全区", "的"]);
    static WORK: WordList = WordList::new(&[
        "工作安排",
        "目标任务",
        "重点工作",
        "主要目标",
        "工作打算",
        "总体要求",
        "预期目标",
        "工作重点",
        "工作思路",
        "工作总体",
        "工作建议",
        "发展目标",
        "奋斗目标",
    ]);
    let mut rest = after;
    while let Some(shorter) = OF.strip_start(rest) {
        rest = shorter;
    }
    WORK.starts(rest).is_some() || rest.strip_prefix("主要").is_some_and(|rest| WORK.starts(rest).is_some())
}

/// What follows a year says what kind of year it is: `2024年是…关键一年`.
fn is_described(after: &str) -> bool {
    after.strip_prefix(',').unwrap_or(after).starts_with('是')
}

/// The time a plan is for: the years in its title, or the year that a work report plans for.
pub fn period(
    view: &str,
    title: Option<Span>,
    genre: Option<&str>,
    issued: Option<&Fact<Known>>,
) -> Option<Fact<Interval>> {
    let years =
        |first: i16, last: i16| Interval::between(Day::constant(first, 1, 1), Day::constant(last, 12, 31));
    if let Some(title) = title {
        let words = title.of(view);
        let stated = |value, range: std::ops::Range<usize>| Fact {
            value,
            basis: Basis::Stated,
            evidence: vec![Span::from(range).shifted(title.start())],
        };
        if let Some((first, last, range)) = years_in_title(words) {
            return (first <= last).then(|| stated(years(first, last), range));
        }
        if let Some((number, range)) = plan_in_title(words) {
            // The tenth plan began in 2001; each lasts five years.
            let first = 2001 + 5 * (number as i16 - 10);
            return Some(stated(years(first, first + 4), range));
        }
    }
    let issued = issued.filter(|_| genre == Some("政府工作报告"))?;
    let year = issued.value.year();
    Some(Fact { value: years(year, year), basis: issued.basis, evidence: issued.evidence.clone() })
}

/// `从今年12月开始` beside a damaged or whole phase date that begins in that month.
fn this_month(view: &str) -> Option<(Known, Span)> {
    let (month, span) = view.match_indices("今年").find_map(|(at, this)| {
        let start = Cursor { rest: &view[at + this.len()..] };
        let mut cursor = start;
        let month = cursor.number("一二三四五六七八九十")?;
        cursor.word("月")?;
        Some((month, Span::new(at, at + this.len() + cursor.read_since(&start))))
    })?;
    let month = numeral::whole(month).filter(|month| (1..=12).contains(month))?;
    // A phase opens with the month in which all begins: `(201612--20173月)`.
    let digits = month.to_string();
    let years = view.match_indices(['(', '从', '自']).filter_map(|(at, mark)| {
        let mut cursor = Cursor { rest: &view[at + mark.len()..] };
        let year = cursor.digits(4, 4).filter(|year| year.starts_with("20"))?;
        cursor.one_of("年-./");
        let rest = cursor.rest.strip_prefix('0').unwrap_or(cursor.rest);
        rest.strip_prefix(digits.as_str())?
            .starts_with(['月', '-', '—', '~', '至', '到'])
            .then(|| year.parse().ok())?
    });
    let years: Vec<i16> = years.collect();
    let &year = years.first()?;
    years.iter().all(|&other| other == year).then_some((Known::Month(year, month as i8), span))
}

/// The earliest year that the text sets for work, where the latest occasion named fits it.
fn first_planned_year<'y, 't>(years: &'y [Year<'t>], events: &[(Day, Span)]) -> Option<&'y Year<'t>> {
    let latest = events.iter().map(|(day, _)| day.year()).max()?;
    let known = years.iter().filter(|year| (1980..2100).contains(&year.number));
    let first = known.min_by_key(|year| (year.number, year.span.start()))?;
    (first.number == latest || first.number == latest + 1).then_some(first)
}

fn known(found: &Written) -> Option<Known> {
    let year = numeral::digits(found.year).filter(|year| (1900..2100).contains(year))? as i16;
    let month = numeral::whole(found.month);
    match found.day {
        None => {
            let month = month.filter(|month| (1..=12).contains(month))?;
            Some(Known::Month(year, month as i8))
        }
        Some(day) => {
            let day = i8::try_from(numeral::whole(day)?).ok()?;
            Day::new(year, month? as i8, day).ok().map(Known::Day)
        }
    }
}

/// Labels before the day on which a page published its text.
static PUBLISHED: WordList = WordList::new(&[
    "发布时间",
    "发布日期",
    "发表时间",
    "发表日期",
    "更新时间",
    "更新日期",
    "上传时间",
    "上传日期",
    "公开时间",
    "公开日期",
    "录入时间",
    "录入日期",
    "生成时间",
    "生成日期",
    "时间",
    "日期",
    "发布于",
]);

static WRITTEN: WordList = WordList::new(&["成文时间", "成文日期"]);
