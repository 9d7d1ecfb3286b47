//! Scores: the same figures as the script beside the gold, and no layer below its floor.

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{chengnuo, root, run, shared};
use serde_json::Value;

/// The gold files in a folder, in order.
fn gold_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut gold: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(".gold.json")).collect();
    gold.sort();
    gold
}

fn records_of(texts: &Path) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    let arguments = ["extract".as_ref(), texts.as_os_str(), "-o".as_ref(), file.path().as_os_str()];
    assert_eq!(run(&mut chengnuo(arguments)).code, 0);
    file
}

fn score(gold: &[PathBuf], records: &Path) -> Value {
    let mut command = chengnuo(["score", "--json", "--records"]);
    command.arg(records).args(gold);
    let run = run(&mut command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn the_figures_are_those_of_the_script() {
    let Some(folder) = shared("gold") else { return };
    let gold = gold_in(&folder);
    let records = records_of(&folder.join("texts"));
    let script = Command::new("python3")
        .arg(folder.join("score.py"))
        .arg("--json")
        .arg(records.path())
        .args(&gold)
        .output();
    let Ok(script) = script else {
        assert!(std::env::var_os("CI").is_none(), "python3 is missing");
        eprintln!("skipped: there is no python3");
        return;
    };
    let theirs: Value = serde_json::from_slice(&script.stdout).unwrap();
    assert_eq!(score(&gold, records.path()), theirs);
}

/// Rows of `floors.tsv`: gold folder, layer, figure, least value.
fn hold_floors(name: &str, gold: &Path, texts: &Path) {
    let records = records_of(texts);
    let figures = score(&gold_in(gold), records.path());
    let floors = std::fs::read_to_string(root().join("tests/floors.tsv")).unwrap();
    let mut held = 0;
    let mut below = Vec::new();
    for line in floors.lines().skip(1) {
        let [folder, layer, figure, least] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("floors.tsv: {line}")
        };
        if folder == name {
            held += 1;
            let value = figures[layer][figure].as_f64().unwrap_or(0.0);
            if value < least.parse().unwrap() {
                below.push(format!("{layer} {figure} is {value}, at least {least} is held"));
            }
        }
    }
    assert!(held > 0);
    assert!(below.is_empty(), "{below:#?}");
}

#[test]
fn our_own_gold_is_held() {
    hold_floors("corpus", &root().join("corpus/gold"), &common::plans());
}

#[test]
fn the_shared_gold_is_held() {
    if let Some(folder) = shared("gold") {
        hold_floors("shared", &folder, &folder.join("texts"));
    }
}
