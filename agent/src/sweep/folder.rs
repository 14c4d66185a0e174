//! The folder that is being looked through: what its files looked like, and look like now.

use crate::outbox::{FOLDER_LIMIT, Folder, Look, Seen};

/// One folder in memory; its row is written only when it changed.
#[derive(Default)]
pub(super) struct OpenFolder {
    before: Folder,
    now: Vec<(Look, Seen)>,
}

impl OpenFolder {
    pub(super) const fn open(before: Folder) -> Self {
        Self {
            before,
            now: Vec::new(),
        }
    }

    pub(super) fn path(&self) -> &[u8] {
        &self.before.path
    }

    /// Returns what was known of a file that looked like this.
    pub(super) fn seen(&self, look: Look) -> Option<Seen> {
        let looks = &self.before.looks;
        let index = looks.binary_search_by_key(&look, |(look, _)| *look).ok()?;
        Some(looks[index].1)
    }

    pub(super) fn remember(&mut self, look: Look, seen: Seen) {
        if self.now.len() < FOLDER_LIMIT {
            self.now.push((look, seen));
        }
    }

    /// Returns the row to write; `None` when the one that is there is right.
    ///
    /// A walk that was stopped has not met every file: what it missed stays known.
    pub(super) fn changed(mut self, stopped: bool) -> Option<Folder> {
        if stopped {
            self.now.extend(&self.before.looks);
        }
        // Stable: of a file that was met, what was seen now comes first and is kept.
        self.now.sort_by_key(|(look, _)| *look);
        self.now.dedup_by_key(|(look, _)| *look);
        if self.now == self.before.looks {
            return None;
        }
        Some(Folder {
            looks: self.now,
            ..self.before
        })
    }
}
