//! Signed roots over everything until a place: what a later change would contradict.
//!
//! ```text
//! signed = "mimawari.checkpoint.v1"           22 bytes
//!        | n                                   8 bytes, big-endian, as all numbers here
//!        | at, unix ms                         8 bytes
//!        | entries                             8 bytes
//!        | events                              8 bytes
//!        | streams                             8 bytes
//!        | root over the heads (`merkle.rs`)  32 bytes
//!        | digest of the one before it        32 bytes, zeros for the first
//!        | SHA-256 of the public key          32 bytes
//! digest = SHA-256( signed | signature )
//! ```
//!
//! A root that is printed in a report is a witness that nobody can reach
//! through the network: `verify --root` compares.

use mimawari_proto::{parcel::Digest, time::Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::{
    fault::LedgerError,
    merkle::{self, Head},
    record::CheckpointRecord,
    sqlite::{
        read_delivery::{CHECKPOINT, checkpoint},
        row,
    },
};

impl CheckpointRecord {
    /// Returns what the signature covers.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = b"mimawari.checkpoint.v1".to_vec();
        bytes.extend(self.n.to_be_bytes());
        bytes.extend(self.at.as_unix_ms().to_be_bytes());
        bytes.extend(self.entries.to_be_bytes());
        bytes.extend(self.events.to_be_bytes());
        bytes.extend(self.streams.to_be_bytes());
        bytes.extend(self.root.0);
        bytes.extend(self.previous.0);
        bytes.extend(self.key.0);
        bytes
    }

    /// Computes what the next one names as the one before it.
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(self.signed_bytes());
        hash.update(&self.signature);
        Digest(hash.finalize().into())
    }
}

/// Returns what a signed root names as its key.
pub(super) fn key_digest(public: &[u8]) -> Digest {
    Digest(Sha256::digest(public).into())
}

/// Reads the heads of all streams, sorted by stream.
pub(super) fn heads(conn: &Connection) -> Result<Vec<Head>, LedgerError> {
    let mut heads = conn.prepare_cached("SELECT stream, n, chain FROM head ORDER BY stream")?;
    let heads = heads.query_map([], |row| {
        Ok(Head {
            stream: row.get(0)?,
            n: row::count(row, 1)?,
            chain: row.get(2)?,
        })
    })?;
    Ok(heads.collect::<Result<_, _>>()?)
}

/// Makes the next signed root.
pub(super) fn make(
    conn: &Connection,
    at: Timestamp,
    public: &[u8; 32],
    sign: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Result<CheckpointRecord, LedgerError> {
    let before = conn
        .prepare_cached(&format!(
            "SELECT {CHECKPOINT} FROM checkpoint ORDER BY n DESC LIMIT 1"
        ))?
        .query_row([], checkpoint)
        .optional()?;
    let heads = heads(conn)?;
    let (entries, events) = conn.query_row(
        "SELECT (SELECT coalesce(max(place), 0) FROM entry), (SELECT coalesce(sum(events), 0) FROM head)",
        [],
        |row| Ok((row::count(row, 0)?, row::count(row, 1)?)),
    )?;
    let mut made = CheckpointRecord {
        n: before.as_ref().map_or(1, |before| before.n + 1),
        at,
        entries,
        events,
        streams: heads.len() as u64,
        root: merkle::root(heads),
        previous: before.map_or(Digest::NONE, |before| before.digest()),
        key: key_digest(public),
        signature: Vec::new(),
    };
    made.signature = sign(&made.signed_bytes());
    insert(conn, &made)?;
    Ok(made)
}

/// Writes a signed root.
fn insert(conn: &Connection, made: &CheckpointRecord) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO checkpoint (n, at_ms, place, events, streams, root, previous, key, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        row::stored(made.n),
        made.at.as_unix_ms(),
        row::stored(made.entries),
        row::stored(made.events),
        row::stored(made.streams),
        made.root.0,
        made.previous.0,
        made.key.0,
        made.signature
    ])?;
    Ok(())
}
