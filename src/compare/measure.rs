//! Measures: one row an indicator: `urban_new_jobs` by its id, `重点专科` by likeness of the wording.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::cell::{self, Place, Table};
use super::wording::{self, Wording};
use super::{AlignedBy, Alignment, Input, Options, Reason, Row, State, Value, Verdict};
use crate::lexicon::indicators::Indicator;
use crate::lexicon::{Facet, Lexicon, UnitKind};
use crate::record::Target;
use crate::value::{Change, Comparator, Kind, Number, Status};

/// What the wordings, units and times of targets must have in common to be set side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Class<'a> {
    dimension: &'a str,
    per: Option<&'a str>,
    per_unit: Option<&'a str>,
    /// A difference from where things stand, not a level.
    difference: bool,
    /// A figure for a longer plan than the one that tells it.
    plan_period: bool,
}

/// A target on its way into rows.
struct Statement<'a> {
    place: Place,
    target: &'a Target,
    class: Class<'a>,
    facets: Vec<&'a Facet>,
}

/// What a target's rows hold: all rows of an indicator hang together, and those of a thing.
pub(super) enum Grouped<'a> {
    Indicator(&'a str),
    Thing(String),
    /// Only others of its own plan stand beside it.
    Alone,
}

/// What `target` shares with all that may stand beside it.
pub(super) fn grouped<'a>(target: &'a Target, lexicon: &Lexicon) -> Grouped<'a> {
    if let Some(id) = &target.indicator_id {
        return Grouped::Indicator(id);
    }
    let folded = lexicon.folding.fold(&target.indicator);
    let wording = Wording::new(wording::core(&folded, lexicon), lexicon);
    if wording.is_vague() { Grouped::Alone } else { Grouped::Thing(wording.thing) }
}

/// All rows, by theme and id, then those by wording.
pub fn rows(table: &Table, options: &Options, lexicon: &Lexicon) -> Vec<Row> {
    let measures = Measures { table, lexicon };
    let wanted = |target: &Target| {
        options.indicators.is_empty()
            || options.indicators.iter().any(|own| Some(own) == target.indicator_id.as_ref())
    };
    let mut targets: Vec<(Place, &Target)> = Vec::new();
    for (i, input) in table.inputs.iter().enumerate() {
        for (c, own) in input.targets.iter().enumerate() {
            let wanted = own.iter().enumerate().filter(|(_, target)| wanted(target));
            let place = |t| Place { input: i, commitment: c, target: Some(t) };
            targets.extend(wanted.map(|(t, target)| (place(t), target)));
        }
    }
    let mut known: BTreeMap<&str, Vec<Statement>> = BTreeMap::new();
    let mut unknown: Vec<Statement> = Vec::new();
    let statements: Vec<Statement> =
        targets.into_par_iter().map(|(place, target)| measures.statement(place, target)).collect();
    for statement in statements {
        match statement.target.indicator_id.as_deref() {
            Some(id) => known.entry(id).or_default().push(statement),
            None => unknown.push(statement),
        }
    }
    let known: Vec<(&str, Vec<Statement>)> = known.into_iter().collect();
    let mut rows: Vec<Row> =
        known.into_par_iter().flat_map_iter(|(id, statements)| measures.by_id(id, statements)).collect();
    rows.par_sort_by(|a, b| (&a.theme, &a.key).cmp(&(&b.theme, &b.key)));
    measures.by_wording(&unknown, &mut rows);
    rows
}

struct Measures<'t, 'a> {
    table: &'t Table<'a>,
    lexicon: &'a Lexicon,
}

impl<'a> Measures<'_, 'a> {
    fn statement(&self, place: Place, target: &'a Target) -> Statement<'a> {
        let money = matches!(target.unit.as_str(), "元" | "美元");
        let id = target.indicator_id.as_deref();
        let own = id.and_then(|id| self.lexicon.indicators.get(id));
        let difference = matches!(target.change, Change::IncreaseBy | Change::DecreaseBy);
        // What is in step with something else has no unit of its own: it stands beside numbers in the first.
        let unit =
            own.and_then(|own| own.units.first()).filter(|_| target.unit.is_empty()).unwrap_or(&target.unit);
        Statement {
            place,
            target,
            class: Class {
                dimension: self.dimension(own, unit),
                per: target.per.as_deref(),
                per_unit: target.per_unit.as_deref().filter(|per| !(money && *per == "人")),
                // Growth has ids of its own; only some counts may be told either way.
                difference: difference && own.is_none_or(Indicator::is_level_or_change),
                plan_period: target.kind == Kind::PlanPeriod,
            },
            facets: own.map_or_else(Vec::new, |own| self.population(own, target)),
        }
    }

    /// What a value measures. The measure words that an indicator may be told in count the same things: 家 and 户.
    fn dimension<'u>(&self, own: Option<&'u Indicator>, unit: &'u str) -> &'u str
    where
        'a: 'u,
    {
        let conversions = &self.lexicon.conversions;
        let counts = |unit: &str| {
            let people = matches!(conversions.dimension(unit), "people" | "visits");
            self.lexicon.units.kind(unit) == Some(UnitKind::Count) && !people
        };
        let first = own.and_then(|own| own.units.first()).filter(|first| counts(first) && counts(unit));
        conversions.dimension(first.map_or(unit, String::as_str))
    }

    /// Whom or what part a value of an indicator is limited to, sorted: what its name does not say already.
    fn population(&self, own: &Indicator, target: &Target) -> Vec<&'a Facet> {
        let facets = &self.lexicon.facets;
        let wording = limited(target, self.lexicon);
        if self.lexicon.indicators.is_whole(&own.id, &wording) {
            return Vec::new();
        }
        let said: Vec<&Facet> = facets.of(&own.label).map(|(facet, _)| facet).collect();
        let mut limits: Vec<&Facet> = (facets.of(&wording).map(|(facet, _)| facet))
            .filter(|facet| facet.is_population() && !said.contains(facet))
            .collect();
        limits.sort_unstable();
        limits.dedup();
        limits
    }

    /// The rows of one indicator: one for each dimension, time and population. In the plain one, a plan that has
    /// only others stands as not comparable.
    fn by_id(&self, id: &str, mut statements: Vec<Statement<'a>>) -> Vec<Row> {
        share_in_series(&mut statements);
        let mut groups: BTreeMap<(&Class, &[&Facet]), Vec<usize>> = BTreeMap::new();
        for (n, statement) in statements.iter().enumerate() {
            groups.entry((&statement.class, &statement.facets)).or_default().push(n);
        }
        (groups.iter())
            .map(|((class, facets), members)| self.id_row(id, class, facets, members, &statements))
            .collect()
    }

    fn id_row(
        &self,
        id: &str,
        class: &Class,
        facets: &[&Facet],
        members: &[usize],
        statements: &[Statement],
    ) -> Row {
        let indicator = self.lexicon.indicators.get(id);
        let first = &statements[members[0]];
        let own = indicator.into_iter().flat_map(|indicator| &indicator.units);
        let unit = own
            .map(String::as_str)
            .find(|unit| self.dimension(indicator, unit) == class.dimension)
            .unwrap_or(&first.target.unit)
            .to_string();
        let mut said: Vec<(Place, (usize, Option<Reason>))> =
            members.iter().map(|&n| (statements[n].place, (n, None))).collect();
        if class.is_main() && facets.is_empty() {
            said.extend(apart(class, members, statements));
        }
        let value = |_, (n, reason): (usize, Option<Reason>)| {
            let value = self.value(&statements[n], &unit);
            match reason {
                Some(_) => Value { state: State::NotComparable, reason, ..value },
                None => value,
            }
        };
        let cells = self.table.cells(said, value);
        let population = words_of(members.iter().map(|&n| &statements[n]), facets, self.lexicon);
        let mut key = id.to_string();
        class.extend(&mut key, class.difference && indicator.is_some_and(Indicator::is_level_or_change));
        if unit != *indicator.and_then(|own| own.units.first()).unwrap_or(&unit) {
            key = format!("{key}/{unit}");
        }
        for facet in facets {
            key = format!("{key}/{}", facet.value);
        }
        Row {
            key,
            indicator_id: Some(id.into()),
            label: indicator.map_or(id, |found| &found.label).into(),
            theme: indicator.map(|found| found.theme.clone()),
            unit: Some(unit),
            per: class.per.map(str::to_string),
            population,
            alignment: Alignment { by: AlignedBy::Id, likeness: None },
            cells,
            verdict: Verdict::default(),
        }
    }

    /// Rows of targets without an id: wordings of the same thing in one class with the same limits, whatever words
    /// say that it is done (`既有住宅加装电梯`, `完成既有住宅电梯加装`). A word more makes a part of it, a word
    /// exchanged another thing (`供水管网`, `污水管网`), so neither is let through.
    fn by_wording(&self, statements: &[Statement<'a>], rows: &mut Vec<Row>) {
        let mut told: Vec<Told> =
            statements.par_iter().enumerate().map(|(n, statement)| self.told(n, statement)).collect();
        let order = |a: &Told, b: &Told| {
            (&a.same, a.wording.core(), a.statement).cmp(&(&b.same, b.wording.core(), b.statement))
        };
        told.par_sort_unstable_by(order);
        let groups: Vec<&[Told]> = told.chunk_by(|a, b| a.same == b.same).collect();
        // Rows are large: they are put in order before they are made.
        let mut order: Vec<(Option<&String>, String, &[Told])> = groups
            .into_par_iter()
            .map(|group| {
                let themes = group
                    .iter()
                    .filter_map(|told| self.table.cited(statements[told.statement].place).theme.first());
                (themes.min(), group[0].same.key(self.table.inputs), group)
            })
            .collect();
        order.par_sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        rows.par_extend(
            order
                .into_par_iter()
                .map(|(theme, key, group)| self.wording_row(theme.cloned(), key, group, statements)),
        );
    }

    fn told(&self, n: usize, statement: &Statement<'a>) -> Told<'a> {
        let folded = self.lexicon.folding.fold(&statement.target.indicator);
        let mut wording = Wording::new(wording::core(&folded, self.lexicon), self.lexicon);
        let same = Same {
            thing: std::mem::take(&mut wording.thing),
            alone: wording.is_vague().then_some(statement.place.input),
            facets: std::mem::take(&mut wording.facets),
            figures: std::mem::take(&mut wording.figures),
            class: statement.class.clone(),
        };
        Told { same, wording, statement: n }
    }

    fn wording_row(
        &self,
        theme: Option<String>,
        key: String,
        group: &[Told],
        statements: &[Statement],
    ) -> Row {
        let same = &group[0].same;
        let members = || group.iter().map(|told| &statements[told.statement]);
        let mut units: BTreeMap<&str, usize> = BTreeMap::new();
        members().for_each(|member| {
            *units.entry(self.lexicon.conversions.plain(&member.target.unit)).or_default() += 1;
        });
        // What a value is converted to does not hang on what stands beside it.
        let unit = (units.into_iter().max_by_key(|&(unit, count)| (count, std::cmp::Reverse(unit))))
            .map(|(unit, _)| unit.to_string())
            .unwrap_or_default();
        let said = group.iter().map(|told| (statements[told.statement].place, told.statement)).collect();
        let cells = self.table.cells(said, |_, n| self.value(&statements[n], &unit));
        let wordings: Vec<&Wording> = (group.chunk_by(|a, b| a.wording.core() == b.wording.core()))
            .map(|alike| &alike[0].wording)
            .collect();
        let cores = wordings.iter().map(|wording| wording.core());
        let plans = cell::plans(members().map(|member| member.place));
        Row {
            key,
            indicator_id: None,
            label: cores.min_by_key(|core| (core.chars().count(), *core)).unwrap_or_default().into(),
            theme,
            unit: Some(unit),
            per: same.class.per.map(str::to_string),
            population: words_of(members(), &same.facets, self.lexicon),
            alignment: alignment(wordings.len(), plans, |a, b| wordings[a].likeness(wordings[b])),
            cells,
            verdict: Verdict::default(),
        }
    }

    fn value(&self, statement: &Statement, unit: &str) -> Value {
        let target = statement.target;
        let bare = self.table.bare(statement.place);
        let own = target.indicator_id.as_deref().and_then(|id| self.lexicon.indicators.get(id));
        let same = self.dimension(own, &target.unit) == self.dimension(own, unit);
        let factor = self.lexicon.conversions.factor(&target.unit, unit).or(same.then_some(Decimal::ONE));
        let promised = bare.status == Status::Planned
            && matches!(target.kind, Kind::Target | Kind::Rule | Kind::PlanPeriod);
        let changed = factor.filter(|factor| *factor != Decimal::ONE);
        let convert = |number: Option<Number>| {
            let number = number?;
            Some(
                factor
                    .and_then(|factor| number.0.checked_mul(factor))
                    .map_or(number, |number| Number(number.normalize())),
            )
        };
        let kept = |number: Option<Number>| changed.and(number);
        let has_number = statement.has_number();
        Value {
            state: match () {
                () if !promised => State::Reported,
                () if !has_number => State::Qualitative,
                () if changed.is_some() => State::Converted,
                () => State::Aligned,
            },
            indicator: Some(target.indicator.clone()),
            comparator: Some(target.comparator),
            value: convert(target.value),
            value_max: convert(target.value_max),
            unit: Some(if factor.is_some() && has_number { unit.into() } else { target.unit.clone() }),
            change: Some(target.change),
            per: target.per.clone(),
            deadline: target.deadline.clone(),
            deadline_basis: target.deadline_basis,
            kind: Some(target.kind),
            source_value: kept(target.value),
            source_value_max: kept(target.value_max),
            source_unit: changed.map(|_| target.unit.clone()),
            series: target.series.clone(),
            reference: target.reference.clone(),
            stretch: target.stretch.clone(),
            ..bare
        }
    }
}

/// What wordings of one row have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Same<'a> {
    thing: String,
    /// A wording that could be of many things stands with others of its own plan only.
    alone: Option<usize>,
    facets: Vec<&'a Facet>,
    figures: Vec<String>,
    class: Class<'a>,
}

/// A target without an id, by its wording.
struct Told<'a> {
    same: Same<'a>,
    wording: Wording<'a>,
    /// Its number among the statements.
    statement: usize,
}

impl Same<'_> {
    fn key(&self, inputs: &[Input]) -> String {
        let facets = self.facets.iter().map(|facet| facet.value.as_str());
        let parts = facets.chain(self.figures.iter().map(String::as_str)).chain([self.class.dimension]);
        let mut key = parts.fold(self.thing.clone(), |key, part| format!("{key}/{part}"));
        self.class.extend(&mut key, self.class.difference);
        if let Some(input) = self.alone {
            key = format!("{key}/{}", inputs[input].id);
        }
        key
    }
}

impl Class<'_> {
    /// The plain case: a level in no time of its own.
    fn is_main(&self) -> bool {
        self.per.is_none() && self.per_unit.is_none() && !self.difference && !self.plan_period
    }

    /// Adds what makes values comparable to a row's key.
    fn extend(&self, key: &mut String, difference: bool) {
        for part in self.per.iter().chain(&self.per_unit) {
            key.push('/');
            key.push_str(part);
        }
        if difference {
            key.push_str("/difference");
        }
        if self.plan_period {
            key.push_str("/plan_period");
        }
    }
}

/// The statements on plans that have nothing in a row but something under the same id: not comparable with it.
fn apart(
    class: &Class,
    members: &[usize],
    statements: &[Statement],
) -> impl Iterator<Item = (Place, (usize, Option<Reason>))> {
    let inside: FxHashSet<usize> = members.iter().map(|&n| statements[n].place.input).collect();
    let others = statements.iter().enumerate();
    others
        .filter(move |(_, other)| !inside.contains(&other.place.input))
        .map(|(n, other)| (other.place, (n, Some(other.apart(class)))))
}

impl Statement<'_> {
    fn has_number(&self) -> bool {
        self.target.value.is_some() && self.target.comparator != Comparator::Sync
    }

    /// Why this does not stand in the row of all of `class`.
    fn apart(&self, class: &Class) -> Reason {
        if self.class.dimension != class.dimension {
            Reason::Unit
        } else if self.class.per != class.per || self.class.plan_period != class.plan_period {
            Reason::Period
        } else if !self.facets.is_empty() {
            Reason::Population
        } else {
            Reason::Base
        }
    }
}

/// Milestones of one series are of one population, whichever of them says it.
fn share_in_series(statements: &mut [Statement]) {
    let mut of: BTreeMap<(usize, &str), Vec<&Facet>> = BTreeMap::new();
    for statement in statements.iter() {
        if let Some(series) = &statement.target.series {
            of.entry((statement.place.input, series)).or_default().extend(&statement.facets);
        }
    }
    for facets in of.values_mut() {
        facets.sort_unstable();
        facets.dedup();
    }
    for statement in statements.iter_mut() {
        if let Some(series) = &statement.target.series
            && let Some(facets) = of.get(&(statement.place.input, series.as_str()))
        {
            statement.facets = facets.clone();
        }
    }
}

/// The indicator as far as it may limit the measure: what a share is of does not.
fn limited(target: &Target, lexicon: &Lexicon) -> String {
    let folded = lexicon.folding.fold(&target.indicator);
    match &target.denominator {
        Some(whole) => folded.replace(&lexicon.folding.fold(whole), ""),
        None => folded,
    }
}

/// The words by which the statements of a row say `facets`, each once, sorted.
fn words_of<'a>(
    statements: impl Iterator<Item = &'a Statement<'a>>,
    facets: &[&Facet],
    lexicon: &Lexicon,
) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for statement in statements {
        let wording = limited(statement.target, lexicon);
        let own = lexicon.facets.of(&wording).filter(|(facet, _)| facets.contains(facet));
        words.extend(own.map(|(_, word)| word.to_string()));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// Why `nodes` wordings of `plans` plans stand together.
pub fn alignment(nodes: usize, plans: usize, likeness: impl Fn(usize, usize) -> f32) -> Alignment {
    if nodes < 2 && plans < 2 {
        return Alignment { by: AlignedBy::Alone, likeness: None };
    }
    let pairs = (0..nodes).flat_map(|a| (a + 1..nodes).map(move |b| (a, b)));
    let least = pairs.map(|(a, b)| likeness(a, b)).fold(1.0, f32::min);
    Alignment { by: AlignedBy::Wording, likeness: Some((f64::from(least) * 100.0).round() / 100.0) }
}
