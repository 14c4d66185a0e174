//! Objects in RTF: other documents, and files wrapped in them, written in hexadecimal digits.
//!
//! ```text
//! version u32 | 2: embedded u32 | class | topic | item, each a length u32 and so many bytes ended by 0
//! | length u32 | the object: a compound file; of the class Package a wrapped file; a picture
//! ```
//!
//! `[MS-OLEDS]` 2.2.5. An object that is only linked holds nothing of its own.

use std::io::{self, Cursor, Read, SeekFrom};

use mimawari_proto::name::Name;

use super::scan::{Scan, Token};
use crate::extract::{Bytes, Reading, Stop, coding::Coding, embed::wrapping};

/// Bytes in which the head of a wrapped file ends: two names and a path.
const HEAD: u64 = 4 << 10;
/// Longest name of a class, topic or item.
const NAME: u32 = 4 << 10;
/// What an object is that is embedded, and not linked or only a picture.
const EMBEDDED: u32 = 2;

impl Reading<'_> {
    /// Reads the object that begins at a position, as a member.
    ///
    /// # Errors
    /// No further member may be read.
    pub(super) fn rtf_object(&mut self, source: &mut dyn Bytes, at: u64) -> Result<(), Stop> {
        source
            .seek(SeekFrom::Start(at))
            .map_err(|error| Stop::of(&error))?;
        let mut digits = Digits::new(source);
        let (class, length) = match embedded(&mut digits) {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(()),
            Err(error) => return self.closed_member(Name::from("object"), "rtf", Stop::of(&error)),
        };
        let mut head = Vec::new();
        // What failed here fails again behind it.
        _ = digits.by_ref().take(HEAD).read_to_end(&mut head);
        let file = wrapping(&head).filter(|_| class == "Package");
        let (name, begins, length) = file.unwrap_or((class, 0, length));
        let begins = usize::try_from(begins).unwrap_or(0).min(head.len());
        let mut content = Cursor::new(&head[begins..]).chain(digits).take(length);
        self.member(Name::from(name.as_str()), &mut content)
    }
}

/// Reads up to where the object itself begins; returns its class and length, or `None` where there is no object.
fn embedded(digits: &mut Digits<'_>) -> io::Result<Option<(String, u64)>> {
    let _version = long(digits)?;
    if long(digits)? != EMBEDDED {
        return Ok(None);
    }
    let class = name(digits)?;
    let (_topic, _item) = (name(digits)?, name(digits)?);
    let length = match long(digits)? {
        0 => u64::MAX,
        length => length.into(),
    };
    Ok(Some((class, length)))
}

fn long(digits: &mut Digits<'_>) -> io::Result<u32> {
    let mut bytes = [0; 4];
    digits.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn name(digits: &mut Digits<'_>) -> io::Result<String> {
    let length = long(digits)?;
    if length > NAME {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length as usize];
    digits.read_exact(&mut bytes)?;
    let end = memchr::memchr(0, &bytes).unwrap_or(bytes.len());
    Ok(Coding::Cp932.decode(&bytes[..end]).into_owned())
}

/// The bytes that a group holds as pairs of digits, or as they are behind `\bin`.
struct Digits<'s> {
    scan: Scan<'s>,
    /// Groups open inside.
    depth: u64,
    /// Bytes that follow as they are.
    raw: u64,
    ended: bool,
}

impl<'s> Digits<'s> {
    /// Starts inside the group.
    fn new(source: &'s mut dyn Bytes) -> Self {
        Self {
            scan: Scan::new(source),
            depth: 0,
            raw: 0,
            ended: false,
        }
    }

    /// Takes one byte; `None` where the group ends.
    fn byte(&mut self) -> Result<Option<u8>, Stop> {
        let mut high = None;
        while !self.ended {
            if self.raw > 0 {
                self.raw -= 1;
                return self.scan.take();
            }
            match self.scan.next()? {
                Token::Raw(byte) => match (char::from(byte).to_digit(16), high) {
                    (Some(digit), None) => high = Some(digit),
                    (Some(digit), Some(high)) => return Ok(Some((high << 4 | digit) as u8)),
                    (None, _) => {}
                },
                Token::Word(word, number) if word.letters() == b"bin" => {
                    self.raw = number.unwrap_or(0).max(0) as u64;
                }
                Token::Open => self.depth += 1,
                Token::Close if self.depth > 0 => self.depth -= 1,
                Token::Close | Token::End => self.ended = true,
                Token::Word(..) | Token::Symbol(_) | Token::Escaped(_) => {}
            }
        }
        Ok(None)
    }
}

impl Read for Digits<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for (length, place) in buffer.iter_mut().enumerate() {
            match self.byte().map_err(io::Error::other)? {
                Some(byte) => *place = byte,
                None => return Ok(length),
            }
        }
        Ok(buffer.len())
    }
}
