//! Words for who acts: actors that are no bodies of their own (`我们`, `广大党员`, `成员单位`) and words with which what
//! they do begins (`要`, `制定`).

use rustc_hash::FxHashSet;

use super::Rows;
use crate::wordlist::{LAST_BITS, last_bits};

pub struct Duties {
    actors: Words,
    predicates: Words,
}

/// A set of words.
struct Words {
    words: FxHashSet<String>,
    /// By the last bits of a character: whether a word begins with it.
    firsts: Box<[bool; LAST_BITS]>,
    /// How long the words are that begin with two characters of this number, or are one character of this number
    /// alone: as bits, in characters. Most texts need no other look.
    lengths: Box<[u32; Words::OPENINGS]>,
}

impl Words {
    const OPENINGS: usize = 1 << 13;
    /// The last bit stands for all that are longer.
    const LONGEST: usize = 31;

    fn new(rows: &Rows) -> Words {
        let mut lengths = Box::new([0; Words::OPENINGS]);
        let mut firsts = Box::new([false; LAST_BITS]);
        let mut words = FxHashSet::default();
        for word in rows.iter().map(|row| row.cell(0)) {
            let mut chars = word.chars();
            if let Some(first) = chars.next() {
                lengths[Words::opening(first, chars.next())] |= 1 << word.chars().count().min(Words::LONGEST);
                firsts[last_bits(word.as_bytes())] = true;
                words.insert(word.to_string());
            }
        }
        Words { words, firsts, lengths }
    }

    fn opening(first: char, second: Option<char>) -> usize {
        (first as usize * 67 + second.map_or(0, |second| second as usize)) % Words::OPENINGS
    }

    /// Length of the longest word with which `text` begins.
    fn beginning(&self, text: &str) -> Option<usize> {
        if !self.firsts[last_bits(text.as_bytes())] {
            return None;
        }
        let mut chars = text.chars();
        let first = chars.next()?;
        let second = chars.next();
        let lengths = self.lengths[Words::opening(first, second)] & !0b10
            | self.lengths[Words::opening(first, None)] & 0b10;
        let mut found = None;
        for (n, (at, c)) in text.char_indices().enumerate() {
            let length = (n + 1).min(Words::LONGEST);
            if lengths >> length == 0 {
                break;
            }
            let end = at + c.len_utf8();
            if lengths >> length & 1 != 0 && self.words.contains(&text[..end]) {
                found = Some(end);
            }
        }
        found
    }
}

impl Duties {
    pub(super) fn new(actors: &Rows, predicates: &Rows) -> Duties {
        Duties { actors: Words::new(actors), predicates: Words::new(predicates) }
    }

    /// Whether `text` may begin with an actor, by its first character.
    #[inline]
    pub fn may_act(&self, text: &[u8]) -> bool {
        self.actors.firsts[last_bits(text)]
    }

    /// Length of the actor with which `text` begins.
    pub fn actor(&self, text: &str) -> Option<usize> {
        self.actors.beginning(text)
    }

    /// Length of the word with which a predicate begins here.
    pub fn predicate(&self, text: &str) -> Option<usize> {
        self.predicates.beginning(text)
    }
}
