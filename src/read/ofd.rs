//! OFD, the page format of GB/T 33190: characters and lines with their places, which `page` makes into text.
//!
//! `OFD.xml` names the document, the document its pages, and a page holds text objects: a box, a size, the characters
//! and how far each stands from the one before. Lengths are in millimetres.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{self, Package, attribute};
use super::page::{self, Glyph, Page, Rule};
use super::{Content, Input};
use crate::error::Unreadable;

const MOST_PAGES: usize = 5000;
/// Characters of all pages.
const MOST_GLYPHS: usize = 4_000_000;
/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// # Errors
/// `broken`, `encrypted`, `too_large`, `no_text_layer`.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let mut package = Package::open(input.bytes)?;
    package.weigh()?;
    let mut book = Book::default();
    for root in book.roots(&mut package)? {
        book.document(&mut package, &root)?;
    }
    if book.pages.is_empty() {
        return Err(Unreadable::new("broken", "the file names no page that is in it: fetch the file again"));
    }
    let content = page::content(book.pages);
    if content.text.trim().is_empty() {
        return Err(Unreadable::new(
            "no_text_layer",
            "the pages of the file are pictures without text: it has to be read by OCR first",
        ));
    }
    let damage = book.broken.then(|| {
        Unreadable::new("broken", "the file is damaged: some of its pages are missing or end early")
    });
    Ok(Content { media_type: "application/ofd", lost: book.lost, damage, ..content })
}

#[derive(Default)]
struct Book {
    pages: Vec<Page>,
    glyphs: usize,
    lost: usize,
    broken: bool,
}

/// What a document says of all its pages.
#[derive(Default)]
struct Plan {
    area: Option<[f64; 4]>,
    /// Number and place of each template.
    templates: Vec<(String, String)>,
    pages: Vec<String>,
}

impl Book {
    fn part(&mut self, package: &mut Package, name: &str) -> Result<String, Unreadable> {
        match package.part(name) {
            Ok(Some(part)) => {
                self.lost += part.lost;
                self.broken |= part.cut;
                Ok(part.text)
            }
            Ok(None) => {
                self.broken = true;
                Ok(String::new())
            }
            Err(fault) if fault.code == "broken" => {
                self.broken = true;
                Ok(String::new())
            }
            Err(fault) => Err(fault),
        }
    }

    /// The documents of the file, nearly always one.
    fn roots(&mut self, package: &mut Package) -> Result<Vec<String>, Unreadable> {
        let xml = self.part(package, "OFD.xml")?;
        let mut roots = Vec::new();
        let mut words = String::new();
        self.broken |= walk(&xml, "OFD.xml", |piece| match piece {
            Piece::Open(_, "DocRoot") => words.clear(),
            Piece::Words(more) => words.push_str(more),
            Piece::Close("DocRoot") => roots.push(within("", words.trim())),
            _ => {}
        })?;
        roots.truncate(100);
        Ok(roots)
    }

    fn document(&mut self, package: &mut Package, root: &str) -> Result<(), Unreadable> {
        let xml = self.part(package, root)?;
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut plan = Plan::default();
        let mut words = String::new();
        self.broken |= walk(&xml, root, |piece| match piece {
            Piece::Open(tag, "Page") => {
                plan.pages.extend(attribute(tag, "BaseLoc").map(|place| within(folder, &place)));
            }
            Piece::Open(tag, "TemplatePage") => {
                let place = attribute(tag, "BaseLoc").map(|place| within(folder, &place));
                plan.templates.extend(attribute(tag, "ID").zip(place));
            }
            Piece::Open(_, "PhysicalBox") => words.clear(),
            Piece::Words(more) => words.push_str(more),
            Piece::Close("PhysicalBox") => plan.area = plan.area.or(four(&words)),
            _ => {}
        })?;
        for place in &plan.pages {
            if self.pages.len() >= MOST_PAGES {
                return Err(Unreadable::new(
                    "too_large",
                    format!("the file has more than {MOST_PAGES} pages"),
                ));
            }
            let xml = self.part(package, place)?;
            let mut sheet = Sheet { area: plan.area, ..Sheet::default() };
            self.broken |= sheet.read(&xml, place)?;
            for template in std::mem::take(&mut sheet.templates) {
                if let Some((_, place)) = plan.templates.iter().find(|(number, _)| *number == template) {
                    let xml = self.part(package, place)?;
                    self.broken |= sheet.read(&xml, place)?;
                }
            }
            self.glyphs += sheet.page.glyphs.len();
            if self.glyphs > MOST_GLYPHS {
                return Err(Unreadable::new(
                    "too_large",
                    format!("the file has more than {MOST_GLYPHS} characters"),
                ));
            }
            let [_, _, width, height] = sheet.area.unwrap_or([0.0, 0.0, 210.0, 297.0]);
            self.pages.push(Page { width: width * POINTS, height: height * POINTS, ..sheet.page });
        }
        Ok(())
    }
}

/// `Pages/Page_0/Content.xml` seen from `folder`; `/Doc_0/…` from the root.
fn within(folder: &str, place: &str) -> String {
    let place = place.trim().replace('\\', "/");
    match place.strip_prefix('/') {
        Some(place) => place.into(),
        None if folder.is_empty() => place,
        None => format!("{folder}/{place}"),
    }
}

/// A page under way.
#[derive(Default)]
struct Sheet {
    page: Page,
    area: Option<[f64; 4]>,
    templates: Vec<String>,
    object: Object,
    code: Code,
    words: String,
}

/// A text or a path: the box it stands in, how it is turned, the size of its type.
#[derive(Clone, Copy)]
struct Object {
    left: f64,
    top: f64,
    turn: [f64; 6],
    size: f64,
    seen: bool,
}

impl Default for Object {
    fn default() -> Object {
        Object { left: 0.0, top: 0.0, turn: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], size: 3.0, seen: true }
    }
}

impl Object {
    fn of(tag: &BytesStart) -> Object {
        let numbers = |name: &str| attribute(tag, name).map(|words| numbers(&words)).unwrap_or_default();
        let mut object = Object::default();
        if let [left, top, ..] = numbers("Boundary")[..] {
            (object.left, object.top) = (left, top);
        }
        if let Ok(turn) = <[f64; 6]>::try_from(numbers("CTM")) {
            object.turn = turn;
        }
        if let [size, ..] = numbers("Size")[..] {
            object.size = size;
        }
        object.seen = attribute(tag, "Visible").is_none_or(|words| words != "false");
        object
    }

    /// Where a point of the object stands on the page, in points.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.turn;
        ((self.left + a * x + c * y + e) * POINTS, (self.top + b * x + d * y + f) * POINTS)
    }

    /// Slanting stamps are no text of the page.
    fn is_level(&self) -> bool {
        let [a, b, c, d, ..] = self.turn;
        a > 0.0 && d > 0.0 && b.abs() < 0.05 * a && c.abs() < 0.5 * d
    }
}

/// The characters of a text object that stand on one line.
#[derive(Default)]
struct Code {
    x: Option<f64>,
    y: Option<f64>,
    across: Vec<f64>,
    down: Vec<f64>,
}

impl Sheet {
    /// Whether the part ends early.
    fn read(&mut self, xml: &str, name: &str) -> Result<bool, Unreadable> {
        let mut own = false;
        walk(xml, name, |piece| match piece {
            Piece::Open(tag, "TextObject" | "PathObject") => self.object = Object::of(tag),
            Piece::Open(tag, "TextCode") => {
                let number = |name: &str| attribute(tag, name).and_then(|words| words.trim().parse().ok());
                let steps = |name: &str| attribute(tag, name).map(|words| steps(&words)).unwrap_or_default();
                self.code =
                    Code { x: number("X"), y: number("Y"), across: steps("DeltaX"), down: steps("DeltaY") };
                self.words.clear();
            }
            Piece::Open(_, "AbbreviatedData" | "PhysicalBox") => self.words.clear(),
            Piece::Open(tag, "Template") => self.templates.extend(attribute(tag, "TemplateID")),
            Piece::Words(words) => self.words.push_str(words),
            Piece::Close("TextCode") => self.text(),
            Piece::Close("AbbreviatedData") => self.lines(),
            Piece::Close("PhysicalBox") if !own => {
                own = true;
                self.area = four(&self.words).or(self.area);
            }
            _ => {}
        })
    }

    fn text(&mut self) {
        let object = self.object;
        if !object.seen || !object.is_level() || self.page.glyphs.len() > MOST_GLYPHS {
            return;
        }
        let scale = object.turn[0] * POINTS;
        let size = object.size * object.turn[3] * POINTS;
        let (mut x, mut y) = (self.code.x.unwrap_or(0.0), self.code.y.unwrap_or(object.size));
        for (n, character) in self.words.chars().filter(|c| !c.is_control()).enumerate() {
            let usual = object.size * if character.is_ascii() { 0.5 } else { 1.0 };
            let step = self.code.across.get(n).copied();
            let (left, base) = object.place(x, y);
            // A glyph is no wider than its type, however far the next one stands.
            let width = step.filter(|&step| step > 0.0).map_or(usual, |step| step.min(usual.max(step * 0.5)));
            self.page.glyphs.push(Glyph { character, left, right: left + width * scale, base, size });
            let down = self.code.down.get(n).copied();
            x += step.unwrap_or(if down.is_some() { 0.0 } else { usual });
            y += down.unwrap_or(0.0);
        }
    }

    /// `M 0 0 L 160 0`: the straight lines of a path.
    fn lines(&mut self) {
        let object = self.object;
        let mut at = (0.0, 0.0);
        let mut start = at;
        let mut numbers: Vec<f64> = Vec::new();
        let mut verb = "";
        let mut draw = |from: (f64, f64), to: (f64, f64)| {
            let (from, to) = (object.place(from.0, from.1), object.place(to.0, to.1));
            let (across, down) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
            if down < 0.8 && across > 1.0 {
                let (from, to) = (from.0.min(to.0), (from.0.max(to.0), to.1));
                self.page.rules.push(Rule { upright: false, at: to.1, from, to: to.0 });
            } else if across < 0.8 && down > 1.0 {
                let (from, to) = (from.1.min(to.1), (from.1.max(to.1), to.0));
                self.page.rules.push(Rule { upright: true, at: to.1, from, to: to.0 });
            }
        };
        for word in self.words.split_ascii_whitespace().take(100_000) {
            match word.parse::<f64>() {
                Ok(number) => numbers.push(number),
                Err(_) => {
                    numbers.clear();
                    verb = word;
                    if verb == "C" {
                        draw(at, start);
                        at = start;
                    }
                }
            }
            if let ("M" | "S" | "L", [x, y]) = (verb, &numbers[..]) {
                let to = (*x, *y);
                if verb == "L" {
                    draw(at, to);
                } else {
                    start = to;
                }
                at = to;
                numbers.clear();
            }
        }
    }
}

fn numbers(words: &str) -> Vec<f64> {
    words.split_ascii_whitespace().take(16).filter_map(|word| word.parse().ok()).collect()
}

fn four(words: &str) -> Option<[f64; 4]> {
    <[f64; 4]>::try_from(numbers(words)).ok().filter(|area| area[2] > 0.0 && area[3] > 0.0)
}

/// `3.2 g 4 1.6 3.2`: four steps of 1.6 between two of 3.2.
fn steps(words: &str) -> Vec<f64> {
    const MOST: usize = 100_000;
    let mut steps = Vec::new();
    let mut words = words.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if steps.len() >= MOST {
            break;
        }
        if word != "g" {
            steps.extend(word.parse::<f64>());
            continue;
        }
        let count = words.next().and_then(|word| word.parse::<usize>().ok());
        let step = words.next().and_then(|word| word.parse::<f64>().ok());
        if let (Some(count), Some(step)) = (count, step) {
            steps.extend(std::iter::repeat_n(step, count.min(MOST)));
        }
    }
    steps
}

/// A piece of markup, its name without prefix.
enum Piece<'x> {
    Open(&'x BytesStart<'x>, &'x str),
    Close(&'x str),
    Words(&'x str),
}

/// Goes through a part; whether it ends early.
fn walk(xml: &str, name: &str, mut see: impl FnMut(Piece)) -> Result<bool, Unreadable> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                see(Piece::Open(&tag, tag.local_name().as_ref()));
            }
            Ok(Event::Empty(tag)) => see(Piece::Open(&tag, tag.local_name().as_ref())),
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                see(Piece::Close(tag.local_name().as_ref()));
            }
            Ok(Event::Text(text)) => see(Piece::Words(&text.xml10_content())),
            Ok(Event::CData(text)) => see(Piece::Words(&text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                let character = package::character(&reference).unwrap_or(char::REPLACEMENT_CHARACTER);
                see(Piece::Words(character.encode_utf8(&mut [0; 4])));
            }
            Ok(Event::DocType(_)) => return Err(package::has_declarations(name)),
            Ok(Event::Eof) => return Ok(depth > 0),
            Err(_) => return Ok(true),
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A file with pages of these objects.
    fn file(pages: &[String]) -> Vec<u8> {
        const SPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut part = |name: &str, xml: String| {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(xml.as_bytes()).unwrap();
        };
        let root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>";
        part("OFD.xml", format!("<ofd:OFD {SPACE}>{root}</ofd:OFD>"));
        let kids: String = (0..pages.len())
            .map(|n| format!("<ofd:Page ID=\"{n}\" BaseLoc=\"Pages/Page_{n}/Content.xml\"/>"))
            .collect();
        let area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>";
        part(
            "Doc_0/Document.xml",
            format!(
                "<ofd:Document {SPACE}><ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>{kids}</ofd:Pages></ofd:Document>"
            ),
        );
        for (n, page) in pages.iter().enumerate() {
            let page = format!(
                "<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
            );
            part(&format!("Doc_0/Pages/Page_{n}/Content.xml"), page);
        }
        archive.finish().unwrap().into_inner()
    }

    fn text(words: &str, left: f64, base: f64) -> String {
        let count = words.chars().count() - 1;
        format!(
            "<ofd:TextObject Boundary=\"{left} {} 160 6\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" \
             DeltaX=\"g {count} 5\">{words}</ofd:TextCode></ofd:TextObject>",
            base - 5.0
        )
    }

    fn line(from: (f64, f64), to: (f64, f64)) -> String {
        format!(
            "<ofd:PathObject Boundary=\"0 0 210 297\"><ofd:AbbreviatedData>M {} {} L {} {}</ofd:AbbreviatedData></ofd:PathObject>",
            from.0, from.1, to.0, to.1
        )
    }

    fn read_file(bytes: &[u8]) -> Result<Content, &'static str> {
        read(&Input { bytes, extension: "ofd", decoded: None }).map_err(|error| error.code)
    }

    #[test]
    fn lines_of_pages_become_paragraphs() {
        let full = "全县上下坚持稳中求进工作总基调统筹推进各项事业发展办成一批群众关心";
        let first = [
            text("养老服务行动方案", 85.0, 30.0),
            text(&full.chars().take(28).collect::<String>(), 35.0, 45.0),
            text(&full.chars().take(30).collect::<String>(), 25.0, 55.0),
            text("— 1 —", 95.0, 285.0),
        ]
        .concat();
        let second = [text("的实事。", 25.0, 30.0), text("— 2 —", 95.0, 285.0)].concat();
        let content = read_file(&file(&[first, second])).unwrap();
        let lines: Vec<&str> = content.text.lines().collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0] == "养老服务行动方案" && lines[1].ends_with("的实事。"), "{lines:?}");
        assert_eq!((content.pages, content.locations.last().unwrap().page), (Some(2), Some(2)));
    }

    #[test]
    fn lines_drawn_round_cells_make_a_table() {
        let mut page = String::new();
        for y in [40.0, 50.0, 60.0] {
            page += &line((20.0, y), (120.0, y));
        }
        for x in [20.0, 60.0, 120.0] {
            page += &line((x, 40.0), (x, 60.0));
        }
        for (words, left, base) in
            [("任务", 22.0, 47.0), ("单位", 62.0, 47.0), ("建成床位", 22.0, 57.0), ("县民政局", 62.0, 57.0)]
        {
            page += &text(words, left, base);
        }
        let content = read_file(&file(&[page])).unwrap();
        let rows = &content.tables[0].rows;
        let cells: Vec<&str> = rows.iter().flatten().map(|cell| cell.of(&content.text)).collect();
        assert_eq!(cells, ["任务", "单位", "建成床位", "县民政局"]);
    }

    #[test]
    fn steps_are_told_one_by_one_or_by_number() {
        assert_eq!(steps("3.2 g 3 1.6 3.2"), [3.2, 1.6, 1.6, 1.6, 3.2]);
        assert!(steps("g 99999999999 1").len() <= 100_000);
        assert!(steps("g x 1 g").is_empty());
    }

    #[test]
    fn pictures_and_broken_files_say_so() {
        assert_eq!(read_file(&file(&[String::from("<ofd:ImageObject/>")])), Err("no_text_layer"));
        assert_eq!(read_file(&file(&[])), Err("broken"));
        let entity = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>";
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("OFD.xml", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(entity.as_bytes()).unwrap();
        assert_eq!(read_file(&archive.finish().unwrap().into_inner()), Err("broken"));
    }
}
