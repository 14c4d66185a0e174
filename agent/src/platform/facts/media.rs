//! A removable medium as the system shows it, before anything is concluded from it.

use std::path::PathBuf;

use mimawari_proto::{name::Name, reading::MediaClass, time::Timestamp};

/// How much is read from the beginning of a disk or volume, in bytes.
///
/// Partition tables end below 34 sectors, the marks of every file system told
/// apart lie below 68 KiB (btrfs at 64 KiB + 64).
pub const HEAD_BYTES: usize = 72 << 10;

/// How many volumes of one medium are looked at; a stick has one, a disk four.
pub const VOLUMES_LIMIT: usize = 32;

/// How many media are looked at.
pub const MEDIA_LIMIT: usize = 64;

/// A medium, or a device that would carry data away, that is plugged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Medium {
    /// Where the system has it: another for each of those that are present, the same at the same port.
    pub place: String,
    /// What sort.
    pub class: MediaClass,
    /// How it is attached: `usb`, `uas`, `mmc`, `ata`, …
    pub bus: &'static str,
    /// USB vendor; 0 where the bus has none.
    pub vendor_id: u16,
    /// USB product; 0 where the bus has none.
    pub product_id: u16,
    /// Vendor as it says.
    pub vendor: Name,
    /// Product as it says.
    pub product: Name,
    /// Serial as it says, or as the system made it up.
    pub serial: Name,
    /// Size of the device; 0 when not known.
    pub size_bytes: u64,
    /// As the device says; `None` when not known.
    pub write_protected: Option<bool>,
    /// Its beginning, where partition tables lie.
    pub head: Head,
    /// What lies on it.
    pub volumes: Vec<Volume>,
}

/// The beginning of a disk or volume.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Head {
    /// At most [`HEAD_BYTES`].
    Bytes(Vec<u8>),
    /// There is none to read, or it could not be read: why.
    Unread(&'static str),
}

impl Head {
    /// Returns what was read; nothing where nothing was.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Unread(_) => &[],
        }
    }
}

/// A volume of a medium.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Volume {
    /// What the system calls it, for example `sdb1` or `E:`.
    pub node: String,
    /// Its size; 0 when not known.
    pub size_bytes: u64,
    /// Its beginning as it lies on the medium, still encrypted where it is.
    pub head: Head,
    /// The system has it open through an encrypting layer: `luks`, `bitlocker` or `another`.
    pub layer: Option<&'static str>,
    /// As the system calls it; empty when it does not.
    pub file_system: String,
    /// As the system calls it; empty when it does not.
    pub label: Name,
    /// As the system calls it; empty when it does not.
    pub id: Name,
    /// Where it can be looked into.
    pub mount: Option<Mount>,
}

/// Where a volume can be looked into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mount {
    /// The folder.
    pub path: PathBuf,
    /// The system lets nobody write.
    pub is_read_only: bool,
    /// `None` when not known.
    pub free_bytes: Option<u64>,
    /// The account it was mounted for; empty when not known.
    pub user: Name,
}

/// What the system wrote about media before and beside the agent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Records {
    /// Log files, the newest first.
    pub logs: Vec<Log>,
    /// The registry, as far as it speaks of devices and mounts.
    pub registry: Option<Registry>,
}

/// One log file, or what a program that keeps the log gave out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Log {
    /// How it is written.
    pub form: LogForm,
    /// At most [`LOG_BYTES`], the newest part of it.
    pub bytes: Vec<u8>,
    /// When it was written to last: lines without a year are not later.
    pub written_at: Timestamp,
}

/// How a log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogForm {
    /// Lines of the kernel as a syslog keeps them.
    Kernel,
    /// Lines of JSON, as `journalctl -o json` gives them out.
    Journal,
    /// `setupapi.dev.log` and those before it.
    SetupApi,
    /// Events 1006 of `Microsoft-Windows-Partition/Diagnostic`, one in XML on each line.
    Partition,
}

/// How much of one log is read.
pub const LOG_BYTES: usize = 16 << 20;

/// How many logs are read.
pub const LOGS_LIMIT: usize = 16;

/// The parts of a registry that speak of devices and mounts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Registry {
    /// `SYSTEM\…\Enum`: `USBSTOR`, `USB`, `SCSI`, `SWD\WPDBUSENUM`.
    pub enumerated: Branch,
    /// `SYSTEM\MountedDevices`.
    pub mounted: Branch,
    /// `MountPoints2` of each account, with its name.
    pub mount_points: Vec<(Name, Branch)>,
}

/// A key of a registry with everything below it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Branch {
    /// Its own name.
    pub name: String,
    /// When something in it was written last.
    pub written_at: Option<Timestamp>,
    /// What it holds.
    pub values: Vec<RegistryValue>,
    /// The keys in it.
    pub branches: Vec<Branch>,
}

/// A value as the registry keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RegistryValue {
    /// Empty for the value of the key itself.
    pub name: String,
    /// At most [`VALUE_BYTES`].
    pub bytes: Vec<u8>,
}

/// The longest value that is kept: a list of compatible ids is some hundred bytes.
pub const VALUE_BYTES: usize = 16 << 10;

/// How many keys of a registry are read: 1,000 devices have about 20,000.
pub const KEYS_LIMIT: usize = 200_000;

/// How deep keys are followed below the part that was asked for.
pub const KEYS_DEPTH: usize = 8;

impl Branch {
    /// Returns the key at a path of names, which are the same in capitals and small letters.
    pub fn at<'a>(&'a self, path: &[&str]) -> Option<&'a Self> {
        path.iter().try_fold(self, |branch, name| {
            branch
                .branches
                .iter()
                .find(|inner| inner.name.eq_ignore_ascii_case(name))
        })
    }

    /// Returns the bytes of a value.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        let value = self
            .values
            .iter()
            .find(|value| value.name.eq_ignore_ascii_case(name))?;
        Some(&value.bytes)
    }

    /// Returns a text value, without what follows its end.
    pub fn text(&self, name: &str) -> Option<String> {
        self.bytes(name)
            .map(utf16)
            .map(|text| match text.split('\0').next() {
                Some(first) => first.to_owned(),
                None => text,
            })
    }
}

/// Reads UTF-16 as Windows keeps it; what is no character becomes U+FFFD.
pub fn utf16(bytes: &[u8]) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| u16::from_le_bytes(pair));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect()
}
