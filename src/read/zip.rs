//! ZIP archives: the documents in them, by their directory.

use zip::ZipArchive;
use zip::result::ZipError;

use super::parts::{self, Parts, Source};
use crate::error::Unreadable;

pub fn parts(source: &mut dyn Source, parts: &mut Parts) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(source).map_err(|error| unreadable(&error, "broken_archive"))?;
    let names: Vec<String> = archive.file_names_raw().map(parts::name).collect();
    for (n, name) in names.iter().enumerate() {
        let about =
            archive.by_index_raw(n).map(|entry| (entry.is_dir() || entry.is_symlink(), entry.encrypted()));
        let taken = match about {
            Ok((true, _)) => continue,
            Ok((false, true)) => parts.fail(name, encrypted()),
            Ok((false, false)) => match archive.by_index(n) {
                Ok(mut entry) => parts.read(name, &mut entry),
                Err(error) => parts.fail(name, unreadable(&error, "broken_member")),
            },
            Err(error) => parts.fail(name, unreadable(&error, "broken_member")),
        };
        if taken.is_break() {
            break;
        }
    }
    Ok(())
}

/// A document of its own and not a file of documents: what office programs write.
pub fn is_document(source: &mut dyn Source) -> bool {
    const MARKS: &[&[u8]] = &[b"[Content_Types].xml", b"mimetype", b"OFD.xml"];
    let archive = ZipArchive::new(source);
    archive.is_ok_and(|archive| archive.file_names_raw().any(|name| MARKS.contains(&name)))
}

fn encrypted() -> Unreadable {
    Unreadable::new("encrypted", "this part of the archive needs a password")
}

fn unreadable(error: &ZipError, code: &'static str) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => encrypted(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => Unreadable::new(
            "unsupported_compression",
            format!("the archive packs in a way that is not read: {error}"),
        ),
        _ => Unreadable::new(code, format!("the archive is broken: {error}")),
    }
}
