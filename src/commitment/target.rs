//! Targets: quantities that say how much, how many or how often something is to be reached or was.
//!
//! A segment is cut into clauses (`clause`), a clause's values are found with their verbs and comparators (`phrase`,
//! without those that `refuse` knows for names, thresholds and parts of a document), each value gets what it measures
//! (`indicator`), and then what it is (`kind`) and by when.

mod clause;
mod indicator;
mod kind;
mod phrase;
mod refuse;
mod words;

use jiff::civil::Date as Day;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use self::indicator::Said;
use self::phrase::Phrase;
use super::{Deadline, Judgement};
use crate::context::Reading;
use crate::lexicon::UnitKind;
use crate::span::{self, Span};
use crate::value::{Change, Comparator, DeadlineBasis, Kind, Length, Moment, Status};

#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The value with the words that set comparator and change.
    pub span: Span,
    pub rule: &'static str,
    /// The parts of the thing measured, in order; quoted with … between parts that stand apart.
    pub indicator: Vec<Span>,
    pub indicator_id: Option<String>,
    pub comparator: Comparator,
    pub value: Option<Decimal>,
    pub value_max: Option<Decimal>,
    pub unit: String,
    pub change: Change,
    pub factor: Option<Decimal>,
    pub baseline: Option<Decimal>,
    pub baseline_date: Option<Day>,
    pub per: Option<Length>,
    pub per_max: Option<Length>,
    pub per_unit: Option<String>,
    pub denominator: Option<Span>,
    pub scope: Option<Span>,
    pub deadline: Option<Day>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub series: Option<String>,
    pub reference: Option<Span>,
    pub stretch: Option<Span>,
    pub alt_comparator: Option<Comparator>,
    pub kind: Kind,
}

/// The targets of each segment of the outline.
pub fn targets(
    reading: &Reading,
    judgements: &[Option<Judgement>],
    deadlines: &[Option<Deadline>],
) -> Vec<Vec<Target>> {
    let title = reading.about.title.as_deref().unwrap_or_default();
    let long_plan = title.contains("规划") || title.contains("五年");
    let segments = reading.outline.segments.iter().enumerate();
    let mut all: Vec<Vec<Target>> = segments
        .map(|(n, segment)| match judgements.get(n).copied().flatten() {
            Some(judgement) => {
                let composer = Composer {
                    reading,
                    segment: segment.span,
                    status: judgement.status,
                    deadline: deadlines.get(n).copied().flatten(),
                    long_plan,
                    carried: Carried::default(),
                    out: Vec::new(),
                };
                composer.compose()
            }
            None => Vec::new(),
        })
        .collect();
    series(reading.view(), &mut all);
    all
}

/// What later clauses of a segment take over from earlier ones.
#[derive(Clone, Debug, Default)]
struct Carried {
    indicator: Vec<Span>,
    /// The last clause without a value.
    clause: Option<Span>,
    change: Option<Change>,
    deadline: Option<Day>,
    /// Conditions of who qualifies: `年销售收入达到2000万元、5000万元的,`.
    conditions: Vec<Span>,
    per: Option<(Length, Option<Length>)>,
}

struct Composer<'r, 'a> {
    reading: &'r Reading<'a>,
    segment: Span,
    status: Status,
    deadline: Option<Deadline>,
    long_plan: bool,
    carried: Carried,
    out: Vec<Target>,
}

/// A value with the places of what it measures.
struct Measured {
    phrase: Phrase,
    left: Span,
    right: Span,
}

impl Composer<'_, '_> {
    fn compose(mut self) -> Vec<Target> {
        let view = self.reading.view();
        let quantities = span::within(&self.reading.quantities, self.segment, |found| found.span);
        let words = self.segment.of(view);
        if quantities.is_empty()
            && !words.contains(['翻', '覆', '零', '同', '于'])
            && !words.contains("控制在")
        {
            return self.out;
        }
        let valued = |span: Span| !span::within(quantities, span, |found| found.span).is_empty();
        let clauses = clause::clauses(view, self.segment, valued);
        for (n, &clause) in clauses.clauses.iter().enumerate() {
            let own = span::within(quantities, clause, |found| found.span);
            let next = clauses.clauses.get(n + 1).map_or("", |next| next.of(view));
            let phrases = if condition(clause.of(view), next) {
                self.carried.conditions = own.iter().map(|found| found.span).collect();
                Vec::new()
            } else {
                phrase::phrases(self.reading, &clauses, clause, own)
            };
            if phrases.is_empty() {
                self.dated(clause, clause.end);
                if let Some(rate) = self.rate(clause) {
                    self.carried.per = Some(rate);
                }
                self.carried.clause = Some(clause);
                continue;
            }
            self.clause(clause, &clauses.atoms, phrases);
            self.carried.clause = None;
            self.carried.conditions.clear();
            self.carried.per = None;
        }
        self.merge_doublings();
        self.out
    }

    /// The values of one clause with what they measure.
    fn clause(&mut self, clause: Span, atoms: &[Span], phrases: Vec<Phrase>) {
        let measured = places(self.reading.view(), clause, atoms, phrases);
        let mut n = 0;
        while n < measured.len() {
            let run = run(self.reading.view(), &measured, n);
            self.run(clause, atoms, &measured[n..n + run], measured.get(n + run));
            n += run;
        }
    }

    /// Values that stand side by side and share the words before them.
    fn run(&mut self, clause: Span, atoms: &[Span], run: &[Measured], _next: Option<&Measured>) {
        let view = self.reading.view();
        let first = &run[0];
        let (left, said) = indicator::clean(self.reading, first.left);
        let mut left = left;
        let Some(last) = run.last() else { return };
        let object = indicator::object(view, last.right);
        let mut phrases: Vec<Phrase> = run.iter().map(|measured| measured.phrase.clone()).collect();
        share(&mut phrases);
        let from_condition = left.is_empty() && !object.is_empty();
        let granted =
            first.phrase.kind == Some(UnitKind::Money) && (from_condition || left.of(view) == "给予");
        let condition = self.carried.clause.filter(|clause| granted && conditional(clause.of(view)));
        if let Some(condition) = condition {
            left = condition;
        }
        let items = if left.is_empty() { Vec::new() } else { phrase::items(view, atoms, left) };
        let many = phrases.len() > 1;
        if many
            && items.len() >= phrases.len()
            && (said.respectively || items.len() == phrases.len() || condition.is_some())
        {
            let items = &items[items.len() - phrases.len()..];
            let parts = if condition.is_some() { led(view, items) } else { indicator::shared(view, items) };
            for (phrase, mut parts) in phrases.into_iter().zip(parts) {
                if !object.is_empty() && takes_object(&phrase) {
                    parts.push(object);
                }
                self.push(clause, phrase, parts, first.left);
            }
            return;
        }
        if many && phrases.len() == 2 && said.respectively && left.of(view).contains("城乡") {
            // `城乡居民收入分别增长5%和7%`: towns first, then villages.
            for (phrase, id) in phrases.into_iter().zip(["城镇", "农村"]) {
                self.push_as(clause, phrase, vec![left], first.left, Some(id));
            }
            return;
        }
        if many && self.carried.conditions.len() == phrases.len() && condition.is_some() {
            let conditions = self.carried.conditions.clone();
            let head = Span::new(left.start, conditions[0].start);
            for (phrase, value) in phrases.into_iter().zip(conditions) {
                self.push(clause, phrase, vec![head, value, object], first.left);
            }
            return;
        }
        if !many && items.len() > 1 && self.several(view, &phrases[0], &items, said) {
            let parts = indicator::shared(view, &items);
            for mut parts in parts {
                if !object.is_empty() && takes_object(&phrases[0]) {
                    parts.push(object);
                }
                self.push(clause, phrases[0].clone(), parts, first.left);
            }
            return;
        }
        for (n, phrase) in phrases.into_iter().enumerate() {
            let object = if n + 1 == run.len() { object } else { indicator::object(view, run[n].right) };
            let parts = self.parts(&phrase, left, object);
            self.push(clause, phrase, parts, first.left);
        }
    }

    /// Whether each of several items takes the one value that follows them.
    fn several(&self, view: &str, phrase: &Phrase, items: &[Span], said: Said) -> bool {
        if said.each {
            return true;
        }
        let share = phrase.kind == Some(UnitKind::Share);
        let parts = indicator::shared(view, items);
        let full = |parts: &Vec<Span>| parts.last().is_some_and(|last| words::measures(last.of(view)));
        // `A、B同步`: 与 before the reference is no joint between items.
        share && parts.iter().all(full) && items.iter().all(|item| item.of(view).chars().count() >= 2)
    }

    /// What a single value measures.
    fn parts(&self, phrase: &Phrase, left: Span, object: Span) -> Vec<Span> {
        let view = self.reading.view();
        let growth = matches!(
            phrase.change,
            Some(
                Change::IncreaseBy
                    | Change::DecreaseBy
                    | Change::IncreaseTo
                    | Change::DecreaseTo
                    | Change::Multiply
            )
        );
        if left.is_empty()
            && (object.is_empty()
                || growth
                || (phrase.kind == Some(UnitKind::Share)
                    && !self.carried.indicator.is_empty()
                    && object.len() <= 6))
        {
            if !self.carried.indicator.is_empty()
                && self.carried.clause.is_none_or(|_| growth || self.carried.per.is_some())
            {
                return self.carried.indicator.clone();
            }
            if let Some(clause) = self.carried.clause {
                let (clause, _) = indicator::clean(self.reading, clause);
                return vec![clause];
            }
            return self.carried.indicator.clone();
        }
        let mut parts = Vec::new();
        if !left.is_empty() {
            let words = left.of(view);
            if indicator::bare_attribute(words)
                && let Some(&first) = self.carried.indicator.first()
            {
                let head =
                    indicator::head(view, first).filter(|_| words.contains('产') && !words.contains("产值"));
                parts.push(head.unwrap_or(first));
            }
            parts.push(left);
        }
        if !object.is_empty() && (left.is_empty() || takes_object(phrase)) {
            parts.push(object);
        }
        parts
    }

    fn push(&mut self, clause: Span, phrase: Phrase, parts: Vec<Span>, left: Span) {
        self.push_as(clause, phrase, parts, left, None);
    }

    /// Makes the target; `half` stands for the half of 城乡 that it is about.
    fn push_as(&mut self, clause: Span, phrase: Phrase, parts: Vec<Span>, left: Span, half: Option<&str>) {
        let view = self.reading.view();
        let parts: Vec<Span> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let name: String = parts.iter().map(|part| part.of(view)).collect();
        let before = Span::new(clause.start, phrase.span.start.max(clause.start)).of(view);
        let after = Span::new(phrase.span.start, clause.end.max(phrase.span.start)).of(view);
        let mut change = phrase.change;
        if !matches!(change, Some(Change::IncreaseTo | Change::DecreaseTo | Change::Multiply))
            && matches!(phrase.kind, Some(UnitKind::Share))
            && phrase.rule != "full coverage"
        {
            change = words::growth_in_name(&name).or(change);
        }
        if change.is_none()
            && phrase.bare
            && phrase.unit == "%"
            && left.of(view).trim_start().starts_with('、')
            && !name.ends_with(['率', '重', '比'])
        {
            change = self
                .carried
                .change
                .filter(|change| matches!(change, Change::IncreaseBy | Change::DecreaseBy));
        }
        let set = kind::Setting {
            status: self.status,
            segment: self.segment.of(view),
            clause: clause.of(view),
            before,
            after,
            long_plan: self.long_plan,
        };
        let kind = kind::kind(&phrase, &set);
        let named = match half {
            Some(half) => name.replacen("城乡", half, 1),
            None => name,
        };
        let indicator_id = self.reading.lexicon.indicators.identify(
            &named,
            &phrase.unit,
            change,
            phrase.reference.is_some(),
        );
        let reported = matches!(kind, Kind::Outcome | Kind::Missed) || self.status == Status::Reported;
        let (deadline, deadline_basis) = if reported { (None, None) } else { self.due(clause, &phrase) };
        let (per, per_max) = self.every(&phrase, left, &named);
        let per_unit = phrase.per_unit.clone().or_else(|| each(left.of(view), &phrase, &named));
        let scope = parts.first().and_then(|&part| scope(view, part));
        self.carried.change = change;
        self.carried.indicator = parts.clone();
        self.out.push(Target {
            span: phrase.span,
            rule: phrase.rule,
            indicator: parts,
            indicator_id,
            comparator: phrase.comparator,
            value: phrase.value,
            value_max: phrase.most,
            unit: phrase.unit,
            change: change.unwrap_or_default(),
            factor: phrase.factor,
            baseline: phrase.baseline,
            baseline_date: None,
            per,
            per_max,
            per_unit,
            denominator: phrase.denominator.or_else(|| share_of(view, left)),
            scope,
            deadline,
            deadline_basis,
            series: None,
            reference: phrase.reference,
            stretch: self.stretch(),
            alt_comparator: phrase.alt,
            kind,
        });
    }

    /// Remembers the last day that a clause names before `until`.
    fn dated(&mut self, clause: Span, until: usize) {
        let view = self.reading.view();
        for date in span::within(&self.reading.dates, clause, |date| date.span) {
            if date.span.start >= until {
                break;
            }
            let Moment::Date(interval) = &date.moment else { continue };
            let Some(end) = interval.end else { continue };
            let head = &view[clause.start..date.span.start];
            let past = self.reading.about.today.as_ref().is_some_and(|today| end < today.value);
            if past || head.ends_with(['比', '较', '自', '从', '《', '(']) {
                continue;
            }
            self.carried.deadline = Some(end);
        }
    }

    /// The last day for a value: its clause's own, the one before it, or the segment's.
    fn due(&mut self, clause: Span, phrase: &Phrase) -> (Option<Day>, Option<DeadlineBasis>) {
        self.dated(clause, phrase.core.start);
        if let Some(day) = self.carried.deadline {
            return (Some(day), Some(DeadlineBasis::Clause));
        }
        (self.deadline.map(|deadline| deadline.day), self.deadline.map(|deadline| deadline.basis))
    }

    /// How often a clause says that something is to be done.
    fn rate(&self, span: Span) -> Option<(Length, Option<Length>)> {
        let sets = span::within(&self.reading.dates, span, |date| date.span).iter().rev();
        sets.clone()
            .find_map(|date| match &date.moment {
                Moment::Set { every, longest } => Some((*every, *longest)),
                _ => None,
            })
            .or_else(|| {
                const RATES: &[(&str, Length)] = &[
                    ("每半年", Length::months(6)),
                    ("每季度", Length::months(3)),
                    ("每年", Length::years(1)),
                    ("每月", Length::months(1)),
                    ("每周", Length::weeks(1)),
                    ("逐年", Length::years(1)),
                    ("年均", Length::years(1)),
                    ("月均", Length::months(1)),
                    ("日均", Length::days(1)),
                ];
                let text = span.of(self.reading.view());
                RATES.iter().find(|(word, _)| text.contains(word)).map(|(_, length)| (*length, None))
            })
    }

    /// The time that a value is per.
    fn every(&self, phrase: &Phrase, left: Span, name: &str) -> (Option<Length>, Option<Length>) {
        if let Some(per) = phrase.per {
            return (Some(per), None);
        }
        let own = self.rate(Span::new(left.start, phrase.core.end.max(left.start)));
        if let Some((per, most)) = own.or(self.carried.per) {
            return (Some(per), most);
        }
        if phrase.kind == Some(UnitKind::Money) {
            if ["月工资", "月收入", "月薪", "月均"].iter().any(|word| name.contains(word)) {
                return (Some(Length::months(1)), None);
            }
            if ["年收入", "年薪", "年工资"].iter().any(|word| name.contains(word)) && name.contains("人均")
            {
                return (Some(Length::years(1)), None);
            }
        }
        (None, None)
    }

    /// `在实际工作中争取更好结果`.
    fn stretch(&self) -> Option<Span> {
        let text = self.segment.of(self.reading.view());
        [
            "在实际工作中争取更好结果",
            "在实际工作中争取更好的结果",
            "争取更好结果",
            "努力争取更好结果",
            "力争更好成绩",
            "争取更好成绩",
            "力争更好结果",
        ]
        .iter()
        .find_map(|words| {
            text.find(words).map(|at| Span::new(at, at + words.len()).shifted(self.segment.start))
        })
    }

    /// `比现在翻一番,达到80人以上` is one target.
    fn merge_doublings(&mut self) {
        let view = self.reading.view();
        let mut merged: Vec<Target> = Vec::with_capacity(self.out.len());
        for target in std::mem::take(&mut self.out) {
            if let Some(doubled) = merged.last_mut()
                && doubled.factor.is_some()
                && doubled.value.is_none()
                && target.factor.is_none()
                && target.unit != "%"
                && doubled.indicator == target.indicator
                && view[doubled.span.end..target.span.start].chars().count() <= 3
            {
                *doubled = Target {
                    span: doubled.span.with(target.span),
                    change: Change::Multiply,
                    factor: doubled.factor,
                    rule: doubled.rule,
                    ..target
                };
                continue;
            }
            merged.push(target);
        }
        self.out = merged;
    }
}

/// What lies before and after each value of a clause.
fn places(view: &str, clause: Span, atoms: &[Span], phrases: Vec<Phrase>) -> Vec<Measured> {
    let mut out: Vec<Measured> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let left = match out.last_mut() {
            None => Span::new(clause.start, phrase.span.start.max(clause.start)),
            Some(before) => {
                let between = Span::new(before.phrase.span.end, phrase.span.start);
                let (object, left) = divide(view, between, atoms);
                before.right = object;
                left
            }
        };
        let right = Span::new(phrase.span.end.min(clause.end), clause.end);
        out.push(Measured { phrase, left, right });
    }
    out
}

/// Divides the words between two values into what the first counts and what the second measures.
fn divide(view: &str, between: Span, atoms: &[Span]) -> (Span, Span) {
    let text = between.of(view);
    let none = |at: usize| Span::new(at, at);
    if text.trim_start().starts_with(['、', '和', '及', '与', '或', '并'])
        || text.trim_start().starts_with("以及")
    {
        return (none(between.start), between);
    }
    if text.ends_with(['、', '和', '及', '与', '或']) {
        return (between, none(between.end));
    }
    let marks = clause::marks(view, between, atoms, &["、"]);
    if let Some(mark) = marks.first() {
        return (Span::new(between.start, mark.start), Span::new(mark.end, between.end));
    }
    // `90个区级重点项目完成投资60亿元`: the first counts up to the verb, the second measures it all.
    let verb = [
        "完成",
        "实现",
        "总投资",
        "投资",
        "达",
        "产值",
        "带动",
        "惠及",
        "建成",
        "新增",
        "累计",
        "安置",
        "落实",
        "年产值",
        "占",
        "覆盖",
        "吸引",
        "解决",
    ]
    .iter()
    .filter_map(|verb| text.find(verb).filter(|&at| at > 0))
    .min();
    match verb {
        Some(at) => (Span::new(between.start, between.start + at), between),
        None => (between, between),
    }
}

/// How many values from `n` on share the words before the first.
fn run(view: &str, measured: &[Measured], n: usize) -> usize {
    let mut length = 1;
    for pair in measured[n..].windows(2) {
        let between = view[pair[0].phrase.span.end..pair[1].phrase.span.start].trim();
        let joined = matches!(between, "、" | "和" | "及" | "与" | "或" | "以及" | "");
        let own = pair[1].phrase.change.is_some() || pair[1].phrase.value.is_none();
        if !joined || own || between.is_empty() && pair[1].phrase.span.start == pair[0].phrase.span.end {
            break;
        }
        length += 1;
    }
    length
}

/// Verbs, and comparators that cover a whole run, reach every value of it.
fn share(phrases: &mut [Phrase]) {
    let Some((first, rest)) = phrases.split_first_mut() else { return };
    for phrase in rest.iter_mut() {
        phrase.change = phrase.change.or(first.change);
        phrase.alt = phrase.alt.or(first.alt);
    }
    let before = first.comparator;
    if !matches!(before, Comparator::Eq | Comparator::Range | Comparator::Approx) {
        rest.iter_mut()
            .filter(|phrase| phrase.comparator == Comparator::Eq)
            .for_each(|phrase| phrase.comparator = before);
    }
    let Some(last) = phrases.last().map(|last| last.comparator) else { return };
    if matches!(last, Comparator::Ge | Comparator::Le | Comparator::Approx) {
        let bare = phrases.iter_mut().filter(|phrase| phrase.comparator == Comparator::Eq);
        bare.for_each(|phrase| phrase.comparator = last);
    }
}

/// Whether what follows a value can be part of what it measures.
fn takes_object(phrase: &Phrase) -> bool {
    let growth = matches!(
        phrase.change,
        Some(Change::IncreaseBy | Change::DecreaseBy | Change::IncreaseTo | Change::DecreaseTo)
    );
    !growth && !matches!(phrase.kind, Some(UnitKind::Share)) && phrase.value.is_some()
}

/// A clause of who qualifies, before what they get: `年销售收入达到2000万元的,给予…`.
fn condition(clause: &str, next: &str) -> bool {
    clause.ends_with('的')
        && ["给予", "分别给予", "每", "按", "奖励", "补助", "一次性", "最高", "分别", "予以"]
            .iter()
            .any(|word| next.starts_with(word))
}

/// A clause that names who gets something.
fn conditional(clause: &str) -> bool {
    clause.ends_with('的')
        || clause.starts_with('对')
        || ["企业", "机构", "单位", "平台", "个人", "项目"].iter().any(|end| clause.ends_with(end))
}

/// Items under a common beginning: `对获批国际标准、国家标准的企业`.
fn led(view: &str, items: &[Span]) -> Vec<Vec<Span>> {
    let Some((first, others)) = items.split_first() else { return Vec::new() };
    let mut out = vec![vec![*first]];
    for other in others {
        let own = first.of(view);
        let two: String = own.chars().skip(own.chars().count().saturating_sub(2)).collect();
        let noun = other.of(view).find(&two).map(|at| other.of(view)[..at].chars().count() + 2);
        let head = noun.and_then(|noun| {
            let cut = own.chars().count().checked_sub(noun)?;
            let end = own.char_indices().nth(cut).map(|(at, _)| at)?;
            (end > 0).then(|| Span::new(first.start, first.start + end))
        });
        out.push(head.into_iter().chain([*other]).collect());
    }
    out
}

/// The thing that a value is per: `每家`, `为各区`, `每万常住人口`, `人均`.
fn each(left: &str, phrase: &Phrase, name: &str) -> Option<String> {
    if matches!(phrase.kind, Some(UnitKind::Share)) {
        return None;
    }
    if let Some(at) = left.rfind('每') {
        let rest = &left[at + '每'.len_utf8()..];
        for scale in ["万", "千", "百", "十万"] {
            if let Some(after) = rest.strip_prefix(scale) {
                let end = ["人口", "居民", "人", "老人"]
                    .iter()
                    .find_map(|end| after.find(end).map(|at| at + end.len()))?;
                return (end <= 24).then(|| format!("{scale}{}", &after[..end]));
            }
        }
        let rest = rest.strip_prefix(['个', '名', '位']).unwrap_or(rest);
        let rest = rest.trim_start_matches('·');
        for thing in [
            "乡镇", "街道", "社区", "学校", "医院", "家", "户", "人", "村", "亩", "县", "区", "镇", "所",
            "件", "项", "床", "车", "站",
        ] {
            if rest.starts_with(thing) {
                return Some(thing.into());
            }
        }
    }
    for of in ["为各", "在各", "各"] {
        if let Some(rest) = left.strip_prefix(of) {
            for thing in [
                "县(市、区)",
                "县区",
                "县市区",
                "乡镇",
                "街道",
                "社区",
                "区",
                "县",
                "村",
                "镇",
                "学校",
                "医院",
            ] {
                if rest.starts_with(thing)
                    && (of != "各" || left.contains("至少") || phrase.comparator == Comparator::Ge)
                {
                    return Some(thing.into());
                }
            }
        }
    }
    if let Some(at) = left.find('各').filter(|&at| at > 0 && !left.ends_with('各')) {
        for thing in ["医院", "学校", "社区", "乡镇", "街道", "县", "区", "镇", "村"] {
            if left[..at].ends_with(thing) {
                return Some(thing.into());
            }
        }
    }
    if phrase.kind == Some(UnitKind::Money) {
        if name.contains("人均") && !name.contains("GDP") || name.contains("月工资") {
            return Some("人".into());
        }
        if name.contains("户均") {
            return Some("户".into());
        }
    }
    None
}

/// What a share is a share of: `占GDP比重`.
fn share_of(view: &str, left: Span) -> Option<Span> {
    let text = left.of(view);
    let at = text.rfind('占')? + '占'.len_utf8();
    let rest = &text[at..];
    let end = ["的比重", "比重", "的比例", "比例", "总数", "总量"].iter().find_map(|word| rest.find(word))?;
    (end > 0).then(|| Span::new(left.start + at, left.start + at + end))
}

/// The place or people that an indicator is about: `全市`, `城镇`.
fn scope(view: &str, part: Span) -> Option<Span> {
    const SCOPES: &[&str] = &[
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
    ];
    let text = part.of(view);
    let word = SCOPES.iter().find(|word| text.starts_with(**word))?;
    Some(Span::new(part.start, part.start + word.len()))
}

/// Names the milestones of one indicator: the same thing with different last days.
fn series(view: &str, all: &mut [Vec<Target>]) {
    let key = |target: &Target| {
        let name: String = target.indicator.iter().map(|part| part.of(view)).collect();
        let name = target.indicator_id.clone().unwrap_or(name);
        (name, target.unit.clone(), target.change == Change::IncreaseBy)
    };
    let planned = |target: &&Target| target.kind == Kind::Target && target.deadline.is_some();
    let mut days: FxHashMap<(String, String, bool), Vec<Day>> = FxHashMap::default();
    for target in all.iter().flatten().filter(planned) {
        let known = days.entry(key(target)).or_default();
        if let Some(day) = target.deadline.filter(|day| !known.contains(day)) {
            known.push(day);
        }
    }
    for target in all.iter_mut().flatten() {
        if target.kind == Kind::Target && target.deadline.is_some() {
            let key = key(target);
            if !key.0.is_empty() && days.get(&key).is_some_and(|days| days.len() > 1) {
                target.series = Some(key.0);
            }
        }
    }
}
