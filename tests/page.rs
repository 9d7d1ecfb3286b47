//! The page of a comparison in a real browser: pages are written here and driven by `tests/page/page.test.js`.
//!
//! It needs Chromium, Node and what `npm ci` puts under `tests/page`; without them the test says that it is skipped,
//! and fails with `CI` set.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use chengnuo::compare::{Comparison, SCHEMA};
use chengnuo::lexicon::Lexicon;
use chengnuo::report::{Language, page};
use common::{chengnuo, plans, run};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn html(comparison: &Comparison, language: Language) -> Vec<u8> {
    let mut out = Vec::new();
    page::write(comparison, language, Lexicon::embedded(), &mut out).unwrap();
    out
}

/// A comparison without plans, to fill in.
fn empty() -> Value {
    json!({
        "schema": SCHEMA, "plans": [], "columns": [], "baseline": null, "measures": [], "actions": [],
        "coverage": [], "commitments": [],
        "tool": { "version": "0", "dictionaries": "0", "options": [] },
    })
}

fn plan(id: &str, label: &str, title: &str) -> Value {
    json!({ "id": id, "label": label, "title": title, "jurisdiction": null, "issued": null, "period": null, "path": format!("{id}.txt") })
}

fn verdict() -> Value {
    json!({
        "highest": null, "lowest": null, "spread": null, "years": [], "earliest": null, "only": null,
        "missing": [], "contradictions": [], "differences": [], "trajectories": [],
    })
}

/// A cell of one value that rests on a commitment's whole words, or on a part of them.
struct Statement<'a> {
    plan: &'a str,
    commitment: &'a str,
    quote: &'a str,
    span: [usize; 2],
    number: Option<f64>,
    comparator: &'a str,
    state: &'a str,
    due: Option<String>,
}

fn cell(statement: &Statement) -> Value {
    let Statement { plan, commitment, quote, span, number, comparator, state, due } = statement;
    let status = if *state == "reported" { "reported" } else { "planned" };
    json!({
        "column": plan, "state": state, "reason": if *state == "not_comparable" { json!("period") } else { Value::Null },
        "bodies": ["县卫生健康局"],
        "values": [{
            "plan": plan, "state": state, "reason": null, "indicator": null,
            "comparator": number.map(|_| comparator), "value": number,
            "value_max": number.filter(|_| *comparator == "range").map(|number| number + 10.0),
            "unit": number.map(|_| "个"), "change": null, "per": null, "deadline": due, "deadline_basis": null,
            "status": status, "strength": "shall", "kind": null, "source_value": null, "source_value_max": null,
            "source_unit": null, "series": null, "reference": null, "stretch": null, "commitment": commitment,
        }],
        "evidence": [{ "plan": plan, "commitment": commitment, "quote": quote, "span": span, "section": [] }],
    })
}

fn row(key: &str, label: &str, unit: Option<&str>, cells: Vec<Value>) -> Value {
    json!({
        "key": key, "indicator_id": null, "label": label, "theme": "H1", "unit": unit, "per": null, "population": [],
        "alignment": { "by": "alone", "likeness": null }, "cells": cells, "verdict": verdict(),
    })
}

fn cited(
    id: &str,
    plan: &str,
    start: usize,
    text: &str,
    section: Vec<String>,
    due: Option<String>,
    marks: Value,
) -> Value {
    json!({
        "id": id, "plan": plan, "span": [start, start + text.chars().count()], "text": text, "section": section,
        "status": "planned", "strength": "shall", "theme": ["H1"],
        "responsible": [{ "canonical": ["县卫生健康局"], "role": "lead" }], "deadline": due, "testable": true, "marks": marks,
    })
}

fn comparison(value: Value) -> Comparison {
    serde_json::from_value(value).unwrap()
}

/// Fifty plans of two hundred commitments each: 150 measures that most plans have, 5,000 actions.
fn many() -> Comparison {
    let mut all = empty();
    let ids: Vec<String> = (0..50).map(|i| format!("plan{i:02}")).collect();
    let mut commitments = Vec::new();
    let mut measures: Vec<Vec<Value>> = vec![Vec::new(); 120];
    let mut actions: Vec<Value> = Vec::new();
    for (i, id) in ids.iter().enumerate() {
        for j in 0..200 {
            let start = j * 120;
            let key = format!("{id}:{start}-{}", start + 80);
            let number = ((i * 37 + j * 101) % 900 + 10) as f64;
            let due = Some(format!("20{}-{:02}-28", 24 + (i + j) % 7, 1 + j % 12));
            let text = format!(
                "第{j}项：到期前，由县卫生健康局牵头，完成第{j}类标准化项目{number}个以上，逐项建立台账、定期通报进度，确保各乡镇卫生院和村卫生室按时达到建设要求并接受群众监督。"
            );
            let from = start + text.chars().take_while(|c| *c != '类').count() + 7;
            let quote: String = text.chars().skip(from - start).take(6).collect();
            let marks = json!([{ "span": [from, from + 6], "kind": "target" }, { "span": [start + 9, start + 15], "kind": "body" }]);
            let section = vec![format!("{}、主要任务", j / 50), format!("（{}）重点工作", j / 10)];
            commitments.push(cited(&key, id, start, &text, section, due.clone(), marks));
            let comparator = ["eq", "ge", "le", "range", "approx", "gt", "lt"][(i + j) % 7];
            let state = if j % 11 == 0 { "reported" } else { "aligned" };
            let mut statement = Statement {
                plan: id,
                commitment: &key,
                quote: &quote,
                span: [from, from + 6],
                number: Some(number),
                comparator,
                state,
                due,
            };
            if j < measures.len() {
                measures[j].push(cell(&statement));
            } else {
                statement.number = None;
                statement.quote = &text;
                statement.span = [start, start + text.chars().count()];
                actions.push(row(&key, &text, None, vec![cell(&statement)]));
            }
        }
    }
    let label = |i: usize| format!("第{}县 2024", i + 1);
    all["plans"] = ids.iter().enumerate().map(|(i, id)| plan(id, &label(i), "实施方案")).collect();
    all["columns"] = ids
        .iter()
        .enumerate()
        .map(|(i, id)| json!({ "key": id, "label": label(i), "plans": [id] }))
        .collect();
    all["measures"] = (measures.into_iter().enumerate())
        .map(|(j, cells)| row(&format!("m{j}"), &format!("第{j}类标准化项目"), Some("个"), cells))
        .collect();
    all["actions"] = actions.into();
    all["commitments"] = commitments.into();
    comparison(all)
}

fn page_of_many() -> &'static [u8] {
    static PAGE: OnceLock<Vec<u8>> = OnceLock::new();
    PAGE.get_or_init(|| html(&many(), Language::Chinese))
}

/// What a document may hold to break out of the page or to disorder it.
fn hostile() -> Comparison {
    let heading = "标题".repeat(5_000);
    let texts = [
        "</script><script>document.title='broken in'</script><!-- <img src=x onerror=\"document.title='broken in'\">",
        "引号“\"'`”与 &lt;b&gt; & \\u003c，到2025年底完成",
        "\u{202E}倒着写的承诺 12 个\u{2066}\u{2069}\u{2069}\u{200F} 完",
        "{{data}} ${document.title='broken in'} javascript:alert(1)",
        "行\u{2028}分\u{2029}隔\u{0}零",
    ];
    let mut all = empty();
    let label = "恶<b>意</b>\u{202E}县";
    let mut start = 0;
    let mut commitments = Vec::new();
    let mut actions = Vec::new();
    for text in texts {
        let id = format!("bad:{start}");
        let end = start + text.chars().count();
        let marks = json!([{ "span": [start, start + 3], "kind": "date" }, { "span": [start + 1, end], "kind": "body" }]);
        commitments.push(cited(&id, "bad", start, text, vec![heading.clone(), text.into()], None, marks));
        let statement = Statement {
            plan: "bad",
            commitment: &id,
            quote: text,
            span: [start, end],
            number: None,
            comparator: "eq",
            state: "aligned",
            due: None,
        };
        actions.push(row(&id, text, None, vec![cell(&statement)]));
        start = end + 10;
    }
    actions.push(row("long", &heading, None, vec![]));
    all["plans"] = json!([plan("bad", label, texts[0]), plan("good", "好县", "好方案")]);
    all["columns"] = json!([
        { "key": "bad", "label": label, "plans": ["bad"] }, { "key": "good", "label": "好县", "plans": ["good"] },
    ]);
    all["actions"] = actions.into();
    all["commitments"] = commitments.into();
    comparison(all)
}

#[test]
fn the_same_comparison_gives_the_same_page() {
    let comparison = hostile();
    let page = html(&comparison, Language::Chinese);
    assert_eq!(page, html(&comparison, Language::Chinese));
    let text = String::from_utf8(page).unwrap();
    assert_eq!(text.matches("<script").count(), 2, "the data and the page's own script");
    assert_eq!(text.matches("</script>").count(), 2);
    assert!(!text.contains("broken in'</script>"));
    assert!(
        !text.contains("http://")
            || text.matches("http://").count() == text.matches("http://www.w3.org/2000/svg").count()
    );
}

#[test]
fn fifty_plans_of_two_hundred_commitments_are_a_file_that_can_be_sent() {
    let page = page_of_many();
    assert!(page.len() < 12_000_000, "{} bytes", page.len());
}

#[test]
fn the_page_in_a_browser() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page");
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(program);
    let lacking = match &browser {
        None => Some("Chromium"),
        Some(_) if program("node").is_none() => Some("Node"),
        Some(_) if !here.join("node_modules/playwright-core").is_dir() => Some("npm ci in tests/page"),
        Some(_) => None,
    };
    if let Some(lacking) = lacking {
        assert!(
            std::env::var_os("CI").is_none(),
            "the page is tested in a browser, and there is no {lacking}"
        );
        eprintln!("skipped: the page is tested in a browser, and there is no {lacking}");
        return;
    }
    let folder = folder();
    for (name, language) in [("corpus.html", "zh"), ("corpus-en.html", "en")] {
        let mut command = chengnuo(["compare", "--quiet", "--format", "html", "--lang", language, "-o"]);
        let run = run(command.arg(folder.join(name)).arg(plans()));
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    for (name, comparison, language) in [
        ("hostile.html", &hostile(), Language::Chinese),
        ("empty.html", &comparison(empty()), Language::Chinese),
    ] {
        fs::write(folder.join(name), html(comparison, language)).unwrap();
    }
    fs::write(folder.join("many.html"), page_of_many()).unwrap();
    let output = Command::new("node")
        .arg("--test")
        .arg(here.join("page.test.js"))
        .env("PAGES", &folder)
        .env("BROWSER", browser.unwrap_or_default())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Where a program lies that can be called by its name.
fn program(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}
