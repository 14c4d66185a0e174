//! `mimawari-agent man`.

use std::path::PathBuf;

use clap::CommandFactory as _;
use mimawari_proto::show::{
    exit::{Exit, Failure},
    manual,
};

use super::{Cli, Here};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent man /usr/local/share/man/man1
  mimawari-agent man . && man ./mimawari-agent.1
  mimawari-agent man /tmp")]
pub(super) struct Args {
    /// The folder, which must exist
    dir: PathBuf,
}

pub(super) fn run(args: &Args, _here: &mut Here<'_>) -> Result<Exit, Failure> {
    manual::pages(Cli::command(), &args.dir)?;
    Ok(Exit::Done)
}
