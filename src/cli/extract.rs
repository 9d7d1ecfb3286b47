//! `chengnuo extract PATH…`: a record for each document.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::civil::Date as Day;

use super::output::Output;
use super::progress::Progress;
use super::{Dictionaries, interrupt};
use crate::batch::journal::{Earlier, Head};
use crate::batch::unfinished::{Folder, Lines};
use crate::batch::worker::Workers;
use crate::batch::{self, Choice, Finished, InputFormat, Json, Options};
use crate::context::Given;
use crate::read::parts::Limits;
use crate::report::table::Cell;
use crate::{record, report};

/// Extract the commitments of documents: one JSON record each, in path order
///
/// Reads text, Markdown, JSON Lines, web pages, Word files, PDF and OFD with text, sheets, and archives of them; format
/// and encoding are found without a hint. A document that cannot be read gives a record with `"status": "failed"` and a
/// line on standard error; the others go on.
#[derive(Args)]
#[command(after_help = "Examples:
  chengnuo extract 方案/ > records.jsonl
  chengnuo extract '方案/**/*.txt' --format json -o records.json
  cat 通知.txt | chengnuo extract - --date 2024-03-01 | jq '.commitments[].text'
  chengnuo extract 方案/ --records targets --format csv -o targets.csv
  chengnuo extract 方案/ --format xlsx -o plans.xlsx    # a sheet each for documents, commitments, targets, mentions
  chengnuo extract --input-format jsonl rows.jsonl    # {\"id\": …, \"text\": …, \"date\": …} a line")]
pub struct Arguments {
    /// Files, folders (with all that is in them), globs in quotes, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// One record a line, one array, or a table
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// What a row of the table is (with csv, parquet, xlsx); csv and parquet put a codebook.csv beside `-o FILE`
    #[arg(long, value_enum, value_name = "ROWS", required_if_eq_any([("format", "csv"), ("format", "parquet")]))]
    records: Option<Rows>,

    /// Write to FILE, whole or not at all, instead of standard output; to a folder (FOLDER/): a file a document
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Go on where a run with the same `-o` ended before its end: what it has written is not worked on again
    #[arg(long, requires = "output")]
    resume: bool,

    /// `auto`: a document a file, and JSON Lines in *.jsonl; `jsonl`: a document a line everywhere
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    input_format: Input,

    /// Read only documents whose name, or whose path's last parts, match; may be given several times
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// Leave out documents and folders that match
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// The largest document to read: a larger one fails with the code too_large
    #[arg(long, value_name = "BYTES", default_value = "64M", value_parser = bytes)]
    limit_bytes: u64,

    /// Extract copies and reposts of earlier documents too, not only name what they are copies of
    #[arg(long)]
    keep_duplicates: bool,

    /// Stop at the first document that fails
    #[arg(long)]
    fail_fast: bool,

    /// Stop when more than N documents have failed
    #[arg(long, value_name = "N")]
    max_errors: Option<u64>,

    /// The longest that a document may take: a slower one fails with the code timeout
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout_per_document: Option<Duration>,

    /// Write counts, sizes, the slowest documents and every trouble to FILE, as JSON
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,

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
    Csv,
    /// A workbook, of all tables where `--records` names none
    Xlsx,
    Parquet,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rows {
    Targets,
    Commitments,
    Mentions,
    Documents,
}

impl From<Rows> for report::Records {
    fn from(rows: Rows) -> report::Records {
        match rows {
            Rows::Targets => report::Records::Targets,
            Rows::Commitments => report::Records::Commitments,
            Rows::Mentions => report::Records::Mentions,
            Rows::Documents => report::Records::Documents,
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Input {
    #[default]
    Auto,
    Jsonl,
}

impl Arguments {
    /// `again` are the words that start this program once more.
    pub fn run(self, again: &[OsString]) -> Result<ExitCode> {
        let lexicon = self.dictionaries.lexicon()?;
        let walk = batch::walk(&self.paths, self.output.as_deref())?;
        let options = Options {
            input: if self.input_format == Input::Jsonl { InputFormat::JsonLines } else { InputFormat::Auto },
            given: Given {
                date: self.date,
                title: self.title.clone(),
                jurisdiction: self.jurisdiction.clone(),
            },
            with_text: self.with_text,
            jobs: self
                .jobs
                .or_else(|| std::thread::available_parallelism().ok())
                .map_or(1, NonZeroUsize::get),
            limits: Limits { part: self.limit_bytes, ..Limits::default() },
            choice: Arc::new(Choice::new(&self.include, &self.exclude)?),
            keep_duplicates: self.keep_duplicates,
            unwritten: false,
            workers: Some(Arc::new(self.workers(again)?)),
            stop: Arc::default(),
        };
        let walk = walk.chosen(&options.choice);
        if !self.quiet {
            for path in &walk.own {
                eprintln!("chengnuo: note: {}: passed over, chengnuo wrote it", path.display());
            }
        }
        let (mut sink, earlier) = self.sink(&Head::new(lexicon.hash(), options.said()))?;
        interrupt::listen(&options.stop)?;
        let mut progress = Progress::over(walk.places.iter().map(|place| place.bytes).sum(), self.quiet);
        progress.summary.skipped = walk.skipped as u64;
        let most_failed = if self.fail_fast { Some(0) } else { self.max_errors };
        let mut broken = None;
        batch::run(&walk.places, &options, lexicon, &earlier, |finished| {
            progress.count(&finished);
            if let Err(error) = sink.write(finished) {
                broken = Some(error);
                return ControlFlow::Break(());
            }
            if most_failed.is_some_and(|most| progress.summary.failed() > most) {
                progress.summary.complete = false;
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        if let Some(error) = broken {
            return Err(error).context("cannot write the records");
        }
        let stopped = options.stop.load(Ordering::Relaxed);
        progress.summary.complete &= !stopped;
        let left = sink.end(progress.summary.complete)?;
        progress.finish();
        if let Some(path) = &self.summary {
            let mut out = Output::to(Some(path))?;
            serde_json::to_writer_pretty(&mut out, &progress.summary)?;
            out.write_all(b"\n")?;
            out.finish()?;
        }
        if !progress.summary.complete {
            let why = if stopped { "interrupted" } else { "too many documents failed" };
            let documents = progress.summary.documents;
            match left {
                Some(place) => eprintln!(
                    "chengnuo: {why} after {documents} documents, which are in {}: the same command with --resume goes on",
                    place.display()
                ),
                None => eprintln!("chengnuo: {why} after {documents} documents: the rest is missing"),
            }
        }
        Ok(match (stopped, progress.summary.failed()) {
            (true, _) => ExitCode::from(interrupt::INTERRUPTED),
            (false, 0) => ExitCode::SUCCESS,
            (false, _) => ExitCode::from(super::FAILED),
        })
    }

    /// This program again, for documents that may kill their reader.
    fn workers(&self, again: &[OsString]) -> Result<Workers> {
        let given =
            Given { date: self.date, title: self.title.clone(), jurisdiction: self.jurisdiction.clone() };
        let dictionaries = self.dictionaries.dictionaries.as_deref();
        let arguments = super::worker_arguments(&given, self.with_text, dictionaries);
        let (program, first) = again.split_first().context("cannot find this program")?;
        let arguments = first.iter().cloned().chain(arguments).collect();
        Ok(Workers::new(program.into(), arguments, self.timeout_per_document))
    }

    /// Where the records go, with what an earlier run has written there.
    fn sink(&self, head: &Head) -> Result<(Sink, Earlier)> {
        if matches!(self.format, Format::Xlsx | Format::Parquet)
            && self.output.is_none()
            && std::io::stdout().is_terminal()
        {
            anyhow::bail!("a terminal shows no such file: say -o FILE");
        }
        let shape = shape(self.format, self.records)?;
        let lines = matches!(shape, Shape::Lines);
        match &self.output {
            Some(path) if is_folder(path) => {
                if !lines {
                    anyhow::bail!("{} is a folder, and --format says one file: say -o FILE", path.display());
                }
                if self.resume {
                    let (folder, earlier) = Folder::resume(path, head)?;
                    return Ok((Sink::Folder(folder), earlier));
                }
                Ok((Sink::Folder(Folder::begin(path, head)?), Earlier::default()))
            }
            // A device or a pipe takes what comes.
            Some(path) if lines && path.metadata().map_or(true, |about| about.is_file()) => {
                // A link stays a link: what it leads to is written.
                let path = &path.canonicalize().unwrap_or_else(|_| path.clone());
                if self.resume {
                    let (lines, earlier) = Lines::resume(path, head)?;
                    return Ok((Sink::Lines(lines), earlier));
                }
                Ok((Sink::Lines(Lines::begin(path, head)?), Earlier::default()))
            }
            _ if self.resume => {
                anyhow::bail!("--resume goes with records as lines in a file or folder: -o records.jsonl")
            }
            path => {
                let codebook = match (self.format, self.records, path) {
                    (Format::Csv | Format::Parquet, Some(rows), Some(path)) => {
                        Some((rows.into(), path.clone()))
                    }
                    _ => None,
                };
                let mut records = Records { out: Output::to(path.as_deref())?, shape, written: 0, codebook };
                records.begin()?;
                Ok((Sink::Records(Box::new(records)), Earlier::default()))
            }
        }
    }
}

/// A folder that is there, or the name of one to be made.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Where records go.
enum Sink {
    /// One after the other.
    Records(Box<Records>),
    /// A file that a later run can go on with.
    Lines(Lines),
    /// A file a document.
    Folder(Folder),
}

impl Sink {
    fn write(&mut self, finished: Finished) -> std::io::Result<()> {
        match self {
            Sink::Records(records) => records.write(finished.json),
            Sink::Lines(lines) => lines.write(finished),
            Sink::Folder(folder) => folder.write(finished),
        }
    }

    /// Ends the output; where the run is not `complete` and can be gone on with, leaves it and says where.
    fn end(self, complete: bool) -> Result<Option<PathBuf>> {
        match self {
            Sink::Records(records) => records.finish()?,
            Sink::Lines(lines) if complete => lines.finish().context("cannot write the records")?,
            Sink::Lines(lines) => return Ok(Some(lines.leave()?)),
            Sink::Folder(folder) if complete => folder.finish().context("cannot write the records")?,
            Sink::Folder(folder) => return Ok(Some(folder.leave()?)),
        }
        Ok(None)
    }
}

/// `5000`, `64M`: bytes, or K, M or G of them (1024, 1024², 1024³).
fn bytes(words: &str) -> Result<u64, String> {
    let (digits, unit) = match words.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => words.split_at(at),
        None => (words, ""),
    };
    let scale = match unit.to_ascii_uppercase().as_str() {
        "" => 0,
        "K" | "KB" => 10,
        "M" | "MB" => 20,
        "G" | "GB" => 30,
        _ => return Err(format!("{unit} is none of K, M and G")),
    };
    let count: u64 = digits.parse().map_err(|_| format!("{words} is no number of bytes"))?;
    count
        .checked_mul(1 << scale)
        .filter(|&bytes| bytes > 0)
        .ok_or_else(|| format!("{words} is no number of bytes"))
}

/// `30`, `0.5`: seconds, more than none.
fn seconds(words: &str) -> Result<Duration, String> {
    let seconds: f64 = words.parse().map_err(|_| format!("{words} is no number of seconds"))?;
    let time = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    if time.is_zero() { Err("a document needs some time".into()) } else { Ok(time) }
}

/// How records leave.
enum Shape {
    Lines,
    Array,
    Table(report::Records),
    /// A file that is written when all is known.
    Whole(Box<dyn report::Tables>),
}

fn shape(format: Format, rows: Option<Rows>) -> Result<Shape> {
    Ok(match (format, rows.map(report::Records::from)) {
        (Format::Jsonl, None) => Shape::Lines,
        (Format::Json, None) => Shape::Array,
        (Format::Csv, Some(records)) => Shape::Table(records),
        (Format::Xlsx, Some(records)) => Shape::Whole(workbook(&[records])?),
        (Format::Xlsx, None) => Shape::Whole(workbook(&report::Records::ALL)?),
        (Format::Parquet, Some(records)) => Shape::Whole(parquet(records)?),
        (_, Some(_)) => anyhow::bail!("--records makes a table: say --format csv, xlsx or parquet too"),
        (_, None) => anyhow::bail!("say what a row of the table is: --records targets"),
    })
}

#[cfg(feature = "xlsx")]
fn workbook(tables: &[report::Records]) -> Result<Box<dyn report::Tables>> {
    Ok(Box::new(report::xlsx::Book::new(tables)?))
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &[report::Records]) -> Result<Box<dyn report::Tables>> {
    anyhow::bail!("this build writes no workbooks: build it with --features xlsx")
}

#[cfg(feature = "parquet")]
fn parquet(records: report::Records) -> Result<Box<dyn report::Tables>> {
    Ok(Box::new(report::parquet::Table::new(records)?))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: report::Records) -> Result<Box<dyn report::Tables>> {
    anyhow::bail!("this build writes no Parquet: build it with --features parquet")
}

/// Says what the columns of a table mean, in a file beside it.
fn codebook(rows: report::Records, table: &Path) -> Result<()> {
    let mut out = Output::to(Some(&table.with_file_name("codebook.csv")))?;
    for row in report::table::codebook(rows) {
        out.write_all(report::csv::line(&row).as_bytes())?;
    }
    out.finish()
}

struct Records {
    out: Output,
    shape: Shape,
    written: usize,
    /// What the rows are of which a codebook stands beside the file.
    codebook: Option<(report::Records, PathBuf)>,
}

impl Records {
    fn begin(&mut self) -> std::io::Result<()> {
        let Shape::Table(rows) = self.shape else { return Ok(()) };
        let header: Vec<Cell> = rows.columns().iter().map(|column| Cell::Words(column.name.into())).collect();
        self.out.write_all(report::csv::line(&header).as_bytes())
    }

    fn write(&mut self, mut record: Json) -> std::io::Result<()> {
        match &mut self.shape {
            Shape::Lines => record.last().push(b'\n'),
            Shape::Array => self.out.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?,
            Shape::Table(rows) => {
                let document: record::Document = serde_json::from_slice(&record.bytes()?)?;
                let rows = rows.rows(&document);
                let lines = rows.iter().flat_map(|row| report::csv::line(row).into_bytes());
                record = lines.collect::<Vec<u8>>().into();
            }
            Shape::Whole(tables) => return tables.add(&serde_json::from_slice(&record.bytes()?)?),
        }
        self.written += 1;
        record.write_to(&mut self.out)
    }

    fn finish(mut self) -> Result<()> {
        match self.shape {
            Shape::Array => self.out.write_all(if self.written == 0 { b"[]\n" } else { b"\n]\n" })?,
            Shape::Whole(tables) => tables.finish(&mut self.out)?,
            Shape::Lines | Shape::Table(_) => {}
        }
        self.out.finish()?;
        self.codebook.map_or(Ok(()), |(rows, path)| codebook(rows, &path))
    }
}
