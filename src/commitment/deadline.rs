//! Deadlines: the last day by which a segment is to be done, its own or its clause's, heading's, phase's, section's.

use jiff::civil::Date as Day;

use super::Judgement;
use crate::context::Reading;
use crate::value::DeadlineBasis;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub day: Day,
    pub basis: DeadlineBasis,
    pub rule: &'static str,
}

/// One deadline a segment of the outline; `None` where nothing fixes it, and always where the segment is reported.
pub fn deadlines(reading: &Reading, _judgements: &[Option<Judgement>]) -> Vec<Option<Deadline>> {
    vec![None; reading.outline.segments.len()]
}
