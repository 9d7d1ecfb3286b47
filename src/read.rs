//! Reading: the bytes of a file in, its text and what kind of file it was out.
//!
//! The format is told by content, not by name: a page saved as `方案.txt` is a page. A format that is known and not
//! read yet is an error of its own (`unsupported_format`), so that nothing is taken for text that is none.

pub mod csv;
#[cfg(feature = "doc")]
pub mod doc;
pub mod docx;
pub mod encoding;
pub mod gzip;
pub mod html;
mod lines;
pub mod markdown;
pub mod mhtml;
pub mod ofd;
mod package;
mod page;
pub mod parts;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod rtf;
mod symbol;
pub mod tar;
pub mod text;
pub mod warc;
pub mod xlsx;
pub mod zip;

use std::io::{self, Read, SeekFrom};
use std::path::Path;

use crate::error::Unreadable;
use crate::span::{MOST, Span};

pub use parts::{Part, Parts, Source};
pub use text::Decoded;

/// What a format gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The text that spans in records count in: as decoded, without a byte order mark, line ends untouched.
    pub text: String,
    pub media_type: &'static str,
    /// `UTF-8`, `GB18030`, `Big5`, `UTF-16LE`, `UTF-16BE`; `None` where the format has no charset.
    pub encoding: Option<&'static str>,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// Characters that could not be read and stand as U+FFFD in `text`.
    pub lost: usize,
    /// What of the file could not be read, where the rest could: the record is `partial`.
    pub damage: Option<Unreadable>,
    /// Tables in reading order. In `text` each paragraph of a cell is a line of its own and an empty cell is nothing.
    pub tables: Vec<Table>,
    /// Where stretches of `text` stand in the file, in order, where the format has pages, paragraphs or lines.
    pub locations: Vec<Location>,
}

/// A table as the file has it: rows of equal length. A cell that covers several places stands in each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Bytes of [`Content::text`]; an empty cell is an empty span.
    pub rows: Vec<Vec<Span>>,
}

/// Where a stretch of the text stands in the file; pages, paragraphs and lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Bytes of [`Content::text`].
    pub span: Span,
    pub page: Option<u32>,
    pub paragraph: Option<u32>,
    pub line: Option<u32>,
}

/// A kind of file.
pub struct Format {
    /// As the user says it: `--input-format text`.
    pub name: &'static str,
    pub media_type: &'static str,
    is: fn(&Input) -> bool,
    /// `None`: known, but not read yet.
    read: Option<Reader>,
}

/// How the files of a format are read.
#[derive(Clone, Copy)]
pub enum Reader {
    /// A document a file.
    One(fn(&Input) -> Result<Content, Unreadable>),
    /// A document a file, read by code that may overflow its stack or never end: batches read it in a process of its own.
    Risky(fn(&Input) -> Result<Content, Unreadable>),
    /// Several documents a file; see [`parts`].
    Many(Walker),
}

/// Goes through a file of several documents.
pub type Walker = fn(&mut dyn Source, &mut Parts) -> Result<(), Unreadable>;

/// A file's bytes, what its name ends in, and its characters where it is text.
pub struct Input<'a> {
    pub bytes: &'a [u8],
    /// Lower case, without the dot; empty where the name has none.
    pub extension: &'a str,
    pub decoded: Option<&'a Decoded>,
}

/// How compound files begin, in which old Office programs keep their documents.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The first that fits is taken. Formats that are bytes come before those that are text.
pub const FORMATS: &[Format] = &[
    Format {
        name: "pdf",
        media_type: "application/pdf",
        // Some programs put a few bytes before the head of a file.
        is: |input| {
            let start = &input.bytes[..input.bytes.len().min(1024)];
            input.begins(b"%PDF-")
                || input.extension == "pdf" && start.windows(5).any(|window| window == b"%PDF-")
        },
        #[cfg(feature = "pdf")]
        read: Some(Reader::Risky(pdf::read)),
        #[cfg(not(feature = "pdf"))]
        read: None,
    },
    Format {
        name: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        is: |input| input.is_package_with(b"word/"),
        read: Some(Reader::One(docx::read)),
    },
    Format {
        name: "xlsx",
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        is: |input| input.is_package_with(b"xl/"),
        read: Some(Reader::One(xlsx::read)),
    },
    Format {
        name: "ofd",
        media_type: "application/ofd",
        is: |input| input.is_archive_with(b"OFD.xml"),
        read: Some(Reader::One(ofd::read)),
    },
    Format {
        name: "zip",
        media_type: "application/zip",
        is: |input| input.begins(b"PK\x03\x04") || input.begins(b"PK\x05\x06"),
        read: Some(Reader::Many(zip::parts)),
    },
    Format {
        name: "gzip",
        media_type: "application/gzip",
        is: |input| input.begins(b"\x1F\x8B"),
        read: Some(Reader::Many(gzip::parts)),
    },
    Format {
        name: "tar",
        media_type: "application/x-tar",
        is: tar::is,
        read: Some(Reader::Many(tar::parts)),
    },
    Format {
        name: "warc",
        media_type: "application/warc",
        is: warc::is,
        read: Some(Reader::Many(warc::parts)),
    },
    Format {
        name: "mhtml",
        media_type: "multipart/related",
        is: mhtml::is,
        read: Some(Reader::One(mhtml::read)),
    },
    Format {
        name: "encrypted",
        media_type: "application/encrypted",
        is: |input| input.has_stream("EncryptedPackage"),
        read: Some(Reader::One(|_| Err(Unreadable::new("encrypted", "the file is locked with a password")))),
    },
    Format {
        name: "xls",
        media_type: "application/vnd.ms-excel",
        is: |input| ["Workbook", "Book"].iter().any(|name| input.has_stream(name)),
        #[cfg(feature = "doc")]
        read: Some(Reader::Risky(doc::read_workbook)),
        #[cfg(not(feature = "doc"))]
        read: None,
    },
    Format {
        name: "ppt",
        media_type: "application/vnd.ms-powerpoint",
        is: |input| input.has_stream("PowerPoint Document"),
        read: None,
    },
    // The old Word and WPS.
    Format {
        name: "doc",
        media_type: "application/msword",
        is: |input| input.begins(COMPOUND),
        #[cfg(feature = "doc")]
        read: Some(Reader::Risky(doc::read)),
        #[cfg(not(feature = "doc"))]
        read: None,
    },
    Format {
        name: "rtf",
        media_type: "application/rtf",
        is: |input| input.bytes.trim_ascii_start().starts_with(b"{\\rtf"),
        read: Some(Reader::One(rtf::read)),
    },
    Format {
        name: "image",
        media_type: "image/*",
        is: |input| {
            [&b"\x89PNG\r\n"[..], b"\xFF\xD8\xFF", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"]
                .iter()
                .any(|head| input.begins(head))
        },
        read: None,
    },
    Format {
        name: "archive",
        media_type: "application/octet-stream",
        is: |input| {
            [&b"Rar!"[..], b"7z\xBC\xAF", b"\xFD7zXZ", b"\x28\xB5\x2F\xFD"]
                .iter()
                .any(|head| input.begins(head))
        },
        read: None,
    },
    Format { name: "html", media_type: "text/html", is: is_page, read: Some(Reader::One(html::read)) },
    Format {
        name: "markdown",
        media_type: "text/markdown",
        is: |input| matches!(input.extension, "md" | "markdown"),
        read: Some(Reader::One(markdown::read)),
    },
    Format { name: "csv", media_type: "text/csv", is: csv::is_csv, read: Some(Reader::One(csv::read)) },
    Format { name: "text", media_type: "text/plain", is: |_| true, read: Some(Reader::One(text::read)) },
];

/// Reads the bytes of a file; `path` only lends its extension.
///
/// # Errors
/// [`Unreadable`] with one of the codes `empty`, `binary`, `truncated`, `unknown_encoding`, `unsupported_format`,
/// `broken`, `encrypted`, `too_large` (it unpacks to too much, or to a text of more than 2 GiB), `no_text_layer`.
pub fn read(bytes: &[u8], path: &Path) -> Result<Content, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::new("empty", "the file is empty"));
    }
    let extension = extension(path);
    let mut input = Input { bytes, extension: &extension, decoded: None };
    // Formats that are bytes tell themselves by their first ones; only what is none of them is decoded.
    if let Some(format) = FORMATS.iter().find(|format| format.name != "text" && (format.is)(&input))
        && format.name != "markdown"
    {
        return format.read(&input);
    }
    // A page may name its charset; a text cannot.
    let decoded = if is_markup(bytes) { html::decode(bytes, None)? } else { encoding::decode(bytes)? };
    input.decoded = Some(&decoded);
    match FORMATS.iter().find(|format| (format.is)(&input)) {
        // The characters are many, and nobody else asks for them.
        Some(format) if format.name == "text" => text::of(decoded).and_then(sound),
        Some(format) => format.read(&input),
        None => Err(Unreadable::new("unsupported_format", "no format fits the file")),
    }
}

/// The way through a file of several documents; `None` for any other file. Leaves `source` at its start.
///
/// # Errors
/// Those of the file system.
pub fn walker(source: &mut dyn Source) -> io::Result<Option<Walker>> {
    let mut head = Vec::new();
    (&mut *source).take(4096).read_to_end(&mut head)?;
    source.seek(SeekFrom::Start(0))?;
    let input = Input { bytes: &head, extension: "", decoded: None };
    let walkers = FORMATS.iter().filter_map(|format| match format.read {
        Some(Reader::Many(walker)) if (format.is)(&input) => Some(walker),
        _ => None,
    });
    let Some(walker) = walkers.take(1).next() else { return Ok(None) };
    // What office programs write begins as archives do.
    let document = input.begins(b"PK") && zip::is_document(source);
    source.seek(SeekFrom::Start(0))?;
    Ok((!document).then_some(walker))
}

/// The file is read by code that may die of it.
pub fn is_risky(bytes: &[u8], path: &Path) -> bool {
    let extension = extension(path);
    let input = Input { bytes, extension: &extension, decoded: None };
    let format = FORMATS.iter().find(|format| format.name != "text" && (format.is)(&input));
    format.is_some_and(|format| matches!(format.read, Some(Reader::Risky(_))))
}

/// Lower case, without the dot.
fn extension(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// What is unreadable in the markup, or round the text, is not lost in it. A text that is too long for spans is refused.
fn sound(content: Content) -> Result<Content, Unreadable> {
    if content.text.len() > MOST / 2 {
        return Err(Unreadable::new("too_large", "a text of more than 2 GiB is not read"));
    }
    if content.lost == 0 {
        return Ok(content);
    }
    let lost = content.lost.min(content.text.matches(char::REPLACEMENT_CHARACTER).count());
    Ok(Content { lost, ..content })
}

impl Format {
    /// `None`: known, but not read yet.
    pub fn reader(&self) -> Option<Reader> {
        self.read
    }

    /// # Errors
    /// As [`read`].
    pub fn read(&self, input: &Input) -> Result<Content, Unreadable> {
        match self.read {
            Some(Reader::One(read) | Reader::Risky(read)) => read(input).and_then(sound),
            Some(Reader::Many(_)) => Err(Unreadable::new(
                "several_documents",
                format!(
                    "a file of the format {} holds documents: name one, as in plans.zip!/plan.txt",
                    self.name
                ),
            )),
            None => Err(Unreadable::new(
                "unsupported_format",
                format!("files of the format {} ({}) cannot be read yet", self.name, self.media_type),
            )),
        }
    }
}

impl Input<'_> {
    fn begins(&self, head: &[u8]) -> bool {
        self.bytes.starts_with(head)
    }

    /// A zip archive with a member whose name begins so.
    fn is_archive_with(&self, name: &[u8]) -> bool {
        self.begins(b"PK\x03\x04") && package::names(self.bytes).iter().any(|member| member.starts_with(name))
    }

    /// A compound file with a stream of that name: names stand in UTF-16 in entries of 128 bytes.
    fn has_stream(&self, name: &str) -> bool {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        self.begins(COMPOUND) && self.bytes.chunks(128).any(|entry| entry.starts_with(&name))
    }

    /// A package of Microsoft's or one made like it: what is in it stands in a folder of that name.
    fn is_package_with(&self, folder: &[u8]) -> bool {
        self.is_archive_with(b"[Content_Types].xml") && self.is_archive_with(folder)
    }
}

/// Markup from its first character on: a text that only mentions a tag is a text.
fn is_page(input: &Input) -> bool {
    input.decoded.is_some_and(|decoded| is_markup(decoded.text.as_bytes()))
}

/// Whether bytes of ASCII's kin begin with a tag.
fn is_markup(bytes: &[u8]) -> bool {
    const HEADS: &[&[u8]] = &[b"<!doctype html", b"<!--", b"<![", b"<%@", b"<?xml", b"<?php"];
    const TAGS: &[&[u8]] = &[
        b"html",
        b"head",
        b"body",
        b"meta",
        b"title",
        b"link",
        b"style",
        b"script",
        b"div",
        b"table",
        b"tbody",
        b"tr",
        b"td",
        b"span",
        b"section",
        b"article",
        b"main",
        b"p",
        b"ul",
        b"ol",
        b"center",
        b"font",
        b"br",
        b"b",
        b"strong",
        b"h1",
        b"h2",
        b"h3",
        b"a",
        b"img",
        b"form",
        b"iframe",
        b"frameset",
        b"pre",
        b"input",
        b"header",
        b"nav",
    ];
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins = |head: &[u8]| bytes.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    let tag = |tag: &[u8]| {
        bytes.first() == Some(&b'<')
            && bytes.get(1..=tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && bytes.get(tag.len() + 1).is_none_or(|&b| b == b'>' || b == b'/' || b.is_ascii_whitespace())
    };
    HEADS.iter().any(|head| begins(head)) || TAGS.iter().any(|name| tag(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8], name: &str) -> &'static str {
        read(bytes, Path::new(name)).map_or_else(|error| error.code, |content| content.media_type)
    }

    #[test]
    fn a_format_is_told_by_content() {
        assert_eq!(code("到2025年底".as_bytes(), "方案.txt"), "text/plain");
        assert_eq!(code("到2025年底".as_bytes(), "方案"), "text/plain");
        assert_eq!(code("# 方案".as_bytes(), "方案.MD"), "text/markdown");
        assert_eq!(code(b"\x89PNG\r\n", "a.txt"), "unsupported_format");
        let member = |name: &str| {
            let mut header = b"PK\x03\x04".to_vec();
            header.extend([0; 22]);
            header.extend([name.len() as u8, 0, 0, 0]);
            header.extend(name.as_bytes());
            header
        };
        let cut = [member("[Content_Types].xml"), member("word/document.xml")].concat();
        assert_eq!(code(&cut, "a.txt"), "broken");
        assert_eq!(code(b"PK\x03\x04....\xE6\x96\xB9.txt", "a.docx"), "several_documents");
        assert_eq!(code("\n <!DOCTYPE html><html>方案".as_bytes(), "a.txt"), "text/html");
        assert_eq!(code("使用<div>标签".as_bytes(), "a.html"), "text/plain");
        assert_eq!(code(b"", "a.txt"), "empty");
        assert_eq!(code(b" \r\n\t", "a.txt"), "empty");
        assert_eq!(code(b"\x00\x01\x02\x03\x7f\x00\x00", "a.txt"), "binary");
    }
}
