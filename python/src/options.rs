//! What a caller chose, checked once: facts about every document, limits, dictionaries.

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use chengnuo::batch;
use chengnuo::batch::worker::Workers;
use chengnuo::cli::worker_arguments;
use chengnuo::context::Given;
use chengnuo::read::parts::Limits;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::dictionaries::{Dictionaries, Tables};
use crate::error;

#[pyclass(frozen, module = "chengnuo._chengnuo")]
pub struct Options {
    pub batch: batch::Options,
    pub tables: Tables,
}

#[pymethods]
impl Options {
    /// `again` are the words that start the command line, for documents that may kill their reader; without them all
    /// is read in this process.
    #[new]
    #[pyo3(signature = (*, date=None, jurisdiction=None, title=None, dictionaries=None, with_text=false,
                        keep_duplicates=false, limit_bytes=None, timeout=None, again=Vec::new()))]
    #[allow(clippy::too_many_arguments, reason = "all by name")]
    fn new(
        py: Python,
        date: Option<&Bound<PyAny>>,
        jurisdiction: Option<String>,
        title: Option<String>,
        dictionaries: Option<&Bound<PyAny>>,
        with_text: bool,
        keep_duplicates: bool,
        limit_bytes: Option<u64>,
        timeout: Option<f64>,
        again: Vec<OsString>,
    ) -> PyResult<Options> {
        let given = Given { date: date.map(day).transpose()?, title, jurisdiction };
        let tables = tables(dictionaries)?;
        let timeout = timeout.map(|seconds| patience(py, seconds)).transpose()?;
        let workers = again.split_first().map(|(program, first)| {
            let own = worker_arguments(&given, with_text, tables.folder());
            let arguments = first.iter().cloned().chain(own).collect();
            Arc::new(Workers::new(program.into(), arguments, timeout))
        });
        if timeout.is_some() && workers.is_none() {
            let message = "a time limit needs processes that can be ended, and none can be started here";
            return Err(error::usage(py, message.into()));
        }
        let limits = Limits::default();
        let batch = batch::Options {
            given,
            with_text,
            jobs: 1,
            limits: Limits { part: limit_bytes.unwrap_or(limits.part), ..limits },
            keep_duplicates,
            workers,
            ..batch::Options::default()
        };
        Ok(Options { batch, tables })
    }
}

/// The tables of `dictionaries`, or the package's own.
pub fn tables(dictionaries: Option<&Bound<PyAny>>) -> PyResult<Tables> {
    let Some(dictionaries) = dictionaries else { return Ok(Tables::Embedded) };
    match dictionaries.cast::<Dictionaries>() {
        Ok(dictionaries) => Ok(dictionaries.get().tables.clone()),
        Err(_) => {
            let kind = dictionaries.get_type().name()?;
            let message = format!("dictionaries is a {kind}: give chengnuo.Dictionaries(\"folder\")");
            Err(error::input(dictionaries.py(), message))
        }
    }
}

/// A `datetime.date`, or words like 2024-06-30.
pub fn day(date: &Bound<PyAny>) -> PyResult<jiff::civil::Date> {
    let py = date.py();
    let words = if let Ok(words) = date.cast::<PyString>() {
        words.to_string()
    } else if let Ok(year) = date.getattr("year") {
        let (month, day) = (date.getattr("month")?, date.getattr("day")?);
        format!("{:04}-{:02}-{:02}", year.extract::<i16>()?, month.extract::<u8>()?, day.extract::<u8>()?)
    } else {
        let kind = date.get_type().name()?;
        let message = format!("date is a {kind}: give a datetime.date or words like \"2024-06-30\"");
        return Err(error::input(py, message));
    };
    words.parse().map_err(|_| {
        error::usage(py, format!("{words:?} is no day: give a datetime.date or words like \"2024-06-30\""))
    })
}

fn patience(py: Python, seconds: f64) -> PyResult<Duration> {
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| !time.is_zero());
    time.ok_or_else(|| error::usage(py, format!("timeout={seconds}: a document needs some seconds")))
}
