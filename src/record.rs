//! What leaves the program: one object a document, one document a line.
//!
//! Names and types are public interface. Spans are `[start, end)` in code points of the document's text, and `text`
//! beside a span is exactly that slice. Unknown is `null` or an empty list.

pub mod json;
pub mod spool;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::value::{
    Binding, Change, Comparator, DeadlineBasis, DutyBasis, Kind, Number, Role, Status, Strength,
};
pub use crate::value::{BodyKind, Level};

/// The version of this record's form.
pub const SCHEMA: &str = "chengnuo.document/1";

/// The JSON Schema (2020-12) of [`Document`].
pub fn schema() -> schemars::Schema {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Document>();
    schema.insert("$id".into(), "urn:chengnuo:document:1".into());
    schema
}

/// `[start, end)` in code points.
pub type Points = [usize; 2];

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    pub schema: String,
    /// First 16 hex digits of the SHA-256 of the input bytes, or the `id` given in JSON Lines input.
    pub id: String,
    pub status: DocumentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    pub source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub duplicate_of: Option<String>,
    pub title: Option<String>,
    pub document_number: Option<String>,
    pub genre: Option<String>,
    pub issuer: Vec<Issuer>,
    pub jurisdiction: Option<Jurisdiction>,
    /// The day, month or year of signing.
    pub issued: Option<DocumentDate>,
    /// The date of the web page.
    pub published: Option<DocumentDate>,
    /// The time the plan is for.
    pub period: Option<DocumentDate>,
    pub sections: Vec<Section>,
    pub dates: Vec<Date>,
    pub quantities: Vec<Quantity>,
    pub bodies: Vec<Body>,
    pub people: Vec<Person>,
    pub commitments: Vec<Commitment>,
    pub furniture: Vec<Points>,
    pub repairs: Vec<Repair>,
    pub warnings: Vec<Warning>,
    pub tool: Tool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentStatus {
    #[default]
    Ok,
    /// Some of it could not be read.
    Partial,
    /// Nothing could be read; `error` says why.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    pub code: String,
    pub message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    pub path: String,
    pub media_type: Option<String>,
    pub encoding: Option<String>,
    pub bytes: u64,
    pub characters: usize,
    pub sha256: Option<String>,
    pub script: Option<Script>,
    pub pages: Option<u32>,
    pub locations: Vec<Location>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Script {
    Hans,
    Hant,
}

/// Where a stretch of the text stands in the file it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    pub span: Points,
    pub page: Option<u32>,
    pub paragraph: Option<u32>,
    pub line: Option<u32>,
}

/// What an inferred fact of the document rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    Stated,
    Signature,
    Number,
    Slogan,
    District,
    Ancestor,
    Event,
    Relative,
    Web,
    Option,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Issuer {
    pub text: String,
    pub canonical: String,
    pub basis: Basis,
    pub evidence: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Jurisdiction {
    pub name: String,
    /// GB/T 2260.
    pub code: Option<String>,
    pub level: Level,
    /// From the province down.
    pub ancestors: Vec<String>,
    pub basis: Basis,
    pub evidence: Vec<Points>,
}

/// A date of the document itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentDate {
    /// First day, or as much of it as is known: `2024-06-30`, `2016-12`, `2005`.
    pub start: Option<String>,
    pub end: Option<String>,
    pub edtf: String,
    pub basis: Basis,
    pub evidence: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    pub id: String,
    pub parent: Option<String>,
    pub level: u32,
    /// `一、`, `（二）`, `1.`, `一是`, `第三条`; empty where the heading has none.
    pub marker: String,
    pub heading: String,
    pub span: Points,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateType {
    Date,
    Duration,
    Set,
    Event,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    pub id: String,
    pub span: Points,
    pub text: String,
    pub rule: String,
    pub r#type: DateType,
    /// First day, ISO 8601; null for an open side.
    pub start: Option<String>,
    pub end: Option<String>,
    pub edtf: Option<String>,
    /// ISO 8601 duration.
    pub duration: Option<String>,
    pub duration_max: Option<String>,
    pub every: Option<String>,
    pub every_max: Option<String>,
    pub name: Option<String>,
    pub basis: Basis,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    pub id: String,
    pub span: Points,
    pub text: String,
    pub rule: String,
    pub comparator: Comparator,
    pub value: Number,
    pub value_max: Option<Number>,
    pub unit: String,
    pub per: Option<String>,
    pub per_unit: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameBasis {
    Listed,
    Expanded,
    #[default]
    AsQuoted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    pub id: String,
    pub span: Points,
    pub text: String,
    pub rule: String,
    pub canonical: Vec<String>,
    pub kind: BodyKind,
    pub collective: bool,
    pub basis: NameBasis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    GroupLeader,
    GroupDeputy,
    GroupMember,
    Official,
    Exemplar,
    Referenced,
    Author,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    pub id: String,
    /// The first mention.
    pub span: Points,
    pub text: String,
    pub rule: String,
    pub name: String,
    pub posts: Vec<String>,
    pub role: PersonRole,
    pub mentions: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Commitment {
    pub id: String,
    pub span: Points,
    pub text: String,
    /// Ids of sections, from the outermost in.
    pub section: Vec<String>,
    pub status: Status,
    pub strength: Strength,
    /// The word that `strength` rests on.
    pub cue: Option<String>,
    /// Codes of the taxonomy.
    pub theme: Vec<String>,
    pub responsible: Vec<Responsible>,
    pub people: Vec<String>,
    /// The last day, ISO 8601.
    pub deadline: Option<String>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub targets: Vec<Target>,
    /// Has a number or a named product, and a date, and an actor.
    pub testable: bool,
    pub rules: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsible {
    pub text: String,
    pub canonical: Vec<String>,
    pub role: Role,
    pub collective: bool,
    pub span: Points,
    pub basis: DutyBasis,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    pub span: Points,
    /// The value with the words that set comparator and change.
    pub text: String,
    pub rule: String,
    /// The thing measured, as quoted.
    pub indicator: String,
    pub indicator_id: Option<String>,
    pub comparator: Comparator,
    pub value: Option<Number>,
    pub value_max: Option<Number>,
    pub unit: String,
    pub change: Change,
    pub factor: Option<Number>,
    pub baseline: Option<Number>,
    pub baseline_date: Option<String>,
    /// ISO 8601 duration: per which time.
    pub per: Option<String>,
    pub per_max: Option<String>,
    pub per_unit: Option<String>,
    pub denominator: Option<String>,
    pub scope: Option<String>,
    pub deadline: Option<String>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub series: Option<String>,
    pub reference: Option<String>,
    pub stretch: Option<String>,
    pub alt_comparator: Option<Comparator>,
    /// `约束性` is `binding`, `预期性` is `expected`; null where no table says.
    #[serde(default)]
    pub binding: Option<Binding>,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repair {
    pub span: Points,
    pub text: String,
    pub reading: String,
    pub rule: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    pub code: String,
    pub message: String,
    pub span: Option<Points>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    pub version: String,
    /// Hash of all dictionaries.
    pub dictionaries: String,
    /// Options that change results.
    pub options: Vec<String>,
}

/// The year in which a plan's period begins, else that of its date.
pub fn year(period: &Option<DocumentDate>, issued: &Option<DocumentDate>) -> Option<i16> {
    let of = |date: &Option<DocumentDate>| {
        let date = date.as_ref()?;
        date.start.as_ref().or(date.end.as_ref())?.get(..4)?.parse().ok()
    };
    of(period).or_else(|| of(issued))
}

impl Document {
    /// Every span lies in the text, and every quote is the slice at its span.
    ///
    /// # Errors
    /// Names the first place where that does not hold.
    pub fn check(&self, text: &Text) -> Result<(), String> {
        let length = text.characters();
        let place = |what: &str, span: Points| {
            if span[0] <= span[1] && span[1] <= length {
                Ok(())
            } else {
                Err(format!("{what} at {}-{} lies outside of a text of {length}", span[0], span[1]))
            }
        };
        let quote = |what: &str, span: Points, words: &str| {
            place(what, span)?;
            let slice = text.slice(span);
            if slice == words {
                Ok(())
            } else {
                Err(format!("{what} at {}-{} says {words:?} where the text says {slice:?}", span[0], span[1]))
            }
        };
        self.dates.iter().try_for_each(|date| quote("a date", date.span, &date.text))?;
        self.quantities.iter().try_for_each(|found| quote("a quantity", found.span, &found.text))?;
        self.bodies.iter().try_for_each(|body| quote("a body", body.span, &body.text))?;
        self.repairs.iter().try_for_each(|repair| quote("a repair", repair.span, &repair.text))?;
        self.sections.iter().try_for_each(|section| place("a section", section.span))?;
        self.furniture.iter().try_for_each(|&span| place("furniture", span))?;
        for person in &self.people {
            quote("a person", person.span, &person.text)?;
            person.mentions.iter().try_for_each(|&span| place("a person", span))?;
        }
        for commitment in &self.commitments {
            quote("a commitment", commitment.span, &commitment.text)?;
            commitment.responsible.iter().try_for_each(|duty| quote("a duty", duty.span, &duty.text))?;
            commitment.targets.iter().try_for_each(|target| quote("a target", target.span, &target.text))?;
        }
        let evidence = self.issuer.iter().flat_map(|issuer| &issuer.evidence);
        let evidence = evidence.chain(self.jurisdiction.iter().flat_map(|place| &place.evidence));
        let dates = [&self.issued, &self.published, &self.period];
        let mut evidence = evidence.chain(dates.into_iter().flatten().flat_map(|date| &date.evidence));
        evidence.try_for_each(|&span| place("evidence", span))
    }

    /// The year that the plan is for: that in which its period begins, else that of its date.
    pub fn year(&self) -> Option<i16> {
        year(&self.period, &self.issued)
    }

    /// The same record under another id.
    pub fn rename(&mut self, id: String) {
        for commitment in &mut self.commitments {
            let place = commitment.id.strip_prefix(&self.id).unwrap_or(&commitment.id);
            commitment.id = format!("{id}{place}");
        }
        self.id = id;
    }
}
