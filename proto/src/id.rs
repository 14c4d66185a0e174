//! Ids of different things, never interchangeable.
//!
//! Each is a time-ordered UUID (version 7, RFC 9562): 48 bits of unix ms, then
//! random bits. Ordered keys keep an index dense (twice the insert rate of
//! random ones after a million rows). Whoever makes one brings time and
//! randomness along.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Timestamp;

/// Text or bytes that are no id.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a {what} id (32 hexadecimal digits, with or without hyphens)")]
pub struct NotAnId {
    what: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $what:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an id from the time and 10 random bytes.
            pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
                let ms = u64::try_from(at.as_unix_ms()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
            }

            /// Takes exactly 16 bytes, as on the wire and in the store.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, NotAnId> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| NotAnId { what: $what })
            }

            /// Returns the 16 bytes.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::from_str(text).map(Self).map_err(|_| NotAnId { what: $what })
            }
        }
    )+};
}

ids! {
    /// One enrolled agent instance. A re-imaged PC gets a new one.
    MachineId, "machine";
    /// One thing in one place that should not be there.
    FindingId, "finding";
    /// Findings that are followed together until they are fixed.
    CaseId, "case";
    /// One sweep of a machine.
    RoundId, "round";
    /// The life of one outbox, from its making until it is lost, restored or copied.
    Epoch, "epoch";
    /// One stay of a medium, from insertion to removal.
    MediaSessionId, "media session";
    /// One enrolment token.
    TokenId, "token";
    /// One person with an account at the console.
    UserId, "user";
    /// One installation of an agent; the same on a cloned disk.
    InstallationId, "installation";
}

/// A department's code, as the city writes it: 1 to 32 letters, digits, `-`, `_` or `.`.
///
/// Names change on the first of April, codes are kept: nothing is keyed on a name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DepartmentId(String);

/// Text that cannot be a department code.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a department code (1 to 32 letters, digits, '-', '_' or '.')")]
pub struct NotADepartmentCode;

impl DepartmentId {
    /// Returns the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DepartmentId {
    type Err = NotADepartmentCode;

    fn from_str(text: &str) -> Result<Self, NotADepartmentCode> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if (1..=32).contains(&text.chars().count()) && text.chars().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotADepartmentCode)
        }
    }
}

impl TryFrom<String> for DepartmentId {
    type Error = NotADepartmentCode;

    fn try_from(text: String) -> Result<Self, NotADepartmentCode> {
        text.parse()
    }
}

impl From<DepartmentId> for String {
    fn from(code: DepartmentId) -> Self {
        code.0
    }
}

impl fmt::Display for DepartmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_id_sorts_after_an_earlier_one() {
        let early = FindingId::new(Timestamp::from_unix_ms(1_000), [0xff; 10]);
        let late = FindingId::new(Timestamp::from_unix_ms(1_001), [0; 10]);
        assert!(early < late);
    }

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id = MachineId::new(Timestamp::from_unix_ms(1_756_773_660_123), [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(MachineId::from_slice(id.as_bytes()), Ok(id));
        assert!(MachineId::from_slice(b"short").is_err());
    }

    #[test]
    fn a_department_code_holds_no_separators_or_control_characters() {
        for good in ["0810", "保育", "a-b_c.1"] {
            assert!(good.parse::<DepartmentId>().is_ok(), "{good}");
        }
        for bad in ["", "a b", "a/b", "a,b", "\u{1b}[2J", &"x".repeat(33)] {
            assert!(bad.parse::<DepartmentId>().is_err(), "{bad:?}");
        }
    }
}
