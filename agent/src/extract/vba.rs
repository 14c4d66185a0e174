//! Macros: the text of every module of a VBA project, as a member with its lines.
//!
//! ```text
//! storage    VBA ▸ dir, packed: which modules there are | a stream for each module
//! record     id u16 | length u32 | body
//! module     compiled code, left out | from the offset in `dir` on: the text, packed
//! packed     1 | chunks: length - 3, 12 bits; 3, 3 bits; packed?, 1 bit | bytes of at most 4,096 unpacked
//! ```
//!
//! `[MS-OVBA]` 2.3.4.2 and 2.4.1. A project that asks for a password to be shown is not locked by it.

use std::io::Cursor;

use mimawari_proto::name::Name;

use super::{
    Reading, Stop,
    coding::Coding,
    compound::{Compound, Storage},
    limits::{MACRO_BYTES, MACROS, PART_BYTES},
};

const VERSION: u16 = 0x0009;
const CODE_PAGE: u16 = 0x0003;
const STREAM: u16 = 0x001a;
const OFFSET: u16 = 0x0031;
/// Bytes that a chunk unpacks to at the most.
const CHUNK: usize = 4_096;
const BROKEN: Stop = Stop::Damaged("the macros do not unpack");

impl Reading<'_> {
    /// Reads every module of the project in a storage.
    ///
    /// # Errors
    /// The list of modules is broken, or no further member may be read.
    pub(super) fn macros(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Result<(), Stop> {
        let Some(project) = compound.storage(storage, "VBA") else {
            return Err(Stop::Damaged("the macros are missing"));
        };
        let packed = compound.part(project, "dir", 0, PART_BYTES, &self.budget)?;
        let modules = modules(&unpacked(&packed)?)?;
        for Module {
            stream,
            begins,
            coding,
        } in modules
        {
            let name = Name::from(stream.as_str());
            let packed = compound.part(project, &stream, begins.into(), PART_BYTES, &self.budget);
            match packed.and_then(|packed| unpacked(&packed)) {
                Ok(text) => {
                    let mut text = coding.decode(&text).into_owned();
                    let outcome = self.holding(text.len(), |reading| {
                        reading.member(name, &mut Cursor::new(text.as_bytes()))
                    });
                    zeroize::Zeroize::zeroize(&mut text);
                    outcome?;
                }
                Err(stop) => self.closed_member(name, "vba", stop)?,
            }
        }
        Ok(())
    }
}

/// Where the text of a module is.
#[derive(PartialEq, Eq, Debug)]
struct Module {
    stream: String,
    begins: u32,
    coding: Coding,
}

/// Reads the list of modules.
fn modules(mut dir: &[u8]) -> Result<Vec<Module>, Stop> {
    let (mut modules, mut coding, mut stream) = (Vec::new(), Coding::Cp932, None);
    while let Some((&head, rest)) = dir.split_first_chunk::<6>() {
        let [a, b, c, d, e, f] = head;
        let id = u16::from_le_bytes([a, b]);
        // The version is two bytes longer than it says.
        let more = if id == VERSION { 2 } else { 0 };
        let length = (u32::from_le_bytes([c, d, e, f]) as usize).saturating_add(more);
        let (body, after) = rest.split_at_checked(length).ok_or(BROKEN)?;
        dir = after;
        match (id, body) {
            (CODE_PAGE, &[low, high]) => {
                let page = u16::from_le_bytes([low, high]).into();
                coding = Coding::of_code_page(page).unwrap_or(coding);
            }
            (STREAM, name) => stream = Some(coding.decode(name).into_owned()),
            (OFFSET, _) if modules.len() >= MACROS => {
                return Err(Stop::Limit("more than 10,000 modules"));
            }
            (OFFSET, &[a, b, c, d]) => modules.extend(stream.take().map(|stream| Module {
                stream,
                begins: u32::from_le_bytes([a, b, c, d]),
                coding,
            })),
            _ => {}
        }
    }
    Ok(modules)
}

/// Unpacks a whole container.
fn unpacked(packed: &[u8]) -> Result<Vec<u8>, Stop> {
    let mut rest = packed.strip_prefix(&[1]).ok_or(BROKEN)?;
    let mut text = Vec::new();
    while let Some((&head, after)) = rest.split_first_chunk::<2>() {
        let head = u16::from_le_bytes(head);
        let length = usize::from(head & 0x0fff) + 1;
        if head >> 12 & 7 != 3 {
            // Something else follows the text.
            break;
        }
        let (chunk, behind) = after.split_at(length.min(after.len()));
        rest = behind;
        match head & 0x8000 {
            0 => text.extend(chunk),
            _ => unpack(chunk, &mut text)?,
        }
        if text.len() > MACRO_BYTES {
            return Err(Stop::Limit("a module of more than 4 MiB"));
        }
    }
    Ok(text)
}

/// Unpacks one chunk: eight flags, and for each a byte or a copy of what came before in the chunk.
fn unpack(mut chunk: &[u8], text: &mut Vec<u8>) -> Result<(), Stop> {
    let start = text.len();
    while let Some((&flags, after)) = chunk.split_first() {
        chunk = after;
        for flag in 0..8 {
            if flags >> flag & 1 == 0 {
                let Some((&byte, after)) = chunk.split_first() else {
                    return Ok(());
                };
                chunk = after;
                text.push(byte);
                continue;
            }
            let Some((&copy, after)) = chunk.split_first_chunk::<2>() else {
                return Ok(());
            };
            chunk = after;
            repeat(u16::from_le_bytes(copy), start, text)?;
        }
    }
    Ok(())
}

/// Repeats what came before: the more there is, the more bits tell how far back, and the fewer how long.
fn repeat(copy: u16, start: usize, text: &mut Vec<u8>) -> Result<(), Stop> {
    let before = text.len() - start;
    let bits = usize::BITS - before.saturating_sub(1).leading_zeros();
    let bits = bits.clamp(4, 12);
    let length = usize::from(copy & (0xffff >> bits)) + 3;
    let back = usize::from(copy >> (16 - bits)) + 1;
    if back > before || before + length > CHUNK {
        return Err(BROKEN);
    }
    for at in text.len() - back..text.len() - back + length {
        text.push(text[at]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three examples of `[MS-OVBA]` 3.2.
    #[test]
    fn text_is_unpacked_as_the_specification_shows() {
        let plain = b"\x01\x19\xb0\x00abcdefgh\x00ijklmnop\x00qrstuv.";
        let some = b"\x01\x2f\xb0\x00#aaabcde\x82f\x00paghij\x018\x08akl\x000mnop\x06q\x02p\x04\x10rstuv\x10wxyz\x00\x3c";
        let most = b"\x01\x03\xb0\x02a\x45\x00";
        for (packed, text) in [
            (&plain[..], "abcdefghijklmnopqrstuv.".to_owned()),
            (
                some,
                "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa".to_owned(),
            ),
            (most, "a".repeat(73)),
        ] {
            assert_eq!(unpacked(packed), Ok(text.into_bytes()));
        }
    }

    #[test]
    fn a_copy_from_before_the_beginning_is_broken() {
        assert_eq!(unpacked(b"\x01\x03\xb0\x01\x45\x00\x00"), Err(BROKEN));
        assert_eq!(unpacked(b"no macros"), Err(BROKEN));
    }

    #[test]
    fn modules_are_listed_with_where_their_text_begins() {
        let record =
            |id: u16, body: &[u8]| [&id.to_le_bytes()[..], &(body.len() as u32).to_le_bytes(), body].concat();
        let dir = [
            record(CODE_PAGE, &932_u16.to_le_bytes()),
            [&VERSION.to_le_bytes()[..], &4_u32.to_le_bytes(), &[7; 6]].concat(),
            record(STREAM, b"\x8aJ\x8en"),
            record(0x32, b"\x8b\x95\xcb\x59"),
            record(OFFSET, &77_u32.to_le_bytes()),
        ]
        .concat();
        let module = Module {
            stream: "開始".to_owned(),
            begins: 77,
            coding: Coding::Cp932,
        };
        assert_eq!(modules(&dir), Ok(vec![module]));
        assert_eq!(modules(&dir[..dir.len() - 1]), Err(BROKEN));
    }
}
