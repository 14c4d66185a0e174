//! Names that a person or a hostile program chose, and words that must be known.

use serde::{Deserialize, Serialize};

/// Longest name carried, in bytes of UTF-8.
///
/// `PATH_MAX` on Linux; Windows allows 32,767 UTF-16 units, beyond 4 KiB of
/// which no name is read by a person.
pub const NAME_LIMIT_BYTES: usize = 4096;

/// Stands where the middle of a name was cut out.
const GAP: &str = "…";

/// A file, host or user name: what can be shown, and the exact bytes where that is lossy.
///
/// `shown` may still hold control or bidirectional characters: whoever prints
/// it goes through [`crate::show::visible()`].
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

    /// Returns this name if its exact bytes fit into `limit`, else its beginning and its end around `…`.
    ///
    /// The end is kept because a person finds a file by it.
    #[must_use]
    pub fn fitted(&self, limit: usize) -> Self {
        let bytes = self.exact();
        if bytes.len() <= limit {
            return self.clone();
        }
        let room = limit.saturating_sub(GAP.len());
        let (head, tail) = (room / 2, room - room / 2);
        let head = (0..=head).rev().find(|&at| self.may_part(at)).unwrap_or(0);
        let tail = (bytes.len() - tail..bytes.len())
            .find(|&at| self.may_part(at))
            .unwrap_or(bytes.len());
        Self::from_bytes(&[&bytes[..head], GAP.as_bytes(), &bytes[tail..]].concat())
    }

    fn may_part(&self, at: usize) -> bool {
        self.raw.is_some() || self.shown.is_char_boundary(at)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_unicode_keeps_its_bytes() {
        let name = Name::from_bytes(b"\x83p\x83X.txt");
        assert_eq!(name.exact(), b"\x83p\x83X.txt");
        assert!(name.shown.ends_with(".txt"));
        assert_eq!(Name::from_bytes("名簿".as_bytes()), Name::from("名簿"));
    }

    #[test]
    fn a_name_too_long_keeps_its_beginning_and_its_end() {
        let long = format!("%USER%/{}/名簿.xlsx", "深".repeat(5_000));
        let cut = Name::from(long.as_str()).fitted(NAME_LIMIT_BYTES);
        assert!(cut.shown.len() <= NAME_LIMIT_BYTES && cut.shown.len() > NAME_LIMIT_BYTES - 8);
        assert!(cut.shown.starts_with("%USER%/深") && cut.shown.ends_with("深/名簿.xlsx"));
        assert!(cut.shown.contains('…') && cut.raw.is_none());
    }

    #[test]
    fn a_name_that_fits_is_left_alone() {
        for name in [Name::from("a.txt"), Name::from_bytes(b"\xff"), Name::default()] {
            assert_eq!(name.fitted(5), name);
        }
    }

    #[test]
    fn no_limit_is_too_small_and_no_bytes_are_too_strange() {
        for limit in 0..12 {
            for name in [Name::from("あいうえおかきく"), Name::from_bytes(&[0xff; 20])] {
                assert!(
                    name.fitted(limit).exact().len() <= limit.max(GAP.len()),
                    "{limit}"
                );
            }
        }
    }
}
