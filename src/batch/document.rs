//! A document: its bytes in, its record out, whatever goes wrong with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::duplicate::Print;
use super::item::{Item, bytes_of};
use super::panics::quietly;
use super::{About, Options};
use crate::commitment::Findings;
use crate::context::{Given, Reading};
use crate::error::Unreadable;
use crate::lexicon::{Folding, Lexicon};
use crate::read::Content;
use crate::read::parts::Limits;
use crate::record::spool::Spool;
use crate::record::{self, DocumentStatus, Script};
use crate::text::Text;
use crate::{extract, read};

/// What came of one document.
#[derive(Debug)]
pub struct Outcome<R> {
    pub path: Arc<Path>,
    /// A failed record where nothing could be read.
    pub record: R,
    pub about: About,
}

/// How records leave: as they are, or as JSON.
pub trait Form: Sized {
    fn of(document: record::Document) -> Self;

    /// The record of what was read, finished.
    fn of_reading(
        reading: Reading,
        findings: Findings,
        origin: &Origin,
        source: record::Source,
        last: &Last,
    ) -> (Self, About);
}

impl Form for record::Document {
    fn of(document: record::Document) -> record::Document {
        document
    }

    fn of_reading(
        reading: Reading,
        findings: Findings,
        origin: &Origin,
        source: record::Source,
        last: &Last,
    ) -> (record::Document, About) {
        let mut document = extract::record(&reading, findings, &origin.id, source);
        let commitments = document.commitments.len();
        let about = last.add(&mut document, commitments);
        (document, about)
    }
}

/// A record as one line of JSON without its end.
pub type Json = Spool;

impl Form for Json {
    fn of(document: record::Document) -> Json {
        json(&document)
    }

    fn of_reading(
        reading: Reading,
        findings: Findings,
        origin: &Origin,
        source: record::Source,
        last: &Last,
    ) -> (Json, About) {
        let (mut json, mut about) = (Json::default(), About::default());
        let commitments = findings.count();
        let add = |document: &mut _| about = last.add(document, commitments);
        // A record has strings for keys, so that nothing can fail.
        if extract::write(reading, findings, &origin.id, source, add, &mut json).is_err() {
            json = Json::default();
        }
        (json, about)
    }
}

/// What a record has besides what is read in its text.
pub struct Last<'d> {
    text: &'d Text,
    lost: usize,
    damage: Option<&'d Unreadable>,
    options: &'d Options,
    lexicon: &'d Lexicon,
}

impl Last<'_> {
    /// Adds it to a record of so many commitments, and says what a run keeps of it.
    fn add(&self, document: &mut record::Document, commitments: usize) -> About {
        if self.lost > 0 {
            let lost = self.text.source().chars().position(|c| c == char::REPLACEMENT_CHARACTER);
            document.warnings.push(record::Warning {
                code: "lost_characters".into(),
                message: format!("{} characters could not be read and stand as U+FFFD", self.lost),
                span: lost.map(|at| [at, at + 1]),
            });
        }
        if let Some(damage) = self.damage {
            document.warnings.push(record::Warning {
                code: damage.code.into(),
                message: damage.message.clone(),
                span: None,
            });
        }
        if self.lost > 0 || self.damage.is_some() {
            document.status = DocumentStatus::Partial;
        }
        if self.options.with_text {
            document.text = Some(self.text.source().into());
        }
        stamp(document, self.options);
        const PARTIAL: [&str; 2] = ["broken", "lost_characters"];
        let trouble = document.warnings.iter().find_map(|warning| {
            let code = PARTIAL.into_iter().find(|&code| warning.code == code)?;
            Some(Unreadable::new(code, &*warning.message))
        });
        let print = Print::of(self.text, document, &self.lexicon.folding);
        About { commitments, trouble, print, ..about(document) }
    }
}

/// Says by what a record was made.
fn stamp(document: &mut record::Document, options: &Options) {
    document.tool.version = env!("CARGO_PKG_VERSION").into();
    document.tool.options = said(options);
}

/// What a run keeps of a record.
fn about(document: &record::Document) -> About {
    About {
        id: document.id.clone(),
        own: document.id.clone(),
        status: document.status,
        media_type: document.source.media_type.clone(),
        bytes: document.source.bytes,
        ..About::default()
    }
}

/// A row of JSON Lines input.
#[derive(Deserialize)]
struct Row {
    id: Option<RowId>,
    text: String,
    #[serde(default, deserialize_with = "day")]
    date: Option<jiff::civil::Date>,
    title: Option<String>,
    jurisdiction: Option<String>,
}

fn day<'de, D: serde::Deserializer<'de>>(row: D) -> std::result::Result<Option<jiff::civil::Date>, D::Error> {
    let Some(words) = Option::<String>::deserialize(row)? else { return Ok(None) };
    words
        .parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("{words:?} is no day like 2024-06-30")))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RowId {
    Words(String),
    Number(serde_json::Number),
}

/// What is known of a document before it is read, so that a failed record can say it.
#[derive(Clone, Debug)]
pub struct Origin {
    pub id: String,
    named: bool,
    pub source: record::Source,
}

impl Origin {
    fn of_bytes(path: &Path, bytes: &[u8]) -> Origin {
        let sha256 = hex(&Sha256::digest(bytes));
        Origin {
            id: sha256[..16].into(),
            named: false,
            source: record::Source {
                path: path.display().to_string(),
                bytes: bytes.len() as u64,
                sha256: Some(sha256),
                ..record::Source::default()
            },
        }
    }

    /// Of the row in `json`, where it could be read as one.
    fn of_row(path: &Path, json: &[u8], row: Option<&Row>) -> Origin {
        let mut origin = Origin::of_bytes(path, row.map_or(json, |row| row.text.as_bytes()));
        let id = match row {
            Some(row) => match &row.id {
                Some(RowId::Words(words)) => Some(words.clone()),
                Some(RowId::Number(number)) => Some(number.to_string()),
                None => None,
            },
            // The id is worth keeping where it can be read: it says which row failed.
            None => match serde_json::from_slice(json) {
                Ok(serde_json::Value::Object(fields)) => {
                    fields.get("id").and_then(serde_json::Value::as_str).map(str::to_string)
                }
                _ => None,
            },
        };
        if let Some(id) = id {
            (origin.id, origin.named) = (id, true);
        }
        origin
    }

    /// Without bytes the path has to do.
    fn of_path(path: &Path) -> Origin {
        let id = hex(&Sha256::digest(path.as_os_str().as_encoded_bytes()));
        let source = record::Source { path: path.display().to_string(), ..record::Source::default() };
        Origin { id: id[..16].into(), named: false, source }
    }
}

/// A document whose bytes are there, or why they are not.
pub struct Loaded {
    pub path: Arc<Path>,
    /// Of what was read: for a row all of it.
    pub origin: Origin,
    /// The line of a row.
    pub line: Option<u64>,
    pub bytes: std::result::Result<Vec<u8>, Unreadable>,
}

impl Loaded {
    /// Of the path and the bytes, or of why there are none.
    pub fn key(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.path.as_os_str().as_encoded_bytes());
        digest.update(self.line.unwrap_or(0).to_le_bytes());
        match &self.bytes {
            Ok(_) => digest.update(self.origin.source.sha256.as_deref().unwrap_or_default()),
            Err(why) => digest.update(why.code),
        }
        hex(&digest.finalize()[..16])
    }
}

/// Brings the bytes of a document.
pub fn load(item: Item, options: &Options) -> Loaded {
    let (path, line, bytes) = match item {
        Item::Trouble(path, trouble) => (path, None, Err(trouble)),
        Item::Bytes(path, bytes) => (path, None, Ok(bytes)),
        Item::File(path) => {
            let bytes = bytes_of(&path, &options.limits);
            (path, None, bytes)
        }
        Item::Row(path, line, json) => (path, Some(line), Ok(json)),
    };
    let origin = match &bytes {
        Ok(bytes) => Origin::of_bytes(&path, bytes),
        Err(_) => Origin::of_path(&path),
    };
    Loaded { path, origin, line, bytes }
}

/// Reads one document and extracts its record.
pub fn document<R: Form>(item: Item, options: &Options, lexicon: &Lexicon) -> Outcome<R> {
    extracted(load(item, options), options, lexicon)
}

/// Extracts the record of a document.
pub fn extracted<R: Form>(loaded: Loaded, options: &Options, lexicon: &Lexicon) -> Outcome<R> {
    let Loaded { path, origin, line, bytes } = loaded;
    let bytes = match (bytes, line) {
        (Err(why), _) => return finish(path, origin, |_| Err(why), options),
        (Ok(json), Some(line)) => return row(path, line, &json, options, lexicon),
        (Ok(bytes), None) => bytes,
    };
    let read = |origin: &Origin| {
        let content = read::read(&bytes, &path)?;
        // The text is the document from here on; the bytes need not be kept beside it.
        drop(bytes);
        Ok(record_of(content, origin, &options.given, options, lexicon))
    };
    finish(path.clone(), origin, read, options)
}

/// The outcome of a document that a worker could not read.
pub fn failed<R: Form>(loaded: Loaded, why: Unreadable, options: &Options) -> Outcome<R> {
    let origin = match (&loaded.bytes, loaded.line) {
        (Ok(json), Some(_)) => Origin::of_row(&loaded.path, json, serde_json::from_slice(json).ok().as_ref()),
        _ => loaded.origin,
    };
    finish(loaded.path, origin, |_| Err(why), options)
}

/// The outcome of a document whose bytes another had before, of which `status` and `trouble` are known.
pub fn copy<R: Form>(
    loaded: Loaded,
    status: DocumentStatus,
    trouble: Option<Unreadable>,
    options: &Options,
    lexicon: &Lexicon,
) -> Outcome<R> {
    let Loaded { path, origin, .. } = loaded;
    if let (DocumentStatus::Failed, Some(why)) = (status, &trouble) {
        let why = why.clone();
        return finish(path, origin, |_| Err(why), options);
    }
    let mut document = record::Document {
        schema: record::SCHEMA.into(),
        id: origin.id,
        status,
        source: origin.source,
        tool: record::Tool { dictionaries: lexicon.hash().into(), ..record::Tool::default() },
        ..record::Document::default()
    };
    stamp(&mut document, options);
    let about = About { named: origin.named, trouble, ..about(&document) };
    Outcome { path, about, record: R::of(document) }
}

fn row<R: Form>(path: Arc<Path>, line: u64, json: &[u8], options: &Options, lexicon: &Lexicon) -> Outcome<R> {
    let row: Row = match serde_json::from_slice(json) {
        Ok(row) => row,
        Err(error) => {
            let why = Unreadable::new("bad_row", format!("line {line} is no row of JSON Lines: {error}"));
            let origin = Origin::of_row(&path, json, None);
            return finish(path, origin, |_| Err(why), options);
        }
    };
    let origin = Origin::of_row(&path, json, Some(&row));
    let given = Given {
        date: row.date.or(options.given.date),
        title: row.title.or_else(|| options.given.title.clone()),
        jurisdiction: row.jurisdiction.or_else(|| options.given.jurisdiction.clone()),
    };
    let text = row.text;
    let read = |origin: &Origin| {
        if text.trim().is_empty() {
            return Err(Unreadable::new("empty", format!("the text of line {line} is empty")));
        }
        let content =
            Content { text, media_type: "application/jsonl", encoding: Some("UTF-8"), ..Content::default() };
        let (record, about) = record_of(content, origin, &given, options, lexicon);
        Ok((record, About { print: None, ..about }))
    };
    finish(path, origin, read, options)
}

/// The record of a content, and what a run keeps of it.
fn record_of<R: Form>(
    content: Content,
    origin: &Origin,
    given: &Given,
    options: &Options,
    lexicon: &Lexicon,
) -> (R, About) {
    let (lost, damage) = (content.lost, content.damage);
    let source = record::Source {
        media_type: Some(content.media_type.into()),
        encoding: content.encoding.map(str::to_string),
        script: script(&content.text, &lexicon.folding),
        pages: content.pages,
        ..origin.source.clone()
    };
    let text = extract::text_with_tables(content.text, &content.tables, lexicon);
    let locations = content.locations.into_iter().map(|at| record::Location {
        span: text.source_points(at.span),
        page: at.page,
        paragraph: at.paragraph,
        line: at.line,
    });
    let source = record::Source { characters: text.characters(), locations: locations.collect(), ..source };
    let (reading, findings) = extract::read(&text, given, lexicon);
    let last = Last { text: &text, lost, damage: damage.as_ref(), options, lexicon };
    R::of_reading(reading, findings, origin, source, &last)
}

/// Traditional where a tenth of the first Han characters has another, Simplified form; none without Han.
fn script(text: &str, folding: &Folding) -> Option<Script> {
    let han = |c: &char| matches!(c, '\u{3400}'..='\u{9FFF}');
    let (mut all, mut folded) = (0usize, 0usize);
    for c in text.chars().filter(han).take(20_000) {
        all += 1;
        folded += usize::from(folding.changes(c));
    }
    match all {
        0 => None,
        _ if folded * 10 >= all => Some(Script::Hant),
        _ => Some(Script::Hans),
    }
}

/// Runs `read`, and makes a record of whatever comes of it: a document, an error, a panic.
fn finish<R: Form>(
    path: Arc<Path>,
    origin: Origin,
    read: impl FnOnce(&Origin) -> std::result::Result<(R, About), Unreadable>,
    options: &Options,
) -> Outcome<R> {
    let outcome = quietly(|| read(&origin)).unwrap_or_else(|place| {
        Err(Unreadable::new(
            "panic",
            format!("the program broke off in this document at {place}; please report it"),
        ))
    });
    let named = origin.named;
    let (record, about) = outcome.unwrap_or_else(|trouble| {
        let mut document = record::Document {
            schema: record::SCHEMA.into(),
            id: origin.id,
            status: DocumentStatus::Failed,
            error: Some(record::Failure { code: trouble.code.into(), message: trouble.message.clone() }),
            source: origin.source,
            ..record::Document::default()
        };
        stamp(&mut document, options);
        let about = About { trouble: Some(trouble), ..about(&document) };
        (R::of(document), about)
    });
    Outcome { path, record, about: About { named, ..about } }
}

/// The options that change results, as the user said them.
pub fn said(options: &Options) -> Vec<String> {
    let given = &options.given;
    let date = given.date.map(|date| format!("date={date}"));
    let title = given.title.as_ref().map(|title| format!("title={title}"));
    let jurisdiction = given.jurisdiction.as_ref().map(|place| format!("jurisdiction={place}"));
    [date, jurisdiction, title].into_iter().flatten().collect()
}

/// A record has strings for keys and no numbers but finite ones, so that nothing can fail.
pub fn json(document: &record::Document) -> Json {
    record::json::to_vec(document).unwrap_or_default().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of one file, for the commands that show a single document.
///
/// # Errors
/// As [`read::read`] and the file system have them.
pub fn content(path: &Path) -> std::result::Result<Content, Unreadable> {
    read::read(&bytes_of(path, &Limits::default())?, path)
}

/// The record of one content, for the commands that show a single document.
pub fn record(content: Content, path: PathBuf, options: &Options, lexicon: &Lexicon) -> record::Document {
    let origin = Origin::of_bytes(&path, content.text.as_bytes());
    record_of(content, &origin, &options.given, options, lexicon).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_failed_record() {
        let path: Arc<Path> = Path::new("a.txt").into();
        let origin = Origin::of_bytes(&path, b"a");
        let outcome: Outcome<record::Document> =
            finish(path, origin, |_| panic!("no such row"), &Options::default());
        let document = outcome.record;
        let error = document.error.unwrap();
        assert_eq!((document.status, error.code.as_str()), (DocumentStatus::Failed, "panic"));
        assert!(
            error.message.contains("document.rs") && error.message.contains("no such row"),
            "{}",
            error.message
        );
    }
}
