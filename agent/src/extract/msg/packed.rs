//! Packed RTF, as mails keep it: pieces of what came before, in a window of 4,096 bytes.
//!
//! ```text
//! packed bytes u32 | bytes u32 | "LZFu" or "MELA" | checksum u32 | runs
//! run    flags u8, lowest first: 0 a byte, 1 place and length in the window
//! ```

use crate::extract::{Stop, limits::PART_BYTES};

/// What stands in the window at the start.
const WINDOW: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const WINDOW_BYTES: usize = 4096;

/// Unpacks; what is cut off is unpacked as far as it goes.
///
/// # Errors
/// Not packed in a known way, or larger than is ever held in memory.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Stop> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    match (bytes.get(8..12), bytes.get(16..)) {
        (Some(b"MELA"), Some(rest)) => Ok(rest.to_vec()),
        (Some(b"LZFu"), Some(rest)) => unpack(rest),
        _ => Err(Stop::Damaged("the body of the mail does not unpack")),
    }
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Stop> {
    let mut window = [0; WINDOW_BYTES];
    window[..WINDOW.len()].copy_from_slice(WINDOW);
    let mut at = WINDOW.len();
    let mut out = Vec::new();
    let mut say = |byte: u8, window: &mut [u8; WINDOW_BYTES]| {
        window[at % WINDOW_BYTES] = byte;
        at = (at + 1) % WINDOW_BYTES;
        out.push(byte);
        (out.len() as u64 <= PART_BYTES, at)
    };
    let mut rest = bytes.iter().copied();
    let mut place = WINDOW.len();
    'runs: while let Some(flags) = rest.next() {
        for bit in 0..8 {
            let Some(first) = rest.next() else {
                break 'runs;
            };
            let (from, length) = if flags & 1 << bit == 0 {
                (None, 1)
            } else {
                let Some(second) = rest.next() else {
                    break 'runs;
                };
                let pair = usize::from(u16::from_be_bytes([first, second]));
                (Some(pair >> 4), (pair & 15) + 2)
            };
            if from == Some(place) {
                break 'runs;
            }
            for step in 0..length {
                let byte = from.map_or(first, |from| window[(from + step) % WINDOW_BYTES]);
                let (fits, next) = say(byte, &mut window);
                place = next;
                if !fits {
                    return Err(Stop::Limit("a body of more than 8 MiB"));
                }
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the published format.
    #[test]
    fn the_published_example_comes_out() {
        let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125\x42\x32\x0a\xf3\x20hel\x09\0\x20bw\x05\xb0ld}\x0a\x80\x0f\xa0";
        assert_eq!(
            unpacked(packed).expect("packed"),
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        // One byte, then the longest piece of itself for ever.
        let mut packed = b"\0\0\0\0\0\0\0\0LZFu\0\0\0\0".to_vec();
        packed.extend([0xff, 0, 0x0f, 0, 0x0f].repeat(1 << 20));
        assert!(matches!(unpacked(&packed), Err(Stop::Limit(_)) | Ok(_)));
    }
}
