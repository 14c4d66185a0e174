//! Whether every file of the corpus was accounted for, and what the scan cost.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    answer::{Answers, Cost},
    label::Label,
};

/// The scan as a whole.
#[derive(Debug, Serialize)]
pub(crate) struct Cover {
    pub(crate) labels: u64,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) read: u64,
    pub(crate) skipped: u64,
    /// Files of which something was named as not read.
    pub(crate) unread: u64,
    /// Paths in answers that no label has.
    pub(crate) strangers: u64,
    pub(crate) cost: Cost,
}

impl Cover {
    /// Compares the labels with what the agent counted.
    pub(crate) fn of(labels: &[Label], answers: &Answers) -> Self {
        let known: BTreeSet<_> = labels.iter().map(|label| label.path.as_str()).collect();
        let said: BTreeSet<_> = answers.paths().collect();
        Self {
            labels: labels.len() as u64,
            files: answers.summary.files,
            bytes: answers.summary.bytes,
            read: answers.summary.read,
            skipped: answers.summary.skipped,
            unread: answers.unread.len() as u64,
            strangers: said.difference(&known).count() as u64,
            cost: answers.cost.clone(),
        }
    }

    /// Tells whether every file was read, left out, or named as not read.
    ///
    /// One that was read in part is counted as read and named too.
    pub(crate) const fn is_whole(&self) -> bool {
        let counted = self.read + self.skipped;
        self.files == self.labels
            && counted <= self.files
            && self.files <= counted + self.unread
            && self.strangers == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(labels: u64, files: u64, read: u64, unread: u64) -> Cover {
        Cover {
            labels,
            files,
            bytes: 0,
            read,
            skipped: 0,
            unread,
            strangers: 0,
            cost: Cost::default(),
        }
    }

    #[test]
    fn a_file_that_is_neither_read_nor_named_is_missed() {
        assert!(cover(10, 10, 8, 2).is_whole());
        assert!(cover(10, 10, 10, 2).is_whole());
        assert!(!cover(10, 10, 7, 2).is_whole());
        assert!(!cover(11, 10, 10, 0).is_whole());
    }
}
