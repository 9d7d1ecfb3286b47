//! Panics: what broke off in, a line on where and why out.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Where the document on this thread broke off; `None` outside of documents.
    static BROKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic in it prints nothing and gives its place and message.
pub fn quietly<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            let inside = BROKEN.with_borrow_mut(|broken| match broken {
                Some(place) => {
                    let line = about.location().map_or_else(String::new, ToString::to_string);
                    *place = format!("{line}: {}", message(about.payload()));
                    true
                }
                None => false,
            });
            if !inside {
                before(about);
            }
        }));
    });
    BROKEN.set(Some(String::new()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    let place = BROKEN.take().unwrap_or_default();
    outcome.map_err(|_| place)
}

fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
