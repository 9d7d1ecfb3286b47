//! Marks: what the rules of commitments look for in every segment, found in one pass over a text: `,`, `“`, `(`, `要`,
//! `制定`, `总体要求`. A rule looks closer only where its mark stands.

use std::sync::OnceLock;

use crate::span::Span;
use crate::wordlist::eight;

/// A mark where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    // As in spans.
    at: u32,
    pub kind: Kind,
}

impl Mark {
    pub fn new(at: usize, kind: Kind) -> Mark {
        Mark { at: at as u32, kind }
    }

    /// The byte at which it begins.
    pub fn at(self) -> usize {
        self.at as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `,`, `:`, `。`, `;`: ends a clause.
    End,
    /// `“`
    Quote,
    QuoteEnd,
    /// `《`
    Title,
    TitleEnd,
    /// `(`
    Bracket,
    BracketEnd,
    /// `[`, `〔`, `【`
    Square,
    SquareEnd,
    /// `要`, `负责`: with it a duty begins.
    Duty,
    /// `制定`, `提出`: perhaps of the document itself.
    Makes,
    /// `全县`, `我市`, `区委`: tells of what place a text speaks.
    Level,
    /// `让我们`, `如下`: in few segments, which are nothing or say what is aimed at.
    Rare,
    /// `位于`: perhaps only of where a place lies.
    Lies,
    /// `我代表`
    Speaks,
}

const WORDS: &[(Kind, &[&str])] = &[
    (Kind::End, &[",", ":", "。", ";"]),
    (Kind::Quote, &["“"]),
    (Kind::QuoteEnd, &["”"]),
    (Kind::Title, &["《"]),
    (Kind::TitleEnd, &["》"]),
    (Kind::Bracket, &["("]),
    (Kind::BracketEnd, &[")"]),
    (Kind::Square, &["[", "〔", "【"]),
    (Kind::SquareEnd, &["]", "〕", "】"]),
    (Kind::Duty, &["要", "应", "须", "必须", "不得", "负责", "需"]),
    (Kind::Makes, &["制定", "制订", "提出", "特制定", "特制订", "作出", "编制"]),
    (Kind::Lies, &["位于", "地处"]),
    (Kind::Speaks, &["我代表"]),
    (Kind::Level, &["全县", "全区", "全旗", "全州", "全盟", "全市", "全省"]),
    (Kind::Level, &["我县", "我区", "我旗", "我州", "我盟", "我市", "我省"]),
    (Kind::Level, &["县委", "区委", "旗委", "州委", "盟委", "市委", "省委"]),
    (Kind::Level, &["县政府", "区政府", "旗政府", "州政府", "盟政府", "市政府", "省政府"]),
    (Kind::Rare, &["让我们", "如下", "以下", "目标", "总体要求", "总体思路"]),
];

/// The marks of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    all: Vec<Mark>,
    /// Where a `《` or `》` stands, and how many more of the first than of the second there are up to it.
    titles: Vec<(usize, isize)>,
}

impl Marks {
    pub fn of(view: &str) -> Marks {
        let table = Table::get();
        let bytes = view.as_bytes();
        let mut marks = Vec::with_capacity(view.len() / 24);
        // Places are looked for before words are looked up there, so that the look for them has nothing to guess.
        let mut places = [0; PLACES];
        let mut taken = 0;
        let mut at = 0;
        while at < bytes.len() {
            let (slot, length) = slot_of(head(bytes, at));
            places[taken] = at;
            taken += usize::from(table.slots[slot] != 0);
            at += length;
            if taken == PLACES {
                table.take(bytes, &places, &mut marks);
                taken = 0;
            }
        }
        table.take(bytes, &places[..taken], &mut marks);
        let mut open = 0;
        let mut titles = Vec::new();
        for mark in &marks {
            match mark.kind {
                Kind::Title => open += 1,
                Kind::TitleEnd => open -= 1,
                _ => continue,
            }
            titles.push((mark.at(), open));
        }
        Marks { all: marks, titles }
    }

    /// Where the marks of a kind begin.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> {
        self.all.iter().filter(move |mark| mark.kind == kind).map(|mark| mark.at())
    }

    /// The marks that begin in `span`.
    pub fn within(&self, span: Span) -> &[Mark] {
        let from = &self.all[self.all.partition_point(|mark| mark.at() < span.start())..];
        // A segment has few of them.
        &from[..from.iter().take_while(|mark| mark.at() < span.end()).count()]
    }

    /// The marks that begin in `span`, of which `before` begin before it: for spans that come in order.
    pub fn next_within(&self, before: &mut usize, span: Span) -> &[Mark] {
        crate::span::next_within(&self.all, before, span, |mark| Span::new(mark.at(), mark.at()))
    }

    /// How many more `《` than `》` stand in `span`.
    pub fn open_titles(&self, span: Span) -> isize {
        let before = |at: usize| {
            let count = self.titles.partition_point(|&(title, _)| title < at);
            if count == 0 { 0 } else { self.titles[count - 1].1 }
        };
        before(span.end()) - before(span.start())
    }
}

/// The kinds of some marks, as bits by number.
pub fn kinds(marks: &[Mark]) -> u16 {
    marks.iter().fold(0, |kinds, mark| kinds | mark.kind.bit())
}

impl Kind {
    pub fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Places that are gathered before words are looked up there.
const PLACES: usize = 256;

/// The first eight bytes at a place.
#[inline(always)]
fn head(bytes: &[u8], at: usize) -> u64 {
    let rest = &bytes[at..];
    rest.first_chunk().map_or_else(|| eight(rest), |all| u64::from_le_bytes(*all))
}

/// The slot of the character with which so many bytes of a text begin, and how far the next one is.
#[inline(always)]
fn slot_of(text: u64) -> (usize, usize) {
    match text as u8 {
        0xE0..=0xEF => (slot(text), 3),
        byte @ ..0x80 => (usize::from(byte), 1),
        // No word begins with a character of two or four bytes.
        _ => (0, 1),
    }
}

/// The slot of the character of three bytes with which so many bytes of a text begin.
fn slot(text: u64) -> usize {
    (text >> 8) as usize & 0x3F3F
}

/// The words by the last six bits of the second and of the third byte of their first characters.
struct Table {
    /// Numbers of groups; 0 for none.
    slots: Box<[u8; 1 << 14]>,
    groups: Vec<Vec<Word>>,
}

struct Word {
    text: &'static str,
    kind: Kind,
    /// The first eight bytes, and a mask of those that the word has: tell nearly all other words apart at once.
    head: u64,
    mask: u64,
}

impl Table {
    /// Takes the words that stand at these places.
    fn take(&self, bytes: &[u8], places: &[usize], marks: &mut Vec<Mark>) {
        for &at in places {
            let text = head(bytes, at);
            let group = self.slots[slot_of(text).0];
            let found = self.groups[usize::from(group)].iter().find(|word| {
                (text ^ word.head) & word.mask == 0
                    && (word.text.len() <= 8 || bytes[at..].starts_with(word.text.as_bytes()))
            });
            marks.extend(found.map(|word| Mark::new(at, word.kind)));
        }
    }

    fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut table = Table { slots: Box::new([0; 1 << 14]), groups: vec![Vec::new()] };
            for (word, kind) in WORDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind)))
            {
                let slot = match word.as_bytes() {
                    [byte @ ..0x80, ..] => usize::from(*byte),
                    bytes => slot(eight(bytes)),
                };
                if table.slots[slot] == 0 {
                    table.slots[slot] = table.groups.len() as u8;
                    table.groups.push(Vec::new());
                }
                let mask = u64::MAX >> (64 - 8 * word.len().min(8));
                let head = eight(word.as_bytes()) & mask;
                table.groups[usize::from(table.slots[slot])].push(Word { text: word, kind, head, mask });
            }
            table
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_mark_is_found(text in "[,:。(【“《》要不得负责制定特总体求é𠀀a一\n]{0,16}") {
            let mut expected = Vec::new();
            for (at, _) in text.char_indices() {
                for (kind, words) in WORDS {
                    if words.iter().any(|word| text[at..].starts_with(word)) {
                        expected.push(Mark::new(at, *kind));
                    }
                }
            }
            let marks = Marks::of(&text);
            prop_assert_eq!(&marks.all, &expected);
            let count = |kind| marks.within(Span::new(1, text.len())).iter().filter(|mark| mark.kind == kind).count();
            let open = count(Kind::Title) as isize - count(Kind::TitleEnd) as isize;
            prop_assert_eq!(marks.open_titles(Span::new(1, text.len())), open);
        }
    }
}
