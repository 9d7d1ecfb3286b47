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
    let Some(theirs) = output(script) else { return };
    let theirs: Value = serde_json::from_str(&theirs).unwrap();
    assert_eq!(score(&gold, records.path()), theirs);
}

fn hold_floors(name: &str, gold: &Path, texts: &Path) {
    let records = records_of(texts);
    hold(name, &score(&gold_in(gold), records.path()));
}

/// What a script printed, or `None`, said aloud, where there is no python3.
fn output(script: std::io::Result<std::process::Output>) -> Option<String> {
    let Ok(script) = script else {
        assert!(std::env::var_os("CI").is_none(), "python3 is missing");
        eprintln!("skipped: there is no python3");
        return None;
    };
    assert!(script.status.success(), "{}", String::from_utf8_lossy(&script.stderr));
    Some(String::from_utf8(script.stdout).unwrap())
}

/// Rows of `floors.tsv`: gold folder, layer, figure, least value.
fn hold(name: &str, figures: &Value) {
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

/// Cases from the tests of another program; those that we judge wrong are listed in `conformance.md`.
#[test]
fn cases_of_a_peer_are_read() {
    let Some(folder) = shared("conformance") else { return };
    let (script, cases) = (folder.join("score_cases.py"), folder.join("recognizers.jsonl"));
    let python = |arguments: &[&std::ffi::OsStr]| {
        output(Command::new("python3").arg(&script).args(arguments).output())
    };
    let Some(rows) = python(&["--input".as_ref(), cases.as_os_str()]) else { return };
    let run = run(chengnuo(["extract", "--input-format", "jsonl", "-"]).write_stdin(rows));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let records = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(records.path(), &run.stdout).unwrap();
    let printed = python(&[cases.as_os_str(), records.path().as_os_str()]).unwrap();
    // `all    190 / 194    97.9%`
    let all = printed.lines().find(|line| line.starts_with("all")).unwrap();
    let percent: f64 = all.rsplit(' ').next().unwrap().trim_end_matches('%').parse().unwrap();
    hold("conformance", &serde_json::json!({"all": {"share": percent / 100.0}}));
}
