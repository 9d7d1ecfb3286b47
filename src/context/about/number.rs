//! The document's own number: `枣中院发[2010] 4 号` is 枣中院发〔2010〕4号, `第712号` of a decree stays as it stands.

use std::sync::LazyLock;

use regex::Regex;

use crate::outline::{Form, Outline};
use crate::span::Span;

/// A number, and where it stands.
///
/// It stands in a line of its own near the head of the text, or glued to what the page put before it; a number in
/// brackets or after a quoted title is another document's.
pub fn own(view: &str, outline: &Outline) -> Option<(String, Span)> {
    let head = head(view, outline);
    NUMBER.captures_iter(head.of(view)).find_map(|captures| {
        let span = Span::from(captures.get(0)?.range()).shifted(head.start);
        if cited(view, span) {
            return None;
        }
        let sequence = captures["sequence"].trim_start_matches('0');
        Some((format!("{}〔{}〕{}号", &captures["mark"], &captures["year"], sequence), span))
    })
}

/// The year that a number names: `穗埔府规〔2025〕12号`.
pub fn year(number: &str) -> Option<i16> {
    let (_, rest) = number.split_once('〔')?;
    rest.split_once('〕')?.0.parse().ok()
}

/// `国办发〔2023〕5号`: the mark of the issuer, the year, the running number.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let mark = r"(?P<mark>\p{Han}{1,14})";
    let year = r"[〔\[(【﹝〈<{［]\s?(?P<year>(?:19|20)\d{2})\s?年?[〕\])】﹞〉>}］]";
    let pattern = format!(r"{mark}\s*{year}\s*第?\s*(?P<sequence>\d{{1,5}})\s*号");
    Regex::new(&pattern).unwrap_or_else(|error| panic!("{error}"))
});

/// As far as the first sentence of running text: where a document says its own number.
fn head(view: &str, outline: &Outline) -> Span {
    let prose = outline.segments.iter().find(|segment| {
        segment.form == Form::Prose && segment.span.of(view).ends_with('。') && segment.span.len() > 60
    });
    // A view without prose may be one long line of anything.
    let most = view.char_indices().map(|(at, _)| at).take_while(|&at| at <= 3_000).last().unwrap_or(0);
    Span::new(
        0,
        prose.map_or(if view.len() <= 3_000 { view.len() } else { most }, |segment| segment.span.start),
    )
}

fn cited(view: &str, span: Span) -> bool {
    let before = view[..span.start].trim_end();
    let after = view[span.end..].trim_start_matches(' ');
    before.ends_with(['》', '(', '〉', '"', '”']) || after.starts_with([')', '》', '文'])
}
