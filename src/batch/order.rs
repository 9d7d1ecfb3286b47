//! Order: items in, worked on in parallel, and what comes of them out in the order of the items.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{channel, sync_channel};

use crate::error::{Error, Result};

/// Works on `items` in parallel, and takes what comes of them in their order until `take` breaks.
///
/// # Errors
/// [`Error::Usage`] where the threads cannot be started.
pub fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Error::Usage(format!("cannot start {jobs} threads: {error}")))?;
    // A permit is held from before an item is drawn until what comes of it is taken.
    let (permit, permits) = sync_channel::<()>(jobs * 2 + 2);
    let (done, results) = channel();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let work = &work;
            let mut items = items.enumerate();
            pool.in_place_scope_fifo(move |scope| {
                while permit.send(()).is_ok()
                    && let Some((n, item)) = items.next()
                {
                    let done = done.clone();
                    // Nobody listens any more once `take` has broken off.
                    scope.spawn_fifo(move |_| drop(done.send((n, work(item)))));
                }
            });
        });
        // Dropped with this closure: who waits for a permit then ends.
        let permits = permits;
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (n, result) in results {
            waiting.insert(n, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                if take(result).is_break() {
                    return;
                }
                // Fails only where the drawing thread has ended.
                let _ = permits.try_recv();
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let uneven = |n: u64| {
            std::thread::sleep(std::time::Duration::from_millis(n * 7 % 5));
            n
        };
        let mut seen = Vec::new();
        let take = |n| {
            seen.push(n);
            ControlFlow::Continue(())
        };
        in_order(0..200u64, 3, uneven, take).unwrap();
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_items_are_under_way_than_the_window_holds() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (drawn, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..100).inspect(|_| {
            drawn.fetch_add(1, Ordering::SeqCst);
        });
        // The first item is slow: what stands behind it must not pile up.
        let work = |n: i32| {
            if n == 0 {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            drawn.load(Ordering::SeqCst) - taken.load(Ordering::SeqCst)
        };
        let mut most = 0;
        in_order(items, 2, work, |under_way| {
            taken.fetch_add(1, Ordering::SeqCst);
            most = most.max(under_way);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(most <= 8, "{most} items were under way");
    }

    #[test]
    fn breaking_off_ends_the_work() {
        let mut seen = 0;
        let take = |_| {
            seen += 1;
            if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        in_order(0.., 2, |n: u64| n, take).unwrap();
        assert_eq!(seen, 3);
    }
}
