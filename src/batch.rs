//! Batches: many files in, a record for each out, in path order, whatever goes wrong with one of them.
//!
//! Documents are read in parallel; at any time a bounded number of them is under way, so that memory stays within a
//! small multiple of the largest. The same files give the same bytes for any number of threads.

pub mod document;
pub mod duplicate;
pub mod item;
pub mod journal;
pub mod order;
pub mod panics;
pub mod plans;
pub mod summary;
pub mod unfinished;
pub mod walk;
pub mod worker;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::context::Given;
use crate::error::{Result, Unreadable};
use crate::lexicon::Lexicon;
use crate::read::parts::Limits;
use crate::record::{self, DocumentStatus};
use document::{Loaded, extracted, json};
use duplicate::{Copies, Print, Standing};
use journal::{Earlier, Entry};
use worker::Workers;

pub use document::{Json, Outcome, content, document, record};
pub use item::{Item, items, rows};
pub use order::in_order;
pub use walk::{Choice, Place, STDIN, Walk, walk};

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
    /// How large a document and what an archive unpacks to may be.
    pub limits: Limits,
    /// Which documents of an archive are read.
    pub choice: Arc<Choice>,
    /// Copies are extracted as if they were none.
    pub keep_duplicates: bool,
    /// Records are handed on as they are, not as JSON, where this process made them.
    pub unwritten: bool,
    /// Processes for what may kill its reader or take too long; without them all is read in this one.
    pub workers: Option<Arc<Workers>>,
    /// Set from outside: no more documents are begun.
    pub stop: Arc<AtomicBool>,
}

/// A record ready to be written, with what the user is told about it.
#[derive(Debug)]
pub struct Finished {
    pub path: Arc<Path>,
    /// Of the document's path and bytes, by which another run knows it again.
    pub key: String,
    /// One line of JSON without its end; empty where an earlier run has written it, and where `record` stands for it.
    pub json: Json,
    /// The record, where [`Options::unwritten`] asks for it and this process made it.
    pub record: Option<Box<record::Document>>,
    /// Where an earlier run has written it: first byte and length.
    pub earlier: Option<(u64, u64)>,
    pub about: About,
}

/// What a run keeps of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct About {
    pub id: String,
    /// The id is the caller's, to be kept as it is.
    pub named: bool,
    /// The id as long as no document before has the same bytes.
    own: String,
    pub status: DocumentStatus,
    /// Why the document is not `ok`.
    pub trouble: Option<Unreadable>,
    pub media_type: Option<String>,
    /// Bytes of the document.
    pub bytes: u64,
    pub commitments: usize,
    /// Spent on it.
    pub seconds: f64,
    pub duplicate_of: Option<String>,
    print: Option<Print>,
    /// The name of its file, in a folder of records.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    file: String,
}

/// Extracts every document of `places` and hands the records to `take` in path order, until it breaks.
///
/// What `earlier` has is not worked on again.
///
/// # Errors
/// [`crate::error::Error::Usage`] where the threads cannot be started.
pub fn run(
    places: &[Place],
    options: &Options,
    lexicon: &Lexicon,
    earlier: &Earlier,
    mut take: impl FnMut(Finished) -> ControlFlow<()>,
) -> Result<()> {
    let claims = Claims::default();
    let run = Run { options, lexicon, earlier, claims: &claims };
    let mut copies = Copies::default();
    let items = places.iter().flat_map(|place| items(place, options));
    let items = items.take_while(|_| !options.stop.load(Ordering::Relaxed)).enumerate();
    in_order(items, options.jobs, |(n, item)| run.step(n, item), |step| take(run.placed(step, &mut copies)))
}

/// What the work on one document needs, for [`run`] and for callers with threads of their own.
pub struct Run<'a> {
    pub options: &'a Options,
    pub lexicon: &'a Lexicon,
    pub earlier: &'a Earlier,
    pub claims: &'a Claims,
}

/// The first item so far of an id.
#[derive(Default)]
pub struct Claims(Mutex<FxHashMap<u64, usize>>);

/// What came of a document before it is known how it stands to those before it.
pub struct Step(Came);

enum Came {
    New(Finished),
    /// An earlier run has written it.
    Known(Loaded, Box<Entry>),
    /// A document before it has the same bytes.
    Copy(Loaded),
}

impl Run<'_> {
    /// Works on the `n`th item. Many can be worked on at a time.
    pub fn step(&self, n: usize, item: Item) -> Step {
        Step(self.came(n, item))
    }

    fn came(&self, n: usize, item: Item) -> Came {
        let loaded = document::load(item, self.options);
        let first = self.is_first(n, &loaded);
        if !self.earlier.is_empty()
            && let Some(entry) = self.earlier.get(&loaded.key())
        {
            return Came::Known(loaded, Box::new(entry.clone()));
        }
        if first || self.options.keep_duplicates {
            Came::New(self.finished(loaded))
        } else {
            Came::Copy(loaded)
        }
    }

    /// No document before the `n`th has the same bytes, as far as is known yet.
    fn is_first(&self, n: usize, loaded: &Loaded) -> bool {
        let id = u64::from_str_radix(&loaded.origin.id, 16);
        let (None, Ok(_), Ok(id)) = (loaded.line, &loaded.bytes, id) else { return true };
        let mut claims = self.claims.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = claims.entry(id).or_insert(n);
        *first = n.min(*first);
        *first == n
    }

    fn finished(&self, loaded: Loaded) -> Finished {
        let key = loaded.key();
        let started = Instant::now();
        let workers = self.options.workers.as_ref().filter(|workers| workers.take(&loaded));
        let mut finished = match workers.map(|workers| workers.work(&loaded)) {
            Some(Ok((about, json))) => {
                Finished { path: loaded.path, key, json: json.into(), record: None, earlier: None, about }
            }
            Some(Err(why)) if self.options.unwritten => {
                as_it_is(document::failed(loaded, why, self.options), key)
            }
            Some(Err(why)) => written(document::failed(loaded, why, self.options), key),
            None if self.options.unwritten => as_it_is(extracted(loaded, self.options, self.lexicon), key),
            None => written(extracted(loaded, self.options, self.lexicon), key),
        };
        finished.about.seconds = milliseconds(started);
        finished
    }

    /// The record as it is written, behind those before it: steps have to come in the order of their items.
    pub fn placed(&self, step: Step, copies: &mut Copies) -> Finished {
        let mut place = |about: &About| {
            if about.named {
                return Standing { id: about.id.clone(), ..Standing::default() };
            }
            copies.place(&about.own, about.status, about.trouble.as_ref(), about.print)
        };
        match step.0 {
            Came::New(finished) => {
                let standing = place(&finished.about);
                self.standing(finished, standing, copies)
            }
            Came::Known(loaded, entry) => {
                let standing = place(&entry.about);
                if standing.id == entry.about.id && standing.duplicate_of == entry.about.duplicate_of {
                    let Entry { key, start, length, about } = *entry;
                    let earlier = Some((start, length));
                    let (path, json) = (loaded.path, Json::default());
                    return Finished { path, key, json, record: None, earlier, about };
                }
                // Documents before it came or went.
                self.standing(self.finished(loaded), standing, copies)
            }
            Came::Copy(loaded) => {
                let key = loaded.key();
                let (status, trouble) = copies.first(&loaded.origin.id);
                let standing = copies.place(&loaded.origin.id, status, trouble.as_ref(), None);
                let copy = match self.options.unwritten {
                    true => {
                        as_it_is(document::copy(loaded, status, trouble, self.options, self.lexicon), key)
                    }
                    false => {
                        written(document::copy(loaded, status, trouble, self.options, self.lexicon), key)
                    }
                };
                self.standing(copy, standing, copies)
            }
        }
    }

    /// Says in a record how it stands to those before it.
    fn standing(&self, mut finished: Finished, standing: Standing, copies: &Copies) -> Finished {
        let about = &mut finished.about;
        if about.id == standing.id && standing.duplicate_of.is_none() {
            return finished;
        }
        let copy_of = standing.duplicate_of.as_deref();
        let is_whole = copy_of.is_none() || self.options.keep_duplicates;
        if is_whole && finished.record.is_none() {
            let Ok(json) = finished.json.bytes() else { return finished };
            finished.json = record::json::standing(&json, &about.id, &standing.id, copy_of).into();
        } else {
            let own = finished.record.take();
            let is_written = own.is_none();
            let read = || serde_json::from_slice(&finished.json.bytes().ok()?).ok().map(Box::new);
            let Some(mut document) = own.or_else(read) else { return finished };
            document.rename(standing.id.clone());
            document.duplicate_of = standing.duplicate_of.clone();
            if !is_whole {
                *document = duplicate::reduced(*document, standing.same_bytes);
            }
            if is_written {
                finished.json = json(&document);
            } else {
                finished.record = Some(document);
            }
        }
        if !is_whole {
            about.commitments = 0;
            if standing.same_bytes {
                // Whether it was read before it was known for a copy depends on the other threads.
                (about.media_type, about.trouble) = (None, copies.first(&about.own).1);
            }
        }
        (about.id, about.duplicate_of) = (standing.id, standing.duplicate_of);
        finished
    }
}

fn as_it_is(outcome: Outcome<record::Document>, key: String) -> Finished {
    let record = Some(Box::new(outcome.record));
    Finished { path: outcome.path, key, json: Json::default(), record, earlier: None, about: outcome.about }
}

fn written(outcome: Outcome<Json>, key: String) -> Finished {
    Finished {
        path: outcome.path,
        key,
        json: outcome.record,
        record: None,
        earlier: None,
        about: outcome.about,
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_millis() as f64 / 1000.0
}

impl Options {
    /// What the records depend on besides the documents, for [`journal::Head`].
    pub fn said(&self) -> Vec<String> {
        let mut said = document::said(self);
        said.push(format!("limit-bytes={}", self.limits.part));
        let timeout = self.workers.as_ref().and_then(|workers| workers.timeout());
        said.extend(timeout.map(|time| format!("timeout-per-document={}", time.as_secs_f64())));
        said.extend(self.with_text.then(|| "with-text".into()));
        said.extend(self.keep_duplicates.then(|| "keep-duplicates".into()));
        said.extend((self.input == InputFormat::JsonLines).then(|| "input-format=jsonl".into()));
        said
    }
}
