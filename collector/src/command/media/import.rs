//! `media import`: the ledger of media from a CSV or XLSX file, all or nothing.

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
use crate::{
    docket::media::import::{Planned, Table as Read, decided},
    sheet::Change,
};

#[derive(clap::Args, Debug)]
#[command(
    after_help = "The first line names the columns, in Japanese or English, in any order: those of `media export`, of which only
管理番号 (no) is needed. A column that is not in the file stays as it is; a cell that is blank is emptied.
UTF-8, Shift_JIS or XLSX; days as 2026-04-01, 2026/4/1, R8.4.1 or 令和8年4月1日. Nothing is written unless every line is good.

Examples:
  mimawari-collector media import 公務用USB台帳.xlsx --dry-run
  mimawari-collector media import media.csv"
)]
pub(super) struct Args {
    /// CSV or XLSX, one line for each medium
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Only check and show what would change
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Row {
    no: String,
    product: String,
    department: Option<String>,
    change: &'static str,
    columns: Vec<&'static str>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let shown = args.file.display().to_string();
    let bytes = import::bytes(&args.file, here)?;
    let table = Read::of(&bytes).map_err(|mistakes| refused(here, &shown, &mistakes))?;
    import::note_unused(here, table.unused())?;
    let file = import::file_name(&args.file);
    let today = here.moment()?.today();
    let dry_run = args.dry_run;
    let decided = here.ledger()?.decide_now(operator(), now(), move |view| {
        decided(view, &table, file, today, None, dry_run)
    })?;
    let planned = decided.map_err(|mistakes| refused(here, &shown, &mistakes))?;
    print(here, &planned, dry_run)?;
    Ok(Exit::Done)
}

fn print(here: &mut Here<'_>, planned: &[Planned], dry_run: bool) -> Result<(), Failure> {
    let row = |one: &Planned| Row {
        no: one.row.medium.no.to_string(),
        product: one.row.medium.product.clone(),
        department: one.row.medium.department.as_ref().map(ToString::to_string),
        change: one.change.word(),
        columns: one.columns.iter().map(|column| column.en()).collect(),
    };
    let rows: Vec<_> = planned.iter().map(row).collect();
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let headings = [
        say("管理番号", "no"),
        say("製品名", "product"),
        say("所管課", "department"),
        say("変更", "change"),
        say("変わる列", "columns that change"),
    ];
    let words = Change::ALL.map(|change| import::change(change, here));
    let japanese = here.terminal.lang() == mimawari_proto::show::options::Lang::Ja;
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for (row, one) in rows.iter().zip(planned) {
            let change = words[one.change as usize];
            let columns: Vec<_> = one
                .columns
                .iter()
                .map(|column| if japanese { column.ja() } else { column.en() })
                .collect();
            table.row([
                row.no.clone(),
                row.product.clone(),
                row.department.clone().unwrap_or_default(),
                change.to_owned(),
                columns.join(", "),
            ]);
        }
        table
    })?;
    let count = |change| planned.iter().filter(|one| one.change == change).count();
    let sum = Change::ALL.map(|change| format!("{} {}", words[change as usize], count(change)));
    here.terminal.note(&sum.join("  "))?;
    if dry_run {
        import::note_dry_run(here)?;
    }
    Ok(())
}
