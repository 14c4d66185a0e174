//! `mimawari-collector completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;
use mimawari_proto::show::{
    exit::{Exit, Failure},
    manual,
};

use super::{Cli, Here};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector completions bash > /etc/bash_completion.d/mimawari-collector
  mimawari-collector completions zsh
  mimawari-collector completions fish")]
pub(super) struct Args {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let script = manual::completions(Cli::command(), args.shell);
    here.terminal.result(&script)?;
    Ok(Exit::Done)
}
