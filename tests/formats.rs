//! What each format gives: the text a reader sees, the same commitments as the plain text, and where it stands.

mod common;

use std::path::Path;

use common::{chengnuo, folder, promises, run};
use serde_json::Value;

/// The record of one file.
fn record(path: &Path) -> Value {
    let run = run(chengnuo(["extract", "--quiet"]).arg(path));
    let mut records = run.records();
    assert_eq!(records.len(), 1, "{}: {}", path.display(), run.stderr);
    records.remove(0)
}

#[test]
fn segments_of_a_text_know_their_lines() {
    let text =
        "某某县养老服务提升行动方案\r\n\r\n一、工作目标\r\n到2025年底，建成养老设施80处。每年培训10次。\r\n";
    let folder = folder(&[("plan.txt", text)]);
    let record = record(&folder.path().join("plan.txt"));
    let characters: Vec<char> = text.chars().collect();
    let locations: Vec<(String, u64)> = record["source"]["locations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|at| {
            let [start, end] = [0, 1].map(|side| at["span"][side].as_u64().unwrap() as usize);
            (characters[start..end].iter().collect(), at["line"].as_u64().unwrap())
        })
        .collect();
    let expected = [
        ("某某县养老服务提升行动方案", 1),
        ("一、工作目标", 3),
        ("到2025年底，建成养老设施80处。", 4),
        ("每年培训10次。", 4),
    ];
    assert_eq!(locations, expected.map(|(text, line)| (text.to_string(), line)));
}

/// The scraped texts differ from the Word files in blank lines alone, so nothing may differ but places.
#[test]
fn a_report_promises_the_same_as_docx_and_as_text() {
    for (word, text) in [("guangyuan", "广元"), ("bijie", "毕节"), ("hechi", "河池"), ("bazhong", "巴中")]
    {
        let word = format!("documents/formats/gwr24-{word}.docx");
        let text = format!("documents/reports2024/{text}.txt");
        let (Some(word), Some(text)) = (common::shared(&word), common::shared(&text)) else { return };
        let (word, text) = (record(&word), record(&text));
        assert!(promises(&text).len() > 200);
        assert_eq!(promises(&word), promises(&text));
        for fact in ["title", "document_number", "genre"] {
            assert_eq!(word[fact], text[fact]);
        }
        let locations = word["source"]["locations"].as_array().unwrap();
        assert!(locations.len() > 200 && locations.iter().all(|at| at["paragraph"].is_u64()));
    }
}
