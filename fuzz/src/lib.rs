//! What must hold of any bytes: each check takes the input of a fuzz target and panics where it does not hold.
//!
//! The targets in `fuzz_targets` call these, and `tests/fuzz` calls them on seeds and on what was found before.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chengnuo::batch::document::Json;
use chengnuo::batch::{Item, Options, Outcome, document};
use chengnuo::context::Given;
use chengnuo::error::Unreadable;
use chengnuo::lexicon::Lexicon;
use chengnuo::outline::{Form, Outline};
use chengnuo::read::parts::{self, Limits};
use chengnuo::read::{self, Content, Input, Reader, Walker};
use chengnuo::recognise::{self, Found, body, person};
use chengnuo::record::{Document, DocumentStatus};
use chengnuo::span::Span;
use chengnuo::text::Text;
use chengnuo::{extract, record};

/// A target: its name, and what it does with the bytes that it is given.
pub type Target = (&'static str, fn(&[u8]));

/// Each target with its check.
pub const TARGETS: &[Target] = &[
    ("text", text),
    ("markdown", markdown),
    ("csv", csv),
    ("html", html),
    ("mhtml", mhtml),
    ("docx", docx),
    ("xlsx", xlsx),
    ("ofd", ofd),
    ("rtf", rtf),
    ("doc", doc),
    ("xls", xls),
    ("pdf", pdf),
    ("warc", warc),
    ("zip", zip),
    ("tar", tar),
    ("gzip", gzip),
    ("outline", outline),
    ("dates", dates),
    ("quantities", quantities),
    ("bodies", bodies),
    ("people", people),
    ("extract", extract_text),
    ("pipeline", pipeline),
];

pub fn text(bytes: &[u8]) {
    reader("text", bytes);
}

pub fn markdown(bytes: &[u8]) {
    reader("markdown", bytes);
}

pub fn csv(bytes: &[u8]) {
    reader("csv", bytes);
}

pub fn html(bytes: &[u8]) {
    reader("html", bytes);
}

pub fn mhtml(bytes: &[u8]) {
    reader("mhtml", bytes);
}

pub fn docx(bytes: &[u8]) {
    reader("docx", &zipped(bytes));
}

pub fn xlsx(bytes: &[u8]) {
    reader("xlsx", &zipped(bytes));
}

pub fn ofd(bytes: &[u8]) {
    reader("ofd", &zipped(bytes));
}

pub fn rtf(bytes: &[u8]) {
    reader("rtf", bytes);
}

pub fn doc(bytes: &[u8]) {
    guarded(bytes, "plan.doc");
}

pub fn xls(bytes: &[u8]) {
    guarded(bytes, "plan.xls");
}

pub fn pdf(bytes: &[u8]) {
    guarded(bytes, "plan.pdf");
}

pub fn warc(bytes: &[u8]) {
    container("warc", bytes);
}

pub fn zip(bytes: &[u8]) {
    container("zip", &zipped(bytes));
}

pub fn tar(bytes: &[u8]) {
    container("tar", &if bytes.starts_with(MEMBER) { packed(bytes) } else { bytes.to_vec() });
}

/// What does not begin as such a file is packed first, so that what unpacks it is not all that is tried.
pub fn gzip(bytes: &[u8]) {
    if bytes.starts_with(b"\x1F\x8B") {
        return container("gzip", bytes);
    }
    let inner = if bytes.starts_with(MEMBER) { packed(bytes) } else { bytes.to_vec() };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&inner).unwrap();
    container("gzip", &encoder.finish().unwrap());
}

/// Segments lie apart and cover every letter and digit; sections lie in those around them.
pub fn outline(bytes: &[u8]) {
    let lexicon = Lexicon::embedded();
    let text = extract::text(String::from_utf8_lossy(bytes).into_owned(), lexicon);
    let hits = lexicon.hits(text.view());
    covers(text.view(), &chengnuo::outline::with_tables(text.view(), text.tables(), &hits, lexicon));
}

pub fn dates(bytes: &[u8]) {
    let text = viewed(bytes);
    let lexicon = Lexicon::embedded();
    let (dates, _) = recognise::dates_and_quantities(text.view(), &lexicon.hits(text.view()), lexicon);
    sorted(text.view(), &dates);
}

pub fn quantities(bytes: &[u8]) {
    let text = viewed(bytes);
    let lexicon = Lexicon::embedded();
    let (_, quantities) = recognise::dates_and_quantities(text.view(), &lexicon.hits(text.view()), lexicon);
    sorted(text.view(), &quantities);
}

pub fn bodies(bytes: &[u8]) {
    let text = viewed(bytes);
    let lexicon = Lexicon::embedded();
    sorted(text.view(), &body::find(text.view(), &lexicon.hits(text.view()), lexicon));
}

pub fn people(bytes: &[u8]) {
    let text = viewed(bytes);
    let lexicon = Lexicon::embedded();
    sorted(text.view(), &person::find(text.view(), &lexicon.hits(text.view()), lexicon));
}

/// From characters to the record.
pub fn extract_text(bytes: &[u8]) {
    let lexicon = Lexicon::embedded();
    let text = extract::text(String::from_utf8_lossy(bytes).into_owned(), lexicon);
    let (reading, _) = extract::read(&text, &Given::default(), lexicon);
    covers(text.view(), &reading.outline);
    let once = || extract::extract(&text, "id", record::Source::default(), &Given::default(), lexicon);
    let document = once();
    document.check(&text).unwrap();
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(json, serde_json::to_string(&once()).unwrap(), "two runs differ");
    let back: Document = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::to_string(&back).unwrap(), "the record does not read back");
}

/// From the bytes of a file to its record. The first byte chooses what the file is called.
pub fn pipeline(bytes: &[u8]) {
    const NAMES: &[&str] = &["plan.txt", "plan.md", "plan.csv", "plan.tsv", "plan"];
    let Some((&name, bytes)) = bytes.split_first() else { return };
    guarded(bytes, NAMES[usize::from(name) % NAMES.len()]);
}

/// What stands before the name of a member in the inputs of archives and office files.
const MEMBER: &[u8] = b"=== ";

/// Members as `=== name` and their bytes on the lines below.
fn members(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..bytes.len() {
        if bytes[at..].starts_with(MEMBER) && (at == 0 || bytes[at - 1] == b'\n') {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let member = |(start, end): (&usize, usize)| {
        let member = &bytes[start + MEMBER.len()..end];
        let line = member.iter().position(|&byte| byte == b'\n').unwrap_or(member.len());
        (String::from_utf8_lossy(&member[..line]).into_owned(), member.get(line + 1..).unwrap_or_default())
    };
    starts.iter().zip(ends).map(member).collect()
}

/// An archive as it is, or one of the members written out.
fn zipped(bytes: &[u8]) -> Vec<u8> {
    if !bytes.starts_with(MEMBER) {
        return bytes.to_vec();
    }
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members(bytes) {
        // A name that stood before is left out.
        if archive.start_file(name, stored).is_ok() {
            archive.write_all(bytes).unwrap();
        }
    }
    archive.finish().map_or_else(|_| Vec::new(), Cursor::into_inner)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members(bytes) {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // What no archive may be made of by this writer is left out.
        let _ = archive.append_data(&mut header, name, bytes);
    }
    archive.into_inner().unwrap()
}

/// A format's own reader, whatever the bytes look like.
fn reader(name: &str, bytes: &[u8]) {
    let format = read::FORMATS.iter().find(|format| format.name == name).unwrap();
    match format.read(&Input { bytes, extension: extension(name), decoded: None }) {
        Ok(content) => holds(&content),
        Err(why) => said(&why),
    }
}

fn extension(format: &str) -> &str {
    match format {
        "text" => "txt",
        "markdown" => "md",
        other => other,
    }
}

/// What a reader promises of its text, tables and places.
fn holds(content: &Content) {
    let text = content.text.as_str();
    let place = |span: Span| {
        assert!(text.get(span.start()..span.end()).is_some(), "{span:?} is no place in {} bytes", text.len());
    };
    for table in &content.tables {
        let width = table.rows.first().map_or(0, Vec::len);
        for row in &table.rows {
            assert_eq!(row.len(), width, "rows differ in length");
            row.iter().for_each(|&cell| place(cell));
        }
    }
    content.locations.iter().for_each(|at| place(at.span));
    assert!(content.lost <= text.matches('\u{FFFD}').count(), "more is lost than stands in the text");
    for pair in content.locations.windows(2) {
        assert!(pair[0].span.start() <= pair[1].span.start(), "places are out of order");
    }
}

fn said(why: &Unreadable) {
    assert!(!why.code.is_empty() && !why.message.is_empty());
}

/// A file of several documents: names lie under its own, and no more is handed on than may be.
fn container(name: &str, bytes: &[u8]) {
    let format = read::FORMATS.iter().find(|format| format.name == name).unwrap();
    let Some(Reader::Many(walker)) = format.reader() else { return };
    let walker: Walker = walker;
    let limits = Limits { part: 1 << 18, parts: 200, ratio: 1, least: 1 << 20, depth: 3 };
    let (mut count, mut sum) = (0, 0);
    let mut take = |part: parts::Part| {
        assert!(part.path.to_string_lossy().starts_with("plans.x!/") || part.bytes.is_err());
        match part.bytes {
            Ok(bytes) => (count, sum) = (count + 1, sum + bytes.len() as u64),
            Err(why) => said(&why),
        }
        ControlFlow::Continue(())
    };
    let path = Path::new("plans.x");
    if let Err(why) = parts::each(&mut Cursor::new(bytes), path, walker, limits, &|_| true, &mut take) {
        said(&why);
    }
    assert!(count <= limits.parts, "{count} documents");
    assert!(sum <= limits.least.max(bytes.len() as u64), "{sum} bytes");
}

/// A document as batches read it: a fault of other people's readers is a record with a code, one of ours is none.
fn guarded(bytes: &[u8], name: &str) {
    let lexicon = Lexicon::embedded();
    let options = Options { with_text: true, ..Options::default() };
    let item = || Item::Bytes(Arc::from(Path::new(name)), bytes.to_vec());
    let Outcome { record, about, .. }: Outcome<Document> = document(item(), &options, lexicon);
    if let Some(error) = &record.error {
        assert!(record.status == DocumentStatus::Failed && record.commitments.is_empty());
        assert!(error.code != "panic" || error.message.contains("/registry/"), "{}", error.message);
    }
    let json = serde_json::to_string(&record).unwrap();
    let written: Outcome<Json> = document(item(), &options, lexicon);
    assert_eq!(
        json,
        String::from_utf8_lossy(&written.record.bytes().unwrap()),
        "two runs differ, or two ways of writing"
    );
    assert_eq!(about.commitments, written.about.commitments);
    let back: Document = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::to_string(&back).unwrap(), "the record does not read back");
}

fn viewed(bytes: &[u8]) -> Text {
    extract::text_with_tables(String::from_utf8_lossy(bytes).into_owned(), &[], Lexicon::embedded())
}

/// Mentions stand in order, each in the view.
fn sorted<V>(view: &str, found: &[Found<V>]) {
    for one in found {
        let words = view.get(one.span.start()..one.span.end());
        assert!(words.is_some_and(|words| !words.is_empty()), "{:?} by {}", one.span, one.rule);
    }
    for pair in found.windows(2) {
        assert!(pair[0].span <= pair[1].span, "{:?} stands before {:?}", pair[0].span, pair[1].span);
    }
}

pub fn covers(view: &str, outline: &Outline) {
    let nothing = |from: usize, to: usize| {
        let left = view[from..to].chars().find(|c| c.is_alphanumeric());
        assert!(left.is_none(), "{left:?} at {from}-{to} lies in no segment");
    };
    let mut end = 0;
    for segment in &outline.segments {
        assert!(segment.span.start() >= end, "{:?} begins before {end}", segment.span);
        nothing(end, segment.span.start());
        assert!(segment.section().is_none_or(|section| section < outline.sections.len()));
        assert!(segment.form != Form::Furniture || segment.section().is_none());
        end = segment.span.end();
    }
    nothing(end, view.len());
    for (n, section) in outline.sections.iter().enumerate() {
        let inside = |span: Span| span.start() >= section.span.start() && span.end() <= section.span.end();
        assert!(view.get(section.span.start()..section.span.end()).is_some());
        let words = section.marker.of(view).chars().chain(section.heading.of(view).chars());
        assert!(
            words.clone().any(char::is_alphanumeric),
            "a section is called {:?}",
            words.collect::<String>()
        );
        assert!(inside(section.heading) || section.heading.is_empty(), "{section:?}");
        let parent = section.parent.map(|parent| (parent < n).then(|| &outline.sections[parent]));
        if let Some(parent) = parent {
            let parent = parent.expect("a section stands before those in it");
            assert!(parent.span.covers(section.span), "{section:?} in {parent:?}");
            assert!(parent.level < section.level);
        }
    }
}
