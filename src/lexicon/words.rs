//! The words of all tables as lists that are looked up at every character of a text: `全县建成卫生室` has 全县, 建成, 卫生室.
//!
//! The first bytes of a word say where it stands in its list; nothing is decoded, and most places of a text are known by
//! one bit to begin no word.

use std::hint::black_box;

use super::{Hit, LISTS as KINDS, Table};
use crate::span::Span;

pub(super) struct Words {
    /// The hashes that keys have, as bits, by the part that they are of.
    keys: Box<[[u64; HASHES / 64]; PARTS]>,
    /// Where in `words` those of each slot begin, and behind the last where they end.
    slots: Box<[u32; SLOTS + 1]>,
    /// By slot, the longest first; those of several tables once for each.
    words: Vec<Word>,
    /// The bytes of long words behind their heads.
    rests: Vec<Box<[u8]>>,
}

/// Words from so many bytes on are in the first part, and in the second; all others in the last.
const LEAST: [usize; 2] = [8, 6];

const PARTS: usize = LEAST.len() + 1;

/// The keys in each of the parts of words that begin with these bytes, the first of which says how long the first character
/// is. Six are two characters as a rule, and most words that begin with the same two are told apart by eight. Few words are
/// shorter; their key is their first character.
#[inline(always)]
fn keys(head: u64, length: usize) -> [u64; PARTS] {
    let first = |bytes: usize| head << (64 - 8 * bytes);
    [head, first(LEAST[1]), first(length)]
}

/// Hashes of keys: those of a part fill a twentieth of them or less.
const HASHES: usize = 1 << HASH[0];

/// Bits of a hash, by part: words of one character are few.
const HASH: [u32; PARTS] = [18, 18, 14];

/// Slots, one of each part after the other, and one of none.
const SLOTS: usize = HASHES >> 4 << 2;

struct Word {
    /// The first bytes, as [`wide`] has them.
    head: [u64; 2],
    /// In bytes.
    length: u32,
    row: u32,
    /// If it is longer than its head, its number in [`Words::rests`].
    rest: u32,
    table: Table,
    /// By how much to shift the first bytes of a text so that only those are left that the word has too; the second half
    /// by a byte more.
    shifts: [u8; 2],
}

/// Bytes that are looked at from a place of a text on.
const WIDTH: usize = 16;

/// Those of them that a [`Word`] has itself: five characters, most of all.
const HEAD: usize = WIDTH - 1;

/// A place in a text at which words of a slot may begin.
#[derive(Clone, Copy, Default)]
struct Place(u64);

/// Places that are looked for before words are looked up there: the look for them has no branch that could be guessed
/// wrong, and the words of many are fetched from memory at once.
const PLACES: usize = 256;

/// What is filled again for each row of places: where their words stand, and those that were found.
struct Desk {
    slots: [(u32, u32); PLACES],
    found: [Hit; PLACES],
}

/// Stands where no word was found yet.
const NOTHING: Hit = Hit { span: Span::new(0, 0), table: Table::Post, row: 0 };

/// In so many bytes of a text there is one word of each list at most, as a rule.
const ROOM: [usize; KINDS] = [28, 40, 60, 15];

impl Words {
    /// Words with the table and the row that each is of. An empty one is none, nor is one that goes over a line end, behind
    /// which a long text is cut.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, Table, u32)>) -> Words {
        let mut all: Vec<_> = words
            .filter(|(word, ..)| *word == "\n" || !word.is_empty() && !word.contains(['\0', '\n']))
            .collect();
        all.sort_unstable();
        let mut keys = Box::new([[0; HASHES / 64]; PARTS]);
        let mut slots = Box::new([0; SLOTS + 1]);
        let mut words = Vec::with_capacity(all.len());
        let mut rests = Vec::new();
        for (word, table, row) in all {
            let bytes = word.as_bytes();
            let head = wide(bytes);
            let part = LEAST.iter().position(|&least| bytes.len() >= least).unwrap_or(PARTS - 1);
            let hash = hash(self::keys(head[0], length(bytes[0]))[part], part);
            let slot = slot(part, hash);
            let word = Word {
                head,
                length: bytes.len() as u32,
                row,
                rest: rests.len() as u32,
                table,
                shifts: [64 - 8 * bytes.len().min(8) as u8, 8 * (HEAD - bytes.len().clamp(8, HEAD)) as u8],
            };
            keys[part][hash / 64] |= 1 << (hash % 64);
            slots[slot + 1] += 1;
            words.push((slot, word));
            rests.extend(bytes.get(HEAD + 1..).map(|_| bytes[HEAD..].into()));
        }
        for n in 0..SLOTS {
            slots[n + 1] += slots[n];
        }
        words.sort_by_key(|(slot, word)| (*slot, u32::MAX - word.length));
        Words { keys, slots, words: words.into_iter().map(|(_, word)| word).collect(), rests }
    }

    /// Every word in a text, overlapping ones too, in the lists of [`super::Hits`]. The text begins at byte `offset` of the
    /// one that spans are of.
    pub fn hits(&self, text: &str, offset: usize) -> [Vec<Hit>; KINDS] {
        let mut hits = ROOM.map(|bytes| Vec::with_capacity(text.len() / bytes));
        let bytes = text.as_bytes();
        let last = self.look(bytes, (bytes.len() + 1).saturating_sub(WIDTH), offset, &mut hits);
        // No word has the zeros that stand behind the last bytes.
        let mut end = [0; 2 * WIDTH];
        let rest = &bytes[last..];
        end[..rest.len()].copy_from_slice(rest);
        self.look(&end, rest.len(), offset + last, &mut hits);
        hits
    }

    /// Finds the words that begin before byte `until` of a text, from each of which on it has [`WIDTH`] bytes. Where the
    /// next character begins.
    fn look(&self, text: &[u8], until: usize, offset: usize, hits: &mut [Vec<Hit>; KINDS]) -> usize {
        let mut places = [Place::default(); PLACES];
        let mut desk = Desk { slots: [(0, 0); PLACES], found: [NOTHING; PLACES] };
        let mut taken = 0;
        let mut at = 0;
        while at < until {
            let head = text[at..].first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
            let length = length(head as u8);
            for (part, key) in keys(head, length).into_iter().enumerate() {
                let hash = hash(key, part);
                places[taken % PLACES] = Place::new(at, slot(part, hash));
                taken += (self.keys[part][hash / 64] >> (hash % 64) & 1) as usize;
            }
            if taken > PLACES - PARTS {
                self.take(&places[..taken], text, offset, &mut desk, hits);
                taken = 0;
            }
            at += length;
        }
        self.take(&places[..taken], text, offset, &mut desk, hits);
        at
    }

    /// Takes the words that stand at these places.
    fn take(
        &self,
        places: &[Place],
        text: &[u8],
        offset: usize,
        Desk { slots, found }: &mut Desk,
        hits: &mut [Vec<Hit>; KINDS],
    ) {
        // All are fetched before the first is looked at, so that memory is waited for once and not for each.
        for (slot, place) in slots.iter_mut().zip(places) {
            *slot = (self.slots[place.slot()], self.slots[place.slot() + 1]);
        }
        let fetched =
            slots[..places.len()].iter().fold(0, |all, (first, _)| all ^ self.words[*first as usize].row);
        black_box(fetched);
        // As places are taken whether or not words may begin there, words are, whether or not they stand there.
        let mut count = 0;
        for (place, slot) in places.iter().zip(slots) {
            let rest = &text[place.at()..];
            let head = rest.first_chunk().map_or([0; 2], halves);
            let start = offset + place.at();
            for word in &self.words[slot.0 as usize..slot.1 as usize] {
                let span = Span::new(start, start + word.length as usize);
                found[count] = Hit { span, table: word.table, row: word.row };
                let begins = word.begins(head);
                let stands =
                    if begins & (word.length as usize > HEAD) { self.ends(word, rest) } else { begins };
                count += usize::from(stands);
                if count == PLACES {
                    part(found, hits);
                    count = 0;
                }
            }
        }
        part(&found[..count], hits);
    }

    /// The bytes of a word behind its head are those of the text.
    #[cold]
    fn ends(&self, word: &Word, text: &[u8]) -> bool {
        text.get(HEAD..word.length as usize) == Some(&self.rests[word.rest as usize])
    }
}

impl Word {
    /// Whether its first bytes are these.
    #[inline(always)]
    fn begins(&self, [low, high]: [u64; 2]) -> bool {
        let [first, second] = self.shifts;
        let low = (self.head[0] ^ low) << first;
        let high = (self.head[1] ^ high) << 8 << second;
        low | high == 0
    }
}

impl Place {
    #[inline(always)]
    fn new(at: usize, slot: usize) -> Place {
        Place(at as u64 * SLOTS as u64 + slot as u64)
    }

    fn at(self) -> usize {
        (self.0 / SLOTS as u64) as usize
    }

    fn slot(self) -> usize {
        (self.0 % SLOTS as u64) as usize
    }
}

/// Puts words into the lists of their tables.
fn part(found: &[Hit], hits: &mut [Vec<Hit>; KINDS]) {
    for hit in found {
        hits[hit.table.list()].push(*hit);
    }
}

/// The slot of the words of a part with a hash of their keys.
#[inline(always)]
fn slot(part: usize, hash: usize) -> usize {
    (hash >> 4 << 2) + part
}

#[inline(always)]
fn hash(key: u64, part: usize) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH[part])) as usize
}

/// The bytes of the character with this first byte.
#[inline(always)]
fn length(first: u8) -> usize {
    // By the upper half of the byte.
    const LENGTHS: u64 = 0x4322_1111_1111_1111;
    (LENGTHS >> (first >> 4 << 2)) as usize & 7
}

/// The first bytes, the first lowest, with zeros where there are fewer.
fn wide(bytes: &[u8]) -> [u64; 2] {
    let mut all = [0; WIDTH];
    let length = bytes.len().min(WIDTH);
    all[..length].copy_from_slice(&bytes[..length]);
    halves(&all)
}

#[inline(always)]
fn halves(bytes: &[u8; WIDTH]) -> [u64; 2] {
    let all = u128::from_le_bytes(*bytes);
    [all as u64, (all >> 64) as u64]
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
