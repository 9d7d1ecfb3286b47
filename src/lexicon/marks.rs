//! Marks: words and signs that rules of commitments look for in every segment: `,`, `“`, `(`, `要`, `制定`, `总体要求`. A
//! rule looks closer only where its mark stands. No two that have a kind begin at the same place of a text.

use super::lists::{LISTS, Lists};
use crate::span::Span;

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
    /// It is in lists only.
    Listed,
}

const MARKS: &[(Kind, &[&str])] = &[
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

impl Kind {
    pub fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// What a mark is, and which lists it is in.
#[derive(Clone, Copy)]
struct Word {
    text: &'static str,
    kind: Kind,
    lists: Lists,
}

/// Rows of [`WORDS`], which has fewer words.
const ROWS: usize = 1 << 8;

/// Each mark once, and behind them nothing.
static WORDS: [Word; ROWS] = {
    let mut all = [Word { text: "", kind: Kind::Listed, lists: 0 }; ROWS];
    let mut n = 0;
    while n < MARKS.len() {
        let (kind, words) = MARKS[n];
        let mut of_kind = 0;
        while of_kind < words.len() {
            all[place(&all, words[of_kind])] = Word { text: words[of_kind], kind, lists: 0 };
            of_kind += 1;
        }
        n += 1;
    }
    n = 0;
    while n < LISTS.len() {
        let (lists, words) = LISTS[n];
        let mut listed = 0;
        while listed < words.len() {
            let word = &mut all[place(&all, words[listed])];
            word.text = words[listed];
            word.lists |= lists;
            listed += 1;
        }
        n += 1;
    }
    all
};

/// Where a word stands, or else the first place where none does.
const fn place(all: &[Word; ROWS], text: &str) -> usize {
    let mut n = 0;
    while !all[n].text.is_empty() && !is(all[n].text.as_bytes(), text.as_bytes()) {
        n += 1;
    }
    n
}

const fn is(one: &[u8], other: &[u8]) -> bool {
    let mut same = one.len() == other.len();
    let mut n = 0;
    while same && n < one.len() {
        same = one[n] == other[n];
        n += 1;
    }
    same
}

/// The marks, each with the row that a hit of it has.
pub fn words() -> impl Iterator<Item = (&'static str, u32)> {
    WORDS.iter().map(|word| word.text).zip(0..).filter(|(text, _)| !text.is_empty())
}

/// A mark where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    // As in spans: a text has more marks than anything else.
    at: u32,
    row: u32,
}

impl Mark {
    /// The one of a row where it begins.
    pub(crate) fn new(at: usize, row: u32) -> Mark {
        Mark { at: at as u32, row }
    }

    /// The byte at which it begins.
    pub fn at(self) -> usize {
        self.at as usize
    }

    /// The byte behind it.
    pub fn end(self) -> usize {
        self.at() + self.word().text.len()
    }

    pub fn span(self) -> Span {
        Span::new(self.at(), self.end())
    }

    pub fn kind(self) -> Kind {
        self.word().kind
    }

    /// The lists that it is in.
    pub fn lists(self) -> Lists {
        self.word().lists
    }

    fn word(self) -> &'static Word {
        &WORDS[self.row as usize % ROWS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_with_a_kind_begin_at_the_same_place() {
        let words: Vec<_> = words().filter(|&(_, row)| Mark::new(0, row).kind() != Kind::Listed).collect();
        for (n, (word, _)) in words.iter().enumerate() {
            let others = words.iter().enumerate().filter(|(other, _)| *other != n);
            let mut others = others.filter(|(_, (other, _))| other.starts_with(word));
            assert_eq!(others.next(), None, "{word}");
        }
    }

    #[test]
    fn a_row_has_the_kind_and_the_lists_of_its_word() {
        for (listed, words) in MARKS {
            for word in *words {
                assert!(
                    self::words().any(|(other, row)| other == *word && Mark::new(0, row).kind() == *listed),
                    "{word}"
                );
            }
        }
        for (bit, words) in LISTS {
            for word in *words {
                let rows = self::words().filter(|(other, _)| other == word);
                assert_eq!(
                    rows.map(|(_, row)| Mark::new(0, row).lists() & bit).collect::<Vec<_>>(),
                    [*bit],
                    "{word}"
                );
            }
        }
        assert!(
            words().all(|(word, row)| Mark::new(0, row).span().len() == word.len()) && words().count() < ROWS
        );
    }
}
