//! Targets: quantities that say how much, how many or how often something is to be reached or was.
//!
//! A segment is cut into clauses (`clause`), a clause's values are found with their verbs and comparators (`phrase`,
//! without those that `refuse` knows for names, thresholds and parts of a document), each value gets what it measures
//! (`indicator`), and then what it is (`kind`) and by when (`compose`).

mod clause;
mod compose;
mod cues;
mod indicator;
mod kind;
mod phrase;
mod refuse;
pub(super) mod row;
mod words;

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date as Day;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use self::clause::{Clause, Cut};
use self::compose::Composer;
use self::cues::{Cues, Lists};
use self::phrase::Phrase;
use super::{Deadline, Judgement};
use crate::context::{Placed, Reading};
use crate::outline::{Form, Segment};
use crate::recognise::Found;
use crate::record::Level;
use crate::span::{self, Span};
use crate::split;
use crate::value::{Binding, Change, Comparator, DeadlineBasis, Kind, Length, Quantity, Status};
use crate::wordlist::WordList;

/// The parts of a thing measured, in order: one, most of the time.
pub type Parts = SmallVec<[Span; 2]>;

#[derive(Clone, Debug, PartialEq)]
pub struct Target<'l> {
    /// The value with the words that set comparator and change.
    pub span: Span,
    pub rule: &'static str,
    /// Quoted with … between parts that stand apart.
    pub indicator: Parts,
    pub indicator_id: Option<&'l str>,
    pub comparator: Comparator,
    pub value: Option<Decimal>,
    pub unit: Cow<'l, str>,
    pub change: Change,
    pub per: Option<Length>,
    pub scope: Option<Span>,
    pub deadline: Option<Day>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub kind: Kind,
    rare: Option<Box<Rare>>,
}

/// What few targets have, apart from the others, which are smaller for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rare {
    pub value_max: Option<Decimal>,
    pub factor: Option<Decimal>,
    pub baseline: Option<Decimal>,
    pub baseline_date: Option<Day>,
    pub per_max: Option<Length>,
    pub per_unit: Option<Cow<'static, str>>,
    pub denominator: Option<Span>,
    pub series: Option<String>,
    pub reference: Option<Span>,
    pub stretch: Option<Span>,
    pub alt_comparator: Option<Comparator>,
    /// What a table of indicators says of it.
    pub binding: Option<Binding>,
}

impl Rare {
    fn boxed(self) -> Option<Box<Rare>> {
        (self != Rare::default()).then(|| Box::new(self))
    }
}

impl Target<'_> {
    /// What few targets have.
    pub fn rare(&self) -> &Rare {
        static NONE: LazyLock<Rare> = LazyLock::new(Rare::default);
        self.rare.as_deref().unwrap_or(&NONE)
    }
}

/// The targets of each segment of the outline.
pub fn targets<'l>(
    reading: &Reading<'l>,
    judgements: &[Option<Judgement>],
    deadlines: &[Option<Deadline>],
) -> Vec<Vec<Target<'l>>> {
    let about = &reading.about;
    let named = |words: &[&str]| {
        let names = [about.title.as_deref(), about.genre.as_deref()];
        names.iter().flatten().any(|name| words.iter().any(|word| name.contains(word)))
    };
    let yearly = named(&["报告", "要点", "年度计划", "工作计划"]) && !named(&["规划"]);
    let local = about.jurisdiction.as_ref().is_some_and(|place| place.value.level >= Level::County);
    let document = Document { reading, judgements, deadlines, yearly, local };
    let (long, count) = (split::is_long(reading.view()), reading.outline.segments.len());
    let mut all = split::each_run::<Desk, _>(long, count, RUN, |desk, run| desk.targets(&document, run));
    series(reading.view(), &mut all);
    all
}

/// Whether a segment without numbers may hold a value, by the lists that have a word in it: words that stand for one.
fn valued(view: &str, segment: Span, lists: Lists) -> bool {
    // 不超过 alone has something to compare with only beside another of these characters.
    const BESIDE: [char; 5] = ['翻', '覆', '零', '同', '于'];
    lists & cues::WORDLESS & !cues::EXCEEDS != 0
        || lists & cues::EXCEEDS != 0 && segment.of(view).contains(BESIDE)
}

/// Segments that go through a step together before the next begins. The code of all steps is more than a processor has at
/// hand at once; that of one is not.
const RUN: usize = 256;

/// What is filled again for each run of segments: the clauses of each, and the values read in them.
#[derive(Default)]
struct Desk<'l> {
    finder: Finder,
    cut: Cut,
    values: Vec<Values>,
    phrases: Vec<Phrase<'l>>,
    /// Of one clause.
    own: Vec<Phrase<'l>>,
}

/// What was read in a clause.
#[derive(Clone, Copy)]
struct Values {
    /// How many phrases it has.
    phrases: usize,
    /// Whether it may have any.
    any: bool,
    /// It says on what conditions somebody gets something, and so has none.
    conditions: bool,
}

impl<'l> Desk<'l> {
    /// The targets of each of a run of segments.
    fn targets(&mut self, document: &Document<'_, 'l>, run: Range<usize>) -> Vec<Vec<Target<'l>>> {
        let reading = document.reading;
        let mut all: Vec<_> = run.clone().map(|n| document.of_row(n)).collect();
        // Most segments have no value: they are gone through first, by rules that are few.
        let held: Vec<Held> = run.clone().filter_map(|n| self.finder.held(document, n)).collect();
        self.cut(reading, &held);
        self.read(reading, &held);
        let mut composed = self.compose(document, &held);
        for composed in &mut composed {
            composed.identify(reading);
        }
        for (held, composed) in held.iter().zip(composed) {
            all[held.segment - run.start] = composed.merged(reading.view());
        }
        all
    }

    fn cut(&mut self, reading: &Reading, run: &[Held]) {
        self.cut.clear();
        for held in run {
            let segment = reading.outline.segments[held.segment].span;
            let holds = |span: Span| !span::within(held.quantities, span, |found| found.span).is_empty();
            self.cut.push(reading.view(), segment, &held.cues, holds);
        }
    }

    fn read(&mut self, reading: &Reading<'l>, run: &[Held<'_, 'l>]) {
        self.values.clear();
        self.phrases.clear();
        // A phrase is large, and most stand at a number.
        self.phrases.reserve(run.iter().map(|held| held.quantities.len()).sum());
        for (held, clauses) in run.iter().zip(self.cut.segments()) {
            let cues = &held.cues;
            let mut quantities = held.quantities;
            for (n, &clause) in clauses.clauses.iter().enumerate() {
                let own = begun(&mut quantities, clause.span);
                let any = !own.is_empty() || clause.lists & cues::WORDLESS != 0;
                let conditions = any && conditions(reading.view(), cues, &clauses.clauses[n..]);
                if any && !conditions {
                    phrase::phrases(reading, cues, &clauses, clause, own, &mut self.own);
                }
                self.values.push(Values { phrases: self.own.len(), any, conditions });
                self.phrases.append(&mut self.own);
            }
        }
    }

    fn compose(&mut self, document: &Document<'_, 'l>, run: &[Held<'_, 'l>]) -> Vec<Composed<'l>> {
        let (mut values, mut phrases) = (self.values.as_slice(), self.phrases.as_mut_slice());
        let composed = run.iter().zip(self.cut.segments()).map(|(held, clauses)| {
            let own = values.split_off(..clauses.clauses.len()).unwrap_or_default();
            let count = own.iter().map(|values| values.phrases).sum();
            let said = phrases.split_off_mut(..count).unwrap_or_default();
            Composer::new(document, held, clauses, count).compose(own, said)
        });
        composed.collect()
    }
}

/// What holds for all targets of a document.
struct Document<'r, 'l> {
    reading: &'r Reading<'l>,
    judgements: &'r [Option<Judgement>],
    deadlines: &'r [Option<Deadline>],
    /// It is a report or a plan for one year.
    yearly: bool,
    /// It is a county's or a township's: a city's targets are somebody else's.
    local: bool,
}

impl<'l> Document<'_, 'l> {
    fn judgement(&self, segment: usize) -> Option<&Judgement> {
        self.judgements.get(segment)?.as_ref()
    }

    /// The targets of a segment that is a row of a table.
    fn of_row(&self, segment: usize) -> Vec<Target<'l>> {
        let Segment { form, place, .. } = self.reading.outline.segments[segment];
        let place = place.filter(|_| form == Form::Row && self.judgement(segment).is_some());
        place.map_or_else(Vec::new, |place| row::targets(self.reading, place))
    }
}

/// What a segment holds that may have values.
#[derive(Clone, Copy)]
struct Held<'r, 'l> {
    segment: usize,
    cues: Cues<'r>,
    quantities: &'r [Found<Quantity<'l>>],
    dates: &'r [Placed],
    status: Status,
    deadline: Option<Deadline>,
}

/// The targets of a segment before their indicators have ids, but for those at the indexes in `halved`, which ascend.
struct Composed<'l> {
    targets: Vec<Target<'l>>,
    halved: Vec<usize>,
}

impl<'l> Composed<'l> {
    fn identify(&mut self, reading: &Reading<'l>) {
        for (n, target) in self.targets.iter_mut().enumerate() {
            if self.halved.binary_search(&n).is_err() {
                let name = joined(reading.view(), &target.indicator);
                let relative = target.value.is_none() && target.rare().reference.is_some();
                let indicators = &reading.lexicon.indicators;
                target.indicator_id = indicators.identify(&name, &target.unit, Some(target.change), relative);
            }
        }
    }

    /// `比现在翻一番,达到80人以上` is one target.
    fn merged(self, view: &str) -> Vec<Target<'l>> {
        let doubles = |target: &Target| target.rare().factor.is_some();
        if !self.targets.iter().any(doubles) {
            return self.targets;
        }
        let mut merged: Vec<Target<'l>> = Vec::with_capacity(self.targets.len());
        for target in self.targets {
            if let Some(doubled) = merged.last_mut()
                && doubles(doubled)
                && doubled.value.is_none()
                && !doubles(&target)
                && target.unit != "%"
                && doubled.indicator == target.indicator
                && view[doubled.span.end()..target.span.start()].chars().count() <= 3
            {
                let rare = Rare { factor: doubled.rare().factor, ..target.rare().clone() };
                *doubled = Target {
                    span: doubled.span.with(target.span),
                    change: Change::Multiply,
                    rule: doubled.rule,
                    rare: rare.boxed(),
                    ..target
                };
                continue;
            }
            merged.push(target);
        }
        merged
    }
}

/// Goes through segments in order.
#[derive(Default)]
struct Finder {
    /// How many quantities and dates stand before the segment at hand, once one was.
    before: Option<(usize, usize)>,
}

impl Finder {
    /// What a segment behind those before holds; `None` where it has no values, or they are those of a row.
    fn held<'r, 'l>(&mut self, document: &Document<'r, 'l>, n: usize) -> Option<Held<'r, 'l>> {
        let reading = document.reading;
        let Segment { span: segment, form, .. } = reading.outline.segments[n];
        let judgement = document.judgement(n).filter(|_| form != Form::Row)?;
        let (quantities, dates) = self.before.get_or_insert_with(|| {
            let before = |at: usize| at < segment.start();
            (
                reading.quantities.partition_point(|found| before(found.span.start())),
                reading.dates.partition_point(|date| before(date.span.start())),
            )
        });
        let quantities = span::next_within(&reading.quantities, quantities, segment, |found| found.span);
        let cues = Cues::new(segment, reading.marks.of(n));
        if quantities.is_empty() && !valued(reading.view(), segment, cues.lists()) {
            return None;
        }
        let dates = span::next_within(&reading.dates, dates, segment, |date| date.span);
        let deadline = document.deadlines.get(n).copied().flatten();
        Some(Held { segment: n, cues, quantities, dates, status: judgement.status, deadline })
    }
}

/// The words of parts, one behind the other.
fn joined<'v>(view: &'v str, parts: &[Span]) -> Cow<'v, str> {
    match parts {
        [part] => part.of(view).into(),
        parts => {
            let mut name = String::with_capacity(parts.iter().map(|part| part.len()).sum());
            parts.iter().for_each(|part| name.push_str(part.of(view)));
            name.into()
        }
    }
}

/// Takes the quantities that begin in a clause off those that are left; clauses come in order.
fn begun<'q, 'l>(quantities: &mut &'q [Found<Quantity<'l>>], clause: Span) -> &'q [Found<Quantity<'l>>] {
    let up_to = |rest: &[Found<Quantity>], end: usize| {
        rest.iter().take_while(|found| found.span.start() < end).count()
    };
    let rest = &quantities[up_to(quantities, clause.start())..];
    let (own, later) = rest.split_at(up_to(rest, clause.end()));
    *quantities = later;
    own
}

/// Whether the first of `clauses` only says on what conditions somebody gets something.
fn conditions(view: &str, cues: &Cues, clauses: &[Clause]) -> bool {
    let words = |n: usize| clauses.get(n).map_or("", |clause| clause.span.of(view));
    condition(words(0), words(1)) || qualifies(view, cues, clauses)
}

/// A clause of who qualifies, before what they get: `年销售收入达到2000万元的,给予…`.
fn condition(clause: &str, next: &str) -> bool {
    static GIVES: WordList = WordList::new(&[
        "给予",
        "分别给予",
        "每",
        "按",
        "奖励",
        "补助",
        "一次性",
        "最高",
        "分别",
        "予以",
        "再",
        "市级",
        "县级",
        "区级",
        "省级",
    ]);
    (clause.ends_with('的') || clause.starts_with('对')) && GIVES.starts(next).is_some()
}

/// A clause of a chain of conditions whose last ends in 的, with what they earn after it: `固定资产投资额达500万元以上,
/// 建成后一年内演出超100场的,经认定,给予…`, `场次超过100场的新型空间,经认定,最高…`.
fn qualifies(view: &str, cues: &Cues, clauses: &[Clause]) -> bool {
    const CHAIN: usize = 5;
    const LATER: usize = 12;
    let earns = |clause: &Clause| clause.lists & cues::EARNED != 0;
    let chain = &clauses[..clauses.len().min(CHAIN)];
    let [clause, later @ ..] = chain else { return false };
    if cues.lists() & cues::EARNED == 0 || earns(clause) || !later.iter().any(earns) {
        return false;
    }
    let closed = chain.iter().position(|clause| clause.describes(view)).or_else(|| {
        let certified = later.first().is_some_and(|next| next.span.of(view).starts_with('经'));
        let words = clause.span.of(view).trim_end_matches(')');
        let described =
            words.rfind('的').is_some_and(|at| at > 0 && words[at..].chars().nth(LATER - 1).is_none());
        (certified && described).then_some(0)
    });
    closed.is_some_and(|closed| !chain[..closed].iter().any(earns) && chain[closed + 1..].iter().any(earns))
}

/// The place or people that an indicator is about: `全市`, `城镇`.
fn scope(view: &str, part: Span) -> Option<Span> {
    static SCOPES: WordList = WordList::new(&[
        "全市",
        "全县",
        "全区",
        "全省",
        "全国",
        "全州",
        "全盟",
        "全镇",
        "全乡",
        "市本级",
        "县本级",
        "城镇",
        "农村",
        "城乡",
    ]);
    let rest = SCOPES.strip_start(part.of(view))?;
    Some(Span::new(part.start(), part.end() - rest.len()))
}

/// Names the milestones of one indicator: the same thing with different last days.
fn series(view: &str, all: &mut [Vec<Target>]) {
    let hash = |target: &Target| FxBuildHasher.hash_one(measured(view, target));
    let dated = |target: &Target| target.kind == Kind::Target && target.deadline.is_some();
    // Where each stands behind a hash of what it measures, so that those of one thing come to stand together: in less room
    // than a map of them.
    let mut planned: Vec<(u64, u32, u32)> = Vec::new();
    for (n, targets) in all.iter().enumerate() {
        let own = targets.iter().enumerate().filter(|(_, target)| dated(target));
        planned.extend(own.map(|(m, target)| (hash(target), n as u32, m as u32)));
    }
    planned.sort_unstable();
    let at = |&(_, n, m): &(u64, u32, u32)| &all[n as usize][m as usize];
    let of = |place: &(u64, u32, u32)| measured(view, at(place));
    let several = |places: &[(u64, u32, u32)]| {
        places.windows(2).any(|pair| at(&pair[0]).deadline != at(&pair[1]).deadline)
    };
    let mut named = Vec::new();
    for alike in planned.chunk_by_mut(|one, next| one.0 == next.0).filter(|alike| several(alike)) {
        alike.sort_unstable_by(|one, other| of(one).cmp(&of(other)));
        let series = alike.chunk_by(|one, next| of(one) == of(next)).filter(|series| several(series));
        named.extend(series.flatten().map(|&(_, n, m)| (n as usize, m as usize)));
    }
    for (n, m) in named {
        let target = &mut all[n][m];
        let (name, ..) = measured(view, target);
        if !name.is_empty() {
            let name = name.into_owned();
            target.rare.get_or_insert_default().series = Some(name);
        }
    }
}

/// What a target measures: its name, unit, and whether by a difference.
fn measured<'t>(view: &'t str, target: &'t Target) -> (Cow<'t, str>, &'t str, bool) {
    let name = target.indicator_id.map_or_else(|| joined(view, &target.indicator), Cow::Borrowed);
    (name, &*target.unit, target.change == Change::IncreaseBy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::deadline;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::text::Text;
    use crate::value::Strength;
    use crate::{layout, outline, recognise};

    /// `ge 80 人 引进人才 #talent_recruited`, with change, baseline, rate, last day, reference and kind where they say more.
    fn said(view: &str, target: &Target) -> String {
        let mut said = format!("{:?}", target.comparator).to_lowercase();
        let rare = target.rare();
        match (target.value, rare.value_max) {
            (Some(value), Some(most)) => said += &format!(" {}..{}", value.normalize(), most.normalize()),
            (Some(value), None) => said += &format!(" {}", value.normalize()),
            (None, _) => {}
        }
        if !target.unit.is_empty() {
            said += &format!(" {}", target.unit);
        }
        let parts: Vec<&str> = target.indicator.iter().map(|part| part.of(view)).collect();
        said += &format!(" {}", parts.join("…"));
        if target.change != Change::Level {
            said += &format!(" {:?}", target.change);
        }
        if let Some(factor) = rare.factor {
            said += &format!(" x{}", factor.normalize());
        }
        if let Some(baseline) = rare.baseline {
            said += &format!(" from {}", baseline.normalize());
        }
        if let Some(per) = target.per {
            said += &format!(" per {per}");
        }
        if let Some(per_unit) = &rare.per_unit {
            said += &format!(" each {per_unit}");
        }
        if let Some(reference) = rare.reference {
            said += &format!(" against {}", reference.of(view));
        }
        if let Some(day) = target.deadline {
            said += &format!(" by {day}");
        }
        if let Some(id) = &target.indicator_id {
            said += &format!(" #{id}");
        }
        if target.kind != Kind::Target {
            said += &format!(" ({:?})", target.kind);
        }
        said
    }

    /// Every segment planned, so that a phrase needs no document round it.
    fn planned(reading: &Reading) -> Vec<Option<Judgement>> {
        let judgement =
            Judgement { status: Status::Planned, strength: Strength::Stated, cue: None, rule: "a phrase" };
        vec![Some(judgement); reading.outline.segments.len()]
    }

    fn read(source: &str) -> Vec<String> {
        let lexicon = Lexicon::embedded();
        let text = Text::new(source.into(), &lexicon.folding, layout::noise);
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let given = Given { date: "2024-03-01".parse().ok(), ..Given::default() };
        let reading = Reading::new(&text, hits, outline, mentions, &given, lexicon);
        let judgements = planned(&reading);
        let deadlines = deadline::deadlines(&reading, &judgements);
        let found = targets(&reading, &judgements, &deadlines);
        found.iter().flatten().map(|target| said(text.view(), target)).collect()
    }

    #[test]
    fn phrases_mean_what_the_corpus_says() {
        let mut wrong = Vec::new();
        for (n, line) in include_str!("../../corpus/phrases/targets.tsv").lines().enumerate() {
            let (expected, phrase) = line.split_once('\t').unwrap();
            let got = read(phrase).join(" | ");
            let expected = if expected == "-" { "" } else { expected };
            if got != expected {
                wrong.push(format!("{}: {phrase}\n  expected {expected}\n  but read {got}", n + 1));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn milestones_of_one_indicator_are_a_series() {
        let lexicon = Lexicon::embedded();
        let source = "到2025年底,持证护理员达到40人以上。\n到2026年底,持证护理员达到60人以上。\n到2026年底,养老床位达到900张。";
        let text = Text::new(source.into(), &lexicon.folding, layout::noise);
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let reading = Reading::new(&text, hits, outline, mentions, &Given::default(), lexicon);
        let judgements = planned(&reading);
        let found = targets(&reading, &judgements, &deadline::deadlines(&reading, &judgements));
        let series: Vec<Option<&str>> =
            found.iter().flatten().map(|target| target.rare().series.as_deref()).collect();
        assert_eq!(series, [Some("持证护理员"), Some("持证护理员"), None]);
    }
}
