//! LZW as PDF has it.

const CLEAR: usize = 256;
const END: usize = 257;
/// Codes have at most 12 bits.
const CODES: usize = 4_096;

/// Unpacks up to so many bytes; `None` if there are more. What is damaged ends where the damage begins.
pub(super) fn unpack(bytes: &[u8], early: bool, most: usize) -> Option<Vec<u8>> {
    // Every entry is a piece of what was unpacked before.
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(CODES);
    let mut unpacked: Vec<u8> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    let mut bits = Bits { bytes, at: 0 };
    loop {
        let next = END + 1 + table.len() + usize::from(early);
        let width = match next {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        let Some(code) = bits.take(width) else { break };
        let start = unpacked.len();
        match (code, before) {
            (CLEAR, _) => {
                table.clear();
                before = None;
                continue;
            }
            (END, _) => break,
            (0..CLEAR, _) => unpacked.push(code as u8),
            (_, Some((from, length))) => {
                let known = table.get(code - END - 1).copied();
                let (from, length) = known.unwrap_or((from, length + 1));
                for at in from..from + length {
                    let byte = unpacked[at];
                    unpacked.push(byte);
                }
            }
            (_, None) => break,
        }
        if unpacked.len() > most {
            return None;
        }
        if let Some((from, length)) = before
            && END + 1 + table.len() < CODES
        {
            table.push((from, length + 1));
        }
        before = Some((start, unpacked.len() - start));
    }
    Some(unpacked)
}

struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, width: usize) -> Option<usize> {
        let mut value = 0;
        for bit in self.at..self.at + width {
            let byte = *self.bytes.get(bit / 8)?;
            value = value << 1 | usize::from(byte >> (7 - bit % 8) & 1);
        }
        self.at += width;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_unpacked() {
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        let unpacked = [45, 45, 45, 45, 45, 65, 45, 45, 45, 66];
        assert_eq!(unpack(&packed, true, 100).as_deref(), Some(&unpacked[..]));
        assert_eq!(unpack(&packed, true, 5), None);
    }

    #[test]
    fn noise_ends() {
        let noise: Vec<u8> = (0..50_000u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8)
            .collect();
        assert!(unpack(&noise, true, 1 << 20).is_none_or(|unpacked| unpacked.len() <= 1 << 20));
    }
}
