//! What a document says about itself: title, number, issuer, genre, jurisdiction, dates.

use jiff::civil::Date as Day;

use crate::lexicon::{Hit, Lexicon};
use crate::outline::Outline;
use crate::recognise::Mentions;
use crate::record::{Basis, Level};
use crate::span::Span;
use crate::value::Interval;

/// What the caller knows of a document besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The document's own date, for relative expressions.
    pub date: Option<Day>,
    pub title: Option<String>,
    /// A name or a GB/T 2260 code.
    pub jurisdiction: Option<String>,
}

/// A fact with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    pub value: T,
    pub basis: Basis,
    pub evidence: Vec<Span>,
}

/// A place that a plan is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    /// GB/T 2260, six digits.
    pub code: Option<String>,
    pub level: Level,
    /// Names from the province down, without the place itself.
    pub ancestors: Vec<String>,
}

/// Who issues a document: as quoted, and the full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerName {
    pub text: String,
    pub canonical: String,
}

/// A date of which perhaps only year or month is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Year(i16),
    Month(i16, i8),
    Day(Day),
}

/// The document's facts about itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub title: Option<String>,
    pub title_span: Option<Span>,
    pub number: Option<String>,
    pub genre: Option<String>,
    pub issuer: Vec<Fact<IssuerName>>,
    pub jurisdiction: Option<Fact<Place>>,
    pub issued: Option<Fact<Known>>,
    pub published: Option<Fact<Known>>,
    /// The time the plan is for.
    pub period: Option<Fact<Interval>>,
    /// The day against which relative dates are resolved: the given date, the signing date, or what the text implies.
    pub today: Option<Fact<Day>>,
}

/// Reads what a document says about itself.
pub fn about(
    _view: &str,
    _hits: &[Hit],
    _outline: &Outline,
    _mentions: &Mentions,
    given: &Given,
    _lexicon: &Lexicon,
) -> About {
    let today = given.date.map(|value| Fact { value, basis: Basis::Option, evidence: Vec::new() });
    About { title: given.title.clone(), today, ..About::default() }
}
