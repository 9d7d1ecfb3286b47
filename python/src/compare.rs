//! Records in; a comparison out, as a dict, a table, a page, or a cell of a notebook.

use chengnuo::batch::plans::{self, Seen};
use chengnuo::compare::keys::{keys, webs};
use chengnuo::compare::{
    Comparison as Compared, Grouping, Input, Only, Options, Sort, called, compare as side_by_side,
};
use chengnuo::report::digest::{Digest, Extent};
use chengnuo::report::{self, Language, Phrases, tidy};
use pyo3::prelude::*;

use crate::dictionaries::Tables;
use crate::error;
use crate::object::{Keys, object};
use crate::options::tables;
use crate::records::Records;
use crate::table::{Growing, Table};

/// How many columns a verdict names in a table.
const MOST_NAMES: usize = 4;
/// Up to so many cells every row has one for each column.
const MOST_ABSENT: usize = 1_000_000;

#[pyclass(frozen, module = "chengnuo._chengnuo")]
pub struct Comparison {
    compared: Compared,
    tables: Tables,
    /// What the user should know.
    #[pyo3(get)]
    notes: Vec<String>,
    /// Path and reason of each document that could not be read.
    #[pyo3(get)]
    failed: Vec<(String, String)>,
}

/// Lays records side by side.
#[pyfunction]
#[pyo3(signature = (records, *, columns, sort, only, indicators, baseline, labels, dictionaries))]
#[allow(clippy::too_many_arguments, reason = "all by name")]
pub fn compare(
    py: Python,
    records: &Bound<Records>,
    columns: &str,
    sort: Option<&str>,
    only: &str,
    indicators: Vec<String>,
    baseline: Option<String>,
    labels: Vec<(String, String)>,
    dictionaries: Option<&Bound<PyAny>>,
) -> PyResult<Comparison> {
    let tables = tables(dictionaries)?;
    let said = said(columns, sort, only, &indicators, baseline.as_deref());
    let options = choice(py, columns, sort, only)?;
    for id in &indicators {
        if tables.indicators.get(id).is_none() {
            let near = tables.indicators.near(id).join(", ");
            let near = if near.is_empty() { near } else { format!("; near it are {near}") };
            return Err(error::usage(py, format!("indicators: there is no indicator {id:?}{near}")));
        }
    }
    let (mut inputs, mut seen) = (Vec::new(), Seen::default());
    let (mut notes, mut failed) = (Vec::new(), Vec::new());
    loop {
        let next = records.borrow_mut().next_finished(py)?;
        let Some(finished) = next else { break };
        match error::apart(py, || finished.json.bytes().map(|json| plans::record(&json)))?? {
            Ok(record) => {
                let path = record.source.path.clone();
                notes.extend(seen.add_record(record, &path, &mut inputs));
            }
            Err(why) => {
                let why = finished.about.trouble.unwrap_or(why);
                failed.push((finished.path.display().to_string(), why.message));
            }
        }
    }
    for (name, _) in &labels {
        called(&inputs, name).map_err(|words| error::usage(py, format!("labels: {words}")))?;
    }
    let options = Options { indicators, baseline, labels, ..options };
    let empty = inputs.iter().filter(|input| input.commitments.is_empty());
    notes.extend(empty.map(|input| format!("{} has no commitments", input.path)));
    let compared = error::apart(py, || side_by_side(inputs, &options, &tables))?;
    let mut compared = compared.map_err(|error| error::library(py, error))?;
    compared.tool.options = said;
    Ok(Comparison { compared, tables, notes, failed })
}

/// What the statements of a record, as JSON, may stand in a row with: `(commitment, target, key)` of each target, and
/// `(commitment, wording, near)` of each commitment without one, with the places of both in the record's lists.
#[pyfunction]
#[allow(clippy::type_complexity, reason = "tuples are what Python is given")]
pub fn compare_keys(
    py: Python,
    record: &str,
    only: &str,
    dictionaries: Option<&Bound<PyAny>>,
) -> PyResult<(Vec<(usize, usize, String)>, Vec<(usize, String, Vec<String>)>)> {
    let tables = tables(dictionaries)?;
    let only = choice(py, "plan", None, only)?.only;
    let read = || {
        let input = Input::new(plans::record(record.as_bytes())?);
        Ok(keys(&input, only, &tables))
    };
    let found = error::apart(py, read)?.map_err(|why| error::record(py, "a record", &why))?;
    let measures = found.measures.into_iter().map(|own| (own.commitment, own.target, own.key));
    let actions = found.actions.into_iter().map(|own| (own.commitment, own.wording, own.near));
    Ok((measures.collect(), actions.collect()))
}

/// Which of the wordings, each with its themes, are alike or joined by some that are: their places, web by web.
#[pyfunction]
pub fn compare_webs(
    py: Python,
    wordings: Vec<(String, Vec<String>)>,
    dictionaries: Option<&Bound<PyAny>>,
) -> PyResult<Vec<Vec<u32>>> {
    let tables = tables(dictionaries)?;
    error::apart(py, || webs(&wordings, &tables))
}

fn choice(py: Python, columns: &str, sort: Option<&str>, only: &str) -> PyResult<Options> {
    let wrong = |name: &str, said: &str, known: &str| {
        Err(error::usage(py, format!("{name}={said:?}: say one of {known}")))
    };
    Ok(Options {
        columns: match columns {
            "plan" => Grouping::Plan,
            "jurisdiction" => Grouping::Jurisdiction,
            "year" => Grouping::Year,
            _ => return wrong("columns", columns, "plan, jurisdiction, year"),
        },
        sort: match sort {
            None if columns == "year" => Sort::Year,
            None | Some("given") => Sort::Given,
            Some("label") => Sort::Label,
            Some("year") => Sort::Year,
            Some("code") => Sort::Code,
            Some(sort) => return wrong("sort", sort, "given, label, year, code"),
        },
        only: match only {
            "all" => Only::All,
            "planned" => Only::Planned,
            "reported" => Only::Reported,
            _ => return wrong("only", only, "all, planned, reported"),
        },
        ..Options::default()
    })
}

/// The options that change results, as the command line says them.
fn said(
    columns: &str,
    sort: Option<&str>,
    only: &str,
    indicators: &[String],
    baseline: Option<&str>,
) -> Vec<String> {
    let mut said = Vec::new();
    said.extend((columns != "plan").then(|| format!("columns={columns}")));
    said.extend(sort.map(|sort| format!("sort={sort}")));
    said.extend((only != "all").then(|| format!("only={only}")));
    said.extend((!indicators.is_empty()).then(|| format!("indicators={}", indicators.join(","))));
    said.extend(baseline.map(|baseline| format!("baseline={baseline}")));
    said
}

#[pymethods]
impl Comparison {
    /// `absent`: rows have a cell for each column; nothing said: where they are up to a million.
    fn to_json(&self, py: Python, absent: Option<bool>) -> PyResult<String> {
        let json = error::apart(py, || self.json(absent))??;
        String::from_utf8(json).map_err(|why| error::internal(py, &why.to_string()))
    }

    fn to_dict<'py>(&self, py: Python<'py>, absent: Option<bool>) -> PyResult<Bound<'py, PyAny>> {
        let json = error::apart(py, || self.json(absent))??;
        object(py, &json, &mut Keys::default())
    }

    /// One row a value of a plan.
    fn table(&self, py: Python, absent: Option<bool>) -> PyResult<Table> {
        let table = error::apart(py, || {
            let mut table = Growing::new(tidy::columns());
            tidy::rows(&self.compared, self.keeps(absent), |cells| table.add(vec![cells]))?;
            table.finish()
        })?;
        table.map_err(|why| error::internal(py, &why.to_string()))
    }

    /// The page that opens from disk; `lang` is `zh` or `en`.
    fn to_html(&self, py: Python, lang: &str) -> PyResult<String> {
        let language = language(py, lang)?;
        let page = error::apart(py, || {
            let mut page = Vec::new();
            report::page::write(&self.compared, language, &self.tables, &mut page).map(|()| page)
        })?;
        String::from_utf8(page?).map_err(|why| error::internal(py, &why.to_string()))
    }

    /// A piece of HTML for a cell; `all`: what only one plan has as well.
    fn cell(&self, py: Python, lang: &str, all: bool) -> PyResult<String> {
        let language = language(py, lang)?;
        error::apart(py, || report::notebook::html(&self.digest(language, all)))
    }

    /// What a terminal shows, `width` columns wide.
    fn text(&self, py: Python, lang: &str, all: bool, width: usize) -> PyResult<String> {
        let language = language(py, lang)?;
        let text = error::apart(py, || {
            let mut text = Vec::new();
            let look = report::terminal::Look { width, colour: false };
            report::terminal::write(&self.digest(language, all), look, &mut text).map(|()| text)
        })?;
        String::from_utf8(text?).map_err(|why| error::internal(py, &why.to_string()))
    }

    /// `9 plans; 252 measures, 12 of them in several plans; 155 actions`.
    fn summary(&self, py: Python, lang: &str) -> PyResult<String> {
        let language = language(py, lang)?;
        error::apart(py, || self.digest(language, false).summary)
    }
}

impl Comparison {
    fn keeps(&self, absent: Option<bool>) -> bool {
        let rows = self.compared.measures.len() + self.compared.actions.len();
        absent.unwrap_or(rows * self.compared.columns.len() <= MOST_ABSENT)
    }

    fn json(&self, absent: Option<bool>) -> std::io::Result<Vec<u8>> {
        let mut json = Vec::new();
        report::json::write(&self.compared, self.keeps(absent), &mut json)?;
        Ok(json)
    }

    fn digest(&self, language: Language, all: bool) -> Digest {
        let phrases = Phrases::new(&self.compared, language).naming(MOST_NAMES);
        let extent = if all { Extent::All } else { Extent::Shared { more: "to_pandas()" } };
        Digest::new(&self.compared, &phrases, &self.tables, extent)
    }
}

fn language(py: Python, lang: &str) -> PyResult<Language> {
    match lang {
        "zh" => Ok(Language::Chinese),
        "en" => Ok(Language::English),
        _ => Err(error::usage(py, format!("lang={lang:?}: say zh or en"))),
    }
}
