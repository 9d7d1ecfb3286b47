//! Plain text: decoded and otherwise untouched.

use super::{Content, Input, encoding};
use crate::error::Unreadable;

/// Characters with the encoding that they were read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Characters that could not be read and stand as U+FFFD.
    pub lost: usize,
}

pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let decoded = match input.decoded {
        Some(decoded) => decoded.clone(),
        None => encoding::decode(input.bytes)?,
    };
    if decoded.text.chars().all(char::is_whitespace) {
        return Err(Unreadable::new("empty", "the file holds nothing but white space"));
    }
    Ok(Content {
        text: decoded.text,
        media_type: "text/plain",
        encoding: Some(decoded.encoding),
        lost: decoded.lost,
        ..Content::default()
    })
}
