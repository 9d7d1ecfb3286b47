//! One automaton for all patterns of a kind, made ahead: text from `2024年6月底前` on in, out where the longest match
//! ends and whose it is.
//!
//! Making it takes seconds, so that it lies in the program as bytes beside its rules: `UPDATE=1 cargo test --lib
//! recognise` writes it anew after a rule has changed. Until then a program with other rules makes its own each time.
//!
//! The bytes: what the patterns hash to; the two states in which a match begins (after anything else, after an ASCII
//! letter or digit); each byte's class; in how many ways a match may begin, then each [`Start`]; then the transitions. A state is its place among them: the transition on a class stands that much further on and
//! names its class, or it is none.

use std::collections::BTreeSet;
use std::ops::Range;

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::{primitives::StateID, start};
use regex_automata::{Anchored, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::starts::{Start, begins};

/// In a transition: the state that it leads to ends a match. Its class is in the lowest byte, the state between.
const MATCH: u32 = 1 << 31;

/// What stands in the lowest byte, at a state's own place, where a match ends: the pattern's number is above it.
const WHOSE: u32 = 0xff;

/// Longest match of several patterns from a place on.
pub(super) struct Automaton {
    /// The states in which a match begins: after anything else, after an ASCII letter or digit.
    begin: [u32; 2],
    classes: &'static [u8; 256],
    /// How a match may begin: the first character, in the highest byte the second, then the thirds.
    starts: &'static [[u8; 12]],
    states: &'static [[u8; 4]],
}

impl Automaton {
    /// The automaton of `patterns`: `made`, if it was made from just these, or else a new one.
    ///
    /// A pattern that does not compile is a mistake in the program.
    pub fn new(patterns: &[&str], made: &'static [u8]) -> Automaton {
        Automaton::read(made, hash(patterns))
            .or_else(|| {
                let made = make(patterns).unwrap_or_else(|error| panic!("no automaton: {error}"));
                Automaton::read(made.leak(), hash(patterns))
            })
            .unwrap_or_else(|| panic!("the automaton that was made cannot be read"))
    }

    fn read(bytes: &'static [u8], hash: u64) -> Option<Automaton> {
        let (known, rest) = bytes.split_first_chunk()?;
        let ([anywhere, after_word], rest) = rest.as_chunks().0.split_first_chunk()?;
        let begin = [u32::from_le_bytes(*anywhere), u32::from_le_bytes(*after_word)];
        let (classes, rest) = rest.as_flattened().split_first_chunk()?;
        let (count, rest) = rest.split_first_chunk()?;
        let (starts, states) = rest.split_at_checked(12 * u32::from_le_bytes(*count) as usize)?;
        let (starts, states) = (starts.as_chunks().0, states.as_chunks().0);
        (u64::from_le_bytes(*known) == hash).then_some(Automaton { begin, classes, starts, states })
    }

    /// How a match may begin.
    pub fn starts(&self) -> Vec<Start> {
        let read = |start: &[u8; 12]| {
            let (&[low, middle, high, second], thirds) = start.split_first_chunk()?;
            let first = char::from_u32(u32::from_le_bytes([low, middle, high, 0]))?;
            Some(Start { first, second, thirds: u64::from_le_bytes(*thirds.first_chunk()?) })
        };
        self.starts.iter().filter_map(read).collect()
    }

    /// Where the longest match that begins at `start` ends, after `most` bytes at the latest, and its pattern's number.
    pub fn longest(&self, text: &[u8], start: usize, most: usize) -> Option<(usize, usize)> {
        let entry = |at: u32| self.states.get(at as usize).map_or(0, |entry| u32::from_le_bytes(*entry));
        let after_word = start > 0 && is_word(text[start - 1]);
        let mut state = self.begin[after_word as usize];
        let mut longest = None;
        let within = &text[start..text.len().min(start + most)];
        for (n, &byte) in within.iter().enumerate() {
            let class = self.classes[byte as usize] as u32;
            let transition = entry(state + class);
            if transition & 0xff != class {
                break;
            }
            state = (transition & !MATCH) >> 8;
            if transition & MATCH != 0 {
                longest = Some((start + n + 1, state));
            }
        }
        let (end, state) = longest?;
        Some((end, entry(state) as usize >> 8))
    }
}

/// What `(?-u:\b)` takes for part of a word.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Tells patterns from others, and one way of making their automaton from another.
pub(super) fn hash(patterns: &[&str]) -> u64 {
    const WAY: u64 = 3;
    let mut hash = WAY;
    let mut add = |word: u64| hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    for pattern in patterns {
        let (words, rest) = pattern.as_bytes().as_chunks();
        words.iter().for_each(|word| add(u64::from_le_bytes(*word)));
        rest.iter().for_each(|&byte| add(byte.into()));
        add(pattern.len() as u64);
    }
    hash
}

/// The bytes of the automaton of `patterns`.
///
/// # Errors
/// Says which pattern does not compile, or looks at what stands after its match.
pub(super) fn make(patterns: &[&str]) -> Result<Vec<u8>, String> {
    let parsed: Result<Vec<_>, String> = patterns
        .iter()
        .map(|pattern| regex_syntax::parse(pattern).map_err(|error| format!("{pattern:?}: {error}")))
        .collect();
    let nfa = NFA::compiler()
        .configure(thompson::Config::new().which_captures(WhichCaptures::None))
        .build_many_from_hir(&parsed?)
        .map_err(|error| error.to_string())?;
    let config = dense::Config::new().match_kind(MatchKind::All).start_kind(StartKind::Anchored);
    let dfa =
        dense::Builder::new().configure(config).build_from_nfa(&nfa).map_err(|error| error.to_string())?;
    let mut states = States::of(&dfa)?;
    states.merge_alike();
    states.bytes(hash(patterns))
}

/// The states of an automaton that can be reached; 0 is where nothing matches any more.
struct States {
    begin: [usize; 2],
    classes: Vec<u8>,
    rows: Vec<Row>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Row {
    /// The pattern that has matched when the state is reached.
    whose: Option<usize>,
    /// Class and state that it leads to, those to nowhere left out; classes count from 1.
    next: Vec<(u8, usize)>,
}

impl Row {
    /// The row with the sorts of states in their stead. To lead to those of sort 0 is to lead nowhere.
    fn among(&self, sorts: &[usize]) -> Row {
        let next = self.next.iter().map(|&(class, to)| (class, sorts[to]));
        Row { whose: self.whose, next: next.filter(|&(_, sort)| sort != 0).collect() }
    }

    /// The places that the row takes, counted from its own.
    fn needs(&self) -> Vec<usize> {
        let own = self.whose.map(|_| 0);
        own.into_iter().chain(self.next.iter().map(|&(class, _)| class as usize)).collect()
    }
}

impl States {
    fn of(dfa: &dense::DFA<Vec<u32>>) -> Result<States, String> {
        let classes: Vec<u8> = (0..=255).map(|byte| dfa.byte_classes().get(byte) + 1).collect();
        let mut representatives: Vec<u8> = Vec::new();
        for byte in 0..=255 {
            if !representatives.iter().any(|&known| classes[known as usize] == classes[byte as usize]) {
                representatives.push(byte);
            }
        }
        let begin = |before| {
            dfa.start_state(&start::Config::new().anchored(Anchored::Yes).look_behind(before))
                .map_err(|error| error.to_string())
        };
        let (anywhere, after_word) = (begin(None)?, begin(Some(b'a'))?);
        let mut states = States { begin: [0, 0], classes, rows: vec![Row::default()] };
        let mut numbers: FxHashMap<StateID, usize> = FxHashMap::default();
        let mut open: Vec<StateID> = Vec::new();
        let mut number = |id: StateID, open: &mut Vec<StateID>| {
            if dfa.is_dead_state(id) {
                return 0;
            }
            let next = numbers.len() + 1;
            *numbers.entry(id).or_insert_with(|| {
                open.push(id);
                next
            })
        };
        states.begin = [number(anywhere, &mut open), number(after_word, &mut open)];
        let mut read = 0;
        while let Some(&id) = open.get(read) {
            read += 1;
            // The state after the last byte of a match knows that it is one only after the next.
            let whose = |id| dfa.is_match_state(id).then(|| dfa.match_pattern(id, 0).as_usize());
            let mut row = Row { whose: whose(dfa.next_eoi_state(id)), next: Vec::new() };
            for &byte in &representatives {
                let next = dfa.next_state(id, byte);
                if dfa.is_quit_state(next) || whose(next) != row.whose {
                    return Err("a pattern looks at what stands after its match".into());
                }
                match number(next, &mut open) {
                    0 => {}
                    next => row.next.push((states.classes[byte as usize], next)),
                }
            }
            row.next.sort_unstable();
            states.rows.push(row);
        }
        Ok(states)
    }

    /// Leaves one of those states that lead to the same matches by the same bytes.
    fn merge_alike(&mut self) {
        // At first all are alike, then states differ by what they match and by the sorts of states that they lead to.
        let mut sorts: Vec<usize> = vec![0; self.rows.len()];
        let mut count = 1;
        loop {
            let mut seen: FxHashMap<Row, usize> = FxHashMap::default();
            let rows = self.rows.iter();
            let next: Vec<usize> = rows
                .map(|row| {
                    let fresh = seen.len();
                    *seen.entry(row.among(&sorts)).or_insert(fresh)
                })
                .collect();
            let more = seen.len();
            sorts = next;
            if more == count {
                break;
            }
            count = more;
        }
        let mut rows = vec![Row::default(); count];
        for (row, &sort) in self.rows.iter().zip(&sorts) {
            rows[sort] = row.among(&sorts);
        }
        self.begin = self.begin.map(|state| sorts[state]);
        self.rows = rows;
    }

    fn step(&self, state: usize, byte: u8) -> usize {
        let class = self.classes[byte as usize];
        self.rows[state].next.iter().find(|(on, _)| *on == class).map_or(0, |&(_, to)| to)
    }

    /// How a match may begin, by first and second character.
    fn starts(&self) -> Result<Vec<Start>, String> {
        if (0xf0..=0xff).any(|byte| self.begin.into_iter().any(|begin| self.step(begin, byte) != 0)) {
            return Err("a pattern begins with characters beyond the Basic Multilingual Plane".into());
        }
        let mut starts = Vec::new();
        for first in (0..=0xffff).filter_map(char::from_u32) {
            let after = self.begin.map(|begin| {
                first.encode_utf8(&mut [0; 4]).bytes().fold(begin, |state, byte| self.step(state, byte))
            });
            // Where a match may end anything may follow.
            if after.iter().any(|&state| self.rows[state].whose.is_some()) {
                starts.extend(begins(first));
                continue;
            }
            let mut seconds = [0; 64];
            for (second, state) in after.into_iter().flat_map(|state| self.characters(state)) {
                seconds[usize::from(second)] |= match self.rows[state].whose {
                    Some(_) => u64::MAX,
                    None => self.characters(state).iter().fold(0, |thirds, &(third, _)| thirds | 1 << third),
                };
            }
            let seconds = (0..).zip(seconds).filter(|&(_, thirds)| thirds != 0);
            starts.extend(seconds.map(|(second, thirds)| Start { first, second, thirds }));
        }
        Ok(starts)
    }

    /// The states to which one more character leads, each with the last six bits of that.
    fn characters(&self, state: usize) -> BTreeSet<(u8, usize)> {
        let step = |states: &BTreeSet<usize>, bytes: Range<u8>| -> BTreeSet<(u8, usize)> {
            let steps = states.iter().flat_map(|&state| bytes.clone().map(move |byte| (state, byte)));
            let steps = steps.map(|(state, byte)| (byte & 63, self.step(state, byte)));
            steps.filter(|&(_, to)| to != 0).collect()
        };
        let states = |steps: BTreeSet<(u8, usize)>| steps.into_iter().map(|(_, state)| state).collect();
        let from = BTreeSet::from([state]);
        let mut all = step(&from, 0..0x80);
        for (leads, inner) in [(0xc0..0xe0, 0), (0xe0..0xf0, 1), (0xf0..0xf8, 2)] {
            let mut open = states(step(&from, leads));
            for _ in 0..inner {
                open = states(step(&open, 0x80..0xc0));
            }
            all.extend(step(&open, 0x80..0xc0));
        }
        all
    }

    /// Every state gets a place of its own where no transition of another stands in the way of its own.
    fn bytes(&self, hash: u64) -> Result<Vec<u8>, String> {
        let mut places: Vec<usize> = vec![0; self.rows.len()];
        let mut taken: Vec<bool> = Vec::new();
        let mut used: FxHashSet<usize> = FxHashSet::from_iter([0]);
        let mut order: Vec<(Vec<usize>, usize)> =
            self.rows.iter().enumerate().skip(1).map(|(state, row)| (row.needs(), state)).collect();
        order.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let mut last: (&[usize], usize) = (&[], 1);
        for (needs, state) in &order {
            // Where a row did not fit, one with the same needs does not either.
            let from = if last.0 == needs.as_slice() { last.1 } else { 1 };
            let fits = |place: &usize| {
                !used.contains(place) && needs.iter().all(|need| !taken.get(place + need).unwrap_or(&false))
            };
            let Some(place) = (from..).find(fits) else { return Err("too many states".into()) };
            last = (needs, place);
            used.insert(place);
            places[*state] = place;
            taken.resize(taken.len().max(place + 257), false);
            needs.iter().for_each(|need| taken[place + need] = true);
        }
        if taken.len() >= 1 << 23 {
            return Err("too many states".into());
        }
        let mut states = vec![0u32; taken.len()];
        for (row, &place) in self.rows.iter().zip(&places) {
            if let Some(whose) = row.whose {
                states[place] = (whose as u32) << 8 | WHOSE;
            }
            for &(class, to) in &row.next {
                let ends = if self.rows[to].whose.is_some() { MATCH } else { 0 };
                states[place + class as usize] = ends | (places[to] as u32) << 8 | class as u32;
            }
        }
        let mut bytes = hash.to_le_bytes().to_vec();
        bytes.extend(self.begin.iter().flat_map(|&state| (places[state] as u32).to_le_bytes()));
        bytes.extend(&self.classes);
        let starts = self.starts()?;
        bytes.extend((starts.len() as u32).to_le_bytes());
        for Start { first, second, thirds } in starts {
            bytes.extend((u32::from(first) | u32::from(second) << 24).to_le_bytes());
            bytes.extend(thirds.to_le_bytes());
        }
        bytes.extend(states.iter().flat_map(|state| state.to_le_bytes()));
        Ok(bytes)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::recognise::starts::Starts;

    /// That the bytes at `path` are made of the patterns; with `UPDATE` set they are written.
    pub fn fresh(path: &str, patterns: &[&str], made: &[u8]) {
        if made.starts_with(&hash(patterns).to_le_bytes()) {
            return;
        }
        assert!(
            std::env::var_os("UPDATE").is_some(),
            "the rules have changed: `UPDATE=1 cargo test --lib recognise` writes {path} anew"
        );
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::write(path, make(patterns).unwrap()).unwrap();
    }

    #[test]
    fn the_longest_match_wins_and_the_first_pattern_of_it() {
        let patterns = ["到?[0-9]{4}年底?", "[0-9]+(?:年底)?前?", "年(?:度|内)", "(?-u:\\b)x+"];
        let automaton = Automaton::new(&patterns, &[]);
        let starts = Starts::new([automaton.starts()]);
        for (text, from, expected) in [
            ("到2025年底前", 0, Some(("到2025年底", 0))),
            ("到2025年底前", 3, Some(("2025年底前", 1))),
            ("力争2025年底", 0, Some(("2025年底", 0))),
            ("é20257年", 0, Some(("20257", 1))),
            ("😀年度", 0, Some(("年度", 2))),
            ("年", 0, None),
            ("到2025", 0, Some(("2025", 1))),
            ("", 0, None),
            ("xx", 0, Some(("xx", 3))),
            ("axx", 0, None),
            ("年xx", 0, Some(("xx", 3))),
        ] {
            let mut found = None;
            starts.each(text, |start, _| {
                if start >= from
                    && found.is_none()
                    && let Some((end, whose)) = automaton.longest(text.as_bytes(), start, 900)
                {
                    found = Some((&text[start..end], whose));
                }
            });
            assert_eq!(found, expected, "{text}");
        }
        // No more than nine bytes are looked at: 底 would end at the tenth.
        assert_eq!(automaton.longest("2025年底前".as_bytes(), 0, 9), Some((7, 0)));
    }

    #[test]
    fn what_is_made_of_other_patterns_is_not_used() {
        let made = make(&["甲"]).unwrap().leak();
        assert_eq!(Automaton::new(&["乙"], made).longest("乙".as_bytes(), 0, 9), Some((3, 0)));
        assert_eq!(Automaton::new(&["甲"], made).longest("甲".as_bytes(), 0, 9), Some((3, 0)));
        assert!(make(&["甲", "("]).unwrap_err().contains("\"(\""));
        assert!(make(&["[甲😀]"]).unwrap_err().contains("beyond"));
        assert!(make(&["[0-9](?-u:\\b)"]).unwrap_err().contains("after its match"));
    }
}
