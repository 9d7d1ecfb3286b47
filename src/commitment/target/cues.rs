//! Cues: the words that the rules of targets ask a segment for, all found in one pass: `每年`, `给予`, `翻番`, `,`.
//!
//! A rule then asks which lists have a word in a clause, before a value or after it, and looks closer only where one has.

use std::sync::OnceLock;

use super::{kind, phrase};
use crate::span::Span;

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
/// `力争`.
pub(super) const STRIVES: Lists = 1 << 13;
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
    (STRIVES, &["争取", "力争"]),
    (MISSED, kind::MISSED),
    (PLANS, kind::PLANS),
    (TIMES, kind::TIMES),
    (DONE, kind::DONE),
    (RATIO, &["的比例"]),
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
        self.segment = segment;
        self.all.clear();
        self.lists = 0;
        let table = TABLE.get_or_init(Table::new);
        let bytes = &view.as_bytes()[..segment.end];
        let mut at = segment.start;
        while at < bytes.len() {
            let text = eight(&bytes[at..]);
            let (slot, step) = match text as u8 {
                ..0x80 => (text as usize & 0x7f, 1),
                0xe0..0xf0 => (slot(text), 3),
                0x80..0xe0 => (EMPTY, 2),
                0xf0.. => (EMPTY, 4),
            };
            let mut next = usize::from(table.slots[slot]);
            while let Some(word) = table.words.get(next) {
                if (text ^ word.head) & word.mask == 0 && bytes[at..].starts_with(word.text.as_bytes()) {
                    self.all.push(Cue { span: Span::new(at, at + word.text.len()), lists: word.lists });
                    self.lists |= word.lists;
                }
                next = word.next;
            }
            at += step;
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

    /// Whether a word of `lists` stands wholly in `span`.
    pub fn say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0
            && self.within(span).iter().any(|cue| cue.lists & lists != 0 && cue.span.end <= span.end)
    }
}

/// Words by the character that they begin with.
struct Table {
    /// For each slot the first of its words, or none.
    slots: Vec<u16>,
    words: Vec<Word>,
}

struct Word {
    text: &'static str,
    /// Its first eight bytes, and which of them it has.
    head: u64,
    mask: u64,
    lists: Lists,
    /// The next word of its slot, or none.
    next: usize,
}

static TABLE: OnceLock<Table> = OnceLock::new();

/// Slots for twelve bits of a character; three bytes have sixteen, the first four of which part few Han characters.
const SLOTS: usize = 1 << 12;
/// A slot that no word has: that of U+0000.
const EMPTY: usize = 0;
const NONE: u16 = u16::MAX;

impl Table {
    fn new() -> Table {
        let mut table = Table { slots: vec![NONE; SLOTS], words: Vec::new() };
        for &(lists, words) in LISTS {
            for &text in words {
                table.add(text, lists);
            }
        }
        table
    }

    fn add(&mut self, text: &'static str, lists: Lists) {
        if let Some(word) = self.words.iter_mut().find(|word| word.text == text) {
            word.lists |= lists;
            return;
        }
        let head = eight(text.as_bytes());
        let slot = if text.as_bytes()[0] < 0x80 { head as usize & 0x7f } else { slot(head) };
        let mask = if text.len() >= 8 { u64::MAX } else { (1 << (text.len() * 8)) - 1 };
        let next = std::mem::replace(&mut self.slots[slot], self.words.len() as u16);
        self.words.push(Word { text, head, mask, lists, next: next.into() });
    }
}

/// The slot of a character of three bytes.
fn slot(text: u64) -> usize {
    (text as usize >> 8 & 0x3f) << 6 | text as usize >> 16 & 0x3f
}

/// The first eight bytes, where there are as many.
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            let mut padded = [0; 8];
            padded[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(padded)
        }
    }
}
