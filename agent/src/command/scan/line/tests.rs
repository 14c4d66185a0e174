//! How one finding or unread file reads as a row, as JSON and in Japanese.

use std::path::PathBuf;

use mimawari_proto::{
    finding::{Class, Length},
    time::Timestamp,
};
use serde_json::json;

use super::*;
use crate::{
    command::scan::look::Outcome,
    sense::walk::{Identity, Sighting, What},
};

fn looked(path: &str) -> Looked {
    Looked {
        shown: PathBuf::from(path),
        sighting: Some(Sighting {
            path: PathBuf::from("/real").join(path),
            name: Name::from("memo.txt"),
            what: What::File,
            identity: Identity::default(),
            size_bytes: 120,
            modified_at: Timestamp::from_unix_ms(1_756_773_660_123),
            owner: Name::from("hanako"),
            hidden: false,
        }),
        outcome: Outcome::Skipped,
    }
}

fn hit() -> Hit {
    Hit {
        kind: Kind::PasswordNote,
        rule: "password.label-value".to_owned(),
        confidence: Confidence::High,
        severity: Severity::Warning,
        member: vec![Name::from("memo.txt")],
        count: 3,
        places: vec![Place::Line { line: 12 }],
        shape: Some(Shape {
            length: Length::Upto11,
            classes: vec![Class::Lower, Class::Digit],
        }),
        signals: vec![("label".to_owned(), 40)],
    }
}

#[test]
fn a_finding_is_written_as_promised_to_scripts() {
    let tokyo = TimeZone::get("Asia/Tokyo").expect("bundled");
    let (looked, hit) = (looked("backup.zip"), hit());
    let line = Line::Finding(finding(&looked, &hit, false, false, &tokyo));
    let wanted = json!({
        "type": "finding", "schema": "mimawari.scan/1",
        "kind": "password_note", "rule": "password.label-value", "confidence": "high",
        "path": "backup.zip", "member": ["memo.txt"], "count": 3,
        "places": [{"line": 12}], "shape": {"length": "8-11", "classes": ["lower", "digit"]},
        "encrypted": false, "size_bytes": 120,
        "modified": "2025-09-02T09:41:00+09:00", "owner": "hanako",
    });
    assert_eq!(serde_json::to_value(line).expect("plain"), wanted);
}

#[test]
fn an_explained_finding_names_its_signals() {
    let (looked, hit) = (looked("a"), hit());
    let line = finding(&looked, &hit, false, true, &TimeZone::UTC);
    let value = serde_json::to_value(line).expect("plain");
    assert_eq!(value["signals"], json!([{"signal": "label", "weight": 40}]));
    assert_eq!(value["severity"], "warning");
}

#[test]
fn an_unread_part_and_the_summary_are_written_as_promised_to_scripts() {
    let part = Unread {
        member: Vec::new(),
        reason: UnreadReason::Encrypted,
        format: "xlsx".to_owned(),
        detail: String::new(),
    };
    let looked = looked("a.xlsx");
    let line = Line::Unread(unread(&looked, &part));
    let wanted = json!({
        "type": "unread", "schema": "mimawari.scan/1", "path": "a.xlsx", "member": [],
        "reason": "encrypted", "format": "xlsx", "detail": "",
    });
    assert_eq!(serde_json::to_value(line).expect("plain"), wanted);

    let mut tally = Tally::default();
    tally.missed(UnreadReason::Encrypted);
    tally.found(Kind::MyNumber);
    let line = Line::Summary(summary(&tally));
    let wanted = json!({
        "type": "summary", "schema": "mimawari.scan/1", "files": 0, "bytes": 0, "read": 0, "skipped": 0,
        "unread": {"encrypted": 1}, "findings": {"my_number": 1}, "elapsed_ms": 0, "complete": true,
    });
    assert_eq!(serde_json::to_value(line).expect("plain"), wanted);
}

#[test]
fn a_member_that_is_no_text_comes_with_its_bytes() {
    let mut hit = hit();
    hit.member = vec![Name::from("a.zip"), Name::from_bytes(b"\x83p.txt")];
    let looked = looked("a.zip");
    let line = finding(&looked, &hit, false, false, &TimeZone::UTC);
    let value = serde_json::to_value(line).expect("plain");
    assert_eq!(value["member"], json!(["a.zip", "\u{fffd}p.txt"]));
    assert_eq!(value["member_bytes"], json!(["YS56aXA=", "g3AudHh0"]));
}
