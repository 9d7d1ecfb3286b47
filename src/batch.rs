//! Batches: many files in, a record for each out, in path order, whatever goes wrong with one of them.
//!
//! Documents are read in parallel; at any time a bounded number of them is under way, so that memory stays within a
//! small multiple of the largest. The same files give the same bytes for any number of threads.

pub mod plans;
pub mod walk;

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Once};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::context::Given;
use crate::error::{Error, Result, Unreadable};
use crate::lexicon::{Folding, Lexicon};
use crate::read::Content;
use crate::record::{self, DocumentStatus, Script};
use crate::{extract, read};

pub use walk::{Place, STDIN, Walk, walk};

/// How the documents lie in the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputFormat {
    /// A document a file, and JSON Lines in files that are named so.
    #[default]
    Auto,
    /// A document a line: `{"id", "text", "date"?, "title"?, "jurisdiction"?}`.
    JsonLines,
}

/// What a user may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub input: InputFormat,
    /// Facts about every document.
    pub given: Given,
    pub with_text: bool,
    /// Number of threads, at least 1.
    pub jobs: usize,
}

/// A record ready to be written, with what the user is told about it.
#[derive(Debug)]
pub struct Finished {
    pub path: Arc<Path>,
    /// One line of JSON without its end.
    pub json: Vec<u8>,
    pub status: DocumentStatus,
    /// Why the document is not `ok`.
    pub trouble: Option<Unreadable>,
    /// Bytes of the document.
    pub bytes: u64,
    pub commitments: usize,
    id: String,
    /// The id is the caller's, to be kept as it is.
    named: bool,
}

/// Extracts every document of `places` and hands the records to `take` in path order, until it breaks.
///
/// # Errors
/// [`Error::Usage`] where the threads cannot be started.
pub fn run(
    places: &[Place],
    options: &Options,
    lexicon: &Lexicon,
    mut take: impl FnMut(Finished) -> ControlFlow<()>,
) -> Result<()> {
    let mut copies: FxHashMap<String, usize> = FxHashMap::default();
    let items = places.iter().flat_map(|place| items(place, options.input));
    in_order(
        items,
        options.jobs,
        |item| document(item, options, lexicon).written(),
        |finished| take(told_apart(finished, &mut copies)),
    )
}

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
}

impl Outcome {
    fn written(self) -> Finished {
        Finished {
            path: self.path,
            json: json(&self.document),
            status: self.document.status,
            trouble: self.trouble,
            bytes: self.document.source.bytes,
            commitments: self.document.commitments.len(),
            id: self.document.id,
            named: self.named,
        }
    }
}

/// A later copy of the same bytes gets an id of its own: `-2`, `-3`.
fn told_apart(mut finished: Finished, copies: &mut FxHashMap<String, usize>) -> Finished {
    if finished.named {
        return finished;
    }
    let count = copies.entry(finished.id.clone()).or_default();
    *count += 1;
    if *count > 1
        && let Ok(mut document) = serde_json::from_slice::<record::Document>(&finished.json)
    {
        document.rename(format!("{}-{count}", finished.id));
        finished.json = json(&document);
    }
    finished
}

/// Works on `items` in parallel, and takes what comes of them in their order until `take` breaks.
///
/// # Errors
/// [`Error::Usage`] where the threads cannot be started.
pub fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Error::Usage(format!("cannot start {jobs} threads: {error}")))?;
    // A permit is held from before an item is drawn until what comes of it is taken.
    let (permit, permits) = sync_channel::<()>(jobs * 2 + 2);
    let (done, results) = channel();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let work = &work;
            let mut items = items.enumerate();
            pool.in_place_scope_fifo(move |scope| {
                while permit.send(()).is_ok()
                    && let Some((n, item)) = items.next()
                {
                    let done = done.clone();
                    // Nobody listens any more once `take` has broken off.
                    scope.spawn_fifo(move |_| drop(done.send((n, work(item)))));
                }
            });
        });
        // Dropped with this closure: who waits for a permit then ends.
        let permits = permits;
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (n, result) in results {
            waiting.insert(n, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                if take(result).is_break() {
                    return;
                }
                // Fails only where the drawing thread has ended.
                let _ = permits.try_recv();
            }
        }
    });
    Ok(())
}

/// One document to read.
pub enum Item {
    File(Arc<Path>),
    /// A file that is read already, as standard input is.
    Bytes(Arc<Path>, Vec<u8>),
    /// A line of JSON Lines, with its number.
    Row(Arc<Path>, u64, Vec<u8>),
    Trouble(Arc<Path>, Unreadable),
}

/// The documents in a file: one, or one a line.
pub fn items(place: &Place, input: InputFormat) -> Box<dyn Iterator<Item = Item> + Send> {
    let path: Arc<Path> = place.path.as_path().into();
    if let Some(trouble) = &place.trouble {
        return Box::new(std::iter::once(Item::Trouble(path, trouble.clone())));
    }
    let named_so = path.extension().is_some_and(|end| end == "jsonl" || end == "ndjson");
    if input == InputFormat::Auto && !named_so {
        return Box::new(std::iter::once(Item::File(path)));
    }
    let reader: Box<dyn BufRead + Send> = if path.as_os_str() == STDIN {
        Box::new(BufReader::new(io::stdin()))
    } else {
        match File::open(&path) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(error) => return Box::new(std::iter::once(Item::Trouble(path, walk::trouble(&error)))),
        }
    };
    Box::new(rows(path, reader))
}

/// The lines of JSON Lines that are not blank.
pub fn rows(path: Arc<Path>, reader: Box<dyn BufRead + Send>) -> Rows {
    Rows { path, reader, line: 0, ended: false }
}

/// See [`rows`].
pub struct Rows {
    path: Arc<Path>,
    reader: Box<dyn BufRead + Send>,
    line: u64,
    ended: bool,
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let mut row = Vec::new();
            match self.reader.read_until(b'\n', &mut row) {
                Ok(0) => self.ended = true,
                Ok(_) => {
                    self.line += 1;
                    if self.line == 1 && row.starts_with(b"\xEF\xBB\xBF") {
                        row.drain(..3);
                    }
                    if !row.trim_ascii().is_empty() {
                        return Some(Item::Row(self.path.clone(), self.line, row));
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Item::Trouble(self.path.clone(), walk::trouble(&error)));
                }
            }
        }
        None
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
struct Origin {
    id: String,
    named: bool,
    source: record::Source,
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

    /// Without bytes the path has to do.
    fn of_path(path: &Path) -> Origin {
        let id = hex(&Sha256::digest(path.as_os_str().as_encoded_bytes()));
        let source = record::Source { path: path.display().to_string(), ..record::Source::default() };
        Origin { id: id[..16].into(), named: false, source }
    }
}

/// Reads one document and extracts its record.
pub fn document(item: Item, options: &Options, lexicon: &Lexicon) -> Outcome {
    match item {
        Item::Trouble(path, trouble) => {
            finish(path.clone(), Origin::of_path(&path), |_| Err(trouble), options)
        }
        Item::Bytes(path, bytes) => file(path, bytes, options, lexicon),
        Item::File(path) => match bytes_of(&path) {
            Ok(bytes) => file(path, bytes, options, lexicon),
            Err(error) => {
                let read = |_: &Origin| Err(walk::trouble(&error));
                finish(path.clone(), Origin::of_path(&path), read, options)
            }
        },
        Item::Row(path, line, json) => row(path, line, &json, options, lexicon),
    }
}

fn file(path: Arc<Path>, bytes: Vec<u8>, options: &Options, lexicon: &Lexicon) -> Outcome {
    let origin = Origin::of_bytes(&path, &bytes);
    let read = |origin: &Origin| {
        let content = read::read(&bytes, &path)?;
        // The text is the document from here on; the bytes need not be kept beside it.
        drop(bytes);
        record_of(content, origin, &options.given, options, lexicon)
    };
    finish(path.clone(), origin, read, options)
}

fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    if path.as_os_str() == STDIN {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path)
}

fn row(path: Arc<Path>, line: u64, json: &[u8], options: &Options, lexicon: &Lexicon) -> Outcome {
    let row: Row = match serde_json::from_slice(json) {
        Ok(row) => row,
        Err(error) => {
            let mut origin = Origin::of_bytes(&path, json);
            // The id is worth keeping where it can be read: it says which row failed.
            if let Some(serde_json::Value::String(id)) =
                serde_json::from_slice::<serde_json::Value>(json).ok().and_then(|row| row.get("id").cloned())
            {
                (origin.id, origin.named) = (id, true);
            }
            let why = Unreadable::new("bad_row", format!("line {line} is no row of JSON Lines: {error}"));
            return finish(path, origin, |_| Err(why), options);
        }
    };
    let mut origin = Origin::of_bytes(&path, row.text.as_bytes());
    if let Some(id) = row.id {
        origin.named = true;
        origin.id = match id {
            RowId::Words(words) => words,
            RowId::Number(number) => number.to_string(),
        };
    }
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
        record_of(content, origin, &given, options, lexicon)
    };
    finish(path, origin, read, options)
}

/// The record of a content, checked.
fn record_of(
    content: Content,
    origin: &Origin,
    given: &Given,
    options: &Options,
    lexicon: &Lexicon,
) -> std::result::Result<record::Document, Unreadable> {
    let (lost, damage) = (content.lost, content.damage);
    let source = record::Source {
        media_type: Some(content.media_type.into()),
        encoding: content.encoding.map(str::to_string),
        script: script(&content.text, &lexicon.folding),
        pages: content.pages,
        ..origin.source.clone()
    };
    let text = extract::text(content.text, lexicon);
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
    Ok(document)
}

/// Traditional where a tenth of the first Han characters has another, Simplified form; none without Han.
fn script(text: &str, folding: &Folding) -> Option<Script> {
    let han = |c: &char| matches!(c, '\u{3400}'..='\u{9FFF}');
    let (mut all, mut folded) = (0usize, 0usize);
    for c in text.chars().filter(han).take(20_000) {
        all += 1;
        folded += usize::from(folding.character(c) != c);
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
    read: impl FnOnce(&Origin) -> std::result::Result<record::Document, Unreadable>,
    options: &Options,
) -> Outcome {
    let outcome = quietly(|| read(&origin)).unwrap_or_else(|place| {
        Err(Unreadable::new(
            "panic",
            format!("the program broke off in this document at {place}; please report it"),
        ))
    });
    let (mut document, trouble) = match outcome {
        Ok(document) => {
            const PARTIAL: [&str; 2] = ["broken", "lost_characters"];
            let trouble = document.warnings.iter().find_map(|warning| {
                let code = PARTIAL.into_iter().find(|code| warning.code == *code)?;
                Some(Unreadable::new(code, warning.message.clone()))
            });
            (document, trouble)
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
            (failed, Some(trouble))
        }
    };
    document.tool.version = env!("CARGO_PKG_VERSION").into();
    document.tool.options = said(options);
    Outcome { path, document, trouble, named: origin.named }
}

/// The options that change results, as the user said them.
fn said(options: &Options) -> Vec<String> {
    let given = &options.given;
    let date = given.date.map(|date| format!("date={date}"));
    let title = given.title.as_ref().map(|title| format!("title={title}"));
    let jurisdiction = given.jurisdiction.as_ref().map(|place| format!("jurisdiction={place}"));
    [date, jurisdiction, title].into_iter().flatten().collect()
}

/// A record has strings for keys and no numbers but finite ones, so that nothing can fail.
fn json(document: &record::Document) -> Vec<u8> {
    serde_json::to_vec(document).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

thread_local! {
    /// Where the document on this thread broke off; `None` outside of documents.
    static BROKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic in it prints nothing and gives its place and message.
fn quietly<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            let inside = BROKEN.with_borrow_mut(|broken| match broken {
                Some(place) => {
                    let line = about.location().map_or_else(String::new, ToString::to_string);
                    *place = format!("{line}: {}", message(about.payload()));
                    true
                }
                None => false,
            });
            if !inside {
                before(about);
            }
        }));
    });
    BROKEN.set(Some(String::new()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    let place = BROKEN.take().unwrap_or_default();
    outcome.map_err(|_| place)
}

fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// The text of one file, for the commands that show a single document.
///
/// # Errors
/// As [`read::read`] and the file system have them.
pub fn content(path: &Path) -> std::result::Result<Content, Unreadable> {
    let bytes = bytes_of(path).map_err(|error| walk::trouble(&error))?;
    read::read(&bytes, path)
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
    record_of(content, &origin, &options.given, options, lexicon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let uneven = |n: u64| {
            std::thread::sleep(std::time::Duration::from_millis(n * 7 % 5));
            n
        };
        let mut seen = Vec::new();
        let take = |n| {
            seen.push(n);
            ControlFlow::Continue(())
        };
        in_order(0..200u64, 3, uneven, take).unwrap();
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_items_are_under_way_than_the_window_holds() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (drawn, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..100).inspect(|_| {
            drawn.fetch_add(1, Ordering::SeqCst);
        });
        // The first item is slow: what stands behind it must not pile up.
        let work = |n: i32| {
            if n == 0 {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            drawn.load(Ordering::SeqCst) - taken.load(Ordering::SeqCst)
        };
        let mut most = 0;
        in_order(items, 2, work, |under_way| {
            taken.fetch_add(1, Ordering::SeqCst);
            most = most.max(under_way);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(most <= 8, "{most} items were under way");
    }

    #[test]
    fn breaking_off_ends_the_work() {
        let mut seen = 0;
        let take = |_| {
            seen += 1;
            if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        in_order(0.., 2, |n: u64| n, take).unwrap();
        assert_eq!(seen, 3);
    }

    #[test]
    fn a_panic_becomes_a_failed_record() {
        let path: Arc<Path> = Path::new("a.txt").into();
        let origin = Origin::of_bytes(&path, b"a");
        let document = finish(path, origin, |_| panic!("no such row"), &Options::default()).document;
        let error = document.error.unwrap();
        assert_eq!((document.status, error.code.as_str()), (DocumentStatus::Failed, "panic"));
        assert!(
            error.message.contains("batch.rs") && error.message.contains("no such row"),
            "{}",
            error.message
        );
    }
}
