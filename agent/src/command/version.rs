//! `mimawari-agent version`, and what the exit codes mean.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    table::Table,
};
use serde::Serialize;

use super::Here;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent version
  mimawari-agent version --json
  mimawari-agent --version")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Version {
    schema: &'static str,
    program: &'static str,
    version: &'static str,
    commit: Option<&'static str>,
    built: Option<&'static str>,
    target: String,
    schemas: &'static [&'static str],
}

/// Every form of machine output that this release writes.
const SCHEMAS: &[&str] = &[
    "mimawari.doctor/1",
    "mimawari.enrolled/1",
    "mimawari.finding/1",
    "mimawari.outbox/1",
    "mimawari.round/1",
    "mimawari.scan/1",
    "mimawari.setting/1",
    "mimawari.status/1",
    "mimawari.version/1",
];

pub(super) fn run(_args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let version = Version {
        schema: "mimawari.version/1",
        program: "mimawari-agent",
        version: env!("CARGO_PKG_VERSION"),
        commit: option_env!("MIMAWARI_COMMIT"),
        built: option_env!("MIMAWARI_BUILT"),
        target: format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        schemas: SCHEMAS,
    };
    match here.terminal.format() {
        Some(mimawari_proto::show::options::Format::Json | mimawari_proto::show::options::Format::Jsonl) => {
            here.terminal.json(&version)?;
        }
        _ => here
            .terminal
            .result(&format!("{} {}\n", version.program, version.version))?,
    }
    Ok(Exit::Done)
}

/// Writes what every exit code means, for `help exit-codes`.
pub(super) fn exit_table() -> String {
    Exit::TABLE
        .iter()
        .map(|(exit, meaning)| format!("{:>4}  {meaning}\n", exit.code()))
        .collect()
}

/// Prints what every exit code means.
pub(super) fn exit_codes(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let mut table = Table::new(["code", "meaning"]);
    for (exit, meaning) in Exit::TABLE {
        table.row([exit.code().to_string(), (*meaning).to_owned()]);
    }
    here.terminal.table(&table)?;
    Ok(Exit::Done)
}
