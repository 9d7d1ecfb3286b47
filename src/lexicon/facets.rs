//! Facets: what limits a measure to a part: `乡村医生` to people, `农村` to a kind of settlement, `开工` to a stage.
//!
//! Two wordings with different values on one axis speak of different things, however alike they are otherwise. Words
//! on the axis `light` say nothing of the thing itself: `完成`, `扎实推进`.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::Rows;
use crate::error::Result;
use crate::span::Span;

/// A value on an axis, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    pub axis: String,
    pub value: String,
}

/// All facets by the words that speak of them.
#[derive(Default)]
pub struct Facets {
    list: Vec<Facet>,
    words: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl Facet {
    /// The word says how or that something is done, not what.
    pub fn is_light(&self) -> bool {
        self.axis == "light"
    }

    /// It limits a measure to some of those it is about, as 农村 and 公办 do; 新建 and 省级 do not.
    pub fn is_population(&self) -> bool {
        !matches!(self.axis.as_str(), "light" | "stage" | "direction" | "grade" | "subject")
            && self.value != "both"
    }

    /// It says of whom or what, as 村医 and 幼儿园 do, not only which or when.
    pub fn names(&self) -> bool {
        matches!(self.axis.as_str(), "people" | "school" | "subject")
    }
}

impl Facets {
    pub const COLUMNS: [&'static str; 3] = ["word", "axis", "value"];

    pub(super) fn parse(rows: &Rows) -> Result<Facets> {
        let list: Vec<Facet> =
            rows.iter().map(|row| Facet { axis: row.cell(1).into(), value: row.cell(2).into() }).collect();
        let words = (0u32..).zip(rows.iter()).map(|(n, row)| (row.cell(0), n));
        let words = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(words.map(|(word, n)| (word.to_string(), n)))
            .ok();
        Ok(Facets { list, words })
    }

    /// The facets of a wording with the words that say them, in their order there; a longer word hides those in it.
    pub fn of<'a, 'w>(&'a self, wording: &'w str) -> impl Iterator<Item = (&'a Facet, &'w str)> {
        self.spans(wording).map(|(facet, span)| (facet, span.of(wording)))
    }

    /// The facets of a wording with where the words that say them stand.
    pub fn spans<'a, 'w>(
        &'a self,
        wording: &'w str,
    ) -> impl Iterator<Item = (&'a Facet, Span)> + use<'a, 'w> {
        let found = self.words.iter().flat_map(move |words| words.leftmost_find_iter(wording));
        found.map(|word| (&self.list[word.value() as usize], Span::new(word.start(), word.end())))
    }
}
