//! Errors of the library in; the exceptions of `chengnuo.errors` out.

use chengnuo::batch::panics::quietly;
use chengnuo::error::{Error, Unreadable};
use pyo3::call::PyCallArgs;
use pyo3::prelude::*;

/// An exception of `chengnuo.errors`.
fn exception<'py>(py: Python<'py>, class: &str, arguments: impl PyCallArgs<'py>) -> PyErr {
    let class = py.import("chengnuo.errors").and_then(|errors| errors.getattr(class));
    match class.and_then(|class| class.call1(arguments)) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// Something of a wrong type: `None is no document: …`.
pub fn input(py: Python, message: String) -> PyErr {
    exception(py, "InputError", (message,))
}

/// An option that is none, or that nothing matches.
pub fn usage(py: Python, message: String) -> PyErr {
    exception(py, "UsageError", (message,))
}

/// A record that is none (`bad_record`) or of another version (`other_schema`).
pub fn record(py: Python, place: &str, why: &Unreadable) -> PyErr {
    let class = if why.code == "other_schema" { "SchemaError" } else { "RecordError" };
    exception(py, class, (format!("{place}: {}", why.message), why.code))
}

/// A document that could not be read.
pub fn document(py: Python, path: &str, why: &Unreadable, record: Py<PyAny>) -> PyErr {
    let class = if why.code == "not_found" { "DocumentNotFoundError" } else { "DocumentError" };
    exception(py, class, (path, why.code, why.message.as_str(), record))
}

pub fn library(py: Python, error: Error) -> PyErr {
    match error {
        Error::Dictionary { file, line, reason } => exception(py, "DictionaryError", (file, line, reason)),
        Error::File { path, source } => {
            let message = format!("{}: {source}", path.display());
            exception(py, "FileError", (message, path))
        }
        // Options have no dashes here.
        Error::Usage(message) => usage(py, message.trim_start_matches("--").into()),
    }
}

/// The program broke off, and is to blame.
pub fn internal(py: Python, place: &str) -> PyErr {
    exception(py, "InternalError", (format!("the program broke off at {place}; please report it"),))
}

/// Runs `work` without the interpreter; a panic in it is an exception.
pub fn apart<T: Send>(py: Python, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| quietly(work)).map_err(|place| internal(py, &place))
}
