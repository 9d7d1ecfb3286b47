//! `chengnuo worker`: what a batch starts to read documents that may kill their reader. Not for people.

use std::ffi::OsString;
use std::io::{BufReader, BufWriter, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date as Day;

use super::Dictionaries;
use crate::batch::{Options, worker};
use crate::context::Given;

/// Read documents from standard input and write records to standard output, for `extract`
#[derive(Args)]
pub struct Arguments {
    #[arg(long)]
    with_text: bool,
    #[arg(long)]
    date: Option<Day>,
    #[arg(long)]
    title: Option<String>,
    #[arg(long)]
    jurisdiction: Option<String>,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        worker::bound();
        let lexicon = self.dictionaries.lexicon()?;
        let given = Given { date: self.date, title: self.title, jurisdiction: self.jurisdiction };
        let options = Options { given, with_text: self.with_text, ..Options::default() };
        let (mut from, mut to) = (BufReader::new(stdin().lock()), BufWriter::new(stdout().lock()));
        worker::serve(&mut from, &mut to, &options, lexicon)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The command line of a worker that is told this.
pub fn arguments(given: &Given, with_text: bool, dictionaries: Option<&Path>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["worker".into()];
    arguments.extend(with_text.then(|| "--with-text".into()));
    let said = [
        ("--date", given.date.map(|date| date.to_string().into())),
        ("--title", given.title.clone().map(OsString::from)),
        ("--jurisdiction", given.jurisdiction.clone().map(OsString::from)),
        ("--dictionaries", dictionaries.map(OsString::from)),
    ];
    for (name, value) in said {
        let Some(value) = value else { continue };
        // In one word, for a title may begin with a dash.
        let mut word = OsString::from(name);
        word.push("=");
        word.push(value);
        arguments.push(word);
    }
    arguments
}
