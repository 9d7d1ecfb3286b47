//! What a run of `valgrind --tool=callgrind` counts: one stage, so many times over the texts of a folder, in one thread.
//!
//! `count STAGE TIMES [FOLDER]`: the difference of two runs with other TIMES is the stage's own, without what it starts
//! from. STAGE is a name that `benches/speed.rs` prints.

use std::process::ExitCode;

use chengnuo_benches::{Made, folder};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (stage, times, texts) = match arguments.as_slice() {
        [stage, times] => (stage, times, folder("corpus/plans")),
        [stage, times, texts] => (stage, times, texts.into()),
        _ => {
            eprintln!("count STAGE TIMES [FOLDER]");
            return ExitCode::from(2);
        }
    };
    let made = Made::of(&texts);
    let stages = made.stages();
    let Some((_, work)) = stages.iter().find(|(name, _)| name == stage) else {
        eprintln!("no stage is called {stage}");
        return ExitCode::from(2);
    };
    for _ in 0..times.parse().unwrap_or(1) {
        work();
    }
    println!("{}", made.bytes());
    ExitCode::SUCCESS
}
