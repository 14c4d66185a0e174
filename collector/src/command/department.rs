//! `mimawari-collector department`: the departments, their machines and what was found.

mod import;
pub(super) mod list;

use mimawari_proto::show::exit::{Exit, Failure};

use super::Here;

const EXAMPLES: &str = "Examples:
  mimawari-collector department list
  mimawari-collector department list --json
  mimawari-collector department import departments.csv";

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// List departments: machines, completeness of evidence, open findings
    List,
    /// Take departments from a CSV file
    Import(import::Args),
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None | Some(Verb::List) => list::run(here),
        Some(Verb::Import(args)) => import::run(args, here),
    }
}
