//! Names as the system keeps them: bytes.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

use mimawari_proto::name::Name;

/// Takes a name or path of the system; nothing of it is lost.
pub fn of(text: impl AsRef<OsStr>) -> Name {
    Name::from_bytes(text.as_ref().as_bytes())
}
