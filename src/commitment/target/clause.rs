//! Clauses: a segment cut at `,` `;` `:` `。`, with quotes, titles and plain brackets left whole.

use super::cues::{self, Cues, Lists};
use crate::span::Span;

/// A clause, with what its rules look for in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    pub span: Span,
    /// The lists that have a word in it.
    pub lists: Lists,
}

impl Clause {
    /// Ends in 的, brackets aside.
    pub fn describes(&self, view: &str) -> bool {
        self.span.of(view).trim_end_matches(')').ends_with('的')
    }
}

/// Marks that open and close.
const MARKS: [(&str, &str); 5] = [("“", "”"), ("《", "》"), ("(", ")"), ("〔", "〕"), ("[", "]")];

/// The quoted and bracketed stretches of a segment and its clauses, each in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clauses<'c> {
    /// “…”, 《…》 and (…) that hold no value of their own, outermost only.
    pub atoms: &'c [Span],
    /// “…” and 《…》, outermost only: numbers in them are names.
    pub quotes: &'c [Span],
    pub clauses: &'c [Clause],
}

/// What segments were cut into, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Cut {
    atoms: Vec<Span>,
    quotes: Vec<Span>,
    clauses: Vec<Clause>,
    /// Where the atoms, quotes and clauses of each segment end.
    ends: Vec<[usize; 3]>,
    /// Where brackets of the last segment that are clauses of their own begin and end, in order.
    edges: Vec<usize>,
    /// Stretches from mark to mark, and whether they are quotes; only kept to be filled again.
    pairs: Vec<(Span, bool)>,
}

impl Cut {
    pub fn clear(&mut self) {
        self.atoms.clear();
        self.quotes.clear();
        self.clauses.clear();
        self.ends.clear();
    }

    /// What each of the segments was cut into.
    pub fn segments(&self) -> impl Iterator<Item = Clauses<'_>> {
        let (mut atoms, mut quotes, mut clauses) = (0, 0, 0);
        self.ends.iter().map(move |&ends| {
            let own = Clauses {
                atoms: &self.atoms[atoms..ends[0]],
                quotes: &self.quotes[quotes..ends[1]],
                clauses: &self.clauses[clauses..ends[2]],
            };
            [atoms, quotes, clauses] = ends;
            own
        })
    }

    /// Cuts a further segment; `valued` says whether a bracket holds a value, so that it is a clause of its own.
    pub fn push(&mut self, view: &str, segment: Span, cues: &Cues, valued: impl Fn(Span) -> bool) {
        let mut atom = self.atoms.len();
        self.edges.clear();
        if cues.lists() & cues::OPENS != 0 {
            self.pair(view, cues, valued);
        }
        let mut start = segment.start();
        let mut lists = 0;
        for cue in cues.all() {
            let at = cue.at();
            if cue.lists() & (cues::CUTS | cues::BRACKETS) == 0 {
                lists |= if cue.end() <= segment.end() { cue.lists() } else { 0 };
                continue;
            }
            while self.atoms.get(atom).is_some_and(|span| span.end() <= at) {
                atom += 1;
            }
            if self.atoms.get(atom).is_some_and(|span| span.holds(at)) {
                continue;
            }
            if cue.lists() & cues::CUTS != 0 || self.edges.binary_search(&at).is_ok() {
                self.clause(view, Span::new(start, at), lists);
                start = cue.end();
                lists = 0;
            }
        }
        self.clause(view, Span::new(start, segment.end()), lists);
        self.ends.push([self.atoms.len(), self.quotes.len(), self.clauses.len()]);
    }

    fn clause(&mut self, view: &str, span: Span, lists: Lists) {
        let span = span.trimmed(view);
        if !span.is_empty() {
            self.clauses.push(Clause { span, lists });
        }
    }

    /// Finds what is quoted and bracketed.
    fn pair(&mut self, view: &str, cues: &Cues, valued: impl Fn(Span) -> bool) {
        let first = self.atoms.len();
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.clear();
        let mut open: Vec<(usize, usize)> = Vec::new();
        // How many of each mark are open: a row of closing marks does not go through all that is open, one after the other.
        let mut standing = [0usize; MARKS.len()];
        for cue in cues.all() {
            let mark = cue.span().of(view);
            if cue.lists() & cues::OPENS != 0 {
                let Some(kind) = MARKS.iter().position(|(opener, _)| *opener == mark) else { continue };
                standing[kind] += 1;
                open.push((kind, cue.at()));
            } else if cue.lists() & cues::CLOSES != 0 {
                let Some(kind) = MARKS.iter().position(|(_, closer)| *closer == mark) else { continue };
                // A closing mark without its opener closes nothing; one with it drops what was left open inside.
                while standing[kind] > 0
                    && let Some((other, start)) = open.pop()
                {
                    standing[other] -= 1;
                    if other == kind {
                        pairs.push((Span::new(start, cue.end()), matches!(mark, "”" | "》")));
                        break;
                    }
                }
            }
        }
        pairs.sort_by_key(|(span, _)| (span.start(), usize::MAX - span.end()));
        for &(span, quote) in &pairs {
            if self.atoms[first..].last().is_some_and(|last| last.covers(span)) {
                continue;
            }
            if quote {
                self.quotes.push(span);
                self.atoms.push(span);
            } else if valued(span) {
                self.edges.extend([span.start(), span.end() - 1]);
            } else {
                self.atoms.push(span);
            }
        }
        self.edges.sort_unstable();
        self.pairs = pairs;
    }
}

/// The words that part the items of a list, where they stand in `span` outside atoms.
pub(super) fn joints(cues: &Cues, span: Span, atoms: &[Span]) -> impl Iterator<Item = Span> {
    let first = atoms.partition_point(|atom| atom.end() <= span.start());
    let mut inside = atoms[first..].iter().peekable();
    let mut at = span.start();
    let joints = cues.within(span).iter().filter(|cue| cue.lists() & cues::JOINTS != 0);
    joints.map(|cue| cue.span()).filter(move |joint| {
        while inside.peek().is_some_and(|atom| atom.end() <= joint.start()) {
            inside.next();
        }
        // 以及 is one word and has no 及 in it.
        let free = joint.start() >= at
            && joint.end() <= span.end()
            && !inside.peek().is_some_and(|atom| atom.holds(joint.start()));
        if free {
            at = joint.end();
        }
        free
    })
}

/// Whether one of `spans` (sorted, apart) holds the byte `at`.
pub(super) fn inside(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end() <= at);
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
