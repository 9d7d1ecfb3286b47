//! Measures: one row an indicator: `urban_new_jobs` by its id, `重点专科` by likeness of the wording.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::cell::{self, Place, Placed};
use super::wording::{Wording, contradict};
use super::{AlignedBy, Alignment, Input, Options, Reason, Row, State, Value, Verdict, alike};
use crate::lexicon::indicators::Indicator;
use crate::lexicon::{Facet, Lexicon};
use crate::record::Target;
use crate::value::{Change, Comparator, Kind, Number, Status};

/// What the wordings, units and times of targets must have in common to be set side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Class {
    dimension: String,
    per: Option<String>,
    per_unit: Option<String>,
    /// A difference from where things stand, not a level.
    difference: bool,
    /// A figure for a longer plan than the one that tells it.
    plan_period: bool,
}

/// A target on its way into rows.
struct Statement<'a> {
    place: Place,
    target: &'a Target,
    class: Class,
    facets: Vec<Facet>,
}

/// All rows, by theme and id, then those by wording.
pub fn rows(
    inputs: &[Input],
    holders: &[usize],
    keys: &[Arc<str>],
    options: &Options,
    lexicon: &Lexicon,
) -> Vec<Row> {
    let table = Table { inputs, holders, keys, lexicon };
    let mut known: BTreeMap<&str, Vec<Statement>> = BTreeMap::new();
    let mut unknown: Vec<Statement> = Vec::new();
    for (i, input) in inputs.iter().enumerate() {
        for (c, targets) in input.targets.iter().enumerate() {
            for (t, target) in targets.iter().enumerate() {
                let place = Place { input: i, commitment: c, target: Some(t) };
                let id = target.indicator_id.as_deref();
                if !options.indicators.is_empty()
                    && !options.indicators.iter().any(|own| Some(own.as_str()) == id)
                {
                    continue;
                }
                let statement = table.statement(place, target);
                match id {
                    Some(id) => known.entry(id).or_default().push(statement),
                    None => unknown.push(statement),
                }
            }
        }
    }
    let mut rows: Vec<Row> =
        known.into_iter().flat_map(|(id, statements)| table.by_id(id, statements)).collect();
    rows.sort_by(|a, b| (&a.theme, &a.key).cmp(&(&b.theme, &b.key)));
    rows.extend(table.by_wording(&unknown));
    rows
}

struct Table<'a> {
    inputs: &'a [Input],
    holders: &'a [usize],
    keys: &'a [Arc<str>],
    lexicon: &'a Lexicon,
}

impl Table<'_> {
    fn statement<'a>(&self, place: Place, target: &'a Target) -> Statement<'a> {
        let folded = limited(target, self.lexicon);
        let own = target.indicator_id.as_deref().and_then(|id| self.lexicon.indicators.get(id));
        let own = own.map(|indicator| without_brackets(&indicator.label));
        let mut facets: Vec<Facet> = (self.lexicon.facets.of(&folded))
            // What the indicator's own name says limits none of its values: 城镇 in 城镇新增就业.
            .filter(|(facet, word)| {
                !facet.is_light() && own.as_ref().is_none_or(|label| !label.contains(word))
            })
            .map(|(facet, _)| facet.clone())
            .collect();
        facets.sort_unstable();
        facets.dedup();
        let money = matches!(target.unit.as_str(), "元" | "美元");
        Statement {
            place,
            target,
            class: Class {
                dimension: self.lexicon.conversions.dimension(&target.unit).into(),
                per: target.per.clone(),
                per_unit: target.per_unit.clone().filter(|per| !(money && per == "人")),
                difference: matches!(target.change, Change::IncreaseBy | Change::DecreaseBy),
                plan_period: target.kind == Kind::PlanPeriod,
            },
            facets,
        }
    }

    /// The rows of one indicator: one for each unit, time and population that can be set side by side. A plan that
    /// has nothing in a row but something under the same id stands in it as not comparable.
    fn by_id(&self, id: &str, statements: Vec<Statement>) -> Vec<Row> {
        let mut classes: BTreeMap<&Class, Vec<usize>> = BTreeMap::new();
        for (n, statement) in statements.iter().enumerate() {
            classes.entry(&statement.class).or_default().push(n);
        }
        // What is in step with something else has neither number nor unit and stands beside any.
        let sync: Vec<usize> = (0..statements.len()).filter(|&n| !statements[n].has_number()).collect();
        let numbered = classes.values().any(|members| members.iter().any(|&n| statements[n].has_number()));
        let mut rows = Vec::new();
        for (class, members) in classes {
            if numbered && members.iter().all(|n| sync.contains(n)) {
                continue;
            }
            for (facets, mut members) in populations(&statements, &members) {
                if !class.plan_period && class.per.is_none() {
                    members.extend(sync.iter().copied().filter(|n| {
                        !statements[*n]
                            .facets
                            .iter()
                            .any(|facet| contradict(std::slice::from_ref(facet), &facets))
                    }));
                    members.sort_unstable();
                    members.dedup();
                }
                rows.push(self.id_row(id, class, facets, &members, &statements));
            }
        }
        rows
    }

    fn id_row(
        &self,
        id: &str,
        class: &Class,
        facets: Vec<Facet>,
        members: &[usize],
        statements: &[Statement],
    ) -> Row {
        let indicator = self.lexicon.indicators.get(id);
        let first = &statements[members[0]];
        let conversions = &self.lexicon.conversions;
        let own = indicator.into_iter().flat_map(|indicator| &indicator.units);
        let unit = own
            .map(String::as_str)
            .find(|unit| conversions.dimension(unit) == class.dimension)
            .unwrap_or(&first.target.unit)
            .to_string();
        let mut values: Vec<Placed> = members
            .iter()
            .map(|&n| Placed { place: statements[n].place, value: self.value(&statements[n], &unit) })
            .collect();
        let inside: Vec<usize> = members.iter().map(|&n| statements[n].place.input).collect();
        for other in statements.iter().filter(|other| !inside.contains(&other.place.input)) {
            let mut value = self.value(other, &unit);
            if value.state == State::Reported && other.class.dimension == class.dimension {
                continue;
            }
            value.reason = Some(other.apart(class, &facets));
            value.state = State::NotComparable;
            values.push(Placed { place: other.place, value });
        }
        let label = indicator.map(|own| without_brackets(&own.label));
        let population: Vec<String> =
            words_of(members.iter().map(|&n| &statements[n]), self.lexicon, label.as_deref());
        let mut key = id.to_string();
        class.extend(&mut key, class.difference && indicator.is_some_and(Indicator::is_level_or_change));
        if unit != *indicator.and_then(|own| own.units.first()).unwrap_or(&unit) {
            key = format!("{key}/{unit}");
        }
        for facet in &facets {
            key = format!("{key}/{}", facet.value);
        }
        Row {
            key,
            indicator_id: Some(id.into()),
            label: indicator.map_or(id, |found| &found.label).into(),
            theme: indicator.map(|found| found.theme.clone()),
            unit: Some(unit),
            per: class.per.clone(),
            population,
            alignment: Alignment { by: AlignedBy::Id, likeness: None },
            cells: cell::cells(values, self.inputs, self.holders, self.keys),
            verdict: Verdict::default(),
        }
    }

    /// Rows of targets without an id: wordings of the same thing in one class with the same limits, whatever words
    /// say that it is done (`既有住宅加装电梯`, `完成既有住宅电梯加装`). A word more makes a part of it, a word
    /// exchanged another thing (`供水管网`, `污水管网`), so neither is let through.
    fn by_wording(&self, statements: &[Statement]) -> Vec<Row> {
        let mut nodes: BTreeMap<Same, BTreeMap<String, Node>> = BTreeMap::new();
        for (n, statement) in statements.iter().enumerate() {
            let folded = self.lexicon.folding.fold(&statement.target.indicator);
            let wording = Wording::new(&folded, self.lexicon);
            let same = Same {
                class: &statement.class,
                thing: wording.thing.clone(),
                alone: wording.is_vague().then_some(statement.place.input),
                facets: wording.facets.clone(),
                figures: wording.figures().to_vec(),
            };
            let core = wording.core().to_string();
            let node = nodes.entry(same).or_default().entry(core);
            node.or_insert_with(|| Node { wording, statements: Vec::new() }).statements.push(n);
        }
        let mut rows: Vec<Row> = (nodes.into_iter())
            .map(|(same, nodes)| {
                let nodes: Vec<Node> = nodes.into_values().collect();
                self.wording_row(&same, &nodes, statements)
            })
            .collect();
        rows.sort_by(|a, b| (&a.theme, &a.key).cmp(&(&b.theme, &b.key)));
        rows
    }

    fn wording_row(&self, same: &Same, nodes: &[Node], statements: &[Statement]) -> Row {
        let members = || nodes.iter().flat_map(|node| &node.statements).map(|&n| &statements[n]);
        let mut units: BTreeMap<&str, usize> = BTreeMap::new();
        members().for_each(|member| {
            *units.entry(self.lexicon.conversions.plain(&member.target.unit)).or_default() += 1;
        });
        // What a value is converted to does not hang on what stands beside it.
        let unit = (units.into_iter().max_by_key(|&(unit, count)| (count, std::cmp::Reverse(unit))))
            .map(|(unit, _)| unit.to_string())
            .unwrap_or_default();
        let values = members()
            .map(|member| Placed { place: member.place, value: self.value(member, &unit) })
            .collect();
        let theme = members()
            .flat_map(|member| {
                self.inputs[member.place.input].commitments[member.place.commitment].theme.first()
            })
            .min();
        let cores = nodes.iter().map(|node| node.wording.core());
        let plans = cell::plans(members().map(|member| member.place));
        Row {
            key: same.key(self.inputs),
            indicator_id: None,
            label: cores.min_by_key(|core| (core.chars().count(), *core)).unwrap_or_default().into(),
            theme: theme.cloned(),
            unit: Some(unit),
            per: same.class.per.clone(),
            population: words_of(members(), self.lexicon, None),
            alignment: alignment(nodes.len(), plans, |a, b| nodes[a].wording.likeness(&nodes[b].wording)),
            cells: cell::cells(values, self.inputs, self.holders, self.keys),
            verdict: Verdict::default(),
        }
    }

    fn value(&self, statement: &Statement, unit: &str) -> Value {
        let target = statement.target;
        let bare = cell::bare(self.inputs, statement.place);
        let factor = self.lexicon.conversions.factor(&target.unit, unit);
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
    facets: Vec<Facet>,
    figures: Vec<String>,
    class: &'a Class,
}

impl Same<'_> {
    fn key(&self, inputs: &[Input]) -> String {
        let facets = self.facets.iter().map(|facet| facet.value.as_str());
        let parts =
            facets.chain(self.figures.iter().map(String::as_str)).chain([self.class.dimension.as_str()]);
        let mut key = parts.fold(self.thing.clone(), |key, part| format!("{key}/{part}"));
        self.class.extend(&mut key, self.class.difference);
        if let Some(input) = self.alone {
            key = format!("{key}/{}", inputs[input].id);
        }
        key
    }
}

impl Class {
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

/// A wording with the targets that it stands for.
struct Node {
    wording: Wording,
    statements: Vec<usize>,
}

impl Statement<'_> {
    fn has_number(&self) -> bool {
        self.target.value.is_some() && self.target.comparator != Comparator::Sync
    }

    /// Why this does not stand in the row of `class` and `facets`.
    fn apart(&self, class: &Class, facets: &[Facet]) -> Reason {
        if self.class.dimension != class.dimension {
            Reason::Unit
        } else if self.class.per != class.per || self.class.plan_period != class.plan_period {
            Reason::Period
        } else if contradict(&self.facets, facets) {
            Reason::Population
        } else {
            Reason::Base
        }
    }
}

/// The largest sets of statements whose limits do not contradict each other, with all limits of each set.
fn populations(statements: &[Statement], members: &[usize]) -> Vec<(Vec<Facet>, Vec<usize>)> {
    let mut limits: Vec<&[Facet]> = members.iter().map(|&n| statements[n].facets.as_slice()).collect();
    limits.sort_unstable();
    limits.dedup();
    let neighbours: Vec<Vec<u32>> = (0..limits.len())
        .map(|a| {
            (0..limits.len())
                .filter(|&b| a != b && !contradict(limits[a], limits[b]))
                .map(|b| b as u32)
                .collect()
        })
        .collect();
    (alike::sets(&neighbours).iter())
        .map(|set| {
            let mut facets: Vec<Facet> = set.iter().flat_map(|&n| limits[n as usize]).cloned().collect();
            facets.sort_unstable();
            facets.dedup();
            let inside = |n: &usize| set.iter().any(|&limit| limits[limit as usize] == statements[*n].facets);
            (facets, members.iter().copied().filter(inside).collect())
        })
        .collect()
}

/// The indicator as far as it may limit the measure: what a share is of does not.
fn limited(target: &Target, lexicon: &Lexicon) -> String {
    let folded = lexicon.folding.fold(&target.indicator);
    match &target.denominator {
        Some(whole) => folded.replace(&lexicon.folding.fold(whole), ""),
        None => folded,
    }
}

/// `持执业（助理）医师资格` without what stands in brackets.
fn without_brackets(label: &str) -> String {
    let mut depth = 0;
    (label.chars())
        .filter(|&c| {
            depth += i32::from(c == '（');
            let outside = depth == 0;
            depth -= i32::from(c == '）');
            outside
        })
        .collect()
}

/// The words that limit the statements of a row, each once, sorted.
fn words_of<'a>(
    statements: impl Iterator<Item = &'a Statement<'a>>,
    lexicon: &Lexicon,
    label: Option<&str>,
) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for statement in statements {
        let folded = lexicon.folding.fold(&statement.target.indicator);
        let own = lexicon
            .facets
            .of(&folded)
            .filter(|(facet, word)| !facet.is_light() && label.is_none_or(|label| !label.contains(word)));
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
