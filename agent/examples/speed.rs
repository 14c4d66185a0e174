//! Measures how fast documents are examined: `cargo run --release -p mimawari-agent --example speed -- FILE…`
//!
//! Every file is examined from memory, at least five times; printed are the median and what was found.

use std::{fs, io::Cursor};

use mimawari_agent::examine::Eyes;
use mimawari_proto::name::Name;

fn main() {
    let started = on_cpu();
    let eyes = Eyes::built_in();
    report(format_args!(
        "rules taken in within {:.1} ms",
        (on_cpu() - started) * 1e3
    ));
    for path in std::env::args_os().skip(1) {
        let Ok(bytes) = fs::read(&path) else { continue };
        let mut times = Vec::new();
        let mut found = String::new();
        for _ in 0..7 {
            let started = on_cpu();
            let examined = eyes.examine(&Name::from("x"), bytes.len() as u64, &mut Cursor::new(&bytes));
            times.push(on_cpu() - started);
            found = examined
                .hits
                .iter()
                .map(|hit| format!(" {}={}", hit.kind, hit.count))
                .collect();
        }
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let rate = bytes.len() as f64 / median / 1e6;
        report(format_args!(
            "{:>9.2} ms {rate:>8.0} MB/s {}{found}",
            median * 1e3,
            path.to_string_lossy()
        ));
    }
}

/// Seconds this thread has been on a CPU, where the system tells (Linux), so that a busy machine measures the same.
fn on_cpu() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

#[expect(clippy::print_stdout, reason = "a measuring program prints its figures")]
fn report(line: std::fmt::Arguments<'_>) {
    println!("{line}");
}
