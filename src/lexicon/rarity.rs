//! Rarity: how much it says that two wordings share a pair of characters: little for `建设`, much for `会诊`.

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;

/// How often pairs of characters stand in statements of plans. A fixed table: what one comparison holds does not
/// change what is rare, so two statements are as like each other in every company.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    weights: FxHashMap<[char; 2], f32>,
}

/// Statements in 10,000 with a pair that is not listed.
const UNLISTED: f32 = 4.0;

impl Rarity {
    pub const COLUMNS: [&'static str; 2] = ["pair", "share"];

    pub(super) fn parse(rows: &Rows) -> Result<Rarity> {
        let mut weights = FxHashMap::default();
        for row in rows.iter() {
            let pair = row.read(0, "two characters", |cell| {
                let mut characters = cell.chars();
                let pair = [characters.next()?, characters.next()?];
                characters.next().is_none().then_some(pair)
            })?;
            let share = row.read(1, "a number of statements in 10,000", |cell| {
                cell.parse::<f32>().ok().filter(|share| (0.1..=10_000.0).contains(share))
            })?;
            weights.insert(pair, weight(share));
        }
        Ok(Rarity { weights })
    }

    /// The information in a pair, in nats.
    pub fn weight(&self, pair: [char; 2]) -> f32 {
        self.weights.get(&pair).copied().unwrap_or_else(|| weight(UNLISTED))
    }
}

fn weight(share: f32) -> f32 {
    (10_000.0 / share).ln()
}
