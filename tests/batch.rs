//! Batches as a user runs them: archives, what is left out, faults, and going on after a stop.

mod common;

use std::io::Write;
use std::path::Path;

use common::{PLAN, Run, chengnuo, folder, run};
use zip::write::SimpleFileOptions;

/// Name inside the folder, status or error code of each record.
fn outcomes(run: &Run, folder: &Path) -> Vec<(String, String)> {
    let outcome = |record: &serde_json::Value| {
        let path = record["source"]["path"].as_str().unwrap();
        let name = path.strip_prefix(folder.to_str().unwrap()).unwrap_or(path).trim_start_matches('/');
        let code = record["error"]["code"].as_str().or(record["status"].as_str()).unwrap();
        (name.to_string(), code.to_string())
    };
    run.records().iter().map(outcome).collect()
}

fn extract(folder: &Path, more: &[&str]) -> Run {
    run(chengnuo(["extract".as_ref(), folder.as_os_str()]).args(more))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, code)| (name.to_string(), code.to_string())).collect()
}

/// A plan that no other number gives.
fn plan(number: usize) -> String {
    PLAN.replace("80处", &format!("{}处", number + 100))
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Names like `../x` are what the library refuses to write.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn archives_give_the_documents_in_them() {
    let (one, two, three) = (plan(1), plan(2), plan(3));
    let inner = zip(&[("深/二.txt", two.as_bytes())]);
    let files: &[(&str, Vec<u8>)] = &[
        ("a.zip", zip(&[("dir/一.txt", one.as_bytes()), ("inner.zip", &inner), ("dir/.hidden", b"x")])),
        ("b.tar", tar(&[("dir/one.txt", one.as_bytes()), ("two.txt", two.as_bytes())])),
        ("c.tar.gz", gzip(&tar(&[("three.txt", three.as_bytes()), ("rows.json", b"{}")]))),
        ("d.txt.gz", gzip(plan(4).as_bytes())),
        ("e.txt", plan(5).into_bytes()),
    ];
    let folder = folder(files);
    let run = extract(folder.path(), &[]);
    assert_eq!(
        outcomes(&run, folder.path()),
        pairs(&[
            ("a.zip!/dir/一.txt", "ok"),
            ("a.zip!/inner.zip!/深/二.txt", "ok"),
            ("b.tar!/dir/one.txt", "ok"),
            ("b.tar!/two.txt", "ok"),
            ("c.tar.gz!/three.txt", "ok"),
            ("d.txt.gz!/d.txt", "ok"),
            ("e.txt", "ok"),
        ])
    );
    assert_eq!(run.code, 0);
    // The text that spans count in can be had by the same path.
    for (path, text) in [("a.zip!/inner.zip!/深/二.txt", &two), ("c.tar.gz!/three.txt", &three)] {
        let text_run = common::run(&mut chengnuo(["text".as_ref(), folder.path().join(path).as_os_str()]));
        assert_eq!(String::from_utf8(text_run.stdout).unwrap(), *text);
    }
    let whole = common::run(&mut chengnuo(["text".as_ref(), folder.path().join("a.zip").as_os_str()]));
    assert!(whole.code == 1 && whole.stderr.contains("several_documents"), "{}", whole.stderr);
}

#[test]
fn an_archive_on_standard_input_is_opened_too() {
    let archive = gzip(&tar(&[("one.txt", PLAN.as_bytes())]));
    let run = run(chengnuo(["extract", "-"]).write_stdin(archive));
    assert_eq!(outcomes(&run, Path::new("")), pairs(&[("-!/one.txt", "ok")]));
}

#[test]
fn a_name_in_gbk_is_read() {
    // The place of the name is held by Latin letters of the same length, and the flag for UTF-8 is not set.
    let mut bytes = zip(&[("AAAA.txt", PLAN.as_bytes())]);
    let gbk = encoding_rs::GB18030.encode("方案").0.into_owned();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == b"AAAA").collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at..at + 4].copy_from_slice(&gbk);
    }
    let folder = folder(&[("a.zip", bytes)]);
    assert_eq!(outcomes(&extract(folder.path(), &[]), folder.path()), pairs(&[("a.zip!/方案.txt", "ok")]));
}

#[test]
fn a_broken_member_costs_itself_only() {
    let mut broken =
        zip(&[("1.txt", plan(1).as_bytes()), ("2.txt", plan(2).as_bytes()), ("3.txt", plan(3).as_bytes())]);
    let second = broken.windows(5).position(|window| window == b"2.txt").unwrap();
    broken[second + 40] ^= 0xFF;
    let mut locked = zip(&[("1.txt", plan(1).as_bytes()), ("2.txt", plan(2).as_bytes())]);
    // The first bit of the flags, in the part and in the directory.
    let directory = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[directory + 8] |= 1;
    let mut cut = gzip(&tar(&[("1.txt", plan(1).as_bytes()), ("2.txt", "二".repeat(50_000).as_bytes())]));
    cut.truncate(cut.len() - 20);
    let whole = zip(&[("1.txt", PLAN.as_bytes())]);
    let headless = whole[..whole.len() - 10].to_vec();
    let folder = folder(&[
        ("a.zip", broken),
        ("b.zip", locked),
        ("c.tgz", cut),
        ("d.zip", headless),
        ("e.txt", PLAN.into()),
    ]);
    let run = extract(folder.path(), &[]);
    assert_eq!(
        outcomes(&run, folder.path()),
        pairs(&[
            ("a.zip!/1.txt", "ok"),
            ("a.zip!/2.txt", "broken_member"),
            ("a.zip!/3.txt", "ok"),
            ("b.zip!/1.txt", "encrypted"),
            ("b.zip!/2.txt", "ok"),
            ("c.tgz!/1.txt", "ok"),
            ("c.tgz!/2.txt", "broken_member"),
            ("c.tgz", "broken_archive"),
            ("d.zip", "broken_archive"),
            ("e.txt", "ok"),
        ])
    );
    assert_eq!(run.code, 1);
}

#[test]
fn bombs_are_defused() {
    let zeros = vec![b'0'; 3 << 20];
    let bomb = zip(&[("1.txt", plan(1).as_bytes()), ("2.txt", &zeros), ("3.txt", plan(3).as_bytes())]);
    let nested = (0..5).fold(PLAN.as_bytes().to_vec(), |inner, n| {
        zip(&[(if n == 0 { "plan.txt" } else { "inner.zip" }, &inner)])
    });
    let folder = folder(&[("a.zip", bomb), ("c.zip", nested)]);
    let run = extract(folder.path(), &["--limit-bytes", "1M"]);
    assert_eq!(
        outcomes(&run, folder.path()),
        pairs(&[
            ("a.zip!/1.txt", "ok"),
            ("a.zip!/2.txt", "too_large"),
            ("a.zip!/3.txt", "ok"),
            ("c.zip!/inner.zip!/inner.zip!/inner.zip", "archive_depth"),
        ])
    );
}

#[test]
fn names_that_lead_out_of_the_archive_write_nothing() {
    let archive = tar(&[("../../escape.txt", PLAN.as_bytes()), ("/abs.txt", plan(2).as_bytes())]);
    let folder = folder(&[("in/deep/a.tar", archive)]);
    let out = folder.path().join("in/deep/out.jsonl");
    let run =
        run(&mut chengnuo(["extract".as_ref(), folder.path().as_os_str(), "-o".as_ref(), out.as_os_str()]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files: Vec<String> = walkdir::WalkDir::new(folder.path())
        .into_iter()
        .filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_file()))
        .map(|entry| entry.path().strip_prefix(folder.path()).unwrap().display().to_string())
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 2);
}

#[test]
fn an_office_document_is_no_archive() {
    let files: &[(&str, &[u8])] =
        &[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")];
    let folder = folder(&[("a.docx", zip(files)), ("b.zip", zip(&[("password/a.txt", PLAN.as_bytes())]))]);
    let found = outcomes(&extract(folder.path(), &[]), folder.path());
    assert_eq!(
        found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["a.docx", "b.zip!/password/a.txt"]
    );
}

#[test]
fn globs_choose_documents() {
    let archive = zip(&[("x/1.txt", plan(1).as_bytes()), ("x/2.md", plan(2).as_bytes())]);
    let folder = folder(&[
        ("a.txt", plan(3).into_bytes()),
        ("b.md", plan(4).into_bytes()),
        ("drafts/c.txt", plan(5).into_bytes()),
        ("z.zip", archive),
    ]);
    let names = |more: &[&str]| {
        let found = outcomes(&extract(folder.path(), more), folder.path());
        found.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--include", "*.txt"]), ["a.txt", "drafts/c.txt", "z.zip!/x/1.txt"]);
    assert_eq!(names(&["--exclude", "drafts", "--exclude", "*.zip"]), ["a.txt", "b.md"]);
    assert_eq!(names(&["--include", "drafts/*"]), ["drafts/c.txt"]);
    assert_eq!(names(&["--exclude", "*.md", "--include", "x/*", "--include", "b.md"]), ["z.zip!/x/1.txt"]);
    assert_eq!(extract(folder.path(), &["--include", "[a"]).code, 2);
}

#[test]
fn a_document_may_be_too_large() {
    let folder = folder(&[("a.txt", PLAN), ("b.txt", &PLAN.repeat(10))]);
    let run = extract(folder.path(), &["--limit-bytes", "1K"]);
    assert_eq!(outcomes(&run, folder.path()), pairs(&[("a.txt", "ok"), ("b.txt", "too_large")]));
    assert_eq!(extract(folder.path(), &["--limit-bytes", "0"]).code, 2);
}

/// A plan long enough to be told from others, of a county and a year.
fn report(county: &str, year: usize, number: usize) -> String {
    format!(
        "{county}{year}年养老服务工作方案\n\n一、工作目标\n到{year}年底，全县建成养老服务设施{number}处以上，每千名老年人拥有床位40张。\n\
         县民政局要在{year}年6月底前制定实施细则，每年培训护理员不少于300人。\n\
         全县乡镇卫生院全部设立老年人门诊，家庭医生签约率达到75%以上。\n\
         各乡镇人民政府要加强组织领导，把养老服务列入年度考核，确保各项任务落到实处。\n\
         县财政局要把所需经费列入预算，并加强对资金使用的监督检查，防止挪用。\n"
    )
}

#[test]
fn copies_and_reposts_are_named_and_not_extracted() {
    let first = report("内丘县", 2024, 80);
    let repost = format!("首页 > 规划计划\n{first}【打印】【关闭】\n");
    let folder = folder(&[
        ("a.txt", first.clone()),
        ("b.txt", first.clone()),
        ("c.txt", repost),
        ("d.txt", report("清水县", 2024, 80)),
        ("e.txt", report("内丘县", 2025, 80)),
        ("f.txt", report("内丘县", 2024, 81)),
        ("g.txt", String::new()),
        ("h.txt", String::new()),
    ]);
    let records = extract(folder.path(), &[]).records();
    let of = |n: usize| records[n]["duplicate_of"].as_str();
    let count = |records: &[serde_json::Value], n: usize| records[n]["commitments"].as_array().unwrap().len();
    let id = records[0]["id"].as_str();
    assert_eq!((0..8).map(of).collect::<Vec<_>>(), [None, id, id, None, None, None, None, None]);
    assert_eq!(records[1]["id"].as_str().unwrap(), format!("{}-2", id.unwrap()));
    assert!(count(&records, 0) >= 4);
    assert_eq!((count(&records, 1), count(&records, 2)), (0, 0));
    assert_eq!(
        (records[6]["error"]["code"].as_str(), records[7]["error"]["code"].as_str()),
        (Some("empty"), Some("empty"))
    );
    let kept = extract(folder.path(), &["--keep-duplicates"]).records();
    assert_eq!(kept[1]["duplicate_of"].as_str(), id);
    assert_eq!(kept[2]["duplicate_of"].as_str(), id);
    assert_eq!((count(&kept, 1), count(&kept, 2)), (count(&kept, 0), count(&kept, 0)));
}

#[test]
fn threads_do_not_change_what_is_a_copy() {
    let texts: Vec<(String, String)> =
        (0..60).map(|n| (format!("{n:02}.txt"), report("内丘县", 2024, 80 + n % 4))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&texts);
    let one = extract(folder.path(), &["--jobs", "1"]).stdout;
    assert_eq!(one.iter().filter(|&&byte| byte == b'\n').count(), 60);
    for _ in 0..3 {
        assert!(extract(folder.path(), &["--jobs", "7"]).stdout == one);
    }
}

#[test]
fn a_run_may_stop_at_a_number_of_errors() {
    let folder = folder(&[
        ("a.txt", plan(1)),
        ("b.txt", String::new()),
        ("c.txt", plan(2)),
        ("d.txt", " ".into()),
        ("e.txt", plan(3)),
    ]);
    let found = |more: &[&str]| {
        let run = extract(folder.path(), more);
        (run.code, outcomes(&run, folder.path()).len(), run.stderr)
    };
    let (code, count, said) = found(&["--fail-fast"]);
    assert_eq!((code, count), (1, 2), "{said}");
    assert!(said.contains("too many documents failed after 2 documents"), "{said}");
    assert_eq!(found(&["--max-errors", "1"]).1, 4);
    assert_eq!(found(&["--max-errors", "2"]).1, 5);
    assert_eq!(found(&[]).0, 1);
}

#[test]
fn the_summary_counts_and_names_what_failed() {
    let folder = folder(&[
        ("a.txt", plan(1)),
        ("b.txt", String::new()),
        ("c.md", plan(2)),
        ("d.txt", plan(1)),
        ("x.json", "{}".into()),
    ]);
    let path = folder.path().join("summary.json");
    extract(folder.path(), &["--summary", path.to_str().unwrap(), "--quiet"]);
    let summary: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(summary["documents"], 4);
    assert_eq!(summary["statuses"], serde_json::json!({"failed": 1, "ok": 3, "partial": 0}));
    assert_eq!(summary["codes"], serde_json::json!({"empty": 1}));
    assert_eq!(summary["formats"], serde_json::json!({"text/markdown": 1, "text/plain": 1}));
    assert_eq!(
        (&summary["duplicates"], &summary["skipped"], &summary["complete"]),
        (&1.into(), &1.into(), &true.into())
    );
    assert_eq!(summary["bytes"], (plan(1).len() * 3) as u64);
    assert_eq!(summary["slowest"].as_array().unwrap().len(), 4);
    let trouble = &summary["troubles"][0];
    assert!(trouble["path"].as_str().unwrap().ends_with("b.txt") && trouble["code"] == "empty");
}

#[test]
fn a_folder_takes_a_file_a_document() {
    let folder = folder(&[("in/a.txt", plan(1)), ("in/b/a.txt", plan(2)), ("in/rows.jsonl", "{\"id\": \"r/1\", \"text\": \"到2025年建成80处。\"}\n{\"id\": \"r/1\", \"text\": \"到2026年建成90处。\"}\n".into())]);
    let (input, out) = (folder.path().join("in"), folder.path().join("out/"));
    let lines = extract(&input, &[]).records();
    let to = format!("{}/", out.display());
    assert_eq!(extract(&input, &["-o", &to]).code, 0);
    let names = || {
        let mut names: Vec<String> = std::fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let first = names();
    assert_eq!(first.len(), 4, "{first:?}");
    assert!(first.iter().all(|name| name.ends_with(".json")), "{first:?}");
    let mut records: Vec<serde_json::Value> = first
        .iter()
        .map(|name| serde_json::from_slice(&std::fs::read(out.join(name)).unwrap()).unwrap())
        .collect();
    let mut lines = lines;
    let key = |record: &serde_json::Value| record.to_string();
    records.sort_by_key(key);
    lines.sort_by_key(key);
    assert_eq!(records, lines);
    assert_eq!(extract(&input, &["-o", &to]).code, 0);
    assert_eq!(names(), first);
    assert_eq!(extract(&input, &["-o", &to, "--format", "json"]).code, 2);
}

/// Runs, is killed after a while, and so on; then the run that ends.
#[cfg(unix)]
fn killed_and_resumed(folder: &Path, to: &str, kills: usize) -> usize {
    use std::process::{Command, Stdio};
    let mut killed = 0;
    for n in 0..kills {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chengnuo"))
            .arg("extract")
            .arg(folder)
            .args(["-o", to, "--resume", "--quiet"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1500 + 400 * n as u64));
        if child.try_wait().unwrap().is_none() {
            killed += 1;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = extract(folder, &["-o", to, "--resume", "--quiet"]);
    assert!(last.code <= 1, "{}", last.stderr);
    killed
}

/// Documents of the corpus's own sentences, with one in a hundred broken in some way.
fn many(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..count {
        let place = folder.path().join(format!("{:03}", n / 100));
        std::fs::create_dir_all(&place).unwrap();
        let county = ["内丘县", "清水县", "仁怀市", "枣庄市"][n % 4];
        let text = report(county, 2010 + n % 20, n);
        let (name, bytes): (String, Vec<u8>) = match n % 100 {
            50 => match n / 100 % 8 {
                0 => (format!("{n}.txt"), Vec::new()),
                1 => (format!("{n}.txt"), text.as_bytes()[..text.len() - 2].to_vec()),
                2 => (format!("{n}.txt"), b"\x00\x01\x02\xff\xfe".repeat(20)),
                3 => (format!("{n}.pdf"), format!("%PDF-1.7\n{n}").into_bytes()),
                4 => (format!("{n}.zip"), zip(&[("a.txt", text.as_bytes())])[..80].to_vec()),
                5 => (format!("{n}.docx"), format!("PK\x03\x04{n}word/document.xml").into_bytes()),
                6 => (format!("{n}.txt"), " \r\n".repeat(n).into_bytes()),
                _ => (format!("{n}.gz"), gzip(text.as_bytes())[..60].to_vec()),
            },
            60 => (format!("{n}.txt"), report(county, 2010, 7).into_bytes()),
            _ => (format!("{n}.txt"), text.into_bytes()),
        };
        std::fs::write(place.join(name), bytes).unwrap();
    }
    folder
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_again_and_again_ends_as_one_that_is_not() {
    let count = 2000;
    let folder = many(count);
    let out = tempfile::tempdir().unwrap();
    let [clean, resumed] = ["clean.jsonl", "resumed.jsonl"].map(|name| out.path().join(name));
    let summary = out.path().join("summary.json");
    let run =
        extract(folder.path(), &["-o", clean.to_str().unwrap(), "--summary", summary.to_str().unwrap()]);
    assert_eq!(run.code, 1);
    let summary: serde_json::Value = serde_json::from_slice(&std::fs::read(&summary).unwrap()).unwrap();
    assert_eq!(summary["documents"], count as u64);
    assert_eq!(summary["troubles"].as_array().unwrap().len(), count / 100, "{}", summary["codes"]);
    assert_eq!(summary["statuses"]["failed"], (count / 100) as u64);
    let killed = killed_and_resumed(folder.path(), resumed.to_str().unwrap(), 4);
    assert!(killed > 0, "the runs ended before they were killed");
    let [clean, resumed] = [clean, resumed].map(|path| std::fs::read(path).unwrap());
    assert!(clean == resumed, "the records differ");
    assert_eq!(clean.iter().filter(|&&byte| byte == b'\n').count(), count);
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 3, "journal and unfinished file are gone");
}

#[test]
fn documents_that_come_and_go_between_two_runs_are_seen() {
    let texts: Vec<(String, String)> =
        (0..30).map(|n| (format!("{n:02}.txt"), report("内丘县", 2024, n + 10))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&texts);
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out.jsonl");
    let to = out.to_str().unwrap();
    std::fs::write(folder.path().join("20.txt"), "").unwrap();
    // The run ends at document 20.
    let first = extract(folder.path(), &["-o", to, "--fail-fast"]);
    assert!(first.stderr.contains("--resume"), "{}", first.stderr);
    assert!(!out.exists());
    std::fs::write(folder.path().join("20.txt"), report("内丘县", 2024, 99)).unwrap();
    std::fs::write(folder.path().join("00a.txt"), report("内丘县", 2024, 15)).unwrap();
    std::fs::remove_file(folder.path().join("07.txt")).unwrap();
    assert_eq!(extract(folder.path(), &["-o", to, "--resume", "--with-text"]).code, 2);
    let second = extract(folder.path(), &["-o", to, "--resume"]);
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert!(second.stderr.contains("18 written before"), "{}", second.stderr);
    assert!(std::fs::read(&out).unwrap() == extract(folder.path(), &[]).stdout);
    assert_eq!(extract(folder.path(), &["--resume"]).code, 2);
    assert_eq!(extract(folder.path(), &["-o", to, "--resume", "--format", "json"]).code, 2);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_lines_and_a_second_one_ends_at_once() {
    use std::process::{Command, Stdio};
    let folder = many(900);
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out.jsonl");
    let run = || {
        Command::new(env!("CARGO_BIN_EXE_chengnuo"))
            .arg("extract")
            .arg(folder.path())
            .args(["-o", out.to_str().unwrap(), "--resume"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let signal = |child: &std::process::Child, name: &str| {
        assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
    };
    let partial = place.path().join("out.jsonl.partial");
    let written = || std::fs::metadata(&partial).map_or(0, |file| file.len());
    for name in ["-INT", "-TERM"] {
        let before = written();
        let child = run();
        // In the middle: as soon as there is something new, however fast the machine is.
        let started = std::time::Instant::now();
        while written() <= before {
            assert!(started.elapsed() < std::time::Duration::from_secs(120), "nothing is written");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("interrupted after"), "{said}");
        assert!(std::fs::read(&partial).unwrap().ends_with(b"\n"));
    }
    let last = extract(folder.path(), &["-o", out.to_str().unwrap(), "--resume"]);
    assert!(last.stderr.contains("written before"), "{}", last.stderr);
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 900);
    // One document that takes long.
    std::fs::write(folder.path().join("000/0.txt"), report("内丘县", 2024, 1).repeat(20_000)).unwrap();
    let mut child = run();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    signal(&child, "-INT");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let started = std::time::Instant::now();
    if child.try_wait().unwrap().is_none() {
        signal(&child, "-INT");
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(started.elapsed() < std::time::Duration::from_secs(2));
}

#[test]
fn a_document_may_take_so_long_and_no_longer() {
    let folder = folder(&[
        ("a.txt", report("内丘县", 2024, 1)),
        ("b.txt", report("内丘县", 2024, 2).repeat(30_000)),
        ("c.txt", report("内丘县", 2024, 3)),
        ("rows.jsonl", format!("{{\"id\": \"r\", \"text\": {:?}}}\n", report("内丘县", 2024, 4))),
    ]);
    let run = extract(folder.path(), &["--timeout-per-document", "5"]);
    let outcomes: Vec<String> =
        outcomes(&run, folder.path()).into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(outcomes, ["ok", "timeout", "ok", "ok"]);
    // A worker writes the same records.
    let records = extract(folder.path(), &["--exclude", "b.txt"]).records();
    let slow = run.records();
    assert_eq!([&slow[0], &slow[2], &slow[3]], [&records[0], &records[1], &records[2]]);
    assert_eq!(extract(folder.path(), &["--timeout-per-document", "0"]).code, 2);
}

#[test]
fn hostile_texts_end_soon_and_cost_themselves_only() {
    let base = report("内丘县", 2024, 80);
    let files: &[(&str, Vec<u8>, &str)] = &[
        ("brackets.txt", ["（".repeat(50_000), base.clone(), "）".repeat(50_000)].concat().into_bytes(), "ok"),
        ("cells.md", ["| 甲 | 乙 | 丙 |\n|---|---|---|\n", &"|1|2|3|\n".repeat(340_000)].concat().into_bytes(), "too_large"),
        ("deep.pdf", [b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X ", "[".repeat(200_000).as_bytes(), b">>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"].concat(), if cfg!(feature = "pdf") { "broken" } else { "unsupported_format" }),
        ("digits.txt", format!("到2025年底完成{}处。\n", "7".repeat(1_000_000)).into_bytes(), "ok"),
        ("divs.html", format!("<html><body>{}到2025年底建成80处。", "<div><b>".repeat(30_000)).into_bytes(), "ok"),
        ("invalid.txt", [base.as_bytes(), b"\xff\xfe\xc0", base.as_bytes()].concat(), "partial"),
        ("lines.txt", "一\n".repeat(30_000).into_bytes(), "ok"),
        ("loop.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec(), if cfg!(feature = "pdf") { "broken" } else { "unsupported_format" }),
        ("markers.txt", "一、".repeat(30_000).into_bytes(), "ok"),
        ("nuls.txt", [base.as_bytes(), b"\0\0\0\0\0\0\0\0", base.as_bytes()].concat(), "binary"),
        ("numerals.txt", format!("到2025年底完成{}处。\n", "三".repeat(100_000)).into_bytes(), "ok"),
        ("powers.txt", format!("到2025年底完成{}处。\n", "三万".repeat(30_000)).into_bytes(), "ok"),
        ("quotes.txt", ["“（《".repeat(20_000), base.clone(), "】〕》".repeat(20_000)].concat().into_bytes(), "ok"),
        ("row.txt", ["任务\t", &"建成80处\t".repeat(20_000), "\n甲\t", &"30\t".repeat(20_000)].concat().into_bytes(), "ok"),
        ("rtl.txt", format!("{base}\u{202e}{base}\u{202c}").into_bytes(), "ok"),
        ("sentence.txt", "到2025年底，建成养老服务设施80处，".repeat(10_000).into_bytes(), "ok"),
        ("table.html", ["<table><tr><td>序号<td>任务<td>牵头单位<td>完成时限", &"<tr><td>1<td>建成80处<td>县民政局<td>2025年底".repeat(10_000)].concat().into_bytes(), "ok"),
    ];
    let written: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes, _)| (*name, bytes.as_slice())).collect();
    let folder = folder(&written);
    let run = extract(folder.path(), &["--timeout-per-document", "100"]);
    let expected: Vec<(&str, &str)> = files.iter().map(|(name, _, outcome)| (*name, *outcome)).collect();
    assert_eq!(outcomes(&run, folder.path()), pairs(&expected));
    let rows = "{\"id\": \"a\", \"text\": \"\\ud800 到2025年\"}\n{\"id\": \"b\", \"text\": \"到2025年底\"}\n";
    let run = common::run(chengnuo(["extract", "--input-format", "jsonl", "-"]).write_stdin(rows));
    let outcomes: Vec<String> =
        outcomes(&run, Path::new("")).into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(outcomes, ["bad_row", "ok"]);
}
