//! Match, choose, then read: patterns of one kind compiled into one automaton.

use std::sync::OnceLock;

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

use super::Found;
use crate::span::Span;

/// Bytes that no mention is longer than. A line of a million numerals is looked through once, not once from each of them.
const LONGEST: usize = 900;

/// A way of saying something: a name that completes "this is …", a pattern over folded text, and a reading.
///
/// Where the pattern names a group `it`, that group alone is the mention; what follows it is only looked at
/// (`2023年` in `2023年度假村`).
pub struct Rule<V> {
    pub name: &'static str,
    pub pattern: String,
    /// `None`: the text is held, but means nothing (`2025年第3号`).
    pub read: fn(&Match) -> Option<V>,
}

/// A chosen match, ready to be read.
pub struct Match<'t> {
    /// The whole text, for rules that have to look at what stands around them.
    pub text: &'t str,
    pub span: Span,
    captures: regex::Captures<'t>,
}

impl<'t> Match<'t> {
    /// The words of a named group, or `None` where it took no part.
    pub fn get(&self, group: &str) -> Option<&'t str> {
        self.captures.name(group).map(|found| found.as_str())
    }

    /// Where a named group stands in the text.
    pub fn span_of(&self, group: &str) -> Option<Span> {
        self.captures.name(group).map(|found| Span::new(found.start(), found.end()).shifted(self.span.start))
    }

    /// The words of the whole match.
    pub fn words(&self) -> &'t str {
        self.span.of(self.text)
    }

    /// What stands before the match.
    pub fn before(&self) -> &'t str {
        &self.text[..self.span.start]
    }

    /// What stands after the match.
    pub fn after(&self) -> &'t str {
        &self.text[self.span.end..]
    }
}

/// The rules of one kind of mention.
pub struct Rules<V> {
    rules: Vec<Rule<V>>,
    automaton: DFA,
    caches: Pool<Cache, Box<dyn Fn() -> Cache + Send + Sync>>,
    /// Compiled when a rule first matches: most rules of most documents never do.
    readers: Vec<OnceLock<regex::Regex>>,
    starts: Starts,
}

impl<V> Rules<V> {
    /// Compiles the rules. A pattern that does not compile is a mistake in the program.
    pub fn new(rules: Vec<Rule<V>>) -> Rules<V> {
        let parsed: Vec<Hir> = rules.iter().map(|rule| parse(rule.name, &rule.pattern)).collect();
        let automaton = NFA::compiler()
            .configure(thompson::Config::new().which_captures(WhichCaptures::None))
            .build_many_from_hir(&parsed)
            .map_err(|error| error.to_string())
            .and_then(|nfa| {
                let config = DFA::config().match_kind(MatchKind::All).cache_capacity(16 << 20);
                DFA::builder().configure(config).build_from_nfa(nfa).map_err(|error| error.to_string())
            })
            .unwrap_or_else(|error| panic!("a rule's pattern is broken: {error}"));
        let readers = rules.iter().map(|_| OnceLock::new()).collect();
        let starts = Starts::of(&parsed);
        let fresh = automaton.clone();
        let caches =
            Pool::new(Box::new(move || fresh.create_cache()) as Box<dyn Fn() -> Cache + Send + Sync>);
        Rules { rules, automaton, caches, readers, starts }
    }

    fn reader(&self, rule: usize) -> &regex::Regex {
        self.readers[rule].get_or_init(|| {
            let Rule { name, pattern, .. } = &self.rules[rule];
            regex::Regex::new(&format!("^(?:{pattern})$"))
                .unwrap_or_else(|error| panic!("the pattern of {name:?} is broken: {error}"))
        })
    }

    /// All mentions in `text`, left to right, the longest at each place, none inside another.
    ///
    /// A rule's own `(?-u:\b)` sees what stands before the match, so it can refuse to begin inside a number.
    pub fn find(&self, text: &str) -> Vec<Found<V>> {
        let mut found = Vec::new();
        self.each(text, |span, rule, matched| {
            if let Some(value) = (rule.read)(matched) {
                found.push(Found { span, rule: rule.name, value });
            }
        });
        found
    }

    fn each(&self, text: &str, mut take: impl FnMut(Span, &Rule<V>, &Match)) {
        let mut cache = self.caches.get();
        let mut at = 0;
        while let Some(start) = self.starts.next(text, at) {
            let mut end = text.len().min(start + LONGEST);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let input = Input::new(text).span(start..end).anchored(Anchored::Yes);
            match self.automaton.try_search_fwd(&mut cache, &input) {
                Ok(Some(half)) if half.offset() > start => {
                    let span = Span::new(start, half.offset());
                    let number = half.pattern().as_usize();
                    at = span.end;
                    if let Some(captures) = self.reader(number).captures(span.of(text)) {
                        let matched = Match { text, span, captures };
                        let it = matched.span_of("it").unwrap_or(span);
                        take(it, &self.rules[number], &matched);
                        at = it.end.max(start + 1);
                    }
                }
                _ => at = start + text[start..].chars().next().map_or(1, char::len_utf8),
            }
        }
    }
}

/// The characters with which a match may begin, as bits over the Basic Multilingual Plane.
struct Starts {
    bits: Box<[u64; 1024]>,
    any: bool,
}

impl Starts {
    fn of(parsed: &[Hir]) -> Starts {
        let mut starts = Starts { bits: Box::new([0; 1024]), any: false };
        for hir in parsed {
            starts.any |= starts.first(hir).is_none();
        }
        starts
    }

    /// Adds the characters that a pattern may begin with; gives whether it can match nothing, so that what follows it
    /// counts too, or `None` where nearly any character may begin it.
    fn first(&mut self, hir: &Hir) -> Option<bool> {
        const MANY: usize = 4_000;
        Some(match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => true,
            HirKind::Literal(literal) => {
                std::str::from_utf8(&literal.0).ok()?.chars().next().into_iter().for_each(|c| self.add(c));
                false
            }
            HirKind::Class(Class::Unicode(class)) => {
                let size = |range: &ClassUnicodeRange| range.end() as usize - range.start() as usize;
                if class.ranges().iter().map(size).sum::<usize>() > MANY {
                    return None;
                }
                class.ranges().iter().flat_map(|range| range.start()..=range.end()).for_each(|c| self.add(c));
                false
            }
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Repetition(repetition) => self.first(&repetition.sub)? || repetition.min == 0,
            HirKind::Capture(capture) => self.first(&capture.sub)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    if !self.first(part)? {
                        return Some(false);
                    }
                }
                true
            }
            HirKind::Alternation(parts) => {
                let mut empty = false;
                for part in parts {
                    empty |= self.first(part)?;
                }
                empty
            }
        })
    }

    fn add(&mut self, c: char) {
        match self.bits.get_mut(c as usize >> 6) {
            Some(word) => *word |= 1 << (c as usize & 63),
            None => self.any = true,
        }
    }

    fn has(&self, c: char) -> bool {
        self.any || self.bits.get(c as usize >> 6).is_some_and(|word| word >> (c as usize & 63) & 1 == 1)
    }

    fn next(&self, text: &str, from: usize) -> Option<usize> {
        text[from..].char_indices().find(|&(_, c)| self.has(c)).map(|(at, _)| from + at)
    }
}

fn parse(name: &str, pattern: &str) -> Hir {
    regex_syntax::parse(pattern).unwrap_or_else(|error| panic!("the pattern of {name:?} is broken: {error}"))
}
