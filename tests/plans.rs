//! What the program says of the plans in `corpus/plans`, held against the reviewed records beside them.
//!
//! `UPDATE=1 cargo test --test plans` writes the records anew; read the diff line by line before it is committed.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/plans")
}

/// The records of all plans, without what changes with every dictionary.
fn records() -> Vec<(PathBuf, String)> {
    let run = Command::cargo_bin("chengnuo").unwrap().args(["extract", "--quiet"]).arg(folder()).unwrap();
    let lines = String::from_utf8(run.stdout).unwrap();
    lines
        .lines()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).unwrap();
            let path = PathBuf::from(record["source"]["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_str().unwrap().to_string();
            record["source"]["path"] = Value::String(format!("corpus/plans/{name}"));
            record.as_object_mut().unwrap().remove("tool");
            let text = serde_json::to_string_pretty(&record).unwrap() + "\n";
            (folder().join(name).with_extension("json"), text)
        })
        .collect()
}

#[test]
fn every_plan_reads_as_reviewed() {
    let records = records();
    let plans = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(records.len(), plans.filter(|path| path.extension().is_some_and(|e| e == "txt")).count());
    let mut changed = Vec::new();
    for (path, now) in records {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        if before != now {
            let line = before.lines().zip(now.lines()).position(|(before, now)| before != now);
            let at = line.unwrap_or_else(|| before.lines().count().min(now.lines().count()));
            let (was, is) = (before.lines().nth(at).unwrap_or(""), now.lines().nth(at).unwrap_or(""));
            changed.push(format!("{}:{}\n  was {was}\n  is  {is}", path.display(), at + 1));
        }
    }
    assert!(
        changed.is_empty(),
        "records have changed; review with UPDATE=1 and a diff:\n{}",
        changed.join("\n")
    );
}
