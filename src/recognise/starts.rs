//! Where mentions may begin, looked for with one look at each character: of `约3万人` and the numerals, at 3; and sets of
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
    tables: Box<Tables>,
    /// What may stand third, for each kind.
    thirds: Vec<[u64; KINDS]>,
}

/// All that is done for most characters is to look them up here, without deciding what could be guessed wrong.
struct Tables {
    /// For the characters that have all but the last six bits in common, what tells them in `numbers`.
    rows: [u8; 1024],
    /// By the last six bits of a character.
    columns: [Column; 64],
    /// What may stand third, for any kind.
    thirds: [u64; 256],
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
        let mut tables = Box::new(Tables {
            rows: [0; 1024],
            columns: [Column { numbers: [0; 256], pairs: [0; 256] }; 64],
            thirds: [0; 256],
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
        for (any, thirds) in tables.thirds.iter_mut().zip(&thirds) {
            *any = thirds.iter().fold(0, |any, thirds| any | thirds);
        }
        Starts { tables, thirds }
    }

    /// Calls `take` with each place where something may begin, from left to right, and its kind.
    pub fn each(&self, text: &str, mut take: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut reader = Reader { rest: bytes, first: 0, pair: 0 };
        while let Some((pair, third)) = reader.next(&self.tables) {
            let start = back(bytes, bytes.len() - reader.rest.len(), 3);
            self.give(start, pair, 1 << third, &mut take);
        }
        // Behind the last two anything might stand.
        self.give(back(bytes, bytes.len(), 2), reader.pair, u64::MAX, &mut take);
        let pair = |column: &Column| usize::from(column.pairs[usize::from(reader.first)]);
        let ends = |kind| self.tables.columns.iter().any(|column| self.thirds[pair(column)][kind] != 0);
        (0..KINDS).filter(|&kind| ends(kind)).for_each(|kind| take(back(bytes, bytes.len(), 1), kind));
    }

    /// Gives the kinds that two characters begin if one of the bits `third` stands behind them.
    fn give(&self, start: usize, pair: u8, third: u64, take: &mut impl FnMut(usize, usize)) {
        for (kind, thirds) in self.thirds[usize::from(pair)].iter().enumerate() {
            if thirds & third != 0 {
                take(start, kind);
            }
        }
    }
}

/// A text read up to a place.
struct Reader<'t> {
    rest: &'t [u8],
    /// The number of the character before, and that of the one before it with it.
    first: u8,
    pair: u8,
}

impl Reader<'_> {
    /// Reads past the next character with which two before it may begin something: their number, and its last six bits.
    fn next(&mut self, tables: &Tables) -> Option<(u8, u8)> {
        let Reader { mut rest, mut first, mut pair } = *self;
        let mut found = None;
        while found.is_none() {
            let four =
                rest.first_chunk().map_or_else(|| eight(rest) as u32, |four| u32::from_le_bytes(*four));
            let (row, last, length) = match four as u8 {
                0xE0..0xF0 => ((four & 15) << 6 | four >> 8 & 63, four >> 16, 3),
                ..0x80 => (four >> 6 & 1, four, 1),
                0x80..0xE0 => (four & 31, four >> 8, 2),
                _ => (BEYOND, four >> 24, 4),
            };
            let Some(after) = rest.get(length..) else { break };
            let last = (last & 63) as u8;
            if tables.thirds[usize::from(pair)] >> last & 1 != 0 {
                found = Some((pair, last));
            }
            let column = &tables.columns[usize::from(last)];
            (pair, first) =
                (column.pairs[usize::from(first)], column.numbers[usize::from(tables.rows[row as usize])]);
            rest = after;
        }
        *self = Reader { rest, first, pair };
        found
    }
}

/// Where as many characters before `at` begin.
fn back(bytes: &[u8], mut at: usize, characters: usize) -> usize {
    for _ in 0..characters {
        let inner = bytes[..at].iter().rev().take_while(|&byte| byte & 0xc0 == 0x80).count();
        at = at.saturating_sub(inner + 1);
    }
    at
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
