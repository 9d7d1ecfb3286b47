//! The signs in a segment: which classes of cues stand in it, outside quotation marks and brackets, and where first.

use crate::context::Reading;
use crate::context::marks::{Kind, Mark};
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
    /// The signs of running text, in which these marks stand.
    pub fn of(reading: &Reading, span: Span, marks: &[Mark]) -> Signs {
        let mut signs = Signs { one: 0, several: 0, order: None, hardship: None, strongest: None };
        let mut asides: Option<Aside> = None;
        let mut next = 0;
        each(
            reading,
            span,
            |sign| !sign.heads() && !sign.titles(),
            |at, cue| {
                let asides = asides.get_or_insert_with(|| Aside::of(marks));
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
    fn of(marks: &[Mark]) -> Aside {
        let mut asides = Vec::new();
        let mut open: Option<Mark> = None;
        for &mark in marks {
            match (open.map(|mark| mark.kind), mark.kind) {
                (None, Kind::Quote | Kind::Title | Kind::Bracket)
                // A mark of the same kind while one is open: the first was never closed.
                | (Some(Kind::Quote), Kind::Quote)
                | (Some(Kind::Title), Kind::Title) => open = Some(mark),
                (Some(Kind::Quote), Kind::QuoteEnd)
                | (Some(Kind::Title), Kind::TitleEnd)
                | (Some(Kind::Bracket), Kind::BracketEnd) => {
                    let length = if mark.kind == Kind::BracketEnd { 1 } else { "”".len() };
                    asides.extend(open.take().map(|open| Span::new(open.at, mark.at + length)));
                }
                _ => {}
            }
        }
        Aside(asides)
    }
}
