//! People: `县委副书记张利成`, `组　长:韩　正`, `李 震(市委宣传部)`.

use super::Found;
use crate::lexicon::{Hit, Lexicon};
use crate::span::Span;

/// A mention of a person with the posts that stand beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Without padding spaces.
    pub name: String,
    pub posts: Vec<Span>,
}

/// The people in a view.
pub fn find(_view: &str, _hits: &[Hit], _lexicon: &Lexicon) -> Vec<Found<Said>> {
    Vec::new()
}
