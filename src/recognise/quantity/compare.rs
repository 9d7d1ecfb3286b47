//! Comparators before and after a value: `不少于`, `超过`, `约` before; `以上`, `以内`, `左右` after.

use crate::value::Comparator;
use crate::wordlist::{WordList, firsts};
use Comparator::{Approx, Ge, Gt, Le, Lt};

/// Longest first among those that end alike.
const BEFORE: [(&str, Comparator); 56] = [
    ("不得超过", Le),
    ("不能超过", Le),
    ("不得高于", Le),
    ("不得多于", Le),
    ("不得大于", Le),
    ("不得低于", Ge),
    ("不得少于", Ge),
    ("不得小于", Ge),
    ("不能低于", Ge),
    ("不能少于", Ge),
    ("大于等于", Ge),
    ("小于等于", Le),
    ("不少于", Ge),
    ("不低于", Ge),
    ("不小于", Ge),
    ("不下于", Ge),
    ("不超过", Le),
    ("不高于", Le),
    ("不多于", Le),
    ("不大于", Le),
    ("不突破", Le),
    ("未超过", Le),
    ("至少", Ge),
    ("最少", Ge),
    ("最低", Ge),
    ("最高", Le),
    ("最多", Le),
    ("至多", Le),
    ("上限", Le),
    ("下限", Ge),
    ("超过", Gt),
    ("超出", Gt),
    ("突破", Gt),
    ("高于", Gt),
    ("大于", Gt),
    ("多于", Gt),
    ("优于", Gt),
    ("高出", Gt),
    ("低于", Lt),
    ("少于", Lt),
    ("小于", Lt),
    ("不足", Lt),
    ("不到", Lt),
    ("不满", Lt),
    ("未满", Lt),
    ("大约", Approx),
    ("将近", Approx),
    ("接近", Approx),
    ("≥", Ge),
    ("≤", Le),
    (">", Gt),
    ("<", Lt),
    ("超", Gt),
    ("逾", Gt),
    ("约", Approx),
    ("近", Approx),
];

/// Words that end like a comparator: `签约3000人`, `最近3个`, `附近2所`.
static NOT_BEFORE: WordList = WordList::new(&[
    "签约", "节约", "条约", "集约", "公约", "合约", "契约", "违约", "预约", "履约", "续约", "解约", "邀约",
    "租约", "最近", "附近", "临近", "靠近", "就近", "邻近", "贴近", "走近", "拉近", "亲近", "相近", "赶超",
    "反超", "高超",
]);

/// The comparator that ends just before `at`, and where it begins.
pub(super) fn before(view: &str, at: usize) -> Option<(Comparator, usize)> {
    static WORDS: WordList = WordList::new(&firsts(&BEFORE));
    let text = view[..at].trim_end_matches(' ');
    let text = text.strip_suffix(['了', '为', '在']).unwrap_or(text);
    let (word, comparator) = BEFORE[WORDS.ends(text)?];
    // Only words of one character are the ends of others.
    let other = word.len() <= 3 && NOT_BEFORE.ends(text).is_some();
    (!other).then_some((comparator, text.len() - word.len()))
}

const AFTER: [(&str, Comparator); 12] = [
    ("及其以上", Ge),
    ("及以上", Ge),
    ("或以上", Ge),
    ("(含)以上", Ge),
    ("以上", Ge),
    ("及以下", Le),
    ("(含)以下", Le),
    ("以下", Le),
    ("以内", Le),
    ("之内", Le),
    ("左右", Approx),
    ("上下", Approx),
];

/// The comparator that begins at `at`, and where it ends.
pub(super) fn after(view: &str, at: usize) -> Option<(Comparator, usize)> {
    static WORDS: WordList = WordList::new(&firsts(&AFTER));
    let text = &view[at..];
    let gap = text.len() - text.trim_start_matches(' ').len();
    let (word, comparator) = AFTER[WORDS.starts(&text[gap..])?];
    Some((comparator, at + gap + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comparator_is_found_by_its_last_character() {
        for (word, comparator) in BEFORE {
            assert_eq!(before(word, word.len()), Some((comparator, 0)), "{word}");
        }
        for (word, comparator) in AFTER {
            assert_eq!(after(word, 0), Some((comparator, word.len())), "{word}");
        }
    }
}
