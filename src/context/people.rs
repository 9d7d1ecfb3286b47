//! People: the mentions of one person gathered, with posts and the role that the document gives.

use super::Named;
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::recognise::{Found, person};
use crate::record::PersonRole;
use crate::span::Span;

/// A person of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub rule: &'static str,
    pub posts: Vec<Span>,
    pub role: PersonRole,
    pub mentions: Vec<Span>,
}

/// Gathers mentions into people, in order of their first mention.
pub fn gather(
    _view: &str,
    _outline: &Outline,
    _mentions: Vec<Found<person::Said>>,
    _bodies: &[Named],
    _lexicon: &Lexicon,
) -> Vec<Person> {
    Vec::new()
}
