//! Sweeping a tree: at first sight against `rg` and `cat`, unchanged against `find`.

use std::{path::Path, process::Command};

use anyhow::Result;
use mimawari_tests::{agent::Agent, collector::Collector, program};

use crate::{
    measure::{self, Contestant, finish},
    tree,
};

/// The words before a password, as a person would search for them.
///
/// `rg` finds them in plain UTF-8 only; documents, archives and CP932 pass it by.
pub(crate) const WORDS: &str = "(?i)パスワード|ﾊﾟｽﾜｰﾄﾞ|暗証番号|password|passwd|passcode";

/// The same and twelve digits, plain ASCII: the cheapest form that `rg` can be given.
const WORDS_AND_DIGITS: &str = "(?i)パスワード|ﾊﾟｽﾜｰﾄﾞ|暗証番号|password|passwd|passcode\
    |(?-u:\\b[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}\\b)";

/// Measures a first look at the whole tree.
pub(crate) fn fresh(dir: &Path, runs: usize) -> Result<()> {
    let scan = || {
        let mut command = program::command("mimawari-agent")?;
        command.arg("scan").arg(dir).args(["--format", "jsonl", "-q"]);
        finish(&mut command, &[0, 1, 3])
    };
    let rg = |pattern| {
        let mut command = Command::new("rg");
        // -uu: hidden and ignored files too; -a would make it read pictures as text.
        command.args(["-uu", "-c", "-j2", pattern]).arg(dir);
        finish(&mut command, &[0, 1])
    };
    let cat = || {
        let mut command = Command::new("sh");
        command
            .args(["-c", "find \"$0\" -type f -print0 | xargs -0 cat"])
            .arg(dir);
        finish(&mut command, &[0])
    };
    let contestants: Vec<Contestant<'_>> = vec![
        ("mimawari-agent scan", Box::new(scan)),
        ("cat to nothing", Box::new(cat)),
        ("rg, the words alone", Box::new(|| rg(WORDS))),
        ("rg, words and twelve digits", Box::new(|| rg(WORDS_AND_DIGITS))),
    ];
    measure::compare("first look", runs, contestants)
}

/// Measures a round over a tree in which nothing changed.
pub(crate) fn again(dir: &Path, runs: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", dir)?;
    agent.enroll(&collector)?;
    let first = finish(agent.command()?.args(["round", "--now", "-q"]), &[0, 3])?;
    measure::line(&format!(
        "first round, with its delivery: {:.3} s",
        first.as_secs_f64()
    ))?;
    let round = || {
        let mut command = agent.command()?;
        command.args(["round", "--now", "-q"]);
        finish(&mut command, &[0, 3])
    };
    let find = || {
        let mut command = Command::new("find");
        command.arg(dir).args(["-type", "f", "-printf", "%s %T@\\n"]);
        finish(&mut command, &[0])
    };
    let contestants: Vec<Contestant<'_>> = vec![
        ("mimawari-agent round --now, unchanged", Box::new(round)),
        ("find -printf '%s %T@'", Box::new(find)),
    ];
    measure::compare("second look", runs, contestants)
}

/// Measures `try --once` as a stranger would run it, each time as if it were the first.
pub(crate) fn first_run(runs: usize) -> Result<()> {
    let mut taken = Vec::new();
    for _ in 0..runs.max(1) {
        let home = tempfile::tempdir()?;
        tree::make(&home.path().join("Desktop"), 1_000, 40 << 20, 1)?;
        let mut command = program::command("mimawari-collector")?;
        command.args(["try", "--once"]).env("HOME", home.path());
        command.env_remove("XDG_STATE_HOME").env_remove("XDG_CONFIG_HOME");
        taken.push(finish(&mut command, &[0, 1])?);
    }
    let seconds = measure::median(taken);
    measure::line(&format!(
        "try --once, 1,000 files and 40 MB: {seconds:.3} s (median of {runs})"
    ))
}
