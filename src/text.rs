//! `Text`: a document's source as read and the view that everything else reads.
//!
//! The view is the source folded (Traditional to Simplified, full-width to half-width, one character for one
//! character) without the characters that only lay it out: the line end inside a wrapped sentence, the space
//! inside `2 0 2 3年`. So a pattern is written once, and every place in the view is a place in the source.

use crate::lexicon::Folding;
use crate::read::Table;
use crate::span::Span;

/// Characters between two entries of an [`Index`]: short enough to count through, long enough to cost little memory.
const STRIDE: usize = 64;

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

    /// As [`Text::new`]; what parts two cells of one of the `tables` is never left out.
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
                ends.get(next).is_none_or(|&end| end >= span.end)
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
            let dropped = if after == 0 { 0 } else { self.left_out[after - 1].1 };
            let mut place = point - dropped;
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
        let start = self.point(span.start);
        let Some(last) = self.view[span.start..span.end].char_indices().next_back() else {
            return [start, start];
        };
        [start, self.point(span.start + last.0) + 1]
    }

    fn point(&self, byte: usize) -> usize {
        let after = self.left_out.partition_point(|&(at, _)| at <= byte);
        let dropped = if after == 0 { 0 } else { self.left_out[after - 1].1 };
        self.view_index.characters_before(&self.view, byte) + dropped
    }

    /// Code points of the source for bytes of the source.
    pub fn source_points(&self, span: Span) -> [usize; 2] {
        [span.start, span.end].map(|byte| self.source_index.characters_before(&self.source, byte))
    }

    /// The slice of the source between two code points.
    pub fn slice(&self, points: [usize; 2]) -> &str {
        let start = self.source_index.byte_of(&self.source, points[0]);
        let end = self.source_index.byte_of(&self.source, points[1]);
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
    /// The byte at which every `STRIDE`th character begins.
    marks: Vec<usize>,
    characters: usize,
}

impl Index {
    fn new(text: &str) -> Index {
        let mut marks = Vec::with_capacity(text.len() / (STRIDE * 2) + 1);
        let mut characters = 0;
        for (byte, _) in text.char_indices() {
            if characters % STRIDE == 0 {
                marks.push(byte);
            }
            characters += 1;
        }
        Index { marks, characters }
    }

    fn characters_before(&self, text: &str, byte: usize) -> usize {
        let Some(mark) = self.marks.partition_point(|&mark| mark <= byte).checked_sub(1) else { return 0 };
        mark * STRIDE + text[self.marks[mark]..byte].chars().count()
    }

    fn byte_of(&self, text: &str, character: usize) -> usize {
        if character >= self.characters {
            return text.len();
        }
        let mark = self.marks[character / STRIDE];
        text[mark..].char_indices().nth(character % STRIDE).map_or(text.len(), |(byte, _)| mark + byte)
    }
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
}
