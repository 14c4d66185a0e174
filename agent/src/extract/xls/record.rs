//! Records of a workbook, one at a time, and their bodies, which may go on in further records.

use std::io::{self, Read};

use crate::extract::{Stop, unlock::Keystream};

/// A longer body goes on in records of this kind.
const CONTINUE: u16 = 0x003c;
/// Bytes read at once.
const CHUNK: usize = 32 << 10;

const SHORT: Stop = Stop::Damaged("a record is shorter than what it must hold");

/// Records under way.
pub(super) struct Records<R> {
    source: io::BufReader<R>,
    /// Where the next record begins.
    next_begins: u64,
    /// Where this record begins.
    begins: u64,
    /// The heading of the next record, when it was looked at.
    ahead: Option<(u16, u16)>,
    body: Vec<u8>,
    /// The source ended inside a record.
    cut: bool,
    lock: Option<Keystream>,
}

impl<R: Read> Records<R> {
    /// Begins before the first record.
    pub(super) fn new(source: R) -> Self {
        Self {
            source: io::BufReader::with_capacity(CHUNK, source),
            next_begins: 0,
            begins: 0,
            ahead: None,
            body: Vec::new(),
            cut: false,
            lock: None,
        }
    }

    /// Takes a lock off all records that follow.
    pub(super) fn unlock(&mut self, lock: Keystream) {
        self.lock = Some(lock);
    }

    /// Goes to the next record and returns its kind.
    ///
    /// # Errors
    /// The source ends inside a record.
    pub(super) fn next(&mut self) -> Result<Option<u16>, Stop> {
        match self.heading()? {
            Some((kind, length)) => {
                self.begins = self.next_begins;
                self.read_body(kind, length)?;
                Ok(Some(kind))
            }
            None if self.cut => Err(Stop::Damaged("ends inside a record")),
            None => Ok(None),
        }
    }

    /// Returns where this record begins in the stream.
    pub(super) fn begin(&self) -> u64 {
        self.begins
    }

    /// Returns the body of this record.
    pub(super) fn body(&mut self) -> Body<'_, R> {
        Body { records: self, at: 0 }
    }

    /// Looks at the heading of the next record.
    fn heading(&mut self) -> Result<Option<(u16, u16)>, Stop> {
        if self.ahead.is_none() && !self.cut {
            let mut bytes = [0; 4];
            let length = self.fill(&mut bytes)?;
            self.cut = length < 4 && bytes[..length].iter().any(|&byte| byte != 0);
            let [a, b, c, d] = bytes;
            self.ahead = (length == 4).then_some((u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])));
        }
        Ok(self.ahead)
    }

    fn read_body(&mut self, kind: u16, length: u16) -> Result<(), Stop> {
        self.ahead = None;
        let mut body = std::mem::take(&mut self.body);
        body.resize(usize::from(length), 0);
        let got = self.fill(&mut body)?;
        body.truncate(got);
        if let Some(lock) = &mut self.lock {
            lock.apply(kind, self.next_begins + 4, usize::from(length), &mut body);
        }
        self.body = body;
        self.cut = got < usize::from(length);
        self.next_begins += 4 + u64::from(length);
        Ok(())
    }

    /// Reads until the buffer is full or the source ends.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Stop> {
        let mut length = 0;
        while length < buffer.len() {
            match self.source.read(&mut buffer[length..]) {
                Ok(0) => break,
                Ok(more) => length += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::of(&error)),
            }
        }
        Ok(length)
    }
}

/// The body of a record, read from its beginning.
pub(super) struct Body<'r, R> {
    records: &'r mut Records<R>,
    at: usize,
}

impl<R: Read> Body<'_, R> {
    /// Returns the bytes that are left in this record, without those that continue it.
    pub(super) fn rest(&self) -> &[u8] {
        self.records.body.get(self.at..).unwrap_or_default()
    }

    /// Takes a byte.
    pub(super) fn byte(&mut self) -> Result<u8, Stop> {
        if self.rest().is_empty() && !self.go_on()? {
            return Err(SHORT);
        }
        let byte = *self.rest().first().ok_or(SHORT)?;
        self.at += 1;
        Ok(byte)
    }

    /// Takes two bytes.
    pub(super) fn short(&mut self) -> Result<u16, Stop> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// Takes four bytes.
    pub(super) fn long(&mut self) -> Result<u32, Stop> {
        Ok(u32::from(self.short()?) | u32::from(self.short()?) << 16)
    }

    /// Takes a number of eight bytes.
    pub(super) fn double(&mut self) -> Result<f64, Stop> {
        Ok(f64::from_bits(
            u64::from(self.long()?) | u64::from(self.long()?) << 32,
        ))
    }

    /// Passes over bytes.
    pub(super) fn skip(&mut self, count: usize) -> Result<(), Stop> {
        let mut left = count;
        loop {
            let here = self.rest().len().min(left);
            self.at += here;
            left -= here;
            if left == 0 {
                return Ok(());
            }
            if !self.go_on()? {
                return Err(SHORT);
            }
        }
    }

    /// Passes over what is left in this record.
    pub(super) fn skip_rest(&mut self) {
        self.at = self.records.body.len();
    }

    /// Takes bytes of this record, as many as there are up to `count`.
    pub(super) fn bytes(&mut self, count: usize) -> &[u8] {
        let rest = self.records.body.get(self.at..).unwrap_or_default();
        let bytes = &rest[..count.min(rest.len())];
        self.at += bytes.len();
        bytes
    }

    /// Takes characters of one or two bytes; where they go on in a further record, it tells anew which.
    pub(super) fn chars(&mut self, count: usize, wide: bool) -> Result<String, Stop> {
        let mut units: Vec<u16> = Vec::new();
        let mut wide = wide;
        while units.len() < count {
            if self.rest().len() < if wide { 2 } else { 1 } {
                if !self.go_on()? {
                    break;
                }
                wide = self.byte()? & 1 != 0;
                continue;
            }
            let left = count - units.len();
            if wide {
                let bytes = self.bytes(left * 2);
                let (pairs, odd) = bytes.as_chunks::<2>();
                units.extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
                self.at -= odd.len();
            } else {
                units.extend(self.bytes(left).iter().map(|&byte| u16::from(byte)));
            }
            if wide && self.rest().len() == 1 {
                self.skip_rest();
            }
        }
        Ok(String::from_utf16_lossy(&units))
    }

    /// Goes to the record that continues this one; tells whether there is one.
    fn go_on(&mut self) -> Result<bool, Stop> {
        match self.records.heading()? {
            Some((CONTINUE, length)) => {
                self.records.read_body(CONTINUE, length)?;
                self.at = 0;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
