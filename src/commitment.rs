//! Commitments: segments that promise or report, with targets, deadline and responsible bodies.

pub mod status;
pub mod deadline;
pub mod duty;
pub mod target;
pub mod theme;

use crate::context::Reading;
use crate::span::{Span, within};
use crate::value::{Status, Strength};

pub use deadline::Deadline;
pub use duty::Duty;
pub use status::Judgement;
pub use target::Target;

/// A commitment in terms of the view.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// Index into the outline's segments.
    pub segment: usize,
    pub span: Span,
    pub status: Status,
    pub strength: Strength,
    pub cue: Option<Span>,
    pub theme: Vec<String>,
    pub responsible: Vec<Duty>,
    /// Names of people named in the segment.
    pub people: Vec<String>,
    pub deadline: Option<Deadline>,
    pub targets: Vec<Target>,
    pub testable: bool,
    pub rules: Vec<&'static str>,
}

/// Composes the commitments of a document, in document order.
pub fn commitments(reading: &Reading) -> Vec<Commitment> {
    let judgements = status::judge(reading);
    let deadlines = deadline::deadlines(reading, &judgements);
    let duties = duty::duties(reading, &judgements);
    let mut targets = target::targets(reading, &judgements, &deadlines);
    let mut out = Vec::new();
    for (n, segment) in reading.outline.segments.iter().enumerate() {
        let Some(judgement) = &judgements[n] else { continue };
        let targets = std::mem::take(&mut targets[n]);
        let responsible = duties[n].clone();
        let deadline = deadlines[n];
        let people = reading
            .people
            .iter()
            .filter(|person| !within(&person.mentions, segment.span, |&mention| mention).is_empty())
            .map(|person| person.name.clone())
            .collect();
        let testable = !targets.is_empty() && deadline.is_some() && !responsible.is_empty();
        let mut rules = vec![judgement.rule];
        rules.extend(deadline.map(|deadline| deadline.rule));
        rules.extend(responsible.iter().map(|duty| duty.rule));
        rules.extend(targets.iter().map(|target| target.rule));
        rules.sort_unstable();
        rules.dedup();
        out.push(Commitment {
            segment: n,
            span: segment.span,
            status: judgement.status,
            strength: judgement.strength,
            cue: judgement.cue,
            theme: theme::themes(reading, segment.span, &targets),
            responsible,
            people,
            deadline,
            targets,
            testable,
            rules,
        });
    }
    out
}
