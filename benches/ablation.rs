//! Ablation: what segmentation would do for the extraction, which works without. Gold documents in, F1 and speed of
//! both ways out.
//!
//! `cargo run --release -p chengnuo-benches --bin ablation`. With segmentation, a dictionary word, a body or a person that
//! begins or ends inside a word of `jieba.cut` is none; everything else stays as it is.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

use chengnuo::context::{Given, Reading};
use chengnuo::lexicon::Lexicon;
use chengnuo::score::{Answers, Gold, Tally, score};
use chengnuo::span::Span;
use chengnuo::text::Text;
use chengnuo::{commitment, extract, outline, recognise, record};
use chengnuo_benches::{files, folder};
use jieba_rs::Jieba;

/// Gold and the texts that it is of.
const FOLDERS: [(&str, &str); 2] =
    [("corpus/gold", "corpus/plans"), ("../shared/gold", "../shared/gold/texts")];

const LAYERS: [&str; 7] =
    ["status", "targets", "targets.full", "deadline", "responsible", "bodies", "people"];

/// Runs of each way.
const TURNS: usize = 3;

fn main() {
    let jieba = Jieba::new();
    for (gold, texts) in FOLDERS {
        let (documents, texts) = (answers(&folder(gold)), files(&folder(texts)));
        if documents.is_empty() || texts.is_empty() {
            println!("{gold}: skipped, there is no such folder");
            continue;
        }
        let (without, with) = (way(&documents, &texts, None), way(&documents, &texts, Some(&jieba)));
        println!("{gold}\n\n| | without | with |\n| --- | ---: | ---: |");
        for layer in LAYERS {
            let f1 = |tally: &Tally| tally.count(layer).map_or(1.0, |count| count.figures().f1);
            println!("| {layer} | {:.3} | {:.3} |", f1(&without.0), f1(&with.0));
        }
        println!("| MB/s | {:.1} | {:.1} |\n", without.1, with.1);
    }
}

/// The gold documents of a folder.
fn answers(folder: &Path) -> Vec<Gold> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(".gold.json")).collect();
    paths.sort();
    let read = |path| serde_json::from_slice(&std::fs::read(path).ok()?).ok();
    paths.iter().filter_map(read).collect()
}

/// How right the records of the texts are, and how many megabytes of them are read in a second.
fn way(gold: &[Gold], texts: &[(std::path::PathBuf, Vec<u8>)], jieba: Option<&Jieba>) -> (Tally, f64) {
    let lexicon = Lexicon::embedded();
    let mut took = Duration::MAX;
    let mut records = BTreeMap::new();
    for _ in 0..TURNS {
        let start = Instant::now();
        let documents: Vec<record::Document> =
            texts.iter().map(|(path, bytes)| read(path, bytes, jieba, lexicon)).collect();
        took = took.min(start.elapsed());
        let answers = documents.iter().filter_map(|document| {
            let answers: Answers = serde_json::from_value(serde_json::to_value(document).ok()?).ok()?;
            Some((answers.file_name().to_string(), answers))
        });
        records = answers.collect();
    }
    let indicators: HashSet<String> =
        lexicon.indicators.iter().map(|indicator| indicator.id.clone()).collect();
    let bytes: usize = texts.iter().map(|(_, bytes)| bytes.len()).sum();
    (score(gold, &records, &indicators), bytes as f64 / 1e6 / took.as_secs_f64())
}

fn read(path: &Path, bytes: &[u8], jieba: Option<&Jieba>, lexicon: &Lexicon) -> record::Document {
    let source = record::Source { path: path.display().to_string(), ..record::Source::default() };
    let text = extract::text(String::from_utf8_lossy(bytes).into_owned(), lexicon);
    let view = text.view();
    let words = jieba.map(|jieba| ends(jieba, &text));
    let whole = |span: Span| words.as_ref().is_none_or(|ends| ends[span.start()] && ends[span.end()]);
    let mut hits = lexicon.hits(view);
    for list in [&mut hits.names, &mut hits.themes, &mut hits.cues] {
        list.retain(|hit| whole(hit.span));
    }
    hits.marks.retain(|mark| whole(mark.span()));
    let outline = outline::with_tables(view, text.tables(), &hits, lexicon);
    let mut mentions = recognise::recognise(view, &hits, lexicon);
    mentions.bodies.retain(|found| whole(found.span));
    mentions.people.retain(|found| whole(found.span));
    let given = Given::default();
    let reading = Reading::new(&text, hits, outline, mentions, &given, lexicon);
    let findings = commitment::Findings::of(&reading);
    extract::record(&reading, findings, "0", source)
}

/// Whether a word begins or ends at a byte of the view.
fn ends(jieba: &Jieba, text: &Text) -> Vec<bool> {
    let mut ends = vec![false; text.view().len() + 1];
    ends[0] = true;
    let mut at = 0;
    for word in jieba.cut(text.view(), true) {
        at += word.word.len();
        ends[at] = true;
    }
    ends
}
