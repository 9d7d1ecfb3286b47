//! What a comparison takes of a record: the plan's own facts, and its commitments with headings and marks.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Cited, Duty, Mark, MarkKind, Only};
use crate::record::{self, Commitment, Document, DocumentDate, Jurisdiction, Points, Target};
use crate::value::Status;

/// A plan as the comparison reads it. The rest of the record can go.
#[derive(Clone, Debug)]
pub struct Input {
    pub id: Arc<str>,
    pub title: Option<String>,
    pub jurisdiction: Option<Jurisdiction>,
    pub issued: Option<DocumentDate>,
    pub period: Option<DocumentDate>,
    pub path: String,
    /// By span; `targets` belong to the commitment of the same place in the list.
    pub commitments: Vec<Cited>,
    pub targets: Vec<Vec<Target>>,
}

impl Input {
    pub fn new(document: Document) -> Input {
        let id: Arc<str> = document.id.as_str().into();
        let headings: FxHashMap<&str, Arc<str>> = document
            .sections
            .iter()
            .map(|section| (section.id.as_str(), heading(&section.marker, &section.heading)))
            .collect();
        let marks = marks(&document);
        let mut commitments = Vec::with_capacity(document.commitments.len());
        let mut targets = Vec::with_capacity(document.commitments.len());
        for commitment in &document.commitments {
            commitments.push(cited(commitment, &id, &headings, &marks));
            targets.push(commitment.targets.clone());
        }
        Input {
            id,
            title: document.title,
            jurisdiction: document.jurisdiction,
            issued: document.issued,
            period: document.period,
            path: document.source.path,
            commitments,
            targets,
        }
    }

    /// Leaves out the commitments that are not asked for.
    pub(super) fn keep(&mut self, only: Only) {
        let wanted = match only {
            Only::All => return,
            Only::Planned => Status::Planned,
            Only::Reported => Status::Reported,
        };
        let keep: Vec<bool> = self.commitments.iter().map(|cited| cited.status == wanted).collect();
        let mut kept = keep.iter();
        self.commitments.retain(|_| *kept.next().unwrap_or(&true));
        let mut kept = keep.iter();
        self.targets.retain(|_| *kept.next().unwrap_or(&true));
    }

    /// The year that the plan is for: that in which its period begins, else that of its date.
    pub fn year(&self) -> Option<i16> {
        record::year(&self.period, &self.issued)
    }
}

fn heading(marker: &str, heading: &str) -> Arc<str> {
    format!("{marker}{heading}").into()
}

fn cited(
    commitment: &Commitment,
    plan: &Arc<str>,
    headings: &FxHashMap<&str, Arc<str>>,
    marks: &[Mark],
) -> Cited {
    let [start, end] = commitment.span;
    let first = marks.partition_point(|mark| mark.span[0] < start);
    let within = marks[first..].iter().take_while(|mark| mark.span[0] < end);
    let targets = commitment.targets.iter().map(|target| Mark { span: target.span, kind: MarkKind::Target });
    let mut marks: Vec<Mark> = targets.chain(within.filter(|mark| mark.span[1] <= end).cloned()).collect();
    marks.sort_by_key(|mark| (mark.span[0], std::cmp::Reverse(mark.span[1]), mark.kind));
    Cited {
        id: commitment.id.as_str().into(),
        plan: plan.clone(),
        span: commitment.span,
        text: commitment.text.as_str().into(),
        section: commitment.section.iter().filter_map(|id| headings.get(id.as_str()).cloned()).collect(),
        status: commitment.status,
        strength: commitment.strength,
        theme: commitment.theme.clone(),
        responsible: (commitment.responsible.iter())
            .map(|duty| Duty { canonical: duty.canonical.clone(), role: duty.role })
            .collect(),
        deadline: commitment.deadline.clone(),
        testable: commitment.testable,
        marks,
    }
}

/// All mentions of a document, by start.
fn marks(document: &Document) -> Vec<Mark> {
    let of = |kind: MarkKind| move |span: Points| Mark { span, kind };
    let dates = document.dates.iter().map(|date| date.span).map(of(MarkKind::Date));
    let quantities = document.quantities.iter().map(|found| found.span).map(of(MarkKind::Quantity));
    let bodies = document.bodies.iter().map(|body| body.span).map(of(MarkKind::Body));
    let people = document.people.iter().flat_map(|person| person.mentions.iter().copied());
    let mut marks: Vec<Mark> =
        dates.chain(quantities).chain(bodies).chain(people.map(of(MarkKind::Person))).collect();
    marks.sort_by_key(|mark| (mark.span, mark.kind));
    marks
}
