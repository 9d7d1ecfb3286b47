//! Tidy tables: a record in; one row a target, commitment, mention or document out, one variable a column.
//!
//! Every row repeats which plan it is of and quotes the words it rests on with their place. A column stands with the
//! reading of its cell, so that header, codebook and rows cannot part.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::record::{Body, Commitment, Date, Document, Person, Points, Quantity, Responsible, Target};
use crate::value::{Number, Status};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    Targets,
    Commitments,
    Mentions,
    Documents,
}

/// Tables of many documents, on their way into a file that can only be written as a whole.
pub trait Tables {
    /// Adds the rows of a document.
    ///
    /// # Errors
    /// Where they cannot be kept.
    fn add(&mut self, document: &Document) -> io::Result<()>;

    /// Writes the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()>;
}

/// A cell. Numbers are apart from words because only words can be taken for formulas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    Nothing,
    Words(String),
    Number(Number),
    Integer(u64),
    Truth(bool),
    /// ISO 8601, as much of it as is known: `2024-06-30`, `2016-12`, `2005`.
    Date(String),
    List(Vec<String>),
}

/// What the cells of a column hold, where they hold something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Words,
    Integer,
    Number,
    /// A whole day.
    Day,
    /// A day, month or year.
    Date,
    Truth,
    List,
}

/// A column of a table, as the codebook has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub r#type: Type,
    /// Where they can be listed.
    pub values: &'static str,
    pub meaning: &'static str,
}

impl Type {
    /// `string`, `integer`, `number`, `date`, `boolean` or `list`, which CSV and workbooks join by `; `.
    pub fn name(self) -> &'static str {
        match self {
            Type::Words => "string",
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Day | Type::Date => "date",
            Type::Truth => "boolean",
            Type::List => "list",
        }
    }
}

impl Records {
    pub const ALL: [Records; 4] =
        [Records::Documents, Records::Commitments, Records::Targets, Records::Mentions];

    /// `targets`: what a table of them is called.
    pub fn name(self) -> &'static str {
        match self {
            Records::Targets => "targets",
            Records::Commitments => "commitments",
            Records::Mentions => "mentions",
            Records::Documents => "documents",
        }
    }

    pub fn columns(self) -> Vec<Column> {
        let mut columns = names(PLAN);
        columns.extend(match self {
            Records::Targets => names(TARGET),
            Records::Commitments => names(COMMITMENT),
            Records::Mentions => names(MENTION),
            Records::Documents => names(DOCUMENT),
        });
        columns
    }

    /// The rows of a document, each with a cell a column.
    pub fn rows(self, document: &Document) -> Vec<Vec<Cell>> {
        let plan: Vec<Cell> = PLAN.iter().map(|field| (field.cell)(document)).collect();
        let row = |own: Vec<Cell>| plan.iter().cloned().chain(own).collect();
        let commitments = document.commitments.iter();
        match self {
            Records::Targets => commitments
                .flat_map(|commitment| commitment.targets.iter().map(move |target| (commitment, target)))
                .map(|(commitment, target)| {
                    row(TARGET.iter().map(|field| (field.cell)(commitment, target)).collect())
                })
                .collect(),
            Records::Commitments => commitments
                .map(|commitment| row(COMMITMENT.iter().map(|field| (field.cell)(commitment)).collect()))
                .collect(),
            Records::Mentions => mentions(document)
                .iter()
                .map(|mention| row(MENTION.iter().map(|field| (field.cell)(mention)).collect()))
                .collect(),
            Records::Documents => vec![row(DOCUMENT.iter().map(|field| (field.cell)(document)).collect())],
        }
    }
}

/// The header of a codebook.
pub const CODEBOOK: [&str; 4] = ["name", "type", "values", "meaning"];

/// The codebook of a table: a row a column, under its own header.
pub fn codebook(records: Records) -> Vec<Vec<Cell>> {
    book(records.columns())
}

/// The same of any columns.
pub(super) fn book(columns: Vec<Column>) -> Vec<Vec<Cell>> {
    let rows = columns.into_iter();
    let rows = rows.map(|column| [column.name, column.r#type.name(), column.values, column.meaning]);
    std::iter::once(CODEBOOK).chain(rows).map(|row| row.map(words).to_vec()).collect()
}

/// A column with the reading of its cell.
#[derive(Clone, Copy)]
pub(super) struct Field<F> {
    column: Column,
    pub(super) cell: F,
}

pub(super) const fn field<F: Copy>(
    name: &'static str,
    r#type: Type,
    values: &'static str,
    meaning: &'static str,
    cell: F,
) -> Field<F> {
    Field { column: Column { name, r#type, values, meaning }, cell }
}

pub(super) fn names<F>(fields: &[Field<F>]) -> Vec<Column> {
    fields.iter().map(|field| field.column).collect()
}

type OfDocument = fn(&Document) -> Cell;
type OfTarget = fn(&Commitment, &Target) -> Cell;
type OfCommitment = fn(&Commitment) -> Cell;
type OfMention = fn(&Mention) -> Cell;

const PLAN: &[Field<OfDocument>] = &[
    field("document", Type::Words, "", "id of the document's record", |d| words(&d.id)),
    field("path", Type::Words, "", "file that the document was read from", |d| words(&d.source.path)),
    field("title", Type::Words, "", "title of the policy text", |d| maybe(&d.title)),
    field("jurisdiction", Type::Words, "", "place that the plan is for", |d| {
        some(&d.jurisdiction, |place| words(&place.name))
    }),
    field("code", Type::Words, "GB/T 2260", "code of that place", |d| {
        some(&d.jurisdiction, |place| maybe(&place.code))
    }),
    field(
        "issued",
        Type::Date,
        "YYYY, YYYY-MM or YYYY-MM-DD",
        "signing date, as much of it as is known",
        |d| some(&d.issued, |date| day(&date.start)),
    ),
    field("year", Type::Integer, "", "year that the plan is for", |d| {
        some(&d.year(), |&year| u64::try_from(year).map_or(Cell::Nothing, Cell::Integer))
    }),
];

const COMMITMENT_STATUS: &str = "planned reported";
const COMPARATORS: &str = "eq ge gt le lt approx range sync";
const DEADLINE_BASIS: &str = "stated clause heading phase period";

const TARGET: &[Field<OfTarget>] = &[
    field("commitment", Type::Words, "", "id of the commitment's record", |c, _| words(&c.id)),
    field(
        "status",
        Type::Words,
        COMMITMENT_STATUS,
        "whether the commitment is a promise or a report",
        |c, _| name(&c.status),
    ),
    field(
        "kind",
        Type::Words,
        "target outcome rule plan_period restatement missed",
        "what the number is",
        |_, t| name(&t.kind),
    ),
    field("indicator", Type::Words, "", "thing measured, as quoted", |_, t| words(&t.indicator)),
    field("indicator_id", Type::Words, "taxonomy", "the same for comparing", |_, t| maybe(&t.indicator_id)),
    field(
        "comparator",
        Type::Words,
        COMPARATORS,
        "how the value is compared with what is reached",
        |_, t| name(&t.comparator),
    ),
    field("value", Type::Number, "", "number with 万, 亿 worked in", |_, t| number(t.value)),
    field("value_max", Type::Number, "", "upper end of a range", |_, t| number(t.value_max)),
    field("unit", Type::Words, "", "unit as written, Simplified, without 万 and 亿", |_, t| words(&t.unit)),
    field(
        "change",
        Type::Words,
        "level increase_to increase_by decrease_to decrease_by multiply",
        "level, or difference from where things stand",
        |_, t| name(&t.change),
    ),
    field("factor", Type::Number, "", "how many times, where it is multiplied", |_, t| number(t.factor)),
    field("baseline", Type::Number, "", "starting value", |_, t| number(t.baseline)),
    field("baseline_date", Type::Day, "", "day of the starting value", |_, t| day(&t.baseline_date)),
    field("per", Type::Words, "ISO 8601 duration", "per which time", |_, t| maybe(&t.per)),
    field("per_max", Type::Words, "ISO 8601 duration", "longest such time", |_, t| maybe(&t.per_max)),
    field("per_unit", Type::Words, "", "per which thing", |_, t| maybe(&t.per_unit)),
    field("denominator", Type::Words, "", "what a share is of, as quoted", |_, t| maybe(&t.denominator)),
    field("scope", Type::Words, "", "what the target is limited to, as quoted", |_, t| maybe(&t.scope)),
    field("deadline", Type::Day, "", "last day", |_, t| day(&t.deadline)),
    field("deadline_basis", Type::Words, DEADLINE_BASIS, "what the last day rests on", |_, t| {
        name(&t.deadline_basis)
    }),
    field("series", Type::Words, "", "shared by milestones of one indicator", |_, t| maybe(&t.series)),
    field("reference", Type::Words, "", "quantity it is set against", |_, t| maybe(&t.reference)),
    field("stretch", Type::Words, "", "words that ask for more", |_, t| maybe(&t.stretch)),
    field("alt_comparator", Type::Words, COMPARATORS, "other way to read the comparator", |_, t| {
        name(&t.alt_comparator)
    }),
    field(
        "binding",
        Type::Words,
        "binding expected",
        "约束性 or 预期性, where a table of indicators says",
        |_, t| name(&t.binding),
    ),
    field("responsible", Type::List, "", "full names of the bodies that are to act", |c, _| responsible(c)),
    field("span_start", Type::Integer, "", "first code point of the quote", |_, t| count(t.span[0])),
    field("span_end", Type::Integer, "", "code point after the quote", |_, t| count(t.span[1])),
    field("quote", Type::Words, "", "words of the value", |_, t| words(&t.text)),
    field("segment", Type::Words, "", "words of the commitment", |c, _| words(&c.text)),
    field("rule", Type::Words, "", "rule that found it", |_, t| words(&t.rule)),
];

const COMMITMENT: &[Field<OfCommitment>] = &[
    field("commitment", Type::Words, "", "id of the commitment's record", |c| words(&c.id)),
    field("section", Type::List, "", "ids of the sections it stands in, from the outermost in", |c| {
        list(&c.section)
    }),
    field("status", Type::Words, COMMITMENT_STATUS, "whether it is a promise or a report", |c| {
        name(&c.status)
    }),
    field("strength", Type::Words, "must shall strive encourage stated", "how binding its words are", |c| {
        name(&c.strength)
    }),
    field("cue", Type::Words, "", "word that the strength rests on", |c| maybe(&c.cue)),
    field("theme", Type::List, "taxonomy", "what it is about", |c| list(&c.theme)),
    field("responsible", Type::List, "", "full names of the bodies that are to act", responsible),
    field("roles", Type::List, "lead support implement supervise", "their roles, in the same order", |c| {
        list(bodies(c).map(|(duty, _)| said(&duty.role)))
    }),
    field("people", Type::List, "", "names of people in it", |c| list(&c.people)),
    field("deadline", Type::Day, "", "last day", |c| day(&c.deadline)),
    field("deadline_basis", Type::Words, DEADLINE_BASIS, "what the last day rests on", |c| {
        name(&c.deadline_basis)
    }),
    field("targets", Type::Integer, "", "number of targets in it", |c| count(c.targets.len())),
    field("testable", Type::Truth, "true false", "has a number or named product, a date and an actor", |c| {
        Cell::Truth(c.testable)
    }),
    field("span_start", Type::Integer, "", "first code point of the quote", |c| count(c.span[0])),
    field("span_end", Type::Integer, "", "code point after the quote", |c| count(c.span[1])),
    field("quote", Type::Words, "", "its words", |c| words(&c.text)),
    field("rules", Type::List, "", "rules that made it", |c| list(&c.rules)),
];

const MENTION: &[Field<OfMention>] = &[
    field("mention", Type::Words, "", "id of the mention, or of the person", |m| words(m.id)),
    field("layer", Type::Words, "dates quantities bodies people", "kind of mention", |m| words(m.layer)),
    field(
        "type",
        Type::Words,
        "of dates: date duration set event; of bodies: party government congress court public_institution hospital \
         school enterprise association group grassroots other; of people: their role",
        "what it is within its layer",
        |m| words(&m.r#type),
    ),
    field(
        "name",
        Type::Words,
        "",
        "full names of a body (joined by `; `), name of a person or an event",
        |m| words(&m.name),
    ),
    field("start", Type::Day, "", "first day", |m| day(&m.start)),
    field("end", Type::Day, "", "last day", |m| day(&m.end)),
    field("duration", Type::Words, "ISO 8601 duration", "length, or distance of what recurs", |m| {
        maybe(&m.length)
    }),
    field("duration_max", Type::Words, "ISO 8601 duration", "longest such", |m| maybe(&m.longest)),
    field("comparator", Type::Words, COMPARATORS, "of a quantity", |m| {
        some(&m.quantity, |found| name(&found.comparator))
    }),
    field("value", Type::Number, "", "of a quantity, with 万, 亿 worked in", |m| {
        some(&m.quantity, |found| number(Some(found.value)))
    }),
    field("value_max", Type::Number, "", "upper end of a range", |m| {
        some(&m.quantity, |found| number(found.value_max))
    }),
    field("unit", Type::Words, "", "unit as written, Simplified, without 万 and 亿", |m| {
        some(&m.quantity, |found| words(&found.unit))
    }),
    field("per", Type::Words, "", "per which time or thing", |m| some(&m.quantity, |found| per(found))),
    field("posts", Type::List, "", "of a person, as quoted", |m| list(m.posts)),
    field(
        "basis",
        Type::Words,
        "stated relative listed expanded as_quoted",
        "what the value rests on",
        |m| words(&m.basis),
    ),
    field("span_start", Type::Integer, "", "first code point of the quote", |m| count(m.span[0])),
    field("span_end", Type::Integer, "", "code point after the quote", |m| count(m.span[1])),
    field("quote", Type::Words, "", "its words", |m| words(m.quote)),
    field("rule", Type::Words, "", "rule that found it", |m| words(m.rule)),
];

/// What the columns of a mention hold; the rest of them stay empty.
#[derive(Default)]
struct Mention<'a> {
    id: &'a str,
    layer: &'a str,
    r#type: String,
    name: String,
    start: Option<&'a str>,
    end: Option<&'a str>,
    length: Option<&'a str>,
    longest: Option<&'a str>,
    quantity: Option<&'a Quantity>,
    posts: &'a [String],
    basis: String,
    span: Points,
    quote: &'a str,
    rule: &'a str,
}

/// All mentions of a document, by span.
fn mentions(document: &Document) -> Vec<Mention<'_>> {
    let dates = document.dates.iter().map(of_date);
    let quantities = document.quantities.iter().map(of_quantity);
    let bodies = document.bodies.iter().map(of_body);
    let people = document.people.iter().flat_map(of_person);
    let mut mentions: Vec<Mention> = dates.chain(quantities).chain(bodies).chain(people).collect();
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

fn of_date(date: &Date) -> Mention<'_> {
    Mention {
        id: &date.id,
        layer: "dates",
        r#type: said(&date.r#type),
        name: date.name.clone().unwrap_or_default(),
        start: date.start.as_deref(),
        end: date.end.as_deref(),
        length: date.duration.as_deref().or(date.every.as_deref()),
        longest: date.duration_max.as_deref().or(date.every_max.as_deref()),
        basis: said(&date.basis),
        span: date.span,
        quote: &date.text,
        rule: &date.rule,
        ..Mention::default()
    }
}

fn of_quantity(found: &Quantity) -> Mention<'_> {
    Mention {
        id: &found.id,
        layer: "quantities",
        quantity: Some(found),
        span: found.span,
        quote: &found.text,
        rule: &found.rule,
        ..Mention::default()
    }
}

fn of_body(body: &Body) -> Mention<'_> {
    Mention {
        id: &body.id,
        layer: "bodies",
        r#type: said(&body.kind),
        name: body.canonical.join("; "),
        basis: said(&body.basis),
        span: body.span,
        quote: &body.text,
        rule: &body.rule,
        ..Mention::default()
    }
}

/// A person is named in several places. Only the first is quoted in the record.
fn of_person(person: &Person) -> impl Iterator<Item = Mention<'_>> {
    person.mentions.iter().map(|&span| Mention {
        id: &person.id,
        layer: "people",
        r#type: said(&person.role),
        name: person.name.clone(),
        posts: &person.posts,
        span,
        quote: if span == person.span { &person.text } else { &person.name },
        rule: &person.rule,
        ..Mention::default()
    })
}

const DOCUMENT: &[Field<OfDocument>] = &[
    field("status", Type::Words, "ok partial failed", "whether the document could be read", |d| {
        name(&d.status)
    }),
    field("error", Type::Words, "", "code of the error where it failed", |d| {
        some(&d.error, |error| words(&error.code))
    }),
    field("document_number", Type::Words, "", "normalised: 枣中院发〔2010〕4号", |d| {
        maybe(&d.document_number)
    }),
    field("genre", Type::Words, "", "实施方案, 意见, 政府工作报告 …", |d| maybe(&d.genre)),
    field("issuer", Type::List, "", "full names of who issues it", |d| {
        list(d.issuer.iter().map(|issuer| &issuer.canonical))
    }),
    field("level", Type::Words, "country province city county township", "level of the jurisdiction", |d| {
        some(&d.jurisdiction, |place| name(&place.level))
    }),
    field("ancestors", Type::List, "", "places around it, from the province down", |d| {
        some(&d.jurisdiction, |place| list(&place.ancestors))
    }),
    field("published", Type::Date, "", "date of the web page", |d| {
        some(&d.published, |date| day(&date.start))
    }),
    field("period_start", Type::Day, "", "first day of the time that the plan is for", |d| {
        some(&d.period, |date| day(&date.start))
    }),
    field("period_end", Type::Day, "", "last day of it", |d| some(&d.period, |date| day(&date.end))),
    field("characters", Type::Integer, "", "length of the text in code points", |d| {
        count(d.source.characters)
    }),
    field("sections", Type::Integer, "", "number of sections", |d| count(d.sections.len())),
    field("commitments", Type::Integer, "", "number of commitments", |d| count(d.commitments.len())),
    field("planned", Type::Integer, "", "number of those that are planned", |d| {
        how_many(d, |c| c.status == Status::Planned)
    }),
    field("testable", Type::Integer, "", "number of those that are testable", |d| {
        how_many(d, |c| c.testable)
    }),
    field("targets", Type::Integer, "", "number of targets", |d| {
        count(d.commitments.iter().map(|c| c.targets.len()).sum())
    }),
    field("warnings", Type::List, "", "codes of warnings", |d| {
        list(d.warnings.iter().map(|warning| &warning.code))
    }),
];

fn how_many(document: &Document, wanted: fn(&Commitment) -> bool) -> Cell {
    count(document.commitments.iter().filter(|commitment| wanted(commitment)).count())
}

fn responsible(commitment: &Commitment) -> Cell {
    list(bodies(commitment).map(|(_, name)| name))
}

/// The bodies that are to act, each with the duty that names it: one may name several.
fn bodies(commitment: &Commitment) -> impl Iterator<Item = (&Responsible, &String)> {
    commitment.responsible.iter().flat_map(|duty| duty.canonical.iter().map(move |name| (duty, name)))
}

fn per(quantity: &Quantity) -> Cell {
    let parts: Vec<&str> =
        [&quantity.per, &quantity.per_unit].into_iter().flatten().map(String::as_str).collect();
    words(&parts.join("; "))
}

pub(super) fn words(words: &str) -> Cell {
    if words.is_empty() { Cell::Nothing } else { Cell::Words(words.into()) }
}

pub(super) fn maybe(said: &Option<impl AsRef<str>>) -> Cell {
    some(said, |said| words(said.as_ref()))
}

pub(super) fn day(date: &Option<impl AsRef<str>>) -> Cell {
    some(date, |date| Cell::Date(date.as_ref().into()))
}

fn some<T>(thing: &Option<T>, cell: impl Fn(&T) -> Cell) -> Cell {
    thing.as_ref().map_or(Cell::Nothing, cell)
}

pub(super) fn list(parts: impl IntoIterator<Item = impl Into<String>>) -> Cell {
    let parts: Vec<String> = parts.into_iter().map(Into::into).collect();
    if parts.is_empty() { Cell::Nothing } else { Cell::List(parts) }
}

pub(super) fn count(count: usize) -> Cell {
    Cell::Integer(count as u64)
}

pub(super) fn number(number: Option<Number>) -> Cell {
    number.map_or(Cell::Nothing, Cell::Number)
}

/// The word that records have for a value.
fn said(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(super) fn name(value: &impl Serialize) -> Cell {
    words(&said(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::{extract, record};

    #[test]
    fn every_row_has_a_cell_for_each_column() {
        let text = "某某县养老服务提升行动方案\n\n一、工作目标\n到2025年底，全县建成养老服务设施80处以上。\n";
        let lexicon = Lexicon::embedded();
        let text = extract::text(text.into(), lexicon);
        let document = extract::extract(&text, "0", record::Source::default(), &Given::default(), lexicon);
        for records in Records::ALL {
            let rows = records.rows(&document);
            assert!(!rows.is_empty(), "{records:?}");
            let columns = records.columns();
            assert!(rows.iter().all(|row| row.len() == columns.len()), "{records:?}");
            let mut names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), columns.len(), "{records:?}: a name stands twice");
            assert_eq!(codebook(records).len(), columns.len() + 1);
        }
        let targets = Records::Targets.rows(&document);
        let value = Records::Targets.columns().iter().position(|column| column.name == "value").unwrap();
        assert_eq!(targets[0][value], Cell::Number(80.into()));
    }
}
