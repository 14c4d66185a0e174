//! `media confirm`, `media reject`, `media reopen`: what an auditor says of the faults of a stay.

use mimawari_proto::show::exit::{Exit, Failure};

use super::{
    super::{
        Here,
        here::{now, operator},
    },
    Only, book,
    deeds::{done, stay},
};
use crate::{
    assess::media::Fault,
    docket::media::{StayCase, stay_judged},
    ledger::{View, act::Judgement},
};

#[derive(clap::Args, Debug)]
#[command(
    after_help = "What the row of a medium says by itself (overdue, lost) is corrected by writing what happened, not judged.

Examples:
  mimawari-collector media reject 0197a3 --reason 保守業者の立会い作業
  mimawari-collector media confirm 0197a3 --fault residue --reason 現物を確認"
)]
pub(super) struct Args {
    /// The stay, or its beginning: see `media seen`
    stay: String,
    /// Only this fault, for example unregistered; may be given several times [default: all]
    #[arg(long, value_name = "FAULT", value_parser = fault)]
    fault: Vec<Fault>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

fn fault(text: &str) -> Result<Fault, String> {
    Fault::from_word(text).ok_or_else(|| {
        let known = Fault::ALL.map(Fault::word);
        format!("one of: {}", known.join(", "))
    })
}

pub(super) fn run(args: &Args, judgement: Judgement, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let book = book(&Only::default(), here)?;
    let stay = stay(&book, &args.stay)?;
    let standing = stay.verdict.all_faults();
    let meant = |fault: &Fault| args.fault.is_empty() || args.fault.contains(fault);
    let case = StayCase {
        machine: stay.record.machine,
        session: stay.record.session,
        audited: stay.record.department.clone(),
        faults: standing.into_iter().filter(meant).collect(),
        judgement,
        reason: args.reason.clone(),
    };
    let ledger = here.ledger()?;
    let decide = move |view: &View<'_>| stay_judged(view, case, None);
    let taken = match args.dry_run {
        true => ledger.read_now(decide)?.map(drop),
        false => ledger.decide_now(operator(), now(), decide)?,
    };
    match taken {
        Ok(()) => done(here, args.dry_run),
        Err(refused) => Err(Failure::new(
            Exit::Usage,
            refused.to_string(),
            "see `mimawari-collector media seen`",
        )),
    }
}
