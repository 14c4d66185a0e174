//! `mimawari-agent completions`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    manual::Completions,
};

use super::{Cli, Here};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent completions bash > /etc/bash_completion.d/mimawari-agent
  mimawari-agent completions zsh
  mimawari-agent completions fish")]
pub(super) struct Args {
    #[command(flatten)]
    completions: Completions,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    args.completions.run::<Cli>(here.terminal)
}
