//! Progress on a terminal's standard error: files, megabytes a second, time left; and the line at the end.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::batch::Finished;
use crate::record::DocumentStatus;

pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    started: Instant,
    documents: u64,
    failed: u64,
    bytes: u64,
    commitments: u64,
}

impl Progress {
    /// A bar over `bytes` in all, drawn only on a terminal and not where `quiet`.
    pub fn over(bytes: u64, quiet: bool) -> Progress {
        let bar =
            if quiet || !stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(bytes) };
        let style = if bytes == 0 {
            ProgressStyle::with_template("{spinner} {msg}, {bytes_per_sec}")
        } else {
            ProgressStyle::with_template(
                "{wide_bar} {msg}, {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
            )
        };
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, quiet, started: Instant::now(), documents: 0, failed: 0, bytes: 0, commitments: 0 }
    }

    pub fn count(&mut self, finished: &Finished) {
        self.documents += 1;
        self.failed += u64::from(finished.status == DocumentStatus::Failed);
        self.bytes += finished.bytes;
        self.commitments += finished.commitments as u64;
        if let Some(trouble) = &finished.trouble {
            self.bar.suspend(|| eprintln!("{}", super::tell(&finished.path, trouble)));
        }
        self.bar.inc(finished.bytes);
        self.bar.set_message(format!("{} documents", HumanCount(self.documents)));
    }

    pub fn failed(&self) -> bool {
        self.failed > 0
    }

    /// `134 documents, 16.9 MB, 7,012 commitments, 0 failed, in 1.6 s (10.5 MB/s)`.
    pub fn finish(&self, skipped: usize) {
        self.bar.finish_and_clear();
        if self.quiet {
            return;
        }
        let seconds = self.started.elapsed().as_secs_f64();
        let megabytes = self.bytes as f64 / 1e6;
        let skipped = if skipped == 0 {
            String::new()
        } else {
            format!(", {} other files skipped", HumanCount(skipped as u64))
        };
        eprintln!(
            "{} document{}, {megabytes:.1} MB, {} commitments, {} failed, in {seconds:.1} s ({:.1} MB/s){skipped}",
            HumanCount(self.documents),
            if self.documents == 1 { "" } else { "s" },
            HumanCount(self.commitments),
            HumanCount(self.failed),
            megabytes / seconds.max(1e-9),
        );
    }
}
