//! What can go wrong with an argument, a dictionary or a document, each said so that a person can mend it.

use std::path::PathBuf;

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
