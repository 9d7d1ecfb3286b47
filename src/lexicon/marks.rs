//! Marks: words and signs that rules of commitments look for in every segment: `,`, `“`, `(`, `要`, `制定`, `总体要求`. A
//! rule looks closer only where its mark stands. No two begin at the same place of a text.

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

/// The marks, each with the row that a hit of it has.
pub fn words() -> impl Iterator<Item = (&'static str, u32)> {
    (0..).zip(MARKS).flat_map(|(row, (_, words))| words.iter().map(move |word| (*word, row)))
}

/// The kind of a hit of [`super::Table::Mark`], by its `row`.
pub fn kind(row: u32) -> Kind {
    MARKS[row as usize].0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_begin_at_the_same_place() {
        for (n, (word, _)) in words().enumerate() {
            let others = words().enumerate().filter(|(other, _)| *other != n);
            let mut others = others.filter(|(_, (other, _))| other.starts_with(word));
            assert_eq!(others.next(), None, "{word}");
        }
    }
}
