//! Journals: what a run has written so far, a line for each document, so that a run that was killed can go on.
//!
//! The first line says what the records depend on: the program, its dictionaries and the options. A document is known
//! again by its path and its bytes. A line that is not whole was being written when the run ended, and does not count.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::About;
use crate::error::{Error, Result};

/// What the records of a run depend on besides the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub journal: String,
    pub version: String,
    /// Hash of all dictionaries.
    pub dictionaries: String,
    pub options: Vec<String>,
}

/// The version of this form.
const FORM: &str = "chengnuo.journal/1";

impl Head {
    pub fn new(dictionaries: &str, options: Vec<String>) -> Head {
        let version = env!("CARGO_PKG_VERSION").into();
        Head { journal: FORM.into(), version, dictionaries: dictionaries.into(), options }
    }

    /// What differs, for a person; `None` where a run of `self` may go on with what `before` has written.
    fn differs(&self, before: &Head) -> Option<String> {
        if self == before {
            return None;
        }
        if self.journal != before.journal || self.version != before.version {
            return Some(format!("version {} wrote it, and this is {}", before.version, self.version));
        }
        if self.dictionaries != before.dictionaries {
            return Some("it was written with other dictionaries".into());
        }
        Some(format!(
            "its options were [{}], now they are [{}]",
            before.options.join(" "),
            self.options.join(" ")
        ))
    }
}

/// A document that is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Of the document's path and bytes.
    pub key: String,
    /// Bytes of the output.
    pub start: u64,
    pub length: u64,
    pub about: About,
}

/// What an earlier run has written, by key.
pub type Earlier = FxHashMap<String, Entry>;

/// A journal that is being written.
pub struct Journal {
    file: File,
    /// Lines of documents that may not be in the output yet.
    pending: Vec<u8>,
}

impl Journal {
    /// A new journal, in the place of any other.
    ///
    /// # Errors
    /// [`Error::File`]; [`Error::Usage`] where another run is writing it.
    pub fn begin(path: &Path, head: &Head, entries: &Earlier) -> Result<Journal> {
        let wrong = |source| Error::File { path: path.into(), source };
        let file = File::options().create(true).append(true).read(true).open(path).map_err(wrong)?;
        lock(&file, path)?;
        file.set_len(0).map_err(wrong)?;
        let mut journal = Journal { file, pending: line(head) };
        let mut entries: Vec<&Entry> = entries.values().collect();
        entries.sort_by_key(|entry| entry.start);
        entries.into_iter().for_each(|entry| journal.note(entry));
        journal.flush().map_err(wrong)?;
        Ok(journal)
    }

    /// The journal at `path` with what it says; a new one where there is none.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is of another program, other dictionaries or options.
    pub fn resume(path: &Path, head: &Head) -> Result<(Journal, Earlier)> {
        let wrong = |source| Error::File { path: path.into(), source };
        let mut entries = Earlier::default();
        let file = match File::options().read(true).append(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok((Journal::begin(path, head, &entries)?, entries));
            }
            Err(error) => return Err(wrong(error)),
        };
        lock(&file, path)?;
        let mut reader = BufReader::new(&file);
        let (mut whole, mut first, mut row) = (0, true, Vec::new());
        loop {
            row.clear();
            let length = reader.read_until(b'\n', &mut row).map_err(wrong)?;
            if !row.ends_with(b"\n") {
                break;
            }
            if std::mem::take(&mut first) {
                let before: Head = serde_json::from_slice(&row).map_err(|error| {
                    Error::Usage(format!("{} is no journal of this program: {error}", path.display()))
                })?;
                if let Some(difference) = head.differs(&before) {
                    return Err(Error::Usage(format!(
                        "{} is of another run: {difference}; without --resume the work begins anew",
                        path.display()
                    )));
                }
            } else if let Ok(entry) = serde_json::from_slice::<Entry>(&row) {
                entries.insert(entry.key.clone(), entry);
            }
            whole += length as u64;
        }
        if first {
            drop(file);
            return Ok((Journal::begin(path, head, &entries)?, entries));
        }
        file.set_len(whole).map_err(wrong)?;
        Ok((Journal { file, pending: Vec::new() }, entries))
    }

    /// Notes a document that is written; [`Journal::flush`] is for when the output is safe.
    pub fn note(&mut self, entry: &Entry) {
        self.pending.append(&mut line(entry));
    }

    pub fn flush(&mut self) -> std::io::Result<()> {
        self.file.write_all(&self.pending)?;
        self.pending.clear();
        Ok(())
    }

    /// Bytes that wait to be flushed.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// The run is done: nothing is left to go on with.
    pub fn remove(self, path: &Path) -> std::io::Result<()> {
        fs::remove_file(path)
    }
}

fn line(value: &impl Serialize) -> Vec<u8> {
    // Strings, numbers and lists alone: nothing can fail.
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}

#[cfg(unix)]
fn lock(file: &File, path: &Path) -> Result<()> {
    use rustix::fs::{FlockOperation, flock};
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(rustix::io::Errno::WOULDBLOCK) => {
            Err(Error::Usage(format!("another run is writing {}", path.display())))
        }
        // A file system without locks goes without.
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn lock(_: &File, _: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str) -> Entry {
        Entry { key: key.into(), start: 0, length: 1, about: About::default() }
    }

    #[test]
    fn a_torn_line_does_not_count_and_other_options_do_not_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.journal");
        let head = Head::new("abc", vec!["date=2024-01-01".into()]);
        let (mut journal, nothing) = Journal::resume(&path, &head).unwrap();
        assert!(nothing.is_empty());
        journal.note(&entry("one"));
        journal.note(&entry("two"));
        journal.flush().unwrap();
        assert!(
            matches!(Journal::resume(&path, &head), Err(Error::Usage(why)) if why.contains("another run"))
        );
        drop(journal);
        let text = fs::read(&path).unwrap();
        fs::write(&path, &text[..text.len() - 3]).unwrap();
        let (mut journal, earlier) = Journal::resume(&path, &head).unwrap();
        assert_eq!(earlier.keys().collect::<Vec<_>>(), ["one"]);
        journal.note(&entry("three"));
        journal.flush().unwrap();
        drop(journal);
        let (journal, earlier) = Journal::resume(&path, &head).unwrap();
        assert_eq!(earlier.len(), 2);
        drop(journal);
        let other = Head::new("abc", Vec::new());
        assert!(
            matches!(Journal::resume(&path, &other), Err(Error::Usage(why)) if why.contains("date=2024-01-01"))
        );
    }
}
