//! Speed: each stage and the whole beside the segmenter alone, on the same texts in one run.
//!
//! `cargo bench -p chengnuo-benches` measures with criterion; with `-- --table` it prints the README's table instead:
//! the best of runs that take turns, so that all stages meet the same machine.

use std::time::{Duration, Instant};

use chengnuo_benches::{Made, folder};
use criterion::{Criterion, Throughput};

const FOLDERS: [(&str, &str); 2] =
    [("plans", "corpus/plans"), ("reports", "../shared/documents/reports2024")];

fn main() {
    let table = std::env::args().any(|word| word == "--table");
    let mut criterion = Criterion::default().sample_size(10);
    for (name, path) in FOLDERS {
        let made = Made::of(&folder(path));
        if made.bytes() == 0 {
            println!("{name}: skipped, there are no texts in {path}");
        } else if table {
            print_table(name, &made);
        } else {
            let mut group = criterion.benchmark_group(name);
            group.throughput(Throughput::Bytes(made.bytes() as u64));
            for (stage, work) in made.stages() {
                group.bench_function(stage, |bencher| bencher.iter(&work));
            }
            group.finish();
        }
    }
    criterion.final_summary();
}

/// Runs of each stage.
const TURNS: usize = 9;

fn print_table(name: &str, made: &Made) {
    let stages = made.stages();
    let mut best = vec![Duration::MAX; stages.len()];
    for _ in 0..TURNS {
        for ((_, work), best) in stages.iter().zip(&mut best) {
            let start = Instant::now();
            work();
            *best = start.elapsed().min(*best);
        }
    }
    println!(
        "{name}, {} bytes, one thread\n\n| stage | MB/s | of jieba.cut |\n| --- | ---: | ---: |",
        made.bytes()
    );
    let speed = |took: Duration| made.bytes() as f64 / 1e6 / took.as_secs_f64();
    for ((stage, _), took) in stages.iter().zip(&best) {
        println!("| {stage} | {:.1} | {:.2} |", speed(*took), speed(*took) / speed(best[0]));
    }
    println!();
}
