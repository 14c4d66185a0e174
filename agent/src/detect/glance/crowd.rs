//! Particulars that count only where several persons have them: telephone numbers, addresses, mail.

use std::ops::Range;

/// Bytes in which the particulars of one list stand close together.
const REACH: usize = 3 << 10;
/// What follows so soon in the same line belongs to the same person: a postal code, an address, a telephone number.
const PERSON: usize = 160;

/// Particulars that were seen.
pub(super) struct Crowd {
    enough: usize,
    seen: Vec<Range<usize>>,
}

impl Crowd {
    /// So many persons make a crowd; with 0 none ever does.
    pub(super) fn new(enough: usize) -> Self {
        Self {
            enough,
            seen: Vec::new(),
        }
    }

    /// Adds a particular; they come in any order.
    pub(super) fn add(&mut self, range: Range<usize>) {
        if self.enough > 0 {
            self.seen.push(range);
        }
    }

    /// Returns the ranges, in order, in which enough persons stand close together.
    pub(super) fn gathered(mut self, bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
        self.seen.sort_unstable_by_key(|range| range.start);
        let mut persons: Vec<Range<usize>> = Vec::new();
        for range in self.seen {
            let same = persons.last().is_some_and(|last| {
                range.start < last.end
                    || range.start - last.start < PERSON
                        && memchr::memchr(b'\n', &bytes[last.end..range.start]).is_none()
            });
            if !same {
                persons.push(range);
            }
        }
        let enough = self.enough;
        (enough..=persons.len()).filter_map(move |end| {
            let (first, last) = (
                persons.get(end.checked_sub(enough)?)?,
                persons.get(end.checked_sub(1)?)?,
            );
            (last.end - first.start <= REACH).then_some(first.start..last.end)
        })
    }
}
