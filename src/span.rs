//! `Span`: where something stands, as a half-open range of bytes in a text's view.
//!
//! Everything inside the program counts in bytes of the view ([`crate::text::Text::view`]); records count in
//! code points of the source, and [`crate::text::Text::points`] is the one place that turns the first into the second.

use std::ops::Range;

/// A half-open range of bytes in the view of a text. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // A text has no more than [`MOST`] bytes, and spans are most of what is held of it.
    start: u32,
    end: u32,
}

/// The most bytes of a text.
pub const MOST: usize = u32::MAX as usize;

impl Span {
    /// From byte `start` to before byte `end`, both at most [`MOST`].
    #[inline]
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The first byte.
    #[inline]
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// The byte behind the last one.
    #[inline]
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// This span with another start.
    #[inline]
    pub const fn starting_at(self, start: usize) -> Span {
        Span::new(start, self.end())
    }

    /// This span with another end.
    #[inline]
    pub const fn ending_at(self, end: usize) -> Span {
        Span::new(self.start(), end)
    }

    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The words at this span.
    pub fn of(self, text: &str) -> &str {
        &text[self.start()..self.end()]
    }

    /// `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn holds(self, position: usize) -> bool {
        self.start() <= position && position < self.end()
    }

    /// At least one byte in common.
    pub fn meets(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The least span that covers both.
    pub fn with(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// This span of a text that itself begins at `offset`.
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start() + offset, self.end() + offset)
    }

    /// Without white space at either end.
    #[inline]
    pub fn trimmed(self, text: &str) -> Span {
        let words = self.of(text);
        if is_edged(words.as_bytes()) {
            return self;
        }
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

/// Whether words begin and end with characters that are plainly no white space, as most do: then nothing need be
/// decoded to know that nothing is to be trimmed.
fn is_edged(words: &[u8]) -> bool {
    // Han characters at both ends, most of all.
    if matches!(words, [0xe4..=0xef, .., 0xe4..=0xef, _, _]) {
        return true;
    }
    let three = |bytes: [u8; 3]| match bytes {
        [0xe2, 0x80, last] => matches!(last, 0x90..=0x9f),
        [0xe3, 0x80, last] => last > 0x80,
        [lead, ..] => lead >= 0xe3,
    };
    let opens = match words {
        [] => return true,
        [b'!'..=b'~', ..] => true,
        [lead @ 0xe2..=0xef, b, c, ..] => three([*lead, *b, *c]),
        _ => false,
    };
    opens
        && match words {
            [.., b'!'..=b'~'] => true,
            [.., lead @ 0xe2..=0xef, b, c] => three([*lead, *b, *c]),
            _ => false,
        }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// The items of `rows` (sorted by start, not overlapping by more than their order tells) that begin inside `span`.
pub fn within<T>(rows: &[T], span: Span, at: impl Fn(&T) -> Span) -> &[T] {
    let from = rows.partition_point(|row| at(row).start < span.start);
    let to = from + rows[from..].partition_point(|row| at(row).start < span.end);
    &rows[from..to]
}

/// The items of `rows` that begin inside `span`, for spans that come in order: `before` counts those that begin before it
/// and are not looked at again.
pub fn next_within<'r, T>(rows: &'r [T], before: &mut usize, span: Span, at: impl Fn(&T) -> Span) -> &'r [T] {
    *before += rows[*before..].iter().take_while(|row| at(row).start < span.start).count();
    let rest = &rows[*before..];
    &rest[..rest.iter().take_while(|row| at(row).start < span.end).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_trimmed_from_either_end() {
        let spaces: Vec<char> = ('\0'..='\u{ffff}').filter(|c| c.is_whitespace()).collect();
        assert!(spaces.len() > 20);
        for word in ["", "到", "到2025年", "“十五五”", "、", "x", "·", "é", "𠀀", "—", "【一】"]
        {
            for space in spaces.iter().map(char::to_string).chain([String::new()]) {
                for text in
                    [format!("{space}{word}"), format!("{word}{space}"), format!("{space}{word}{space}")]
                {
                    let span = Span::new(0, text.len()).trimmed(&text);
                    assert_eq!(span.of(&text), text.trim(), "{text:?}");
                }
            }
        }
    }
}
