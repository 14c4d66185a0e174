//! One collector for one data directory.
//!
//! The lock belongs to the operating system: it goes with the process, also
//! with one that was killed.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::ErrorKind,
    path::Path,
};

use super::fault::LedgerError;

/// The file in the data directory that is locked; it stays, empty.
const FILE: &str = "lock";

/// Held as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the lock, or says that another collector holds it.
pub(super) fn hold(dir: &Path) -> Result<Lock, LedgerError> {
    let path = dir.join(FILE);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| match error.kind() {
            // No directory: there was no `init`.
            ErrorKind::NotFound => LedgerError::Absent {
                path: dir.join(super::FILE),
            },
            _ => LedgerError::io("open", &path, error),
        })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(LedgerError::Locked { dir: dir.to_owned() }),
        Err(TryLockError::Error(error)) => Err(LedgerError::io("lock", &path, error)),
    }
}
