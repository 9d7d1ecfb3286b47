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
    let reports = genre == Some("政府工作报告") || REVIEW.is_match(view) && OUTLOOK.is_match(view);
    if reports && let Some((year, span)) = report_year(view) {
        // Local congresses hear their government in January, the national one in March.
        let month = if view.contains("我代表国务院") { 3 } else { 1 };
        return Some(fact(Known::Month(year, month), Basis::Relative, span));
    }
    if let Some((year, span)) = OUTLOOK.captures(view).and_then(named_year) {
        return Some(fact(Known::Year(year), Basis::Relative, span));
    }
    if let Some(&(year, span)) = anniversaries.first() {
        return Some(fact(Known::Year(year), Basis::Event, span));
    }
    if let Some((value, span)) = this_month(view) {
        return Some(fact(value, Basis::Relative, span));
    }
    first_planned_year(view, events).map(|(year, span)| fact(Known::Year(year), Basis::Event, span))
}

/// The year a work report plans for: by the heading of its second part, the year after the one it looks back on, or
/// the last year of which it says what kind of year it is (`2024年是…关键一年`).
fn report_year(view: &str) -> Option<(i16, Span)> {
    let review = || REVIEW.captures(view).and_then(named_year).map(|(past, span)| (past + 1, span));
    let said = CHARACTER.captures_iter(view).filter_map(named_year);
    let said = said.max_by_key(|&(year, span)| (year, usize::MAX - span.start));
    OUTLOOK.captures(view).and_then(named_year).or_else(review).or(said)
}

fn named_year(found: Captures) -> Option<(i16, Span)> {
    let year = found.name("year")?;
    Some((numeral::digits(year.as_str())? as i16, Span::from(year.range())))
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
        Regex::new(&format!(r"[(从自](?P<year>20\d\d)(?:年|[-./]?)0?{month}(?:月|[-—~至到])")).ok()?;
    let years: Vec<i16> = starts.captures_iter(view).filter_map(|found| found["year"].parse().ok()).collect();
    let &year = years.first()?;
    years.iter().all(|&other| other == year).then_some((Known::Month(year, month), Span::from(whole.range())))
}

/// The earliest year that the text sets for work, where the latest occasion named fits it.
fn first_planned_year(view: &str, events: &[(Day, Span)]) -> Option<(i16, Span)> {
    let latest = events.iter().map(|(day, _)| day.year()).max()?;
    let mut years: Vec<(i16, Span)> = YEAR
        .captures_iter(view)
        .filter_map(named_year)
        .filter(|(year, _)| (1980..2100).contains(year))
        .collect();
    years.sort_by_key(|&(year, span)| (year, span.start));
    years.into_iter().next().filter(|(year, _)| *year == latest || *year == latest + 1)
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

const YEARS: &str = r"(?:19|20)\d\d|[一二][九〇零OoΟО○][〇零一二三四五六七八九OoΟО○]{2}";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let part = |name: &str| format!(r"(?P<{name}>\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})");
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

static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s+\d{1,2}:\d{2}"));

static REVIEW: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<year>{YEARS})\s*年(?:的)?(?:政府|主要)?(?:工作)?(?:的)?(?:简要|主要)?(?:回顾|总结|完成情况)"
    ))
});

static OUTLOOK: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<year>{YEARS})\s*年(?:政府|经济社会发展|高质量发展|全市|全县|全区|的)*(?:主要)?(?:工作安排|目标任务|重点工作|主要目标|工作打算|总体要求|预期目标|工作重点|工作思路|工作总体|工作建议|发展目标|奋斗目标)"
    ))
});

static YEARS_IN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<first>(?:19|20)\d{2})\s*年?\s*(?:(?:[-—~至到]|——|--)+\s*(?P<last>(?:19|20)\d{2})\s*)?年(?:[^代]|$)",
    )
});

static PLAN_PERIOD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[“”]?(?P<number>十[一二三四五六七]?)(?:五[“”]|五(?:规划|时期)|个五年规划)"));

static CHARACTER: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"(?P<year>{YEARS})\s*年,?是")));

static THIS_MONTH: LazyLock<Regex> =
    LazyLock::new(|| regex(r"今年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})月"));

static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"(?P<year>{YEARS})\s*年")));
