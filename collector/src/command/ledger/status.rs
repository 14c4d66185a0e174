//! `ledger list`: how much is stored, what is signed and what is missing.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
    table::Table,
};
use serde::Serialize;

use super::super::Here;
use crate::ledger::{
    CheckpointRecord,
    record::{Extent, GapRecord},
};

#[derive(Serialize)]
struct Status {
    schema: &'static str,
    entries: u64,
    events: u64,
    machines: u64,
    newest: Option<String>,
    file_bytes: u64,
    wal_bytes: u64,
    checkpoint: Option<Signed>,
    gaps: usize,
    anomalies: usize,
}

#[derive(Serialize)]
struct Signed {
    n: u64,
    at: String,
    entries: u64,
    root: String,
}

/// Holes and anomalies beyond this many are not counted here.
const COUNTED: usize = 10_000;

pub(super) fn run(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let (extent, newest, gaps, anomalies): (Extent, Vec<CheckpointRecord>, Vec<GapRecord>, usize) =
        here.reader()?.ask(|view| {
            Ok((
                view.extent()?,
                view.checkpoints(1)?,
                view.gaps(None, false, COUNTED)?,
                view.anomalies(None, COUNTED)?.len(),
            ))
        })?;
    let status = Status {
        schema: "mimawari.ledger/1",
        entries: extent.entries,
        events: extent.events,
        machines: extent.machines,
        newest: extent.newest_at.map(|at| at.rfc3339(&zone)),
        file_bytes: extent.file_bytes,
        wal_bytes: extent.wal_bytes,
        checkpoint: newest.first().map(|signed| Signed {
            n: signed.n,
            at: signed.at.rfc3339(&zone),
            entries: signed.entries,
            root: signed.root.to_string(),
        }),
        gaps: gaps.len(),
        anomalies,
    };
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&status)?,
        _ => here.terminal.table(&table(here, &status))?,
    }
    Ok(Exit::Done)
}

fn table(here: &Here<'_>, status: &Status) -> Table {
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let mut table = Table::new([say("項目", "what"), say("値", "value")]);
    table.row([say("記録", "entries"), status.entries.to_string()]);
    table.row([say("事象", "events"), status.events.to_string()]);
    table.row([say("端末", "machines"), status.machines.to_string()]);
    table.row([
        say("最新の記録", "newest entry"),
        status.newest.clone().unwrap_or_default(),
    ]);
    if let Some(signed) = &status.checkpoint {
        let numbered = format!("{} ({})", signed.n, signed.at);
        table.row([say("最新の署名", "newest signed root"), numbered]);
        table.row([
            say("署名済みの記録", "entries it covers"),
            signed.entries.to_string(),
        ]);
        table.row([say("署名された根", "root"), signed.root.clone()]);
    }
    table.row([say("未着", "holes"), status.gaps.to_string()]);
    table.row([say("異常", "anomalies"), status.anomalies.to_string()]);
    table.row([
        say("ファイルの大きさ (バイト)", "file, bytes"),
        status.file_bytes.to_string(),
    ]);
    table
}
