//! Looks over a PDF file before its lists of objects are unpacked by a library that knows no bound.
//!
//! Only two sorts of streams are unpacked there: tables of objects and streams that hold objects. One that
//! is too large loses its keyword and with it its meaning; everything else is unpacked by `unpack`.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;

use crate::extract::limits::{PDF_OBJECTS_BYTES, PDF_STREAM_BYTES};

/// Bytes before a stream in which its description is looked for.
const DESCRIPTION: usize = 4 << 10;

/// Bytes that are unpacked on trial, all streams together, and what every trial costs besides.
const TRIALS: usize = 1 << 30;
/// See [`TRIALS`].
const TRIAL: usize = 16 << 10;
/// Dictionaries in dictionaries. Honest ones stay under 20; chance in packed bytes makes some more.
const DEPTH: usize = 160;

/// Disarms what would unpack too far or nest too deep; tells whether there was such a thing.
pub(super) fn disarm(bytes: &mut [u8]) -> bool {
    let deep = flatten(bytes);
    let (mut left, mut trials) = (PDF_OBJECTS_BYTES, TRIALS);
    let mut found = Vec::new();
    for at in memmem::find_iter(bytes, b"stream") {
        let Some(description) = description(&bytes[..at]).filter(|text| holds_objects(text)) else {
            continue;
        };
        let Some(data) = data(bytes, at) else { continue };
        match size(data, description, left.min(PDF_STREAM_BYTES).min(trials)) {
            Some(size) => {
                left -= size;
                trials = trials.saturating_sub(size + TRIAL);
            }
            None => found.push(at),
        }
    }
    for &at in &found {
        bytes[at..at + 6].fill(b' ');
    }
    deep || !found.is_empty()
}

/// Takes away the brackets of dictionaries that are too deep in others.
///
/// Where the table of objects is missing, the library tries every bracket, and everything inside it again.
fn flatten(bytes: &mut [u8]) -> bool {
    let (mut depth, mut at, mut deep) = (0usize, 0, false);
    while let Some(next) = memchr::memchr2(b'<', b'>', &bytes[at..]) {
        at += next;
        match &bytes[at..bytes.len().min(at + 2)] {
            b"<<" if depth >= DEPTH => {
                bytes[at..at + 2].fill(b' ');
                deep = true;
                at += 2;
            }
            b"<<" => {
                depth += 1;
                at += 2;
            }
            b">>" => {
                depth = depth.saturating_sub(1);
                at += 2;
            }
            _ => at += 1,
        }
    }
    deep
}

fn description(before: &[u8]) -> Option<&[u8]> {
    let near = &before[before.len().saturating_sub(DESCRIPTION)..];
    let close = &near[near.len().saturating_sub(64)..];
    if !close.trim_ascii_end().ends_with(b">>") && !close.contains(&b'%') {
        return None;
    }
    let start = memmem::rfind(near, b"obj").map(|at| at + 3);
    // A longer description than any honest one has is looked at as far as it goes.
    Some(&near[start.unwrap_or(0)..]).filter(|_| start.is_some() || before.len() > DESCRIPTION)
}

/// Returns what follows the keyword, if it is one.
fn data(bytes: &[u8], at: usize) -> Option<&[u8]> {
    if bytes[..at].ends_with(b"end") {
        return None;
    }
    let after = bytes.get(at + 6..)?;
    let line = after
        .iter()
        .position(|byte| !matches!(byte, b'\r' | b'\n' | b' '))?;
    after.get(line..)
}

/// Tells whether a stream may be taken for a list of objects. Names may be escaped.
fn holds_objects(description: &[u8]) -> bool {
    [&b"ObjStm"[..], b"XRef", b"/First", b"/W", b"#"]
        .iter()
        .any(|word| memmem::find(description, word).is_some())
        || memmem::find(description, b"/Length").is_none()
}

/// Returns what a stream unpacks to, `None` if that is too much or cannot be told.
fn size(data: &[u8], description: &[u8], most: usize) -> Option<usize> {
    let has = |word: &[u8]| memmem::find(description, word).is_some();
    if has(b"LZW") || has(b"RunLength") || memmem::find_iter(description, b"Flate").count() > 1 {
        return None;
    }
    let sound = count(&mut ZlibDecoder::new(data), most)?;
    if sound > 0 {
        // Packed twice under a name that is not seen.
        let mut head = Vec::new();
        let twice = ZlibDecoder::new(ZlibDecoder::new(data));
        let packed = twice.take(64).read_to_end(&mut head).is_ok() && !head.is_empty();
        return (!packed).then_some(sound);
    }
    let bare = count(&mut DeflateDecoder::new(data), most)?;
    let after = count(&mut DeflateDecoder::new(data.get(2..).unwrap_or_default()), most)?;
    // What is tried and thrown away costs as well.
    Some(bare.max(after)).filter(|_| most > 0)
}

fn count(source: &mut dyn Read, most: usize) -> Option<usize> {
    let mut piece = [0; 8 << 10];
    let mut total = 0;
    while let Ok(length @ 1..) = source.read(&mut piece) {
        total += length;
        if total > most {
            return None;
        }
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(bytes: u64) -> Vec<u8> {
        let mut packed = Vec::new();
        flate2::read::ZlibEncoder::new(std::io::repeat(b' ').take(bytes), flate2::Compression::best())
            .read_to_end(&mut packed)
            .expect("memory");
        packed
    }

    fn file(description: &str, data: &[u8]) -> Vec<u8> {
        let mut file = format!("1 0 obj\n<</Length 9/First 0/N 1{description}>>\nstream\n").into_bytes();
        file.extend_from_slice(data);
        file.extend_from_slice(b"\nendstream");
        file
    }

    #[test]
    fn brackets_without_end_lose_their_meaning() {
        let mut deep = b"<< ".repeat(1_000);
        assert!(disarm(&mut deep));
        assert_eq!(memmem::find_iter(&deep, b"<<").count(), DEPTH);
        let mut honest = b"1 0 obj << /A << >> >> ".repeat(1_000);
        assert!(!disarm(&mut honest));
    }

    #[test]
    fn lists_of_objects_that_are_bombs_lose_their_keyword() {
        let mut honest = file("/Filter/FlateDecode", &packed(1 << 20));
        assert!(!disarm(&mut honest));
        let mut bomb = file("/Filter/FlateDecode", &packed(1 << 28));
        assert!(disarm(&mut bomb));
        assert!(memmem::find(&bomb, b"\nstream").is_none());
        let mut hidden = file("/Filter 7 0 R", &{
            let mut twice = Vec::new();
            flate2::read::ZlibEncoder::new(&packed(1 << 20)[..], flate2::Compression::fast())
                .read_to_end(&mut twice)
                .expect("memory");
            twice
        });
        assert!(disarm(&mut hidden));
    }
}
