//! A record with its text in; an explanation of each find out.

use chengnuo::error::Unreadable;
use chengnuo::explain::{Look, explain, html};
use chengnuo::extract;
use chengnuo::lexicon::Lexicon;
use chengnuo::record::Document;
use pyo3::prelude::*;

use crate::error;

/// A record with its text.
#[pyclass(frozen, module = "chengnuo._chengnuo")]
pub struct Explained {
    document: Document,
}

#[pymethods]
impl Explained {
    /// `record` is JSON.
    #[new]
    fn new(py: Python, record: &[u8]) -> PyResult<Explained> {
        let document = error::apart(py, || read(record))?;
        let document = document.map_err(|why| {
            error::record(py, "the record", &Unreadable::new("bad_record", format!("no record: {why}")))
        })?;
        Ok(Explained { document })
    }

    /// A piece of HTML without scripts.
    fn html(&self, py: Python, rule: Option<&str>) -> PyResult<String> {
        error::apart(py, || html::html(&self.document, self.words(), rule))
    }

    /// What a terminal shows.
    fn text(&self, py: Python, rule: Option<String>, width: usize, colour: bool) -> PyResult<String> {
        let look = Look { width, colour, rule };
        error::apart(py, || explain(&self.document, self.words(), &look))
    }

    /// The names of all rules that found something.
    fn rules(&self) -> Vec<&str> {
        chengnuo::explain::rules(&self.document).into_iter().collect()
    }
}

impl Explained {
    fn words(&self) -> &str {
        self.document.text.as_deref().unwrap_or_default()
    }
}

/// Spans that lie outside of the text would explain nothing.
fn read(record: &[u8]) -> Result<Document, String> {
    let document: Document = serde_json::from_slice(record).map_err(|why| why.to_string())?;
    let words = document.text.clone().ok_or("it has no text: extract it with with_text=True")?;
    document.check(&extract::text(words, Lexicon::embedded()))?;
    Ok(document)
}
