//! Grades how well a medium can be told from others. Pure; never by model alone.
//!
//! ```text
//! A  a serial of its own, or a marker whose signature holds
//! B  no such serial, but a volume id or disk signature; a shared serial and a size of its own
//! C  everything else: two of them cannot be told apart
//! ```

use mimawari_proto::reading::{Grade, SerialState};

/// What there is to tell a medium by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Marks<'a> {
    /// USB vendor.
    pub vendor_id: u16,
    /// USB product.
    pub product_id: u16,
    /// Serial as the medium or the system says.
    pub serial: &'a str,
    /// Size of the device; 0 when not known.
    pub size_bytes: u64,
    /// Id of the volume; empty when there is none.
    pub volume_id: &'a str,
    /// Signature of the partition table; empty when there is none.
    pub disk_signature: &'a str,
    /// A marker whose signature holds.
    pub has_marker: bool,
}

/// Another medium that was met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Other<'a> {
    /// What there is to tell it by.
    pub marks: Marks<'a>,
    /// Plugged in at the same time, and so surely another piece.
    pub is_beside: bool,
}

/// Grades one medium among the others that were met.
pub fn grade(one: &Marks<'_>, others: &[Other<'_>]) -> (Grade, SerialState) {
    let state = serial_state(one, others);
    let has_volume = !one.volume_id.is_empty() || !one.disk_signature.is_empty();
    let has_size = state == SerialState::Shared && has_size_of_its_own(one, others);
    let grade = match one.has_marker || state == SerialState::Own {
        true => Grade::A,
        false if has_volume || has_size => Grade::B,
        false => Grade::C,
    };
    (grade, state)
}

/// Says what is to be held of a serial.
pub fn serial_state(one: &Marks<'_>, others: &[Other<'_>]) -> SerialState {
    match of_itself(one.serial) {
        SerialState::Own if others.iter().any(|other| is_another_with_its_serial(one, other)) => {
            SerialState::Shared
        }
        state => state,
    }
}

/// Returns the serial that the device itself said, of an instance id of Windows: `4C53…&0` is `4C53…`.
///
/// One that Windows made up (`7&1a2b3c4d&0`) is returned as it is, and told by its second character.
pub fn without_instance(id: &str) -> &str {
    if is_by_windows(id) {
        return id;
    }
    match id.rsplit_once('&') {
        Some((serial, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => serial,
        _ => id,
    }
}

fn is_by_windows(serial: &str) -> bool {
    serial.chars().nth(1) == Some('&')
}

/// Fewer letters and digits than this tell at most some thousand pieces apart.
const LEAST_LETTERS: usize = 4;

/// Words that makers leave in where a serial should stand.
const FILLERS: &[&str] = &[
    "none",
    "n/a",
    "null",
    "serial",
    "serialnumber",
    "default string",
    "to be filled by o.e.m.",
    "unknown",
    "usb",
    "disk",
    "flash",
    "test",
];

/// A serial seen alone: whether it looks like one at all.
fn of_itself(serial: &str) -> SerialState {
    let serial = serial.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if serial.is_empty() {
        return SerialState::Missing;
    }
    if is_by_windows(serial) {
        return SerialState::ByWindows;
    }
    let letters: Vec<u8> = serial
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|b| b.to_ascii_uppercase())
        .collect();
    let lower = serial.to_ascii_lowercase();
    let is_filler = letters.len() < LEAST_LETTERS || FILLERS.contains(&lower.as_str());
    match is_filler || is_one_letter(&letters) || is_counting(&letters) || is_mostly_zeros(&letters) {
        true => SerialState::Placeholder,
        false => SerialState::Own,
    }
}

fn is_one_letter(letters: &[u8]) -> bool {
    letters.iter().all(|letter| Some(letter) == letters.first())
}

/// `0123456789ABCDEF`, `123456789012`, `9876543210`, `ABCDEF012345`: each letter follows the one before.
fn is_counting(letters: &[u8]) -> bool {
    let up = |pair: &[u8]| {
        matches!(pair, [b'9', b'A' | b'0'] | [b'F', b'0']) || pair[0].checked_add(1) == Some(pair[1])
    };
    let down = |pair: &[u8]| {
        matches!(pair, [b'A' | b'0', b'9'] | [b'0', b'F']) || pair[0].checked_sub(1) == Some(pair[1])
    };
    letters.windows(2).all(up) || letters.windows(2).all(down)
}

/// `000000000001`, `0000000000000033`: the number of a batch or of nothing.
fn is_mostly_zeros(letters: &[u8]) -> bool {
    let rest = letters.iter().skip_while(|&&letter| letter == b'0').count();
    letters.len() >= 8 && rest <= 2
}

fn is_another_with_its_serial(one: &Marks<'_>, other: &Other<'_>) -> bool {
    let same = one.serial == other.marks.serial
        && one.vendor_id == other.marks.vendor_id
        && one.product_id == other.marks.product_id;
    // A stick that was formatted anew keeps its size.
    same && (other.is_beside || differs(one.size_bytes, other.marks.size_bytes))
}

fn has_size_of_its_own(one: &Marks<'_>, others: &[Other<'_>]) -> bool {
    let same_serial = |other: &&Other<'_>| is_another_with_its_serial(one, other);
    one.size_bytes != 0
        && others
            .iter()
            .filter(same_serial)
            .all(|other| differs(one.size_bytes, other.marks.size_bytes))
}

const fn differs(one: u64, other: u64) -> bool {
    one != 0 && other != 0 && one != other
}

#[cfg(test)]
mod tests;
