//! The words of all tables as lists that are looked up at every character of a text: `全县建成卫生室` has 全县, 建成, 卫生室.
//!
//! The first bytes of a word say where it stands in its list; nothing is decoded, and most places of a text are known by
//! one bit to begin no word.

use super::{Hit, Table};
use crate::span::Span;
use crate::wordlist::eight;

pub(super) struct Words {
    /// The hashes of the keys of all words, as bits.
    keys: Box<[u64; 1 << (HASH - 6)]>,
    /// By key: the first six bytes, which are two characters as a rule; three; one. Each word is in the first list that it is
    /// long enough for.
    lists: [List; 3],
    /// The bytes of all words behind their first sixteen.
    rests: Vec<u8>,
    /// What the words are; a word may stand in several tables.
    meanings: Vec<(Table, u32)>,
}

/// So many first bytes of a word are its key in each of the lists.
const KEYS: [usize; 3] = [6, 3, 1];

/// Bits of the hash of a key: the keys of all tables fill a twentieth of the hashes.
const HASH: u32 = 18;

/// Words by the hash of their keys.
struct List {
    /// Where in `words` those of each slot of [`List::SLOT`] hashes begin, and behind the last where they end.
    slots: Vec<u32>,
    /// By slot, the longest first.
    words: Vec<Word>,
}

struct Word {
    /// The first sixteen bytes, and a mask of those that it has.
    head: [u64; 2],
    mask: [u64; 2],
    /// Where the bytes behind those stand in [`Words::rests`].
    rest: u32,
    /// In bytes.
    length: u32,
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
        let mut keys = Box::new([0; 1 << (HASH - 6)]);
        let (mut rests, mut meanings) = (Vec::new(), Vec::with_capacity(all.len()));
        let mut lists = KEYS.map(|_| Vec::new());
        for of_word in all.chunk_by(|a, b| a.0 == b.0) {
            let from = meanings.len() as u32;
            meanings.extend(of_word.iter().map(|&(_, table, row)| (table, row)));
            let bytes = of_word[0].0.as_bytes();
            let (first, more) = bytes.split_at(bytes.len().min(8));
            let list = KEYS.iter().position(|&key| bytes.len() >= key).unwrap_or_default();
            let word = Word {
                head: [eight(first), eight(more)],
                mask: [mask(first.len()), mask(more.len())],
                rest: rests.len() as u32,
                length: bytes.len() as u32,
                meanings: (from, meanings.len() as u32),
            };
            let hash = hash(word.head[0], KEYS[list]);
            keys[hash / 64] |= 1 << (hash % 64);
            lists[list].push((hash, word));
            rests.extend_from_slice(bytes.get(16..).unwrap_or_default());
        }
        Words { keys, lists: lists.map(List::new), rests, meanings }
    }

    /// Every word in a text, overlapping ones too, by start, then longest first. The text begins at byte `offset` of the one
    /// that spans are of.
    pub fn hits(&self, text: &str, offset: usize) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(text.len() / 12);
        let [long, short, least] = &self.lists;
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..)
            && let Some(&first) = rest.first()
        {
            let head = eight(rest);
            let (six, three) = (hash(head, KEYS[0]), hash(head, KEYS[1]));
            if self.may_begin(six) {
                self.take(long.slot(six), rest, offset + at, &mut hits);
            }
            if self.may_begin(three) {
                self.take(short.slot(three), rest, offset + at, &mut hits);
            }
            // What begins with a character of three bytes or more is not in the last list.
            if first >= 0xE0 {
                at += if first >= 0xF0 { 4 } else { 3 };
                continue;
            }
            let one = hash(head, KEYS[2]);
            if self.may_begin(one) {
                self.take(least.slot(one), rest, offset + at, &mut hits);
            }
            at += if first >= 0x80 { 2 } else { 1 };
        }
        hits
    }

    /// Whether a word may have a key of this hash: most places of a text are told by it to begin no word.
    #[inline(always)]
    fn may_begin(&self, hash: usize) -> bool {
        self.keys[hash / 64] >> (hash % 64) & 1 != 0
    }

    /// Takes of `words` those that the bytes `rest` begin with. Apart from the look at each character, which is to be short.
    #[inline(never)]
    fn take(&self, mut words: &[Word], rest: &[u8], start: usize, hits: &mut Vec<Hit>) {
        let (first, more) = (eight(rest), eight(rest.get(8..).unwrap_or_default()));
        let alike =
            |word: &Word| (word.head[0] ^ first) & word.mask[0] | (word.head[1] ^ more) & word.mask[1] == 0;
        while let Some(n) = words.iter().position(alike) {
            let word = &words[n];
            words = &words[n + 1..];
            if word.length <= 16 || self.ends(word, rest) {
                let span = Span::new(start, start + word.length as usize);
                for &(table, row) in &self.meanings[word.meanings.0 as usize..word.meanings.1 as usize] {
                    hits.push(Hit { span, table, row });
                }
            }
        }
    }

    /// The bytes of a word behind its first sixteen are those of the text.
    fn ends(&self, word: &Word, text: &[u8]) -> bool {
        let (length, rest) = (word.length as usize, word.rest as usize);
        text.get(16..length) == self.rests.get(rest..rest + length - 16)
    }
}

impl List {
    const SLOT: usize = 8;

    /// The words with the hashes of their keys.
    fn new(mut words: Vec<(usize, Word)>) -> List {
        words.sort_by_key(|(hash, word)| (hash / List::SLOT, u32::MAX - word.length));
        let mut slots = Vec::with_capacity((1 << HASH) / List::SLOT + 1);
        for (n, (hash, _)) in words.iter().enumerate() {
            slots.resize(slots.len().max(hash / List::SLOT + 1), n as u32);
        }
        slots.resize((1 << HASH) / List::SLOT + 1, words.len() as u32);
        List { slots, words: words.into_iter().map(|(_, word)| word).collect() }
    }

    /// The words whose keys may have a hash, and others.
    fn slot(&self, hash: usize) -> &[Word] {
        let slot = hash / List::SLOT;
        &self.words[self.slots[slot] as usize..self.slots[slot + 1] as usize]
    }
}

/// The hash of the key of so many bytes that these begin with.
#[inline(always)]
fn hash(head: u64, key: usize) -> usize {
    ((head & mask(key)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH)) as usize
}

/// A mask of so many bytes of [`eight`], the first; of all where there are more.
#[inline(always)]
const fn mask(bytes: usize) -> u64 {
    match bytes {
        0 => 0,
        1..8 => u64::MAX >> (64 - 8 * bytes),
        _ => u64::MAX,
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
            prop_assert_eq!(found.hits(&text, 0), expected);
        }
    }
}
