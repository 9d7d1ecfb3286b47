//! The next character of a set in a text, the set given as bits over the Basic Multilingual Plane: of `约3万人` and the
//! numerals, where the 3 stands. Characters beyond the plane are never members.

/// A set: the 64 characters that begin with the same bytes stand in one row, each a bit.
pub(super) type Set = [[u8; 8]; 1024];

/// The set of these characters, each of one or three bytes.
pub(super) const fn set(characters: &str) -> Set {
    let text = characters.as_bytes();
    let mut bits = [[0; 8]; 1024];
    let mut at = 0;
    while at < text.len() {
        let (row, bit) = match text[at] {
            byte if byte < 0x80 => {
                at += 1;
                (byte as usize >> 6, byte & 63)
            }
            byte => {
                at += 3;
                ((byte as usize & 15) << 6 | text[at - 2] as usize & 63, text[at - 1] & 63)
            }
        };
        bits[row][bit as usize >> 3] |= 1 << (bit & 7);
    }
    bits
}

/// Whether a character of the Basic Multilingual Plane is in the set.
pub(super) fn has(set: &Set, c: char) -> bool {
    set.get(c as usize >> 6).is_some_and(|row| u64::from_le_bytes(*row) >> (c as usize & 63) & 1 == 1)
}

/// What `take` makes of the first place from `from` on where a character of the set stands and it makes something.
pub(super) fn find<T>(
    set: &Set,
    text: &str,
    from: usize,
    mut take: impl FnMut(usize) -> Option<T>,
) -> Option<T> {
    let text = text.as_bytes();
    let mut rest = text.get(from..)?;
    loop {
        let (row, bit, after) = match *rest {
            [a @ 0xe0..0xf0, b, c, ref after @ ..] => ((a as usize & 15) << 6 | b as usize & 63, c, after),
            [a @ 0..0x80, ref after @ ..] => (a as usize >> 6, a, after),
            [a @ 0xc0..0xe0, b, ref after @ ..] => (a as usize & 31, b, after),
            [_, ref after @ ..] => {
                rest = after;
                continue;
            }
            [] => return None,
        };
        if u64::from_le_bytes(set[row]) >> (bit & 63) & 1 == 1
            && let Some(taken) = take(text.len() - rest.len())
        {
            return Some(taken);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_found_where_it_stands() {
        const SET: Set = set("3万、");
        for (text, from, expected) in [
            ("约3万人", 0, Some(3)),
            ("约3万人", 4, Some(4)),
            ("约3万人", 7, None),
            ("é约", 0, None),
            ("é、", 0, Some(2)),
            ("约😀3", 0, Some(7)),
            ("", 0, None),
        ] {
            assert_eq!(find(&SET, text, from, Some), expected, "{text} from {from}");
        }
    }
}
