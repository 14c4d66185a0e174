//! What both rooms of the platform hand out, as plain values.

pub mod media;

use std::{ffi::OsString, io, path::PathBuf};

use mimawari_proto::{name::Name, time::Timestamp};
use serde::{Deserialize, Serialize};

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

/// A wall of the examining room, by what it keeps the child from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wall {
    /// Acting as the account of the agent.
    Account,
    /// Every privilege beyond that account's.
    Privileges,
    /// Opening anything by its name.
    Files,
    /// Reaching other machines and programs.
    Network,
    /// Asking the system for anything but reading, memory and the time.
    Calls,
    /// Starting programs.
    Processes,
    /// Taking more memory than a document needs.
    Memory,
    /// Leaving memory behind in a crash, and being looked into.
    Dumps,
}

impl Wall {
    /// Every wall, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Account,
        Self::Privileges,
        Self::Files,
        Self::Network,
        Self::Calls,
        Self::Processes,
        Self::Memory,
        Self::Dumps,
    ];

    /// Returns its name in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Privileges => "privileges",
            Self::Files => "files",
            Self::Network => "network",
            Self::Calls => "calls",
            Self::Processes => "processes",
            Self::Memory => "memory",
            Self::Dumps => "dumps",
        }
    }
}

/// A wall and whether it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Built {
    /// Which.
    pub wall: Wall,
    /// Whether it stands.
    pub stands: bool,
    /// Why it does not, or what it stands on; empty where nothing is to be told.
    pub note: String,
}

impl Built {
    /// Notes how the building of a wall went.
    pub fn of<E: std::fmt::Display>(wall: Wall, done: Result<(), E>) -> Self {
        Self {
            wall,
            stands: done.is_ok(),
            note: done.err().map(|error| error.to_string()).unwrap_or_default(),
        }
    }
}

/// What a child in the examining room may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allowance {
    /// Memory beyond what the program itself takes.
    pub memory_bytes: u64,
    /// Seconds on the processor in its whole life: holds even where nobody watches.
    pub life_seconds: u64,
}

/// The program that is started in the examining room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// Its file.
    pub path: PathBuf,
    /// What it is told.
    pub arguments: Vec<OsString>,
}

/// How a child of the examining room came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fall {
    /// It asked for more memory than it may have.
    Memory,
    /// It was on the processor for longer than it may be.
    Time,
    /// Everything else: a fault of its own, or a wall it ran against.
    Fault,
}

/// The exit code of a child that asked for more memory than it may have.
pub const OUT_OF_MEMORY: i32 = 86;
