//! A table: a header of column names, then rows, sorted by the first columns and free of duplicates.

use std::borrow::Cow;

use crate::error::{Error, Result};

/// The rows of a table, the user's laid over the program's.
pub struct Rows<'t> {
    rows: Vec<Row<'t>>,
}

/// One row, with its place for error messages.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    file: &'t str,
    line: u32,
    /// The bytes of the first cell, which rows are sorted by.
    key: u32,
    cells: &'t str,
}

impl<'t> Rows<'t> {
    /// Reads layers of `(file name, text)`, each with exactly `columns` as its header.
    ///
    /// The first cell is the key. A later layer's rows replace those of the same key; within one layer a row that
    /// stands twice is an error.
    ///
    /// # Errors
    /// [`Error::Dictionary`] with file, line and reason.
    pub fn parse(
        layers: &'t [(Cow<'static, str>, Cow<'static, str>)],
        columns: &[&'static str],
    ) -> Result<Rows<'t>> {
        let mut all: Vec<Row> = Vec::new();
        for (file, text) in layers {
            let own = layer(file, text, columns)?;
            all.retain(|row| own.binary_search_by(|other| other.key().cmp(row.key())).is_err());
            all.extend(own);
        }
        if layers.len() > 1 {
            all.sort_by(|a, b| a.key().cmp(b.key()));
        }
        Ok(Rows { rows: all })
    }

    pub fn iter(&self) -> impl Iterator<Item = &Row<'t>> {
        self.rows.iter()
    }
}

/// The rows of one file, sorted by their first cell.
fn layer<'t>(file: &'t str, text: &'t str, columns: &[&'static str]) -> Result<Vec<Row<'t>>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let bad = |line: usize, reason: String| Error::Dictionary { file: file.to_string(), line, reason };
    let header = lines.next().map_or("", |(_, line)| line);
    if header.split('\t').ne(columns.iter().copied()) {
        return Err(bad(1, format!("the header is not {}", columns.join("⇥"))));
    }
    let mut rows = Vec::new();
    for (n, line) in lines {
        let key = memchr::memchr(b'\t', line.as_bytes()).unwrap_or(line.len());
        if line.trim_ascii_start().is_empty() {
            continue;
        }
        let cells = memchr::memchr_iter(b'\t', line.as_bytes()).count() + 1;
        if cells != columns.len() {
            return Err(bad(n + 1, format!("{cells} cells where {} are expected", columns.len())));
        }
        if key == 0 {
            return Err(bad(n + 1, format!("{} is empty", columns[0])));
        }
        rows.push(Row { file, line: n as u32 + 1, key: key as u32, cells: line });
    }
    rows.sort_by(|a: &Row, b: &Row| a.key().cmp(b.key()).then_with(|| a.cells.cmp(b.cells)));
    if let Some(twins) = rows.windows(2).find(|pair| pair[0].cells == pair[1].cells) {
        let (first, second) = (&twins[0], &twins[1]);
        return Err(second.bad(format!("{} is already listed on line {}", second.key(), first.line)));
    }
    Ok(rows)
}

impl<'t> Row<'t> {
    fn key(&self) -> &'t str {
        &self.cells[..self.key as usize]
    }

    pub fn cell(&self, column: usize) -> &'t str {
        if column == 0 {
            return self.key();
        }
        let ends = memchr::memchr_iter(b'\t', self.cells.as_bytes()).map(|at| at + 1);
        let mut cuts = ends.chain([self.cells.len() + 1]).skip(column - 1);
        match (cuts.next(), cuts.next()) {
            (Some(start), Some(end)) => &self.cells[start..end - 1],
            _ => "",
        }
    }

    /// The parts of a cell that lists several, by comma.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'t str> {
        self.cell(column).split(',').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The cell read by `read`, or an error that names it.
    pub fn read<T>(&self, column: usize, expected: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        read(self.cell(column)).ok_or_else(|| self.bad(format!("{:?} is not {expected}", self.cell(column))))
    }

    /// An error at this row.
    pub fn bad(&self, reason: String) -> Error {
        Error::Dictionary { file: self.file.to_string(), line: self.line as usize, reason }
    }
}
