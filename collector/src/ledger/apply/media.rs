//! Stays of removable media.

use mimawari_proto::{
    convert,
    reading::{MediaLeft, MediaSeen},
    round::{Event, Said as Says},
    time::Timestamp,
};
use rusqlite::params;

use super::{Parcel, Said};
use crate::ledger::fault::LedgerError;

impl Parcel<'_> {
    pub(super) fn media_seen(
        &mut self,
        said: Said,
        at: Timestamp,
        seen: MediaSeen,
    ) -> Result<(), LedgerError> {
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
