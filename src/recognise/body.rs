//! Bodies: `县委组织部`, `县、中两院`, `各乡镇党委、政府`, `我院`, built from parts.

use super::Found;
use crate::lexicon::{Hit, Lexicon};
use crate::record::BodyKind;

/// A body as said, before the document's jurisdiction is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub kind: BodyKind,
    pub collective: bool,
}

/// The bodies in a view.
pub fn find(_view: &str, _hits: &[Hit], _lexicon: &Lexicon) -> Vec<Found<Said>> {
    Vec::new()
}
