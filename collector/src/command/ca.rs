//! `mimawari-collector ca`: everything that expires, on one page.

use clap::Subcommand;
use mimawari_proto::{
    show::{
        exit::{Exit, Failure},
        table::Table,
    },
    time::Timestamp,
};
use serde::Serialize;

use super::{Here, here::now};
use crate::{
    ledger::record::MachineFilter,
    trust::{signing::hex, tls},
};

/// Machines read from the ledger at a time.
const PAGE: usize = 500;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector ca
  mimawari-collector ca status --json")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Show every certificate and when it ends
    Status,
}

#[derive(Serialize)]
struct Row {
    schema: &'static str,
    what: &'static str,
    name: String,
    ends: String,
    days: i64,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match args.verb {
        None | Some(Verb::Status) => status(here),
    }
}

fn status(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let authority = here.authority()?;
    let zone = here.settings()?.time_zone.zone();
    let now = now();
    let row = |what, name: String, ends: Timestamp| Row {
        schema: "mimawari.expiry/1",
        what,
        name,
        ends: ends.rfc3339(&zone),
        days: (ends.as_unix_ms() - now.as_unix_ms()).div_euclid(86_400_000),
    };
    let mut rows: Vec<Row> = tls::root_ends(&authority)?
        .into_iter()
        .map(|(fingerprint, ends)| row("root", hex(&fingerprint.0), ends))
        .collect();
    rows.push(row(
        "server",
        "mimawari-collector".to_owned(),
        tls::server_ends(&authority)?,
    ));
    let mut after = None;
    loop {
        let filter = MachineFilter {
            revoked: Some(false),
            ..MachineFilter::default()
        };
        let page = here
            .reader()?
            .ask(move |view| view.machines(&filter, after, PAGE))?;
        for machine in page.rows {
            if let Some(certificate) = machine.certificate {
                let host = machine.facts.map(|facts| facts.host_name.shown);
                rows.push(row(
                    "machine",
                    host.unwrap_or_else(|| machine.id.to_string()),
                    certificate.not_after,
                ));
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    rows.sort_by(|a, b| a.ends.cmp(&b.ends));
    let headings = [
        here.terminal.say("種別", "what"),
        here.terminal.say("名前", "name"),
        here.terminal.say("期限", "ends"),
        here.terminal.say("残り日数", "days left"),
    ];
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row([
                row.what.to_owned(),
                row.name.clone(),
                row.ends.clone(),
                row.days.to_string(),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}
