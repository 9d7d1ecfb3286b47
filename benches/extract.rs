//! Speed: the whole extraction beside the segmenter alone, on the same text in one run.
//!
//! `cargo bench` prints both as MB/s, and at the end how much of the segmenter's throughput the extraction reaches.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chengnuo::context::Given;
use chengnuo::lexicon::Lexicon;
use chengnuo::{extract, read, record};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;

/// The documents of a folder as text, where there are any.
fn documents(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    let texts = paths.iter().filter_map(|path| read::read(&std::fs::read(path).ok()?, path).ok());
    texts.map(|content| content.text).collect()
}

fn extract_all(texts: &[String]) {
    let lexicon = Lexicon::embedded();
    for source in texts {
        let text = extract::text(source.clone(), lexicon);
        let document = extract::extract(&text, "0", record::Source::default(), &Given::default(), lexicon);
        black_box(serde_json::to_vec(&document).map_or(0, |json| json.len()));
    }
}

fn cut_all(texts: &[String], jieba: &Jieba) {
    for text in texts {
        black_box(jieba.cut(text, true).len());
    }
}

fn speed(criterion: &mut Criterion) {
    let jieba = Jieba::new();
    for (name, folder) in [("plans", "corpus/plans"), ("reports", "../shared/documents/reports2024")] {
        let texts = documents(folder);
        if texts.is_empty() {
            println!("{name}: no documents in {folder}");
            continue;
        }
        let bytes: usize = texts.iter().map(String::len).sum();
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
        group.bench_function("extract", |bencher| bencher.iter(|| extract_all(&texts)));
        group.bench_function("jieba cut", |bencher| bencher.iter(|| cut_all(&texts, &jieba)));
        group.finish();
        compare(name, bytes, || extract_all(&texts), || cut_all(&texts, &jieba));
    }
}

/// The best of several runs that take turns, so that both meet the same machine.
fn compare(name: &str, bytes: usize, ours: impl Fn(), theirs: impl Fn()) {
    let time = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let (mut our_best, mut their_best) = (Duration::MAX, Duration::MAX);
    for _ in 0..10 {
        our_best = our_best.min(time(&ours));
        their_best = their_best.min(time(&theirs));
    }
    let speed = |best: Duration| bytes as f64 / 1e6 / best.as_secs_f64();
    let (ours, theirs) = (speed(our_best), speed(their_best));
    println!("{name}: extract {ours:.1} MB/s, jieba {theirs:.1} MB/s, ratio {:.2}", ours / theirs);
}

criterion_group!(benches, speed);
criterion_main!(benches);
