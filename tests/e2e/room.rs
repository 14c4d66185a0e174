//! The examining room as an operator sees it: one bad document costs one file, once, and nothing is left running.
//!
//! A file called `mimawari-try.VERB.txt` ends or holds up a child of a debug
//! build; a release build reads it like any other, and these tests pass it by.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use mimawari_tests::{
    agent::Agent,
    desktop::Desktop,
    program::{self, Running},
    wait,
};
use rustix::process::{Pid, Signal, kill_process};

const NOTE: &str = "kigi-Tanuki-2048";

/// Whether the programs under test were built with what hostile documents would do.
fn can_be_tried(folder: &Path) -> Result<bool> {
    let desktop = Desktop::empty(&folder.join("asked"))?;
    desktop.put_note("mimawari-try.abort.txt", NOTE)?;
    let ended = program::run(
        program::command("mimawari-agent")?
            .args(["scan", "--json"])
            .arg(desktop.path()),
    )?;
    Ok(ended.code == Some(3))
}

#[test]
fn a_document_that_brings_the_room_down_is_told_and_not_tried_in_every_round() -> Result<()> {
    let folder = tempfile::tempdir()?;
    if !can_be_tried(folder.path())? {
        return Ok(());
    }
    let desktop = Desktop::empty(folder.path())?;
    let bad = desktop.put_note("mimawari-try.abort.txt", NOTE)?;
    desktop.put_note("z.txt", NOTE)?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    let first = agent.json(&["round", "--now"])?;
    let again = agent.json(&["round", "--now"])?;
    fs::write(&bad, "something else entirely\n")?;
    let changed = agent.json(&["round", "--now"])?;
    let told = [&first, &again, &changed].map(|round| (&round["read"], &round["unread"]["crashed"]));
    let one = serde_json::Value::from(1);
    assert_eq!(told, [(&2.into(), &one), (&0.into(), &one), (&1.into(), &one)]);
    assert_eq!(first["outcome"], "complete");
    Ok(())
}

/// Starts a scan of a document that never ends, and returns it with its child.
fn stuck(folder: &Path) -> Result<(Running, Pid)> {
    let desktop = Desktop::empty(folder)?;
    desktop.put_note("mimawari-try.spin.txt", NOTE)?;
    let mut command = program::command("mimawari-agent")?;
    command.args(["scan", "--jobs", "1"]).arg(desktop.path());
    let running = Running::start(&mut command, folder, "scan")?;
    let child = wait::until("a child", || child_of(running.id()))?;
    Ok((running, child))
}

fn child_of(parent: u32) -> Option<Pid> {
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let mut ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let id = ids.find(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        after_name.split(' ').nth(2) == Some(parent.to_string().as_str())
    })?;
    Pid::from_raw(id)
}

fn is_gone(child: Pid) -> Option<()> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.as_raw_nonzero())).unwrap_or_default();
    // Whoever inherits it may take a moment to bury it.
    let state = stat.rsplit(") ").next().and_then(|rest| rest.chars().next());
    matches!(state, None | Some('Z' | 'X')).then_some(())
}

#[test]
fn no_child_outlives_its_agent() -> Result<()> {
    for how in [Signal::KILL, Signal::TERM, Signal::INT] {
        let folder = tempfile::tempdir()?;
        if !can_be_tried(folder.path())? {
            return Ok(());
        }
        let (mut running, child) = stuck(folder.path())?;
        let agent = Pid::from_raw(i32::try_from(running.id())?).context("a process has an id")?;
        kill_process(agent, how)?;
        running.end()?;
        wait::until("the end of the child", || is_gone(child))?;
    }
    Ok(())
}

#[test]
fn a_child_cannot_be_made_by_hand() -> Result<()> {
    let ended = program::run_with("mimawari-agent", ["examine"])?.expect(2)?;
    assert!(ended.err.contains("mimawari-agent scan"), "{}", ended.err);
    Ok(())
}
