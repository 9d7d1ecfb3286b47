//! Split: the work on one long text over the threads at hand, with the same result as on one.
//!
//! A text of a usual length is one thread's work, for a batch has others for the rest. A text that outweighs them is cut
//! at line ends, and what is read segment by segment is read in runs of segments. The threads are those of the pool that
//! the caller works in (`--jobs` of them); where there is none, as in a process of Python that may fork, none is started.

use std::ops::Range;

use rayon::prelude::*;

use crate::span::Span;

/// Bytes from which on a text is long.
const LONG: usize = 1 << 19;

/// The least that is worth a thread's while.
const PART: usize = 1 << 16;
const ITEMS: usize = 256;

/// Whether a text is worth more than one thread, and there are more.
pub fn is_long(text: &str) -> bool {
    text.len() >= LONG && rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1
}

/// The text in parts, each of which ends behind a line end; a text that is not long is one.
fn parts(text: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    while is_long(text) && text.len() - start > PART {
        let Some(end) = memchr::memchr(b'\n', &text.as_bytes()[start + PART..]) else { break };
        let end = start + PART + end + 1;
        parts.push(Span::new(start, end));
        start = end;
    }
    parts.push(Span::new(start, text.len()));
    parts
}

/// What `work` makes of each part of a text, in order.
pub fn each_part<R: Send>(text: &str, work: impl Fn(Span) -> R + Send + Sync) -> Vec<R> {
    let parts = parts(text);
    if parts.len() == 1 {
        parts.into_iter().map(work).collect()
    } else {
        parts.into_par_iter().map(work).collect()
    }
}

/// What `work` makes of the numbers below `count`, in order, over threads where the text that they are of is `long`. Each
/// run of numbers has a `D` of its own to work with.
pub fn each<D: Default, R: Send>(
    long: bool,
    count: usize,
    work: impl Fn(&mut D, usize) -> R + Send + Sync,
) -> Vec<R> {
    if long {
        (0..count).into_par_iter().with_min_len(ITEMS).map_init(D::default, work).collect()
    } else {
        let mut desk = D::default();
        (0..count).map(|n| work(&mut desk, n)).collect()
    }
}

/// As [`each`], where `work` makes something of each of `run` numbers at a time.
pub fn each_run<D: Default, R: Default + Send>(
    long: bool,
    count: usize,
    run: usize,
    work: impl Fn(&mut D, Range<usize>) -> Vec<R> + Send + Sync,
) -> Vec<R> {
    let run_of = |n: usize| n * run..count.min((n + 1) * run);
    let mut all = Vec::with_capacity(count);
    if long {
        // Each run is put where it belongs, so that there is no second list of so many.
        all.resize_with(count, R::default);
        let runs = all.par_chunks_mut(run).enumerate().with_min_len(ITEMS.div_ceil(run));
        runs.for_each_init(D::default, |desk, (n, place)| {
            place.iter_mut().zip(work(desk, run_of(n))).for_each(|(place, made)| *place = made);
        });
    } else {
        let mut desk = D::default();
        (0..count.div_ceil(run)).for_each(|n| all.append(&mut work(&mut desk, run_of(n))));
    }
    all
}

/// Both results, of two threads where the text is `long`.
pub fn both<A: Send, B: Send>(
    long: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if long { rayon::join(one, other) } else { (one(), other()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::{extract, record};

    fn in_pool<R: Send>(work: impl FnOnce() -> R + Send) -> R {
        rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap().install(work)
    }

    #[test]
    fn parts_are_the_text_cut_behind_line_ends() {
        let line = "到2025年底,建成标准化村卫生室120个以上。\n";
        let long = line.repeat(LONG / line.len() + 1);
        let cut = in_pool(|| parts(&long));
        assert!(cut.len() > 2 && cut.iter().all(|part| part.of(&long).ends_with('\n')), "{cut:?}");
        assert_eq!(cut.iter().map(|part| part.of(&long)).collect::<String>(), long);
        assert_eq!(in_pool(|| parts(line)).len(), 1);
        let one = "一".repeat(LONG);
        assert_eq!(in_pool(|| parts(&one)), [Span::new(0, one.len())]);
        // Outside of a pool no threads are started.
        assert_eq!(parts(&long).len(), 1);
    }

    #[test]
    fn a_long_text_gives_the_record_of_one_thread() {
        let lexicon = Lexicon::embedded();
        let plan = include_str!("../corpus/plans/renhuai.txt");
        let text = extract::text(plan.repeat(LONG / plan.len() + 1), lexicon);
        let record = || extract::extract(&text, "0", record::Source::default(), &Given::default(), lexicon);
        assert!(in_pool(|| is_long(text.view())) && in_pool(record) == record());
    }

    #[test]
    fn threads_change_nothing() {
        let add = |sum: &mut usize, n: usize| {
            *sum = n;
            *sum * 2
        };
        assert_eq!(each(true, 10_000, add), each(false, 10_000, add));
        let all = |sum: &mut usize, run: Range<usize>| run.map(|n| add(sum, n)).collect();
        assert_eq!(each_run(true, 10_000, 7, all), each(false, 10_000, add));
        assert_eq!(each_run(false, 10_000, 7, all), each(false, 10_000, add));
        assert_eq!(both(true, || 1, || 2), both(false, || 1, || 2));
    }
}
