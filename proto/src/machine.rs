//! What tells one machine from another to a person, and where it belongs. Never used as identity.

use serde::{Deserialize, Serialize};

use crate::{
    id::{DepartmentId, InstallationId},
    name::Name,
};

/// Facts that a machine says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MachineFacts {
    /// Its host name.
    pub host_name: Name,
    /// For example `Windows 11 24H2`.
    pub os: String,
    /// Release of its agent.
    pub agent_version: String,
    /// Made at the first start: the same on a cloned disk, another after a re-installation.
    pub installation: InstallationId,
}

/// Where the collector's record puts a machine; an agent only shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Belonging {
    /// Code of its department.
    pub department: DepartmentId,
    /// Name of its department today.
    pub department_name: String,
    /// Its network zone.
    pub zone: Zone,
}

/// A network zone (三層): a word of the operator, carried by token and certificate.
///
/// 1 to 32 ASCII letters, digits or `-`, for example `lgwan`, `mynumber`, `internet`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

/// Text that cannot be a zone.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a zone (1 to 32 ASCII letters, digits or '-')")]
pub struct NotAZone;

impl Zone {
    /// Returns the word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Zone {
    type Err = NotAZone;

    fn from_str(text: &str) -> Result<Self, NotAZone> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        if (1..=32).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAZone)
        }
    }
}

impl TryFrom<String> for Zone {
    type Error = NotAZone;

    fn try_from(text: String) -> Result<Self, NotAZone> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_a_plain_word() {
        for good in ["lgwan", "mynumber", "internet-2", "A"] {
            assert_eq!(good.parse::<Zone>().map(String::from), Ok(good.to_owned()));
        }
        for bad in ["", "lg wan", "個人番号", "a/b", "\u{1b}[2J", &"x".repeat(33)] {
            assert_eq!(bad.parse::<Zone>(), Err(NotAZone), "{bad:?}");
        }
    }
}
