//! Makes the record of one medium from what the system shows: observed, never assumed.

use mimawari_proto::{
    finding::Confidence,
    id::MediaSessionId,
    name::Name,
    reading::{Encryption, MediaClass, MediaMarker, MediaSeen, MediaUnknown},
};

use super::{
    grade::{Marks, Other, grade},
    superblock::{self, Superblock},
    vault,
};
use crate::platform::facts::media::{Head, Medium, Volume};

/// What tells a medium from others, as far as it goes.
pub fn marks(medium: &Medium) -> OwnMarks {
    let told: Vec<Told> = medium.volumes.iter().map(|volume| tell(medium, volume)).collect();
    OwnMarks {
        volume_id: first(told.iter().map(|told| told.id.as_str())),
        disk_signature: superblock::disk_signature(medium.head.bytes()).unwrap_or_default(),
    }
}

/// What is found out about a medium beyond what it says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnMarks {
    /// Of its first volume that has one.
    pub volume_id: String,
    /// Of its partition table.
    pub disk_signature: String,
}

impl OwnMarks {
    /// Puts them together with what the medium says.
    pub fn of<'a>(&'a self, medium: &'a Medium, has_marker: bool) -> Marks<'a> {
        Marks {
            vendor_id: medium.vendor_id,
            product_id: medium.product_id,
            serial: &medium.serial.shown,
            size_bytes: medium.size_bytes,
            volume_id: &self.volume_id,
            disk_signature: &self.disk_signature,
            has_marker,
        }
    }
}

/// Describes a medium that is plugged in.
pub fn describe(
    medium: &Medium,
    session: MediaSessionId,
    others: &[Other<'_>],
    marker: Option<MediaMarker>,
) -> MediaSeen {
    let own = marks(medium);
    let has_marker = marker
        .as_ref()
        .is_some_and(|marker| marker.verified == Some(true));
    let (grade, serial_state) = grade(&own.of(medium, has_marker), others);
    let told: Vec<Told> = medium.volumes.iter().map(|volume| tell(medium, volume)).collect();
    let mounts: Vec<_> = medium
        .volumes
        .iter()
        .filter_map(|volume| volume.mount.as_ref())
        .collect();
    let mut seen = MediaSeen {
        grade,
        vendor_id: medium.vendor_id,
        product_id: medium.product_id,
        vendor: medium.vendor.clone(),
        product: medium.product.clone(),
        serial: medium.serial.clone(),
        size_bytes: medium.size_bytes,
        write_protected: medium.write_protected,
        source_confidence: Some(Confidence::High),
        // Of all volumes that are mounted together; where one does not say, of none.
        free_bytes: mounts
            .iter()
            .map(|mount| mount.free_bytes)
            .reduce(|one, two| Some(one? + two?))
            .flatten(),
        user: Name::from(first(mounts.iter().map(|mount| mount.user.shown.as_str())).as_str()),
        volume_label: Name::from(first(told.iter().map(|told| told.label.as_str())).as_str()),
        file_system: first(told.iter().map(|told| told.file_system.as_str())),
        volume_id: Name::from(own.volume_id.as_str()),
        disk_signature: Name::from(own.disk_signature.as_str()),
        marker,
        bus: medium.bus.to_owned(),
        serial_state: Some(serial_state),
        ..MediaSeen::new(session, medium.class, "present")
    };
    judge_encryption(&mut seen, medium, &told);
    note_unknown(&mut seen, medium);
    seen
}

/// What one volume tells.
struct Told {
    file_system: String,
    id: String,
    label: String,
    encryption: Result<(Encryption, &'static str), &'static str>,
}

/// The system's own word comes first where it gives one: it looks deeper than we do.
fn tell(medium: &Medium, volume: &Volume) -> Told {
    // A disk without partitions is its own volume.
    let head = match (&volume.head, medium.volumes.len()) {
        (Head::Unread(_), 1) if !medium.head.bytes().is_empty() => &medium.head,
        (head, _) => head,
    };
    let read = superblock::recognise(head.bytes());
    let either = |system: &str, read: Option<&str>| match system {
        "" => read.unwrap_or_default().to_owned(),
        system => system.to_owned(),
    };
    Told {
        encryption: encryption(volume, head, read.as_ref()),
        file_system: either(&volume.file_system, read.as_ref().map(|read| read.file_system)),
        // Windows shows but half of the number of NTFS: what lies on the disk is the same everywhere.
        id: match read.as_ref().map(|read| read.id.as_str()) {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => volume.id.shown.clone(),
        },
        label: either(&volume.label.shown, read.as_ref().map(|read| read.label.as_str())),
    }
}

fn encryption(
    volume: &Volume,
    head: &Head,
    read: Option<&Superblock>,
) -> Result<(Encryption, &'static str), &'static str> {
    match volume.layer {
        Some("luks") => return Ok((Encryption::Luks, "mapper")),
        Some("bitlocker") => return Ok((Encryption::Bitlocker, "mapper")),
        Some(_) => return Ok((Encryption::Another, "mapper")),
        None => {}
    }
    match (read, head) {
        (Some(read), _) => match (read.file_system, read.is_encrypted) {
            ("bitlocker", _) => Ok((Encryption::Bitlocker, "superblock")),
            ("crypto_luks", _) => Ok((Encryption::Luks, "superblock")),
            (_, Some(true)) => Ok((Encryption::Another, "superblock")),
            (_, Some(false)) => Ok((Encryption::None, "superblock")),
            (_, None) => Err("a container whose volumes are not read"),
        },
        (None, Head::Bytes(_)) => Err("no known file system"),
        (None, Head::Unread(why)) => Err(why),
    }
}

/// A medium is as open as its most open volume; one volume that is not known leaves the whole unknown.
fn judge_encryption(seen: &mut MediaSeen, medium: &Medium, told: &[Told]) {
    if matches!(seen.class, MediaClass::Portable | MediaClass::Network) {
        return unknown(
            seen,
            "encryption",
            "not a disk: what it holds is not seen from here",
        );
    }
    let known: Result<Vec<_>, _> = told.iter().map(|told| told.encryption).collect();
    let open = told
        .iter()
        .filter_map(|told| told.encryption.ok())
        .find(|(encryption, _)| *encryption == Encryption::None);
    let observed = open.map_or_else(
        || known.and_then(|all| all.first().copied().ok_or("no volume")),
        Ok,
    );
    let is_claimed = vault::claims_to_encrypt(medium.vendor_id, &medium.vendor.shown, &medium.product.shown);
    match observed {
        // What a name claims is no protection that was seen, and what is open looks plain.
        Ok((Encryption::None, _)) | Err(_) if is_claimed => {
            seen.encryption_source = "claimed".to_owned();
            unknown(
                seen,
                "encryption",
                "the product claims to encrypt by itself, which cannot be seen from here",
            );
        }
        Ok((encryption, source)) => {
            seen.encryption = Some(encryption);
            seen.encryption_source = source.to_owned();
        }
        Err(why) => unknown(seen, "encryption", why),
    }
}

fn note_unknown(seen: &mut MediaSeen, medium: &Medium) {
    let is_disk = !matches!(seen.class, MediaClass::Portable | MediaClass::Network);
    if !is_disk {
        return;
    }
    if seen.size_bytes == 0 {
        unknown(seen, "size_bytes", "the device does not say");
    }
    if seen.file_system.is_empty() {
        unknown(seen, "file_system", why_unread(medium));
    }
    if seen.write_protected.is_none() {
        unknown(seen, "write_protected", "the system does not say");
    }
    if seen.free_bytes.is_none() {
        let is_mounted = medium.volumes.iter().any(|volume| volume.mount.is_some());
        let why = match is_mounted {
            true => "the system does not say",
            false => "not mounted",
        };
        unknown(seen, "free_bytes", why);
    }
    unknown(seen, "content", "not swept yet");
}

fn why_unread(medium: &Medium) -> &'static str {
    let heads = medium.volumes.iter().map(|volume| &volume.head);
    let why = heads.chain([&medium.head]).find_map(|head| match head {
        Head::Unread(why) if *why != "the disk itself" => Some(*why),
        _ => None,
    });
    why.unwrap_or("no known file system")
}

/// Notes that a fact is not known, and why.
pub(super) fn unknown(seen: &mut MediaSeen, what: &str, why: &str) {
    seen.unknown.push(MediaUnknown {
        what: what.to_owned(),
        why: why.to_owned(),
    });
}

fn first(texts: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut texts = texts.map(|text| text.as_ref().to_owned());
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
