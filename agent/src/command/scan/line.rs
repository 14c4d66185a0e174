//! The lines of `mimawari.scan/1`; others' programs read them, so keys are only added.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::tz::TimeZone;
use mimawari_proto::{
    finding::{Confidence, Kind, PLACES_LIMIT, Place, Severity, Shape},
    name::Name,
    round::UnreadReason,
};
use serde::{Serialize, Serializer};

use super::{look::Looked, tally::Tally};
use crate::examine::{Hit, Unread};

const SCHEMA: &str = "mimawari.scan/1";

/// One line of the result.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Line<'a> {
    /// Something that should not be there.
    Finding(FindingLine<'a>),
    /// A part that was not read.
    Unread(UnreadLine<'a>),
    /// The last line.
    Summary(SummaryLine<'a>),
}

/// One finding: a file or member, and a kind.
#[derive(Serialize)]
pub(super) struct FindingLine<'a> {
    schema: &'static str,
    pub(super) kind: Kind,
    pub(super) rule: &'a str,
    pub(super) confidence: Confidence,
    #[serde(flatten)]
    pub(super) whereabouts: Whereabouts<'a>,
    pub(super) count: u64,
    pub(super) places: &'a [Place],
    shape: Option<&'a Shape>,
    pub(super) encrypted: bool,
    pub(super) size_bytes: Option<u64>,
    pub(super) modified: Option<String>,
    pub(super) owner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Severity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) signals: Option<Vec<Signal<'a>>>,
}

/// Why the verdict is what it is.
#[derive(Serialize)]
pub(super) struct Signal<'a> {
    pub(super) signal: &'a str,
    pub(super) weight: i32,
}

/// One part that was not read.
#[derive(Serialize)]
pub(super) struct UnreadLine<'a> {
    schema: &'static str,
    #[serde(flatten)]
    pub(super) whereabouts: Whereabouts<'a>,
    pub(super) reason: UnreadReason,
    pub(super) format: &'a str,
    pub(super) detail: &'a str,
}

/// A file, or a file inside files.
#[derive(Serialize)]
pub(super) struct Whereabouts<'a> {
    pub(super) path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    pub(super) member: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_bytes: Option<Vec<String>>,
}

/// What the whole scan saw.
#[derive(Serialize)]
pub(super) struct SummaryLine<'a> {
    schema: &'static str,
    files: u64,
    bytes: u64,
    read: u64,
    skipped: u64,
    #[serde(serialize_with = "by_word")]
    unread: Vec<(&'a UnreadReason, &'a u64)>,
    #[serde(serialize_with = "by_word")]
    findings: Vec<(&'a Kind, &'a u64)>,
    elapsed_ms: u64,
    complete: bool,
}

/// Describes a hit.
pub(super) fn finding<'a>(
    looked: &'a Looked,
    hit: &'a Hit,
    encrypted: bool,
    explain: bool,
    zone: &TimeZone,
) -> FindingLine<'a> {
    let sighting = looked.sighting.as_ref();
    let signal = |(signal, weight): &'a (String, i32)| Signal {
        signal,
        weight: *weight,
    };
    FindingLine {
        schema: SCHEMA,
        kind: hit.kind,
        rule: &hit.rule,
        confidence: hit.confidence,
        whereabouts: whereabouts(looked, &hit.member),
        count: hit.count,
        places: &hit.places[..hit.places.len().min(PLACES_LIMIT)],
        shape: hit.shape.as_ref(),
        encrypted,
        size_bytes: sighting.map(|one| one.size_bytes),
        modified: sighting.map(|one| one.modified_at.rfc3339(zone)),
        owner: sighting.map(|one| one.owner.shown.as_str()),
        severity: explain.then_some(hit.severity),
        signals: explain.then(|| hit.signals.iter().map(signal).collect()),
    }
}

/// Describes a part that was not read.
pub(super) fn unread<'a>(looked: &'a Looked, unread: &'a Unread) -> UnreadLine<'a> {
    UnreadLine {
        schema: SCHEMA,
        whereabouts: whereabouts(looked, &unread.member),
        reason: unread.reason,
        format: &unread.format,
        detail: &unread.detail,
    }
}

/// Describes the whole scan.
pub(super) fn summary(tally: &Tally) -> SummaryLine<'_> {
    SummaryLine {
        schema: SCHEMA,
        files: tally.files,
        bytes: tally.bytes,
        read: tally.read,
        skipped: tally.skipped,
        unread: tally.unread.iter().collect(),
        findings: tally.findings.iter().collect(),
        elapsed_ms: u64::try_from(tally.elapsed.as_millis()).unwrap_or(u64::MAX),
        complete: !tally.interrupted,
    }
}

fn whereabouts<'a>(looked: &Looked, member: &'a [Name]) -> Whereabouts<'a> {
    let path = Name::from_bytes(looked.shown.as_os_str().as_encoded_bytes());
    let is_lossy = member.iter().any(|name| name.raw.is_some());
    let bytes = |name: &Name| STANDARD.encode(name.exact());
    Whereabouts {
        path_bytes: path.raw.as_ref().map(|raw| STANDARD.encode(raw)),
        path: path.shown,
        member: member.iter().map(|name| name.shown.as_str()).collect(),
        member_bytes: is_lossy.then(|| member.iter().map(bytes).collect()),
    }
}

fn by_word<K: std::fmt::Display, S: Serializer>(counts: &[(&K, &u64)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(counts.iter().map(|(word, count)| (word.to_string(), count)))
}

#[cfg(test)]
mod tests;
