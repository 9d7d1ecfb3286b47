//! Packages: a DOCX or XLSX file (a zip archive) in, the text of a part such as `word/document.xml` out.
//!
//! Hostile archives end early: members are counted, and nothing is unpacked beyond a size or a ratio.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Unreadable;

/// Members of an archive; a document with a picture a page has hundreds.
const MOST_MEMBERS: usize = 20_000;

/// Bytes that a part may unpack to; the longest statistical annexes have some ten million.
const MOST_BYTES: u64 = 128 << 20;

/// How often larger than packed a part may be once it is beyond [`SMALL`]; markup of tables reaches a hundred.
const MOST_RATIO: u64 = 400;

const SMALL: u64 = 8 << 20;

pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

/// The characters of a part.
#[derive(Default)]
pub struct Part {
    pub text: String,
    /// Characters that stand as U+FFFD.
    pub lost: usize,
    /// Its end could not be unpacked.
    pub cut: bool,
}

impl<'b> Package<'b> {
    /// # Errors
    /// `broken` where the archive has no directory, `too_large` for too many members.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            Unreadable::new("broken", format!("the archive cannot be opened ({error}): fetch the file again"))
        })?;
        if archive.len() > MOST_MEMBERS {
            return Err(Unreadable::new(
                "too_large",
                format!("the archive has {} members, more than {MOST_MEMBERS}", archive.len()),
            ));
        }
        Ok(Package { archive })
    }

    /// Whether a member's name begins so.
    pub fn has(&self, beginning: &str) -> bool {
        self.archive.file_names_raw().any(|name| name.starts_with(beginning.as_bytes()))
    }

    /// Unpacks nothing, but refuses a package that would unpack to too much by its own account.
    ///
    /// # Errors
    /// `too_large`.
    pub fn weigh(&mut self) -> Result<(), Unreadable> {
        let mut all = 0u64;
        for n in 0..self.archive.len() {
            let Ok(member) = self.archive.by_index_raw(n) else { continue };
            let size = member.size();
            all = all.saturating_add(size);
            if size > SMALL && size / member.compressed_size().max(1) > MOST_RATIO || all > 4 * MOST_BYTES {
                return Err(swollen(&format!("member {n}")));
            }
        }
        Ok(())
    }

    /// The characters of a part; `None` where there is none of that name. What stands before a fault is given.
    ///
    /// # Errors
    /// `too_large`, `encrypted`, `broken` where nothing of it can be read.
    pub fn part(&mut self, name: &str) -> Result<Option<Part>, Unreadable> {
        let damaged = |why: &dyn std::fmt::Display| {
            Unreadable::new(
                "broken",
                format!("{name} in the archive cannot be read ({why}): fetch the file again"),
            )
        };
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Unreadable::new("encrypted", "the file is locked with a password"));
            }
            Err(error) => return Err(damaged(&error)),
        };
        let packed = member.compressed_size();
        let mut bytes = Vec::new();
        let read = member.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > MOST_BYTES || size > SMALL && size / packed.max(1) > MOST_RATIO {
            return Err(swollen(name));
        }
        if bytes.is_empty()
            && let Err(error) = &read
        {
            return Err(damaged(error));
        }
        let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let mut part = Part { text: text.into_owned(), lost: 0, cut: read.is_err() };
        if faulty {
            part.lost = part.text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
        }
        Ok(Some(part))
    }
}

/// The names of the members of an archive; where its directory is lost, those that stand before its members.
pub fn names(bytes: &[u8]) -> Vec<Vec<u8>> {
    if let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) {
        return archive.file_names_raw().map(<[u8]>::to_vec).collect();
    }
    let mut names = Vec::new();
    let mut at = 0;
    while names.len() < MOST_MEMBERS
        && let Some(next) = bytes[at..].windows(4).position(|window| window == b"PK\x03\x04")
    {
        at += next + 4;
        let Some(length) = bytes.get(at + 22..at + 24) else { break };
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        names.extend(bytes.get(at + 26..at + 26 + length).map(<[u8]>::to_vec));
    }
    names
}

fn swollen(name: &str) -> Unreadable {
    Unreadable::new(
        "too_large",
        format!("{name} unpacks to more than {} MB or {MOST_RATIO} times its size", MOST_BYTES >> 20),
    )
}

/// A file of this kind must not have one: what it declares could grow without bound when read.
pub fn has_declarations(name: &str) -> Unreadable {
    Unreadable::new("broken", format!("{name} declares entities, which no such file does"))
}

/// An attribute by its name without prefix, its character references resolved.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|at| at.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    Some(value.map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}

/// The character that `&amp;` or `&#x4E00;` stands for; `None` for one that the file would have to declare.
pub fn character(reference: &BytesRef) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
