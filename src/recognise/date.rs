//! Dates: `到2017年底`, `2010年6月8日前`, `“十四五”`, `每半年`, `经过3年的努力`, `党的十九大`.

use super::Found;
use crate::lexicon::{Hit, Lexicon};

/// A date as said, before anything is known of the document it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {}

/// The dates in a view.
pub fn find(_view: &str, _hits: &[Hit], _lexicon: &Lexicon) -> Vec<Found<Said>> {
    Vec::new()
}
