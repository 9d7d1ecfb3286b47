//! Themes: the codes of the taxonomy and the words that speak of them: `H3`, `医共体`, `对口帮扶`.

use super::Rows;
use crate::error::Result;

/// One theme of the taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// A letter, or a letter and a number below it: `H`, `H3`.
    pub code: String,
    pub label: String,
    pub english: String,
    words: Vec<String>,
    /// The row of the first theme of this code.
    pub first: u32,
}

/// All themes, by code.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    list: Vec<Theme>,
}

impl Themes {
    pub const COLUMNS: [&'static str; 4] = ["code", "label", "english", "words"];

    pub(super) fn parse(rows: &Rows) -> Result<Themes> {
        let mut themes = Themes::default();
        for row in rows.iter() {
            row.read(0, "a letter and perhaps a number", |code| {
                let (letter, number) = code.split_at_checked(1)?;
                let known = letter.bytes().all(|b| b.is_ascii_uppercase());
                (known && number.bytes().all(|b| b.is_ascii_digit())).then_some(())
            })?;
            let same = themes.list.iter().position(|theme| theme.code == row.cell(0));
            themes.list.push(Theme {
                first: same.unwrap_or(themes.list.len()) as u32,
                code: row.cell(0).into(),
                label: row.cell(1).into(),
                english: row.cell(2).into(),
                words: row.list(3).map(str::to_string).collect(),
            });
        }
        Ok(themes)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Theme> {
        self.list.iter()
    }

    /// The theme of a dictionary word, by the row of its hit.
    pub fn row(&self, row: u32) -> Option<&Theme> {
        self.list.get(row as usize)
    }

    pub fn get(&self, code: &str) -> Option<&Theme> {
        self.list.iter().find(|theme| theme.code == code)
    }

    /// Every word with the row of its theme.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..)
            .zip(&self.list)
            .flat_map(|(row, theme)| theme.words.iter().map(move |word| (word.as_str(), row)))
    }
}
