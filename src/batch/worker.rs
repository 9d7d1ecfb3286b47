//! Workers: processes that read one document after the other, so that a document that kills its reader, or never lets
//! it go, costs itself alone.
//!
//! A worker is this program with the hidden command `worker`. It reads documents from its standard input and writes
//! records to its standard output, each behind its lengths, and is asked again until it ends or is too slow.

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::document::{Json, Loaded, Outcome, extracted, load};
use super::{About, Item, Options};
use crate::error::Unreadable;
use crate::lexicon::Lexicon;
use crate::read;

/// What risky formats may take where the user says nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bytes of memory that a worker may ask for.
#[cfg(unix)]
const MEMORY: u64 = 4 << 30;

/// The workers of a run. As many are started as documents are worked on at a time.
#[derive(Debug)]
pub struct Workers {
    program: PathBuf,
    arguments: Vec<OsString>,
    /// How long a document may take. With it, all documents are read by workers; without, those of risky formats.
    timeout: Option<Duration>,
    idle: Mutex<Vec<Worker>>,
}

impl Workers {
    /// `program` with `arguments` is to call [`serve`].
    pub fn new(program: PathBuf, arguments: Vec<OsString>, timeout: Option<Duration>) -> Workers {
        Workers { program, arguments, timeout, idle: Mutex::default() }
    }

    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// The document is one for a worker.
    pub fn take(&self, loaded: &Loaded) -> bool {
        let Ok(bytes) = &loaded.bytes else { return false };
        self.timeout.is_some() || loaded.line.is_none() && read::is_risky(bytes, &loaded.path)
    }

    /// The record of a document.
    ///
    /// # Errors
    /// `timeout`, `out_of_memory`, `crashed`, and `no_worker` where none can be started.
    pub fn work(&self, loaded: &Loaded) -> Result<(About, Vec<u8>), Unreadable> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => Worker::start(&self.program, &self.arguments).map_err(|error| {
                Unreadable::new("no_worker", format!("no process can be started: {error}"))
            })?,
        };
        let answer = worker.ask(loaded, self.timeout.unwrap_or(PATIENCE))?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        Ok(answer)
    }
}

#[derive(Debug)]
struct Worker {
    child: Child,
    questions: Option<ChildStdin>,
    answers: Receiver<io::Result<(About, Vec<u8>)>>,
    /// The last of what it wrote to standard error.
    complaints: Arc<Mutex<Vec<u8>>>,
}

impl Worker {
    fn start(program: &Path, arguments: &[OsString]) -> io::Result<Worker> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            // An interrupt at the terminal is for the program that asks, which finishes what is in work.
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
        let mut child = command.spawn()?;
        let questions = child.stdin.take();
        let (give, answers) = channel();
        if let Some(stdout) = child.stdout.take() {
            let mut stdout = BufReader::new(stdout);
            std::thread::spawn(move || {
                loop {
                    let answer = answer(&mut stdout);
                    let ended = answer.is_err();
                    if give.send(answer).is_err() || ended {
                        break;
                    }
                }
            });
        }
        let complaints: Arc<Mutex<Vec<u8>>> = Arc::default();
        if let Some(mut stderr) = child.stderr.take() {
            let complaints = Arc::clone(&complaints);
            std::thread::spawn(move || {
                let mut buffer = [0; 1024];
                while let Ok(count) = stderr.read(&mut buffer)
                    && count > 0
                {
                    let mut complaints = complaints.lock().unwrap_or_else(PoisonError::into_inner);
                    complaints.extend_from_slice(&buffer[..count]);
                    let more = complaints.len().saturating_sub(4096);
                    complaints.drain(..more);
                }
            });
        }
        Ok(Worker { child, questions, answers, complaints })
    }

    fn ask(&mut self, loaded: &Loaded, patience: Duration) -> Result<(About, Vec<u8>), Unreadable> {
        if self.question(loaded).is_err() {
            return Err(self.ended());
        }
        match self.answers.recv_timeout(patience) {
            Ok(Ok(answer)) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(Unreadable::new(
                "timeout",
                format!("the document took longer than {} s", patience.as_secs_f64()),
            )),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
        }
    }

    fn question(&mut self, loaded: &Loaded) -> io::Result<()> {
        let (Some(to), Ok(bytes)) = (&mut self.questions, &loaded.bytes) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let path = loaded.path.to_string_lossy();
        for number in [path.len() as u64, loaded.line.unwrap_or(0), bytes.len() as u64] {
            to.write_all(&number.to_le_bytes())?;
        }
        to.write_all(path.as_bytes())?;
        to.write_all(bytes)?;
        to.flush()
    }

    /// Why a worker ended that should not have.
    fn ended(&mut self) -> Unreadable {
        let how = self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        // What it said comes by another way, and may be a moment late.
        std::thread::sleep(Duration::from_millis(20));
        let said = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        let said = String::from_utf8_lossy(&said);
        if said.contains("memory allocation of") {
            return Unreadable::new("out_of_memory", "the document takes more memory than it may");
        }
        let last = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it said nothing");
        Unreadable::new(
            "crashed",
            format!("the program ended in this document ({how}): {last}; please report it"),
        )
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A worker with nothing to do ends by itself; one that hangs does not.
        self.questions = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(from: &mut impl Read) -> io::Result<(About, Vec<u8>)> {
    let [about, json] = lengths(from)?;
    let about = bytes(from, about)?;
    let json = bytes(from, json)?;
    Ok((serde_json::from_slice(&about)?, json))
}

fn lengths<const N: usize>(from: &mut impl Read) -> io::Result<[u64; N]> {
    let mut numbers = [0; N];
    for number in &mut numbers {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes)?;
        *number = u64::from_le_bytes(bytes);
    }
    Ok(numbers)
}

fn bytes(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// The work of a worker: documents from `from`, records to `to`, until `from` ends.
///
/// # Errors
/// Those of the two streams.
pub fn serve(
    from: &mut impl Read,
    to: &mut impl Write,
    options: &Options,
    lexicon: &Lexicon,
) -> io::Result<()> {
    loop {
        let [path, line, length] = match lengths(from) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            numbers => numbers?,
        };
        let path = bytes(from, path)?;
        let path: Arc<Path> = Path::new(&*String::from_utf8_lossy(&path)).into();
        let document = bytes(from, length)?;
        let item = match line {
            0 => Item::Bytes(path, document),
            line => Item::Row(path, line, document),
        };
        let outcome: Outcome<Json> = extracted(load(item, options), options, lexicon);
        let about = serde_json::to_vec(&outcome.about)?;
        for length in [about.len() as u64, outcome.record.len()] {
            to.write_all(&length.to_le_bytes())?;
        }
        to.write_all(&about)?;
        outcome.record.write_to(to)?;
        to.flush()?;
    }
}

/// Bounds what this process may take, and ends it with the one that started it.
#[cfg(unix)]
pub fn bound() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Where a limit cannot be set there is none.
    let lower = |resource, most: u64| {
        let maximum = getrlimit(resource).maximum;
        let most = maximum.map_or(most, |maximum| most.min(maximum));
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum });
    };
    lower(Resource::As, MEMORY);
    lower(Resource::Core, 0);
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    }
}

#[cfg(not(unix))]
pub fn bound() {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::record::DocumentStatus;

    fn loaded() -> Loaded {
        load(Item::Bytes(Path::new("a.txt").into(), b"plan".to_vec()), &Options::default())
    }

    /// What is said of a worker that does as the shell is told.
    fn told(script: &str) -> Unreadable {
        let arguments = vec!["-c".into(), script.into()];
        let workers = Workers::new("/bin/sh".into(), arguments, Some(Duration::from_secs(2)));
        workers.work(&loaded()).unwrap_err()
    }

    #[test]
    fn a_worker_that_ends_says_why() {
        let overflow = told("echo 'thread main has overflowed its stack' >&2; kill -ABRT $$");
        assert_eq!(overflow.code, "crashed");
        assert!(overflow.message.contains("overflowed its stack"), "{}", overflow.message);
        assert_eq!(told("exit 0").code, "crashed");
        assert_eq!(
            told("echo 'memory allocation of 8 bytes failed' >&2; kill -ABRT $$").code,
            "out_of_memory"
        );
        let patience = std::time::Instant::now();
        assert_eq!(told("exec sleep 60").code, "timeout");
        assert!(patience.elapsed() < Duration::from_secs(20));
        assert_eq!(told("printf 12345678123456781234").code, "crashed");
        let nothing = Workers::new("/no/such/program".into(), Vec::new(), None);
        assert_eq!(nothing.work(&loaded()).unwrap_err().code, "no_worker");
    }

    #[test]
    fn a_worker_answers_each_document() {
        let lexicon = Lexicon::embedded();
        let mut questions = Vec::new();
        for text in ["到2025年底，建成养老服务设施80处。", "", "到2026年底，建成养老服务设施90处。"]
        {
            for number in [5, 0, text.len() as u64] {
                questions.extend(number.to_le_bytes());
            }
            questions.extend(b"a.txt");
            questions.extend(text.as_bytes());
        }
        let mut answers = Vec::new();
        serve(&mut questions.as_slice(), &mut answers, &Options::default(), lexicon).unwrap();
        let mut answers = answers.as_slice();
        let statuses = [0; 3].map(|_: i32| {
            let (about, json) = answer(&mut answers).unwrap();
            let document: crate::record::Document = serde_json::from_slice(&json).unwrap();
            assert_eq!((&document.id, document.status), (&about.id, about.status));
            assert_eq!(document.quantities.len(), usize::from(about.bytes > 0));
            document.status
        });
        assert_eq!(statuses, [DocumentStatus::Ok, DocumentStatus::Failed, DocumentStatus::Ok]);
        assert!(answers.is_empty());
    }
}
