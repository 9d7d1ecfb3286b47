//! What is compared: the marks of a gold file and the finds of a record, in one form.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::record::Points;

/// A gold file: one document as people marked it.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// The file name of the document.
    pub doc: String,
    #[serde(default)]
    pub(super) document: Map<String, Value>,
    #[serde(default)]
    pub(super) segments: Vec<Segment>,
    #[serde(default)]
    pub(super) dates: Vec<Date>,
    #[serde(default)]
    pub(super) targets: Vec<Target>,
    #[serde(default)]
    pub(super) bodies: Vec<Body>,
    #[serde(default)]
    pub(super) people: Vec<Person>,
}

/// What of a record is scored.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Answers {
    #[serde(default)]
    pub(super) source: Source,
    #[serde(default)]
    pub(super) dates: Vec<Date>,
    #[serde(default)]
    pub(super) bodies: Vec<Body>,
    #[serde(default)]
    pub(super) people: Vec<Person>,
    #[serde(default)]
    pub(super) commitments: Vec<Commitment>,
    /// Title, number, issuer, jurisdiction, dates, as they stand.
    #[serde(flatten)]
    pub(super) facts: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Source {
    #[serde(default)]
    path: String,
}

impl Answers {
    /// The name that gold knows the document by.
    pub fn file_name(&self) -> &str {
        self.source.path.rsplit('/').next().unwrap_or_default()
    }
}

/// Something at a place, found by rules.
pub trait Marked {
    fn span(&self) -> Points;
    fn rules(&self) -> impl Iterator<Item = &str>;
    /// For the list of mistakes.
    fn show(&self) -> String;
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Segment {
    pub span: Points,
    pub status: String,
    pub deadline: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    pub responsible: Vec<Actor>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Actor {
    pub text: String,
    role: Option<String>,
    basis: Option<String>,
}

/// A body or post that is to act in a segment.
#[derive(Debug)]
pub(super) struct Duty<'a> {
    place: Points,
    pub text: &'a str,
    pub role: &'a str,
    pub basis: Option<&'a str>,
}

/// The actors of a segment. Gold gives them no place of their own, so that all stand at the segment.
pub(super) fn duties(place: Points, actors: &[Actor]) -> Vec<Duty<'_>> {
    actors
        .iter()
        .map(|actor| Duty {
            place,
            text: &actor.text,
            role: actor.role.as_deref().unwrap_or("implement"),
            basis: actor.basis.as_deref(),
        })
        .collect()
}

impl Marked for Duty<'_> {
    fn span(&self) -> Points {
        self.place
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    fn show(&self) -> String {
        format!("{:?} {} {}", self.place, self.text, self.role)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Commitment {
    pub span: Points,
    #[serde(default)]
    pub text: String,
    pub status: String,
    pub deadline: Option<String>,
    #[serde(default)]
    pub responsible: Vec<Actor>,
    #[serde(default)]
    pub targets: Vec<Target>,
    #[serde(default)]
    rules: Vec<String>,
}

impl Marked for Commitment {
    fn span(&self) -> Points {
        self.span
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(String::as_str)
    }

    fn show(&self) -> String {
        format!("{:?} {} {:?}", self.span, self.status, self.text)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Date {
    pub span: Points,
    #[serde(default)]
    text: String,
    pub r#type: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    duration: Option<String>,
    duration_max: Option<String>,
    every: Option<String>,
    every_max: Option<String>,
    rule: Option<String>,
}

impl Date {
    /// What of a date is compared depends on its type.
    pub fn value(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        let kind = self.r#type.as_deref();
        let (one, other) = match kind {
            Some("duration") => (&self.duration, &self.duration_max),
            Some("set") => (&self.every, &self.every_max),
            _ => (&self.start, &self.end),
        };
        (kind, one.as_deref(), other.as_deref())
    }
}

impl Marked for Date {
    fn span(&self) -> Points {
        self.span
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.as_deref().into_iter()
    }

    fn show(&self) -> String {
        let (kind, one, other) = self.value();
        let or = |part: Option<&str>| part.unwrap_or("-").to_string();
        format!("{:?} {:?} {} {} {}", self.span, self.text, or(kind), or(one), or(other))
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Target {
    pub span: Points,
    #[serde(default)]
    text: String,
    #[serde(default, deserialize_with = "or_empty")]
    pub indicator: String,
    pub indicator_id: Option<String>,
    comparator: Option<String>,
    value: Option<f64>,
    value_max: Option<f64>,
    #[serde(default, deserialize_with = "or_empty")]
    unit: String,
    factor: Option<f64>,
    change: Option<String>,
    per: Option<String>,
    per_unit: Option<String>,
    baseline: Option<f64>,
    pub status: Option<String>,
    pub deadline: Option<String>,
    pub kind: Option<String>,
    rule: Option<String>,
}

impl Target {
    /// Comparator, value, upper value, unit, factor.
    pub fn value(&self) -> (Option<&str>, Option<String>, Option<String>, &str, Option<String>) {
        (
            self.comparator.as_deref(),
            six_places(self.value),
            six_places(self.value_max),
            &self.unit,
            six_places(self.factor),
        )
    }

    /// Per which time, per which thing, from where.
    pub fn rate(&self) -> (Option<&str>, Option<&str>, Option<String>) {
        (self.per.as_deref(), self.per_unit.as_deref(), six_places(self.baseline))
    }

    pub fn has_rate(&self) -> bool {
        self.rate() != (None, None, None)
    }

    pub fn change(&self) -> &str {
        self.change.as_deref().unwrap_or("level")
    }
}

impl Marked for Target {
    fn span(&self) -> Points {
        self.span
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.as_deref().into_iter()
    }

    fn show(&self) -> String {
        let number = |value: Option<f64>| value.map_or("-".into(), |value| value.to_string());
        let word = |word: &Option<String>| word.clone().unwrap_or("-".into());
        format!(
            "{:?} {:?} {:?} {} {} {} {} ×{} {} by {} {} {} per {} {} from {}",
            self.span,
            self.indicator,
            self.text,
            word(&self.comparator),
            number(self.value),
            number(self.value_max),
            self.unit,
            number(self.factor),
            self.change(),
            word(&self.deadline),
            word(&self.status),
            word(&self.kind),
            word(&self.per),
            word(&self.per_unit),
            number(self.baseline),
        )
    }
}

/// Numbers are equal when they are to six places.
fn six_places(number: Option<f64>) -> Option<String> {
    // Adding zero turns -0 into 0.
    number.map(|number| format!("{:.6}", number + 0.0))
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Body {
    pub span: Points,
    #[serde(default)]
    text: String,
    #[serde(default)]
    canonical: Value,
    rule: Option<String>,
}

impl Body {
    pub fn names(&self) -> BTreeSet<String> {
        names(&self.canonical)
    }
}

impl Marked for Body {
    fn span(&self) -> Points {
        self.span
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.as_deref().into_iter()
    }

    fn show(&self) -> String {
        format!("{:?} {:?} {}", self.span, self.text, self.canonical)
    }
}

/// One name, a list of names, or objects that carry one.
pub(super) fn names(value: &Value) -> BTreeSet<String> {
    let rows = match value {
        Value::Array(rows) => rows.as_slice(),
        Value::Null => &[],
        one => std::slice::from_ref(one),
    };
    let name = |row: &Value| match row {
        Value::Object(fields) => ["canonical", "name", "text"]
            .into_iter()
            .filter_map(|field| fields.get(field).and_then(Value::as_str))
            .find(|name| !name.is_empty())
            .map(str::to_string),
        other => other.as_str().map(str::to_string),
    };
    rows.iter().filter_map(name).collect()
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Person {
    #[serde(default, deserialize_with = "or_empty")]
    pub name: String,
    pub role: Option<String>,
    #[serde(default)]
    posts: Vec<String>,
    #[serde(default)]
    mentions: Vec<Points>,
    rule: Option<String>,
}

impl Marked for Person {
    /// People meet by name, wherever they stand.
    fn span(&self) -> Points {
        [0, 0]
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.as_deref().into_iter()
    }

    fn show(&self) -> String {
        format!("{} {}", self.name, self.role.as_deref().unwrap_or("-"))
    }
}

/// A post of a person.
#[derive(Debug)]
pub(super) struct Post<'a> {
    pub name: &'a str,
    pub post: &'a str,
    rule: Option<&'a str>,
}

pub(super) fn posts(people: &[Person]) -> Vec<Post<'_>> {
    let of = |person| {
        let Person { name, posts, rule, .. }: &Person = person;
        posts.iter().map(move |post| Post { name, post, rule: rule.as_deref() })
    };
    people.iter().flat_map(of).collect()
}

impl Marked for Post<'_> {
    fn span(&self) -> Points {
        [0, 0]
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.into_iter()
    }

    fn show(&self) -> String {
        format!("{} {}", self.name, self.post)
    }
}

/// A place where a person is named.
#[derive(Debug)]
pub(super) struct Mention<'a> {
    pub name: &'a str,
    span: Points,
    rule: Option<&'a str>,
}

pub(super) fn mentions(people: &[Person]) -> Vec<Mention<'_>> {
    let of = |person| {
        let Person { name, mentions, rule, .. }: &Person = person;
        mentions.iter().map(move |&span| Mention { name, span, rule: rule.as_deref() })
    };
    people.iter().flat_map(of).collect()
}

impl Marked for Mention<'_> {
    fn span(&self) -> Points {
        self.span
    }

    fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.into_iter()
    }

    fn show(&self) -> String {
        format!("{:?} {}", self.span, self.name)
    }
}

/// Null says the same as nothing.
fn or_empty<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(field: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(field)?.unwrap_or_default())
}
