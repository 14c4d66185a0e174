//! `media list`: the ledger, one line for each medium, with what speaks against it.

use mimawari_proto::{
    medium::{encryption_ja, state_ja},
    show::{
        exit::{Exit, Failure},
        options::Lang,
        table::Table,
    },
};
use serde::Serialize;

use super::{super::Here, Only, book};
use crate::{
    assess::media::{Doubt, Fault},
    present::{
        query::media::{BookRow, facts::arrived, grade},
        text,
    },
};

#[derive(Serialize)]
pub(super) struct Row {
    schema: &'static str,
    no: String,
    department: Option<String>,
    product: String,
    serial: String,
    grade: &'static str,
    encryption: Option<&'static str>,
    state: &'static str,
    borrower: Option<String>,
    due: Option<String>,
    last_seen: Option<String>,
    last_machine: Option<String>,
    faults: Vec<Fault>,
    doubts: Vec<Doubt>,
}

pub(super) fn row(row: &BookRow, zone: &jiff::tz::TimeZone) -> Row {
    let medium = &row.record.medium;
    let open = row.record.loans.iter().find(|loan| loan.back.is_none());
    Row {
        schema: "mimawari.medium/1",
        no: medium.no.to_string(),
        department: medium.department.as_ref().map(ToString::to_string),
        product: medium.product.clone(),
        serial: medium.serial.clone(),
        grade: grade(medium.grade),
        encryption: medium.encryption.map(|encryption| encryption.word()),
        state: medium.state.word(),
        borrower: open.map(|loan| loan.borrower.clone()),
        due: open.and_then(|loan| loan.due).map(|day| day.to_string()),
        last_seen: row.last.as_ref().map(|stay| arrived(stay).rfc3339(zone)),
        last_machine: row
            .last
            .as_ref()
            .map(|stay| text::word::machine_name(stay.host_name.as_ref(), stay.machine)),
        faults: row.faults.clone(),
        doubts: row.doubts.clone(),
    }
}

pub(super) fn run(only: &Only, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let book = book(only, here)?;
    let rows: Vec<_> = book.rows.iter().map(|one| row(one, &zone)).collect();
    let lang = here.terminal.lang();
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let headings = [
        say("管理番号", "no"),
        say("所管課", "department"),
        say("製品名", "product"),
        say("シリアル番号", "serial"),
        say("識別", "grade"),
        say("暗号化", "encryption"),
        say("状態", "state"),
        say("貸出先", "borrower"),
        say("返却予定", "due"),
        say("最終挿入", "last seen"),
        say("判定", "verdict"),
    ];
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for (row, one) in rows.iter().zip(&book.rows) {
            let medium = &one.record.medium;
            table.row([
                row.no.clone(),
                row.department.clone().unwrap_or_default(),
                row.product.clone(),
                row.serial.clone(),
                row.grade.to_owned(),
                match lang {
                    Lang::Ja => medium.encryption.map_or("", encryption_ja),
                    Lang::En => row.encryption.unwrap_or_default(),
                }
                .to_owned(),
                match lang {
                    Lang::Ja => state_ja(medium.state),
                    Lang::En => row.state,
                }
                .to_owned(),
                row.borrower.clone().unwrap_or_default(),
                row.due.clone().unwrap_or_default(),
                row.last_seen.clone().unwrap_or_default(),
                text::media::verdict(&row.faults, &row.doubts, lang),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}

impl Row {
    /// Returns what a reconciliation prints of it.
    pub(super) fn short(&self) -> [String; 4] {
        [
            self.no.clone(),
            self.department.clone().unwrap_or_default(),
            self.product.clone(),
            self.state.to_owned(),
        ]
    }
}
