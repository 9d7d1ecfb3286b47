//! DOCX: a Word document in, its paragraphs as lines out, each with the number that Word draws before it.
//!
//! What a reader of the printed page sees, once: changes accepted, hidden text and field codes left out, a text box
//! after the paragraph that it hangs on, the notes as lines of their own at the end (`注1：…`), since a mark inside the
//! text would touch numbers. Headers, footers and the contents list say nothing of their own and are left out.

mod numbering;
mod styles;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::lines::{Lines, Mark, Place};
use super::package::{self, Package, attribute};
use super::symbol::sign;
use super::{Content, Input, Table};
use crate::error::Unreadable;
use crate::span::Span;
use numbering::{Counters, Numbering, is_on};
use styles::Styles;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Elements inside one another; a table in a table in a table needs sixty.
const DEEPEST: usize = 500;

/// Places in all tables of a document.
pub(super) const MOST_CELLS: usize = 1_000_000;

/// Columns that one cell may cover.
pub(super) const WIDEST: usize = 1024;

/// # Errors
/// `broken`, `encrypted`, `too_large`, `empty`, and `no_text_layer` for pictures of pages.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let mut package = Package::open(input.bytes)?;
    package.weigh()?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
    let Some(document) = package.part(&main)? else {
        return Err(Unreadable::new("broken", format!("the archive has no {main}: fetch the file again")));
    };
    let mut text_of = |name: &str| -> Result<String, Unreadable> {
        Ok(package.part(&format!("{folder}/{name}"))?.unwrap_or_default().text)
    };
    let numbering = Numbering::of(&text_of("numbering.xml")?);
    let styles = Styles::of(&text_of("styles.xml")?);
    let (footnotes, endnotes) = (text_of("footnotes.xml")?, text_of("endnotes.xml")?);

    let mut body = Body::new(&numbering, &styles);
    body.lost = document.lost;
    body.broken = document.cut;
    body.read(&document.text, &main)?;
    if !body.notes.is_empty() {
        let cited = std::mem::take(&mut body.notes);
        body.read(&footnotes, "footnotes.xml")?;
        body.read(&endnotes, "endnotes.xml")?;
        body.append(&cited);
    }
    let lost = body.lost;
    let lines = body.flows.swap_remove(0).lines;
    if lines.text.trim().is_empty() {
        return Err(if package.has(&format!("{folder}/media/")) {
            Unreadable::new(
                "no_text_layer",
                "the file holds pictures and no text: it has to be read by OCR first",
            )
        } else {
            Unreadable::new("empty", "the file holds nothing but white space")
        });
    }
    let damage = body
        .broken
        .then(|| Unreadable::new("broken", "the file is damaged: what stands behind the damage is missing"));
    Ok(Content { lost, damage, ..lines.into_content(MEDIA_TYPE) })
}

/// The part that the package names as its document: nearly always `word/document.xml`.
fn main_part(package: &mut Package) -> Result<String, Unreadable> {
    const USUAL: &str = "word/document.xml";
    let relations = package.part("_rels/.rels")?.unwrap_or_default().text;
    let mut reader = Reader::from_str(&relations);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag))
                if attribute(&tag, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) =>
            {
                let target = attribute(&tag, "Target").unwrap_or_default();
                return Ok(target.trim_start_matches('/').to_string());
            }
            Ok(Event::Eof) | Err(_) => return Ok(USUAL.into()),
            Ok(_) => {}
        }
    }
}

/// Text with what stands in it: the document, a text box or a note.
#[derive(Default)]
struct Flow {
    lines: Lines,
    /// Tables that are not at their end, the innermost last.
    open: Vec<OpenTable>,
    /// A paragraph whose end mark is deleted: it goes on in the next.
    carried: String,
}

#[derive(Default)]
struct OpenTable {
    /// Its place among the flow's tables.
    at: usize,
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    row_begins: Mark,
    row_deleted: bool,
    cell_begins: Mark,
    cell: Cell,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    span: Span,
    columns: usize,
    /// It is the lower part of the cell above.
    goes_on: bool,
    deleted: bool,
}

#[derive(Default)]
struct Paragraph {
    number: u32,
    text: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    end_deleted: bool,
    boxes: Vec<Lines>,
}

/// An element that is not at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Paragraph,
    ParagraphProperties,
    Run {
        hidden: bool,
    },
    RunProperties,
    Words,
    Table,
    Row,
    RowProperties,
    Cell,
    TextBox,
    Note,
    /// A block with properties of its own; `empty` where it shows a prompt or the contents list.
    Block {
        empty: bool,
    },
    BlockProperties,
    Alternatives {
        taken: bool,
    },
    Other,
}

struct Body<'d> {
    numbering: &'d Numbering,
    styles: &'d Styles,
    counters: Counters,
    path: Vec<Open>,
    /// Elements open inside one that is left out.
    skipped: usize,
    flows: Vec<Flow>,
    paragraphs: Vec<Paragraph>,
    /// For each field that is not at its end: its code is being read, not its result.
    fields: Vec<bool>,
    /// Notes in the order they are cited.
    notes: Vec<(Kind, String)>,
    note_texts: FxHashMap<(Kind, String), Lines>,
    note: Option<(Kind, String)>,
    count: u32,
    cells: usize,
    lost: usize,
    broken: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Footnote,
    Endnote,
}

impl<'d> Body<'d> {
    fn new(numbering: &'d Numbering, styles: &'d Styles) -> Body<'d> {
        Body {
            numbering,
            styles,
            counters: Counters::default(),
            path: Vec::new(),
            skipped: 0,
            flows: vec![Flow::default()],
            paragraphs: Vec::new(),
            fields: Vec::new(),
            notes: Vec::new(),
            note_texts: FxHashMap::default(),
            note: None,
            count: 0,
            cells: 0,
            lost: 0,
            broken: false,
        }
    }

    /// Reads a part up to its end or its first fault.
    fn read(&mut self, xml: &str, name: &str) -> Result<(), Unreadable> {
        let mut reader = Reader::from_str(xml);
        let mut word = "w".to_string();
        let mut first = true;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    if std::mem::take(&mut first) {
                        word = prefix(&tag).unwrap_or(word);
                    }
                    self.start(&tag, &word);
                }
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, &word);
                    self.end()?;
                }
                Ok(Event::End(_)) => self.end()?,
                Ok(Event::Text(text)) => self.words(&text.xml10_content()),
                Ok(Event::CData(text)) => self.words(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => match package::character(&reference) {
                    Some(c) => self.words(c.encode_utf8(&mut [0; 4])),
                    None => {
                        self.words("\u{FFFD}");
                        self.lost += 1;
                    }
                },
                Ok(Event::DocType(_)) => return Err(package::has_declarations(name)),
                Ok(Event::Eof) if self.path.is_empty() => return Ok(()),
                Ok(Event::Eof) | Err(_) => {
                    // What stands open is closed, so that what was read is kept.
                    self.skipped = 0;
                    while !self.path.is_empty() {
                        self.end()?;
                    }
                    self.broken = true;
                    return Ok(());
                }
                Ok(_) => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, word: &str) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        if self.path.len() >= DEEPEST {
            self.skipped = 1;
            self.broken = true;
            return;
        }
        let full = tag.name();
        let (prefix, name) = full.as_ref().split_once(':').unwrap_or(("", full.as_ref()));
        let parent = self.path.last().copied().unwrap_or(Open::Other);
        let open = match name {
            "AlternateContent" => Some(Open::Alternatives { taken: false }),
            "Choice" | "Fallback" => match self.path.last_mut() {
                Some(Open::Alternatives { taken }) => {
                    (!std::mem::replace(taken, true)).then_some(Open::Other)
                }
                _ => Some(Open::Other),
            },
            // In a formula: words, and the line of a fraction.
            "t" if prefix == "m" => Some(Open::Words),
            "den" if prefix == "m" => {
                self.push("/");
                Some(Open::Other)
            }
            _ if prefix == word => self.element(name, tag, parent),
            _ => Some(Open::Other),
        };
        match open {
            Some(open) => self.path.push(open),
            None => self.skipped = 1,
        }
    }

    /// What an element of a text is; `None` where it is left out with all that is in it.
    fn element(&mut self, name: &str, tag: &BytesStart, parent: Open) -> Option<Open> {
        let value = || attribute(tag, "val");
        let number = || value().and_then(|value| value.trim().parse::<usize>().ok());
        let in_paragraph_mark = parent == Open::RunProperties
            && self.path.iter().rev().nth(1) == Some(&Open::ParagraphProperties);
        match name {
            "p" => {
                self.count += 1;
                self.paragraphs.push(Paragraph { number: self.count, ..Paragraph::default() });
                return Some(Open::Paragraph);
            }
            "pPr" => return Some(Open::ParagraphProperties),
            "r" => {
                let style = self.paragraphs.last().and_then(|paragraph| paragraph.style.as_deref());
                let hidden = style.is_some_and(|style| self.styles.hidden(style));
                return Some(Open::Run { hidden });
            }
            "rPr" => return Some(Open::RunProperties),
            "t" => return Some(Open::Words),
            "tab" if matches!(parent, Open::Run { .. }) => self.push("\t"),
            "ptab" => self.push("\t"),
            "br" if value_is_line(tag) => self.push("\n"),
            "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => {
                if let Some(c) = symbol(tag) {
                    self.push(c.encode_utf8(&mut [0; 4]));
                }
            }
            "pStyle" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = value();
                }
            }
            "numId" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.list = value();
                }
            }
            "ilvl" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.level = number();
                }
            }
            "vanish" | "rStyle" if parent == Open::RunProperties && !in_paragraph_mark => {
                let vanishes = match name {
                    "vanish" => is_on(value()),
                    _ => value().is_some_and(|style| self.styles.hidden(&style)),
                };
                let run = self.path.len().checked_sub(2).map(|at| &mut self.path[at]);
                if let Some(Open::Run { hidden }) = run {
                    *hidden = vanishes;
                }
            }
            "del" | "moveFrom" if in_paragraph_mark => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.end_deleted = true;
                }
            }
            "del" if parent == Open::RowProperties => {
                if let Some(table) = self.table() {
                    table.row_deleted = true;
                }
            }
            "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "rt" | "sectPr" | "rPrChange"
            | "pPrChange" | "tblPrChange" | "tblPrExChange" | "trPrChange" | "tcPrChange"
            | "sectPrChange" | "numberingChange" | "tblGridChange" | "tblGrid" => return None,
            "tbl" => {
                let flow = self.flow();
                flow.open.push(OpenTable { at: flow.lines.tables.len(), ..OpenTable::default() });
                flow.lines.tables.push(Table::default());
                return Some(Open::Table);
            }
            "tr" => {
                let flow = self.flow();
                let mark = flow.lines.mark();
                if let Some(table) = flow.open.last_mut() {
                    table.row = Vec::new();
                    table.row_begins = mark;
                    table.row_deleted = false;
                }
                return Some(Open::Row);
            }
            "trPr" => return Some(Open::RowProperties),
            "gridBefore" => {
                let columns = number().unwrap_or(0).min(WIDEST);
                let empty = self.flow().lines.text.len();
                if let Some(table) = self.table().filter(|_| columns > 0) {
                    table.row.push(Cell { span: Span::new(empty, empty), columns, ..Cell::default() });
                }
            }
            "tc" => {
                let flow = self.flow();
                let mark = flow.lines.mark();
                if let Some(table) = flow.open.last_mut() {
                    table.cell = Cell { columns: 1, ..Cell::default() };
                    table.cell_begins = mark;
                }
                return Some(Open::Cell);
            }
            "gridSpan" => {
                if let (Some(table), Some(columns)) = (self.table(), number()) {
                    table.cell.columns = columns.clamp(1, WIDEST);
                }
            }
            "vMerge" => {
                let goes_on = value().is_none_or(|value| value != "restart");
                if let Some(table) = self.table() {
                    table.cell.goes_on = goes_on;
                }
            }
            "cellDel" => {
                if let Some(table) = self.table() {
                    table.cell.deleted = true;
                }
            }
            "txbxContent" => {
                self.flows.push(Flow::default());
                return Some(Open::TextBox);
            }
            "sdt" => return Some(Open::Block { empty: false }),
            "sdtPr" => return Some(Open::BlockProperties),
            "showingPlcHdr" | "docPartGallery" if is_on(value()) => {
                let contents =
                    name == "docPartGallery" && value().is_some_and(|value| value == "Table of Contents");
                let block = self.path.iter_mut().rev().find(|open| matches!(open, Open::Block { .. }));
                if let Some(Open::Block { empty }) = block
                    && (contents || name == "showingPlcHdr")
                {
                    *empty = true;
                }
            }
            "sdtContent" if parent == (Open::Block { empty: true }) => return None,
            "fldChar" => match attribute(tag, "fldCharType").as_deref() {
                Some("begin") => self.fields.push(true),
                Some("separate") => {
                    if let Some(code) = self.fields.last_mut() {
                        *code = false;
                    }
                }
                Some("end") => drop(self.fields.pop()),
                _ => {}
            },
            "footnoteReference" | "endnoteReference" => {
                let kind = if name == "footnoteReference" { Kind::Footnote } else { Kind::Endnote };
                let note = (kind, attribute(tag, "id").unwrap_or_default());
                if self.note.is_none() && !self.notes.contains(&note) && self.visible() {
                    self.notes.push(note);
                }
            }
            "footnote" | "endnote" if self.path.len() == 1 => {
                if attribute(tag, "type").is_some_and(|kind| kind != "normal") {
                    return None;
                }
                let kind = if name == "footnote" { Kind::Footnote } else { Kind::Endnote };
                self.note = Some((kind, attribute(tag, "id").unwrap_or_default()));
                self.flows.push(Flow::default());
                return Some(Open::Note);
            }
            _ => {}
        }
        Some(Open::Other)
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match self.path.pop() {
            Some(Open::Paragraph) => self.end_paragraph(),
            Some(Open::Cell) => self.end_cell()?,
            Some(Open::Row) => self.end_row(),
            Some(Open::Table) => self.end_table()?,
            Some(Open::TextBox) => {
                if let Some(flow) = self.end_flow() {
                    match self.paragraphs.last_mut() {
                        Some(paragraph) => paragraph.boxes.push(flow.lines),
                        None => self.flow().lines.append(flow.lines),
                    }
                }
            }
            Some(Open::Note) => {
                if let (Some(flow), Some(note)) = (self.end_flow(), self.note.take()) {
                    self.note_texts.insert(note, flow.lines);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    fn table(&mut self) -> Option<&mut OpenTable> {
        self.flow().open.last_mut()
    }

    /// The innermost flow, unless it is the document.
    fn end_flow(&mut self) -> Option<Flow> {
        let mut flow = if self.flows.len() > 1 { self.flows.pop()? } else { return None };
        if !flow.carried.is_empty() {
            let words = std::mem::take(&mut flow.carried);
            flow.lines.line(&words, in_paragraph(self.count));
        }
        Some(flow)
    }

    /// Whether words at this place are seen.
    fn visible(&self) -> bool {
        let run = self.path.iter().rev().find_map(|open| match open {
            Open::Run { hidden } => Some(*hidden),
            _ => None,
        });
        run != Some(true) && !self.fields.contains(&true)
    }

    fn words(&mut self, words: &str) {
        if self.skipped == 0 && self.path.last() == Some(&Open::Words) {
            // A line end inside an element is the file's, not the text's.
            self.push(&words.replace(['\n', '\r', '\t'], " "));
        }
    }

    fn push(&mut self, words: &str) {
        if self.visible()
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.text += words;
        }
    }

    fn end_paragraph(&mut self) {
        // A field's code does not run over the end of a paragraph; where it seems to, its separator is lost.
        self.fields.fill(false);
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let style = paragraph.style.as_deref().or(self.styles.normal.as_deref());
        let mut words = std::mem::take(&mut self.flow().carried);
        if !style.is_some_and(|style| self.styles.lists_contents(style)) {
            words += &paragraph.text;
        }
        if paragraph.end_deleted {
            self.flow().carried = words;
        } else {
            let mark = self.mark(&paragraph, style);
            let flow = self.flow();
            let in_cell = !flow.open.is_empty();
            let blank = words.trim().is_empty();
            if blank && !in_cell {
                flow.lines.text.push('\n');
            } else if !blank || !mark.is_empty() {
                let gap = gap(&mark, &words);
                flow.lines.line(&format!("{mark}{gap}{words}"), in_paragraph(paragraph.number));
            }
        }
        for text_box in paragraph.boxes {
            self.flow().lines.append(text_box);
        }
    }

    /// The number that Word draws before a paragraph.
    fn mark(&mut self, paragraph: &Paragraph, style: Option<&str>) -> String {
        let of_style = style.and_then(|style| self.styles.list(style));
        let Some(list) = paragraph.list.as_deref().or(of_style.map(|(list, ..)| list)) else {
            return String::new();
        };
        // `0` takes the list of the style away.
        if list == "0" {
            return String::new();
        }
        let level = paragraph.level.or_else(|| {
            let (list, giver, level) = of_style?;
            let of_giver = || self.numbering.level_of_style(list, giver);
            style.and_then(|style| self.numbering.level_of_style(list, style)).or_else(of_giver).or(level)
        });
        // A list may have its levels from the list of a style.
        let linked = self.numbering.style_of(list).and_then(|style| self.styles.list(style));
        let list = linked.map_or(list, |(list, ..)| list);
        self.numbering.mark(list, level.unwrap_or(0), &mut self.counters)
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let carried = std::mem::take(&mut self.flow().carried);
        if !carried.is_empty() {
            let count = self.count;
            self.flow().lines.line(&carried, in_paragraph(count));
        }
        let flow = self.flow();
        let Some(table) = flow.open.last_mut() else { return Ok(()) };
        let begin = table.cell_begins;
        let column: usize = table.row.iter().map(|cell| cell.columns).sum();
        let mut cell = table.cell;
        // Without a cell above there is nothing to go on with.
        cell.goes_on &=
            table.rows.last().is_some_and(|row| row.iter().map(|cell| cell.columns).sum::<usize>() > column);
        let left_out = cell.goes_on || cell.deleted;
        if left_out {
            flow.lines.go_back(begin);
        }
        cell.span = flow.lines.since(begin.text);
        let Some(table) = flow.open.last_mut() else { return Ok(()) };
        let columns = cell.columns;
        if !cell.deleted {
            table.row.push(cell);
        }
        self.add_cells(columns)
    }

    fn add_cells(&mut self, more: usize) -> Result<(), Unreadable> {
        self.cells = self.cells.saturating_add(more);
        if self.cells > MOST_CELLS {
            return Err(Unreadable::new(
                "too_large",
                format!("the tables have more than {MOST_CELLS} cells"),
            ));
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let flow = self.flow();
        let Some(table) = flow.open.last_mut() else { return };
        let row = std::mem::take(&mut table.row);
        if table.row_deleted {
            let begin = table.row_begins;
            flow.lines.go_back(begin);
        } else if !row.is_empty() {
            table.rows.push(row);
        }
    }

    fn end_table(&mut self) -> Result<(), Unreadable> {
        let flow = self.flow();
        let end = flow.lines.text.len();
        let Some(table) = flow.open.pop() else { return Ok(()) };
        let width_of = |row: &Vec<Cell>| row.iter().map(|cell| cell.columns).sum::<usize>();
        let (width, height) = (table.rows.iter().map(width_of).max().unwrap_or(0), table.rows.len());
        // A few wide rows make all the others wide.
        let padding = (width * height).saturating_sub(table.rows.iter().map(width_of).sum());
        self.add_cells(padding)?;
        let mut rows: Vec<Vec<Span>> = Vec::with_capacity(height);
        for cells in table.rows {
            let mut row = Vec::with_capacity(width);
            for cell in cells {
                for _ in 0..cell.columns {
                    let above = rows.last().and_then(|above| above.get(row.len()).copied());
                    row.push(above.filter(|_| cell.goes_on).unwrap_or(cell.span));
                }
            }
            let last = row.last().map_or(end, |span| span.end());
            row.resize(width, Span::new(last, last));
            rows.push(row);
        }
        if let Some(slot) = self.flow().lines.tables.get_mut(table.at) {
            slot.rows = rows;
        }
        Ok(())
    }

    /// The notes behind the text, numbered in the order in which they are cited.
    fn append(&mut self, cited: &[(Kind, String)]) {
        let mut number = 0;
        for note in cited {
            let Some(lines) = self.note_texts.remove(note) else { continue };
            let words = lines.text.trim();
            if words.is_empty() {
                continue;
            }
            number += 1;
            let place = lines.locations.first().and_then(|at| at.paragraph).unwrap_or(self.count);
            let words = format!("注{number}：{}", words.replace('\n', " "));
            self.flows[0].lines.line(&words, in_paragraph(place));
        }
    }
}

fn in_paragraph(number: u32) -> Place {
    Place { paragraph: Some(number), ..Place::default() }
}

/// The prefix that a document has for the elements of Word.
fn prefix(root: &BytesStart) -> Option<String> {
    let of_word = |value: &str| {
        value.ends_with("/wordprocessingml/main") || value.ends_with("/wordprocessingml/2006/main")
    };
    let found = root.attributes().with_checks(false).flatten().find(|at| of_word(&at.value))?;
    let key = found.key;
    Some(key.as_ref().strip_prefix("xmlns").map_or("w", |rest| rest.trim_start_matches(':')).to_string())
}

/// A break of the line, not of the page or column.
fn value_is_line(tag: &BytesStart) -> bool {
    attribute(tag, "type").is_none_or(|kind| kind == "textWrapping")
}

/// What stands between the number of a paragraph and its words: nothing after a mark of punctuation, unless two
/// numbers would run together (`1.` before `2024年`).
pub(super) fn gap(mark: &str, words: &str) -> &'static str {
    let Some(last) = mark.chars().next_back() else { return "" };
    let first = words.trim_start().chars().next();
    let numbers = matches!(last, '.' | '．') && first.is_some_and(|c| c.is_ascii_digit());
    let closed = matches!(last, '、' | '.' | '．' | '）' | ')' | '：' | ':' | '；' | '，' | ' ' | '\u{3000}');
    let circled = matches!(last, '\u{2460}'..='\u{24FF}' | '\u{3220}'..='\u{32BF}');
    if words.is_empty() || (closed && !numbers) || circled { "" } else { " " }
}

/// A sign of a symbol font; `None` where it only decorates.
fn symbol(tag: &BytesStart) -> Option<char> {
    let code = u32::from_str_radix(attribute(tag, "char")?.trim(), 16).ok()?;
    sign(&attribute(tag, "font").unwrap_or_default(), code)
}
