//! The command line: words in, its exit code out.

use std::ffi::OsString;
use std::process::ExitCode;

use pyo3::prelude::*;

use crate::error;
use crate::object::{Keys, object};

/// Runs the command line; `again` are the words that start it once more in another process.
#[pyfunction]
pub fn command(py: Python, words: Vec<OsString>, again: Vec<OsString>) -> PyResult<u8> {
    let code = error::apart(py, || chengnuo::cli::run(words, &again))?;
    // An exit code tells its number to nobody but the system.
    Ok((0..=u8::MAX).find(|&number| ExitCode::from(number) == code).unwrap_or(2))
}

/// The JSON Schema of a record, or of a comparison.
#[pyfunction]
pub fn schema<'py>(py: Python<'py>, of: &str) -> PyResult<Bound<'py, PyAny>> {
    let schema = match of {
        "record" => chengnuo::record::schema(),
        "compare" => chengnuo::compare::schema(),
        _ => return Err(error::usage(py, format!("there is no schema of {of:?}: say record or compare"))),
    };
    let json = serde_json::to_vec(&schema).unwrap_or_default();
    object(py, &json, &mut Keys::default())
}
