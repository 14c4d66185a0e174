//! Windows shortcuts: where they lead, with which arguments, and what a person wrote about them.
//!
//! ```text
//! head 76 | list of items | place of the target | strings, each after its length | blocks of extras
//! ```

use std::io::{Read, SeekFrom};

use encoding_rs::UTF_16LE;

use super::{Bytes, Stop, block::Blocks, coding::Coding, limits::SHORTCUT_BYTES, text::At};

const HAS_ITEMS: u32 = 0x01;
const HAS_PLACE: u32 = 0x02;
const IS_UNICODE: u32 = 0x80;
/// Description, relative path, working folder, arguments, icon: in this order, where their flag is set.
const STRINGS: [u32; 5] = [0x04, 0x08, 0x10, 0x20, 0x40];
/// The block that holds a target with variables in it.
const VARIABLES: u32 = 0xa000_0001;

/// Reads a shortcut.
pub(super) fn read(source: &mut dyn Bytes, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut bytes = Vec::new();
    source
        .seek(SeekFrom::Start(0))
        .and_then(|_| source.take(SHORTCUT_BYTES).read_to_end(&mut bytes))
        .map_err(|error| Stop::of(&error))?;
    let mut link = Link {
        rest: bytes.get(76..).ok_or(Stop::Damaged("ends in its head"))?,
        ..Link::default()
    };
    let complete = link.parse(long(&bytes, 20).unwrap_or(0));
    let command = link.command();
    let [description, relative, folder, _, _] = &link.strings;
    let fields = link
        .targets
        .iter()
        .chain([&command, description, relative, folder]);
    for (line, text) in (1..).zip(fields) {
        blocks.push(text, At::Line(line), None, false)?;
    }
    complete.ok_or(Stop::Damaged("ends too early"))
}

#[derive(Default)]
struct Link<'b> {
    rest: &'b [u8],
    targets: Vec<String>,
    strings: [String; 5],
}

impl<'b> Link<'b> {
    fn parse(&mut self, flags: u32) -> Option<()> {
        if flags & HAS_ITEMS != 0 {
            let length = word(self.rest, 0)?;
            self.take(length + 2)?;
        }
        if flags & HAS_PLACE != 0 {
            let length = long(self.rest, 0)? as usize;
            let place = self.take(length)?;
            self.targets.extend(target(place));
            self.targets.extend(share(place));
        }
        for (at, flag) in STRINGS.into_iter().enumerate() {
            if flags & flag == 0 {
                continue;
            }
            let units = word(self.rest, 0)?;
            self.take(2)?;
            self.strings[at] = if flags & IS_UNICODE != 0 {
                wide(self.take(units * 2)?)
            } else {
                narrow(self.take(units)?)
            };
        }
        self.extras();
        Some(())
    }

    /// Reads the blocks at the end; the list may be left out.
    fn extras(&mut self) {
        while let Some(length) = long(self.rest, 0).filter(|&length| length >= 8) {
            let sort = long(self.rest, 4);
            let Some(block) = self.take(length as usize) else {
                return;
            };
            if sort == Some(VARIABLES) {
                let text = block.get(268..788).map(wide).filter(|text| !text.is_empty());
                let text = text.or_else(|| block.get(8..268).map(narrow));
                self.targets.extend(text.filter(|text| !text.is_empty()));
            }
        }
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// Writes program and arguments as one would type them.
    fn command(&self) -> String {
        let [_, relative, _, arguments, _] = &self.strings;
        if arguments.is_empty() {
            return String::new();
        }
        let target = self.targets.first().unwrap_or(relative);
        let file = target.rsplit(['\\', '/']).next().unwrap_or_default();
        let program = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        format!("{program} {arguments}")
    }
}

/// Returns the path of a target on a drive.
fn target(place: &[u8]) -> Option<String> {
    let has_unicode = long(place, 4)? >= 0x24;
    let part = |narrow_at: usize, wide_at: usize| {
        let wide_part = has_unicode.then(|| part(place, wide_at, wide)).flatten();
        wide_part.or_else(|| part(place, narrow_at, narrow))
    };
    let base = part(16, 28)?;
    let suffix = part(24, 32).unwrap_or_default();
    Some(format!("{base}{suffix}"))
}

/// Returns the path of a target on a server.
fn share(place: &[u8]) -> Option<String> {
    let at = long(place, 20)? as usize;
    let link = place.get(at..).filter(|_| at > 0)?;
    let has_unicode = long(link, 8)? > 0x14;
    let name = has_unicode.then(|| part(link, 20, wide)).flatten();
    let name = name.or_else(|| part(link, 8, narrow))?;
    let suffix = part(place, 24, narrow).unwrap_or_default();
    Some(format!("{name}\\{suffix}"))
}

/// Reads the string whose position stands at a position.
fn part(bytes: &[u8], at: usize, read: fn(&[u8]) -> String) -> Option<String> {
    let from = long(bytes, at)? as usize;
    bytes
        .get(from..)
        .filter(|_| from > 0)
        .map(read)
        .filter(|text| !text.is_empty())
}

/// Reads CP932 up to a zero.
fn narrow(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    Coding::Cp932.decode(&bytes[..end]).into_owned()
}

/// Reads UTF-16 up to a zero.
fn wide(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    let end = units
        .iter()
        .position(|unit| *unit == [0, 0])
        .unwrap_or(units.len());
    UTF_16LE
        .decode_without_bom_handling(&bytes[..end * 2])
        .0
        .into_owned()
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..at.checked_add(4)?)?
        .as_array()
        .map(|bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{super::shown::fields, *};

    fn head(flags: u32) -> Vec<u8> {
        let mut bytes = vec![0; 76];
        bytes[0] = 76;
        bytes[20..24].copy_from_slice(&flags.to_le_bytes());
        bytes
    }

    fn string(text: &str, unicode: bool) -> Vec<u8> {
        let bytes: Vec<u8> = if unicode {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
        };
        let units = if unicode { bytes.len() / 2 } else { bytes.len() };
        [&(units as u16).to_le_bytes()[..], &bytes].concat()
    }

    /// The place of a target on a drive, in CP932.
    fn place(path: &str) -> Vec<u8> {
        let path = encoding_rs::SHIFT_JIS.encode(path).0;
        let mut bytes = [0; 28];
        bytes[..4].copy_from_slice(&((28 + path.len() + 2) as u32).to_le_bytes());
        bytes[4] = 28;
        bytes[8] = 1;
        bytes[16] = 28;
        bytes[24] = (28 + path.len() + 1) as u8;
        [&bytes[..], &path, &[0, 0]].concat()
    }

    #[test]
    fn target_and_arguments_are_told_as_one_would_type_them() {
        for unicode in [true, false] {
            let flags = HAS_PLACE | 0x04 | 0x20 | if unicode { IS_UNICODE } else { 0 };
            let bytes = [
                head(flags),
                place("C:\\Windows\\System32\\net.exe"),
                string("共有フォルダー", unicode),
                string("use \\\\server\\s Pass#1 /user:kaikei", unicode),
            ]
            .concat();
            let (fields, outcome) = fields(|blocks| read(&mut Cursor::new(&bytes), blocks));
            assert_eq!(outcome, Ok(()));
            assert_eq!(
                fields,
                [
                    "1|C:\\Windows\\System32\\net.exe",
                    "2|net use \\\\server\\s Pass#1 /user:kaikei",
                    "3|共有フォルダー"
                ]
            );
            for cut in 0..bytes.len() {
                _ = super::super::shown::fields(|blocks| read(&mut Cursor::new(&bytes[..cut]), blocks));
            }
        }
    }
}
