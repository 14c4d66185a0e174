//! Adds entries: the only way into the evidence.

use mimawari_proto::{
    convert, convert::Refusal, id::MachineId, parcel::Digest, parcel::Parcel, time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    act::{Act, By, Done},
    apply::{self, Content},
    chain::{Draft, Link, OWN},
    fault::LedgerError,
    record::Accepted,
    sqlite::row,
};

/// A parcel that can be stored: decoded and digested before the writer sees it.
pub(super) struct Incoming {
    draft: Draft,
    content: Content,
}

impl Incoming {
    /// Decodes a parcel, or says why it can never be stored.
    pub(super) fn new(
        machine: MachineId,
        parcel: Parcel,
        received_at: Timestamp,
    ) -> Result<Self, LedgerError> {
        if !(1..=i64::MAX.cast_unsigned()).contains(&parcel.seq) {
            return Err(refused("seq", "not between 1 and 2^63 - 1"));
        }
        if machine.as_bytes() == &OWN {
            return Err(refused("machine", "all zeros"));
        }
        let events = convert::decode_events(&parcel.events)?;
        let count = events.len() as u64;
        Ok(Self {
            draft: Draft::of_parcel(machine, parcel, count, received_at),
            content: Content::Events(events),
        })
    }
}

fn refused(field: &str, why: &'static str) -> LedgerError {
    LedgerError::Refused(Refusal {
        field: field.to_owned(),
        why,
    })
}

/// Stores a parcel once.
pub(super) fn parcel(conn: &Connection, incoming: Incoming) -> Result<Accepted, LedgerError> {
    let Incoming { draft, content } = incoming;
    let stored: Option<[u8; 32]> = conn
        .prepare_cached("SELECT digest FROM entry WHERE stream = ?1 AND epoch = ?2 AND seq = ?3")?
        .query_row(
            params![draft.stream, draft.epoch, draft.seq.map(row::stored)],
            |row| row.get(0),
        )
        .optional()?;
    match stored {
        None => {
            apply::apply(conn, &add(conn, draft)?, content)?;
            Ok(Accepted::Stored)
        }
        Some(digest) if digest == draft.digest.0 => Ok(Accepted::Known),
        Some(_) => {
            conflict(conn, &draft)?;
            Ok(Accepted::Conflict)
        }
    }
}

/// Writes a conflict down, once for each epoch: more of the same would only fill the disk.
fn conflict(conn: &Connection, draft: &Draft) -> Result<(), LedgerError> {
    let known = conn
        .prepare_cached("SELECT 1 FROM anomaly WHERE machine = ?1 AND epoch = ?2 AND what = 2")?
        .exists(params![draft.stream, draft.epoch])?;
    let (Ok(machine), Ok(epoch), Some(seq), false) = (
        MachineId::from_slice(&draft.stream),
        mimawari_proto::id::Epoch::from_slice(&draft.epoch),
        draft.seq,
        known,
    ) else {
        return Ok(());
    };
    let seen = Act::ConflictSeen { machine, epoch, seq };
    act(conn, By::Collector, seen, draft.received_at).map(|_| ())
}

/// Adds an act; returns its number.
pub(super) fn act(conn: &Connection, by: By, act: Act, at: Timestamp) -> Result<u64, LedgerError> {
    let done = Done { by, act };
    let body = serde_json::to_vec(&done).map_err(|_| refused("act", "cannot be written as JSON"))?;
    let link = add(conn, Draft::of_act(body, at))?;
    apply::apply(conn, &link, Content::Act(Box::new(done)))?;
    Ok(link.n)
}

/// Gives a draft its place and its link in the chain.
fn add(conn: &Connection, draft: Draft) -> Result<Link, LedgerError> {
    let place: i64 = conn
        .prepare_cached("SELECT coalesce(max(place), 0) + 1 FROM entry")?
        .query_row([], |row| row.get(0))?;
    let (n, before) = conn
        .prepare_cached("SELECT n + 1, chain FROM head WHERE stream = ?1")?
        .query_row([draft.stream], |row| {
            Ok((row::count(row, 0)?, row::digest(row, 1)?))
        })
        .optional()?
        .unwrap_or((1, Digest::NONE));
    let link = Link {
        place: place.cast_unsigned(),
        stream: draft.stream,
        n,
        received_at: draft.received_at,
        epoch: draft.epoch,
        seq: draft.seq.unwrap_or(n),
        previous: draft.previous,
        sealed_at: draft.sealed_at,
        events: draft.events,
        digest: draft.digest,
    };
    let chain = link.chain(&draft.body, &before);
    conn.prepare_cached(
        "INSERT INTO entry (place, stream, n, received_at_ms, epoch, seq, previous, sealed_at_ms, events, digest, chain, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        place,
        link.stream,
        row::stored(n),
        link.received_at.as_unix_ms(),
        link.epoch,
        row::stored(link.seq),
        link.previous.0,
        link.sealed_at.as_unix_ms(),
        row::stored(link.events),
        link.digest.0,
        chain.0,
        draft.body,
    ])?;
    apply::head(conn, &link, &chain)?;
    Ok(link)
}
