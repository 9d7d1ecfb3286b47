//! A table: a header of column names, then rows, sorted by the first columns and free of duplicates.

use std::sync::Arc;

use crate::error::{Error, Result};

/// The rows of a table, the user's laid over the program's.
pub struct Rows {
    rows: Vec<Row>,
}

/// One row, with its place for error messages.
#[derive(Clone, Debug)]
pub struct Row {
    file: Arc<str>,
    line: usize,
    cells: String,
}

impl Rows {
    /// Reads layers of `(file name, text)`, each with exactly `columns` as its header.
    ///
    /// The first cell is the key. A later layer's rows replace those of the same key; within one layer a row that
    /// stands twice is an error.
    ///
    /// # Errors
    /// [`Error::Dictionary`] with file, line and reason.
    pub fn parse(layers: &[(String, String)], columns: &[&'static str]) -> Result<Rows> {
        let mut all: Vec<Row> = Vec::new();
        for (file, text) in layers {
            let own = layer(file, text, columns)?;
            all.retain(|row| own.binary_search_by(|other| other.cell(0).cmp(row.cell(0))).is_err());
            all.extend(own);
        }
        if layers.len() > 1 {
            all.sort_by(|a, b| a.cell(0).cmp(b.cell(0)));
        }
        Ok(Rows { rows: all })
    }

    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }
}

/// The rows of one file, sorted by their first cell.
fn layer(file: &str, text: &str, columns: &[&'static str]) -> Result<Vec<Row>> {
    let file: Arc<str> = file.into();
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let bad = |line: usize, reason: String| Error::Dictionary { file: file.to_string(), line, reason };
    let header = lines.next().map_or("", |(_, line)| line);
    if header.split('\t').ne(columns.iter().copied()) {
        return Err(bad(1, format!("the header is not {}", columns.join("⇥"))));
    }
    let mut rows = Vec::new();
    for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let cells = line.bytes().filter(|&b| b == b'\t').count() + 1;
        if cells != columns.len() {
            return Err(bad(n + 1, format!("{cells} cells where {} are expected", columns.len())));
        }
        if line.starts_with('\t') {
            return Err(bad(n + 1, format!("{} is empty", columns[0])));
        }
        rows.push(Row { file: file.clone(), line: n + 1, cells: line.to_string() });
    }
    rows.sort_by(|a: &Row, b: &Row| a.cell(0).cmp(b.cell(0)).then_with(|| a.cells.cmp(&b.cells)));
    if let Some(twins) = rows.windows(2).find(|pair| pair[0].cells == pair[1].cells) {
        let (first, second) = (&twins[0], &twins[1]);
        return Err(second.bad(format!("{} is already listed on line {}", second.cell(0), first.line)));
    }
    Ok(rows)
}

impl Row {
    pub fn cell(&self, column: usize) -> &str {
        self.cells.split('\t').nth(column).unwrap_or("")
    }

    /// The parts of a cell that lists several, by comma.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &str> {
        self.cell(column).split(',').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The cell read by `read`, or an error that names it.
    pub fn read<T>(&self, column: usize, expected: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        read(self.cell(column)).ok_or_else(|| self.bad(format!("{:?} is not {expected}", self.cell(column))))
    }

    /// An error at this row.
    pub fn bad(&self, reason: String) -> Error {
        Error::Dictionary { file: self.file.to_string(), line: self.line, reason }
    }
}
