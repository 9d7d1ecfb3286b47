//! Themes: codes of the taxonomy by the words of a segment and the indicators of its targets: `新建卫生室12家` is H2.

use smallvec::smallvec;

use super::{Few, Target};
use crate::context::Reading;
use crate::lexicon::themes::Theme;
use crate::span::{Span, next_within};

/// How many themes a segment may have by its words alone.
const MOST: usize = 3;

/// Reads the themes of segments one after the other.
pub struct Themes<'r, 'a> {
    reading: &'r Reading<'a>,
    /// How many words of themes stand before the segment at hand.
    before: usize,
    /// Of each theme how many bytes speak of it.
    weights: Vec<(&'a Theme, usize)>,
}

impl<'r, 'a> Themes<'r, 'a> {
    pub fn new(reading: &'r Reading<'a>) -> Themes<'r, 'a> {
        Themes { reading, before: 0, weights: Vec::new() }
    }

    /// The themes of a segment behind those read before, sorted.
    pub fn of(&mut self, segment: Span, targets: &[Target]) -> Few<&'a str> {
        let lexicon = self.reading.lexicon;
        let Themes { reading, before, weights } = self;
        weights.clear();
        let indicators = targets.iter().filter_map(|target| lexicon.indicators.get(target.indicator_id?));
        let mut codes: Few<_> = indicators.map(|indicator| indicator.theme.as_str()).collect();
        let mut read = 0;
        for hit in next_within(&reading.terms.themes, before, segment, |hit| hit.span) {
            // Hits are longest first at each place; what stands inside a longer word says nothing more.
            if hit.span.end() > segment.end() || hit.span.start() < read {
                continue;
            }
            let Some(theme) = lexicon.themes.row(hit.row) else { continue };
            read = hit.span.end();
            match weights.iter_mut().find(|(other, _)| other.first == theme.first) {
                Some((_, weight)) => *weight += hit.span.len(),
                None => weights.push((theme, hit.span.len())),
            }
        }
        match (codes.as_slice(), weights.as_slice()) {
            ([], []) => return codes,
            ([], [(theme, _)]) => return smallvec![theme.code.as_str()],
            _ => {}
        }
        weights.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.code.cmp(&b.0.code)));
        codes.extend(weights.iter().take(MOST).map(|(theme, _)| theme.code.as_str()));
        // A letter alone says nothing beside one of its numbers, which come right before it when read backwards.
        codes.sort_unstable_by(|one, other| other.cmp(one));
        codes.dedup_by(|code, next| code == next || code.len() == 1 && next.starts_with(*code));
        codes.reverse();
        codes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::text::Text;
    use crate::{layout, outline, recognise};

    #[test]
    fn words_name_themes() {
        for (source, expected) in [
            ("新建标准化卫生室十二家", "H2"),
            ("新改建农村公路九百公里", "R3"),
            ("规上工业研发投入稳步提高", "D1 S1"),
            ("坚定信心,勇毅前行", ""),
        ] {
            let lexicon = Lexicon::embedded();
            let text = Text::new(source.into(), &lexicon.folding, layout::noise);
            let hits = lexicon.hits(text.view());
            let outline = outline::outline(text.view(), &hits, lexicon);
            let mentions = recognise::recognise(text.view(), &hits, lexicon);
            let reading = Reading::new(&text, hits, outline, mentions, &Given::default(), lexicon);
            let whole = Span::new(0, text.view().len());
            assert_eq!(Themes::new(&reading).of(whole, &[]).join(" "), expected, "{source}");
        }
    }
}
