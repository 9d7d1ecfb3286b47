//! Word lists of rules, asked many times a sentence: which word does a text start or end with, does any occur in it?
//!
//! A list is cut into buckets by the first and by the last character of its words, behind a filter of 1,024 bits, so
//! that a text with none of them costs a few instructions a character and not one comparison a word.

use std::sync::OnceLock;

/// Words in the order in which they are tried. Built at its first use.
///
/// ```
/// use chengnuo::wordlist::WordList;
/// static TO: WordList = WordList::new(&["提高到", "提高", "降到"]);
/// assert_eq!(TO.ends("覆盖率提高到"), Some(0));
/// assert_eq!(TO.starts("提高到"), Some(0));
/// assert!(TO.within("死亡率降到"));
/// assert_eq!(TO.find("率提高、降到"), Some((3, 1)));
/// ```
pub struct WordList {
    words: &'static [&'static str],
    buckets: OnceLock<Buckets>,
}

struct Buckets {
    first: Bucket,
    last: Bucket,
    /// Whether the empty word is listed, and as what number.
    empty: Option<usize>,
}

/// Numbers of words by one character of theirs.
struct Bucket {
    /// By the last bits of a character: whether a word may have it.
    filter: [u64; FILTER],
    /// Sorted by character, then number.
    of: Vec<(char, u16)>,
}

/// Words of 64 bits in a filter.
const FILTER: usize = 16;

impl Bucket {
    fn new(words: &[&str], key: impl Fn(&str) -> Option<char>) -> Bucket {
        let mut filter = [0; FILTER];
        let mut of: Vec<(char, u16)> =
            words.iter().zip(0..).filter_map(|(word, number)| Some((key(word)?, number))).collect();
        of.sort_unstable();
        for &(c, _) in &of {
            filter[c as usize >> 6 & (FILTER - 1)] |= 1 << (c as usize & 63);
        }
        Bucket { filter, of }
    }

    /// Whether a word may have a character with these last bits.
    #[inline]
    fn may_have(&self, bits: usize) -> bool {
        self.filter[bits >> 6 & (FILTER - 1)] >> (bits & 63) & 1 != 0
    }

    /// The words with the character, in the order of the list.
    #[inline]
    fn numbers(&self, c: char) -> &[(char, u16)] {
        if !self.may_have(c as usize) {
            return &[];
        }
        let start = self.of.partition_point(|&(key, _)| key < c);
        let length = self.of[start..].iter().take_while(|&&(key, _)| key == c).count();
        &self.of[start..start + length]
    }
}

/// The words of a table, for a list of them.
pub const fn firsts<T, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut n = 0;
    while n < N {
        words[n] = table[n].0;
        n += 1;
    }
    words
}

impl WordList {
    /// A list of at most 65,535 words.
    pub const fn new(words: &'static [&'static str]) -> WordList {
        WordList { words, buckets: OnceLock::new() }
    }

    /// The words as listed.
    pub fn words(&self) -> &'static [&'static str] {
        self.words
    }

    #[inline]
    fn buckets(&self) -> &Buckets {
        self.buckets.get_or_init(|| Buckets {
            first: Bucket::new(self.words, |word| word.chars().next()),
            last: Bucket::new(self.words, |word| word.chars().next_back()),
            empty: self.words.iter().position(|word| word.is_empty()),
        })
    }

    /// The number of the first listed word that `text` starts with.
    #[inline]
    pub fn starts(&self, text: &str) -> Option<usize> {
        let buckets = self.buckets();
        let Some(c) = text.chars().next() else { return buckets.empty };
        if !buckets.first.may_have(c as usize) {
            return buckets.empty;
        }
        let listed = buckets.first.numbers(c).iter().map(|&(_, number)| usize::from(number));
        earlier(listed.into_iter().find(|&number| text.starts_with(self.words[number])), buckets.empty)
    }

    /// The number of the first listed word that `text` ends with.
    #[inline]
    pub fn ends(&self, text: &str) -> Option<usize> {
        let buckets = self.buckets();
        let Some(c) = text.chars().next_back() else { return buckets.empty };
        if !buckets.last.may_have(c as usize) {
            return buckets.empty;
        }
        let listed = buckets.last.numbers(c).iter().map(|&(_, number)| usize::from(number));
        earlier(listed.into_iter().find(|&number| text.ends_with(self.words[number])), buckets.empty)
    }

    /// What follows the first listed word that `text` starts with.
    #[inline]
    pub fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.starts(text).map(|number| &text[self.words[number].len()..])
    }

    /// What stands before the first listed word that `text` ends with.
    #[inline]
    pub fn strip_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.ends(text).map(|number| &text[..text.len() - self.words[number].len()])
    }

    /// The first byte in `text` at which a listed word starts, and the number of the first such word.
    #[inline]
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let buckets = self.buckets();
        match buckets.empty {
            Some(number) => Some((0, number)),
            None => self.first(buckets, text),
        }
    }

    /// As [`WordList::find`], the empty word apart.
    fn first(&self, buckets: &Buckets, text: &str) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            // The filter needs no more than the last bytes of a character.
            let last = |n: usize| usize::from(bytes[at + n] & 0x3F);
            let (bits, length) = match byte {
                0xE0..=0xEF => (last(1) << 6 | last(2), 3),
                ..0x80 => (usize::from(byte), 1),
                0x80..0xE0 => (usize::from(byte & 0x1F) << 6 | last(1), 2),
                _ => (last(2) << 6 | last(3), 4),
            };
            if buckets.first.may_have(bits)
                && let Some(number) = self.listed(buckets, &text[at..])
            {
                return Some((at, number));
            }
            at += length;
        }
        None
    }

    /// The number of the first listed word that `text` starts with, the empty word apart.
    fn listed(&self, buckets: &Buckets, text: &str) -> Option<usize> {
        let numbers = buckets.first.numbers(text.chars().next()?);
        let mut numbers = numbers.iter().map(|&(_, number)| usize::from(number));
        numbers.find(|&number| text.starts_with(self.words[number]))
    }

    /// Whether a listed word occurs in `text`.
    #[inline]
    pub fn within(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Whether `text` is a listed word.
    #[inline]
    pub fn has(&self, text: &str) -> bool {
        let buckets = self.buckets();
        let Some(c) = text.chars().next() else { return buckets.empty.is_some() };
        buckets.first.numbers(c).iter().any(|&(_, number)| self.words[usize::from(number)] == text)
    }
}

/// The first eight bytes as a number, the first lowest, with zeros where there are fewer: tells words apart at once.
#[inline]
pub fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(all) => u64::from_le_bytes(*all),
        None => bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

fn earlier(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static WORDS: WordList = WordList::new(&["提高到", "提高", "到", "a到", "高", "一提", "é高", "𠀀高"]);

    #[test]
    fn the_empty_word_is_everywhere() {
        static EMPTY: WordList = WordList::new(&["有", ""]);
        assert_eq!(EMPTY.starts("有"), Some(0));
        assert_eq!(EMPTY.starts("无"), Some(1));
        assert_eq!(EMPTY.ends(""), Some(1));
        assert!(EMPTY.within(""));
    }

    proptest! {
        #[test]
        fn as_one_word_after_another(text in "[提高到aé一𠀀,]{0,12}") {
            let words = WORDS.words();
            prop_assert_eq!(WORDS.starts(&text), words.iter().position(|word| text.starts_with(word)));
            prop_assert_eq!(WORDS.ends(&text), words.iter().position(|word| text.ends_with(word)));
            prop_assert_eq!(WORDS.within(&text), words.iter().any(|word| text.contains(word)));
            prop_assert_eq!(WORDS.has(&text), words.contains(&text.as_str()));
            let first = text.char_indices().find_map(|(at, _)| {
                Some((at, words.iter().position(|word| text[at..].starts_with(word))?))
            });
            prop_assert_eq!(WORDS.find(&text), first);
            let ends = WORDS.ends(&text).map(|number| &text[..text.len() - words[number].len()]);
            prop_assert_eq!(WORDS.strip_end(&text), ends);
            let rest = WORDS.starts(&text).map(|number| &text[words[number].len()..]);
            prop_assert_eq!(WORDS.strip_start(&text), rest);
        }
    }
}
