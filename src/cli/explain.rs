//! `chengnuo explain FILE`: a document on the terminal, with what was found and why.

use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ColorChoice};
use jiff::civil::Date as Day;

use super::Dictionaries;
use super::output::Output;
use crate::batch::{self, Options};
use crate::context::Given;
use crate::explain::{Look, explain, rules};

/// Show a document with each date, quantity, body, person and commitment, and the rule that found it
///
/// `▸` marks what is planned, `▪` what is reported. Dates are cyan, quantities yellow, bodies green, people magenta,
/// furniture of the page is dim.
#[derive(Args)]
#[command(after_help = "Examples:
  chengnuo explain 方案.txt
  chengnuo explain 方案.txt --rule 'from a year on'
  chengnuo explain 方案.txt --color always | less -R")]
pub struct Arguments {
    /// A file, or - for standard input
    file: PathBuf,

    /// Show only what the rule of this name found
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,

    /// When to colour: `auto` on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: ColorChoice,

    /// The document's own date, for relative expressions (今年, 年底前)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,

    /// What the plan is for: a name or a GB/T 2260 code
    #[arg(long, value_name = "NAME")]
    jurisdiction: Option<String>,

    #[command(flatten)]
    dictionaries: Dictionaries,
}

/// Columns where there is no terminal to ask.
const COLUMNS: usize = 100;

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let lexicon = self.dictionaries.lexicon()?;
        let given = Given { date: self.date, jurisdiction: self.jurisdiction, ..Given::default() };
        let options = Options { given, with_text: true, ..Options::default() };
        let read = batch::content(&self.file)
            .map(|content| batch::record(content, self.file.clone(), &options, lexicon));
        let document = match read {
            Ok(document) => document,
            Err(trouble) => return Ok(super::failed(&self.file, &trouble)),
        };
        let look = Look { width: columns(), colour: coloured(self.color), rule: self.rule };
        let page = explain(&document, document.text.as_deref().unwrap_or_default(), &look);
        if let (Some(rule), true) = (&look.rule, page.is_empty()) {
            let names: Vec<&str> = rules(&document).into_iter().collect();
            eprintln!(
                "chengnuo: no find of a rule {rule:?} here; rules that found something: {}",
                names.join(", ")
            );
        }
        let mut out = Output::to(None)?;
        out.write_all(page.as_bytes())?;
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}

fn coloured(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

fn columns() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| columns.into());
    asked.or_else(terminal).unwrap_or(COLUMNS).max(20)
}
