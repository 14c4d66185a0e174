//! Parcels: numbered, chained batches of events.
//!
//! ```text
//! digest = SHA-256( "mimawari.parcel.v1"      18 bytes
//!                 | epoch                     16 bytes
//!                 | seq                        8 bytes, big-endian
//!                 | previous digest           32 bytes, zero for the first of an epoch
//!                 | sealed_at, unix ms         8 bytes, big-endian
//!                 | length of events           8 bytes, big-endian
//!                 | events                     as sent )
//! ```
//!
//! Everything before `events` has a fixed width, so no two parcels share a preimage.

use sha2::{Digest as _, Sha256};

use crate::{id::Epoch, time::Timestamp};

/// Largest encoded [`Events`](crate::wire::Events) in one parcel.
///
/// A finding takes about 300 bytes, so 1,000 of them fit; sixteen parcels fit
/// into one gRPC message of the usual 4 MiB.
pub const EVENTS_LIMIT_BYTES: usize = 256 << 10;

/// Most events in one parcel.
pub const EVENTS_LIMIT: usize = 1_000;

/// SHA-256 of a parcel: what the next one names as the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What the first parcel of an epoch names as the one before it.
    pub const NONE: Self = Self([0; 32]);

    /// Takes exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A numbered batch of events, chained to the one before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parcel {
    /// The life of the outbox it comes from.
    pub epoch: Epoch,
    /// From 1, without holes within an epoch.
    pub seq: u64,
    /// Digest of the parcel before it.
    pub previous: Digest,
    /// When it was sealed, by the clock of the PC.
    pub sealed_at: Timestamp,
    /// An encoded [`Events`](crate::wire::Events), at most [`EVENTS_LIMIT_BYTES`].
    pub events: Vec<u8>,
}

impl Parcel {
    /// Computes what the next parcel names as the one before it.
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"mimawari.parcel.v1");
        hash.update(self.epoch.as_bytes());
        hash.update(self.seq.to_be_bytes());
        hash.update(self.previous.0);
        hash.update(self.sealed_at.as_unix_ms().to_be_bytes());
        hash.update((self.events.len() as u64).to_be_bytes());
        hash.update(&self.events);
        Digest(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel() -> Parcel {
        Parcel {
            epoch: Epoch::from_slice(&[1; 16]).expect("16 bytes"),
            seq: 7,
            previous: Digest([2; 32]),
            sealed_at: Timestamp::from_unix_ms(1_756_773_660_123),
            events: b"abc".to_vec(),
        }
    }

    #[test]
    fn the_digest_is_what_the_layout_says() {
        // Computed apart from this code, from the layout at the top of the file.
        assert_eq!(
            parcel().digest().to_string(),
            "1346c2e8cb9391a12888adf4b19f50ee409bbb24d91d34e16c53f62de7444a27"
        );
    }

    #[test]
    fn every_part_of_a_parcel_changes_its_digest() {
        let other_epoch = Epoch::from_slice(&[9; 16]).expect("16 bytes");
        let others = [
            Parcel {
                epoch: other_epoch,
                ..parcel()
            },
            Parcel { seq: 8, ..parcel() },
            Parcel {
                previous: Digest::NONE,
                ..parcel()
            },
            Parcel {
                sealed_at: Timestamp::from_unix_ms(0),
                ..parcel()
            },
            Parcel {
                events: b"abd".to_vec(),
                ..parcel()
            },
            Parcel {
                events: Vec::new(),
                ..parcel()
            },
        ];
        for other in others {
            assert_ne!(other.digest(), parcel().digest(), "{other:?}");
        }
    }

    #[test]
    fn a_digest_is_exactly_32_bytes() {
        assert_eq!(Digest::from_slice(&[0; 32]), Some(Digest::NONE));
        assert_eq!(Digest::from_slice(&[0; 31]), None);
        assert_eq!(Digest::from_slice(&[0; 33]), None);
    }
}
