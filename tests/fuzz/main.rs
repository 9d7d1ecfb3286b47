//! What the fuzz targets check holds of their seeds and of every input that broke something before.
//!
//! `SEEDS=FOLDER cargo test --test fuzz seeds` also writes the seeds into `FOLDER/corpus/TARGET` and the words into
//! `FOLDER/words`; files of the folder `MORE`, where that is set, are seeds of every target that reads their format.

#[path = "../pdf/builder.rs"]
#[allow(dead_code, reason = "each test uses a part")]
mod builder;
#[path = "../../fuzz/src/lib.rs"]
mod checks;
#[path = "../common/mod.rs"]
mod common;
mod seeds;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn check(target: &str) -> fn(&[u8]) {
    let found = checks::TARGETS.iter().find(|(name, _)| *name == target);
    found.unwrap_or_else(|| panic!("there is no target {target}")).1
}

/// Runs a check where batches do: on a thread with the stack of theirs.
fn holds(target: &str, bytes: &[u8], what: &str) -> Result<(), String> {
    let check = check(target);
    let outcome = std::thread::scope(|scope| scope.spawn(|| check(bytes)).join());
    outcome.map_err(|_| format!("{what} breaks {target}"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn seeds_hold() {
    let mut made = seeds::seeds();
    if let Some(folder) = std::env::var_os("SEEDS") {
        made.extend(seeds::office());
        write(&made, Path::new(&folder));
    }
    let targets: BTreeSet<&str> = made.iter().map(|(target, ..)| *target).collect();
    for (target, _) in checks::TARGETS {
        assert!(targets.contains(target) || ["doc", "xls"].contains(target), "{target} has no seeds");
    }
    let wrong: Vec<String> =
        made.iter().filter_map(|(target, name, bytes)| holds(target, bytes, name).err()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn write(made: &[seeds::Seed], folder: &Path) {
    let into = |target: &str, name: &str, bytes: &[u8]| {
        let folder = folder.join("corpus").join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    };
    made.iter().for_each(|(target, name, bytes)| into(target, name, bytes));
    if let Some(more) = std::env::var_os("MORE") {
        for path in entries(Path::new(&more)).into_iter().filter(|path| path.is_file()) {
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            let target = match extension.as_str() {
                "txt" => "text",
                "md" => "markdown",
                "mht" => "mhtml",
                "gz" => "gzip",
                other => other,
            };
            if checks::TARGETS.iter().any(|(name, _)| *name == target) {
                into(target, &name(&path), &fs::read(&path).unwrap());
            }
        }
    }
    let found = common::root().join("tests/found");
    for target in entries(&found) {
        entries(&target).iter().for_each(|path| into(&name(&target), &name(path), &fs::read(path).unwrap()));
    }
    fs::create_dir_all(folder.join("words")).unwrap();
    for (name, words) in seeds::words() {
        fs::write(folder.join("words").join(format!("{name}.dict")), words).unwrap();
    }
}

/// `tests/found/TARGET/WHAT-BROKE`: inputs that fuzzing found, cut down to what it takes.
#[test]
fn what_was_found_before_holds() {
    let mut wrong = Vec::new();
    for folder in entries(&common::root().join("tests/found")) {
        for path in entries(&folder) {
            wrong.extend(holds(&name(&folder), &fs::read(&path).unwrap(), &name(&path)).err());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_check_has_a_target() {
    let fuzz = common::root().join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for (target, _) in checks::TARGETS {
        assert!(
            manifest.contains(&format!("name = \"{target}\"\npath = \"fuzz_targets/{target}.rs\"")),
            "{target}"
        );
        assert!(fuzz.join(format!("fuzz_targets/{target}.rs")).is_file(), "{target}");
    }
    assert_eq!(entries(&fuzz.join("fuzz_targets")).len(), checks::TARGETS.len());
}

#[test]
fn a_check_can_fail() {
    let outline = chengnuo::outline::Outline::default();
    let covered = std::panic::catch_unwind(|| checks::covers("没有段落", &outline));
    assert!(covered.is_err());
}
