//! Names as the system keeps them: UTF-16 that need not be valid, carried as WTF-8.

use std::ffi::OsStr;

use mimawari_proto::name::Name;

/// Takes a name or path of the system; nothing of it is lost.
pub fn of(text: impl AsRef<OsStr>) -> Name {
    let text = text.as_ref();
    match text.to_str() {
        Some(valid) => Name::from(valid),
        None => Name {
            shown: text.to_string_lossy().into_owned(),
            raw: Some(text.as_encoded_bytes().to_vec()),
        },
    }
}
