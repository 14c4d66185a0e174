//! Long numbers in raw bytes: blocks with many digits by byte class, then their groups.

use std::ops::Range;

use crate::extract::coding::Coding;

/// Bytes looked at together when digits are counted.
const BLOCK: usize = 64;
/// So many digits of 11 or more lie in one of two neighbouring blocks, whatever separates them.
const IN_BLOCK: usize = 6;
/// Bytes before a block in which a number that ends in it begins: five digits and joints of three bytes.
const REACH: usize = 40;
/// Digits of a postal code; nothing that is looked for has less.
const FEWEST: usize = 7;
/// Longest row of digits and joints that is looked at in one go.
const LONGEST: usize = 256;

/// Numbers of which lengths and groupings are looked for.
pub(super) struct Digits {
    /// Lengths without separators.
    lengths: Vec<u8>,
    /// Digits of the shortest number.
    least: usize,
    /// So many single digits may be a number with each in its own box.
    ones: usize,
    groups: Vec<Vec<u8>>,
    telephones: bool,
}

/// What digits were seen to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Seen {
    /// They have the length or the groups of a number that is looked for.
    Number,
    /// They have the shape of a telephone number or a postal code.
    Telephone,
}

impl Digits {
    /// Takes the lengths and groupings of all rules, and whether telephone numbers are looked for.
    pub(super) fn new(lengths: &[usize], groups: &[Vec<usize>], telephones: bool) -> Self {
        let short = |&length: &usize| u8::try_from(length).ok();
        let mut lengths: Vec<u8> = lengths.iter().filter_map(short).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let groups: Vec<Vec<u8>> = groups
            .iter()
            .map(|group| group.iter().filter_map(short).collect())
            .collect();
        let sum = |group: &Vec<u8>| group.iter().map(|&length| usize::from(length)).sum();
        let whole = groups.iter().map(sum);
        Self {
            least: whole
                .chain(lengths.iter().map(|&length| usize::from(length)))
                .min()
                .unwrap_or(usize::MAX),
            ones: lengths.first().map_or(usize::MAX, |&length| usize::from(length)),
            lengths,
            groups,
            telephones,
        }
    }

    /// Calls `found` with every place that may hold such a number, in ascending order.
    pub(super) fn find(&self, coding: Coding, bytes: &[u8], mut found: impl FnMut(Range<usize>, Seen)) {
        let mut at = 0;
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for (block, chunk) in blocks.iter().chain(std::iter::once(&last)).enumerate() {
            if count(coding, chunk) < IN_BLOCK {
                continue;
            }
            at = at.max((block * BLOCK).saturating_sub(REACH));
            let end = bytes.len().min((block + 1) * BLOCK);
            while let Some(start) = next_digit(coding, bytes, at..end) {
                let (stop, lengths) = sequence(coding, bytes, start);
                at = stop;
                if lengths.digits < FEWEST {
                    continue;
                }
                let telephone = || {
                    self.telephones && lengths.is_telephone() && may_be_called(coding, &bytes[start..stop])
                };
                let moment = || lengths.all() == [14] && begins_like_a_year(coding, &bytes[start..]);
                let seen = match () {
                    () if self.fits(&lengths) && !moment() => Some(Seen::Number),
                    () if telephone() => Some(Seen::Telephone),
                    () => None,
                };
                if let Some(seen) = seen
                    && !touched(coding, bytes, start, stop)
                {
                    found(start..stop, seen);
                }
            }
            at = at.max(end.saturating_sub(REACH));
        }
    }

    fn fits(&self, lengths: &Lengths) -> bool {
        if lengths.digits < self.least {
            return false;
        }
        let lengths = lengths.all();
        let ones = || lengths.iter().filter(|&&length| length == 1).count();
        lengths.iter().any(|length| self.lengths.contains(length))
            || lengths.len() >= self.ones && ones() >= self.ones
            || self
                .groups
                .iter()
                .any(|group| lengths.windows(group.len()).any(|window| window == group))
    }
}

/// Tells whether fourteen digits may be a moment of time, which logs are full of.
fn begins_like_a_year(coding: Coding, bytes: &[u8]) -> bool {
    let first = if coding == Coding::Utf16Be {
        bytes.get(1)
    } else {
        bytes.first()
    };
    matches!(first, Some(b'1' | b'2'))
}

/// Tells whether digits may be dialled or are a postal code: no number of either begins with two zeros.
fn may_be_called(coding: Coding, bytes: &[u8]) -> bool {
    let skip = usize::from(coding == Coding::Utf16Be);
    let mut units = bytes.iter().skip(skip).step_by(coding.unit());
    !(units.next() == Some(&b'0') && units.next() == Some(&b'0'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Joint,
    Letter,
    Other,
}

/// Finds where the next digit begins.
fn next_digit(coding: Coding, bytes: &[u8], part: Range<usize>) -> Option<usize> {
    let unit = coding.unit();
    let mut at = part.start.next_multiple_of(unit);
    while at < part.end {
        // Only these bytes begin a digit; the rest is passed over quickly.
        let rest = bytes.get(at..part.end)?;
        let half = |byte: &u8| byte.wrapping_sub(b'0') < 10;
        at += match coding {
            Coding::Utf8 => rest.iter().position(|byte| half(byte) || *byte == 0xef),
            Coding::Cp932 => rest.iter().position(|byte| half(byte) || *byte == 0x82),
            Coding::EucJp => rest.iter().position(|byte| half(byte) || *byte == 0xa3),
            Coding::Utf16Le | Coding::Utf16Be => rest
                .iter()
                .position(|byte| half(byte) || matches!(byte, 0x10..=0x19 | 0xff)),
            Coding::Latin1 | Coding::Iso2022Jp => rest.iter().position(half),
        }?;
        // No character of several bytes has a half-width digit as one of them, but those of UTF-16.
        let plain = unit == 1 && bytes[at].is_ascii_digit();
        at = at / unit * unit;
        if plain || class(coding, &bytes[at..]).0 == Class::Digit {
            return Some(at);
        }
        at += unit;
    }
    None
}

/// Tells whether a letter stands right before or after, as in the middle of an id.
fn touched(coding: Coding, bytes: &[u8], start: usize, stop: usize) -> bool {
    let unit = coding.unit();
    let letter = |at: usize| {
        bytes
            .get(at..)
            .is_some_and(|rest| class(coding, rest).0 == Class::Letter)
    };
    // In a legacy coding a byte that looks like a letter may be the second half of a character.
    let half = unit == 1 && start >= 2 && bytes[start - 2] >= 0x80;
    !half && start.checked_sub(unit).is_some_and(letter) || letter(stop)
}

/// Reads groups of digits with one joint between each; returns where they end, and their lengths.
fn sequence(coding: Coding, bytes: &[u8], start: usize) -> (usize, Lengths) {
    let mut lengths = Lengths::default();
    let mut at = start;
    let end = bytes.len().min(start + LONGEST);
    lengths.push();
    while at < end {
        if coding.unit() == 1 && bytes[at].is_ascii_digit() {
            lengths.grow();
            at += 1;
            continue;
        }
        match class(coding, &bytes[at..]) {
            (Class::Digit, width) => {
                lengths.grow();
                at += width;
            }
            (Class::Joint, width)
                if bytes
                    .get(at + width..)
                    .is_some_and(|rest| class(coding, rest).0 == Class::Digit) =>
            {
                lengths.push();
                at += width;
            }
            _ => break,
        }
    }
    (at.max(start + 1), lengths)
}

/// The lengths of groups; what is more than a number has is not told apart.
#[derive(Default)]
struct Lengths {
    groups: [u8; 32],
    count: usize,
    digits: usize,
}

impl Lengths {
    fn push(&mut self) {
        self.count = (self.count + 1).min(self.groups.len());
    }

    fn grow(&mut self) {
        let group = &mut self.groups[self.count.saturating_sub(1)];
        *group = group.saturating_add(1);
        self.digits += 1;
    }

    /// Tells whether there are groups of a telephone number (10 or 11 digits, four at the end) or of a postal code.
    fn is_telephone(&self) -> bool {
        let groups = self.all();
        let grouped =
            |window: &[u8]| matches!(window, [2..=5, 1..=4, 4]) && matches!(window.iter().sum(), 10u8 | 11);
        matches!(groups, [10 | 11] | [3, 8] | [3, 4]) || groups.windows(3).any(grouped)
    }

    fn all(&self) -> &[u8] {
        &self.groups[..self.count]
    }
}

/// Tells what begins here and how many bytes it has.
fn class(coding: Coding, bytes: &[u8]) -> (Class, usize) {
    let Some(&first) = bytes.first() else {
        return (Class::Other, 1);
    };
    if coding.unit() == 2 {
        let unit = match (coding, bytes) {
            (Coding::Utf16Le, [low, high, ..]) => u16::from_le_bytes([*low, *high]),
            (_, [high, low, ..]) => u16::from_be_bytes([*high, *low]),
            _ => 0,
        };
        return match unit {
            0xff10..=0xff19 => (Class::Digit, 2),
            0..=0x7f => (ascii(unit as u8), 2),
            _ => (Class::Joint, 2),
        };
    }
    match (coding, bytes) {
        _ if first < 0x80 => (ascii(first), 1),
        (Coding::Utf8, [0xef, 0xbc, 0x90..=0x99, ..]) => (Class::Digit, 3),
        (Coding::Utf8, _) => (Class::Joint, if first >= 0xe0 { 3 } else { 2 }),
        (Coding::Cp932, [0x82, 0x4f..=0x58, ..]) | (Coding::EucJp, [0xa3, 0xb0..=0xb9, ..]) => {
            (Class::Digit, 2)
        }
        (Coding::Cp932, [0xa0..=0xdf, ..]) | (Coding::Latin1, _) => (Class::Joint, 1),
        _ => (Class::Joint, 2),
    }
}

fn ascii(byte: u8) -> Class {
    match byte {
        b'0'..=b'9' => Class::Digit,
        b' ' | b'-' | b'|' | b'/' | b'\t' | b',' => Class::Joint,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
        _ => Class::Other,
    }
}

/// Counts what may be digits, in half or full width; never too few. Written so that it compiles to SIMD.
fn count(coding: Coding, chunk: &[u8; BLOCK]) -> usize {
    let half: u8 = chunk
        .iter()
        .map(|&byte| u8::from(byte.wrapping_sub(b'0') < 10))
        .sum();
    let wide: u8 = match coding {
        Coding::Utf8 => chunk.iter().map(|&byte| u8::from(byte == 0xef)).sum(),
        Coding::Utf16Le | Coding::Utf16Be => chunk.iter().map(|&byte| u8::from(byte == 0xff)).sum(),
        Coding::Cp932 => pairs(chunk, 0x82, 0x4f),
        Coding::EucJp => pairs(chunk, 0xa3, 0xb0),
        Coding::Latin1 | Coding::Iso2022Jp => 0,
    };
    usize::from(half.max(wide))
}

fn pairs(chunk: &[u8; BLOCK], lead: u8, zero: u8) -> u8 {
    chunk
        .iter()
        .zip(&chunk[1..])
        .map(|(&first, &second)| u8::from(first == lead) & u8::from(second.wrapping_sub(zero) < 10))
        .sum()
}
