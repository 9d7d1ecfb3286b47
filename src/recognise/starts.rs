//! The next character of a set in a text, the set given as bits over the Basic Multilingual Plane: of `约3万人` and the
//! numerals, where the 3 stands. Characters beyond the plane are taken for members.

/// Bytes of a set: a bit for each character.
pub(super) const BYTES: usize = 8 * 1024;

/// The set of these characters, each of one or three bytes.
pub(super) const fn set(characters: &str) -> [u8; BYTES] {
    let text = characters.as_bytes();
    let mut bits = [0; BYTES];
    let mut at = 0;
    while at < text.len() {
        let c = match text[at] {
            byte if byte < 0x80 => {
                at += 1;
                byte as usize
            }
            byte => {
                at += 3;
                (byte as usize & 15) << 12 | (text[at - 2] as usize & 63) << 6 | text[at - 1] as usize & 63
            }
        };
        bits[c >> 3] |= 1 << (c & 7);
    }
    bits
}

/// Whether a character of the Basic Multilingual Plane is in the set.
pub(super) fn has(set: &[u8; BYTES], c: char) -> bool {
    set.get(c as usize >> 3).is_some_and(|bits| bits >> (c as usize & 7) & 1 == 1)
}

/// The first place from `from` on where a character of the set stands.
pub(super) fn next(set: &[u8; BYTES], text: &str, from: usize) -> Option<usize> {
    let text = text.as_bytes();
    let mut at = from;
    while let Some(&first) = text.get(at) {
        let continued = |n: usize| text.get(at + n).map_or(0, |byte| byte & 63) as usize;
        let (c, length) = match first {
            0..0x80 => (first as usize, 1),
            0xe0..0xf0 => ((first as usize & 15) << 12 | continued(1) << 6 | continued(2), 3),
            0xc0..0xe0 => ((first as usize & 31) << 6 | continued(1), 2),
            _ => return Some(at),
        };
        if set[c >> 3] >> (c & 7) & 1 == 1 {
            return Some(at);
        }
        at += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_found_where_it_stands() {
        const SET: [u8; BYTES] = set("3万、");
        for (text, from, expected) in [
            ("约3万人", 0, Some(3)),
            ("约3万人", 4, Some(4)),
            ("约3万人", 7, None),
            ("é约", 0, None),
            ("é、", 0, Some(2)),
            ("约😀", 0, Some(3)),
            ("", 0, None),
        ] {
            assert_eq!(next(&SET, text, from), expected, "{text} from {from}");
        }
    }
}
