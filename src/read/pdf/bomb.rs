//! Bombs: a small file whose streams swell to what no machine holds is refused before it is read.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::error::Unreadable;

/// All streams together.
const MOST_BYTES: usize = 400 << 20;
/// One stream that is neither picture nor font.
const MOST_STREAM: usize = 48 << 20;
/// Bytes of one stream that are shown as text; a page holds a few thousand characters.
const MOST_SHOWN: usize = 2 << 20;
/// Prose and drawings shrink to a tenth, hardly ever to a hundredth.
const MOST_RATIO: usize = 150;

/// # Errors
/// `too_large`
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut total = 0usize;
    let mut buffer = vec![0; 1 << 16];
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let word = at + found;
        at = word + b"stream".len();
        if bytes[..word].ends_with(b"end") {
            continue;
        }
        let head = &bytes[word.saturating_sub(600)..word];
        let head = &head[last(head, b" obj").unwrap_or(0)..];
        let has = |name: &[u8]| find(head, name).is_some();
        if !has(b"/FlateDecode") && !has(b"/Fl ") || has(b"/Image") {
            continue;
        }
        let font = has(b"/Length1") || has(b"Type0C") || has(b"Type1C") || has(b"/OpenType");
        let data = &bytes[at..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let mut decoder = ZlibDecoder::new(data);
        let (mut size, mut shown, mut depth) = (0usize, 0usize, false);
        // What cannot be inflated is the reader's to complain of.
        while let Ok(count @ 1..) = decoder.read(&mut buffer) {
            size += count;
            total += count;
            if !font {
                for &byte in &buffer[..count] {
                    match byte {
                        b'(' | b'<' => depth = true,
                        b')' | b'>' => depth = false,
                        _ => shown += usize::from(depth),
                    }
                }
            }
            let swollen = size > 4 << 20
                && size / MOST_RATIO > usize::try_from(decoder.total_in()).unwrap_or(usize::MAX);
            if total > MOST_BYTES || !font && (size > MOST_STREAM || shown > MOST_SHOWN || swollen) {
                return Err(Unreadable::new(
                    "too_large",
                    "the streams of the file swell to more than a document of this kind holds",
                ));
            }
        }
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}
