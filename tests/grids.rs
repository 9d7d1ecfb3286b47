//! Tables of tasks and of indicators give the same commitments in every form that a document may have them in.
//!
//! `corpus/tables/NAME.tsv` is a table (`^`: the cell above goes on, `<`: the one before), `NAME.expected.tsv` what it says, written by hand.

use std::fs;
use std::path::{Path, PathBuf};

use chengnuo::batch::{self, Options};
use chengnuo::context::Given;
use chengnuo::lexicon::Lexicon;
use chengnuo::read;
use chengnuo::record::{Commitment, Target};
use serde_json::Value;

/// A word of a record as JSON has it.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value).unwrap() {
        Value::String(word) => word,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn table(name: &str) -> Vec<Vec<String>> {
    let path = format!("corpus/tables/{name}.tsv");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().map(|line| line.split('\t').map(str::to_string).collect()).collect()
}

/// The rows with each merged cell in every place that it covers.
fn repeated(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let mut full: Vec<String> = Vec::new();
        for (n, cell) in row.iter().enumerate() {
            full.push(match cell.as_str() {
                "^" => out.last().unwrap()[n].clone(),
                "<" => full[n - 1].clone(),
                _ => cell.clone(),
            });
        }
        out.push(full);
    }
    out
}

fn html(rows: &[Vec<String>]) -> String {
    let mut out =
        String::from("<html><body><div class=\"content\"><h1>青石县重点工作安排</h1><table border=\"1\">");
    for (r, row) in rows.iter().enumerate() {
        out += "<tr>";
        for (n, cell) in row.iter().enumerate().filter(|(_, cell)| !matches!(cell.as_str(), "^" | "<")) {
            let span = 1 + rows[r + 1..].iter().take_while(|below| below[n] == "^").count();
            let cell = cell.replace('<', "&lt;").replace('>', "&gt;");
            let wide = 1 + row[n + 1..].iter().take_while(|beside| *beside == "<").count();
            out += &format!("<td rowspan=\"{span}\" colspan=\"{wide}\"><p>{cell}</p></td>");
        }
        out += "</tr>";
    }
    out + "</table></div></body></html>"
}

/// The forms of a table: a name for messages, the file's name, its text.
fn forms(name: &str) -> Vec<(&'static str, &'static str, String)> {
    const TITLE: &str = "青石县重点工作安排\n\n";
    let rows = table(name);
    let full = repeated(&rows);
    // What follows a table is no cell of it.
    const NOTE: &str = "\n注：数据由各单位提供，最终以年度公报为准，确有必要时另行调整。\n";
    let joined = |by: &str| full.iter().map(|row| row.join(by) + "\n").collect::<String>() + NOTE;
    let bars = |row: &Vec<String>| format!("| {} |\n", row.join(" | "));
    let rule = "|---".repeat(full[0].len()) + "|\n";
    let markdown = bars(&full[0]) + &rule + &full[1..].iter().map(bars).collect::<String>();
    let quoted =
        |row: &Vec<String>| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n";
    let mut forms = vec![
        ("CSV", "a.csv", full.iter().map(quoted).collect()),
        ("tabs", "a.txt", format!("{TITLE}{}", joined("\t"))),
        ("bars", "a.txt", format!("{TITLE}{markdown}")),
        ("Markdown", "a.md", format!("# {TITLE}{markdown}")),
        ("HTML", "a.html", html(&rows)),
    ];
    // Without a grid, a cell that is not there cannot be missed.
    if rows.iter().flatten().all(|cell| !matches!(cell.as_str(), "" | "^" | "<")) {
        forms.push(("lines", "a.txt", format!("{TITLE}{}", joined("\n"))));
        forms.push(("gaps", "a.txt", format!("{TITLE}{}", joined("    "))));
    }
    forms
}

fn number(value: Option<chengnuo::value::Number>) -> String {
    value.map_or(String::new(), |number| number.0.normalize().to_string())
}

/// `ge 60 %` of a task, all that is known of a row's.
fn target(target: &Target, row: bool) -> String {
    let mut said = format!("{} {} {}", word(target.comparator), number(target.value), target.unit);
    if row {
        said += &format!(" {}", target.indicator);
        if word(target.change) != "level" {
            said += &format!(" {}", word(target.change));
        }
        if target.baseline.is_some() {
            said += &format!(" from {}", number(target.baseline));
        }
        for (lead, value) in [("at", &target.baseline_date), ("per", &target.per), ("by", &target.deadline)] {
            if let Some(value) = value {
                said += &format!(" {lead} {value}");
            }
        }
        if target.series.is_some() {
            said += " series";
        }
        if let Some(binding) = target.binding {
            said += &format!(" {}", word(binding));
        }
        if word(target.kind) != "target" {
            said += &format!(" {}", word(target.kind));
        }
    }
    said
}

fn said(commitment: &Commitment, expected: Option<&str>) -> String {
    let row = commitment.rules.iter().any(|rule| rule.contains("row of a table"));
    let words: String = commitment.text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut cells = expected.unwrap_or_default().split('\t');
    let strength = match cells.nth(1) {
        Some("any") => "any".to_string(),
        _ => word(commitment.strength),
    };
    // The words of a row are parted differently in each form.
    let name = cells.next().filter(|name| row && words.contains(*name));
    let duties = commitment.responsible.iter().map(|duty| format!("{}/{}", duty.text, word(duty.role)));
    let deadline = commitment.deadline.iter().map(|day| format!("{day} {}", word(commitment.deadline_basis)));
    let targets = commitment.targets.iter().map(|found| target(found, row));
    let or_dash = |parts: Vec<String>| if parts.is_empty() { "-".into() } else { parts.join("; ") };
    [
        word(commitment.status),
        strength,
        name.map_or(words.replace('，', ","), str::to_string),
        or_dash(duties.collect()),
        or_dash(deadline.collect()),
        or_dash(targets.collect()),
    ]
    .join("\t")
}

fn commitments(text: &str, file: &str) -> Vec<Commitment> {
    let given = Given { date: "2024-03-01".parse().ok(), ..Given::default() };
    let options = Options { given, ..Options::default() };
    let content = read::read(text.as_bytes(), Path::new(file)).unwrap();
    let document = batch::record(content, PathBuf::from(file), &options, Lexicon::embedded());
    document.commitments
}

fn check(name: &str) {
    let expected = fs::read_to_string(format!("corpus/tables/{name}.expected.tsv")).unwrap();
    let expected: Vec<&str> = expected.lines().collect();
    let mut wrong = Vec::new();
    let forms = forms(name);
    assert!(forms.len() >= 4);
    for (form, file, text) in forms {
        let found = commitments(&text, file);
        let found: Vec<String> =
            found.iter().enumerate().map(|(n, one)| said(one, expected.get(n).copied())).collect();
        if found != expected {
            wrong.push(format!(
                "{name} as {form}:\n  wanted\n{}\n  got\n{}",
                expected.join("\n"),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn task_tables_in_any_order_and_wording() {
    check("tasks-standard");
}

#[test]
fn merged_cells_hold_for_every_row_that_they_cover() {
    check("tasks-merged");
}

#[test]
fn a_column_of_progress_is_reported() {
    check("tasks-progress");
}

#[test]
fn a_table_for_a_plan_period_has_baseline_growth_and_nature() {
    check("indicators-period");
}

#[test]
fn a_header_may_have_two_levels() {
    check("indicators-levels");
}

#[test]
fn a_table_for_a_year_has_results_and_targets() {
    check("indicators-yearly");
    check("indicators-growth");
}

#[test]
fn values_of_different_years_are_milestones() {
    check("indicators-milestones");
}

#[test]
fn rosters_past_figures_and_prices_promise_nothing() {
    for name in ["none-roster", "none-past", "none-prices", "none-agenda", "none-budget"] {
        check(name);
    }
}
