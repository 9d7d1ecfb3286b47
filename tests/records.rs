//! Records: the same for the same input, in every encoding, with any number of threads; every quote is the slice.

mod common;

use std::path::Path;

use common::{PLAN, chengnuo, folder, plans, quotes_are_slices, run, shared};
use encoding_rs::{BIG5, GB18030};
use serde_json::Value;

fn extract(path: &Path, more: &[&str]) -> common::Run {
    let mut command = chengnuo(["extract".as_ref(), path.as_os_str()]);
    run(command.args(more))
}

#[test]
fn every_quote_in_every_record_is_the_slice() {
    let folders = [Some(plans()), shared("gold/texts"), shared("documents/reports2024")];
    for folder in folders.into_iter().flatten() {
        let run = extract(&folder, &["--with-text"]);
        let records = run.records();
        assert!(!records.is_empty());
        for record in &records {
            assert_eq!(record["status"], "ok", "{}", record["source"]["path"]);
            quotes_are_slices(record, record["text"].as_str().unwrap());
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_with_any_number_of_threads() {
    for folder in [Some(plans()), shared("documents/reports2024")].into_iter().flatten() {
        let one = extract(&folder, &["--jobs", "1"]);
        assert_eq!(one.code, 0);
        assert!(one.stdout == extract(&folder, &["--jobs", "2"]).stdout, "two threads");
        assert!(one.stdout == extract(&folder, &["--jobs", "7"]).stdout, "seven threads");
        assert!(one.stdout == extract(&folder, &["--jobs", "1"]).stdout, "a second time");
    }
}

/// A record without what its file's name and bytes decide.
fn content(mut record: Value) -> Value {
    let id = record["id"].as_str().unwrap().to_string();
    for field in ["id", "source"] {
        record.as_object_mut().unwrap().remove(field);
    }
    let text = record.to_string().replace(&id, "ID");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_encoding_gives_the_same_record() {
    let traditional =
        PLAN.replace("养老", "養老").replace('务', "務").replace('设', "設").replace('县', "縣");
    let utf16 =
        |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
    for text in [PLAN, &PLAN.replace('\n', "\r\n"), &traditional] {
        let marked = format!("\u{feff}{text}");
        let mut files = vec![
            ("a-utf8.txt", text.as_bytes().to_vec()),
            ("b-utf8-bom.txt", marked.as_bytes().to_vec()),
            ("c-utf16le.txt", utf16(text, u16::to_le_bytes)),
            ("d-utf16le-bom.txt", utf16(&marked, u16::to_le_bytes)),
            ("e-utf16be.txt", utf16(text, u16::to_be_bytes)),
            ("f-utf16be-bom.txt", utf16(&marked, u16::to_be_bytes)),
            ("g-gb18030.txt", GB18030.encode(text).0.into_owned()),
        ];
        if let (big5, _, false) = BIG5.encode(text) {
            files.push(("h-big5.txt", big5.into_owned()));
        }
        let folder = folder(&files);
        let records = extract(folder.path(), &["--with-text"]).records();
        assert_eq!(records.len(), files.len());
        for record in records {
            let path = record["source"]["path"].to_string();
            assert_eq!(record["text"], *text, "{path}");
            assert_eq!(record["source"]["characters"], text.chars().count(), "{path}");
            let utf8 = extract(&folder.path().join("a-utf8.txt"), &["--with-text"]).records().remove(0);
            assert_eq!(content(record), content(utf8), "{path}");
        }
    }
}

#[test]
fn big5_is_told_from_gbk() {
    let plan = "關於推進養老服務工作的實施方案\n一、工作目標\n到2025年底，全縣建成養老服務設施80處以上。\n";
    let folder = folder(&[
        ("big5.txt", BIG5.encode(plan).0.into_owned()),
        ("gbk.txt", encoding_rs::GBK.encode(plan).0.into_owned()),
    ]);
    let records = extract(folder.path(), &["--with-text"]).records();
    let encodings: Vec<&Value> = records.iter().map(|record| &record["source"]["encoding"]).collect();
    assert_eq!(encodings, ["Big5", "GB18030"]);
    for record in &records {
        assert_eq!(record["text"], plan);
        assert_eq!(record["source"]["script"], "Hant");
    }
}

#[test]
fn real_files_in_other_encodings_are_read() {
    let expected = [("chengdu-hant.txt", "UTF-16LE", "Hant"), ("qingshui.txt", "GB18030", "Hans")];
    for (name, encoding, script) in expected {
        let record = extract(&plans().join(name), &[]).records().remove(0);
        assert_eq!(record["source"]["encoding"], encoding, "{name}");
        assert_eq!(record["source"]["script"], script, "{name}");
    }
    if let Some(path) = shared("documents/formats/lk-hp-culture.txt") {
        let record = extract(&path, &["--with-text"]).records().remove(0);
        assert_eq!(record["source"]["encoding"], "GB18030");
        assert!(!record["text"].as_str().unwrap().contains('\u{fffd}'));
    }
}

#[test]
fn the_schema_refuses_what_is_no_record() {
    let schema: Value = serde_json::from_slice(&run(&mut chengnuo(["schema"])).stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let record = extract(&plans().join("neiqiu.txt"), &[]).records().remove(0);
    assert!(validator.is_valid(&record));
    let spoilt = |spoil: fn(&mut Value)| {
        let mut record = record.clone();
        spoil(&mut record);
        !validator.is_valid(&record)
    };
    assert!(spoilt(|record| record["status"] = "fine".into()));
    assert!(spoilt(|record| record["commitments"][0]["span"] = serde_json::json!([1])));
    assert!(spoilt(|record| record["commitments"][0]["status"] = Value::Null));
    assert!(spoilt(|record| drop(record.as_object_mut().unwrap().remove("id"))));
}

#[test]
fn a_record_reads_back_as_it_was_written() {
    let run = extract(&plans(), &[]);
    for line in std::str::from_utf8(&run.stdout).unwrap().lines() {
        let document: chengnuo::record::Document = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&document).unwrap(), line);
    }
}
