//! The privacy border: what leaves the PC is decided here and nowhere else.

use mimawari_proto::{finding::Finding, id::FindingId, round::UnreadFile};

use crate::{
    examine::{Hit, Unread},
    sense::{desktop::RootPlace, walk::Sighting},
};

/// Turns a hit into what may be reported: counts in buckets, the profile folder as `%USER%`.
pub fn seal(
    _id: FindingId,
    _place: &RootPlace,
    _sighting: &Sighting,
    _hit: &Hit,
    _encrypted: bool,
) -> Finding {
    unreachable!("filled in next")
}

/// Turns an unread part into what may be reported.
pub fn seal_unread(_place: &RootPlace, _sighting: &Sighting, _unread: &Unread) -> UnreadFile {
    unreachable!("filled in next")
}
