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
            // A line number a segment: `tests/formats.rs` holds them against the text.
            record["source"]["locations"] = Value::Array(Vec::new());
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

/// A plan's record, as the program gives it now.
fn record(name: &str) -> Value {
    let records = records();
    let (_, text) =
        records.iter().find(|(path, _)| path.file_stem().is_some_and(|stem| stem == name)).unwrap();
    serde_json::from_str(text).unwrap()
}

/// `(text, value, kind, deadline)` of every target.
fn targets(record: &Value) -> Vec<(&str, Option<f64>, &str, Option<&str>)> {
    let commitments = record["commitments"].as_array().unwrap().iter();
    commitments
        .flat_map(|commitment| commitment["targets"].as_array().unwrap())
        .map(|target| {
            let text = |field: &str| target[field].as_str();
            (text("text").unwrap(), target["value"].as_f64(), text("kind").unwrap(), text("deadline"))
        })
        .collect()
}

fn people<'r>(record: &'r Value, role: &str) -> Vec<&'r str> {
    let people = record["people"].as_array().unwrap().iter().filter(|person| person["role"] == role);
    people.map(|person| person["name"].as_str().unwrap()).collect()
}

#[test]
fn neiqiu_promises_doctors_trainings_and_inspections() {
    let record = record("neiqiu");
    let commitments = record["commitments"].as_array().unwrap();
    let licensed: Vec<_> = commitments
        .iter()
        .flat_map(|commitment| commitment["targets"].as_array().unwrap())
        .filter(|target| target["indicator_id"] == "village_doctors_licensed")
        .map(|target| (target["value"].as_i64().unwrap(), target["deadline"].as_str().unwrap()))
        .collect();
    let goal = (80, "2019-12-31");
    assert_eq!(licensed, [goal, (50, "2017-12-31"), (65, "2018-12-31"), goal]);
    let yearly = commitments.iter().flat_map(|commitment| commitment["targets"].as_array().unwrap());
    assert!(yearly.clone().any(|t| t["comparator"] == "ge" && t["value"] == 10 && t["per"] == "P1Y"));
    assert!(
        yearly
            .clone()
            .any(|t| t["value"] == 2 && t["value_max"] == 3 && t["indicator_id"] == "key_specialties")
    );
    let half_yearly = commitments.iter().find(|c| c["text"].as_str().unwrap().contains("每半年")).unwrap();
    let inspectors: Vec<_> = half_yearly["responsible"]
        .as_array()
        .unwrap()
        .iter()
        .map(|body| (body["text"].as_str().unwrap(), body["role"].as_str().unwrap()))
        .collect();
    assert_eq!(inspectors, [("县委组织部", "supervise"), ("县卫计局", "supervise")]);
    assert_eq!(people(&record, "group_leader"), ["张利成"]);
    assert_eq!(people(&record, "group_deputy"), ["康英翔", "刘新会", "钱丽霞", "王军"]);
    assert_eq!(people(&record, "exemplar").len(), 5);
}

#[test]
fn qingshui_reports_and_promises_once() {
    let record = record("qingshui");
    let targets = targets(&record);
    for value in [26.0, 260.0, 98361.0] {
        assert!(
            targets.iter().any(|&(_, found, kind, _)| found == Some(value) && kind == "outcome"),
            "{value}"
        );
    }
    assert!(targets.iter().all(|&(_, _, kind, _)| kind == "outcome"));
    let planned = record["commitments"].as_array().unwrap().iter().filter(|c| c["status"] == "planned");
    assert_eq!(planned.count(), 1);
}

#[test]
fn renhuai_keeps_a_raise_a_rule_and_an_outcome_apart() {
    let record = record("renhuai");
    let commitments = record["commitments"].as_array().unwrap();
    let all: Vec<_> =
        commitments.iter().flat_map(|commitment| commitment["targets"].as_array().unwrap()).collect();
    let one = |value: f64| *all.iter().find(|target| target["value"].as_f64() == Some(value)).unwrap();
    assert_eq!((&one(1900.0)["baseline"], &one(1900.0)["per"]), (&Value::from(817), &Value::from("P1M")));
    assert_eq!((&one(50.0)["kind"], &one(50.0)["per"]), (&Value::from("rule"), &Value::from("P1Y")));
    assert_eq!(
        (&one(60_000.0)["comparator"], &one(60_000.0)["per"]),
        (&Value::from("ge"), &Value::from("P1Y"))
    );
    assert_eq!((&one(0.5)["kind"], &one(0.5)["comparator"]), (&Value::from("rule"), &Value::from("ge")));
    assert_eq!(one(24.0)["kind"], "outcome");
}

#[test]
fn zaozhuang_has_deadlines_and_no_number() {
    let record = record("zaozhuang");
    assert!(targets(&record).is_empty());
    let commitments = record["commitments"].as_array().unwrap();
    let mut days: Vec<&str> =
        commitments.iter().filter_map(|commitment| commitment["deadline"].as_str()).collect();
    days.sort_unstable();
    days.dedup();
    assert_eq!(days, ["2010-06-08", "2010-06-17", "2011-07-01", "2012-06-30", "2012-07-01"]);
    let by = |words: &str| commitments.iter().find(|c| c["text"].as_str().unwrap().contains(words)).unwrap();
    assert_eq!(by("2011年“七一”前")["deadline"], "2011-07-01");
    assert_eq!(by("2012年“七一”前")["deadline"], "2012-07-01");
}
