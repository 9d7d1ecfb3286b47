//! Tables: the cells of rows and the right edges that each row gives its own in, a grid out.

use crate::error::Unreadable;
use crate::read::Table;
use crate::read::docx::{MOST_CELLS, WIDEST};
use crate::read::lines::Lines;
use crate::span::Span;

/// How a row is set: `\trowd\cellx1000\cellx5000`.
#[derive(Default)]
pub struct Definition {
    pub left: i32,
    pub next: Edge,
    edges: Vec<Edge>,
}

/// The right edge of a cell, in twentieths of a point.
#[derive(Clone, Copy, Default)]
pub struct Edge {
    at: i32,
    pub goes_on_left: bool,
    pub goes_on_above: bool,
}

impl Definition {
    pub fn begin(&mut self) {
        self.edges.clear();
        (self.left, self.next) = (0, Edge::default());
    }

    pub fn cell(&mut self, at: i32) {
        if self.edges.len() < WIDEST {
            self.edges.push(Edge { at, ..self.next });
        }
        self.next = Edge::default();
    }
}

/// A table that is not at its end.
pub struct Open {
    /// Its place among the tables.
    slot: usize,
    rows: Vec<Row>,
    row: Vec<Span>,
    cell_begins: usize,
}

struct Row {
    left: i32,
    cells: Vec<(Span, Edge)>,
}

impl Open {
    pub fn new(lines: &mut Lines) -> Open {
        lines.tables.push(Table::default());
        Open {
            slot: lines.tables.len() - 1,
            rows: Vec::new(),
            row: Vec::new(),
            cell_begins: lines.text.len(),
        }
    }

    pub fn end_cell(&mut self, lines: &Lines) {
        self.row.push(lines.since(self.cell_begins));
        self.cell_begins = lines.text.len();
    }

    pub fn end_row(&mut self, definition: &Definition) {
        if self.row.is_empty() {
            return;
        }
        let Definition { left, edges, .. } = definition;
        let last = edges.last().map_or(*left, |edge| edge.at);
        // Cells that the row does not define follow the others.
        let more =
            (1..).map(|n: i32| Edge { at: last.saturating_add(n.saturating_mul(1000)), ..Edge::default() });
        let edges = edges.iter().copied().chain(more);
        let cells = std::mem::take(&mut self.row).into_iter().zip(edges).collect();
        self.rows.push(Row { left: *left, cells });
    }

    /// # Errors
    /// `too_large`, counted on from `count` cells.
    pub fn close(self, lines: &mut Lines, count: &mut usize) -> Result<(), Unreadable> {
        let columns = Columns::of(&self.rows);
        let width = columns.count(&self.rows);
        *count = count.saturating_add(width.saturating_mul(self.rows.len()));
        if *count > MOST_CELLS {
            return Err(too_large());
        }
        let mut grid: Vec<Vec<Span>> = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let first = row.cells.first().map_or(0, |(span, _)| span.start());
            let mut spans = vec![Span::new(first, first); columns.begin(row).min(width)];
            for (n, &(span, edge)) in row.cells.iter().enumerate() {
                let begin = spans.len();
                let end = columns.place(edge.at).unwrap_or(n + 1).min(width);
                let above = grid.last().and_then(|above| above.get(begin).copied());
                let span = match (edge.goes_on_left, edge.goes_on_above) {
                    (true, _) if begin > 0 => spans[begin - 1],
                    (_, true) => above.unwrap_or(span),
                    _ => span,
                };
                spans.resize(end.max(begin), span);
            }
            let last = row.cells.last().map_or(first, |(span, _)| span.end());
            spans.resize(width, Span::new(last, last));
            grid.push(spans);
        }
        if let Some(table) = lines.tables.get_mut(self.slot) {
            table.rows = grid;
        }
        Ok(())
    }
}

/// The edges that the rows of a table share.
struct Columns {
    left: i32,
    /// `None` where the edges make no columns: a program that only counts cells gives them all the same.
    edges: Option<Vec<i32>>,
}

/// Edges nearer to each other are one.
const NEAR: i32 = 60;

/// Rows that begin nearer to the margin of the table begin at it: some count the margin of their cells, some do not.
const MARGIN: i32 = 240;

impl Columns {
    fn of(rows: &[Row]) -> Columns {
        let left = rows.iter().map(|row| row.left).min().unwrap_or(0);
        let begin = |row: &Row| if row.left.saturating_sub(left) < MARGIN { left } else { row.left };
        let rising = |row: &Row| {
            let edges = row.cells.iter().map(|(_, edge)| edge.at);
            let before = [begin(row)].into_iter().chain(edges.clone());
            before.zip(edges).all(|(left, right)| right.saturating_sub(left) > NEAR)
        };
        if !rows.iter().all(rising) {
            return Columns { left, edges: None };
        }
        let mut all: Vec<i32> = rows
            .iter()
            .flat_map(|row| [begin(row)].into_iter().chain(row.cells.iter().map(|(_, edge)| edge.at)))
            .collect();
        all.sort_unstable();
        let mut edges: Vec<i32> = Vec::new();
        for at in all {
            if edges.last().is_none_or(|last| at.saturating_sub(*last) > NEAR) {
                edges.push(at);
            }
        }
        Columns { left, edges: Some(edges) }
    }

    fn count(&self, rows: &[Row]) -> usize {
        match &self.edges {
            Some(edges) => edges.len().saturating_sub(1),
            None => rows.iter().map(|row| row.cells.len()).max().unwrap_or(0),
        }
    }

    /// The first column of a row.
    fn begin(&self, row: &Row) -> usize {
        let set_in = row.left.saturating_sub(self.left) >= MARGIN;
        self.place(row.left).filter(|_| set_in).unwrap_or(0)
    }

    /// The number of the edge at a place.
    fn place(&self, at: i32) -> Option<usize> {
        let edges = self.edges.as_ref()?;
        Some(edges.partition_point(|&edge| edge <= at).saturating_sub(1))
    }
}

pub fn too_large() -> Unreadable {
    Unreadable::new("too_large", format!("the tables have more than {MOST_CELLS} cells"))
}
