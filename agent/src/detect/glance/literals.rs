//! Many literals in raw bytes at memory speed, without SIMD of our own.
//!
//! ```text
//! bytes    …  x  y | p  a | s  s | w  o …     every second position, one pair of bytes each
//! pairs       is this pair one of those that were chosen?            64 KiB, of which a text uses little
//! follows     may a literal go on as the next two bytes do?          32 KiB, asked after a hit
//! groups      literals that hold the pair, and at which offset       compared byte for byte
//! ```
//!
//! A literal may begin at an even or an odd position, so for each of the two at least one of its pairs is
//! chosen: the rarest in ordinary text, or one that is chosen already.

use std::{collections::HashMap, ops::Range};

/// A pair that was chosen, as a bit of `pairs`.
const CHOSEN: u8 = 1;
/// A pair with which some literal ends, so that nothing is known of what follows.
const LAST: u8 = 2;
/// Bits of `follows`, as a power of two.
const FOLLOWS: u32 = 18;

/// A set of literals, compiled.
pub(super) struct Literals {
    /// With the number that each was given.
    literals: Vec<(Vec<u8>, u16)>,
    /// For each pair [`CHOSEN`] and [`LAST`].
    pairs: Box<[u8; 1 << 16]>,
    /// Which four bytes may be of a literal, as bits of [`place_of`].
    follows: Box<[u64; 1 << (FOLLOWS - 6)]>,
    /// For each pair one more than its place in `groups`; 0 for none.
    index: Vec<u16>,
    /// Literals that have the same pair.
    groups: Vec<Vec<Entry>>,
    /// How often each pair stands in ordinary text.
    usual: HashMap<u16, u32>,
}

/// A literal that has a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    number: u16,
    /// Where the pair stands in it; 255 for one before its beginning.
    offset: u8,
    /// What follows the pair, in lower case; nothing where the literal ends before.
    next: Option<[u8; 2]>,
}

impl Literals {
    /// Compiles literals of two bytes or more, each with a number of its own. ASCII letters match in either case.
    ///
    /// `ordinary` is a text as they are searched in, by which the rare pairs are known.
    pub(super) fn new(mut literals: Vec<(Vec<u8>, u16)>, ordinary: &[u8]) -> Self {
        literals.retain(|(literal, _)| (2..=200).contains(&literal.len()));
        literals.sort_unstable();
        literals.dedup();
        literals.truncate(usize::from(u16::MAX - 1));
        let mut compiled = Self {
            pairs: zeros(),
            follows: zeros(),
            index: vec![0; 1 << 16],
            groups: Vec::new(),
            literals: Vec::new(),
            usual: usual(ordinary),
        };
        for (number, (literal, _)) in literals.iter().enumerate() {
            for parity in 0..2 {
                compiled.choose(number as u16, literal, parity);
            }
        }
        compiled.literals = literals;
        compiled.usual.clear();
        compiled
    }

    /// Chooses a pair of a literal whose offset has this parity.
    fn choose(&mut self, number: u16, literal: &[u8], parity: usize) {
        let offsets = (parity..literal.len() - 1).step_by(2);
        let cost = |offset: usize| {
            let pair = u16::from_le_bytes([literal[offset], literal[offset + 1]]);
            let known = self.index[usize::from(pair)] != 0;
            // A pair that is looked at anyway costs only what is compared behind it.
            let often = 4 * self.usual.get(&lower(pair)).copied().unwrap_or(0) + 1;
            // With two bytes behind it, a pair is seldom looked at in vain.
            let often = if offset + 4 > literal.len() {
                4 * often
            } else {
                often
            };
            if known { often / 2 } else { often }
        };
        match offsets.min_by_key(|&offset| cost(offset)) {
            Some(offset) => {
                let pair = [literal[offset], literal[offset + 1]];
                let next = literal.get(offset + 2..offset + 4);
                self.note(number, pair, offset as u8, next.map(|next| [next[0], next[1]]));
            }
            // Two bytes at an odd position: either neighbour makes a pair, so the whole row is taken.
            None => (0..=255).for_each(|before| self.note(number, [before, literal[0]], u8::MAX, None)),
        }
    }

    /// Notes a pair and what follows it, in every case of their letters.
    fn note(&mut self, number: u16, pair: [u8; 2], offset: u8, next: Option<[u8; 2]>) {
        for pair in written(pair) {
            let at = usize::from(u16::from_le_bytes(pair));
            self.pairs[at] |= CHOSEN | if next.is_none() { LAST } else { 0 };
            for [third, fourth] in next.into_iter().flat_map(written) {
                let place = place_of([pair[0], pair[1], third, fourth]);
                self.follows[place >> 6] |= 1 << (place & 63);
            }
            let place = &mut self.index[at];
            if *place == 0 {
                self.groups.push(Vec::new());
                *place = self.groups.len() as u16;
            }
            let group = &mut self.groups[usize::from(*place - 1)];
            let entry = Entry {
                number,
                offset,
                next: next.map(|next| next.map(|byte| byte.to_ascii_lowercase())),
            };
            if !group.contains(&entry) {
                group.push(entry);
            }
        }
    }

    /// Calls `found` with every place where a literal stands and its number, roughly in ascending order.
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(Range<usize>, u16)) {
        const BLOCK: usize = 32;
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for (number, block) in blocks.iter().enumerate() {
            // Of a fixed length, so that it compiles without a loop.
            let (pairs, _) = block.as_chunks::<2>();
            let mut hits = 0u32;
            for (place, pair) in pairs.iter().enumerate() {
                hits |= self.bit(*pair) << place;
            }
            while hits != 0 {
                let at = number * BLOCK + 2 * hits.trailing_zeros() as usize;
                hits &= hits - 1;
                if self.goes_on(bytes, at) {
                    self.look(bytes, at, &mut found);
                }
            }
        }
        let start = bytes.len() - rest.len();
        for (pair, number) in rest.as_chunks::<2>().0.iter().zip(0..) {
            if self.bit(*pair) != 0 {
                self.look(bytes, start + 2 * number, &mut found);
            }
        }
    }

    /// Tells whether a pair was chosen: 1, else 0.
    #[inline(always)]
    fn bit(&self, pair: [u8; 2]) -> u32 {
        u32::from(self.pairs[usize::from(u16::from_le_bytes(pair))] & CHOSEN)
    }

    /// Tells whether a literal may go on as the bytes behind a chosen pair do.
    #[inline(always)]
    fn goes_on(&self, bytes: &[u8], at: usize) -> bool {
        let Some(&[first, second, third, fourth]) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
            return true;
        };
        let place = place_of([first, second, third, fourth]);
        let last = self.pairs[usize::from(u16::from_le_bytes([first, second]))] & LAST != 0;
        last || self.follows[place >> 6] >> (place & 63) & 1 != 0
    }

    /// Looks closely where a chosen pair stands.
    fn look(&self, bytes: &[u8], at: usize, found: &mut impl FnMut(Range<usize>, u16)) {
        let pair = u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let place = usize::from(self.index[usize::from(pair)]);
        let Some(group) = place.checked_sub(1).and_then(|place| self.groups.get(place)) else {
            return;
        };
        let behind = bytes.get(at + 2..at + 4);
        let behind = behind.map(|next| [next[0].to_ascii_lowercase(), next[1].to_ascii_lowercase()]);
        for &Entry { number, offset, next } in group {
            if next.is_some() && next != behind {
                continue;
            }
            let (literal, name) = &self.literals[usize::from(number)];
            let start = if offset == u8::MAX {
                Some(at + 1)
            } else {
                at.checked_sub(usize::from(offset))
            };
            let Some(start) = start else { continue };
            let end = start + literal.len();
            if bytes
                .get(start..end)
                .is_some_and(|bytes| bytes.eq_ignore_ascii_case(literal))
            {
                found(start..end, *name);
            }
        }
    }
}

/// Makes a table on the heap without a copy on the stack.
fn zeros<T: Copy + Default, const N: usize>() -> Box<[T; N]> {
    let Ok(table) = vec![T::default(); N].try_into() else {
        unreachable!("a list of N is a table of N");
    };
    table
}

/// Every way to write two bytes, if they are letters of ASCII.
fn written([first, second]: [u8; 2]) -> impl Iterator<Item = [u8; 2]> {
    let cases = |byte: u8| std::iter::once(byte).chain(byte.is_ascii_alphabetic().then_some(byte ^ 0x20));
    cases(first).flat_map(move |first| cases(second).map(move |second| [first, second]))
}

/// Spreads four bytes over the bits of `follows`: the golden ratio, as a fraction of 2^32.
fn place_of(bytes: [u8; 4]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> (32 - FOLLOWS)) as usize
}

fn lower(pair: u16) -> u16 {
    u16::from_le_bytes(pair.to_le_bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// Counts the pairs of a text at every position, letters in lower case.
fn usual(text: &[u8]) -> HashMap<u16, u32> {
    let mut pairs = HashMap::new();
    for pair in text.windows(2) {
        let pair = [pair[0].to_ascii_lowercase(), pair[1].to_ascii_lowercase()];
        *pairs.entry(u16::from_le_bytes(pair)).or_default() += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_found_at_every_position_in_every_case() {
        let literals = Literals::new(
            vec![
                (b"password".to_vec(), 1),
                (b"pw".to_vec(), 2),
                ("パス".as_bytes().to_vec(), 3),
            ],
            "passport パン".as_bytes(),
        );
        for (word, number) in [
            ("password", 1),
            ("PassWord", 1),
            ("pw", 2),
            ("PW", 2),
            ("パス", 3),
        ] {
            for before in 0..70 {
                let text = format!("{}{word}{}", "-".repeat(before), "-".repeat(40));
                let mut found = Vec::new();
                literals.find(text.as_bytes(), |range, number| found.push((range, number)));
                assert!(
                    found.contains(&(before..before + word.len(), number)),
                    "{word} at {before}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_literal_at_the_very_end_is_found() {
        let literals = Literals::new(vec![(b"pw".to_vec(), 0)], b"");
        for before in 0..70 {
            let text = format!("{}pw", "-".repeat(before));
            let mut found = 0;
            literals.find(text.as_bytes(), |_, _| found += 1);
            assert_eq!(found, 1, "{before}");
        }
    }
}
