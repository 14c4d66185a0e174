//! `ledger export`: the evidence in a file of its own.

use std::path::PathBuf;

use mimawari_proto::show::exit::{Exit, Failure};

use super::super::Here;
use crate::{ledger::export, trust::private::write_file};

#[derive(clap::Args, Debug)]
#[command(
    after_help = "The file holds entries and signed roots, no accounts and no secrets. Names of files and
machines are in it. Take DIR/sign/ledger.pub along to verify it elsewhere.

Example:
  mimawari-collector ledger export evidence.db"
)]
pub(super) struct Args {
    /// The file to write; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if !args.file.exists() {
        // It names files and machines: for nobody else's eyes until its owner decides.
        write_file(&args.file, b"")?;
    }
    export(&here.data(), &args.file)?;
    let key = here.data().join("sign/ledger.pub");
    let ja = format!(
        "検証するには: mimawari-collector ledger verify {} --key {}",
        args.file.display(),
        key.display()
    );
    let en = format!(
        "to verify it: mimawari-collector ledger verify {} --key {}",
        args.file.display(),
        key.display()
    );
    let said = here.terminal.say(&ja, &en);
    here.terminal.note(said)?;
    Ok(Exit::Done)
}
