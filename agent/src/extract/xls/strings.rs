//! Strings of a workbook: how they are written in each version, and those that cells share.

use std::{borrow::Cow, io::Read};

use super::record::Body;
use crate::extract::{Stop, coding::Coding, limits::STRINGS_BYTES};

/// How strings are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Version {
    /// Excel 2: a length of one byte, characters of the code page.
    Two,
    /// Excel 3 to 95: characters of the code page.
    Old,
    /// Excel 97 and later: Unicode.
    Unicode,
}

/// How this workbook writes strings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    version: Version,
    coding: Coding,
}

impl Default for Letters {
    /// Begins with the code page of a Japanese Windows, which holds until the workbook names another.
    fn default() -> Self {
        Self {
            version: Version::Unicode,
            coding: Coding::Cp932,
        }
    }
}

impl Letters {
    /// Takes the version from the record that begins a part.
    pub(super) fn set_version(&mut self, kind: u16, version: u16) {
        self.version = match (kind, version) {
            (0x0009, _) => Version::Two,
            (0x0809, 0x0600) => Version::Unicode,
            _ => Version::Old,
        };
    }

    /// Takes the code page.
    pub(super) fn set_code_page(&mut self, page: u16) {
        self.coding = Coding::of_code_page(u32::from(page)).unwrap_or(Coding::Cp932);
    }

    /// Tells whether this is Excel 2, whose cells have one byte more before their values.
    pub(super) fn two(self) -> bool {
        self.version == Version::Two
    }

    /// Reads bytes of the code page.
    pub(super) fn decoded(self, bytes: &[u8]) -> Cow<'_, str> {
        self.coding.decode(bytes)
    }

    /// Tells whether this is Excel 97 or later.
    pub(super) fn unicode(self) -> bool {
        self.version == Version::Unicode
    }

    /// Takes a string whose length has one byte.
    pub(super) fn short_string<R: Read>(self, body: &mut Body<'_, R>) -> Result<String, Stop> {
        let length = usize::from(body.byte()?);
        self.string(body, length)
    }

    /// Takes a string whose length has two bytes, one in Excel 2.
    pub(super) fn long_string<R: Read>(self, body: &mut Body<'_, R>) -> Result<String, Stop> {
        if self.version == Version::Two {
            return self.short_string(body);
        }
        let length = usize::from(body.short()?);
        self.string(body, length)
    }

    fn string<R: Read>(self, body: &mut Body<'_, R>, length: usize) -> Result<String, Stop> {
        if self.version == Version::Unicode {
            return unicode_string(body, length);
        }
        Ok(self.coding.decode(body.bytes(length)).into_owned())
    }
}

/// Takes a string of Excel 97: flags, lengths of what follows it, characters, formats, readings.
fn unicode_string<R: Read>(body: &mut Body<'_, R>, length: usize) -> Result<String, Stop> {
    let flags = body.byte()?;
    let formats = if flags & 8 != 0 {
        usize::from(body.short()?) * 4
    } else {
        0
    };
    let readings = if flags & 4 != 0 { body.long()? as usize } else { 0 };
    let text = body.chars(length, flags & 1 != 0)?;
    body.skip(formats)
        .and_then(|()| body.skip(readings))
        .map(|()| text)
}

/// Strings that cells refer to by number.
#[derive(Default)]
pub(super) struct Strings {
    chars: String,
    ends: Vec<u32>,
}

impl Drop for Strings {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.chars);
    }
}

impl Strings {
    /// Returns a string; an unknown one is empty.
    pub(super) fn get(&self, number: usize) -> &str {
        let end = self.ends.get(number).map_or(0, |&end| end as usize);
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |&end| end as usize);
        self.chars.get(start..end).unwrap_or_default()
    }

    /// Takes all strings.
    pub(super) fn read<R: Read>(&mut self, body: &mut Body<'_, R>) -> Result<(), Stop> {
        body.skip(4)?;
        for _ in 0..body.long()? {
            let length = usize::from(body.short()?);
            self.chars.push_str(&unicode_string(body, length)?);
            self.ends.push(self.chars.len() as u32);
            if self.chars.len() + self.ends.len() * 4 > STRINGS_BYTES {
                return Err(Stop::Limit("more than 24 MiB of shared strings"));
            }
        }
        Ok(())
    }
}
