//! Words for who acts: actors that are no bodies of their own (`我们`, `广大党员`, `成员单位`) and words with which what
//! they do begins (`要`, `制定`).

use rustc_hash::FxHashSet;

use super::Rows;

pub struct Duties {
    actors: Words,
    predicates: Words,
}

/// A set of words.
struct Words {
    words: FxHashSet<String>,
    /// How long the words are that begin with a character of this number, modulo [`Words::FIRST`]: as bits, in
    /// characters. Most texts need no other look.
    lengths: Box<[u32; Words::FIRST]>,
}

impl Words {
    const FIRST: usize = 1024;
    /// The last bit stands for all that are longer.
    const LONGEST: usize = 31;

    fn new(rows: &Rows) -> Words {
        let mut lengths = Box::new([0; Words::FIRST]);
        let mut words = FxHashSet::default();
        for word in rows.iter().map(|row| row.cell(0)) {
            if let Some(first) = word.chars().next() {
                lengths[first as usize % Words::FIRST] |= 1 << word.chars().count().min(Words::LONGEST);
                words.insert(word.to_string());
            }
        }
        Words { words, lengths }
    }

    /// Length of the longest word with which `text` begins.
    fn beginning(&self, text: &str) -> Option<usize> {
        let lengths = self.lengths[text.chars().next()? as usize % Words::FIRST];
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

    /// Length of the actor with which `text` begins.
    pub fn actor(&self, text: &str) -> Option<usize> {
        self.actors.beginning(text)
    }

    /// Length of the word with which a predicate begins here.
    pub fn predicate(&self, text: &str) -> Option<usize> {
        self.predicates.beginning(text)
    }
}
