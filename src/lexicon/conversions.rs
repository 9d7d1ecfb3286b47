//! Conversions: which units measure the same: `斤` and `吨` mass, `亩` and `公顷` area; `个` and `家` count things.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;

/// All units that can be converted.
#[derive(Clone, Debug, Default)]
pub struct Conversions {
    units: FxHashMap<String, (String, Decimal)>,
    /// The unit that each dimension is told in.
    plain: FxHashMap<String, String>,
}

impl Conversions {
    pub const COLUMNS: [&'static str; 3] = ["unit", "dimension", "factor"];

    pub(super) fn parse(rows: &Rows) -> Result<Conversions> {
        let (mut units, mut plain) = (FxHashMap::default(), FxHashMap::default());
        for row in rows.iter() {
            let factor = row.read(2, "a number above zero", |cell| {
                cell.parse::<Decimal>().ok().filter(|factor| *factor > Decimal::ZERO)
            })?;
            if factor == Decimal::ONE {
                plain.entry(row.cell(1).into()).or_insert_with(|| row.cell(0).into());
            }
            units.insert(row.cell(0).into(), (row.cell(1).into(), factor));
        }
        Ok(Conversions { units, plain })
    }

    /// What a unit measures; a unit that is not listed measures itself alone.
    pub fn dimension<'a>(&'a self, unit: &'a str) -> &'a str {
        self.units.get(unit).map_or(unit, |(dimension, _)| dimension)
    }

    /// The unit that numbers of a unit's dimension are told in beside each other; the unit itself where the two are
    /// one and the same in size: 家 beside 个.
    pub fn plain<'a>(&'a self, unit: &'a str) -> &'a str {
        match self.units.get(unit) {
            Some((dimension, factor)) if *factor != Decimal::ONE => {
                self.plain.get(dimension).map_or(unit, String::as_str)
            }
            _ => unit,
        }
    }

    /// By what a number in `from` is multiplied to be one in `to`; `None` where they measure different things.
    pub fn factor(&self, from: &str, to: &str) -> Option<Decimal> {
        if from == to {
            return Some(Decimal::ONE);
        }
        let (one, other) = (self.units.get(from)?, self.units.get(to)?);
        (one.0 == other.0).then(|| one.1.checked_div(other.1)).flatten()
    }
}
