//! The plans of a comparison: documents, which are extracted, and records that `extract` wrote, in; each with what
//! is compared of it out, by path and line.
//!
//! Lines are parsed and documents extracted in parallel, a bounded number at a time; nothing else of them is kept.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::walk::{self, Place, STDIN};
use super::{Item, Options, document, in_order, items, rows};
use crate::compare::Input;
use crate::compare::plan::Record;
use crate::error::{Result, Unreadable};
use crate::lexicon::Lexicon;
use crate::record::{self, Document, DocumentStatus};

/// What `compare` is told while plans are read.
pub enum Told {
    /// So many bytes are done.
    Bytes(u64),
    /// A document or record that is left out, or of which something is lost, and where it stands.
    Trouble { place: String, trouble: Unreadable },
    /// Something worth knowing that is no fault.
    Note(String),
}

/// The plans of a comparison.
#[derive(Debug, Default)]
pub struct Plans {
    /// By path and line, each with an id of its own.
    pub inputs: Vec<Input>,
    /// Number of documents that could not be read.
    pub failed: usize,
}

/// Reads the documents and records of `places`, and tells `tell` what happens.
///
/// A file holds records where its first row is one; else it is a document, or a document a line.
///
/// # Errors
/// [`crate::error::Error::Usage`] where the threads cannot be started.
pub fn plans(
    places: &[Place],
    options: &Options,
    lexicon: &Lexicon,
    mut tell: impl FnMut(Told),
) -> Result<Plans> {
    let mut plans = Plans::default();
    let mut seen = Seen::default();
    let jobs = places.iter().flat_map(|place| jobs(place, options));
    in_order(
        jobs,
        options.jobs,
        |job| work(job, options, lexicon),
        |outcome| {
            tell(Told::Bytes(outcome.bytes));
            let place = outcome.place;
            if let Some(trouble) = outcome.trouble {
                tell(Told::Trouble { place: place.clone(), trouble });
            }
            match outcome.plan {
                Some(plan) => {
                    if let Some(note) = seen.add(plan, &place, &mut plans.inputs) {
                        tell(Told::Note(note));
                    }
                }
                None => plans.failed += 1,
            }
            ControlFlow::Continue(())
        },
    )?;
    Ok(plans)
}

/// Finds the files that `paths` name, as [`walk::walk_with_records`] does; of a folder without documents the records, a file each, as
/// `extract -o FOLDER` writes them.
///
/// # Errors
/// As [`walk::walk`] has them.
pub fn places(paths: &[PathBuf], leave_out: Option<&Path>) -> Result<Vec<Place>> {
    let mut all = Vec::new();
    for path in paths {
        let is_bare = path.is_dir()
            && walk::walk_with_records(std::slice::from_ref(path), leave_out)?.places.is_empty();
        if is_bare { all.extend(records_in(path)) } else { all.push(path.clone()) }
    }
    Ok(walk::walk_with_records(&all, leave_out)?.places)
}

/// The files under a folder that are named `*.json` and hold records.
fn records_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let files =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let named = files
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "json"));
    named.filter(|path| {
        let head = File::open(path).and_then(|file| head(Box::new(BufReader::new(file))));
        head.is_ok_and(|(head, _)| !matches!(shape(&head), Shape::Documents))
    })
}

/// One thing to read.
enum Job {
    Document(Item),
    /// A record as it stands in a file, with the number of its first line.
    Record {
        path: Arc<Path>,
        line: u64,
        json: Vec<u8>,
    },
    Trouble {
        place: String,
        trouble: Unreadable,
    },
}

/// What came of a job.
struct Outcome {
    place: String,
    bytes: u64,
    plan: Option<Plan>,
    trouble: Option<Unreadable>,
}

struct Plan {
    input: Input,
    sha256: Option<String>,
    duplicate_of: Option<String>,
}

impl Plan {
    fn new(record: Record) -> Plan {
        let (sha256, duplicate_of) = (record.source.sha256.clone(), record.duplicate_of.clone());
        Plan { input: Input::new(record), sha256, duplicate_of }
    }
}

impl Outcome {
    fn read(place: String, bytes: u64, record: Record, trouble: Option<Unreadable>) -> Outcome {
        Outcome { place, bytes, plan: Some(Plan::new(record)), trouble }
    }
}

fn work(job: Job, options: &Options, lexicon: &Lexicon) -> Outcome {
    match job {
        Job::Document(item) => {
            let outcome = document::<Document>(item, options, lexicon);
            let place = outcome.path.display().to_string();
            let (bytes, trouble) = (outcome.about.bytes, outcome.about.trouble);
            if outcome.about.status == DocumentStatus::Failed {
                return Outcome { place, bytes, plan: None, trouble };
            }
            Outcome::read(place, bytes, outcome.record.into(), trouble)
        }
        Job::Record { path, line, json } => parsed(&path, line, &json),
        Job::Trouble { place, trouble } => Outcome { place, bytes: 0, plan: None, trouble: Some(trouble) },
    }
}

/// What a record begins with, for a message where the whole is none.
#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

fn parsed(path: &Path, line: u64, json: &[u8]) -> Outcome {
    let bytes = json.len() as u64;
    let (line, trouble) = match parse(json) {
        Ok(record) => return Outcome::read(format!("{}:{line}", path.display()), bytes, record, None),
        Err((after, trouble)) => (line + after, trouble),
    };
    Outcome { place: format!("{}:{line}", path.display()), bytes, plan: None, trouble: Some(trouble) }
}

/// The plan in the JSON of one record, as `extract` writes it.
///
/// # Errors
/// `bad_json`, `bad_record`, `other_schema`, and `failed` for a document that could not be read.
pub fn record(json: &[u8]) -> std::result::Result<Record, Unreadable> {
    parse(json).map_err(|(_, trouble)| trouble)
}

/// Of what is wrong also by how many lines it stands after the first.
fn parse(json: &[u8]) -> std::result::Result<Record, (u64, Unreadable)> {
    let after = |error: &serde_json::Error| (error.line() as u64).saturating_sub(1);
    let bad = |message: String| Unreadable::new("bad_record", message);
    let record: Record = match serde_json::from_slice(json.trim_ascii_end()) {
        Ok(record) => record,
        Err(error) => {
            // What is no JSON at all may have the wrong fields before it breaks off.
            if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(json.trim_ascii_end()) {
                let trouble = Unreadable::new("bad_json", format!("no JSON: {}", reason(&error)));
                return Err((after(&error), trouble));
            }
            let trouble = match serde_json::from_slice::<Head>(json).map(|head| head.schema) {
                Ok(Some(schema)) if schema != record::SCHEMA => other_schema(&schema),
                Ok(None) => bad("no record: it has no schema".into()),
                _ => bad(format!("no record: {}", reason(&error))),
            };
            return Err((after(&error), trouble));
        }
    };
    if record.schema != record::SCHEMA {
        return Err((0, other_schema(&record.schema)));
    }
    if record.status == DocumentStatus::Failed {
        let why =
            record.error.map_or_else(String::new, |error| format!(": {} [{}]", error.message, error.code));
        let message = format!("{} could not be read when it was extracted{why}", record.source.path);
        return Err((0, Unreadable::new("failed", message)));
    }
    Ok(record)
}

fn other_schema(schema: &str) -> Unreadable {
    let message =
        format!("schema {schema}; this program reads {}: extract the documents again", record::SCHEMA);
    Unreadable::new("other_schema", message)
}

/// What is wrong with JSON, without the line, which the caller says.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    if error.column() == 0 { words.into() } else { format!("{words} at column {}", error.column()) }
}

/// Ids and bytes that stand in the comparison already.
#[derive(Default)]
pub struct Seen {
    ids: FxHashSet<String>,
    /// With which number an id was free the last time.
    turns: FxHashMap<String, usize>,
    /// Where the bytes of a digest were read first.
    digests: FxHashMap<String, String>,
}

impl Seen {
    /// Adds the plan of a record that stands at `place`. Says so where it is a copy.
    pub fn add_record(&mut self, record: Record, place: &str, inputs: &mut Vec<Input>) -> Option<String> {
        self.add(Plan::new(record), place, inputs)
    }

    /// Adds a plan under an id of its own: a later one of the same id gets `-2`, `-3`. A copy is worth a note.
    fn add(&mut self, plan: Plan, place: &str, inputs: &mut Vec<Input>) -> Option<String> {
        let Plan { mut input, sha256, duplicate_of } = plan;
        let copy = sha256.and_then(|digest| match self.digests.get(&digest) {
            Some(first) => Some(format!("{place} is of the same bytes as {first}")),
            None => {
                self.digests.insert(digest, place.into());
                None
            }
        });
        if let Some(first) = duplicate_of.filter(|_| input.commitments.is_empty()) {
            return Some(format!("{place} is left out: a duplicate of {first}"));
        }
        // An id that is taken stays taken, so each search goes on where the last one for the same id ended.
        let turn = self.turns.entry(input.id.to_string()).or_insert(1);
        while !self.ids.insert(if *turn == 1 { input.id.to_string() } else { format!("{}-{turn}", input.id) })
        {
            *turn += 1;
        }
        if *turn > 1 {
            input.rename(&format!("{}-{turn}", input.id));
        }
        inputs.push(input);
        copy
    }
}

type Reader = Box<dyn BufRead + Send>;
type Jobs = Box<dyn Iterator<Item = Job> + Send>;

/// How much of a file is looked at to see what it holds, where its first line is not longer.
const HEAD: usize = 1 << 16;

/// What is to be read of a place: one document, a document a line, or records.
fn jobs(place: &Place, options: &Options) -> Jobs {
    let path: Arc<Path> = place.path.as_path().into();
    let is_stdin = path.as_os_str() == STDIN;
    let as_documents = |place| -> Jobs { Box::new(items(place, options).map(Job::Document)) };
    if place.trouble.is_some() {
        return as_documents(place);
    }
    let reader: Reader = if is_stdin {
        Box::new(BufReader::new(io::stdin()))
    } else {
        match File::open(&path) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(_) => return as_documents(place),
        }
    };
    let (head, reader) = match head(reader) {
        Ok(found) => found,
        Err(_) if !is_stdin => return as_documents(place),
        Err(error) => {
            return Box::new(std::iter::once(Job::Document(Item::Trouble(path, walk::trouble(&error)))));
        }
    };
    match shape(&head) {
        Shape::Lines => Box::new(rows(path, reader).map(|item| match item {
            Item::Row(path, line, json) => Job::Record { path, line, json },
            other => Job::Document(other),
        })),
        Shape::Values => Box::new(Values { path, reader, line: 1, ended: false }),
        Shape::Documents if !is_stdin => as_documents(place),
        Shape::Documents if has_text(&head) => Box::new(rows(path, reader).map(Job::Document)),
        Shape::Documents => Box::new(std::iter::once(Job::Document(whole(path, reader)))),
    }
}

fn whole(path: Arc<Path>, mut reader: Reader) -> Item {
    let mut bytes = Vec::new();
    match reader.read_to_end(&mut bytes) {
        Ok(_) => Item::Bytes(path, bytes),
        Err(error) => Item::Trouble(path, walk::trouble(&error)),
    }
}

/// The first bytes of a file, and the reader as if none had been read.
fn head(mut reader: Reader) -> io::Result<(Vec<u8>, Reader)> {
    let mut head = Vec::new();
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let read = buffer.len();
        head.extend_from_slice(buffer);
        reader.consume(read);
        // Of JSON the first line is wanted whole: its schema may stand at its end.
        let enough = !is_json(&head) || head.contains(&b'\n');
        if head.len() >= HEAD && enough {
            break;
        }
    }
    let again = Box::new(Cursor::new(head.clone()).chain(reader));
    Ok((head, again))
}

fn is_json(head: &[u8]) -> bool {
    start(head).starts_with(b"{") || start(head).starts_with(b"[")
}

fn start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

enum Shape {
    Documents,
    /// A record a line.
    Lines,
    /// An array of records, or records over several lines.
    Values,
}

fn shape(head: &[u8]) -> Shape {
    if !is_json(head) || !names_schema(head) {
        return Shape::Documents;
    }
    let start = start(head);
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if start.starts_with(b"[") || first.trim_ascii() == b"{" { Shape::Values } else { Shape::Lines }
}

/// Holds `"schema": "chengnuo.document/`. Inside of a JSON string the quotes would have backslashes.
fn names_schema(head: &[u8]) -> bool {
    let key = b"\"schema\"";
    head.windows(key.len()).enumerate().filter(|(_, window)| window == key).any(|(at, _)| {
        let rest = head[at + key.len()..].trim_ascii_start();
        rest.strip_prefix(b":")
            .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"chengnuo.document/"))
    })
}

/// The first line is a document of JSON Lines: `{"id": …, "text": …}`.
fn has_text(head: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Row {
        #[allow(dead_code, reason = "only its presence counts")]
        text: String,
    }
    let first = start(head).split(|byte| *byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice::<Row>(first).is_ok()
}

/// The objects of an array, or objects one after another, each as it stands. They may go over several lines.
struct Values {
    path: Arc<Path>,
    reader: Reader,
    line: u64,
    ended: bool,
}

impl Values {
    fn stray(&self, line: u64) -> Job {
        let place = format!("{}:{line}", self.path.display());
        Job::Trouble { place, trouble: Unreadable::new("bad_json", "no JSON: a record begins with {") }
    }
}

impl Iterator for Values {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        if self.ended {
            return None;
        }
        let mut json = Vec::new();
        let mut first_line = self.line;
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        // The line of something between objects that is none.
        let mut stray = None;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => {
                    self.ended = true;
                    let place = format!("{}:{}", self.path.display(), self.line);
                    return Some(Job::Trouble { place, trouble: walk::trouble(&error) });
                }
            };
            if buffer.is_empty() {
                self.ended = true;
                if let Some(line) = stray {
                    return Some(self.stray(line));
                }
                // A whole object would have been given already.
                return (depth > 0).then(|| Job::Record { path: self.path.clone(), line: first_line, json });
            }
            let mut used = 0;
            let mut whole = false;
            for &byte in buffer {
                used += 1;
                self.line += u64::from(byte == b'\n');
                if depth == 0 && byte != b'{' {
                    let between = byte.is_ascii_whitespace() || b"[],\xEF\xBB\xBF".contains(&byte);
                    if !between && stray.is_none() {
                        stray = Some(self.line);
                    }
                    continue;
                }
                if depth == 0 {
                    first_line = self.line;
                    if stray.is_some() {
                        used -= 1;
                        break;
                    }
                }
                json.push(byte);
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => {
                        depth -= 1;
                        whole = depth == 0;
                    }
                    _ => {}
                }
                if whole {
                    break;
                }
            }
            // An object begins that stays for the next turn.
            let begins = depth == 0 && !whole && used < buffer.len();
            self.reader.consume(used);
            if begins && let Some(line) = stray {
                return Some(self.stray(line));
            }
            if whole {
                return Some(Job::Record { path: self.path.clone(), line: first_line, json });
            }
        }
    }
}
