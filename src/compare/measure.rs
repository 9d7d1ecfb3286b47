//! Measures: one row an indicator.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{self, Place, Placed};
use super::{AlignedBy, Alignment, Input, Options, Row, State, Value, Verdict};
use crate::lexicon::Lexicon;
use crate::record::Target;
use crate::value::{Comparator, Kind, Status};

pub fn rows(
    inputs: &[Input],
    holders: &[usize],
    keys: &[Arc<str>],
    options: &Options,
    lexicon: &Lexicon,
) -> Vec<Row> {
    let mut groups: BTreeMap<(Option<&str>, &str), Vec<Placed>> = BTreeMap::new();
    for (i, input) in inputs.iter().enumerate() {
        for (c, targets) in input.targets.iter().enumerate() {
            for (t, target) in targets.iter().enumerate() {
                let id = target.indicator_id.as_deref();
                if !options.indicators.is_empty()
                    && !id.is_some_and(|id| options.indicators.iter().any(|wanted| wanted == id))
                {
                    continue;
                }
                let place = Place { input: i, commitment: c, target: Some(t) };
                let key = (id, if id.is_some() { "" } else { target.indicator.as_str() });
                groups.entry(key).or_default().push(Placed { place, value: value(inputs, place, target) });
            }
        }
    }
    (groups.into_iter())
        .map(|((id, wording), values)| {
            let indicator = id.and_then(|id| lexicon.indicators.get(id));
            let first = values[0].place;
            let theme = indicator.map(|found| found.theme.clone());
            Row {
                key: id.unwrap_or(wording).into(),
                indicator_id: id.map(Into::into),
                label: indicator.map_or(wording, |found| &found.label).into(),
                theme: theme
                    .or_else(|| inputs[first.input].commitments[first.commitment].theme.first().cloned()),
                unit: values[0].value.unit.clone(),
                per: values[0].value.per.clone(),
                population: Vec::new(),
                alignment: Alignment {
                    by: if id.is_some() { AlignedBy::Id } else { AlignedBy::Wording },
                    likeness: None,
                },
                cells: cell::cells(values, inputs, holders, keys),
                verdict: Verdict::default(),
            }
        })
        .collect()
}

fn value(inputs: &[Input], place: Place, target: &Target) -> Value {
    let bare = cell::bare(inputs, place);
    let reported = bare.status == Status::Reported || target.kind == Kind::Outcome;
    let reason = cell::not_beside(target.kind);
    Value {
        state: match reason {
            _ if reported => State::Reported,
            Some(_) => State::NotComparable,
            None if target.comparator == Comparator::Sync || target.value.is_none() => State::Qualitative,
            None => State::Aligned,
        },
        reason,
        indicator: Some(target.indicator.clone()),
        comparator: Some(target.comparator),
        value: target.value,
        value_max: target.value_max,
        unit: Some(target.unit.clone()),
        change: Some(target.change),
        per: target.per.clone(),
        deadline: target.deadline.clone(),
        deadline_basis: target.deadline_basis,
        kind: Some(target.kind),
        series: target.series.clone(),
        reference: target.reference.clone(),
        stretch: target.stretch.clone(),
        ..bare
    }
}
