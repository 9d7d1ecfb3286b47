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
/// How a spreadsheet calls the paper.
const A4: u8 = 9;
/// Digits that can still be read side by side on it.
const PAGE: usize = 230;
/// What a cell ends in that is cut.
const CUT: &str = " …[cut]";
/// Width of the widest column, in digits; a Han character is two wide.
const WIDEST: usize = 60;
const NARROWEST: usize = 6;
/// Points of a line, and of the highest row.
const LINE: f64 = 16.0;
const HIGHEST: f64 = 409.0;
/// Digits that a spreadsheet keeps of a number.
const DIGITS: u32 = 15;

/// Tables on their way into a workbook: a sheet each, and the codebook.
///
/// Rows wait in temporary files, so that memory does not grow with them.
pub struct Book {
    workbook: Workbook,
    tables: Vec<(Records, Long)>,
}

impl Book {
    /// # Errors
    /// Where there is no place for temporary files.
    pub fn new(tables: &[Records]) -> io::Result<Book> {
        Book::of(tables, ROWS)
    }

    fn of(tables: &[Records], most: u32) -> io::Result<Book> {
        let begin = |&records: &Records| {
            let heads = records.columns().iter().map(|column| Head::new(column.name, WIDEST)).collect();
            (records, Long { most, ..Long::new(records.name(), heads, 0) })
        };
        Ok(Book { workbook: workbook()?, tables: tables.iter().map(begin).collect() })
    }
}

impl Tables for Book {
    fn add(&mut self, document: &Document) -> io::Result<()> {
        for (records, long) in &mut self.tables {
            for row in records.rows(document) {
                long.sheet(&mut self.workbook)?.row(&row)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        let Book { mut workbook, tables } = *self;
        let heads = ["sheet", "name", "type", "values", "meaning"].map(|name| Head::new(name, 80));
        let mut codebook = Long::new("codebook", heads.into(), 2);
        for (records, long) in tables {
            for row in table::codebook(records).into_iter().skip(1) {
                let sheet = Cell::Words(records.name().into());
                codebook.sheet(&mut workbook)?.row(&[vec![sheet], row].concat())?;
            }
            let cut = long.close(&mut workbook)?;
            if cut > 0 {
                let words = |words: &str| Cell::Words(words.into());
                let note = [
                    words(records.name()),
                    Cell::Nothing,
                    Cell::Nothing,
                    Cell::Nothing,
                    words(&cut_note(cut)),
                ];
                codebook.sheet(&mut workbook)?.row(&note)?;
            }
        }
        codebook.close(&mut workbook)?;
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
pub fn cut_note(count: usize) -> String {
    format!(
        "{count} longer than the {CELL} characters that a cell holds; each ends in{CUT}. Whole they stand in the JSON record, \
         and from span_start to span_end of what `chengnuo text FILE` prints."
    )
}

/// The head of a column.
pub struct Head {
    name: String,
    /// How wide it gets at most, in digits.
    widest: usize,
}

impl Head {
    pub fn new(name: impl Into<String>, widest: usize) -> Head {
        Head { name: name.into(), widest }
    }
}

/// A table that goes on in a further sheet where it has more rows than one holds.
pub struct Long {
    name: String,
    heads: Vec<Head>,
    /// Columns that stay in sight.
    labels: u16,
    most: u32,
    sheets: Vec<Sheet>,
}

impl Long {
    pub fn new(name: impl Into<String>, heads: Vec<Head>, labels: u16) -> Long {
        Long { name: name.into(), heads, labels, most: ROWS, sheets: Vec::new() }
    }

    /// The sheet that has room for one more row.
    pub fn sheet(&mut self, workbook: &mut Workbook) -> io::Result<&mut Sheet> {
        let turn = self.sheets.len() + 1;
        if self.sheets.last().is_none_or(|sheet| sheet.next >= self.most) {
            let name = if turn == 1 { self.name.clone() } else { format!("{} {turn}", self.name) };
            self.sheets.push(Sheet::new(workbook, &name, &self.heads)?);
        }
        self.sheets.last_mut().ok_or_else(|| io::Error::other("a table has no sheet"))
    }

    /// Puts the sheets into the workbook, and says how many cells are cut.
    pub fn close(mut self, workbook: &mut Workbook) -> io::Result<usize> {
        self.sheet(workbook)?;
        let mut cut = 0;
        for sheet in self.sheets {
            cut += sheet.cut;
            workbook.push_worksheet(sheet.close(self.labels)?);
        }
        Ok(cut)
    }
}

/// A sheet under way: a header, then rows from above to below.
pub struct Sheet {
    pub sheet: Worksheet,
    next: u32,
    widths: Vec<usize>,
    /// As wide as each column may get.
    widest: Vec<usize>,
    /// Lines of the row under way.
    lines: usize,
    /// Cells that are cut.
    cut: usize,
}

impl Sheet {
    fn new(workbook: &mut Workbook, name: &str, heads: &[Head]) -> io::Result<Sheet> {
        let mut sheet = workbook.new_worksheet_with_constant_memory().map_err(other)?;
        sheet.set_name(name).map_err(other)?;
        let mut sheet = Sheet {
            sheet,
            next: 0,
            widths: vec![0; heads.len()],
            // A head of a few words stands in one line, with the room of three digits for the arrow of the filter.
            widest: heads
                .iter()
                .map(|head| head.widest.max(NARROWEST).max((head.name.width() + 3).min(20)))
                .collect(),
            lines: 1,
            cut: 0,
        };
        let format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0xE8_EE_F4))
            .set_border_bottom(FormatBorder::Thin);
        for (column, head) in (0..).zip(heads) {
            sheet.word(column, &head.name, &format, 3)?;
        }
        sheet.end_row()?;
        Ok(sheet)
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a Cell>) -> io::Result<()> {
        for (column, cell) in (0..).zip(cells) {
            self.cell(column, cell, &Format::new())?;
        }
        self.end_row()
    }

    /// The number of the row under way.
    pub fn at(&self) -> u32 {
        self.next
    }

    /// Ends the row under way. It is as high as its words ask for: not every program finds that out by itself.
    pub fn end_row(&mut self) -> io::Result<()> {
        if self.lines > 1 {
            let height = (self.lines as f64 * LINE + 1.0).min(HIGHEST);
            self.sheet.set_row_height(self.next, height).map_err(other)?;
        }
        self.lines = 1;
        self.next += 1;
        Ok(())
    }

    /// Writes a cell of the row under way. `format` gives colours and fonts.
    pub fn cell(&mut self, column: u16, cell: &Cell, format: &Format) -> io::Result<()> {
        let top = format.clone().set_align(FormatAlign::Top);
        match cell {
            Cell::Nothing => Ok(()),
            Cell::Number(number) => self.number(column, *number, ["", ""], format),
            Cell::Integer(count) => self.number(column, Number::from(*count), ["", ""], format),
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

    /// Writes a number between signs that are shown and no part of it: `≥ 80`, `[80]`.
    pub fn number(
        &mut self,
        column: u16,
        number: Number,
        signs: [&str; 2],
        format: &Format,
    ) -> io::Result<()> {
        let [before, after] = signs;
        let number = number.0.normalize();
        let top = format.clone().set_align(FormatAlign::Top);
        let words = number.to_string();
        let exact = number.mantissa().unsigned_abs() < 10_u128.pow(DIGITS);
        let Some(double) = words.parse::<f64>().ok().filter(|_| exact) else {
            return self.word(column, &format!("{before}{words}{after}"), &top, 0);
        };
        let scale = number.scale() as usize;
        let digits = if scale == 0 { "#,##0".into() } else { format!("#,##0.{}", "0".repeat(scale)) };
        let quoted = |sign: &str| if sign.is_empty() { String::new() } else { format!("\"{sign}\"") };
        let [open, close] = signs.map(quoted);
        // Without a form of its own a negative number would be shown as -≥ 5.
        let code = match signs {
            ["", ""] => digits,
            _ => format!("{open}{digits}{close};{open}-{digits}{close}"),
        };
        self.widen(column, before.width() + after.width() + words.len() * 4 / 3);
        let format = top.set_num_format(code);
        self.sheet.write_number_with_format(self.next, column, double, &format).map(drop).map_err(other)
    }

    fn word(&mut self, column: u16, words: &str, format: &Format, beside: usize) -> io::Result<()> {
        let words = plain(&neutral(words));
        let (words, cut) = fitting(&words);
        self.cut += usize::from(cut);
        // A column is as wide as its widest line, so that only those are broken that are wider than it may get.
        let room = self.widest.get(usize::from(column)).copied().unwrap_or(WIDEST);
        let lines = words.lines().map(|line| (line.width() + beside).div_ceil(room).max(1)).sum();
        self.lines = self.lines.max(lines);
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
        if let Some(widest) = self.widths.get_mut(usize::from(column)) {
            *widest = width.max(*widest);
        }
    }

    /// The sheet with what holds for all of its rows. The header and the first `labels` columns stay in sight.
    fn close(mut self, labels: u16) -> io::Result<Worksheet> {
        let sheet = &mut self.sheet;
        let mut sum = 0;
        for (column, (width, widest)) in (0..).zip(self.widths.iter().zip(&self.widest)) {
            let width = (*width).clamp(NARROWEST, *widest) + 2;
            sum += width;
            sheet.set_column_width(column, width as f64).map_err(other)?;
        }
        let last = u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.set_freeze_panes(1, labels).map_err(other)?;
        sheet.autofilter(0, 0, self.next.saturating_sub(1).max(1), last).map_err(other)?;
        sheet
            .set_paper_size(A4)
            .set_landscape()
            .set_print_gridlines(true)
            .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_footer("&L&A&R&P / &N").set_repeat_rows(0, 0).map_err(other)?;
        if labels > 0 {
            sheet.set_repeat_columns(0, labels - 1).map_err(other)?;
        }
        sheet.set_print_fit_to_pages(u16::try_from(sum.div_ceil(PAGE)).unwrap_or(u16::MAX), 0);
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

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::{extract, record};

    fn opened(bytes: Vec<u8>) -> Xlsx<io::Cursor<Vec<u8>>> {
        open_workbook_from_rs(io::Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn a_table_goes_on_in_a_further_sheet() {
        let lexicon = Lexicon::embedded();
        let text = extract::text("空。".into(), lexicon);
        let mut book = Box::new(Book::of(&[Records::Documents], 3).unwrap());
        for id in ["1", "2", "3", "4", "5"] {
            let document = extract::extract(&text, id, record::Source::default(), &Given::default(), lexicon);
            book.add(&document).unwrap();
        }
        let mut bytes = Vec::new();
        book.finish(&mut bytes).unwrap();
        let mut book = opened(bytes);
        assert_eq!(book.sheet_names(), ["documents", "documents 2", "documents 3", "codebook"]);
        let ids = |range: calamine::Range<Data>| -> Vec<String> {
            range.rows().map(|row| row[0].to_string()).collect()
        };
        assert_eq!(ids(book.worksheet_range("documents").unwrap()), ["document", "1", "2"]);
        assert_eq!(ids(book.worksheet_range("documents 2").unwrap()), ["document", "3", "4"]);
        assert_eq!(ids(book.worksheet_range("documents 3").unwrap()), ["document", "5"]);
    }

    #[test]
    fn cells_are_what_they_mean() {
        let number = |words: &str| Cell::Number(Number(words.parse().unwrap()));
        let date = |words: &str| Cell::Date(words.into());
        let row = [
            number("0.5"),
            // More digits than a spreadsheet keeps.
            number("12345678901234567.5"),
            date("2024-02-29"),
            date("2024-02"),
            date("1850-01-01"),
            Cell::Truth(true),
            Cell::List(vec!["县委".into(), "县政府".into()]),
            Cell::Nothing,
            number("-3"),
        ];
        let mut book = workbook().unwrap();
        let heads = (0..row.len()).map(|n| Head::new(format!("h{n}"), 20)).collect();
        let mut long = Long::new("one", heads, 0);
        long.sheet(&mut book).unwrap().row(&row).unwrap();
        let sheet = long.sheet(&mut book).unwrap();
        sheet.number(0, Number(80.into()), ["≥ ", ""], &Format::new()).unwrap();
        sheet.end_row().unwrap();
        assert_eq!(long.close(&mut book).unwrap(), 0);
        let mut bytes = Vec::new();
        save(book, &mut bytes).unwrap();
        let mut book = opened(bytes);
        let range = book.worksheet_range("one").unwrap();
        let cells: Vec<&Data> = range.rows().nth(1).unwrap().iter().collect();
        assert_eq!(cells[0], &Data::Float(0.5));
        assert_eq!(cells[1], &Data::String("12345678901234567.5".into()));
        assert!(matches!(cells[2], Data::DateTime(day) if day.as_f64() == 45351.0), "{:?}", cells[2]);
        assert_eq!(cells[3], &Data::String("2024-02".into()));
        assert_eq!(cells[4], &Data::String("1850-01-01".into()));
        assert_eq!(cells[5], &Data::Bool(true));
        assert_eq!(cells[6], &Data::String("县委; 县政府".into()));
        assert_eq!(cells[7], &Data::Empty);
        assert_eq!(cells[8], &Data::Float(-3.0));
        assert_eq!(range.rows().nth(2).unwrap()[0], Data::Float(80.0));
    }
}
