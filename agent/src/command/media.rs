//! `mimawari-agent media`: what is plugged in, what was, and how well each can be told.

mod list;
mod mark;
mod watch;

use std::path::PathBuf;

use clap::Subcommand;
use mimawari_proto::show::exit::{Exit, Failure};

use super::Here;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent media                          what is plugged in, and what was before
  mimawari-agent media list --format csv        the same in the form of the ledger
  mimawari-agent media watch                    says what is plugged in and pulled, until Ctrl-C
  mimawari-agent media identify                 everything about what is plugged in, and why it has its grade
  mimawari-agent media key marker-key.pem       makes the key of the ICT section, once
  mimawari-agent media mark 情-012 --key marker-key.pem

Reads this PC and sends nothing. What disks hold is read by administrators only: for others it is not known.")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,

    /// Folder with a recorded tree of devices (sys, proc, dev, var/log) instead of this PC's own
    #[arg(long, global = true, value_name = "DIR", hide = true)]
    sysroot: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List what is plugged in and what was before (the default)
    List(list::Args),
    /// Say what is plugged in and pulled, as it happens
    Watch(watch::Args),
    /// Show everything about what is plugged in, and why it has its grade
    Identify,
    /// Write a signed marker file onto a medium of the ledger
    Mark(mark::Args),
    /// Make the key by which marker files are signed, and print the public one for the settings
    Key {
        /// The key file, which must not exist
        file: PathBuf,
    },
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let root = args.sysroot.clone().unwrap_or_else(|| PathBuf::from("/"));
    match &args.verb {
        None => list::run(&list::Args::default(), &root, here),
        Some(Verb::List(args)) => list::run(args, &root, here),
        Some(Verb::Watch(args)) => watch::run(args, &root, here),
        Some(Verb::Identify) => list::identify(&root, here),
        Some(Verb::Mark(args)) => mark::run(args, &root, here),
        Some(Verb::Key { file }) => mark::key(file, here),
    }
}
