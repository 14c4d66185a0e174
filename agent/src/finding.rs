//! The privacy border: what leaves the PC is decided here and nowhere else.
//!
//! A hit goes in with exact counts and the reasons for it; a finding comes out
//! with its count in a bucket, without reasons, and with the user's own
//! profile folder written `%USER%`, so that a moved profile is no new place. What
//! lies on a medium is said to lie there, and not on a drive of this PC.

use std::path::{MAIN_SEPARATOR, Path};

use mimawari_proto::{
    finding::{Count, Finding, PLACES_LIMIT},
    id::FindingId,
    name::{NAME_LIMIT_BYTES, Name},
    round::UnreadFile,
};

use crate::{
    examine::{Hit, Unread},
    sense::{desktop::RootPlace, walk::Sighting},
};

/// Stands for the profile folder of the user in a reported path …
const PROFILE: &str = "%USER%";

/// … and for the top of a medium, wherever it is mounted.
const MEDIUM: &str = "%MEDIUM%";

/// Turns a hit into what may be reported: counts in buckets, the profile folder as `%USER%`.
pub fn seal(id: FindingId, place: &RootPlace, sighting: &Sighting, hit: &Hit, encrypted: bool) -> Finding {
    Finding {
        id,
        kind: hit.kind,
        rule: hit.rule.clone(),
        confidence: hit.confidence,
        severity: hit.severity,
        root: place.root,
        path: reported(&sighting.path, place),
        member: chain(&hit.member),
        count: Count::of(hit.count),
        places: hit.places.iter().take(PLACES_LIMIT).cloned().collect(),
        shape: hit.shape.clone(),
        encrypted,
        size_bytes: sighting.size_bytes,
        modified_at: sighting.modified_at,
        owner: owner(place, sighting),
        medium: place.medium.as_ref().map(|medium| medium.told.clone()),
    }
}

/// Turns an unread part into what may be reported; the detail stays here.
pub fn seal_unread(place: &RootPlace, sighting: &Sighting, unread: &Unread) -> UnreadFile {
    UnreadFile {
        reason: unread.reason,
        path: reported(&sighting.path, place),
        member: chain(&unread.member),
        format: unread.format.clone(),
        owner: owner(place, sighting),
    }
}

/// Writes a path as it is reported.
fn reported(path: &Path, place: &RootPlace) -> Name {
    let (stands_for, top) = match &place.medium {
        Some(_) => (MEDIUM, Some(place.path.as_path())),
        None => (PROFILE, place.profile.as_deref()),
    };
    let Some(below) = top.and_then(|top| path.strip_prefix(top).ok()) else {
        return name(path);
    };
    let mut bytes = format!("{stands_for}{MAIN_SEPARATOR}").into_bytes();
    bytes.extend(below.as_os_str().as_encoded_bytes());
    Name::from_bytes(&bytes).fitted(NAME_LIMIT_BYTES)
}

fn name(path: &Path) -> Name {
    Name::from_bytes(path.as_os_str().as_encoded_bytes()).fitted(NAME_LIMIT_BYTES)
}

fn chain(members: &[Name]) -> Vec<Name> {
    members
        .iter()
        .map(|member| member.clone().fitted(NAME_LIMIT_BYTES))
        .collect()
}

/// Names the account that owns the file, or the one whose desktop it lies on.
fn owner(place: &RootPlace, sighting: &Sighting) -> Name {
    let known = Some(&sighting.owner).filter(|owner| !owner.exact().is_empty());
    known.unwrap_or(&place.user).clone()
}

#[cfg(test)]
pub(crate) mod tests;
