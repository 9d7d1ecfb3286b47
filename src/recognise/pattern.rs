//! Match, choose, then read: patterns of one kind compiled into one automaton.

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};

use super::Found;
use crate::span::Span;

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
    readers: Vec<regex::Regex>,
    starts: Starts,
}

impl<V> Rules<V> {
    /// Compiles the rules. A pattern that does not compile is a mistake in the program.
    pub fn new(rules: Vec<Rule<V>>) -> Rules<V> {
        let patterns: Vec<&str> = rules.iter().map(|rule| rule.pattern.as_str()).collect();
        let automaton = DFA::builder()
            .configure(DFA::config().match_kind(MatchKind::All).cache_capacity(16 << 20))
            .build_many(&patterns)
            .unwrap_or_else(|error| panic!("a rule's pattern is broken: {error}"));
        let readers = rules
            .iter()
            .map(|rule| {
                regex::Regex::new(&format!("^(?:{})$", rule.pattern))
                    .unwrap_or_else(|error| panic!("the pattern of {:?} is broken: {error}", rule.name))
            })
            .collect();
        let starts = Starts::of(&patterns);
        let fresh = automaton.clone();
        let caches =
            Pool::new(Box::new(move || fresh.create_cache()) as Box<dyn Fn() -> Cache + Send + Sync>);
        Rules { rules, automaton, caches, readers, starts }
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.rules.iter().map(|rule| rule.name)
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
            let input = Input::new(text).span(start..text.len()).anchored(Anchored::Yes);
            match self.automaton.try_search_fwd(&mut cache, &input) {
                Ok(Some(half)) if half.offset() > start => {
                    let span = Span::new(start, half.offset());
                    let number = half.pattern().as_usize();
                    at = span.end;
                    if let Some(captures) = self.readers[number].captures(span.of(text)) {
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
    fn of(patterns: &[&str]) -> Starts {
        let mut starts = Starts { bits: Box::new([0; 1024]), any: false };
        for pattern in patterns {
            let prefixes =
                regex_automata::util::syntax::parse(pattern).ok().and_then(|hir| first_characters(&hir));
            match prefixes {
                Some(characters) => characters.into_iter().for_each(|c| starts.add(c)),
                None => starts.any = true,
            }
        }
        starts
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

/// The characters that a pattern may begin with, or `None` where nearly any may.
fn first_characters(hir: &regex_syntax::hir::Hir) -> Option<Vec<char>> {
    use regex_syntax::hir::{Class, HirKind};
    const MANY: usize = 4_000;
    fn first(hir: &regex_syntax::hir::Hir, out: &mut Vec<char>) -> Option<bool> {
        // Gives whether the pattern can match nothing, so that the next part counts too.
        Some(match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => true,
            HirKind::Literal(literal) => {
                out.extend(std::str::from_utf8(&literal.0).ok()?.chars().next());
                false
            }
            HirKind::Class(Class::Unicode(class)) => {
                for range in class.ranges() {
                    if range.end() as usize - range.start() as usize > MANY {
                        return None;
                    }
                    out.extend(range.start()..=range.end());
                }
                false
            }
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Repetition(repetition) => first(&repetition.sub, out)? || repetition.min == 0,
            HirKind::Capture(capture) => first(&capture.sub, out)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    if !first(part, out)? {
                        return Some(false);
                    }
                }
                true
            }
            HirKind::Alternation(parts) => {
                let mut empty = false;
                for part in parts {
                    empty |= first(part, out)?;
                }
                empty
            }
        })
    }
    let mut characters = Vec::new();
    first(hir, &mut characters)?;
    (characters.len() <= MANY).then_some(characters)
}
