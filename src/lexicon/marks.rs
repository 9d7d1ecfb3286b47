//! Marks: words and signs that rules of commitments look for in every segment: `,`, `“`, `(`, `要`, `制定`, `总体要求`. A
//! rule looks closer only where its mark stands. No two that have a kind begin at the same place of a text.

use super::lists::{LISTS, Lists};

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

/// The bits of a row that say which lists a word is in; its kind stands above them.
const LISTED: u32 = 28;

/// The marks, each with the row that a hit of it has.
pub fn words() -> Vec<(&'static str, u32)> {
    let of_kind = MARKS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind)));
    let mut all: Vec<(&str, u32)> = of_kind.map(|(word, kind)| (word, (kind as u32) << LISTED)).collect();
    for (lists, words) in LISTS {
        for word in *words {
            match all.iter_mut().find(|(other, _)| other == word) {
                Some((_, row)) => *row |= lists,
                None => all.push((word, (Kind::Listed as u32) << LISTED | lists)),
            }
        }
    }
    all
}

/// The kind of a hit of [`super::Table::Mark`], by its `row`.
pub fn kind(row: u32) -> Kind {
    KINDS[(row >> LISTED) as usize]
}

/// The lists that a hit of [`super::Table::Mark`] is in, by its `row`.
pub fn lists(row: u32) -> Lists {
    row % (1 << LISTED)
}

/// By number.
const KINDS: [Kind; 16] = [
    Kind::End,
    Kind::Quote,
    Kind::QuoteEnd,
    Kind::Title,
    Kind::TitleEnd,
    Kind::Bracket,
    Kind::BracketEnd,
    Kind::Square,
    Kind::SquareEnd,
    Kind::Duty,
    Kind::Makes,
    Kind::Level,
    Kind::Rare,
    Kind::Lies,
    Kind::Speaks,
    Kind::Listed,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_with_a_kind_begin_at_the_same_place() {
        let words: Vec<_> = words().into_iter().filter(|&(_, row)| kind(row) != Kind::Listed).collect();
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
                    self::words().iter().any(|(other, row)| other == word && kind(*row) == *listed),
                    "{word}"
                );
            }
        }
        for (bit, words) in LISTS {
            for word in *words {
                let rows = self::words().into_iter().filter(|(other, _)| other == word);
                assert_eq!(rows.map(|(_, row)| lists(row) & bit).collect::<Vec<_>>(), [*bit], "{word}");
            }
        }
        assert!(LISTS.iter().all(|(bit, _)| *bit < 1 << LISTED));
    }
}
