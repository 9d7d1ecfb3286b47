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
