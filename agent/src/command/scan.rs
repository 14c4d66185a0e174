//! `mimawari-agent scan`.

use mimawari_proto::show::exit::{Exit, Failure};

use super::Here;

#[derive(clap::Args, Debug)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args, _here: &mut Here<'_>) -> Result<Exit, Failure> {
    Ok(Exit::Done)
}
