//! `chengnuo completions SHELL`: a script that completes the program's commands.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::output::Output;

/// Print a script that completes commands and options in a shell
#[derive(Args)]
#[command(after_help = "Example:
  chengnuo completions bash > ~/.local/share/bash-completion/completions/chengnuo")]
pub struct Arguments {
    shell: Shell,
}

impl Arguments {
    pub fn run(self) -> Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Arguments::command(), "chengnuo", &mut script);
        let mut out = Output::to(None)?;
        out.write_all(&script)?;
        out.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}
