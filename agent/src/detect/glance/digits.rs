//! Long numbers in raw bytes: blocks with many digits by byte class, then their groups.

mod writing;

use std::ops::Range;

use self::writing::{Class, Cp932, EucJp, Latin1, Utf8, Utf16Be, Utf16Le, Writing, digits};
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
    pub(super) fn find(&self, coding: Coding, bytes: &[u8], found: impl FnMut(Range<usize>, Seen)) {
        match coding {
            Coding::Utf8 => self.find_in::<Utf8>(bytes, found),
            Coding::Cp932 => self.find_in::<Cp932>(bytes, found),
            Coding::EucJp => self.find_in::<EucJp>(bytes, found),
            Coding::Utf16Le => self.find_in::<Utf16Le>(bytes, found),
            Coding::Utf16Be => self.find_in::<Utf16Be>(bytes, found),
            Coding::Latin1 | Coding::Iso2022Jp => self.find_in::<Latin1>(bytes, found),
        }
    }

    fn find_in<W: Writing>(&self, bytes: &[u8], mut found: impl FnMut(Range<usize>, Seen)) {
        let mut at = 0;
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for (block, chunk) in blocks.iter().chain(std::iter::once(&last)).enumerate() {
            if count::<W>(chunk) < IN_BLOCK {
                continue;
            }
            at = at.max((block * BLOCK).saturating_sub(REACH));
            let end = bytes.len().min((block + 1) * BLOCK);
            while let Some(start) = next_digit::<W>(bytes, at..end) {
                let (stop, lengths) = sequence::<W>(bytes, start);
                at = stop;
                if let Some(seen) = self.sort::<W>(&bytes[start..stop], &lengths)
                    && !touched::<W>(bytes, start, stop)
                {
                    found(start..stop, seen);
                }
            }
            at = at.max(end.saturating_sub(REACH));
        }
    }

    /// Tells what a row of digits and joints may be.
    fn sort<W: Writing>(&self, row: &[u8], lengths: &Lengths) -> Option<Seen> {
        if lengths.digits < FEWEST {
            return None;
        }
        let first = W::ascii(row);
        // Logs are full of moments of time.
        let moment = || lengths.all() == [14] && matches!(first, b'1' | b'2');
        if self.fits(lengths) && !moment() {
            return Some(Seen::Number);
        }
        // Nobody is called, and nothing sent, by a number that begins with two zeros.
        let zeros = || first == b'0' && W::ascii(&row[W::UNIT..]) == b'0';
        (self.telephones && lengths.is_telephone() && !zeros()).then_some(Seen::Telephone)
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

/// Finds where the next digit begins.
fn next_digit<W: Writing>(bytes: &[u8], part: Range<usize>) -> Option<usize> {
    let mut at = part.start.next_multiple_of(W::UNIT);
    while at < part.end {
        // Only these bytes begin a digit; the rest is passed over quickly.
        at += next_start::<W>(bytes.get(at..part.end)?)?;
        // No character of several bytes has a half-width digit as one of them, but those of UTF-16.
        let plain = W::UNIT == 1 && bytes[at].is_ascii_digit();
        at = at / W::UNIT * W::UNIT;
        if plain || W::class(&bytes[at..]).0 == Class::Digit {
            return Some(at);
        }
        at += W::UNIT;
    }
    None
}

/// Finds the first byte that may begin a digit: eight bytes at a time, as one word.
fn next_start<W: Writing>(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let begin = |word| digits(word, b'0') | W::begin_wide(word);
    for (at, word) in words.iter().enumerate() {
        let found = begin(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let begins = |&byte: &u8| begin(u64::from(byte)) & 0x80 != 0;
    let start = bytes.len() - rest.len();
    rest.iter().position(begins).map(|at| start + at)
}

/// Tells whether a letter stands right before or after, as in the middle of an id.
fn touched<W: Writing>(bytes: &[u8], start: usize, stop: usize) -> bool {
    let letter = |at: usize| {
        bytes
            .get(at..)
            .is_some_and(|rest| W::class(rest).0 == Class::Letter)
    };
    // In a legacy coding a byte that looks like a letter may be the second half of a character.
    let half = W::UNIT == 1 && start >= 2 && bytes[start - 2] >= 0x80;
    !half && start.checked_sub(W::UNIT).is_some_and(letter) || letter(stop)
}

/// Reads groups of digits with one joint between each; returns where they end, and their lengths.
fn sequence<W: Writing>(bytes: &[u8], start: usize) -> (usize, Lengths) {
    let mut lengths = Lengths::default();
    let mut at = start;
    let row = &bytes[..bytes.len().min(start + LONGEST)];
    lengths.push();
    while let Some(rest) = row.get(at..).filter(|rest| !rest.is_empty()) {
        match W::class(rest) {
            (Class::Digit, width) => {
                lengths.grow();
                at += width;
            }
            (Class::Joint, width)
                if rest
                    .get(width..)
                    .is_some_and(|behind| W::class(behind).0 == Class::Digit) =>
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

/// Counts what may be digits, in half or full width; never too few. Written so that it compiles to SIMD.
fn count<W: Writing>(chunk: &[u8; BLOCK]) -> usize {
    let half: u8 = chunk.iter().map(|byte| u8::from(byte.is_ascii_digit())).sum();
    usize::from(half.max(W::count_wide(chunk)))
}
