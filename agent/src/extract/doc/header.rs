//! The header of a Word document: version, protection, how long each story is, where the lists lie.

use crate::extract::Stop;

/// Word 6 and 95.
const OLD: u16 = 0xa5dc;
/// Word 97 and later.
const NEW: u16 = 0xa5ec;
/// Versions below are Word 6 and 95, whatever they begin with.
const FIRST_NEW: u16 = 0x00c0;

/// What the header tells.
#[derive(Debug)]
pub(super) struct Header {
    /// Word 6 or 95: text in the code page, lists in the main stream.
    pub(super) old: bool,
    /// Protected by a password.
    pub(super) encrypted: bool,
    /// The text of Word 95 is of two bytes a character.
    pub(super) wide: bool,
    /// Text is in the code page of Japanese Windows.
    pub(super) japanese: bool,
    /// The stream of lists.
    pub(super) table: &'static str,
    /// Characters of the stories: body, footnotes, headers, macros, comments, endnotes, boxes, boxes in headers.
    pub(super) stories: [u32; 8],
    /// Position and length of the list of pieces.
    pub(super) pieces: (u64, u64),
    /// Position and length of the list of pages about paragraphs.
    pub(super) paragraphs: (u64, u64),
    /// Where text begins and ends in a document that has no list of pieces.
    pub(super) text: (u64, u64),
}

impl Header {
    /// Reads the beginning of the main stream.
    ///
    /// # Errors
    /// Damaged, or older than Word 6.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Stop> {
        let version = short(bytes, 2)?;
        let flags = short(bytes, 10)?;
        let old = match short(bytes, 0)? {
            OLD => true,
            NEW => version < FIRST_NEW,
            _ => return Err(Stop::Damaged("the header of the document is broken")),
        };
        let (stories, lists) = if old { (0x34, 0x58) } else { (0x4c, 0x9a) };
        let list = |number: usize| -> Result<(u64, u64), Stop> {
            let at = lists + number * 8;
            Ok((long(bytes, at)?.into(), long(bytes, at + 4)?.into()))
        };
        let mut header = Self {
            old,
            encrypted: flags & 0x0100 != 0,
            wide: old && flags & 0x1000 != 0,
            japanese: flags & 0x4000 != 0 || short(bytes, 6)? & 0x3ff == 0x11,
            table: if flags & 0x0200 != 0 { "1Table" } else { "0Table" },
            stories: [0; 8],
            pieces: (0, 0),
            paragraphs: (0, 0),
            text: (long(bytes, 0x18)?.into(), long(bytes, 0x1c)?.into()),
        };
        if header.encrypted {
            return Ok(header);
        }
        for (number, story) in header.stories.iter_mut().enumerate() {
            *story = long(bytes, stories + number * 4)?;
        }
        header.pieces = list(33)?;
        header.paragraphs = list(13)?;
        Ok(header)
    }

    /// Returns the characters of all stories.
    pub(super) fn characters(&self) -> u64 {
        self.stories.iter().map(|&story| u64::from(story)).sum()
    }
}

fn short(bytes: &[u8], at: usize) -> Result<u16, Stop> {
    match bytes.get(at..at + 2) {
        Some(&[a, b]) => Ok(u16::from_le_bytes([a, b])),
        _ => Err(Stop::Damaged("the header of the document is cut off")),
    }
}

fn long(bytes: &[u8], at: usize) -> Result<u32, Stop> {
    Ok(u32::from(short(bytes, at)?) | u32::from(short(bytes, at + 2)?) << 16)
}
