//! Match, choose, then read: patterns of one kind run as one automaton.

use std::ops::Range;

use super::Found;
use super::automaton::Automaton;
use super::starts::Start;
use crate::span::Span;

/// Bytes that no mention is longer than. A line of a million numerals is looked through once, not once from each of them.
pub(super) const LONGEST: usize = 900;

/// A way of saying something: a name that completes "this is …", a pattern over folded text, and a reading.
///
/// A pattern may begin with `(?-u:\b)`, which sees what stands before the match, so that it can refuse to begin inside
/// a number; it cannot look at what stands after. Its named groups say what the parts are that the reading takes apart.
pub struct Rule<V> {
    pub name: &'static str,
    pub pattern: String,
    /// Which bytes of the match are the mention; what stands around them is only looked at (`2023年` in `2023年度假村`).
    pub it: fn(&str) -> Range<usize>,
    /// `None`: the text is held, but means nothing (`2025年第3号`).
    pub read: fn(&Match) -> Option<V>,
}

/// The whole match is the mention.
pub fn all(words: &str) -> Range<usize> {
    0..words.len()
}

/// A chosen match, ready to be read.
#[derive(Clone, Copy, Debug)]
pub struct Match<'t> {
    /// The whole text, for rules that have to look at what stands around them.
    pub text: &'t str,
    pub span: Span,
    /// The part that is the mention.
    pub it: Span,
}

impl<'t> Match<'t> {
    /// The words of the whole match.
    pub fn words(&self) -> &'t str {
        self.span.of(self.text)
    }

    /// What stands before the match.
    pub fn before(&self) -> &'t str {
        &self.text[..self.span.start()]
    }

    /// What stands after the match.
    pub fn after(&self) -> &'t str {
        &self.text[self.span.end()..]
    }
}

/// The rules of one kind of mention.
pub struct Rules<V> {
    rules: Vec<Rule<V>>,
    automaton: Automaton,
}

impl<V> Rules<V> {
    /// The rules with their automaton, as the program brings it.
    pub fn new(rules: Vec<Rule<V>>, made: &'static [u8]) -> Rules<V> {
        let automaton = Automaton::new(&patterns(&rules), made);
        Rules { rules, automaton }
    }

    /// How a mention may begin.
    pub(super) fn starts(&self) -> Vec<Start> {
        self.automaton.starts()
    }
}

/// What rules have found up to a place: left to right, the longest at each place, none inside another.
pub(super) struct Search<'r, V> {
    rules: &'r Rules<V>,
    pub found: Vec<Found<V>>,
    /// Where the next mention may begin.
    pub free: usize,
}

impl<'r, V> Search<'r, V> {
    pub fn new(rules: &'r Rules<V>) -> Self {
        Search { rules, found: Vec::new(), free: 0 }
    }

    /// Takes the mention that begins at `start`, if there is one and the place is free.
    pub fn at(&mut self, text: &str, start: usize) {
        if start < self.free {
            return;
        }
        let Some((end, whose)) = self.rules.automaton.longest(text.as_bytes(), start, LONGEST) else {
            return;
        };
        let (rule, span) = (&self.rules.rules[whose], Span::new(start, end));
        let it = Span::from((rule.it)(span.of(text))).shifted(start);
        if let Some(value) = (rule.read)(&Match { text, span, it }) {
            self.found.push(Found { span: it, rule: rule.name, value });
        }
        self.free = it.end();
    }
}

/// The patterns of rules, in order.
pub(super) fn patterns<V>(rules: &[Rule<V>]) -> Vec<&str> {
    rules.iter().map(|rule| rule.pattern.as_str()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Each match in `texts` with its rule and the parts that the rule's pattern says it has; how many were seen.
    pub fn each_match<V>(
        rules: &[Rule<V>],
        made: &'static [u8],
        texts: &[String],
        mut check: impl FnMut(&Rule<V>, &str, &regex::Captures),
    ) -> usize {
        let automaton = Automaton::new(&patterns(rules), made);
        let mut parted = std::collections::BTreeMap::new();
        let mut seen = 0;
        for text in texts {
            for (at, _) in text.char_indices() {
                let Some((end, whose)) = automaton.longest(text.as_bytes(), at, LONGEST) else { continue };
                let rule = &rules[whose];
                let pattern = parted
                    .entry(whose)
                    .or_insert_with(|| regex::Regex::new(&format!("^(?:{})$", rule.pattern)).unwrap());
                let words = &text[at..end];
                let captures = pattern.captures(words).unwrap_or_else(|| panic!("{} in {words}", rule.name));
                let it = captures.name("it").map_or(0..words.len(), |it| it.range());
                assert_eq!((rule.it)(words), it, "{} in {words}", rule.name);
                check(rule, words, &captures);
                seen += 1;
            }
        }
        seen
    }
}
