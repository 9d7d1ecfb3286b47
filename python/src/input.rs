//! One thing that a caller hands in; the documents that it holds out.
//!
//! A text, a row (`{"id": …, "text": …, "date": …}`), the bytes of a file, or a path: of a file, an archive, a folder,
//! a glob.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chengnuo::batch::{self, Item, STDIN, plans};
use chengnuo::error::Unreadable;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyByteArray, PyBytes, PyDict, PyMemoryView, PyString};

use crate::error;

pub type Items = Box<dyn Iterator<Item = Item> + Send>;

/// The documents of `given`, the `n`th thing that was handed in (from 0).
pub fn items(given: &Bound<PyAny>, n: usize, options: &batch::Options) -> PyResult<Items> {
    let py = given.py();
    let stdin: Arc<Path> = Path::new(STDIN).into();
    let one = |item| -> Items { Box::new(std::iter::once(item)) };
    if let Ok(text) = given.cast::<PyString>() {
        let text = words(text, n)?;
        if is_file(text) {
            let message = format!("{text:?} is the name of a file: give pathlib.Path({text:?}) to read it");
            return Err(error::usage(py, message));
        }
        return Ok(one(Item::Row(stdin, n as u64 + 1, row(py, &Row { text, ..Row::default() })?)));
    }
    if let Ok(row) = given.cast::<PyDict>() {
        return Ok(one(Item::Row(stdin, n as u64 + 1, of_dict(row, n)?)));
    }
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return Ok(one(Item::Bytes(stdin, bytes.as_bytes().into())));
    }
    if let Ok(bytes) = given.cast::<PyByteArray>() {
        return Ok(one(Item::Bytes(stdin, bytes.to_vec())));
    }
    if given.is_instance_of::<PyMemoryView>() {
        let bytes = given.call_method0("tobytes")?;
        return Ok(one(Item::Bytes(stdin, bytes.cast::<PyBytes>()?.as_bytes().into())));
    }
    if given.hasattr("__fspath__")? {
        let path: PathBuf = given.extract()?;
        let path = if path.as_os_str() == STDIN { Path::new(".").join(path) } else { path };
        return of_path(py, path, options);
    }
    Err(error::input(
        py,
        format!(
            "item {n} is {}: give a str of text, a pathlib.Path, bytes of a file, or a dict with \"text\"",
            named(given)?
        ),
    ))
}

/// `None`, or `a list`.
pub fn named(thing: &Bound<PyAny>) -> PyResult<String> {
    if thing.is_none() { Ok("None".into()) } else { Ok(format!("a {}", thing.get_type().name()?)) }
}

/// Text that looks like a path leads to a file.
fn is_file(text: &str) -> bool {
    let could = text.len() < 1024 && !text.contains('\n') && text.contains(['.', '/', '\\']);
    could && Path::new(text).is_file()
}

fn words<'a>(text: &'a Bound<PyString>, n: usize) -> PyResult<&'a str> {
    text.to_str().map_err(|_| {
        let message =
            format!("item {n}: the text holds half of a character (a lone surrogate); decode its bytes anew");
        error::usage(text.py(), message)
    })
}

/// A row as JSON Lines have it.
#[derive(Default, serde::Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jurisdiction: Option<String>,
}

fn row(py: Python, row: &Row) -> PyResult<Vec<u8>> {
    serde_json::to_vec(row).map_err(|error| error::internal(py, &error.to_string()))
}

const FIELDS: [&str; 5] = ["id", "text", "date", "title", "jurisdiction"];

fn of_dict(given: &Bound<PyDict>, n: usize) -> PyResult<Vec<u8>> {
    let py = given.py();
    for key in given.keys() {
        if !FIELDS.iter().any(|field| key.eq(field).unwrap_or(false)) {
            let message = format!("item {n} has a key {key:?}: a row has {}", FIELDS.join(", "));
            return Err(error::input(py, message));
        }
    }
    let get = |name: &str| -> PyResult<Option<Bound<PyAny>>> {
        Ok(given.get_item(name)?.filter(|value| !value.is_none()))
    };
    let said = |name: &str| -> PyResult<Option<String>> {
        let Some(value) = get(name)? else { return Ok(None) };
        match value.cast::<PyString>() {
            Ok(value) => Ok(Some(words(value, n)?.into())),
            Err(_) if name == "id" => Ok(Some(value.str()?.to_string())),
            Err(_) => Err(error::input(py, format!("item {n}: {name} is {}: give a str", named(&value)?))),
        }
    };
    let date = get("date")?.map(|date| crate::options::day(&date)).transpose()?;
    let Some(text) = said("text")? else {
        return Err(error::input(py, format!("item {n} has no text: give {{\"text\": …}}")));
    };
    let date = date.map(|day| day.to_string());
    row(
        py,
        &Row {
            id: said("id")?,
            text: &text,
            date,
            title: said("title")?,
            jurisdiction: said("jurisdiction")?,
        },
    )
}

fn of_path(py: Python, path: PathBuf, options: &batch::Options) -> PyResult<Items> {
    let walk = error::apart(py, || batch::walk(&[path], None))?.map_err(|error| error::library(py, error))?;
    let options = options.clone();
    Ok(Box::new(walk.places.into_iter().flat_map(move |place| batch::items(&place, &options))))
}

/// The JSON of a record, where `given`, the `n`th thing, is one: a dict with a schema, or what `as_record` gave.
pub fn record(given: &Bound<PyAny>, n: usize) -> PyResult<Option<Vec<u8>>> {
    let py = given.py();
    let dict = match given.cast::<PyDict>() {
        Ok(dict) => dict.clone().into_any(),
        Err(_) if given.hasattr("to_dict")? && given.hasattr("commitments")? => {
            given.call_method0("to_dict")?
        }
        Err(_) => return Ok(None),
    };
    if !dict.contains("schema")? && !dict.contains("commitments")? {
        return Ok(None);
    }
    let options = [("ensure_ascii", false), ("allow_nan", false)].into_py_dict(py)?;
    let json = py.import("json")?.getattr("dumps")?.call((dict,), Some(&options));
    // A set, a number that is none, a dict that holds itself, half of a character.
    let json = json.and_then(|words| Ok(words.cast::<PyString>()?.to_str()?.into()));
    json.map(Some).map_err(|why| {
        let why = Unreadable::new("bad_record", format!("no record: {}", why.value(py)));
        error::record(py, &format!("item {n}"), &why)
    })
}

/// The same JSON, where it is a record of this version, of a failed document too.
pub fn checked(py: Python, n: usize, json: Vec<u8>) -> PyResult<Vec<u8>> {
    match error::apart(py, || plans::record(&json).map(drop))? {
        Ok(()) => Ok(json),
        Err(why) if why.code == "failed" => Ok(json),
        Err(why) => Err(error::record(py, &format!("item {n}"), &why)),
    }
}
