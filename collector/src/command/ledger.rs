//! `mimawari-collector ledger`: the evidence, and proofs that nothing in it was changed.

mod checkpoint;
mod export;
mod progress;
mod rebuild;
mod status;
mod verify;

use mimawari_proto::show::exit::{Exit, Failure};

use super::Here;

const EXAMPLES: &str = "Examples:
  mimawari-collector ledger
  mimawari-collector ledger verify
  mimawari-collector ledger verify evidence.db --key ledger.pub --json
  mimawari-collector ledger export evidence.db";

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// Show how much is stored, what is signed and what is missing
    List,
    /// Prove that nothing was changed, added or removed; needs no server
    Verify(verify::Args),
    /// Make everything that is derived from the evidence again
    Rebuild(rebuild::Args),
    /// Sign a root over everything that is stored
    Checkpoint,
    /// Write the evidence into a file that can be verified anywhere
    Export(export::Args),
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None | Some(Verb::List) => status::run(here),
        Some(Verb::Verify(args)) => verify::run(args, here),
        Some(Verb::Rebuild(args)) => rebuild::run(args, here),
        Some(Verb::Checkpoint) => checkpoint::run(here),
        Some(Verb::Export(args)) => export::run(args, here),
    }
}
