//! The stages of an extraction, each over what the ones before it made of the texts of a folder.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use chengnuo::context::{Given, Reading};
use chengnuo::lexicon::{Hits, Lexicon};
use chengnuo::outline::{self, Outline};
use chengnuo::recognise::{self, body, dates_and_quantities, person};
use chengnuo::record::spool::Spool;
use chengnuo::text::Text;
use chengnuo::{commitment, extract, read, record};
use jieba_rs::Jieba;

/// The program's allocator, for all stages.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The folder of that name beside this crate's own.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// The bytes of the text files in a folder, by name; none where there is no such folder.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    paths.into_iter().filter_map(|path| Some((path.clone(), std::fs::read(path).ok()?))).collect()
}

/// A stage: its name, and the work it does once over all texts.
pub type Stage<'s> = (&'static str, Box<dyn Fn() + 's>);

/// What stages start from.
pub struct Made {
    files: Vec<(PathBuf, Vec<u8>)>,
    sources: Vec<String>,
    texts: Vec<Text>,
    hits: Vec<Hits>,
    outlines: Vec<Outline>,
    documents: Vec<record::Document>,
    jieba: Jieba,
    lexicon: &'static Lexicon,
}

impl Made {
    /// Everything that the stages need of a folder's texts.
    pub fn of(folder: &Path) -> Made {
        let lexicon = Lexicon::embedded();
        let files = files(folder);
        let contents = files.iter().filter_map(|(path, bytes)| read::read(bytes, path).ok());
        let sources: Vec<String> = contents.map(|content| content.text).collect();
        let texts: Vec<Text> = sources.iter().map(|source| extract::text(source.clone(), lexicon)).collect();
        let hits: Vec<Hits> = texts.iter().map(|text| lexicon.hits(text.view())).collect();
        let outlines = texts.iter().zip(&hits);
        let outlines = outlines.map(|(text, hits)| outline::outline(text.view(), hits, lexicon)).collect();
        let documents = texts.iter().map(|text| document(text, lexicon)).collect();
        Made { files, sources, texts, hits, outlines, documents, jieba: Jieba::new(), lexicon }
    }

    /// Bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.sources.iter().map(String::len).sum()
    }

    /// The stages, first what they are held against.
    pub fn stages(&self) -> Vec<Stage<'_>> {
        let lexicon = self.lexicon;
        let views = move || self.texts.iter().map(Text::view).zip(&self.hits);
        vec![
            ("jieba.cut", Box::new(|| self.cut(true))),
            ("jieba.cut without HMM", Box::new(|| self.cut(false))),
            (
                "reading",
                Box::new(|| {
                    for (path, bytes) in &self.files {
                        black_box(read::read(bytes, path).is_ok());
                    }
                }),
            ),
            (
                "folding and layout",
                Box::new(|| {
                    for source in &self.sources {
                        black_box(extract::text(source.clone(), lexicon));
                    }
                }),
            ),
            (
                "dictionary words",
                Box::new(move || views().for_each(|(view, _)| drop(black_box(lexicon.hits(view))))),
            ),
            (
                "outline",
                Box::new(move || {
                    views().for_each(|(view, hits)| drop(black_box(outline::outline(view, hits, lexicon))));
                }),
            ),
            (
                "dates and quantities",
                Box::new(move || {
                    views().for_each(|(view, hits)| {
                        drop(black_box(dates_and_quantities(view, hits, lexicon)));
                    });
                }),
            ),
            (
                "bodies",
                Box::new(move || {
                    views().for_each(|(view, hits)| drop(black_box(body::find(view, hits, lexicon))));
                }),
            ),
            (
                "people",
                Box::new(move || {
                    views().for_each(|(view, hits)| drop(black_box(person::find(view, hits, lexicon))));
                }),
            ),
            ("commitments (with what they start from)", Box::new(|| self.commitments())),
            (
                "writing JSON",
                Box::new(|| {
                    for document in &self.documents {
                        black_box(record::json::to_vec(document).is_ok());
                    }
                }),
            ),
            ("extraction", Box::new(|| self.extract())),
        ]
    }

    fn cut(&self, hmm: bool) {
        for text in &self.sources {
            black_box(self.jieba.cut(text, hmm).len());
        }
    }

    fn commitments(&self) {
        for ((text, hits), outline) in self.texts.iter().zip(&self.hits).zip(&self.outlines) {
            let mentions = recognise::recognise(text.view(), hits, self.lexicon);
            let given = Given::default();
            let reading = Reading::new(text, hits.clone(), outline.clone(), mentions, &given, self.lexicon);
            black_box(commitment::Findings::of(&reading).commitments(&reading).count());
        }
    }

    /// The whole, from the text to the bytes of its record.
    pub fn extract(&self) {
        for source in &self.sources {
            let text = extract::text(source.clone(), self.lexicon);
            let (reading, findings) = extract::read(&text, &Given::default(), self.lexicon);
            let mut out = Spool::default();
            let source = record::Source::default();
            black_box(extract::write(reading, findings, "0", source, |_| (), &mut out).is_ok());
        }
    }
}

fn document(text: &Text, lexicon: &Lexicon) -> record::Document {
    extract::extract(text, "0", record::Source::default(), &Given::default(), lexicon)
}
