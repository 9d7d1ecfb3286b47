//! Grids: the tables of a text, and what their columns hold by the words of their header: `工作任务`, `牵头单位`,
//! `2025年`, `属性`. A table that is neither of tasks nor of indicators (a roster, prices, past figures) is [`Topic::Other`].

mod header;
pub mod recover;

use crate::lexicon::{ColumnKind, Lexicon};
use crate::span::Span;

pub use header::year;

/// A table of a view, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub topic: Topic,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What is to be done, by whom or by when.
    Tasks,
    /// What is measured, and its values.
    Indicators,
    Other,
}

/// A column as its header names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `None`: the header says nothing that is known.
    pub kind: Option<ColumnKind>,
    /// `2025年目标`, `“十四五”末`.
    pub year: Option<i16>,
    /// `年均增速`: each year, not in all.
    pub yearly: bool,
    /// `2025年(万人)`: what the values of the column count in.
    pub unit: Option<String>,
    /// `牵头处室`: of offices inside one body.
    pub inner: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One a column; a cell that covers several places stands in each; empty where there is nothing.
    pub cells: Vec<Span>,
    pub role: RowRole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRole {
    /// Above the header: the title of the table, the unit of its values.
    Caption,
    Header,
    /// One cell across the table: `一、经济发展`.
    Group,
    Data,
}

/// A place in the grids of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    grid: u32,
    row: u32,
    column: u32,
}

impl Place {
    pub fn new(grid: usize, row: usize, column: usize) -> Place {
        Place { grid: grid as u32, row: row as u32, column: column as u32 }
    }

    pub fn grid(self) -> usize {
        self.grid as usize
    }

    pub fn row(self) -> usize {
        self.row as usize
    }

    pub fn column(self) -> usize {
        self.column as usize
    }
}

impl Grid {
    /// The first to the last word of the table.
    pub fn span(&self) -> Option<Span> {
        let cells = self.rows.iter().flat_map(|row| &row.cells).copied().filter(|cell| !cell.is_empty());
        cells.reduce(Span::with)
    }

    /// The columns of any of these kinds.
    pub fn of_kinds<'g>(&'g self, kinds: &'g [ColumnKind]) -> impl Iterator<Item = usize> + 'g {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, column)| column.kind.is_some_and(|kind| kinds.contains(&kind))).map(|(n, _)| n)
    }

    pub fn has(&self, kinds: &[ColumnKind]) -> bool {
        self.of_kinds(kinds).next().is_some()
    }

    /// The columns that say what is to be done: in detail where there is one that does.
    pub fn tasks(&self) -> Vec<usize> {
        let finest = [ColumnKind::Content, ColumnKind::Task].into_iter().find(|&kind| self.has(&[kind]));
        let mut kinds = vec![ColumnKind::Goal];
        kinds.extend(finest);
        self.of_kinds(&kinds).collect()
    }
}

/// Who acts, in the columns of a table.
pub const ACTORS: &[ColumnKind] =
    &[ColumnKind::Lead, ColumnKind::Support, ColumnKind::Implement, ColumnKind::Supervise];

/// Reads the tables of a view; one that goes on on the next page is one with it.
pub fn read(view: &str, tables: &[Vec<Vec<Span>>], lexicon: &Lexicon) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    let mut reached = 0;
    for rows in tables {
        let mut rows: Vec<Vec<Span>> =
            rows.iter().map(|row| row.iter().map(|cell| cell.trimmed(view)).collect()).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        rows.iter_mut().for_each(|row| row.resize(width, Span::default()));
        let cells = || rows.iter().flatten().filter(|cell| !cell.is_empty());
        let Some((start, end)) =
            cells().map(|cell| cell.start()).min().zip(cells().map(|cell| cell.end()).max())
        else {
            continue;
        };
        // Tables in tables: the outer one stands for both.
        if start < reached && !grids.is_empty() {
            continue;
        }
        let grid = header::read(view, rows, lexicon);
        match grids.last_mut() {
            Some(last)
                if last.topic != Topic::Other
                    && last.columns.len() == grid.columns.len()
                    && view[reached..start].chars().all(|c| !c.is_alphabetic())
                    && (grid.topic == Topic::Other || grid.columns == last.columns) =>
            {
                let from = last.rows.len();
                last.rows.extend(grid.rows);
                header::roles(view, last, from, lexicon);
            }
            _ => grids.push(grid),
        }
        reached = end;
    }
    grids
}

/// The words of a cell without blanks.
fn bare(cell: Span, view: &str) -> String {
    cell.of(view).chars().filter(|c| !c.is_whitespace()).collect()
}
