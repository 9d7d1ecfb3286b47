//! Markdown: read as it stands, so that a span counts in the file that the user sees; its tables are those between bars.

use super::{Content, Input, text};
use crate::error::Unreadable;

pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let content = text::read(input)?;
    let tables = text::rows_of_lines(&content.text);
    Ok(Content { media_type: "text/markdown", tables, ..content })
}
