//! `mimawari-agent version`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
    release::Release,
};

use super::Here;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent version
  mimawari-agent version --json
  mimawari-agent --version --json")]
pub(super) struct Args {}

/// Every form of machine output that this release writes.
const SCHEMAS: &[&str] = &[
    "mimawari.doctor/1",
    "mimawari.enrolled/1",
    "mimawari.finding/1",
    "mimawari.media/1",
    "mimawari.outbox/1",
    "mimawari.round/1",
    "mimawari.scan/1",
    "mimawari.setting/1",
    "mimawari.status/1",
    "mimawari.version/1",
];

/// What this program says of itself.
const RELEASE: Release = Release::new("mimawari-agent", SCHEMAS);

pub(super) fn run(_args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&RELEASE)?,
        _ => here.terminal.result(&format!("{RELEASE}\n"))?,
    }
    Ok(Exit::Done)
}
