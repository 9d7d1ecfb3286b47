//! Dictionaries: tables of words checked as they are read, and the one trie that finds all of them in one pass.
//!
//! A table is a file of `dictionaries/` embedded in the program; `--dictionaries DIR` lays a user's file of the same
//! name over it row by row. What a table means is the business of its file under `lexicon/`.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use crawdad::Trie;

use crate::error::{Error, Result};
use crate::span::Span;
use crate::split;

pub mod bodies;
pub mod columns;
pub mod conversions;
pub mod cues;
pub mod calendar;
mod duties;
pub mod facets;
mod folding;
mod posts;
mod surnames;
pub mod frame;
pub mod indicators;
pub mod rarity;
pub mod regions;
mod table;
pub mod themes;
pub mod units;

pub use bodies::Bodies;
pub use calendar::Calendar;
pub use columns::{ColumnKind, Columns};
pub use conversions::Conversions;
pub use cues::{Cue, Sign};
pub use duties::Duties;
pub use facets::{Facet, Facets};
pub use folding::Folding;
pub use frame::Frame;
pub use indicators::Indicators;
pub use posts::{PostKind, Posts};
pub use rarity::Rarity;
pub use regions::Regions;
pub use surnames::{Fame, Surnames};
pub use table::{Row, Rows};
pub use themes::Themes;
pub use units::{UnitKind, Units};

/// The embedded tables: file name, text.
const EMBEDDED: &[(&str, &str)] = &[
    ("bodies", include_str!("../dictionaries/bodies.tsv")),
    ("characters", include_str!("../dictionaries/characters.tsv")),
    ("actors", include_str!("../dictionaries/actors.tsv")),
    ("predicates", include_str!("../dictionaries/predicates.tsv")),
    ("figures", include_str!("../dictionaries/figures.tsv")),
    ("lookalikes", include_str!("../dictionaries/lookalikes.tsv")),
    ("posts", include_str!("../dictionaries/posts.tsv")),
    ("surnames", include_str!("../dictionaries/surnames.tsv")),
    ("cues", include_str!("../dictionaries/cues.tsv")),
    ("frame", include_str!("../dictionaries/frame.tsv")),
    ("events", include_str!("../dictionaries/events.tsv")),
    ("anniversaries", include_str!("../dictionaries/anniversaries.tsv")),
    ("lunar_new_year", include_str!("../dictionaries/lunar_new_year.tsv")),
    ("indicators", include_str!("../dictionaries/indicators.tsv")),
    ("regions", include_str!("../dictionaries/regions.tsv")),
    ("themes", include_str!("../dictionaries/themes.tsv")),
    ("columns", include_str!("../dictionaries/columns.tsv")),
    ("conversions", include_str!("../dictionaries/conversions.tsv")),
    ("facets", include_str!("../dictionaries/facets.tsv")),
    ("rarity", include_str!("../dictionaries/rarity.tsv")),
    ("units", include_str!("../dictionaries/units.tsv")),
];

/// Which table a word belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// `row` indexes [`Posts::words`].
    Post,
    /// `row` indexes [`Surnames::figures`].
    Figure,
    /// `row` is a word that the frame of a text is known by: see [`Frame::class`].
    Frame,
    /// `row` is a name: see [`Regions::candidates`].
    Region,
    /// `row` indexes [`Lexicon::cues`].
    Cue,
    /// `row` is an occasion: see [`Calendar::occasion`].
    Event,
    /// A part of a body's name: see [`Bodies::get`].
    Body,
    /// A word of a theme: see [`Themes::row`].
    Theme,
}

/// A dictionary word in a text: `row` is its number in the table's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub span: Span,
    pub table: Table,
    pub row: u32,
}

/// All dictionaries, read and checked.
pub struct Lexicon {
    pub folding: Folding,
    pub duties: Duties,
    pub posts: Posts,
    pub surnames: Surnames,
    pub bodies: Bodies,
    pub frame: Frame,
    pub calendar: Calendar,
    pub regions: Regions,
    pub units: Units,
    pub cues: Vec<Cue>,
    pub indicators: Indicators,
    pub themes: Themes,
    pub facets: Facets,
    pub columns: Columns,
    pub conversions: Conversions,
    pub rarity: Rarity,
    words: Words,
    hash: String,
}

impl Lexicon {
    /// The dictionaries that come with the program.
    pub fn embedded() -> &'static Lexicon {
        static EMBEDDED: OnceLock<Lexicon> = OnceLock::new();
        EMBEDDED.get_or_init(|| match Lexicon::load(None) {
            Ok(lexicon) => lexicon,
            Err(error) => panic!("an embedded dictionary is broken: {error}"),
        })
    }

    /// The dictionaries that come with the program with a user's laid over them.
    ///
    /// # Errors
    /// [`Error::Dictionary`] names file, line and reason of the first bad row.
    pub fn load(over: Option<&Path>) -> Result<Lexicon> {
        let sources = Sources::read(over)?;
        let folding = Folding::parse(&sources.rows("characters", &["traditional", "simplified"])?)?;
        let regions = Regions::parse(&sources.rows("regions", &Regions::COLUMNS)?)?;
        let units = Units::parse(&sources.rows("units", &["word", "unit", "kind"])?)?;
        let frame = Frame::parse(&sources.rows("frame", &Frame::COLUMNS)?)?;
        let bodies = Bodies::parse(&sources.rows("bodies", &Bodies::COLUMNS)?)?;
        let themes = Themes::parse(&sources.rows("themes", &Themes::COLUMNS)?)?;
        let indicators = Indicators::parse(&sources.rows("indicators", &Indicators::COLUMNS)?)?;
        let facets = Facets::parse(&sources.rows("facets", &Facets::COLUMNS)?)?;
        let columns = Columns::parse(&sources.rows("columns", &Columns::COLUMNS)?)?;
        let conversions = Conversions::parse(&sources.rows("conversions", &Conversions::COLUMNS)?)?;
        let rarity = Rarity::parse(&sources.rows("rarity", &Rarity::COLUMNS)?)?;
        let cues = cues::parse(&sources.rows("cues", cues::COLUMNS)?)?;
        let calendar = Calendar::parse(
            &sources.rows("events", &Calendar::EVENTS)?,
            &sources.rows("anniversaries", &Calendar::ANNIVERSARIES)?,
            &sources.rows("lunar_new_year", &Calendar::LUNAR)?,
        )?;
        let posts = Posts::parse(&sources.rows("posts", &["word", "kind"])?)?;
        let surnames = Surnames::parse(
            &sources.rows("surnames", &["surname", "share"])?,
            &sources.rows("lookalikes", &["word"])?,
            &sources.rows("figures", &["name", "role"])?,
        )?;
        let duties =
            Duties::new(&sources.rows("actors", &["word"])?, &sources.rows("predicates", &["word"])?);
        let words = Words::new(
            (regions.words().map(|(word, row)| (word, Table::Region, row)))
                .chain(frame.words().map(|(word, row)| (word, Table::Frame, row)))
                .chain(calendar.words().map(|(word, row)| (word, Table::Event, row)))
                .chain(themes.words().map(|(word, row)| (word, Table::Theme, row)))
                .chain(bodies.words().map(|(word, row)| (word, Table::Body, row)))
                .chain((0..).zip(&cues).map(|(row, cue)| (cue.word.as_str(), Table::Cue, row)))
                .chain((0..).zip(posts.words()).map(|(row, (word, _))| (word.as_str(), Table::Post, row)))
                .chain(
                    (0..).zip(surnames.figures()).map(|(row, (name, _))| (name.as_str(), Table::Figure, row)),
                ),
        );
        Ok(Lexicon {
            duties,
            posts,
            surnames,
            folding,
            bodies,
            frame,
            calendar,
            regions,
            units,
            indicators,
            themes,
            facets,
            columns,
            conversions,
            rarity,
            cues,
            words,
            hash: sources.hash(),
        })
    }

    /// The first 16 hex digits of the SHA-256 of all tables: what a record names as its dictionaries.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Every dictionary word in `view`, overlapping ones too, sorted by start, then longest first.
    pub fn hits(&self, view: &str) -> Vec<Hit> {
        let parts = split::each_part(view, |part| {
            let mut hits = self.words.hits(part.of(view));
            hits.iter_mut().for_each(|hit| hit.span = hit.span.shifted(part.start));
            hits
        });
        // No word goes over a line end.
        parts
            .into_iter()
            .reduce(|mut all, part| {
                all.extend(part);
                all
            })
            .unwrap_or_default()
    }
}

/// A table that the program does not know is a misspelt name: its rows would be lost in silence.
fn refuse_strangers(folder: &Path) -> Result<()> {
    let at_folder = |source| Error::File { path: folder.into(), source };
    for entry in std::fs::read_dir(folder).map_err(at_folder)? {
        let path = entry.map_err(at_folder)?.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let known = EMBEDDED.iter().any(|(name, _)| *name == stem);
        if path.extension().is_some_and(|end| end == "tsv") && !known {
            let names: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
            let reason = format!("there is no table of this name; the tables are {}", names.join(", "));
            return Err(Error::Dictionary { file: path.display().to_string(), line: 1, reason });
        }
    }
    Ok(())
}

/// The texts of all tables, each with the user's rows where there are any.
struct Sources {
    texts: Vec<(&'static str, Vec<Layer>)>,
}

/// A file's name and its text.
type Layer = (Cow<'static, str>, Cow<'static, str>);

impl Sources {
    fn read(over: Option<&Path>) -> Result<Sources> {
        if let Some(folder) = over {
            refuse_strangers(folder)?;
        }
        let mut texts = Vec::new();
        for (name, text) in EMBEDDED {
            let mut layers: Vec<Layer> = vec![((*name).into(), (*text).into())];
            if let Some(path) = over.map(|dir| dir.join(format!("{name}.tsv"))).filter(|path| path.exists()) {
                let own = std::fs::read_to_string(&path)
                    .map_err(|source| Error::File { path: path.clone(), source })?;
                layers.push((path.display().to_string().into(), own.into()));
            }
            texts.push((*name, layers));
        }
        Ok(Sources { texts })
    }

    fn rows(&self, name: &str, columns: &[&'static str]) -> Result<Rows<'_>> {
        let Some((_, layers)) = self.texts.iter().find(|(n, _)| *n == name) else {
            return Err(Error::Usage(format!("there is no table {name}")));
        };
        Rows::parse(layers, columns)
    }

    fn hash(&self) -> String {
        use sha2::{Digest, Sha256};
        let mut digest = Sha256::new();
        for (_, text) in self.texts.iter().flat_map(|(_, layers)| layers) {
            digest.update(text.as_bytes());
        }
        digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The words of all tables in one trie, which is walked from every character that begins one with the character behind it.
struct Words {
    trie: Option<Trie>,
    openings: Openings,
    /// Of each word, its bytes and how many of `meanings` are before its own.
    words: Vec<(u32, u32)>,
    /// What the words are, in the order of the trie's values; a word may stand in several tables.
    meanings: Vec<(Table, u32)>,
}

impl Words {
    fn new<'w>(words: impl Iterator<Item = (&'w str, Table, u32)>) -> Words {
        // NUL ends a word in the trie, and a long text is cut at line ends.
        let mut all: Vec<_> =
            words.filter(|(word, ..)| !word.is_empty() && !word.contains(['\0', '\n'])).collect();
        all.sort_unstable();
        let mut out = Words {
            trie: None,
            openings: Openings::new(),
            words: Vec::new(),
            meanings: Vec::with_capacity(all.len()),
        };
        let mut records = Vec::with_capacity(all.len());
        for of_word in all.chunk_by(|a, b| a.0 == b.0) {
            let word = of_word[0].0;
            out.openings.add(word);
            records.push((word, out.words.len() as u32));
            out.words.push((word.len() as u32, out.meanings.len() as u32));
            out.meanings.extend(of_word.iter().map(|&(_, table, row)| (table, row)));
        }
        out.words.push((0, out.meanings.len() as u32));
        out.trie = Trie::from_records(records).ok();
        out
    }

    fn hits(&self, view: &str) -> Vec<Hit> {
        let Some(trie) = &self.trie else { return Vec::new() };
        let mut hits = Vec::with_capacity(view.len() / 12);
        let mut here: Vec<u32> = Vec::new();
        let mut characters = view.char_indices();
        let mut next = characters.next();
        while let Some((start, c)) = next {
            next = characters.next();
            if !self.openings.may_begin(c, next.map(|(_, c)| c)) {
                continue;
            }
            here.extend(trie.common_prefix_search(view[start..].chars()).map(|(word, _)| word));
            while let Some(word) = here.pop() {
                let (length, from) = self.words[word as usize];
                let to = self.words[word as usize + 1].1;
                let span = Span::new(start, start + length as usize);
                let meanings = &self.meanings[from as usize..to as usize];
                hits.extend(meanings.iter().map(|&(table, row)| Hit { span, table, row }));
            }
        }
        hits
    }
}

/// The two characters that words begin with, as a set that may hold a few pairs more. Most places of a text are known by
/// it to begin no word.
struct Openings {
    pairs: Vec<u64>,
    /// The characters that are words, in the same way.
    alone: Vec<u64>,
}

impl Openings {
    /// Bits of each set, as a power of two: the pairs of all tables fill a twentieth of them.
    const BITS: u32 = 18;

    fn new() -> Openings {
        let none = vec![0; 1 << (Openings::BITS - 6)];
        Openings { pairs: none.clone(), alone: none }
    }

    fn add(&mut self, word: &str) {
        let mut characters = word.chars();
        let Some(first) = characters.next() else { return };
        let (set, bit) = match characters.next() {
            Some(second) => (&mut self.pairs, Openings::bit(first, second)),
            None => (&mut self.alone, Openings::bit(first, first)),
        };
        set[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether a word may begin with `first`, where `second` follows it in the text.
    fn may_begin(&self, first: char, second: Option<char>) -> bool {
        let has = |set: &[u64], bit: usize| set[bit / 64] >> (bit % 64) & 1 == 1;
        has(&self.alone, Openings::bit(first, first))
            || second.is_some_and(|second| has(&self.pairs, Openings::bit(first, second)))
    }

    fn bit(first: char, second: char) -> usize {
        let both = (first as u32).wrapping_mul(0x9E37_79B1) ^ (second as u32).wrapping_mul(0x85EB_CA77);
        (both.wrapping_mul(0xC2B2_AE3D) >> (32 - Openings::BITS)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_has_the_words_of_one_piece() {
        let lexicon = Lexicon::embedded();
        let lines =
            "到2025年底,内丘县建成标准化村卫生室120个以上。\n由县卫生健康局牵头,确保全县医疗机构全覆盖。\n";
        let text = lines.repeat(8_000);
        assert!(split::parts(&text).len() > 4);
        assert_eq!(lexicon.hits(&text), lexicon.words.hits(&text));
    }
}
