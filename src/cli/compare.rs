//! `chengnuo compare PATH…`: plans side by side.

mod choices;

use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use rustc_hash::FxHashSet;

use super::Dictionaries;
use super::output::Output;
use crate::batch;
use crate::batch::plans::{Plans, Told, places, plans};
use crate::compare::{self, Comparison, Grouping, Input, Only, Sort};
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::report::digest::{Digest, Extent};
use crate::report::terminal::Look;
use crate::report::{self, Language, Phrases};

/// Hold plans against each other: who promises what on the same matter, how much, by when
///
/// Takes documents, folders and records that `extract` wrote, mixed; of a folder the records (*.json) only where it has
/// no documents. Measures that are the same indicator, or alike in
/// wording, stand in one row; so do actions. A column is a plan, or all plans of a place or a year.
#[derive(Args)]
#[command(after_help = "Examples:
  chengnuo compare 方案/                                   # a table on the terminal
  chengnuo compare records.jsonl --only planned -o 比较.csv # one row a plan and value, codebook.csv beside it
  chengnuo compare 历年/ --columns year --indicators gdp_growth,urban_new_jobs
  chengnuo compare 县.txt 市.txt --baseline 市.txt --format markdown
  chengnuo extract 方案/ | chengnuo compare - | jq '.measures[] | {label, verdict}'")]
pub struct Arguments {
    /// Documents or records: files, folders (with all that is in them), globs in quotes, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How it leaves [default: by the ending of FILE; else table on a terminal, json elsewhere]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What a column is
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    columns: Columns,

    /// Order of the columns; code: GB/T 2260 [default: year for columns that are years, else given]
    #[arg(long, value_enum, value_name = "BY")]
    sort: Option<Order>,

    /// Labels of plans: lines of id, path or file name, a tab, and the label
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,

    /// Leave out what is only reported, or only planned
    #[arg(long, value_enum, default_value_t, value_name = "WHICH")]
    only: Which,

    /// Only these measures: ids of indicators with commas between
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    indicators: Vec<String>,

    /// Hold the others against this plan or column: its label, id, path, file name or place
    #[arg(long, value_name = "PLAN")]
    baseline: Option<String>,

    /// Cells for columns that do not speak of a matter, in json and csv; auto: where the table has up to a million cells
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    absent: Absent,

    /// Show every row, also what only one plan has (table, markdown)
    #[arg(long)]
    all: bool,

    /// Language of labels [default: by locale]
    #[arg(long, value_enum)]
    lang: Option<Lang>,

    /// Documents to work on at a time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    dictionaries: Dictionaries,

    /// Show neither progress nor notes
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal, as wide as it is
    Table,
    /// One object: see `chengnuo schema compare`
    Json,
    /// One row a plan and value
    Csv,
    /// A workbook
    Xlsx,
    /// Tables of GitHub's Markdown
    Markdown,
    /// A page that opens from disk
    Html,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Columns {
    #[default]
    Plan,
    Jurisdiction,
    Year,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    Given,
    Label,
    Year,
    Code,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Which {
    Planned,
    Reported,
    #[default]
    All,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Absent {
    #[default]
    Auto,
    Keep,
    Drop,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Lang {
    Zh,
    En,
}

/// How wide a table is that no terminal shows.
const PLAIN_WIDTH: usize = 120;
/// How many columns a verdict names in a table.
const MOST_NAMES: usize = 4;
/// Up to so many cells every row has one for each column.
const MOST_ABSENT: usize = 1_000_000;

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let lexicon = self.dictionaries.lexicon()?;
        choices::indicators(&self.indicators, lexicon)?;
        let format = self.format()?;
        let labels = self.labels.as_deref().map(choices::Labels::read).transpose()?;
        // Before the work, so that nobody waits for what cannot be written.
        let out = Output::to(self.output.as_deref())?;
        let Plans { inputs, failed } = self.plans(lexicon)?;
        let mut options = self.options();
        if let Some(labels) = labels {
            options.labels = labels.resolve(&inputs)?;
        }
        self.notes(&inputs, &options);
        // Where threads run already, as in another program that calls this one twice, they are used.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(self.jobs()).build_global();
        let mut comparison = compare::compare(inputs, &options, lexicon)?;
        comparison.tool.options = self.said();
        self.write(&comparison, format, lexicon, out)?;
        // The system takes all memory back at once, which is faster than giving it back piece by piece.
        std::mem::forget(comparison);
        Ok(if failed > 0 { ExitCode::from(super::FAILED) } else { ExitCode::SUCCESS })
    }

    fn options(&self) -> compare::Options {
        let columns = match self.columns {
            Columns::Plan => Grouping::Plan,
            Columns::Jurisdiction => Grouping::Jurisdiction,
            Columns::Year => Grouping::Year,
        };
        compare::Options {
            columns,
            sort: match self.sort {
                Some(Order::Label) => Sort::Label,
                Some(Order::Code) => Sort::Code,
                Some(Order::Year) => Sort::Year,
                None if columns == Grouping::Year => Sort::Year,
                Some(Order::Given) | None => Sort::Given,
            },
            only: match self.only {
                Which::Planned => Only::Planned,
                Which::Reported => Only::Reported,
                Which::All => Only::All,
            },
            indicators: self.indicators.clone(),
            baseline: self.baseline.clone(),
            labels: Vec::new(),
        }
    }

    /// The options that change results, as the user said them.
    fn said(&self) -> Vec<String> {
        let word = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
            value().map(|value| value.get_name().to_string()).unwrap_or_default()
        };
        let mut said = Vec::new();
        if self.columns != Columns::default() {
            said.push(format!("columns={}", word(&|| self.columns.to_possible_value())));
        }
        if let Some(sort) = self.sort {
            said.push(format!("sort={}", word(&|| sort.to_possible_value())));
        }
        if self.only != Which::default() {
            said.push(format!("only={}", word(&|| self.only.to_possible_value())));
        }
        if !self.indicators.is_empty() {
            said.push(format!("indicators={}", self.indicators.join(",")));
        }
        said.extend(self.baseline.as_ref().map(|baseline| format!("baseline={baseline}")));
        said
    }

    /// As asked for, else as the ending of the output says.
    fn format(&self) -> Result<Format> {
        let ending =
            self.output.as_deref().and_then(Path::extension).map(|end| end.to_string_lossy().to_lowercase());
        let by_ending = ending.and_then(|end| match end.as_str() {
            "json" => Some(Format::Json),
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" => Some(Format::Html),
            "txt" => Some(Format::Table),
            _ => None,
        });
        let to_terminal = self.output.is_none() && std::io::stdout().is_terminal();
        let format =
            self.format.or(by_ending).unwrap_or(if to_terminal { Format::Table } else { Format::Json });
        if format == Format::Xlsx && to_terminal {
            anyhow::bail!("a workbook is nothing for a terminal: say -o FILE.xlsx");
        }
        Ok(format)
    }

    fn extent(&self) -> Extent {
        if self.all { Extent::All } else { Extent::Shared { more: "--all" } }
    }

    fn jobs(&self) -> usize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }

    /// As wide as the terminal, or as COLUMNS says.
    fn look(&self) -> Look {
        let to_terminal = self.output.is_none() && std::io::stdout().is_terminal();
        let set = std::env::var("COLUMNS").ok().and_then(|width| width.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = set.or_else(|| if to_terminal { measured() } else { None });
        let colour = to_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Look { width: width.unwrap_or(PLAIN_WIDTH), colour }
    }

    fn language(&self) -> Language {
        let locale = || {
            let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
            set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default()
        };
        match self.lang {
            Some(Lang::Zh) => Language::Chinese,
            Some(Lang::En) => Language::English,
            None => Language::of_locale(&locale()),
        }
    }

    /// Reads what is to be compared, and says on standard error what is wrong with it.
    fn plans(&self, lexicon: &Lexicon) -> Result<Plans> {
        let places = places(&self.paths, self.output.as_deref())?;
        let options = batch::Options { jobs: self.jobs(), ..batch::Options::default() };
        let bar = self.bar(places.iter().map(|place| place.bytes).sum());
        let mut notes = Vec::new();
        let plans = plans(&places, &options, lexicon, |told| match told {
            Told::Bytes(bytes) => bar.inc(bytes),
            Told::Trouble { place, trouble } => {
                bar.suspend(|| eprintln!("{}", super::tell(Path::new(&place), &trouble)));
            }
            Told::Note(note) => notes.push(note),
        })?;
        bar.finish_and_clear();
        self.note(&notes);
        Ok(plans)
    }

    /// Drawn only on a terminal and not where `--quiet`.
    fn bar(&self, bytes: u64) -> ProgressBar {
        let drawn = !self.quiet && std::io::stderr().is_terminal();
        let bar = if drawn { ProgressBar::new(bytes) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}, {eta} left") {
            bar.set_style(style);
        }
        bar
    }

    /// What the user should know of a comparison that holds less, or other labels, than they may think.
    fn notes(&self, inputs: &[Input], options: &compare::Options) {
        let labelled: FxHashSet<&str> = options.labels.iter().map(|(id, _)| id.as_str()).collect();
        let given = |input: &Input| labelled.contains(&*input.id);
        let paths = |group: &[usize]| -> Vec<&str> {
            group.iter().map(|&place| inputs[place].path.as_str()).collect()
        };
        let groups = compare::namesakes(inputs);
        let told_apart: Vec<String> = (groups.iter())
            .filter(|(_, group)| group.iter().any(|&place| !given(&inputs[place])))
            .map(|(label, group)| {
                format!(
                    "{} plans are called {label} and get longer labels: {}",
                    group.len(),
                    listed(&paths(group))
                )
            })
            .collect();
        self.note(&told_apart);
        let empty: Vec<String> = (inputs.iter())
            .filter(|input| input.commitments.is_empty())
            .map(|input| format!("{} has no commitments", input.path))
            .collect();
        self.note(&empty);
        match inputs {
            [] => self.note(&["there is no plan to compare".into()]),
            [one] => {
                self.note(&[format!("{} is the only plan: there is nothing to hold it against", one.path)]);
            }
            _ => {}
        }
    }

    /// The first few of many notes of one kind.
    fn note(&self, notes: &[String]) {
        const SHOWN: usize = 5;
        if self.quiet {
            return;
        }
        for note in notes.iter().take(SHOWN) {
            eprintln!("chengnuo: note: {note}");
        }
        if notes.len() > SHOWN {
            eprintln!("chengnuo: note: … and {} more like these", notes.len() - SHOWN);
        }
    }

    fn write(
        &self,
        comparison: &Comparison,
        format: Format,
        lexicon: &Lexicon,
        mut out: Output,
    ) -> Result<()> {
        let absent = match self.absent {
            Absent::Auto => {
                let rows = comparison.measures.len() + comparison.actions.len();
                rows * comparison.columns.len() <= MOST_ABSENT
            }
            Absent::Keep => true,
            Absent::Drop => false,
        };
        let language = self.language();
        let phrases = || Phrases::new(comparison, language).naming(MOST_NAMES);
        match format {
            Format::Json => {
                report::json::write(comparison, absent, &mut out)
                    .and_then(|()| out.write_all(b"\n"))
                    .context("cannot write the comparison")?;
            }
            Format::Table => {
                let digest = Digest::new(comparison, &phrases(), lexicon, self.extent());
                let look = self.look();
                report::terminal::write(&digest, look, &mut out).context("cannot write the comparison")?;
            }
            Format::Csv => {
                report::tidy::write(comparison, absent, &mut out).context("cannot write the comparison")?
            }
            Format::Markdown => {
                let digest = Digest::new(comparison, &phrases(), lexicon, self.extent());
                report::markdown::write(&digest, &mut out).context("cannot write the comparison")?;
            }
            Format::Xlsx => workbook(comparison, language, lexicon, &mut out)?,
            Format::Html => {
                report::page::write(comparison, language, lexicon, &mut out)
                    .context("cannot write the page")?;
            }
        }
        out.finish()?;
        match &self.output {
            Some(table) if format == Format::Csv => codebook(table),
            _ => Ok(()),
        }
    }
}

#[cfg(feature = "xlsx")]
fn workbook(
    comparison: &Comparison,
    language: Language,
    lexicon: &Lexicon,
    out: &mut dyn Write,
) -> Result<()> {
    report::workbook::write(comparison, language, lexicon, out).context("cannot write the workbook")
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &Comparison, _: Language, _: &Lexicon, _: &mut dyn Write) -> Result<()> {
    anyhow::bail!("this build writes no workbooks: build it with --features xlsx")
}

/// Says what the columns of a table mean, in a file beside it.
fn codebook(table: &Path) -> Result<()> {
    let mut out = Output::to(Some(&table.with_file_name("codebook.csv")))?;
    for row in report::tidy::codebook() {
        out.write_all(report::csv::line(&row).as_bytes())?;
    }
    out.finish()
}

/// The first few of many names.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    match names.len() {
        0..=SHOWN => names.join(", "),
        all => format!("{} and {} more", names[..SHOWN].join(", "), all - SHOWN),
    }
}

/// Wrong use, said as [`Error::Usage`].
fn wrong(words: String) -> anyhow::Error {
    Error::Usage(words).into()
}
