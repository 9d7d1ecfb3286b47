//! Bodies with their full names: `县卫计局党委` in a plan of Neiqiu is 中共内丘县卫生和计划生育局委员会.

use super::About;
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::recognise::{Found, body};
use crate::record::{BodyKind, NameBasis};
use crate::span::Span;

/// A body with its full names: several where one mention names several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub span: Span,
    pub rule: &'static str,
    pub canonical: Vec<String>,
    pub kind: BodyKind,
    pub collective: bool,
    pub basis: NameBasis,
}

/// Names the bodies of a document, in order.
pub fn name(
    _view: &str,
    _outline: &Outline,
    _bodies: Vec<Found<body::Said>>,
    _about: &About,
    _lexicon: &Lexicon,
) -> Vec<Named> {
    Vec::new()
}
