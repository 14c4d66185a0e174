//! The header before each member of a zip, and the bytes behind it.
//!
//! The list at the end is read by a library; where it is missing, or shows only one of several
//! members of the same name, these headers still lead from member to member.

use std::io::{self, BufRead, BufReader, Read, SeekFrom};

use bzip2::bufread::BzDecoder;
use deflate64::Deflate64Decoder;
use flate2::{Crc, bufread::DeflateDecoder};
use lzma_rust2::{LzmaReader, XzReader};
use mimawari_proto::name::Name;

use super::{
    Bytes, Stop,
    archive::member_name,
    compressed::{Packing, window},
    limits::WINDOW_BYTES,
};

const MARK: &[u8; 4] = b"PK\x03\x04";
const LOCKED: Stop = Stop::Encrypted("a member is protected by a password");
const UNREAD: Stop = Stop::Unsupported("packed in a way that is not read");
/// A size that stands in the zip64 field instead.
const ELSEWHERE: u64 = u32::MAX as u64;

/// What is known of the bytes behind a header.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Packed {
    /// How many; `None` where only the decoder can tell.
    pub(super) bytes: Option<u64>,
    /// How many they unpack to.
    pub(super) unpacked: Option<u64>,
    /// The sum over what they unpack to.
    pub(super) sum: Option<u32>,
}

/// A member that is being unpacked.
pub(super) struct Unpacked<'s> {
    /// What comes out of it.
    pub(super) content: Box<dyn Read + 's>,
    /// Bytes that the decoder holds as its window, for the budget of whoever reads.
    pub(super) window: usize,
}

/// A header.
pub(super) struct Local {
    pub(super) name: Name,
    pub(super) packed: Packed,
    /// Where the bytes begin.
    pub(super) start: u64,
    pub(super) encrypted: bool,
    method: u16,
}

impl Local {
    /// Reads the header at a position.
    ///
    /// # Errors
    /// There is none, or the source ends.
    pub(super) fn read(source: &mut dyn Bytes, at: u64) -> Result<Self, Stop> {
        let mut fixed = [0; 30];
        source
            .seek(SeekFrom::Start(at))
            .and_then(|_| source.read_exact(&mut fixed))
            .map_err(|error| Stop::of(&error))?;
        if !fixed.starts_with(MARK) {
            return Err(Stop::Damaged("a member has no header of its own"));
        }
        let word = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        let (name_bytes, extra_bytes) = (usize::from(word(26)), usize::from(word(28)));
        let mut rest = vec![0; name_bytes + extra_bytes];
        source.read_exact(&mut rest).map_err(|error| Stop::of(&error))?;
        let (name, extra) = rest.split_at(name_bytes);
        let (flags, method) = (word(6), word(8));
        let follows = flags & 0x08 != 0 && long(18) == 0;
        let wide = wide_sizes(extra);
        let size = |short: u32, wide: Option<u64>| match u64::from(short) {
            ELSEWHERE => wide,
            short => (!follows).then_some(short),
        };
        Ok(Self {
            name: member_name(name),
            packed: Packed {
                bytes: size(long(18), wide.map(|(_, packed)| packed)),
                unpacked: size(long(22), wide.map(|(unpacked, _)| unpacked)),
                sum: (!follows).then_some(long(14)),
            },
            start: at + 30 + rest.len() as u64,
            encrypted: flags & 0x01 != 0 || method == 99,
            method,
        })
    }
}

/// Returns the sizes of the zip64 field: unpacked, then packed.
fn wide_sizes(mut extra: &[u8]) -> Option<(u64, u64)> {
    while let [a, b, c, d, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let field = rest.get(..length)?;
        if u16::from_le_bytes([*a, *b]) == 1 {
            let wide = |at: usize| -> Option<u64> {
                Some(u64::from_le_bytes(field.get(at..at + 8)?.try_into().ok()?))
            };
            return Some((wide(0)?, wide(8)?));
        }
        extra = &rest[length..];
    }
    None
}

/// Opens the member whose header stands at a position, as far as the list of members tells of it.
///
/// # Errors
/// Encrypted by its own header, damaged, or packed in a way that is not read.
pub(super) fn open(source: &mut dyn Bytes, at: u64, packed: Packed) -> Result<Unpacked<'_>, Stop> {
    let local = Local::read(source, at)?;
    if local.encrypted {
        return Err(LOCKED);
    }
    unpacked(source, &local, packed)
}

/// Unpacks the bytes behind a header.
///
/// # Errors
/// Packed in a way that is not read, or with too large a window.
pub(super) fn unpacked<'s>(
    source: &'s mut dyn Bytes,
    local: &Local,
    packed: Packed,
) -> Result<Unpacked<'s>, Stop> {
    source
        .seek(SeekFrom::Start(local.start))
        .map_err(|error| Stop::of(&error))?;
    let mut bytes = BufReader::with_capacity(32 << 10, source.take(packed.bytes.unwrap_or(u64::MAX)));
    let head = bytes.fill_buf().map_err(|error| Stop::of(&error))?;
    let window = match local.method {
        // Version 2, size of the properties 2; behind them it is as in a file of its own.
        14 => window(Packing::Lzma, head.get(4..).unwrap_or_default()),
        95 => window(Packing::Xz, head),
        _ => 0,
    };
    if window > WINDOW_BYTES {
        return Err(Stop::Limit("compressed with a window of more than 32 MiB"));
    }
    let inner: Box<dyn Read + 's> = match local.method {
        0 if packed.bytes.is_none() => {
            return Err(Stop::Damaged("a member whose size is told nowhere"));
        }
        0 => Box::new(bytes),
        8 => Box::new(DeflateDecoder::new(bytes)),
        9 => Box::new(Deflate64Decoder::with_buffer(bytes)),
        12 => Box::new(BzDecoder::new(bytes)),
        14 => lzma(bytes, window as u32, packed.unpacked)?,
        95 => Box::new(XzReader::new_mem_limit(
            bytes,
            false,
            // No later block gets a larger window than the first, which is the one that is charged.
            (window >> 10) as u32 + 4_096,
        )),
        _ => return Err(UNREAD),
    };
    let content = match packed.sum {
        Some(sum) => Box::new(Summed {
            inner,
            seen: Crc::new(),
            sum,
        }),
        None => inner,
    };
    Ok(Unpacked {
        content,
        window: window as usize,
    })
}

/// Version 2, size of the properties 2, properties 5, then the bytes.
fn lzma<'s>(
    mut bytes: impl BufRead + 's,
    window: u32,
    unpacked: Option<u64>,
) -> Result<Box<dyn Read + 's>, Stop> {
    let mut head = [0; 9];
    bytes.read_exact(&mut head).map_err(|error| Stop::of(&error))?;
    let decoder = LzmaReader::new_with_props(bytes, unpacked.unwrap_or(u64::MAX), head[4], window, None);
    decoder
        .map(|decoder| Box::new(decoder) as Box<dyn Read + 's>)
        .map_err(|error| Stop::of(&error))
}

/// Says so at the end where what was unpacked does not agree with its sum.
struct Summed<R> {
    inner: R,
    seen: Crc,
    sum: u32,
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        if length == 0 && !buffer.is_empty() && self.seen.sum() != self.sum {
            return Err(io::Error::other(Stop::Damaged("does not agree with its sum")));
        }
        self.seen.update(&buffer[..length]);
        Ok(length)
    }
}

/// Finds the next header from a position on; `None` where there is none, or the list of members begins.
pub(super) fn next(source: &mut dyn Bytes, from: u64) -> io::Result<Option<u64>> {
    const STEP: usize = 64 << 10;
    let mut at = from;
    let mut bytes = Vec::new();
    loop {
        source.seek(SeekFrom::Start(at))?;
        bytes.clear();
        source.take(STEP as u64).read_to_end(&mut bytes)?;
        if let Some(found) = memchr::memmem::find(&bytes, MARK) {
            return Ok(Some(at + found as u64));
        }
        if bytes.len() < STEP {
            return Ok(None);
        }
        at += (STEP - MARK.len() + 1) as u64;
    }
}
