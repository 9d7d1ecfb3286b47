//! Grids: ruling lines that cross make a table, and the glyphs between them its cells.

use super::row::{Row, rows};
use super::{Glyph, Page, Rule};

/// A table on one page.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub top: f64,
    pub left: f64,
    /// The places of its upright lines.
    pub columns: Vec<f64>,
    pub cells: Vec<Cell>,
    /// For each row and column, which of `cells` stands there.
    pub rows: Vec<Vec<usize>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Its paragraphs, each with the height that it begins at.
    pub paragraphs: Vec<String>,
}

/// Lines nearer than this are one line.
const NEAR: f64 = 3.0;
/// More lines than this are a drawing.
const MOST_LINES: usize = 1500;
/// More places than this are a drawing.
const MOST_PLACES: usize = 40_000;

/// The tables of a page from the top; their glyphs leave the page.
pub(super) fn take_tables(page: &mut Page) -> Vec<Grid> {
    let lines = joined(&page.rules);
    if lines.len() > MOST_LINES {
        return Vec::new();
    }
    let mut tables = Vec::new();
    for group in crossing(&lines) {
        let Some(lattice) = Lattice::of(&group) else { continue };
        tables.extend(lattice.table(&mut page.glyphs));
    }
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    tables
}

/// Lines as the eye sees them: pieces that touch are one, and the two sides of a thick line too.
fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules
        .iter()
        .map(|rule| Rule { from: rule.from.min(rule.to), to: rule.from.max(rule.to), ..*rule })
        .filter(|rule| rule.to - rule.from > 1.0 && rule.at.is_finite() && (rule.to - rule.from).is_finite())
        .collect();
    rules.sort_by(|a, b| {
        (a.upright, a.at).partial_cmp(&(b.upright, b.at)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut lines: Vec<Rule> = Vec::new();
    let mut n = 0;
    while n < rules.len() {
        let first = rules[n];
        let mut end = n + 1;
        while end < rules.len()
            && rules[end].upright == first.upright
            && rules[end].at - rules[end - 1].at < 1.5
            && rules[end].at - first.at < NEAR
        {
            end += 1;
        }
        let mut pieces = rules[n..end].to_vec();
        let at = pieces.iter().map(|piece| piece.at).sum::<f64>() / pieces.len() as f64;
        pieces.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut line: Option<Rule> = None;
        for piece in pieces {
            match &mut line {
                Some(line) if piece.from <= line.to + NEAR => line.to = line.to.max(piece.to),
                _ => lines.extend(line.replace(Rule { at, ..piece })),
            }
        }
        lines.extend(line);
        n = end;
    }
    // What is left of short marks is no ruling line.
    lines.retain(|line| line.to - line.from >= 6.0);
    lines
}

fn cross(a: &Rule, b: &Rule) -> bool {
    a.upright != b.upright
        && a.from - NEAR <= b.at
        && b.at <= a.to + NEAR
        && b.from - NEAR <= a.at
        && a.at <= b.to + NEAR
}

/// Lines that hang together.
fn crossing(lines: &[Rule]) -> Vec<Vec<Rule>> {
    let mut group: Vec<usize> = (0..lines.len()).collect();
    fn find(group: &mut [usize], mut n: usize) -> usize {
        while group[n] != n {
            group[n] = group[group[n]];
            n = group[n];
        }
        n
    }
    for a in 0..lines.len() {
        for b in a + 1..lines.len() {
            if cross(&lines[a], &lines[b]) {
                let (a, b) = (find(&mut group, a), find(&mut group, b));
                group[a] = b;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Rule>> = std::collections::BTreeMap::new();
    for (n, line) in lines.iter().enumerate() {
        groups.entry(find(&mut group, n)).or_default().push(*line);
    }
    groups.into_values().filter(|group| group.len() >= 4).collect()
}

/// The places between the lines of one group.
struct Lattice<'l> {
    lines: &'l [Rule],
    columns: Vec<f64>,
    rows: Vec<f64>,
}

impl<'l> Lattice<'l> {
    /// `None` for a frame round text, which has one place only.
    fn of(lines: &'l [Rule]) -> Option<Lattice<'l>> {
        let places = |upright: bool| {
            let mut places: Vec<f64> =
                lines.iter().filter(|line| line.upright == upright).map(|line| line.at).collect();
            // Outer sides that are left open end where the lines across them end.
            let across = lines.iter().filter(|line| line.upright != upright);
            let ends = across.fold(None, |ends: Option<(f64, f64)>, line| {
                let (from, to) = ends.unwrap_or((line.from, line.to));
                Some((from.min(line.from), to.max(line.to)))
            });
            places.extend(ends.into_iter().flat_map(|(from, to)| [from, to]));
            places.sort_by(f64::total_cmp);
            places.dedup_by(|b, a| *b - *a < 2.0 * NEAR);
            places
        };
        let (columns, rows) = (places(true), places(false));
        let count = columns.len().saturating_sub(1) * rows.len().saturating_sub(1);
        let upright = lines.iter().filter(|line| line.upright).count();
        (count > 1 && count <= MOST_PLACES && columns.len() > 2 && upright > 0).then_some(Lattice {
            lines,
            columns,
            rows,
        })
    }

    /// A line parts two places: it covers most of the side between them.
    fn parted(&self, upright: bool, at: f64, from: f64, to: f64) -> bool {
        let mut covered = 0.0;
        for line in
            self.lines.iter().filter(|line| line.upright == upright && (line.at - at).abs() <= 2.0 * NEAR)
        {
            covered += (line.to.min(to) - line.from.max(from)).max(0.0);
        }
        covered > (to - from) * 0.6
    }

    /// The table, if it has glyphs in at least two cells.
    fn table(&self, glyphs: &mut Vec<Glyph>) -> Option<Grid> {
        let (width, height) = (self.columns.len() - 1, self.rows.len() - 1);
        let mut group: Vec<usize> = (0..width * height).collect();
        for y in 0..height {
            for x in 0..width {
                let n = y * width + x;
                let (top, bottom) = (self.rows[y], self.rows[y + 1]);
                let (left, right) = (self.columns[x], self.columns[x + 1]);
                if x + 1 < width && !self.parted(true, right, top, bottom) {
                    unite(&mut group, n, n + 1);
                }
                if y + 1 < height && !self.parted(false, bottom, left, right) {
                    unite(&mut group, n, n + width);
                }
            }
        }
        let mut number = vec![usize::MAX; width * height];
        let mut boxes: Vec<[f64; 4]> = Vec::new();
        let mut rows: Vec<Vec<usize>> = vec![Vec::with_capacity(width); height];
        for (y, row) in rows.iter_mut().enumerate() {
            for x in 0..width {
                let root = root(&group, y * width + x);
                if number[root] == usize::MAX {
                    number[root] = boxes.len();
                    boxes.push([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY]);
                }
                let place = &mut boxes[number[root]];
                place[0] = place[0].min(self.columns[x]);
                place[1] = place[1].min(self.rows[y]);
                place[2] = place[2].max(self.columns[x + 1]);
                place[3] = place[3].max(self.rows[y + 1]);
                row.push(number[root]);
            }
        }
        let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); boxes.len()];
        let mut outside = Vec::with_capacity(glyphs.len());
        for glyph in glyphs.iter() {
            let (x, y) = glyph.middle();
            let column = self.columns.partition_point(|&place| place <= x);
            let row = self.rows.partition_point(|&place| place <= y);
            if (1..=width).contains(&column) && (1..=height).contains(&row) {
                inside[rows[row - 1][column - 1]].push(*glyph);
            } else {
                outside.push(*glyph);
            }
        }
        let filled =
            inside.iter().filter(|cell| cell.iter().any(|glyph| !glyph.character.is_whitespace())).count();
        if filled < 2 {
            return None;
        }
        *glyphs = outside;
        let cells = inside
            .into_iter()
            .zip(&boxes)
            .map(|(glyphs, place)| Cell { paragraphs: paragraphs(glyphs, place[0], place[2]) })
            .collect();
        Some(Grid { top: self.rows[0], left: self.columns[0], columns: self.columns.clone(), cells, rows })
    }
}

fn root(group: &[usize], mut n: usize) -> usize {
    while group[n] != n {
        n = group[n];
    }
    n
}

fn unite(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    let (first, last) = (a.min(b), a.max(b));
    group[last] = first;
}

/// The paragraphs of a cell between `left` and `right`: a line goes on where the next character would not have fitted.
fn paragraphs(glyphs: Vec<Glyph>, left: f64, right: f64) -> Vec<String> {
    let rows = rows(glyphs);
    // Text keeps the same distance from both lines; the fullest row tells how near it comes.
    let margin =
        rows.iter().map(|row| (row.left - left).min(right - row.right)).fold(f64::INFINITY, f64::min);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&Row> = None;
    for row in &rows {
        let words = row.text();
        if words.is_empty() {
            continue;
        }
        let goes_on = before.is_some_and(|before| {
            let room = right - left - 2.0 * margin.max(0.0) - (before.right - before.left);
            let close = row.base - before.base < 2.2 * row.size.max(before.size);
            close && room < super::flow::first_word(row) + 0.8 * before.size
        });
        match paragraphs.last_mut() {
            Some(last) if goes_on => super::flow::join(last, &words),
            _ => paragraphs.push(words),
        }
        before = Some(row);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(upright: bool, at: f64, from: f64, to: f64) -> Rule {
        Rule { upright, at, from, to }
    }

    fn set(words: &str, left: f64, base: f64) -> Vec<Glyph> {
        let place = |n: usize| left + n as f64 * 10.0;
        words
            .chars()
            .enumerate()
            .map(|(n, character)| Glyph { character, left: place(n), right: place(n + 1), base, size: 10.0 })
            .collect()
    }

    fn texts(grid: &Grid) -> Vec<Vec<String>> {
        grid.rows
            .iter()
            .map(|row| row.iter().map(|&cell| grid.cells[cell].paragraphs.join("/")).collect())
            .collect()
    }

    #[test]
    fn cells_are_what_stands_between_lines() {
        let mut page = Page { width: 400.0, height: 400.0, ..Page::default() };
        page.rules = [0.0, 20.0, 40.0, 60.0].map(|y| rule(false, y, 0.0, 200.0)).to_vec();
        page.rules.extend([0.0, 100.0, 200.0].map(|x| rule(true, x, 0.0, 60.0)));
        // The line between the last two cells of the first column is missing: one cell over two rows.
        page.rules[2] = rule(false, 40.0, 100.0, 200.0);
        page.glyphs = [
            set("指标", 10.0, 15.0),
            set("目标", 110.0, 15.0),
            set("养老床位", 10.0, 35.0),
            set("二千张", 110.0, 35.0),
            set("三千张", 110.0, 55.0),
            set("正文", 10.0, 90.0),
        ]
        .concat();
        let tables = take_tables(&mut page);
        assert_eq!(tables.len(), 1);
        assert_eq!(texts(&tables[0]), [["指标", "目标"], ["养老床位", "二千张"], ["养老床位", "三千张"]]);
        assert_eq!(page.glyphs.len(), 2, "the text below stays");
    }

    #[test]
    fn a_frame_is_no_table() {
        let mut page = Page { width: 400.0, height: 400.0, ..Page::default() };
        page.rules = [0.0, 60.0].map(|y| rule(false, y, 0.0, 200.0)).to_vec();
        page.rules.extend([0.0, 200.0].map(|x| rule(true, x, 0.0, 60.0)));
        page.glyphs = set("专栏", 10.0, 15.0);
        assert!(take_tables(&mut page).is_empty());
        assert_eq!(page.glyphs.len(), 2);
    }

    #[test]
    fn a_full_line_in_a_cell_goes_on() {
        let glyphs =
            [set("县教育局县财政局县", 5.0, 15.0), set("民政局", 5.0, 27.0), set("完成", 5.0, 39.0)].concat();
        assert_eq!(paragraphs(glyphs, 0.0, 100.0), ["县教育局县财政局县民政局", "完成"]);
    }
}
