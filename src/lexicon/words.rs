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
    /// By key. Each word is in the first list that it is long enough for.
    lists: [List; 4],
    /// The bytes of all words behind their first sixteen.
    rests: Vec<u8>,
    /// What words are that stand in several tables, but for the first.
    meanings: Vec<(Table, u32)>,
}

/// So many first bytes of a word are its key in each of the lists. Six are two characters as a rule; most words that begin
/// with the same two are told apart by eight.
const KEYS: [usize; 4] = [8, 6, 3, 1];

/// Bits of the hash of a key: the keys of all tables fill a twelfth of the hashes.
const HASH: u32 = 18;

/// Words by the hash of their keys.
struct List {
    /// Where in `words` those of each slot begin, and behind the last where they end.
    slots: Box<[u32; SLOTS + 1]>,
    /// By slot, the longest first.
    words: Vec<Word>,
}

const SLOTS: usize = 1 << (HASH - 3);

struct Word {
    /// The first sixteen bytes, and a mask of those that it has.
    head: [u64; 2],
    mask: [u64; 2],
    /// Where the bytes behind those stand in [`Words::rests`].
    rest: u32,
    /// In bytes.
    length: u32,
    /// Its first meaning, and where others are in [`Words::meanings`].
    meaning: (Table, u32),
    others: (u32, u32),
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
            let (word, table, row) = of_word[0];
            meanings.extend(of_word[1..].iter().map(|&(_, table, row)| (table, row)));
            let bytes = word.as_bytes();
            let (first, more) = bytes.split_at(bytes.len().min(8));
            let list = KEYS.iter().position(|&key| bytes.len() >= key).unwrap_or_default();
            let word = Word {
                head: [eight(first), eight(more)],
                mask: [mask(first.len()), mask(more.len())],
                rest: rests.len() as u32,
                length: bytes.len() as u32,
                meaning: (table, row),
                others: (from, meanings.len() as u32),
            };
            let own = hash(word.head[0], KEYS[list]);
            // Words of the first list are looked for where those of the second may begin.
            for hash in [own, hash(word.head[0], KEYS[list].min(KEYS[1]))] {
                keys[hash / 64] |= 1 << (hash % 64);
            }
            lists[list].push((own, word));
            rests.extend_from_slice(bytes.get(16..).unwrap_or_default());
        }
        Words { keys, lists: lists.map(List::new), rests, meanings }
    }

    /// Every word in a text, overlapping ones too, by start, then longest first. The text begins at byte `offset` of the one
    /// that spans are of.
    pub fn hits(&self, text: &str, offset: usize) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(text.len() / 12);
        let [long, pairs, short, least] = &self.lists;
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..)
            && let Some(&first) = rest.first()
        {
            let head = match rest.first_chunk() {
                Some(eight) => u64::from_le_bytes(*eight),
                None => last(rest),
            };
            let (pair, three) = (hash(head, KEYS[1]), hash(head, KEYS[2]));
            if self.may_begin(pair) {
                let eight = hash(head, KEYS[0]);
                if self.may_begin(eight) {
                    self.take(long.slot(eight), head, rest, offset + at, &mut hits);
                }
                self.take(pairs.slot(pair), head, rest, offset + at, &mut hits);
            }
            if self.may_begin(three) {
                self.take(short.slot(three), head, rest, offset + at, &mut hits);
            }
            if first >= 0xE0 {
                at += 3 + usize::from(first >= 0xF0);
                continue;
            }
            // What begins with a character of three bytes or more is not in the last list.
            let one = hash(head, KEYS[3]);
            if self.may_begin(one) {
                self.take(least.slot(one), head, rest, offset + at, &mut hits);
            }
            at += 1 + usize::from(first >= 0x80);
        }
        hits
    }

    /// Whether a word may have a key of this hash: most places of a text are told by it to begin no word.
    #[inline(always)]
    fn may_begin(&self, hash: usize) -> bool {
        self.keys[hash / 64] >> (hash % 64) & 1 != 0
    }

    /// Takes of `words` those that the bytes `rest` begin with, of which `head` are the first eight.
    #[inline(always)]
    fn take(&self, words: &[Word], head: u64, rest: &[u8], start: usize, hits: &mut Vec<Hit>) {
        for word in words.iter().filter(|word| (word.head[0] ^ head) & word.mask[0] == 0) {
            if word.length <= 8 || self.goes_on(word, rest) {
                let span = Span::new(start, start + word.length as usize);
                hits.push(Hit { span, table: word.meaning.0, row: word.meaning.1 });
                if word.others.0 < word.others.1 {
                    self.push_others(word, span, hits);
                }
            }
        }
    }

    #[cold]
    fn push_others(&self, word: &Word, span: Span, hits: &mut Vec<Hit>) {
        let others = &self.meanings[word.others.0 as usize..word.others.1 as usize];
        hits.extend(others.iter().map(|&(table, row)| Hit { span, table, row }));
    }

    /// The bytes of a word behind its first eight are those of the text.
    fn goes_on(&self, word: &Word, text: &[u8]) -> bool {
        let more = eight(text.get(8..).unwrap_or_default());
        (word.head[1] ^ more) & word.mask[1] == 0 && (word.length <= 16 || self.ends(word, text))
    }

    /// The bytes of a word behind its first sixteen are those of the text.
    fn ends(&self, word: &Word, text: &[u8]) -> bool {
        let (length, rest) = (word.length as usize, word.rest as usize);
        text.get(16..length) == self.rests.get(rest..rest + length - 16)
    }
}

impl List {
    /// The words with the hashes of their keys.
    fn new(mut words: Vec<(usize, Word)>) -> List {
        words.sort_by_key(|(hash, word)| (slot(*hash), u32::MAX - word.length));
        let mut slots = Box::new([0; SLOTS + 1]);
        for (hash, _) in &words {
            slots[slot(*hash) + 1] += 1;
        }
        for n in 0..SLOTS {
            slots[n + 1] += slots[n];
        }
        List { slots, words: words.into_iter().map(|(_, word)| word).collect() }
    }

    /// The words whose keys may have a hash, and others.
    #[inline(always)]
    fn slot(&self, hash: usize) -> &[Word] {
        &self.words[self.slots[slot(hash)] as usize..self.slots[slot(hash) + 1] as usize]
    }
}

/// The slot of a list that the words with a hash of their keys stand in.
#[inline(always)]
fn slot(hash: usize) -> usize {
    (hash >> 3) % SLOTS
}

/// The hash of the key of so many bytes that these begin with.
#[inline(always)]
fn hash(head: u64, key: usize) -> usize {
    ((head & mask(key)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH)) as usize
}

/// [`eight`] where there are fewer: not for each place, so that the look at it is short.
#[cold]
#[inline(never)]
fn last(bytes: &[u8]) -> u64 {
    eight(bytes)
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
