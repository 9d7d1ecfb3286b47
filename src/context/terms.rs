//! Terms: the dictionary words of a text that commitments are read from, each kind by itself: cues (`要`), words of themes
//! (`卫生室`), names of regions, posts (`书记`), marks. Others are parts of bodies' names, which nobody asks for here.

use super::marks::Marks;
use crate::lexicon::{Hit, Hits, Lexicon, PostKind, Table};
use crate::span::Span;

/// Words by kind, each by start, then longest first.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    pub cues: Vec<Hit>,
    pub themes: Vec<Hit>,
    pub regions: Vec<Hit>,
    /// Offices that somebody holds: 书记.
    pub posts: Vec<Span>,
    /// Places at whose end their level stands: 仁怀市.
    pub places: Vec<Span>,
}

impl Terms {
    /// The words among those of a text, and its marks.
    pub fn of(view: &str, hits: Hits, lexicon: &Lexicon) -> (Terms, Marks) {
        let of_table = |table| hits.names.iter().filter(move |hit| hit.table == table);
        let posts = lexicon.posts.words();
        let is_office = |hit: &&Hit| matches!(posts.get(hit.row as usize), Some((_, PostKind::Post)));
        let leveled = |hit: &&Hit| hit.span.of(view).ends_with(['市', '县', '区', '省']);
        let regions: Vec<Hit> = of_table(Table::Region).copied().collect();
        let terms = Terms {
            posts: of_table(Table::Post).filter(is_office).map(|hit| hit.span).collect(),
            places: regions.iter().filter(leveled).map(|hit| hit.span).collect(),
            regions,
            cues: hits.cues,
            themes: hits.themes,
        };
        (terms, Marks::new(hits.marks))
    }
}
