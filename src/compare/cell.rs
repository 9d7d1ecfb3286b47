//! Cells: the values of one column in one row, with bodies and the words they rest on.

use std::sync::Arc;

use super::{Cell, Cited, Evidence, Input, State, Value};

/// One statement of a plan: the commitment's place in its plan, and that of the target in it where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub input: usize,
    pub commitment: usize,
    pub target: Option<usize>,
}

/// What cells are made from.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    pub inputs: &'a [Input],
    /// The number of the column that each input stands in.
    pub holders: &'a [usize],
    /// Keys of the columns.
    pub keys: &'a [Arc<str>],
}

/// Where the commitments without a target stand.
pub fn without_target(inputs: &[Input]) -> Vec<Place> {
    let places = inputs.iter().enumerate().flat_map(|(i, input)| {
        let bare = input.targets.iter().enumerate().filter(|(_, targets)| targets.is_empty());
        bare.map(move |(c, _)| Place { input: i, commitment: c, target: None })
    });
    places.collect()
}

/// How many plans `places` lie in.
pub fn plans(places: impl Iterator<Item = Place>) -> usize {
    let mut inputs: Vec<usize> = places.map(|place| place.input).collect();
    inputs.sort_unstable();
    inputs.dedup();
    inputs.len()
}

impl<'a> Table<'a> {
    pub fn cited(&self, place: Place) -> &'a Cited {
        &self.inputs[place.input].commitments[place.commitment]
    }

    /// The value of a commitment without a number.
    pub fn bare(&self, place: Place) -> Value {
        let cited = self.cited(place);
        Value {
            plan: cited.plan.clone(),
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

    /// Cells in column order of what is said at places in any order.
    pub fn cells<T: Copy>(&self, mut said: Vec<(Place, T)>, value: impl Fn(Place, T) -> Value) -> Vec<Cell> {
        let column = |place: Place| self.holders[place.input];
        said.sort_by_key(|&(place, _)| (column(place), place));
        let columns = || said.chunk_by(|(a, _), (b, _)| column(*a) == column(*b));
        let mut cells = Vec::with_capacity(columns().count());
        for said in columns() {
            let mut cell = Cell {
                column: self.keys[column(said[0].0)].clone(),
                state: State::Absent,
                reason: None,
                values: Vec::with_capacity(said.len()),
                bodies: Vec::new(),
                evidence: Vec::with_capacity(said.len()),
            };
            for &(place, own) in said {
                cell.add(value(place, own), self.evidence(place), self.cited(place));
            }
            cell.bodies.shrink_to_fit();
            cells.push(cell);
        }
        cells
    }

    fn evidence(&self, place: Place) -> Evidence {
        let cited = self.cited(place);
        let target = place.target.map(|target| &self.inputs[place.input].targets[place.commitment][target]);
        Evidence {
            plan: cited.plan.clone(),
            commitment: cited.id.clone(),
            quote: target.map_or_else(|| cited.text.clone(), |target| target.text.as_str().into()),
            span: target.map_or(cited.span, |target| target.span),
            section: cited.section.clone(),
        }
    }
}

impl Cell {
    fn add(&mut self, value: Value, evidence: Evidence, cited: &Cited) {
        if value.state < self.state {
            self.state = value.state;
            self.reason = value.reason;
        }
        for body in cited.responsible.iter().flat_map(|duty| &duty.canonical) {
            if !self.bodies.contains(body) {
                self.bodies.push(body.clone());
            }
        }
        self.values.push(value);
        self.evidence.push(evidence);
    }
}
