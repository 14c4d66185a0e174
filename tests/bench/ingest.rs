//! Findings taken in from many machines at once, against a bare SQLite loop.
//!
//! The loop inserts the very rows that the collector stored, into the same
//! tables with the same indexes and the same durability, in groups: what is
//! left between the two is TLS, gRPC, checking, chaining and judging.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use mimawari_proto::wire;
use mimawari_tests::{
    chance::Chance,
    collector::Collector,
    machine::{MORNING_MS, Machine, found, runtime, wire_form},
};
use rusqlite::{Connection, OpenFlags, types::Value};
use tokio::{sync::Barrier, task::JoinSet};

use crate::measure::{line, median};

/// Parcels that each machine sends ahead of its receipts.
const AHEAD: usize = 16;

/// Rows of one transaction of the bare loop.
const GROUP: usize = 512;

/// Measures both in turn.
pub(crate) fn measure(agents: usize, findings: usize, parcel: usize, runs: usize) -> Result<()> {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut rows = 0;
    for run in 0..runs.max(1) {
        let folder = tempfile::tempdir()?;
        let mut collector = Collector::started(folder.path())?;
        ours.push(taken_in(&collector, agents, findings, parcel, run as u64)?);
        collector.stop()?.context("it ran")?.expect(0)?;
        let (count, taken) = bare_loop(&collector.ledger(), &folder.path().join("bare.db"))?;
        bare.push(taken);
        rows = count;
    }
    let (ours, bare) = (median(ours), median(bare));
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let (findings, rows) = (findings as f64, rows as f64);
    line(&format!(
        "ingest, {agents} machines, {parcel} findings a parcel (median of {runs})"
    ))?;
    line(&format!(
        "  {:<36} {:>9.0} findings/s",
        "collector, acknowledged",
        findings / ours
    ))?;
    line(&format!(
        "  {:<36} {:>9.0} findings/s ({:.0} rows/s)",
        "bare loop, the same rows",
        findings / bare,
        rows / bare
    ))?;
    line(&format!("  {:<36} {:>9.2}", "collector / bare loop", bare / ours))
}

/// Sends everything and returns the time from the first parcel to the last receipt.
fn taken_in(
    collector: &Collector,
    agents: usize,
    findings: usize,
    parcel: usize,
    seed: u64,
) -> Result<Duration> {
    let (token, root, at) = (collector.token("1010")?, collector.root()?, collector.intake());
    let parcels = (findings / agents / parcel).max(1);
    runtime().block_on(async move {
        let start = Arc::new(Barrier::new(agents + 1));
        let mut senders = JoinSet::new();
        for number in 0..agents {
            let (token, root, start) = (token.clone(), root.clone(), Arc::clone(&start));
            senders.spawn(async move {
                let mut chance = Chance::new(seed << 32 | number as u64);
                let machine = Machine::enrol_on(at, &root, &token, &mut chance).await;
                let ready = ready(machine, at, parcels, parcel, &mut chance).await;
                start.wait().await;
                let (mut line, parcels) = ready?;
                send(&mut line, &parcels).await
            });
        }
        start.wait().await;
        let began = Instant::now();
        while let Some(ended) = senders.join_next().await {
            ended??;
        }
        Ok(began.elapsed())
    })
}

/// Connects and seals everything beforehand, so that only sending is measured.
async fn ready(
    machine: Result<Machine>,
    at: std::net::SocketAddr,
    parcels: usize,
    events: usize,
    chance: &mut Chance,
) -> Result<(mimawari_tests::machine::Line, Vec<wire::Parcel>)> {
    let machine = machine?;
    let line = machine.connect_on(at).await?;
    let mut chain = machine.chain();
    let mut seal = |_| {
        let events = (0..events).map(|_| found(chance, MORNING_MS)).collect();
        wire_form(&chain.seal(events))
    };
    Ok((line, (0..parcels).map(&mut seal).collect()))
}

async fn send(line: &mut mimawari_tests::machine::Line, parcels: &[wire::Parcel]) -> Result<()> {
    let mut under_way = 0;
    let mut left = parcels.iter();
    loop {
        match left.as_slice().is_empty() || under_way == AHEAD {
            false => {
                line.send_on(left.next().context("one is left")?.clone()).await?;
                under_way += 1;
            }
            true if under_way == 0 => return Ok(()),
            true => {
                let outcome = line.receipt_on().await?.outcome();
                ensure!(outcome == wire::Outcome::Stored, "{outcome:?}");
                under_way -= 1;
            }
        }
    }
}

/// Inserts every row of a ledger into an empty copy of it; returns how many and how long.
fn bare_loop(ledger: &Path, copy: &Path) -> Result<(usize, Duration)> {
    let from = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let to = Connection::open(copy)?;
    to.pragma_update(None, "journal_mode", "wal")?;
    to.pragma_update(None, "synchronous", "full")?;
    to.pragma_update(None, "foreign_keys", false)?;
    let mut work = Vec::new();
    for (name, sql) in schema(&from)? {
        to.execute_batch(&sql)?;
        if let Some(name) = name {
            work.push((name.clone(), rows(&from, &name)?));
        }
    }
    let count = work.iter().map(|(_, rows)| rows.len()).sum();
    let began = Instant::now();
    for (table, rows) in &work {
        insert(&to, table, rows)?;
    }
    Ok((count, began.elapsed()))
}

/// The statements that make the ledger, tables with their names first.
fn schema(from: &Connection) -> Result<Vec<(Option<String>, String)>> {
    let mut select = from.prepare(
        "SELECT iif(type = 'table', name, NULL), sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'
         ORDER BY type DESC",
    )?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn rows(from: &Connection, table: &str) -> Result<Vec<Vec<Value>>> {
    let mut select = from.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let width = select.column_count();
    let all = select.query_map([], |row| (0..width).map(|column| row.get(column)).collect())?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn insert(to: &Connection, table: &str, rows: &[Vec<Value>]) -> Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let marks = vec!["?"; first.len()].join(",");
    let sql = format!("INSERT INTO \"{table}\" VALUES ({marks})");
    for group in rows.chunks(GROUP) {
        let transaction = to.unchecked_transaction()?;
        let mut insert = transaction.prepare_cached(&sql)?;
        for row in group {
            insert.execute(rusqlite::params_from_iter(row))?;
        }
        drop(insert);
        transaction.commit()?;
    }
    Ok(())
}
