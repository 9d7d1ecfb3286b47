//! Quantities: `达到80人以上`, `不少于10次`, `40--50名`, `0.83万人次`, `百分之八至九`.

use super::Found;
use crate::lexicon::{Hit, Lexicon};
use crate::value::Quantity;

/// The quantities in a view.
pub fn find(_view: &str, _hits: &[Hit], _lexicon: &Lexicon) -> Vec<Found<Quantity>> {
    Vec::new()
}
