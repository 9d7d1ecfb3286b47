//! Cells: the values of one column in one row, with bodies and the words they rest on.

use std::sync::Arc;

use super::{Cell, Evidence, Input, State, Value};

/// One statement of a plan: the commitment's place in its plan, and that of the target in it where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub input: usize,
    pub commitment: usize,
    pub target: Option<usize>,
}

/// A value with the place it comes from.
pub struct Placed {
    pub place: Place,
    pub value: Value,
}

/// How many plans `places` lie in.
pub fn plans(places: impl Iterator<Item = Place>) -> usize {
    let mut inputs: Vec<usize> = places.map(|place| place.input).collect();
    inputs.sort_unstable();
    inputs.dedup();
    inputs.len()
}

/// The value of a commitment without a number.
pub fn bare(inputs: &[Input], place: Place) -> Value {
    let input = &inputs[place.input];
    let cited = &input.commitments[place.commitment];
    Value {
        plan: input.id.clone(),
        state: State::Aligned,
        reason: None,
        indicator: None,
        comparator: None,
        value: None,
        value_max: None,
        unit: None,
        change: None,
        per: None,
        deadline: cited.deadline.clone(),
        deadline_basis: None,
        status: cited.status,
        strength: cited.strength,
        kind: None,
        source_value: None,
        source_value_max: None,
        source_unit: None,
        series: None,
        reference: None,
        stretch: None,
        commitment: cited.id.clone(),
    }
}

/// Cells in column order from values in any order; `holders` gives the column of each input.
pub fn cells(mut values: Vec<Placed>, inputs: &[Input], holders: &[usize], keys: &[Arc<str>]) -> Vec<Cell> {
    values.sort_by_key(|placed| (holders[placed.place.input], placed.place));
    let mut cells: Vec<Cell> = Vec::new();
    let mut last = None;
    for Placed { place, value } in values {
        let column = holders[place.input];
        if last != Some(column) {
            last = Some(column);
            cells.push(Cell {
                column: keys[column].clone(),
                state: State::Absent,
                reason: None,
                values: Vec::new(),
                bodies: Vec::new(),
                evidence: Vec::new(),
            });
        }
        let Some(cell) = cells.last_mut() else { continue };
        cell.add(value, evidence(inputs, place), inputs, place);
    }
    // Most hold one of each, and a list that grows has room for four.
    for cell in &mut cells {
        cell.values.shrink_to_fit();
        cell.bodies.shrink_to_fit();
        cell.evidence.shrink_to_fit();
    }
    cells.shrink_to_fit();
    cells
}

impl Cell {
    fn add(&mut self, value: Value, evidence: Evidence, inputs: &[Input], place: Place) {
        if value.state < self.state {
            self.state = value.state;
            self.reason = value.reason;
        }
        let cited = &inputs[place.input].commitments[place.commitment];
        for body in cited.responsible.iter().flat_map(|duty| &duty.canonical) {
            if !self.bodies.contains(body) {
                self.bodies.push(body.clone());
            }
        }
        self.values.push(value);
        self.evidence.push(evidence);
    }
}

fn evidence(inputs: &[Input], place: Place) -> Evidence {
    let input = &inputs[place.input];
    let cited = &input.commitments[place.commitment];
    let target = place.target.map(|target| &input.targets[place.commitment][target]);
    Evidence {
        plan: input.id.clone(),
        commitment: cited.id.clone(),
        quote: target.map_or_else(|| cited.text.clone(), |target| target.text.as_str().into()),
        span: target.map_or(cited.span, |target| target.span),
        section: cited.section.clone(),
    }
}
