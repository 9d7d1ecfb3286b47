//! The document's own number: `枣中院发[2010] 4 号` is 枣中院发〔2010〕4号, `第712号` of a decree stays as it stands.

use super::cursor::Cursor;
use crate::outline::{Form, Outline};
use crate::span::Span;

/// A number, and where it stands.
///
/// It stands in a line of its own near the head of the text, or glued to what the page put before it; a number in
/// brackets or after a quoted title is another document's.
pub fn own(view: &str, outline: &Outline) -> Option<(String, Span)> {
    let head = head(view, outline);
    numbers(view, head).find_map(|number| {
        let sequence = number.sequence.trim_start_matches('0');
        let words = format!("{}〔{}〕{sequence}号", number.mark, number.year);
        (!cited(view, number.span)).then_some((words, number.span))
    })
}

/// The year that a number names: `穗埔府规〔2025〕12号`.
pub fn year(number: &str) -> Option<i16> {
    let (_, rest) = number.split_once('〔')?;
    rest.split_once('〕')?.0.parse().ok()
}

/// `国办发〔2023〕5号`: the mark of the issuer, the year, the running number.
struct Number<'t> {
    span: Span,
    mark: &'t str,
    year: &'t str,
    sequence: &'t str,
}

/// The numbers in a part of a view, none reaching into another.
fn numbers(view: &str, part: Span) -> impl Iterator<Item = Number<'_>> {
    let mut free = part.start();
    let brackets = part.of(view).match_indices(OPENING);
    brackets.filter_map(move |(at, open)| {
        let at = part.start() + at;
        let before = view.get(free..at)?.trim_end();
        let mark =
            before.chars().rev().take(14).take_while(|&c| is_han(c)).map(char::len_utf8).sum::<usize>();
        let mark = Span::new(free + before.len() - mark, free + before.len());
        let start = Cursor { rest: &view[at + open.len()..part.end()] };
        let mut cursor = start;
        cursor.some(0, 1, char::is_whitespace);
        let year = cursor.digits(4, 4).filter(|year| year.starts_with("19") || year.starts_with("20"))?;
        cursor.some(0, 1, char::is_whitespace);
        cursor.one_of("年");
        cursor.one_of("〕])】﹞〉>}］")?;
        cursor.space();
        cursor.one_of("第");
        cursor.space();
        let sequence = cursor.digits(1, 5)?;
        cursor.space();
        cursor.word("号")?;
        if mark.is_empty() {
            return None;
        }
        free = at + open.len() + cursor.read_since(&start);
        Some(Number { span: Span::new(mark.start(), free), mark: mark.of(view), year, sequence })
    })
}

/// What may stand for 〔, as typed and as damaged.
const OPENING: [char; 9] = ['〔', '[', '(', '【', '﹝', '〈', '<', '{', '［'];

fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{2e80}'..='\u{2fd5}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
        || matches!(c, '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// As far as the first sentence of running text: where a document says its own number.
fn head(view: &str, outline: &Outline) -> Span {
    let prose = outline.segments.iter().find(|segment| {
        segment.form == Form::Prose && segment.span.of(view).ends_with('。') && segment.span.len() > 60
    });
    // A view without prose may be one long line of anything.
    let most = view.char_indices().map(|(at, _)| at).take_while(|&at| at <= 3_000).last().unwrap_or(0);
    Span::new(
        0,
        prose.map_or(if view.len() <= 3_000 { view.len() } else { most }, |segment| segment.span.start()),
    )
}

fn cited(view: &str, span: Span) -> bool {
    let before = view[..span.start()].trim_end();
    let after = view[span.end()..].trim_start_matches(' ');
    before.ends_with(['》', '(', '〉', '"', '”']) || after.starts_with([')', '》', '文'])
}
