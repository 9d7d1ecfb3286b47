//! Word lists of rules, asked many times a sentence: which word does a text start or end with, does any occur in it?
//!
//! A list is cut into slots by the first and by the last character of its words, and eight bytes of a word are compared
//! at once, so that a text with none of them costs a few instructions a character and not one comparison a word.

use std::sync::OnceLock;

/// Words in the order in which they are tried. Built at its first use.
///
/// ```
/// use chengnuo::wordlist::WordList;
/// static TO: WordList = WordList::new(&["提高到", "提高", "降到"]);
/// assert_eq!(TO.ends("覆盖率提高到"), Some(0));
/// assert_eq!(TO.starts("提高到"), Some(0));
/// assert!(TO.within("死亡率降到"));
/// assert_eq!(TO.find("率提高、降到"), Some((3, 1)));
/// ```
pub struct WordList {
    words: &'static [&'static str],
    sides: OnceLock<Sides>,
}

struct Sides {
    first: Side,
    last: Side,
}

/// Words by the character at one end of theirs.
struct Side {
    /// For the last eight bits of a character the first of its words, or none.
    slots: [u8; 256],
    /// By slot, then as listed.
    words: Vec<Word>,
}

struct Word {
    /// Eight bytes from its end, and which of them it has.
    eight: u64,
    mask: u64,
    number: u8,
    slot: u8,
    /// It has more than those.
    long: bool,
}

const NONE: u8 = u8::MAX;

impl Side {
    /// `key` and `eight` tell the slot and the eight bytes of a word; `mask` those that so many bytes have.
    fn new(words: &[&str], key: fn(&[u8]) -> u8, eight: fn(&[u8]) -> u64, mask: fn(usize) -> u64) -> Side {
        let word = |(word, number): (&&str, u8)| {
            let bytes = word.as_bytes();
            let long = bytes.len() > WIDTH;
            Word { eight: eight(bytes), mask: mask(bytes.len()), number, slot: key(bytes), long }
        };
        let mut words: Vec<Word> = words.iter().zip(0..NONE).map(word).collect();
        words.sort_by_key(|word| (word.slot, word.number));
        let mut slots = [NONE; 256];
        for (word, n) in words.iter().zip(0..NONE).rev() {
            slots[usize::from(word.slot)] = n;
        }
        Side { slots, words }
    }

    /// The number of the first listed word of a slot whose bytes are among `eight` and that is `whole` there.
    #[inline]
    fn number(&self, slot: u8, eight: impl Fn() -> u64, whole: impl Fn(&Word) -> bool) -> Option<usize> {
        let first = self.slots[usize::from(slot)];
        if first == NONE {
            return None;
        }
        let eight = eight();
        let words = self.words[usize::from(first)..].iter().take_while(|word| word.slot == slot);
        let mut fitting = words.filter(|word| (word.eight ^ eight) & word.mask == 0);
        fitting.find(|word| whole(word)).map(|word| usize::from(word.number))
    }
}

/// Bytes that are compared at once.
const WIDTH: usize = 8;

/// The last eight bits of the character that `text` begins with, and its length; that of none is 1.
#[inline]
fn first(text: &[u8]) -> (u8, usize) {
    match *text {
        [0xe0..=0xef, two, three, ..] => (two << 6 | three & 0x3f, 3),
        [one @ ..0x80, ..] => (one, 1),
        [0xf0..=0xff, _, three, four, ..] => (three << 6 | four & 0x3f, 4),
        [one, two, ..] => (one << 6 | two & 0x3f, 2),
        _ => (0, 1),
    }
}

/// The last eight bits of the character that `text` ends with.
#[inline]
fn last(text: &[u8]) -> u8 {
    match *text {
        [.., before, byte @ 0x80..=0xff] => before << 6 | byte & 0x3f,
        [.., byte] => byte,
        [] => 0,
    }
}

/// The first eight bytes as a number, the first lowest, with zeros where there are fewer: tells words apart at once.
#[inline]
pub fn eight(bytes: &[u8]) -> u64 {
    let byte = |n: usize| u64::from(bytes[n]) << (8 * n);
    match (bytes.first_chunk(), bytes.first_chunk(), bytes.last_chunk()) {
        (Some(all), ..) => u64::from_le_bytes(*all),
        (_, Some(low), Some(high)) => {
            u64::from(u32::from_le_bytes(*low))
                | u64::from(u32::from_le_bytes(*high)) << (8 * (bytes.len() - 4))
        }
        _ if bytes.is_empty() => 0,
        _ => byte(0) | byte(bytes.len() / 2) | byte(bytes.len() - 1),
    }
}

/// The last eight bytes as a number, the last highest.
#[inline]
fn last_eight(bytes: &[u8]) -> u64 {
    match bytes.last_chunk() {
        Some(all) => u64::from_le_bytes(*all),
        None => eight(bytes).checked_shl(8 * (WIDTH - bytes.len()) as u32).unwrap_or(0),
    }
}

/// The words of a table, for a list of them.
pub const fn firsts<T, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut n = 0;
    while n < N {
        words[n] = table[n].0;
        n += 1;
    }
    words
}

impl WordList {
    /// A list of at most 254 words, none of them empty.
    pub const fn new(words: &'static [&'static str]) -> WordList {
        assert!(words.len() < NONE as usize);
        let mut n = 0;
        while n < words.len() {
            assert!(!words[n].is_empty());
            n += 1;
        }
        WordList { words, sides: OnceLock::new() }
    }

    /// The words as listed.
    pub const fn words(&self) -> &'static [&'static str] {
        self.words
    }

    #[inline]
    fn sides(&self) -> &Sides {
        self.sides.get_or_init(|| {
            let low = |length: usize| u64::MAX >> (8 * WIDTH.saturating_sub(length));
            let high = |length: usize| u64::MAX << (8 * WIDTH.saturating_sub(length));
            Sides {
                first: Side::new(self.words, |word| first(word).0, eight, low),
                last: Side::new(self.words, last, last_eight, high),
            }
        })
    }

    /// The number of the first listed word that `text` starts with.
    #[inline]
    pub fn starts(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        self.sides().first.number(
            first(bytes).0,
            || eight(bytes),
            |word| !word.long || text.starts_with(self.word(word)),
        )
    }

    /// The number of the first listed word that `text` ends with.
    #[inline]
    pub fn ends(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        self.sides().last.number(
            last(bytes),
            || last_eight(bytes),
            |word| !word.long || text.ends_with(self.word(word)),
        )
    }

    fn word(&self, word: &Word) -> &'static str {
        self.words[usize::from(word.number)]
    }

    /// What follows the first listed word that `text` starts with.
    #[inline]
    pub fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.starts(text).map(|number| &text[self.words[number].len()..])
    }

    /// What stands before the first listed word that `text` ends with.
    #[inline]
    pub fn strip_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.ends(text).map(|number| &text[..text.len() - self.words[number].len()])
    }

    /// The first byte in `text` at which a listed word starts, and the number of the first such word.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let sides = self.sides();
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (slot, length) = first(rest);
            if sides.first.slots[usize::from(slot)] != NONE {
                let at = text.len() - rest.len();
                let whole = |word: &Word| !word.long || text[at..].starts_with(self.word(word));
                if let Some(number) = sides.first.number(slot, || eight(rest), whole) {
                    return Some((at, number));
                }
            }
            rest = rest.get(length..)?;
        }
        None
    }

    /// Whether a listed word occurs in `text`.
    #[inline]
    pub fn within(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Whether `text` is a listed word.
    #[inline]
    pub fn has(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.sides().first.number(first(bytes).0, || eight(bytes), |word| self.word(word) == text).is_some()
    }
}

/// What lists begin with: which of some lists may have a word that a text starts with, in one look at its first character.
///
/// ```
/// use chengnuo::wordlist::Firsts;
/// static FIRSTS: Firsts = Firsts::new(&[&["提高到", "降到"], &["提高", "增长"]]);
/// assert_eq!(FIRSTS.of("提升".as_bytes()), 0b11);
/// assert_eq!(FIRSTS.of("增长".as_bytes()), 0b10);
/// assert_eq!(FIRSTS.of("减少".as_bytes()), 0);
/// ```
pub struct Firsts {
    lists: &'static [&'static [&'static str]],
    table: OnceLock<Box<[u8; LAST_BITS]>>,
}

impl Firsts {
    /// Up to eight lists.
    pub const fn new(lists: &'static [&'static [&'static str]]) -> Firsts {
        assert!(lists.len() <= 8);
        Firsts { lists, table: OnceLock::new() }
    }

    /// The lists, as bits, that may have a word with which a text begins.
    #[inline]
    pub fn of(&self, text: &[u8]) -> u8 {
        self.table.get_or_init(|| self.table())[last_bits(text)]
    }

    fn table(&self) -> Box<[u8; LAST_BITS]> {
        let mut table = Box::new([0; LAST_BITS]);
        for (n, list) in self.lists.iter().enumerate() {
            list.iter().for_each(|word| table[last_bits(word.as_bytes())] |= 1 << n);
        }
        table
    }
}

/// Numbers below which [`last_bits`] are.
pub const LAST_BITS: usize = 1 << 12;

/// The last twelve bits of the character that a text begins with, 0 for one of two or four bytes: tell nearly all
/// characters of a text apart, and need no more than a look at two bytes.
#[inline]
pub fn last_bits(text: &[u8]) -> usize {
    match *text {
        [0xE0..=0xEF, second, third, ..] => usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F),
        [byte @ ..0x80, ..] => usize::from(byte),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static WORDS: WordList = WordList::new(&["提高到", "提高", "到", "a到", "高", "一提", "é高", "𠀀高"]);

    proptest! {
        #[test]
        fn as_one_word_after_another(text in "[提高到aé一𠀀,]{0,12}") {
            let words = WORDS.words();
            prop_assert_eq!(WORDS.starts(&text), words.iter().position(|word| text.starts_with(word)));
            prop_assert_eq!(WORDS.ends(&text), words.iter().position(|word| text.ends_with(word)));
            prop_assert_eq!(WORDS.within(&text), words.iter().any(|word| text.contains(word)));
            prop_assert_eq!(WORDS.has(&text), words.contains(&text.as_str()));
            let first = text.char_indices().find_map(|(at, _)| {
                Some((at, words.iter().position(|word| text[at..].starts_with(word))?))
            });
            prop_assert_eq!(WORDS.find(&text), first);
            let ends = WORDS.ends(&text).map(|number| &text[..text.len() - words[number].len()]);
            prop_assert_eq!(WORDS.strip_end(&text), ends);
            let rest = WORDS.starts(&text).map(|number| &text[words[number].len()..]);
            prop_assert_eq!(WORDS.strip_start(&text), rest);
        }
    }
}
