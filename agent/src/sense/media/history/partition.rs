//! Reads what Windows notes of disks that come and go: event 1006 of `Microsoft-Windows-Partition/Diagnostic`.
//!
//! ```text
//! <Event …><System>…<TimeCreated SystemTime='2026-11-02T04:30:00.1234567Z'/>…</System>
//!   <EventData><Data Name='Capacity'>30752000000</Data><Data Name='Manufacturer'>SanDisk </Data>
//!   <Data Name='Model'>Ultra</Data><Data Name='ParentId'>USB\VID_0781&amp;PID_5581\4C53…</Data>…
//! ```
//!
//! A capacity of 0 says that the disk went. Only what hangs on USB is read; the
//! serial is that of the USB device, not of the bridge before the disk. Large
//! updates of Windows empty this log, so its earliest event is no first arrival.

use std::collections::BTreeMap;

use jiff::Timestamp as Instant;
use mimawari_proto::{finding::Confidence, time::Timestamp};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    LIMIT, Past,
    instance::{DiskName, class, serial, usb_ids},
    short,
};
use crate::platform::facts::media::Log;

/// An event with the first sectors of all its partitions is some 20 KiB.
const LINE_BYTES: usize = 256 << 10;

/// What of an event is kept.
const WANTED: &[&str] = &["Capacity", "Manufacturer", "Model", "ParentId"];

/// Reads every record of these logs.
pub fn past(logs: &[&Log]) -> Vec<Past> {
    let mut found: BTreeMap<String, Past> = BTreeMap::new();
    let lines = logs.iter().flat_map(|log| log.bytes.split(|&byte| byte == b'\n'));
    for line in lines.filter(|line| line.len() <= LINE_BYTES) {
        let told = std::str::from_utf8(line).ok().and_then(event);
        let Some((at, facts)) = told else { continue };
        let Some(one) = disk(&facts) else { continue };
        let key = facts
            .get("ParentId")
            .map(|id| id.to_ascii_uppercase())
            .unwrap_or_default();
        if found.len() >= LIMIT && !found.contains_key(&key) {
            continue;
        }
        let capacity: u64 = facts
            .get("Capacity")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        let past = found.entry(key).or_insert(one);
        match capacity {
            0 => past.left_at = past.left_at.max(Some(at)),
            _ => {
                past.size_bytes = capacity;
                past.arrived_at = past.arrived_at.max(Some(at));
            }
        }
    }
    let mut found: Vec<Past> = found.into_values().collect();
    for past in &mut found {
        // Gone before it came again: it was in when the log ends.
        past.left_at = past
            .left_at
            .filter(|left| past.arrived_at.is_none_or(|came| came <= *left));
    }
    found
}

fn disk(facts: &BTreeMap<&'static str, String>) -> Option<Past> {
    let mut parent = facts.get("ParentId")?.split('\\');
    let (bus, device, instance) = (parent.next()?, parent.next()?, parent.next()?);
    bus.eq_ignore_ascii_case("USB").then_some(())?;
    let said = |name| short(facts.get(name).map(|text| text.trim()).unwrap_or_default());
    let name = DiskName {
        sort: "Disk".to_owned(),
        vendor: said("Manufacturer"),
        product: said("Model"),
    };
    let mut one = Past::new(class(&name), "partition", Confidence::High);
    one.bus = "usb";
    one.serial = serial(instance);
    (one.vendor_id, one.product_id) = usb_ids(device)?;
    (one.vendor, one.product) = (name.vendor, name.product);
    Some(one)
}

/// Takes an event apart: when, and the facts that are wanted. What is damaged ends it.
fn event(line: &str) -> Option<(Timestamp, BTreeMap<&'static str, String>)> {
    let mut reader = Reader::from_str(line);
    let mut at = None;
    let mut facts = BTreeMap::new();
    let mut open: Option<&'static str> = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                open = None;
                match tag.name().as_ref() {
                    "TimeCreated" => at = attribute(&tag, "SystemTime").and_then(|time| moment(&time)),
                    "Data" => open = attribute(&tag, "Name").and_then(|name| wanted(&name)),
                    _ => {}
                }
            }
            Event::Text(text) => add(&mut facts, open, &text.into_inner()),
            Event::GeneralRef(reference) if &*reference == "amp" => add(&mut facts, open, "&"),
            Event::End(_) => open = None,
            Event::Eof => return Some((at?, facts)),
            _ => {}
        }
    }
}

fn wanted(name: &str) -> Option<&'static str> {
    WANTED.iter().find(|wanted| **wanted == name).copied()
}

fn add(facts: &mut BTreeMap<&'static str, String>, open: Option<&'static str>, text: &str) {
    if let Some(name) = open {
        let fact = facts.entry(name).or_default();
        fact.push_str(&short(text));
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}

fn moment(text: &str) -> Option<Timestamp> {
    let at: Instant = text.parse().ok()?;
    Some(Timestamp::from_unix_ms(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use mimawari_proto::reading::MediaClass;
    use proptest::prelude::*;

    use super::*;
    use crate::platform::facts::media::LogForm;

    fn line(time: &str, capacity: &str, parent: &str) -> String {
        format!(
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
             <Provider Name='Microsoft-Windows-Partition'/><EventID>1006</EventID>\
             <TimeCreated SystemTime='{time}'/></System><EventData>\
             <Data Name='DiskNumber'>1</Data><Data Name='Capacity'>{capacity}</Data>\
             <Data Name='Manufacturer'>SanDisk </Data><Data Name='Model'>Ultra USB 3.0</Data>\
             <Data Name='ParentId'>{parent}</Data><Data Name='Vbr0'>EB3C</Data></EventData></Event>\n"
        )
    }

    fn read(text: &str) -> Vec<Past> {
        let log = Log {
            form: LogForm::Partition,
            bytes: text.as_bytes().to_vec(),
            written_at: Timestamp::default(),
        };
        past(&[&log])
    }

    const STICK: &str = r"USB\VID_0781&amp;PID_5581\4C530001230512116341";
    const CAME: &str = "2026-11-02T04:30:00.1234567Z";
    const WENT: &str = "2026-11-02T08:05:00.0000000Z";

    fn ms(text: &str) -> Option<Timestamp> {
        moment(text)
    }

    #[test]
    fn a_stick_that_came_and_went_is_told_with_both_times() {
        let found = read(&format!(
            "{}{}",
            line(CAME, "30752000000", STICK),
            line(WENT, "0", STICK)
        ));
        let [stick] = found.as_slice() else {
            unreachable!("one stick: {found:?}")
        };
        assert_eq!((stick.vendor_id, stick.product_id), (0x0781, 0x5581));
        assert_eq!(
            (
                stick.vendor.as_str(),
                stick.product.as_str(),
                stick.serial.as_str()
            ),
            ("SanDisk", "Ultra USB 3.0", "4C530001230512116341")
        );
        assert_eq!(
            (stick.class, stick.size_bytes),
            (MediaClass::Storage, 30_752_000_000)
        );
        assert_eq!((stick.arrived_at, stick.left_at), (ms(CAME), ms(WENT)));
        assert!(stick.arrived_at.is_some() && stick.first_arrived_at.is_none());
    }

    #[test]
    fn a_stick_that_came_again_has_not_left() {
        let later = "2026-11-03T00:00:00Z";
        let text = [(CAME, "1"), (WENT, "0"), (later, "1")];
        let text: String = text.iter().map(|(at, size)| line(at, size, STICK)).collect();
        let found = read(&text);
        assert_eq!((found[0].arrived_at, found[0].left_at), (ms(later), None));
    }

    #[test]
    fn disks_that_are_built_in_are_none_of_ours() {
        let built_in = r"PCI\VEN_8086&amp;DEV_A352\3&amp;11583659&amp;0&amp;B8";
        assert_eq!(read(&line(CAME, "512000000000", built_in)), []);
        assert_eq!(read("nonsense\n<Event>\n<Event/>\n"), []);
    }

    proptest! {
        #[test]
        fn a_damaged_event_ends_in_what_can_be_read(at in any::<usize>(), byte in any::<u8>(), cut in any::<usize>()) {
            let mut text = line(CAME, "30752000000", STICK).into_bytes();
            let at = at % text.len();
            text[at] = byte;
            text.truncate(cut % (text.len() + 1));
            let log = Log { form: LogForm::Partition, bytes: text, written_at: Timestamp::default() };
            prop_assert!(past(&[&log]).len() <= 2);
        }
    }
}
