//! Rarity: how much it says that two wordings share a pair of characters: little for `建设`, much for `会诊`.

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;

/// How often pairs of characters stand in statements of plans. A fixed table: what one comparison holds does not
/// change what is rare, so two statements are as like each other in every company.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    /// Places in `weights`.
    ranks: FxHashMap<[char; 2], u32>,
    unlisted: u32,
    /// All weights there are, the greatest first.
    weights: Vec<f32>,
}

/// Two neighbouring characters. Pairs are in order of what they say, the rarest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair(u64);

/// Bits of a character in a [`Pair`].
const CHARACTER: u32 = 21;

/// Statements in 10,000 with a pair that is not listed.
const UNLISTED: f32 = 4.0;

impl Rarity {
    pub const COLUMNS: [&'static str; 2] = ["pair", "share"];

    pub(super) fn parse(rows: &Rows) -> Result<Rarity> {
        let mut listed = FxHashMap::default();
        for row in rows.iter() {
            let pair = row.read(0, "two characters", |cell| {
                let mut characters = cell.chars();
                let pair = [characters.next()?, characters.next()?];
                characters.next().is_none().then_some(pair)
            })?;
            let share = row.read(1, "a number of statements in 10,000", |cell| {
                cell.parse::<f32>().ok().filter(|share| (0.1..=10_000.0).contains(share))
            })?;
            listed.insert(pair, weight(share));
        }
        let mut weights: Vec<f32> = listed.values().copied().chain([weight(UNLISTED)]).collect();
        weights.sort_unstable_by(|a, b| b.total_cmp(a));
        weights.dedup();
        let rank = |weight: f32| weights.partition_point(|own| *own > weight) as u32;
        Ok(Rarity {
            ranks: listed.into_iter().map(|(pair, weight)| (pair, rank(weight))).collect(),
            unlisted: rank(weight(UNLISTED)),
            weights,
        })
    }

    pub fn pair(&self, characters: [char; 2]) -> Pair {
        let rank = self.ranks.get(&characters).copied().unwrap_or(self.unlisted);
        let [first, second] = characters.map(u64::from);
        Pair(u64::from(rank) << (2 * CHARACTER) | first << CHARACTER | second)
    }

    /// The information in a pair, in nats.
    pub fn weight(&self, pair: Pair) -> f32 {
        self.weights.get((pair.0 >> (2 * CHARACTER)) as usize).copied().unwrap_or_default()
    }
}

impl Pair {
    pub fn characters(self) -> [char; 2] {
        let character = |bits: u64| (bits & ((1 << CHARACTER) - 1)) as u32;
        [self.0 >> CHARACTER, self.0].map(|bits| char::from_u32(character(bits)).unwrap_or_default())
    }
}

fn weight(share: f32) -> f32 {
    (10_000.0 / share).ln()
}
