//! Counts what a scan saw.

use std::{collections::BTreeMap, time::Duration};

use mimawari_proto::{finding::Kind, round::UnreadReason};

use super::look::{Looked, Outcome};
use crate::sense::walk::What;

/// Counts of one scan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Tally {
    /// Files seen, read or not.
    pub(super) files: u64,
    /// Their bytes.
    pub(super) bytes: u64,
    /// Files read.
    pub(super) read: u64,
    /// Links, left out on purpose.
    pub(super) skipped: u64,
    /// What was not read, by reason.
    pub(super) unread: BTreeMap<UnreadReason, u64>,
    /// Findings printed, by kind.
    pub(super) findings: BTreeMap<Kind, u64>,
    /// How long it took.
    pub(super) elapsed: Duration,
    /// Somebody ended it early.
    pub(super) interrupted: bool,
}

impl Tally {
    /// Counts one result; findings and unread parts are counted when they are printed.
    pub(super) fn count(&mut self, looked: &Looked) {
        let is_file = |what| matches!(what, What::File | What::CloudOnly);
        if let Some(sighting) = looked.sighting.as_ref().filter(|one| is_file(one.what)) {
            self.files += 1;
            self.bytes += sighting.size_bytes;
        }
        match looked.outcome {
            Outcome::Skipped => self.skipped += 1,
            Outcome::Examined(_) => self.read += 1,
            Outcome::Unread(_) => {}
        }
    }

    /// Counts a printed finding.
    pub(super) fn found(&mut self, kind: Kind) {
        *self.findings.entry(kind).or_default() += 1;
    }

    /// Counts a part that was not read.
    pub(super) fn missed(&mut self, reason: UnreadReason) {
        *self.unread.entry(reason).or_default() += 1;
    }

    /// Tells whether anything was found.
    pub(super) fn has_findings(&self) -> bool {
        !self.findings.is_empty()
    }

    /// Tells whether anything could not be read.
    pub(super) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Returns how many findings were printed.
    pub(super) fn findings_total(&self) -> u64 {
        self.findings.values().sum()
    }

    /// Returns how many parts were not read.
    pub(super) fn unread_total(&self) -> u64 {
        self.unread.values().sum()
    }
}
