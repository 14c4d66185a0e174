//! Stays of removable media, and what auditors say of their faults.

use mimawari_proto::{
    convert,
    id::{MachineId, MediaSessionId},
    reading::{MediaLeft, MediaSeen},
    round::{Event, Said as Says},
    time::Timestamp,
};
use rusqlite::{Connection, params};

use super::{Parcel, Said, stored};
use crate::ledger::{
    act::{By, Judgement},
    fault::LedgerError,
};

impl Parcel<'_> {
    pub(super) fn media_seen(
        &mut self,
        said: Said,
        at: Timestamp,
        seen: MediaSeen,
    ) -> Result<(), LedgerError> {
        self.looked_through(said, &seen)?;
        let session = seen.session;
        let stored = convert::encode_events(&[Event {
            at,
            said: Says::MediaSeen(seen),
        }]);
        self.conn
            .prepare_cached(
                "INSERT INTO media (machine, session, department, seen, seen_said, received_at_ms) VALUES (?1, ?2, ?6, ?3, ?4, ?5)
                 ON CONFLICT (machine, session) DO UPDATE SET seen = ?3, seen_said = ?4
                 WHERE seen_said IS NULL OR seen_said < ?4",
            )?
            .execute(params![
                self.link.stream,
                session.as_bytes(),
                stored,
                said.0,
                self.link.received_at.as_unix_ms(),
                self.department
            ])?;
        Ok(())
    }

    pub(super) fn media_left(&mut self, left: &MediaLeft) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO media (machine, session, department, left_at_ms, received_at_ms) VALUES (?1, ?2, ?5, ?3, ?4)
                 ON CONFLICT (machine, session) DO UPDATE SET left_at_ms = ?3",
            )?
            .execute(params![
                self.link.stream,
                left.session.as_bytes(),
                left.left_at.as_unix_ms(),
                self.link.received_at.as_unix_ms(),
                self.department
            ])?;
        Ok(())
    }
}

/// What an auditor says of a fault of a stay.
pub(super) struct Judged<'a> {
    pub(super) fault: &'a str,
    pub(super) judgement: Judgement,
    pub(super) reason: &'a str,
    pub(super) by: &'a By,
    pub(super) at_ms: i64,
}

impl Judged<'_> {
    /// Writes it behind what was said before.
    pub(super) fn write(
        &self,
        conn: &Connection,
        machine: MachineId,
        session: MediaSessionId,
    ) -> Result<(), LedgerError> {
        conn.prepare_cached(
            "INSERT INTO stay_judgement (machine, session, fault, n, judgement, reason, by, at_ms)
             SELECT ?1, ?2, ?3, coalesce(max(n), 0) + 1, ?4, ?5, ?6, ?7 FROM stay_judgement
             WHERE machine = ?1 AND session = ?2 AND fault = ?3",
        )?
        .execute(params![
            machine.as_bytes(),
            session.as_bytes(),
            self.fault,
            number(self.judgement),
            self.reason,
            stored::json(self.by),
            self.at_ms
        ])?;
        Ok(())
    }
}

const fn number(judgement: Judgement) -> i32 {
    match judgement {
        Judgement::Undecided => 0,
        Judgement::Confirmed => 1,
        Judgement::Rejected => 2,
    }
}
