//! Themes: codes of the taxonomy by the words of a segment and the indicators of its targets.

use super::Target;
use crate::context::Reading;
use crate::span::Span;

/// The themes of a segment, sorted.
pub fn themes(_reading: &Reading, _segment: Span, _targets: &[Target]) -> Vec<String> {
    Vec::new()
}
