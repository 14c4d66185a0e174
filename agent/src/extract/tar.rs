//! Tar archives, one header after the other, from a file or as they come out of a decoder.
//!
//! ```text
//! header 512 | bytes, filled up to 512 | header | … | two headers of zeros
//! ```

use std::io::{self, Read, SeekFrom};

use tar::{EntryType, Header};

use super::{Bytes, Reading, Sort, Stop, archive::member_name, limits::NAME_BYTES, member::Metered};

const BLOCK: u64 = 512;

/// What a tar is read from.
pub(super) enum Tape<'s> {
    /// At any position: what is not read costs nothing.
    File(&'s mut dyn Bytes),
    /// Once: what is not read is unpacked all the same.
    Stream(&'s mut dyn Read),
}

impl Reading<'_> {
    /// Reads a tar file.
    pub(super) fn tar(&mut self, source: &mut dyn Bytes) -> Sort {
        let outcome = self.members_of_tar(Tape::File(source));
        self.ended("tar", outcome)
    }

    /// Reads every member of a tar.
    pub(super) fn members_of_tar(&mut self, mut tape: Tape<'_>) -> Result<(), Stop> {
        let mut long = None;
        loop {
            let Some(header) = tape.header()? else {
                return Ok(());
            };
            let size = header
                .entry_size()
                .map_err(|_| Stop::Damaged("a member has no readable size"))?;
            let sort = header.entry_type();
            match sort {
                EntryType::GNULongName | EntryType::XHeader => {
                    let name = tape.name(size)?;
                    long = if sort == EntryType::XHeader {
                        extended(&name)
                    } else {
                        Some(name)
                    }
                    .or(long);
                    tape.skip(filled(size) - size.min(NAME_BYTES), self)?;
                    continue;
                }
                EntryType::GNUSparse if sparse_goes_on(&header) => {
                    return Err(Stop::Unsupported(
                        "a file with holes, whose list of holes goes on",
                    ));
                }
                _ => {}
            }
            let path = long.take().unwrap_or_else(|| header.path_bytes().into_owned());
            let mut left = size;
            if holds_bytes(sort) && size > 0 {
                let path = path.split(|&byte| byte == 0).next().unwrap_or_default();
                let mut entry = Entry {
                    tape: &mut tape,
                    left: &mut left,
                };
                self.member(member_name(path), &mut entry)?;
            }
            tape.skip(left + (filled(size) - size), self)?;
        }
    }
}

fn holds_bytes(sort: EntryType) -> bool {
    matches!(
        sort,
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse
    )
}

/// A sparse member with more than four holes has further headers.
fn sparse_goes_on(header: &Header) -> bool {
    header.as_gnu().is_some_and(tar::GnuHeader::is_extended)
}

const fn filled(size: u64) -> u64 {
    size.div_ceil(BLOCK).saturating_mul(BLOCK)
}

/// Returns the path that an extended header tells: lines of `length key=value`.
fn extended(records: &[u8]) -> Option<Vec<u8>> {
    let at = memchr::memmem::find(records, b" path=")? + 6;
    let rest = &records[at..];
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    Some(rest[..end].to_vec())
}

impl Tape<'_> {
    /// Reads the next header; `None` at the end.
    fn header(&mut self) -> Result<Option<Header>, Stop> {
        let mut block = [0; BLOCK as usize];
        let length = fill(self, &mut block)?;
        if length < block.len() {
            return Err(Stop::Damaged("ends without its end mark"));
        }
        if block.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let header = Header::from_byte_slice(&block);
        if !checked(&block) {
            return Err(Stop::Damaged("a header does not agree with its sum"));
        }
        Ok(Some(header.clone()))
    }

    /// Reads a long name, up to a limit.
    fn name(&mut self, size: u64) -> Result<Vec<u8>, Stop> {
        let mut name = vec![0; size.min(NAME_BYTES) as usize];
        if fill(self, &mut name)? < name.len() {
            return Err(Stop::Damaged("ends inside a name"));
        }
        Ok(name)
    }

    /// Leaves bytes out.
    fn skip(&mut self, bytes: u64, reading: &Reading<'_>) -> Result<(), Stop> {
        match self {
            Self::File(file) => {
                let step = i64::try_from(bytes).map_err(|_| Stop::Damaged("a member of no possible size"))?;
                file.seek(SeekFrom::Current(step)).map(drop)
            }
            Self::Stream(stream) => {
                let mut rest = Metered::new(stream, &reading.budget).take(bytes);
                io::copy(&mut rest, &mut io::sink()).map(drop)
            }
        }
        .map_err(|error| Stop::of(&error))
    }
}

impl Read for Tape<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Stream(stream) => stream.read(buffer),
        }
    }
}

fn fill(source: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Stop> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Stop::of(&error)),
        }
    }
    Ok(length)
}

/// The bytes of one member.
struct Entry<'t, 's> {
    tape: &'t mut Tape<'s>,
    left: &'t mut u64,
}

impl Read for Entry<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(*self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        if room == 0 {
            return Ok(0);
        }
        let length = self.tape.read(&mut buffer[..room])?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        *self.left -= length as u64;
        Ok(length)
    }
}

/// Tells a header by its sum, which old tars have too.
pub(super) fn checked(head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK as usize) else {
        return false;
    };
    let Ok(told) = Header::from_byte_slice(block).cksum() else {
        return false;
    };
    let sum = |value: fn(u8) -> i64| -> i64 {
        block
            .iter()
            .enumerate()
            .map(|(at, &byte)| value(if (148..156).contains(&at) { b' ' } else { byte }))
            .sum()
    };
    let told = i64::from(told);
    told > 256 && (sum(i64::from) == told || sum(|byte| i64::from(byte.cast_signed())) == told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_is_found_in_an_extended_header() {
        assert_eq!(
            extended("30 mtime=1.5\n21 path=控え/a.txt\n".as_bytes()).as_deref(),
            Some("控え/a.txt".as_bytes())
        );
        assert_eq!(extended(b"12 mtime=1.5\n"), None);
    }

    #[test]
    fn a_header_is_told_by_its_sum() {
        let mut header = Header::new_gnu();
        header.set_size(5);
        header.set_cksum();
        assert!(checked(header.as_bytes()));
        assert!(!checked(&[0; 512]) && !checked(&[b' '; 512]) && !checked(b"short"));
    }
}
