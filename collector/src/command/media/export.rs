//! `media export`: the ledger under its own headings, ready for a spreadsheet and for `media import`.

use mimawari_proto::{
    medium::headings,
    show::{
        exit::{Exit, Failure},
        table::{Format, Table},
    },
};

use super::{super::Here, Only};
use crate::{docket::media::written, ledger::Act};

/// Lets spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn run(only: &Only, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let today = here.moment()?.today();
    let sight = only.sight();
    let (records, names) = here
        .reader()?
        .ask(|view| Ok((view.media_ledger()?, written::host_names(view)?)))?;
    let mut table = Table::new(headings());
    for record in &records {
        if sight.covers(record.medium.department.as_ref()) {
            table.row(written::line(record, &names, today));
        }
    }
    here.terminal.result(BYTE_ORDER_MARK)?;
    here.terminal.result(&table.render(Format::Csv))?;
    let act = Act::Exported {
        what: "media".to_owned(),
        rows: table.rows.len() as u64,
    };
    here.ledger()?
        .act_now(super::super::here::operator(), act, super::super::here::now())?;
    Ok(Exit::Done)
}
