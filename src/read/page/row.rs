//! Rows: glyphs that stand on one base line, from left to right, with the spaces between words.

use super::Glyph;

/// A line of glyphs.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub glyphs: Vec<Glyph>,
    pub left: f64,
    pub right: f64,
    pub base: f64,
    /// Size of most of its glyphs.
    pub size: f64,
}

/// The rows of `glyphs`, from the top; rows of white space alone are left out.
pub(super) fn rows(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let mut largest = 0.0;
    for glyph in glyphs {
        // A raised figure stands a third of the type above the line, the next line more than a whole one below.
        if let Some(first) = row.first()
            && glyph.base - first.base > 0.5 * f64::max(largest, glyph.size)
        {
            rows.extend(Row::of(std::mem::take(&mut row)));
            largest = 0.0;
        }
        largest = f64::max(largest, glyph.size);
        row.push(glyph);
    }
    rows.extend(Row::of(row));
    rows
}

impl Row {
    /// `None` where all is white space.
    pub fn of(mut glyphs: Vec<Glyph>) -> Option<Row> {
        glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
        let solid = || glyphs.iter().filter(|glyph| !glyph.character.is_whitespace());
        let left = solid().map(|glyph| glyph.left).min_by(f64::total_cmp)?;
        let right = solid().map(|glyph| glyph.right).max_by(f64::total_cmp)?;
        let mut sizes: Vec<f64> = solid().map(|glyph| glyph.size).collect();
        sizes.sort_by(f64::total_cmp);
        let size = sizes[sizes.len() / 2];
        let base = solid()
            .filter(|glyph| glyph.size >= size * 0.9)
            .map(|glyph| glyph.base)
            .max_by(f64::total_cmp)?;
        let mut row = Row { glyphs, left, right, base, size };
        row.drop_doubles();
        Some(row)
    }

    /// Bold type is sometimes a character set twice, a hair apart.
    fn drop_doubles(&mut self) {
        let mut kept: Vec<Glyph> = Vec::with_capacity(self.glyphs.len());
        for glyph in self.glyphs.drain(..) {
            let double = kept.iter().rev().take(3).any(|other| {
                other.character == glyph.character
                    && (glyph.left - other.left).abs()
                        < 0.25 * glyph.size.min(glyph.right - glyph.left).max(0.1)
                    && (glyph.base - other.base).abs() < 0.25 * glyph.size
            });
            if !double {
                kept.push(glyph);
            }
        }
        self.glyphs = kept;
    }

    /// Its characters, with a space where the type leaves one.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.glyphs.len() * 3);
        let mut before: Option<&Glyph> = None;
        for glyph in &self.glyphs {
            if let Some(before) = before
                && !before.character.is_whitespace()
                && !glyph.character.is_whitespace()
            {
                let gap = glyph.left - before.right;
                let latin = before.character.is_ascii_alphanumeric() && glyph.character.is_ascii_alphabetic()
                    || before.character.is_ascii_alphabetic() && glyph.character.is_ascii_alphanumeric()
                    || matches!(before.character, ',' | '.' | ';' | ')')
                        && glyph.character.is_ascii_alphabetic();
                let size = before.size.max(glyph.size);
                if gap > size || latin && gap > 0.18 * size {
                    text.push(' ');
                }
            }
            text.push(glyph.character);
            before = Some(glyph);
        }
        text.trim().into()
    }

    /// Characters that are not white space.
    pub fn count(&self) -> usize {
        self.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()).count()
    }

    /// The first dozen stretches without a glyph between `left` and `right` that are at least `least` wide.
    pub fn gaps(&self, left: f64, right: f64, least: f64) -> Vec<(f64, f64)> {
        let mut gaps = Vec::new();
        let mut at = left;
        for glyph in self.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()) {
            if glyph.left - at >= least && gaps.len() < 12 {
                gaps.push((at, glyph.left));
            }
            at = at.max(glyph.right);
        }
        if right - at >= least {
            gaps.push((at, right));
        }
        gaps
    }
}
