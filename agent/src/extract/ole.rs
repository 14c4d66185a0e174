//! OLE compound files: which document it is, by the names of its streams. Their content is not read yet.

use std::io::{self, Read, SeekFrom};

use super::{Bytes, Stop};

/// Names of streams that tell the document, the surest first.
const STREAMS: &[(&str, &str)] = &[
    ("EncryptedPackage", "ooxml"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("VisioDocument", "vsd"),
    ("Quill", "pub"),
    ("DocumentText", "jtd"),
    ("JSRV_SegmentInformation", "jtd"),
    ("Props9", "mpp"),
    ("Props12", "mpp"),
    ("Props14", "mpp"),
    ("Catalog", "thumbs"),
];

/// Sectors of directory and allocation table that are looked at; a msg with 1,000 recipients has about 600.
const SECTORS: usize = 4_096;

/// Returns the format and how reading it ends.
pub(super) fn read(source: &mut dyn Bytes) -> (&'static str, Result<(), Stop>) {
    let names = match names(source) {
        Ok(names) => names,
        Err(error) => return ("ole", Err(Stop::of(&error))),
    };
    let found = STREAMS
        .iter()
        .find(|(stream, _)| names.iter().any(|name| name == stream));
    match found {
        Some((_, "ooxml")) => (
            "ooxml",
            Err(Stop::Encrypted("the document is protected by a password")),
        ),
        Some((_, "thumbs")) => ("thumbs", Ok(())),
        Some((_, format)) => (format, Err(Stop::Unsupported("not read by this release"))),
        None if names.is_empty() => ("ole", Err(Stop::Damaged("the list of streams is missing"))),
        None => (
            "ole",
            Err(Stop::Unsupported("a compound file of no known program")),
        ),
    }
}

/// Reads the names of all streams and storages, as far as the chain of the directory holds.
fn names(source: &mut dyn Bytes) -> io::Result<Vec<String>> {
    let mut header = [0u8; 512];
    source.seek(SeekFrom::Start(0))?;
    source.read_exact(&mut header)?;
    let long = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let sector_bytes = if header[30] == 12 { 4096u64 } else { 512 };
    let table: Vec<u32> = (0..109).map(|at| long(76 + at * 4)).collect();
    let mut names = Vec::new();
    let mut sector = long(48);
    for _ in 0..SECTORS {
        if sector >= 0xffff_fffa {
            break;
        }
        let Ok(bytes) = read_sector(source, sector, sector_bytes) else {
            break;
        };
        names.extend(bytes.chunks_exact(128).filter_map(entry_name));
        let per_sector = (sector_bytes / 4) as u32;
        let Some(&place) = table.get((sector / per_sector) as usize) else {
            break;
        };
        let Ok(links) = read_sector(source, place, sector_bytes) else {
            break;
        };
        let at = (sector % per_sector) as usize * 4;
        sector = match links.get(at..at + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => break,
        };
    }
    Ok(names)
}

fn read_sector(source: &mut dyn Bytes, sector: u32, sector_bytes: u64) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start((u64::from(sector) + 1) * sector_bytes))?;
    let mut bytes = Vec::new();
    source.take(sector_bytes).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn entry_name(entry: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
    let used = *entry.get(66)? != 0 && (2..=64).contains(&length);
    let units = entry.get(..length.checked_sub(2)?)?.as_chunks::<2>().0;
    let name: String = char::decode_utf16(units.iter().map(|unit| u16::from_le_bytes(*unit)))
        .flatten()
        .collect();
    used.then_some(name)
}
