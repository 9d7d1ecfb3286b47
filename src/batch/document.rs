//! A document: its bytes in, its record out, whatever goes wrong with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Options;
use super::duplicate::Print;
use super::item::{Item, bytes_of};
use super::panics::quietly;
use crate::context::Given;
use crate::error::Unreadable;
use crate::lexicon::{Folding, Lexicon};
use crate::read::Content;
use crate::read::parts::Limits;
use crate::record::{self, DocumentStatus, Script};
use crate::text::Text;
use crate::{extract, read};

/// What came of one document, before it is written.
#[derive(Debug)]
pub struct Outcome {
    pub path: Arc<Path>,
    /// A failed record where nothing could be read.
    pub document: record::Document,
    /// Why the document is not `ok`.
    pub trouble: Option<Unreadable>,
    /// The id is the caller's, to be kept as it is.
    pub named: bool,
    /// What it says, to find it under other names; `None` for rows, which stand as the caller gives them.
    pub print: Option<Print>,
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
pub fn document(item: Item, options: &Options, lexicon: &Lexicon) -> Outcome {
    extracted(load(item, options), options, lexicon)
}

/// Extracts the record of a document.
pub fn extracted(loaded: Loaded, options: &Options, lexicon: &Lexicon) -> Outcome {
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
        let (text, document) = record_of(content, origin, &options.given, options, lexicon)?;
        let print = Print::of(&text, &document, &lexicon.folding);
        Ok((document, print))
    };
    finish(path.clone(), origin, read, options)
}

/// The outcome of a document that a worker could not read.
pub fn failed(loaded: Loaded, why: Unreadable, options: &Options) -> Outcome {
    let origin = match (&loaded.bytes, loaded.line) {
        (Ok(json), Some(_)) => Origin::of_row(&loaded.path, json, serde_json::from_slice(json).ok().as_ref()),
        _ => loaded.origin,
    };
    finish(loaded.path, origin, |_| Err(why), options)
}

/// The outcome of a document whose bytes another had before, of which `status` and `trouble` are known.
pub fn copy(
    loaded: Loaded,
    status: DocumentStatus,
    trouble: Option<Unreadable>,
    options: &Options,
    lexicon: &Lexicon,
) -> Outcome {
    let Loaded { path, origin, .. } = loaded;
    if let (DocumentStatus::Failed, Some(why)) = (status, &trouble) {
        let why = why.clone();
        return finish(path, origin, |_| Err(why), options);
    }
    let document = record::Document {
        schema: record::SCHEMA.into(),
        id: origin.id.clone(),
        status,
        source: origin.source.clone(),
        tool: record::Tool { dictionaries: lexicon.hash().into(), ..record::Tool::default() },
        ..record::Document::default()
    };
    let outcome = finish(path, origin, |_| Ok((document, None)), options);
    Outcome { trouble, ..outcome }
}

fn row(path: Arc<Path>, line: u64, json: &[u8], options: &Options, lexicon: &Lexicon) -> Outcome {
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
        record_of(content, origin, &given, options, lexicon).map(|(_, document)| (document, None))
    };
    finish(path, origin, read, options)
}

/// The text and record of a content, checked.
fn record_of(
    content: Content,
    origin: &Origin,
    given: &Given,
    options: &Options,
    lexicon: &Lexicon,
) -> std::result::Result<(Text, record::Document), Unreadable> {
    let (lost, damage) = (content.lost, content.damage);
    let source = record::Source {
        media_type: Some(content.media_type.into()),
        encoding: content.encoding.map(str::to_string),
        script: script(&content.text, &lexicon.folding),
        pages: content.pages,
        ..origin.source.clone()
    };
    let text = extract::text_with_tables(content.text, &content.tables, lexicon);
    let locations = content.locations.iter().map(|at| record::Location {
        span: text.source_points(at.span),
        page: at.page,
        paragraph: at.paragraph,
        line: at.line,
    });
    let source = record::Source { characters: text.characters(), locations: locations.collect(), ..source };
    let mut document = extract::extract(&text, &origin.id, source, given, lexicon);
    if lost > 0 {
        document.status = DocumentStatus::Partial;
        document.warnings.push(record::Warning {
            code: "lost_characters".into(),
            message: format!("{lost} characters could not be read and stand as U+FFFD"),
            span: text.source().chars().position(|c| c == char::REPLACEMENT_CHARACTER).map(|at| [at, at + 1]),
        });
    }
    if let Some(damage) = damage {
        document.status = DocumentStatus::Partial;
        document.warnings.push(record::Warning {
            code: damage.code.into(),
            message: damage.message,
            span: None,
        });
    }
    document.check(&text).map_err(|error| Unreadable::new("bad_span", error))?;
    if options.with_text {
        document.text = Some(text.source().into());
    }
    Ok((text, document))
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
fn finish(
    path: Arc<Path>,
    origin: Origin,
    read: impl FnOnce(&Origin) -> std::result::Result<(record::Document, Option<Print>), Unreadable>,
    options: &Options,
) -> Outcome {
    let outcome = quietly(|| read(&origin)).unwrap_or_else(|place| {
        Err(Unreadable::new(
            "panic",
            format!("the program broke off in this document at {place}; please report it"),
        ))
    });
    let (mut document, print, trouble) = match outcome {
        Ok((document, print)) => {
            const PARTIAL: [&str; 2] = ["broken", "lost_characters"];
            let trouble = document.warnings.iter().find_map(|warning| {
                let code = PARTIAL.into_iter().find(|code| warning.code == *code)?;
                Some(Unreadable::new(code, warning.message.clone()))
            });
            (document, print, trouble)
        }
        Err(trouble) => {
            let failed = record::Document {
                schema: record::SCHEMA.into(),
                id: origin.id.clone(),
                status: DocumentStatus::Failed,
                error: Some(record::Failure { code: trouble.code.into(), message: trouble.message.clone() }),
                source: origin.source.clone(),
                ..record::Document::default()
            };
            (failed, None, Some(trouble))
        }
    };
    document.tool.version = env!("CARGO_PKG_VERSION").into();
    document.tool.options = said(options);
    Outcome { path, document, trouble, named: origin.named, print }
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
pub fn json(document: &record::Document) -> Vec<u8> {
    record::json::to_vec(document).unwrap_or_default()
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
///
/// # Errors
/// `bad_span` where a span does not fit.
pub fn record(
    content: Content,
    path: PathBuf,
    options: &Options,
    lexicon: &Lexicon,
) -> std::result::Result<record::Document, Unreadable> {
    let origin = Origin::of_bytes(&path, content.text.as_bytes());
    record_of(content, &origin, &options.given, options, lexicon).map(|(_, document)| document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_failed_record() {
        let path: Arc<Path> = Path::new("a.txt").into();
        let origin = Origin::of_bytes(&path, b"a");
        let document = finish(path, origin, |_| panic!("no such row"), &Options::default()).document;
        let error = document.error.unwrap();
        assert_eq!((document.status, error.code.as_str()), (DocumentStatus::Failed, "panic"));
        assert!(
            error.message.contains("document.rs") && error.message.contains("no such row"),
            "{}",
            error.message
        );
    }
}
