//! `chengnuo extract PATH…`: a record for each document.

use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::civil::Date as Day;

use super::Dictionaries;
use super::output::Output;
use super::progress::Progress;
use crate::batch::{self, InputFormat, Options};
use crate::context::Given;

/// Extract the commitments of documents: one JSON record each, in path order
///
/// Reads text, Markdown and JSON Lines in UTF-8, UTF-16, GB18030 (GBK) or Big5, found without a hint. A document that
/// cannot be read gives a record with `"status": "failed"` and a line on standard error; the others go on.
#[derive(Args)]
#[command(after_help = "Examples:
  chengnuo extract 方案/ > records.jsonl
  chengnuo extract '方案/**/*.txt' --format json -o records.json
  cat 通知.txt | chengnuo extract - --date 2024-03-01 | jq '.commitments[].text'
  chengnuo extract --input-format jsonl rows.jsonl    # {\"id\": …, \"text\": …, \"date\": …} a line")]
pub struct Arguments {
    /// Files, folders (with all that is in them), globs in quotes, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// One record a line, or one array
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// `auto`: a document a file, and JSON Lines in *.jsonl; `jsonl`: a document a line everywhere
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    input_format: Input,

    /// Put the text that spans count in into each record
    #[arg(long)]
    with_text: bool,

    /// Documents to work on at a time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// The documents' own date, for relative expressions (今年, 年底前)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,

    /// What the plans are for: a name or a GB/T 2260 code
    #[arg(long, value_name = "NAME")]
    jurisdiction: Option<String>,

    /// The documents' title
    #[arg(long)]
    title: Option<String>,

    #[command(flatten)]
    dictionaries: Dictionaries,

    /// Show neither progress nor summary
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Jsonl,
    Json,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Input {
    #[default]
    Auto,
    Jsonl,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let lexicon = self.dictionaries.lexicon()?;
        let walk = batch::walk(&self.paths, self.output.as_deref())?;
        let options = Options {
            input: if self.input_format == Input::Jsonl { InputFormat::JsonLines } else { InputFormat::Auto },
            given: Given { date: self.date, title: self.title, jurisdiction: self.jurisdiction },
            with_text: self.with_text,
            jobs: self
                .jobs
                .or_else(|| std::thread::available_parallelism().ok())
                .map_or(1, NonZeroUsize::get),
        };
        let mut out = Records { out: Output::to(self.output.as_deref())?, format: self.format, written: 0 };
        let mut progress = Progress::over(walk.places.iter().map(|place| place.bytes).sum(), self.quiet);
        let mut broken = None;
        batch::run(&walk.places, &options, lexicon, |finished| {
            progress.count(&finished);
            match out.write(finished.json) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(error) = broken {
            return Err(error).context("cannot write the records");
        }
        out.finish()?;
        progress.finish(walk.skipped);
        Ok(if progress.failed() { ExitCode::from(super::FAILED) } else { ExitCode::SUCCESS })
    }
}

struct Records {
    out: Output,
    format: Format,
    written: usize,
}

impl Records {
    fn write(&mut self, mut record: Vec<u8>) -> std::io::Result<()> {
        match self.format {
            Format::Jsonl => record.push(b'\n'),
            Format::Json => self.out.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?,
        }
        self.written += 1;
        self.out.write_all(&record)
    }

    fn finish(mut self) -> Result<()> {
        match (self.format, self.written) {
            (Format::Jsonl, _) => {}
            (Format::Json, 0) => self.out.write_all(b"[]\n")?,
            (Format::Json, _) => self.out.write_all(b"\n]\n")?,
        }
        self.out.finish()
    }
}
