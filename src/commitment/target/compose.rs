//! Composition: the targets of a segment, clause by clause: each value with what it measures, per what and by when. What an
//! earlier clause says holds for later ones until they say otherwise.

use std::borrow::Cow;

use jiff::civil::Date as Day;
use smallvec::smallvec;

use super::clause::{self, Clauses};
use super::cues::{self, Cues};
use super::indicator::{self, Said};
use super::phrase::{self, Phrase};
use super::{
    Composed, Document, Held, Parts, Rare, Target, Values, begun, conditions, joined, kind, scope, words,
};
use crate::commitment::deadline;
use crate::context::Reading;
use crate::lexicon::UnitKind;
use crate::span::{self, Span};
use crate::value::{Change, Comparator, DeadlineBasis, Kind, Length, Moment, Status};
use crate::wordlist::WordList;

/// What later clauses of a segment take over from earlier ones.
#[derive(Clone, Debug, Default)]
struct Carried {
    /// What the values of the last run measured, where each had its own.
    run: Vec<Name>,
    /// How many values the clause before had.
    before: usize,
    /// The last clause without a value.
    clause: Option<Span>,
    change: Option<Change>,
    deadline: Option<Day>,
    /// The last clause that names who gets something.
    condition: Option<Span>,
    /// Conditions of who qualifies: `年销售收入达到2000万元、5000万元的,`.
    conditions: Vec<Span>,
    per: Option<(Length, Option<Length>)>,
}

pub(super) struct Composer<'r, 'a> {
    document: &'r Document<'r, 'a>,
    reading: &'r Reading<'a>,
    cues: &'r Cues<'r>,
    clauses: Clauses<'r>,
    held: &'r Held<'r, 'a>,
    segment: Span,
    /// Words that ask for more than the value: `在实际工作中争取更好结果`.
    stretch: Option<Span>,
    carried: Carried,
    out: Vec<Target<'a>>,
    /// Which of them stand for half of what they name.
    halved: Vec<usize>,
}

/// How often something is, the most telling first; of `年均` there is more to ask.
const RATES: [(&str, Length); 8] = [
    ("每半年", Length::months(6)),
    ("每季度", Length::months(3)),
    ("每年", Length::years(1)),
    ("每月", Length::months(1)),
    ("每周", Length::weeks(1)),
    ("逐年", Length::years(1)),
    ("月均", Length::months(1)),
    ("日均", Length::days(1)),
];

/// What a target measures, and which half of 城乡 it stands for.
type Name = (Parts, Option<&'static str>);

impl<'r, 'a> Composer<'r, 'a> {
    /// Of a segment that was cut into clauses, with room for so many targets.
    pub fn new(
        document: &'r Document<'r, 'a>,
        held: &'r Held<'r, 'a>,
        clauses: Clauses<'r>,
        room: usize,
    ) -> Composer<'r, 'a> {
        let reading = document.reading;
        let segment = reading.outline.segments[held.segment].span;
        Composer {
            document,
            reading,
            cues: &held.cues,
            clauses,
            held,
            segment,
            stretch: stretch(reading.view(), segment, &held.cues),
            carried: Carried::default(),
            out: Vec::with_capacity(room),
            halved: Vec::new(),
        }
    }

    /// The targets of the segment, from what was read in its clauses.
    pub fn compose(mut self, values: &[Values], mut phrases: &mut [Phrase<'a>]) -> Composed<'a> {
        let view = self.reading.view();
        let clauses = self.clauses.clauses;
        let mut quantities = self.held.quantities;
        for ((n, clause), values) in clauses.iter().enumerate().zip(values) {
            let span = clause.span;
            let own = begun(&mut quantities, span);
            let here = phrases.split_off_mut(..values.phrases).unwrap_or_default();
            // Where there is no value, conditions of the clause before go if this one is a condition too.
            let barren = !values.any && !self.carried.conditions.is_empty();
            if values.conditions || barren && conditions(view, self.cues, &clauses[n..]) {
                self.carried.conditions.clear();
                self.carried.conditions.extend(own.iter().map(|found| found.span));
            }
            if here.is_empty() {
                self.dated(span, span.end());
                if let Some(rate) = self.rate(span) {
                    self.carried.per = Some(rate);
                }
                self.carried.clause = Some(span);
                if conditional(span.of(view)) {
                    self.carried.condition = Some(span);
                }
                continue;
            }
            self.clause(span, here);
            self.carried.clause = None;
            self.carried.condition = None;
            self.carried.conditions.clear();
            self.carried.per = None;
        }
        Composed { targets: self.out, halved: self.halved }
    }

    /// The values of one clause with what they measure.
    fn clause(&mut self, clause: Span, mut phrases: &mut [Phrase<'a>]) {
        let view = self.reading.view();
        place(view, self.cues, clause, self.clauses.atoms, phrases);
        let made = self.out.len();
        while !phrases.is_empty() {
            let (own, later) = phrases.split_at_mut(run(view, phrases));
            self.run(clause, own);
            // What comes after in this clause goes on from here, not from the clause before.
            self.carried.clause = None;
            phrases = later;
        }
        self.carried.before = self.out.len() - made;
    }

    /// Values that stand side by side and share the words before them.
    fn run(&mut self, clause: Span, phrases: &mut [Phrase<'a>]) {
        let view = self.reading.view();
        let (Some(first), Some(last)) = (phrases.first(), phrases.last()) else { return };
        let (before, after) = (first.left, last.right);
        let (left, said) = self.clean(before);
        let mut left = left;
        let mut object = indicator::object(view, after);
        if left.is_empty() && last.rule == "full coverage" {
            // `全覆盖、多形式开展党性教育`: what is covered comes after.
            let words = after.of(view).trim_start_matches('、');
            object = indicator::object(view, Span::new(after.end() - words.len(), after.end()));
        }
        share(phrases);
        let condition = self.carried.condition.filter(|_| grants(&phrases[0], left.of(view), object));
        let grant = left;
        if let Some(condition) = condition {
            left = condition;
        }
        let many = phrases.len() > 1;
        if many && left.is_empty() && object.is_empty() {
            // `城乡居民收入分别达到A、B,增长5%和7%`: the second pair measures what the first did.
            let known = if self.carried.run.len() == phrases.len() {
                self.carried.run.clone()
            } else if said.respectively {
                self.last_measured(phrases.len())
            } else {
                Vec::new()
            };
            if known.len() == phrases.len() {
                for (phrase, (parts, half)) in phrases.iter().zip(known) {
                    self.push_as(clause, phrase, parts, before, half);
                }
                return;
            }
        }
        self.carried.run.clear();
        // Most values stand alone and measure one thing.
        let alone = !many && !self.cues.say(left, cues::JOINTS);
        let items = if alone || left.is_empty() {
            Vec::new()
        } else {
            phrase::items(view, self.cues, self.clauses.atoms, left)
        };
        if many
            && items.len() >= phrases.len()
            && (said.respectively || items.len() == phrases.len() || condition.is_some())
        {
            let items = &items[items.len() - phrases.len()..];
            let parts = match self.same_deed(items) {
                Some(parts) => parts,
                None if condition.is_some() => led(view, items),
                None => indicator::shared(view, items),
            };
            for (phrase, mut parts) in phrases.iter().zip(parts) {
                if condition.is_some() {
                    parts.push(grant);
                }
                if !object.is_empty() && takes_object(phrase) {
                    parts.push(object);
                }
                self.carried.run.push((parts.clone(), None));
                self.push(clause, phrase, parts, before);
            }
            return;
        }
        if many && phrases.len() == 2 && said.respectively && left.of(view).contains("城乡") {
            // `城乡居民收入分别增长5%和7%`: towns first, then villages.
            for (phrase, id) in phrases.iter().zip(["城镇", "农村"]) {
                self.carried.run.push((smallvec![left], Some(id)));
                self.push_as(clause, phrase, smallvec![left], before, Some(id));
            }
            return;
        }
        if many && self.carried.conditions.len() == phrases.len() && condition.is_some() {
            let conditions = self.carried.conditions.clone();
            let head = Span::new(left.start(), conditions[0].start());
            for (phrase, value) in phrases.iter().zip(conditions) {
                self.push(clause, phrase, smallvec![head, value, object], before);
            }
            return;
        }
        if !many
            && (alone && !left.is_empty() || items.len() == 1)
            && said.each
            && self.carried.before > 1
            && self.carried.clause.is_none()
        {
            // `办理建议12件、提案9件,办结率均为100%`: one rate of each.
            for (parts, _) in self.last_measured(self.carried.before) {
                let parts = parts.into_iter().chain([left]).collect();
                self.push(clause, &phrases[0], parts, before);
            }
            if self.out.last().is_some_and(|last| last.span == phrases[0].span) {
                return;
            }
        }
        if !many && items.len() > 1 && self.several(view, &phrases[0], &items, said) {
            let parts = indicator::shared(view, &items);
            for mut parts in parts {
                if !object.is_empty() && takes_object(&phrases[0]) {
                    parts.push(object);
                }
                self.push(clause, &phrases[0], parts, before);
            }
            return;
        }
        if condition.is_some() && !many {
            let mut parts = gathered(view, left);
            parts.push(grant);
            if takes_object(&phrases[0]) {
                parts.push(object);
            }
            self.push(clause, &phrases[0], parts, before);
            return;
        }
        for (n, phrase) in phrases.iter().enumerate() {
            let object = if n + 1 == phrases.len() { object } else { indicator::object(view, phrase.right) };
            let parts = self.parts(phrase, left, object);
            self.push(clause, phrase, parts, before);
        }
    }

    fn clean(&self, span: Span) -> (Span, Said) {
        indicator::clean(self.reading, self.cues, self.held.dates, span)
    }

    /// What the last value of the segment measured.
    fn indicator(&self) -> &[Span] {
        self.out.last().map_or(&[], |target| &target.indicator)
    }

    /// `甲学院、乙学院推送成果分别…`: bodies that do the same, each with the deed that stands after the last.
    fn same_deed(&self, items: &[Span]) -> Option<Vec<Parts>> {
        let (last, others) = items.split_last()?;
        let body = |item: Span| {
            let bodies = span::within(&self.reading.bodies, item, |body| body.span);
            bodies.first().map(|body| body.span).filter(|body| body.start() == item.start())
        };
        let deed = Span::new(body(*last)?.end(), last.end());
        let whole = others.iter().all(|&item| body(item) == Some(item));
        if deed.is_empty() || others.is_empty() || !whole {
            return None;
        }
        Some(others.iter().map(|&item| smallvec![item, deed]).chain([smallvec![*last]]).collect())
    }

    /// What the last values of the segment measured, where they are different things.
    fn last_measured(&self, count: usize) -> Vec<Name> {
        let Some(from) = self.out.len().checked_sub(count) else { return Vec::new() };
        let names: Vec<Name> =
            self.out[from..].iter().map(|target| (target.indicator.clone(), None)).collect();
        if names.windows(2).all(|pair| pair[0] != pair[1]) { names } else { Vec::new() }
    }

    /// Whether each of several items takes the one value that follows them.
    fn several(&self, view: &str, phrase: &Phrase, items: &[Span], said: Said) -> bool {
        if said.each {
            return true;
        }
        if phrase.kind != Some(UnitKind::Share) {
            return false;
        }
        if items.iter().all(|item| words::measures(item.of(view))) {
            return true;
        }
        // `城镇、农村居民收入增长7%`: two measures that everybody knows; `全人群和重点人群覆盖率` may be one.
        let indicators = &self.reading.lexicon.indicators;
        let relative = phrase.reference.is_some() && phrase.value.is_none();
        let ids: Vec<Option<&str>> = indicator::shared(view, items)
            .iter()
            .map(|parts| {
                let name: String = parts.iter().map(|part| part.of(view)).collect();
                indicators.identify(
                    &name,
                    phrase.unit,
                    phrase.change.or(words::growth_in_name(&name)),
                    relative,
                )
            })
            .collect();
        ids.iter().all(Option::is_some) && ids.windows(2).all(|pair| pair[0] != pair[1])
    }

    /// What a single value measures.
    fn parts(&self, phrase: &Phrase, left: Span, object: Span) -> Parts {
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
                    && !self.indicator().is_empty()
                    && object.len() <= 6))
        {
            if !self.indicator().is_empty()
                && self.carried.clause.is_none_or(|_| growth || self.carried.per.is_some())
            {
                return self.indicator().into();
            }
            if let Some(clause) = self.carried.clause {
                let (clause, _) = self.clean(clause);
                return smallvec![indicator::without_verb(view, clause)];
            }
            return self.indicator().into();
        }
        if left.is_empty()
            && let Some(clause) = self.carried.clause
            && let Some(at) = clause.of(view).rfind(object.of(view)).filter(|&at| at > 0)
        {
            // `建立支部书记岗位培训制度,每年进行不少于3天的岗位培训`: the clause before names it in full.
            let end = clause.start() + at + object.len();
            let (full, _) = self.clean(Span::new(clause.start(), end));
            return smallvec![indicator::without_verb(view, full)];
        }
        if let (Some(denominator), Some(thing)) = (phrase.denominator, object.of(view).strip_prefix("比例"))
        {
            // `不低于职工总数1%的比例配备专职人员`: the share of those in that.
            return smallvec![
                Span::new(object.end() - thing.len(), object.end()),
                denominator,
                Span::new(object.start(), object.end() - thing.len()),
            ];
        }
        let mut parts = Parts::new();
        if !left.is_empty() {
            let words = left.of(view);
            if indicator::bare_attribute(words)
                && let Some(&first) = self.indicator().first()
            {
                let head =
                    indicator::head(view, first).filter(|_| words.contains('产') && !words.contains("产值"));
                parts.push(head.unwrap_or(first));
            }
            // `开工园区10个、竣工20个`: the verb alone goes on with the same thing; `签约率` is that of the clause before.
            if object.is_empty() {
                let rate = words.ends_with(['率', '例']) && words.chars().nth(4).is_none();
                match self.carried.clause.filter(|clause| clause.of(view).chars().nth(30).is_none()) {
                    Some(clause) if indicator::bare_verb(words) || rate => {
                        parts.push(self.clean(clause).0);
                    }
                    None if indicator::bare_verb(words) => parts.extend(self.indicator().first().copied()),
                    _ => {}
                }
            }
            parts.push(left);
        }
        // `推动80%乡镇建成站点`, `按交易额的5%补贴企业`: what a share is of, or goes to.
        let share =
            phrase.kind == Some(UnitKind::Share) && phrase.change.is_none() && phrase.reference.is_none();
        let of = ["推动", "确保", "全市", "全县", "全省", "全区", "支持", "引导", "带动", "帮助", "实现"]
            .contains(&left.of(view));
        let portion = share && (left.of(view).starts_with('按') || of);
        if !object.is_empty() && (left.is_empty() || portion || takes_object(phrase)) {
            parts.push(object);
        }
        parts
    }

    fn push(&mut self, clause: Span, phrase: &Phrase<'a>, parts: Parts, left: Span) {
        self.push_as(clause, phrase, parts, left, None);
    }

    /// Makes the target; `half` stands for the half of 城乡 that it is about.
    fn push_as(
        &mut self,
        clause: Span,
        phrase: &Phrase<'a>,
        mut parts: Parts,
        left: Span,
        half: Option<&str>,
    ) {
        let view = self.reading.view();
        parts.retain(|part| !part.is_empty());
        // `没有完成年初确定的增长6%的目标`: what was missed stands before.
        if self.cues.lists() & cues::MISSED != 0
            && parts
                .first()
                .is_some_and(|part| cues::words::MISSED.iter().any(|word| part.of(view).starts_with(word)))
            && !self.indicator().is_empty()
        {
            parts = self.indicator().into();
        }
        if let Some(first) = parts.first_mut()
            && self.cues.may_say(*first, cues::SETS)
            && let Some(length) = kind::restated(first.of(view), self.document.local)
        {
            *first = self.clean(Span::new(first.start() + length, first.end())).0;
        }
        parts.retain(|part| !part.is_empty());
        let name = joined(view, &parts);
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
            view,
            cues: self.cues,
            status: self.held.status,
            earlier: self
                .carried
                .clause
                .map_or(Span::default(), |span| clause::back(view, span.start(), span.end(), 400)),
            before: clause::back(view, clause.start(), phrase.span.start().max(clause.start()), 400),
            after: clause::ahead(
                view,
                phrase.span.start(),
                clause.end().max(phrase.span.start()),
                phrase.span.len() + 200,
            ),
            left,
            conditional: self.carried.condition.is_some() || clause.of(view).starts_with('对'),
            segment: self.segment.start(),
            yearly: self.document.yearly,
            local: self.document.local,
        };
        let kind = kind::kind(phrase, &set);
        let named = match half {
            Some(half) => name.replacen("城乡", half, 1).into(),
            None => name,
        };
        // What is named by its parts alone gets its id later.
        let mut indicator_id = None;
        if half.is_some() {
            self.halved.push(self.out.len());
            let relative = phrase.reference.is_some() && phrase.value.is_none();
            indicator_id = self.reading.lexicon.indicators.identify(&named, phrase.unit, change, relative);
        }
        let reported = matches!(kind, Kind::Outcome | Kind::Missed) || self.held.status == Status::Reported;
        let (deadline, deadline_basis) = if reported { (None, None) } else { self.due(clause, phrase) };
        let (per, per_max) = self.every(phrase, left, &named);
        let per_unit = match phrase.per_unit {
            Some(unit) => Some(unit.into()),
            None => self.each(phrase, left, &parts, &named).map(Cow::Owned),
        };
        let scope = parts.first().and_then(|&part| scope(view, part));
        let share_of = || self.cues.say(left, cues::OF).then(|| share_of(view, left)).flatten();
        let rare = Rare {
            value_max: phrase.most,
            factor: phrase.factor,
            baseline: phrase.baseline,
            per_max,
            per_unit,
            denominator: phrase.denominator.or_else(share_of),
            reference: phrase.reference,
            stretch: self.stretch,
            alt_comparator: phrase.alt,
            ..Rare::default()
        };
        self.carried.change = change;
        self.out.push(Target {
            span: phrase.span,
            rule: phrase.rule,
            indicator: parts,
            indicator_id,
            comparator: phrase.comparator,
            value: phrase.value,
            unit: phrase.unit.into(),
            change: change.unwrap_or_default(),
            per,
            scope,
            deadline,
            deadline_basis,
            kind,
            rare: rare.boxed(),
        });
    }

    /// Remembers the last day that a clause names before `until`.
    fn dated(&mut self, clause: Span, until: usize) {
        let dates = span::within(self.held.dates, clause, |date| date.span);
        let view = self.reading.view();
        let before = dates.iter().take_while(|date| date.span.start() < until);
        // `比2023年翻一番` starts from that year, it does not end with it.
        let before = before
            .filter(|date| !view[clause.start()..date.span.start()].ends_with(['比', '较', '自', '从']));
        for day in before.filter_map(|date| deadline::binding(self.reading, self.segment, date)) {
            self.carried.deadline = Some(day);
        }
    }

    /// The last day for a value: its clause's own, the one before it, or the segment's.
    fn due(&mut self, clause: Span, phrase: &Phrase) -> (Option<Day>, Option<DeadlineBasis>) {
        self.dated(clause, phrase.core.start());
        if let Some(day) = self.carried.deadline {
            return (Some(day), Some(DeadlineBasis::Clause));
        }
        (self.held.deadline.map(|deadline| deadline.day), self.held.deadline.map(|deadline| deadline.basis))
    }

    /// How often a clause says that something is to be done.
    fn rate(&self, span: Span) -> Option<(Length, Option<Length>)> {
        // A value may reach out of the segment.
        let whole = span.end() <= self.segment.end();
        let dates = if whole { self.held.dates } else { &self.reading.dates };
        let mut sets = span::within(dates, span, |date| date.span).iter().rev();
        sets.find_map(|date| match &date.moment {
            Moment::Set { every, longest } => Some((*every, *longest)),
            _ => None,
        })
        .or_else(|| {
            if whole && !self.cues.say(span, cues::RATES) {
                return None;
            }
            let text = span.of(self.reading.view());
            let found = RATES.iter().find(|(word, _)| text.contains(word));
            let yearly =
                || text.contains("年均") && !["年均浓度", "年均值"].iter().any(|name| text.contains(name));
            let length = found.map(|&(_, length)| length).or_else(|| yearly().then_some(Length::years(1)));
            length.map(|length| (length, None))
        })
    }

    /// The thing that a value is per: `每家`, `为各区`, `每万常住人口`, `人均`.
    fn each(&self, phrase: &Phrase, left: Span, parts: &[Span], name: &str) -> Option<String> {
        if phrase.kind == Some(UnitKind::Share) {
            return None;
        }
        let said = |span: &Span| self.cues.say(*span, cues::EVERY);
        if said(&left)
            && let Some(thing) = thing(left.of(self.reading.view()), phrase)
        {
            return Some(thing);
        }
        let paid = phrase.kind == Some(UnitKind::Money) && self.cues.may_say(left, cues::PAID);
        if paid {
            if name.contains("人均") && !name.contains("GDP") || name.contains("月工资") {
                return Some("人".into());
            }
            if name.contains("户均") {
                return Some("户".into());
            }
        }
        parts.iter().any(said).then(|| thing(name, phrase)).flatten()
    }

    /// The time that a value is per.
    fn every(&self, phrase: &Phrase, left: Span, name: &str) -> (Option<Length>, Option<Length>) {
        if let Some(per) = phrase.per {
            return (Some(per), None);
        }
        let own = self.rate(Span::new(left.start(), phrase.core.end().max(left.start())));
        // `抓好培训,每年不少于10次`: the clause before only says what; `每月调度,推进27个项目` says how often it is looked at.
        let carried = self.carried.per.filter(|_| self.clean(left).0.is_empty());
        if let Some((per, most)) = own.or(carried) {
            return (Some(per), most);
        }
        if phrase.kind == Some(UnitKind::Money) && self.cues.may_say(left, cues::PAID) {
            static MONTHLY: WordList = WordList::new(&["月工资", "月收入", "月薪", "月均"]);
            static YEARLY: WordList = WordList::new(&["年收入", "年薪", "年工资"]);
            if name.contains('月') && MONTHLY.within(name) {
                return (Some(Length::months(1)), None);
            }
            if name.contains("人均") && YEARLY.within(name) {
                return (Some(Length::years(1)), None);
            }
        }
        (None, None)
    }
}

/// Tells each value of a clause what lies before and after it.
fn place(view: &str, cues: &Cues, clause: Span, atoms: &[Span], phrases: &mut [Phrase]) {
    for n in 0..phrases.len() {
        let (earlier, later) = phrases.split_at_mut(n);
        let Some(phrase) = later.first_mut() else { break };
        phrase.left = match earlier.last_mut() {
            Some(before) => {
                let between = Span::new(before.span.end(), phrase.span.start());
                let (object, left) = divide(view, cues, between, atoms);
                before.right = object;
                left
            }
            None => Span::new(clause.start(), phrase.span.start().max(clause.start())),
        };
        phrase.right = Span::new(phrase.span.end().min(clause.end()), clause.end());
    }
}

/// Divides the words between two values into what the first counts and what the second measures.
fn divide(view: &str, cues: &Cues, between: Span, atoms: &[Span]) -> (Span, Span) {
    let text = between.of(view);
    let none = |at: usize| Span::new(at, at);
    if text.trim_start().starts_with(['、', '和', '及', '与', '或', '并'])
        || text.trim_start().starts_with("以及")
    {
        return (none(between.start()), between);
    }
    if text.ends_with(['、', '和', '及', '与', '或']) {
        return (between, none(between.end()));
    }
    let mark = clause::joints(cues, between, atoms).find(|mark| mark.of(view) == "、");
    if let Some(mark) = mark {
        return (Span::new(between.start(), mark.start()), Span::new(mark.end(), between.end()));
    }
    // `90个区级重点项目完成投资60亿元`: the first counts up to the verb, the second measures it all.
    static VERBS: WordList = WordList::new(&[
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
    ]);
    let verb = match VERBS.find(text) {
        // A verb that begins the words belongs to the second.
        Some((0, _)) => VERBS.words().iter().filter_map(|verb| text.find(verb).filter(|&at| at > 0)).min(),
        found => found.map(|(at, _)| at),
    };
    match verb {
        Some(at) => (Span::new(between.start(), between.start() + at), between),
        None => (between, between),
    }
}

/// How many of `phrases` share the words before the first.
fn run(view: &str, phrases: &[Phrase]) -> usize {
    let mut length = 1;
    for pair in phrases.windows(2) {
        let between = view[pair[0].span.end()..pair[1].span.start()].trim();
        let joined = matches!(between, "、" | "和" | "及" | "与" | "或" | "以及" | "");
        let own = pair[1].change.is_some() || pair[1].value.is_none();
        if !joined || own || between.is_empty() && pair[1].span.start() == pair[0].span.end() {
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

/// Whether a value is what somebody gets who was named in a clause of their own.
fn grants(phrase: &Phrase, left: &str, object: Span) -> bool {
    static VERBS: WordList = WordList::new(&["给予", "奖励", "补助", "补贴", "资助", "扶持"]);
    match phrase.kind {
        Some(UnitKind::Money) => {
            left.is_empty() && !object.is_empty() || left.chars().nth(12).is_none() && VERBS.within(left)
        }
        Some(UnitKind::Share) => left.starts_with('按'),
        _ => false,
    }
}

/// A clause that names who gets something.
fn conditional(clause: &str) -> bool {
    static ENDS: WordList = WordList::new(&["的", "企业", "机构", "单位", "平台", "个人", "项目"]);
    clause.starts_with('对') || ENDS.ends(clause).is_some()
}

/// A condition without its list of examples: `对新获批A、B、C等平台的企业`.
fn gathered(view: &str, condition: Span) -> Parts {
    let text = condition.of(view);
    let Some((list, end)) = text.find('、').zip(text.rfind('等')).filter(|(list, end)| list < end) else {
        return smallvec![condition];
    };
    let head = text[..list].char_indices().nth(5).map_or(list, |(at, _)| at);
    let end = end + '等'.len_utf8();
    smallvec![
        Span::new(condition.start(), condition.start() + head),
        Span::new(condition.start() + end, condition.end()),
    ]
}

/// Items under a common beginning: `对获批国际标准、国家标准的企业`.
fn led(view: &str, items: &[Span]) -> Vec<Parts> {
    let Some((first, others)) = items.split_first() else { return Vec::new() };
    let mut out: Vec<Parts> = vec![smallvec![*first]];
    for other in others {
        let own = first.of(view);
        let two: String = own.chars().skip(own.chars().count().saturating_sub(2)).collect();
        let noun = other.of(view).find(&two).map(|at| other.of(view)[..at].chars().count() + 2);
        let head = noun.and_then(|noun| {
            let cut = own.chars().count().checked_sub(noun)?;
            let end = own.char_indices().nth(cut).map(|(at, _)| at)?;
            (end > 0).then(|| Span::new(first.start(), first.start() + end))
        });
        out.push(head.into_iter().chain([*other]).collect());
    }
    out
}

/// Things that a value may be per, after 每.
static THINGS: WordList = WordList::new(&[
    "百户",
    "乡镇",
    "街道",
    "社区",
    "学校",
    "医院",
    "家",
    "户",
    "人",
    "村",
    "亩",
    "县",
    "区",
    "镇",
    "所",
    "件",
    "项",
    "床",
    "车",
    "站",
    "处",
    "餐",
    "座",
    "班",
    "间",
    "台",
    "辆",
    "场",
    "次",
    "吨",
    "公里",
    "平方米",
    "名",
]);

/// The thing that words say a value is per.
fn thing(left: &str, phrase: &Phrase) -> Option<String> {
    // `每个孵化器每年`: the time is no thing.
    static TIMES: WordList = WordList::new(&["年", "月", "季", "周", "日", "天", "半年", "学"]);
    static TAKES_PART: WordList = WordList::new(&["参与", "参加", "接受", "获得", "享受"]);
    static PEOPLE: WordList = WordList::new(&[
        "医生",
        "教师",
        "干部",
        "党员",
        "人员",
        "民警",
        "职工",
        "书记",
        "老年人",
        "学生",
        "群众",
    ]);
    let rests = left.rmatch_indices('每').map(|(at, every)| &left[at + every.len()..]);
    if let Some(rest) = rests.into_iter().find(|rest| TIMES.starts(rest).is_none()) {
        for scale in ["万", "千", "百", "十万"] {
            let Some(after) = rest.strip_prefix(scale) else { continue };
            let end = ["人口", "居民", "老人", "人"]
                .iter()
                .find_map(|end| after.find(end).map(|at| at + end.len()));
            if let Some(end) = end.filter(|&end| end <= 24) {
                return Some(format!("{scale}{}", &after[..end]));
            }
        }
        if let Some(after) = rest.strip_prefix(['个', '名', '位']) {
            // `每个孵化器每年奖励`: up to the next word of time or deed.
            let stop = |c: char| {
                "每年月最至不给补奖可应有建配设要须均都参开达一,培引储打".contains(c) || c.is_ascii_digit()
            };
            let end = after.find(stop).unwrap_or(after.len());
            let noun = after[..end].trim_start_matches('·');
            if !noun.is_empty() && noun.chars().count() <= 6 {
                return Some(noun.into());
            }
        }
        if let Some(thing) = THINGS.starts(rest) {
            return Some(THINGS.words()[thing].into());
        }
    }
    if let Some(rest) = left.find("单个").map(|at| &left[at + "单个".len()..]) {
        let noun: String = rest.chars().take(2).collect();
        if noun.chars().count() == 2 {
            return Some(noun);
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
    (left.contains('每') && TAKES_PART.within(left) && PEOPLE.within(left)).then(|| "人".into())
}

/// What a share is a share of: `占GDP比重`.
fn share_of(view: &str, left: Span) -> Option<Span> {
    let text = left.of(view);
    let at = text.rfind('占')? + '占'.len_utf8();
    let rest = &text[at..];
    let end = ["的比重", "比重", "的比例", "比例", "总数", "总量"].iter().find_map(|word| rest.find(word))?;
    (end > 0).then(|| Span::new(left.start() + at, left.start() + at + end))
}

/// Words that ask for more than the value.
fn stretch(view: &str, segment: Span, cues: &Cues) -> Option<Span> {
    if cues.lists() & cues::BETTER == 0 {
        return None;
    }
    let text = segment.of(view);
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
    .find_map(|words| text.find(words).map(|at| Span::new(at, at + words.len()).shifted(segment.start())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_how_often_is_a_cue() {
        let own = RATES.iter().map(|(word, _)| *word).chain(["年均"]);
        assert!(own.eq(cues::words::RATES.iter().copied()));
    }
}
