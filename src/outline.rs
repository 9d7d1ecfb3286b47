//! Outline: a view cut into segments and nested sections, with what the web page added marked as furniture.

use crate::lexicon::{Hit, Lexicon};
use crate::span::Span;

/// The structure of a document.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In document order; a section ends where the next of its level or above begins.
    pub sections: Vec<Section>,
    /// In document order, apart from each other, covering every word of the view.
    pub segments: Vec<Segment>,
    pub repairs: Vec<Repair>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Index into [`Outline::sections`].
    pub parent: Option<usize>,
    /// 1 for the outermost.
    pub level: u32,
    /// `一、`, `(二)`, `1.`, `一是`, `第三条`; empty where the heading has none.
    pub marker: Span,
    /// The heading's words after the marker.
    pub heading: Span,
    /// From the marker to the last word under it.
    pub span: Span,
}

/// A sentence, a clause group that ends in `;`, a line or a cell.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    pub span: Span,
    /// The innermost section, as an index.
    pub section: Option<usize>,
    /// Number of the paragraph (line of the view) it stands in.
    pub paragraph: usize,
    pub form: Form,
}

/// What a segment is by its form alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A sentence or clause of running text; only these can be commitments.
    Prose,
    /// A cell of a table that says what is to be done; can be a commitment too.
    Task,
    /// Any other cell of a table flattened to text: numbers, headers, bodies, deadlines.
    Cell,
    Heading,
    /// The title of the policy text.
    Title,
    /// Document number, addressees, signature, date, subject words, copies: what frames the text.
    Masthead,
    /// `(牵头单位:市科技局;责任单位:…)`.
    Assignment,
    /// A row of a leading group's list: `组长:…`, `李震(市委宣传部)`.
    Roster,
    /// What the web page added.
    Furniture,
}

/// A lost numeral inferred from its neighbours.
#[derive(Clone, Debug)]
pub struct Repair {
    pub span: Span,
    pub reading: String,
    pub rule: &'static str,
}

/// Cuts a view into segments and sections.
pub fn outline(view: &str, _hits: &[Hit], _lexicon: &Lexicon) -> Outline {
    let mut segments = Vec::new();
    let mut start = 0;
    for (paragraph, line) in view.split_inclusive('\n').enumerate() {
        let mut from = start;
        let end = start + line.len();
        for (at, c) in line.char_indices() {
            if "。;!?".contains(c) {
                let stop = start + at + c.len_utf8();
                push(&mut segments, view, Span::new(from, stop), paragraph);
                from = stop;
            }
        }
        push(&mut segments, view, Span::new(from, end), paragraph);
        start = end;
    }
    Outline { sections: Vec::new(), segments, repairs: Vec::new() }
}

fn push(segments: &mut Vec<Segment>, view: &str, span: Span, paragraph: usize) {
    let span = span.trimmed(view);
    if span.of(view).chars().any(char::is_alphanumeric) {
        segments.push(Segment { span, section: None, paragraph, form: Form::Prose });
    }
}
