//! Counts what a scan saw: every file once, as read, unread or skipped.

use std::{collections::BTreeMap, time::Duration};

use mimawari_proto::{finding::Kind, round::UnreadReason};

use super::look::{Looked, Outcome};
use crate::sense::walk::What;

/// Counts of one scan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Tally {
    /// Files met, and what else cannot be passed over in silence: links, pipes, folders that stay shut.
    ///
    /// Always the sum of `read`, `skipped` and all of `unread`.
    pub(super) files: u64,
    /// Their bytes.
    pub(super) bytes: u64,
    /// Files read to their end.
    pub(super) read: u64,
    /// Links, left out on purpose.
    pub(super) skipped: u64,
    /// Files not read, or not wholly, by the first reason of the outermost part.
    pub(super) unread: BTreeMap<UnreadReason, u64>,
    /// Findings printed, by kind.
    pub(super) findings: BTreeMap<Kind, u64>,
    /// How long it took.
    pub(super) elapsed: Duration,
    /// Somebody ended it early.
    pub(super) interrupted: bool,
}

impl Tally {
    /// Counts one result; findings are counted when they are printed.
    pub(super) fn count(&mut self, looked: &Looked) {
        self.files += 1;
        let is_file = |what| matches!(what, What::File | What::CloudOnly);
        if let Some(sighting) = looked.sighting.as_ref().filter(|one| is_file(one.what)) {
            self.bytes += sighting.size_bytes;
        }
        match &looked.outcome {
            Outcome::Skipped => self.skipped += 1,
            Outcome::Unread(unread) => self.missed(unread.reason),
            Outcome::Examined(examined) => {
                match examined.unread.iter().min_by_key(|unread| unread.member.len()) {
                    Some(outermost) => self.missed(outermost.reason),
                    None => self.read += 1,
                }
            }
        }
    }

    /// Counts a printed finding.
    pub(super) fn found(&mut self, kind: Kind) {
        *self.findings.entry(kind).or_default() += 1;
    }

    /// Counts a file that was not read, or not wholly.
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

    /// Returns how many files were not read, or not wholly.
    pub(super) fn unread_total(&self) -> u64 {
        self.unread.values().sum()
    }
}
