//! What leaves the program: one object a document, one document a line.
//!
//! Names and types are public interface. Spans are `[start, end)` in code points of the document's text, and `text`
//! beside a span is exactly that slice. Unknown is `null` or an empty list.

pub mod json;
pub mod spool;
pub mod word;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::word::{Short, Word};
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

/// A string of a record: owned, where the record outlives its text, or borrowed from it, where it is written at once.
pub trait Words<'a>:
    Serialize + Default + Clone + From<&'a str> + From<String> + From<Short> + AsRef<str> + Send
{
}

impl<'a> Words<'a> for String {}

impl<'a> Words<'a> for std::borrow::Cow<'a, str> {}

impl<'a> Words<'a> for Word<'a> {}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Document")]
pub struct Document<S = String> {
    pub schema: S,
    /// First 16 hex digits of the SHA-256 of the input bytes, or the `id` given in JSON Lines input.
    pub id: S,
    pub status: DocumentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    pub source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<S>,
    pub duplicate_of: Option<S>,
    pub title: Option<S>,
    pub document_number: Option<S>,
    pub genre: Option<S>,
    pub issuer: Vec<Issuer<S>>,
    pub jurisdiction: Option<Jurisdiction<S>>,
    /// The day, month or year of signing.
    pub issued: Option<DocumentDate<S>>,
    /// The date of the web page.
    pub published: Option<DocumentDate<S>>,
    /// The time the plan is for.
    pub period: Option<DocumentDate<S>>,
    pub sections: Vec<Section<S>>,
    pub dates: Vec<Date<S>>,
    pub quantities: Vec<Quantity<S>>,
    pub bodies: Vec<Body<S>>,
    pub people: Vec<Person<S>>,
    pub commitments: Vec<Commitment<S>>,
    pub furniture: Vec<Points>,
    pub repairs: Vec<Repair<S>>,
    pub warnings: Vec<Warning<S>>,
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
#[schemars(rename = "Issuer")]
pub struct Issuer<S = String> {
    pub text: S,
    pub canonical: S,
    pub basis: Basis,
    pub evidence: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Jurisdiction")]
pub struct Jurisdiction<S = String> {
    pub name: S,
    /// GB/T 2260.
    pub code: Option<S>,
    pub level: Level,
    /// From the province down.
    pub ancestors: Vec<S>,
    pub basis: Basis,
    pub evidence: Vec<Points>,
}

/// A date of the document itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DocumentDate")]
pub struct DocumentDate<S = String> {
    /// First day, or as much of it as is known: `2024-06-30`, `2016-12`, `2005`.
    pub start: Option<S>,
    pub end: Option<S>,
    pub edtf: S,
    pub basis: Basis,
    pub evidence: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Section")]
pub struct Section<S = String> {
    pub id: S,
    pub parent: Option<S>,
    pub level: u32,
    /// `一、`, `（二）`, `1.`, `一是`, `第三条`; empty where the heading has none.
    pub marker: S,
    pub heading: S,
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
#[schemars(rename = "Date")]
pub struct Date<S = String> {
    pub id: S,
    pub span: Points,
    pub text: S,
    pub rule: S,
    pub r#type: DateType,
    /// First day, ISO 8601; null for an open side.
    pub start: Option<S>,
    pub end: Option<S>,
    pub edtf: Option<S>,
    /// ISO 8601 duration.
    pub duration: Option<S>,
    pub duration_max: Option<S>,
    pub every: Option<S>,
    pub every_max: Option<S>,
    pub name: Option<S>,
    pub basis: Basis,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Quantity")]
pub struct Quantity<S = String> {
    pub id: S,
    pub span: Points,
    pub text: S,
    pub rule: S,
    pub comparator: Comparator,
    pub value: Number,
    pub value_max: Option<Number>,
    pub unit: S,
    pub per: Option<S>,
    pub per_unit: Option<S>,
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
#[schemars(rename = "Body")]
pub struct Body<S = String> {
    pub id: S,
    pub span: Points,
    pub text: S,
    pub rule: S,
    pub canonical: Vec<S>,
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
#[schemars(rename = "Person")]
pub struct Person<S = String> {
    pub id: S,
    /// The first mention.
    pub span: Points,
    pub text: S,
    pub rule: S,
    pub name: S,
    pub posts: Vec<S>,
    pub role: PersonRole,
    pub mentions: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Commitment")]
pub struct Commitment<S = String> {
    pub id: S,
    pub span: Points,
    pub text: S,
    /// Ids of sections, from the outermost in.
    pub section: Vec<S>,
    pub status: Status,
    pub strength: Strength,
    /// The word that `strength` rests on.
    pub cue: Option<S>,
    /// Codes of the taxonomy.
    pub theme: Vec<S>,
    pub responsible: Vec<Responsible<S>>,
    pub people: Vec<S>,
    /// The last day, ISO 8601.
    pub deadline: Option<S>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub targets: Vec<Target<S>>,
    /// Has a number or a named product, and a date, and an actor.
    pub testable: bool,
    pub rules: Vec<S>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Responsible")]
pub struct Responsible<S = String> {
    pub text: S,
    pub canonical: Vec<S>,
    pub role: Role,
    pub collective: bool,
    pub span: Points,
    pub basis: DutyBasis,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Target")]
pub struct Target<S = String> {
    pub span: Points,
    /// The value with the words that set comparator and change.
    pub text: S,
    pub rule: S,
    /// The thing measured, as quoted.
    pub indicator: S,
    pub indicator_id: Option<S>,
    pub comparator: Comparator,
    pub value: Option<Number>,
    pub value_max: Option<Number>,
    pub unit: S,
    pub change: Change,
    pub factor: Option<Number>,
    pub baseline: Option<Number>,
    pub baseline_date: Option<S>,
    /// ISO 8601 duration: per which time.
    pub per: Option<S>,
    pub per_max: Option<S>,
    pub per_unit: Option<S>,
    pub denominator: Option<S>,
    pub scope: Option<S>,
    pub deadline: Option<S>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub series: Option<S>,
    pub reference: Option<S>,
    pub stretch: Option<S>,
    pub alt_comparator: Option<Comparator>,
    /// `约束性` is `binding`, `预期性` is `expected`; null where no table says.
    #[serde(default)]
    pub binding: Option<Binding>,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Repair")]
pub struct Repair<S = String> {
    pub span: Points,
    pub text: S,
    pub reading: S,
    pub rule: S,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Warning")]
pub struct Warning<S = String> {
    pub code: S,
    pub message: S,
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
