//! Items: a file in; the documents that it holds out: itself, one a line, or those of an archive.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::walk::{self, Place, STDIN};
use super::{InputFormat, Options};
use crate::error::Unreadable;
use crate::read::parts::{self, Limits, Part, Source};
use crate::read::{self, Walker};

/// One document to read.
pub enum Item {
    File(Arc<Path>),
    /// A file that is read already, as standard input is.
    Bytes(Arc<Path>, Vec<u8>),
    /// A line of JSON Lines, with its number.
    Row(Arc<Path>, u64, Vec<u8>),
    Trouble(Arc<Path>, Unreadable),
}

/// The documents in a file: one, one a line, or those of an archive.
pub fn items(place: &Place, options: &Options) -> Box<dyn Iterator<Item = Item> + Send> {
    let path: Arc<Path> = place.path.as_path().into();
    let one = |item| Box::new(std::iter::once(item));
    if let Some(trouble) = &place.trouble {
        return one(Item::Trouble(path, trouble.clone()));
    }
    let is_stdin = path.as_os_str() == STDIN;
    if options.input == InputFormat::JsonLines || walk::is_lines(&path) {
        return match open(&path) {
            Ok(reader) => Box::new(rows(path, reader)),
            Err(error) => one(Item::Trouble(path, walk::trouble(&error))),
        };
    }
    if is_stdin {
        let most = options.limits.part.saturating_mul(4);
        let mut bytes = Vec::new();
        return match io::stdin().lock().take(most).read_to_end(&mut bytes) {
            Ok(_) => match read::walker(&mut Cursor::new(&bytes)) {
                Ok(Some(walker)) => Box::new(members(path, Box::new(Cursor::new(bytes)), walker, options)),
                _ => one(Item::Bytes(path, bytes)),
            },
            Err(error) => one(Item::Trouble(path, walk::trouble(&error))),
        };
    }
    // A pipe can be read once: it is a document.
    if !path.metadata().is_ok_and(|about| about.is_file()) {
        return one(Item::File(path));
    }
    match File::open(&path).and_then(|mut file| read::walker(&mut file).map(|walker| (file, walker))) {
        Ok((file, Some(walker))) => Box::new(members(path, Box::new(BufReader::new(file)), walker, options)),
        Ok((_, None)) => one(Item::File(path)),
        Err(error) => one(Item::Trouble(path, walk::trouble(&error))),
    }
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    Ok(if path.as_os_str() == STDIN {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(path)?))
    })
}

/// The documents of an archive, unpacked as they are asked for.
fn members(
    path: Arc<Path>,
    mut source: Box<dyn Source + Send>,
    walker: Walker,
    options: &Options,
) -> impl Iterator<Item = Item> + Send + use<> {
    let (give, given): (SyncSender<Item>, Receiver<Item>) = sync_channel(0);
    let (limits, choice) = (options.limits, options.choice.clone());
    std::thread::spawn(move || {
        let outside = path.components().count();
        let wanted = |part: &Path| {
            let inside: PathBuf = part.components().skip(outside).collect();
            choice.takes(part) && !walk::is_no_document(&inside)
        };
        let mut take = |part: Part| {
            if let Ok(bytes) = &part.bytes
                && walk::is_own(&part.path, || Ok(Cursor::new(bytes.as_slice())))
            {
                return ControlFlow::Continue(());
            }
            let path: Arc<Path> = part.path.into();
            let item = match part.bytes {
                Ok(bytes) => Item::Bytes(path, bytes),
                Err(why) => Item::Trouble(path, why),
            };
            match give.send(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let outcome =
            super::panics::quietly(|| parts::each(&mut *source, &path, walker, limits, &wanted, &mut take));
        let why = match outcome {
            Ok(Ok(())) => return,
            Ok(Err(why)) => why,
            Err(place) => {
                Unreadable::new("panic", format!("the program broke off in this archive at {place}"))
            }
        };
        // Nobody may be listening any more.
        let _ = give.send(Item::Trouble(path, why));
    });
    given.into_iter()
}

/// The bytes of a file, or of a document in an archive (`plans.zip!/dir/file`).
///
/// # Errors
/// `too_large`, and those of the file system and of archives.
pub fn bytes_of(path: &Path, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    if path.as_os_str() == STDIN {
        return whole(io::stdin().lock(), 0, limits);
    }
    match File::open(path) {
        Ok(file) => {
            let size = file.metadata().map_or(0, |about| about.len());
            whole(file, size, limits)
        }
        Err(error) => match archive_of(path) {
            Some(archive) => member(&archive, path, limits),
            None => Err(walk::trouble(&error)),
        },
    }
}

/// All bytes, of which there are `size` as far as is known.
fn whole(from: impl Read, size: u64, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limits.part)).unwrap_or(0));
    from.take(limits.part.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| walk::trouble(&error))?;
    if bytes.len() as u64 > limits.part { Err(parts::too_large(limits.part)) } else { Ok(bytes) }
}

/// The file that a path like `plans.zip!/dir/file` leads into.
fn archive_of(path: &Path) -> Option<PathBuf> {
    let words = path.to_str()?;
    let archive =
        words.match_indices("!/").map(|(at, _)| Path::new(&words[..at])).find(|path| path.is_file());
    archive.map(Path::to_path_buf)
}

fn member(archive: &Path, path: &Path, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let mut file = File::open(archive).map_err(|error| walk::trouble(&error))?;
    let walker = read::walker(&mut file).map_err(|error| walk::trouble(&error))?;
    let walker = walker.ok_or_else(|| Unreadable::new("not_found", "the file before !/ is no archive"))?;
    let mut found = None;
    let mut take = |part: Part| {
        if part.path != path {
            return ControlFlow::Continue(());
        }
        found = Some(part.bytes);
        ControlFlow::Break(())
    };
    // plans.zip!/more.zip has to be opened on the way to plans.zip!/more.zip!/plan.txt.
    let asked = path.as_os_str().as_encoded_bytes();
    let wanted = |part: &Path| asked.starts_with(part.as_os_str().as_encoded_bytes());
    parts::each(&mut file, archive, walker, *limits, &wanted, &mut take)?;
    found.unwrap_or_else(|| Err(Unreadable::new("not_found", "the archive holds no such file")))
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
