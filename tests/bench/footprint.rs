//! What the agent weighs: on disk, idle, and at its peak.

use std::{fs, path::Path, process::Stdio};

use anyhow::{Context as _, Result};
use mimawari_tests::{agent::Agent, collector::Collector, program, wait};

use crate::measure::line;

/// Prints sizes of programs and memory of a running agent.
pub(crate) fn measure(dir: &Path) -> Result<()> {
    for name in ["mimawari-agent", "mimawari-collector"] {
        let bytes = fs::metadata(program::path(name)?)?.len();
        line(&format!("{name:<36} {:>9.1} MB", mb(bytes)))?;
    }
    let mut scan = program::command("mimawari-agent")?;
    scan.arg("scan")
        .arg(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = scan.spawn()?;
    let mut peak = 0;
    // The kernel forgets with the process: ask until the end.
    while child.try_wait()?.is_none() {
        peak = memory(child.id(), "VmHWM").unwrap_or(peak);
        std::thread::park_timeout(std::time::Duration::from_millis(5));
    }
    line(&format!("{:<36} {:>9.1} MiB", "peak while scanning", mib(peak)))?;
    service(dir)
}

/// An agent that has made its round and waits for the next.
fn service(dir: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::started(folder.path())?;
    let mut agent = Agent::new(folder.path(), "agent", dir)?;
    agent.enroll(&collector)?;
    agent.start_at_work()?;
    let id = agent.running().context("it was started")?.id();
    wait::within(wait::PATIENCE * 20, "the end of the round", || {
        let times = agent.json(&["round"]).ok()?;
        times["last_outcome"].is_string().then_some(())
    })?;
    // Idle: its memory has stopped changing.
    let mut last = 0;
    let idle = wait::until("the agent to rest", || {
        std::thread::park_timeout(std::time::Duration::from_millis(500));
        let now = memory(id, "VmRSS")?;
        let rests = now == last;
        last = now;
        rests.then_some(now)
    })?;
    let peak = memory(id, "VmHWM").context("the agent runs")?;
    line(&format!(
        "{:<36} {:>9.1} MiB",
        "agent idle after a round",
        mib(idle)
    ))?;
    line(&format!(
        "{:<36} {:>9.1} MiB",
        "agent's peak in a round",
        mib(peak)
    ))
}

/// One line of `/proc/PID/status`, in bytes.
fn memory(id: u32, key: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let row = status
        .lines()
        .find_map(|row| row.strip_prefix(key)?.strip_prefix(':'))?;
    Some(row.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
