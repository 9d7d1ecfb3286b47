//! `chengnuo score GOLD… --records FILE`: how right the records are.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Map, Value, json};

use super::output::Output;
use crate::batch::STDIN;
use crate::lexicon::Lexicon;
use crate::score::{Answers, Count, Gold, Tally, score};

/// Compare records with documents that people have marked: precision and recall of each layer
///
/// A gold file holds one document: `doc` (its file name), `document`, `segments`, `dates`, `targets`, `bodies`,
/// `people`, with spans in code points. Records and gold meet by file name.
#[derive(Args)]
#[command(after_help = "Examples:
  chengnuo extract 方案/ -o records.jsonl && chengnuo score gold/*.json --records records.jsonl
  chengnuo score gold/*.json --records records.jsonl --errors targets --by-rule")]
pub struct Arguments {
    /// Gold files
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,

    /// Records as `extract` writes them (JSON Lines), or - for standard input
    #[arg(long, value_name = "FILE")]
    records: PathBuf,

    /// List what is wrong or missed in a layer (may be repeated)
    #[arg(long, value_name = "LAYER")]
    errors: Vec<String>,

    /// F1 of each layer in each document
    #[arg(long)]
    by_document: bool,

    /// Right and wrong finds of each rule in each layer
    #[arg(long)]
    by_rule: bool,

    /// The figures as one JSON object
    #[arg(long)]
    json: bool,

    /// A table that names indicators as `name:unit`: one of them where gold has none is wrong [default:
    /// ../design/taxonomy.tsv beside the gold, else the indicators that the program knows]
    #[arg(long, value_name = "FILE")]
    taxonomy: Option<PathBuf>,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let gold = self.gold.iter().map(|path| read_gold(path)).collect::<Result<Vec<_>>>()?;
        let records = read_records(&self.records)?;
        for gold in gold.iter().filter(|gold| !records.contains_key(&gold.doc)) {
            eprintln!("chengnuo: there is no record of {}", gold.doc);
        }
        let beside = || {
            let table = self.gold.first()?.parent()?.join("../design/taxonomy.tsv");
            table.exists().then_some(table)
        };
        let indicators = match self.taxonomy.clone().or_else(beside) {
            Some(path) => indicators(&read(&path)?),
            None => Lexicon::embedded().indicators.iter().map(|indicator| indicator.id.clone()).collect(),
        };
        let tally = score(&gold, &records, &indicators);
        let mut out = Output::to(None)?;
        if self.json {
            writeln!(out, "{}", self.as_json(&tally))?;
        } else {
            self.as_table(&tally, &mut out)?;
        }
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }

    fn as_json(&self, tally: &Tally) -> Value {
        let layers = |layers: &mut dyn Iterator<Item = (&str, Count)>| -> Map<String, Value> {
            layers.map(|(name, count)| (name.to_string(), figures(count))).collect()
        };
        let mut all = layers(&mut tally.layers());
        if self.by_rule {
            let rules = |layer| Value::Object(layers(&mut tally.rules(layer)));
            let rules: Map<_, _> = tally.layers().map(|(layer, _)| (layer.into(), rules(layer))).collect();
            all.insert("rules".into(), rules.into());
        }
        if self.by_document {
            let documents = tally.documents();
            let documents: Map<_, _> =
                documents.map(|(doc, mut rows)| (doc.into(), layers(&mut rows).into())).collect();
            all.insert("documents".into(), documents.into());
        }
        all.into()
    }

    fn as_table(&self, tally: &Tally, out: &mut Output) -> Result<()> {
        writeln!(out, "{:22}{:>8}{:>8}{:>8}{:>6}{:>6}{:>6}", "layer", "P", "R", "F1", "tp", "fp", "fn")?;
        for (layer, count) in tally.layers() {
            let f = count.figures();
            writeln!(
                out,
                "{layer:22}{:8.3}{:8.3}{:8.3}{:6}{:6}{:6}",
                f.precision, f.recall, f.f1, count.right, count.wrong, count.missed
            )?;
        }
        if self.by_document {
            for (doc, layers) in tally.documents() {
                let layers: Vec<String> =
                    layers.map(|(layer, count)| format!("{layer} {:.2}", count.figures().f1)).collect();
                writeln!(out, "{doc} {}", layers.join("  "))?;
            }
        }
        if self.by_rule {
            writeln!(out, "\n{:22}{:>6}{:>6}{:>8}  rule", "layer", "right", "wrong", "P")?;
            for (layer, _) in tally.layers() {
                let mut rules: Vec<_> = tally.rules(layer).collect();
                rules.sort_by_key(|(_, count)| std::cmp::Reverse(count.wrong));
                for (rule, count) in rules {
                    let precision = count.figures().precision;
                    writeln!(out, "{layer:22}{:6}{:6}{precision:8.3}  {rule}", count.right, count.wrong)?;
                }
            }
        }
        for layer in &self.errors {
            for mistake in tally.mistakes(layer) {
                let kind = if mistake.wrong { "wrong" } else { "missed" };
                writeln!(out, "{layer} {kind} {} {}", mistake.doc, mistake.what)?;
            }
        }
        Ok(())
    }
}

fn figures(count: Count) -> Value {
    let f = count.figures();
    json!({
        "precision": f.precision, "recall": f.recall, "f1": f.f1,
        "tp": count.right, "fp": count.wrong, "fn": count.missed,
    })
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn read_gold(path: &Path) -> Result<Gold> {
    serde_json::from_str(&read(path)?).with_context(|| format!("{} is no gold file", path.display()))
}

fn read_records(path: &Path) -> Result<BTreeMap<String, Answers>> {
    let name = path.display();
    let reader: Box<dyn Read> = if path.as_os_str() == STDIN {
        Box::new(stdin())
    } else {
        Box::new(fs::File::open(path).with_context(|| format!("cannot read {name}"))?)
    };
    let mut records = BTreeMap::new();
    for (n, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let answers: Answers =
            serde_json::from_str(&line).with_context(|| format!("{name}:{}: no record", n + 1))?;
        records.insert(answers.file_name().to_string(), answers);
    }
    Ok(records)
}

/// The names before a colon: `hospital_beds:张`.
fn indicators(table: &str) -> HashSet<String> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let names = table.match_indices(':').map(|(at, _)| {
        let before = &table[..at];
        let name = &before[before.trim_end_matches(is_part).len()..];
        name.trim_start_matches(|c: char| !c.is_ascii_lowercase())
    });
    names.filter(|name| name.len() > 1).map(str::to_string).collect()
}
