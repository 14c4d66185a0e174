//! Questions about what came: epochs, holes, anomalies, acts, signed roots.

use mimawari_proto::id::{Epoch, MachineId};
use rusqlite::{Row, params};

use super::row;
use crate::ledger::{
    act::Done,
    chain::OWN,
    fault::LedgerError,
    record::{ActRecord, Anomaly, AnomalyRecord, CheckpointRecord, EpochRecord, Extent, GapRecord, Page},
    view::{View, cut, one_more},
};

impl View<'_> {
    /// Returns acts before a number, newest first.
    pub fn acts(&self, before: Option<u64>, limit: usize) -> Result<Page<ActRecord, u64>, LedgerError> {
        let sql = "SELECT n, received_at_ms, body FROM entry WHERE stream = ?1 AND epoch = ?1 AND seq < ?2
                   ORDER BY seq DESC LIMIT ?3";
        let before = before.map_or(i64::MAX, |n| i64::try_from(n).unwrap_or(i64::MAX));
        let rows = self.all(sql, params![OWN, before, one_more(limit)], act)?;
        let (rows, more) = cut(rows, limit);
        let next = rows.last().filter(|_| more).map(|last| last.n);
        Ok(Page { rows, next })
    }

    /// Returns the number of the newest act: whoever holds acts in memory looks whether it grew.
    pub fn newest_act(&self) -> Result<u64, LedgerError> {
        let n = self.one("SELECT n FROM head WHERE stream = ?1", [OWN], |row| {
            row::count(row, 0)
        })?;
        Ok(n.unwrap_or(0))
    }

    /// Returns holes in what machines sent, newest first; filled ones only when asked for.
    pub fn gaps(
        &self,
        machine: Option<MachineId>,
        filled: bool,
        limit: usize,
    ) -> Result<Vec<GapRecord>, LedgerError> {
        let sql = "SELECT machine, epoch, first, last, noticed_at_ms, filled_at_ms FROM gap
                   WHERE (?1 IS NULL OR machine = ?1) AND (?2 OR filled_at_ms IS NULL)
                   ORDER BY noticed_at_ms DESC, machine, epoch, first LIMIT ?3";
        let values = params![
            machine.as_ref().map(MachineId::as_bytes),
            filled,
            one_more(limit) - 1
        ];
        self.all(sql, values, |row| {
            Ok(GapRecord {
                machine: machine_at(row, 0)?,
                epoch: row::parsed::<Vec<u8>, _, _>(row, 1, Epoch::from_slice)?,
                first: row::count(row, 2)?,
                last: row::count(row, 3)?,
                noticed_at: row::time(row, 4)?,
                filled_at: row::time_or_none(row, 5)?,
            })
        })
    }

    /// Returns what should not be in what machines sent, newest first.
    pub fn anomalies(
        &self,
        machine: Option<MachineId>,
        limit: usize,
    ) -> Result<Vec<AnomalyRecord>, LedgerError> {
        let sql = "SELECT machine, epoch, seq, what, detail, received_at_ms FROM anomaly
                   WHERE ?1 IS NULL OR machine = ?1 ORDER BY place DESC, at DESC LIMIT ?2";
        let values = params![machine.as_ref().map(MachineId::as_bytes), one_more(limit) - 1];
        self.all(sql, values, |row| {
            Ok(AnomalyRecord {
                machine: machine_at(row, 0)?,
                epoch: row::parsed::<Vec<u8>, _, _>(row, 1, Epoch::from_slice)?,
                seq: row::count(row, 2)?,
                what: anomaly(row)?,
                received_at: row::time(row, 5)?,
            })
        })
    }

    /// Returns how far an epoch of a machine has come; zero when nothing is known of it.
    pub fn epoch(&self, machine: MachineId, epoch: Epoch) -> Result<EpochRecord, LedgerError> {
        let sql = "SELECT known_through, highest FROM epoch WHERE machine = ?1 AND epoch = ?2";
        let found = self.one(sql, params![machine.as_bytes(), epoch.as_bytes()], |row| {
            Ok(EpochRecord {
                known_through: row::count(row, 0)?,
                highest: row::count(row, 1)?,
            })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Returns signed roots, newest first.
    pub fn checkpoints(&self, limit: usize) -> Result<Vec<CheckpointRecord>, LedgerError> {
        let sql = format!("SELECT {CHECKPOINT} FROM checkpoint ORDER BY n DESC LIMIT ?1");
        self.all(&sql, [one_more(limit) - 1], checkpoint)
    }

    /// Returns how much is stored.
    pub fn extent(&self) -> Result<Extent, LedgerError> {
        let sql =
            "SELECT (SELECT coalesce(max(place), 0) FROM entry), (SELECT coalesce(sum(events), 0) FROM head),
                       (SELECT count(*) FROM head WHERE stream != ?1),
                       (SELECT received_at_ms FROM entry ORDER BY place DESC LIMIT 1)";
        let extent = self.one(sql, [OWN], |row| {
            Ok(Extent {
                entries: row::count(row, 0)?,
                events: row::count(row, 1)?,
                machines: row::count(row, 2)?,
                newest_at: row::time_or_none(row, 3)?,
                file_bytes: self.file_bytes(""),
                wal_bytes: self.file_bytes("-wal"),
            })
        })?;
        Ok(extent.unwrap_or_default())
    }

    fn file_bytes(&self, suffix: &str) -> u64 {
        let path = self.conn.path().unwrap_or_default();
        std::fs::metadata(format!("{path}{suffix}")).map_or(0, |found| found.len())
    }
}

/// The columns of a signed root.
pub(in crate::ledger) const CHECKPOINT: &str =
    "n, at_ms, place, events, streams, root, previous, key, signature";

/// Reads a signed root.
pub(in crate::ledger) fn checkpoint(row: &Row<'_>) -> rusqlite::Result<CheckpointRecord> {
    Ok(CheckpointRecord {
        n: row::count(row, 0)?,
        at: row::time(row, 1)?,
        entries: row::count(row, 2)?,
        events: row::count(row, 3)?,
        streams: row::count(row, 4)?,
        root: row::digest(row, 5)?,
        previous: row::digest(row, 6)?,
        key: row::digest(row, 7)?,
        signature: row.get(8)?,
    })
}

fn act(row: &Row<'_>) -> rusqlite::Result<ActRecord> {
    let Done { by, act } = row::parsed::<Vec<u8>, _, _>(row, 2, |body| serde_json::from_slice(body))?;
    Ok(ActRecord {
        n: row::count(row, 0)?,
        at: row::time(row, 1)?,
        by,
        act,
    })
}

fn machine_at(row: &Row<'_>, column: usize) -> rusqlite::Result<MachineId> {
    row::parsed::<Vec<u8>, _, _>(row, column, MachineId::from_slice)
}

fn anomaly(row: &Row<'_>) -> rusqlite::Result<Anomaly> {
    match row.get::<_, i32>(3)? {
        1 => Ok(Anomaly::Broken),
        2 => Ok(Anomaly::Conflict),
        3 => Ok(Anomaly::Folded {
            events: row::count(row, 4)?,
        }),
        _ => Err(row::unreadable(row, 3)),
    }
}
