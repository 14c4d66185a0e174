//! `media show`: everything about one medium.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
    table::Table,
};
use serde::Serialize;

use super::{super::Here, Only, book, list, seen};
use crate::{
    docket::media::written,
    ledger::{
        act::By,
        medium::{Loan, MediumNo, Permit},
        record::MediumChange,
    },
    present::text,
};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    medium: list::Row,
    permits: Vec<Permit>,
    loans: Vec<Loan>,
    stays: Vec<seen::Row>,
    history: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    at: String,
    by: By,
    what: String,
    reason: String,
    detail: Vec<(String, String, String)>,
}

pub(super) fn run(no: &MediumNo, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let today = here.moment()?.today();
    let book = book(&Only::default(), here)?;
    let Some(row) = book.rows.iter().find(|row| row.record.medium.no == *no) else {
        return Err(Failure::new(
            Exit::Usage,
            format!("there is no medium {no}"),
            "see `mimawari-collector media list`",
        ));
    };
    let (changes, names) = here
        .reader()?
        .ask(|view| Ok((view.medium_changes(no)?, written::host_names(view)?)))?;
    let change = |change: MediumChange| Change {
        at: change.at.rfc3339(&zone),
        by: change.by,
        what: change.what,
        reason: change.reason,
        detail: change.detail,
    };
    let stays = book.stays.iter().filter(|stay| stay.no.as_ref() == Some(no));
    let document = Document {
        medium: list::row(row, &zone),
        permits: row.record.permits.clone(),
        loans: row.record.loans.clone(),
        stays: stays.map(|stay| seen::row(stay, &zone)).collect(),
        history: changes.into_iter().map(change).collect(),
    };
    if let Some(Format::Json | Format::Jsonl) = here.terminal.format() {
        here.terminal.json(&document)?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new([
        here.terminal.say("項目", "what"),
        here.terminal.say("値", "value"),
    ]);
    let line = written::line(&row.record, &names, today);
    for (column, value) in mimawari_proto::medium::Column::ALL.iter().zip(line) {
        if !value.is_empty() {
            table.row([here.terminal.say(column.ja(), column.en()).to_owned(), value]);
        }
    }
    let lang = here.terminal.lang();
    table.row([
        here.terminal.say("判定", "verdict").to_owned(),
        text::media::verdict(&row.faults, &row.doubts, lang),
    ]);
    here.terminal.table(&table)?;
    let mut history = Table::new([
        here.terminal.say("日時", "when"),
        here.terminal.say("だれが", "who"),
        here.terminal.say("内容", "what"),
        here.terminal.say("理由", "why"),
        here.terminal.say("変わった列", "columns"),
    ]);
    for change in &document.history {
        let detail = change
            .detail
            .iter()
            .map(|(column, before, after)| format!("{column}: {before} → {after}"));
        history.row([
            change.at.clone(),
            text::word::by(&change.by),
            text::media::medium_change(&change.what, lang).to_owned(),
            change.reason.clone(),
            detail.collect::<Vec<_>>().join("; "),
        ]);
    }
    here.terminal.result("\n")?;
    here.terminal.table(&history)?;
    if !document.stays.is_empty() {
        here.terminal.result("\n")?;
        let stays = seen::table(seen::headings(here), &document.stays, lang);
        here.terminal.table(&stays)?;
    }
    Ok(Exit::Done)
}
