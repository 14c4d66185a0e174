//! What was plugged in before the agent came: records of the system, each with its source and its worth. Pure.
//!
//! ```text
//! registry   USBSTOR, USB, SCSI, WPDBUSENUM; MountedDevices and MountPoints2 add letters and accounts
//! setupapi   the logs of device installation: the first arrival
//! partition  events about disks that came and went, as far back as Windows keeps them
//! kernel     lines of a syslog or the journal: every arrival and removal that is still kept
//! ```
//!
//! One record is one device in one source; what two sources say is not mixed,
//! for they are not worth the same. Times are UTC: `first_arrived_at`,
//! `arrived_at` and `left_at` are what the source says they are, `noted_at` is
//! only when it was written to. A source that ends anywhere or says anything
//! gives fewer records, never a fault.

pub mod instance;
pub mod kernel;
pub mod partition;
pub mod registry;
pub mod setupapi;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use mimawari_proto::{
    finding::Confidence,
    id::MediaSessionId,
    name::Name,
    reading::{MediaClass, MediaSeen},
    time::Timestamp,
};

use super::{
    describe::unknown,
    grade::{Marks, Other, grade},
};
use crate::platform::facts::media::{LogForm, Records};

/// Records of the past that are told of one PC: years of sticks.
pub const LIMIT: usize = 5_000;

/// One device in one source.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Past {
    /// What sort.
    pub class: MediaClass,
    /// Where it is written: `usbstor`, `usb`, `scsi`, `wpd`, `setupapi`, `partition`, `kernel_log`, `journal`.
    pub source: &'static str,
    /// How far that can be trusted.
    pub confidence: Confidence,
    /// How it was attached; empty when not known.
    pub bus: &'static str,
    /// USB vendor; 0 when not known.
    pub vendor_id: u16,
    /// USB product; 0 when not known.
    pub product_id: u16,
    /// As the source has it.
    pub vendor: String,
    /// As the source has it.
    pub product: String,
    /// As the device said it, or as Windows made it up.
    pub serial: String,
    /// 0 when not known.
    pub size_bytes: u64,
    /// As somebody called a volume of it.
    pub label: String,
    /// Who had it mounted, the last that is known.
    pub user: Name,
    /// The first arrival.
    pub first_arrived_at: Option<Timestamp>,
    /// The last arrival.
    pub arrived_at: Option<Timestamp>,
    /// The last removal.
    pub left_at: Option<Timestamp>,
    /// The source was written to then.
    pub noted_at: Option<Timestamp>,
}

impl Past {
    /// Starts a record in which nothing is known.
    pub fn new(class: MediaClass, source: &'static str, confidence: Confidence) -> Self {
        Self {
            class,
            source,
            confidence,
            bus: "",
            vendor_id: 0,
            product_id: 0,
            vendor: String::new(),
            product: String::new(),
            serial: String::new(),
            size_bytes: 0,
            label: String::new(),
            user: Name::default(),
            first_arrived_at: None,
            arrived_at: None,
            left_at: None,
            noted_at: None,
        }
    }

    /// What tells this record from the others: it stays while its times go on.
    pub fn key(&self) -> impl std::hash::Hash + use<> {
        let ids = (self.vendor_id, self.product_id);
        let texts = (self.vendor.clone(), self.product.clone(), self.serial.clone());
        (self.source, self.class, ids, texts)
    }

    /// Makes what is told of it, graded among the others.
    pub fn seen(&self, session: MediaSessionId, shared: &SharedSerials) -> MediaSeen {
        let another = Other {
            marks: self.marks(),
            is_beside: true,
        };
        let others: &[Other<'_>] = match shared.holds(self) {
            true => &[another],
            false => &[],
        };
        let (grade, state) = grade(&self.marks(), others);
        let mut seen = MediaSeen {
            grade,
            serial_state: Some(state),
            vendor_id: self.vendor_id,
            product_id: self.product_id,
            vendor: Name::from(self.vendor.as_str()),
            product: Name::from(self.product.as_str()),
            serial: Name::from(self.serial.as_str()),
            size_bytes: self.size_bytes,
            volume_label: Name::from(self.label.as_str()),
            user: self.user.clone(),
            bus: self.bus.to_owned(),
            past: true,
            source_confidence: Some(self.confidence),
            first_arrived_at: self.first_arrived_at,
            arrived_at: self.arrived_at,
            left_at: self.left_at,
            noted_at: self.noted_at,
            ..MediaSeen::new(session, self.class, self.source)
        };
        unknown(&mut seen, "encryption", "the source does not say");
        for (what, is_known) in [
            ("size_bytes", self.size_bytes != 0),
            ("arrived_at", self.arrived_at.is_some()),
            ("left_at", self.left_at.is_some()),
        ] {
            if !is_known {
                unknown(&mut seen, what, "the source does not say");
            }
        }
        seen
    }

    fn marks(&self) -> Marks<'_> {
        Marks {
            vendor_id: self.vendor_id,
            product_id: self.product_id,
            serial: &self.serial,
            size_bytes: self.size_bytes,
            ..Marks::default()
        }
    }
}

/// Serials that more than one device of one source has: a stick that says two names is two sticks.
#[derive(Clone, Debug, Default)]
pub struct SharedSerials(HashSet<(&'static str, u16, u16, String)>);

impl SharedSerials {
    /// Finds them among all records.
    pub fn among(all: &[Past]) -> Self {
        let mut names: HashMap<_, (&str, &str)> = HashMap::new();
        let mut shared = HashSet::new();
        for past in all.iter().filter(|past| !past.serial.is_empty()) {
            let name = (past.vendor.as_str(), past.product.as_str());
            // One stick may show a disc beside its disk.
            if *names.entry((Self::of(past), past.class)).or_insert(name) != name {
                shared.insert(Self::of(past));
            }
        }
        Self(shared)
    }

    fn holds(&self, past: &Past) -> bool {
        self.0.contains(&Self::of(past))
    }

    fn of(past: &Past) -> (&'static str, u16, u16, String) {
        (past.source, past.vendor_id, past.product_id, past.serial.clone())
    }
}

/// Reads every record, the latest first.
///
/// `zone` is that of this PC: old logs keep local times.
pub fn past(records: &Records, zone: &TimeZone) -> Vec<Past> {
    let mut found = Vec::new();
    if let Some(registry) = &records.registry {
        found.extend(registry::past(registry));
    }
    let of = |form| -> Vec<_> { records.logs.iter().filter(|log| log.form == form).collect() };
    found.extend(setupapi::past(&of(LogForm::SetupApi), zone));
    found.extend(partition::past(&of(LogForm::Partition)));
    found.extend(kernel::past(&of(LogForm::Kernel), zone));
    found.extend(kernel::past(&of(LogForm::Journal), zone));
    let latest = |past: &Past| {
        [
            past.arrived_at,
            past.first_arrived_at,
            past.left_at,
            past.noted_at,
        ]
        .into_iter()
        .flatten()
        .max()
    };
    found.sort_by_key(|past| std::cmp::Reverse(latest(past)));
    found.truncate(LIMIT);
    found
}

/// The earlier of two times of which either may not be known.
fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

/// Cuts what no device has: names end somewhere.
fn short(text: &str) -> String {
    text.chars().take(128).collect()
}

#[cfg(test)]
mod tests;
