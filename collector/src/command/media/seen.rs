//! `media seen`: every stay of this term and what it comes to.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    table::Table,
};
use serde::Serialize;

use super::{super::Here, Only, book};
use crate::{
    assess::media::{Doubt, Fault},
    present::{
        query::media::{
            BookStay,
            facts::{arrived, left},
            grade,
        },
        text,
    },
};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    only: Only,

    /// Only media that are not in the ledger
    #[arg(long)]
    unregistered: bool,
}

#[derive(Serialize)]
pub(super) struct Row {
    schema: &'static str,
    session: String,
    machine: String,
    machine_name: String,
    department: Option<String>,
    zone: Option<String>,
    arrived: String,
    left: Option<String>,
    class: &'static str,
    vendor: String,
    product: String,
    serial: String,
    grade: &'static str,
    no: Option<String>,
    one_of: Vec<String>,
    one_of_more: usize,
    source: String,
    past: bool,
    faults: Vec<Fault>,
    confirmed: Vec<Fault>,
    rejected: Vec<Fault>,
    doubts: Vec<Doubt>,
}

pub(super) fn row(stay: &BookStay, zone: &jiff::tz::TimeZone) -> Row {
    let BookStay { record, verdict, .. } = stay;
    let seen = &record.seen;
    Row {
        schema: "mimawari.media_stay/1",
        session: record.session.to_string(),
        machine: record.machine.to_string(),
        machine_name: text::word::machine_name(record.host_name.as_ref(), record.machine),
        department: record.department.as_ref().map(ToString::to_string),
        zone: record.zone.as_ref().map(ToString::to_string),
        arrived: arrived(record).rfc3339(zone),
        left: left(record).map(|at| at.rfc3339(zone)),
        class: seen.class.word(),
        vendor: seen.vendor.shown.clone(),
        product: seen.product.shown.clone(),
        serial: seen.serial.shown.clone(),
        grade: grade(Some(seen.grade)),
        no: stay.no.as_ref().map(ToString::to_string),
        one_of: stay.one_of.iter().map(ToString::to_string).collect(),
        one_of_more: stay.one_of_more,
        source: seen.source.clone(),
        past: seen.past,
        faults: verdict.faults.clone(),
        confirmed: verdict.confirmed.clone(),
        rejected: verdict.rejected.clone(),
        doubts: verdict.doubts.clone(),
    }
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let book = book(&args.only, here)?;
    let wanted = |stay: &&BookStay| !args.unregistered || stay.verdict.faults.contains(&Fault::Unregistered);
    let rows: Vec<_> = book
        .stays
        .iter()
        .filter(wanted)
        .map(|stay| row(stay, &zone))
        .collect();
    print(&rows, here)?;
    Ok(Exit::Done)
}

/// Prints stays.
pub(super) fn print(rows: &[Row], here: &mut Here<'_>) -> Result<(), Failure> {
    let lang = here.terminal.lang();
    let headings = headings(here);
    here.terminal.rows(rows, |rows| table(headings, rows, lang))?;
    Ok(())
}

pub(super) fn headings(here: &Here<'_>) -> Vec<String> {
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    vec![
        say("挿入", "arrived"),
        say("課", "department"),
        say("端末", "machine"),
        say("製品名", "product"),
        say("シリアル番号", "serial"),
        say("識別", "grade"),
        say("管理番号", "no"),
        say("判定", "verdict"),
        say("挿入番号", "stay"),
    ]
}

pub(super) fn table(headings: Vec<String>, rows: &[Row], lang: mimawari_proto::show::options::Lang) -> Table {
    let mut table = Table::new(headings);
    for row in rows {
        table.row([
            row.arrived.clone(),
            row.department.clone().unwrap_or_default(),
            row.machine_name.clone(),
            format!("{} {}", row.vendor, row.product).trim().to_owned(),
            row.serial.clone(),
            row.grade.to_owned(),
            row.no.clone().unwrap_or_else(|| match row.one_of.is_empty() {
                true => String::new(),
                false => format!("? {}{}", row.one_of.join(" / "), more(row.one_of_more)),
            }),
            text::media::verdict(&row.faults, &row.doubts, lang),
            row.session.clone(),
        ]);
    }
    table
}

fn more(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(" +{count}"),
    }
}
