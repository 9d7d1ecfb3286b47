//! What the tests of the program share: running it, its records, and where documents lie.

#![allow(dead_code, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// The program with arguments.
pub fn chengnuo<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chengnuo"));
    command.args(arguments);
    command
}

/// What a run of the program left.
pub struct Run {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

pub fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("the program was not killed"),
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// Standard output as records: every line of it is one, and every one fits the schema.
    pub fn records(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.stdout).unwrap();
        assert!(text.is_empty() || text.ends_with('\n'), "the last line has no end");
        let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        records.iter().for_each(fits_schema);
        records
    }
}

/// Checks a record against the schema that the program prints.
pub fn fits_schema(record: &Value) {
    static SCHEMA: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let printed = run(&mut chengnuo(["schema"]));
        jsonschema::validator_for(&serde_json::from_slice(&printed.stdout).unwrap()).unwrap()
    });
    let errors: Vec<String> =
        schema.iter_errors(record).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}: {errors:#?}", record["source"]["path"]);
}

/// What a record promises, without where: texts, values, deadlines, bodies. White space is layout.
pub fn promises(record: &Value) -> Vec<String> {
    fn without_places(value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let kept =
                    fields.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "span" | "section"));
                Value::Object(kept.map(|(name, value)| (name.clone(), without_places(value))).collect())
            }
            Value::Array(rows) => Value::Array(rows.iter().map(without_places).collect()),
            Value::String(words) => Value::String(words.split_whitespace().collect()),
            other => other.clone(),
        }
    }
    let commitments = record["commitments"].as_array().unwrap().iter();
    commitments.map(|commitment| without_places(commitment).to_string()).collect()
}

/// Every `text` beside a `span` is the slice of the document at that span.
pub fn quotes_are_slices(record: &Value, text: &str) {
    let characters: Vec<char> = text.chars().collect();
    fn each(value: &Value, check: &mut impl FnMut(&Value, &str)) {
        match value {
            Value::Object(fields) => {
                if let (Some(span), Some(Value::String(quote))) = (fields.get("span"), fields.get("text")) {
                    check(span, quote);
                }
                fields.values().for_each(|field| each(field, check));
            }
            Value::Array(rows) => rows.iter().for_each(|row| each(row, check)),
            _ => {}
        }
    }
    each(record, &mut |span, quote| {
        let [start, end] = [0, 1].map(|side| span[side].as_u64().unwrap() as usize);
        let slice: String = characters[start..end].iter().collect();
        assert_eq!(slice, quote, "{} at {start}-{end}", record["source"]["path"]);
    });
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Our own plans.
pub fn plans() -> PathBuf {
    root().join("corpus/plans")
}

/// A path under the shared folder beside the project, or `None`, said aloud, where there is none.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

/// A folder with files of these names and bytes.
pub fn folder<B: AsRef<[u8]>>(files: &[(&str, B)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// A plan in a few lines, with something of every kind.
pub const PLAN: &str = "某某县养老服务提升行动方案\n\n一、工作目标\n到2025年底，全县建成养老服务设施80处以上，\
                        每千名老年人拥有床位40张。\n二、重点任务\n（一）县民政局要在2024年6月底前制定实施细则，\
                        每年培训护理员不少于300人。\n";
