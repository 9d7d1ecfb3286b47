//! Units and measure words: `个百分点` is 百分点, a share; `亩` a measure; `家` counts.

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;
use crate::wordlist::eight;

/// What a unit does to the number before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// Counts things or people: `个`, `家`, `人次`.
    Count,
    /// Length, area, weight, power, concentration.
    Measure,
    Money,
    /// `%`, `‰`, `百分点`.
    Share,
    /// `工作日`, `小时`, and `岁` and `年` where a level is told in them.
    Time,
    /// `倍`.
    Multiple,
    /// `分`.
    Score,
}

/// A unit as records give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    pub kind: UnitKind,
}

/// A word that names a unit.
#[derive(Clone, Debug)]
struct Word {
    /// Its first bytes, and a mask of them: they tell nearly all words from others at once.
    first: u64,
    mask: u64,
    word: String,
    unit: Unit,
}

impl Word {
    fn new(word: &str, unit: Unit) -> Word {
        let bytes = word.len().clamp(1, size_of::<u64>());
        let mask = u64::MAX >> (u64::BITS as usize - 8 * bytes);
        Word { first: eight(word.as_bytes()), mask, word: word.into(), unit }
    }

    /// Whether a text with these first bytes begins with the word.
    fn begins(&self, text: &str, first: u64) -> bool {
        first & self.mask == self.first
            && (self.word.len() <= size_of::<u64>() || text.starts_with(self.word.as_str()))
    }
}

/// All units: the words that name them, by the character that they begin with, the longest first.
#[derive(Clone, Debug, Default)]
pub struct Units {
    words: FxHashMap<char, Vec<Word>>,
    /// What the words of at most eight bytes are, by those.
    kinds: FxHashMap<u64, UnitKind>,
}

impl Units {
    pub(super) fn parse(rows: &Rows) -> Result<Units> {
        let mut units = Units::default();
        for row in rows.iter() {
            let kind = row.read(2, "count, measure, money, share, time, multiple or score", |cell| {
                Some(match cell {
                    "count" => UnitKind::Count,
                    "measure" => UnitKind::Measure,
                    "money" => UnitKind::Money,
                    "share" => UnitKind::Share,
                    "time" => UnitKind::Time,
                    "multiple" => UnitKind::Multiple,
                    "score" => UnitKind::Score,
                    _ => return None,
                })
            })?;
            let (word, unit) = (row.cell(0), Unit { name: row.cell(1).into(), kind });
            if word.len() <= size_of::<u64>() {
                units.kinds.insert(eight(word.as_bytes()), kind);
            }
            let alike = units.words.entry(word.chars().next().unwrap_or_default()).or_default();
            alike.retain(|known| known.word != word);
            alike.push(Word::new(word, unit));
            alike.sort_by_key(|known| usize::MAX - known.word.len());
        }
        Ok(units)
    }

    /// The longest unit with which `text` begins, and how many bytes of it that takes.
    pub fn at(&self, text: &str) -> Option<(&Unit, usize)> {
        let alike = self.words.get(&text.chars().next()?)?;
        let first = eight(text.as_bytes());
        alike.iter().find(|word| word.begins(text, first)).map(|word| (&word.unit, word.word.len()))
    }

    /// Whether a unit begins with a character.
    pub fn may_begin(&self, first: char) -> bool {
        self.words.contains_key(&first)
    }

    /// The kind of a unit by the name that records give it.
    pub fn kind(&self, name: &str) -> Option<UnitKind> {
        if name.len() <= size_of::<u64>() {
            return self.kinds.get(&eight(name.as_bytes())).copied();
        }
        self.at(name).filter(|&(_, length)| length == name.len()).map(|(unit, _)| unit.kind)
    }
}
