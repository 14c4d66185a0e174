//! Tells file systems, encryption and signatures by the first bytes of a disk or volume.
//!
//! Facts only: what is not recognised is not known, never "plain". Offsets are
//! those of the on-disk formats as their makers publish them; everything is
//! read within what was given, which may be cut anywhere.

/// What the beginning of a volume tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Superblock {
    /// As Linux calls it: `vfat`, `exfat`, `ntfs`, `ext4`, `crypto_luks`, `bitlocker`, …
    pub file_system: &'static str,
    /// What tells the volume from others; empty when there is nothing.
    pub id: String,
    /// What somebody called it.
    pub label: String,
    /// What lies in it is encrypted; `None` where that stands deeper than is read.
    pub is_encrypted: Option<bool>,
}

/// BitLocker To Go on FAT: an ordinary boot sector with this GUID in it.
const TO_GO: [u8; 16] = [
    0x3b, 0xd6, 0x67, 0x49, 0x29, 0x2e, 0xd8, 0x4a, 0x83, 0x99, 0xf6, 0xa3, 0x39, 0xe3, 0xd0, 0x01,
];

/// Recognises a volume; `None` when nothing known lies there.
pub fn recognise(head: &[u8]) -> Option<Superblock> {
    let kinds = [
        luks, bitlocker, ntfs, exfat, fat, ext, xfs, btrfs, f2fs, apfs, hfs, disc,
    ];
    kinds.iter().find_map(|kind| kind(head))
}

/// Returns what tells a disk from others by its partition table; `None` where it has none.
pub fn disk_signature(head: &[u8]) -> Option<String> {
    if at(head, 512, 8)? == b"EFI PART" {
        return Some(format!("gpt:{}", guid(at(head, 568, 16)?)?));
    }
    // A boot sector of FAT or NTFS ends with the same two bytes.
    if at(head, 510, 2)? != [0x55, 0xaa] || recognise(head).is_some() {
        return None;
    }
    match little(at(head, 440, 4)?) {
        0 => None,
        signature => Some(format!("mbr:{signature:08x}")),
    }
}

/// Counts the partitions that a table names and that can hold files; `None` where there is no table to read.
pub fn partitions(head: &[u8]) -> Option<usize> {
    if at(head, 512, 8)? == b"EFI PART" {
        return gpt_partitions(head);
    }
    if at(head, 510, 2)? != [0x55, 0xaa] || recognise(head).is_some() {
        return None;
    }
    let sorts = (0..4).filter_map(|entry| at(head, 446 + 16 * entry + 4, 1));
    Some(sorts.filter(|sort| *sort != [0]).count())
}

/// Table at the sector named at 72 of the header, how many entries at 80, how long each at 84 (UEFI 2.10, 5.3).
fn gpt_partitions(head: &[u8]) -> Option<usize> {
    /// Reserved by Microsoft: no file system lies there.
    const RESERVED: [u8; 16] = [
        0x16, 0xe3, 0xc9, 0xe3, 0x5c, 0x0b, 0xb8, 0x4d, 0x81, 0x7d, 0xf9, 0x2d, 0xf0, 0x02, 0x15, 0xae,
    ];
    let number = |offset: usize, length: usize| usize::try_from(little(at(head, 512 + offset, length)?)).ok();
    let first = number(72, 8)?.checked_mul(512)?;
    let (count, size) = (number(80, 4)?.min(128), number(84, 4)?);
    let sorts = (0..count).filter_map(|entry| at(head, first.checked_add(entry.checked_mul(size)?)?, 16));
    Some(
        sorts
            .filter(|sort| **sort != [0; 16] && **sort != RESERVED)
            .count(),
    )
}

fn at(head: &[u8], offset: usize, length: usize) -> Option<&[u8]> {
    head.get(offset..)?.get(..length)
}

fn little(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Reads a text that ends with a zero or with blanks.
fn words(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).trim().to_owned()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a GUID whose first three groups are stored the little way round; zeros are none.
fn guid(bytes: &[u8]) -> Option<String> {
    if bytes.iter().all(|&byte| byte == 0) {
        return None;
    }
    let turned: Vec<u8> = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        .iter()
        .filter_map(|&index| bytes.get(index).copied())
        .collect();
    Some(hexadecimal(&turned))
}

fn uuid(bytes: &[u8]) -> String {
    match bytes.iter().all(|&byte| byte == 0) {
        true => String::new(),
        false => hexadecimal(bytes),
    }
}

/// Two groups of four, as Windows and Linux both write it.
fn short_serial(bytes: &[u8]) -> String {
    match little(bytes) {
        0 => String::new(),
        serial => format!("{:04X}-{:04X}", serial >> 16 & 0xffff, serial & 0xffff),
    }
}

fn plain(file_system: &'static str, id: String, label: String) -> Option<Superblock> {
    Some(Superblock {
        file_system,
        id,
        label,
        is_encrypted: Some(false),
    })
}

fn luks(head: &[u8]) -> Option<Superblock> {
    (at(head, 0, 6)? == b"LUKS\xba\xbe").then_some(())?;
    let is_second = at(head, 6, 2)? == [0, 2];
    let label = at(head, 24, 48).filter(|_| is_second).map(words);
    Some(Superblock {
        file_system: "crypto_luks",
        id: at(head, 168, 40).map(words).unwrap_or_default().replace('-', ""),
        label: label.unwrap_or_default(),
        is_encrypted: Some(true),
    })
}

fn bitlocker(head: &[u8]) -> Option<Superblock> {
    let is_fixed = at(head, 3, 8)? == b"-FVE-FS-";
    let is_to_go = at(head, 3, 8)? == b"MSWIN4.1" && at(head, 424, 16)? == TO_GO;
    (is_fixed || is_to_go).then(|| Superblock {
        file_system: "bitlocker",
        id: String::new(),
        label: String::new(),
        is_encrypted: Some(true),
    })
}

fn ntfs(head: &[u8]) -> Option<Superblock> {
    (at(head, 3, 8)? == b"NTFS    ").then_some(())?;
    let serial = little(at(head, 0x48, 8)?);
    let id = if serial == 0 {
        String::new()
    } else {
        format!("{serial:016X}")
    };
    plain("ntfs", id, String::new())
}

fn exfat(head: &[u8]) -> Option<Superblock> {
    (at(head, 3, 8)? == b"EXFAT   ").then_some(())?;
    plain("exfat", short_serial(at(head, 0x64, 4)?), String::new())
}

fn fat(head: &[u8]) -> Option<Superblock> {
    (at(head, 510, 2)? == [0x55, 0xaa] && matches!(head.first()?, 0xeb | 0xe9)).then_some(())?;
    let (serial, label) = if at(head, 0x52, 5)? == b"FAT32" {
        (0x43, 0x47)
    } else if at(head, 0x36, 3)? == b"FAT" {
        (0x27, 0x2b)
    } else {
        return None;
    };
    let label = words(at(head, label, 11)?);
    let label = if label == "NO NAME" { String::new() } else { label };
    plain("vfat", short_serial(at(head, serial, 4)?), label)
}

fn ext(head: &[u8]) -> Option<Superblock> {
    (at(head, 0x438, 2)? == [0x53, 0xef]).then_some(())?;
    let (compatible, incompatible) = (little(at(head, 0x45c, 4)?), little(at(head, 0x460, 4)?));
    let kind = match (compatible & 4 != 0, incompatible & 0x40 != 0) {
        (_, true) => "ext4",
        (true, false) => "ext3",
        (false, false) => "ext2",
    };
    plain(kind, uuid(at(head, 0x468, 16)?), words(at(head, 0x478, 16)?))
}

fn xfs(head: &[u8]) -> Option<Superblock> {
    (at(head, 0, 4)? == b"XFSB").then_some(())?;
    plain("xfs", uuid(at(head, 32, 16)?), words(at(head, 108, 12)?))
}

fn btrfs(head: &[u8]) -> Option<Superblock> {
    (at(head, 0x1_0040, 8)? == b"_BHRfS_M").then_some(())?;
    plain(
        "btrfs",
        uuid(at(head, 0x1_0020, 16)?),
        words(at(head, 0x1_012b, 256)?),
    )
}

fn f2fs(head: &[u8]) -> Option<Superblock> {
    (little(at(head, 0x400, 4)?) == 0xf2f5_2010).then_some(())?;
    plain("f2fs", uuid(at(head, 0x46c, 16)?), String::new())
}

fn apfs(head: &[u8]) -> Option<Superblock> {
    (at(head, 32, 4)? == b"NXSB").then_some(())?;
    let container = plain("apfs", uuid(at(head, 72, 16)?), String::new())?;
    Some(Superblock {
        is_encrypted: None,
        ..container
    })
}

fn hfs(head: &[u8]) -> Option<Superblock> {
    matches!(at(head, 0x400, 2)?, b"H+" | b"HX").then_some(())?;
    plain("hfsplus", String::new(), String::new())
}

fn disc(head: &[u8]) -> Option<Superblock> {
    match at(head, 0x8001, 5)? {
        b"CD001" => plain("iso9660", String::new(), words(at(head, 0x8028, 32)?)),
        b"BEA01" => plain("udf", String::new(), String::new()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
