//! What a user chooses by name: indicators and labels, checked against what there is.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rustc_hash::FxHashSet;

use super::wrong;
use crate::compare::{Input, called};
use crate::error::Error;
use crate::lexicon::Lexicon;

/// Every id is one of an indicator.
pub fn indicators(ids: &[String], lexicon: &Lexicon) -> Result<()> {
    for id in ids {
        if lexicon.indicators.get(id).is_none() {
            let near = lexicon.indicators.near(id);
            let near =
                if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) };
            return Err(wrong(format!("--indicators: there is no indicator {id:?}{near}")));
        }
    }
    Ok(())
}

/// The rows of a file of labels.
pub struct Labels {
    path: PathBuf,
    /// Number of the line, name of the plan, label.
    rows: Vec<(usize, String, String)>,
}

impl Labels {
    pub fn read(path: &Path) -> Result<Labels> {
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::File { path: path.into(), source })?;
        let mut rows = Vec::new();
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let parts: Vec<&str> = line.split('\t').map(str::trim).collect();
            let [name, label] = parts[..] else {
                return Err(at(path, n + 1, "a line has an id, path or file name, one tab, and a label"));
            };
            if name.is_empty() || label.is_empty() {
                return Err(at(path, n + 1, "the name and the label may not be empty"));
            }
            rows.push((n + 1, name.into(), label.into()));
        }
        Ok(Labels { path: path.into(), rows })
    }

    /// The labels by id.
    ///
    /// # Errors
    /// Where a row names no plan, or several, or one that has a label.
    pub fn resolve(self, inputs: &[Input]) -> Result<Vec<(String, String)>> {
        let mut labels: Vec<(String, String)> = Vec::new();
        let mut labelled: FxHashSet<&str> = FxHashSet::default();
        for (line, name, label) in self.rows {
            let input = called(inputs, &name).map_err(|words| at(&self.path, line, &words))?;
            if !labelled.insert(&input.id) {
                return Err(at(&self.path, line, &format!("{} has a label already", input.path)));
            }
            labels.push((input.id.to_string(), label));
        }
        Ok(labels)
    }
}

fn at(path: &Path, line: usize, words: &str) -> anyhow::Error {
    wrong(format!("{}:{line}: {words}", path.display()))
}
