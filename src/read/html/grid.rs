//! Tables that hold data, as grids: a merged cell stands in each place that it covers.

use super::container::Sums;
use super::tree::{Attribute, Tag, Tree};
use crate::read::Table;
use crate::span::Span;

/// A table while its cells are read.
#[derive(Debug, Default)]
pub struct Grid {
    cells: Vec<Cell>,
    rows: usize,
    /// The place of the next cell in the row.
    column: usize,
    /// For each column, the first row that no cell above reaches.
    free: Vec<usize>,
    /// Where the text of the open cell begins, and how far it reaches.
    open: Option<(usize, usize, usize)>,
    /// The row has a cell of its own.
    begun: bool,
}

/// Columns of a grid; what stands further right is text only.
const MOST_COLUMNS: usize = 1_000;

#[derive(Debug)]
struct Cell {
    row: usize,
    column: usize,
    rowspan: usize,
    colspan: usize,
    span: Span,
}

impl Grid {
    pub fn begin_row(&mut self) {
        self.begun = false;
        self.column = 0;
    }

    pub fn begin_cell(&mut self, at: usize, rowspan: usize, colspan: usize) {
        if !self.begun {
            self.begun = true;
            self.column = 0;
            self.rows += 1;
        }
        self.open = Some((at, rowspan, colspan));
    }

    pub fn end_cell(&mut self, at: usize) {
        let Some((start, rowspan, colspan)) = self.open.take() else { return };
        let row = self.rows - 1;
        while self.free.get(self.column).is_some_and(|&free| free > row) {
            self.column += 1;
        }
        if self.column >= MOST_COLUMNS {
            return;
        }
        let end = (self.column + colspan).min(MOST_COLUMNS);
        let colspan = end - self.column;
        if self.free.len() < end {
            self.free.resize(end, 0);
        }
        for free in &mut self.free[self.column..end] {
            *free = (row + rowspan).max(*free);
        }
        // The end of the last line is no part of the cell.
        let span = Span::new(start, if at > start { at - 1 } else { start });
        self.cells.push(Cell { row, column: self.column, rowspan, colspan, span });
        self.column = end;
    }

    /// The grid, where its `places` are not more than are left.
    ///
    /// A column in which no cell begins only widens its neighbour and is left out.
    pub fn finish(self, places: &mut usize) -> Option<Table> {
        let mut begins = vec![false; self.free.len()];
        for cell in &self.cells {
            begins[cell.column] = true;
        }
        let mut width = 0;
        let at: Vec<usize> = begins
            .iter()
            .map(|&begins| {
                let at = width;
                width += usize::from(begins);
                at
            })
            .collect();
        let area = self.rows.checked_mul(width).filter(|area| area <= places)?;
        if self.rows < 2 || width < 2 {
            return None;
        }
        *places -= area;
        let mut rows: Vec<Vec<Option<Span>>> = vec![vec![None; width]; self.rows];
        for cell in &self.cells {
            let end = at.get(cell.column + cell.colspan).copied().unwrap_or(width);
            for row in &mut rows[cell.row..(cell.row + cell.rowspan).min(self.rows)] {
                for place in &mut row[at[cell.column]..end] {
                    place.get_or_insert(cell.span);
                }
            }
        }
        // A place that no cell covers is an empty one behind the last.
        let mut last = self.cells.first().map_or(0, |cell| cell.span.start());
        let rows = rows.into_iter().map(|row| {
            let places = row.into_iter().map(|place| {
                let span = place.unwrap_or(Span::new(last, last));
                last = last.max(span.end());
                span
            });
            places.collect()
        });
        Some(Table { rows: rows.collect() })
    }
}

/// `rowspan="3"`; zero is to the end of the table, what cannot be read is one.
pub fn extent(value: Option<&str>, most: usize) -> usize {
    let Some(value) = value else { return 1 };
    let digits = value.trim().trim_start_matches('+');
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    match digits[..length].parse::<usize>() {
        Ok(0) if most > 1_000 => most,
        Ok(n) => n.clamp(1, most),
        Err(_) if length > 6 => most,
        Err(_) => 1,
    }
}

/// The cells right inside a table, not those of tables inside it, and whether there are such.
pub fn cells(tree: &Tree, table: usize) -> (Vec<usize>, bool) {
    let (mut cells, mut nested) = (Vec::new(), false);
    let inside = tree.within(table);
    let mut n = inside.start + 1;
    while n < inside.end {
        match tree.nodes[n].tag {
            Some(Tag::Table) => {
                nested = true;
                n = tree.nodes[n].end as usize;
                continue;
            }
            Some(Tag::Cell) => cells.push(n),
            _ => {}
        }
        n += 1;
    }
    (cells, nested)
}

/// Whether a table holds data rather than lays out the page: several rows and columns, no one cell nearly all of it.
pub fn is_data(tree: &Tree, sums: &Sums, table: usize) -> bool {
    if tree.attribute(table, Attribute::Role).is_some_and(|role| matches!(role, "presentation" | "none")) {
        return false;
    }
    let (cells, nested) = cells(tree, table);
    let full: Vec<usize> = cells.iter().copied().filter(|&n| sums.characters(tree, n) > 0).collect();
    let mut rows: Vec<usize> = full.iter().map(|&n| tree.parent(n)).collect();
    let abreast = rows.windows(2).any(|pair| pair[0] == pair[1]);
    rows.dedup();
    if rows.len() < 2 || !abreast {
        return false;
    }
    let all = sums.characters(tree, table);
    let largest = full.iter().copied().max_by_key(|&n| sums.characters(tree, n)).unwrap_or(table);
    let dominant = sums.characters(tree, largest) * 5 >= all * 3;
    let paragraphs = tree
        .within(largest)
        .filter(|&n| matches!(tree.nodes[n].tag, Some(Tag::P | Tag::Br | Tag::Div | Tag::Li)))
        .take(9)
        .count();
    !(dominant && (nested || paragraphs > 8 && all > 600))
}
