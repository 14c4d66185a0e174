//! A source whose next bytes can be looked at before they are taken.

use std::io::{self, Read};

use super::{Stop, limits::PLAIN_BYTES};

/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// More than is ever read of one text.
pub(super) const TOO_LONG: Stop = Stop::Limit("more than 2 GiB of text");

/// A source, and what was read of it but not taken yet.
pub(super) struct Ahead<'s> {
    source: &'s mut dyn Read,
    buffer: Vec<u8>,
    at: usize,
    total: u64,
}

impl<'s> Ahead<'s> {
    /// Starts at the beginning of a source.
    pub(super) fn new(source: &'s mut dyn Read) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            at: 0,
            total: 0,
        }
    }

    /// Returns what was read and not taken.
    pub(super) fn here(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Takes bytes that are here.
    pub(super) const fn take(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Returns how many bytes were taken.
    pub(super) const fn position(&self) -> u64 {
        self.total - (self.buffer.len() - self.at) as u64
    }

    /// Reads more; tells whether there was any.
    pub(super) fn more(&mut self) -> Result<bool, Stop> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let start = self.buffer.len();
        self.buffer.resize(start + CHUNK, 0);
        let got = loop {
            match self.source.read(&mut self.buffer[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(start + got.as_ref().map_or(0, |&got| got));
        let got = got.map_err(|error| Stop::of(&error))?;
        self.total += got as u64;
        match self.total > PLAIN_BYTES {
            true => Err(TOO_LONG),
            false => Ok(got > 0),
        }
    }
}
