//! Questions about rounds, readings and media.

use mimawari_proto::{
    convert,
    id::{MachineId, RoundId},
    name::Name,
    reading::{MediaSeen, Value},
    round::{MediaWatch, RoundOutcome, RoundReason, Said, UnreadReason},
    time::Timestamp,
};
use rusqlite::{Row, params};

use super::row;
use crate::ledger::{
    apply,
    fault::LedgerError,
    record::{MediaRecord, ReadingRecord, RoundRecord, UnreadRecord},
    view::{View, one_more},
};

/// The columns of a round under the name `r`.
pub(super) const ROUND: &str = "r.id, r.reason, r.policy_version, r.rule_set, r.started_at_ms, r.ended_at_ms,
    r.received_at_ms, r.outcome, r.roots, r.files, r.bytes, r.read, r.unchanged, r.skipped, r.unread, r.standing, r.unknown, r.media_watch";

/// Reads a round from column `c` on; `None` when it is missing or has not ended.
pub(super) fn round_or_none(row: &Row<'_>, c: usize) -> rusqlite::Result<Option<RoundRecord>> {
    let Some(outcome) = row::word_or_none(row, c + 7, RoundOutcome::from_number)? else {
        return Ok(None);
    };
    let policy: Option<i64> = row.get(c + 2)?;
    Ok(Some(RoundRecord {
        id: row::parsed::<Vec<u8>, _, _>(row, c, RoundId::from_slice)?,
        reason: row::word_or_none(row, c + 1, RoundReason::from_number)?,
        policy_version: policy.map(i64::cast_unsigned),
        rule_set: row.get(c + 3)?,
        started_at: row::time(row, c + 4)?,
        ended_at: row::time(row, c + 5)?,
        received_at: row::time(row, c + 6)?,
        outcome,
        roots: row::parsed::<String, _, _>(row, c + 8, apply::roots)?,
        files: row::count(row, c + 9)?,
        bytes: row::count(row, c + 10)?,
        read: row::count(row, c + 11)?,
        unchanged: row::count(row, c + 12)?,
        skipped: row::count(row, c + 13)?,
        unread: row::parsed::<String, _, _>(row, c + 14, apply::unread_counts)?,
        standing: row::count(row, c + 15)?,
        unknown: row::count(row, c + 16)?,
        media_watch: row::word_or_none(row, c + 17, MediaWatch::from_number)?,
    }))
}

impl View<'_> {
    /// Returns the rounds of a machine that ended, newest first.
    pub fn rounds(&self, machine: MachineId, limit: usize) -> Result<Vec<RoundRecord>, LedgerError> {
        let sql = format!(
            "SELECT {ROUND} FROM round r WHERE machine = ?1 AND said IS NOT NULL ORDER BY said DESC LIMIT ?2"
        );
        let rounds = self.all(&sql, params![machine.as_bytes(), one_more(limit) - 1], |row| {
            round_or_none(row, 0)
        })?;
        Ok(rounds.into_iter().flatten().collect())
    }

    /// Returns the newest complete round of a machine received since a time.
    pub(super) fn complete_round(
        &self,
        machine: MachineId,
        since: Timestamp,
    ) -> Result<Option<RoundRecord>, LedgerError> {
        let sql = format!(
            "SELECT {ROUND} FROM round r WHERE machine = ?1 AND outcome = ?2 AND received_at_ms >= ?3
             ORDER BY said DESC LIMIT 1"
        );
        let complete = RoundOutcome::Complete.number();
        let round = self.one(
            &sql,
            params![machine.as_bytes(), complete, since.as_unix_ms()],
            |row| round_or_none(row, 0),
        )?;
        Ok(round.flatten())
    }

    /// Returns what the latest round of a machine could not read, at most 100 files.
    pub fn unread_files(&self, machine: MachineId) -> Result<Vec<UnreadRecord>, LedgerError> {
        let sql = "SELECT reason, path, path_raw, member, format, owner, owner_raw FROM unread_file
                   WHERE machine = ?1 ORDER BY n";
        self.all(sql, [machine.as_bytes()], |row| {
            Ok(UnreadRecord {
                reason: row::word(row, 0, UnreadReason::from_number)?,
                path: row::name(row, 1)?,
                member: row::parsed::<String, _, _>(row, 3, |text| serde_json::from_str(text))?,
                format: row.get(4)?,
                owner: row::name(row, 5)?,
            })
        })
    }

    /// Returns the latest posture facts of a machine.
    pub fn readings(&self, machine: MachineId) -> Result<Vec<ReadingRecord>, LedgerError> {
        let sql =
            "SELECT what, user, user_shown, source, form, number, text, at_ms, received_at_ms FROM reading
                   WHERE machine = ?1 ORDER BY what, user";
        self.all(sql, [machine.as_bytes()], |row| {
            Ok(ReadingRecord {
                what: row.get(0)?,
                user: user(row)?,
                source: row.get(3)?,
                value: value(row)?,
                at: row::time(row, 7)?,
                received_at: row::time(row, 8)?,
            })
        })
    }

    /// Returns the stays of media at a machine, newest first.
    pub fn media(&self, machine: MachineId, limit: usize) -> Result<Vec<MediaRecord>, LedgerError> {
        let sql = "SELECT seen, left_at_ms, received_at_ms FROM media WHERE machine = ?1
                   ORDER BY received_at_ms DESC, session DESC LIMIT ?2";
        self.all(sql, params![machine.as_bytes(), one_more(limit) - 1], |row| {
            Ok(MediaRecord {
                machine,
                seen: row::parsed_or_none::<Vec<u8>, _, _>(row, 0, seen)?,
                left_at: row::time_or_none(row, 1)?,
                received_at: row::time(row, 2)?,
            })
        })
    }
}

fn user(row: &Row<'_>) -> rusqlite::Result<Name> {
    let exact: Vec<u8> = row.get(1)?;
    let shown: String = row.get(2)?;
    let raw = (exact != shown.as_bytes()).then_some(exact);
    Ok(Name { shown, raw })
}

fn value(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(match row.get::<_, i32>(4)? {
        1 => Value::Flag(row.get(5)?),
        2 => Value::Number(row.get(5)?),
        3 => Value::Seconds(row::count(row, 5)?),
        4 => Value::Text(row.get(6)?),
        _ => Value::Unknown(row.get(6)?),
    })
}

pub(super) fn seen(bytes: &[u8]) -> Result<MediaSeen, ()> {
    let events = convert::decode_events(bytes).map_err(|_| ())?;
    match events.into_iter().next().map(|event| event.said) {
        Some(Said::MediaSeen(seen)) => Ok(seen),
        _ => Err(()),
    }
}
