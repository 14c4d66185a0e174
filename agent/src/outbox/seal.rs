//! Seals events into numbered, chained parcels that fit.

use mimawari_proto::{
    convert::encode_events,
    parcel::{EVENTS_LIMIT, EVENTS_LIMIT_BYTES, Parcel},
    round::{Event, Folded, Said},
    time::Timestamp,
};
use rusqlite::params;

use super::{Change, OutboxError};

impl Change<'_> {
    /// Seals events in order into as few parcels as they fit.
    pub(super) fn seal(&mut self, events: &[Event], now: Timestamp) -> Result<(), OutboxError> {
        let mut body = Vec::new();
        let mut number = 0;
        for event in events {
            let bytes = fitting(event);
            if number == EVENTS_LIMIT || body.len() + bytes.len() > EVENTS_LIMIT_BYTES {
                self.seal_parcel(std::mem::take(&mut body), std::mem::take(&mut number), now)?;
            }
            body.extend(bytes);
            number += 1;
        }
        if number > 0 {
            self.seal_parcel(body, number, now)?;
        }
        Ok(())
    }

    fn seal_parcel(&mut self, events: Vec<u8>, number: usize, now: Timestamp) -> Result<(), OutboxError> {
        let parcel = Parcel {
            epoch: self.position.epoch,
            seq: self.position.next_seq,
            previous: self.position.last_digest,
            sealed_at: now,
            events,
        };
        let digest = parcel.digest();
        self.transaction
            .prepare_cached(
                "INSERT INTO parcel (seq, previous, sealed_at_ms, number, events, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                parcel.seq.cast_signed(),
                parcel.previous.0,
                now.as_unix_ms(),
                number as i64,
                parcel.events,
                digest.0
            ])?;
        self.position.next_seq += 1;
        self.position.last_digest = digest;
        self.waiting.parcels += 1;
        self.waiting.bytes += parcel.events.len() as u64;
        Ok(())
    }
}

/// Encodes one event so that it fits into a parcel.
///
/// Encoded lists can be joined: a parcel's body is the bodies of its events one after another.
/// A list of unread files is cut, which its counts survive; what still does
/// not fit becomes a count of one lost event rather than a parcel nobody takes.
fn fitting(event: &Event) -> Vec<u8> {
    let whole = encode_events(std::slice::from_ref(event));
    if whole.len() <= EVENTS_LIMIT_BYTES {
        return whole;
    }
    let mut cut = event.clone();
    if let Said::RoundEnded(ended) = &mut cut.said {
        ended.unread_files.clear();
        let bytes = encode_events(std::slice::from_ref(&cut));
        if bytes.len() <= EVENTS_LIMIT_BYTES {
            return bytes;
        }
    }
    let lost = Said::Folded(Folded {
        events: 1,
        from: event.at,
        until: event.at,
    });
    encode_events(&[Event {
        at: event.at,
        said: lost,
    }])
}
