//! Lines: what readers of office formats write a text into, with its tables and where each line stands in the file.

use super::{Content, Location, Table};
use crate::span::Span;

#[derive(Default)]
pub struct Lines {
    pub text: String,
    pub tables: Vec<Table>,
    pub locations: Vec<Location>,
}

/// How much is written, to go back to.
#[derive(Clone, Copy, Default)]
pub struct Mark {
    pub text: usize,
    tables: usize,
    locations: usize,
}

/// Where a line stands in its file.
#[derive(Clone, Copy, Default)]
pub struct Place {
    pub page: Option<u32>,
    pub paragraph: Option<u32>,
    pub line: Option<u32>,
}

impl Lines {
    pub fn mark(&self) -> Mark {
        Mark { text: self.text.len(), tables: self.tables.len(), locations: self.locations.len() }
    }

    pub fn go_back(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.tables.truncate(mark.tables);
        self.locations.truncate(mark.locations);
    }

    /// Writes words and a line end.
    pub fn line(&mut self, words: &str, place: Place) {
        let start = self.text.len();
        self.text += words;
        let Place { page, paragraph, line } = place;
        self.locations.push(Location { span: Span::new(start, self.text.len()), page, paragraph, line });
        self.text.push('\n');
    }

    /// What was written since a place, without the line end behind it: a cell.
    pub fn since(&self, start: usize) -> Span {
        let written = self.text.get(start..).unwrap_or_default();
        Span::new(start, start + written.trim_end_matches('\n').len())
    }

    /// Writes the words of a cell, a line each of theirs, and gives its span.
    pub fn cell(&mut self, words: &str, place: Place) -> Span {
        let start = self.text.len();
        for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.line(line, place);
        }
        self.since(start)
    }

    /// Puts other lines behind these.
    pub fn append(&mut self, other: Lines) {
        let offset = self.text.len();
        self.text += &other.text;
        let shifted = |row: Vec<Span>| row.into_iter().map(|span| span.shifted(offset)).collect();
        let tables = other.tables.into_iter();
        self.tables.extend(tables.map(|table| Table { rows: table.rows.into_iter().map(shifted).collect() }));
        let locations = other.locations.into_iter();
        self.locations.extend(locations.map(|at| Location { span: at.span.shifted(offset), ..at }));
    }

    pub fn into_content(self, media_type: &'static str) -> Content {
        let Lines { text, tables, locations } = self;
        Content { text, media_type, tables, locations, ..Content::default() }
    }
}
