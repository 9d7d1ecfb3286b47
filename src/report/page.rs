//! The page of a comparison: `report.html`, one file that opens from disk, without a network.
//!
//! What comes from documents stands as JSON in a script element that is never run, and `page/*.js` put it on the page
//! as text, never as markup. The page's own script and style are let in by their hash; its Content-Security-Policy
//! forbids everything else, a script smuggled into a document included.

mod data;

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::compare::Comparison;
use crate::lexicon::Lexicon;
use crate::report::Language;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");

/// In the order in which they need each other.
const SCRIPTS: [&str; 10] = [
    include_str!("page/words.js"),
    include_str!("page/data.js"),
    include_str!("page/dom.js"),
    include_str!("page/values.js"),
    include_str!("page/filter.js"),
    include_str!("page/charts.js"),
    include_str!("page/evidence.js"),
    include_str!("page/table.js"),
    include_str!("page/print.js"),
    include_str!("page/main.js"),
];

/// Writes the page of a comparison, UTF-8.
///
/// # Errors
/// Those of `out`.
pub fn write(
    comparison: &Comparison,
    language: Language,
    lexicon: &Lexicon,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (lang, title) = match language {
        Language::Chinese => ("zh-CN", "承诺对照"),
        Language::English => ("en", "Commitments side by side"),
    };
    let style = lines(STYLE);
    let script = format!("\n(() => {{\n'use strict';\n{}}})();\n", lines(&SCRIPTS.concat()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&style),
    );
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or_default();
        out.write_all(lines(before).as_bytes())?;
        match name {
            "lang" => out.write_all(lang.as_bytes())?,
            "title" => out.write_all(title.as_bytes())?,
            "policy" => out.write_all(policy.as_bytes())?,
            "style" => out.write_all(style.as_bytes())?,
            "script" => out.write_all(script.as_bytes())?,
            _ => serde_json::to_writer(Inert(out), &data::data(comparison, lexicon, lang))?,
        }
        rest = after;
    }
    out.write_all(lines(rest).as_bytes())
}

/// A browser reads a carriage return as a line feed, and hashes what it read.
fn lines(source: &str) -> String {
    source.replace("\r\n", "\n")
}

fn hash(source: &str) -> String {
    base64(&Sha256::digest(source.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// JSON that can stand within a script element: no character of it begins a tag, a comment or an entity, or ends a
/// line of JavaScript. All of them occur within strings only, where an escape means the same.
struct Inert<'a>(&'a mut dyn Write);

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut from = 0;
        let mut at = 0;
        while at < bytes.len() {
            let (escape, length): (&[u8], usize) = match &bytes[at..] {
                [b'<', ..] => (b"\\u003c", 1),
                [b'>', ..] => (b"\\u003e", 1),
                [b'&', ..] => (b"\\u0026", 1),
                // serde_json writes runs of unescaped characters whole, so these are never cut in two.
                [0xE2, 0x80, 0xA8, ..] => (b"\\u2028", 3),
                [0xE2, 0x80, 0xA9, ..] => (b"\\u2029", 3),
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.0.write_all(&bytes[from..at])?;
            self.0.write_all(escape)?;
            at += length;
            from = at;
        }
        self.0.write_all(&bytes[from..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inert(value: &str) -> String {
        let mut out = Vec::new();
        serde_json::to_writer(Inert(&mut out), value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_of_a_document_is_inert_within_a_script() {
        for text in
            ["</script><script>alert(1)</script>", "<!-- <script>", "&lt;", "a\u{2028}b\u{2029}c", "“”\"\\\0"]
        {
            let json = inert(text);
            assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn nothing_of_our_own_ends_its_element() {
        assert!(!STYLE.contains("</"));
        let script = SCRIPTS.concat();
        assert!(!script.contains("</script") && !script.contains("<!--"));
    }
}
