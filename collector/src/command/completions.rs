//! `mimawari-collector completions`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    manual::Completions,
};

use super::{Cli, Here};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector completions bash > /etc/bash_completion.d/mimawari-collector
  mimawari-collector completions zsh
  mimawari-collector completions fish")]
pub(super) struct Args {
    #[command(flatten)]
    completions: Completions,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    args.completions.run::<Cli>(here.terminal)
}
