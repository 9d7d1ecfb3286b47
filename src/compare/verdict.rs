//! Verdicts: highest, lowest, earliest, who alone, who lacks it, against the baseline, over the years.

use super::Comparison;

/// Fills the verdict of every row.
pub fn pass(_comparison: &mut Comparison) {}
