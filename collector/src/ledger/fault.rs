//! Why the ledger could not do it, and what that means for a command.

use std::path::{Path, PathBuf};

use mimawari_proto::{
    convert::Refusal,
    show::exit::{Exit, Failure},
};

/// Why the ledger could not do it.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another collector works with this directory.
    #[error("another collector works with {}", dir.display())]
    Locked {
        /// The data directory.
        dir: PathBuf,
    },
    /// There is no ledger: `init` makes one.
    #[error("there is no ledger at {}", path.display())]
    Absent {
        /// The file.
        path: PathBuf,
    },
    /// There is a ledger already.
    #[error("there is a ledger already at {}", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A newer release wrote it.
    #[error("{} has the form {found} of a newer release; this one knows {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The form of the file.
        found: u32,
        /// The newest form that this release knows.
        known: u32,
    },
    /// The file is damaged: nothing in it is to be trusted before `verify`.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong where.
        what: String,
    },
    /// The disk is full: nothing was stored; later again.
    #[error("no space left for the ledger")]
    Full,
    /// Another process writes just now: nothing was stored; later again.
    #[error("the ledger is busy")]
    Busy,
    /// What was brought can never be stored.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The ledger is being closed.
    #[error("the ledger is closed")]
    Closed,
    /// The operating system said no.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried, for example `open`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What it said.
        #[source]
        source: std::io::Error,
    },
    /// The store said no.
    #[error("the ledger's store failed")]
    Store(#[source] rusqlite::Error),
}

impl LedgerError {
    /// Tells whether the same may succeed later: the intake answers "hold back".
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Full | Self::Busy | Self::Closed | Self::Store(_) | Self::Io { .. }
        )
    }

    /// Returns the same fault for a further request of the same transaction.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::Busy => Self::Busy,
            Self::Damaged { path, what } => Self::Damaged {
                path: path.clone(),
                what: what.clone(),
            },
            Self::Absent { path } => Self::Absent { path: path.clone() },
            _ => Self::Closed,
        }
    }

    pub(crate) fn io(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        Self::Io { doing, path, source }
    }

    const fn exit(&self) -> Exit {
        match self {
            Self::Locked { .. } | Self::Busy => Exit::Locked,
            Self::Absent { .. } | Self::Exists { .. } | Self::Newer { .. } | Self::Refused(_) => Exit::Usage,
            Self::Damaged { .. } => Exit::Damaged,
            Self::Full | Self::Closed | Self::Io { .. } | Self::Store(_) => Exit::Partly,
        }
    }

    const fn next(&self) -> &'static str {
        match self {
            Self::Locked { .. } | Self::Busy => "stop the other one, or wait until it is done",
            Self::Absent { .. } => {
                "make one with `mimawari-collector init`, or name its directory with --data"
            }
            Self::Exists { .. } => "use it as it is, or name another directory with --data",
            Self::Newer { .. } => "use the newer release that wrote it",
            Self::Damaged { .. } => {
                "see what is whole with `mimawari-collector ledger verify`, then restore a backup"
            }
            Self::Refused(_) => "correct what it names",
            Self::Full => "make room on the disk that holds the data directory",
            Self::Closed | Self::Store(_) => {
                "try again; `mimawari-collector ledger verify` tells whether the file is whole"
            }
            Self::Io { .. } => "check that the directory exists and belongs to the collector's account",
        }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase};
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full,
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged {
                path: PathBuf::from(super::FILE),
                what: error.to_string(),
            },
            _ => Self::Store(error),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let mut what = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            what = format!("{what}: {deeper}");
            cause = deeper.source();
        }
        Self::new(error.exit(), what, error.next())
    }
}
