//! `mimawari-collector man`.

use std::path::PathBuf;

use clap::CommandFactory as _;
use mimawari_proto::show::{
    exit::{Exit, Failure},
    manual,
};

use super::{Cli, Here};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector man /usr/local/share/man/man1
  mimawari-collector man . && man ./mimawari-collector.1
  mimawari-collector man /tmp")]
pub(super) struct Args {
    /// The folder, which must exist
    dir: PathBuf,
}

pub(super) fn run(args: &Args, _here: &mut Here<'_>) -> Result<Exit, Failure> {
    manual::pages(Cli::command(), &args.dir)?;
    Ok(Exit::Done)
}
