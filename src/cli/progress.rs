//! Progress on a terminal's standard error: files, megabytes a second, time left; and the line at the end.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::batch::Finished;
use crate::batch::summary::Summary;

pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    pub summary: Summary,
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
        Progress { bar, quiet, summary: Summary::default() }
    }

    pub fn count(&mut self, finished: &Finished) {
        self.summary.count(finished);
        if let Some(trouble) = finished.about.trouble.as_ref().filter(|_| finished.earlier.is_none()) {
            self.bar.suspend(|| eprintln!("{}", super::tell(&finished.path, trouble)));
        }
        self.bar.inc(finished.about.bytes);
        self.bar.set_message(format!("{} documents", HumanCount(self.summary.documents)));
    }

    /// `134 documents, 16.9 MB, 7,012 commitments, 0 failed, in 1.6 s (10.5 MB/s)`.
    pub fn finish(&mut self) {
        self.summary.stop_clock();
        self.bar.finish_and_clear();
        if self.quiet {
            return;
        }
        let summary = &self.summary;
        let megabytes = summary.bytes as f64 / 1e6;
        let more = [
            (summary.duplicates, "duplicates"),
            (summary.resumed, "written before"),
            (summary.skipped, "other files skipped"),
        ];
        let more = more.iter().filter(|(count, _)| *count > 0);
        let more: String = more.map(|(count, what)| format!(", {} {what}", HumanCount(*count))).collect();
        eprintln!(
            "{} document{}, {megabytes:.1} MB, {} commitments, {} failed, in {:.1} s ({:.1} MB/s){more}",
            HumanCount(summary.documents),
            if summary.documents == 1 { "" } else { "s" },
            HumanCount(summary.commitments),
            HumanCount(summary.failed()),
            summary.seconds,
            megabytes / summary.seconds.max(1e-3),
        );
    }
}
