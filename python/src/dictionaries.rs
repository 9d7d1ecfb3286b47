//! A folder of tables in; the dictionaries with these rows laid over the package's own out.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chengnuo::lexicon::Lexicon;
use pyo3::prelude::*;

use crate::error;

/// The tables that documents are read with.
#[derive(Clone)]
pub enum Tables {
    Embedded,
    Own(Arc<Lexicon>, Arc<Path>),
}

impl Tables {
    /// Where the user's own lie.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Tables::Embedded => None,
            Tables::Own(_, folder) => Some(folder),
        }
    }
}

impl Deref for Tables {
    type Target = Lexicon;

    fn deref(&self) -> &Lexicon {
        match self {
            Tables::Embedded => Lexicon::embedded(),
            Tables::Own(lexicon, _) => lexicon,
        }
    }
}

/// Tables of your own, laid over those of the package row by row.
///
/// Parameters
/// ----------
/// path : str or pathlib.Path
///     A folder with tables (``units.tsv``, ``bodies.tsv`` …) in the form of those in ``dictionaries/``.
///
/// Raises
/// ------
/// DictionaryError
///     Names file and line of the first row that is none.
#[pyclass(frozen, module = "chengnuo")]
pub struct Dictionaries {
    pub tables: Tables,
}

#[pymethods]
impl Dictionaries {
    #[new]
    fn new(py: Python, path: PathBuf) -> PyResult<Dictionaries> {
        if !path.is_dir() {
            let message = format!("{} is no folder of dictionaries", path.display());
            return Err(error::usage(py, message));
        }
        let lexicon = error::apart(py, || Lexicon::load(Some(&path)))?;
        let lexicon = lexicon.map_err(|error| error::library(py, error))?;
        Ok(Dictionaries { tables: Tables::Own(Arc::new(lexicon), path.into()) })
    }

    #[getter]
    fn path(&self) -> Option<PathBuf> {
        self.tables.folder().map(PathBuf::from)
    }

    /// What a record names as its dictionaries.
    #[getter]
    fn hash(&self) -> &str {
        self.tables.hash()
    }

    fn __repr__(&self) -> String {
        let folder = self.tables.folder().unwrap_or(Path::new(""));
        format!("<chengnuo.Dictionaries {:?} {}>", folder.display(), self.tables.hash())
    }

    /// By folder, as another process reads it.
    fn __reduce__<'py>(slf: &Bound<'py, Dictionaries>) -> PyResult<(Bound<'py, PyAny>, (Option<PathBuf>,))> {
        Ok((slf.get_type().into_any(), (slf.get().path(),)))
    }
}
