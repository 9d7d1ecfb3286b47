//! Plain text: decoded and otherwise untouched; each line that holds words has its number.

use super::{Content, Input, Location, encoding};
use crate::error::Unreadable;
use crate::span::Span;

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
        locations: lines(&decoded.text),
        text: decoded.text,
        media_type: "text/plain",
        encoding: Some(decoded.encoding),
        lost: decoded.lost,
        ..Content::default()
    })
}

/// The lines of `text` as editors count them: `\n`, `\r\n` and a lone `\r` end one.
pub fn lines(text: &str) -> Vec<Location> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut line) = (0, 1);
    while start < bytes.len() {
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length);
        if !text[start..end].trim().is_empty() {
            let span = Span::new(start, end);
            lines.push(Location { span, page: None, paragraph: None, line: Some(line) });
        }
        start = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        line += 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_as_an_editor_counts_them() {
        let text = "方案\n\n一、目标\r\n \r二、任务\r\n三、保障";
        let lines: Vec<_> = lines(text).into_iter().map(|at| (at.span.of(text), at.line.unwrap())).collect();
        assert_eq!(lines, [("方案", 1), ("一、目标", 3), ("二、任务", 5), ("三、保障", 6)]);
    }
}
