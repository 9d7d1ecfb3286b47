//! Warnings: what a reader should know before trusting a text: `七条措施` announced and three found, a text that breaks
//! off, milestones that contradict their headline, a sentence that stands twice.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::iter;
use std::sync::LazyLock;

use jiff::civil::Date as Day;
use regex::Regex;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

use crate::commitment::{Findings, Promise, Target};
use crate::context::Reading;
use crate::numeral;
use crate::outline::Form;
use crate::span::Span;
use crate::value::{Change, Comparator, Kind};

/// Something about a document that makes it, or what was read from it, less certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// For programs: `count_mismatch`, `truncated_text` …
    pub code: &'static str,
    /// For people.
    pub message: Cow<'static, str>,
    pub span: Option<Span>,
}

/// Sentences shorter than this many bytes may well stand twice (`抓好落实。`).
const LONG_SENTENCE: usize = 45;

/// The warnings of a document, by place, those of the whole document first. Of repeated sentences a long text may have as
/// many as commitments: each is made when it is asked for.
pub fn warnings(reading: &Reading, findings: &Findings) -> impl Iterator<Item = Warning> + use<> {
    let mut others = Vec::new();
    others.extend(old_text_on_new_page(reading));
    others.extend(counts(reading));
    others.extend(truncation(reading));
    others.extend(conflicts(findings));
    others.extend(milestones(reading, findings));
    let place = |warning: &Warning| (warning.span, warning.code);
    others.sort_by_key(place);
    let mut others = others.into_iter().peekable();
    let mut repeated = repetitions(reading, findings).into_iter().map(repeated).peekable();
    iter::from_fn(move || {
        let next = repeated.peek();
        let before = |other: &Warning| next.is_none_or(|next| place(other) < place(next));
        others.next_if(before).or_else(|| repeated.next())
    })
}

/// A page put up years after its text was written: relative dates follow the text.
fn old_text_on_new_page(reading: &Reading) -> Option<Warning> {
    let (issued, published) = (reading.about.issued.as_ref()?, reading.about.published.as_ref()?);
    let (own, web) = (issued.value.year(), published.value.year());
    (own != web && own + 1 != web || own > web).then(|| Warning {
        code: "web_date_differs",
        message: format!("the text is of {own}, its page of {web}; relative dates follow the text").into(),
        span: published.evidence.first().copied(),
    })
}

/// `提出以下七条措施` where another number of items follows.
fn counts(reading: &Reading) -> Vec<Warning> {
    static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?P<number>[2-9]|1[0-9]|[二三四五六七八九十]{1,3}|两)(?:条|项|点|大|个方面|个阶段|个步骤|件)[^,。;“”]{0,14}(?::|如下|进行。|工程:)").ok()
    });
    let Some(announced) = ANNOUNCED.as_ref() else { return Vec::new() };
    let view = reading.view();
    let outline = &reading.outline;
    let mut warnings = Vec::new();
    for segment in
        outline.segments.iter().filter(|s| !matches!(s.form, Form::Furniture | Form::Cell | Form::Task))
    {
        let words = segment.span.of(view);
        // What is announced follows; so no other end can be that of the announcement.
        if !words.ends_with(':') && !words.ends_with("进行。") {
            continue;
        }
        let Some(found) = announced.captures(words).filter(|found| {
            found.get(0).is_some_and(|whole| {
                words[whole.end()..].trim().is_empty() && !words[..whole.start()].ends_with(['“', '第'])
            })
        }) else {
            continue;
        };
        let Some(number) = numeral::whole(&found["number"]) else { continue };
        let scope_end = segment.section().map_or(view.len(), |n| outline.sections[n].span.end());
        let after: Vec<_> = outline
            .sections
            .iter()
            .filter(|section| section.span.start() >= segment.span.end() && section.span.start() < scope_end)
            .collect();
        let mut by_level: BTreeMap<u32, u64> = BTreeMap::new();
        for section in &after {
            *by_level.entry(section.level).or_default() += 1;
        }
        let Some((_, &first)) = by_level.iter().next() else { continue };
        if by_level.values().any(|&count| count == number) || first < 2 {
            continue;
        }
        warnings.push(Warning {
            code: "count_mismatch",
            message: format!("{number} are announced, {first} are found").into(),
            span: Some(segment.span),
        });
    }
    warnings
}

/// A text whose last sentence has no end.
fn truncation(reading: &Reading) -> Option<Warning> {
    let view = reading.view();
    let last = reading.outline.segments.iter().rev().find(|segment| segment.form != Form::Furniture)?;
    let words = last.span.of(view);
    let open = last.form == Form::Prose
        && words.len() > 60
        && !words.ends_with(['。', '!', '?', ';', '”', '》', ')', ':']);
    open.then(|| Warning {
        code: "truncated_text",
        message: "the last sentence has no end; the text may be cut off".into(),
        span: Some(last.span),
    })
}

/// Sentences that stand earlier in the text too, outside tables.
fn repetitions(reading: &Reading, findings: &Findings) -> Vec<Span> {
    let segments = &reading.outline.segments;
    let long = findings
        .promises()
        .map(|promise| promise.segment)
        .filter(|&n| segments[n].span.len() >= LONG_SENTENCE && segments[n].form != Form::Task);
    let words = |sentence: u64| segments[sentence as u32 as usize].span.of(reading.view());
    let hash = |words: &str| FxBuildHasher.hash_one(words) >> 32;
    // The number of each segment behind a hash of its words, so that those with the same words come to stand together: in
    // less room than a set of them.
    let mut sentences = Vec::with_capacity(findings.count());
    sentences.extend(long.map(|n| hash(segments[n].span.of(reading.view())) << 32 | n as u64));
    sentences.sort_unstable();
    let alike = sentences.chunk_by(|one, next| one >> 32 == next >> 32);
    let repeated = alike.flat_map(|alike| {
        let stands_before = |&n: &usize| alike[..n].iter().any(|&before| words(before) == words(alike[n]));
        (1..alike.len()).filter(stands_before).map(|n| segments[alike[n] as u32 as usize].span)
    });
    let mut repeated: Vec<Span> = repeated.collect();
    repeated.sort_unstable();
    repeated
}

fn repeated(sentence: Span) -> Warning {
    Warning {
        code: "repeated_sentence",
        message: "the same sentence stands earlier in the text".into(),
        span: Some(sentence),
    }
}

/// What is promised of what by when: targets that agree in this are about one thing.
type Subject<'c> = (&'c str, Option<Day>, Sort, Option<&'c str>);

/// Whether a value says how much there is or by how much it changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Level,
    Difference,
}

fn subject<'c>(target: &'c Target) -> Option<Subject<'c>> {
    let id = target.indicator_id?;
    let level =
        matches!(target.change, Change::Level | Change::IncreaseTo | Change::DecreaseTo | Change::Multiply);
    let sort = if level { Sort::Level } else { Sort::Difference };
    Some((id, target.deadline, sort, target.rare().per_unit.as_deref()))
}

/// Two different figures for one indicator by one day.
fn conflicts(findings: &Findings) -> Vec<Warning> {
    let mut first: BTreeMap<Subject, (Comparator, Option<Decimal>, Span)> = BTreeMap::new();
    let mut warnings = Vec::new();
    let targets = findings.promises().flat_map(|promise| promise.targets);
    for target in targets.filter(|target| target.kind == Kind::Target && target.deadline.is_some()) {
        let (Some(subject), Some(value)) = (subject(target), target.value) else { continue };
        let id = subject.0;
        let &mut (_, told, at) =
            first.entry(subject).or_insert((target.comparator, Some(value), target.span));
        if told != Some(value) {
            warnings.push(Warning {
                code: "conflicting_targets",
                message: format!(
                    "{id}: {value} here and {} in another place, for the same day",
                    told.unwrap_or_default()
                )
                .into(),
                span: Some(target.span.max(at)),
            });
        }
    }
    warnings
}

/// Milestones in neighbouring sentences that speak of other things from one year to the next.
fn milestones(reading: &Reading, findings: &Findings) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut last = None;
    for later in findings.promises() {
        let Some(earlier) = last.replace(later) else { continue };
        let near = later.segment == earlier.segment + 1;
        let section = |promise: &Promise| reading.outline.segments[promise.segment].section();
        let (Some(from), Some(to)) = (earlier.deadline, later.deadline) else { continue };
        if !near || section(&earlier) != section(&later) || from.day >= to.day {
            continue;
        }
        let (before, after) = (ids(&earlier), ids(&later));
        let lost: Vec<&str> = before.difference(&after).copied().collect();
        let gained: Vec<&str> = after.difference(&before).copied().collect();
        if before.intersection(&after).next().is_some() && !lost.is_empty() && !gained.is_empty() {
            warnings.push(Warning {
                code: "milestone_changes_indicator",
                message: format!(
                    "{} here stands where {} stood for {}",
                    gained.join(", "),
                    lost.join(", "),
                    from.day
                )
                .into(),
                span: Some(reading.outline.segments[later.segment].span),
            });
        }
    }
    warnings
}

/// The indicators of the values of what is promised.
fn ids<'l>(promise: &Promise<'_, 'l>) -> BTreeSet<&'l str> {
    promise.targets.iter().filter_map(|target| target.indicator_id).collect()
}
