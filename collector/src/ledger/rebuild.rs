//! Makes the derived tables again from the evidence, and writes them out to compare.

use std::path::Path;

use mimawari_proto::{convert, parcel::Digest};
use rusqlite::{Connection, TransactionBehavior, types::ValueRef};
use sha2::{Digest as _, Sha256};

use super::{
    FILE,
    apply::{self, Content},
    fault::LedgerError,
    lock,
    sqlite::{place, row},
    verify,
};

/// Every derived table, and what its rows are sorted by.
pub(super) const DERIVED: &[(&str, &str)] = &[
    ("anomaly", "place, at, seq"),
    ("change", "finding, n"),
    ("department", "code, valid_from"),
    ("early", "machine, id"),
    ("epoch", "machine, epoch"),
    ("finding", "number"),
    ("gap", "machine, epoch, first"),
    ("head", "stream"),
    ("machine", "id"),
    ("media", "machine, session"),
    ("medium", "no"),
    ("medium_change", "no, n"),
    ("medium_loan", "no, n"),
    ("medium_permit", "no, n"),
    ("reading", "machine, what, user"),
    ("round", "machine, id"),
    ("standing", "machine, round, said"),
    ("stay_judgement", "machine, session, fault, n"),
    ("stock_taking", "number"),
    ("swept", "machine, root"),
    ("tally", "department, kind, confidence"),
    ("token", "id"),
    ("unread", "machine, reason"),
    ("unread_file", "machine, n"),
];

/// Entries between two words of progress.
const PROGRESS_ENTRIES: u64 = 256;

/// What came of a rebuild.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rebuilt {
    /// Entries that were applied.
    pub entries: u64,
    /// Events in them.
    pub events: u64,
    /// The tables are what they were before, byte for byte.
    pub same: bool,
}

/// Makes all derived tables again, in one transaction; with `keep` false only compares.
///
/// Holds the lock of the data directory: no collector may run.
pub fn rebuild(dir: &Path, keep: bool, progress: &mut dyn FnMut(u64, u64)) -> Result<Rebuilt, LedgerError> {
    let _lock = lock::hold(dir)?;
    let mut conn = place::to_write(&dir.join(FILE))?;
    let whole = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let before = digest(&whole)?;
    for (table, _) in DERIVED {
        whole.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let (entries, events) = apply_all(&whole, progress)?;
    let same = digest(&whole)? == before;
    match keep {
        true => whole.commit()?,
        false => whole.rollback()?,
    }
    Ok(Rebuilt {
        entries,
        events,
        same,
    })
}

fn apply_all(conn: &Connection, progress: &mut dyn FnMut(u64, u64)) -> Result<(u64, u64), LedgerError> {
    let total = conn.query_row("SELECT coalesce(max(place), 0) FROM entry", [], |row| {
        row::count(row, 0)
    })?;
    let mut all = conn.prepare(
        "SELECT place, stream, n, received_at_ms, epoch, seq, previous, sealed_at_ms, events, digest, chain, body
         FROM entry ORDER BY place",
    )?;
    let mut all = all.query([])?;
    let (mut entries, mut events) = (0, 0);
    while let Some(row) = all.next()? {
        let link = verify::link(row)?;
        let body = row.get_ref(11)?.as_blob().map_err(rusqlite::Error::from)?;
        let content = match link.is_act() {
            true => serde_json::from_slice(body)
                .map(|done| Content::Act(Box::new(done)))
                .map_err(|_| link.place),
            false => convert::decode_events(body)
                .map(Content::Events)
                .map_err(|_| link.place),
        };
        let content = content.map_err(|place| LedgerError::Damaged {
            path: conn.path().unwrap_or_default().into(),
            what: format!("entry {place} cannot be decoded"),
        })?;
        apply::apply(conn, &link, content)?;
        apply::head(conn, &link, &row::digest(row, 10)?)?;
        entries += 1;
        events += link.events;
        if link.place.is_multiple_of(PROGRESS_ENTRIES) {
            progress(link.place, total);
        }
    }
    progress(total, total);
    Ok((entries, events))
}

/// Computes one digest over all derived tables.
fn digest(conn: &Connection) -> Result<Digest, LedgerError> {
    let mut hash = Sha256::new();
    dump(conn, &mut |line| hash.update(line))?;
    Ok(Digest(hash.finalize().into()))
}

/// Writes out every row of every derived table: a line a row, in a fixed order.
pub(super) fn dump(conn: &Connection, write: &mut dyn FnMut(&[u8])) -> Result<(), LedgerError> {
    for (table, order) in DERIVED {
        let mut rows = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
        let columns = rows.column_count();
        let mut rows = rows.query([])?;
        let mut line = Vec::new();
        while let Some(row) = rows.next()? {
            line.clear();
            line.extend(table.as_bytes());
            for column in 0..columns {
                line.push(b'\t');
                value(&mut line, row.get_ref(column)?);
            }
            line.push(b'\n');
            write(&line);
        }
    }
    Ok(())
}

fn value(line: &mut Vec<u8>, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => line.extend(b"null"),
        ValueRef::Integer(number) => line.extend(number.to_string().as_bytes()),
        ValueRef::Real(number) => line.extend(number.to_string().as_bytes()),
        ValueRef::Text(text) => {
            line.push(b'"');
            line.extend(text.escape_ascii().to_string().as_bytes());
        }
        ValueRef::Blob(bytes) => {
            line.push(b'x');
            line.extend(bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()));
        }
    }
}
