//! Dictionaries: tables of words checked as they are read, all of which one pass over a text finds.
//!
//! A table is a file of `dictionaries/` embedded in the program; `--dictionaries DIR` lays a user's file of the same
//! name over it row by row. What a table means is the business of its file under `lexicon/`.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use self::marks::Mark;
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
pub mod lists;
pub mod marks;
pub mod rarity;
pub mod regions;
mod table;
pub mod themes;
pub mod units;
mod words;

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
use words::Words;

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
    /// `row` is an occasion: see [`Calendar::occasion`].
    Event,
    /// A part of a body's name: see [`Bodies::get`].
    Body,
    /// A word of a theme: see [`Themes::row`].
    Theme,
    /// `row` indexes [`Lexicon::cues`].
    Cue,
    /// What rules look for: see [`Mark`].
    Mark,
}

impl Table {
    /// Which list of [`Hits`] its words are in.
    fn list(self) -> usize {
        (self as usize).saturating_sub(Table::Body as usize)
    }
}

/// A dictionary word in a text: `row` is its number in the table's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub span: Span,
    pub table: Table,
    pub row: u32,
}

/// The dictionary words of a text, overlapping ones too, by what asks for them; each list is sorted by start, then longest
/// first.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Of the other tables: names and their parts, posts, occasions, the frame.
    pub names: Vec<Hit>,
    /// Of [`Table::Theme`].
    pub themes: Vec<Hit>,
    /// Of [`Table::Cue`].
    pub cues: Vec<Hit>,
    /// Of [`Table::Mark`].
    pub marks: Vec<Mark>,
}

impl Hits {
    fn of([names, themes, cues, marks]: [Vec<Hit>; LISTS]) -> Hits {
        // Not in the room of the hits, which is twice as much.
        let marks = marks.iter().map(|hit| Mark::new(hit.span.start(), hit.row)).collect();
        Hits { names, themes, cues, marks }
    }

    /// Makes room for those of later parts of the text.
    fn reserve(&mut self, parts: &[Hits]) {
        let count = |of: fn(&Hits) -> usize| parts.iter().map(of).sum();
        self.names.reserve_exact(count(|part| part.names.len()));
        self.themes.reserve_exact(count(|part| part.themes.len()));
        self.cues.reserve_exact(count(|part| part.cues.len()));
        self.marks.reserve_exact(count(|part| part.marks.len()));
    }

    /// Puts those of a later part of the text behind.
    fn append(&mut self, mut part: Hits) {
        self.names.append(&mut part.names);
        self.themes.append(&mut part.themes);
        self.cues.append(&mut part.cues);
        self.marks.append(&mut part.marks);
    }
}

/// Lists of [`Hits`].
const LISTS: usize = Table::Mark as usize - Table::Body as usize + 1;

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
            (marks::words().map(|(word, row)| (word, Table::Mark, row)))
                .chain(regions.words().map(|(word, row)| (word, Table::Region, row)))
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

    /// Every dictionary word in `view`, without those that [`Bodies::verbs`] and [`Bodies::areas`] tell where they are asked
    /// for.
    pub fn hits(&self, view: &str) -> Hits {
        let parts = split::each_part(view, |part| Hits::of(self.words.hits(part.of(view), part.start())));
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        all.reserve(parts.as_slice());
        // No word goes over a line end.
        parts.for_each(|part| all.append(part));
        all
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
