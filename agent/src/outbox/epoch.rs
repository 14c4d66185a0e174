//! The life of an outbox: new, restored or copied ones begin another epoch.

use mimawari_proto::{
    id::{Epoch, InstallationId},
    parcel::Digest,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Change, Opening, Outbox, OutboxError, Position, Store, Waiting};

impl Outbox {
    /// Begins a new epoch: what waits is numbered anew, what stands is said again.
    pub fn begin_epoch(&self, now: Timestamp) -> Result<Position, OutboxError> {
        let position = self.store().change(|change| {
            change.begin_epoch(now)?;
            Ok(change.position)
        })?;
        self.sealed.notify_one();
        Ok(position)
    }
}

impl Store {
    /// Reads or makes the one row of `life`, and begins a new epoch where the birthplace is another.
    pub(super) fn load(connection: Connection, opening: &Opening<'_>) -> Result<Self, OutboxError> {
        let here = (opening.birthplace)(&super::file(opening.folder));
        make_life(&connection, opening, &here)?;
        let birthplace: Vec<u8> =
            connection.query_row("SELECT birthplace FROM life", [], |row| row.get(0))?;
        let mut store = Self::read(connection, opening.limit_bytes)?;
        if birthplace != here {
            store.change(|change| {
                change.begin_epoch(opening.now)?;
                change
                    .transaction
                    .execute("UPDATE life SET birthplace = ?1", [&here])?;
                Ok(())
            })?;
        }
        Ok(store)
    }

    /// Reads what is there and changes nothing.
    pub(super) fn read(connection: Connection, limit_bytes: u64) -> Result<Self, OutboxError> {
        let (installation, epoch, next_seq, digest): (Vec<u8>, Vec<u8>, i64, Vec<u8>) = connection
            .query_row(
                "SELECT installation, epoch, next_seq, last_digest FROM life",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )
            .optional()?
            .ok_or(OutboxError::NotThere)?;
        let broken = |told: &str| OutboxError::Damaged {
            told: told.to_owned(),
        };
        let position = Position {
            epoch: Epoch::from_slice(&epoch).map_err(|_| broken("life.epoch"))?,
            next_seq: u64::try_from(next_seq).map_err(|_| broken("life.next_seq"))?,
            last_digest: Digest::from_slice(&digest).ok_or_else(|| broken("life.last_digest"))?,
        };
        let (parcels, bytes): (i64, i64) = connection.query_row(
            "SELECT count(*), ifnull(sum(length(events)), 0) FROM parcel",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self {
            connection,
            installation: InstallationId::from_slice(&installation)
                .map_err(|_| broken("life.installation"))?,
            position,
            waiting: Waiting {
                parcels: parcels.unsigned_abs(),
                bytes: bytes.unsigned_abs(),
            },
            limit_bytes,
            folded_bytes: 0,
        })
    }
}

impl Change<'_> {
    /// Numbers what waits anew under a new epoch, then says again what stands.
    pub(super) fn begin_epoch(&mut self, now: Timestamp) -> Result<(), OutboxError> {
        let waiting = self.waiting_seqs()?;
        let old: Vec<_> = waiting
            .into_iter()
            .filter_map(|seq| self.whole_parcel(seq, now).transpose())
            .collect::<Result<_, _>>()?;
        self.position = first_position(now);
        for (seq, mut parcel) in old {
            parcel.epoch = self.position.epoch;
            parcel.seq = self.position.next_seq;
            parcel.previous = self.position.last_digest;
            let digest = parcel.digest();
            // Numbers only shrink and go up in order: the new place is free or its own.
            self.transaction.execute(
                "UPDATE parcel SET seq = ?1, previous = ?2, digest = ?3 WHERE seq = ?4",
                params![
                    parcel.seq.cast_signed(),
                    parcel.previous.0,
                    digest.0,
                    seq.cast_signed()
                ],
            )?;
            self.position.next_seq += 1;
            self.position.last_digest = digest;
        }
        self.say_standing(now)
    }

    /// Writes the position that the commit will make true.
    pub(super) fn keep_position(&self) -> Result<(), OutboxError> {
        self.transaction.execute(
            "UPDATE life SET epoch = ?1, next_seq = ?2, last_digest = ?3
             WHERE epoch IS NOT ?1 OR next_seq <> ?2",
            params![
                self.position.epoch.as_bytes(),
                self.position.next_seq.cast_signed(),
                self.position.last_digest.0
            ],
        )?;
        Ok(())
    }
}

fn make_life(connection: &Connection, opening: &Opening<'_>, birthplace: &[u8]) -> Result<(), OutboxError> {
    let position = first_position(opening.now);
    connection.execute(
        "INSERT INTO life (one, installation, epoch, next_seq, last_digest, birthplace)
         VALUES (1, ?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        params![
            InstallationId::new(opening.now, random()).as_bytes(),
            position.epoch.as_bytes(),
            position.next_seq.cast_signed(),
            position.last_digest.0,
            birthplace
        ],
    )?;
    Ok(())
}

fn first_position(now: Timestamp) -> Position {
    Position {
        epoch: Epoch::new(now, random()),
        next_seq: 1,
        last_digest: Digest::NONE,
    }
}

/// Returns bytes for an id; without a source of randomness there can be no key either.
fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).expect("the system gives randomness, or nothing here is safe");
    bytes
}
