//! Reads registry files (REGF) as they lie on the disk: for machines that do not run.
//!
//! ```text
//! 0     "regf" | … | root cell u32 at 36            4096   cells: size i32, then what it is
//! nk    flags u16 at 2 | written, 100 ns since 1601, at 4 | keys u32 at 20, their list at 28
//!       values u32 at 36, their list at 40 | name length u16 at 72, name at 76
//! lf lh li ri   count u16 at 2, then entries of 8 (lf, lh) or 4 (li, ri) bytes
//! vk    name length u16 at 2 | data length u32 at 4, data at 8 | flags u16 at 16, name at 20
//! ```
//!
//! Layout after the specification of the libyal project (regf). Small and our
//! own: what there is on crates.io is under other licences or reads whole hives
//! with all their history. Cells are taken within the file, each key once, at
//! most so many and so deep: a hive that points in circles ends.

use mimawari_proto::time::Timestamp;

use super::facts::media::{Branch, KEYS_DEPTH, RegistryValue, VALUE_BYTES};

/// Larger hives than this are not read; SYSTEM has some 20 MiB.
pub const HIVE_BYTES: usize = 256 << 20;

/// Values of one key that are read: MountedDevices keeps one for each volume there ever was.
const VALUES_LIMIT: usize = 10_000;

/// Keys of one key that are read.
const KEYS_OF_ONE: usize = 20_000;

const CELLS: usize = 4096;

/// Ms between 1601, where Windows counts from, and 1970.
const FROM_1601_MS: i64 = 11_644_473_600_000;

/// A registry file.
#[derive(Clone, Copy, Debug)]
pub struct Hive<'a> {
    bytes: &'a [u8],
    root: usize,
}

impl<'a> Hive<'a> {
    /// Takes the bytes of a file; `None` when they are no registry.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let is_hive = bytes.get(..4)? == b"regf" && bytes.len() <= HIVE_BYTES;
        let root = offset(bytes, 36)?;
        is_hive.then_some(Self { bytes, root })
    }

    /// Reads a key and everything below it; `left` is how many keys may still be read.
    pub fn branch(&self, path: &[&str], left: &mut usize) -> Option<Branch> {
        let mut key = self.root;
        for name in path {
            key = self.keys(key).into_iter().find(|&inner| {
                self.name(inner)
                    .is_some_and(|found| found.eq_ignore_ascii_case(name))
            })?;
        }
        self.read(key, KEYS_DEPTH, left)
    }

    fn read(&self, key: usize, depth: usize, left: &mut usize) -> Option<Branch> {
        *left = left.checked_sub(1)?;
        let mut branch = Branch {
            name: self.name(key)?,
            written_at: self.written_at(key),
            values: self.values(key),
            branches: Vec::new(),
        };
        if depth > 0 {
            let inner = self.keys(key);
            branch.branches = inner
                .into_iter()
                .map_while(|inner| Some(self.read(inner, depth - 1, left)))
                .flatten()
                .collect();
        }
        Some(branch)
    }

    /// What lies in a cell, up to the end of it.
    fn cell(&self, at: usize) -> Option<&'a [u8]> {
        let start = CELLS.checked_add(at)?;
        let size = i32::from_le_bytes(*self.bytes.get(start..)?.first_chunk()?);
        let size = usize::try_from(size.unsigned_abs()).ok()?;
        self.bytes
            .get(start + 4..start.checked_add(size)?.min(self.bytes.len()))
    }

    fn key(&self, at: usize) -> Option<&'a [u8]> {
        self.cell(at).filter(|cell| cell.starts_with(b"nk"))
    }

    fn name(&self, key: usize) -> Option<String> {
        let key = self.key(key)?;
        let length = usize::from(half(key, 72)?);
        let is_narrow = half(key, 2)? & 0x20 != 0;
        Some(text(key.get(76..76 + length)?, is_narrow))
    }

    fn written_at(&self, key: usize) -> Option<Timestamp> {
        let ticks = u64::from_le_bytes(*self.key(key)?.get(4..)?.first_chunk()?);
        let ms = i64::try_from(ticks / 10_000).ok().filter(|&ms| ms != 0)?;
        Some(Timestamp::from_unix_ms(ms - FROM_1601_MS))
    }

    /// The cells of the keys below a key.
    fn keys(&self, key: usize) -> Vec<usize> {
        let mut found = Vec::new();
        if let Some(list) = self
            .key(key)
            .filter(|key| word(key, 20) != Some(0))
            .and_then(|key| offset(key, 28))
        {
            self.list(list, 0, &mut found);
        }
        found
    }

    fn list(&self, at: usize, depth: usize, found: &mut Vec<usize>) {
        let Some(cell) = self.cell(at) else { return };
        let Some(count) = half(cell, 2) else { return };
        let (width, is_of_lists) = match cell.get(..2) {
            Some(b"lf" | b"lh") => (8, false),
            Some(b"li") => (4, false),
            Some(b"ri") => (4, true),
            _ => return,
        };
        for n in 0..usize::from(count) {
            let Some(inner) = offset(cell, 4 + n * width) else {
                return;
            };
            if found.len() >= KEYS_OF_ONE {
                return;
            }
            match is_of_lists {
                // Lists of lists are one deep.
                true if depth == 0 => self.list(inner, 1, found),
                true => {}
                false => found.push(inner),
            }
        }
    }

    fn values(&self, key: usize) -> Vec<RegistryValue> {
        let read = || {
            let key = self.key(key)?;
            let count = usize::try_from(word(key, 36)?).ok()?.min(VALUES_LIMIT);
            let list = self.cell(offset(key, 40)?)?;
            Some(
                (0..count)
                    .filter_map(|n| self.value(offset(list, n * 4)?))
                    .collect(),
            )
        };
        read().unwrap_or_default()
    }

    fn value(&self, at: usize) -> Option<RegistryValue> {
        let cell = self.cell(at).filter(|cell| cell.starts_with(b"vk"))?;
        let length = usize::from(half(cell, 2)?);
        let is_narrow = half(cell, 16)? & 1 != 0;
        let name = text(cell.get(20..20 + length)?, is_narrow);
        let size = word(cell, 4)?;
        // Up to four bytes lie where the offset of longer ones stands.
        let (is_here, size) = (size & 0x8000_0000 != 0, usize::try_from(size & 0x7fff_ffff).ok()?);
        let bytes = match is_here {
            true => cell.get(8..8 + size.min(4))?,
            false if size > VALUE_BYTES => return None,
            false => self.cell(offset(cell, 8)?)?.get(..size)?,
        };
        Some(RegistryValue {
            name,
            bytes: bytes.to_vec(),
        })
    }
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|&bytes| u16::from_le_bytes(bytes))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|&bytes| u32::from_le_bytes(bytes))
}

/// An offset from the first cell; all ones is none.
fn offset(bytes: &[u8], at: usize) -> Option<usize> {
    word(bytes, at)
        .filter(|&offset| offset != u32::MAX)
        .and_then(|offset| usize::try_from(offset).ok())
}

fn text(bytes: &[u8], is_narrow: bool) -> String {
    match is_narrow {
        // Latin-1: each byte is the character of its number.
        true => bytes.iter().map(|&byte| char::from(byte)).collect(),
        false => super::facts::media::utf16(bytes),
    }
}

#[cfg(test)]
mod tests;
