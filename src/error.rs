//! What can go wrong with an argument, a dictionary or a document, each said so that a person can mend it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize};

/// An error of the library. A bad dictionary or argument ends the run; a bad document becomes a failed record.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `units.tsv:41: 公顷 is already listed on line 12`
    #[error("{file}:{line}: {reason}")]
    Dictionary { file: String, line: usize, reason: String },

    #[error("{path}: {source}", path = path.display())]
    File { path: PathBuf, source: std::io::Error },

    #[error("{0}")]
    Usage(String),
}

pub type Result<T> = std::result::Result<T, Error>;

/// Why a document could not be read: `code` is for programs, `message` for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("{message}")]
pub struct Unreadable {
    pub code: &'static str,
    pub message: String,
}

impl Unreadable {
    pub fn new(code: &'static str, message: impl Into<String>) -> Unreadable {
        Unreadable { code, message: message.into() }
    }
}

/// As another run or process of the program has written it down.
impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Unreadable, D::Error> {
        #[derive(Deserialize)]
        struct Told {
            code: String,
            message: String,
        }
        Told::deserialize(from).map(|told| Unreadable::new(lasting(&told.code), told.message))
    }
}

/// The same words for as long as the program runs. There are as many as the program has codes.
fn lasting(words: &str) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(words) {
        return known;
    }
    let words: &'static str = Box::leak(words.into());
    known.insert(words);
    words
}
