//! `mimawari-collector version`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
    release::Release,
};

use super::Here;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector version
  mimawari-collector version --json
  mimawari-collector --version --json")]
pub(super) struct Args {}

/// Every form of machine output that this release writes.
const SCHEMAS: &[&str] = &[
    "mimawari.expiry/1",
    "mimawari.machine/1",
    "mimawari.matrix/1",
    "mimawari.setting/1",
    "mimawari.token/1",
    "mimawari.user/1",
    "mimawari.verify/1",
    "mimawari.version/1",
];

/// What this program says of itself.
const RELEASE: Release = Release::new("mimawari-collector", SCHEMAS);

pub(super) fn run(_args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&RELEASE)?,
        _ => here.terminal.result(&format!("{RELEASE}\n"))?,
    }
    Ok(Exit::Done)
}
