//! Programs: those that carry an archive, or a locked file, behind their own code.

use std::io::{self, Read, Seek, SeekFrom};

use super::{
    Bytes, Reading, Sort, Stop, locked,
    sniff::{self, Format},
};

/// Bytes behind a program's code that are searched for the beginning of an archive.
const SEARCHED: u64 = 1 << 20;
/// Bytes of a program without a readable table of sections that are searched.
const SEARCHED_WHOLE: u64 = 8 << 20;

impl Reading<'_> {
    /// Reads the archive that a program carries; a program without one holds no text.
    pub(super) fn program(&mut self, source: &mut dyn Bytes) -> Sort {
        let carried = match carried(source) {
            Ok(carried) => carried,
            Err(error) => return self.ended("exe", Err(Stop::of(&error))),
        };
        match carried {
            None => self.ended("exe", Ok(())),
            // A zip is found from its end, so it is read with the program before it.
            Some((_, Format::Zip)) => self.zip(source),
            Some((_, format @ (Format::Encrypted(_) | Format::Unsupported(_)))) => self.named(format),
            Some((start, _)) => {
                let mut behind = Behind { source, start };
                self.document(&mut behind)
            }
        }
    }
}

/// Returns where the archive behind a program begins, and what it is.
fn carried(source: &mut dyn Bytes) -> io::Result<Option<(u64, Format)>> {
    let (from, most) = match code_end(source)? {
        Some(end) => (end, SEARCHED),
        None => (64, SEARCHED_WHOLE),
    };
    source.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    source.take(most).read_to_end(&mut bytes)?;
    let first = sniff::sniff(bytes.get(..bytes.len().min(512)).unwrap_or_default());
    if is_carried(first) {
        return Ok(Some((from, first)));
    }
    Ok(find(&bytes).map(|(at, format)| (from + at as u64, format)))
}

fn is_carried(format: Format) -> bool {
    matches!(
        format,
        Format::Zip
            | Format::SevenZip
            | Format::Encrypted("atc")
            | Format::Unsupported("rar" | "cab" | "lzh")
    )
}

/// Finds the first beginning of an archive.
fn find(bytes: &[u8]) -> Option<(usize, Format)> {
    let starts: [(&[u8], usize); 4] = [
        (b"7z\xbc\xaf\x27\x1c\0", 0),
        (b"PK\x03\x04", 0),
        (b"Rar!\x1a\x07", 0),
        (b"_At", 4),
    ];
    let finders = starts.map(|(word, before)| (memchr::memmem::Finder::new(word), before));
    let hits = finders.iter().flat_map(|(finder, before)| {
        finder.find_iter(bytes).filter_map(move |at| {
            let at = at.checked_sub(*before)?;
            let head = &bytes[at..bytes.len().min(at + 512)];
            let format = match before {
                0 => sniff::sniff(head),
                _ if locked::attache_case(bytes, at + before) => Format::Encrypted("atc"),
                _ => return None,
            };
            is_carried(format).then_some((at, format))
        })
    });
    hits.min_by_key(|&(at, _)| at)
}

/// Returns where the last section of a Windows program ends; `None` where the table cannot be read.
fn code_end(source: &mut dyn Bytes) -> io::Result<Option<u64>> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    source.take(8 << 10).read_to_end(&mut head)?;
    Ok(sections_end(&head))
}

fn sections_end(head: &[u8]) -> Option<u64> {
    let long = |at: usize| -> Option<u32> {
        let bytes = head.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    };
    let header = usize::try_from(long(60)?).ok()?;
    if !head.get(header..)?.starts_with(b"PE\0\0") {
        return None;
    }
    let sections = (long(header + 6)? & 0xffff) as usize;
    let table = header + 24 + (long(header + 20)? & 0xffff) as usize;
    let ends = (0..sections.min(96)).filter_map(|section| {
        let entry = table + section * 40;
        Some(u64::from(long(entry + 16)?) + u64::from(long(entry + 20)?))
    });
    ends.max()
}

/// What stands behind a program, from its first byte on.
struct Behind<'s> {
    source: &'s mut dyn Bytes,
    start: u64,
}

impl Read for Behind<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl Seek for Behind<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => SeekFrom::Start(at.saturating_add(self.start)),
            other => other,
        };
        let at = self.source.seek(to)?;
        at.checked_sub(self.start)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
    }
}
