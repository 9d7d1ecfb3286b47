//! Context: what a document says about itself, and its mentions read in that light.
//!
//! Relative dates are resolved against the document's own date, bodies get the names that its jurisdiction gives
//! them, mentions of one person become one person. Whatever is inferred carries its basis; where two candidates
//! remain there is none.

pub mod about;
pub mod marks;
pub mod place;
pub mod naming;
pub mod people;
pub mod terms;

use std::mem;

use crate::lexicon::{Hits, Lexicon};
use crate::outline::{Form, Outline};
use crate::recognise::{Found, Mentions};
use crate::span::Span;
use crate::text::Text;
use crate::value::Quantity;

pub use about::{About, Fact, Given};
pub use marks::Marks;
pub use naming::Named;
pub use people::Person;
pub use place::Placed;
pub use terms::Terms;

/// A document read up to its mentions: what commitments are composed from.
pub struct Reading<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a Text,
    /// The dictionary words that commitments are read from, by kind.
    pub terms: Terms,
    pub outline: Outline,
    pub about: About,
    pub dates: Vec<Placed>,
    pub quantities: Vec<Found<Quantity<'a>>>,
    pub bodies: Vec<Named>,
    pub people: Vec<Person>,
    pub marks: Marks,
}

impl<'a> Reading<'a> {
    /// Places dates, names bodies and gathers people in the light of what the document says about itself; `hits` are the
    /// dictionary words in the view.
    pub fn new(
        text: &'a Text,
        hits: Hits,
        outline: Outline,
        mentions: Mentions<'a>,
        given: &Given,
        lexicon: &'a Lexicon,
    ) -> Self {
        let view = text.view();
        let (terms, mut marks) = Terms::of(view, hits, lexicon);
        marks.part(&outline.segments);
        let mut about = about::about(text, &terms, &marks, &outline, &mentions, given, lexicon);
        let dates = place::place(view, &outline, mentions.dates, &about);
        let mut bodies = naming::name(view, &outline, &mentions.bodies, &about, lexicon);
        // Bodies tell who issues an unsigned text, and the issuer tells who 我局 is.
        if about::complete(&mut about, view, &outline, &bodies) {
            bodies = naming::name(view, &outline, &mentions.bodies, &about, lexicon);
        }
        let people = people::gather(text, &outline, mentions.people, lexicon);
        // What the page added yields metadata and authors only.
        let furniture: Vec<Span> = outline
            .segments
            .iter()
            .filter(|s| s.form == Form::Furniture)
            .map(|segment| segment.span)
            .collect();
        let own = |span: Span| {
            let next = furniture.partition_point(|added| added.end() <= span.start());
            !furniture.get(next).is_some_and(|added| added.covers(span))
        };
        let dates = dates.into_iter().filter(|date| own(date.span)).collect();
        let quantities = mentions.quantities.into_iter().filter(|found| own(found.span)).collect();
        bodies.retain(|body| own(body.span));
        Reading { lexicon, text, terms, outline, about, dates, quantities, bodies, people, marks }
    }

    /// Lets go of the words that nothing asks for once commitments are found.
    pub fn close(&mut self) {
        self.terms = Terms { themes: mem::take(&mut self.terms.themes), ..Terms::default() };
        self.marks = Marks::default();
    }

    pub fn view(&self) -> &'a str {
        self.text.view()
    }
}
