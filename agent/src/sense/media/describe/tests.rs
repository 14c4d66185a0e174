//! What is told of media of every sort, and what is left unknown.

use std::path::PathBuf;

use mimawari_proto::{reading::SerialState, time::Timestamp};

use super::*;
use crate::platform::facts::media::Mount;

fn stick(head: Head) -> Medium {
    let volume = Volume {
        node: "sdb1".to_owned(),
        size_bytes: 1,
        head,
        layer: None,
        file_system: String::new(),
        label: Name::default(),
        id: Name::default(),
        mount: None,
    };
    Medium {
        place: "a".to_owned(),
        class: MediaClass::Storage,
        bus: "usb",
        vendor_id: 0x0411,
        product_id: 0x0277,
        vendor: Name::from("BUFFALO"),
        product: Name::from("USB Flash Disk"),
        serial: Name::from("0F1E2D3C4B5A6978"),
        size_bytes: 16_000_000_000,
        write_protected: Some(false),
        head: Head::Unread("no right to read the device"),
        volumes: vec![volume],
    }
}

fn seen(medium: &Medium) -> MediaSeen {
    let session = MediaSessionId::new(Timestamp::from_unix_ms(1), [0; 10]);
    describe(medium, session, &[], None)
}

fn boot(name: &[u8; 8]) -> Head {
    let mut bytes = vec![0; 1024];
    bytes[3..11].copy_from_slice(name);
    Head::Bytes(bytes)
}

fn why(seen: &MediaSeen, what: &str) -> Option<String> {
    let unknown = seen.unknown.iter().find(|unknown| unknown.what == what);
    unknown.map(|unknown| unknown.why.clone())
}

#[test]
fn encryption_is_what_was_observed_and_else_not_known() {
    let none = seen(&stick(boot(b"NTFS    ")));
    assert_eq!(
        (none.encryption, none.encryption_source.as_str()),
        (Some(Encryption::None), "superblock")
    );
    assert_eq!(
        seen(&stick(boot(b"-FVE-FS-"))).encryption,
        Some(Encryption::Bitlocker)
    );
    let denied = seen(&stick(Head::Unread("no right to read the device")));
    assert_eq!(denied.encryption, None);
    assert_eq!(
        why(&denied, "encryption").as_deref(),
        Some("no right to read the device")
    );
    assert_eq!(seen(&stick(boot(b"garbage!"))).encryption, None);
    let mut opened = stick(boot(b"garbage!"));
    opened.volumes[0].layer = Some("luks");
    assert_eq!(seen(&opened).encryption, Some(Encryption::Luks));
}

#[test]
fn one_open_volume_makes_the_medium_open_and_one_unknown_leaves_it_unknown() {
    let mut mixed = stick(boot(b"-FVE-FS-"));
    let second = Volume {
        node: "sdb2".to_owned(),
        head: boot(b"NTFS    "),
        ..mixed.volumes[0].clone()
    };
    mixed.volumes.push(second);
    assert_eq!(seen(&mixed).encryption, Some(Encryption::None));
    mixed.volumes[1].head = boot(b"garbage!");
    assert_eq!(seen(&mixed).encryption, None);
}

#[test]
fn a_product_that_says_to_encrypt_by_itself_is_a_claim_and_no_observation() {
    let mut vault = stick(boot(b"NTFS    "));
    vault.product = Name::from("RUF3-HS16G");
    let vault = seen(&vault);
    assert_eq!(
        (vault.encryption, vault.encryption_source.as_str()),
        (None, "claimed")
    );
    assert!(vault.unknown.iter().any(|fact| fact.what == "encryption"));
    let mut locked = stick(boot(b"-FVE-FS-"));
    locked.product = Name::from("RUF3-HS16G");
    let locked = seen(&locked);
    assert_eq!(
        (locked.encryption, locked.encryption_source.as_str()),
        (Some(Encryption::Bitlocker), "superblock"),
        "what is observed goes first"
    );
}

#[test]
fn a_phone_has_no_disk_and_says_so() {
    let phone = Medium {
        class: MediaClass::Portable,
        volumes: Vec::new(),
        size_bytes: 0,
        ..stick(Head::Unread("no disk"))
    };
    let phone = seen(&phone);
    assert_eq!((phone.encryption, phone.size_bytes), (None, 0));
    assert!(why(&phone, "encryption").is_some());
    assert_eq!(phone.serial_state, Some(SerialState::Own));
}

#[test]
fn what_is_mounted_tells_free_and_user() {
    let mut mounted = stick(boot(b"NTFS    "));
    mounted.volumes[0].mount = Some(Mount {
        path: PathBuf::from("/media/taro/X"),
        is_read_only: false,
        free_bytes: Some(5),
        user: Name::from("taro"),
    });
    let mounted = seen(&mounted);
    assert_eq!(
        (mounted.free_bytes, mounted.user.shown.as_str()),
        (Some(5), "taro")
    );
    assert_eq!(why(&mounted, "free_bytes"), None);
    let not = seen(&stick(boot(b"NTFS    ")));
    assert_eq!(why(&not, "free_bytes").as_deref(), Some("not mounted"));
}
