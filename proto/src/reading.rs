//! What media and posture report, as facts; verdicts are the collector's.

use crate::{id::MediaSessionId, name::Name, time::Timestamp, word::words};

words! {
    /// What sort of medium.
    pub enum MediaClass {
        /// Sticks, disks.
        Storage = 1 => "storage",
        /// Memory cards.
        Card = 2 => "card",
        /// CD, DVD, BD.
        Optical = 3 => "optical",
        /// Phones and cameras.
        Portable = 4 => "portable",
        /// Tethering and other network adapters.
        Network = 5 => "network",
    }
}

words! {
    /// How well a medium can be told from others.
    pub enum Grade {
        /// A serial of its own, or a signed marker.
        A = 1 => "A",
        /// Told apart by size, volume or partition only.
        B = 2 => "B",
        /// Not distinguishable.
        C = 3 => "C",
    }
}

words! {
    /// How a volume is protected, as observed.
    pub enum Encryption {
        /// Not at all.
        None = 1 => "none",
        /// BitLocker To Go.
        Bitlocker = 2 => "bitlocker",
        /// LUKS.
        Luks = 3 => "luks",
        /// By the medium itself.
        Hardware = 4 => "hardware",
        /// In another way.
        Another = 5 => "another",
    }
}

/// A removable medium that is, or once was, plugged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaSeen {
    /// From insertion to removal.
    pub session: MediaSessionId,
    /// What sort.
    pub class: MediaClass,
    /// How well it can be told from others.
    pub grade: Grade,
    /// USB vendor; 0 where the bus has none.
    pub vendor_id: u16,
    /// USB product; 0 where the bus has none.
    pub product_id: u16,
    /// Vendor as the medium says it.
    pub vendor: Name,
    /// Product as the medium says it.
    pub product: Name,
    /// Serial of the device; empty where it has none.
    pub serial: Name,
    /// Id of the volume; empty where it has none.
    pub volume_id: Name,
    /// Size of the device; 0 when not known.
    pub size_bytes: u64,
    /// File system, for example `vfat`; empty when not known.
    pub file_system: String,
    /// `None` when not known.
    pub encryption: Option<Encryption>,
    /// No files on it; `None` when not known.
    pub empty: Option<bool>,
    /// `None` when not known.
    pub write_protected: Option<bool>,
    /// Where this record comes from, for example `udev` or `setupapi`.
    pub source: String,
    /// When it was plugged in.
    pub arrived_at: Timestamp,
}

/// A medium was taken out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaLeft {
    /// The stay that ended.
    pub session: MediaSessionId,
    /// When.
    pub left_at: Timestamp,
}

/// One posture fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Which fact, for example [`SCREEN_LOCK_TIMEOUT`].
    pub what: String,
    /// The account it holds for; empty for the whole machine.
    pub user: Name,
    /// Where it was read, for example `policy` or `gsettings`.
    pub source: String,
    /// What was read.
    pub value: Value,
}

/// After how many idle seconds the screen locks; [`Value::Unknown`] is never "never".
pub const SCREEN_LOCK_TIMEOUT: &str = "screen_lock.timeout";

/// The value of a posture fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A count.
    Number(i64),
    /// A duration.
    Seconds(u64),
    /// A name or version, at most 256 bytes.
    Text(String),
    /// Looked for and not to be had, with the reason.
    Unknown(String),
}
