//! The content of one part, decoded while it is read.

use std::io::{self, Read};

use super::lines::{Edge, Lines};

/// Bytes that are decoded at once; a line at a time would cost more than the decoding.
const READY: usize = 16 << 10;

/// How content is written in lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Transfer {
    /// As it is.
    Plain,
    /// Base64.
    Base64,
    /// Quoted-printable.
    Quoted,
}

impl Transfer {
    /// Tells it by its name.
    pub(super) fn of(name: &str) -> Self {
        match name.trim().to_ascii_lowercase().as_str() {
            "base64" => Self::Base64,
            "quoted-printable" => Self::Quoted,
            _ => Self::Plain,
        }
    }
}

/// The content of a part; it ends where the part ends.
pub(super) struct Body<'l, 's> {
    lines: &'l mut Lines<'s>,
    transfer: Transfer,
    line: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    /// Bits of base64 that are no whole byte yet, and how many.
    bits: (u32, u32),
    ended: bool,
}

impl<'l, 's> Body<'l, 's> {
    /// Starts behind the header fields of a part.
    pub(super) fn new(lines: &'l mut Lines<'s>, transfer: Transfer) -> Self {
        Self {
            lines,
            transfer,
            line: Vec::new(),
            ready: Vec::new(),
            at: 0,
            bits: (0, 0),
            ended: false,
        }
    }

    fn more(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        while self.ready.len() < READY && !self.ended {
            let edge = self.lines.next(&mut self.line).map_err(io::Error::other)?;
            self.ended = edge != Edge::Inside;
            if !self.ended {
                self.decode();
            }
        }
        Ok(())
    }

    fn decode(&mut self) {
        match self.transfer {
            Transfer::Plain => self.ready.extend_from_slice(&self.line),
            Transfer::Base64 => self.base64(),
            Transfer::Quoted => self.quoted(),
        }
    }

    fn base64(&mut self) {
        for &byte in &self.line {
            let six = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                b'=' => {
                    self.bits = (0, 0);
                    continue;
                }
                _ => continue,
            };
            let (value, count) = (self.bits.0 << 6 | u32::from(six), self.bits.1 + 6);
            self.bits = if count >= 8 {
                self.ready.push((value >> (count - 8)) as u8);
                (value & 0xff, count - 8)
            } else {
                (value, count)
            };
        }
    }

    fn quoted(&mut self) {
        let content = self.line.trim_ascii_end();
        let soft = content.last() == Some(&b'=');
        let content = content.strip_suffix(b"=").unwrap_or(content);
        let hex = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
        let mut rest = content;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            match (byte, hex(after.first()), hex(after.get(1))) {
                (b'=', Some(high), Some(low)) => {
                    self.ready.push((high << 4 | low) as u8);
                    rest = &after[2..];
                }
                _ => self.ready.push(byte),
            }
        }
        if !soft && self.line.last() == Some(&b'\n') {
            self.ready.push(b'\n');
        }
    }
}

impl Read for Body<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            self.more()?;
        }
        let length = buffer.len().min(self.ready.len() - self.at);
        buffer[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
