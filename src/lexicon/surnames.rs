//! Surnames with their share of the population, words that look like names (`高度`, `安全`), and figures whom
//! documents name without any cue (`习近平`, `焦裕禄`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::Rows;
use crate::error::Result;

pub struct Surnames {
    shares: FxHashMap<String, Surname>,
    lookalikes: FxHashSet<String>,
    /// Names of figures, by row.
    figures: Vec<(String, Fame)>,
}

/// As what documents name a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fame {
    /// A leader, or whose theory it is.
    Referenced,
    /// Held up as a model.
    Exemplar,
}

#[derive(Clone, Copy, Debug)]
struct Surname {
    /// Per mille of the population.
    share: f32,
    /// How many ordinary words begin with the same character.
    words: u32,
}

impl Surnames {
    pub(super) fn parse(surnames: &Rows, lookalikes: &Rows, figures: &Rows) -> Result<Surnames> {
        let lookalikes: FxHashSet<String> = lookalikes.iter().map(|row| row.cell(0).to_string()).collect();
        let mut beginnings: FxHashMap<char, u32> = FxHashMap::default();
        for first in lookalikes.iter().filter_map(|word| word.chars().next()) {
            *beginnings.entry(first).or_default() += 1;
        }
        let mut shares = FxHashMap::default();
        for row in surnames.iter() {
            let share = row.read(1, "a share per mille", |cell| cell.parse().ok())?;
            let single = row.cell(0).chars().next().filter(|_| row.cell(0).chars().count() == 1);
            let words = single.and_then(|c| beginnings.get(&c)).copied().unwrap_or_default();
            shares.insert(row.cell(0).to_string(), Surname { share, words });
        }
        let role = |cell: &str| match cell {
            "referenced" => Some(Fame::Referenced),
            "exemplar" => Some(Fame::Exemplar),
            _ => None,
        };
        let figures = figures
            .iter()
            .map(|row| Ok((row.cell(0).to_string(), row.read(1, "referenced or exemplar", role)?)))
            .collect::<Result<_>>()?;
        Ok(Surnames { shares, lookalikes, figures })
    }

    /// Figures with the role in which documents name them.
    pub fn figures(&self) -> &[(String, Fame)] {
        &self.figures
    }

    pub fn is_surname(&self, word: &str) -> bool {
        self.shares.contains_key(word)
    }

    /// A surname that begins names more often than other words: 王, 张, not 全 or 应.
    pub fn is_telling(&self, word: &str) -> bool {
        self.shares.get(word).is_some_and(|surname| surname.share * 100.0 >= surname.words as f32)
    }

    /// An ordinary word that begins like a name.
    pub fn is_lookalike(&self, word: &str) -> bool {
        self.lookalikes.contains(word)
    }
}
