//! Terms: the dictionary words of a text that commitments are read from, each kind by itself: cues (`要`), words of themes
//! (`卫生室`), names of regions, posts (`书记`), marks. Most others are parts of bodies' names, which nobody asks for here.

use super::marks::{Mark, Marks};
use crate::lexicon::{Hit, Lexicon, PostKind, Table, marks};
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
    /// The words among the hits of a text, and its marks, which are the third of them or so.
    pub fn of(view: &str, hits: &[Hit], lexicon: &Lexicon) -> (Terms, Marks) {
        let mut terms = Terms {
            cues: Vec::with_capacity(hits.len() / 6),
            themes: Vec::with_capacity(hits.len() / 4),
            ..Terms::default()
        };
        let mut all = Vec::with_capacity(hits.len() / 2);
        let posts = lexicon.posts.words();
        for hit in hits {
            match hit.table {
                Table::Mark => all.push(Mark::new(hit.span.start(), marks::kind(hit.row))),
                Table::Cue => terms.cues.push(*hit),
                Table::Theme => terms.themes.push(*hit),
                Table::Region => terms.regions.push(*hit),
                Table::Post => {
                    let kind = posts.get(hit.row as usize).map(|(_, kind)| *kind);
                    terms.posts.extend((kind == Some(PostKind::Post)).then_some(hit.span));
                }
                _ => {}
            }
        }
        let leveled = |hit: &&Hit| hit.span.of(view).ends_with(['市', '县', '区', '省']);
        terms.places = terms.regions.iter().filter(leveled).map(|hit| hit.span).collect();
        (terms, Marks::new(all))
    }
}
