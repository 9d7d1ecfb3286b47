//! Gzip: an archive under it (`plans.tar.gz`, `pages.warc.gz`), or one document (`plan.txt.gz` holds `plan.txt`).

use std::io::{BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::parts::{self, Bounded, Parts, Source};
use super::{tar, warc};
use crate::error::Unreadable;

pub fn parts(source: &mut dyn Source, parts: &mut Parts) -> Result<(), Unreadable> {
    let mut unpacked = Bounded::new(MultiGzDecoder::new(BufReader::new(source)), parts.allowance());
    let mut head = Vec::new();
    (&mut unpacked).take(512).read_to_end(&mut head).map_err(|error| parts::broken(&error))?;
    let (is_tar, is_warc) = (tar::begins(&head), warc::begins(&head));
    let mut whole = Cursor::new(head).chain(unpacked);
    if is_tar {
        return tar::stream(&mut whole, parts);
    }
    if is_warc {
        return warc::stream(&mut whole, parts);
    }
    let name = parts.file_name();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(&name).to_string();
    // There is one document, and it has been handed on.
    let _ = parts.read(&name, &mut whole);
    Ok(())
}
