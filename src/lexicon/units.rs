//! Units and measure words: `个百分点` is 百分点, a share; `亩` a measure; `家` counts.

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;

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

/// All units by the words that name them.
#[derive(Clone, Debug, Default)]
pub struct Units {
    words: FxHashMap<String, Unit>,
    /// Bytes of the longest word by the character that it begins with.
    longest: FxHashMap<char, usize>,
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
            let word = row.cell(0);
            let longest = units.longest.entry(word.chars().next().unwrap_or_default()).or_default();
            *longest = word.len().max(*longest);
            units.words.insert(row.cell(0).into(), Unit { name: row.cell(1).into(), kind });
        }
        Ok(units)
    }

    /// The longest unit with which `text` begins, and how many bytes of it that takes.
    pub fn at(&self, text: &str) -> Option<(&Unit, usize)> {
        let longest = *self.longest.get(&text.chars().next()?)?;
        let mut best = None;
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            if end > longest {
                break;
            }
            if let Some(unit) = self.words.get(&text[..end]) {
                best = Some((unit, end));
            }
        }
        best
    }

    /// The kind of a unit by the name that records give it.
    pub fn kind(&self, name: &str) -> Option<UnitKind> {
        self.words.get(name).map(|unit| unit.kind)
    }
}
