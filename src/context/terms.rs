//! Terms: the dictionary words of a text that commitments are read from, each kind by itself: cues (`要`), words of themes
//! (`卫生室`), names of regions, posts (`书记`). Most words of a text are parts of bodies' names, which nobody asks for here.

use crate::lexicon::{Hit, Lexicon, PostKind, Table};
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
    pub fn of(view: &str, hits: &[Hit], lexicon: &Lexicon) -> Terms {
        let mut terms = Terms::default();
        let posts = lexicon.posts.words();
        for hit in hits {
            match hit.table {
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
        terms
    }
}
