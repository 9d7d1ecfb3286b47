//! Pages: glyphs and ruling lines, each with its place, become text in reading order.
//!
//! `— 3 —` and a running head are dropped, two columns are read one after the other, the lines of a paragraph are joined
//! over line and page ends, and what stands between ruling lines becomes a table.

mod column;
mod flow;
mod grid;
mod margin;
mod row;

use super::Content;

/// One page, its top left corner at the origin; lengths in points.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
}

/// A character with its box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub character: char,
    pub left: f64,
    pub right: f64,
    /// Where it stands on its line.
    pub base: f64,
    /// Height of its type.
    pub size: f64,
}

impl Glyph {
    fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, self.base - self.size * 0.35)
    }
}

/// A ruling line along one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    pub upright: bool,
    /// The coordinate across it.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// A page with what stands in tables, feet and margins taken apart.
struct Sheet {
    page: Page,
    tables: Vec<grid::Grid>,
    /// Glyphs below the line that parts notes from the text.
    notes: Vec<Glyph>,
}

/// Beyond this many points, more than three hundred metres, or nowhere at all, nothing stands on a page.
const FARTHEST: f64 = 1e6;

/// Text, tables and locations of pages; the other fields are the caller's.
pub fn content(pages: Vec<Page>) -> Content {
    let count = pages.len();
    let mut sheets: Vec<Sheet> = pages
        .into_iter()
        .map(|mut page| {
            let near = |length: f64| length.abs() < FARTHEST;
            page.glyphs.retain(|glyph| {
                [glyph.left, glyph.right, glyph.base, glyph.size].into_iter().all(near) && glyph.size > 0.1
            });
            page.rules.retain(|rule| [rule.at, rule.from, rule.to].into_iter().all(near));
            let tables = grid::take_tables(&mut page);
            Sheet { page, tables, notes: Vec::new() }
        })
        .collect();
    margin::drop_furniture(&mut sheets);
    for sheet in &mut sheets {
        sheet.notes = margin::take_notes(&mut sheet.page);
    }
    let mut content = flow::content(sheets);
    content.pages = u32::try_from(count).ok();
    content
}
