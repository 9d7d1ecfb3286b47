//! The marks of a text, in order: what rules of commitments ask for segment by segment.

use crate::outline::Segment;
use crate::span::Span;

pub use crate::lexicon::marks::{Kind, Mark};

/// The marks of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    all: Vec<Mark>,
    /// From where to where those of each segment stand.
    segments: Vec<(u32, u32)>,
    /// Where a `《` or `》` stands, and how many more of the first than of the second there are up to it.
    titles: Vec<(usize, isize)>,
}

impl Marks {
    /// Marks in order.
    pub fn new(all: Vec<Mark>) -> Marks {
        let mut open = 0;
        let mut titles = Vec::new();
        for mark in &all {
            match mark.kind() {
                Kind::Title => open += 1,
                Kind::TitleEnd => open -= 1,
                _ => continue,
            }
            titles.push((mark.at(), open));
        }
        Marks { all, segments: Vec::new(), titles }
    }

    /// Parts the marks by segments, which come in order.
    pub fn part(&mut self, segments: &[Segment]) {
        let mut before = 0;
        let own = segments.iter().map(|segment| {
            let count =
                crate::span::next_within(&self.all, &mut before, segment.span, |mark| mark.span()).len();
            (before as u32, (before + count) as u32)
        });
        self.segments = own.collect();
    }

    /// The marks that begin in the segment at an index of the outline.
    pub fn of(&self, segment: usize) -> &[Mark] {
        let (from, to) = self.segments[segment];
        &self.all[from as usize..to as usize]
    }

    /// Where the marks of a kind begin.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> {
        self.all.iter().filter(move |mark| mark.kind() == kind).map(|mark| mark.at())
    }

    /// The marks that begin in `span`.
    pub fn within(&self, span: Span) -> &[Mark] {
        let from = &self.all[self.all.partition_point(|mark| mark.at() < span.start())..];
        // A segment has few of them.
        &from[..from.iter().take_while(|mark| mark.at() < span.end()).count()]
    }

    /// How many more `《` than `》` stand in `span`.
    pub fn open_titles(&self, span: Span) -> isize {
        let before = |at: usize| {
            let count = self.titles.partition_point(|&(title, _)| title < at);
            if count == 0 { 0 } else { self.titles[count - 1].1 }
        };
        before(span.end()) - before(span.start())
    }
}

/// The kinds of some marks, as bits by number.
pub fn kinds(marks: &[Mark]) -> u16 {
    marks.iter().fold(0, |kinds, mark| kinds | mark.kind().bit())
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;
    use crate::context::Terms;
    use crate::lexicon::{self, Lexicon};

    proptest! {
        #[test]
        fn every_mark_is_found(text in "[,:。(【“《》要不得负责制定特总体求é𠀀a一\n]{0,16}") {
            let mut expected = Vec::new();
            for (at, _) in text.char_indices() {
                let words = lexicon::marks::words().filter(|(word, _)| text[at..].starts_with(word));
                let mut here: Vec<_> =
                    words.map(|(_, row)| Mark::new(at, row)).collect();
                here.sort_by_key(|mark| Reverse(mark.end()));
                expected.extend(here);
            }
            let lexicon = Lexicon::embedded();
            let (_, marks) = Terms::of(&text, lexicon.hits(&text), lexicon);
            prop_assert_eq!(&marks.all, &expected);
            let count = |kind| marks.within(Span::new(1, text.len())).iter().filter(|mark| mark.kind() == kind).count();
            let open = count(Kind::Title) as isize - count(Kind::TitleEnd) as isize;
            prop_assert_eq!(marks.open_titles(Span::new(1, text.len())), open);
        }
    }
}
