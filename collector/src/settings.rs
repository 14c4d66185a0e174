//! The settings of the collector: flags, environment, file, built-in; the first that names a key wins.
//!
//! The file is TOML: `--config`, else `collector.toml` in the data directory,
//! else `/etc/mimawari/collector.toml`. A key that is not known is an error.
//! To add a setting: a field here, a row in `settings/keys.rs`, a line in
//! `deploy/collector.toml`.

pub mod keys;
mod layers;

use std::{net::SocketAddr, path::Path, path::PathBuf};

use jiff::tz::TimeZone;
use mimawari_proto::machine::Zone;
use serde::{Deserialize, Serialize};

use crate::assess::{Policy, media::Rules};

pub use layers::{Layers, Source};

/// The name of the settings file in a data directory.
pub const FILE: &str = "collector.toml";

/// Where the settings are when the data directory has none.
pub const SYSTEM_FILE: &str = "/etc/mimawari/collector.toml";

/// Everything that can be set.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The calendar by which days, terms and checkpoints go.
    pub time_zone: ZoneName,
    /// Where agents report.
    pub intake: Intake,
    /// Where people look.
    pub console: Console,
    /// What nobody may exceed.
    pub limits: Limits,
    /// What the city demands of media.
    pub media: Media,
}

/// Where agents report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Intake {
    /// Address and port; loopback until an operator says otherwise.
    pub listen: SocketAddr,
    /// `host:port` that tokens name; empty for the first host and the port of `listen`.
    pub address: String,
    /// Host names and addresses that the server's certificate names.
    pub hosts: Vec<String>,
    /// Parcels that an agent may send ahead of their receipts.
    pub window: u32,
}

/// Where people look.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Console {
    /// Address and port; loopback until an operator says otherwise.
    pub listen: SocketAddr,
}

/// What nobody may exceed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Connections to the intake at once.
    pub connections: usize,
    /// Of these, from one address. A branch behind one address needs as many as it has PCs.
    pub connections_per_address: usize,
    /// Failed enrolments that one address may make in ten minutes.
    pub failed_enrolments: u32,
}

/// What the city demands of media.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// Zones in which any medium needs a permit that names the zone.
    pub closed_zones: Vec<Zone>,
    /// Zones in which any medium at all is a fault, permitted or not.
    pub barred_zones: Vec<Zone>,
    /// Every medium is to be encrypted, whatever the ledger says of it.
    pub all_encrypted: bool,
}

impl Default for Media {
    fn default() -> Self {
        let rules = Rules::default();
        Self {
            closed_zones: rules.closed_zones,
            barred_zones: rules.barred_zones,
            all_encrypted: rules.all_encrypted,
        }
    }
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7443)),
            address: String::new(),
            hosts: Vec::new(),
            window: 16,
        }
    }
}

impl Default for Console {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8443)),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 20_000,
            connections_per_address: 1_000,
            failed_enrolments: 10,
        }
    }
}

/// The name of a time zone that is known, for example `Asia/Tokyo`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ZoneName(String);

impl ZoneName {
    /// Returns the zone.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

impl Default for ZoneName {
    fn default() -> Self {
        Self("Asia/Tokyo".to_owned())
    }
}

impl TryFrom<String> for ZoneName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match TimeZone::get(&name) {
            Ok(_) => Ok(Self(name)),
            Err(_) => Err(format!("not a time zone: {name} (for example Asia/Tokyo)")),
        }
    }
}

impl From<ZoneName> for String {
    fn from(name: ZoneName) -> Self {
        name.0
    }
}

impl Settings {
    /// Returns what the city has settled, as verdicts go by it.
    pub fn policy(&self) -> Policy {
        Policy {
            media: Rules {
                closed_zones: self.media.closed_zones.clone(),
                barred_zones: self.media.barred_zones.clone(),
                all_encrypted: self.media.all_encrypted,
            },
            ..Policy::default()
        }
    }

    /// Refuses values that no type could refuse.
    fn checked(self) -> Result<Self, SettingsError> {
        let bad = |key: &'static str, why: &str| {
            Err(SettingsError::Value {
                key: key.to_owned(),
                why: why.to_owned(),
            })
        };
        if !(1..=256).contains(&self.intake.window) {
            return bad("intake.window", "not between 1 and 256");
        }
        if self.limits.connections == 0 || self.limits.connections_per_address == 0 {
            return bad("limits.connections", "nobody could connect");
        }
        for host in &self.intake.hosts {
            if crate::trust::authority::host_name(host).is_err() {
                return bad("intake.hosts", "not a host name or address");
            }
        }
        Ok(self)
    }
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{}: {why}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where and what.
        why: String,
    },
    /// A key that is not known.
    #[error("{from}: unknown key {key}{}", nearest.as_ref().map(|n| format!(" (did you mean {n}?)")).unwrap_or_default())]
    Unknown {
        /// The file.
        from: String,
        /// The key.
        key: String,
        /// The known key that looks most like it.
        nearest: Option<String>,
    },
    /// A value that cannot be used.
    #[error("{key}: {why}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong.
        why: String,
    },
}

/// Returns the settings file to read: the named one, else the first default that is there.
pub fn file(named: Option<&Path>, data: &Path) -> Option<PathBuf> {
    match named {
        Some(named) => Some(named.to_owned()),
        None => [data.join(FILE), PathBuf::from(SYSTEM_FILE)]
            .into_iter()
            .find(|path| path.exists()),
    }
}

#[cfg(test)]
mod tests;
