//! `chengnuo schema`: the JSON Schema (2020-12) of a record or a comparison.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::output::Output;
use crate::{compare, record};

/// Print the JSON Schema (2020-12) of what `extract` or `compare` writes
#[derive(Args)]
#[command(after_help = "Example:
  chengnuo schema > chengnuo.schema.json
  chengnuo schema compare")]
pub struct Arguments {
    /// A record of `extract`, or the comparison of `compare`
    #[arg(value_enum, default_value_t)]
    of: Of,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Of {
    #[default]
    Record,
    Compare,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let mut out = Output::to(None)?;
        let schema = match self.of {
            Of::Record => record::schema(),
            Of::Compare => compare::schema(),
        };
        serde_json::to_writer_pretty(&mut out, &schema)?;
        out.write_all(b"\n")?;
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}
