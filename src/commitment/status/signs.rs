//! The signs in a segment: which classes of cues stand in it, outside quotation marks and brackets, and where first.

use crate::context::Reading;
use crate::context::marks::{Kind, Mark};
use crate::lexicon::{Cue, Hit, Sign};
use crate::span::{Span, within};
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
    /// The signs of running text, in which these cues and marks begin.
    pub fn of(reading: &Reading, span: Span, cues: &[Hit], marks: &[Mark]) -> Signs {
        let mut signs = Signs { one: 0, several: 0, order: None, hardship: None, strongest: None };
        let mut asides = Asides { marks: marks.iter(), last: Span::default() };
        of_each(
            reading,
            cues,
            span.end(),
            |sign| !sign.heads() && !sign.titles(),
            |at, cue| {
                if asides.cover(at) {
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
pub fn each(reading: &Reading, span: Span, wanted: impl Fn(Sign) -> bool, take: impl FnMut(Span, &Cue)) {
    of_each(reading, within(&reading.terms.cues, span, |cue| cue.span), span.end(), wanted, take);
}

/// As [`each`], of cues in order, as far as they end before `end`.
fn of_each(
    reading: &Reading,
    cues: &[Hit],
    end: usize,
    wanted: impl Fn(Sign) -> bool,
    mut take: impl FnMut(Span, &Cue),
) {
    // Hits come by start, then longest first, so whatever ends before the last one kept lies inside it.
    let mut held = Span::default();
    for hit in cues {
        if hit.span.end() > end || (hit.span.end() <= held.end() && hit.span != held) {
            continue;
        }
        let cue = &reading.lexicon.cues[hit.row as usize];
        let masks = cue.sign == Sign::Mask;
        if !(masks || wanted(cue.sign)) {
            continue;
        }
        held = hit.span;
        if !masks {
            take(hit.span, cue);
        }
    }
}

/// What stands in quotation marks, title marks or brackets, the outermost only, read as far as it is asked for.
struct Asides<'m> {
    marks: std::slice::Iter<'m, Mark>,
    last: Span,
}

impl Asides<'_> {
    /// Whether one covers `at`, which is behind all that were asked for before.
    fn cover(&mut self, at: Span) -> bool {
        while self.last.end() <= at.start() {
            let Some(next) = self.next() else { return false };
            self.last = next;
        }
        self.last.covers(at)
    }

    fn next(&mut self) -> Option<Span> {
        let mut open: Option<Mark> = None;
        for &mark in self.marks.by_ref() {
            match (open.map(|mark| mark.kind()), mark.kind()) {
                (None, Kind::Quote | Kind::Title | Kind::Bracket)
                // A mark of the same kind while one is open: the first was never closed.
                | (Some(Kind::Quote), Kind::Quote)
                | (Some(Kind::Title), Kind::Title) => open = Some(mark),
                (Some(Kind::Quote), Kind::QuoteEnd)
                | (Some(Kind::Title), Kind::TitleEnd)
                | (Some(Kind::Bracket), Kind::BracketEnd) => {
                    let length = if mark.kind() == Kind::BracketEnd { 1 } else { "”".len() };
                    return open.map(|open| Span::new(open.at(), mark.at() + length));
                }
                _ => {}
            }
        }
        None
    }
}
