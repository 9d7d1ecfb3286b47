//! The program: parse, run, exit code.

use std::process::ExitCode;

/// Records are many small strings, which this allocator hands out and takes back faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    chengnuo::cli::main()
}
