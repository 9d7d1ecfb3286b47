//! A word of a record that is written at once: the text's own (`2025年`), or a short one made for it (`q12`, `2025-12-31`),
//! which stands in place, for there are thousands of them.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// A string that is written and forgotten.
#[derive(Clone, Debug)]
pub enum Word<'a> {
    Text(&'a str),
    Short(Short),
    Long(String),
}

/// A string of a few bytes, in place.
#[derive(Clone, Copy, Debug)]
pub struct Short {
    length: u8,
    /// As many as a commitment's id has: `99e33bd315924f3a:321500-328500`.
    bytes: [u8; 30],
}

impl Short {
    /// The parts as one; nothing where they do not fit.
    pub fn joined(parts: &[&str]) -> Option<Short> {
        let mut short = Short { length: 0, bytes: [0; 30] };
        for part in parts {
            let start = usize::from(short.length);
            short.bytes.get_mut(start..start + part.len())?.copy_from_slice(part.as_bytes());
            short.length += part.len() as u8;
        }
        Some(short)
    }
}

impl AsRef<str> for Short {
    fn as_ref(&self) -> &str {
        // Whole strings were put one behind the other, so that nothing is lost.
        str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Word::Text(words) => words,
            Word::Short(words) => words.as_ref(),
            Word::Long(words) => words,
        }
    }
}

impl Default for Word<'_> {
    fn default() -> Self {
        Word::Text("")
    }
}

impl<'a> From<&'a str> for Word<'a> {
    fn from(words: &'a str) -> Word<'a> {
        Word::Text(words)
    }
}

impl From<String> for Word<'_> {
    fn from(words: String) -> Self {
        Word::Long(words)
    }
}

impl From<Short> for Word<'_> {
    fn from(words: Short) -> Self {
        Word::Short(words)
    }
}

impl From<Short> for String {
    fn from(words: Short) -> String {
        words.as_ref().into()
    }
}

impl From<Short> for Cow<'_, str> {
    fn from(words: Short) -> Self {
        Cow::Owned(words.into())
    }
}

impl Serialize for Word<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_joined_as_far_as_they_fit() {
        let fits = Short::joined(&["县", ":", "0123456789", "-", "012345678901234"]);
        assert_eq!(fits.unwrap().as_ref(), "县:0123456789-012345678901234");
        assert_eq!(Short::joined(&["q", ""]).unwrap().as_ref(), "q");
        assert!(Short::joined(&["0123456789", "01234567890123456789", "a"]).is_none());
    }
}
