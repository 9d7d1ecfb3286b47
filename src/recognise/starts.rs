//! Where mentions may begin, looked for with one look at each character: of `约3万人` and the numerals, at 3; and sets of
//! characters, given as bits over the Basic Multilingual Plane. Characters beyond the plane are never members.

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

/// Characters that may stand behind a first one, as bits by the last six bits of their code: of `年度`, 度. A bit that is
/// not set rules them out.
pub(super) type Seconds = u64;

/// Any character, or none, may stand behind.
pub(super) const ANY: Seconds = Seconds::MAX;

/// How things of several kinds begin.
pub(super) struct Starts<const KINDS: usize> {
    /// The number of each character of the Basic Multilingual Plane in `seconds`; 0 begins nothing.
    numbers: Box<[u8; 0x10000]>,
    seconds: Box<[[Seconds; KINDS]; 256]>,
    /// The numbers of [`Starts::seconds`] taken.
    taken: usize,
}

impl<const KINDS: usize> Starts<KINDS> {
    /// For each kind the characters that begin it, each with those that may stand second.
    pub fn new(kinds: [Vec<(char, Seconds)>; KINDS]) -> Self {
        let mut starts =
            Starts { numbers: Box::new([0; 0x10000]), seconds: Box::new([[0; KINDS]; 256]), taken: 1 };
        for (kind, firsts) in kinds.into_iter().enumerate() {
            for (first, seconds) in firsts {
                let Some(number) = starts.numbers.get_mut(first as usize) else { continue };
                if *number == 0 && starts.taken <= u8::MAX as usize {
                    *number = starts.taken as u8;
                    starts.taken += 1;
                } else if *number == 0 {
                    // So many characters have no numbers of their own: they share the last one.
                    *number = u8::MAX;
                }
                starts.seconds[*number as usize][kind] |= seconds;
            }
        }
        starts
    }

    /// Calls `take` with each place where something may begin, from left to right, and its kind.
    pub fn each(&self, text: &str, mut take: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let (number, length) = match (first, bytes[at..].first_chunk()) {
                (0xE0..0xF0, Some(&[_, second, third])) => (self.numbers[three(first, second, third)], 3),
                (..0x80, _) => (self.numbers[first as usize], 1),
                (0xF0.., _) => (0, 4),
                _ => (self.numbers[two(first, bytes.get(at + 1).copied().unwrap_or(0))], 2),
            };
            if number != 0 {
                let kinds = &self.seconds[number as usize];
                let second = second(bytes.get(at + length..).unwrap_or_default());
                if kinds.iter().fold(0, |any, seconds| any | seconds) & second != 0 {
                    for (kind, seconds) in kinds.iter().enumerate() {
                        if seconds & second != 0 {
                            take(at, kind);
                        }
                    }
                }
            }
            at += length;
        }
    }
}

/// The code of a character of two bytes.
fn two(first: u8, second: u8) -> usize {
    (first as usize & 31) << 6 | second as usize & 63
}

/// The code of a character of three bytes.
fn three(first: u8, second: u8, third: u8) -> usize {
    (first as usize & 15) << 12 | (second as usize & 63) << 6 | third as usize & 63
}

/// The bit of the character that follows, or all bits where it has not one or three bytes or there is none.
fn second(after: &[u8]) -> Seconds {
    match *after {
        [byte @ 0..0x80, ..] | [0xe0..0xf0, _, byte, ..] => 1 << (byte & 63),
        _ => ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_begins_where_first_and_second_characters_say_so() {
        let year = 1 << ('年' as u32 & 63);
        let starts =
            Starts::new([vec![('3', ANY), ('、', ANY), ('é', ANY)], vec![('3', year), ('今', year)]]);
        for (text, expected) in [
            ("约3万人", vec![(3, 0)]),
            ("约3年、", vec![(3, 0), (3, 1), (7, 0)]),
            ("今日今年今", vec![(6, 1), (12, 1)]),
            ("é今", vec![(0, 0), (2, 1)]),
            ("约😀3", vec![(7, 0), (7, 1)]),
            ("今😀", vec![(0, 1)]),
            ("", vec![]),
        ] {
            let mut seen = Vec::new();
            starts.each(text, |at, kind| seen.push((at, kind)));
            assert_eq!(seen, expected, "{text}");
        }
    }

    #[test]
    fn more_characters_than_numbers_begin_nonetheless() {
        let firsts: Vec<char> = ('一'..).take(400).collect();
        let starts = Starts::new([firsts.iter().map(|&first| (first, ANY)).collect()]);
        let text: String = firsts.iter().collect();
        let mut seen = 0;
        starts.each(&text, |_, _| seen += 1);
        assert_eq!(seen, 400);
    }
}
