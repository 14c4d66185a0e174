//! One instance at a time: a lock that the system gives back when its holder dies.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::platform::facts::LockError;

/// A held lock; dropping it, or dying, gives it back.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock at `path`, making the file when it is missing; does not wait.
pub fn hold(path: &Path) -> Result<Lock, LockError> {
    let file = super::private::open_to_write(path).map_err(LockError::Failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(LockError::Held),
        Err(TryLockError::Error(error)) => Err(LockError::Failed(error)),
    }
}
