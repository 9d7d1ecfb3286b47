//! `chengnuo schema`: the JSON Schema (2020-12) of a record.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::output::Output;
use crate::record;

/// Print the JSON Schema (2020-12) of the records that `extract` writes
#[derive(Args)]
#[command(after_help = "Example:
  chengnuo schema > chengnuo.schema.json")]
pub struct Arguments {}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let mut out = Output::to(None)?;
        serde_json::to_writer_pretty(&mut out, &record::schema())?;
        out.write_all(b"\n")?;
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}
