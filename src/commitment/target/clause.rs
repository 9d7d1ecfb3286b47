//! Clauses: a segment cut at `,` `;` `:` `。`, with quotes, titles and plain brackets left whole.

use crate::span::Span;

/// The quoted and bracketed stretches of a segment and its clauses, both in order.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// “…”, 《…》 and (…) that hold no value of their own, outermost only.
    pub atoms: Vec<Span>,
    /// “…” and 《…》, outermost only: numbers in them are names.
    pub quotes: Vec<Span>,
    pub clauses: Vec<Span>,
}

/// Cuts `segment`; `valued` says whether a bracket holds a value, so that it is a clause of its own.
pub(super) fn clauses(view: &str, segment: Span, valued: impl Fn(Span) -> bool) -> Clauses {
    let mut pairs: Vec<(Span, bool)> = Vec::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, c) in segment.of(view).char_indices() {
        let at = segment.start + at;
        match c {
            '“' | '《' | '(' | '〔' | '[' => open.push((c, at)),
            '”' | '》' | ')' | '〕' | ']' => {
                let opener = match c {
                    '”' => '“',
                    '》' => '《',
                    ')' => '(',
                    '〕' => '〔',
                    _ => '[',
                };
                // A closing mark without its opener closes nothing; one with it drops what was left open inside.
                if let Some(depth) = open.iter().rposition(|&(c, _)| c == opener) {
                    let start = open[depth].1;
                    open.truncate(depth);
                    pairs.push((Span::new(start, at + c.len_utf8()), matches!(c, '”' | '》')));
                }
            }
            _ => {}
        }
    }
    pairs.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
    let mut out = Clauses::default();
    let mut valued_brackets: Vec<Span> = Vec::new();
    for (span, quote) in pairs {
        if out.atoms.last().is_some_and(|last| last.covers(span)) {
            continue;
        }
        if quote {
            out.quotes.push(span);
            out.atoms.push(span);
        } else if valued(span) {
            valued_brackets.push(span);
        } else {
            out.atoms.push(span);
        }
    }
    let mut start = segment.start;
    let mut atom = 0;
    let mut push = |from: usize, to: usize| {
        let span = Span::new(from, to).trimmed(view);
        if !span.is_empty() {
            out.clauses.push(span);
        }
    };
    for (at, c) in segment.of(view).char_indices() {
        let at = segment.start + at;
        while out.atoms.get(atom).is_some_and(|span| span.end <= at) {
            atom += 1;
        }
        if out.atoms.get(atom).is_some_and(|span| span.holds(at)) {
            continue;
        }
        let cut = match c {
            ',' | ';' | '。' | ':' | '!' | '?' | '\n' => true,
            '(' | ')' | '[' | ']' => {
                valued_brackets.iter().any(|span| span.start == at || span.end == at + 1)
            }
            _ => false,
        };
        if cut {
            push(start, at);
            start = at + c.len_utf8();
        }
    }
    push(start, segment.end);
    out
}

/// Where `mark` stands in `span` outside atoms.
pub(super) fn marks(view: &str, span: Span, atoms: &[Span], marks: &[&str]) -> Vec<Span> {
    let mut found = Vec::new();
    let first = atoms.partition_point(|atom| atom.end <= span.start);
    let mut inside = atoms[first..].iter().peekable();
    let mut at = span.start;
    while at < span.end {
        while inside.peek().is_some_and(|atom| atom.end <= at) {
            inside.next();
        }
        if let Some(atom) = inside.peek().filter(|atom| atom.holds(at)) {
            at = atom.end;
            continue;
        }
        let rest = &view[at..span.end];
        match marks.iter().find(|mark| rest.starts_with(**mark)) {
            Some(mark) => {
                found.push(Span::new(at, at + mark.len()));
                at += mark.len();
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Whether one of `spans` (sorted, apart) holds the byte `at`.
pub(super) fn inside(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= at);
    spans.get(next).is_some_and(|span| span.holds(at))
}

/// At most `most` bytes before `to`, from `from` on: what a rule looks back over, so that a sentence of any length
/// is read in time that grows with it.
pub(super) fn back(view: &str, from: usize, to: usize, most: usize) -> Span {
    let mut start = from.max(to.saturating_sub(most)).min(to);
    while !view.is_char_boundary(start) {
        start += 1;
    }
    Span::new(start, to)
}

/// At most `most` bytes after `from`, up to `to`.
pub(super) fn ahead(view: &str, from: usize, to: usize, most: usize) -> Span {
    let mut end = to.min(from.saturating_add(most)).max(from);
    while !view.is_char_boundary(end) {
        end -= 1;
    }
    Span::new(from, end)
}
