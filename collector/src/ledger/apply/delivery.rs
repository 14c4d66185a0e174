//! Which parcels came, which are missing, and whether the agent's own chain holds.

use mimawari_proto::{parcel::Digest, round::Folded};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Parcel, Said};
use crate::ledger::{chain::Link, fault::LedgerError, sqlite::row};

/// The agent's chain is broken here.
const BROKEN: i32 = 1;
/// Another parcel came under this number.
pub(super) const CONFLICT: i32 = 2;
/// The agent folded events.
const FOLDED: i32 = 3;

/// Notes the arrival of a parcel; returns the number of the life it belongs to.
pub(super) fn arrived(conn: &Connection, link: &Link) -> Result<u32, LedgerError> {
    let known = conn
        .prepare_cached("SELECT life, highest FROM epoch WHERE machine = ?1 AND epoch = ?2")?
        .query_row(params![link.stream, link.epoch], |row| {
            Ok((row.get(0)?, row::count(row, 1)?))
        })
        .optional()?;
    let (life, highest) = match known {
        Some(known) => known,
        None => (begin(conn, link)?, 0),
    };
    match link.seq.checked_sub(highest) {
        Some(2..) => open_gap(conn, link, highest + 1)?,
        Some(_) => {}
        None => fill_gap(conn, link)?,
    }
    progress(conn, link, highest.max(link.seq))?;
    if !chain_holds(conn, link)? {
        anomaly(conn, link, 0, BROKEN, 0)?;
    }
    Ok(life)
}

/// Begins a life.
fn begin(conn: &Connection, link: &Link) -> Result<u32, LedgerError> {
    let life = conn
        .prepare_cached("SELECT count(*) + 1 FROM epoch WHERE machine = ?1")?
        .query_row([link.stream], |row| row.get(0))?;
    conn.prepare_cached(
        "INSERT INTO epoch (machine, epoch, life, known_through, highest) VALUES (?1, ?2, ?3, 0, 0)",
    )?
    .execute(params![link.stream, link.epoch, life])?;
    Ok(life)
}

fn open_gap(conn: &Connection, link: &Link, first: u64) -> Result<(), LedgerError> {
    insert_gap(
        conn,
        link,
        first,
        link.seq - 1,
        link.received_at.as_unix_ms(),
        None,
    )
}

fn insert_gap(
    conn: &Connection,
    link: &Link,
    first: u64,
    last: u64,
    noticed_at_ms: i64,
    filled_at_ms: Option<i64>,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO gap (machine, epoch, first, last, noticed_at_ms, filled_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        link.stream,
        link.epoch,
        row::stored(first),
        row::stored(last),
        noticed_at_ms,
        filled_at_ms
    ])?;
    Ok(())
}

/// Takes a number out of the gap that it fills: at most two smaller gaps remain.
fn fill_gap(conn: &Connection, link: &Link) -> Result<(), LedgerError> {
    let gap = conn
        .prepare_cached(
            "SELECT first, last, noticed_at_ms FROM gap
             WHERE machine = ?1 AND epoch = ?2 AND first <= ?3 AND last >= ?3 AND filled_at_ms IS NULL",
        )?
        .query_row(params![link.stream, link.epoch, row::stored(link.seq)], |row| {
            Ok((row::count(row, 0)?, row::count(row, 1)?, row.get(2)?))
        })
        .optional()?;
    let Some((first, last, noticed)) = gap else {
        return Ok(());
    };
    conn.prepare_cached("DELETE FROM gap WHERE machine = ?1 AND epoch = ?2 AND first = ?3")?
        .execute(params![link.stream, link.epoch, row::stored(first)])?;
    if first < link.seq {
        insert_gap(conn, link, first, link.seq - 1, noticed, None)?;
    }
    if link.seq < last {
        insert_gap(conn, link, link.seq + 1, last, noticed, None)?;
    }
    note_filled(conn, link, noticed)
}

/// Lengthens the filled stretch that ends before this number, or begins one.
fn note_filled(conn: &Connection, link: &Link, noticed: i64) -> Result<(), LedgerError> {
    let filled = link.received_at.as_unix_ms();
    let longer = conn
        .prepare_cached(
            "UPDATE gap SET last = ?3, filled_at_ms = ?4
             WHERE machine = ?1 AND epoch = ?2 AND last = ?3 - 1 AND noticed_at_ms = ?5 AND filled_at_ms IS NOT NULL",
        )?
        .execute(params![link.stream, link.epoch, row::stored(link.seq), filled, noticed])?;
    match longer {
        0 => insert_gap(conn, link, link.seq, link.seq, noticed, Some(filled)),
        _ => Ok(()),
    }
}

fn progress(conn: &Connection, link: &Link, highest: u64) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE epoch SET highest = ?3, known_through = coalesce(
             (SELECT min(first) - 1 FROM gap WHERE machine = ?1 AND epoch = ?2 AND filled_at_ms IS NULL), ?3)
         WHERE machine = ?1 AND epoch = ?2",
    )?
    .execute(params![link.stream, link.epoch, row::stored(highest)])?;
    Ok(())
}

/// Tells whether this parcel names the one before it, and is named by the one after it, as far as these are here.
fn chain_holds(conn: &Connection, link: &Link) -> Result<bool, LedgerError> {
    // Only what came before: `rebuild` finds everything that came later in the table, too.
    let mut digest = conn.prepare_cached(
        "SELECT digest FROM entry WHERE stream = ?1 AND epoch = ?2 AND seq = ?3 - 1 AND place < ?4",
    )?;
    let mut previous = conn.prepare_cached(
        "SELECT previous FROM entry WHERE stream = ?1 AND epoch = ?2 AND seq = ?3 + 1 AND place < ?4",
    )?;
    let here = params![
        link.stream,
        link.epoch,
        row::stored(link.seq),
        row::stored(link.place)
    ];
    let before = match link.seq {
        1 => Some(Digest::NONE),
        _ => digest.query_row(here, |row| row::digest(row, 0)).optional()?,
    };
    let after = previous.query_row(here, |row| row::digest(row, 0)).optional()?;
    Ok(before.is_none_or(|before| before == link.previous) && after.is_none_or(|after| after == link.digest))
}

/// Notes something that should not be.
pub(super) fn anomaly(
    conn: &Connection,
    link: &Link,
    at: u32,
    what: i32,
    detail: u64,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT OR IGNORE INTO anomaly (place, at, machine, epoch, seq, what, detail, received_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        row::stored(link.place),
        at,
        link.stream,
        link.epoch,
        row::stored(link.seq),
        what,
        row::stored(detail),
        link.received_at.as_unix_ms()
    ])?;
    Ok(())
}

impl Parcel<'_> {
    pub(super) fn folded(&mut self, said: Said, folded: &Folded) -> Result<(), LedgerError> {
        // Zero is the place of what concerns the parcel as a whole.
        anomaly(self.conn, self.link, said.at() + 1, FOLDED, folded.events)
    }
}
