//! Runs contestants in turn and prints medians and ratios.

use std::{
    io::{Write as _, stdout},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

/// Someone who does the work once and says how long it took.
pub(crate) type Contestant<'a> = (&'static str, Box<dyn FnMut() -> Result<Duration> + 'a>);

/// Runs all in turn, as often as told, after one round that does not count.
///
/// The last one is the baseline of the ratios.
pub(crate) fn compare(title: &str, runs: usize, mut contestants: Vec<Contestant<'_>>) -> Result<()> {
    for (_, work) in &mut contestants {
        work()?;
    }
    let mut taken = vec![Vec::new(); contestants.len()];
    for _ in 0..runs.max(1) {
        for ((_, work), taken) in contestants.iter_mut().zip(&mut taken) {
            taken.push(work()?);
        }
    }
    let medians: Vec<f64> = taken.into_iter().map(median).collect();
    let baseline = medians.last().copied().unwrap_or(1.0);
    line(&format!("{title} (median of {runs})"))?;
    for ((name, _), seconds) in contestants.iter().zip(&medians) {
        line(&format!(
            "  {name:<36} {seconds:>9.3} s   {:>6.2} x",
            seconds / baseline
        ))?;
    }
    Ok(())
}

/// Measures how long something takes.
pub(crate) fn timed(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed())
}

/// Runs a program to its end, which must be one of these exit codes, with its output thrown away.
pub(crate) fn finish(command: &mut Command, good: &[i32]) -> Result<Duration> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    timed(|| {
        let status = command
            .status()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        ensure!(
            status.code().is_some_and(|code| good.contains(&code)),
            "{command:?} ended with {status}"
        );
        Ok(())
    })
}

/// The middle of some durations, in seconds.
pub(crate) fn median(mut taken: Vec<Duration>) -> f64 {
    taken.sort_unstable();
    taken.get(taken.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

/// Prints one line of the result.
pub(crate) fn line(text: &str) -> Result<()> {
    Ok(writeln!(stdout(), "{text}")?)
}
