//! PDF with a text layer: glyphs and ruling lines of each page, which `page` makes into text.
//!
//! A scanned document is an error (`no_text_layer`), and so is one whose fonts do not say which characters their
//! glyphs are (`no_unicode`): what they print cannot be told from the file, and guessing gives wrong words.

mod bomb;
mod mapping;
mod salvage;

use pdfni::{ReaderDump, ReaderDumpPage, ReaderSettings, TextChar};

use super::page::{self, Glyph, Page, Rule};
use super::{Content, Input};
use crate::error::Unreadable;

/// A stream that gives more than this is no page of text; embedded fonts stay below.
const MOST_STREAM_BYTES: usize = 64 << 20;

/// # Errors
/// `encrypted`, `broken`, `too_large`, `no_text_layer`, `no_unicode`.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let bytes = input.bytes;
    bomb::check(bytes)?;
    let (dump, damage) = match open(bytes) {
        Ok(dump) if !dump.pages.is_empty() => (dump, damage(bytes)),
        Err(pdfni::Error::BadPassword | pdfni::Error::SecurityRestricted) => {
            return Err(Unreadable::new("encrypted", "the file asks for a password"));
        }
        tried => {
            let reason = match tried {
                Ok(_) => "the file has no pages".into(),
                Err(error) => plainly(&error.to_string()),
            };
            let broken = Unreadable::new("broken", format!("the file is damaged: {reason}"));
            match salvage::rebuilt(bytes).map(|bytes| open(&bytes)) {
                Some(Ok(dump)) if !dump.pages.is_empty() => (dump, Some(broken)),
                _ => return Err(broken),
            }
        }
    };
    let mut pages = dump.pages;
    let tally = mapping::replace_unmapped(&mut pages);
    if tally.lost * 2 > tally.all {
        return Err(Unreadable::new(
            "no_unicode",
            "the fonts of the file do not say which characters their glyphs stand for",
        ));
    }
    let count = pages.len();
    let content = page::content(pages.into_iter().map(page_of).collect());
    let letters = content.text.chars().filter(|c| c.is_alphanumeric()).count();
    // A scan often carries the name of the program that made it, or a number on each page.
    if letters < 8 * count.min(50) && letters < 40 || letters < 2 * count {
        return Err(match damage {
            Some(broken) if letters == 0 => broken,
            _ => Unreadable::new(
                "no_text_layer",
                format!("the {count} pages of the file are pictures without a text layer"),
            ),
        });
    }
    Ok(Content { media_type: "application/pdf", lost: tally.lost, damage, ..content })
}

/// A library's message without what it shows of the object behind, which stands in another order each time.
fn plainly(message: &str) -> String {
    message.split(['(', '{']).next().unwrap_or_default().trim_end().into()
}

fn open(bytes: &[u8]) -> pdfni::Result<ReaderDump> {
    let settings = ReaderSettings { max_decoded_bytes: MOST_STREAM_BYTES, ..ReaderSettings::default() };
    pdfni::read_pages_full_with(bytes, None, &settings)
}

/// A file that breaks off has lost its end, where the list of its objects stands.
fn damage(bytes: &[u8]) -> Option<Unreadable> {
    let tail = &bytes[bytes.len().saturating_sub(4096)..];
    let ends = |word: &[u8]| tail.windows(word.len()).any(|window| window == word);
    (!ends(b"startxref") && !ends(b"%%EOF"))
        .then(|| Unreadable::new("broken", "the file breaks off: pages at its end may be missing"))
}

/// A page as [`super::page`] has it, turned so that most of its text stands upright.
fn page_of(from: ReaderDumpPage) -> Page {
    let turned = from.norm_rotate;
    let whole = Frame { width: from.width, height: from.height };
    // The crate has turned the page's own width and height, and its rules, already.
    let drawn = if turned == 90 || turned == 270 { whole.turned() } else { whole };
    let mut page = Page { width: from.width, height: from.height, ..Page::default() };
    for rule in &from.parts.edges {
        let upright = rule.orientation == pdfni::Orientation::Vertical;
        page.rules.push(if upright {
            Rule { upright, at: rule.left, from: rule.top, to: rule.bottom }
        } else {
            Rule { upright, at: rule.top, from: rule.left, to: rule.right }
        });
    }
    for character in &from.text.chars {
        // A slanting stamp over the page is no text of it.
        let straight = character.upright || character.rot != 0;
        if !straight || character.synthetic {
            continue;
        }
        // Text along the side of the page is read after it.
        let below = if character.rot == turned { 0.0 } else { from.height + drawn.height };
        glyphs(character, drawn, below, &mut page.glyphs);
    }
    page
}

/// A page as it is drawn.
#[derive(Clone, Copy)]
struct Frame {
    width: f64,
    height: f64,
}

impl Frame {
    fn turned(self) -> Frame {
        Frame { width: self.height, height: self.width }
    }

    /// A point in the frame that a quarter turn gives.
    fn turn(self, degrees: i32, (x, y): (f64, f64)) -> (f64, f64) {
        match degrees {
            90 => (self.height - y, x),
            180 => (self.width - x, self.height - y),
            270 => (y, self.width - x),
            _ => (x, y),
        }
    }
}

/// One glyph can stand for several characters: `ﬁ`.
fn glyphs(from: &TextChar, frame: Frame, below: f64, glyphs: &mut Vec<Glyph>) {
    let a = frame.turn(from.rot, (from.left, from.top));
    let b = frame.turn(from.rot, (from.right, from.bottom));
    let (left, right) = (a.0.min(b.0), a.0.max(b.0));
    let base = frame.turn(from.rot, (from.transform[4], from.transform[5])).1 + below;
    let characters: Vec<char> = from.text.chars().flat_map(letters).collect();
    let width = (right - left) / characters.len().max(1) as f64;
    for (n, character) in characters.into_iter().enumerate() {
        let left = left + width * n as f64;
        glyphs.push(Glyph { character, left, right: left + width, base, size: from.font_size });
    }
}

/// The letters of a ligature; what cannot be seen is nothing.
fn letters(character: char) -> impl Iterator<Item = char> {
    let only = [character, '\0', '\0'];
    let letters = match character {
        '\u{FB00}' => ['f', 'f', '\0'],
        '\u{FB01}' => ['f', 'i', '\0'],
        '\u{FB02}' => ['f', 'l', '\0'],
        '\u{FB03}' => ['f', 'f', 'i'],
        '\u{FB04}' => ['f', 'f', 'l'],
        '\u{A0}' => [' ', '\0', '\0'],
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => ['\0'; 3],
        c if c.is_control() => ['\0'; 3],
        _ => only,
    };
    letters.into_iter().filter(|&letter| letter != '\0')
}
