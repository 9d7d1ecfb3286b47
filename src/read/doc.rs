//! DOC and XLS: files of the old Word, Excel and WPS in, their paragraphs and cells as lines out.
//!
//! Headers, footers, comments and field codes are left out, notes stand at the end (`注1：…`). The numbers that Word
//! draws before paragraphs by itself are not in what the parser gives and are missing here.

use std::io::Cursor;

use office_oxide::ir::{DocumentIR, Element, InlineContent, Note, TableCell, inline_to_text};
use office_oxide::{Document, DocumentFormat, OfficeError};

use super::lines::{Lines, Place};
use super::xlsx::{MOST_CELLS, shown};
use super::{Content, Input, Table};
use crate::error::Unreadable;
use crate::span::Span;

/// Tables and boxes inside one another.
const DEEPEST: usize = 64;

/// # Errors
/// `broken`, `encrypted`, `too_large`, `empty`, and `no_text_layer` for pictures of pages.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let document = parsed(input.bytes, DocumentFormat::Doc)?;
    let mut walk = Walk::default();
    for section in &document.sections {
        walk.elements(&section.elements, 0)?;
    }
    let mut lines = walk.lines;
    for (n, note) in walk.notes.iter().enumerate() {
        let mut words = Walk::default();
        words.elements(&note.content, 0)?;
        let place = Place { paragraph: Some(walk.paragraphs + n as u32 + 1), ..Place::default() };
        lines.line(&format!("注{}：{}", n + 1, words.lines.text.trim().replace('\n', " ")), place);
    }
    if lines.text.trim().is_empty() {
        return Err(if walk.pictures {
            Unreadable::new(
                "no_text_layer",
                "the file holds pictures and no text: it has to be read by OCR first",
            )
        } else {
            Unreadable::new("empty", "the file holds nothing but white space")
        });
    }
    Ok(finished(lines, &document, "application/msword"))
}

/// # Errors
/// `broken`, `encrypted`, `too_large`, `empty`.
pub fn read_workbook(input: &Input) -> Result<Content, Unreadable> {
    let document = parsed(input.bytes, DocumentFormat::Xls)?;
    let mut walk = Walk::default();
    let tables = |section: &&office_oxide::ir::Section| {
        section.elements.iter().any(|element| matches!(element, Element::Table(_)))
    };
    let several = document.sections.iter().filter(tables).count() > 1;
    for (n, section) in document.sections.iter().enumerate() {
        walk.page = u32::try_from(n + 1).ok();
        let name = section.title.as_deref().unwrap_or_default().trim();
        if several && tables(&section) && !super::xlsx::is_default(name) {
            walk.lines.line(name, Place { page: walk.page, ..Place::default() });
        }
        let all = section.elements.iter();
        for table in all.filter(|element| matches!(element, Element::Table(_))) {
            walk.elements(std::slice::from_ref(table), 0)?;
        }
    }
    if walk.lines.text.trim().is_empty() {
        return Err(Unreadable::new("empty", "the workbook holds no words"));
    }
    Ok(finished(walk.lines, &document, "application/vnd.ms-excel"))
}

fn parsed(bytes: &[u8], format: DocumentFormat) -> Result<DocumentIR, Unreadable> {
    let document = Document::from_reader(Cursor::new(bytes.to_vec()), format);
    document.map(|document| document.to_ir()).map_err(|error| {
        use office_oxide::{doc::DocError, xls::XlsError};
        match error {
            OfficeError::Doc(DocError::Encrypted) | OfficeError::Xls(XlsError::Encrypted) => {
                Unreadable::new("encrypted", "the file is locked with a password")
            }
            other => Unreadable::new("broken", format!("the file cannot be read: {other}")),
        }
    })
}

fn finished(lines: Lines, document: &DocumentIR, media_type: &'static str) -> Content {
    let damage = document
        .metadata
        .text_truncated
        .then(|| Unreadable::new("broken", "the file holds more text than can be read: its end is missing"));
    Content { damage, ..lines.into_content(media_type) }
}

#[derive(Default)]
struct Walk<'d> {
    lines: Lines,
    notes: Vec<&'d Note>,
    paragraphs: u32,
    /// The sheet of a workbook.
    page: Option<u32>,
    cells: usize,
    in_cell: bool,
    pictures: bool,
}

impl<'d> Walk<'d> {
    fn elements(&mut self, elements: &'d [Element], depth: usize) -> Result<(), Unreadable> {
        if depth > DEEPEST {
            return Ok(());
        }
        for element in elements {
            match element {
                Element::Heading(heading) => self.paragraph(&heading.content),
                Element::Paragraph(paragraph) => self.paragraph(&paragraph.content),
                Element::List(list) => self.list(list, depth + 1)?,
                Element::Table(table) => self.table(table, depth + 1)?,
                Element::TextBox(text_box) => self.elements(&text_box.content, depth + 1)?,
                // Comments come as notes with a name of their own.
                Element::Footnote(note) | Element::Endnote(note)
                    if !note.marker.as_deref().is_some_and(|marker| marker.starts_with("Comment")) =>
                {
                    self.notes.push(note);
                }
                Element::CodeBlock(code) => {
                    let place = self.place();
                    self.lines.cell(&code.content, place);
                }
                Element::Image(_) => self.pictures = true,
                _ => {}
            }
        }
        Ok(())
    }

    fn place(&self) -> Place {
        match self.page {
            Some(_) => Place { page: self.page, ..Place::default() },
            None => Place { paragraph: Some(self.paragraphs), ..Place::default() },
        }
    }

    fn paragraph(&mut self, content: &[InlineContent]) {
        self.paragraphs += 1;
        let words = inline_to_text(content);
        if !words.trim().is_empty() {
            let place = self.place();
            self.lines.line(words.trim_end(), place);
        } else if !self.in_cell {
            self.lines.text.push('\n');
        }
    }

    fn list(&mut self, list: &'d office_oxide::ir::List, depth: usize) -> Result<(), Unreadable> {
        if depth > DEEPEST {
            return Ok(());
        }
        for item in &list.items {
            self.elements(&item.content, depth)?;
            if let Some(nested) = &item.nested {
                self.list(nested, depth + 1)?;
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &'d office_oxide::ir::Table, depth: usize) -> Result<(), Unreadable> {
        let slot = self.lines.tables.len();
        self.lines.tables.push(Table::default());
        let was_in_cell = std::mem::replace(&mut self.in_cell, true);
        let mut grid: Vec<Vec<Option<Span>>> = vec![Vec::new(); table.rows.len()];
        for (r, row) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &row.cells {
                let start = self.lines.text.len();
                self.cell(cell, depth)?;
                let span = self.lines.since(start);
                while grid[r].get(column).is_some_and(Option::is_some) {
                    column += 1;
                }
                let beside = column + (cell.col_span.max(1) as usize).min(1024);
                let below = r.saturating_add(cell.row_span.max(1) as usize).min(grid.len());
                self.cells = self.cells.saturating_add((beside - column) * (below - r));
                if self.cells > MOST_CELLS {
                    return Err(too_large());
                }
                for row in &mut grid[r..below] {
                    row.resize(row.len().max(beside), None);
                    row[column..beside].fill(Some(span));
                }
                column = beside;
            }
        }
        self.in_cell = was_in_cell;
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        self.cells = self.cells.saturating_add(width * grid.len());
        if self.cells > MOST_CELLS {
            return Err(too_large());
        }
        // A place that no cell covers is an empty one behind the last.
        let mut last =
            grid.iter().flatten().flatten().next().map_or(self.lines.text.len(), |span| span.start());
        let rows = grid.into_iter().map(|mut row| {
            row.resize(width, None);
            let spans = row.into_iter().map(|place| {
                let span = place.unwrap_or(Span::new(last, last));
                last = last.max(span.end());
                span
            });
            spans.collect()
        });
        self.lines.tables[slot].rows = rows.collect();
        Ok(())
    }

    fn cell(&mut self, cell: &'d TableCell, depth: usize) -> Result<(), Unreadable> {
        let number = cell.raw_number.zip(cell.number_format.as_deref());
        let Some((number, code)) = number.filter(|_| self.page.is_some()) else {
            return self.elements(&cell.content, depth);
        };
        // A day is written out whole, where it is the one that the parser shows too (it knows which year days count from).
        let mut theirs = Walk { page: self.page, in_cell: true, ..Walk::default() };
        theirs.elements(&cell.content, depth)?;
        let theirs = theirs.lines.text;
        let ours = shown::shown(number, code, false);
        let same_day =
            ours.split_once('-').is_some_and(|(year, _)| year.len() == 4 && theirs.contains(&year[2..]));
        let place = self.place();
        self.lines.cell(if same_day { &ours } else { &theirs }, place);
        Ok(())
    }
}

fn too_large() -> Unreadable {
    Unreadable::new("too_large", format!("the tables have more than {MOST_CELLS} cells"))
}
