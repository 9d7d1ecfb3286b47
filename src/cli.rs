//! The command line: arguments in, output and exit code out.
//!
//! Exit code 0; 1 when a document failed; 2 for wrong use, a broken dictionary or output that cannot be written. A
//! closed pipe ends the program quietly.

mod compare;
mod completions;
mod explain;
mod extract;
mod interrupt;
mod output;
mod progress;
mod schema;
mod score;
mod segment;
mod text;
mod worker;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::error::{Error, Unreadable};
use crate::lexicon::Lexicon;

/// Finds what Chinese policy documents promise: how much, by when, by whom, on which words.
#[derive(Parser)]
#[command(name = "chengnuo", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Example:\n  chengnuo extract 方案/ -o records.jsonl")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Extract(extract::Arguments),
    Compare(compare::Arguments),
    Explain(explain::Arguments),
    Segment(segment::Arguments),
    Text(text::Arguments),
    Schema(schema::Arguments),
    Score(score::Arguments),
    Completions(completions::Arguments),
    #[command(hide = true)]
    Worker(worker::Arguments),
}

/// The option that every command has which reads documents.
#[derive(Args)]
struct Dictionaries {
    /// Lay the tables in this folder over the program's own
    #[arg(long, value_name = "DIR")]
    dictionaries: Option<PathBuf>,
}

impl Dictionaries {
    /// The tables, which live as long as the program.
    fn lexicon(&self) -> Result<&'static Lexicon, Error> {
        match &self.dictionaries {
            None => Ok(Lexicon::embedded()),
            Some(folder) if folder.is_dir() => Ok(Box::leak(Box::new(Lexicon::load(Some(folder))?))),
            Some(folder) => Err(Error::Usage(format!("{} is no folder of dictionaries", folder.display()))),
        }
    }
}

/// Parses, runs, and turns what came of it into an exit code.
pub fn main() -> ExitCode {
    let again = std::env::current_exe().map(|program| vec![program.into()]).unwrap_or_default();
    run(std::env::args_os(), &again)
}

/// The same for other programs: `words` are the command line with the program's name before it; `again` starts a
/// process that calls this with the words behind it.
pub fn run(words: impl IntoIterator<Item = OsString>, again: &[OsString]) -> ExitCode {
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(wrong) => {
            // A closed pipe under `--help` is no reason to complain.
            let _ = wrong.print();
            return ExitCode::from(u8::try_from(wrong.exit_code()).unwrap_or(2));
        }
    };
    let outcome = match arguments.command {
        Command::Extract(arguments) => arguments.run(again),
        Command::Compare(arguments) => arguments.run(),
        Command::Explain(arguments) => arguments.run(),
        Command::Segment(arguments) => arguments.run(),
        Command::Text(arguments) => arguments.run(),
        Command::Schema(arguments) => arguments.run(),
        Command::Score(arguments) => arguments.run(),
        Command::Completions(arguments) => arguments.run(),
        Command::Worker(arguments) => arguments.run(),
    };
    outcome.unwrap_or_else(|error| {
        if is_closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        eprintln!("chengnuo: {error:#}");
        ExitCode::from(2)
    })
}

pub use worker::arguments as worker_arguments;

/// The exit code where a document failed.
const FAILED: u8 = 1;

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Says why the one document of a command could not be read.
fn failed(path: &Path, trouble: &Unreadable) -> ExitCode {
    eprintln!("{}", tell(path, trouble));
    ExitCode::from(FAILED)
}

/// What standard error says of a document that could not be read.
fn tell(path: &Path, trouble: &Unreadable) -> String {
    format!("chengnuo: {}: {} [{}]", path.display(), trouble.message, trouble.code)
}
