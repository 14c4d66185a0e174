//! What a tool said about the corpus: the agent's scan, or the lines another tool left in a file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use mimawari_tests::program;
use rustix::process::{WaitOptions, getpid, set_child_subreaper, wait};
use serde::{Deserialize, Serialize};

use crate::label::{KINDS, Split};

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sure {
    Low,
    Medium,
    High,
}

/// The surest finding of one kind in one file.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) sure: Sure,
    pub(crate) rule: String,
}

/// What the work cost, as far as it is known.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    pub(crate) cpu_seconds: Option<f64>,
    pub(crate) wall_seconds: Option<f64>,
    pub(crate) peak_mb: Option<f64>,
}

/// Everything a tool said, by the path a label has.
#[derive(Default, Debug)]
pub(crate) struct Answers {
    found: BTreeMap<String, BTreeMap<String, Found>>,
    /// Why something in a file was not read.
    pub(crate) unread: BTreeMap<String, BTreeSet<String>>,
    pub(crate) summary: Summary,
    pub(crate) cost: Cost,
}

/// The agent's own count of its work, over all folders it was given.
#[derive(Clone, Default, Debug, Deserialize)]
pub(crate) struct Summary {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) read: u64,
    pub(crate) skipped: u64,
}

impl Answers {
    /// The surest finding of a kind in a file, low ones too.
    pub(crate) fn found(&self, path: &str, kind: &str) -> Option<&Found> {
        self.found.get(path)?.get(kind)
    }

    /// Tells whether a kind was found with at least medium confidence.
    pub(crate) fn claims(&self, path: &str, kind: &str) -> bool {
        self.found(path, kind)
            .is_some_and(|found| found.sure >= Sure::Medium)
    }

    /// Tells whether a file, or something in it, was said to be protected.
    pub(crate) fn encrypted(&self, path: &str) -> bool {
        self.unread
            .get(path)
            .is_some_and(|reasons| reasons.contains("encrypted"))
    }

    /// Tells whether there is a finding of that kind at all.
    pub(crate) fn knows(&self, kind: &str) -> bool {
        self.found.values().any(|kinds| kinds.contains_key(kind))
    }

    /// Every path something was said about.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.found.keys().chain(self.unread.keys()).map(String::as_str)
    }

    fn take(&mut self, line: Line, folder: &str) {
        match line {
            Line::Finding {
                path,
                kind,
                confidence,
                rule,
            } => self.take_finding(
                inside(&path, folder),
                kind,
                Found {
                    sure: confidence,
                    rule,
                },
            ),
            Line::Unread { path, reason } => {
                let reasons = self.unread.entry(inside(&path, folder)).or_default();
                reasons.insert(reason);
            }
            Line::Summary(summary) => self.summary = summary,
            Line::Cost(cost) => self.cost = cost,
        }
    }

    fn take_finding(&mut self, path: String, kind: String, found: Found) {
        let kinds = self.found.entry(path).or_default();
        match kinds.get(&kind) {
            Some(before) if before.sure >= found.sure => {}
            _ => drop(kinds.insert(kind, found)),
        }
    }
}

/// A line of `scan --format jsonl`, or of a runner in `tests/bench/peers`.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line {
    Finding {
        path: String,
        kind: String,
        #[serde(default = "as_sure_as_needed")]
        confidence: Sure,
        #[serde(default)]
        rule: String,
    },
    Unread {
        path: String,
        reason: String,
    },
    Summary(Summary),
    Cost(Cost),
}

const fn as_sure_as_needed() -> Sure {
    Sure::Medium
}

fn parse(text: &str, folder: &str) -> Result<Answers> {
    let mut answers = Answers::default();
    for (number, line) in text.lines().enumerate() {
        let line = read_line(line).with_context(|| format!("answer {}", number + 1))?;
        answers.take(line, folder);
    }
    Ok(answers)
}

/// A line without a type is a finding: {"path","kind"} is all another tool need say.
fn read_line(line: &str) -> Result<Line> {
    let mut value: serde_json::Value = serde_json::from_str(line)?;
    let object = value.as_object_mut().context("no object")?;
    object
        .entry("type")
        .or_insert_with(|| serde_json::Value::from("finding"));
    Ok(serde_json::from_value(value)?)
}

/// A path as the labels have it.
fn inside(path: &str, folder: &str) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.trim_start_matches('/').to_owned()
}

/// Reads the answers of another tool; their paths begin at the corpus as those of the labels do.
pub(crate) fn read_peer(file: &Path) -> Result<Answers> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let answers = parse(&text, "").with_context(|| file.display().to_string())?;
    let known = |path: &str| {
        answers
            .found
            .get(path)
            .is_none_or(|kinds| kinds.keys().all(|kind| KINDS.contains(&kind.as_str())))
    };
    ensure!(answers.paths().all(known), "{}: no such kind", file.display());
    Ok(answers)
}

/// Scans the corpus once, all confidences, and measures what it cost.
pub(crate) fn scan(agent: Option<&Path>, corpus: &Path, split: Split) -> Result<Answers> {
    let corpus = fs::canonicalize(corpus)?;
    let mut command = scan_command(agent)?;
    command.args([
        "scan",
        "--format",
        "jsonl",
        "--min-confidence",
        "low",
        "--exit-zero",
        "-q",
    ]);
    for folder in folders(&corpus, split) {
        command.arg(folder);
    }
    // What the agent started and did not wait for falls to this program, and is counted with it.
    set_child_subreaper(Some(getpid()))?;
    let (began, cpu_before) = (Instant::now(), cpu_of_children()?);
    let ended = command.output().context("cannot start the agent")?;
    let wall_seconds = began.elapsed().as_secs_f64();
    reap();
    ensure!(
        matches!(ended.status.code(), Some(0 | 1 | 3)),
        "the agent ended with {}: {}",
        ended.status,
        String::from_utf8_lossy(&ended.stderr)
    );
    let folder = corpus.to_str().context("the path of the corpus is no UTF-8")?;
    let mut answers = parse(&String::from_utf8(ended.stdout)?, folder)?;
    answers.cost = Cost {
        cpu_seconds: Some(cpu_of_children()? - cpu_before),
        wall_seconds: Some(wall_seconds),
        peak_mb: None,
    };
    Ok(answers)
}

/// Waits for what the agent left behind to end, at most for seconds.
fn reap() {
    let deadline = Instant::now() + Duration::from_secs(5);
    while Instant::now() < deadline {
        match wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => {}
            Ok(None) => std::thread::park_timeout(Duration::from_millis(10)),
            Err(_) => return,
        }
    }
}

fn scan_command(agent: Option<&Path>) -> Result<Command> {
    match agent {
        None => program::command("mimawari-agent"),
        Some(agent) => {
            let mut command = Command::new(fs::canonicalize(agent)?);
            command.stdin(Stdio::null()).env("MIMAWARI_LANG", "en");
            Ok(command)
        }
    }
}

fn folders(corpus: &Path, split: Split) -> Vec<PathBuf> {
    [Split::Train, Split::Holdout]
        .into_iter()
        .filter(|own| split == Split::All || split == *own)
        .map(|own| corpus.join(own.name()))
        .filter(|folder| folder.is_dir())
        .collect()
}

/// User and system time of all children that have ended, theirs included, in seconds.
fn cpu_of_children() -> Result<f64> {
    /// Linux counts these in hundredths of a second, on every architecture it shows to programs.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program stands in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(')').context("/proc/self/stat has no name")?;
    let mut fields = rest.split_whitespace().skip(13);
    let mut ticks = || -> Result<f64> { Ok(fields.next().context("too short")?.parse()?) };
    Ok((ticks()? + ticks()?) / TICKS)
}

/// Answers for the tests of other modules.
#[cfg(test)]
pub(crate) fn answers(found: &[(&str, &str, &str)]) -> Answers {
    let line = |(path, kind, confidence): &(&str, &str, &str)| {
        format!(r#"{{"path":"{path}","kind":"{kind}","confidence":"{confidence}","rule":"r"}}"#)
    };
    let lines: Vec<_> = found.iter().map(line).collect();
    parse(&lines.join("\n"), "").unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_finding_of_a_file_counts_whatever_member_it_lies_in() {
        let text = r#"{"type":"finding","path":"/c/train/a.zip","member":["x"],"kind":"my_number","confidence":"low","rule":"r1"}
{"type":"finding","path":"/c/train/a.zip","member":["y"],"kind":"my_number","confidence":"high","rule":"r2"}
{"type":"finding","path":"/c/train/a.zip","member":["z"],"kind":"my_number","confidence":"medium","rule":"r3"}
{"type":"unread","path":"/c/train/b.zip","member":["z"],"reason":"encrypted","format":"","detail":""}
{"type":"summary","files":2,"bytes":9,"read":2,"skipped":0,"unread":{"encrypted":1},"findings":{}}"#;
        let answers = parse(text, "/c").unwrap();
        let found = answers.found("train/a.zip", "my_number").unwrap();
        assert_eq!((found.sure, found.rule.as_str()), (Sure::High, "r2"));
        assert!(answers.encrypted("train/b.zip") && !answers.encrypted("train/a.zip"));
        assert_eq!(answers.summary.files, 2);
    }

    #[test]
    fn a_low_finding_is_no_claim() {
        let text = r#"{"type":"finding","path":"a","kind":"my_number","confidence":"low","rule":"r"}"#;
        assert!(!parse(text, "").unwrap().claims("a", "my_number"));
    }

    #[test]
    fn another_tool_need_only_say_path_and_kind_and_may_say_its_cost() {
        let text = "{\"path\":\"train/a\",\"kind\":\"card_number\"}\n{\"type\":\"cost\",\"cpu_seconds\":1.5,\"wall_seconds\":1.0,\"peak_mb\":20.0}";
        let answers = parse(text, "").unwrap();
        assert!(answers.claims("train/a", "card_number"));
        assert_eq!(answers.cost.cpu_seconds, Some(1.5));
    }

    #[test]
    fn time_of_children_that_have_ended_is_counted() {
        assert!(cpu_of_children().unwrap() >= 0.0);
    }
}
