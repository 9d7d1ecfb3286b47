//! What a user chooses by name: indicators and labels, checked against what there is.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rustc_hash::FxHashSet;

use super::{listed, wrong};
use crate::compare::Input;
use crate::error::Error;
use crate::lexicon::Lexicon;

/// Every id is one of an indicator.
pub fn indicators(ids: &[String], lexicon: &Lexicon) -> Result<()> {
    for id in ids {
        if lexicon.indicators.get(id).is_none() {
            let near = near(id, lexicon);
            let near =
                if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) };
            return Err(wrong(format!("--indicators: there is no indicator {id:?}{near}")));
        }
    }
    Ok(())
}

/// Ids that share most of their pairs of letters with `id`, and those whose label has its words.
fn near(id: &str, lexicon: &Lexicon) -> Vec<String> {
    let pairs = |words: &str| -> FxHashSet<(char, char)> {
        let letters: Vec<char> = words.to_lowercase().chars().collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let wanted = pairs(id);
    let mut found: Vec<(usize, &str)> = (lexicon.indicators.iter())
        .filter_map(|indicator| {
            let other = pairs(&indicator.id);
            let label = pairs(&indicator.label);
            let shared = wanted.intersection(&other).count() * 200 / (wanted.len() + other.len()).max(1);
            let labelled = wanted.intersection(&label).count() * 200 / (wanted.len() + label.len()).max(1);
            let likeness = shared.max(labelled);
            (likeness >= 50).then_some((likeness, indicator.id.as_str()))
        })
        .collect();
    found.sort_by_key(|(likeness, id)| (std::cmp::Reverse(*likeness), *id));
    found.into_iter().take(4).map(|(_, id)| id.to_string()).collect()
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
        for (line, name, label) in self.rows {
            let called: Vec<&Input> = inputs.iter().filter(|input| input.is_called(&name)).collect();
            let exact = called.iter().find(|input| *input.id == name || input.path == name);
            let input = match (called[..].first(), exact) {
                (_, Some(input)) => *input,
                (Some(input), None) if called.len() == 1 => *input,
                (Some(_), None) => {
                    let paths: Vec<&str> = called.iter().map(|input| input.path.as_str()).collect();
                    let words =
                        format!("several plans are called {name:?}: {}; give the path", listed(&paths));
                    return Err(at(&self.path, line, &words));
                }
                (None, None) => {
                    let paths: Vec<&str> = inputs.iter().map(|input| input.path.as_str()).collect();
                    let words = format!("no plan is called {name:?}; the plans are {}", paths.join(", "));
                    return Err(at(&self.path, line, &words));
                }
            };
            if labels.iter().any(|(id, _)| **id == *input.id) {
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
