//! Tidy tables: a record in; one row a target, commitment, mention or document out, one variable a column.
//!
//! Every row repeats which plan it is of and quotes the words it rests on with their place.

use serde::Serialize;
use serde_json::Value;

use crate::record::{Body, Commitment, Date, Document, DocumentDate, Person, Points, Quantity, Target};
use crate::value::Number;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    Targets,
    Commitments,
    Mentions,
    Documents,
}

/// A cell. Numbers are apart from words because only words can be taken for formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Nothing,
    Number(String),
    Words(String),
}

/// A column of a table, as the codebook has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// `string`, `integer`, `number`, `date`, `boolean`, `list` (joined by `; `).
    pub r#type: &'static str,
    /// Where they can be listed.
    pub values: &'static str,
    pub meaning: &'static str,
}

impl Records {
    pub fn columns(self) -> Vec<Column> {
        let (own, plan) = match self {
            Records::Targets => (TARGET, PLAN),
            Records::Commitments => (COMMITMENT, PLAN),
            Records::Mentions => (MENTION, PLAN),
            Records::Documents => (DOCUMENT, PLAN),
        };
        plan.iter().chain(own).copied().collect()
    }

    /// The rows of a document, each with a cell a column.
    pub fn rows(self, document: &Document) -> Vec<Vec<Cell>> {
        let plan = plan(document);
        let row = |own: Vec<Cell>| plan.iter().cloned().chain(own).collect();
        let commitments = document.commitments.iter();
        match self {
            Records::Targets => commitments
                .flat_map(|commitment| commitment.targets.iter().map(move |target| (commitment, target)))
                .map(|(commitment, found)| row(target(commitment, found)))
                .collect(),
            Records::Commitments => commitments.map(|found| row(commitment(found))).collect(),
            Records::Mentions => mentions(document).into_iter().map(row).collect(),
            Records::Documents => vec![row(about(document))],
        }
    }
}

/// The codebook of a table: a row a column, under its own header.
pub fn codebook(records: Records) -> Vec<Vec<Cell>> {
    let header = ["name", "type", "values", "meaning"].map(words).to_vec();
    let rows = records.columns().into_iter();
    let rows =
        rows.map(|column| [column.name, column.r#type, column.values, column.meaning].map(words).to_vec());
    std::iter::once(header).chain(rows).collect()
}

const fn column(
    name: &'static str,
    r#type: &'static str,
    values: &'static str,
    meaning: &'static str,
) -> Column {
    Column { name, r#type, values, meaning }
}

const PLAN: &[Column] = &[
    column("document", "string", "", "id of the document's record"),
    column("path", "string", "", "file that the document was read from"),
    column("title", "string", "", "title of the policy text"),
    column("jurisdiction", "string", "", "place that the plan is for"),
    column("code", "string", "GB/T 2260", "code of that place"),
    column("issued", "date", "YYYY, YYYY-MM or YYYY-MM-DD", "signing date, as much of it as is known"),
];

const COMMITMENT_STATUS: &str = "planned reported";
const COMPARATORS: &str = "eq ge gt le lt approx range sync";
const DEADLINE_BASIS: &str = "stated clause heading phase period";

const TARGET: &[Column] = &[
    column("commitment", "string", "", "id of the commitment's record"),
    column("status", "string", COMMITMENT_STATUS, "whether the commitment is a promise or a report"),
    column("kind", "string", "target outcome rule plan_period restatement missed", "what the number is"),
    column("indicator", "string", "", "thing measured, as quoted"),
    column("indicator_id", "string", "taxonomy", "the same for comparing"),
    column("comparator", "string", COMPARATORS, "how the value is compared with what is reached"),
    column("value", "number", "", "number with 万, 亿 worked in"),
    column("value_max", "number", "", "upper end of a range"),
    column("unit", "string", "", "unit as written, Simplified, without 万 and 亿"),
    column(
        "change",
        "string",
        "level increase_to increase_by decrease_to decrease_by multiply",
        "level, or difference from where things stand",
    ),
    column("factor", "number", "", "how many times, where it is multiplied"),
    column("baseline", "number", "", "starting value"),
    column("baseline_date", "date", "", "day of the starting value"),
    column("per", "string", "ISO 8601 duration", "per which time"),
    column("per_max", "string", "ISO 8601 duration", "longest such time"),
    column("per_unit", "string", "", "per which thing"),
    column("denominator", "string", "", "what a share is of, as quoted"),
    column("scope", "string", "", "what the target is limited to, as quoted"),
    column("deadline", "date", "", "last day"),
    column("deadline_basis", "string", DEADLINE_BASIS, "what the last day rests on"),
    column("series", "string", "", "shared by milestones of one indicator"),
    column("reference", "string", "", "quantity it is set against"),
    column("stretch", "string", "", "words that ask for more"),
    column("alt_comparator", "string", COMPARATORS, "other way to read the comparator"),
    column("responsible", "list", "", "full names of the bodies that are to act"),
    column("span_start", "integer", "", "first code point of the quote"),
    column("span_end", "integer", "", "code point after the quote"),
    column("quote", "string", "", "words of the value"),
    column("segment", "string", "", "words of the commitment"),
    column("rule", "string", "", "rule that found it"),
];

fn target(commitment: &Commitment, target: &Target) -> Vec<Cell> {
    vec![
        words(&commitment.id),
        name(&commitment.status),
        name(&target.kind),
        words(&target.indicator),
        maybe(&target.indicator_id),
        name(&target.comparator),
        number(target.value),
        number(target.value_max),
        words(&target.unit),
        name(&target.change),
        number(target.factor),
        number(target.baseline),
        maybe(&target.baseline_date),
        maybe(&target.per),
        maybe(&target.per_max),
        maybe(&target.per_unit),
        maybe(&target.denominator),
        maybe(&target.scope),
        maybe(&target.deadline),
        name(&target.deadline_basis),
        maybe(&target.series),
        maybe(&target.reference),
        maybe(&target.stretch),
        name(&target.alt_comparator),
        responsible(commitment),
        count(target.span[0]),
        count(target.span[1]),
        words(&target.text),
        words(&commitment.text),
        words(&target.rule),
    ]
}

const COMMITMENT: &[Column] = &[
    column("commitment", "string", "", "id of the commitment's record"),
    column("section", "list", "", "ids of the sections it stands in, from the outermost in"),
    column("status", "string", COMMITMENT_STATUS, "whether it is a promise or a report"),
    column("strength", "string", "must shall strive encourage stated", "how binding its words are"),
    column("cue", "string", "", "word that the strength rests on"),
    column("theme", "list", "taxonomy", "what it is about"),
    column("responsible", "list", "", "full names of the bodies that are to act"),
    column("roles", "list", "lead support implement supervise", "their roles, in the same order"),
    column("people", "list", "", "names of people in it"),
    column("deadline", "date", "", "last day"),
    column("deadline_basis", "string", DEADLINE_BASIS, "what the last day rests on"),
    column("targets", "integer", "", "number of targets in it"),
    column("testable", "boolean", "true false", "has a number or named product, a date and an actor"),
    column("span_start", "integer", "", "first code point of the quote"),
    column("span_end", "integer", "", "code point after the quote"),
    column("quote", "string", "", "its words"),
    column("rules", "list", "", "rules that made it"),
];

fn commitment(commitment: &Commitment) -> Vec<Cell> {
    vec![
        words(&commitment.id),
        list(&commitment.section),
        name(&commitment.status),
        name(&commitment.strength),
        maybe(&commitment.cue),
        list(&commitment.theme),
        responsible(commitment),
        list(commitment.responsible.iter().map(|duty| said(&duty.role))),
        list(&commitment.people),
        maybe(&commitment.deadline),
        name(&commitment.deadline_basis),
        count(commitment.targets.len()),
        words(if commitment.testable { "true" } else { "false" }),
        count(commitment.span[0]),
        count(commitment.span[1]),
        words(&commitment.text),
        list(&commitment.rules),
    ]
}

const MENTION: &[Column] = &[
    column("mention", "string", "", "id of the mention, or of the person"),
    column("layer", "string", "dates quantities bodies people", "kind of mention"),
    column(
        "type",
        "string",
        "of dates: date duration set event; of bodies: party government congress court public_institution hospital \
         school enterprise association group grassroots other; of people: their role",
        "what it is within its layer",
    ),
    column("name", "string", "", "full names of a body (joined by `; `), name of a person or an event"),
    column("start", "date", "", "first day"),
    column("end", "date", "", "last day"),
    column("duration", "string", "ISO 8601 duration", "length, or distance of what recurs"),
    column("duration_max", "string", "ISO 8601 duration", "longest such"),
    column("comparator", "string", COMPARATORS, "of a quantity"),
    column("value", "number", "", "of a quantity, with 万, 亿 worked in"),
    column("value_max", "number", "", "upper end of a range"),
    column("unit", "string", "", "unit as written, Simplified, without 万 and 亿"),
    column("per", "string", "", "per which time or thing"),
    column("posts", "list", "", "of a person, as quoted"),
    column("basis", "string", "stated relative listed expanded as_quoted", "what the value rests on"),
    column("span_start", "integer", "", "first code point of the quote"),
    column("span_end", "integer", "", "code point after the quote"),
    column("quote", "string", "", "its words"),
    column("rule", "string", "", "rule that found it"),
];

/// What the columns of a mention hold; the rest of them stay empty.
#[derive(Default)]
struct Mention<'a> {
    id: &'a str,
    layer: &'a str,
    r#type: String,
    name: String,
    start: Option<&'a String>,
    end: Option<&'a String>,
    lengths: [Option<&'a String>; 2],
    quantity: Option<&'a Quantity>,
    posts: &'a [String],
    basis: String,
    span: Points,
    quote: &'a str,
    rule: &'a str,
}

fn mentions(document: &Document) -> Vec<Vec<Cell>> {
    let dates = document.dates.iter().map(of_date);
    let quantities = document.quantities.iter().map(|found| Mention {
        id: &found.id,
        layer: "quantities",
        quantity: Some(found),
        span: found.span,
        quote: &found.text,
        rule: &found.rule,
        ..Mention::default()
    });
    let bodies = document.bodies.iter().map(of_body);
    let people = document.people.iter().flat_map(of_person);
    let mut mentions: Vec<Mention> = dates.chain(quantities).chain(bodies).chain(people).collect();
    mentions.sort_by_key(|mention| mention.span);
    mentions.into_iter().map(Mention::cells).collect()
}

fn of_date(date: &Date) -> Mention<'_> {
    Mention {
        id: &date.id,
        layer: "dates",
        r#type: said(&date.r#type),
        name: date.name.clone().unwrap_or_default(),
        start: date.start.as_ref(),
        end: date.end.as_ref(),
        lengths: [
            date.duration.as_ref().or(date.every.as_ref()),
            date.duration_max.as_ref().or(date.every_max.as_ref()),
        ],
        basis: said(&date.basis),
        span: date.span,
        quote: &date.text,
        rule: &date.rule,
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

impl Mention<'_> {
    fn cells(self) -> Vec<Cell> {
        let per = self.quantity.map(|found| [&found.per, &found.per_unit].into_iter().flatten());
        vec![
            words(self.id),
            words(self.layer),
            words(&self.r#type),
            words(&self.name),
            self.start.map_or(Cell::Nothing, |day| words(day)),
            self.end.map_or(Cell::Nothing, |day| words(day)),
            self.lengths[0].map_or(Cell::Nothing, |length| words(length)),
            self.lengths[1].map_or(Cell::Nothing, |length| words(length)),
            self.quantity.map_or(Cell::Nothing, |found| name(&found.comparator)),
            number(self.quantity.map(|found| found.value)),
            number(self.quantity.and_then(|found| found.value_max)),
            self.quantity.map_or(Cell::Nothing, |found| words(&found.unit)),
            per.map_or(Cell::Nothing, list),
            list(self.posts),
            words(&self.basis),
            count(self.span[0]),
            count(self.span[1]),
            words(self.quote),
            words(self.rule),
        ]
    }
}

const DOCUMENT: &[Column] = &[
    column("status", "string", "ok partial failed", "whether the document could be read"),
    column("error", "string", "", "code of the error where it failed"),
    column("document_number", "string", "", "normalised: 枣中院发〔2010〕4号"),
    column("genre", "string", "", "实施方案, 意见, 政府工作报告 …"),
    column("issuer", "list", "", "full names of who issues it"),
    column("level", "string", "country province city county township", "level of the jurisdiction"),
    column("ancestors", "list", "", "places around it, from the province down"),
    column("published", "date", "", "date of the web page"),
    column("period_start", "date", "", "first day of the time that the plan is for"),
    column("period_end", "date", "", "last day of it"),
    column("characters", "integer", "", "length of the text in code points"),
    column("sections", "integer", "", "number of sections"),
    column("commitments", "integer", "", "number of commitments"),
    column("planned", "integer", "", "number of those that are planned"),
    column("testable", "integer", "", "number of those that are testable"),
    column("targets", "integer", "", "number of targets"),
    column("warnings", "list", "", "codes of warnings"),
];

fn about(document: &Document) -> Vec<Cell> {
    let commitments = &document.commitments;
    let place = document.jurisdiction.as_ref();
    let period = |side: fn(&DocumentDate) -> &Option<String>| {
        document.period.as_ref().and_then(|date| side(date).as_ref()).map_or(Cell::Nothing, |day| words(day))
    };
    let planned = commitments.iter().filter(|commitment| said(&commitment.status) == "planned");
    vec![
        name(&document.status),
        document.error.as_ref().map_or(Cell::Nothing, |error| words(&error.code)),
        maybe(&document.document_number),
        maybe(&document.genre),
        list(document.issuer.iter().map(|issuer| &issuer.canonical)),
        place.map_or(Cell::Nothing, |place| name(&place.level)),
        place.map_or(Cell::Nothing, |place| list(&place.ancestors)),
        document.published.as_ref().map_or(Cell::Nothing, |date| maybe(&date.start)),
        period(|date| &date.start),
        period(|date| &date.end),
        count(document.source.characters),
        count(document.sections.len()),
        count(commitments.len()),
        count(planned.count()),
        count(commitments.iter().filter(|commitment| commitment.testable).count()),
        count(commitments.iter().map(|commitment| commitment.targets.len()).sum()),
        list(document.warnings.iter().map(|warning| &warning.code)),
    ]
}

fn plan(document: &Document) -> Vec<Cell> {
    let place = document.jurisdiction.as_ref();
    vec![
        words(&document.id),
        words(&document.source.path),
        maybe(&document.title),
        place.map_or(Cell::Nothing, |place| words(&place.name)),
        place.map_or(Cell::Nothing, |place| maybe(&place.code)),
        document.issued.as_ref().map_or(Cell::Nothing, |date| maybe(&date.start)),
    ]
}

fn responsible(commitment: &Commitment) -> Cell {
    list(commitment.responsible.iter().map(|duty| duty.canonical.join("; ")))
}

fn words(words: &str) -> Cell {
    if words.is_empty() { Cell::Nothing } else { Cell::Words(words.into()) }
}

fn maybe(said: &Option<String>) -> Cell {
    said.as_deref().map_or(Cell::Nothing, words)
}

fn list(parts: impl IntoIterator<Item = impl AsRef<str>>) -> Cell {
    let parts: Vec<String> = parts.into_iter().map(|part| part.as_ref().to_string()).collect();
    words(&parts.join("; "))
}

fn count(count: usize) -> Cell {
    Cell::Number(count.to_string())
}

fn number(number: Option<Number>) -> Cell {
    number.map_or(Cell::Nothing, |number| Cell::Number(number.0.normalize().to_string()))
}

/// The word that records have for a value.
fn said(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn name(value: &impl Serialize) -> Cell {
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
        for records in [Records::Targets, Records::Commitments, Records::Mentions, Records::Documents] {
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
        assert_eq!(targets[0][value], Cell::Number("80".into()));
    }
}
