//! Workbooks (XLSX): cells in; a file out that opens in a spreadsheet, with numbers as numbers and days as days.
//!
//! Words are written as strings, which no spreadsheet runs, and neutralised as in CSV, because a workbook may be saved
//! as one. The same cells give the same bytes.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet,
    XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::csv::neutral;
use super::table::{self, Cell, Records, Tables};
use crate::record::Document;
use crate::value::Number;

/// Rows of a sheet, its header included.
pub const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
pub const COLUMNS: usize = 16_384;
/// UTF-16 units of a cell.
const CELL: usize = 32_767;
/// What a cell ends in that is cut.
const CUT: &str = " …[cut]";
/// Width of the widest column, in digits; a Han character is two wide.
const WIDEST: usize = 60;
/// Digits that a spreadsheet keeps of a number.
const DIGITS: u32 = 15;

/// Tables on their way into a workbook: a sheet each, and the codebook.
///
/// Rows wait in temporary files, so that memory does not grow with them.
pub struct Book {
    workbook: Workbook,
    /// For each table its sheets: one, or several where there are more rows than a sheet holds.
    tables: Vec<(Records, Vec<Sheet>)>,
}

impl Book {
    /// # Errors
    /// Where there is no place for temporary files.
    pub fn new(tables: &[Records]) -> io::Result<Book> {
        let mut workbook = workbook()?;
        let mut begun = Vec::new();
        for &records in tables {
            begun.push((records, vec![begin(&mut workbook, records, 1)?]));
        }
        Ok(Book { workbook, tables: begun })
    }
}

impl Tables for Book {
    fn add(&mut self, document: &Document) -> io::Result<()> {
        for (records, sheets) in &mut self.tables {
            for row in records.rows(document) {
                if sheets.last().is_none_or(|sheet| sheet.next == ROWS) {
                    sheets.push(begin(&mut self.workbook, *records, sheets.len() + 1)?);
                }
                if let Some(sheet) = sheets.last_mut() {
                    sheet.row(&row)?;
                }
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        let Book { mut workbook, tables } = *self;
        let mut codebook =
            Sheet::new(workbook.new_worksheet_with_constant_memory().map_err(other)?, "codebook")?;
        codebook.header(["sheet", "name", "type", "values", "meaning"])?;
        for (records, sheets) in tables {
            for row in table::codebook(records).into_iter().skip(1) {
                let sheet = Cell::Words(records.name().into());
                codebook.row(&[vec![sheet], row].concat())?;
            }
            for sheet in sheets {
                if sheet.cut > 0 {
                    let name = Cell::Words(sheet.sheet.name());
                    codebook.row(&[
                        name,
                        Cell::Nothing,
                        Cell::Nothing,
                        Cell::Nothing,
                        Cell::Words(cut(sheet.cut)),
                    ])?;
                }
                let labels = sheet.widths.len().min(3);
                workbook.push_worksheet(sheet.close(labels)?);
            }
        }
        workbook.push_worksheet(codebook.close(2)?);
        save(workbook, out)
    }
}

/// Writes the whole file.
pub fn save(mut workbook: Workbook, out: &mut dyn Write) -> io::Result<()> {
    // A pipe cannot be wound back, as the writer of the archive asks for.
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&mut file).map_err(other)?;
    io::Seek::rewind(&mut file)?;
    io::copy(&mut file, out).map(drop)
}

/// An empty workbook. It says no time, because the same records are to give the same bytes.
pub fn workbook() -> io::Result<Workbook> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(other)?;
    let program = concat!("chengnuo ", env!("CARGO_PKG_VERSION"));
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_author(program));
    Ok(workbook)
}

/// What is said of cells that a spreadsheet cannot hold whole.
fn cut(count: usize) -> String {
    format!(
        "{count} longer than the {CELL} characters that a cell holds; each ends in{CUT}. Whole they stand in the JSON record, \
         and from span_start to span_end of what `chengnuo text FILE` prints."
    )
}

fn begin(workbook: &mut Workbook, records: Records, turn: usize) -> io::Result<Sheet> {
    let name = if turn == 1 { records.name().into() } else { format!("{} {turn}", records.name()) };
    let mut sheet = Sheet::new(workbook.new_worksheet_with_constant_memory().map_err(other)?, &name)?;
    sheet.header(records.columns().iter().map(|column| column.name))?;
    Ok(sheet)
}

/// A sheet under way: a header, then rows from above to below.
pub struct Sheet {
    pub sheet: Worksheet,
    next: u32,
    widths: Vec<usize>,
    /// Cells that are cut.
    pub cut: usize,
}

impl Sheet {
    pub fn new(mut sheet: Worksheet, name: &str) -> io::Result<Sheet> {
        sheet.set_name(name).map_err(other)?;
        Ok(Sheet { sheet, next: 0, widths: Vec::new(), cut: 0 })
    }

    pub fn header<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        let format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0xE8_EE_F4))
            .set_border_bottom(FormatBorder::Thin);
        for (column, name) in (0..).zip(names) {
            // The arrow of the filter takes the room of three digits.
            self.word(column, name, &format, 3)?;
        }
        self.next += 1;
        Ok(())
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a Cell>) -> io::Result<()> {
        for (column, cell) in (0..).zip(cells) {
            self.cell(column, cell, &Format::new())?;
        }
        self.end_row();
        Ok(())
    }

    /// The number of the row under way.
    pub fn at(&self) -> u32 {
        self.next
    }

    pub fn end_row(&mut self) {
        self.next += 1;
    }

    /// Writes a cell of the row under way. `format` gives colours and fonts.
    pub fn cell(&mut self, column: u16, cell: &Cell, format: &Format) -> io::Result<()> {
        let top = format.clone().set_align(FormatAlign::Top);
        match cell {
            Cell::Nothing => Ok(()),
            Cell::Number(number) => self.number(column, *number, "", format),
            Cell::Integer(count) => self.number(column, Number::from(*count), "", format),
            Cell::Truth(truth) => {
                self.widen(column, 5);
                self.sheet.write_boolean_with_format(self.next, column, *truth, &top).map(drop).map_err(other)
            }
            Cell::Date(words) => match day(words) {
                Some(day) => {
                    self.widen(column, 10);
                    let format = top.set_num_format("yyyy-mm-dd");
                    self.sheet
                        .write_datetime_with_format(self.next, column, &day, &format)
                        .map(drop)
                        .map_err(other)
                }
                None => self.word(column, words, &top, 0),
            },
            Cell::Words(words) => self.word(column, words, &top.set_text_wrap(), 0),
            Cell::List(parts) => self.word(column, &parts.join("; "), &top.set_text_wrap(), 0),
        }
    }

    /// Writes a number with a sign before it that is shown and no part of it: `≥ 80`.
    pub fn number(&mut self, column: u16, number: Number, sign: &str, format: &Format) -> io::Result<()> {
        let number = number.0.normalize();
        let top = format.clone().set_align(FormatAlign::Top);
        let words = number.to_string();
        let exact = number.mantissa().unsigned_abs() < 10_u128.pow(DIGITS);
        let Some(double) = words.parse::<f64>().ok().filter(|_| exact) else {
            return self.word(column, &format!("{sign}{words}"), &top, 0);
        };
        let scale = number.scale() as usize;
        let digits = if scale == 0 { "#,##0".into() } else { format!("#,##0.{}", "0".repeat(scale)) };
        let code = if sign.is_empty() { digits } else { format!("\"{sign}\"{digits}") };
        self.widen(column, sign.width() + words.len() * 4 / 3);
        let format = top.set_num_format(code);
        self.sheet.write_number_with_format(self.next, column, double, &format).map(drop).map_err(other)
    }

    fn word(&mut self, column: u16, words: &str, format: &Format, beside: usize) -> io::Result<()> {
        let words = plain(&neutral(words));
        let (words, cut) = fitting(&words);
        self.cut += usize::from(cut);
        self.widen(column, words.lines().map(UnicodeWidthStr::width).max().unwrap_or_default() + beside);
        self.sheet.write_string_with_format(self.next, column, words, format).map(drop).map_err(other)
    }

    /// Puts words beside a cell of the row under way that show when one points at it.
    pub fn note(&mut self, column: u16, words: &str) -> io::Result<()> {
        let words: String = plain(words).chars().take(2_000).collect();
        let lines = words.lines().map(|line| line.width().div_ceil(44).max(1)).sum::<usize>().clamp(3, 20);
        let note =
            Note::new(words).add_author_prefix(false).set_width(330).set_height(20 + 17 * lines as u32);
        self.sheet.insert_note(self.next, column, &note).map(drop).map_err(other)
    }

    fn widen(&mut self, column: u16, width: usize) {
        let column = usize::from(column);
        if self.widths.len() <= column {
            self.widths.resize(column + 1, 0);
        }
        self.widths[column] = self.widths[column].max(width);
    }

    /// The sheet with what holds for all of its rows. The header and the first `labels` columns stay in sight.
    pub fn close(mut self, labels: usize) -> io::Result<Worksheet> {
        let sheet = &mut self.sheet;
        let last = u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let labels = u16::try_from(labels).unwrap_or(u16::MAX);
        for (column, &width) in (0..).zip(&self.widths) {
            sheet.set_column_width(column, width.clamp(6, WIDEST) as f64 + 1.5).map_err(other)?;
        }
        sheet.set_freeze_panes(1, labels).map_err(other)?;
        sheet.autofilter(0, 0, self.next.saturating_sub(1).max(1), last).map_err(other)?;
        sheet.set_paper_size(9).set_landscape().set_print_gridlines(true);
        sheet.set_repeat_rows(0, 0).map_err(other)?;
        sheet.set_footer("&L&A&R&P / &N");
        Ok(self.sheet)
    }
}

/// A whole day that a spreadsheet can count: it knows none before March 1900 rightly.
fn day(words: &str) -> Option<ExcelDateTime> {
    if words.len() != 10 || words < "1900-03-01" {
        return None;
    }
    words.parse::<jiff::civil::Date>().ok()?;
    ExcelDateTime::parse_from_str(words).ok()
}

/// Words without the control characters that XML forbids, and lines that end as a cell's do.
fn plain(words: &str) -> String {
    let strange =
        |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    words.replace("\r\n", "\n").replace('\r', "\n").replace(strange, "\u{FFFD}")
}

/// As much of the words as a cell holds, and whether that is not all.
fn fitting(words: &str) -> (String, bool) {
    if words.len() <= CELL || words.encode_utf16().count() <= CELL {
        return (words.into(), false);
    }
    let mut room = CELL - CUT.encode_utf16().count();
    let kept = words.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    (kept.chain(CUT.chars()).collect(), true)
}

pub fn other(error: XlsxError) -> io::Error {
    io::Error::other(error)
}
