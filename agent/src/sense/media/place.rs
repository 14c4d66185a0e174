//! Where the content of a medium is looked for, and how it is kept: by the medium, never by where it is mounted.
//!
//! ```text
//! key    medium:VENDOR:PRODUCT:SERIAL:SIZE              a serial of its own
//!        medium:VENDOR:PRODUCT:SERIAL:SIZE:VOLUME:DISK  none, or that of the reader a card sits in
//!        medium:SESSION                                 grade C: each stay is for itself
//! kept   KEY#N/what/lies/below                          N: which of its volumes, from 0
//! ```
//!
//! Two media never share a key as far as can be told: what stands on one is
//! not disproved by the other in the same drive. A medium that was formatted
//! keeps its key only by a serial of its own.

use std::{borrow::Cow, path::Path};

use mimawari_proto::{
    finding::{FoundOn, Root},
    name::Name,
    reading::{Grade, MediaClass, MediaSeen, SerialState},
    round::RootOutcome,
};

use super::superblock::partitions;
use crate::{platform::facts::media::Medium, sense::desktop::RootPlace};

/// What every key begins with; no folder of a PC does.
pub const KEYS_BEGIN: &str = "medium:";

/// The medium that a place lies on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OnMedium {
    /// Tells the medium from others, and its volumes from one another.
    pub key: String,
    /// As it is reported.
    pub told: FoundOn,
}

impl RootPlace {
    /// Returns a path as the outbox keeps it: the system's own spelling, but on a medium from its key on.
    pub fn kept<'a>(&self, path: &'a Path) -> Cow<'a, [u8]> {
        let whole = path.as_os_str().as_encoded_bytes();
        let Some(medium) = &self.medium else {
            return Cow::Borrowed(whole);
        };
        let below = path.strip_prefix(&self.path).unwrap_or(path);
        let mut kept = medium.key.clone().into_bytes();
        if !below.as_os_str().is_empty() {
            kept.push(b'/');
            kept.extend(below.as_os_str().as_encoded_bytes());
        }
        Cow::Owned(kept)
    }
}

/// Lists the mounted volumes of a medium as places to look through.
pub fn places(medium: &Medium, seen: &MediaSeen) -> Vec<RootPlace> {
    let key = key(seen);
    let told = FoundOn {
        session: seen.session,
        vendor_id: seen.vendor_id,
        product_id: seen.product_id,
        vendor: seen.vendor.clone(),
        product: seen.product.clone(),
        serial: seen.serial.clone(),
        volume_id: seen.volume_id.clone(),
        volume_label: seen.volume_label.clone(),
    };
    let mounted = medium.volumes.iter().enumerate();
    mounted
        .filter_map(|(number, volume)| Some((number, volume.mount.as_ref()?)))
        .map(|(number, mount)| RootPlace {
            root: Root::Media,
            user: mount.user.clone(),
            path: mount.path.clone(),
            profile: None,
            outcome: RootOutcome::Covered,
            medium: Some(OnMedium {
                key: format!("{key}#{number}"),
                told: told.clone(),
            }),
        })
        .collect()
}

/// Tells whether every volume of a medium can be looked into; Windows shows only those with a letter.
pub fn is_open(medium: &Medium) -> bool {
    let are_all = partitions(medium.head.bytes()).is_none_or(|there| there <= medium.volumes.len());
    are_all && medium.volumes.iter().all(|volume| volume.mount.is_some())
}

fn key(seen: &MediaSeen) -> String {
    if seen.grade == Grade::C {
        return format!("{KEYS_BEGIN}{}", seen.session);
    }
    let plain = |name: &Name| name.shown.replace(['/', '\\', ':', '#'], "_");
    let hardware = format!(
        "{KEYS_BEGIN}{:04x}:{:04x}:{}:{}",
        seen.vendor_id,
        seen.product_id,
        plain(&seen.serial),
        seen.size_bytes
    );
    let is_of_the_reader = seen.class == MediaClass::Card && seen.bus != "mmc";
    match seen.serial_state {
        Some(SerialState::Own) if !is_of_the_reader => hardware,
        _ => format!(
            "{hardware}:{}:{}",
            plain(&seen.volume_id),
            plain(&seen.disk_signature)
        ),
    }
}

#[cfg(test)]
mod tests {
    use mimawari_proto::{id::MediaSessionId, time::Timestamp};

    use super::*;
    use crate::platform::facts::media::{Head, Mount, Volume};

    fn stick(session: u8) -> MediaSeen {
        let session = MediaSessionId::new(Timestamp::default(), [session; 10]);
        MediaSeen {
            grade: Grade::A,
            serial: Name::from("0F1E#2D/3C"),
            serial_state: Some(SerialState::Own),
            volume_id: Name::from("2093-D12B"),
            size_bytes: 16_000_000_000,
            bus: "usb".to_owned(),
            ..MediaSeen::new(session, MediaClass::Storage, "present")
        }
    }

    fn formatted(seen: &MediaSeen) -> MediaSeen {
        MediaSeen {
            volume_id: Name::from("0000-0001"),
            ..seen.clone()
        }
    }

    #[test]
    fn a_key_stays_with_its_medium_and_with_nothing_else() {
        let own = stick(1);
        assert_eq!(key(&own), key(&stick(2)), "the same stick in another stay");
        assert_eq!(key(&own), key(&formatted(&own)));
        let card = MediaSeen {
            class: MediaClass::Card,
            ..own.clone()
        };
        assert_ne!(
            key(&card),
            key(&formatted(&card)),
            "another card in the same reader"
        );
        let shared = MediaSeen {
            serial_state: Some(SerialState::Shared),
            grade: Grade::B,
            ..own.clone()
        };
        assert_ne!(key(&shared), key(&formatted(&shared)));
        let nobody = |session| MediaSeen {
            grade: Grade::C,
            ..stick(session)
        };
        assert_ne!(key(&nobody(1)), key(&nobody(2)));
        assert_eq!(
            key(&own).matches(['/', '#']).count(),
            0,
            "a serial breaks no path"
        );
    }

    #[test]
    fn a_medium_with_a_partition_that_is_not_shown_is_not_open() {
        let mount = Mount {
            path: "E:".into(),
            is_read_only: false,
            free_bytes: None,
            user: Name::default(),
        };
        let shown = Volume {
            node: "E:".to_owned(),
            size_bytes: 0,
            head: Head::Unread("not tried"),
            layer: None,
            file_system: String::new(),
            label: Name::default(),
            id: Name::default(),
            mount: Some(mount),
        };
        let mut table = vec![0; 1024];
        (table[450], table[466]) = (0x0c, 0x07);
        table[510..512].copy_from_slice(&[0x55, 0xaa]);
        let mut stick = Medium {
            place: String::new(),
            class: MediaClass::Storage,
            bus: "usb",
            vendor_id: 0,
            product_id: 0,
            vendor: Name::default(),
            product: Name::default(),
            serial: Name::default(),
            size_bytes: 0,
            write_protected: None,
            head: Head::Bytes(table),
            volumes: vec![shown.clone()],
        };
        assert!(!is_open(&stick), "two partitions, one letter");
        stick.volumes.push(shown.clone());
        assert!(is_open(&stick));
        stick.volumes[0].mount = None;
        assert!(!is_open(&stick), "one is locked");
    }

    #[test]
    fn what_lies_on_a_medium_is_kept_by_it_and_not_by_where_it_is_mounted() {
        let top = std::env::temp_dir();
        let mut place = RootPlace {
            root: Root::Media,
            user: Name::default(),
            path: top.clone(),
            profile: None,
            outcome: RootOutcome::Covered,
            medium: None,
        };
        let file = top.join("note.txt");
        assert_eq!(*place.kept(&file), *file.as_os_str().as_encoded_bytes());
        let told = crate::finding::tests::found_on();
        place.medium = Some(OnMedium {
            key: "medium:x#0".to_owned(),
            told,
        });
        assert_eq!(*place.kept(&file), *b"medium:x#0/note.txt");
        assert_eq!(*place.kept(&top), *b"medium:x#0");
    }
}
