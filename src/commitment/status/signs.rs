//! The signs in a segment: which classes of cues stand in it, outside quotation marks and brackets, and where first.

use crate::context::Reading;
use crate::lexicon::{Cue, Sign, Table};
use crate::span::Span;
use crate::value::Strength;

/// The signs of the cues in a segment.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Sets of signs, as bits: those of one cue at least, and those of several.
    one: u64,
    several: u64,
    /// The first cue of an order.
    pub order: Option<Span>,
    /// The first cue of hardship.
    pub hardship: Option<Span>,
    /// The strongest cue that binds somebody.
    pub strongest: Option<(Strength, Span)>,
}

const _: () = assert!(Sign::COUNT <= 64);

impl Signs {
    /// The signs of running text.
    pub fn of(reading: &Reading, span: Span) -> Signs {
        let mut signs = Signs { one: 0, several: 0, order: None, hardship: None, strongest: None };
        let mut asides: Option<Aside> = None;
        let mut next = 0;
        each(
            reading,
            span,
            |sign| !sign.heads() && !sign.titles(),
            |at, cue| {
                let asides = asides.get_or_insert_with(|| Aside::of(reading.view(), span));
                while asides.0.get(next).is_some_and(|quote| quote.end <= at.start) {
                    next += 1;
                }
                if asides.0.get(next).is_some_and(|quote| quote.covers(at)) {
                    return;
                }
                signs.several |= signs.one & bit(cue.sign);
                signs.one |= bit(cue.sign);
                match cue.sign {
                    Sign::Order => _ = signs.order.get_or_insert(at),
                    Sign::Hardship => _ = signs.hardship.get_or_insert(at),
                    _ => {}
                }
                if cue.strength > signs.strongest.map_or(Strength::Stated, |(strength, _)| strength) {
                    signs.strongest = Some((cue.strength, at));
                }
            },
        );
        signs
    }

    pub fn has(&self, sign: Sign) -> bool {
        self.one & bit(sign) != 0
    }

    pub fn any(&self, signs: &[Sign]) -> bool {
        self.one & signs.iter().fold(0, |all, &sign| all | bit(sign)) != 0
    }

    /// More than one cue of the sign.
    pub fn several(&self, sign: Sign) -> bool {
        self.several & bit(sign) != 0
    }
}

fn bit(sign: Sign) -> u64 {
    1 << sign as u32
}

/// Calls `take` for the cues in `span` whose sign is `wanted`, without those that stand inside a longer one.
pub fn each(reading: &Reading, span: Span, wanted: impl Fn(Sign) -> bool, mut take: impl FnMut(Span, &Cue)) {
    // Hits come by start, then longest first, so whatever ends before the last one kept lies inside it.
    let mut held = Span::default();
    let from = reading.hits.partition_point(|hit| hit.span.start < span.start);
    for hit in reading.hits[from..].iter().take_while(|hit| hit.span.start < span.end) {
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
        let bytes = &view.as_bytes()[..span.end];
        let mut asides = Vec::new();
        let mut open: Option<(usize, Mark)> = None;
        let mut at = span.start;
        while let Some(&byte) = bytes.get(at) {
            // Han characters are most of a text.
            if byte >= 0xE4 {
                at += 3;
                continue;
            }
            let (mark, length) = match byte {
                b'(' => (Mark::Bracket(true), 1),
                b')' => (Mark::Bracket(false), 1),
                0xE2 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0x9C | 0x9D) => {
                    (Mark::Quote(bytes[at + 2] == 0x9C), 3)
                }
                0xE3 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0x8A | 0x8B) => {
                    (Mark::Title(bytes[at + 2] == 0x8A), 3)
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            match (open, mark) {
                (None, Mark::Bracket(true) | Mark::Quote(true) | Mark::Title(true)) => {
                    open = Some((at, mark))
                }
                (Some((from, Mark::Bracket(_))), Mark::Bracket(false))
                | (Some((from, Mark::Quote(_))), Mark::Quote(false))
                | (Some((from, Mark::Title(_))), Mark::Title(false)) => {
                    asides.push(Span::new(from, at + length));
                    open = None;
                }
                // A mark of the same kind while one is open: the first was never closed.
                (Some((_, Mark::Quote(_))), Mark::Quote(true))
                | (Some((_, Mark::Title(_))), Mark::Title(true)) => {
                    open = Some((at, mark));
                }
                _ => {}
            }
            at += length;
        }
        Aside(asides)
    }
}

/// A mark that opens (`true`) or closes what stands aside.
#[derive(Clone, Copy)]
enum Mark {
    /// `(`, `)`
    Bracket(bool),
    /// `“`, `”`
    Quote(bool),
    /// `《`, `》`
    Title(bool),
}
