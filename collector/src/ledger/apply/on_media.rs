//! What a look at a medium proves about the findings on it.
//!
//! An agent says when a finding on a medium no longer stands. One that lost its
//! memory cannot; but it names every finding of a stay before it says that it
//! read everything on the medium. So what it found there in an earlier stay and
//! not in this one no longer stands ("reconciled"), in whatever order that comes.

use mimawari_proto::{
    convert,
    finding::{FoundOn, Root},
    reading::{MediaClass, MediaSeen, SerialState},
    round::Said as Says,
    time::Timestamp,
};
use rusqlite::params;

use super::{
    Parcel, Said,
    finding::{RECONCILED, STORED, Stored},
};
use crate::ledger::{fault::LedgerError, sqlite::row};

/// When everything on a medium had been read, where that proves something.
///
/// Only a serial of its own tells a medium for sure; that of a reader is not the card's.
fn read_at(seen: &MediaSeen) -> Option<Timestamp> {
    let is_of_the_reader = seen.class == MediaClass::Card && seen.bus != "mmc";
    let is_told = seen.serial_state == Some(SerialState::Own) && !is_of_the_reader;
    let examined = seen.content.as_ref()?.examined?;
    (is_told && examined.complete && examined.unread == 0).then_some(examined.ended_at)
}

fn is_of_an_earlier_stay(found: &FoundOn, seen: &MediaSeen) -> bool {
    found.session != seen.session
        && (found.vendor_id, found.product_id) == (seen.vendor_id, seen.product_id)
        && found.serial == seen.serial
}

impl Parcel<'_> {
    /// Ends what was found on a medium in an earlier stay and not in this one, where everything was read.
    pub(super) fn looked_through(&mut self, said: Said, seen: &MediaSeen) -> Result<(), LedgerError> {
        let Some(read_at) = read_at(seen) else {
            return Ok(());
        };
        for (before, on, last_seen) in self.open_on_media()? {
            if before.said < said && last_seen <= read_at && is_of_an_earlier_stay(&on, seen) {
                self.close(said, read_at, &before, RECONCILED)?;
            }
        }
        Ok(())
    }

    fn open_on_media(&self) -> Result<Vec<(Stored, FoundOn, Timestamp)>, LedgerError> {
        let sql = format!(
            "SELECT {STORED}, medium, last_seen_ms FROM finding
             WHERE machine = ?1 AND root = ?2 AND state = 1 AND medium IS NOT NULL"
        );
        let mut open = self.conn.prepare_cached(&sql)?;
        let rows = open.query_map(params![self.link.stream, Root::Media.number()], |row| {
            let on = row::parsed::<String, _, _>(row, 10, |text| serde_json::from_str(text))?;
            Ok((Stored::read(row)?, on, row::time(row, 11)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the latest word that everything on a medium had been read, later than `said` and without this stay.
    pub(super) fn read_since(
        &self,
        said: Said,
        at: Timestamp,
        on: &FoundOn,
    ) -> Result<Option<(Said, Timestamp)>, LedgerError> {
        let mut later = self.conn.prepare_cached(
            "SELECT seen, seen_said FROM media WHERE machine = ?1 AND seen_said > ?2 ORDER BY seen_said DESC",
        )?;
        let mut rows = later.query(params![self.link.stream, said.0])?;
        while let Some(row) = rows.next()? {
            let events = convert::decode_events(&row.get::<_, Vec<u8>>(0)?).unwrap_or_default();
            let Some(Says::MediaSeen(seen)) = events.into_iter().next().map(|event| event.said) else {
                continue;
            };
            let read_at = read_at(&seen).filter(|read_at| at <= *read_at && is_of_an_earlier_stay(on, &seen));
            if let Some(read_at) = read_at {
                return Ok(Some((Said(row.get(1)?), read_at)));
            }
        }
        Ok(None)
    }
}
