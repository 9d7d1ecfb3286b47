//! The program as a user runs it: exit codes, what goes to which stream, and files that cannot be read.

mod common;

use common::{PLAN, chengnuo, folder, plans, run};
use serde_json::Value;

#[test]
fn help_and_version_are_no_errors() {
    for command in ["extract", "compare", "explain", "segment", "text", "schema", "score", "completions"] {
        let help = run(&mut chengnuo([command, "--help"]));
        assert_eq!(help.code, 0);
        let text = String::from_utf8(help.stdout).unwrap();
        assert!(text.contains("Example"), "{command} --help has no example");
        assert!(text.contains(&format!("chengnuo {command}")));
    }
    assert_eq!(run(&mut chengnuo(["--version"])).code, 0);
}

#[test]
fn wrong_use_exits_with_2_and_prints_nothing() {
    let folder = folder(&[("a.txt", PLAN)]);
    let path = folder.path().join("a.txt").display().to_string();
    let bad: &[&[&str]] = &[
        &[],
        &["extract"],
        &["extrakt", &path],
        &["extract", &path, "--jobs", "0"],
        &["extract", &path, "--date", "2024-13-01"],
        &["extract", &path, "--format", "yaml"],
        &["extract", &path, "--dictionaries", "/no/such/folder"],
        &["extract", &path, "-o", "/no/such/folder/out.jsonl"],
        &["extract", "/no/such/*.txt"],
        &["extract", &path, "--format", "csv"],
        &["extract", &path, "--format", "parquet"],
        &["extract", &path, "--records", "targets"],
        &["score", "/no/such.gold.json", "--records", &path],
        &["score", &path, "--records", &path],
        &["completions", "no-such-shell"],
    ];
    for arguments in bad {
        let run = run(&mut chengnuo(arguments.iter()));
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.is_empty(), "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn standard_output_carries_records_alone() {
    let run = run(&mut chengnuo(["extract".as_ref(), plans().as_os_str()]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.records().len() >= 9);
    assert_eq!(run.stderr.lines().count(), 1, "one line at the end: {}", run.stderr);
    assert!(run.stderr.contains("documents"));
}

#[test]
fn quiet_says_nothing() {
    let run = run(&mut chengnuo(["extract".as_ref(), "--quiet".as_ref(), plans().as_os_str()]));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn an_array_holds_the_same_records_as_the_lines() {
    let lines = run(&mut chengnuo(["extract".as_ref(), plans().as_os_str()])).records();
    let array = run(&mut chengnuo(["extract".as_ref(), plans().as_os_str(), "--format=json".as_ref()]));
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&array.stdout).unwrap(), lines);
    let empty = folder::<&str>(&[]);
    let nothing =
        run(&mut chengnuo(["extract".as_ref(), empty.path().as_os_str(), "--format=json".as_ref()]));
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&nothing.stdout).unwrap(), Vec::<Value>::new());
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder(&[("a.txt", PLAN)]);
    let out = folder.path().join("out.jsonl");
    let extract = |more: &[&str]| {
        let mut arguments = vec!["extract".into(), folder.path().as_os_str().to_owned()];
        arguments.extend(["-o".into(), out.as_os_str().to_owned()]);
        arguments.extend(more.iter().map(Into::into));
        run(&mut chengnuo(arguments))
    };
    let first = extract(&[]);
    assert_eq!((first.code, first.stdout.as_slice()), (0, &b""[..]));
    let written = std::fs::read(&out).unwrap();
    assert_eq!(written.iter().filter(|&&byte| byte == b'\n').count(), 1);
    // The file lies in the folder that is read, and is no document of it.
    assert_eq!(extract(&[]).code, 0);
    assert_eq!(std::fs::read(&out).unwrap(), written);
    // What goes wrong before the end leaves the old file as it was.
    assert_eq!(extract(&["--dictionaries", "/no/such/folder"]).code, 2);
    assert_eq!(std::fs::read(&out).unwrap(), written);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_a_failed_record_and_the_others_go_on() {
    let gbk = encoding_rs::GB18030.encode(PLAN).0;
    let cut = encoding_rs::GB18030.encode(&PLAN[..PLAN.find("目标").unwrap()]).0.len() + 1;
    let files: &[(&str, &[u8])] = &[
        ("a-whole.txt", PLAN.as_bytes()),
        ("binary.txt", b"\x00\x01\x02\x03\x04\x05\xfe\xff\x00\x00\x00"),
        ("blank.txt", b"\n \r\n\t\n"),
        ("cut.txt", &PLAN.as_bytes()[..PLAN.find("目标").unwrap() + 1]),
        ("cut-gbk.txt", &gbk[..cut]),
        ("empty.txt", b""),
        ("latin.txt", b"La ville a d\xE9cid\xE9 de cr\xE9er trois \xE9coles d'ici l'\xE9t\xE9 prochain."),
        ("page.txt", b"<!DOCTYPE html><html><frameset><frame src='top.htm'></frameset></html>"),
        ("paper.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"),
        ("scan.docx", b"PK\x03\x04\x14\x00word/document.xml"),
        ("z-whole.txt", PLAN.as_bytes()),
    ];
    let folder = folder(files);
    let run = run(&mut chengnuo(["extract".as_ref(), folder.path().as_os_str()]));
    let records = run.records();
    let outcomes: Vec<(String, &str, &str)> = records
        .iter()
        .map(|record| {
            let path = record["source"]["path"].as_str().unwrap();
            let name = path.rsplit('/').next().unwrap().to_string();
            (name, record["status"].as_str().unwrap(), record["error"]["code"].as_str().unwrap_or("-"))
        })
        .collect();
    let expected = [
        ("a-whole.txt", "ok", "-"),
        ("binary.txt", "failed", "binary"),
        ("blank.txt", "failed", "empty"),
        ("cut-gbk.txt", "failed", "truncated"),
        ("cut.txt", "failed", "truncated"),
        ("empty.txt", "failed", "empty"),
        ("latin.txt", "failed", "unknown_encoding"),
        ("page.txt", "failed", "frames_only"),
        ("paper.pdf", "failed", if cfg!(feature = "pdf") { "broken" } else { "unsupported_format" }),
        ("scan.docx", "failed", "broken_archive"),
        ("z-whole.txt", "ok", "-"),
    ];
    assert_eq!(outcomes, expected.map(|(name, status, code)| (name.to_string(), status, code)));
    assert_eq!(run.code, 1);
    for (name, status, code) in expected {
        let lines = run.stderr.lines().filter(|line| line.contains(name) && line.contains(code)).count();
        assert_eq!(lines, usize::from(status == "failed"), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_path_that_leads_nowhere_is_a_failed_record() {
    let folder = folder(&[("a.txt", PLAN)]);
    let (there, gone) = (folder.path().join("a.txt"), folder.path().join("gone.txt"));
    let run = run(&mut chengnuo(["extract".as_ref(), gone.as_os_str(), there.as_os_str()]));
    let records = run.records();
    assert_eq!(records[0]["status"], "ok");
    assert_eq!(records[1]["error"]["code"], "not_found");
    assert_eq!(run.code, 1);
}

#[cfg(unix)]
#[test]
fn links_that_go_round_or_nowhere_and_pipes_end_as_failed_records() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("plans/a.txt", PLAN)]);
    let inside = folder.path().join("plans");
    symlink(folder.path(), inside.join("loop")).unwrap();
    symlink("no-such-file", inside.join("vanished.txt")).unwrap();
    symlink("self.txt", inside.join("self.txt")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(inside.join("pipe.txt")).status();
    let run = run(&mut chengnuo(["extract".as_ref(), folder.path().as_os_str()]));
    let records = run.records();
    let codes: Vec<&str> =
        records.iter().map(|record| record["error"]["code"].as_str().unwrap_or("-")).collect();
    let mut expected = vec!["-", "folder_loop", "folder_loop", "not_found"];
    if pipe.is_ok_and(|status| status.success()) {
        expected.insert(2, "not_a_file");
    }
    assert_eq!(codes, expected);
    assert_eq!(run.code, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_gives_an_error_when_read_is_a_failed_record() {
    let run = run(&mut chengnuo(["extract", "/proc/self/mem"]));
    assert_eq!(run.records()[0]["error"]["code"], "unreadable");
    assert_eq!(run.code, 1);
}

#[test]
fn a_broken_character_loses_itself_alone() {
    let mut bytes = PLAN.repeat(3).into_bytes();
    let middle = PLAN.find("一、").unwrap();
    bytes[middle] = 0xFF;
    let folder = folder(&[("a.txt", bytes)]);
    let run = run(&mut chengnuo(["extract".as_ref(), folder.path().as_os_str()]));
    let record = &run.records()[0];
    assert_eq!(record["status"], "partial");
    let warnings = record["warnings"].as_array().unwrap();
    let lost = warnings.iter().find(|warning| warning["code"] == "lost_characters").unwrap();
    let start = lost["span"][0].as_u64().unwrap() as usize;
    assert_eq!(start, PLAN.chars().position(|c| c == '一').unwrap());
    assert!(run.stderr.contains("lost_characters"));
    assert_eq!(run.code, 0);
}

#[test]
fn standard_input_is_a_document() {
    let run = run(chengnuo(["extract", "-", "--with-text"]).write_stdin(PLAN));
    let record = &run.records()[0];
    assert_eq!(record["source"]["path"], "-");
    assert_eq!(record["text"], PLAN);
}

#[test]
fn rows_are_documents_and_keep_their_ids() {
    let rows = "\u{feff}{\"id\": \"r/1\", \"text\": \"今年年底前完成。\", \"date\": \"2017-03-22\"}\n\n\
                {\"id\": 7, \"text\": \"到2025年底建成80处。\"}\n{\"text\": \"没有编号。\"}\n\
                {\"id\": \"bad\", \"text\": 5}\nnot json\n{\"id\": \"e\", \"text\": \" \"}\n\
                {\"id\": \"d\", \"text\": \"年底前\", \"date\": \"soon\"}\n{\"id\": \"r/1\", \"text\": \"同号。\"}\n";
    let run = run(chengnuo(["extract", "--input-format", "jsonl", "-"]).write_stdin(rows));
    let records = run.records();
    let outcomes: Vec<(&str, &str)> = records
        .iter()
        .map(|record| (record["id"].as_str().unwrap(), record["error"]["code"].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(outcomes[0], ("r/1", "-"));
    assert_eq!(outcomes[1], ("7", "-"));
    assert_eq!((outcomes[2].0.len(), outcomes[2].1), (16, "-"));
    assert_eq!(outcomes[3], ("bad", "bad_row"));
    assert_eq!(outcomes[4].1, "bad_row");
    assert_eq!(outcomes[5], ("e", "empty"));
    assert_eq!(outcomes[6], ("d", "bad_row"));
    assert_eq!(outcomes[7], ("r/1", "-"));
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("line 5"), "{}", run.stderr);
}

#[test]
fn a_file_named_so_holds_rows() {
    let folder =
        folder(&[("rows.jsonl", "{\"id\": \"a\", \"text\": \"一\"}\n{\"id\": \"b\", \"text\": \"二\"}")]);
    let records = run(&mut chengnuo(["extract".as_ref(), folder.path().as_os_str()])).records();
    assert_eq!(records.iter().map(|record| &record["id"]).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn copies_of_the_same_bytes_get_ids_of_their_own() {
    let folder = folder(&[("c.txt", PLAN), ("a.txt", PLAN), ("b.txt", "别的。"), ("b/d.txt", PLAN)]);
    let mut command = chengnuo(["extract".as_ref(), folder.path().as_os_str()]);
    let records = run(command.arg("--keep-duplicates")).records();
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    let first = ids[0];
    assert_eq!(first.len(), 16);
    // In path order: a.txt, b/d.txt, b.txt, c.txt.
    assert_eq!(ids[1], format!("{first}-2"));
    assert_eq!(ids[3], format!("{first}-3"));
    assert_ne!(ids[2], first);
    for record in &records {
        let id = record["id"].as_str().unwrap();
        for commitment in record["commitments"].as_array().unwrap() {
            let of = commitment["id"].as_str().unwrap().split(':').next().unwrap();
            assert_eq!(of, id);
        }
    }
    let commitments = |n: usize| records[n]["commitments"].as_array().unwrap().len();
    assert!(commitments(3) > 1 && commitments(3) == commitments(0));
}

#[test]
fn options_that_change_results_are_named_in_the_record() {
    let folder = folder(&[("a.txt", PLAN)]);
    let arguments = ["--date", "2024-03-01", "--title", "方案", "--jurisdiction", "内丘县"];
    let mut command = chengnuo(["extract".as_ref(), folder.path().as_os_str()]);
    let record = &run(command.args(arguments)).records()[0];
    assert_eq!(
        record["tool"]["options"],
        serde_json::json!(["date=2024-03-01", "jurisdiction=内丘县", "title=方案"])
    );
    assert_eq!(record["title"], "方案");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    // More output than a pipe holds.
    let files: Vec<(String, String)> = (0..300).map(|n| (format!("{n}.txt"), PLAN.repeat(20))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    for arguments in [vec!["extract"], vec!["extract", "--format", "json"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chengnuo"))
            .args(arguments)
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

#[test]
fn text_prints_what_spans_count_in() {
    let source = format!("{PLAN}\r\n完。");
    let folder = folder(&[("a.txt", encoding_rs::GB18030.encode(&source).0.into_owned())]);
    let run = run(&mut chengnuo(["text".as_ref(), folder.path().join("a.txt").as_os_str()]));
    assert_eq!(String::from_utf8(run.stdout).unwrap(), source);
    assert_eq!(run.code, 0);
    let gone = common::run(&mut chengnuo(["text", "/no/such/file"]));
    assert_eq!((gone.code, gone.stdout.len()), (1, 0));
}

#[test]
fn explain_shows_the_text_and_names_the_rules() {
    let folder = folder(&[("a.txt", PLAN)]);
    let path = folder.path().join("a.txt");
    let explain = |more: &[&str]| {
        let mut command = chengnuo(["explain".as_ref(), path.as_os_str()]);
        run(command.args(more).env("COLUMNS", "400"))
    };
    let page = String::from_utf8(explain(&[]).stdout).unwrap();
    assert!(!page.contains('\u{1b}'), "no colour where there is no terminal");
    for line in PLAN.lines() {
        assert!(page.contains(line.trim()), "{line} is not in\n{page}");
    }
    let record = &run(&mut chengnuo(["extract".as_ref(), path.as_os_str()])).records()[0];
    for commitment in record["commitments"].as_array().unwrap() {
        for rule in commitment["rules"].as_array().unwrap() {
            let rule = rule.as_str().unwrap();
            assert!(page.contains(rule), "{rule}");
            let filtered = explain(&["--rule", rule]);
            assert!(String::from_utf8(filtered.stdout).unwrap().contains(rule));
        }
    }
    let nothing = explain(&["--rule", "no such rule"]);
    assert_eq!((nothing.code, nothing.stdout.len()), (0, 0));
    assert!(nothing.stderr.contains("no such rule"));
    let coloured = explain(&["--color", "always"]);
    assert!(coloured.stdout.contains(&0x1b));
}

#[test]
fn segment_gives_words_that_are_slices() {
    let folder = folder(&[("a.txt", PLAN)]);
    let path = folder.path().join("a.txt");
    let run = run(&mut chengnuo(["segment".as_ref(), path.as_os_str(), "--format=json".as_ref()]));
    let segmented: Value = serde_json::from_slice(&run.stdout).unwrap();
    common::quotes_are_slices(&segmented, PLAN);
    let segments = segmented["segments"].as_array().unwrap();
    let words = segments.iter().flat_map(|segment| segment["tokens"].as_array().unwrap()).count();
    assert!(words > 40, "{words}");
    let text = common::run(&mut chengnuo(["segment".as_ref(), path.as_os_str()]));
    assert!(String::from_utf8(text.stdout).unwrap().contains("培训/v"));
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run(&mut chengnuo(["completions", shell]));
        assert_eq!(run.code, 0);
        assert!(String::from_utf8(run.stdout).unwrap().contains("chengnuo"));
    }
}

#[test]
fn tables_have_a_row_for_each_target_and_a_codebook() {
    let folder = folder(&[("a.txt", PLAN), ("b.txt", "空。"), ("bad.txt", "")]);
    let out = folder.path().join("targets.csv");
    let table = |rows: &str| {
        let mut command = chengnuo(["extract".as_ref(), folder.path().as_os_str()]);
        run(command.args(["--format", "csv", "--records", rows, "-o"]).arg(&out))
    };
    let records = run(&mut chengnuo(["extract".as_ref(), folder.path().as_os_str()])).records();
    let commitments = || records.iter().flat_map(|record| record["commitments"].as_array().unwrap());
    let targets: usize =
        commitments().map(|commitment| commitment["targets"].as_array().unwrap().len()).sum();
    assert!(targets > 0);
    for (rows, count) in [("targets", targets), ("commitments", commitments().count()), ("documents", 3)] {
        assert_eq!(table(rows).code, 1, "bad.txt is a failed document");
        let text = std::fs::read_to_string(&out).unwrap();
        // No cell of this plan holds a line end.
        assert_eq!(text.lines().count(), count + 1, "{rows}");
        let codebook = std::fs::read_to_string(folder.path().join("codebook.csv")).unwrap();
        let names: Vec<&str> = codebook.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(text.lines().next().unwrap(), names.join(","), "{rows}");
    }
}
