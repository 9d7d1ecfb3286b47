//! Dictionaries: tables sorted and free of duplicates; a user's own laid over them, or stopped at a bad line.

mod common;

use std::collections::HashSet;
use std::fs;

use common::{PLAN, chengnuo, folder, root, run};

#[test]
fn tables_are_sorted_and_free_of_duplicates() {
    let mut tables = 0;
    for entry in fs::read_dir(root().join("dictionaries")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "tsv") {
            continue;
        }
        tables += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'), "{name}: line ends");
        let mut lines = text.lines();
        let columns = lines.next().unwrap().split('\t').count();
        let mut before = "";
        let mut rows = HashSet::new();
        for (n, line) in lines.enumerate() {
            let place = format!("{name}:{}", n + 2);
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), columns, "{place}: cells");
            assert!(cells.iter().all(|cell| cell.trim() == *cell), "{place}: spaces around a cell");
            assert!(before <= cells[0], "{place}: {} stands after {before}", cells[0]);
            assert!(rows.insert(line), "{place}: a row that is there already");
            before = cells[0];
        }
    }
    assert!(tables > 5, "{tables}");
}

#[test]
fn every_table_is_embedded() {
    let lexicon = fs::read_to_string(root().join("src/lexicon.rs")).unwrap();
    for entry in fs::read_dir(root().join("dictionaries")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".tsv") {
            assert!(lexicon.contains(&format!("dictionaries/{name}")), "{name} is read by nothing");
        }
    }
}

/// A folder with a table of this text, and the run of the program over it.
fn with_table(name: &str, text: &str) -> common::Run {
    let folder = folder(&[(name, text), ("plan.txt", PLAN)]);
    let plan = folder.path().join("plan.txt");
    run(&mut chengnuo([
        "extract".as_ref(),
        plan.as_os_str(),
        "--dictionaries".as_ref(),
        folder.path().as_os_str(),
    ]))
}

#[test]
fn a_bad_line_stops_the_program_with_file_line_and_reason() {
    let bad = [
        ("units.tsv", "word\tunit\tkind\n处\t处\n", "units.tsv:2:"),
        ("units.tsv", "word\tunit\n", "units.tsv:1:"),
        ("units.tsv", "word\tunit\tkind\n\t处\tcount\n", "units.tsv:2:"),
        ("characters.tsv", "traditional\tsimplified\n養\t养老\n", "characters.tsv:2:"),
        ("characters.tsv", "traditional\tsimplified\n養\t养\n\n養\t养\n", "characters.tsv:4:"),
        ("unitz.tsv", "word\tunit\tkind\n", "unitz.tsv"),
    ];
    for (name, text, place) in bad {
        let run = with_table(name, text);
        assert_eq!(run.code, 2, "{text:?}: {}", run.stderr);
        assert!(run.stdout.is_empty());
        let reason = run.stderr.split_once(place).map(|(_, reason)| reason.trim().len());
        assert!(reason.is_some_and(|length| length > 10), "{text:?}: {}", run.stderr);
    }
}

#[test]
fn a_table_of_ones_own_changes_the_hash_in_the_record() {
    let own = with_table("characters.tsv", "traditional\tsimplified\n囍\t喜\n");
    let plain = with_table("none.txt", "");
    let hash = |run: &common::Run| run.records()[0]["tool"]["dictionaries"].clone();
    assert_eq!((own.code, plain.code), (0, 0));
    assert_ne!(hash(&own), hash(&plain));
}
