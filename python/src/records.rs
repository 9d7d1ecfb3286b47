//! Documents of any iterable in; their records out, one at a time and in order, with threads at work in between.
//!
//! The iterable is drawn on from the caller's thread, and never further than the threads need to be kept busy.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chengnuo::batch::document::json;
use chengnuo::batch::duplicate::Copies;
use chengnuo::batch::journal::Earlier;
use chengnuo::batch::panics::quietly;
use chengnuo::batch::{self, About, Claims, Finished, Item, Run, Step};
use chengnuo::error::Unreadable;
use chengnuo::record::DocumentStatus;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator};

use crate::dict::{self, dict};
use crate::error;
use crate::input::{self, Items};
use crate::object::{Keys, object};
use crate::options::Options;

/// How long a wait lasts until the interpreter is asked whether somebody pressed Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// What all threads share.
struct Shared {
    options: Py<Options>,
    batch: batch::Options,
    earlier: Earlier,
    claims: Claims,
}

impl Shared {
    fn run(&self) -> Run<'_> {
        let lexicon = &self.options.get().tables;
        Run { options: &self.batch, lexicon, earlier: &self.earlier, claims: &self.claims }
    }

    fn step(&self, n: usize, item: Item) -> std::result::Result<Step, String> {
        let run = self.run();
        quietly(|| run.step(n, item))
    }
}

type Came = (usize, std::result::Result<Step, String>);

struct Threads {
    /// Closed when this is dropped, whereupon the threads end.
    work: Sender<(usize, Item)>,
    came: Receiver<Came>,
}

impl Threads {
    fn start(py: Python, jobs: usize, shared: &Arc<Shared>) -> PyResult<Threads> {
        let (work, todo) = channel::<(usize, Item)>();
        let (give, came) = channel();
        let todo = Arc::new(Mutex::new(todo));
        for _ in 0..jobs {
            let (shared, todo, give) = (Arc::clone(shared), Arc::clone(&todo), give.clone());
            let work = move || {
                let next = || todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((n, item)) = next() {
                    if give.send((n, shared.step(n, item))).is_err() {
                        break;
                    }
                }
            };
            let thread = std::thread::Builder::new().name("chengnuo".into()).spawn(work);
            thread.map_err(|why| error::usage(py, format!("cannot start {jobs} threads: {why}")))?;
        }
        Ok(Threads { work, came })
    }
}

/// What is drawn.
enum One {
    Document(Item),
    Record(Vec<u8>),
}

/// What stands at a place of the output.
enum Next {
    Came(Box<Step>),
    /// A record that the caller has already, as JSON.
    Record(Vec<u8>),
    /// Something that is no document, to be raised at its place.
    Wrong(PyErr),
}

#[pyclass(module = "chengnuo._chengnuo")]
pub struct Records {
    state: Mutex<State>,
}

struct State {
    shared: Arc<Shared>,
    given: Option<Py<PyIterator>>,
    /// Things drawn from `given` so far.
    drawn: usize,
    /// The documents of the thing drawn last.
    items: Items,
    /// Documents begun.
    begun: usize,
    /// Documents given out.
    out: usize,
    waiting: BTreeMap<usize, Next>,
    threads: Option<Threads>,
    jobs: usize,
    copies: Copies,
    raise: bool,
    /// Records may stand among the documents.
    mixed: bool,
    keys: Keys,
    memory: dict::Memory,
    process: u32,
}

#[pymethods]
impl Records {
    /// `jobs`: with 1, documents are worked on in the caller's thread. `raise`: a failed document is an
    /// exception. `mixed`: records may stand among the documents, and come out as they are. `written`: records are
    /// asked for as JSON, which the threads write.
    #[new]
    fn new(
        py: Python,
        given: &Bound<PyAny>,
        options: Py<Options>,
        jobs: usize,
        raise: bool,
        mixed: bool,
        written: bool,
    ) -> PyResult<Records> {
        let Ok(given) = given.try_iter() else {
            let message = format!(
                "{} cannot be gone through: give a list or generator of documents",
                input::named(given)?
            );
            return Err(error::input(py, message));
        };
        let batch = batch::Options { unwritten: !written, ..options.get().batch.clone() };
        let shared = Shared { options, batch, earlier: Earlier::default(), claims: Claims::default() };
        let state = State {
            shared: Arc::new(shared),
            given: Some(given.unbind()),
            drawn: 0,
            items: Box::new(std::iter::empty()),
            begun: 0,
            out: 0,
            waiting: BTreeMap::new(),
            threads: None,
            jobs: jobs.max(1),
            copies: Copies::default(),
            raise,
            mixed,
            keys: Keys::default(),
            memory: dict::Memory::default(),
            process: std::process::id(),
        };
        Ok(Records { state: Mutex::new(state) })
    }

    fn __iter__(slf: PyRef<Self>) -> PyRef<Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let state = self.state();
        match state.next(py)? {
            Some(finished) => {
                let made = state.object(py, &finished)?;
                // Nobody waits for the memory.
                py.detach(|| drop(finished));
                Ok(Some(made))
            }
            None => Ok(None),
        }
    }

    /// The next record as a line of JSON without its end; `None` behind the last.
    fn next_json<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let Some(finished) = self.next_finished(py)? else { return Ok(None) };
        let json = &finished.json;
        PyBytes::new_with_writer(py, json.len() as usize, |out| Ok(json.write_to(out)?)).map(Some)
    }
}

impl Records {
    fn state(&mut self) -> &mut State {
        self.state.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next record as JSON, of which nothing is made for Python.
    pub fn next_finished(&mut self, py: Python) -> PyResult<Option<Finished>> {
        let Some(mut finished) = self.state().next(py)? else { return Ok(None) };
        if let Some(record) = finished.record.take() {
            finished.json = error::apart(py, || json(&record))?;
        }
        Ok(Some(finished))
    }
}

impl State {
    fn object<'py>(&mut self, py: Python<'py>, finished: &Finished) -> PyResult<Bound<'py, PyAny>> {
        match &finished.record {
            Some(record) => dict(py, record, &mut self.memory),
            None => object(py, &finished.json.bytes()?, &mut self.keys),
        }
    }

    fn next(&mut self, py: Python) -> PyResult<Option<Finished>> {
        if self.process != std::process::id() {
            let message =
                "these records belong to the process that this one was forked from: begin anew here";
            return Err(error::usage(py, message.into()));
        }
        let next = if self.jobs == 1 { self.next_here(py)? } else { self.next_of_threads(py)? };
        let step = match next {
            None => return Ok(None),
            Some(Next::Wrong(why)) => return Err(why),
            Some(Next::Record(json)) => return Ok(Some(as_it_is(json))),
            Some(Next::Came(step)) => *step,
        };
        let (shared, copies) = (&self.shared, &mut self.copies);
        let place = || shared.run().placed(step, copies);
        let finished = error::apart(py, place)?;
        if self.raise && finished.about.status == DocumentStatus::Failed {
            return Err(self.failed(py, &finished));
        }
        Ok(Some(finished))
    }

    fn failed(&mut self, py: Python, finished: &Finished) -> PyErr {
        let unknown = Unreadable::new("failed", "it could not be read");
        let About { trouble, .. } = &finished.about;
        match self.object(py, finished) {
            Ok(record) => {
                let path = place(&finished.path);
                error::document(py, &path, trouble.as_ref().unwrap_or(&unknown), record.unbind())
            }
            Err(error) => error,
        }
    }

    /// The next document, worked on in this thread.
    fn next_here(&mut self, py: Python) -> PyResult<Option<Next>> {
        let Some(item) = self.draw(py)? else { return Ok(None) };
        let n = self.begun;
        self.begun += 1;
        self.out += 1;
        match item {
            Err(why) => Ok(Some(Next::Wrong(why))),
            Ok(One::Record(json)) => Ok(Some(Next::Record(json))),
            Ok(One::Document(item)) => {
                let shared = &self.shared;
                let step = error::apart(py, || shared.step(n, item))?;
                Ok(Some(Next::Came(Box::new(step.map_err(|place| error::internal(py, &place))?))))
            }
        }
    }

    fn next_of_threads(&mut self, py: Python) -> PyResult<Option<Next>> {
        loop {
            self.fill(py)?;
            if let Some(next) = self.waiting.remove(&self.out) {
                self.out += 1;
                // The threads have something to do while the caller looks at this one.
                self.fill(py)?;
                return Ok(Some(next));
            }
            let Some(threads) = self.threads.as_mut().filter(|_| self.out < self.begun) else {
                return Ok(None);
            };
            let came = &mut threads.came;
            match py.detach(move || came.recv_timeout(PATIENCE)) {
                Ok((n, Ok(step))) => drop(self.waiting.insert(n, Next::Came(Box::new(step)))),
                Ok((n, Err(place))) => {
                    self.waiting.insert(n, Next::Wrong(error::internal(py, &place)));
                }
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(error::internal(py, "a thread that ended"));
                }
            }
        }
    }

    /// Draws documents until the threads have enough to do.
    fn fill(&mut self, py: Python) -> PyResult<()> {
        let window = self.jobs * 2 + 2;
        while self.begun - self.out < window
            && let Some(item) = self.draw(py)?
        {
            let n = self.begun;
            self.begun += 1;
            match item {
                Err(why) => drop(self.waiting.insert(n, Next::Wrong(why))),
                Ok(One::Record(json)) => drop(self.waiting.insert(n, Next::Record(json))),
                Ok(One::Document(item)) => {
                    if self.threads.is_none() {
                        self.threads = Some(Threads::start(py, self.jobs, &self.shared)?);
                    }
                    if let Some(threads) = &self.threads
                        && threads.work.send((n, item)).is_err()
                    {
                        return Err(error::internal(py, "a thread that ended"));
                    }
                }
            }
        }
        Ok(())
    }

    /// The next document, or why the next thing is none; `None` behind the last.
    fn draw(&mut self, py: Python) -> PyResult<Option<PyResult<One>>> {
        loop {
            let items = &mut self.items;
            if let Some(item) = error::apart(py, || items.next())? {
                return Ok(Some(Ok(One::Document(item))));
            }
            let Some(given) = &self.given else { return Ok(None) };
            let mut given = given.bind(py).clone();
            match given.next() {
                None => {
                    self.given = None;
                    return Ok(None);
                }
                // What the caller's own generator raises comes behind the records of what it gave before.
                Some(Err(why)) => {
                    self.given = None;
                    return Ok(Some(Err(why)));
                }
                Some(Ok(thing)) => {
                    let n = self.drawn;
                    self.drawn += 1;
                    match if self.mixed { input::record(&thing, n) } else { Ok(None) } {
                        Ok(None) => {}
                        Ok(Some(json)) => {
                            return Ok(Some(input::checked(py, n, json).map(One::Record)));
                        }
                        Err(why) => return Ok(Some(Err(why))),
                    }
                    match input::items(&thing, n, &self.shared.batch) {
                        Ok(items) => self.items = items,
                        Err(why) => return Ok(Some(Err(why))),
                    }
                }
            }
        }
    }
}

/// What an exception calls a document.
fn place(path: &Path) -> String {
    let path = path.display().to_string();
    if path == chengnuo::batch::STDIN { "the document".into() } else { path }
}

/// A record of the caller's.
fn as_it_is(json: Vec<u8>) -> Finished {
    let path = Path::new(chengnuo::batch::STDIN).into();
    Finished {
        path,
        key: String::new(),
        json: json.into(),
        record: None,
        earlier: None,
        about: About::default(),
    }
}
