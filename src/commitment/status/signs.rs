//! The signs in a segment: which classes of cues stand in it, outside quotation marks and brackets, and where first.

use crate::context::Reading;
use crate::lexicon::{Cue, Sign, Table};
use crate::span::{self, Span};
use crate::value::Strength;

/// The first cue of each sign in a segment, and how many there are.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    first: [Option<Span>; Sign::COUNT],
    count: [u32; Sign::COUNT],
    /// The strongest cue that binds somebody.
    pub strongest: Option<(Strength, Span)>,
}

impl Signs {
    /// The signs of running text.
    pub fn of(reading: &Reading, span: Span) -> Signs {
        let mut signs = Signs { first: [None; Sign::COUNT], count: [0; Sign::COUNT], strongest: None };
        let aside = Aside::of(reading.view(), span);
        let mut aside = aside.0.iter().peekable();
        each(
            reading,
            span,
            |sign| !sign.heads() && !sign.titles(),
            |at, cue| {
                while aside.next_if(|quote| quote.end <= at.start).is_some() {}
                if aside.peek().is_some_and(|quote| quote.covers(at)) {
                    return;
                }
                let n = cue.sign as usize;
                signs.first[n].get_or_insert(at);
                signs.count[n] += 1;
                if cue.strength > signs.strongest.map_or(Strength::Stated, |(strength, _)| strength) {
                    signs.strongest = Some((cue.strength, at));
                }
            },
        );
        signs
    }

    pub fn has(&self, sign: Sign) -> bool {
        self.count[sign as usize] > 0
    }

    pub fn any(&self, signs: &[Sign]) -> bool {
        signs.iter().any(|&sign| self.has(sign))
    }

    pub fn count(&self, sign: Sign) -> u32 {
        self.count[sign as usize]
    }

    pub fn first(&self, sign: Sign) -> Option<Span> {
        self.first[sign as usize]
    }
}

/// Calls `take` for the cues in `span` whose sign is `wanted`, without those that stand inside a longer one.
pub fn each(reading: &Reading, span: Span, wanted: impl Fn(Sign) -> bool, mut take: impl FnMut(Span, &Cue)) {
    // Hits come by start, then longest first, so whatever ends before the last one kept lies inside it.
    let mut held = Span::default();
    for hit in span::within(&reading.hits, span, |hit| hit.span) {
        if hit.table != Table::Cue || hit.span.end > span.end {
            continue;
        }
        let cue = &reading.lexicon.cues[hit.row as usize];
        let masks = cue.sign == Sign::Mask;
        if !(masks || wanted(cue.sign)) || (hit.span.end <= held.end && hit.span != held) {
            continue;
        }
        held = hit.span;
        if !masks {
            take(hit.span, cue);
        }
    }
}

/// What stands in quotation marks, title marks or brackets, sorted, the outermost only.
struct Aside(Vec<Span>);

impl Aside {
    fn of(view: &str, span: Span) -> Aside {
        let mut asides = Vec::new();
        let mut open: Option<(usize, char)> = None;
        for (at, c) in span.of(view).char_indices() {
            match (open, c) {
                (None, '“') => open = Some((at, '”')),
                (None, '《') => open = Some((at, '》')),
                (None, '(') => open = Some((at, ')')),
                (Some((from, close)), c) if c == close => {
                    asides.push(Span::new(from, at + c.len_utf8()).shifted(span.start));
                    open = None;
                }
                // A mark of the same kind while one is open: the first was never closed.
                (Some((_, '”')), '“') => open = Some((at, '”')),
                (Some((_, '》')), '《') => open = Some((at, '》')),
                _ => {}
            }
        }
        Aside(asides)
    }
}
