//! Dates placed in time: relative ones resolved against the document's own date, damaged ones restored.

use super::About;
use crate::outline::Outline;
use crate::recognise::{Found, date};
use crate::record::Basis;
use crate::span::Span;
use crate::value::Moment;

/// A date with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub span: Span,
    pub rule: &'static str,
    pub moment: Moment,
    /// [`Basis::Stated`] or [`Basis::Relative`].
    pub basis: Basis,
    /// Rests on restored characters.
    pub repaired: bool,
}

/// Places the dates of a document, in order.
pub fn place(_view: &str, _outline: &Outline, _dates: Vec<Found<date::Said>>, _about: &About) -> Vec<Placed> {
    Vec::new()
}
