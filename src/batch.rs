//! Batches: many files in, a record for each out, in path order, whatever goes wrong with one of them.
//!
//! Documents are read in parallel; at any time a bounded number of them is under way, so that memory stays within a
//! small multiple of the largest. The same files give the same bytes for any number of threads.

pub mod document;
pub mod item;
pub mod order;
mod panics;
pub mod plans;
pub mod walk;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::context::Given;
use crate::error::{Result, Unreadable};
use crate::lexicon::Lexicon;
use crate::read::parts::Limits;
use crate::record::{self, DocumentStatus};
use document::json;

pub use document::{Outcome, content, document, record};
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
    let items = places.iter().flat_map(|place| items(place, options));
    in_order(
        items,
        options.jobs,
        |item| document(item, options, lexicon).written(),
        |finished| take(told_apart(finished, &mut copies)),
    )
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
