//! Where mentions may begin, looked for with little done for each character: of `约3万人` and the numerals, at 3; and sets of
//! characters, given as bits over the Basic Multilingual Plane. Characters beyond the plane are never members.

use std::collections::BTreeMap;

use crate::wordlist::eight;

/// A set: the 64 characters that begin with the same bytes stand in one row, each a bit.
pub(super) type Set = [[u8; 8]; 1024];

/// The set of these characters, each of one or three bytes.
pub(super) const fn set(characters: &str) -> Set {
    let text = characters.as_bytes();
    let mut bits = [[0; 8]; 1024];
    let mut at = 0;
    while at < text.len() {
        let (row, bit) = match text[at] {
            byte if byte < 0x80 => {
                at += 1;
                (byte as usize >> 6, byte & 63)
            }
            byte => {
                at += 3;
                ((byte as usize & 15) << 6 | text[at - 2] as usize & 63, text[at - 1] & 63)
            }
        };
        bits[row][bit as usize >> 3] |= 1 << (bit & 7);
    }
    bits
}

/// Whether a character of the Basic Multilingual Plane is in the set.
pub(super) fn has(set: &Set, c: char) -> bool {
    set.get(c as usize >> 6).is_some_and(|row| u64::from_le_bytes(*row) >> (c as usize & 63) & 1 == 1)
}

/// A way in which something may begin: its first character, the last six bits of the second one, and those that the third
/// one may have, as bits: of `年度前`, 年, of 度 and of 前. They rule out nearly everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub first: char,
    pub second: u8,
    pub thirds: u64,
}

impl Start {
    /// Two characters, with anything behind them.
    pub fn of(first: char, second: char) -> Start {
        Start { first, second: (u32::from(second) & 63) as u8, thirds: u64::MAX }
    }
}

/// Anything, or nothing, may stand behind a first character.
pub(super) fn begins(first: char) -> impl Iterator<Item = Start> {
    (0..64).map(move |second| Start { first, second, thirds: u64::MAX })
}

/// How things of several kinds begin.
pub(super) struct Starts<const KINDS: usize> {
    seconds: Box<Seconds>,
    tables: Box<Tables>,
    /// What may stand third, for each kind.
    thirds: Vec<[u64; KINDS]>,
}

/// By the hash of a first character what may stand second, for any kind. No more is looked up for most characters, so that it
/// stays at hand.
type Seconds = [u64; 1 << HASH];

/// Bits of the hash of a character.
const HASH: u32 = 10;

/// Looked up where something may begin.
struct Tables {
    /// For the characters that have all but the last six bits in common, what tells them in `numbers`.
    rows: [u8; 1024],
    /// By the last six bits of a character.
    columns: [Column; 64],
}

#[derive(Clone, Copy)]
struct Column {
    /// The number of each character as a first one; 0 begins nothing.
    numbers: [u8; 256],
    /// For a first character with one of these as the second, the number in `thirds`; 0 is for those that begin nothing.
    pairs: [u8; 256],
}

/// The row of characters beyond the Basic Multilingual Plane: that of surrogates, of which a text has none.
const BEYOND: u32 = 0xd800 >> 6;

/// Places that are gathered before they are looked at: the look for them has few branches that could be guessed wrong.
const PLACES: usize = 256;

impl<const KINDS: usize> Starts<KINDS> {
    /// For each kind how it may begin.
    pub fn new(kinds: [Vec<Start>; KINDS]) -> Self {
        let mut behind: BTreeMap<u16, [[u64; KINDS]; 64]> = BTreeMap::new();
        for (kind, starts) in kinds.into_iter().enumerate() {
            for Start { first, second, thirds } in starts {
                let Ok(first) = u16::try_from(u32::from(first)) else { continue };
                let seconds = behind.entry(first).or_insert([[0; KINDS]; 64]);
                seconds[usize::from(second & 63)][kind] |= thirds;
            }
        }
        let mut all = Box::new([0; 1 << HASH]);
        for (&first, kinds) in &behind {
            let mut bytes = [0; 4];
            char::from_u32(first.into()).unwrap_or_default().encode_utf8(&mut bytes);
            let seconds = (0..64).filter(|&second| kinds[second] != [0; KINDS]);
            all[hash(u32::from_le_bytes(bytes))] |= seconds.fold(0, |all, second| all | 1 << second);
        }
        let mut tables = Box::new(Tables {
            rows: [0; 1024],
            columns: [Column { numbers: [0; 256], pairs: [0; 256] }; 64],
        });
        let (mut pairs, mut thirds) = (vec![[0; 64]], vec![[0; KINDS]]);
        let mut rows = 1;
        for (first, seconds) in behind {
            let row = &mut tables.rows[usize::from(first >> 6)];
            if *row == 0 {
                *row = rows;
                rows = rows.saturating_add(1);
            }
            let seconds = seconds.map(|new| number_of_thirds(&mut thirds, new));
            tables.columns[usize::from(first & 63)].numbers[usize::from(*row)] =
                number_of_pairs(&mut pairs, seconds, &mut thirds);
        }
        for (first, seconds) in pairs.into_iter().enumerate() {
            for (column, pair) in tables.columns.iter_mut().zip(seconds) {
                column.pairs[first] = pair;
            }
        }
        Starts { seconds: all, tables, thirds }
    }

    /// Calls `take` with each place where something may begin, from left to right, and its kind.
    pub fn each(&self, text: &str, mut take: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut places = [0; PLACES];
        let mut reader = Reader { bytes, at: 0, before: 0, seconds: 0 };
        while reader.at < bytes.len() {
            let taken = reader.gather(&self.seconds, &mut places);
            places[..taken].iter().for_each(|&place| self.give(bytes, place as usize, &mut take));
        }
        // Behind the last one anything might stand.
        if reader.seconds != 0 {
            self.give(bytes, reader.before, &mut take);
        }
    }

    /// Gives the kinds that begin at a place; behind the end anything might stand.
    fn give(&self, bytes: &[u8], at: usize, take: &mut impl FnMut(usize, usize)) {
        let Tables { rows, columns } = &*self.tables;
        let (row, last, rest) = character(&bytes[at..]);
        let first = usize::from(columns[last].numbers[usize::from(rows[row])]);
        let thirds = |column: &Column| &self.thirds[usize::from(column.pairs[first])];
        if rest.is_empty() {
            let ends = |&kind: &usize| columns.iter().any(|column| thirds(column)[kind] != 0);
            return (0..KINDS).filter(ends).for_each(|kind| take(at, kind));
        }
        let (_, second, rest) = character(rest);
        let third = if rest.is_empty() { u64::MAX } else { 1 << character(rest).1 };
        for (kind, thirds) in thirds(&columns[second]).iter().enumerate() {
            if thirds & third != 0 {
                take(at, kind);
            }
        }
    }
}

/// A text read up to a place.
struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Where the character before begins, and what may stand behind it.
    before: usize,
    seconds: u64,
}

impl Reader<'_> {
    /// Puts the next places where something may begin to `places`, and says how many they are.
    fn gather(&mut self, seconds: &Seconds, places: &mut [u32; PLACES]) -> usize {
        let mut reader = Reader { ..*self };
        let mut taken = 0;
        while taken <= PLACES - 2
            && let Some(rest) = reader.bytes.get(reader.at..)
            && !rest.is_empty()
        {
            let mut pass = |character: u32, length: usize| {
                places[taken % PLACES] = reader.before as u32;
                taken += (reader.seconds >> (character >> (8 * length - 8) & 63) & 1) as usize;
                reader.seconds = seconds[hash(character)];
                reader.before = reader.at;
                reader.at += length;
            };
            if let Some(eight) = rest.first_chunk().map(|eight| u64::from_le_bytes(*eight))
                && eight as u32 & 0xF000_00F0 == 0xE000_00E0
            {
                // Mostly a character of three bytes stands before another.
                pass(eight as u32 & 0xFF_FFFF, 3);
                pass((eight >> 24) as u32 & 0xFF_FFFF, 3);
                continue;
            }
            let four = four(rest);
            match four as u8 {
                0xE0..0xF0 => pass(four & 0xFF_FFFF, 3),
                ..0x80 => pass(four & 0xFF, 1),
                0x80..0xE0 => pass(four & 0xFFFF, 2),
                _ => pass(four, 4),
            }
        }
        *self = reader;
        taken
    }
}

/// The first four bytes, the first lowest.
fn four(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or_else(|| eight(bytes) as u32, |four| u32::from_le_bytes(*four))
}

/// The row and the last six bits of the first character, and what stands behind it.
fn character(bytes: &[u8]) -> (usize, usize, &[u8]) {
    let four = four(bytes);
    let (row, last, length) = match four as u8 {
        0xE0..0xF0 => ((four & 15) << 6 | four >> 8 & 63, four >> 16, 3),
        ..0x80 => (four >> 6 & 1, four, 1),
        0x80..0xE0 => (four & 31, four >> 8, 2),
        _ => (BEYOND, four >> 24, 4),
    };
    (row as usize, (last & 63) as usize, bytes.get(length..).unwrap_or_default())
}

/// The hash of the bytes of a character.
#[inline(always)]
fn hash(character: u32) -> usize {
    (character.wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH)) as usize
}

/// The number that those equal to `new` have, or the next; none where there are no more.
fn number<T: PartialEq>(known: &mut Vec<T>, new: T) -> Option<u8> {
    let number = known.iter().position(|known| *known == new).unwrap_or(known.len());
    let short = u8::try_from(number).ok()?;
    if number == known.len() {
        known.push(new);
    }
    Some(short)
}

/// So many that they have no numbers of their own share the last one.
fn number_of_thirds<const KINDS: usize>(known: &mut Vec<[u64; KINDS]>, new: [u64; KINDS]) -> u8 {
    number(known, new).unwrap_or_else(|| {
        known[255].iter_mut().zip(new).for_each(|(last, new)| *last |= new);
        255
    })
}

fn number_of_pairs<const KINDS: usize>(
    known: &mut Vec<[u8; 64]>,
    new: [u8; 64],
    thirds: &mut Vec<[u64; KINDS]>,
) -> u8 {
    number(known, new).unwrap_or_else(|| {
        for (last, new) in known[255].iter_mut().zip(new) {
            let mut both = thirds[usize::from(*last)];
            both.iter_mut().zip(thirds[usize::from(new)]).for_each(|(last, new)| *last |= new);
            *last = number_of_thirds(thirds, both);
        }
        255
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(characters: &str) -> Start {
        let characters: Vec<char> = characters.chars().collect();
        Start { thirds: 1 << (characters[2] as u32 & 63), ..Start::of(characters[0], characters[1]) }
    }

    fn seen<const KINDS: usize>(starts: &Starts<KINDS>, text: &str) -> Vec<(usize, usize)> {
        let mut seen = Vec::new();
        starts.each(text, |at, kind| seen.push((at, kind)));
        seen
    }

    #[test]
    fn something_begins_where_three_characters_say_so() {
        let any = ['3', '、', 'é'].into_iter().flat_map(begins).collect();
        let starts = Starts::new([any, vec![start("3年前"), start("今年·"), start("今年😀")]]);
        for (text, expected) in [
            ("约3万人", vec![(3, 0)]),
            ("约3年前、", vec![(3, 0), (3, 1), (10, 0)]),
            ("约3年底", vec![(3, 0)]),
            ("今日·今年·今年底今年😀。", vec![(8, 1), (25, 1)]),
            ("é今", vec![(0, 0), (2, 1)]),
            ("约😀3", vec![(7, 0), (7, 1)]),
            ("今年", vec![(0, 1)]),
            ("今日", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(seen(&starts, text), expected, "{text}");
        }
    }

    #[test]
    fn more_characters_than_numbers_begin_nonetheless() {
        let characters: Vec<char> = ('一'..).take(900).collect();
        let words: Vec<String> = characters
            .chunks(3)
            .zip(characters.iter().rev())
            .flat_map(|(word, last)| [String::from_iter(word), String::from_iter([word[0], word[2], *last])])
            .collect();
        let starts = Starts::new([words.iter().map(|word| start(word)).collect()]);
        assert_eq!(starts.thirds.len(), 65);
        for word in &words {
            assert!(seen(&starts, word).contains(&(0, 0)), "{word}");
        }
    }
}
