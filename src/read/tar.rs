//! TAR archives: the documents in them, in their order.

use std::io::Read;

use super::Input;
use super::parts::{self, Parts, Source};
use crate::error::Unreadable;

/// Where `ustar` stands in the first block.
const MAGIC: usize = 257;

pub fn is(input: &Input) -> bool {
    begins(input.bytes)
}

pub fn begins(head: &[u8]) -> bool {
    head.get(MAGIC..).is_some_and(|rest| rest.starts_with(b"ustar"))
}

pub fn parts(source: &mut dyn Source, parts: &mut Parts) -> Result<(), Unreadable> {
    stream(source, parts)
}

/// The same of bytes that can be read once.
pub fn stream(from: &mut dyn Read, parts: &mut Parts) -> Result<(), Unreadable> {
    let mut archive = tar::Archive::new(from);
    for entry in archive.entries().map_err(|error| parts::broken(&error))? {
        let mut entry = entry.map_err(|error| parts::broken(&error))?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = parts::name(&entry.path_bytes());
        if parts.read(&name, &mut entry).is_break() {
            break;
        }
    }
    Ok(())
}
