//! Segmentation: a document in; its sections, segments and words out, for who wants to see or use them.
//!
//! Words are cut by jieba, which is lent the dictionary words, bodies and people found in the document, so that
//! `市发展改革委` stays whole.

use std::collections::BTreeMap;

use jieba_rs::Jieba;
use schemars::JsonSchema;
use serde::Serialize;

use crate::context::Reading;
use crate::extract;
use crate::lexicon::Table;
use crate::outline::Form;
use crate::record::{Points, Section};
use crate::span::Span;
use crate::text::Text;

/// A document cut up. Spans are code points of its text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Segmented {
    pub sections: Vec<Section>,
    pub segments: Vec<Segment>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Segment {
    pub span: Points,
    pub text: String,
    /// `prose`, `task`, `cell`, `heading`, `title`, `masthead`, `assignment`, `roster`, `furniture`.
    pub form: &'static str,
    /// Id of the innermost section.
    pub section: Option<String>,
    pub tokens: Vec<Token>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Token {
    pub span: Points,
    pub text: String,
    /// Part of speech in the manner of ICTCLAS: `n` noun, `nt` organisation, `nr` person, `ns` place, `v` verb …
    pub tag: String,
}

/// Cuts up a document that has been read.
pub fn segment(reading: &Reading) -> Segmented {
    let words = own_words(reading);
    let mut jieba = Jieba::new();
    for word in words.keys() {
        jieba.add_word(word, None, None);
    }
    let segments = reading.outline.segments.iter().map(|segment| Segment {
        span: reading.text.points(segment.span),
        text: reading.text.quote(segment.span).into(),
        form: form(segment.form),
        section: segment.section().map(extract::section_id),
        tokens: tokens(&jieba, &words, reading.text, segment.span),
    });
    Segmented {
        sections: extract::sections(reading.text, &reading.outline).collect(),
        segments: segments.collect(),
    }
}

/// The words of this document that jieba is lent, with their parts of speech: what a mention is called goes before
/// what a dictionary says.
fn own_words<'a>(reading: &Reading<'a>) -> BTreeMap<&'a str, &'static str> {
    let view = reading.view();
    let hits = reading.lexicon.hits(view);
    let hits = hits.names.iter().filter_map(|hit| Some((hit.span, tag_of(hit.table)?)));
    let bodies = reading.bodies.iter().map(|body| (body.span, "nt"));
    let people = reading.people.iter().flat_map(|person| &person.mentions).map(|&span| (span, "nr"));
    let words = hits.chain(bodies).chain(people).map(|(span, tag)| (span.of(view), tag));
    words.filter(|(word, _)| word.chars().nth(1).is_some()).collect()
}

/// The part of speech of a table's words; none for tables whose entries are turns of phrase.
fn tag_of(table: Table) -> Option<&'static str> {
    match table {
        Table::Region => Some("ns"),
        Table::Event => Some("nz"),
        Table::Post => Some("n"),
        Table::Figure => Some("nr"),
        Table::Frame | Table::Cue | Table::Body | Table::Theme | Table::Mark => None,
    }
}

fn tokens(jieba: &Jieba, words: &BTreeMap<&str, &str>, text: &Text, span: Span) -> Vec<Token> {
    let mut at = span.start();
    let mut tokens = Vec::new();
    for tagged in jieba.tag(span.of(text.view()), true) {
        let place = Span::new(at, at + tagged.word.len());
        at = place.end();
        if !tagged.word.trim().is_empty() {
            tokens.push(Token {
                span: text.points(place),
                text: text.quote(place).into(),
                tag: (*words.get(tagged.word).unwrap_or(&tagged.tag)).into(),
            });
        }
    }
    tokens
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Prose => "prose",
        Form::Task => "task",
        Form::Row => "row",
        Form::Cell => "cell",
        Form::Heading => "heading",
        Form::Title => "title",
        Form::Masthead => "masthead",
        Form::Assignment => "assignment",
        Form::Roster => "roster",
        Form::Furniture => "furniture",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;

    #[test]
    fn tokens_are_slices_of_the_source() {
        let lexicon = Lexicon::embedded();
        let text = extract::text("一、工作目標\n２０２５年底前，內丘縣建成養老設施８０處。".into(), lexicon);
        let (reading, _) = extract::read(&text, &Given::default(), lexicon);
        let segmented = segment(&reading);
        let tokens: Vec<&Token> = segmented.segments.iter().flat_map(|segment| &segment.tokens).collect();
        assert!(tokens.iter().all(|token| text.slice(token.span) == token.text));
        let place = tokens.iter().find(|token| token.text == "內丘縣").unwrap();
        assert_eq!(place.tag, "ns");
        assert!(tokens.iter().any(|token| token.text == "設施"));
    }
}
