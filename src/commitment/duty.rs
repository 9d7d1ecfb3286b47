//! Duties: which bodies, posts and people are to act or acted, and in what role.

use super::Judgement;
use crate::context::Reading;
use crate::span::Span;
use crate::value::{DutyBasis, Role};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Where the actor is named, in the segment or where it is carried from.
    pub span: Span,
    pub canonical: Vec<String>,
    pub collective: bool,
    pub role: Role,
    pub basis: DutyBasis,
    pub rule: &'static str,
}

/// The duties of each segment of the outline.
pub fn duties(reading: &Reading, _judgements: &[Option<Judgement>]) -> Vec<Vec<Duty>> {
    vec![Vec::new(); reading.outline.segments.len()]
}
