//! `media count`: stock-taking (棚卸), each medium plugged in in turn and ticked off by what agents say.

use mimawari_proto::{
    id::DepartmentId,
    show::{
        exit::{Exit, Failure},
        table::Table,
    },
};
use serde::Serialize;

use super::{
    super::{
        Here,
        here::{now, operator},
    },
    Only, book,
};
use crate::{
    docket::media::count_begun,
    ledger::{Act, View, record::StockTaking},
    present::query::media::{Book, BookRow},
};

#[derive(clap::Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "While a count is open, a medium that is plugged in is not \"used while in its box\".

Examples:
  mimawari-collector media count begin --department 0810 --machine PC-0810-01
  mimawari-collector media count
  mimawari-collector media count end"
)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// Begin a count
    Begin {
        /// Media of this department [default: all]
        #[arg(long, value_name = "CODE")]
        department: Option<DepartmentId>,
        /// The machine at which they are plugged in [default: any of the department]
        #[arg(long, value_name = "NAME")]
        machine: Option<String>,
    },
    /// End it, and write down what was missing
    End,
}

#[derive(Serialize)]
struct Row {
    no: String,
    department: Option<String>,
    place: String,
    counted: bool,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None => show(here),
        Some(Verb::Begin { department, machine }) => {
            let machine = match machine {
                Some(name) => Some(super::super::machine::one(name, here)?.id),
                None => None,
            };
            let department = department.clone();
            let begin = move |view: &View<'_>| count_begun(view, department, machine);
            match here.ledger()?.decide_now(operator(), now(), begin)? {
                Ok(()) => Ok(Exit::Done),
                Err(number) => Err(Failure::new(
                    Exit::Usage,
                    format!("count {number} is open"),
                    "end it with `mimawari-collector media count end`",
                )),
            }
        }
        Some(Verb::End) => end(here),
    }
}

fn open(here: &Here<'_>) -> Result<(Book, StockTaking), Failure> {
    let book = book(&Only::default(), here)?;
    match book.counting.clone() {
        Some(count) => Ok((book, count)),
        None => Err(Failure::new(
            Exit::Usage,
            "no count is open",
            "begin one with `mimawari-collector media count begin`",
        )),
    }
}

fn show(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let (book, count) = open(here)?;
    let row = |row: &BookRow| Row {
        no: row.record.medium.no.to_string(),
        department: row.record.medium.department.as_ref().map(ToString::to_string),
        place: row.record.medium.place.clone(),
        counted: row.counted,
    };
    let rows: Vec<_> = book.to_count(&count).map(row).collect();
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let headings = [
        say("管理番号", "no"),
        say("所管課", "department"),
        say("保管場所", "place"),
        say("確認", "counted"),
    ];
    let words = [say("まだ", "not yet"), say("○", "yes")];
    let missing = rows.iter().any(|row| !row.counted);
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row([
                row.no.clone(),
                row.department.clone().unwrap_or_default(),
                row.place.clone(),
                words[usize::from(row.counted)].clone(),
            ]);
        }
        table
    })?;
    Ok(if missing { Exit::Findings } else { Exit::Done })
}

fn end(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let (book, count) = open(here)?;
    let (counted, missing): (Vec<_>, Vec<_>) = book.to_count(&count).partition(|row| row.counted);
    let missing: Vec<_> = missing
        .into_iter()
        .map(|row| row.record.medium.no.clone())
        .collect();
    let note = format!(
        "{} {}  {} {}",
        here.terminal.say("確認", "counted"),
        counted.len(),
        here.terminal.say("不明", "missing"),
        missing.len()
    );
    let some = !missing.is_empty();
    let act = Act::StockTakingClosed {
        number: count.number,
        counted: counted.len() as u64,
        missing,
    };
    here.ledger()?.act_now(operator(), act, now())?;
    here.terminal.note(&note)?;
    Ok(if some { Exit::Findings } else { Exit::Done })
}
