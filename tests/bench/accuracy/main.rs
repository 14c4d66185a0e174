//! How right the agent is: its findings over a labelled corpus against the labels, file by file and kind by kind.
//!
//! One scan, then only counting. README.md in the folder above has the commands
//! and the figures; `floor.toml` beside this file is what CI does not let them
//! fall below. Files of the hold-out are counted and never named, unless that
//! split alone is asked for.

mod answer;
mod count;
mod cover;
mod figures;
mod floor;
mod label;
mod offender;
mod print;

use std::{
    io::{Write as _, stderr, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Parser;
use serde_json::json;

use crate::{
    answer::Answers,
    cover::Cover,
    figures::Figures,
    floor::Floor,
    label::{Label, Split},
};

/// Counts how right the agent is about a labelled corpus.
///
/// Exit code: 0 counted, 1 a figure is below its floor, 2 wrong usage or no corpus.
#[derive(Parser, Debug)]
#[command(name = "mimawari-accuracy")]
struct Cli {
    /// Folder that holds labels.jsonl beside train/ and holdout/
    corpus: PathBuf,

    /// The agent [default: from MIMAWARI_BIN_DIR, else beside this program]
    #[arg(long, value_name = "PATH")]
    agent: Option<PathBuf>,

    /// Which part: train, holdout or all
    #[arg(long, default_value = "all")]
    split: Split,

    /// Answers of another tool, one {"path","kind"} a line; may be repeated
    #[arg(long, value_name = "NAME=FILE", value_parser = named_file)]
    peer: Vec<(String, PathBuf)>,

    /// Figures that must be reached
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,

    /// List so many of the worst files [default: 30 of train, none of the hold-out]
    #[arg(long, value_name = "N")]
    show: Option<usize>,

    /// Only this kind in the list of the worst files
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

fn named_file(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, file)) if !name.is_empty() && !file.is_empty() => Ok((name.into(), file.into())),
        _ => Err("is no NAME=FILE".to_owned()),
    }
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            // Nothing is left to do where even stderr is gone.
            drop(writeln!(stderr(), "mimawari-accuracy: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Counts and prints; `false` where a figure is below its floor.
fn run(cli: &Cli) -> Result<bool> {
    let floor = cli.floor.as_deref().map(Floor::read).transpose()?;
    let labels = label::read(&cli.corpus, cli.split)?;
    let ours = answer::scan(cli.agent.as_deref(), &cli.corpus, cli.split)?;
    let peers = cli
        .peer
        .iter()
        .map(|(name, file)| Ok((name.as_str(), answer::read_peer(file)?)))
        .collect::<Result<Vec<_>>>()?;
    let splits = counted(&labels, &ours);
    let cover = Cover::of(&labels, &ours);
    let broken = floor.map(|floor| floor.broken(&splits)).unwrap_or_default();
    match cli.json {
        true => print_json(&splits, &cover, &labels, &peers, &broken)?,
        false => print_tables(cli, &splits, &cover, &labels, &ours, &peers)?,
    }
    for line in &broken {
        writeln!(stderr(), "below the floor: {line}")?;
    }
    Ok(broken.is_empty() && cover.is_whole())
}

/// The figures of each split that has files, train first.
fn counted(labels: &[Label], answers: &Answers) -> Vec<(Split, Figures)> {
    [Split::Train, Split::Holdout]
        .into_iter()
        .filter_map(|split| Some((split, label::of(labels, split)?)))
        .map(|(split, labels)| (split, Figures::of(&labels, answers)))
        .collect()
}

fn print_tables(
    cli: &Cli,
    splits: &[(Split, Figures)],
    cover: &Cover,
    labels: &[Label],
    ours: &Answers,
    peers: &[(&str, Answers)],
) -> Result<()> {
    let mut out = stdout().lock();
    for (split, figures) in splits {
        print::figures(&mut out, *split, figures)?;
    }
    print::cover(&mut out, cover)?;
    if !peers.is_empty() {
        let all: Vec<_> = std::iter::once(("mimawari", ours))
            .chain(peers.iter().map(|(name, answers)| (*name, answers)))
            .collect();
        for (split, _) in splits {
            let own = label::of(labels, *split).context("it was counted")?;
            print::peers(&mut out, *split, &own, &all)?;
        }
    }
    let (split, show) = match (cli.split, cli.show) {
        (Split::Holdout, show) => (Split::Holdout, show.unwrap_or(0)),
        (_, show) => (Split::Train, show.unwrap_or(30)),
    };
    let own = label::of(labels, split).unwrap_or_default();
    print::offenders(&mut out, &offender::all(&own, ours, cli.kind.as_deref()), show)
}

fn print_json(
    splits: &[(Split, Figures)],
    cover: &Cover,
    labels: &[Label],
    peers: &[(&str, Answers)],
    broken: &[String],
) -> Result<()> {
    let splits: Vec<_> = splits
        .iter()
        .map(|(split, figures)| json!({"split": split, "figures": figures}))
        .collect();
    let peers: Vec<_> = peers
        .iter()
        .map(
            |(name, answers)| json!({"name": name, "cost": answers.cost, "splits": counted(labels, answers)}),
        )
        .collect();
    let report = json!({
        "schema": "mimawari.accuracy/1",
        "splits": splits,
        "cover": cover,
        "peers": peers,
        "broken": broken,
    });
    Ok(writeln!(stdout(), "{report}")?)
}
