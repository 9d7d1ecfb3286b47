//! Encodings: bytes in, characters out, without a hint: UTF-8, UTF-16 (both orders), GB18030 (GBK, GB2312), Big5.
//!
//! Certain signs come first (a byte order mark, valid UTF-8, the zero bytes and ranges of UTF-16); GB18030 and Big5
//! are told apart by chardetng, and by the share of everyday characters where it sees a language that is not ours.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use super::Decoded;
use crate::error::Unreadable;

/// How much of a file is looked at to tell its encoding.
const SAMPLE: usize = 1 << 16;

/// Of a hundred characters at most so many may be unreadable.
const MOST_LOST: usize = 2;

/// Decodes a whole file.
///
/// # Errors
/// `binary` for what is no text, `truncated` where the last character is cut off, `unknown_encoding`.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return whole(&bytes[length..], encoding);
    }
    let utf8 = simdutf8::compat::from_utf8(bytes);
    if (utf8.is_err() || memchr(0, bytes).is_some())
        && let Some(encoding) = utf16_without_mark(bytes)
    {
        return whole(bytes, encoding);
    }
    if is_binary(bytes) {
        return Err(Unreadable::new("binary", "the file is not text"));
    }
    match utf8 {
        Ok(text) => return Ok(Decoded { text: text.into(), encoding: name(UTF_8), lost: 0 }),
        // A character beyond ASCII before the cut: it is no other encoding's single last byte.
        Err(error) if error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii() => {
            return Err(cut(UTF_8));
        }
        Err(_) => {}
    }
    let Some(encoding) = multibyte(bytes) else {
        return Err(Unreadable::new(
            "unknown_encoding",
            "the encoding cannot be told; convert the file to UTF-8 first",
        ));
    };
    whole(bytes, encoding)
}

/// Decodes a whole file that names its charset (`gb2312`, `utf-8`): a mark and valid UTF-8 say more than the name, and a name
/// that does not fit says nothing.
///
/// # Errors
/// As [`decode`], but a NUL in a page is no sign of a binary file.
pub fn decode_named(bytes: &[u8], name: Option<&str>) -> Result<Decoded, Unreadable> {
    let named = name.and_then(|name| Encoding::for_label(name.as_bytes()));
    let plain = Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err();
    if let Some(encoding) = named.filter(|encoding| plain && !encoding.is_single_byte() && *encoding != UTF_8)
    {
        let encoding = if encoding == GBK { GB18030 } else { encoding };
        let known = [GB18030, BIG5].contains(&encoding);
        if let Some(decoded) = known.then(|| whole(bytes, encoding).ok()).flatten() {
            return Ok(decoded);
        }
    }
    if memchr(0, bytes).is_some()
        && utf16_without_mark(bytes).is_none()
        && Encoding::for_bom(bytes).is_none_or(|(mark, _)| mark == UTF_8)
    {
        let without: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != 0).collect();
        return decode(&without);
    }
    decode(bytes)
}

fn cut(encoding: &'static Encoding) -> Unreadable {
    Unreadable::new(
        "truncated",
        format!("the file ends inside a character of {}: its end is missing, fetch it again", name(encoding)),
    )
}

/// The name that records give an encoding.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

fn whole(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, Unreadable> {
    let utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    if utf16 && bytes.len() % 2 == 1 {
        return Err(cut(encoding));
    }
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if !damaged {
        return Ok(Decoded { text: text.into_owned(), encoding: name(encoding), lost: 0 });
    }
    let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    if text.ends_with(char::REPLACEMENT_CHARACTER) && lost == 1 {
        return Err(cut(encoding));
    }
    if lost * 100 > text.chars().count() * MOST_LOST {
        return Err(Unreadable::new(
            "unknown_encoding",
            format!("as {} the file has {lost} characters that cannot be read", name(encoding)),
        ));
    }
    Ok(Decoded { text: text.into_owned(), encoding: name(encoding), lost })
}

/// Zero bytes, or other control characters in number: not text in any encoding that has bytes for units.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(SAMPLE)];
    // As many bytes as can be counted in one: the compiler takes them many at a time.
    let few = |bytes: &[u8]| usize::from(bytes.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>());
    let control: usize = head.chunks(64).map(few).sum();
    memchr(0, bytes).is_some() || control * 50 > head.len()
}

/// A control character that no text has.
fn is_control(byte: u8) -> bool {
    let usual = (b'\t'..=b'\r').contains(&byte) | (byte == 0x1A);
    (byte == 0x7F) | (byte < 0x20) & !usual
}

/// The byte order of UTF-16 without a mark: nearly every unit is Han, kana of width, punctuation or ASCII in one
/// order and not in the other. GBK read so lies in the Yi and Hangul blocks. Valid UTF-8 without a NUL is not asked.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(SAMPLE) & !1];
    let units = head.len() / 2;
    if units < 2 {
        return None;
    }
    let likely = |unit: u16| {
        matches!(unit, 0x4E00..=0x9FFF | 0x3000..=0x303F | 0xFF00..=0xFFEF | 0x2010..=0x203B | 0x20..=0x7E
            | 0x09 | 0x0A | 0x0D | 0xB7 | 0x2160..=0x249B)
    };
    let share = |order: fn([u8; 2]) -> u16| {
        head.chunks_exact(2).filter(|pair| likely(order([pair[0], pair[1]]))).count() as f64 / units as f64
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    if little.max(big) < 0.9 || (little - big).abs() < 0.1 {
        return None;
    }
    Some(if little > big { UTF_16LE } else { UTF_16BE })
}

/// GB18030, Big5, or UTF-8 with a few broken characters; `None` where none of them gives mostly everyday characters.
fn multibyte(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(SAMPLE)];
    if mostly_utf8(head) {
        return Some(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, head.len() == bytes.len());
    // Without a hint: one for China makes GBK of Big5.
    let guess = detector.guess(None, Utf8Detection::Allow);
    let (gb, big5) = (everyday(head, is_everyday_gb), everyday(head, is_everyday_big5));
    let fits = |share: f64| share >= 0.6;
    if (guess == GBK || guess == GB18030) && fits(gb) {
        // GBK is a part of GB18030, and files that say GBK hold characters beyond it.
        return Some(GB18030);
    }
    if guess == BIG5 && fits(big5) {
        return Some(BIG5);
    }
    // A long text that reads without a fault in another language's encoding is in that language.
    let foreign =
        !guess.is_single_byte() && guess != UTF_8 && guess != GBK && guess != GB18030 && guess != BIG5;
    if foreign && head.len() > 400 {
        return None;
    }
    match (fits(gb), fits(big5)) {
        (true, _) if gb >= big5 => Some(GB18030),
        (_, true) => Some(BIG5),
        (true, false) => Some(GB18030),
        _ => None,
    }
}

/// At least fifty good characters beyond ASCII for one that is broken.
fn mostly_utf8(head: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= 50 * broken
}

/// The share of the two-byte characters that `everyday` knows.
fn everyday(head: &[u8], everyday: fn(u8, u8) -> bool) -> f64 {
    let (mut all, mut known) = (0usize, 0usize);
    let mut at = 0;
    while at + 1 < head.len() {
        if head[at] < 0x80 {
            at += 1;
            continue;
        }
        all += 1;
        known += usize::from(everyday(head[at], head[at + 1]));
        at += 2;
    }
    if all == 0 { 0.0 } else { known as f64 / all as f64 }
}

/// The symbols, letters and first-level characters of GB 2312.
fn is_everyday_gb(lead: u8, trail: u8) -> bool {
    trail >= 0xA1 && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7)
}

/// The symbols and frequently used characters of Big5.
fn is_everyday_big5(lead: u8, trail: u8) -> bool {
    matches!(trail, 0x40..=0x7E | 0xA1..=0xFE) && matches!(lead, 0xA1..=0xC6)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "二、主要任务\r\n到2025年底，全县建成养老服务设施80处以上，每年培训不少于10次。";
    const PLAN_HANT: &str = "二、主要任務\r\n到2025年底，全縣建成養老服務設施80處以上，每年培訓不少於10次。";

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    fn in_every_encoding(text: &str) -> Vec<(&'static str, Vec<u8>)> {
        let mark = "\u{feff}".to_string() + text;
        vec![
            ("UTF-8", text.into()),
            ("UTF-8", mark.clone().into()),
            ("UTF-16LE", utf16(text, u16::to_le_bytes)),
            ("UTF-16LE", utf16(&mark, u16::to_le_bytes)),
            ("UTF-16BE", utf16(text, u16::to_be_bytes)),
            ("UTF-16BE", utf16(&mark, u16::to_be_bytes)),
            ("GB18030", GB18030.encode(text).0.into_owned()),
        ]
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        for text in [PLAN, PLAN_HANT] {
            let mut files = in_every_encoding(text);
            if text == PLAN_HANT {
                files.push(("Big5", BIG5.encode(text).0.into_owned()));
            }
            for (encoding, bytes) in files {
                let decoded = decode(&bytes).unwrap();
                assert_eq!(decoded, Decoded { text: text.into(), encoding, lost: 0 });
            }
        }
    }

    #[test]
    fn a_character_beyond_gbk_is_read() {
        let text = format!("{PLAN}李㙍、𠮷");
        assert_eq!(decode(&GB18030.encode(&text).0).unwrap().text, text);
    }

    #[test]
    fn a_few_words_are_enough() {
        for text in ["年底前完成", "12月前，建成3所学校"] {
            for (encoding, bytes) in in_every_encoding(text) {
                assert_eq!(decode(&bytes).unwrap().text, text, "{encoding}");
            }
        }
    }

    #[test]
    fn a_cut_file_is_no_whole_file() {
        for (encoding, bytes) in in_every_encoding(&PLAN[..PLAN.len() - "。".len()]) {
            let error = decode(&bytes[..bytes.len() - 1]).unwrap_err();
            assert_eq!(error.code, "truncated", "{encoding}");
        }
    }

    #[test]
    fn a_broken_byte_loses_one_character() {
        let text = PLAN.repeat(5);
        for whole in [text.as_bytes().to_vec(), GB18030.encode(&text).0.into_owned()] {
            let mut bytes = whole;
            let middle = bytes.len() / 2;
            bytes[middle] = 0xFF;
            let decoded = decode(&bytes).unwrap();
            assert!((1..=3).contains(&decoded.lost), "{}", decoded.lost);
        }
    }

    #[test]
    fn what_is_not_chinese_text_is_not_guessed() {
        let latin =
            b"Le ministre a d\xE9cid\xE9 hier: l'\xE9t\xE9 sera tr\xE8s long et agr\xE9able.".repeat(3);
        assert_eq!(decode(&latin).unwrap_err().code, "unknown_encoding");
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00").unwrap_err().code, "binary");
    }
}
