//! XLSX: a workbook in; each sheet out as a table and as lines, a line a paragraph of a cell, its numbers as shown.
//!
//! A row that is hidden or filtered away is read: the workbook has it. A sheet is named before its rows where there
//! are several. Rows and columns without a word are left out.

pub mod shown;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::lines::{Lines, Place};
use super::package::{self, Package, attribute};
use super::{Content, Input, Table};
use crate::error::Unreadable;
use crate::span::Span;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Places in all sheets of a workbook.
pub(super) const MOST_CELLS: usize = 1_000_000;

/// # Errors
/// `broken`, `encrypted`, `too_large`, `empty`, `unsupported_format` for a binary workbook.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let mut package = Package::open(input.bytes)?;
    package.weigh()?;
    let Some(book) = package.part("xl/workbook.xml")? else {
        return Err(if package.has("xl/workbook.bin") {
            Unreadable::new("unsupported_format", "binary workbooks cannot be read: save it as .xlsx")
        } else {
            Unreadable::new("broken", "the archive has no xl/workbook.xml: fetch the file again")
        });
    };
    let targets = targets(&text(&mut package, "xl/_rels/workbook.xml.rels")?)?;
    let (sheets, from_1904) = sheets(&book.text)?;
    let strings = strings(&text(&mut package, "xl/sharedStrings.xml")?)?;
    let formats = formats(&text(&mut package, "xl/styles.xml")?)?;
    let book = Book { strings, formats, from_1904 };

    let (mut lost, mut cut) = (0, false);
    let mut read = Vec::new();
    let mut places = 0;
    for (nth, (name, relation)) in sheets.iter().enumerate() {
        let Some(target) = targets.get(relation).filter(|target| target.contains("worksheets")) else {
            continue;
        };
        let Some(part) = package.part(target)? else { continue };
        let mut sheet = Sheet::default();
        cut |= !sheet.read(&part.text, &book, &mut places)? || part.cut;
        lost += part.lost;
        if !sheet.cells.is_empty() {
            read.push((nth, name, sheet));
        }
    }
    let mut lines = Lines::default();
    let several = read.len() > 1;
    for (nth, name, sheet) in read {
        let page = u32::try_from(nth + 1).ok();
        if several && !is_default(name) {
            lines.line(name.trim(), Place { page, ..Place::default() });
        }
        write(&mut lines, sheet, page)?;
    }
    if lines.text.trim().is_empty() {
        return Err(Unreadable::new("empty", "the workbook holds no words"));
    }
    let damage = cut
        .then(|| Unreadable::new("broken", "the file is damaged: what stands behind the damage is missing"));
    Ok(Content { lost, damage, ..lines.into_content(MEDIA_TYPE) })
}

fn text(package: &mut Package, name: &str) -> Result<String, Unreadable> {
    Ok(package.part(name)?.unwrap_or_default().text)
}

/// `Sheet1`, `工作表1`: a name that nobody gave.
pub(super) fn is_default(name: &str) -> bool {
    let rest = ["sheet", "工作表", "表"]
        .iter()
        .find_map(|start| name.to_lowercase().strip_prefix(start).map(str::to_string));
    rest.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
}

/// What the cells of all sheets refer to.
struct Book {
    strings: Vec<String>,
    /// The format code of each cell style.
    formats: Vec<String>,
    from_1904: bool,
}

/// The parts of the workbook by the names of their relations.
fn targets(xml: &str) -> Result<FxHashMap<String, String>, Unreadable> {
    let mut targets = FxHashMap::default();
    each(xml, "workbook.xml.rels", |tag| {
        if tag.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            let whole = match target.strip_prefix('/') {
                Some(whole) => whole.to_string(),
                None => format!("xl/{}", target.trim_start_matches("./")),
            };
            targets.insert(id, whole);
        }
    })?;
    Ok(targets)
}

/// The names of the sheets with their relations, in order, and whether days count from 1904.
fn sheets(xml: &str) -> Result<(Vec<(String, String)>, bool), Unreadable> {
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    each(xml, "workbook.xml", |tag| match tag.local_name().as_ref() {
        "sheet" => {
            let name = attribute(tag, "name").unwrap_or_default();
            sheets.push((name, attribute(tag, "id").unwrap_or_default()));
        }
        "workbookPr" => {
            from_1904 = attribute(tag, "date1904").is_some_and(|value| value == "1" || value == "true")
        }
        _ => {}
    })?;
    Ok((sheets, from_1904))
}

/// The format codes of the cell styles, in order.
fn formats(xml: &str) -> Result<Vec<String>, Unreadable> {
    let mut codes: FxHashMap<u32, String> = FxHashMap::default();
    let mut formats = Vec::new();
    let mut in_cells = false;
    each(xml, "styles.xml", |tag| {
        let id = || attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
        match tag.local_name().as_ref() {
            "numFmt" => {
                codes.insert(id(), attribute(tag, "formatCode").unwrap_or_default());
            }
            "cellXfs" => in_cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => in_cells = false,
            "xf" if in_cells => {
                let code = codes.get(&id()).map_or_else(|| shown::built_in(id()), String::as_str);
                formats.push(code.to_string());
            }
            _ => {}
        }
    })?;
    Ok(formats)
}

/// Calls `see` for each element of a part, up to its first fault.
fn each(xml: &str, name: &str, mut see: impl FnMut(&BytesStart)) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(&tag),
            Ok(Event::DocType(_)) => return Err(package::has_declarations(name)),
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// The strings that cells share, without the readings written over them.
fn strings(xml: &str) -> Result<Vec<String>, Unreadable> {
    let mut strings = Vec::new();
    let mut words = Words::default();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::DocType(_)) => return Err(package::has_declarations("sharedStrings.xml")),
            Ok(Event::Eof) | Err(_) => return Ok(strings),
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "si" => words = Words::default(),
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == "si" => strings.push(String::new()),
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "si" => strings.push(unescaped(&words.text)),
            Ok(event) => words.take(&event),
        }
    }
}

/// The words inside an element, from the events in it.
#[derive(Default)]
struct Words {
    text: String,
    in_text: bool,
    in_reading: bool,
}

impl Words {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = !self.in_reading,
                "rPh" => self.in_reading = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_reading = false,
                _ => {}
            },
            Event::Text(text) if self.in_text => self.text += &text.xml10_content(),
            Event::CData(text) if self.in_text => self.text += &text.xml10_content(),
            Event::GeneralRef(reference) if self.in_text => {
                self.text.push(package::character(reference).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            _ => {}
        }
    }
}

/// `_x000D_` is how a workbook writes a character that XML has none for.
fn unescaped(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find("_x") {
        plain += &rest[..at];
        let code = rest.get(at + 2..at + 6).filter(|_| rest[at + 6..].starts_with('_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                plain += "_x";
                rest = &rest[at + 2..];
            }
        }
    }
    plain + rest
}

/// The cells of a sheet that hold words, by row and column from 0.
#[derive(Default)]
struct Sheet {
    cells: Vec<(u32, u32, String)>,
    /// Rectangles that are one cell: first row and column, last row and column.
    merged: Vec<[u32; 4]>,
}

impl Sheet {
    /// Reads a sheet; false where it breaks off.
    fn read(&mut self, xml: &str, book: &Book, places: &mut usize) -> Result<bool, Unreadable> {
        let mut reader = Reader::from_str(xml);
        let (mut row, mut column) = (0u32, 0u32);
        let (mut kind, mut style) = (String::new(), 0usize);
        let mut value = String::new();
        let mut in_value = false;
        let mut inline = Words::default();
        let mut in_cell = false;
        let mut depth = 0usize;
        loop {
            let event = match reader.read_event() {
                Ok(Event::DocType(_)) => return Err(package::has_declarations("a sheet")),
                Ok(Event::Eof) => return Ok(depth == 0),
                Err(_) => return Ok(false),
                Ok(event) => event,
            };
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        let stated = attribute(tag, "r").and_then(|row| row.parse::<u32>().ok());
                        row = stated.map_or(row.saturating_add(1), |row| row.max(1));
                        column = 0;
                    }
                    "c" => {
                        column = match attribute(tag, "r").as_deref().and_then(place) {
                            Some((_, at)) => at + 1,
                            None => column.saturating_add(1),
                        };
                        kind = attribute(tag, "t").unwrap_or_default();
                        style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                        value.clear();
                        inline = Words::default();
                        in_cell = matches!(event, Event::Start(_));
                    }
                    "v" if in_cell => in_value = matches!(event, Event::Start(_)),
                    "mergeCell" => {
                        let area = attribute(tag, "ref").unwrap_or_default();
                        if let Some((first, last)) = area.split_once(':')
                            && let (Some((r1, c1)), Some((r2, c2))) = (place(first), place(last))
                            && self.merged.len() < MOST_CELLS
                        {
                            self.merged.push([r1.min(r2), c1.min(c2), r1.max(r2), c1.max(c2)]);
                        }
                    }
                    _ if in_cell => inline.take(&event),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => {
                        in_cell = false;
                        let words = words(&kind, &value, style, &inline.text, book);
                        if !words.trim().is_empty() {
                            *places += 1;
                            if *places > MOST_CELLS {
                                return Err(too_large());
                            }
                            self.cells.push((row.max(1) - 1, column.max(1) - 1, words));
                        }
                    }
                    _ if in_cell => inline.take(&event),
                    _ => {}
                },
                Event::Text(text) if in_value => value += &text.xml10_content(),
                Event::GeneralRef(reference) if in_value => value.extend(package::character(reference)),
                _ if in_cell => inline.take(&event),
                _ => {}
            }
        }
    }
}

fn too_large() -> Unreadable {
    Unreadable::new("too_large", format!("the sheets have more than {MOST_CELLS} cells"))
}

/// `B12` is row 11 and column 1 from 0.
fn place(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.trim_start_matches('$');
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = reference[..letters]
        .bytes()
        .fold(0, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = reference[letters..].trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

/// What a cell shows.
fn words(kind: &str, value: &str, style: usize, inline: &str, book: &Book) -> String {
    match kind {
        "s" => {
            value.trim().parse::<usize>().ok().and_then(|n| book.strings.get(n)).cloned().unwrap_or_default()
        }
        "inlineStr" => unescaped(inline),
        "str" => unescaped(value),
        "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.into(),
        // A fault of calculation is no word of the table.
        "e" => String::new(),
        // A day in ISO 8601; at midnight it is the day alone.
        "d" => value.trim().trim_end_matches('Z').trim_end_matches("T00:00:00").into(),
        _ => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => {
                let code = book.formats.get(style).map_or("General", String::as_str);
                shown::shown(number, code, book.from_1904)
            }
            _ => value.into(),
        },
    }
}

/// Writes a sheet's rows and keeps their grid.
fn write(lines: &mut Lines, mut sheet: Sheet, page: Option<u32>) -> Result<(), Unreadable> {
    sheet.cells.sort_by_key(|&(row, column, _)| (row, column));
    sheet.cells.dedup_by_key(|&mut (row, column, _)| (row, column));
    let mut rows: Vec<u32> = sheet.cells.iter().map(|&(row, ..)| row).collect();
    rows.dedup();
    let mut columns: Vec<u32> = sheet.cells.iter().map(|&(_, column, _)| column).collect();
    columns.sort_unstable();
    columns.dedup();
    if rows.len().saturating_mul(columns.len()) > MOST_CELLS {
        return Err(too_large());
    }
    let mut grid: Vec<Vec<Option<Span>>> = vec![vec![None; columns.len()]; rows.len()];
    for (row, column, words) in &sheet.cells {
        let span = lines.cell(words, Place { page, line: row.checked_add(1), ..Place::default() });
        if let (Ok(r), Ok(c)) = (rows.binary_search(row), columns.binary_search(column)) {
            grid[r][c] = Some(span);
        }
    }
    // What a merged area shows stands in its first cell, which covers the others.
    let mut covered = 0;
    for [top, left, bottom, right] in sheet.merged {
        let (Ok(r), Ok(c)) = (rows.binary_search(&top), columns.binary_search(&left)) else { continue };
        let Some(span) = grid[r][c] else { continue };
        let below = r + rows[r..].partition_point(|&row| row <= bottom);
        let beside = c + columns[c..].partition_point(|&column| column <= right);
        covered += (below - r) * (beside - c);
        // Areas do not overlap; where a file says they do, it is not worth the time.
        if covered > MOST_CELLS {
            break;
        }
        for row in &mut grid[r..below] {
            for place in &mut row[c..beside] {
                place.get_or_insert(span);
            }
        }
    }
    let mut last = grid.iter().flatten().flatten().next().map_or(0, |span| span.start());
    let rows = grid.into_iter().map(|row| {
        let spans = row.into_iter().map(|place| {
            let span = place.unwrap_or(Span::new(last, last));
            last = last.max(span.end());
            span
        });
        spans.collect()
    });
    lines.tables.push(Table { rows: rows.collect() });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_escapes_are_read() {
        assert_eq!(place("B12"), Some((11, 1)));
        assert_eq!(place("$AA$1"), Some((0, 26)));
        assert_eq!(place("A0"), None);
        assert_eq!(place("12"), None);
        assert_eq!(unescaped("甲_x000D_\n乙_x_"), "甲\r\n乙_x_");
        assert!(is_default("Sheet1") && is_default("工作表2") && !is_default("2024年任务"));
    }
}
