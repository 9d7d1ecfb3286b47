//! Folding: Traditional to Simplified and full-width to half-width, one character for one character.

use super::Rows;
use crate::error::Result;

/// A map from each character of the Basic Multilingual Plane to the one it is read as.
pub struct Folding {
    map: Box<[u16]>,
    /// The characters that are read as others, as bits: the 64 with the same first bytes stand in one row.
    changed: Box<[u64; 1024]>,
}

impl Folding {
    pub(super) fn parse(rows: &Rows) -> Result<Folding> {
        let mut map: Box<[u16]> = (0..=u16::MAX).collect();
        for row in rows.iter() {
            let one = |text: &str| {
                let mut chars = text.chars();
                let c = chars.next().filter(|_| chars.next().is_none())?;
                u16::try_from(c as u32).ok()
            };
            let from = row.read(0, "one character", one)?;
            map[from as usize] = row.read(1, "one character", one)?;
        }
        // Full-width ASCII stands in the same order as ASCII itself.
        for wide in 0xFF01u16..=0xFF5E {
            map[wide as usize] = wide - 0xFF01 + 0x21;
        }
        for (from, to) in OTHERS {
            map[*from as usize] = *to as u16;
        }
        let mut changed = Box::new([0; 1024]);
        // ASCII stays as it is.
        for (from, _) in map.iter().enumerate().skip(0x80).filter(|&(from, &to)| usize::from(to) != from) {
            changed[from >> 6] |= 1 << (from & 63);
        }
        Ok(Folding { map, changed })
    }

    /// The folding that comes with the program.
    pub fn embedded() -> &'static Folding {
        &super::Lexicon::embedded().folding
    }

    pub fn character(&self, c: char) -> char {
        match self.map.get(c as usize) {
            Some(&folded) => char::from_u32(folded as u32).unwrap_or(c),
            None => c,
        }
    }

    /// Whether a character is read as another.
    pub fn changes(&self, c: char) -> bool {
        self.map.get(c as usize).is_some_and(|&folded| u32::from(folded) != c as u32)
    }

    /// `text` folded: as many characters as before, often fewer bytes.
    pub fn fold(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        let mut copied = 0;
        while let Some(place) = self.next_changed(text.as_bytes(), copied) {
            let (before, rest) = (&text[copied..place], &text[place..]);
            folded.push_str(before);
            let Some(c) = rest.chars().next() else { break };
            folded.push(self.character(c));
            copied = place + c.len_utf8();
        }
        folded.push_str(&text[copied..]);
        folded
    }

    /// Where from `at` on the next character stands that is read as another.
    fn next_changed(&self, bytes: &[u8], at: usize) -> Option<usize> {
        // The lead bytes of two characters of three bytes each, as Han characters have them.
        const LEADS: u64 = 0xF000_00F0;
        const THREE: u64 = 0xE000_00E0;
        let mut rest = &bytes[at..];
        // Han characters are most of a text, and most are read as they are: they are looked at two at a time.
        while let Some(eight) = rest.first_chunk() {
            let two = u64::from_le_bytes(*eight);
            let passed = if two & LEADS == THREE {
                if self.changes_three(two) {
                    return Some(bytes.len() - rest.len());
                }
                if self.changes_three(two >> 24) {
                    return Some(bytes.len() - rest.len() + 3);
                }
                6
            } else {
                let (changes, length) = self.first(rest)?;
                if changes {
                    return Some(bytes.len() - rest.len());
                }
                length
            };
            rest = &rest[passed..];
        }
        while let Some((changes, length)) = self.first(rest) {
            if changes {
                return Some(bytes.len() - rest.len());
            }
            rest = rest.get(length..)?;
        }
        None
    }

    /// Whether the first character is read as another, and its bytes.
    fn first(&self, bytes: &[u8]) -> Option<(bool, usize)> {
        Some(match *bytes {
            [] => return None,
            [first, ..] if first < 0x80 => (false, 1),
            [first @ 0xE0..0xF0, second, third, ..] => {
                (self.changes_three(u64::from_le_bytes([first, second, third, 0, 0, 0, 0, 0])), 3)
            }
            [first, ..] if first >= 0xF0 => (false, 4),
            [first, second, ..] => (self.changed[usize::from(first & 31)] >> (second & 63) & 1 != 0, 2),
            [_] => (false, 1),
        })
    }

    /// Whether the character whose three bytes are the lowest of `bytes` is read as another.
    #[inline(always)]
    fn changes_three(&self, bytes: u64) -> bool {
        let row = (bytes & 15) << 6 | bytes >> 8 & 63;
        self.changed[row as usize] >> (bytes >> 16 & 63) & 1 != 0
    }
}

/// Spaces, dashes and marks that are one thing in many code points. Not NFKC: that turns ① into 1 and ㏊ into ha.
const OTHERS: &[(char, char)] = &[
    ('\u{00A0}', ' '),
    ('\u{2002}', ' '),
    ('\u{2003}', ' '),
    ('\u{2009}', ' '),
    ('\u{202F}', ' '),
    ('\u{3000}', ' '),
    ('\u{FEFF}', ' '),
    ('\u{200B}', ' '),
    ('\u{FF0E}', '.'),
    ('\u{FE52}', '.'),
    ('\u{FE6A}', '%'),
    ('\u{2012}', '-'),
    ('\u{2013}', '-'),
    ('\u{2212}', '-'),
    ('\u{FF61}', '。'),
    ('\u{301C}', '~'),
    ('\u{223C}', '~'),
    ('\u{2500}', '—'),
    ('\u{2015}', '—'),
    ('\u{25CB}', '〇'),
    ('\u{25EF}', '〇'),
    ('\u{3007}', '〇'),
    ('\u{2F00}', '一'),
    ('\u{2F06}', '二'),
    ('\u{2F17}', '十'),
    ('\u{2F08}', '人'),
    ('\u{2F24}', '大'),
    ('\u{2F2D}', '山'),
    ('\u{2F47}', '日'),
    ('\u{2F49}', '月'),
    ('\u{2F54}', '水'),
    ('\u{2F63}', '生'),
    ('\u{2F64}', '用'),
    ('\u{2F6C}', '目'),
    ('\u{2F8F}', '行'),
    ('\u{2FA6}', '金'),
    ('\u{2FAF}', '面'),
    ('\u{2FBC}', '高'),
];
