//! Mentions: dates, quantities, bodies and people, each with its span and the name of the rule that found it.
//!
//! A rule is a name, a pattern and a reading. All rules of a kind run as one automaton at every place where one of
//! them may begin; the longest match is chosen and only then read. A chosen match that cannot be read holds its text
//! all the same: `2024年13月底前` is nothing, not the year 2024.

mod starts;
mod automaton;
mod pattern;
pub mod date;
pub mod quantity;
pub mod body;
pub mod person;

use std::sync::LazyLock;

pub use pattern::{Match, Rule, Rules};

use pattern::Search;
use starts::Starts;

use crate::lexicon::{Hits, Lexicon};
use crate::span::Span;
use crate::split;
use crate::value::Quantity;

/// A mention: where, by which rule, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<V> {
    pub span: Span,
    pub rule: &'static str,
    pub value: V,
}

/// All mentions of a document, each kind sorted by span.
#[derive(Clone, Debug, Default)]
pub struct Mentions<'l> {
    pub dates: Vec<Found<date::Said>>,
    pub quantities: Vec<Found<Quantity<'l>>>,
    pub bodies: Vec<Found<body::Said>>,
    pub people: Vec<Found<person::Said>>,
}

/// Finds the mentions of every kind in a view.
pub fn recognise<'l>(view: &str, hits: &Hits, lexicon: &'l Lexicon) -> Mentions<'l> {
    let ((dates, quantities), (bodies, people)) = split::both(
        split::is_long(view),
        || dates_and_quantities(view, hits, lexicon),
        || (body::find(view, hits, lexicon), person::find(view, hits, lexicon)),
    );
    Mentions { dates, quantities, bodies, people }
}

/// Finds dates and quantities, with one look at each character for both.
pub fn dates_and_quantities<'l>(
    view: &str,
    hits: &Hits,
    lexicon: &'l Lexicon,
) -> (Vec<Found<date::Said>>, Vec<Found<Quantity<'l>>>) {
    static STARTS: LazyLock<Starts<4>> = LazyLock::new(|| {
        let occasions = date::event::RULES.starts();
        Starts::new([date::RULES.starts(), occasions, date::event::anniversaries(), quantity::starts()])
    });
    let mut dates = Search::new(&date::RULES);
    let mut occasions = Search::new(&date::event::RULES);
    let mut ends = date::event::Ends::new(view);
    let mut quantities = quantity::Search::new(view, lexicon);
    STARTS.each(view, |start, kind| match kind {
        0 => dates.at(view, start),
        1 if ends.may_follow(start) => occasions.at(view, start),
        1 => {}
        2 => occasions.found.extend(date::event::counted(view, start, occasions.free)),
        _ => quantities.at(start),
    });
    (date::join(view, hits, dates.found, occasions.found, lexicon), quantities.found)
}
