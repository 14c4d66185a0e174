//! Reads `setupapi.dev.log` and those before it: when a device was installed, which is its first arrival.
//!
//! ```text
//! >>>  [Device Install (Hardware initiated) - USBSTOR\Disk&Ven_…&Prod_…&Rev_…\4C530001&0]
//! >>>  Section start 2024/05/13 09:12:33.123
//! ```
//!
//! The words around are in the language of Windows; ids and times are not, so
//! only those are read. Up to Windows XP the time comes first, in brackets.
//! Times are local ones. A log may begin in the middle of a line.

use std::collections::BTreeMap;

use encoding_rs::SHIFT_JIS;
use jiff::{civil, tz::TimeZone};
use mimawari_proto::{finding::Confidence, time::Timestamp};

use super::{
    LIMIT, Past, earlier,
    instance::{class, disk_name, serial, usb_ids},
};
use crate::platform::facts::media::{Log, utf16};

/// A line longer than this is none of ours.
const LINE_CHARS: usize = 4096;

/// Reads every record of these logs.
pub fn past(logs: &[&Log], zone: &TimeZone) -> Vec<Past> {
    let mut reading = Reading::default();
    for log in logs {
        reading.pending = None;
        reading.section_at = None;
        for line in text(&log.bytes).lines() {
            reading.line(line, zone);
        }
    }
    reading.finish()
}

/// UTF-16 with its mark, UTF-8, or what Japanese Windows wrote before that.
fn text(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // The later part of a UTF-16 log has no mark: every other byte of it is zero.
    let sample = &bytes[..bytes.len().min(4096)];
    if sample
        .iter()
        .skip(1)
        .step_by(2)
        .filter(|&&byte| byte == 0)
        .count()
        * 3
        > sample.len()
    {
        return utf16(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[derive(Default)]
struct Reading {
    found: BTreeMap<(String, String), Past>,
    ids: BTreeMap<String, (u16, u16)>,
    /// A device whose time is still to come.
    pending: Option<(String, String)>,
    /// The time of the section, where it comes first.
    section_at: Option<Timestamp>,
}

impl Reading {
    fn line(&mut self, line: &str, zone: &TimeZone) {
        if line.len() > LINE_CHARS {
            return;
        }
        let at = time(line, zone);
        if let Some(at) = at {
            if line.trim_start().starts_with('[') {
                self.section_at = Some(at);
                self.pending = None;
            } else if let Some(key) = self.pending.take() {
                self.note(&key, at);
            }
        }
        let is_section = line.trim_start().starts_with(">>>");
        let Some(key) = self.device(line) else { return };
        match (is_section, self.section_at) {
            (true, _) => self.pending = Some(key),
            (false, Some(at)) => self.note(&key, at),
            (false, None) => {}
        }
    }

    /// Finds a device in a line and keeps it; returns how it is found again.
    fn device(&mut self, line: &str) -> Option<(String, String)> {
        let upper = line.to_ascii_uppercase();
        if let Some(at) = upper.find("USBSTOR\\") {
            let (device, instance) = id(line.get(at + "USBSTOR\\".len()..)?)?;
            let name = disk_name(device);
            if name.product.is_empty() && name.vendor.is_empty() {
                return None;
            }
            let key = (device.to_ascii_uppercase(), serial(instance).to_ascii_uppercase());
            if !self.found.contains_key(&key) {
                if self.found.len() >= LIMIT {
                    return None;
                }
                let mut one = Past::new(class(&name), "setupapi", Confidence::Medium);
                one.bus = "usb";
                one.serial = serial(instance);
                (one.vendor, one.product) = (name.vendor, name.product);
                self.found.insert(key.clone(), one);
            }
            return Some(key);
        }
        let at = upper.find("USB\\VID_")?;
        let (device, instance) = id(line.get(at + "USB\\".len()..)?)?;
        let ids = usb_ids(device)?;
        if self.ids.len() < LIMIT {
            self.ids.insert(serial(instance).to_ascii_uppercase(), ids);
        }
        None
    }

    fn note(&mut self, key: &(String, String), at: Timestamp) {
        if let Some(one) = self.found.get_mut(key) {
            one.first_arrived_at = earlier(one.first_arrived_at, Some(at));
            one.noted_at = one.noted_at.max(Some(at));
        }
    }

    fn finish(self) -> Vec<Past> {
        let ids = self.ids;
        let with_ids = |((_, serial), mut one): ((String, String), Past)| {
            (one.vendor_id, one.product_id) = ids.get(&serial).copied().unwrap_or((0, 0));
            one
        };
        self.found.into_iter().map(with_ids).collect()
    }
}

/// Splits `Disk&Ven_…\4C530001&0]` into device and instance, up to what closes the id.
fn id(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find([']', '"', ' ', '\t', '}', ')', ','])
        .unwrap_or(text.len());
    let (device, instance) = text.get(..end)?.split_once('\\')?;
    (!device.is_empty() && !instance.is_empty()).then_some((device, instance))
}

/// Finds `2024/05/13 09:12:33` in a line.
fn time(line: &str, zone: &TimeZone) -> Option<Timestamp> {
    let bytes = line.as_bytes();
    let slash = memchr::memchr(b'/', bytes)?;
    let start = slash.checked_sub(4)?;
    let stamp = line.get(start..start + 19)?;
    let number = |from: usize, to: usize| stamp.get(from..to)?.parse::<i16>().ok();
    let small = |from, to| number(from, to).and_then(|number| i8::try_from(number).ok());
    let date = civil::Date::new(number(0, 4)?, small(5, 7)?, small(8, 10)?).ok()?;
    let time = civil::Time::new(small(11, 13)?, small(14, 16)?, small(17, 19)?, 0).ok()?;
    let at = date.to_datetime(time).to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_unix_ms(at.timestamp().as_millisecond()))
}
