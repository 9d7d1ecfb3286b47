//! Columns of tables by the words of their headers: `牵头单位` names who leads, `完成时限` the last day, `2025年目标` a value.

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;

/// What the cells of a column say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    Serial,
    /// The name of a group or thing: `类别`, `项目名称`.
    Item,
    /// What is to be done; a heading where a column says it in detail.
    Task,
    /// What is to be done in detail: `具体措施`.
    Content,
    /// What is to be reached: `年度目标`.
    Goal,
    Lead,
    Support,
    Implement,
    Supervise,
    Deadline,
    /// How far things are: `完成情况`.
    Progress,
    Note,
    /// What is measured.
    Indicator,
    /// What a value counts in; who acts, where nothing is measured.
    Unit,
    /// A value to be reached.
    Target,
    /// A value that was reached.
    Actual,
    /// Where things stood.
    Base,
    /// A rate of growth.
    Growth,
    /// `约束性`, `预期性`.
    Nature,
    /// `姓名`, `职务`: a list of people.
    Person,
    /// Known as a header and nothing else.
    Other,
}

/// Header words and what they say.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    words: FxHashMap<String, ColumnKind>,
    /// Bytes of the longest word.
    longest: usize,
}

impl Columns {
    pub(super) const COLUMNS: [&'static str; 2] = ["word", "kind"];

    pub(super) fn parse(rows: &Rows) -> Result<Columns> {
        let mut columns = Columns::default();
        for row in rows.iter() {
            let kind = row.read(1, "a kind of column", kind)?;
            columns.longest = columns.longest.max(row.cell(0).len());
            columns.words.insert(row.cell(0).into(), kind);
        }
        Ok(columns)
    }

    /// The words are a header as it is listed.
    pub fn lists(&self, header: &str) -> bool {
        self.words.contains_key(header)
    }

    /// The kind of a header without blanks, years and brackets: the whole of it, or what it ends in (`市级牵头单位`).
    pub fn of(&self, header: &str) -> Option<ColumnKind> {
        // 建设单位 is no unit: a word of two characters has to stand alone.
        const SHORTEST: usize = 3;
        if header.len() > 3 * self.longest {
            return None;
        }
        if let Some(&kind) = self.words.get(header) {
            return Some(kind);
        }
        let mut ends = header.char_indices().skip(1).map(|(at, _)| &header[at..]);
        ends.find_map(|end| self.words.get(end).filter(|_| end.chars().count() >= SHORTEST)).copied()
    }
}

fn kind(cell: &str) -> Option<ColumnKind> {
    use ColumnKind::*;
    const NAMES: [(&str, ColumnKind); 20] = [
        ("serial", Serial),
        ("item", Item),
        ("task", Task),
        ("content", Content),
        ("goal", Goal),
        ("lead", Lead),
        ("support", Support),
        ("implement", Implement),
        ("supervise", Supervise),
        ("deadline", Deadline),
        ("progress", Progress),
        ("note", Note),
        ("indicator", Indicator),
        ("unit", Unit),
        ("target", Target),
        ("actual", Actual),
        ("base", Base),
        ("growth", Growth),
        ("nature", Nature),
        ("person", Person),
    ];
    if cell == "other" {
        return Some(Other);
    }
    NAMES.iter().find(|(name, _)| *name == cell).map(|&(_, kind)| kind)
}
