//! Targets: quantities that say how much, how many or how often something is to be reached or was.

use jiff::civil::Date as Day;
use rust_decimal::Decimal;

use super::{Deadline, Judgement};
use crate::context::Reading;
use crate::span::Span;
use crate::value::{Change, Comparator, DeadlineBasis, Kind, Length};

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
    _judgements: &[Option<Judgement>],
    _deadlines: &[Option<Deadline>],
) -> Vec<Vec<Target>> {
    vec![Vec::new(); reading.outline.segments.len()]
}
