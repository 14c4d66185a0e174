//! How each coding writes digits, and what may stand between them.

/// What a character is to a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Digit,
    /// One of them may stand between two groups: a space, a hyphen, any character of Japanese.
    Joint,
    Letter,
    Other,
}

/// A coding, as a type of its own so that the search compiles for each.
pub(super) trait Writing {
    /// Bytes of the smallest character.
    const UNIT: usize = 1;

    /// Tells what begins here and how many bytes it has.
    fn class(bytes: &[u8]) -> (Class, usize);

    /// Sets the high bit of every byte with which a digit in full width may begin.
    fn begin_wide(word: u64) -> u64;

    /// Counts what may be digits in full width; never too few.
    fn count_wide(chunk: &[u8; super::BLOCK]) -> u8;

    /// Returns the character of ASCII that begins here; 255 for any other.
    fn ascii(bytes: &[u8]) -> u8 {
        bytes.first().copied().unwrap_or(u8::MAX)
    }
}

pub(super) struct Utf8;
pub(super) struct Cp932;
pub(super) struct EucJp;
pub(super) struct Latin1;
pub(super) struct Utf16Le;
pub(super) struct Utf16Be;

impl Writing for Utf8 {
    fn class(bytes: &[u8]) -> (Class, usize) {
        match bytes {
            [first @ ..0x80, ..] => (ascii(*first), 1),
            [0xef, 0xbc, 0x90..=0x99, ..] => (Class::Digit, 3),
            [0xe0..=0xff, ..] => (Class::Joint, 3),
            _ => (Class::Joint, 2),
        }
    }

    fn begin_wide(word: u64) -> u64 {
        equal(word, 0xef)
    }

    fn count_wide(chunk: &[u8; super::BLOCK]) -> u8 {
        chunk.iter().map(|&byte| u8::from(byte == 0xef)).sum()
    }
}

impl Writing for Cp932 {
    fn class(bytes: &[u8]) -> (Class, usize) {
        match bytes {
            [first @ ..0x80, ..] => (ascii(*first), 1),
            [0x82, 0x4f..=0x58, ..] => (Class::Digit, 2),
            [0xa0..=0xdf, ..] => (Class::Joint, 1),
            _ => (Class::Joint, 2),
        }
    }

    fn begin_wide(word: u64) -> u64 {
        equal(word, 0x82)
    }

    fn count_wide(chunk: &[u8; super::BLOCK]) -> u8 {
        pairs(chunk, 0x82, 0x4f)
    }
}

impl Writing for EucJp {
    fn class(bytes: &[u8]) -> (Class, usize) {
        match bytes {
            [first @ ..0x80, ..] => (ascii(*first), 1),
            [0xa3, 0xb0..=0xb9, ..] => (Class::Digit, 2),
            _ => (Class::Joint, 2),
        }
    }

    fn begin_wide(word: u64) -> u64 {
        equal(word, 0xa3)
    }

    fn count_wide(chunk: &[u8; super::BLOCK]) -> u8 {
        pairs(chunk, 0xa3, 0xb0)
    }
}

impl Writing for Latin1 {
    fn class(bytes: &[u8]) -> (Class, usize) {
        match bytes {
            [first @ ..0x80, ..] => (ascii(*first), 1),
            _ => (Class::Joint, 1),
        }
    }

    fn begin_wide(_: u64) -> u64 {
        0
    }

    fn count_wide(_: &[u8; super::BLOCK]) -> u8 {
        0
    }
}

impl Writing for Utf16Le {
    const UNIT: usize = 2;

    fn class(bytes: &[u8]) -> (Class, usize) {
        class_of_unit(bytes, u16::from_le_bytes)
    }

    fn begin_wide(word: u64) -> u64 {
        digits(word, 0x10)
    }

    fn count_wide(chunk: &[u8; super::BLOCK]) -> u8 {
        chunk.iter().map(|&byte| u8::from(byte == 0xff)).sum()
    }

    fn ascii(bytes: &[u8]) -> u8 {
        match bytes {
            &[byte, 0, ..] => byte,
            _ => u8::MAX,
        }
    }
}

impl Writing for Utf16Be {
    const UNIT: usize = 2;

    fn class(bytes: &[u8]) -> (Class, usize) {
        class_of_unit(bytes, u16::from_be_bytes)
    }

    fn begin_wide(word: u64) -> u64 {
        equal(word, 0xff)
    }

    fn count_wide(chunk: &[u8; super::BLOCK]) -> u8 {
        Utf16Le::count_wide(chunk)
    }

    fn ascii(bytes: &[u8]) -> u8 {
        match bytes {
            &[0, byte, ..] => byte,
            _ => u8::MAX,
        }
    }
}

fn class_of_unit(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Class, usize) {
    let class = match bytes.first_chunk().map_or(0, |&bytes| unit(bytes)) {
        0xff10..=0xff19 => Class::Digit,
        unit @ 0..=0x7f => ascii(unit as u8),
        _ => Class::Joint,
    };
    (class, 2)
}

fn ascii(byte: u8) -> Class {
    match byte {
        b'0'..=b'9' => Class::Digit,
        b' ' | b'-' | b'|' | b'/' | b'\t' | b',' => Class::Joint,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
        _ => Class::Other,
    }
}

/// Sets the high bit of every byte that is one of ten from `zero` on: 0x10, 0x30 or the like.
pub(super) const fn digits(word: u64, zero: u8) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let word = word ^ u64::from_le_bytes([zero; 8]);
    // Taken off so, the ten are below ten, and no other byte is.
    !(((word & LOW) + u64::from_le_bytes([0x80 - 10; 8])) | word | LOW)
}

/// Sets the high bit of every byte that is this one.
const fn equal(word: u64, byte: u8) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let word = word ^ u64::from_le_bytes([byte; 8]);
    !(((word & LOW) + LOW) | word | LOW)
}

/// Counts two bytes that may be a digit of a legacy coding.
fn pairs(chunk: &[u8; super::BLOCK], lead: u8, zero: u8) -> u8 {
    chunk
        .iter()
        .zip(&chunk[1..])
        .map(|(&first, &second)| u8::from(first == lead) & u8::from(second.wrapping_sub(zero) < 10))
        .sum()
}
