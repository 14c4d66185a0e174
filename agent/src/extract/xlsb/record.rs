//! Records of a binary part, one after the other, and the fields of one.

use std::io::{self, BufRead, BufReader, Read};

use crate::extract::Stop;

/// Bytes of a record that are looked at: a cell holds 32,767 characters, and its fonts as much again.
const RECORD: u64 = 256 << 10;
/// A text that is not there.
const NONE: u32 = u32::MAX;
const BROKEN: Stop = Stop::Damaged("a record is shorter than it must be");

/// Cuts a part into records.
pub(super) struct Records<R> {
    source: BufReader<R>,
    body: Vec<u8>,
}

impl<R: Read> Records<R> {
    /// Starts at the beginning of a part.
    pub(super) fn new(source: R) -> Self {
        Self {
            source: BufReader::with_capacity(32 << 10, source),
            body: Vec::new(),
        }
    }

    /// Goes to the next record; returns its kind, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<u16>, Stop> {
        zeroize::Zeroize::zeroize(&mut self.body);
        self.read().map_err(|error| Stop::of(&error))
    }

    /// Returns the fields of this record.
    pub(super) fn body(&self) -> Body<'_> {
        Body(&self.body)
    }

    fn read(&mut self) -> io::Result<Option<u16>> {
        if self.source.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let kind = self.sevens(2)? as u16;
        let length = u64::from(self.sevens(4)?);
        let held = length.min(RECORD);
        let read = (&mut self.source).take(held).read_to_end(&mut self.body)?;
        let rest = length - held;
        let skipped = io::copy(&mut (&mut self.source).take(rest), &mut io::sink())?;
        if (read as u64, skipped) != (held, rest) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(kind))
    }

    /// Reads a number of seven bits a byte, the lowest first.
    fn sevens(&mut self, most: u32) -> io::Result<u32> {
        let mut value = 0;
        for at in 0..most {
            let mut byte = [0];
            self.source.read_exact(&mut byte)?;
            value |= u32::from(byte[0] & 0x7f) << (7 * at);
            if byte[0] & 0x80 == 0 {
                break;
            }
        }
        Ok(value)
    }
}

/// The fields of one record, by their offsets.
pub(super) struct Body<'r>(&'r [u8]);

impl Body<'_> {
    /// Returns two bytes.
    pub(super) fn short(&self, at: usize) -> Result<u16, Stop> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    /// Returns four bytes.
    pub(super) fn long(&self, at: usize) -> Result<u32, Stop> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    /// Returns a number of eight bytes.
    pub(super) fn double(&self, at: usize) -> Result<f64, Stop> {
        self.bytes(at).map(f64::from_le_bytes)
    }

    /// Returns a text, and where it ends.
    pub(super) fn text(&self, at: usize) -> Result<(String, usize), Stop> {
        let units = match self.long(at)? {
            NONE => 0,
            units => units as usize,
        };
        let begin = at + 4;
        let end = units.checked_mul(2).and_then(|bytes| begin.checked_add(bytes));
        let bytes = end.and_then(|end| self.0.get(begin..end)).ok_or(BROKEN)?;
        let (text, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(bytes);
        Ok((text.into_owned(), begin + bytes.len()))
    }

    fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N], Stop> {
        let bytes = self.0.get(at..).and_then(|rest| rest.first_chunk());
        bytes.copied().ok_or(BROKEN)
    }
}
