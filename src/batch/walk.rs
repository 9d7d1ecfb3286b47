//! Walking: the paths a user names in, the files they hold out, in path order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::WalkDir;

use crate::error::{Error, Result, Unreadable};
use crate::read::Source;
use crate::report::own;

/// The name of standard input on the command line and in records.
pub const STDIN: &str = "-";

/// Ends of names of files that stand beside documents and are none; they are passed over inside folders.
const NO_DOCUMENTS: &[&str] = &[
    "json", "xml", "yaml", "yml", "toml", "ini", "cfg", "lock", "log", "py", "rs", "js", "css", "sh",
    "ipynb", "parquet", "sqlite", "db", "bak", "tmp", "part", "partial", "journal",
];

/// Ends of names of files that hold documents.
const ARCHIVES: &[&str] = &["zip", "tar", "gz", "tgz", "warc"];

/// Which documents the user wants of those that are found.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// `None`: all.
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Choice {
    /// A pattern without `/` is one of file or folder names; one with `/` is one of the last parts of a path.
    ///
    /// # Errors
    /// [`Error::Usage`] for a pattern that is none.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Choice> {
        Ok(Choice {
            include: if include.is_empty() { None } else { Some(patterns(include)?) },
            exclude: patterns(exclude)?,
        })
    }

    /// The document at `path` is wanted: `dir/plan.txt`, `plans.zip!/dir/plan.txt`.
    pub fn takes(&self, path: &Path) -> bool {
        let matches = |set: &GlobSet| path.ancestors().any(|part| set.is_match(part));
        self.include.as_ref().is_none_or(matches) && !matches(&self.exclude)
    }

    /// The file at `path` is wanted, or what is in it may be.
    fn opens(&self, path: &Path) -> bool {
        let archive = ARCHIVES.contains(&extension(path).as_str());
        self.takes(path) || archive && !path.ancestors().any(|part| self.exclude.is_match(part))
    }
}

fn patterns(globs: &[String]) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    let wrong = |error| Error::Usage(format!("this is no pattern of paths: {error}"));
    for glob in globs {
        for glob in [glob.clone(), format!("**/{glob}")] {
            set.add(GlobBuilder::new(&glob).literal_separator(true).build().map_err(wrong)?);
        }
    }
    set.build().map_err(wrong)
}

/// The name is one of a file that stands beside documents and is none.
pub fn is_no_document(path: &Path) -> bool {
    let hidden = path.components().any(|part| {
        let part = part.as_os_str().as_encoded_bytes();
        part.starts_with(b".") && part != b"." && part != b".." || part == b"__MACOSX"
    });
    hidden || NO_DOCUMENTS.contains(&extension(path).as_str())
}

/// Lower case, without the dot.
fn extension(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The file is a table that this program wrote (`targets.csv`, `codebook.csv`, `plans.xlsx`), or its records: it lies
/// among documents where its output went into their folder.
pub fn is_own<S: Source>(path: &Path, open: impl FnOnce() -> io::Result<S>) -> bool {
    /// More than the header of any table.
    const HEAD: u64 = 1 << 13;
    let extension = extension(path);
    let is: fn(&[u8]) -> bool = match extension.as_str() {
        "xlsx" => return open().is_ok_and(own::is_workbook),
        "csv" | "tsv" => own::is_csv,
        "jsonl" | "ndjson" => own::is_records,
        _ => return false,
    };
    let Ok(file) = open() else { return false };
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).is_ok() && is(&head)
}

/// The file is named as JSON Lines are.
pub fn is_lines(path: &Path) -> bool {
    matches!(extension(path).as_str(), "jsonl" | "ndjson")
}

/// A file to read, or why it cannot be.
#[derive(Debug)]
pub struct Place {
    pub path: PathBuf,
    /// Size in bytes, 0 where it is not known.
    pub bytes: u64,
    pub trouble: Option<Unreadable>,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// In path order, each path once.
    pub places: Vec<Place>,
    /// Files inside folders that were passed over.
    pub skipped: usize,
    /// Those of them that this program wrote and that look like documents.
    pub own: Vec<PathBuf>,
}

impl Walk {
    /// What of it the user wants.
    pub fn chosen(mut self, choice: &Choice) -> Walk {
        let before = self.places.len();
        self.places.retain(|place| place.path.as_os_str() == STDIN || choice.opens(&place.path));
        self.skipped += before - self.places.len();
        self
    }
}

/// Finds the files that `paths` name: files, folders with all that is in them, globs, `-` for standard input.
///
/// A path that leads nowhere is a place with trouble, so that the rest is still read. `leave_out` is the file that
/// the run itself writes. What this program wrote before is passed over inside folders.
///
/// # Errors
/// [`Error::Usage`] for a glob that is none or that nothing matches.
pub fn walk(paths: &[PathBuf], leave_out: Option<&Path>) -> Result<Walk> {
    found(paths, leave_out, false)
}

/// As [`walk`], but files of records are wanted too.
///
/// # Errors
/// As [`walk`].
pub fn walk_with_records(paths: &[PathBuf], leave_out: Option<&Path>) -> Result<Walk> {
    found(paths, leave_out, true)
}

fn found(paths: &[PathBuf], leave_out: Option<&Path>, records: bool) -> Result<Walk> {
    let leave_out = leave_out.and_then(|path| path.canonicalize().ok());
    let mut found = Found { leave_out, records, ..Found::default() };
    for path in paths {
        if path.as_os_str() == STDIN {
            found.add(path.clone(), 0, None);
        } else if path.is_dir() {
            found.folder(path);
        } else if path.symlink_metadata().is_err() && is_glob(path) {
            found.glob(path)?;
        } else {
            found.file(path);
        }
    }
    Ok(found.walk())
}

#[derive(Default)]
struct Found {
    places: BTreeMap<PathBuf, Place>,
    skipped: usize,
    own: BTreeSet<PathBuf>,
    leave_out: Option<PathBuf>,
    /// Records are read.
    records: bool,
}

impl Found {
    fn walk(self) -> Walk {
        // A file that is also named by itself is read.
        let own = self.own.into_iter().filter(|path| !self.places.contains_key(path)).collect();
        Walk { places: self.places.into_values().collect(), skipped: self.skipped, own }
    }

    fn add(&mut self, path: PathBuf, bytes: u64, trouble: Option<Unreadable>) {
        self.places.entry(path.clone()).or_insert(Place { path, bytes, trouble });
    }

    /// A file that the user names: any kind, pipes too.
    fn file(&mut self, path: &Path) {
        match path.metadata() {
            Ok(about) => self.add(path.into(), about.len(), None),
            Err(error) => self.add(path.into(), 0, Some(trouble(&error))),
        }
    }

    fn folder(&mut self, folder: &Path) {
        self.entries(WalkDir::new(folder), |_| true);
    }

    fn glob(&mut self, pattern: &Path) -> Result<()> {
        let words = pattern.to_string_lossy();
        let glob = GlobBuilder::new(&words)
            .literal_separator(true)
            .build()
            .map_err(|error| Error::Usage(format!("{words} is no pattern of paths: {error}")))?
            .compile_matcher();
        let base: PathBuf = pattern.components().take_while(|part| !is_glob(Path::new(part))).collect();
        let before = self.places.len() + self.skipped;
        let from = if base.as_os_str().is_empty() { Path::new(".") } else { &base };
        // What lies in a folder that the pattern matches belongs to it.
        self.entries(WalkDir::new(from), |path| path.ancestors().any(|part| glob.is_match(part)));
        if self.places.len() + self.skipped == before {
            return Err(Error::Usage(format!("no file matches {words}")));
        }
        Ok(())
    }

    fn entries(&mut self, walk: WalkDir, wanted: impl Fn(&Path) -> bool) {
        let visible = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        for entry in walk.follow_links(true).into_iter().filter_entry(visible) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    let path = plain(entry.path());
                    if wanted(&path) {
                        self.entry(path, &entry);
                    }
                }
                Err(error) => {
                    let path = error.path().map_or_else(PathBuf::new, plain);
                    let why = if error.loop_ancestor().is_some() {
                        Unreadable::new("folder_loop", "the folder leads back to a folder that it lies in")
                    } else {
                        error
                            .io_error()
                            .map_or_else(|| Unreadable::new("unreadable", error.to_string()), trouble)
                    };
                    if wanted(&path) {
                        self.add(path, 0, Some(why));
                    }
                }
            }
        }
    }

    fn entry(&mut self, path: PathBuf, entry: &walkdir::DirEntry) {
        let own = self.leave_out.is_some() && path.canonicalize().ok() == self.leave_out;
        if own || NO_DOCUMENTS.contains(&extension(&path).as_str()) {
            self.skipped += 1;
        } else if !entry.file_type().is_file() {
            // Opening a pipe that nobody writes to would wait for ever.
            self.add(path, 0, Some(Unreadable::new("not_a_file", "neither a file nor a folder")));
        } else if is_own(&path, || File::open(&path)) && !(self.records && is_lines(&path)) {
            self.skipped += 1;
            self.own.insert(path);
        } else {
            let bytes = entry.metadata().map_or(0, |about| about.len());
            self.add(path, bytes, None);
        }
    }
}

/// A path without the `./` that walking the current folder puts before it.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).into()
}

fn is_glob(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().iter().any(|byte| b"*?[{".contains(byte))
}

/// What an error of the file system means for a document.
pub fn trouble(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::NotFound => Unreadable::new("not_found", "there is no such file"),
        io::ErrorKind::PermissionDenied => {
            Unreadable::new("unreadable", "the file may not be read: permission denied")
        }
        _ if is_loop(error) => Unreadable::new("folder_loop", "the link leads back to itself"),
        _ => Unreadable::new("unreadable", error.to_string()),
    }
}

/// ELOOP has no kind of its own in stable Rust.
fn is_loop(error: &io::Error) -> bool {
    cfg!(target_os = "linux") && error.raw_os_error() == Some(40)
        || cfg!(target_os = "macos") && error.raw_os_error() == Some(62)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "到2025年底").unwrap();
        }
        folder
    }

    fn names(walk: &Walk, folder: &Path) -> Vec<String> {
        walk.places
            .iter()
            .map(|place| place.path.strip_prefix(folder).unwrap().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_folder_gives_its_files_in_path_order() {
        let folder = folder_with(&["b.txt", "a/z.txt", "a.txt", "a/.hidden", ".git/x.txt", "a/record.json"]);
        let walk = walk(&[folder.path().into()], None).unwrap();
        assert_eq!(names(&walk, folder.path()), ["a/z.txt", "a.txt", "b.txt"]);
        assert_eq!(walk.skipped, 1);
    }

    #[test]
    fn a_glob_matches_within_a_folder_or_through_folders() {
        let folder = folder_with(&["b.txt", "a/z.txt", "a/y.md", "c.md"]);
        let found = |pattern: &str| {
            walk(&[folder.path().join(pattern)], None).map(|walk| names(&walk, folder.path()))
        };
        assert_eq!(found("*.txt").unwrap(), ["b.txt"]);
        assert_eq!(found("**/*.txt").unwrap(), ["a/z.txt", "b.txt"]);
        assert_eq!(found("[ab]*").unwrap(), ["a/y.md", "a/z.txt", "b.txt"]);
        assert!(matches!(found("*.pdf"), Err(Error::Usage(_))));
    }

    #[test]
    fn tables_and_lines_are_documents_unless_this_program_wrote_them() {
        let folder = folder_with(&["plan.txt"]);
        let write = |name: &str, words: &str| std::fs::write(folder.path().join(name), words).unwrap();
        write("tasks.csv", "序号,工作任务,牵头单位\n1,建成80处,县民政局\n");
        write("codebook.csv", "name,type,values,meaning\r\n");
        write("records.jsonl", "{\"schema\":\"chengnuo.document/1\",\"id\":\"1\"}\n");
        write("rows.jsonl", "{\"id\":\"1\",\"text\":\"到2025年底\"}\n");
        let own = folder.path().join("codebook.csv");
        let found = walk(&[folder.path().into()], None).unwrap();
        assert_eq!(names(&found, folder.path()), ["plan.txt", "rows.jsonl", "tasks.csv"]);
        assert_eq!((found.skipped, found.own), (2, vec![own.clone(), folder.path().join("records.jsonl")]));
        let compared = walk_with_records(&[folder.path().into()], None).unwrap();
        let expected = ["plan.txt", "records.jsonl", "rows.jsonl", "tasks.csv"];
        assert_eq!(names(&compared, folder.path()), expected);
        let named = walk(&[folder.path().into(), own], None).unwrap();
        assert_eq!(names(&named, folder.path()), ["codebook.csv", "plan.txt", "rows.jsonl", "tasks.csv"]);
        assert_eq!(named.own.len(), 1);
    }

    #[test]
    fn a_path_is_read_once_and_the_output_not_at_all() {
        let folder = folder_with(&["b.txt", "out.jsonl"]);
        let own = folder.path().join("out.jsonl");
        let walk = walk(&[folder.path().into(), folder.path().join("b.txt")], Some(&own)).unwrap();
        assert_eq!(names(&walk, folder.path()), ["b.txt"]);
    }
}
