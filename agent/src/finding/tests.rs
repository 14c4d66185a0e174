//! What leaves the PC: counts in buckets, places without the user's name, no text.

use std::path::PathBuf;

use mimawari_proto::{
    finding::{Class, Confidence, FoundOn, Kind, Length, Place, Root, Severity, Shape},
    id::MediaSessionId,
    round::{RootOutcome, UnreadReason},
    time::Timestamp,
};

use super::*;
use crate::sense::{
    media::place::OnMedium,
    walk::{Identity, What},
};

fn place(profile: Option<&str>) -> RootPlace {
    RootPlace {
        root: Root::Desktop,
        user: Name::from("hanako"),
        path: PathBuf::from("/home/hanako/Desktop"),
        profile: profile.map(PathBuf::from),
        outcome: RootOutcome::Covered,
        medium: None,
    }
}

pub(crate) fn found_on() -> FoundOn {
    FoundOn {
        session: MediaSessionId::new(Timestamp::from_unix_ms(0), [1; 10]),
        vendor_id: 0x0411,
        product_id: 0x0277,
        vendor: Name::from("BUFFALO"),
        product: Name::from("USB Flash Disk"),
        serial: Name::from("0F1E2D3C4B5A6978"),
        volume_id: Name::from("2093-D12B"),
        volume_label: Name::from("KAIKEI"),
    }
}

fn sighting(path: &str) -> Sighting {
    Sighting {
        path: PathBuf::from(path),
        name: Name::from("memo.txt"),
        what: What::File,
        identity: Identity::default(),
        size_bytes: 120,
        modified_at: Timestamp::from_unix_ms(1_756_773_660_000),
        owner: Name::default(),
        hidden: false,
    }
}

fn hit(count: u64) -> Hit {
    Hit {
        kind: Kind::PasswordNote,
        rule: "password.label-value".to_owned(),
        confidence: Confidence::High,
        severity: Severity::Warning,
        member: vec![Name::from("memo.txt")],
        count,
        places: (1..=30).map(|line| Place::Line { line }).collect(),
        shape: Some(Shape {
            length: Length::Upto11,
            classes: vec![Class::Lower, Class::Digit],
        }),
        signals: vec![("the label pass".to_owned(), 40)],
    }
}

fn sealed(profile: Option<&str>, path: &str, count: u64) -> Finding {
    let id = FindingId::new(Timestamp::from_unix_ms(0), [0; 10]);
    seal(id, &place(profile), &sighting(path), &hit(count), false)
}

#[test]
fn an_exact_count_does_not_leave_the_machine() {
    for (count, bucket) in [(1, Count::One), (7, Count::Under10), (4_321, Count::Thousands)] {
        assert_eq!(sealed(None, "/x", count).count, bucket);
    }
}

#[test]
fn at_most_twenty_places_leave_the_machine() {
    assert_eq!(sealed(None, "/x", 30).places.len(), PLACES_LIMIT);
}

#[test]
fn what_lies_on_a_medium_names_the_medium_and_no_drive() {
    let place = RootPlace {
        root: Root::Media,
        medium: Some(OnMedium {
            key: "medium:x#0".to_owned(),
            told: found_on(),
        }),
        ..place(Some("/home/hanako"))
    };
    let id = FindingId::new(Timestamp::from_unix_ms(0), [0; 10]);
    let finding = seal(
        id,
        &place,
        &sighting("/home/hanako/Desktop/年度/a.txt"),
        &hit(1),
        false,
    );
    assert_eq!(finding.medium, Some(found_on()));
    assert_eq!(
        finding.path.shown.replace(MAIN_SEPARATOR, "/"),
        "%MEDIUM%/年度/a.txt"
    );
}

#[test]
fn the_profile_folder_is_written_as_user() {
    for (path, wanted) in [
        ("/home/hanako/Desktop/memo.txt", "%USER%/Desktop/memo.txt"),
        ("/home/hanako2/memo.txt", "/home/hanako2/memo.txt"),
        ("/srv/share/memo.txt", "/srv/share/memo.txt"),
    ] {
        let shown = sealed(Some("/home/hanako"), path, 1).path.shown;
        assert_eq!(shown.replace(MAIN_SEPARATOR, "/"), wanted);
    }
}

#[test]
fn a_path_longer_than_is_carried_is_cut() {
    let long = "長".repeat(NAME_LIMIT_BYTES);
    let path = sealed(Some("/home/hanako"), &format!("/home/hanako/{long}"), 1).path;
    assert!(path.shown.len() <= NAME_LIMIT_BYTES);
    assert!(path.shown.starts_with(&format!("%USER%{MAIN_SEPARATOR}長")));
}

#[test]
fn the_user_of_the_desktop_stands_in_for_an_unknown_owner() {
    assert_eq!(sealed(None, "/x", 1).owner.shown, "hanako");
}

#[test]
fn neither_the_reason_for_a_verdict_nor_a_detail_leaves_the_machine() {
    let finding = format!("{:?}", sealed(None, "/x", 1));
    assert!(!finding.contains("label pass"), "{finding}");
    let unread = Unread {
        member: Vec::new(),
        reason: UnreadReason::Damaged,
        format: "docx".to_owned(),
        detail: "part word/secret.xml".to_owned(),
    };
    let sealed = format!("{:?}", seal_unread(&place(None), &sighting("/x"), &unread));
    assert!(!sealed.contains("secret"), "{sealed}");
}
