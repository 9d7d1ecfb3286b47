//! The command line.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use crate::lexicon::Lexicon;
use crate::{context, extract, record};

/// A first form: `chengnuo extract PATH…` on UTF-8 files and JSON Lines.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let jsonl = arguments.iter().any(|a| a == "jsonl");
    let mut paths: Vec<_> = Vec::new();
    for argument in arguments.iter().filter(|a| !a.starts_with("--") && *a != "jsonl") {
        let path = Path::new(argument);
        if path.is_dir() {
            paths.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else {
            paths.push(path.to_path_buf());
        }
    }
    paths.sort();
    let lexicon = Lexicon::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in paths {
        let content = std::fs::read_to_string(&path).unwrap();
        let content = content.trim_start_matches('\u{feff}');
        let mut one = |id: &str, content: String, given: &context::Given| {
            let text = extract::text(content, lexicon);
            let source = record::Source {
                path: path.display().to_string(),
                characters: text.characters(),
                ..Default::default()
            };
            let document = extract::extract(&text, id, source, given, lexicon);
            serde_json::to_writer(&mut out, &document).unwrap();
            out.write_all(b"\n").unwrap();
        };
        if jsonl {
            for line in content.lines() {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                let given = context::Given {
                    date: row["date"].as_str().and_then(|d| d.parse().ok()),
                    ..Default::default()
                };
                one(row["id"].as_str().unwrap(), row["text"].as_str().unwrap().to_string(), &given);
            }
        } else {
            one("0", content.to_string(), &context::Given::default());
        }
    }
    ExitCode::SUCCESS
}
