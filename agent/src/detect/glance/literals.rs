//! Many literals in raw bytes at memory speed, without SIMD of our own.
//!
//! ```text
//! bytes   …  x  y | p  a | s  s | w  o …      every second position, one pair of bytes each
//! pairs      bitmap of 65,536: is this pair one of those that were chosen?     8 KiB, stays in L1
//! groups     pair → literals that hold it, and at which offset                 looked up after a hit
//! ```
//!
//! A literal may begin at an even or an odd position, so for each of the two at least one of its pairs is
//! chosen: the rarest in ordinary text, or one that is chosen already.
//! What comes behind a pair is asked next, so that the same two bytes in another word cost little.

use std::{collections::HashMap, ops::Range};

/// A set of literals, compiled.
pub(super) struct Literals {
    /// With the number that each was given.
    literals: Vec<(Vec<u8>, u16)>,
    pairs: Box<[u64; 1024]>,
    /// For each pair one more than its place in `groups`; 0 for none.
    index: Vec<u16>,
    groups: Vec<Group>,
    /// How often each pair stands in ordinary text.
    usual: HashMap<u16, u32>,
}

/// Literals that have the same pair.
#[derive(Default)]
struct Group {
    /// Which pairs may follow, as bits of [`bit_of`].
    follow: u64,
    /// Literals, and at which offset the pair stands in each.
    literals: Vec<(u16, u8)>,
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
            pairs: Box::new([0; 1024]),
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
            if known { often / 2 } else { often }
        };
        let follow = |offset: usize| match literal.get(offset + 2..offset + 4) {
            Some(next) => 1 << bit_of(next[0], next[1]),
            None => u64::MAX,
        };
        match offsets.min_by_key(|&offset| cost(offset)) {
            Some(offset) => {
                let pair = [literal[offset], literal[offset + 1]];
                self.note(number, pair, offset as u8, follow(offset));
            }
            // Two bytes at an odd position: either neighbour makes a pair, so the whole row is taken.
            None => (0..=255).for_each(|before| self.note(number, [before, literal[0]], u8::MAX, u64::MAX)),
        }
    }

    /// Notes a pair in every case of its letters.
    fn note(&mut self, number: u16, pair: [u8; 2], offset: u8, follow: u64) {
        for first in cases(pair[0]) {
            for second in cases(pair[1]) {
                self.note_exact(number, u16::from_le_bytes([first, second]), offset, follow);
            }
        }
    }

    fn note_exact(&mut self, number: u16, pair: u16, offset: u8, follow: u64) {
        self.pairs[usize::from(pair >> 6)] |= 1 << (pair & 63);
        let place = &mut self.index[usize::from(pair)];
        if *place == 0 {
            self.groups.push(Group::default());
            *place = self.groups.len() as u16;
        }
        let group = &mut self.groups[usize::from(*place - 1)];
        group.follow |= follow;
        if !group.literals.contains(&(number, offset)) {
            group.literals.push((number, offset));
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
                self.look(bytes, at, &mut found);
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
        let pair = u16::from_le_bytes(pair);
        (self.pairs[usize::from(pair >> 6)] >> (pair & 63)) as u32 & 1
    }

    /// Looks closely where a chosen pair stands.
    fn look(&self, bytes: &[u8], at: usize, found: &mut impl FnMut(Range<usize>, u16)) {
        let pair = u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let place = usize::from(self.index[usize::from(pair)]);
        let Some(group) = place.checked_sub(1).and_then(|place| self.groups.get(place)) else {
            return;
        };
        if let (Some(&first), Some(&second)) = (bytes.get(at + 2), bytes.get(at + 3))
            && group.follow >> bit_of(first, second) & 1 == 0
        {
            return;
        }
        for &(number, offset) in &group.literals {
            let (literal, name) = &self.literals[usize::from(number)];
            let start = if offset == u8::MAX {
                Some(at + 1)
            } else {
                at.checked_sub(usize::from(offset))
            };
            let Some(start) = start else { continue };
            let end = start + literal.len();
            // The first byte turns most away without a call.
            let likely = bytes
                .get(start)
                .is_some_and(|byte| byte.eq_ignore_ascii_case(&literal[0]));
            if likely
                && bytes
                    .get(start..end)
                    .is_some_and(|bytes| bytes.eq_ignore_ascii_case(literal))
            {
                found(start..end, *name);
            }
        }
    }
}

fn cases(byte: u8) -> impl Iterator<Item = u8> {
    let other = byte.is_ascii_alphabetic().then_some(byte ^ 0x20);
    std::iter::once(byte).chain(other)
}

fn lower(pair: u16) -> u16 {
    u16::from_le_bytes(pair.to_le_bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// Spreads two bytes, in either case, over the bits of a group.
fn bit_of(first: u8, second: u8) -> u32 {
    let (first, second) = (u32::from(first | 0x20), u32::from(second | 0x20));
    (first.wrapping_mul(0x9d) ^ second.wrapping_mul(0x35) ^ second >> 2) & 63
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
