//! Status: what is promised and what is reported, and how strongly.

use crate::context::Reading;
use crate::outline::Form;
use crate::span::Span;
use crate::value::{Status, Strength};

/// Why a segment is a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub status: Status,
    pub strength: Strength,
    /// The word that `strength` rests on.
    pub cue: Option<Span>,
    pub rule: &'static str,
}

/// One judgement a segment of the outline; `None` where it is no commitment.
pub fn judge(reading: &Reading) -> Vec<Option<Judgement>> {
    let plain =
        Judgement { status: Status::Planned, strength: Strength::Stated, cue: None, rule: "plain statement" };
    let segments = reading.outline.segments.iter();
    segments.map(|segment| matches!(segment.form, Form::Prose | Form::Task).then_some(plain)).collect()
}
