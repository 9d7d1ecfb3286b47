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

/// What a reader of the shared files finds most worth knowing, ten facts a file, decided on the files themselves.
///
/// `target` is a target of a commitment that holds the words: comparator, value, unit, and where given `per`, `per_unit` and
/// `deadline`; `measure` a target whose indicator holds the words: comparator, value, unit, kind, deadline; `duty` a role and a body of one; `cell` cells beside each other in a row of a table; `holds` words of the text.
#[test]
fn the_facts_that_matter_most_are_read() {
    let table = std::fs::read_to_string(common::root().join("tests/facts.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|row| row.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 4), "a row of facts.tsv has four cells");
    let mut wrong = Vec::new();
    for rows in rows.chunk_by(|a, b| a[0] == b[0]) {
        let Some(path) = common::shared(&format!("documents/formats/{}", rows[0][0])) else { continue };
        let record = record(&path);
        let content = chengnuo::read::read(&std::fs::read(&path).unwrap(), &path).unwrap();
        for row in rows {
            if !holds(&record, &content, row[1], row[2], row[3]) {
                wrong.push(row.join("\t"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} facts are not read:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether a record has a fact.
fn holds(record: &Value, content: &chengnuo::read::Content, fact: &str, words: &str, value: &str) -> bool {
    let commitments = || {
        let all = record["commitments"].as_array().unwrap().iter();
        all.filter(|commitment| commitment["text"].as_str().unwrap().contains(words))
    };
    match fact {
        "title" | "document_number" | "genre" => record[fact] == value,
        "issued" | "published" => record[fact]["edtf"] == value,
        "period" => {
            let period = &record["period"];
            format!("{}/{}", period["start"].as_str().unwrap_or(".."), period["end"].as_str().unwrap_or(".."))
                == value
        }
        "jurisdiction" => record["jurisdiction"]["name"] == value,
        "issuer" => {
            let issuers = record["issuer"].as_array().unwrap().iter();
            issuers.map(|issuer| issuer["canonical"].as_str().unwrap()).collect::<Vec<_>>().join("、")
                == value
        }
        "target" => commitments().any(|commitment| {
            let fields = ["comparator", "value", "unit", "per", "per_unit", "deadline"];
            commitment["targets"].as_array().unwrap().iter().any(|target| {
                fields.iter().zip(value.split(' ')).all(|(&field, wanted)| match &target[field] {
                    Value::String(found) => wanted == "-" || found == wanted,
                    Value::Number(found) => found.as_f64() == wanted.parse().ok(),
                    _ => wanted == "-",
                })
            })
        }),
        "measure" => {
            let all = record["commitments"].as_array().unwrap().iter();
            all.flat_map(|commitment| commitment["targets"].as_array().unwrap()).any(|target| {
                let indicator: String = target["indicator"].as_str().unwrap().split_whitespace().collect();
                let fields = ["comparator", "value", "unit", "kind", "deadline"];
                indicator.contains(words)
                    && fields.iter().zip(value.split(' ')).all(|(&field, wanted)| match &target[field] {
                        Value::Number(found) => found.as_f64() == wanted.parse().ok(),
                        found => wanted == "-" || found == wanted,
                    })
            })
        }
        "duration" | "date" => {
            let field = if fact == "date" { "end" } else { fact };
            record["dates"].as_array().unwrap().iter().any(|date| date[field] == value)
        }
        "duty" => commitments().any(|commitment| {
            let (role, body) = value.split_once(' ').unwrap();
            let mut duties = commitment["responsible"].as_array().unwrap().iter();
            duties.any(|duty| (role == "-" || duty["role"] == role) && duty["text"] == body)
        }),
        "cell" => content.tables.iter().flat_map(|table| &table.rows).any(|row| {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| cell.of(&content.text).split_whitespace().collect::<String>())
                .collect();
            cells.join(" / ").contains(value)
        }),
        "holds" => content.text.contains(words),
        other => panic!("facts.tsv: {other} is no kind of fact"),
    }
}

/// A plan of 28 pages in three fonts, printed by a library that puts a line of its own on each page.
#[test]
#[cfg(feature = "pdf")]
fn a_plan_as_pdf() {
    let Some(path) = common::shared("documents/formats/yn-105pdf.pdf") else { return };
    let record = record(&path);
    assert_eq!(record["source"]["pages"], 28);
    let text = run(chengnuo(["text"]).arg(&path));
    let text = String::from_utf8(text.stdout).unwrap();
    // The line of the library is gone, and a sentence that wraps over the line is whole.
    assert!(!text.contains("Electronic Publishing") && !text.contains('\u{FFFD}'));
    assert!(text.contains("保护优先、防护与治理并举,促进生态环境与经济社会协调发展。\n"));
    let at = text[..text.find("森林覆盖率提高到48%").unwrap()].chars().count() as u64;
    let page =
        record["source"]["locations"].as_array().unwrap().iter().find(|place| {
            place["span"][0].as_u64().unwrap() <= at && at < place["span"][1].as_u64().unwrap()
        });
    assert_eq!(page.unwrap()["page"], 5);
}
