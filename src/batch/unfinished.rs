//! Output in the making: records in; one file of lines, or a file a document, out, so that a run that was killed can go on.
//!
//! `out.jsonl` is written as `out.jsonl.partial` beside `out.jsonl.journal`. Bytes of records leave before the journal
//! names them, so that what it names is there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Finished;
use super::journal::{Earlier, Entry, Head, Journal};
use crate::error::{Error, Result};

/// How long a record may wait for the journal.
const WAIT: Duration = Duration::from_secs(1);

/// As does this much of the journal.
const PENDING: usize = 1 << 16;

/// A file of lines.
pub struct Lines {
    path: PathBuf,
    partial: BufWriter<File>,
    /// Bytes written.
    at: u64,
    journal: Journal,
    flushed: Instant,
    /// Where the records of this run stand, in path order.
    order: Vec<(u64, u64)>,
}

impl Lines {
    /// Begins anew.
    ///
    /// # Errors
    /// [`Error::File`]; [`Error::Usage`] where another run writes the same file.
    pub fn begin(path: &Path, head: &Head) -> Result<Lines> {
        let journal = Journal::begin(&beside(path, "journal"), head, &Earlier::default())?;
        let partial = beside(path, "partial");
        let file = File::create(&partial).map_err(|source| Error::File { path: partial, source })?;
        Ok(Lines::new(path, file, 0, journal))
    }

    /// Goes on where a run of the same options ended.
    ///
    /// # Errors
    /// As [`Lines::begin`]; [`Error::Usage`] where program, dictionaries or options are others.
    pub fn resume(path: &Path, head: &Head) -> Result<(Lines, Earlier)> {
        let partial = beside(path, "partial");
        let wrong = |source| Error::File { path: partial.clone(), source };
        let (mut journal, mut earlier) = Journal::resume(&beside(path, "journal"), head)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&partial)
            .map_err(wrong)?;
        let before = earlier.len();
        whole(&file, &mut earlier).map_err(wrong)?;
        if earlier.len() < before {
            drop(journal);
            journal = Journal::begin(&beside(path, "journal"), head, &earlier)?;
        }
        let end = earlier.values().map(|entry| entry.start + entry.length).max().unwrap_or(0);
        file.set_len(end).map_err(wrong)?;
        (&file).seek(SeekFrom::Start(end)).map_err(wrong)?;
        Ok((Lines::new(path, file, end, journal), earlier))
    }

    fn new(path: &Path, partial: File, at: u64, journal: Journal) -> Lines {
        let partial = BufWriter::with_capacity(1 << 18, partial);
        Lines { path: path.into(), partial, at, journal, flushed: Instant::now(), order: Vec::new() }
    }

    /// Writes a record that is not there yet.
    pub fn write(&mut self, finished: Finished) -> io::Result<()> {
        if let Some(stretch) = finished.earlier {
            self.order.push(stretch);
            return Ok(());
        }
        let length = finished.json.len() + 1;
        finished.json.write_to(&mut self.partial)?;
        self.partial.write_all(b"\n")?;
        self.order.push((self.at, length));
        self.journal.note(&Entry { key: finished.key, start: self.at, length, about: finished.about });
        self.at += length;
        if self.journal.pending() > PENDING || self.flushed.elapsed() > WAIT {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.partial.flush()?;
        self.journal.flush()?;
        self.flushed = Instant::now();
        Ok(())
    }

    /// Leaves what there is for [`Lines::resume`], and says where.
    pub fn leave(mut self) -> io::Result<PathBuf> {
        self.flush()?;
        Ok(beside(&self.path, "partial"))
    }

    /// All records are there: the file gets its name.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        let partial = beside(&self.path, "partial");
        let mut end = 0;
        let in_order = self.order.iter().all(|&(start, length)| {
            let follows = start == end;
            end = start + length;
            follows
        });
        if in_order && end == self.at {
            fs::rename(&partial, &self.path)?;
        } else {
            self.assemble(&partial)?;
            fs::remove_file(&partial)?;
        }
        self.journal.remove(&beside(&self.path, "journal"))
    }

    /// Documents came and went between two runs: copies the records into their order.
    fn assemble(&self, partial: &Path) -> io::Result<()> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut whole = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        let mut out = BufWriter::new(whole.as_file_mut());
        let mut from = BufReader::new(File::open(partial)?);
        let mut at = 0;
        for &(start, length) in &self.order {
            from.seek_relative(start as i64 - at as i64)?;
            io::copy(&mut (&mut from).take(length), &mut out)?;
            at = start + length;
        }
        out.flush()?;
        drop(out);
        #[cfg(unix)]
        {
            // As the unfinished file, which has what the user's mask leaves.
            fs::set_permissions(whole.path(), fs::metadata(partial)?.permissions())?;
        }
        whole.persist(&self.path)?;
        Ok(())
    }
}

/// Leaves the entries whose lines are in the file.
fn whole(file: &File, earlier: &mut Earlier) -> io::Result<()> {
    let length = file.metadata()?.len();
    let mut reader = file;
    let mut broken = Vec::new();
    for entry in earlier.values() {
        let end = entry.start + entry.length;
        let mut last = [0];
        let there = entry.length > 0 && end <= length && {
            reader.seek(SeekFrom::Start(end - 1))?;
            reader.read_exact(&mut last)?;
            last == *b"\n"
        };
        if !there {
            broken.push(entry.key.clone());
        }
    }
    broken.iter().for_each(|key| drop(earlier.remove(key)));
    Ok(())
}

/// `out.jsonl.partial` beside `out.jsonl`. What a link leads to is written.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(end);
    name.into()
}

/// A folder with a file a document.
pub struct Folder {
    path: PathBuf,
    journal: Journal,
}

impl Folder {
    /// Begins anew; files of other names stay. Makes the folder where there is none.
    ///
    /// # Errors
    /// As [`Lines::begin`].
    pub fn begin(path: &Path, head: &Head) -> Result<Folder> {
        fs::create_dir_all(path).map_err(|source| Error::File { path: path.into(), source })?;
        let journal = Journal::begin(&path.join(JOURNAL), head, &Earlier::default())?;
        Ok(Folder { path: path.into(), journal })
    }

    /// Goes on where a run of the same options ended.
    ///
    /// # Errors
    /// As [`Lines::resume`].
    pub fn resume(path: &Path, head: &Head) -> Result<(Folder, Earlier)> {
        fs::create_dir_all(path).map_err(|source| Error::File { path: path.into(), source })?;
        let (journal, mut earlier) = Journal::resume(&path.join(JOURNAL), head)?;
        earlier.retain(|_, entry| {
            let file = path.join(&entry.about.file);
            file.metadata().is_ok_and(|about| about.is_file() && about.len() == entry.length)
        });
        Ok((Folder { path: path.into(), journal }, earlier))
    }

    pub fn write(&mut self, mut finished: Finished) -> io::Result<()> {
        if finished.earlier.is_some() {
            return Ok(());
        }
        let name = name(&finished);
        let part = self.path.join(format!(".{name}.partial"));
        finished.json.last().push(b'\n');
        finished.json.write_to(&mut fs::File::create(&part)?)?;
        fs::rename(&part, self.path.join(&name))?;
        let length = finished.json.len();
        let about = super::About { file: name, ..finished.about };
        self.journal.note(&Entry { key: finished.key, start: 0, length, about });
        self.journal.flush()
    }

    pub fn leave(mut self) -> io::Result<PathBuf> {
        self.journal.flush()?;
        Ok(self.path)
    }

    pub fn finish(self) -> io::Result<()> {
        self.journal.remove(&self.path.join(JOURNAL))
    }
}

const JOURNAL: &str = ".chengnuo.journal";

/// `方案.txt-0123456789abcdef.json`: safe on every file system, the same in every run, no two alike.
fn name(finished: &Finished) -> String {
    /// Bytes of a part; file systems allow 255 in all.
    const MOST: usize = 100;
    let safe = |words: &str| {
        let mut safe = String::new();
        for c in words.chars() {
            if safe.len() + c.len_utf8() > MOST {
                break;
            }
            safe.push(if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' });
        }
        safe.trim_start_matches('.').to_string()
    };
    let file = finished.path.file_name().unwrap_or_default().to_string_lossy();
    let about = &finished.about;
    // A caller may give an id twice, or ids that differ in what is not safe.
    let apart = if about.named { format!("-{}", &finished.key[..8]) } else { String::new() };
    format!("{}-{}{apart}.json", safe(&file), safe(&about.id))
}
