//! The summary of a run: what came of each document in; counts, sizes, the slowest and what failed out.

use std::collections::BTreeMap;
use std::time::Instant;

use serde::Serialize;

use super::Finished;
use crate::record::DocumentStatus;

/// The version of this form.
const FORM: &str = "chengnuo.summary/1";

/// How many of the slowest are named.
const SLOWEST: usize = 5;

#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    pub schema: &'static str,
    /// All documents were worked on: nobody stopped the run.
    pub complete: bool,
    pub documents: u64,
    /// How many of each status: `ok`, `partial`, `failed`.
    pub statuses: BTreeMap<&'static str, u64>,
    /// How many of each code of trouble.
    pub codes: BTreeMap<String, u64>,
    /// How many of each media type, where it is known.
    pub formats: BTreeMap<String, u64>,
    pub duplicates: u64,
    /// Documents that an earlier run had written.
    pub resumed: u64,
    /// Files that were passed over.
    pub skipped: u64,
    /// Bytes of documents.
    pub bytes: u64,
    pub commitments: u64,
    pub seconds: f64,
    /// The slowest first.
    pub slowest: Vec<Slow>,
    /// Documents that are not `ok`, in path order.
    pub troubles: Vec<Trouble>,
    #[serde(skip)]
    started: Instant,
}

#[derive(Clone, Debug, Serialize)]
pub struct Slow {
    pub path: String,
    pub seconds: f64,
    pub bytes: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Trouble {
    pub path: String,
    pub id: String,
    pub status: DocumentStatus,
    pub code: String,
    pub message: String,
}

impl Default for Summary {
    fn default() -> Summary {
        Summary {
            schema: FORM,
            complete: true,
            documents: 0,
            statuses: ["ok", "partial", "failed"].map(|status| (status, 0)).into(),
            codes: BTreeMap::new(),
            formats: BTreeMap::new(),
            duplicates: 0,
            resumed: 0,
            skipped: 0,
            bytes: 0,
            commitments: 0,
            seconds: 0.0,
            slowest: Vec::new(),
            troubles: Vec::new(),
            started: Instant::now(),
        }
    }
}

impl Summary {
    pub fn count(&mut self, finished: &Finished) {
        let about = &finished.about;
        let status = match about.status {
            DocumentStatus::Ok => "ok",
            DocumentStatus::Partial => "partial",
            DocumentStatus::Failed => "failed",
        };
        self.documents += 1;
        *self.statuses.entry(status).or_default() += 1;
        if let Some(format) = &about.media_type {
            *self.formats.entry(format.clone()).or_default() += 1;
        }
        self.duplicates += u64::from(about.duplicate_of.is_some());
        self.resumed += u64::from(finished.earlier.is_some());
        self.bytes += about.bytes;
        self.commitments += about.commitments as u64;
        if let Some(trouble) = &about.trouble {
            *self.codes.entry(trouble.code.into()).or_default() += 1;
            self.troubles.push(Trouble {
                path: finished.path.display().to_string(),
                id: about.id.clone(),
                status: about.status,
                code: trouble.code.into(),
                message: trouble.message.clone(),
            });
        }
        let slow = self.slowest.partition_point(|slow| slow.seconds >= about.seconds);
        if slow < SLOWEST {
            let path = finished.path.display().to_string();
            self.slowest.insert(slow, Slow { path, seconds: about.seconds, bytes: about.bytes });
            self.slowest.truncate(SLOWEST);
        }
    }

    pub fn failed(&self) -> u64 {
        self.statuses["failed"]
    }

    /// Seconds since the run began, to the millisecond.
    pub fn stop_clock(&mut self) {
        self.seconds = (self.started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    }
}
