//! Characters: the bytes of a run in, what they say in its font's charset out.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// The charset of fonts that hold signs.
pub const SIGNS: i32 = 2;

/// The encoding that fonts of a charset have whatever the document says.
pub fn charset(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GB18030,
        136 => BIG5,
        _ => return None,
    })
}

/// `None` for those of Western languages.
pub fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        936 | 54936 => GB18030,
        950 | 951 => BIG5,
        932 => SHIFT_JIS,
        949 => EUC_KR,
        65001 => UTF_8,
        _ => return None,
    })
}

/// Bytes of one run.
#[derive(Default)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn push(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn drain(&mut self) -> impl Iterator<Item = u8> {
        std::mem::take(&mut self.0).into_iter()
    }

    /// Adds them to the name of a font, of which only plain letters matter.
    pub fn name(&mut self, name: &mut String) {
        let letters = self.drain().filter(u8::is_ascii_alphanumeric);
        name.extend(letters.map(char::from).take(40));
    }

    /// The characters, and how many are lost. A document that names no code page of ours may have been written by a
    /// program that knew of none: what can be Chinese is.
    pub fn decode(&mut self, encoding: Option<&'static Encoding>) -> (String, usize) {
        let bytes = std::mem::take(&mut self.0);
        let encoding = encoding.unwrap_or_else(|| if is_chinese(&bytes) { GB18030 } else { WINDOWS_1252 });
        let (words, damaged) = encoding.decode_without_bom_handling(&bytes);
        let lost = if damaged { words.matches(char::REPLACEMENT_CHARACTER).count() } else { 0 };
        (words.into_owned(), lost)
    }
}

/// All bytes beyond ASCII stand in pairs of GB 2312: Western letters stand alone between others.
fn is_chinese(bytes: &[u8]) -> bool {
    let mut stretches = bytes.split(u8::is_ascii).filter(|stretch| !stretch.is_empty()).peekable();
    stretches.peek().is_some()
        && stretches.all(|stretch| {
            let pair = |pair: &[u8]| {
                pair.len() == 2 && pair[1] >= 0xA1 && matches!(pair[0], 0xA1..=0xA3 | 0xB0..=0xF7)
            };
            stretch.chunks(2).all(pair)
        })
}
