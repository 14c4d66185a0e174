//! A single compressed file: gzip, bzip2, xz, lzma. What it holds is one document, or a tar.

use std::io::{self, BufRead, BufReader, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::{LzmaReader, XzReader};
use mimawari_proto::name::Name;

use super::{
    Reading, Sort, Stop,
    archive::member_name,
    limits::WINDOW_BYTES,
    member::{HEAD_BYTES, Whole, start},
    sniff::{self, Format},
    tar::Tape,
};

/// How a file is compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Packing {
    Gzip,
    Bzip2,
    Xz,
    Lzma,
}

impl Packing {
    /// Names the way of compression as files do.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Bzip2 => "bz2",
            Self::Xz => "xz",
            Self::Lzma => "lzma",
        }
    }
}

/// Endings of names, and what is left of a name without them.
const ENDINGS: &[(&str, &str)] = &[
    (".tgz", ".tar"),
    (".tbz2", ".tar"),
    (".tbz", ".tar"),
    (".txz", ".tar"),
    (".tlz", ".tar"),
    (".gz", ""),
    (".bz2", ""),
    (".xz", ""),
    (".lzma", ""),
];

impl Reading<'_> {
    /// Reads what a compressed file holds, as it comes out of the decoder.
    pub(super) fn compressed(&mut self, packing: Packing, source: &mut dyn Read) -> Sort {
        let mut source = BufReader::new(source);
        let window = source.fill_buf().map_or(0, |head| window(packing, head));
        let held = window.min(WINDOW_BYTES) as usize;
        let outcome = self.holding(held, |reading| reading.unpacked(packing, source, window));
        self.ended(packing.name(), outcome)
    }

    fn unpacked(
        &mut self,
        packing: Packing,
        source: BufReader<&mut dyn Read>,
        window: u64,
    ) -> Result<(), Stop> {
        let (name, decoder) = decoder(packing, source, window)?;
        let name = name.unwrap_or_else(|| self.unpacked_name());
        let mut room = room(window);
        let mut inner = Window::new(decoder, &mut room);
        let (head, failed) = start(&mut inner);
        let tar = head.len() == HEAD_BYTES && sniff::sniff(&head) == Format::Tar;
        let mut whole = Whole::new(head, failed, inner);
        if tar {
            self.members_of_tar(Tape::Stream(&mut whole))
        } else {
            self.member(name, &mut whole)
        }
    }

    /// Names what comes out by the name of what goes in.
    fn unpacked_name(&self) -> Name {
        let packed = self.member.last().unwrap_or(&self.name);
        let lower = packed.shown.to_ascii_lowercase();
        let ending = ENDINGS.iter().find(|(ending, _)| lower.ends_with(ending));
        match ending {
            Some((ending, left)) => {
                let stem = &packed.shown[..packed.shown.len() - ending.len()];
                let file = stem.rsplit('/').next().unwrap_or(stem);
                Name::from(format!("{file}{left}").as_str())
            }
            None => packed.clone(),
        }
    }
}

/// Returns the bytes of the window that a file asks for; gzip and bzip2 have small ones.
pub(super) fn window(packing: Packing, head: &[u8]) -> u64 {
    match (packing, head) {
        (Packing::Xz, _) => xz_window(head),
        (Packing::Lzma, &[_, a, b, c, d, ..]) => u64::from(u32::from_le_bytes([a, b, c, d])),
        _ => 0,
    }
}

/// Makes a decoder; a gzip file may tell the name of what it holds.
fn decoder<'s>(
    packing: Packing,
    source: BufReader<&'s mut dyn Read>,
    window: u64,
) -> Result<(Option<Name>, Box<dyn Read + 's>), Stop> {
    let memory = |window: u64| u32::try_from((window >> 10) + 4_096).unwrap_or(u32::MAX);
    Ok(match packing {
        Packing::Gzip => {
            let decoder = MultiGzDecoder::new(source);
            let header = decoder.header().and_then(|header| header.filename());
            let name = header.map(|raw| file_name(&member_name(raw)));
            (name.filter(|name| !name.shown.is_empty()), Box::new(decoder))
        }
        Packing::Bzip2 => (None, Box::new(MultiBzDecoder::new(source))),
        // No later block gets a larger window than the first, which is the one that is charged.
        Packing::Xz => (
            None,
            Box::new(XzReader::new_mem_limit(source, true, memory(window))),
        ),
        Packing::Lzma => {
            let decoder = LzmaReader::new_mem_limit(source, memory(window.max(WINDOW_BYTES)), None);
            (None, Box::new(decoder.map_err(|error| Stop::of(&error))?))
        }
    })
}

/// The last step of a path; a hostile header may hold folders.
fn file_name(path: &Name) -> Name {
    Name::from(path.shown.rsplit('/').next().unwrap_or_default())
}

/// Returns the bytes of the window that the first block of an xz file asks for; the usual one where it is not seen.
fn xz_window(head: &[u8]) -> u64 {
    // Stream header 12 bytes; block header: size, flags, filter 0x21, length 1, window.
    let mut block = head.get(12..).unwrap_or_default().windows(3).take(24);
    match block.find_map(|three| three.strip_prefix(&[0x21, 1])) {
        Some(&[bits @ 0..=39]) => (2 | u64::from(bits & 1)) << (bits / 2 + 11),
        Some(_) => u64::from(u32::MAX),
        None => WINDOW_BYTES,
    }
}

/// Ends where a decoder would hold more of what it unpacked than is ever given to one.
///
/// A decoder holds what it unpacked, up to the window that the file asks for. One that failed
/// is not asked again: the LZMA decoder would turn in a circle.
pub(super) struct Window<'r, R> {
    inner: R,
    room: &'r mut Option<u64>,
    has_failed: bool,
}

/// Returns how much a decoder with this window may unpack; `None` for any amount.
pub(super) fn room(window: u64) -> Option<u64> {
    (window > WINDOW_BYTES).then_some(WINDOW_BYTES)
}

impl<'r, R: Read> Window<'r, R> {
    /// Watches what comes out of a decoder.
    pub(super) const fn new(inner: R, room: &'r mut Option<u64>) -> Self {
        Self {
            inner,
            room,
            has_failed: false,
        }
    }
}

impl<R: Read> Read for Window<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_failed {
            return Err(io::Error::other(Stop::Damaged(
                "ends too early or does not unpack",
            )));
        }
        let read = self.bounded(buffer);
        self.has_failed = read
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        read
    }
}

impl<R: Read> Window<'_, R> {
    fn bounded(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(left) = self.room else {
            return self.inner.read(buffer);
        };
        if *left == 0 {
            return Err(io::Error::other(Stop::Limit(
                "compressed with a window of more than 32 MiB",
            )));
        }
        let most = usize::try_from(*left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let length = self.inner.read(&mut buffer[..most])?;
        *left -= length as u64;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A decoder that fails once, and then would never come back.
    struct Failing(bool);

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            assert!(!std::mem::replace(&mut self.0, true), "asked again");
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    #[test]
    fn a_decoder_that_failed_is_not_asked_again() {
        let mut room = None;
        let mut window = Window::new(Failing(false), &mut room);
        for _ in 0..3 {
            assert!(window.read(&mut [0; 8]).is_err());
        }
    }
}
