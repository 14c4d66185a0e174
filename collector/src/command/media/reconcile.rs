//! `media reconcile`: the ledger held against what was seen, by department and in whole.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::{Format, Lang},
    table::Table,
};
use serde::Serialize;

use super::{super::Here, Only, book, list, seen};
use crate::present::query::media::{
    Book,
    sums::{Sum, sums},
};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    since: String,
    departments: Vec<Department>,
    owned_not_seen: Vec<list::Row>,
    seen_not_owned: Vec<seen::Row>,
    not_to_be_told: Vec<seen::Row>,
}

#[derive(Clone, Debug, Serialize)]
struct Department {
    department: Option<String>,
    #[serde(flatten)]
    sum: Sum,
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
    let (by_code, whole) = sums(book);
    let one = |(department, sum)| Department { department, sum };
    let whole = one((Some("*".to_owned()), whole));
    by_code.into_iter().map(one).chain([whole]).collect()
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
        let sum = &one.sum;
        let counts = [
            sum.owned,
            sum.seen,
            sum.not_seen,
            sum.seen_not_owned,
            sum.overdue,
            sum.lost,
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
