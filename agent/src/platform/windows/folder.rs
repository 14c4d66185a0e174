//! An open folder: its entries are listed, looked at and opened by handle, never again by path.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    path::Path,
};

use mimawari_proto::round::UnreadReason;

use crate::platform::facts::{Identity, Refused, Seen};

/// A folder, open for listing.
#[derive(Debug)]
pub struct Folder {
    identity: Identity,
}

impl Folder {
    /// Opens a folder; a link anywhere in `path` is refused.
    pub fn open(_path: &Path) -> Result<Self, Refused> {
        Err(Refused::Absent)
    }

    /// Returns what tells this folder from every other.
    pub const fn identity(&self) -> Identity {
        self.identity
    }

    /// Adds the next names, at least one and about `limit_bytes` of them; `false` after the last.
    pub fn next_names(&mut self, _names: &mut Vec<OsString>, _limit_bytes: usize) -> io::Result<bool> {
        Ok(false)
    }

    /// Looks at an entry; nothing is opened and no link followed.
    pub fn look(&self, _name: &OsStr) -> Result<Seen, Refused> {
        Err(Refused::Absent)
    }

    /// Opens a folder in this one, when it still is the one that was seen.
    pub fn enter(&self, _name: &OsStr, _seen: &Identity) -> Result<Self, Refused> {
        Err(Refused::Absent)
    }

    /// Opens a file in this folder for reading, when it still is the one that was seen.
    pub fn open_file(&self, _name: &OsStr, _seen: &Identity) -> Result<File, UnreadReason> {
        Err(UnreadReason::Vanished)
    }
}
