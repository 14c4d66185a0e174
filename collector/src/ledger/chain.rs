//! What binds an entry to its place, its content and the entry before it.
//!
//! ```text
//! chain = SHA-256( "mimawari.entry.v1"          17 bytes
//!                | place                         8 bytes, big-endian, as all numbers here
//!                | stream                       16 bytes
//!                | n                             8 bytes
//!                | received_at, unix ms          8 bytes
//!                | epoch                        16 bytes, zeros for an act
//!                | seq                           8 bytes
//!                | previous, as the agent names 32 bytes, zeros for an act
//!                | sealed_at, unix ms            8 bytes
//!                | events                        8 bytes
//!                | digest                       32 bytes
//!                | length of the body            8 bytes
//!                | body                          as stored
//!                | chain of the entry before    32 bytes, zeros for the first )
//! ```
//!
//! Only the body varies in length and its length comes before it: no two
//! entries share a preimage.

use mimawari_proto::{
    id::MachineId,
    parcel::{Digest, Parcel},
    time::Timestamp,
};
use sha2::{Digest as _, Sha256};

/// Whose entries: a machine's, or the collector's own.
pub(super) type Stream = [u8; 16];

/// The collector's own stream.
pub(super) const OWN: Stream = [0; 16];

/// What is to become an entry, before it has its place.
pub(super) struct Draft {
    pub(super) stream: Stream,
    pub(super) received_at: Timestamp,
    pub(super) epoch: [u8; 16],
    /// `None` for an act: its seq is its n.
    pub(super) seq: Option<u64>,
    pub(super) previous: Digest,
    pub(super) sealed_at: Timestamp,
    pub(super) events: u64,
    pub(super) digest: Digest,
    pub(super) body: Vec<u8>,
}

impl Draft {
    pub(super) fn of_parcel(machine: MachineId, parcel: Parcel, events: u64, received_at: Timestamp) -> Self {
        Self {
            stream: *machine.as_bytes(),
            received_at,
            epoch: *parcel.epoch.as_bytes(),
            seq: Some(parcel.seq),
            previous: parcel.previous,
            sealed_at: parcel.sealed_at,
            events,
            digest: parcel.digest(),
            body: parcel.events,
        }
    }

    pub(super) fn of_act(body: Vec<u8>, at: Timestamp) -> Self {
        Self {
            stream: OWN,
            received_at: at,
            epoch: [0; 16],
            seq: None,
            previous: Digest::NONE,
            sealed_at: at,
            events: 1,
            digest: Digest(Sha256::digest(&body).into()),
            body,
        }
    }
}

/// Everything about an entry but its body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Link {
    pub(super) place: u64,
    pub(super) stream: Stream,
    pub(super) n: u64,
    pub(super) received_at: Timestamp,
    pub(super) epoch: [u8; 16],
    pub(super) seq: u64,
    pub(super) previous: Digest,
    pub(super) sealed_at: Timestamp,
    pub(super) events: u64,
    pub(super) digest: Digest,
}

impl Link {
    /// Computes what the next entry of the stream is chained to.
    pub(super) fn chain(&self, body: &[u8], before: &Digest) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"mimawari.entry.v1");
        hash.update(self.place.to_be_bytes());
        hash.update(self.stream);
        hash.update(self.n.to_be_bytes());
        hash.update(self.received_at.as_unix_ms().to_be_bytes());
        hash.update(self.epoch);
        hash.update(self.seq.to_be_bytes());
        hash.update(self.previous.0);
        hash.update(self.sealed_at.as_unix_ms().to_be_bytes());
        hash.update(self.events.to_be_bytes());
        hash.update(self.digest.0);
        hash.update((body.len() as u64).to_be_bytes());
        hash.update(body);
        hash.update(before.0);
        Digest(hash.finalize().into())
    }

    /// Tells whether it is one of the collector's own acts.
    pub(super) fn is_act(&self) -> bool {
        self.stream == OWN
    }
}
