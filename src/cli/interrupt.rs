//! Ctrl-C and termination: the first asks for an end, the second is one.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit code of a program that an interrupt ended.
pub const INTERRUPTED: u8 = 130;

/// Sets `stop` at the first signal, and ends the program at the second.
pub fn listen(stop: &Arc<AtomicBool>) -> Result<()> {
    for (signal, code) in [(SIGINT, i32::from(INTERRUPTED)), (SIGTERM, 143)] {
        // The order matters: the flag that the first signal sets is what the second one finds set.
        flag::register_conditional_shutdown(signal, code, Arc::clone(stop))
            .and_then(|_| flag::register(signal, Arc::clone(stop)))
            .context("cannot listen for interrupts")?;
    }
    Ok(())
}
