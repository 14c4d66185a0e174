//! `mimawari-agent man`.

use std::path::PathBuf;

use clap::CommandFactory as _;
use mimawari_proto::show::exit::{Exit, Failure};

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
    clap_mangen::generate_to(Cli::command(), &args.dir).map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("cannot write manual pages into {}: {error}", args.dir.display()),
            "name a folder that exists and that you may write to",
        )
    })?;
    Ok(Exit::Done)
}
