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

use std::ops::Range;

/// A set of literals, compiled.
pub(super) struct Literals {
    literals: Vec<Vec<u8>>,
    pairs: Box<[u64; 1024]>,
    /// For each pair one more than its place in `groups`; 0 for none.
    index: Vec<u16>,
    groups: Vec<Vec<(u16, u8)>>,
}

impl Literals {
    /// Compiles literals of two bytes or more. ASCII letters match in either case.
    pub(super) fn new(mut literals: Vec<Vec<u8>>) -> Self {
        literals.retain(|literal| (2..=200).contains(&literal.len()));
        literals.sort_unstable();
        literals.dedup();
        literals.truncate(usize::from(u16::MAX - 1));
        let mut compiled = Self {
            pairs: Box::new([0; 1024]),
            index: vec![0; 1 << 16],
            groups: Vec::new(),
            literals: Vec::new(),
        };
        for (number, literal) in literals.iter().enumerate() {
            for parity in 0..2 {
                compiled.choose(number as u16, literal, parity);
            }
        }
        compiled.literals = literals;
        compiled
    }

    /// Chooses a pair of a literal whose offset has this parity.
    fn choose(&mut self, number: u16, literal: &[u8], parity: usize) {
        let offsets = (parity..literal.len() - 1).step_by(2);
        let cost = |offset: usize| {
            let pair = [literal[offset], literal[offset + 1]];
            let known = self.index[usize::from(u16::from_le_bytes(pair))] != 0;
            let cost = commonness(pair[0]) * commonness(pair[1]);
            if known { cost / 4 } else { cost }
        };
        match offsets.min_by_key(|&offset| cost(offset)) {
            Some(offset) => self.note(number, [literal[offset], literal[offset + 1]], offset as u8),
            // Two bytes at an odd position: either neighbour makes a pair, so the whole row is taken.
            None => (0..=255).for_each(|before| self.note(number, [before, literal[0]], u8::MAX)),
        }
    }

    /// Notes a pair in every case of its letters.
    fn note(&mut self, number: u16, pair: [u8; 2], offset: u8) {
        for first in cases(pair[0]) {
            for second in cases(pair[1]) {
                self.note_exact(number, u16::from_le_bytes([first, second]), offset);
            }
        }
    }

    fn note_exact(&mut self, number: u16, pair: u16, offset: u8) {
        self.pairs[usize::from(pair >> 6)] |= 1 << (pair & 63);
        let place = &mut self.index[usize::from(pair)];
        if *place == 0 {
            self.groups.push(Vec::new());
            *place = self.groups.len() as u16;
        }
        let group = &mut self.groups[usize::from(*place - 1)];
        if !group.contains(&(number, offset)) {
            group.push((number, offset));
        }
    }

    /// Calls `found` with every place where a literal stands, roughly in ascending order.
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(Range<usize>)) {
        const BLOCK: usize = 32;
        for (number, block) in bytes.chunks(BLOCK).enumerate() {
            let pairs = block.as_chunks::<2>().0.iter().zip(0..);
            let mut hits = pairs.fold(0u64, |hits, (pair, place)| hits | self.bit(*pair) << place);
            while hits != 0 {
                let at = number * BLOCK + 2 * hits.trailing_zeros() as usize;
                hits &= hits - 1;
                self.look(bytes, at, &mut found);
            }
        }
    }

    /// Tells whether a pair was chosen: 1, else 0.
    #[inline(always)]
    fn bit(&self, pair: [u8; 2]) -> u64 {
        let pair = u16::from_le_bytes(pair);
        self.pairs[usize::from(pair >> 6)] >> (pair & 63) & 1
    }

    /// Looks closely where a chosen pair stands.
    fn look(&self, bytes: &[u8], at: usize, found: &mut impl FnMut(Range<usize>)) {
        let pair = u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let place = usize::from(self.index[usize::from(pair)]);
        let Some(group) = place.checked_sub(1).and_then(|place| self.groups.get(place)) else {
            return;
        };
        for &(number, offset) in group {
            let literal = &self.literals[usize::from(number)];
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
                found(start..end);
            }
        }
    }
}

fn cases(byte: u8) -> impl Iterator<Item = u8> {
    let other = byte.is_ascii_alphabetic().then_some(byte ^ 0x20);
    std::iter::once(byte).chain(other)
}

/// Estimates how common a byte is in Japanese and English text in any coding; only the order matters.
fn commonness(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        0 | 0xe3 => 300,
        b' ' | 0x81..=0x83 | 0x30 => 150,
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' => 90,
        b's' | b'r' | b'h' | b'l' | b'd' => 60,
        b'c' | b'u' | b'm' | b'p' | b'f' | b'g' => 30,
        b'w' | b'y' | b'b' | b'v' => 18,
        b'k' | b'x' | b'j' | b'q' | b'z' => 5,
        0xe4..=0xe9 | 0x88..=0x97 => 80,
        0xa4 | 0xa5 => 150,
        0x80..=0xbf => 40,
        b'1'..=b'9' => 30,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_found_at_every_position_in_every_case() {
        let literals = Literals::new(vec![
            b"password".to_vec(),
            b"pw".to_vec(),
            "パス".as_bytes().to_vec(),
        ]);
        for word in ["password", "PassWord", "pw", "PW", "パス"] {
            for before in 0..70 {
                let text = format!("{}{word}{}", "-".repeat(before), "-".repeat(40));
                let mut found = Vec::new();
                literals.find(text.as_bytes(), |range| found.push(range));
                assert!(
                    found.contains(&(before..before + word.len())),
                    "{word} at {before}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_literal_at_the_very_end_is_found() {
        let literals = Literals::new(vec![b"pw".to_vec()]);
        for before in 0..70 {
            let text = format!("{}pw", "-".repeat(before));
            let mut found = 0;
            literals.find(text.as_bytes(), |_| found += 1);
            assert_eq!(found, 1, "{before}");
        }
    }
}
