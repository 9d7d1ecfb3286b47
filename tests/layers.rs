//! The order of the modules: each uses only those that `lib.rs` names above it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files_under(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// The modules at the top that a file names after `crate::`, its tests left out.
fn used(source: &str) -> BTreeSet<String> {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        // `crate::{context, extract}` names several, `crate::batch::{self}` one.
        let (names, many) = match rest.strip_prefix('{') {
            Some(rest) => (rest.split('}').next().unwrap_or_default(), true),
            None => (rest, false),
        };
        for name in names.split(',').take(if many { usize::MAX } else { 1 }) {
            let name: String =
                name.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            used.insert(name);
        }
    }
    used
}

#[test]
fn a_module_uses_only_those_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let order: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert!(order.len() > 10, "{order:?}");
    let mut wrong = Vec::new();
    for (place, module) in order.iter().enumerate() {
        let mut files = vec![src.join(format!("{module}.rs"))];
        files_under(&src.join(module), &mut files);
        for file in files {
            let source =
                fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            for name in used(&source) {
                if let Some(other) = order.iter().position(|module| **module == name)
                    && other > place
                {
                    wrong.push(format!("{} uses {name}, which stands below {module}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_a_file_uses_is_seen() {
    let source = "use crate::{context, extract::read};\nuse crate::text::Text;\n// crate::cli\nfn f() { crate::span::within() }\
                  \n#[cfg(test)]\nmod tests { use crate::batch; }";
    assert_eq!(used(source), ["context", "extract", "span", "text"].map(str::to_string).into());
}
