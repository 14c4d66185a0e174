//! `department import`: departments from a CSV file.

use std::path::PathBuf;

use mimawari_proto::show::exit::{Exit, Failure};

use super::super::Here;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// CSV: code, name, short name, parent, valid from, valid until
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(args: &Args, _here: &mut Here<'_>) -> Result<Exit, Failure> {
    Err(Failure::new(
        Exit::Usage,
        format!("cannot import {} yet", args.file.display()),
        "wait for the next release",
    ))
}
