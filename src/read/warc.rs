//! WARC: what a crawler kept (`pages.warc`, `pages.warc.gz`). Each page, text or office file that a server gave is a
//! document, named by its address: `pages.warc!/http://www.某县.gov.cn/fa.html`.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::Input;
use super::html;
use super::parts::{self, Parts, Source};
use crate::error::Unreadable;

/// Bytes of one document, as stored.
const MOST: u64 = 64 << 20;

/// Bytes of the header of a record or an answer.
const MOST_HEADER: usize = 1 << 16;

pub fn is(input: &Input) -> bool {
    begins(input.bytes)
}

/// Whether bytes begin as a record does.
pub fn begins(head: &[u8]) -> bool {
    head.starts_with(b"WARC/")
}

pub fn parts(source: &mut dyn Source, parts: &mut Parts) -> Result<(), Unreadable> {
    stream(&mut BufReader::new(source), parts)
}

/// Goes through records that come from anywhere.
pub fn stream(source: &mut dyn Read, parts: &mut Parts) -> Result<(), Unreadable> {
    let mut source = BufReader::new(source);
    loop {
        let Some(header) = Header::read(&mut source).map_err(|error| parts::broken(&error))? else {
            return Ok(());
        };
        if !header.first.starts_with("WARC/") {
            return Err(parts::broken(&io::Error::other("a record does not begin as one")));
        }
        let Some(length) = header.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return Err(parts::broken(&io::Error::other("a record does not say its length")));
        };
        let mut record = (&mut source).take(length);
        let outcome = document(&header, &mut record, parts);
        let unread = record.limit();
        let drained = io::copy(&mut record, &mut io::sink()).map_err(|error| parts::broken(&error))?;
        match outcome {
            Ok(Next::Stop) => return Ok(()),
            Ok(Next::Record) if drained == unread => {}
            Ok(Next::Record) => return Err(parts::broken(&io::Error::other("the last record is cut off"))),
            Err(error) => return Err(parts::broken(&error)),
        }
    }
}

/// What comes after a record.
enum Next {
    Record,
    Stop,
}

/// Hands on the document of a record, where it has one.
fn document(header: &Header, record: &mut dyn Read, parts: &mut Parts) -> io::Result<Next> {
    let kind = header.get("warc-type").unwrap_or_default();
    let address = header.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_string();
    let mut record = BufReader::new(record);
    let answer = match kind {
        "response" if address.starts_with("http") => match Header::read(&mut record)? {
            Some(answer) if answer.first.starts_with("HTTP/") => answer,
            _ => return Ok(Next::Record),
        },
        // A resource is the file itself; the record says its type.
        "resource" => Header {
            first: "HTTP/1.0 200".into(),
            fields: header.fields.iter().filter(|(name, _)| name == "content-type").cloned().collect(),
        },
        _ => return Ok(Next::Record),
    };
    let given = answer.first.split_whitespace().nth(1) == Some("200");
    let content_type = answer.get("content-type").unwrap_or_default().to_lowercase();
    if !given || !is_document(&content_type) {
        return Ok(Next::Record);
    }
    let mut body = Vec::new();
    record.take(MOST + 1).read_to_end(&mut body)?;
    let next = if body.len() as u64 > MOST {
        parts.fail(&address, parts::too_large(MOST))
    } else {
        if answer.get("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked")) {
            body = joined(body);
        }
        let encoding = answer.get("content-encoding").unwrap_or_default().to_lowercase();
        let named = charset(&content_type);
        match encoding.as_str() {
            // Some crawlers keep the header and unpack the body.
            "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => {
                hand(&address, &mut MultiGzDecoder::new(Cursor::new(body)), named, parts)
            }
            "deflate" if body.first().is_some_and(|byte| byte & 0x0F == 8) => {
                hand(&address, &mut ZlibDecoder::new(Cursor::new(body)), named, parts)
            }
            "br" | "zstd" if std::str::from_utf8(&body).is_err() => parts.fail(
                &address,
                Unreadable::new(
                    "unsupported_encoding",
                    format!("bodies packed with {encoding} cannot be read"),
                ),
            ),
            _ => hand(&address, &mut Cursor::new(body), named, parts),
        }
    };
    Ok(if next.is_break() { Next::Stop } else { Next::Record })
}

/// Hands on a body. Where the server alone names its charset, the document is the same characters in UTF-8.
fn hand(
    address: &str,
    body: &mut dyn Read,
    charset: Option<&str>,
    parts: &mut Parts,
) -> std::ops::ControlFlow<()> {
    let Some(charset) = charset else { return parts.read(address, body) };
    let mut bytes = Vec::new();
    // An error comes again from what is left.
    let outcome = (&mut *body).take(MOST.min(parts.allowance())).read_to_end(&mut bytes);
    if let Err(error) = outcome {
        return parts.fail(address, parts::broken(&error));
    }
    let unnamed = std::str::from_utf8(&bytes).is_err() && html::declared(&bytes).is_none();
    if unnamed && let Ok(decoded) = html::decode(&bytes, Some(charset)) {
        bytes = decoded.text.into_bytes();
    }
    parts.read(address, &mut Cursor::new(bytes).chain(body))
}

/// Pages, texts and what offices write.
fn is_document(content_type: &str) -> bool {
    [
        "text/html",
        "application/xhtml",
        "text/plain",
        "application/pdf",
        "application/msword",
        "multipart/related",
    ]
    .iter()
    .any(|kind| content_type.trim_start().starts_with(kind))
        || ["officedocument", "ms-excel", "kswps", "ofd"].iter().any(|kind| content_type.contains(kind))
        || content_type.is_empty()
}

/// `text/html; charset=gb2312`
fn charset(content_type: &str) -> Option<&str> {
    let (_, value) = content_type.split_once("charset=")?;
    let value = value.trim().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(value.len());
    (end > 0).then_some(&value[..end])
}

/// A chunked body in one piece; a body that is none stays as it is.
fn joined(body: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(length) = body[at..].iter().take(64).position(|&b| b == b'\n') {
        let end = at + length;
        let line = String::from_utf8_lossy(&body[at..end]);
        let size = line.split(';').next().unwrap_or_default().trim().to_string();
        let Ok(size) = usize::from_str_radix(&size, 16) else { break };
        if size == 0 {
            return out;
        }
        let start = end + 1;
        let Some(chunk) = start.checked_add(size).and_then(|end| body.get(start..end)) else {
            // The last chunk is cut off: what there is of it is text.
            out.extend_from_slice(&body[start.min(body.len())..]);
            return out;
        };
        out.extend_from_slice(chunk);
        at = start + size;
        if body[at..].starts_with(b"\r\n") {
            at += 2;
        } else if body[at..].starts_with(b"\n") {
            at += 1;
        }
        if at >= body.len() {
            return out;
        }
    }
    if at == 0 { body } else { out }
}

/// A first line and fields below it.
struct Header {
    first: String,
    /// Names in lower case.
    fields: Vec<(String, String)>,
}

impl Header {
    /// Reads as far as the empty line; `None` at the end of the file.
    fn read(source: &mut impl BufRead) -> io::Result<Option<Header>> {
        let mut header = Header { first: String::new(), fields: Vec::new() };
        let mut left = MOST_HEADER;
        loop {
            let mut line = Vec::new();
            let count = (&mut *source).take(left as u64).read_until(b'\n', &mut line)?;
            left = left.saturating_sub(count);
            let words = String::from_utf8_lossy(&line).trim().to_string();
            if count == 0 {
                return Ok((!header.first.is_empty()).then_some(header));
            }
            if left == 0 {
                return Err(io::Error::other("a header has no end"));
            }
            match (words.is_empty(), header.first.is_empty()) {
                // Empty lines end the record before.
                (true, true) => left = MOST_HEADER,
                (true, false) => return Ok(Some(header)),
                (false, true) => header.first = words,
                (false, false) => {
                    if let Some((name, value)) = words.split_once(':') {
                        header.fields.push((name.trim().to_lowercase(), value.trim().to_string()));
                    }
                }
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        assert_eq!(joined(b"4\r\nabcd\r\n3;x=1\r\nefg\r\n0\r\n\r\n".to_vec()), b"abcdefg");
        assert_eq!(joined(b"<html>no chunks\n</html>".to_vec()), b"<html>no chunks\n</html>");
        assert_eq!(joined(b"4\r\nabcd\r\nff\r\nefg".to_vec()), b"abcdefg");
    }

    #[test]
    fn a_server_names_its_charset() {
        assert_eq!(charset("text/html; charset=GB2312"), Some("GB2312"));
        assert_eq!(charset("text/html;charset=\"utf-8\""), Some("utf-8"));
        assert_eq!(charset("text/html"), None);
    }
}
