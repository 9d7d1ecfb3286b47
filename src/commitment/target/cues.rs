//! Cues: the words of lists that the rules of targets ask a segment for: `每年`, `给予`, `翻番`, `,`.
//!
//! A rule asks which lists have a word in a clause, before a value or after it, and looks closer only where one has.

use crate::context::marks::Mark;
use crate::span::Span;

pub(super) use crate::lexicon::lists::*;

/// A word where it stands in the view, and the lists that have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub span: Span,
    pub lists: Lists,
}

/// The cues of a segment, by start, then longest first.
#[derive(Debug, Default)]
pub(super) struct Cues {
    segment: Span,
    all: Vec<Cue>,
    /// The lists that have a word in the segment.
    lists: Lists,
}

impl Cues {
    /// Reads a segment with the marks that begin in it in place of the last one.
    pub fn read(&mut self, segment: Span, marks: &[Mark]) {
        self.segment = segment;
        self.all.clear();
        self.all.extend(listed(segment, marks).map(|mark| Cue { span: mark.span, lists: mark.lists() }));
        self.lists = lists(segment, marks);
    }

    pub fn all(&self) -> &[Cue] {
        &self.all
    }

    /// The lists that have a word in the segment.
    pub fn lists(&self) -> Lists {
        self.lists
    }

    /// The cues that begin inside `span`.
    pub fn within(&self, span: Span) -> &[Cue] {
        crate::span::within(&self.all, span, |cue| cue.span)
    }

    /// Whether a word of `lists` may stand in `span`, which may reach out of the segment.
    pub fn may_say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0 || !self.segment.covers(span)
    }

    /// Whether a word of `lists` stands wholly in `span`.
    pub fn say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0
            && self.within(span).iter().any(|cue| cue.lists & lists != 0 && cue.span.end() <= span.end())
    }
}

/// The lists that have a word in a segment with these marks.
pub(super) fn lists(segment: Span, marks: &[Mark]) -> Lists {
    listed(segment, marks).fold(0, |lists, mark| lists | mark.lists())
}

/// The marks that are in a list and end in the segment.
fn listed(segment: Span, marks: &[Mark]) -> impl Iterator<Item = &Mark> {
    marks.iter().filter(move |mark| mark.lists() != 0 && mark.span.end() <= segment.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Terms;
    use crate::lexicon::Lexicon;

    fn cues(view: &str, segment: Span) -> Cues {
        let lexicon = Lexicon::embedded();
        let (_, marks) = Terms::of(view, lexicon.hits(view), lexicon);
        let mut cues = Cues::default();
        cues.read(segment, marks.within(segment));
        cues
    }

    #[test]
    fn every_listed_word_is_found() {
        let listed: &[(Lists, &[&str])] = &[
            (OPENS, &["“", "("]),
            (CUTS, &[",", "。", "\n"]),
            (VALUES, words::VALUES),
            (RATES, words::RATES),
            (EVERY, &["每", "各"]),
            (CASES, words::CASES),
        ];
        for (lists, listed) in listed {
            for word in *listed {
                let view = format!("到é2025年{word}末{word}");
                let start = "到é2025年".len();
                let cues = cues(&view, Span::new("到".len(), view.len()));
                let whole = Span::new(start, start + word.len());
                assert!(cues.say(whole, *lists), "{word}");
                assert!(cues.say(Span::new(start + 1, view.len()), *lists), "{word} at the end");
                assert!(!cues.say(Span::new(start, start + word.len() - 1), *lists), "{word} cut off");
            }
        }
    }

    #[test]
    fn a_word_that_leaves_the_segment_is_not_in_it() {
        let view = "力争更好成绩";
        assert_eq!(cues(view, Span::new(0, view.len() - "绩".len())).lists(), 0);
        assert_eq!(cues(view, Span::new(0, view.len())).lists(), BETTER);
    }
}
