//! What people write down about a medium: adopt, lend, return, permit, lost, found, destroyed.

use jiff::civil::Date;
use mimawari_proto::{
    id::DepartmentId,
    machine::Zone,
    show::exit::{Exit, Failure},
};

use super::{
    super::{
        Here,
        here::{now, operator},
        import::refused,
        machine, token,
    },
    Only, book,
};
use crate::{
    assess::keeping::NotTaken,
    docket::media::{self, Deed, Hand, NotCorrected, take_now},
    ledger::{
        self,
        medium::{Destruction, Loan, Medium, MediumNo},
    },
    present::query::media::{Book, BookStay, facts::row_of},
    sheet::day_of_a_ledger,
};

/// Reads a day of the command line.
fn day(text: &str) -> Result<Date, String> {
    day_of_a_ledger(text).ok_or_else(|| "not a day; write 2026-04-01".to_owned())
}

#[derive(clap::Args, Debug)]
pub(super) struct Adopt {
    /// The stay at which it was seen, or its beginning: see `media seen`
    stay: String,
    /// The management number on its label
    #[arg(long)]
    no: MediumNo,
    /// Code of the department that owns it [default: that of the machine]
    #[arg(long, value_name = "CODE")]
    department: Option<DepartmentId>,
    /// Who keeps it
    #[arg(long, value_name = "NAME", default_value = "")]
    keeper: String,
    /// Where it is locked away
    #[arg(long, value_name = "TEXT", default_value = "")]
    place: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args, Debug)]
#[command(
    after_help = "A column is named as in `media export`, in Japanese or English; a blank value empties it.

Examples:
  mimawari-collector media correct 公USB-07 --set 保管者=髙橋 --set place=書庫2 --reason 異動
  mimawari-collector media correct 公USB-07 --set serial=0801AB89F2 --reason 転記誤り"
)]
pub(super) struct Correct {
    /// The management number
    no: MediumNo,
    /// What changes; may be given several times
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = cell, required = true)]
    set: Vec<(String, String)>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

fn cell(text: &str) -> Result<(String, String), String> {
    let halves = text.split_once('=');
    halves
        .map(|(column, value)| (column.trim().to_owned(), value.trim().to_owned()))
        .ok_or_else(|| "not COLUMN=VALUE".to_owned())
}

#[derive(clap::Args, Debug)]
pub(super) struct Lend {
    /// The management number
    no: MediumNo,
    /// Who gets it
    #[arg(long, value_name = "NAME")]
    to: String,
    /// Who permits it: somebody else
    #[arg(long, value_name = "NAME")]
    by: String,
    /// What for
    #[arg(long, value_name = "TEXT")]
    purpose: String,
    /// What data it is to carry
    #[arg(long, value_name = "TEXT", default_value = "")]
    carries: String,
    /// The day it goes out [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    out: Option<Date>,
    /// The day it is due
    #[arg(long, value_name = "DAY", value_parser = day)]
    due: Option<Date>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args, Debug)]
pub(super) struct Return {
    /// The management number
    no: MediumNo,
    /// Somebody looked whether it is empty
    #[arg(long, value_name = "YES|NO", value_parser = emptied)]
    emptied: Option<bool>,
    /// The day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// Anything to add
    #[arg(long, value_name = "TEXT", default_value = "返却")]
    reason: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

fn emptied(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("yes or no".to_owned()),
    }
}

#[derive(clap::Args, Debug)]
pub(super) struct Permit {
    /// The management number
    no: MediumNo,
    /// Who asks for it
    #[arg(long, value_name = "NAME")]
    applicant: String,
    /// Who permits it: somebody else
    #[arg(long, value_name = "NAME")]
    by: String,
    /// In this department too; may be given several times
    #[arg(long, value_name = "CODE")]
    department: Vec<DepartmentId>,
    /// Only at this machine; may be given several times
    #[arg(long, value_name = "NAME")]
    machine: Vec<String>,
    /// Only in this zone; may be given several times
    #[arg(long, value_name = "ZONE")]
    zone: Vec<Zone>,
    /// Only by this account; may be given several times
    #[arg(long, value_name = "ACCOUNT")]
    user: Vec<String>,
    /// The first day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Date,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args, Debug)]
pub(super) struct Plain {
    /// The management number
    no: MediumNo,
    /// The day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// What is known, why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args, Debug)]
pub(super) struct Destroy {
    /// The management number
    no: MediumNo,
    /// Who did it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// In what way, for example 破砕
    #[arg(long, value_name = "TEXT")]
    how: String,
    /// The day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Do it
    #[arg(long)]
    yes: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn adopt(args: &Adopt, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let today = here.moment()?.today();
    let book = book(&Only::default(), here)?;
    let stay = stay(&book, &args.stay)?;
    if let Some(no) = &stay.no {
        return Err(Failure::new(
            Exit::Usage,
            format!("this medium is in the ledger already: {no}"),
            "see `mimawari-collector media show`",
        ));
    }
    let department = args.department.clone().or(stay.record.department.clone());
    if let Some(code) = &args.department {
        known_department(code, here, today)?;
    }
    let medium = Medium {
        department,
        keeper: args.keeper.clone(),
        place: args.place.clone(),
        ..row_of(&stay.record, args.no.clone(), today)
    };
    take(here, Deed::Register(Box::new(medium)), &args.reason, args.dry_run)
}

pub(super) fn correct(args: &Correct, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let today = here.moment()?.today();
    let (hand, no, set, reason) = (hand(), args.no.clone(), args.set.clone(), args.reason.clone());
    let ledger = here.ledger()?;
    let decide = move |view: &ledger::View<'_>| media::corrected(view, &hand, &no, &set, None, reason, today);
    let taken = match args.dry_run {
        true => ledger.read_now(decide)?.map(drop),
        false => ledger.decide_now(operator(), now(), decide)?,
    };
    match taken {
        Ok(()) => done(here, args.dry_run),
        Err(NotCorrected::NotTaken(refused)) => Err(not_taken(here, refused)),
        Err(NotCorrected::Unclear(mistakes)) => Err(refused(here, args.no.as_str(), &mistakes)),
    }
}

pub(super) fn lend(args: &Lend, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let loan = Loan {
        borrower: args.to.clone(),
        purpose: args.purpose.clone(),
        data: args.carries.clone(),
        by: args.by.clone(),
        out: or_today(args.out, here)?,
        due: args.due,
        back: None,
        emptied: None,
    };
    take(
        here,
        Deed::Lend(args.no.clone(), loan),
        &args.purpose,
        args.dry_run,
    )
}

pub(super) fn give_back(args: &Return, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let deed = Deed::Return(args.no.clone(), or_today(args.on, here)?, args.emptied);
    take(here, deed, &args.reason, args.dry_run)
}

pub(super) fn permit(args: &Permit, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let from = or_today(args.from, here)?;
    let mut machines = Vec::new();
    for name in &args.machine {
        machines.push(machine::one(name, here)?.id);
    }
    for code in &args.department {
        known_department(code, here, from)?;
    }
    let permit = ledger::medium::Permit {
        departments: args.department.clone(),
        users: args.user.clone(),
        machines,
        zones: args.zone.clone(),
        from,
        until: args.until,
        applicant: args.applicant.clone(),
        by: args.by.clone(),
    };
    take(
        here,
        Deed::Permit(args.no.clone(), permit),
        &args.reason,
        args.dry_run,
    )
}

pub(super) fn withdraw(args: &Plain, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let deed = Deed::Withdraw(args.no.clone(), or_today(args.on, here)?);
    take(here, deed, &args.reason, args.dry_run)
}

pub(super) fn lost(args: &Plain, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let deed = Deed::Lose(args.no.clone(), or_today(args.on, here)?);
    take(here, deed, &args.reason, args.dry_run)
}

pub(super) fn found(args: &Plain, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let deed = Deed::Find(args.no.clone(), or_today(args.on, here)?);
    take(here, deed, &args.reason, args.dry_run)
}

pub(super) fn destroy(args: &Destroy, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if !args.dry_run {
        here.confirmed(args.yes, args.no.as_str())?;
    }
    let destruction = Destruction {
        on: or_today(args.on, here)?,
        by: args.by.clone(),
        how: args.how.clone(),
    };
    let deed = Deed::Destroy(args.no.clone(), destruction);
    take(here, deed, &args.reason, args.dry_run)
}

fn or_today(day: Option<Date>, here: &Here<'_>) -> Result<Date, Failure> {
    match day {
        Some(day) => Ok(day),
        None => Ok(here.moment()?.today()),
    }
}

fn known_department(code: &DepartmentId, here: &Here<'_>, on: Date) -> Result<(), Failure> {
    let known = here.reader()?.ask(|view| view.departments(on))?;
    match known.iter().any(|label| label.code == *code) {
        true => Ok(()),
        false => Err(token::unknown(code, &known)),
    }
}

/// Finds the one stay whose number begins so.
pub(super) fn stay<'a>(book: &'a Book, text: &str) -> Result<&'a BookStay, Failure> {
    let plain = text.to_lowercase().replace('-', "");
    let meant: Vec<_> = book
        .stays
        .iter()
        .filter(|stay| {
            let session = stay.record.session.to_string().replace('-', "");
            session.starts_with(&plain)
        })
        .collect();
    match meant.as_slice() {
        [stay] => Ok(stay),
        _ => Err(Failure::new(
            Exit::Usage,
            format!("{} stays begin with {text}", meant.len()),
            "see `mimawari-collector media seen`",
        )),
    }
}

fn hand() -> Hand {
    Hand {
        by: operator(),
        department: None,
    }
}

fn take(here: &mut Here<'_>, deed: Deed, reason: &str, dry_run: bool) -> Result<Exit, Failure> {
    let ledger = here.ledger()?;
    let taken = match dry_run {
        true => ledger.read_now(|view| media::would_take(view, &hand(), &deed, reason))?,
        false => take_now(&ledger, hand(), deed, reason.to_owned(), now())?,
    };
    match taken {
        Ok(()) => done(here, dry_run),
        Err(refused) => Err(not_taken(here, refused)),
    }
}

fn not_taken(here: &Here<'_>, refused: NotTaken) -> Failure {
    let next = here.terminal.say(
        "`mimawari-collector media show 管理番号` で今の状態を確かめてください",
        "see how it stands with `mimawari-collector media show NO`",
    );
    Failure::new(Exit::Usage, refused.to_string(), next)
}

pub(super) fn done(here: &mut Here<'_>, dry_run: bool) -> Result<Exit, Failure> {
    if dry_run {
        here.terminal.note(here.terminal.say(
            "確認のみ: 何も書いていません",
            "checked only: nothing was written",
        ))?;
    }
    Ok(Exit::Done)
}
