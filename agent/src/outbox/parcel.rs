//! Parcels that wait: read for sending, let go with a receipt.

use mimawari_proto::{
    convert::decode_events,
    id::Epoch,
    parcel::{Digest, Parcel},
    round::Event,
    time::Timestamp,
};
use rusqlite::{OptionalExtension as _, params};

use super::{Change, Outbox, OutboxError};

impl Outbox {
    /// Reads the next parcels after `seq`, at most `most`, oldest first.
    ///
    /// A damaged one is set aside, reported and left out; those around it are delivered.
    pub fn parcels_after(&self, seq: u64, most: usize, now: Timestamp) -> Result<Vec<Parcel>, OutboxError> {
        let mut store = self.store();
        let seqs = seqs_after(&store.connection, seq, most)?;
        let mut parcels = Vec::with_capacity(seqs.len());
        for seq in seqs {
            match read(&store.connection, store.position.epoch, seq)? {
                Some(Read::Whole(parcel)) => parcels.push(parcel),
                Some(Read::Damaged) => store.change(|change| change.set_damaged_aside(seq, now))?,
                None => {}
            }
        }
        Ok(parcels)
    }

    /// Returns the number of the oldest parcel that waits.
    pub fn first_waiting(&self) -> Result<Option<u64>, OutboxError> {
        let store = self.store();
        Ok(seqs_after(&store.connection, 0, 1)?.first().copied())
    }

    /// Lets go of parcels that the collector has stored.
    ///
    /// A receipt of another epoch is old news and changes nothing.
    pub fn settle(&self, epoch: Epoch, seqs: &[u64]) -> Result<(), OutboxError> {
        self.store().change(|change| {
            if epoch != change.position.epoch {
                return Ok(());
            }
            seqs.iter().try_for_each(|seq| change.drop_parcel(*seq))?;
            // Hands a few free pages back to the disk, so that a drained outbox is small again.
            change
                .transaction
                .execute_batch("PRAGMA incremental_vacuum(64)")?;
            Ok(())
        })
    }

    /// Reads everything that waits, event by event, for a person.
    pub fn each_waiting(&self, mut each: impl FnMut(&Parcel, &[Event])) -> Result<(), OutboxError> {
        let store = self.store();
        for seq in seqs_after(&store.connection, 0, usize::MAX)? {
            if let Some(Read::Whole(parcel)) = read(&store.connection, store.position.epoch, seq)? {
                let events = decode_events(&parcel.events).unwrap_or_default();
                each(&parcel, &events);
            }
        }
        Ok(())
    }

    /// Names the waiting parcels whose bytes are not what was sealed.
    pub fn damaged_parcels(&self) -> Result<Vec<u64>, OutboxError> {
        let store = self.store();
        let mut damaged = Vec::new();
        for seq in seqs_after(&store.connection, 0, usize::MAX)? {
            if let Some(Read::Damaged) = read(&store.connection, store.position.epoch, seq)? {
                damaged.push(seq);
            }
        }
        Ok(damaged)
    }
}

impl Change<'_> {
    pub(super) fn waiting_seqs(&self) -> Result<Vec<u64>, OutboxError> {
        seqs_after(&self.transaction, 0, usize::MAX)
    }

    /// Reads a parcel with its number; a damaged one is set aside and comes back as `None`.
    pub(super) fn whole_parcel(
        &mut self,
        seq: u64,
        now: Timestamp,
    ) -> Result<Option<(u64, Parcel)>, OutboxError> {
        match read(&self.transaction, self.position.epoch, seq)? {
            Some(Read::Whole(parcel)) => Ok(Some((seq, parcel))),
            Some(Read::Damaged) => {
                self.move_aside(seq, "damaged on the disk", now)?;
                Ok(None)
            }
            None => Ok(None),
        }
    }

    pub(super) fn drop_parcel(&mut self, seq: u64) -> Result<(), OutboxError> {
        let length: Option<i64> = self
            .transaction
            .prepare_cached("DELETE FROM parcel WHERE seq = ?1 RETURNING length(events)")?
            .query_row([seq.cast_signed()], |row| row.get(0))
            .optional()?;
        if let Some(length) = length {
            self.waiting.parcels = self.waiting.parcels.saturating_sub(1);
            self.waiting.bytes = self.waiting.bytes.saturating_sub(length.unsigned_abs());
        }
        Ok(())
    }
}

enum Read {
    Whole(Parcel),
    Damaged,
}

fn seqs_after(connection: &rusqlite::Connection, seq: u64, most: usize) -> Result<Vec<u64>, OutboxError> {
    let mut statement =
        connection.prepare_cached("SELECT seq FROM parcel WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![seq.cast_signed(), most], |row| row.get::<_, i64>(0))?;
    Ok(rows
        .map(|row| row.map(i64::cast_unsigned))
        .collect::<Result<_, _>>()?)
}

/// Reads one parcel and compares it with the digest it was sealed with.
fn read(connection: &rusqlite::Connection, epoch: Epoch, seq: u64) -> Result<Option<Read>, OutboxError> {
    let row = connection
        .prepare_cached("SELECT previous, sealed_at_ms, events, digest FROM parcel WHERE seq = ?1")?
        .query_row([seq.cast_signed()], |row| {
            let previous: Vec<u8> = row.get(0)?;
            let digest: Vec<u8> = row.get(3)?;
            Ok((previous, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?, digest))
        })
        .optional()?;
    Ok(row.map(|(previous, sealed_at_ms, events, digest)| {
        let parcel = Digest::from_slice(&previous).map(|previous| Parcel {
            epoch,
            seq,
            previous,
            sealed_at: Timestamp::from_unix_ms(sealed_at_ms),
            events,
        });
        match parcel {
            Some(parcel) if Digest::from_slice(&digest) == Some(parcel.digest()) => Read::Whole(parcel),
            _ => Read::Damaged,
        }
    }))
}
