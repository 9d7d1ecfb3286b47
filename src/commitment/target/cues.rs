//! Cues: the words that the rules of targets ask a segment for, all found in one pass: `每年`, `给予`, `翻番`, `,`.
//!
//! A rule then asks which lists have a word in a clause, before a value or after it, and looks closer only where one has.

use std::sync::OnceLock;

use super::{kind, phrase};
use crate::span::Span;
use crate::wordlist::eight;

/// Lists of words, a bit each.
pub(super) type Lists = u32;

/// `“`, `(`: what opens a stretch.
pub(super) const OPENS: Lists = 1;
pub(super) const CLOSES: Lists = 1 << 1;
/// `,`, `。`: ends of clauses.
pub(super) const CUTS: Lists = 1 << 2;
/// Brackets that end a clause where a value stands in them.
pub(super) const BRACKETS: Lists = 1 << 3;
/// `、`, `和`: between items of a list.
pub(super) const JOINTS: Lists = 1 << 4;
/// `翻番`, `零事故`.
pub(super) const VALUES: Lists = 1 << 5;
/// `同步`.
pub(super) const STEPS: Lists = 1 << 6;
/// `高于`, `控制在`.
pub(super) const AGAINST: Lists = 1 << 7;
/// `不超过` compares too, but a segment without numbers is not read for it alone.
pub(super) const EXCEEDS: Lists = 1 << 8;
/// `至少`, `不低于`: comparators that may stand apart from their value.
pub(super) const DISTANT: Lists = 1 << 9;
/// `领先`: before what something is compared with.
pub(super) const BEYOND: Lists = 1 << 10;
/// `给予`, `支付`: what somebody gets.
pub(super) const EARNED: Lists = 1 << 11;
/// `每年`.
pub(super) const RATES: Lists = 1 << 12;
/// `更好成绩`: more than a value.
pub(super) const BETTER: Lists = 1 << 13;
/// `未完成`.
pub(super) const MISSED: Lists = 1 << 14;
/// `十五五`.
pub(super) const PLANS: Lists = 1 << 15;
/// `去年`, `目前`.
pub(super) const TIMES: Lists = 1 << 16;
/// `已建成`.
pub(super) const DONE: Lists = 1 << 17;
/// `的比例`.
pub(super) const RATIO: Lists = 1 << 18;
/// `每`, `各`: before the thing that a value is per.
pub(super) const EVERY: Lists = 1 << 19;
/// `占`: before what a share is a share of.
pub(super) const OF: Lists = 1 << 20;
/// `每家`, `一次性`: for every case.
pub(super) const CASES: Lists = 1 << 21;
/// `补助`, `经费`: what money is for those who get it.
pub(super) const GRANTS: Lists = 1 << 22;
/// `单个`: for no more than one.
pub(super) const SOLE: Lists = 1 << 23;
/// `按`: before a rate or a standard.
pub(super) const BY: Lists = 1 << 24;
/// `不得`: before a limit that is a rule.
pub(super) const NOT: Lists = 1 << 25;
/// `人均`, `月收入`: what everybody has of it.
pub(super) const PAID: Lists = 1 << 26;
/// `确定`, `下达`: what somebody does who sets a target.
pub(super) const SETS: Lists = 1 << 27;
/// Words that may be values without a number.
pub(super) const WORDLESS: Lists = VALUES | STEPS | AGAINST | EXCEEDS;

/// Words by the lists that they are in.
const LISTS: &[(Lists, &[&str])] = &[
    (OPENS, &["“", "《", "(", "〔", "["]),
    (CLOSES, &["”", "》", ")", "〕", "]"]),
    (CUTS, &[",", ";", "。", ":", "!", "?", "\n"]),
    (BRACKETS, &["(", ")", "[", "]"]),
    (JOINTS, phrase::JOINTS),
    (VALUES, phrase::VALUES),
    (STEPS, &["同步"]),
    (AGAINST, phrase::AGAINST),
    (EXCEEDS, &["不超过"]),
    (DISTANT, phrase::DISTANT),
    (BEYOND, phrase::BEYOND),
    (EARNED, super::EARNED),
    (RATES, super::RATES),
    (BETTER, &["更好结果", "更好的结果", "更好成绩"]),
    (MISSED, kind::MISSED),
    (PLANS, kind::PLANS),
    (TIMES, kind::TIMES),
    (DONE, kind::DONE),
    (RATIO, &["的比例"]),
    (EVERY, &["每", "各", "单"]),
    (OF, &["占"]),
    (CASES, kind::CASES),
    (GRANTS, kind::GRANTS),
    (SOLE, kind::SOLE),
    (BY, &["按"]),
    (NOT, &["不得"]),
    (PAID, super::PAID),
    (SETS, kind::SETS),
];

/// A word where it stands in the view, and the lists that have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub span: Span,
    pub lists: Lists,
}

/// The cues of a segment, by start; at one place in no order.
#[derive(Debug, Default)]
pub(super) struct Cues {
    segment: Span,
    all: Vec<Cue>,
    /// The lists that have a word in the segment.
    lists: Lists,
}

impl Cues {
    /// Reads a segment in place of the last one.
    pub fn read(&mut self, view: &str, segment: Span) {
        self.read_kinds(ANY, view, segment);
    }

    /// Reads no more of a segment than the words that may be values without a number.
    pub fn read_wordless(&mut self, view: &str, segment: Span) {
        self.read_kinds(STAND_FOR_VALUES, view, segment);
    }

    fn read_kinds(&mut self, kinds: u8, view: &str, segment: Span) {
        static TABLE: OnceLock<Table> = OnceLock::new();
        let table = TABLE.get_or_init(Table::new);
        self.segment = segment;
        self.all.clear();
        self.lists = 0;
        let after = view.len() - segment.end();
        let mut rest = view.as_bytes().get(segment.start()..).unwrap_or_default();
        while rest.len() > after {
            let left = rest.len() - after;
            // Two Han characters in a row, most of all.
            if let Some((head, next)) = two(rest).filter(|_| left >= 6) {
                let slots = [head, next, next >> 24].map(|text| table.slots[han(text)]);
                let (one, two) = (slots[0].first & slots[1].second, slots[1].first & slots[2].second);
                if (one | two) & kinds != 0 {
                    self.words(table, one & kinds, head, view, left);
                    self.words(table, two & kinds, next, view, left - 3);
                }
                rest = &rest[6..];
                continue;
            }
            let head = eight(rest);
            let (slot, step) = match head as u8 {
                0xe0..=0xef => (han(head), 3),
                lead @ ..0x80 => (ascii(lead), 1),
                0x80..0xe0 => (NOWHERE, 2),
                _ => (NOWHERE, 4),
            };
            self.words(table, table.slots[slot].first & kinds, head, view, left);
            rest = rest.get(step..).unwrap_or_default();
        }
    }

    /// Adds the words of some kinds that begin `left` bytes before the end of the segment; `head` are the first eight
    /// there.
    fn words(&mut self, table: &Table, kinds: u8, head: u64, view: &str, left: usize) {
        if kinds == 0 {
            return;
        }
        let at = self.segment.end() - left;
        let slot = slot(head);
        let own = table.words[usize::from(table.starts[slot])..].iter().take_while(|word| word.slot == slot);
        for word in own.filter(|word| (head ^ word.head) & word.mask == 0 && word.kind & kinds != 0) {
            let length = word.text.len();
            if length <= left && (length <= WIDTH || view[at..].starts_with(word.text)) {
                self.all.push(Cue { span: Span::new(at, at + length), lists: word.lists });
                self.lists |= word.lists;
            }
        }
    }

    pub fn all(&self) -> &[Cue] {
        &self.all
    }

    /// The lists that have a word in the segment.
    pub fn lists(&self) -> Lists {
        self.lists
    }

    /// The cues that begin inside `span`.
    pub fn within(&self, span: Span) -> &[Cue] {
        crate::span::within(&self.all, span, |cue| cue.span)
    }

    /// Whether a word of `lists` may stand in `span`, which may reach out of the segment.
    pub fn may_say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0 || !self.segment.covers(span)
    }

    /// Whether a word of `lists` stands wholly in `span`.
    pub fn say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0
            && self.within(span).iter().any(|cue| cue.lists & lists != 0 && cue.span.end() <= span.end())
    }
}

/// Words by the character that they begin with.
struct Table {
    slots: [Slot; SLOTS],
    /// For each slot with words the first of them.
    starts: [u8; SLOTS],
    /// By slot.
    words: Vec<Word>,
}

/// What is known of words by one of their characters: their kinds, as bits.
#[derive(Clone, Copy)]
struct Slot {
    /// Of those that begin with it.
    first: u8,
    /// Of those that have it behind their first.
    second: u8,
}

struct Word {
    text: &'static str,
    /// Its first eight bytes, and which of them it has.
    head: u64,
    mask: u64,
    lists: Lists,
    slot: usize,
    kind: u8,
}

/// Bytes that are compared at once.
const WIDTH: usize = 8;
/// Slots for the last two bytes of a Han character, the first of which parts few of them; then those for ASCII, and one
/// without words.
const SLOTS: usize = NOWHERE + 1;
const HAN: usize = 0x3f40;
const NOWHERE: usize = HAN + 0x80;
/// The kind of words that are one character, behind which any other may stand.
const ALONE: u8 = 1 << 7;
/// Kinds of words that may be values without a number, by their first characters: few characters stand behind that of
/// one kind.
const STAND_FOR_VALUES: u8 = 0b111;
const ANY: u8 = u8::MAX;
/// Where the lead bytes of two Han characters in a row are, and what they have there.
const PAIR: u64 = 0xf000_00f0;
const HAN_PAIR: u64 = 0xe000_00e0;

impl Table {
    fn new() -> Table {
        let mut words: Vec<Word> = Vec::new();
        for &(lists, listed) in LISTS {
            for &text in listed {
                match words.iter_mut().find(|word| word.text == text) {
                    Some(word) => *word = Word::new(text, word.lists | lists),
                    None => words.push(Word::new(text, lists)),
                }
            }
        }
        words.sort_by_key(|word| word.slot);
        let mut slots = [Slot { first: 0, second: ALONE }; SLOTS];
        let mut starts = [0; SLOTS];
        for (n, word) in words.iter().enumerate().rev() {
            starts[word.slot] = n as u8;
            slots[word.slot].first |= word.kind;
            slots[han(word.head >> 24)].second |= word.kind;
        }
        Table { slots, starts, words }
    }
}

impl Word {
    fn new(text: &'static str, lists: Lists) -> Word {
        let head = eight(text.as_bytes());
        let slot = slot(head);
        let mask = u64::MAX >> (8 * WIDTH.saturating_sub(text.len()));
        let kind = match text.len() {
            ..6 => ALONE,
            _ if lists & WORDLESS != 0 => 1 << (slot % 3),
            _ => 1 << (3 + slot % 4),
        };
        Word { text, head, mask, lists, slot, kind }
    }
}

/// Eight bytes from each of the two characters of three bytes with which a text begins, where more follows.
#[inline]
fn two(text: &[u8]) -> Option<(u64, u64)> {
    let [all @ .., _, _, _] = text.first_chunk::<11>()?;
    let [_, _, _, next @ ..] = text.first_chunk::<11>()?;
    let head = u64::from_le_bytes(*all);
    (head & PAIR == HAN_PAIR).then(|| (head, u64::from_le_bytes(*next)))
}

/// The slot of the character of three bytes or of one with which a text begins.
fn slot(text: u64) -> usize {
    if text as u8 >= 0x80 { han(text) } else { ascii(text as u8) }
}

/// The slot of a character of three bytes.
fn han(text: u64) -> usize {
    (text >> 8) as usize & 0x3f3f
}

fn ascii(byte: u8) -> usize {
    HAN + usize::from(byte & 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_is_found() {
        let words: Vec<&str> = LISTS.iter().flat_map(|(_, words)| *words).copied().collect();
        assert!(words.len() <= usize::from(u8::MAX));
        for (lists, listed) in LISTS {
            for word in *listed {
                let mut cues = Cues::default();
                let view = format!("到é2025年{word}末{word}");
                let start = "到é2025年".len();
                cues.read(&view, Span::new("到".len(), view.len()));
                let whole = Span::new(start, start + word.len());
                assert!(cues.say(whole, *lists), "{word}");
                assert!(cues.say(Span::new(start + 1, view.len()), *lists), "{word} at the end");
                assert!(!cues.say(Span::new(start, start + word.len() - 1), *lists), "{word} cut off");
                for cue in cues.all() {
                    assert!(words.contains(&cue.span.of(&view)), "{word}");
                }
            }
        }
    }

    #[test]
    fn a_word_that_leaves_the_segment_is_not_in_it() {
        let view = "力争更好成绩";
        let mut cues = Cues::default();
        cues.read(view, Span::new(0, view.len() - "绩".len()));
        assert_eq!(cues.lists(), 0);
        cues.read(view, Span::new(0, view.len()));
        assert_eq!(cues.lists(), BETTER);
    }
}
