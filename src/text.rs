//! `Text`: a document's source as read and the view that everything else reads.
//!
//! The view is the source folded (Traditional to Simplified, full-width to half-width, one character for one
//! character) without the characters that only lay it out: the line end inside a wrapped sentence, the space
//! inside `2 0 2 3年`. So a pattern is written once, and every place in the view is a place in the source.

use crate::lexicon::Folding;
use crate::read::Table;
use crate::span::{MOST, Span};

/// Bytes of a block of an [`Index`], as many as bits of a number, and characters between two of its marks.
const BLOCK: usize = 64;

/// A text and its view, with the way back from view to source.
#[derive(Clone, Debug)]
pub struct Text {
    source: String,
    view: String,
    /// For each place in the view where characters were left out: the byte it stands at and how many so far.
    left_out: Vec<(usize, usize)>,
    source_index: Index,
    view_index: Index,
    /// One for each block of the view.
    ways: Vec<Way>,
    tables: Vec<Vec<Vec<Span>>>,
}

impl Text {
    /// Folds `source` and leaves out the bytes of the folded text that `noise` names (sorted, not overlapping).
    pub fn new(source: String, folding: &Folding, noise: impl FnOnce(&str) -> Vec<Span>) -> Text {
        Text::with_tables(source, &[], folding, noise)
    }

    /// As [`Text::new`]; what parts two cells of one of the `tables`, or a cell from the words before it, is never left out.
    ///
    /// # Panics
    /// Where the source has more than half of [`MOST`] bytes.
    pub fn with_tables(
        source: String,
        tables: &[Table],
        folding: &Folding,
        noise: impl FnOnce(&str) -> Vec<Span>,
    ) -> Text {
        // What is folded may be longer by half.
        assert!(source.len() <= MOST / 2, "a text has no more than 2 GiB");
        let folded = folding.fold(&source);
        let mut noise = noise(&folded);
        if !tables.is_empty() {
            let ends = cell_ends(&source, &folded, tables);
            noise.retain(|span| {
                let next = ends.partition_point(|&end| end < span.start());
                ends.get(next).is_none_or(|&end| end > span.end())
            });
        }
        let (view, left_out) = without(folded, &noise);
        let source_index = Index::new(&source);
        let view_index = Index::new(&view);
        let ways = ways(&source_index, &view_index, &left_out);
        let mut text = Text { source, view, left_out, source_index, view_index, ways, tables: Vec::new() };
        let place = |row: &Vec<Span>| row.iter().map(|&cell| text.view_span(cell)).collect();
        text.tables = tables.iter().map(|table| table.rows.iter().map(place).collect()).collect();
        text
    }

    /// Rows of cells of the tables in the text, as spans of the view.
    pub fn tables(&self) -> &[Vec<Vec<Span>>] {
        &self.tables
    }

    /// The bytes of the view for bytes of the source.
    fn view_span(&self, source: Span) -> Span {
        let [start, end] = self.source_points(source).map(|point| {
            // Characters left out before this place of the source.
            let after = self
                .left_out
                .partition_point(|&(at, dropped)| self.view_index.characters_before(at) + dropped <= point);
            let mut place = point - self.dropped(after);
            // Inside of what is left out there is nothing but the place where it was.
            if let Some(&(at, _)) = self.left_out.get(after) {
                place = place.min(self.view_index.characters_before(at));
            }
            self.view_index.byte_of(place)
        });
        Span::new(start, end.max(start))
    }

    /// The text that spans in records count in.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text that rules read.
    pub fn view(&self) -> &str {
        &self.view
    }

    /// Code points of the source, `[start, end)`, for a span of the view.
    pub fn points(&self, span: Span) -> [usize; 2] {
        self.ends(span).map_or_else(|| self.points_between(span), |ends| ends.map(|(point, _)| point))
    }

    /// The words of the source at a span of the view.
    pub fn quote(&self, span: Span) -> &str {
        match self.ends(span) {
            Some([(_, from), (_, to)]) => &self.source[from..to],
            None => self.slice(self.points_between(span)),
        }
    }

    /// The code points of a span of the view in the source, and its words there.
    pub fn placed(&self, span: Span) -> ([usize; 2], &str) {
        match self.ends(span) {
            Some([(start, from), (end, to)]) => ([start, end], &self.source[from..to]),
            None => {
                let points = self.points_between(span);
                (points, self.slice(points))
            }
        }
    }

    /// The code points and bytes of the source where a span of the view begins and ends, where both blocks are even. What of
    /// them is not asked for is not counted, for it stands where it is called.
    #[inline(always)]
    fn ends(&self, span: Span) -> Option<[(usize, usize); 2]> {
        let last = span.end().checked_sub(1).filter(|&last| last >= span.start())?;
        let (from, to) = (span.start() % BLOCK, last % BLOCK + 1);
        // What is left out stands before characters, so that the last one says how many are before the end.
        let start = self.place(span.start() / BLOCK, from, (1 << from) - 1)?;
        Some([start, self.place(last / BLOCK, to, u64::MAX >> (BLOCK - to))?])
    }

    /// The code point and the byte of the source so many bytes behind the begin of a block, for which `below` has a bit each.
    #[inline(always)]
    fn place(&self, block: usize, bytes: usize, below: u64) -> Option<(usize, usize)> {
        let (way, begins) = (self.ways.get(block)?, self.view_index.begins.get(block)?);
        let point = way.point as usize + (begins & below).count_ones() as usize;
        let byte = way.byte as usize + bytes + WIDER * (way.wider & below).count_ones() as usize;
        (way.wider != UNEVEN).then_some((point, byte))
    }

    /// As [`Text::points`], where something was left out within the same block.
    fn points_between(&self, span: Span) -> [usize; 2] {
        let after = self.left_out.partition_point(|&(at, _)| at <= span.start());
        let start = self.view_index.characters_before(span.start()) + self.dropped(after);
        if span.is_empty() {
            return [start, start];
        }
        let end = self.view_index.characters_before(span.end());
        let next = self.left_out.get(after).is_some_and(|&(at, _)| at < span.end());
        let after = if next { self.left_out.partition_point(|&(at, _)| at < span.end()) } else { after };
        [start, end + self.dropped(after)]
    }

    /// How many characters are left out in the first so many places.
    fn dropped(&self, places: usize) -> usize {
        if places == 0 { 0 } else { self.left_out[places - 1].1 }
    }

    /// Code points of the source for bytes of the source.
    pub fn source_points(&self, span: Span) -> [usize; 2] {
        [span.start(), span.end()].map(|byte| self.source_index.characters_before(byte))
    }

    /// The slice of the source between two code points.
    pub fn slice(&self, points: [usize; 2]) -> &str {
        let [start, end] = points.map(|point| self.source_index.byte_of(point));
        &self.source[start..end.max(start)]
    }

    pub fn characters(&self) -> usize {
        self.source_index.characters()
    }
}

/// Where the cells of tables in `source` begin and end in the folded text, in order.
fn cell_ends(source: &str, folded: &str, tables: &[Table]) -> Vec<usize> {
    let cells = tables.iter().flat_map(|table| table.rows.iter().flatten());
    let mut ends: Vec<usize> = cells.flat_map(|cell| [cell.start(), cell.end()]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut places = source.char_indices().map(|(at, _)| at).zip(folded.char_indices().map(|(at, _)| at));
    let mut at = places.next();
    for end in &mut ends {
        while at.is_some_and(|(place, _)| place < *end) {
            at = places.next();
        }
        *end = at.map_or(folded.len(), |(_, place)| place);
    }
    ends
}

fn without(folded: String, noise: &[Span]) -> (String, Vec<(usize, usize)>) {
    if noise.is_empty() {
        return (folded, Vec::new());
    }
    let mut view = String::with_capacity(folded.len());
    let mut left_out = Vec::with_capacity(noise.len());
    let (mut at, mut dropped) = (0, 0);
    for span in noise {
        view.push_str(&folded[at..span.start()]);
        dropped += span.of(&folded).chars().count();
        match left_out.last_mut() {
            Some((byte, count)) if *byte == view.len() => *count = dropped,
            _ => left_out.push((view.len(), dropped)),
        }
        at = span.end();
    }
    view.push_str(&folded[at..]);
    (view, left_out)
}

/// Finds the byte of a character and the character of a byte without counting from the start.
#[derive(Clone, Debug)]
struct Index {
    /// For each block a bit for each byte, set where a character begins.
    begins: Vec<u64>,
    /// The characters that begin before each block, and at last all of them.
    before: Vec<u32>,
    /// The block in which every `BLOCK`th character begins.
    marks: Vec<u32>,
    bytes: usize,
}

impl Index {
    fn new(text: &str) -> Index {
        let blocks = text.len() / BLOCK + 1;
        let mut index = Index {
            begins: Vec::with_capacity(blocks),
            before: Vec::with_capacity(blocks + 1),
            marks: Vec::with_capacity(blocks),
            bytes: text.len(),
        };
        let (whole, rest) = text.as_bytes().as_chunks::<BLOCK>();
        let mut last = [CONTINUES; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let mut characters = 0;
        for (n, block) in whole.iter().chain([&last]).enumerate() {
            let begins = begins(block);
            index.begins.push(begins);
            index.before.push(characters as u32);
            characters += begins.count_ones() as usize;
            if index.marks.len() * BLOCK < characters {
                index.marks.push(n as u32);
            }
        }
        index.before.push(characters as u32);
        index
    }

    /// The characters that begin before a block, or before the end of the last.
    fn before(&self, block: usize) -> usize {
        self.before[block] as usize
    }

    fn characters(&self) -> usize {
        self.before.last().map_or(0, |&all| all as usize)
    }

    fn characters_before(&self, byte: usize) -> usize {
        match self.begins.get(byte / BLOCK) {
            Some(begins) => {
                let bits = begins & below(byte % BLOCK);
                self.before(byte / BLOCK) + bits.count_ones() as usize
            }
            None => self.characters(),
        }
    }

    /// Whether a character begins at a byte, or the text ends.
    fn is_begin(&self, byte: usize) -> bool {
        byte == self.bytes || self.begins_from(byte) & 1 == 1
    }

    /// The bits of so many bytes as a block has, from a byte on.
    fn begins_from(&self, byte: usize) -> u64 {
        let block = |n: usize| self.begins.get(n).copied().unwrap_or(0);
        match byte % BLOCK {
            0 => block(byte / BLOCK),
            bits => block(byte / BLOCK) >> bits | block(byte / BLOCK + 1) << (BLOCK - bits),
        }
    }

    fn byte_of(&self, character: usize) -> usize {
        if character >= self.characters() {
            return self.bytes;
        }
        let mut block = self.marks[character / BLOCK] as usize;
        while self.before(block + 1) <= character {
            block += 1;
        }
        block * BLOCK + nth(self.begins[block], character - self.before(block))
    }
}

/// Where a block of the view stands in the source.
#[derive(Clone, Debug)]
struct Way {
    /// The code points before it, and the byte for its first.
    point: u32,
    byte: u32,
    /// A bit for each byte with which a character ends that has [`WIDER`] more bytes in the source, as `，` has for `,`.
    wider: u64,
}

/// So much wider than a character of ASCII is its full-width form.
const WIDER: usize = 2;

/// Of a block in which that does not tell the source's bytes, since something is left out or another character is read.
const UNEVEN: u64 = u64::MAX;

/// The way back for each block of the view.
fn ways(source: &Index, view: &Index, left_out: &[(usize, usize)]) -> Vec<Way> {
    let mut ways = Vec::with_capacity(view.begins.len());
    let (mut left_out, mut dropped) = (left_out.iter().peekable(), 0);
    // The byte at which an even block ended.
    let mut carried = Some(0);
    for (n, &begins) in view.begins.iter().enumerate() {
        let (start, length) = (n * BLOCK, BLOCK.min(view.bytes - n * BLOCK));
        if let Some(&(_, before)) = left_out.next_if(|(at, _)| *at == start) {
            (dropped, carried) = (before, None);
        }
        let point = view.before(n) + dropped;
        // What the block before began.
        let head = length.min(begins.trailing_zeros() as usize);
        let byte = carried.unwrap_or_else(|| source.byte_of(point) - head);
        let mut whole = true;
        while let Some(&(_, before)) = left_out.next_if(|(at, _)| *at < start + BLOCK) {
            (dropped, whole) = (before, false);
        }
        let next = view.begins.get(n + 1).map_or(0, |next| next.trailing_zeros() as usize % BLOCK);
        let ends = (length + next, point + begins.count_ones() as usize);
        let wider = if whole { wider(source, byte, begins, head, ends) } else { UNEVEN };
        carried = (wider != UNEVEN).then(|| byte + BLOCK + WIDER * wider.count_ones() as usize);
        ways.push(Way { point: point as u32, byte: byte as u32, wider });
    }
    ways
}

/// Which characters of a block are wider in the source, of which it begins at a byte; the first that begins in it stands
/// at `head`, the last ends `length` bytes behind its start, before the code point given.
fn wider(source: &Index, mut byte: usize, begins: u64, head: usize, (length, point): (usize, usize)) -> u64 {
    let (mut wider, mut same) = (0, head);
    loop {
        let differs = (begins ^ source.begins_from(byte)) & below(length.min(BLOCK)) & !below(same);
        if differs == 0 {
            break;
        }
        // Here a character begins, while that before it goes on in the source.
        let next = differs.trailing_zeros() as usize;
        if next <= same || begins >> next & 1 == 0 {
            return UNEVEN;
        }
        wider |= 1 << (next - 1);
        byte += WIDER;
        same = next;
    }
    let ends = |byte: usize| source.is_begin(byte) && source.characters_before(byte) == point;
    if ends(byte + length) {
        wider
    } else if length <= BLOCK && ends(byte + length + WIDER) {
        wider | 1 << (length.max(1) - 1)
    } else {
        UNEVEN
    }
}

/// So many bits, the lowest.
fn below(bits: usize) -> u64 {
    if bits < BLOCK { (1 << bits) - 1 } else { u64::MAX }
}

/// A byte that begins no character.
const CONTINUES: u8 = 0x80;

/// A bit for each byte that begins a character, the first the lowest.
fn begins(block: &[u8; BLOCK]) -> u64 {
    let eights = block.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |all, (n, eight)| {
        let word = u64::from_le_bytes(*eight);
        let each = !(word >> 7 & !(word >> 6)) & 0x0101_0101_0101_0101;
        // The product has the lowest bits of the bytes in its highest byte, in their order.
        all | each.wrapping_mul(0x0102_0408_1020_4080) >> 56 << (8 * n)
    })
}

/// The place of the bit number `n` of those that are set, of which there are more.
fn nth(bits: u64, n: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let pairs = bits - (bits >> 1 & 0x5555_5555_5555_5555);
    let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
    // In each byte how many bits are set in it and below.
    let sums = ((fours + (fours >> 4)) & 0x0F0F_0F0F_0F0F_0F0F).wrapping_mul(ONES);
    let passed = (((ONES * n as u64) | HIGHS) - sums) & HIGHS;
    let byte = passed.count_ones() as usize;
    let mut rest = bits >> (8 * byte);
    let below = sums << 8 >> (8 * byte) & 0xFF;
    for _ in below..n as u64 {
        rest &= rest - 1;
    }
    8 * byte + rest.trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_the_view_finds_its_words_in_the_source() {
        let source = "發展\n２ ０ １０年，達到８０人".repeat(40);
        let text = Text::new(source, Folding::embedded(), |folded| {
            let spaces = folded.char_indices().filter(|(_, c)| c.is_whitespace());
            spaces.map(|(at, c)| Span::new(at, at + c.len_utf8())).collect()
        });
        let view = text.view();
        assert!(view.starts_with("发展2010年,达到80人"));
        for (at, _) in view.match_indices("2010年") {
            assert_eq!(text.quote(Span::new(at, at + "2010年".len())), "２ ０ １０年");
        }
        for (at, _) in view.match_indices("发展") {
            assert_eq!(text.quote(Span::new(at, at + "发展".len())), "發展");
        }
    }

    #[test]
    fn the_short_way_to_the_source_is_the_long_one() {
        let pieces =
            ["發展", "，", "２０", "a", "\n", "é，", "𠀀", "·", "。", " ", "年度预算执行", "（", "abc"];
        let mut seed = 7usize;
        let mut even = 0;
        for length in (0..300).step_by(3).chain([2000]) {
            let source: String = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    pieces[(seed >> 33) % (3 + length % (pieces.len() - 2))]
                })
                .collect();
            let text = Text::new(source, Folding::embedded(), |folded| {
                let spaces = folded.char_indices().filter(|(_, c)| c.is_whitespace());
                spaces.map(|(at, c)| Span::new(at, at + c.len_utf8())).collect()
            });
            let ends: Vec<usize> =
                text.view().char_indices().map(|(at, _)| at).chain([text.view().len()]).collect();
            for (n, &start) in ends.iter().enumerate() {
                for &end in ends[n..].iter().take(20) {
                    let span = Span::new(start, end);
                    let points = text.points_between(span);
                    assert_eq!(
                        text.placed(span),
                        (points, text.slice(points)),
                        "{span:?} {:?}",
                        text.source()
                    );
                    assert_eq!((text.points(span), text.quote(span)), text.placed(span));
                    even += usize::from(text.ends(span).is_some());
                }
            }
        }
        assert!(even > 10_000, "{even}");
    }

    #[test]
    fn a_bit_is_found_by_its_number() {
        for bits in [1, 0x8000_0000_0000_0000, 0x9249_2492_4924_9249, u64::MAX, 0xF0F0_0000_0000_0001] {
            let places = (0..64).filter(|place| bits >> place & 1 == 1);
            assert!(places.enumerate().all(|(n, place)| nth(bits, n) == place), "{bits:x}");
        }
    }

    #[test]
    fn the_index_counts_as_one_character_after_another() {
        let text = "a發é２𠀀\n".repeat(50);
        let index = Index::new(&text);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        assert_eq!(index.characters(), places.len() - 1);
        for (n, &at) in places.iter().enumerate() {
            assert_eq!((index.characters_before(at), index.byte_of(n)), (n, at));
        }
        assert_eq!((Index::new("").byte_of(0), Index::new("").characters_before(0)), (0, 0));
    }
}
