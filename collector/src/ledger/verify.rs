//! Proves that nothing in the evidence was changed, added or removed.
//!
//! One pass over `entry` in the order of arrival, with the head of every
//! stream in memory (72 bytes each) and nothing else: it works on another
//! machine, on a copy, without a server, and changes nothing.
//!
//! | damage | how it shows |
//! |---|---|
//! | a byte changed | the chain of that entry does not fit its content |
//! | removed, also at the end | a place is missing; a signed root covers more than there is |
//! | inserted, reordered | a place or a number comes twice or too early |
//! | rewritten with all chains made anew | the signed root over that time does not fit |
//! | a signed root altered or removed | its signature, number or predecessor does not fit |
//!
//! What was added after the newest signed root can be cut off or rewritten by
//! whoever may write the file; the next signed root closes that window.

mod pass;

use std::path::Path;

use mimawari_proto::{id::MachineId, parcel::Digest};

use self::pass::Pass;
pub(super) use self::pass::link;
use super::{fault::LedgerError, sqlite::place};

/// Damage that is named one by one; beyond that it is only counted.
const NAMED_LIMIT: usize = 1_000;

/// What `verify` found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Machines with at least one entry.
    pub machines: u64,
    /// Entries.
    pub entries: u64,
    /// Events in them.
    pub events: u64,
    /// Merkle root over the heads of all streams.
    pub head: Digest,
    /// Signed roots.
    pub checkpoints: u64,
    /// Entries that the newest sound signed root covers.
    pub signed_entries: u64,
    /// What is wrong, in the order of the file; at most 1,000.
    pub damage: Vec<Damage>,
    /// How much more is wrong.
    pub further: u64,
}

impl Verified {
    /// Tells whether nothing is wrong.
    pub const fn is_sound(&self) -> bool {
        self.damage.is_empty()
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Damage {
    /// What.
    pub what: Wrong,
    /// The place in the order of arrival.
    pub place: Option<u64>,
    /// The machine; `None` for the collector's own acts and for signed roots.
    pub machine: Option<MachineId>,
    /// The number in its stream.
    pub n: Option<u64>,
    /// The number that the agent gave.
    pub seq: Option<u64>,
    /// The signed root that shows it.
    pub checkpoint: Option<u64>,
}

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wrong {
    /// The content of an entry does not fit its chain.
    Changed,
    /// At least one entry before this one is missing.
    Missing,
    /// The entry comes twice or too early.
    OutOfOrder,
    /// Entries at the end are missing.
    Truncated,
    /// Something until this signed root was replaced, with its chains.
    Rewritten,
    /// A signed root does not carry a good signature.
    BadSignature,
    /// A signed root was made with another key than was given.
    UnknownKey,
    /// A signed root does not follow the one before it.
    CheckpointOrder,
    /// The root that was given is not among the signed ones.
    RootNotFound,
    /// The newest entry of a stream is not the one noted as its newest.
    Head,
    /// The file cannot be read beyond this place.
    Unreadable,
}

impl Wrong {
    /// Returns the word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::OutOfOrder => "out_of_order",
            Self::Truncated => "truncated",
            Self::Rewritten => "rewritten",
            Self::BadSignature => "bad_signature",
            Self::UnknownKey => "unknown_key",
            Self::CheckpointOrder => "checkpoint_order",
            Self::RootNotFound => "root_not_found",
            Self::Head => "head",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What to verify against.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Witness {
    /// Public keys that may have signed; empty: signatures are not looked at.
    pub keys: Vec<[u8; 32]>,
    /// A root that was printed, to be found among the signed ones.
    pub root: Option<Digest>,
}

/// Reads the whole file; `progress` is told entries done and in all.
pub fn verify(
    path: &Path,
    witness: &Witness,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Verified, LedgerError> {
    let conn = place::to_verify(path)?;
    let mut pass = Pass::default();
    match pass.run(&conn, witness, progress) {
        Ok(()) => Ok(pass.end()),
        Err(error @ (LedgerError::Busy | LedgerError::Io { .. })) => Err(error),
        Err(error) => {
            tracing::debug!(%error, "the ledger cannot be read to its end");
            pass.unreadable();
            Ok(pass.end())
        }
    }
}
