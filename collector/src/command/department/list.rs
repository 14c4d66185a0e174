//! `department list`: the same rows as the first page of the console.

use mimawari_proto::{
    finding::Kind,
    show::{
        exit::{Exit, Failure},
        table::Table,
        terminal::Terminal,
    },
};

use super::super::Here;
use crate::present::{
    access::Sight,
    query::{self, DepartmentRow},
    text,
};

pub(super) fn run(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let moment = here.moment()?;
    let rows = here
        .reader()?
        .ask(|view| query::departments(view, &Sight::Everything, &moment))?;
    print(here.terminal, &rows)?;
    if rows.is_empty() {
        here.terminal.note(here.terminal.say(
            "まだ課が登録されていません。次: mimawari-collector department import FILE",
            "no department has been imported yet; next: mimawari-collector department import FILE",
        ))?;
    }
    Ok(Exit::Done)
}

/// Prints department rows; `try` ends with the same table.
pub(in crate::command) fn print(terminal: &mut Terminal, rows: &[DepartmentRow]) -> Result<(), Failure> {
    let lang = terminal.lang();
    let kinds: Vec<_> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| rows.iter().any(|row| row.findings.contains_key(kind.word())))
        .collect();
    let mut headings = vec![
        terminal.say("コード", "code").to_owned(),
        terminal.say("課", "department").to_owned(),
        terminal.say("端末", "machines").to_owned(),
        terminal.say("報告あり", "reporting").to_owned(),
        terminal.say("確認済み", "complete").to_owned(),
        terminal.say("証拠", "evidence").to_owned(),
    ];
    headings.extend(kinds.iter().map(|kind| text::word::kind(*kind, lang).to_owned()));
    headings.push(terminal.say("読めなかったファイル", "unread").to_owned());
    let [whole, lacking] = [
        terminal.say("そろった", "whole"),
        terminal.say("未", "unverified"),
    ];
    terminal.rows(rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row(cells(row, &kinds, [whole, lacking]));
        }
        table
    })?;
    Ok(())
}

fn cells(row: &DepartmentRow, kinds: &[Kind], [whole, lacking]: [&str; 2]) -> Vec<String> {
    let mut cells = vec![
        row.code
            .as_ref()
            .map_or_else(|| "-".to_owned(), ToString::to_string),
        row.name.clone(),
        row.machines.to_string(),
        row.reporting.to_string(),
        row.complete.to_string(),
        if row.is_whole() { whole } else { lacking }.to_owned(),
    ];
    let count = |kind: &Kind| row.findings.get(kind.word()).copied().unwrap_or(0).to_string();
    cells.extend(kinds.iter().map(count));
    cells.push(row.unread.to_string());
    cells
}
