//! `chengnuo compare PATH…`: plans side by side.

use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::Dictionaries;
use super::output::Output;
use crate::batch;
use crate::compare::{self, Input};
use crate::record::Document;

/// Hold plans against each other: who promises what on the same matter, how much, by when
#[derive(Args)]
#[command(after_help = "Example:
  chengnuo compare 方案/ > comparison.json")]
pub struct Arguments {
    /// Files, folders (with all that is in them), or globs in quotes
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    dictionaries: Dictionaries,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let lexicon = self.dictionaries.lexicon()?;
        let walk = batch::walk(&self.paths, self.output.as_deref())?;
        let jobs = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let options = batch::Options { jobs, ..batch::Options::default() };
        let mut inputs = Vec::new();
        batch::run(&walk.places, &options, lexicon, |finished| {
            if let Ok(document) = serde_json::from_slice::<Document>(&finished.json) {
                inputs.push(Input::new(document));
            }
            ControlFlow::Continue(())
        })?;
        let comparison = compare::compare(inputs, &compare::Options::default(), lexicon)?;
        let mut out = Output::to(self.output.as_deref())?;
        serde_json::to_writer(&mut out, &comparison)?;
        out.write_all(b"\n")?;
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}
