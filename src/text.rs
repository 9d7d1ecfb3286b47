//! `Text`: a document's source as read and the view that everything else reads.
//!
//! The view is the source folded (Traditional to Simplified, full-width to half-width, one character for one
//! character) without the characters that only lay it out: the line end inside a wrapped sentence, the space
//! inside `2 0 2 3年`. So a pattern is written once, and every place in the view is a place in the source.

use crate::lexicon::Folding;
use crate::read::Table;
use crate::span::Span;

/// Bytes, and characters, between two entries of an [`Index`]: short enough to count through, long enough to cost little
/// memory.
const STRIDE: usize = 32;

/// A text and its view, with the way back from view to source.
#[derive(Clone, Debug)]
pub struct Text {
    source: String,
    view: String,
    /// For each place in the view where characters were left out: the byte it stands at and how many so far.
    left_out: Vec<(usize, usize)>,
    source_index: Index,
    view_index: Index,
    tables: Vec<Vec<Vec<Span>>>,
}

impl Text {
    /// Folds `source` and leaves out the bytes of the folded text that `noise` names (sorted, not overlapping).
    pub fn new(source: String, folding: &Folding, noise: impl FnOnce(&str) -> Vec<Span>) -> Text {
        Text::with_tables(source, &[], folding, noise)
    }

    /// As [`Text::new`]; what parts two cells of one of the `tables`, or a cell from the words before it, is never left out.
    pub fn with_tables(
        source: String,
        tables: &[Table],
        folding: &Folding,
        noise: impl FnOnce(&str) -> Vec<Span>,
    ) -> Text {
        let folded = folding.fold(&source);
        let mut noise = noise(&folded);
        if !tables.is_empty() {
            let ends = cell_ends(&source, &folded, tables);
            noise.retain(|span| {
                let next = ends.partition_point(|&end| end < span.start);
                ends.get(next).is_none_or(|&end| end > span.end)
            });
        }
        let (view, left_out) = without(folded, &noise);
        let source_index = Index::new(&source);
        let view_index = Index::new(&view);
        let mut text = Text { source, view, left_out, source_index, view_index, tables: Vec::new() };
        let place = |row: &Vec<Span>| row.iter().map(|&cell| text.view_span(cell)).collect();
        text.tables = tables.iter().map(|table| table.rows.iter().map(place).collect()).collect();
        text
    }

    /// Rows of cells of the tables in the text, as spans of the view.
    pub fn tables(&self) -> &[Vec<Vec<Span>>] {
        &self.tables
    }

    /// The bytes of the view for bytes of the source.
    fn view_span(&self, source: Span) -> Span {
        let [start, end] = self.source_points(source).map(|point| {
            // Characters left out before this place of the source.
            let after = self.left_out.partition_point(|&(at, dropped)| {
                self.view_index.characters_before(&self.view, at) + dropped <= point
            });
            let mut place = point - self.dropped(after);
            // Inside of what is left out there is nothing but the place where it was.
            if let Some(&(at, _)) = self.left_out.get(after) {
                place = place.min(self.view_index.characters_before(&self.view, at));
            }
            self.view_index.byte_of(&self.view, place)
        });
        Span::new(start, end.max(start))
    }

    /// The text that spans in records count in.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text that rules read.
    pub fn view(&self) -> &str {
        &self.view
    }

    /// Code points of the source, `[start, end)`, for a span of the view.
    pub fn points(&self, span: Span) -> [usize; 2] {
        let after = self.left_out.partition_point(|&(at, _)| at <= span.start);
        let start = self.view_index.characters_before(&self.view, span.start) + self.dropped(after);
        if span.is_empty() {
            return [start, start];
        }
        let mut last = span.end - 1;
        while !self.view.is_char_boundary(last) {
            last -= 1;
        }
        // Most spans are short, and nothing is left out inside of them.
        if span.len() <= STRIDE && self.left_out.get(after).is_none_or(|&(at, _)| at > last) {
            return [start, start + begun(&self.view.as_bytes()[span.start..span.end])];
        }
        let after = self.left_out.partition_point(|&(at, _)| at <= last);
        [start, self.view_index.characters_before(&self.view, last) + self.dropped(after) + 1]
    }

    /// How many characters are left out in the first so many places.
    fn dropped(&self, places: usize) -> usize {
        if places == 0 { 0 } else { self.left_out[places - 1].1 }
    }

    /// Code points of the source for bytes of the source.
    pub fn source_points(&self, span: Span) -> [usize; 2] {
        [span.start, span.end].map(|byte| self.source_index.characters_before(&self.source, byte))
    }

    /// The slice of the source between two code points.
    pub fn slice(&self, points: [usize; 2]) -> &str {
        let start = self.source_index.byte_of(&self.source, points[0]);
        let end = match points[1].saturating_sub(points[0]) {
            length @ 0..STRIDE => start + begin_of(&self.source.as_bytes()[start..], length),
            _ => self.source_index.byte_of(&self.source, points[1]),
        };
        &self.source[start..end]
    }

    /// The words of the source at a span of the view.
    pub fn quote(&self, span: Span) -> &str {
        self.slice(self.points(span))
    }

    pub fn characters(&self) -> usize {
        self.source_index.characters
    }
}

/// Where the cells of tables in `source` begin and end in the folded text, in order.
fn cell_ends(source: &str, folded: &str, tables: &[Table]) -> Vec<usize> {
    let cells = tables.iter().flat_map(|table| table.rows.iter().flatten());
    let mut ends: Vec<usize> = cells.flat_map(|cell| [cell.start, cell.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut places = source.char_indices().map(|(at, _)| at).zip(folded.char_indices().map(|(at, _)| at));
    let mut at = places.next();
    for end in &mut ends {
        while at.is_some_and(|(place, _)| place < *end) {
            at = places.next();
        }
        *end = at.map_or(folded.len(), |(_, place)| place);
    }
    ends
}

fn without(folded: String, noise: &[Span]) -> (String, Vec<(usize, usize)>) {
    if noise.is_empty() {
        return (folded, Vec::new());
    }
    let mut view = String::with_capacity(folded.len());
    let mut left_out = Vec::with_capacity(noise.len());
    let (mut at, mut dropped) = (0, 0);
    for span in noise {
        view.push_str(&folded[at..span.start]);
        dropped += span.of(&folded).chars().count();
        match left_out.last_mut() {
            Some((byte, count)) if *byte == view.len() => *count = dropped,
            _ => left_out.push((view.len(), dropped)),
        }
        at = span.end;
    }
    view.push_str(&folded[at..]);
    (view, left_out)
}

/// Finds the byte of a character and the character of a byte without counting from the start.
#[derive(Clone, Debug)]
struct Index {
    /// The characters that begin before every `STRIDE`th byte.
    before: Vec<usize>,
    /// The byte at which every `STRIDE`th character begins.
    marks: Vec<usize>,
    characters: usize,
}

impl Index {
    fn new(text: &str) -> Index {
        let bytes = text.as_bytes();
        let mut before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut marks = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut characters = 0;
        for (n, block) in bytes.chunks(STRIDE).enumerate() {
            before.push(characters);
            let next = marks.len() * STRIDE;
            let own = begun(block);
            if next < characters + own {
                marks.push(n * STRIDE + begin_of(block, next - characters));
            }
            characters += own;
        }
        Index { before, marks, characters }
    }

    fn characters_before(&self, text: &str, byte: usize) -> usize {
        let block = byte / STRIDE;
        match self.before.get(block) {
            Some(before) => before + begun(&text.as_bytes()[block * STRIDE..byte]),
            None => self.characters,
        }
    }

    fn byte_of(&self, text: &str, character: usize) -> usize {
        if character >= self.characters {
            return text.len();
        }
        let mark = self.marks[character / STRIDE];
        mark + begin_of(&text.as_bytes()[mark..], character % STRIDE)
    }
}

/// The bytes of eight that begin no character, as the lowest bit of each.
fn inner(eight: &[u8; 8]) -> u64 {
    let word = u64::from_le_bytes(*eight);
    word >> 7 & !(word >> 6) & 0x0101_0101_0101_0101
}

/// How many bits of [`inner`] are set.
fn count(bits: u64) -> usize {
    (bits.wrapping_mul(0x0101_0101_0101_0101) >> 56) as usize
}

fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// How many characters begin in `bytes` of a text.
fn begun(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.as_chunks::<8>();
    let whole: usize = eights.iter().map(|eight| 8 - count(inner(eight))).sum();
    whole + rest.iter().filter(|&&byte| begins(byte)).count()
}

/// Where the character number `n` of those that begin in `bytes` does; behind the last byte where so many do not.
fn begin_of(bytes: &[u8], n: usize) -> usize {
    let (mut at, mut left) = (0, n);
    for eight in bytes.as_chunks::<8>().0 {
        let own = 8 - count(inner(eight));
        if own > left {
            break;
        }
        left -= own;
        at += 8;
    }
    let rest = bytes[at..].iter().enumerate().filter(|&(_, &byte)| begins(byte));
    rest.map(|(place, _)| at + place).nth(left).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_the_view_finds_its_words_in_the_source() {
        let source = "發展\n２ ０ １０年，達到８０人".repeat(40);
        let text = Text::new(source, Folding::embedded(), |folded| {
            let spaces = folded.char_indices().filter(|(_, c)| c.is_whitespace());
            spaces.map(|(at, c)| Span::new(at, at + c.len_utf8())).collect()
        });
        let view = text.view();
        assert!(view.starts_with("发展2010年,达到80人"));
        for (at, _) in view.match_indices("2010年") {
            assert_eq!(text.quote(Span::new(at, at + "2010年".len())), "２ ０ １０年");
        }
        for (at, _) in view.match_indices("发展") {
            assert_eq!(text.quote(Span::new(at, at + "发展".len())), "發展");
        }
    }

    #[test]
    fn the_index_counts_as_one_character_after_another() {
        let text = "a發é２𠀀\n".repeat(50);
        let index = Index::new(&text);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        assert_eq!(index.characters, places.len() - 1);
        for (n, &at) in places.iter().enumerate() {
            assert_eq!((index.characters_before(&text, at), index.byte_of(&text, n)), (n, at));
        }
        assert_eq!((Index::new("").byte_of("", 0), Index::new("").characters_before("", 0)), (0, 0));
    }
}
