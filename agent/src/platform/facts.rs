//! What both rooms of the platform hand out, as plain values.

use std::{io, path::PathBuf};

use mimawari_proto::{name::Name, time::Timestamp};

/// What tells a file from every other on this machine while it exists.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Identity {
    /// Device or volume.
    pub volume: u64,
    /// Inode or file id.
    pub file: u128,
}

/// What sort of thing lies in a folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// A regular file.
    File,
    /// A regular file whose content lies in the cloud.
    CloudOnly,
    /// A folder.
    Folder,
    /// A symbolic link, junction or other reparse point.
    Link,
    /// A pipe, socket or device.
    Special,
}

/// What one look at an entry told; nothing was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// What it is.
    pub sort: Sort,
    /// What tells it from every other file.
    pub identity: Identity,
    /// Its size.
    pub size_bytes: u64,
    /// Its last change.
    pub modified_at: Timestamp,
    /// The account that owns it, not yet by name; `None` where that could not be read.
    pub owner: Option<super::owner::Owner>,
    /// Hidden, or a file of the system.
    pub hidden: bool,
}

impl Seen {
    /// Stands for an entry of which only the name is known.
    pub const fn nothing() -> Self {
        Self {
            sort: Sort::Special,
            identity: Identity { volume: 0, file: 0 },
            size_bytes: 0,
            modified_at: Timestamp::from_unix_ms(0),
            owner: None,
            hidden: false,
        }
    }
}

/// Why a folder or an entry could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Not there, or no longer.
    #[error("not there")]
    Absent,
    /// The system does not permit it.
    #[error("not permitted")]
    Denied,
    /// A link where none is followed.
    #[error("a link")]
    Link,
    /// On another file system than the folder it lies in.
    #[error("on another file system")]
    Elsewhere,
    /// Not the thing that was seen a moment ago, or not of its sort.
    #[error("replaced in the meantime")]
    Replaced,
    /// Held open by another program that does not share it.
    #[error("held by another program")]
    Locked,
    /// Everything else.
    #[error("the system answered with an error")]
    Failed(#[source] io::Error),
}

/// A desktop folder, as the system's settings name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Desktop {
    /// The account it belongs to; empty for a shared one.
    pub user: Name,
    /// Every user of the machine sees it.
    pub is_public: bool,
    /// The folder.
    pub path: PathBuf,
    /// The user's profile folder.
    pub profile: Option<PathBuf>,
    /// What one look at it told.
    pub reach: Reach,
}

/// Whether a folder can be entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// It is there.
    There(Identity),
    /// It is not there.
    Absent,
    /// It may not be looked at.
    Denied,
    /// The system answered with an error.
    Failed,
}

/// Why a lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it; try again when it has ended.
    #[error("another instance holds the lock")]
    Held,
    /// The lock file cannot be made or opened.
    #[error("the lock file cannot be opened")]
    Failed(#[source] io::Error),
}

/// Who asked the process to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// A person at the keyboard (Ctrl-C).
    Interrupted,
    /// The system: SIGTERM, log-off, shutdown.
    Terminated,
}
