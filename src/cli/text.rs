//! `chengnuo text FILE`: the text that spans count in.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::output::Output;
use crate::batch;

/// Print the text that spans count in, as UTF-8
#[derive(Args)]
#[command(after_help = "Example:
  chengnuo text 方案.txt | python3 -c 'import sys; print(sys.stdin.read()[120:134])'    # the span [120, 134]")]
pub struct Arguments {
    /// A file, or - for standard input
    file: PathBuf,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        match batch::content(&self.file) {
            Ok(content) => {
                let mut out = Output::to(None)?;
                out.write_all(content.text.as_bytes())?;
                out.finish()?;
                Ok(ExitCode::SUCCESS)
            }
            Err(trouble) => Ok(super::failed(&self.file, &trouble)),
        }
    }
}
