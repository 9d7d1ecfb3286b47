//! Markdown: read as it stands, so that a span counts in the file that the user sees.

use super::{Content, Input, text};
use crate::error::Unreadable;

pub fn read(input: &Input) -> Result<Content, Unreadable> {
    Ok(Content { media_type: "text/markdown", ..text::read(input)? })
}
