//! The words of all tables as lists that are looked up at every character of a text: `全县建成卫生室` has 全县, 建成, 卫生室.
//!
//! The first bytes of a word say where it stands in its list; nothing is decoded, and most places of a text are known by
//! one bit to begin no word.

use super::{Hit, LISTS as KINDS, Table};
use crate::span::Span;
use crate::wordlist::eight;

pub(super) struct Words {
    /// By key. Each word is in the first list that it is long enough for.
    lists: [List; LISTS],
    /// What few words have.
    rests: Vec<Rest>,
}

/// Words from so many bytes on are in the first list, and in the second; all others in the last.
const LEAST: [usize; 2] = [8, 6];

/// The keys in each of the lists of words that begin with these bytes. Six are two characters as a rule, and most words
/// that begin with the same two are told apart by eight. Few words are shorter; their key is their first character.
#[inline(always)]
fn keys(head: u64) -> [u64; LISTS] {
    [head, head & mask(LEAST[1]), head & mask(length(head as u8))]
}

const LISTS: usize = 3;

/// Bits of the hash of a key: the keys of a list fill a twentieth of the hashes or less.
const HASH: u32 = 18;

/// Words by the hash of their keys.
struct List {
    /// The hashes that keys have, as bits.
    keys: Box<[u64; 1 << (HASH - 6)]>,
    /// Where in `words` those of each slot begin, and behind the last where they end.
    slots: Box<[u32; SLOTS + 1]>,
    /// By slot, the longest first.
    words: Vec<Word>,
}

const SLOTS: usize = 1 << (HASH - 4);

struct Word {
    /// The first sixteen bytes.
    head: [u64; 2],
    /// In bytes.
    length: u32,
    table: Table,
    row: u32,
    /// Its number in [`Words::rests`], or [`NONE`].
    rest: u32,
}

const NONE: u32 = u32::MAX;

/// What stands in no [`Word`]: the bytes behind its first sixteen, and its other meanings where it stands in several tables.
#[derive(Default)]
struct Rest {
    bytes: Box<[u8]>,
    meanings: Box<[(Table, u32)]>,
}

/// A place in a text at which words of a list may begin, the list, and the hash of their keys.
#[derive(Clone, Copy, Default)]
struct Place(u64);

/// Places that are looked for before words are looked up there: the look for them has no branch that could be guessed
/// wrong, and the words of many are fetched from memory at once.
const PLACES: usize = 256;

/// In so many bytes of a text there is one word of each list at most, as a rule.
const ROOM: [usize; KINDS] = [24, 40, 60, 24];

impl Words {
    /// Words with the table and the row that each is of. An empty one is none, nor is one that goes over a line end, where a
    /// long text is cut.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, Table, u32)>) -> Words {
        let mut all: Vec<_> =
            words.filter(|(word, ..)| !word.is_empty() && !word.contains(['\0', '\n'])).collect();
        all.sort_unstable();
        let mut rests = Vec::new();
        let mut lists = [const { Vec::new() }; LISTS];
        for of_word in all.chunk_by(|a, b| a.0 == b.0) {
            let (word, table, row) = of_word[0];
            let bytes = word.as_bytes();
            let length = bytes.len() as u32;
            let rest = Rest {
                bytes: bytes.get(16..).unwrap_or_default().into(),
                meanings: of_word[1..].iter().map(|&(_, table, row)| (table, row)).collect(),
            };
            let has_rest = !rest.bytes.is_empty() || !rest.meanings.is_empty();
            let (first, more) = bytes.split_at(bytes.len().min(8));
            let list = LEAST.iter().position(|&least| bytes.len() >= least).unwrap_or(LISTS - 1);
            let head = [eight(first), eight(more)];
            let rest_number = if has_rest { rests.len() as u32 } else { NONE };
            rests.extend(has_rest.then_some(rest));
            lists[list]
                .push((hash(keys(head[0])[list]), Word { head, length, table, row, rest: rest_number }));
        }
        Words { lists: lists.map(List::new), rests }
    }

    /// Every word in a text, overlapping ones too, in the lists of [`super::Hits`]. The text begins at byte `offset` of the
    /// one that spans are of.
    pub fn hits(&self, text: &str, offset: usize) -> [Vec<Hit>; KINDS] {
        let mut hits = ROOM.map(|bytes| Vec::with_capacity(text.len() / bytes));
        let bytes = text.as_bytes();
        let mut places = [Place::default(); PLACES];
        let mut taken = 0;
        let mut at = 0;
        while let Some(rest) = bytes.get(at..)
            && let Some(&first) = rest.first()
        {
            let head = match rest.first_chunk() {
                Some(eight) => u64::from_le_bytes(*eight),
                None => last(rest),
            };
            for (n, (list, key)) in self.lists.iter().zip(keys(head)).enumerate() {
                let hash = hash(key);
                places[taken] = Place::new(at, n, hash);
                taken += list.may_have(hash);
            }
            if taken > PLACES - LISTS {
                self.take(&places[..taken], bytes, offset, &mut hits);
                taken = 0;
            }
            at += length(first);
        }
        self.take(&places[..taken], bytes, offset, &mut hits);
        hits
    }

    /// Takes the words that stand at these places.
    fn take(&self, places: &[Place], text: &[u8], offset: usize, hits: &mut [Vec<Hit>; KINDS]) {
        // Where the words stand is asked for all places first, so that memory is waited for once and not for each.
        let mut slots = [(0, 0); PLACES];
        for (slot, place) in slots.iter_mut().zip(places) {
            *slot = self.lists[place.list()].slot(place.hash());
        }
        for (place, slot) in places.iter().zip(slots) {
            let rest = &text[place.at()..];
            let head = eight(rest);
            for word in &self.lists[place.list()].words[slot.0 as usize..slot.1 as usize] {
                let length = word.length as usize;
                if (word.head[0] ^ head) & mask(length) == 0 && (length <= 8 || self.goes_on(word, rest)) {
                    let start = offset + place.at();
                    let span = Span::new(start, start + length);
                    hits[word.table.list()].push(Hit { span, table: word.table, row: word.row });
                    if word.rest != NONE {
                        self.push_others(word, span, hits);
                    }
                }
            }
        }
    }

    #[cold]
    fn push_others(&self, word: &Word, span: Span, hits: &mut [Vec<Hit>; KINDS]) {
        for &(table, row) in &self.rests[word.rest as usize].meanings {
            hits[table.list()].push(Hit { span, table, row });
        }
    }

    /// The bytes of a word behind its first eight are those of the text.
    fn goes_on(&self, word: &Word, text: &[u8]) -> bool {
        let length = word.length as usize;
        let more = eight(text.get(8..).unwrap_or_default());
        (word.head[1] ^ more) & mask(length - 8) == 0 && (length <= 16 || self.ends(word, text))
    }

    /// The bytes of a word behind its first sixteen are those of the text.
    fn ends(&self, word: &Word, text: &[u8]) -> bool {
        text.get(16..word.length as usize) == Some(&self.rests[word.rest as usize].bytes)
    }
}

impl Place {
    #[inline(always)]
    fn new(at: usize, list: usize, hash: usize) -> Place {
        Place((at as u64) << (HASH + 2) | (hash as u64) << 2 | list as u64)
    }

    fn at(self) -> usize {
        (self.0 >> (HASH + 2)) as usize
    }

    fn list(self) -> usize {
        (self.0 % 4) as usize
    }

    fn hash(self) -> usize {
        (self.0 >> 2) as usize % (1 << HASH)
    }
}

impl List {
    /// The words with the hashes of their keys.
    fn new(mut words: Vec<(usize, Word)>) -> List {
        words.sort_by_key(|(hash, word)| (slot(*hash), u32::MAX - word.length));
        let mut keys = Box::new([0; 1 << (HASH - 6)]);
        let mut slots = Box::new([0; SLOTS + 1]);
        for (hash, _) in &words {
            keys[hash / 64] |= 1 << (hash % 64);
            slots[slot(*hash) + 1] += 1;
        }
        for n in 0..SLOTS {
            slots[n + 1] += slots[n];
        }
        List { keys, slots, words: words.into_iter().map(|(_, word)| word).collect() }
    }

    /// 1 where a word may have a key of this hash, else 0: most places of a text are told by it to begin no word.
    #[inline(always)]
    fn may_have(&self, hash: usize) -> usize {
        (self.keys[hash / 64] >> (hash % 64) & 1) as usize
    }

    /// From where to where the words stand whose keys may have a hash, and others.
    #[inline(always)]
    fn slot(&self, hash: usize) -> (u32, u32) {
        (self.slots[slot(hash)], self.slots[slot(hash) + 1])
    }
}

/// The slot of a list that the words with a hash of their keys stand in.
#[inline(always)]
fn slot(hash: usize) -> usize {
    (hash >> 4) % SLOTS
}

#[inline(always)]
fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH)) as usize
}

/// The bytes of the character with this first byte.
#[inline(always)]
fn length(first: u8) -> usize {
    1 + usize::from(first >= 0xC0) + usize::from(first >= 0xE0) + usize::from(first >= 0xF0)
}

/// [`eight`] where there are fewer: not for each place, so that the look at it is short.
#[cold]
#[inline(never)]
fn last(bytes: &[u8]) -> u64 {
    eight(bytes)
}

/// A mask of so many bytes of [`eight`], at least one; of all where there are more.
#[inline(always)]
const fn mask(bytes: usize) -> u64 {
    if bytes < 8 { u64::MAX >> (64 - 8 * bytes) } else { u64::MAX }
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
            let found = Words::new(rows().flat_map(|(word, row)| [(word, Table::Figure, row), (word, Table::Post, row)]));
            let mut expected = Vec::new();
            for (start, _) in text.char_indices() {
                let here = rows().filter(|(word, _)| text[start..].starts_with(word));
                let mut here: Vec<(Span, u32)> =
                    here.map(|(word, row)| (Span::new(start, start + word.len()), row)).collect();
                here.sort_by_key(|(span, _)| std::cmp::Reverse(span.end()));
                for (span, row) in here {
                    expected.extend([Table::Post, Table::Figure].map(|table| Hit { span, table, row }));
                }
            }
            prop_assert_eq!(&found.hits(&text, 0)[0], &expected);
        }
    }
}
