//! `chengnuo segment FILE`: sections, segments and words.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::Dictionaries;
use super::output::Output;
use crate::context::Given;
use crate::segment::{Segmented, segment};
use crate::{batch, extract};

/// Print the sections, segments and words (with part of speech) of a document
#[derive(Args)]
#[command(after_help = "Examples:
  chengnuo segment 方案.txt
  chengnuo segment 方案.txt --format json | jq -r '.segments[].tokens[] | select(.tag == \"nt\").text'")]
pub struct Arguments {
    /// A file, or - for standard input
    file: PathBuf,

    /// Lines for people, or one JSON object
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    dictionaries: Dictionaries,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let lexicon = self.dictionaries.lexicon()?;
        let content = match batch::content(&self.file) {
            Ok(content) => content,
            Err(trouble) => return Ok(super::failed(&self.file, &trouble)),
        };
        let text = extract::text_with_tables(content.text, &content.tables, lexicon);
        let (reading, _) = extract::read(&text, &Given::default(), lexicon);
        let segmented = segment(&reading);
        let mut out = Output::to(None)?;
        match self.format {
            Format::Json => {
                serde_json::to_writer(&mut out, &segmented)?;
                out.write_all(b"\n")?;
            }
            Format::Text => print(&segmented, &mut out)?,
        }
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Sections as a tree, then a line with the words of each segment under its place and form.
fn print(segmented: &Segmented, out: &mut Output) -> Result<()> {
    let mut depth: BTreeMap<&str, usize> = BTreeMap::new();
    for section in &segmented.sections {
        let above =
            section.parent.as_deref().and_then(|parent| depth.get(parent)).map_or(0, |depth| depth + 1);
        depth.insert(&section.id, above);
        let [start, end] = section.span;
        writeln!(
            out,
            "{:indent$}{} {}{} [{start},{end})",
            "",
            section.id,
            section.marker,
            section.heading,
            indent = above * 2
        )?;
    }
    for segment in &segmented.segments {
        let [start, end] = segment.span;
        let section = segment.section.as_deref().map_or(String::new(), |section| format!(" {section}"));
        let words: Vec<String> =
            segment.tokens.iter().map(|token| format!("{}/{}", token.text, token.tag)).collect();
        writeln!(out, "\n[{start},{end}) {}{section}\n{}", segment.form, words.join(" "))?;
    }
    Ok(())
}
