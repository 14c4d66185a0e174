//! `mimawari-collector media`: the ledger of official media (公務用USBメモリ台帳).

mod count;
mod deeds;
mod export;
mod import;
mod judge;
mod list;
mod reconcile;
mod seen;
mod show;

use mimawari_proto::{
    id::DepartmentId,
    show::exit::{Exit, Failure},
};

use super::Here;
use crate::{
    ledger::{act::Judgement, medium::MediumNo},
    present::{
        access::Sight,
        query::media::{self, Book},
    },
};

const EXAMPLES: &str = "Examples:
  mimawari-collector media import 公務用USB台帳.xlsx --dry-run
  mimawari-collector media reconcile --department 0810
  mimawari-collector media adopt 0197a3 --no 公USB-07 --department 0810 --reason 新規購入";

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// List the ledger, and what speaks against each medium
    List(Only),
    /// Show one medium: particulars, permits, loans, stays, every change
    Show {
        /// Its management number
        no: MediumNo,
    },
    /// List what was plugged in during this term, and what it comes to
    Seen(seen::Args),
    /// Take the ledger from a CSV or XLSX file
    Import(import::Args),
    /// Print the ledger as CSV for a spreadsheet (UTF-8 with byte-order mark), or write it as CSV or XLSX
    Export(export::Args),
    /// Hold the ledger against what was seen: owned but not seen, seen but not owned
    Reconcile(Only),
    /// Begin or end a count (棚卸): every medium is plugged in in turn
    Count(count::Args),
    /// Take a medium that was seen into the ledger
    Adopt(deeds::Adopt),
    /// Confirm faults of a stay: they are what they say
    Confirm(judge::Args),
    /// Reject faults of a stay: they speak against nobody any more
    Reject(judge::Args),
    /// Take a judgement of a stay back
    Reopen(judge::Args),
    /// Correct particulars of a medium; what was written before stays in its history
    Correct(deeds::Correct),
    /// Write down that a medium was handed to somebody
    Lend(deeds::Lend),
    /// Write down that a medium came back
    Return(deeds::Return),
    /// Permit a medium at certain places for a time
    Permit(deeds::Permit),
    /// End what a medium was permitted
    Withdraw(deeds::Plain),
    /// Write down that a medium is missed
    Lost(deeds::Plain),
    /// Write down that a lost medium is back
    Found(deeds::Plain),
    /// Write down that a medium was destroyed
    Destroy(deeds::Destroy),
}

/// Which part of the ledger.
#[derive(clap::Args, Clone, Debug, Default)]
struct Only {
    /// Only of this department
    #[arg(long, value_name = "CODE")]
    department: Option<DepartmentId>,
}

impl Only {
    fn sight(&self) -> Sight {
        self.department
            .clone()
            .map_or(Sight::Everything, Sight::Department)
    }
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None => list::run(&Only::default(), here),
        Some(Verb::List(only)) => list::run(only, here),
        Some(Verb::Show { no }) => show::run(no, here),
        Some(Verb::Seen(args)) => seen::run(args, here),
        Some(Verb::Import(args)) => import::run(args, here),
        Some(Verb::Export(args)) => export::run(args, here),
        Some(Verb::Reconcile(only)) => reconcile::run(only, here),
        Some(Verb::Count(args)) => count::run(args, here),
        Some(Verb::Adopt(args)) => deeds::adopt(args, here),
        Some(Verb::Confirm(args)) => judge::run(args, Judgement::Confirmed, here),
        Some(Verb::Reject(args)) => judge::run(args, Judgement::Rejected, here),
        Some(Verb::Reopen(args)) => judge::run(args, Judgement::Undecided, here),
        Some(Verb::Correct(args)) => deeds::correct(args, here),
        Some(Verb::Lend(args)) => deeds::lend(args, here),
        Some(Verb::Return(args)) => deeds::give_back(args, here),
        Some(Verb::Permit(args)) => deeds::permit(args, here),
        Some(Verb::Withdraw(args)) => deeds::withdraw(args, here),
        Some(Verb::Lost(args)) => deeds::lost(args, here),
        Some(Verb::Found(args)) => deeds::found(args, here),
        Some(Verb::Destroy(args)) => deeds::destroy(args, here),
    }
}

/// Reads the ledger of media and the stays of the present term.
fn book(only: &Only, here: &Here<'_>) -> Result<Book, Failure> {
    let moment = here.moment()?;
    Ok(here
        .reader()?
        .ask(|view| media::media(view, &only.sight(), &moment))?)
}
