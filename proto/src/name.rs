//! Names that a person or a hostile program chose, and words that must be known.

use serde::{Deserialize, Serialize};

/// Longest name carried, in bytes of UTF-8.
///
/// `PATH_MAX` on Linux; Windows allows 32,767 UTF-16 units, beyond 4 KiB of
/// which no name is read by a person.
pub const NAME_LIMIT_BYTES: usize = 4096;

/// A file, host or user name: what can be shown, and the exact bytes where that is lossy.
///
/// `shown` may still hold control or bidirectional characters: whoever prints
/// it goes through [`crate::show::visible`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Name {
    /// Valid Unicode, with U+FFFD where the name is not.
    pub shown: String,
    /// The exact bytes (Linux) or WTF-8 (Windows), only where `shown` is lossy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Vec<u8>>,
}

impl Name {
    /// Takes a name as the operating system gave it.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from(text),
            Err(_) => Self {
                shown: String::from_utf8_lossy(bytes).into_owned(),
                raw: Some(bytes.to_vec()),
            },
        }
    }

    /// Returns the exact bytes, which tell two lossy names apart.
    pub fn exact(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.shown.as_bytes())
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self {
            shown: text.to_owned(),
            raw: None,
        }
    }
}

/// A word that is not in the vocabulary.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a {what}; one of: {}", known.join(", "))]
pub struct NotAWord {
    /// The vocabulary that was asked, for example `Kind`.
    pub what: &'static str,
    /// Every word it holds.
    pub known: &'static [&'static str],
}
