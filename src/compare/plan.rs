//! What a comparison takes of a record: the plan's own facts, and its commitments with headings and marks.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use serde::Deserialize;

use super::{Cited, Duty, Mark, MarkKind, Only};
use crate::record::{
    self, Commitment, Document, DocumentDate, DocumentStatus, Failure, Jurisdiction, Points, Responsible,
    Section, Target,
};
use crate::value::{Status, Strength};

/// A plan as the comparison reads it. The rest of the record can go.
#[derive(Clone, Debug)]
pub struct Input {
    pub id: Arc<str>,
    pub title: Option<String>,
    pub genre: Option<String>,
    pub jurisdiction: Option<Jurisdiction>,
    pub issued: Option<DocumentDate>,
    pub period: Option<DocumentDate>,
    pub path: String,
    /// By span; `targets` belong to the commitment of the same place in the list.
    pub commitments: Vec<Cited>,
    pub targets: Vec<Vec<Target>>,
}

impl Input {
    pub fn new(record: impl Into<Record>) -> Input {
        let record = record.into();
        let id: Arc<str> = record.id.as_str().into();
        let headings: FxHashMap<&str, Arc<str>> =
            record.sections.iter().map(|section| (section.id.as_str(), section.words())).collect();
        let marks = marks(&record);
        let mut commitments = Vec::with_capacity(record.commitments.len());
        let mut targets = Vec::with_capacity(record.commitments.len());
        for mut promise in record.commitments {
            promise.trim();
            commitments.push(cited(&promise, &id, &headings, &marks));
            targets.push(promise.targets);
        }
        Input {
            id,
            title: record.title,
            genre: record.genre,
            jurisdiction: record.jurisdiction,
            issued: record.issued,
            period: record.period,
            path: record.source.path,
            commitments,
            targets,
        }
    }

    /// The same plan under another id, its commitments with it.
    pub fn rename(&mut self, id: &str) {
        let before = std::mem::replace(&mut self.id, id.into());
        for cited in &mut self.commitments {
            let place = cited.id.strip_prefix(&*before).unwrap_or(&cited.id);
            cited.id = format!("{id}{place}").into();
            cited.plan = self.id.clone();
        }
    }

    /// What the user may call this plan by: its id, path or file name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        names(&self.id, &self.path)
    }

    /// Leaves out the commitments that are not asked for.
    pub(super) fn keep(&mut self, only: Only) {
        let keep: Vec<bool> = self.commitments.iter().map(|cited| only.takes(cited.status)).collect();
        let mut kept = keep.iter();
        self.commitments.retain(|_| *kept.next().unwrap_or(&true));
        let mut kept = keep.iter();
        self.targets.retain(|_| *kept.next().unwrap_or(&true));
    }

    /// The year that a work report's outcomes are of; none for texts that may tell of any.
    pub fn told_year(&self) -> Option<i16> {
        let year = self.year().filter(|_| self.genre.as_deref() == Some("政府工作报告"))?;
        Some(year - 1)
    }

    /// The year that the plan is for: that in which its period begins, else that of its date.
    pub fn year(&self) -> Option<i16> {
        record::year(&self.period, &self.issued)
    }
}

impl Only {
    /// A commitment of this status takes part.
    pub(super) fn takes(self, status: Status) -> bool {
        match self {
            Only::All => true,
            Only::Planned => status == Status::Planned,
            Only::Reported => status == Status::Reported,
        }
    }
}

/// The plan that is called `name`.
///
/// # Errors
/// Says which plans there are where none or several are called so.
pub fn called<'a>(inputs: &'a [Input], name: &str) -> Result<&'a Input, String> {
    const SHOWN: usize = 5;
    let called: Vec<&Input> = inputs.iter().filter(|input| input.names().any(|own| own == name)).collect();
    if let Some(exact) = called.iter().find(|input| *input.id == *name || input.path == name) {
        return Ok(exact);
    }
    let paths = |inputs: &mut dyn Iterator<Item = &Input>| {
        inputs.map(|input| input.path.as_str()).collect::<Vec<_>>().join(", ")
    };
    match called[..] {
        [one] => Ok(one),
        [] => {
            let plans = paths(&mut inputs.iter());
            Err(format!("no plan is called {name:?}; the plans are {plans}"))
        }
        _ => {
            let more = match called.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let plans = paths(&mut called.iter().take(SHOWN).copied());
            Err(format!("several plans are called {name:?}: {plans}{more}; give the path"))
        }
    }
}

pub(super) fn names<'a>(id: &'a str, path: &'a str) -> impl Iterator<Item = &'a str> {
    [id, path].into_iter().chain(path.rsplit(['/', '\\']).next())
}

/// What a comparison reads of a record, as `extract` writes it; the rest is passed over.
#[derive(Deserialize)]
pub struct Record {
    pub schema: String,
    pub id: String,
    pub status: DocumentStatus,
    pub error: Option<Failure>,
    pub source: Origin,
    pub duplicate_of: Option<String>,
    title: Option<String>,
    genre: Option<String>,
    jurisdiction: Option<Jurisdiction>,
    issued: Option<DocumentDate>,
    period: Option<DocumentDate>,
    sections: Vec<Heading>,
    dates: Vec<Mention>,
    quantities: Vec<Mention>,
    bodies: Vec<Mention>,
    people: Vec<Person>,
    commitments: Vec<Promise>,
}

#[derive(Deserialize)]
pub struct Origin {
    pub path: String,
    #[serde(default)]
    pub bytes: u64,
    pub sha256: Option<String>,
}

#[derive(Deserialize)]
struct Heading {
    id: String,
    marker: String,
    heading: String,
}

#[derive(Deserialize)]
struct Mention {
    span: Points,
}

#[derive(Deserialize)]
struct Person {
    mentions: Vec<Points>,
}

#[derive(Deserialize)]
struct Promise {
    id: String,
    span: Points,
    text: String,
    section: Vec<String>,
    status: Status,
    strength: Strength,
    theme: Vec<String>,
    responsible: Vec<Duty>,
    deadline: Option<String>,
    targets: Vec<Target>,
    testable: bool,
}

impl From<Document> for Record {
    fn from(document: Document) -> Record {
        let mention = |span| Mention { span };
        let duty = |duty: Responsible| Duty { canonical: duty.canonical, role: duty.role };
        let heading =
            |section: Section| Heading { id: section.id, marker: section.marker, heading: section.heading };
        let promise = |commitment: Commitment| Promise {
            id: commitment.id,
            span: commitment.span,
            text: commitment.text,
            section: commitment.section,
            status: commitment.status,
            strength: commitment.strength,
            theme: commitment.theme,
            responsible: commitment.responsible.into_iter().map(duty).collect(),
            deadline: commitment.deadline,
            targets: commitment.targets,
            testable: commitment.testable,
        };
        let source = document.source;
        Record {
            schema: document.schema,
            id: document.id,
            status: document.status,
            error: document.error,
            source: Origin { path: source.path, bytes: source.bytes, sha256: source.sha256 },
            duplicate_of: document.duplicate_of,
            title: document.title,
            genre: document.genre,
            jurisdiction: document.jurisdiction,
            issued: document.issued,
            period: document.period,
            sections: document.sections.into_iter().map(heading).collect(),
            dates: document.dates.into_iter().map(|date| mention(date.span)).collect(),
            quantities: document.quantities.into_iter().map(|found| mention(found.span)).collect(),
            bodies: document.bodies.into_iter().map(|body| mention(body.span)).collect(),
            people: (document.people.into_iter())
                .map(|person| Person { mentions: person.mentions })
                .collect(),
            commitments: document.commitments.into_iter().map(promise).collect(),
        }
    }
}

impl Promise {
    /// A list that grows item by item has room for four, and a plan has hundreds of lists that hold one.
    fn trim(&mut self) {
        self.targets.shrink_to_fit();
        self.theme.shrink_to_fit();
        self.responsible.shrink_to_fit();
        self.responsible.iter_mut().for_each(|duty| duty.canonical.shrink_to_fit());
    }
}

impl Heading {
    fn words(&self) -> Arc<str> {
        format!("{}{}", self.marker, self.heading).into()
    }
}

fn cited(
    commitment: &Promise,
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
    marks.shrink_to_fit();
    let mut section: Vec<Arc<str>> =
        commitment.section.iter().filter_map(|id| headings.get(id.as_str()).cloned()).collect();
    section.shrink_to_fit();
    Cited {
        id: commitment.id.as_str().into(),
        plan: plan.clone(),
        span: commitment.span,
        text: commitment.text.as_str().into(),
        section,
        status: commitment.status,
        strength: commitment.strength,
        theme: commitment.theme.clone(),
        responsible: commitment.responsible.clone(),
        deadline: commitment.deadline.clone(),
        testable: commitment.testable,
        marks,
    }
}

/// All mentions of a document, by start.
fn marks(document: &Record) -> Vec<Mark> {
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
