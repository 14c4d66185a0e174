//! `media reconcile`: the ledger held against what was seen, by department and in whole.

use std::collections::BTreeMap;

use mimawari_proto::{
    medium::MediumState,
    show::{
        exit::{Exit, Failure},
        options::{Format, Lang},
        table::Table,
    },
};
use serde::Serialize;

use super::{super::Here, Only, book, list, seen};
use crate::{assess::media::Fault, present::query::media::Book};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    since: String,
    departments: Vec<Department>,
    owned_not_seen: Vec<list::Row>,
    seen_not_owned: Vec<seen::Row>,
    not_to_be_told: Vec<seen::Row>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Department {
    department: Option<String>,
    owned: u64,
    seen: u64,
    not_seen: u64,
    seen_not_owned: u64,
    overdue: u64,
    lost: u64,
}

pub(super) fn run(only: &Only, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let book = book(only, here)?;
    let document = Document {
        schema: "mimawari.media_reconciliation/1",
        since: book.since.to_string(),
        departments: departments(&book),
        owned_not_seen: book.unseen().map(|row| list::row(row, &zone)).collect(),
        seen_not_owned: book.strangers().map(|stay| seen::row(stay, &zone)).collect(),
        not_to_be_told: book
            .stays
            .iter()
            .filter(|stay| !stay.one_of.is_empty())
            .map(|stay| seen::row(stay, &zone))
            .collect(),
    };
    let clean = document.owned_not_seen.is_empty()
        && document.seen_not_owned.is_empty()
        && document.not_to_be_told.is_empty();
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&document)?,
        _ => print(&document, here)?,
    }
    Ok(if clean { Exit::Done } else { Exit::Findings })
}

/// Counts by department; what belongs to none comes first, the whole last.
fn departments(book: &Book) -> Vec<Department> {
    let mut by_code: BTreeMap<Option<String>, Department> = BTreeMap::new();
    let mut whole = Department {
        department: Some("*".to_owned()),
        ..Department::default()
    };
    let code = |code: Option<&mimawari_proto::id::DepartmentId>| code.map(ToString::to_string);
    for row in &book.rows {
        let medium = &row.record.medium;
        if medium.state == MediumState::Destroyed {
            continue;
        }
        for sum in [
            by_code.entry(code(medium.department.as_ref())).or_default(),
            &mut whole,
        ] {
            sum.owned += 1;
            sum.seen += u64::from(row.last.is_some());
            sum.not_seen += u64::from(row.last.is_none());
            sum.overdue += u64::from(row.faults.contains(&Fault::Overdue));
            sum.lost += u64::from(medium.state == MediumState::Lost);
        }
    }
    for stay in book.strangers() {
        let department = code(stay.record.department.as_ref());
        by_code.entry(department).or_default().seen_not_owned += 1;
        whole.seen_not_owned += 1;
    }
    for (code, sum) in &mut by_code {
        sum.department.clone_from(code);
    }
    by_code.into_values().chain([whole]).collect()
}

fn print(document: &Document, here: &mut Here<'_>) -> Result<(), Failure> {
    let lang = here.terminal.lang();
    let say = |ja: &str, en: &str| if lang == Lang::Ja { ja } else { en }.to_owned();
    let mut sums = Table::new([
        say("課", "department"),
        say("台帳", "owned"),
        say("確認済み", "seen"),
        say("未確認", "not seen"),
        say("台帳にない媒体", "seen, not owned"),
        say("返却遅れ", "overdue"),
        say("紛失", "lost"),
    ]);
    for one in &document.departments {
        let name = match one.department.as_deref() {
            Some("*") => say("合計", "total"),
            Some(code) => code.to_owned(),
            None => say("（課なし）", "(none)"),
        };
        let counts = [
            one.owned,
            one.seen,
            one.not_seen,
            one.seen_not_owned,
            one.overdue,
            one.lost,
        ];
        sums.row([name].into_iter().chain(counts.map(|count| count.to_string())));
    }
    let mut unseen = Table::new([
        say("台帳にあって、見ていないもの", "owned, not seen"),
        say("所管課", "department"),
        say("製品名", "product"),
        say("状態", "state"),
    ]);
    for row in &document.owned_not_seen {
        unseen.row(row.short());
    }
    let since = format!("{} {}", say("期間の初め:", "since:"), document.since);
    here.terminal.note(&since)?;
    here.terminal.table(&sums)?;
    if !document.owned_not_seen.is_empty() {
        here.terminal.result("\n")?;
        here.terminal.table(&unseen)?;
    }
    for (title, rows) in [
        (
            say("台帳にないのに、見たもの", "seen, not owned"),
            &document.seen_not_owned,
        ),
        (
            say("どれか見分けられないもの", "not to be told which"),
            &document.not_to_be_told,
        ),
    ] {
        if !rows.is_empty() {
            here.terminal.result(&format!("\n{title}\n"))?;
            let table = seen::table(seen::headings(here), rows, lang);
            here.terminal.table(&table)?;
        }
    }
    Ok(())
}
