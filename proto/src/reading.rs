//! What media and posture report, as facts; verdicts are the collector's.

use crate::{finding::Confidence, id::MediaSessionId, name::Name, time::Timestamp, word::words};

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

words! {
    /// What is to be held of a serial, which the grade rests on.
    pub enum SerialState {
        /// Of this device alone, as far as is known.
        Own = 1 => "own",
        /// There is none.
        Missing = 2 => "missing",
        /// The same on every piece: zeros, a counting row, one character repeated.
        Placeholder = 3 => "placeholder",
        /// Met on another device too.
        Shared = 4 => "shared",
        /// Made up by Windows for want of one: holds for one port of one PC.
        ByWindows = 5 => "by_windows",
    }
}

words! {
    /// A sort of files, by the ending of their names.
    pub enum FileSort {
        /// Written text with a layout.
        Document = 1 => "document",
        /// Workbooks, CSV.
        Sheet = 2 => "sheet",
        /// Presentations.
        Slides = 3 => "slides",
        /// PDF, XPS.
        Pdf = 4 => "pdf",
        /// Plain text.
        Text = 5 => "text",
        /// Mails and files of mails.
        Mail = 6 => "mail",
        /// Databases.
        Database = 7 => "database",
        /// Photographs, drawings, scans.
        Picture = 8 => "picture",
        /// Recordings.
        SoundOrFilm = 9 => "sound_or_film",
        /// Archives and disk images.
        Archive = 10 => "archive",
        /// Programs and scripts.
        Program = 11 => "program",
        /// Everything else.
        Another = 12 => "another",
    }
}

/// The most facts of one medium that are told as not known.
pub const UNKNOWN_LIMIT: usize = 16;

/// The most sorts of files that are told of one medium.
pub const SORTS_LIMIT: usize = 32;

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
    /// Where this record comes from, for example `sysfs` or `setupapi`.
    pub source: String,
    /// Present: when this stay began. Past: the last arrival that is known.
    pub arrived_at: Option<Timestamp>,
    /// Told by a record of the system, from before or beside the agent; not seen plugged in.
    pub past: bool,
    /// The first arrival that is known.
    pub first_arrived_at: Option<Timestamp>,
    /// The last removal that is known; of a present medium told by [`MediaLeft`].
    pub left_at: Option<Timestamp>,
    /// The source wrote its record then, for whatever reason: the medium had been there by then.
    pub noted_at: Option<Timestamp>,
    /// How far the source can be trusted to speak of this medium and these times.
    pub source_confidence: Option<Confidence>,
    /// `None` when not known.
    pub free_bytes: Option<u64>,
    /// `mbr:` and 8, or `gpt:` and 32 hexadecimal digits: of the disk, not of a volume.
    pub disk_signature: Name,
    /// What somebody called the volume.
    pub volume_label: Name,
    /// The account that mounted it or had it mounted.
    pub user: Name,
    /// The file by which the ICT section marks its own media.
    pub marker: Option<MediaMarker>,
    /// What a sweep found lying on it.
    pub content: Option<MediaContent>,
    /// Which of the facts above are not known, and why; at most [`UNKNOWN_LIMIT`].
    pub unknown: Vec<MediaUnknown>,
    /// How it is attached, for example `usb`, `uas`, `mmc`, `ata`.
    pub bus: String,
    /// What is to be held of the serial.
    pub serial_state: Option<SerialState>,
    /// How the encryption was told: `superblock`, `mapper`; `claimed` where it is not known and the product's name claims it; else empty.
    pub encryption_source: String,
}

impl MediaSeen {
    /// Starts a record in which nothing is known.
    pub fn new(session: MediaSessionId, class: MediaClass, source: &str) -> Self {
        Self {
            session,
            class,
            grade: Grade::C,
            vendor_id: 0,
            product_id: 0,
            vendor: Name::default(),
            product: Name::default(),
            serial: Name::default(),
            volume_id: Name::default(),
            size_bytes: 0,
            file_system: String::new(),
            encryption: None,
            empty: None,
            write_protected: None,
            source: source.to_owned(),
            arrived_at: None,
            past: false,
            first_arrived_at: None,
            left_at: None,
            noted_at: None,
            source_confidence: None,
            free_bytes: None,
            disk_signature: Name::default(),
            volume_label: Name::default(),
            user: Name::default(),
            marker: None,
            content: None,
            unknown: Vec::new(),
            bus: String::new(),
            serial_state: None,
            encryption_source: String::new(),
        }
    }
}

/// A marker file on a medium.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaMarker {
    /// The management number it states; to be believed only where it is verified.
    pub number: Name,
    /// Its signature is of the key of the ICT section and covers this very medium; `None` without a key here.
    pub verified: Option<bool>,
}

/// What lies on a medium: how much, how old, which sorts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MediaContent {
    /// How many files.
    pub files: u64,
    /// Their size together.
    pub bytes: u64,
    /// The earliest change of one.
    pub oldest_modified_at: Option<Timestamp>,
    /// The latest change of one.
    pub newest_modified_at: Option<Timestamp>,
    /// Files by sort, each sort once; at most [`SORTS_LIMIT`].
    pub sorts: Vec<(FileSort, u64)>,
    /// The sweep went through to the end; else it counts less than there is.
    pub complete: bool,
    /// When it ended.
    pub swept_at: Timestamp,
    /// How far it was read; `None` before and without an examination.
    pub examined: Option<MediaExamined>,
}

/// How far what lies on a medium was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MediaExamined {
    /// Everything was looked through; else there may be more than was found.
    pub complete: bool,
    /// Files read now, or known from an earlier look.
    pub read: u64,
    /// Files that could not be read.
    pub unread: u64,
    /// Findings that stand on it.
    pub standing: u64,
    /// When it ended.
    pub ended_at: Timestamp,
}

/// A fact that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaUnknown {
    /// The name of a field of [`MediaSeen`], for example `encryption`.
    pub what: String,
    /// Why, in words of our own.
    pub why: String,
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
