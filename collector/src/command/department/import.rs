//! `department import`: departments from a CSV file, all or nothing.

mod file;
mod plan;

use std::path::PathBuf;

use mimawari_proto::show::{
    exit::{Exit, Failure},
    table::Table,
};
use serde::Serialize;

use super::super::{
    Here,
    here::{now, operator},
    import::{self, refused},
};
use crate::ledger::{Act, Decision};

use self::plan::Planned;

#[derive(clap::Args, Debug)]
#[command(
    after_help = "The first line names the columns, in Japanese or English, in any order:
  code (コード)  name (名称)  short name (略称)  parent (上位コード)  valid from (開始日)  valid until (終了日)
UTF-8 or Shift_JIS; days as 2026-04-01 or 2026/4/1. Codes stay, names change: import again with a later first
day and the earlier name ends on the day before. What is not in the file stays as it is.

Examples:
  mimawari-collector department import departments.csv --dry-run
  mimawari-collector department import departments.csv"
)]
pub(super) struct Args {
    /// CSV: code, name, short name, parent, valid from, valid until
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Only check and show what would change
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    change: &'static str,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let shown = args.file.display().to_string();
    let bytes = import::bytes(&args.file, here)?;
    let read = file::read(&bytes).map_err(|mistakes| refused(here, &shown, &mistakes))?;
    import::note_unused(here, &read.unused)?;
    let name = import::file_name(&args.file);
    let dry_run = args.dry_run;
    let rows = read.rows;
    let decided = here.ledger()?.decide_now(operator(), now(), move |view| {
        let planned = match plan::plan(rows, &view.department_labels()?) {
            Ok(planned) => planned,
            Err(mistakes) => return Ok(Err(mistakes)),
        };
        let departments = plan::changed(&planned);
        let acts = match dry_run || departments.is_empty() {
            true => Vec::new(),
            false => vec![Act::DepartmentsImported {
                file: name,
                departments,
            }],
        };
        Ok(Ok(Decision {
            acts,
            keeps: Vec::new(),
            answer: planned,
        }))
    })?;
    let planned = decided.map_err(|mistakes| refused(here, &shown, &mistakes))?;
    print(here, &planned, dry_run)?;
    Ok(Exit::Done)
}

fn print(here: &mut Here<'_>, planned: &[Planned], dry_run: bool) -> Result<(), Failure> {
    let rows: Vec<_> = planned
        .iter()
        .map(|one| Row {
            code: one.label.code.to_string(),
            name: one.label.name.clone(),
            change: one.change.word(),
        })
        .collect();
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let headings = [say("コード", "code"), say("名称", "name"), say("変更", "change")];
    let changes: Vec<_> = planned
        .iter()
        .map(|one| import::change(one.change, here))
        .collect();
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for (row, change) in rows.iter().zip(&changes) {
            table.row([row.code.as_str(), &row.name, change]);
        }
        table
    })?;
    if dry_run {
        import::note_dry_run(here)?;
    }
    Ok(())
}
