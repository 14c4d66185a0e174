//! What the ledger holds of media, as the facts that verdicts go by; and a row out of what was seen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mimawari_proto::{
    id::MachineId,
    medium::MediumState,
    reading::{Encryption, Grade, MediaSeen, SerialState},
    time::Timestamp,
};

use crate::{
    assess::media::{Allowed, Out, Row, Stay, identity::Identity},
    docket::media::import::TEXT_CHARS,
    ledger::{
        medium::{Medium, MediumNo},
        record::{MediumRecord, StayRecord, StockTaking},
    },
    present::query::Moment,
};

/// Two clocks that differ by less are one moment.
const SKEW_MS: i64 = 5 * 60 * 1000;

pub(super) fn row(record: &MediumRecord) -> Row {
    Row {
        identity: identity(&record.medium),
        encryption: record.medium.encryption,
        department: record.medium.department.clone(),
        owned_since: record.owned_since,
        registered: record.medium.registered,
        state: record.medium.state,
        state_since: record.medium.state_since,
        permits: record
            .permits
            .iter()
            .map(|permit| Allowed {
                departments: permit.departments.clone(),
                users: permit.users.clone(),
                machines: permit.machines.clone(),
                zones: permit.zones.clone(),
                from: permit.from,
                until: permit.until,
            })
            .collect(),
        loans: record
            .loans
            .iter()
            .map(|loan| Out {
                out: loan.out,
                due: loan.due,
                back: loan.back,
                emptied: loan.emptied,
            })
            .collect(),
    }
}

fn identity(medium: &Medium) -> Identity {
    Identity {
        vendor_id: medium.vendor_id,
        product_id: medium.product_id,
        serial: medium.serial.clone(),
        volume_id: medium.volume_id.clone(),
        no: medium.no.to_string(),
        size_bytes: medium.size_bytes,
        grade: medium.grade,
    }
}

pub(super) fn stay(record: &StayRecord, counts: &[StockTaking], two_at_once: bool, moment: &Moment) -> Stay {
    let day = |at: Timestamp| at.on_calendar(&moment.zone).date();
    let seen = &record.seen;
    Stay {
        identity: Identity {
            vendor_id: seen.vendor_id,
            product_id: seen.product_id,
            serial: serial(seen),
            volume_id: seen.volume_id.shown.clone(),
            no: marked(seen),
            size_bytes: seen.size_bytes,
            grade: Some(seen.grade),
        },
        class: seen.class,
        machine: record.machine,
        department: record.department.clone(),
        zone: record.zone.clone(),
        user: seen.user.shown.clone(),
        from: day(arrived(record)),
        until: left(record).map(day),
        encryption: seen.encryption,
        empty: seen.empty.or_else(|| is_empty(seen)),
        counted: counts.iter().any(|count| is_counted(record, count)),
        two_at_once,
    }
}

/// Returns when a stay began, as well as that is known.
pub fn arrived(record: &StayRecord) -> Timestamp {
    let seen = &record.seen;
    let known = [
        seen.arrived_at,
        seen.noted_at,
        seen.left_at,
        seen.first_arrived_at,
    ];
    // What has no time at all is as old as its telling.
    known.into_iter().flatten().next().unwrap_or(record.received_at)
}

/// Returns when it ended, as far as that is known.
pub fn left(record: &StayRecord) -> Option<Timestamp> {
    record.left_at.or(record.seen.left_at)
}

/// Returns the serial where it may be its own or shared; a made-up one tells nothing.
pub(super) fn serial(seen: &MediaSeen) -> String {
    match seen.serial_state {
        Some(SerialState::Missing | SerialState::Placeholder | SerialState::ByWindows) => String::new(),
        _ => seen.serial.shown.clone(),
    }
}

/// Returns the number that a verified marker states; any other marker states nothing.
fn marked(seen: &MediaSeen) -> String {
    let verified = seen
        .marker
        .as_ref()
        .filter(|marker| marker.verified == Some(true));
    verified
        .map(|marker| marker.number.shown.trim().to_owned())
        .unwrap_or_default()
}

/// Tells what a sweep says of emptiness.
fn is_empty(seen: &MediaSeen) -> Option<bool> {
    let content = seen.content.as_ref()?;
    match (content.files, content.complete) {
        (0, true) => Some(true),
        (0, false) => None,
        _ => Some(false),
    }
}

/// Tells whether a stay belongs to a count: in its time, at its machine, or in its department.
pub(super) fn is_counted(record: &StayRecord, count: &StockTaking) -> bool {
    let at = arrived(record);
    let in_time = count.opened_at <= at && count.closed_at.is_none_or(|closed| at <= closed);
    let at_place = match (&count.machine, &count.department) {
        (Some(machine), _) => *machine == record.machine,
        (None, Some(department)) => record.department.as_ref() == Some(department),
        (None, None) => true,
    };
    in_time && at_place
}

/// Finds stays of one identity at two machines at the same time: its serial is not its own.
pub(super) fn at_two_places(stays: &[StayRecord]) -> BTreeSet<usize> {
    /// From, until, where, which.
    type Times = Vec<(i64, i64, MachineId, usize)>;
    let mut by_identity: BTreeMap<(u16, u16, String), Times> = BTreeMap::new();
    for (at, stay) in stays.iter().enumerate() {
        // How long it stayed is only known once it has left.
        let (Some(left), false) = (left(stay), serial(&stay.seen).is_empty()) else {
            continue;
        };
        let key = (
            stay.seen.vendor_id,
            stay.seen.product_id,
            serial(&stay.seen).to_uppercase(),
        );
        let (from, until) = (arrived(stay).as_unix_ms(), left.as_unix_ms());
        by_identity
            .entry(key)
            .or_default()
            .push((from, until, stay.machine, at));
    }
    let mut twice = BTreeSet::new();
    for mut same in by_identity.into_values() {
        same.sort_unstable();
        let mut open: Option<(i64, MachineId, usize)> = None;
        for (from, until, machine, at) in same {
            if let Some((last, elsewhere, other)) = open
                && elsewhere != machine
                && from.saturating_add(SKEW_MS) < last
            {
                twice.extend([at, other]);
            }
            if open.is_none_or(|(last, ..)| last < until) {
                open = Some((until, machine, at));
            }
        }
    }
    twice
}

/// Makes a row out of what was seen: everything that an agent knows, the rest blank.
pub fn row_of(record: &StayRecord, no: MediumNo, today: Date) -> Medium {
    let seen = &record.seen;
    Medium {
        no,
        vendor_id: seen.vendor_id,
        product_id: seen.product_id,
        vendor: as_a_cell(&seen.vendor.shown),
        product: as_a_cell(&seen.product.shown),
        // A serial that somebody made up would name every piece of its kind, or none.
        serial: as_a_cell(&serial(seen)),
        volume_id: as_a_cell(&seen.volume_id.shown),
        grade: Some(seen.grade).filter(|grade| Grade::ALL.contains(grade)),
        size_bytes: seen.size_bytes,
        encryption: seen.encryption.filter(|one| Encryption::ALL.contains(one)),
        department: record.department.clone(),
        keeper: String::new(),
        place: String::new(),
        state: MediumState::InBox,
        state_since: None,
        registered: today,
        note: String::new(),
    }
}

/// Leaves of what a device says of itself what a cell of a ledger may hold.
fn as_a_cell(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control());
    kept.take(TEXT_CHARS).collect::<String>().trim().to_owned()
}
