//! Reads what the kernel of Linux says of USB devices, from a syslog or the journal.
//!
//! ```text
//! usb 1-1: New USB device found, idVendor=0781, idProduct=5581, bcdDevice= 1.00
//! usb 1-1: Product: Ultra       usb 1-1: Manufacturer: SanDisk      usb 1-1: SerialNumber: 4C53…
//! usb-storage 1-1:1.0: USB Mass Storage device detected      scsi host6: usb-storage 1-1:1.0
//! sd 6:0:0:0: [sdb] 60062500 512-byte logical blocks: (30.8 GB/28.6 GiB)
//! usb 1-1: USB disconnect, device number 5
//! ```
//!
//! A device of which nothing says that it is a disk or an adapter is none of
//! ours: keyboards and mice are found in the same words. Phones say nothing to
//! the kernel but their name and are not told from these.

use std::collections::{BTreeMap, HashMap};

use jiff::{civil, tz::TimeZone};
use mimawari_proto::{finding::Confidence, reading::MediaClass, time::Timestamp};
use serde::Deserialize;

use super::{LIMIT, Past, earlier, short};
use crate::platform::facts::media::{Log, LogForm};

/// Lines longer than this are no words of the kernel.
const LINE_BYTES: usize = 8192;

/// Ports that are followed at the same time.
const PORTS_LIMIT: usize = 256;

/// Reads every record of these logs; the newest log comes first.
pub fn past(logs: &[&Log], zone: &TimeZone) -> Vec<Past> {
    let mut reading = Reading::default();
    for log in logs.iter().rev() {
        reading.source = match log.form {
            LogForm::Journal => "journal",
            LogForm::Kernel | LogForm::SetupApi | LogForm::Partition => "kernel_log",
        };
        for line in log
            .bytes
            .split(|&byte| byte == b'\n')
            .filter(|line| line.len() <= LINE_BYTES)
        {
            if let Some((at, words, confidence)) = line_of(line, log, zone) {
                reading.confidence = confidence;
                reading.hear(at, &words);
            }
        }
    }
    reading.finish()
}

#[derive(Deserialize)]
struct JournalLine {
    #[serde(rename = "__REALTIME_TIMESTAMP")]
    micros: String,
    #[serde(rename = "MESSAGE")]
    message: serde_json::Value,
}

/// Takes a line apart: when, what, and how sure the time is.
fn line_of(line: &[u8], log: &Log, zone: &TimeZone) -> Option<(Timestamp, String, Confidence)> {
    if log.form == LogForm::Journal {
        let line: JournalLine = serde_json::from_slice(line).ok()?;
        let at = Timestamp::from_unix_ms(line.micros.parse::<i64>().ok()? / 1_000);
        return Some((at, line.message.as_str()?.to_owned(), Confidence::High));
    }
    let text = String::from_utf8_lossy(line);
    let (head, words) = text.split_once(" kernel: ")?;
    let words = words.trim_start();
    let words = match words.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((_, words)) => words,
        None => words,
    };
    let (at, confidence) = time(head, log.written_at, zone)?;
    Some((at, words.to_owned(), confidence))
}

/// `2026-11-21T15:51:54.123456+09:00 host` is exact; `Nov 21 15:51:54 host` has no year and no zone.
fn time(head: &str, written_at: Timestamp, zone: &TimeZone) -> Option<(Timestamp, Confidence)> {
    let first = head.split(' ').next()?;
    if let Ok(at) = first.parse::<jiff::Timestamp>() {
        return Some((Timestamp::from_unix_ms(at.as_millisecond()), Confidence::High));
    }
    let mut words = head.split_ascii_whitespace();
    let month = MONTHS
        .iter()
        .position(|month| Some(*month) == words.clone().next())?;
    let day = words.nth(1)?.parse::<i8>().ok()?;
    let mut clock = words.next()?.split(':').map(|part| part.parse::<i8>().ok());
    let time = civil::Time::new(clock.next()??, clock.next()??, clock.next()??, 0).ok()?;
    let year = written_at.on_calendar(zone).year();
    let in_year = |year: i16| {
        let date = civil::Date::new(year, i8::try_from(month + 1).ok()?, day).ok()?;
        let at = date.to_datetime(time).to_zoned(zone.clone()).ok()?;
        Some(Timestamp::from_unix_ms(at.timestamp().as_millisecond()))
    };
    // A line is not later than the last that was written.
    let day_after = written_at.plus(std::time::Duration::from_secs(24 * 3600));
    let at = in_year(year)
        .filter(|at| *at <= day_after)
        .or_else(|| in_year(year.checked_sub(1)?))?;
    Some((at, Confidence::Medium))
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

struct Reading {
    source: &'static str,
    confidence: Confidence,
    /// What is in a port, and whether it is a medium.
    ports: HashMap<String, (Past, bool)>,
    /// Which port a SCSI host is.
    hosts: HashMap<String, String>,
    latest_port: String,
    found: BTreeMap<(u16, u16, String, String), Past>,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            source: "kernel_log",
            confidence: Confidence::Medium,
            ports: HashMap::new(),
            hosts: HashMap::new(),
            latest_port: String::new(),
            found: BTreeMap::new(),
        }
    }
}

impl Reading {
    fn hear(&mut self, at: Timestamp, words: &str) {
        let Some((who, what)) = words.split_once(": ") else {
            return;
        };
        let (driver, place) = who.split_once(' ').unwrap_or((who, ""));
        match driver {
            "usb" => self.hear_usb(at, place, what),
            "scsi" => self.hear_host(place, what),
            "sd" | "sr" => self.hear_disk(driver, place, what),
            _ => self.hear_driver(driver, place),
        }
    }

    fn hear_usb(&mut self, at: Timestamp, port: &str, what: &str) {
        if let Some(ids) = what.strip_prefix("New USB device found, ") {
            self.leave(port, None);
            if self.ports.len() >= PORTS_LIMIT {
                return;
            }
            let mut one = Past::new(MediaClass::Storage, self.source, self.confidence);
            let id = |name: &str| {
                let value = ids.split(", ").find_map(|part| part.strip_prefix(name))?;
                u16::from_str_radix(value, 16).ok()
            };
            one.vendor_id = id("idVendor=").unwrap_or(0);
            one.product_id = id("idProduct=").unwrap_or(0);
            one.bus = "usb";
            (one.first_arrived_at, one.arrived_at) = (Some(at), Some(at));
            self.ports.insert(port.to_owned(), (one, false));
            port.clone_into(&mut self.latest_port);
            return;
        }
        if what.starts_with("USB disconnect") {
            return self.leave(port, Some(at));
        }
        let Some((one, _)) = self.ports.get_mut(port) else {
            return;
        };
        let says = |name: &str| what.strip_prefix(name).map(|text| short(text.trim()));
        if let Some(text) = says("Product: ") {
            one.product = text;
        } else if let Some(text) = says("Manufacturer: ") {
            one.vendor = text;
        } else if let Some(text) = says("SerialNumber: ") {
            one.serial = text;
        }
    }

    fn hear_host(&mut self, host: &str, what: &str) {
        let Some(number) = host.strip_prefix("host") else {
            return;
        };
        let port = match what.split_once(' ') {
            Some(("usb-storage", interface)) => port_of(interface).to_owned(),
            _ if what.trim() == "uas" => self.latest_port.clone(),
            _ => return,
        };
        if let Some((one, is_medium)) = self.ports.get_mut(&port) {
            *is_medium = true;
            one.bus = if what.trim() == "uas" { "uas" } else { "usb" };
        }
        if self.hosts.len() < PORTS_LIMIT {
            self.hosts.insert(number.to_owned(), port);
        }
    }

    fn hear_disk(&mut self, driver: &str, place: &str, what: &str) {
        let host = place.split(':').next().unwrap_or_default();
        let Some((one, _)) = self.hosts.get(host).and_then(|port| self.ports.get_mut(port)) else {
            return;
        };
        if driver == "sr" {
            one.class = MediaClass::Optical;
        }
        // `[sdb] 60062500 512-byte logical blocks: …`
        let mut words = what.split(' ').skip(1);
        let blocks = words.next().and_then(|word| word.parse::<u64>().ok());
        let size = words
            .next()
            .and_then(|word| word.strip_suffix("-byte")?.parse::<u64>().ok());
        if let (Some(blocks), Some(size)) = (blocks, size) {
            one.size_bytes = blocks.saturating_mul(size);
        }
    }

    fn hear_driver(&mut self, driver: &str, interface: &str) {
        let is_adapter = matches!(
            driver,
            "rndis_host" | "cdc_ether" | "cdc_ncm" | "cdc_mbim" | "ipheth"
        );
        let is_storage = matches!(driver, "usb-storage" | "uas");
        let Some((one, is_medium)) = self.ports.get_mut(port_of(interface)) else {
            return;
        };
        if is_adapter && !*is_medium {
            one.class = MediaClass::Network;
        }
        *is_medium |= is_adapter || is_storage;
    }

    fn leave(&mut self, port: &str, at: Option<Timestamp>) {
        let Some((mut one, is_medium)) = self.ports.remove(port) else {
            return;
        };
        self.hosts.retain(|_, of| of != port);
        one.left_at = at;
        if is_medium {
            self.keep(one);
        }
    }

    /// Lays one stay onto what is known of the device.
    fn keep(&mut self, one: Past) {
        let key = (
            one.vendor_id,
            one.product_id,
            one.serial.clone(),
            one.product.clone(),
        );
        let is_full = self.found.len() >= LIMIT;
        match self.found.get_mut(&key) {
            Some(known) => {
                known.first_arrived_at = earlier(known.first_arrived_at, one.first_arrived_at);
                known.arrived_at = known.arrived_at.max(one.arrived_at);
                known.left_at = known.left_at.max(one.left_at);
                known.size_bytes = known.size_bytes.max(one.size_bytes);
            }
            None if !is_full => {
                self.found.insert(key, one);
            }
            None => {}
        }
    }

    fn finish(mut self) -> Vec<Past> {
        let ports: Vec<String> = self.ports.keys().cloned().collect();
        for port in ports {
            self.leave(&port, None);
        }
        self.found.into_values().collect()
    }
}

/// `1-1:1.0` is an interface of `1-1`.
fn port_of(interface: &str) -> &str {
    interface.split(':').next().unwrap_or_default()
}
