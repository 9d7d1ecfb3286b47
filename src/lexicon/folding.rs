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
    fn next_changed(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        let row = |first: u8, second: u8| usize::from(first & 15) << 6 | usize::from(second & 63);
        let changes = |row: usize, bit: u8| self.changed[row] >> (bit & 63) & 1 != 0;
        while let Some(&first) = bytes.get(at) {
            // Han characters are most of a text, and most are read as they are: two of them are passed over at once.
            if let Some(&[one @ 0xE0..0xF0, a, b, two @ 0xE0..0xF0, c, d]) = bytes[at..].first_chunk()
                && !(changes(row(one, a), b) | changes(row(two, c), d))
            {
                at += 6;
                continue;
            }
            let (changed, length) = match (first, bytes[at..].first_chunk()) {
                (0xE0..0xF0, Some(&[_, second, third])) => (changes(row(first, second), third), 3),
                (..0x80, _) => (false, 1),
                (0xF0.., _) => (false, 4),
                _ => (changes(usize::from(first & 31), bytes.get(at + 1).copied().unwrap_or(0)), 2),
            };
            if changed {
                return Some(at);
            }
            at += length;
        }
        None
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
