//! `media export`: the ledger under its own headings, ready for a spreadsheet and for `media import`.

use std::path::PathBuf;

use mimawari_proto::show::{
    exit::{Exit, Failure},
    table::Format,
};

use super::{
    super::{
        Here,
        here::{now, operator},
    },
    Only,
};
use crate::{docket::media::written, ledger::Act, sheet::workbook, trust::private};

/// Lets spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(clap::Args, Debug)]
#[command(
    after_help = "What a spreadsheet would take for a formula starts with ' in CSV and is a text in XLSX; `media import`
reads both back as they were.

Examples:
  mimawari-collector media export > ledger.csv
  mimawari-collector media export --output 台帳.xlsx --department 0810"
)]
pub(super) struct Args {
    #[command(flatten)]
    only: Only,

    /// Write a file instead: CSV, or a workbook where its name ends in .xlsx
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let today = here.moment()?.today();
    let sight = args.only.sight();
    let (mut records, names) = here
        .reader()?
        .ask(|view| Ok((view.media_ledger()?, written::host_names(view)?)))?;
    records.retain(|record| sight.covers(record.medium.department.as_ref()));
    let table = written::table(&records, &names, today);
    let csv = || format!("{BYTE_ORDER_MARK}{}", table.render(Format::Csv));
    match &args.output {
        None => here.terminal.result(&csv())?,
        Some(path) => {
            let is_workbook = path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
            let bytes = match is_workbook {
                true => workbook::written(&table).map_err(|error| unwritten(path, &error, here))?,
                false => csv().into_bytes(),
            };
            private::write_file(path, &bytes)?;
        }
    }
    let act = Act::Exported {
        what: "media".to_owned(),
        rows: table.rows.len() as u64,
    };
    here.ledger()?.act_now(operator(), act, now())?;
    Ok(Exit::Done)
}

fn unwritten(path: &std::path::Path, error: &dyn std::error::Error, here: &Here<'_>) -> Failure {
    let next = here.terminal.say(
        "書き込めるフォルダを指定してください",
        "name a folder that can be written to",
    );
    Failure::new(Exit::Usage, format!("{}: {error}", path.display()), next)
}
