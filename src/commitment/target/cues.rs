//! Cues: the words of lists that the rules of targets ask a segment for: `每年`, `给予`, `翻番`, `,`.
//!
//! A rule asks which lists have a word in a clause, before a value or after it, and looks closer only where one has.

use crate::context::marks::Mark;
use crate::span::Span;

pub(super) use crate::lexicon::lists::*;

/// The cues of a segment: its marks, of which those that are in no list say nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cues<'m> {
    segment: Span,
    marks: &'m [Mark],
    /// The lists that have a word in the segment.
    lists: Lists,
}

impl<'m> Cues<'m> {
    /// The cues of a segment with the marks that begin in it.
    pub fn new(segment: Span, marks: &'m [Mark]) -> Self {
        let inside = marks.iter().filter(|mark| mark.end() <= segment.end());
        Cues { segment, marks, lists: inside.fold(0, |lists, mark| lists | mark.lists()) }
    }

    /// By start, then longest first; the last may leave the segment.
    pub fn all(&self) -> &'m [Mark] {
        self.marks
    }

    /// The lists that have a word in the segment.
    pub fn lists(&self) -> Lists {
        self.lists
    }

    /// The cues that begin inside `span`.
    pub fn within(&self, span: Span) -> &'m [Mark] {
        crate::span::within(self.marks, span, |cue| cue.span())
    }

    /// Whether a word of `lists` may stand in `span`, which may reach out of the segment.
    pub fn may_say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0 || !self.segment.covers(span)
    }

    /// Whether a word of `lists` stands wholly in `span`.
    pub fn say(&self, span: Span, lists: Lists) -> bool {
        self.lists & lists != 0
            && self.within(span).iter().any(|cue| cue.lists() & lists != 0 && cue.end() <= span.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{Marks, Terms};
    use crate::lexicon::Lexicon;

    fn marks(view: &str) -> Marks {
        let lexicon = Lexicon::embedded();
        Terms::of(view, lexicon.hits(view), lexicon).1
    }

    #[test]
    fn every_listed_word_is_found() {
        for (lists, listed) in LISTS {
            for word in *listed {
                let view = format!("到é2025年{word}末{word}");
                let start = "到é2025年".len();
                let marks = marks(&view);
                let segment = Span::new("到".len(), view.len());
                let cues = Cues::new(segment, marks.within(segment));
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
        let marks = marks(view);
        let lists = |end| Cues::new(Span::new(0, end), marks.within(Span::new(0, end))).lists();
        assert_eq!(lists(view.len() - "绩".len()), 0);
        assert_eq!(lists(view.len()), BETTER);
    }
}
