//! Counts what a round saw, read, left out and could not read.

use std::collections::BTreeMap;

use mimawari_proto::round::{RoundEnded, UNREAD_FILES_LIMIT, UnreadFile, UnreadReason};

#[derive(Default)]
pub(super) struct Tally {
    pub(super) files: u64,
    pub(super) bytes: u64,
    pub(super) read: u64,
    pub(super) unchanged: u64,
    pub(super) skipped: u64,
    /// Files of which at least a part was not read.
    pub(super) unread_files: u64,
    unread: BTreeMap<UnreadReason, u64>,
    named: Vec<UnreadFile>,
}

impl Tally {
    pub(super) const fn file(&mut self, size_bytes: u64) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(size_bytes);
    }

    /// Counts one file under each of its reasons.
    pub(super) fn unread(&mut self, reasons: impl Iterator<Item = UnreadReason>) {
        let mut counted = Vec::new();
        for reason in reasons {
            if !counted.contains(&reason) {
                counted.push(reason);
                *self.unread.entry(reason).or_default() += 1;
            }
        }
        self.unread_files += u64::from(!counted.is_empty());
    }

    pub(super) const fn names_full(&self) -> bool {
        self.named.len() >= UNREAD_FILES_LIMIT
    }

    pub(super) fn name(&mut self, file: UnreadFile) {
        self.named.push(file);
    }

    /// Fills the counts into the end of the round.
    pub(super) fn take_ended(&mut self, ended: RoundEnded) -> RoundEnded {
        RoundEnded {
            files: self.files,
            bytes: self.bytes,
            read: self.read,
            unchanged: self.unchanged,
            skipped: self.skipped,
            unread: std::mem::take(&mut self.unread).into_iter().collect(),
            unread_files: std::mem::take(&mut self.named),
            ..ended
        }
    }
}
