//! Words for who acts: actors that are no bodies of their own (`我们`, `广大党员`, `成员单位`) and words with which what
//! they do begins (`要`, `制定`).

use rustc_hash::FxHashSet;

use super::Rows;

pub struct Duties {
    actors: Words,
    predicates: Words,
}

/// A set of words with the length of the longest.
struct Words {
    words: FxHashSet<String>,
    longest: usize,
}

impl Words {
    fn new(rows: &Rows) -> Words {
        let words: FxHashSet<String> = rows.iter().map(|row| row.cell(0).to_string()).collect();
        let longest = words.iter().map(String::len).max().unwrap_or_default();
        Words { words, longest }
    }

    fn beginning(&self, text: &str) -> Option<usize> {
        let ends = (1..=text.len().min(self.longest)).rev().filter(|&end| text.is_char_boundary(end));
        ends.into_iter().find(|&end| self.words.contains(&text[..end]))
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
