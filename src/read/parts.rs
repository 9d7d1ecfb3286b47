//! Files that hold documents: `plans.zip`, `pages.warc` in; the name and bytes of each document out, one by one.
//!
//! A reader of such files is a function `fn(&mut dyn Source, &mut Parts) -> Result<(), Unreadable>` and stands in
//! [`FORMATS`](super::FORMATS) as [`Reader::Many`](super::Reader::Many). It goes through the file once and calls, for
//! each document in it and in the file's own order,
//!
//! - [`Parts::read`] with the name inside the file and a reader of its bytes, or
//! - [`Parts::fail`] with the name and why this one cannot be read,
//!
//! and ends with `Ok(())` as soon as one of them breaks. `Err` is for what ends the file itself: what was handed on
//! before stays. Limits, names as shown (`plans.zip!/dir/file`), documents that are such files themselves and what the
//! user left out are seen to here. Nothing is ever written, so that a name like `../../x` is a name and no more.

use std::io::{self, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Walker;
use crate::error::Unreadable;

/// The bytes of a file.
pub trait Source: Read + Seek {}

impl<T: Read + Seek + ?Sized> Source for T {}

/// A document inside a file.
#[derive(Debug)]
pub struct Part {
    /// `plans.zip!/dir/file`.
    pub path: PathBuf,
    pub bytes: Result<Vec<u8>, Unreadable>,
}

/// How much a file may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one document.
    pub part: u64,
    /// Documents in a file, those in files inside it too.
    pub parts: u64,
    /// Bytes of all documents for each byte of the file; `least` are always allowed.
    pub ratio: u64,
    pub least: u64,
    /// Files inside files: 1 is none.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { part: 64 << 20, parts: 1_000_000, ratio: 200, least: 256 << 20, depth: 3 }
    }
}

/// Where the documents of a file go.
pub struct Parts<'a> {
    path: PathBuf,
    limits: Limits,
    depth: u32,
    left: &'a mut Left,
    wanted: &'a dyn Fn(&Path) -> bool,
    take: &'a mut dyn FnMut(Part) -> ControlFlow<()>,
}

/// What a file, with all files in it, may still give.
struct Left {
    bytes: u64,
    parts: u64,
    stopped: bool,
}

/// Hands the documents of the file at `path` to `take`, until it breaks: those whose path is `wanted`.
///
/// # Errors
/// `broken_archive`, `archive_limit` and what else ends the file before its end.
pub fn each(
    source: &mut dyn Source,
    path: &Path,
    walker: Walker,
    limits: Limits,
    wanted: &dyn Fn(&Path) -> bool,
    take: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let size = source.seek(io::SeekFrom::End(0)).and_then(|size| source.rewind().map(|()| size));
    let size = size.map_err(|error| broken(&error))?;
    let bytes = size.saturating_mul(limits.ratio).max(limits.least);
    let mut left = Left { bytes, parts: limits.parts, stopped: false };
    let mut parts = Parts { path: path.into(), limits, depth: 1, left: &mut left, wanted, take };
    walker(source, &mut parts)
}

impl Parts<'_> {
    /// The name of the file, without the folders before it.
    pub fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Bytes that the rest of the file may still unpack to.
    pub fn allowance(&self) -> u64 {
        self.left.bytes
    }

    /// Hands on the document that `from` reads.
    pub fn read(&mut self, name: &str, from: &mut dyn Read) -> ControlFlow<()> {
        let path = self.shown(name);
        if self.left.parts == 0 {
            let why = format!("the file holds more than {} documents", self.limits.parts);
            return self.stop(Unreadable::new("archive_limit", why));
        }
        self.left.parts -= 1;
        if !(self.wanted)(&path) {
            return ControlFlow::Continue(());
        }
        let most = self.limits.part.min(self.left.bytes);
        let mut bytes = Vec::new();
        let outcome = from.take(most + 1).read_to_end(&mut bytes);
        self.left.bytes = self.left.bytes.saturating_sub(bytes.len() as u64);
        if let Err(error) = outcome {
            return self.hand(path, Err(broken_part(&error)));
        }
        if self.left.bytes == 0 {
            return self.stop(Unreadable::new("archive_limit", too_much()));
        }
        if bytes.len() as u64 > most {
            return self.hand(path, Err(too_large(self.limits.part)));
        }
        let mut source = Cursor::new(bytes);
        match super::walker(&mut source) {
            Ok(Some(walker)) => self.inside(path, walker, &mut source),
            _ => self.hand(path, Ok(source.into_inner())),
        }
    }

    /// Hands on why a document cannot be read.
    pub fn fail(&mut self, name: &str, why: Unreadable) -> ControlFlow<()> {
        let path = self.shown(name);
        if (self.wanted)(&path) { self.hand(path, Err(why)) } else { ControlFlow::Continue(()) }
    }

    fn inside(&mut self, path: PathBuf, walker: Walker, source: &mut dyn Source) -> ControlFlow<()> {
        if self.depth >= self.limits.depth {
            let why = format!("files lie more than {} deep in each other", self.limits.depth);
            return self.hand(path, Err(Unreadable::new("archive_depth", why)));
        }
        let mut parts = Parts {
            path: path.clone(),
            limits: self.limits,
            depth: self.depth + 1,
            left: &mut *self.left,
            wanted: self.wanted,
            take: &mut *self.take,
        };
        if let Err(why) = walker(source, &mut parts) {
            self.hand(path, Err(why))?;
        }
        if self.left.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Says of the file itself why no more of it is read.
    fn stop(&mut self, why: Unreadable) -> ControlFlow<()> {
        let path = self.path.clone();
        let _ = self.hand(path, Err(why));
        self.left.stopped = true;
        ControlFlow::Break(())
    }

    fn hand(&mut self, path: PathBuf, bytes: Result<Vec<u8>, Unreadable>) -> ControlFlow<()> {
        let taken = (self.take)(Part { path, bytes });
        self.left.stopped |= taken.is_break();
        taken
    }

    /// `plans.zip!/dir/file`; what cannot be shown on a line stands as U+FFFD.
    fn shown(&self, name: &str) -> PathBuf {
        let name: String =
            name.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
        let mut path = self.path.clone().into_os_string();
        path.push("!/");
        path.push(name.trim_start_matches("./").trim_start_matches('/'));
        path.into()
    }
}

/// A name as an archive has it: UTF-8, or else GBK, which Chinese systems write without saying so.
pub fn name(bytes: &[u8]) -> String {
    let name = match std::str::from_utf8(bytes) {
        Ok(name) => name.into(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0,
    };
    name.replace('\\', "/")
}

/// A stream that fails as soon as it has given more than it may.
pub struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R> Bounded<R> {
    pub fn new(inner: R, most: u64) -> Bounded<R> {
        Bounded { inner, left: most }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, too_much()))?;
        Ok(count)
    }
}

fn too_much() -> &'static str {
    "the file unpacks to far more than its size: what comes after is not read"
}

/// A document that is larger than the user wants to read.
pub fn too_large(most: u64) -> Unreadable {
    Unreadable::new(
        "too_large",
        format!("the document is larger than {most} bytes; --limit-bytes allows more"),
    )
}

/// What an error in the middle of a file means.
pub fn broken(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Unreadable::new("archive_limit", error.to_string()),
        _ => Unreadable::new("broken_archive", format!("the archive is broken: {error}")),
    }
}

fn broken_part(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Unreadable::new("archive_limit", error.to_string()),
        _ => Unreadable::new("broken_member", format!("this part of the archive is broken: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_utf8_or_gbk() {
        assert_eq!(name("方案/一.txt".as_bytes()), "方案/一.txt");
        assert_eq!(name(&encoding_rs::GB18030.encode("方案\\一.txt").0), "方案/一.txt");
    }

    #[test]
    fn a_stream_that_gives_too_much_fails() {
        let mut bytes = Vec::new();
        assert_eq!(Bounded::new(&b"abc"[..], 3).read_to_end(&mut bytes).unwrap(), 3);
        let error = Bounded::new(&b"abcd"[..], 3).read_to_end(&mut bytes).unwrap_err();
        assert_eq!(broken(&error).code, "archive_limit");
    }
    /// What `walker` hands on of a file of ten bytes.
    fn handed(walker: Walker, limits: Limits) -> Vec<Result<usize, &'static str>> {
        let mut seen = Vec::new();
        let mut take = |part: Part| {
            seen.push(part.bytes.map(|bytes| bytes.len()).map_err(|why| why.code));
            ControlFlow::Continue(())
        };
        each(&mut Cursor::new([0; 10]), Path::new("a.x"), walker, limits, &|_| true, &mut take).unwrap();
        seen
    }

    /// Four documents of 100 bytes each.
    fn four(_: &mut dyn Source, parts: &mut Parts) -> Result<(), Unreadable> {
        for _ in 0..4 {
            if parts.read("plan", &mut [7; 100].as_slice()).is_break() {
                break;
            }
        }
        Ok(())
    }

    #[test]
    fn a_file_may_hold_so_much_and_no_more() {
        let limits = Limits { least: 250, ratio: 1, ..Limits::default() };
        assert_eq!(handed(four, limits), [Ok(100), Ok(100), Err("archive_limit")]);
        assert_eq!(handed(four, Limits { ratio: 25, ..limits })[2], Err("archive_limit"));
        assert_eq!(handed(four, Limits { ratio: 50, ..limits }), [Ok(100); 4]);
        assert_eq!(handed(four, Limits { ratio: 50, part: 99, ..limits }), [Err("too_large"); 4]);
        let few = Limits { parts: 2, ..Limits::default() };
        assert_eq!(handed(four, few), [Ok(100), Ok(100), Err("archive_limit")]);
    }
}
