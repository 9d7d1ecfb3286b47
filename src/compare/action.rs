//! Actions: commitments without a number.

use std::sync::Arc;

use super::cell::{self, Place, Placed};
use super::{AlignedBy, Alignment, Input, Row, State, Verdict};
use crate::value::Status;

pub fn rows(inputs: &[Input], holders: &[usize], keys: &[Arc<str>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, input) in inputs.iter().enumerate() {
        for (c, cited) in input.commitments.iter().enumerate() {
            if !input.targets[c].is_empty() {
                continue;
            }
            let place = Place { input: i, commitment: c, target: None };
            let mut value = cell::bare(inputs, place);
            if cited.status == Status::Reported {
                value.state = State::Reported;
            }
            rows.push(Row {
                key: cited.id.to_string(),
                indicator_id: None,
                label: cited.text.to_string(),
                theme: cited.theme.first().cloned(),
                unit: None,
                per: None,
                population: Vec::new(),
                alignment: Alignment { by: AlignedBy::Alone, likeness: None },
                cells: cell::cells(vec![Placed { place, value }], inputs, holders, keys),
                verdict: Verdict::default(),
            });
        }
    }
    rows
}
