//! The words of all tables as one list that is looked up at every character of a text: `全县建成卫生室` has 全县, 建成, 卫生室.
//!
//! Words lie in the order of their characters, and the two that a word begins with say where those with the same stand.

use rustc_hash::FxHashMap;

use super::{Hit, Table};
use crate::span::Span;
use crate::wordlist::eight;

pub(super) struct Words {
    openings: Openings,
    /// By their first two characters, where words stand in `words`. One that is a single character has NUL for the other.
    pairs: FxHashMap<(char, char), (u32, u32)>,
    words: Vec<Word>,
    /// The bytes of all words behind their first two characters.
    tails: String,
    /// What the words are, in their order; a word may stand in several tables.
    meanings: Vec<(Table, u32)>,
}

struct Word {
    /// The first eight bytes of its tail, and a mask of those that it has.
    head: u64,
    mask: u64,
    /// Its tail in [`Words::tails`].
    tail: Span,
    /// Of the whole word, in bytes.
    length: usize,
    /// Its meanings in [`Words::meanings`].
    meanings: (u32, u32),
}

impl Words {
    /// Words with the table and the row that each is of. An empty one is none, nor is one that goes over a line end, where a
    /// long text is cut.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, Table, u32)>) -> Words {
        let mut all: Vec<_> =
            words.filter(|(word, ..)| !word.is_empty() && !word.contains(['\0', '\n'])).collect();
        all.sort_unstable();
        let mut out = Words {
            openings: Openings::new(),
            pairs: FxHashMap::default(),
            words: Vec::with_capacity(all.len()),
            tails: String::new(),
            meanings: Vec::with_capacity(all.len()),
        };
        for of_word in all.chunk_by(|a, b| a.0 == b.0) {
            out.add(of_word[0].0, of_word.iter().map(|&(_, table, row)| (table, row)));
        }
        out
    }

    /// Adds a word behind all that are less.
    fn add(&mut self, word: &str, meanings: impl Iterator<Item = (Table, u32)>) {
        let mut characters = word.chars();
        let Some(first) = characters.next() else { return };
        let second = characters.next();
        let tail = characters.as_str();
        self.openings.add(first, second);
        let number = self.words.len() as u32;
        self.pairs.entry((first, second.unwrap_or_default())).or_insert((number, number)).1 = number + 1;
        let from = self.meanings.len() as u32;
        self.meanings.extend(meanings);
        self.words.push(Word {
            head: eight(tail.as_bytes()),
            mask: if tail.is_empty() { 0 } else { u64::MAX >> (64 - 8 * tail.len().min(8)) },
            tail: Span::new(self.tails.len(), self.tails.len() + tail.len()),
            length: word.len(),
            meanings: (from, self.meanings.len() as u32),
        });
        self.tails.push_str(tail);
    }

    /// Every word in a text, overlapping ones too, by start, then longest first.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(text.len() / 12);
        let mut characters = text.char_indices();
        let mut next = characters.next();
        while let Some((start, first)) = next {
            next = characters.next();
            if let Some((_, second)) = next.filter(|&(_, second)| self.openings.has(first, Some(second))) {
                let after = characters.as_str().as_bytes();
                self.of_pair(first, second, after).for_each(|word| self.push(word, start, &mut hits));
            }
            if self.openings.has(first, None) {
                self.of_pair(first, '\0', &[]).for_each(|word| self.push(word, start, &mut hits));
            }
        }
        hits
    }

    /// The words of two characters and the bytes `after` them, longest first.
    fn of_pair<'w>(&'w self, first: char, second: char, after: &'w [u8]) -> impl Iterator<Item = &'w Word> {
        let words = match self.pairs.get(&(first, second)) {
            Some(&(from, to)) => &self.words[from as usize..to as usize],
            None => &[],
        };
        let head = eight(after);
        words.iter().rev().filter(move |word| {
            (word.head ^ head) & word.mask == 0
                && (word.tail.len() <= 8 || after.starts_with(word.tail.of(&self.tails).as_bytes()))
        })
    }

    fn push(&self, word: &Word, start: usize, hits: &mut Vec<Hit>) {
        let span = Span::new(start, start + word.length);
        let meanings = &self.meanings[word.meanings.0 as usize..word.meanings.1 as usize];
        hits.extend(meanings.iter().map(|&(table, row)| Hit { span, table, row }));
    }
}

/// The two characters that words begin with, as a set that may hold a few pairs more. Most places of a text are known by
/// it to begin no word.
struct Openings {
    bits: Vec<u64>,
}

impl Openings {
    /// Bits of the set, as a power of two: the pairs of all tables fill a twentieth of them.
    const BITS: u32 = 18;

    fn new() -> Openings {
        Openings { bits: vec![0; 1 << (Openings::BITS - 6)] }
    }

    fn add(&mut self, first: char, second: Option<char>) {
        let bit = Openings::bit(first, second);
        self.bits[bit / 64] |= 1 << (bit % 64);
    }

    fn has(&self, first: char, second: Option<char>) -> bool {
        let bit = Openings::bit(first, second);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn bit(first: char, second: Option<char>) -> usize {
        let second = second.map_or(0, u32::from);
        let both = u32::from(first).wrapping_mul(0x9E37_79B1) ^ second.wrapping_mul(0x85EB_CA77);
        (both.wrapping_mul(0xC2B2_AE3D) >> (32 - Openings::BITS)) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_word_is_found_longest_first(
            words in prop::collection::btree_set("[全县a𠀀]{1,6}", 0..12),
            text in "[全县a𠀀\n]{0,24}",
        ) {
            let words: Vec<String> = words.into_iter().collect();
            let rows = || words.iter().map(String::as_str).zip(0..);
            let found = Words::new(rows().flat_map(|(word, row)| [(word, Table::Cue, row), (word, Table::Post, row)]));
            let mut expected = Vec::new();
            for (start, _) in text.char_indices() {
                let here = rows().filter(|(word, _)| text[start..].starts_with(word));
                let mut here: Vec<(Span, u32)> =
                    here.map(|(word, row)| (Span::new(start, start + word.len()), row)).collect();
                here.sort_by_key(|(span, _)| std::cmp::Reverse(span.end));
                for (span, row) in here {
                    expected.extend([Table::Post, Table::Cue].map(|table| Hit { span, table, row }));
                }
            }
            prop_assert_eq!(found.hits(&text), expected);
        }
    }
}
