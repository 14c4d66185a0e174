//! Walks a folder by handle: no link, junction, pipe or device is followed.

use std::{
    fs::File,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use mimawari_proto::{
    name::Name,
    round::{RootOutcome, UnreadReason},
    time::Timestamp,
};

pub use crate::platform::facts::Identity;

/// What lies there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A regular file that can be opened.
    File,
    /// A regular file whose content lies in the cloud; opening it would fetch it.
    CloudOnly,
    /// A symbolic link, junction or other reparse point.
    Link,
    /// A pipe, socket or device.
    Special,
    /// An entry or folder that may not be looked at.
    Denied,
    /// A folder on another file system: not entered.
    Elsewhere,
    /// A folder deeper than is ever entered.
    Deep,
}

/// One entry, from one stat; nothing was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// Where it lies, in full.
    pub path: PathBuf,
    /// Its own name.
    pub name: Name,
    /// What lies there.
    pub what: What,
    /// What tells it from every other file.
    pub identity: Identity,
    /// Its size.
    pub size_bytes: u64,
    /// Its last change.
    pub modified_at: Timestamp,
    /// The account that owns it.
    pub owner: Name,
    /// Hidden or a system file (dot file; Windows attributes).
    pub hidden: bool,
}

/// An entry during the walk, which can still be opened by handle.
pub trait Entry {
    /// What one stat told.
    fn sighting(&self) -> &Sighting;

    /// Opens it for reading, sharing everything; refuses what is no regular file any more.
    fn open(&self) -> Result<File, UnreadReason>;
}

/// Walks everything below `root`, one folder in memory at a time.
///
/// `visit` may end the walk early, which comes back as [`RootOutcome::Stopped`].
pub fn walk(_root: &Path, _visit: &mut dyn FnMut(&dyn Entry) -> ControlFlow<()>) -> RootOutcome {
    RootOutcome::Absent
}
