//! A table: a header of column names, then rows, sorted by the first columns and free of duplicates.

use std::collections::BTreeMap;

use crate::error::{Error, Result};

/// The rows of a table, the user's laid over the program's.
pub struct Rows {
    rows: Vec<Row>,
}

/// One row, with its place for error messages.
#[derive(Clone, Debug)]
pub struct Row {
    file: String,
    line: usize,
    cells: Vec<String>,
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
        let mut by_key: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for (file, text) in layers {
            let mut own: BTreeMap<String, Vec<Row>> = BTreeMap::new();
            let bad = |line: usize, reason: String| Error::Dictionary { file: file.clone(), line, reason };
            let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
            let header = lines.next().map_or("", |(_, line)| line);
            if header.split('\t').ne(columns.iter().copied()) {
                return Err(bad(1, format!("the header is not {}", columns.join("⇥"))));
            }
            for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
                let cells: Vec<String> = line.split('\t').map(str::to_string).collect();
                if cells.len() != columns.len() {
                    return Err(bad(
                        n + 1,
                        format!("{} cells where {} are expected", cells.len(), columns.len()),
                    ));
                }
                if cells[0].is_empty() {
                    return Err(bad(n + 1, format!("{} is empty", columns[0])));
                }
                let rows = own.entry(cells[0].clone()).or_default();
                if let Some(twin) = rows.iter().find(|row| row.cells == cells) {
                    return Err(bad(n + 1, format!("{} is already listed on line {}", cells[0], twin.line)));
                }
                rows.push(Row { file: file.clone(), line: n + 1, cells });
            }
            by_key.extend(own);
        }
        Ok(Rows { rows: by_key.into_values().flatten().collect() })
    }

    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }
}

impl Row {
    pub fn cell(&self, column: usize) -> &str {
        &self.cells[column]
    }

    /// The parts of a cell that lists several, by comma.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &str> {
        self.cells[column].split(',').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The cell read by `read`, or an error that names it.
    pub fn read<T>(&self, column: usize, expected: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        read(self.cell(column)).ok_or_else(|| self.bad(format!("{:?} is not {expected}", self.cell(column))))
    }

    /// An error at this row.
    pub fn bad(&self, reason: String) -> Error {
        Error::Dictionary { file: self.file.clone(), line: self.line, reason }
    }
}
