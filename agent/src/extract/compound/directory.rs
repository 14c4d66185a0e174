//! The directory of a compound file: its entries, and which lies in which.

use super::long;

/// One entry: a storage, a stream, or nothing.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) parent: usize,
    pub(super) sort: Sort,
    pub(super) start: u32,
    pub(super) size: u64,
    /// Left neighbour, right neighbour, first child.
    pub(super) links: [u32; 3],
}

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Storage,
    Stream,
    Nothing,
}

impl Entry {
    /// Reads an entry.
    pub(super) fn read(bytes: &[u8], wide: bool) -> Self {
        let length = usize::from(u16::from_le_bytes([bytes[64], bytes[65]]));
        let units = bytes[..length.clamp(2, 64) - 2].as_chunks::<2>().0;
        let name = char::decode_utf16(units.iter().map(|unit| u16::from_le_bytes(*unit)));
        let size = u64::from(long(bytes, 120))
            | if wide {
                u64::from(long(bytes, 124)) << 32
            } else {
                0
            };
        Self {
            name: name.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
            parent: 0,
            sort: match bytes[66] {
                _ if !(2..=64).contains(&length) => Sort::Nothing,
                1 | 5 => Sort::Storage,
                2 => Sort::Stream,
                _ => Sort::Nothing,
            },
            start: long(bytes, 116),
            size,
            links: [68, 72, 76].map(|at| long(bytes, at)),
        }
    }
}

/// Gives every entry the storage it lies in; one that no tree reaches lies in the root.
pub(super) fn adopt(entries: &mut [Entry]) {
    let mut seen = vec![false; entries.len()];
    seen[0] = true;
    let mut open = vec![(0, entries[0].links[2])];
    while let Some((parent, at)) = open.pop() {
        let at = at as usize;
        if seen.get(at) != Some(&false) {
            continue;
        }
        seen[at] = true;
        let entry = &mut entries[at];
        entry.parent = parent;
        let [left, right, child] = entry.links;
        open.extend([(parent, left), (parent, right)]);
        if entry.sort == Sort::Storage {
            open.push((at, child));
        }
    }
}
