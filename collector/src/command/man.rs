//! `mimawari-collector man`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    manual::Pages,
};

use super::{Cli, Here};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector man /usr/local/share/man/man1
  mimawari-collector man . && man ./mimawari-collector.1
  mimawari-collector man /tmp")]
pub(super) struct Args {
    #[command(flatten)]
    pages: Pages,
}

pub(super) fn run(args: &Args, _here: &mut Here<'_>) -> Result<Exit, Failure> {
    args.pages.run::<Cli>()
}
