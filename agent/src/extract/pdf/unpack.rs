//! Unpacks the streams of a PDF file, never further than the budget allows.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::{
    Filter,
    object::{Array, Dict, Object, Stream},
};

use super::lzw;
use crate::extract::{
    Stop,
    limits::{Budget, PDF_STREAM_BYTES},
};

/// What is told of a stream that is too large.
pub(super) const TOO_LARGE: Stop = Stop::Limit("a stream unpacks to more than 32 MiB");

/// Returns the bytes of a stream that is no picture.
///
/// What is damaged ends where the damage begins.
///
/// # Errors
/// Too large, or packed in a way that only pictures are.
pub(super) fn unpack(stream: &Stream<'_>, budget: &Budget) -> Result<Vec<u8>, Stop> {
    let mut bytes = stream.raw_data().into_owned();
    for (at, filter) in stream.filters().into_iter().enumerate() {
        if at > 8 {
            return Err(Stop::Unsupported("packed more than eight times"));
        }
        let settings = settings(stream.dict(), at);
        bytes = undo(filter, &bytes, &settings)?;
        budget.unpack(bytes.len())?;
    }
    if bytes.len() > PDF_STREAM_BYTES {
        return Err(TOO_LARGE);
    }
    Ok(bytes)
}

/// Returns the settings of one filter of a stream.
fn settings<'a>(dict: &Dict<'a>, at: usize) -> Dict<'a> {
    let single = || dict.get::<Dict<'_>>("DecodeParms").or_else(|| dict.get("DP"));
    let several = || {
        dict.get::<Array<'_>>("DecodeParms")
            .or_else(|| dict.get("DP"))?
            .iter::<Object<'_>>()
            .nth(at)?
            .into_dict()
    };
    single().or_else(several).unwrap_or_default()
}

/// Undoes one filter.
fn undo(filter: Filter, bytes: &[u8], settings: &Dict<'_>) -> Result<Vec<u8>, Stop> {
    let unpacked = match filter {
        Filter::FlateDecode => predicted(inflate(bytes)?, settings),
        Filter::LzwDecode => {
            let early = settings.get::<i32>("EarlyChange") != Some(0);
            predicted(
                lzw::unpack(bytes, early, PDF_STREAM_BYTES).ok_or(TOO_LARGE)?,
                settings,
            )
        }
        Filter::RunLengthDecode => runs(bytes).ok_or(TOO_LARGE)?,
        Filter::AsciiHexDecode => hex(bytes),
        Filter::Ascii85Decode => base_85(bytes),
        Filter::Crypt => bytes.to_vec(),
        Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::DctDecode | Filter::JpxDecode => {
            return Err(Stop::Unsupported("text packed as a picture"));
        }
    };
    Ok(unpacked)
}

/// Inflates; a wrong header or a damaged end is forgiven.
pub(super) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Stop> {
    let take = |source: &mut dyn Read| {
        let mut unpacked = Vec::new();
        // Whatever came out before an error is used.
        let sound = source
            .take(PDF_STREAM_BYTES as u64 + 1)
            .read_to_end(&mut unpacked)
            .is_ok();
        (unpacked, sound)
    };
    let (mut unpacked, sound) = take(&mut ZlibDecoder::new(bytes));
    if unpacked.is_empty() && !sound {
        unpacked = take(&mut DeflateDecoder::new(bytes)).0;
    }
    if unpacked.is_empty() && bytes.len() > 2 && !sound {
        unpacked = take(&mut DeflateDecoder::new(&bytes[2..])).0;
    }
    if unpacked.len() > PDF_STREAM_BYTES {
        return Err(TOO_LARGE);
    }
    Ok(unpacked)
}

fn runs(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    let mut rest = bytes;
    while let Some((&length, after)) = rest.split_first() {
        let (piece, used) = match length {
            0..=127 => {
                let piece = after.get(..usize::from(length) + 1).unwrap_or(after);
                (piece.to_vec(), piece.len())
            }
            128 => break,
            _ => match after.first() {
                Some(&byte) => (vec![byte; 257 - usize::from(length)], 1),
                None => break,
            },
        };
        unpacked.extend(piece);
        if unpacked.len() > PDF_STREAM_BYTES {
            return None;
        }
        rest = after.get(used..).unwrap_or_default();
    }
    Some(unpacked)
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|&&byte| byte != b'>')
        .filter_map(|&byte| char::from(byte).to_digit(16).map(|digit| digit as u8))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

fn base_85(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::with_capacity(bytes.len());
    let mut group = Vec::with_capacity(5);
    let start = bytes.strip_prefix(b"<~").unwrap_or(bytes);
    for &byte in start {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => unpacked.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            unpacked.extend(word_85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        unpacked.extend(&word_85(&group)[..kept]);
    }
    unpacked
}

fn word_85(group: &[u32]) -> [u8; 4] {
    group
        .iter()
        .fold(0u32, |word, &digit| word.wrapping_mul(85).wrapping_add(digit))
        .to_be_bytes()
}

/// Undoes the prediction of rows, as PNG and TIFF have it.
fn predicted(bytes: Vec<u8>, settings: &Dict<'_>) -> Vec<u8> {
    let setting = |key: &str, usual: usize| settings.get::<i32>(key).map_or(usual, |n| n.max(1) as usize);
    let predictor = setting("Predictor", 1);
    if predictor < 10 {
        return bytes;
    }
    let bits = setting("Colors", 1).min(64) * setting("BitsPerComponent", 8).min(32);
    let pixel = bits.div_ceil(8);
    let row = (bits * setting("Columns", 1).min(1 << 20)).div_ceil(8);
    let mut before = vec![0u8; row];
    let mut unpacked = Vec::with_capacity(bytes.len());
    for line in bytes.chunks(row + 1) {
        let Some((&kind, rest)) = line.split_first() else {
            break;
        };
        let mut now = vec![0u8; row];
        for (at, &byte) in rest.iter().enumerate() {
            let left = if at >= pixel { now[at - pixel] } else { 0 };
            let corner = if at >= pixel { before[at - pixel] } else { 0 };
            let up = before[at];
            let guess = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => nearest(left, up, corner),
                _ => 0,
            };
            now[at] = byte.wrapping_add(guess);
        }
        unpacked.extend_from_slice(&now[..rest.len()]);
        before = now;
    }
    unpacked
}

/// The Paeth predictor of PNG.
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    [left, up, corner]
        .into_iter()
        .min_by_key(|&byte| (guess - i16::from(byte)).abs())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_letters_is_unpacked() {
        assert_eq!(hex(b"48 65 6C6c 6F7>xx"), b"Hello\x70");
        assert_eq!(base_85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(base_85(b"<~87cUR~>"), b"Hell");
        assert_eq!(runs(b"\x01ab\xfec\x80zz").as_deref(), Some(&b"abccc"[..]));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut packed = Vec::new();
        let mut encoder =
            flate2::read::ZlibEncoder::new(std::io::repeat(0).take(1 << 27), flate2::Compression::best());
        encoder.read_to_end(&mut packed).expect("memory");
        assert_eq!(inflate(&packed), Err(TOO_LARGE));
        assert_eq!(runs(&[0x81, 0].repeat(1 << 20)), None);
    }
}
