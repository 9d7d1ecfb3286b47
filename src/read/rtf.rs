//! RTF: `{\rtf1\ansi\ansicpg936 …}` in, its paragraphs and cells as lines out. Sites serve such files as `.doc` too.
//!
//! As with DOCX it is what a reader of the printed page sees: the numbers that Word has drawn, changes accepted, hidden
//! text, field codes, headers and footers left out, a text box after its paragraph, notes at the end (`注1：…`).

mod characters;
mod table;
mod token;

use rustc_hash::FxHashMap;

use super::docx::gap;
use super::lines::{Lines, Place};
use super::symbol::sign;
use super::{Content, Input};
use crate::error::Unreadable;
use characters::{Bytes, charset, code_page};
use table::Open;
use token::{Token, Tokens};

/// Groups inside one another.
const DEEPEST: usize = 10_000;

/// Groups whose words are not the text's.
const NOTHING: &[&str] = &[
    "annotation",
    "colortbl",
    "fldinst",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "ftnsep",
    "ftnsepc",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "mmathPict",
    "nonesttables",
    "nonshppict",
    "objdata",
    "pict",
    "shprslt",
    "sp",
    "stylesheet",
    "tc",
    "xe",
];

/// Groups that a reader may leave out (`\*`), and that hold text.
const OPTIONAL: &[&str] = &["shpinst", "shptxt"];

/// # Errors
/// `broken`, `too_large`, `empty`, and `no_text_layer` for pictures of pages.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let mut tokens = Tokens::new(input.bytes.trim_ascii_start());
    let mut document = Document::new();
    while let Some(token) = tokens.next() {
        document.take(token, &mut tokens)?;
        if document.groups.is_empty() {
            break;
        }
    }
    let damage = (!document.groups.is_empty())
        .then(|| Unreadable::new("broken", "the file breaks off: what stood at its end is missing"));
    document.finish(damage)
}

/// What holds up to the end of a group.
#[derive(Clone, Copy)]
struct Group {
    target: Target,
    font: i32,
    hidden: bool,
    deleted: bool,
    /// The paragraph is one of a cell.
    in_table: bool,
    /// How many characters stand for one that is given by its number.
    instead: usize,
    /// Its first word has not come.
    new: bool,
    /// A reader that does not know its first word is to leave it out.
    optional: bool,
}

/// Where words go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Text,
    /// The number before a paragraph.
    Mark,
    /// The list of fonts.
    Fonts,
    Nothing,
}

#[derive(Default)]
struct Font {
    charset: i32,
    name: String,
}

/// Text with what stands in it: the document, a note, a text box.
#[derive(Default)]
struct Flow {
    kind: Kind,
    /// Groups that are open around it.
    depth: usize,
    lines: Lines,
    mark: String,
    words: String,
    boxes: Vec<Lines>,
    table: Option<Open>,
    /// A row has begun.
    in_row: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Document,
    Note,
    Box,
}

struct Document {
    groups: Vec<Group>,
    flows: Vec<Flow>,
    fonts: FxHashMap<i32, Font>,
    /// The font that `fonttbl` is describing.
    listed: i32,
    default_font: i32,
    code_page: i32,
    bytes: Bytes,
    /// The first half of a character beyond 65,535.
    half: Option<u16>,
    /// Characters that stand for one that was given by its number.
    skip: usize,
    row: table::Definition,
    notes: Vec<String>,
    paragraphs: u32,
    cells: usize,
    lost: usize,
    pictures: bool,
}

impl Document {
    fn new() -> Document {
        Document {
            groups: Vec::new(),
            flows: vec![Flow::default()],
            fonts: FxHashMap::default(),
            listed: 0,
            default_font: 0,
            code_page: 1252,
            bytes: Bytes::default(),
            half: None,
            skip: 0,
            row: table::Definition::default(),
            notes: Vec::new(),
            paragraphs: 0,
            cells: 0,
            lost: 0,
            pictures: false,
        }
    }

    fn take(&mut self, token: Token, tokens: &mut Tokens) -> Result<(), Unreadable> {
        if self.skip > 0 && !matches!(token, Token::Open | Token::Close) {
            self.skip -= 1;
            // Some programs write nothing instead: what comes then is no single character.
            match token {
                Token::Word(word, _) if character(word).is_none() => self.skip = 0,
                _ => return Ok(()),
            }
        }
        match token {
            Token::Open => self.open()?,
            Token::Close => self.close()?,
            Token::Byte(byte) => {
                self.begun();
                if self.shown() {
                    self.bytes.push(byte);
                }
            }
            Token::Sign(sign) => {
                let character = match sign {
                    b'~' => '\u{A0}',
                    b'_' => '-',
                    b'*' => {
                        if let Some(group) = self.groups.last_mut() {
                            group.optional = group.new;
                        }
                        return Ok(());
                    }
                    _ => return Ok(()),
                };
                self.push(character);
            }
            Token::Word("bin", Some(length)) => tokens.skip(usize::try_from(length).unwrap_or(0)),
            Token::Word(word, value) => {
                let Some(group) = self.groups.last_mut() else { return Ok(()) };
                let (new, optional) = (std::mem::take(&mut group.new), std::mem::take(&mut group.optional));
                if new && self.destination(word, optional) {
                    return Ok(());
                }
                if self.target() != Target::Nothing {
                    self.word(word, value)?;
                }
            }
        }
        Ok(())
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group {
            target: Target::Text,
            font: self.default_font,
            hidden: false,
            deleted: false,
            in_table: false,
            instead: 1,
            new: false,
            optional: false,
        })
    }

    fn target(&self) -> Target {
        self.group().target
    }

    /// Words at this place are seen.
    fn shown(&self) -> bool {
        let group = self.group();
        group.target != Target::Nothing && !group.hidden && !group.deleted
    }

    fn begun(&mut self) {
        if let Some(group) = self.groups.last_mut() {
            group.new = false;
        }
    }

    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    fn open(&mut self) -> Result<(), Unreadable> {
        self.decode();
        self.skip = 0;
        self.begun();
        if self.groups.len() >= DEEPEST {
            let why = format!("the file has groups more than {DEEPEST} deep");
            return Err(Unreadable::new("broken", why));
        }
        self.groups.push(Group { new: true, optional: false, ..self.group() });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        self.decode();
        self.skip = 0;
        let depth = self.groups.len();
        self.groups.pop();
        if self.flows.len() > 1 && self.flow().depth == depth {
            self.end_flow()?;
        }
        Ok(())
    }

    /// Whether the first word of a group says where its words go.
    fn destination(&mut self, word: &str, optional: bool) -> bool {
        if self.target() == Target::Nothing {
            return true;
        }
        let target = match word {
            "fonttbl" => Target::Fonts,
            "listtext" | "pntext" => {
                self.flow().mark.clear();
                Target::Mark
            }
            "footnote" | "shptxt" => {
                let kind = if word == "footnote" { Kind::Note } else { Kind::Box };
                let depth = self.groups.len();
                self.flows.push(Flow { kind, depth, ..Flow::default() });
                if let Some(group) = self.groups.last_mut() {
                    group.in_table = false;
                }
                Target::Text
            }
            _ if NOTHING.contains(&word) => {
                self.pictures |= word == "pict";
                Target::Nothing
            }
            _ if optional && !OPTIONAL.contains(&word) => Target::Nothing,
            _ => return false,
        };
        if let Some(group) = self.groups.last_mut() {
            group.target = target;
        }
        true
    }

    fn word(&mut self, word: &str, value: Option<i32>) -> Result<(), Unreadable> {
        let on = value != Some(0);
        let in_fonts = self.target() == Target::Fonts;
        match word {
            "ansicpg" => self.code_page = value.unwrap_or(1252),
            "deff" => self.default_font = value.unwrap_or(0),
            "f" if in_fonts => {
                self.listed = value.unwrap_or(0);
                self.fonts.insert(self.listed, Font::default());
            }
            "fcharset" if in_fonts => {
                self.fonts.entry(self.listed).or_default().charset = value.unwrap_or(0);
            }
            "f" => {
                self.decode();
                self.set(|group| group.font = value.unwrap_or(0));
            }
            "plain" => {
                self.decode();
                let font = self.default_font;
                self.set(|group| (group.font, group.hidden, group.deleted) = (font, false, false));
            }
            "v" => self.set(|group| group.hidden = on),
            "deleted" => self.set(|group| group.deleted = on),
            "uc" => self.set(|group| group.instead = value.unwrap_or(1).clamp(0, 100) as usize),
            "u" => {
                self.unit(value.unwrap_or(0) as u16);
                self.skip = self.group().instead;
            }
            "pard" => self.set(|group| group.in_table = false),
            "intbl" => self.set(|group| group.in_table = true),
            "par" | "sect" | "nestcell" | "nestrow" => self.end_paragraph(false)?,
            "line" | "lbr" => self.push('\n'),
            "trowd" => {
                self.row.begin();
                self.flow().in_row = true;
            }
            "trleft" => self.row.left = value.unwrap_or(0),
            "cellx" => self.row.cell(value.unwrap_or(0)),
            "clmrg" => self.row.next.goes_on_left = true,
            "clvmrg" => self.row.next.goes_on_above = true,
            "cell" => self.end_cell()?,
            "row" => self.end_row(),
            _ => {
                if let Some(character) = character(word) {
                    self.push(character);
                }
            }
        }
        Ok(())
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    /// The bytes that have come, as characters.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        if self.target() == Target::Fonts {
            let font = self.fonts.entry(self.listed).or_default();
            self.bytes.name(&mut font.name);
            return;
        }
        let font = self.fonts.get(&self.group().font);
        if let Some(font) = font.filter(|font| font.charset == characters::SIGNS) {
            let signs: String =
                self.bytes.drain().filter_map(|byte| sign(&font.name, u32::from(byte))).collect();
            self.add(&signs);
            return;
        }
        let encoding = font.and_then(|font| charset(font.charset)).or_else(|| code_page(self.code_page));
        let (words, lost) = self.bytes.decode(encoding);
        self.lost += lost;
        self.add(&words);
    }

    /// Half of a character, or the whole of it, by its number in UTF-16.
    fn unit(&mut self, unit: u16) {
        let before = self.half.take();
        if matches!(unit, 0xD800..0xDC00) {
            self.lost += usize::from(before.is_some());
            self.half = Some(unit);
            return;
        }
        let units = before.into_iter().chain([unit]);
        for decoded in char::decode_utf16(units) {
            match decoded {
                // What is the font's own is a sign or decorates.
                Ok(c @ '\u{E000}'..='\u{F8FF}') => {
                    let font = self.fonts.get(&self.group().font);
                    let sign = font.and_then(|font| sign(&font.name, u32::from(c)));
                    sign.filter(|sign| !matches!(sign, '\u{E000}'..='\u{F8FF}'))
                        .into_iter()
                        .for_each(|sign| self.push(sign));
                }
                Ok(c) => self.push(c),
                Err(_) => {
                    self.lost += 1;
                    self.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }

    fn push(&mut self, character: char) {
        self.decode();
        self.begun();
        if self.shown() {
            self.add(character.encode_utf8(&mut [0; 4]));
        }
    }

    fn add(&mut self, words: &str) {
        let seen = words.chars().filter(|&c| !c.is_control() || matches!(c, '\n' | '\t'));
        match self.target() {
            Target::Text => self.flow().words.extend(seen),
            Target::Mark => self.flow().mark.extend(seen),
            Target::Fonts | Target::Nothing => {}
        }
    }

    /// A paragraph ends, or the last of a cell.
    fn end_paragraph(&mut self, in_cell: bool) -> Result<(), Unreadable> {
        self.decode();
        let in_table = in_cell || self.group().in_table || self.flow().in_row;
        if in_table {
            self.flow().begin_table();
        } else {
            self.close_table()?;
        }
        self.paragraphs += 1;
        let place = Place { paragraph: Some(self.paragraphs), ..Place::default() };
        let flow = self.flow();
        let (words, mark) = (std::mem::take(&mut flow.words), std::mem::take(&mut flow.mark));
        let words = words.trim_end();
        // Signs that only part the items of a list say nothing.
        let mark = Some(mark.trim()).filter(|mark| mark.contains(char::is_alphanumeric)).unwrap_or_default();
        if !words.trim().is_empty() || !mark.is_empty() {
            flow.lines.line(&format!("{mark}{}{words}", gap(mark, words)), place);
        } else if !in_table {
            flow.lines.text.push('\n');
        }
        for text_box in std::mem::take(&mut flow.boxes) {
            flow.lines.append(text_box);
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        self.end_paragraph(true)?;
        self.cells += 1;
        if self.cells > super::docx::MOST_CELLS {
            return Err(table::too_large());
        }
        let flow = self.flow();
        if let Some(table) = &mut flow.table {
            table.end_cell(&flow.lines);
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let Document { flows, row, .. } = self;
        let Some(flow) = flows.last_mut() else { return };
        flow.in_row = false;
        if let Some(table) = &mut flow.table {
            table.end_row(row);
        }
    }

    fn close_table(&mut self) -> Result<(), Unreadable> {
        let Document { flows, row, cells, .. } = self;
        let Some(flow) = flows.last_mut() else { return Ok(()) };
        let Some(mut table) = flow.table.take() else { return Ok(()) };
        table.end_row(row);
        table.close(&mut flow.lines, cells)
    }

    /// What the innermost flow leaves open is ended, and its text is given to the one around it.
    fn end_flow(&mut self) -> Result<(), Unreadable> {
        self.flow().in_row = false;
        if !self.flow().words.trim().is_empty() || !self.flow().boxes.is_empty() {
            self.end_paragraph(false)?;
        }
        self.close_table()?;
        let Some(flow) = self.flows.pop() else { return Ok(()) };
        match flow.kind {
            Kind::Box => self.flow().boxes.push(flow.lines),
            Kind::Note => {
                let words = flow.lines.text.trim().replace('\n', " ");
                if !words.is_empty() {
                    self.notes.push(words);
                }
            }
            Kind::Document => self.flows.push(flow),
        }
        Ok(())
    }

    fn finish(mut self, damage: Option<Unreadable>) -> Result<Content, Unreadable> {
        self.decode();
        while self.flows.len() > 1 {
            self.end_flow()?;
        }
        self.end_flow()?;
        let (notes, paragraphs) = (std::mem::take(&mut self.notes), self.paragraphs);
        let lines = &mut self.flow().lines;
        for (n, words) in (1..).zip(notes) {
            let place = Place { paragraph: Some(paragraphs + n), ..Place::default() };
            lines.line(&format!("注{n}：{words}"), place);
        }
        if lines.text.trim().is_empty() {
            return Err(match damage {
                Some(broken) => broken,
                None if self.pictures => Unreadable::new(
                    "no_text_layer",
                    "the file holds pictures and no text: it has to be read by OCR first",
                ),
                None => Unreadable::new("empty", "the file holds nothing but white space"),
            });
        }
        let lines = std::mem::take(lines);
        Ok(Content { lost: self.lost, damage, ..lines.into_content("application/rtf") })
    }
}

/// The character that a word stands for.
fn character(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    })
}

impl Flow {
    fn begin_table(&mut self) {
        if self.table.is_none() {
            self.table = Some(Open::new(&mut self.lines));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const HEAD: &str = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\fcharset2 Symbol;}{\f3\fnil\fcharset136 \'b7\'73\'b2\'d3\'a9\'fa\'c5\'e9;}}{\stylesheet{\s0 Normal;}}{\info{\title \'bb\'e3}}";

    fn content(body: &str) -> Content {
        crate::read::read(format!("{HEAD}{body}}}").as_bytes(), Path::new("a.doc")).unwrap()
    }

    /// As `\'d5\'fe`.
    fn escaped(words: &str, encoding: &'static encoding_rs::Encoding) -> String {
        encoding.encode(words).0.iter().map(|byte| format!("\\'{byte:02x}")).collect()
    }

    fn gbk(words: &str) -> String {
        escaped(words, encoding_rs::GB18030)
    }

    fn rows(content: &Content) -> Vec<Vec<&str>> {
        let rows = content.tables[0].rows.iter();
        rows.map(|row| row.iter().map(|span| span.of(&content.text)).collect()).collect()
    }

    #[test]
    fn characters_come_by_code_page_by_font_and_by_number() {
        let body = [
            &format!(r"\pard\f0 {} 2025\f1 {}\par", gbk("到"), gbk("年底，")),
            // A second byte may be a plain character.
            r"\f1 \'81@\'82\}\par",
            &format!(r"\f3 {}\f0\par", escaped("縣政府", encoding_rs::BIG5)),
            r"\uc2\u24314\'bd\'a8\uc0\u25104 80\u22788\u-10179\u-9136\uc1\ldblquote x\rdblquote\par",
            // Nothing stands for the numbered character here, or more than one byte.
            r"\uc1\u24314\par\uc2\u24314\'bd\'a8\uc1\'b3\'c9\par",
        ]
        .concat();
        let content = content(&body);
        assert_eq!(
            content.text,
            "到 2025年底，\n丂倉\n縣政府\n建成80处👐“x”\n建\n建成\n".replace('倉', &decoded(b"\x82}"))
        );
        assert_eq!((content.media_type, content.lost, content.damage), ("application/rtf", 0, None));
    }

    fn decoded(bytes: &[u8]) -> String {
        encoding_rs::GB18030.decode(bytes).0.into_owned()
    }

    #[test]
    fn a_document_that_names_no_charset_of_ours_is_read() {
        let words = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 ".to_string()
            + &gbk("建成80处。")
            + r"\par caf\'e9 \'93a\'94\par}";
        let content = crate::read::read(words.as_bytes(), Path::new("a.rtf")).unwrap();
        assert_eq!(content.text, "建成80处。\ncafé “a”\n");
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let body = format!(
            r"{{\header {0}\par}}{{\footer {{\field{{\*\fldinst PAGE}}{{\fldrslt 3}}}}\par}}{{\*\generator x;}}\f1 {1}{{\v {0}}}{{\deleted {0}}}{{\revised {2}}}{{\pict\wmetafile8 0100\bin4 }}}}{{\field{{\*\fldinst {{HYPERLINK {0}}}}}{{\fldrslt {3}}}}}\par",
            gbk("无"),
            gbk("甲"),
            gbk("乙"),
            gbk("丙")
        );
        // The four bytes behind `bin` are no text, whatever they are.
        let body = body.replace("bin4 }}", "bin4 }{}}}");
        assert_eq!(content(&body).text, "甲乙丙\n");
    }

    #[test]
    fn numbers_boxes_and_notes_stand_where_a_reader_finds_them() {
        let body = format!(
            r"\f1{{\listtext\pard\plain\f1 {}\tab}}{}\par{{\pntext\f0 1.\tab}}2025{}{{\footnote\pard\plain {{\chftn}}\f1 {}\par {}}}{{\shp{{\*\shpinst{{\sp{{\sn shapeType}}{{\sv 202}}}}{{\shptxt\f1 {}\par}}}}{{\shprslt\f1 {}\par}}}}\par{{\listtext\f2 \'b7\tab}}{}\par\par",
            gbk("一、"),
            gbk("目标"),
            gbk("年建成。"),
            gbk("注文"),
            gbk("二行"),
            gbk("框内"),
            gbk("重复"),
            gbk("丁"),
        );
        assert_eq!(content(&body).text, "一、目标\n1. 2025年建成。\n框内\n丁\n\n注1：注文 二行\n");
    }

    #[test]
    fn rows_become_a_grid() {
        let cell = |words: &str| gbk(words) + r"\cell ";
        let body = [
            gbk("前") + r"\par",
            r"\trowd\trleft-100\cellx1000\cellx3000\cellx5000\pard\intbl ".into(),
            cell("序号") + &cell("任务") + &cell("时限") + r"\row",
            r"\trowd\trleft-100\clvmgf\cellx1010\cellx3000\cellx5000\pard\intbl ".into(),
            cell("1") + &gbk("建成80处") + r"\par " + &cell("培训10次") + &cell("年底") + r"\row",
            r"\trowd\trleft-100\clvmrg\cellx1000\cellx5000\pard\intbl ".into(),
            // Defined once more at its end, as Word does.
            cell("") + &cell("通") + r"{\trowd\trleft-100\clvmrg\cellx1000\cellx5000\row}",
            // Without a word on being in a table.
            r"\pard\trowd\clmgf\cellx1000\clmrg\cellx3000\cellx5000 ".into(),
            cell("合") + &cell("") + &cell("长期") + r"\row",
            r"\pard ".into(),
            gbk("后") + r"\par",
        ]
        .concat();
        let content = content(&format!(r"\f1 {body}"));
        assert_eq!(content.text, "前\n序号\n任务\n时限\n1\n建成80处\n培训10次\n年底\n通\n合\n长期\n后\n");
        let expected = [
            ["序号", "任务", "时限"],
            ["1", "建成80处\n培训10次", "年底"],
            ["1", "通", "通"],
            ["合", "合", "长期"],
        ];
        assert_eq!(rows(&content), expected);
    }

    #[test]
    fn cells_that_are_all_told_the_same_place_are_counted() {
        let body = r"\trowd\cellx0\cellx0\intbl 1\cell 2\cell\row\intbl 3\cell 4\cell 5\cell\row\pard x\par";
        assert_eq!(rows(&content(body)), [["1", "2", ""], ["3", "4", "5"]]);
    }

    #[test]
    fn a_file_that_breaks_off_is_said_so() {
        let whole = format!("{HEAD}\\f1 {}\\par {}}}", gbk("建成80处。"), gbk("培训10次。"));
        let cut = crate::read::read(&whole.as_bytes()[..whole.len() - 14], Path::new("a.rtf")).unwrap();
        assert_eq!((cut.text.as_str(), cut.damage.unwrap().code), ("建成80处。\n培训10\n", "broken"));
        let code = |bytes: &[u8]| crate::read::read(bytes, Path::new("a.rtf")).unwrap_err().code;
        assert_eq!(code(br"{\rtf1\ansi\par}"), "empty");
        assert_eq!(code(br"{\rtf1{\pict 00}}"), "no_text_layer");
        assert_eq!(code(&[br"{\rtf1", "{".repeat(1 << 20).as_bytes()].concat()), "broken");
        assert_eq!(code(&[br"{\rtf1\intbl x", r"\cell".repeat(1_100_000).as_bytes()].concat()), "too_large");
        let wide = r"\trowd\cellx9\cellx99\intbl\cell\row".repeat(1000)
            + r"\trowd\intbl"
            + &r"\cell".repeat(2000)
            + r"\row\pard x\par}";
        assert_eq!(code(&[br"{\rtf1", wide.as_bytes()].concat()), "too_large");
    }
}
