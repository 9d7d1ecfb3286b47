//! When a document was signed and when a site published it: `二O一O年六月二日` under the text, `发布时间:2010-6-5` over it,
//! or what the text implies (`今年是新中国成立75周年`, `2023年工作回顾` in a work report).

use std::sync::LazyLock;

use jiff::civil::Date as Day;
use regex::{Captures, Regex};

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
fn under(view: &str, outline: &Outline, label: &Regex, clock: bool) -> Option<(Known, Span)> {
    let mut above = false;
    for segment in outline.segments.iter().filter(|s| matches!(s.form, Form::Furniture | Form::Masthead)) {
        let words = segment.span.of(view);
        // `实施日期` and `失效日期` are the measure's, not the page's.
        let labelled = label
            .find(words)
            .filter(|label| !words[..label.start()].ends_with(['施', '效', '止', '文', '签']));
        let bare = labelled.is_some_and(|label| words[label.end()..].trim().is_empty());
        let from = match labelled {
            Some(label) if !bare => Some(label.end()),
            None if above || clock && segment.form == Form::Furniture && CLOCK.is_match(words) => Some(0),
            _ => None,
        };
        if let Some(from) = from
            && let Some(found) = DATE.captures(&words[from..])
            && let (Some(whole), Some(value)) = (found.get(0), known(&found))
        {
            return Some((value, Span::from(whole.range()).shifted(segment.span.start + from)));
        }
        above = bare;
    }
    None
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
        let frame = |c: char| c.is_whitespace() || "()-—".contains(c);
        let line = segment.span.of(view);
        let words = line.trim_matches(frame);
        if !words.starts_with(['1', '2', '一', '二']) {
            return None;
        }
        let found =
            DATE.captures(words).filter(|found| found.get(0).is_some_and(|whole| whole.as_str() == words))?;
        fact(segment.span, &found, line.len() - line.trim_start_matches(frame).len())
    });
    let end_of_line = || {
        lines().filter(|segment| segment.form == Form::Masthead).find_map(|segment| {
            let words = segment.span.of(view);
            let found = DATE.captures(words)?;
            let rest = words[found.get(0)?.end()..].trim();
            // `失效日期:2026年6月1日` is the measure's, `索引号:0001/2024-3` no day at all.
            let own = ["印发", "签发"];
            let other = words.split_once(':').is_some_and(|(label, _)| {
                !rest.starts_with('印') && !own.iter().any(|own| label.contains(own))
            });
            (!other && (rest.is_empty() || rest == "印发" || rest == "印"))
                .then(|| fact(segment.span, &found, found.get(0)?.start()))?
        })
    };
    let session = || {
        lines().take(12).find_map(|segment| {
            let words = segment.span.of(view);
            let found = DATE.captures(words)?;
            let rest = words[found.get(0)?.end()..].trim_start();
            let meeting = rest.starts_with('在') && (rest.contains('会') || rest.contains("大会"));
            let passed = rest.contains("通过") && segment.form != Form::Prose;
            (meeting || passed).then(|| fact(segment.span, &found, found.get(0)?.start()))?
        })
    };
    alone.or_else(end_of_line).or_else(session).or_else(|| written(view, outline))
}

fn fact(line: Span, found: &Captures, start: usize) -> Option<Fact<Known>> {
    let whole = found.get(0)?;
    let evidence = Span::new(line.start + start, line.start + start + whole.len());
    Some(Fact { value: known(found)?, basis: Basis::Signature, evidence: vec![evidence] })
}

/// What the text implies where nobody signed.
///
/// A year whose anniversary `今年` is; the year after the one a work report looks back on; the month in which a plan
/// begins (`今年12月` beside a phase that starts in 201612); the first year a plan plans for where the latest
/// occasion it names was that year or the year before.
pub fn implied(
    view: &str,
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
        let said = said.max_by_key(|year| (year.number, usize::MAX - year.span.start));
        let year = outlook.map(|year| (year.number, year.span));
        let year = year.or(review.map(|past| (past.number + 1, past.span)));
        if let Some((year, span)) = year.or(said.map(|year| (year.number, year.span))) {
            // Local congresses hear their government in January, the national one in March.
            let month = if view.contains("我代表国务院") { 3 } else { 1 };
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
        let start = before.char_indices().rev().nth(3)?.0;
        let digits = &before[start..];
        let mut characters = digits.chars();
        let is_year = match characters.next()? {
            '1' => characters.next() == Some('9') && characters.all(|c| c.is_ascii_digit()),
            '2' => characters.next() == Some('0') && characters.all(|c| c.is_ascii_digit()),
            '一' | '二' => {
                characters.next().is_some_and(|c| c == '九' || ZEROS.contains(c))
                    && characters.all(|c| DIGITS.contains(c) || ZEROS.contains(c))
            }
            _ => false,
        };
        let number = numeral::digits(digits).filter(|_| is_year)? as i16;
        Some(Year { number, span: Span::new(start, before.len()), after: &view[at + "年".len()..] })
    })
}

/// Zero as it is written, and as it is damaged.
const ZEROS: &str = "〇零OoΟО○";
const DIGITS: &str = "一二三四五六七八九";

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
            evidence: vec![Span::from(range).shifted(title.start)],
        };
        if let Some(found) = YEARS_IN_TITLE.captures(words) {
            let whole = found.get(0)?.range();
            let year = |name| {
                found.name(name).and_then(|year| numeral::digits(year.as_str())).map(|year| year as i16)
            };
            if let (Some(first), last) = (year("first"), year("last")) {
                let last = last.unwrap_or(first);
                return (first <= last).then(|| stated(years(first, last), whole));
            }
        }
        if let Some(found) = PLAN_PERIOD.captures(words) {
            let number = numeral::whole(&found["number"])?;
            // The tenth plan began in 2001; each lasts five years.
            let first = 2001 + 5 * (number as i16 - 10);
            return Some(stated(years(first, first + 4), found.get(0)?.range()));
        }
    }
    let issued = issued.filter(|_| genre == Some("政府工作报告"))?;
    let year = issued.value.year();
    Some(Fact { value: years(year, year), basis: issued.basis, evidence: issued.evidence.clone() })
}

/// `从今年12月开始` beside a damaged or whole phase date that begins in that month.
fn this_month(view: &str) -> Option<(Known, Span)> {
    let found = THIS_MONTH.captures(view)?;
    let month = numeral::whole(&found["month"]).filter(|month| (1..=12).contains(month))? as i8;
    let whole = found.get(0)?;
    // A phase opens with the month in which all begins: `(201612--20173月)`.
    let starts =
        Regex::new(&format!(r"[(从自](?P<year>20[0-9]{{2}})(?:年|[-./]?)0?{month}(?:月|[-—~至到])")).ok()?;
    let years: Vec<i16> = starts.captures_iter(view).filter_map(|found| found["year"].parse().ok()).collect();
    let &year = years.first()?;
    years.iter().all(|&other| other == year).then_some((Known::Month(year, month), Span::from(whole.range())))
}

/// The earliest year that the text sets for work, where the latest occasion named fits it.
fn first_planned_year<'y, 't>(years: &'y [Year<'t>], events: &[(Day, Span)]) -> Option<&'y Year<'t>> {
    let latest = events.iter().map(|(day, _)| day.year()).max()?;
    let known = years.iter().filter(|year| (1980..2100).contains(&year.number));
    let first = known.min_by_key(|year| (year.number, year.span.start))?;
    (first.number == latest || first.number == latest + 1).then_some(first)
}

fn known(found: &Captures) -> Option<Known> {
    let year = numeral::digits(&found["year"]).filter(|year| (1900..2100).contains(year))? as i16;
    let part = |name: &str| found.name(name).map(|part| numeral::whole(part.as_str()));
    match (part("month"), part("day")) {
        (None, _) => Some(Known::Year(year)),
        (Some(month), None) => {
            let month = month.filter(|month| (1..=12).contains(month))?;
            Some(Known::Month(year, month as i8))
        }
        (Some(month), Some(day)) => {
            Day::new(year, month? as i8, i8::try_from(day?).ok()?).ok().map(Known::Day)
        }
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"))
}

const YEARS: &str = r"(?:19|20)[0-9]{2}|[一二][九〇零OoΟО○][〇零一二三四五六七八九OoΟО○]{2}";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let part = |name: &str| format!(r"(?P<{name}>[0-9]{{1,2}}|[一二三四五六七八九十廿]{{1,3}})");
    regex(&format!(
        r"(?P<year>{YEARS})\s*[年./-]\s*{month}(?:\s*[月./-]\s*(?:{day}\s*[日号]?)?)?",
        month = part("month"),
        day = part("day"),
    ))
});

static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:发布|发表|更新|上传|公开|录入|生成)?(?:时间|日期)\s*[:】\]]?\s*|发布于\s*[:]?\s*")
});

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| regex(r"成文(?:时间|日期)\s*[:】\]]?\s*"));

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}日?\s+[0-9]{1,2}:[0-9]{2}")
});

static YEARS_IN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<first>(?:19|20)[0-9]{2})\s*年?\s*(?:(?:[-—~至到]|——|--)+\s*(?P<last>(?:19|20)[0-9]{2})\s*)?年(?:[^代]|$)",
    )
});

static PLAN_PERIOD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[“”]?(?P<number>十[一二三四五六七]?)(?:五[“”]|五(?:规划|时期)|个五年规划)"));

static THIS_MONTH: LazyLock<Regex> =
    LazyLock::new(|| regex(r"今年(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})月"));
