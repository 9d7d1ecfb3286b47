//! Columns: the rows of a page in the order they are read, a column after the other where the page is set so.

use super::Glyph;
use super::row::{Row, rows};

/// Rows that stand under each other in one column.
pub(super) struct Region {
    pub rows: Vec<Row>,
    /// One of several columns.
    pub narrow: bool,
}

/// A page of more rows than this is no page of prose, and the search for columns would cost too much.
const MOST_ROWS: usize = 400;

/// The regions of `glyphs` in reading order.
pub(super) fn regions(glyphs: Vec<Glyph>) -> Vec<Region> {
    let mut regions = Vec::new();
    split(glyphs, false, 0, &mut regions);
    regions
}

fn split(glyphs: Vec<Glyph>, narrow: bool, depth: usize, regions: &mut Vec<Region>) {
    let rows = rows(glyphs);
    let found = if depth < 3 && rows.len() <= MOST_ROWS { columns(&rows) } else { None };
    let Some(Columns { from, to, gutter }) = found else {
        if !rows.is_empty() {
            regions.push(Region { rows, narrow });
        }
        return;
    };
    let middle = (gutter.0 + gutter.1) / 2.0;
    let mut above = rows;
    let below = above.split_off(to);
    let between = above.split_off(from);
    if !above.is_empty() {
        regions.push(Region { rows: above, narrow });
    }
    let (left, right): (Vec<Glyph>, Vec<Glyph>) =
        between.into_iter().flat_map(|row| row.glyphs).partition(|glyph| glyph.left < middle);
    split(left, true, depth + 1, regions);
    split(right, true, depth + 1, regions);
    if !below.is_empty() {
        split(below.into_iter().flat_map(|row| row.glyphs).collect(), narrow, depth + 1, regions);
    }
}

/// Rows from one to another that leave a strip free, with prose at both sides of it.
struct Columns {
    from: usize,
    to: usize,
    gutter: (f64, f64),
}

fn columns(rows: &[Row]) -> Option<Columns> {
    const LEAST_ROWS: usize = 4;
    let left = rows.iter().map(|row| row.left).min_by(f64::total_cmp)?;
    let right = rows.iter().map(|row| row.right).max_by(f64::total_cmp)?;
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    // No gutter is found in the outer fifths.
    let (from, to) = (left + (right - left) * 0.2, right - (right - left) * 0.2);
    let gaps: Vec<Vec<(f64, f64)>> =
        rows.iter().map(|row| row.gaps(left - size, right + size, size)).collect();
    let mut best: Option<Columns> = None;
    for start in 0..rows.len() {
        for &gap in &gaps[start] {
            let mut strip = gap;
            let mut end = start + 1;
            while end < rows.len() {
                let narrower = gaps[end]
                    .iter()
                    .map(|gap| (gap.0.max(strip.0), gap.1.min(strip.1)))
                    .filter(|strip| strip.1 - strip.0 >= size)
                    .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
                let Some(narrower) = narrower else { break };
                strip = narrower;
                end += 1;
            }
            let longer = best.as_ref().is_none_or(|best| best.to - best.from < end - start);
            if end - start >= LEAST_ROWS && longer {
                let strip = (strip.0.max(from), strip.1.min(to));
                if strip.1 - strip.0 >= size * 0.9 && prose_at_both_sides(&rows[start..end], strip) {
                    best = Some(Columns { from: start, to: end, gutter: strip });
                }
            }
        }
    }
    best
}

/// Most lines at either side of the strip are as long as their column is wide: cells of a table are not.
fn prose_at_both_sides(rows: &[Row], strip: (f64, f64)) -> bool {
    let middle = (strip.0 + strip.1) / 2.0;
    let side = |left: bool| {
        let glyphs: Vec<Glyph> = rows
            .iter()
            .flat_map(|row| &row.glyphs)
            .filter(|glyph| (glyph.left < middle) == left)
            .copied()
            .collect();
        let lines = self::rows(glyphs);
        if lines.len() < 4 {
            return false;
        }
        let from = lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let to = lines.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
        let full = lines
            .iter()
            .filter(|line| line.right - line.left >= (to - from) * 0.75 && line.count() >= 8)
            .count();
        full * 2 > lines.len()
    };
    side(true) && side(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str, left: f64, base: f64) -> Vec<Glyph> {
        let place = |n: usize| left + n as f64 * 10.0;
        words
            .chars()
            .enumerate()
            .map(|(n, character)| Glyph { character, left: place(n), right: place(n + 1), base, size: 10.0 })
            .collect()
    }

    fn read(glyphs: Vec<Glyph>) -> Vec<String> {
        regions(glyphs).iter().flat_map(|region| &region.rows).map(Row::text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut glyphs = set("某某县养老服务行动方案（征求意见稿）", 60.0, 20.0);
        for n in 0..6 {
            let base = 50.0 + f64::from(n) * 16.0;
            glyphs.extend(set("左边一栏的文字排满一行", 0.0, base));
            // The lines of the other column stand a little lower.
            glyphs.extend(set("右边一栏的文字排满一行", 150.0, base + 4.0));
        }
        let lines = read(glyphs);
        assert_eq!(lines.len(), 13);
        assert!(lines[1..7].iter().all(|line| line.starts_with("左边")), "{lines:?}");
        assert!(lines[7..].iter().all(|line| line.starts_with("右边")), "{lines:?}");
    }

    #[test]
    fn short_cells_beside_each_other_are_rows() {
        let mut glyphs = Vec::new();
        for n in 0..6 {
            let base = 50.0 + f64::from(n) * 16.0;
            glyphs.extend(set("组长", 0.0, base));
            glyphs.extend(set("张三", 150.0, base));
        }
        assert_eq!(read(glyphs), vec!["组长 张三"; 6]);
    }
}
