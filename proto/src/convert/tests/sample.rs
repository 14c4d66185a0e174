//! One message of every sort with every field set, so that a walk over them meets every field.

use std::time::Duration;

use prost::Message as _;

use crate::{
    bundle::{Bundle, BundleKind},
    convert::encode_events,
    enrolment::{EnrolReply, EnrolRequest, RenewRequest, TokenSecret},
    exchange::{Downward, Hello, Order, Outcome, Receipt, Upward, Welcome},
    finding::{
        Class, ClearedReason, Confidence, Count, Finding, FoundOn, Kind, Length, Part, Place, Root, Severity,
        Shape,
    },
    id::{Epoch, FindingId, InstallationId, MachineId, MediaSessionId, RoundId},
    machine::{Belonging, MachineFacts},
    name::Name,
    parcel::{Digest, Parcel},
    reading::{
        Encryption, FileSort, Grade, MediaClass, MediaContent, MediaExamined, MediaLeft, MediaMarker,
        MediaSeen, MediaUnknown, Reading, SerialState, Value,
    },
    round::{
        Alive, Event, Folded, MediaWatch, RootCovered, RootOutcome, RoundEnded, RoundOutcome, RoundReason,
        RoundStarted, Said, UnreadFile, UnreadReason,
    },
    time::Timestamp,
    wire,
};

/// Every sample, encoded, with the message it is one of.
pub(super) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut samples = vec![
        ("Events", encode_events(&events())),
        ("EnrolRequest", wire::EnrolRequest::from(enrol()).encode_to_vec()),
        ("RenewRequest", wire::RenewRequest::from(renew()).encode_to_vec()),
        ("EnrolReply", wire::EnrolReply::from(reply()).encode_to_vec()),
    ];
    samples.extend(upward().map(|up| ("Upward", wire::Upward::from(up).encode_to_vec())));
    samples.extend(downward().map(|down| ("Downward", wire::Downward::from(down).encode_to_vec())));
    samples
}

const AT: Timestamp = Timestamp::from_unix_ms(1_756_773_660_123);
const RANDOM: [u8; 10] = [7; 10];

fn finding_id() -> FindingId {
    FindingId::new(AT, RANDOM)
}

fn round_id() -> RoundId {
    RoundId::new(AT, RANDOM)
}

/// Has a name that is Unicode and one that is not.
fn names() -> Vec<Name> {
    vec![Name::from("内/台帳.xlsx"), Name::from_bytes(b"\x83p\x83X.txt")]
}

fn found_on() -> FoundOn {
    FoundOn {
        session: media().session,
        vendor_id: 0x0411,
        product_id: 0x0277,
        vendor: Name::from("BUFFALO"),
        product: Name::from("USB Flash Disk"),
        serial: Name::from("0F1E2D3C4B5A6978"),
        volume_id: Name::from("2093-D12B"),
        volume_label: Name::from("保育課"),
    }
}

pub(super) fn finding() -> Finding {
    Finding {
        id: finding_id(),
        kind: Kind::PasswordNote,
        rule: "password.label-value".to_owned(),
        confidence: Confidence::High,
        severity: Severity::Warning,
        root: Root::Desktop,
        path: Name::from("%USER%/Desktop/メモ.zip"),
        member: names(),
        count: Count::Under10,
        places: vec![
            Place::Line { line: 3 },
            Place::Cell {
                sheet: "一覧".to_owned(),
                cell: "B4".to_owned(),
            },
            Place::Page { page: 1 },
            Place::Slide { slide: 2 },
            Place::Part { part: Part::Comment },
            Place::Note { note: 5 },
        ],
        shape: Some(Shape {
            length: Length::Upto11,
            classes: vec![
                Class::Lower,
                Class::Upper,
                Class::Digit,
                Class::Symbol,
                Class::Beyond,
            ],
        }),
        encrypted: true,
        size_bytes: 12_345,
        modified_at: AT,
        owner: Name::from("tanaka"),
        medium: Some(found_on()),
    }
}

pub(super) fn events() -> Vec<Event> {
    let said = [
        Said::RoundStarted(RoundStarted {
            round: round_id(),
            reason: RoundReason::Calendar,
            policy_version: 3,
            rule_set: "2026.11-ab12".to_owned(),
        }),
        Said::RoundStanding(round_id(), vec![finding_id()]),
        Said::RoundEnded(ended()),
        Said::Found(finding()),
        Said::Cleared(finding_id(), ClearedReason::Gone),
        Said::MediaSeen(media()),
        Said::MediaLeft(MediaLeft {
            session: MediaSessionId::new(AT, RANDOM),
            left_at: AT,
        }),
        Said::Alive(Alive {
            agent_version: "0.1.0".to_owned(),
            waiting_parcels: 2,
            waiting_bytes: 3,
            files_looked_at: 4,
            round: Some(round_id()),
            up_seconds: 5,
        }),
        Said::Folded(Folded {
            events: 9,
            from: AT,
            until: AT,
        }),
    ];
    let values = [
        Value::Flag(true),
        Value::Number(-1),
        Value::Seconds(1_800),
        Value::Text("24H2".to_owned()),
        Value::Unknown("denied".to_owned()),
    ];
    let readings = values.map(|value| {
        Said::Reading(Reading {
            what: "screen_lock.timeout".to_owned(),
            user: Name::from("tanaka"),
            source: "policy".to_owned(),
            value,
        })
    });
    let said = said.into_iter().chain(readings);
    said.map(|said| Event { at: AT, said }).collect()
}

fn ended() -> RoundEnded {
    RoundEnded {
        round: round_id(),
        started_at: AT,
        outcome: RoundOutcome::Partial,
        standing: 1,
        roots: vec![RootCovered {
            root: Root::Desktop,
            user: Name::from("tanaka"),
            outcome: RootOutcome::Covered,
            files: 10,
        }],
        files: 10,
        bytes: 20,
        read: 5,
        unchanged: 3,
        skipped: 1,
        unread: vec![(UnreadReason::Encrypted, 1)],
        unread_files: vec![UnreadFile {
            reason: UnreadReason::Encrypted,
            path: Name::from("%USER%/Desktop/a.docx"),
            member: names(),
            format: "docx".to_owned(),
            owner: Name::from("tanaka"),
        }],
        media_watch: Some(MediaWatch::Down),
    }
}

fn media() -> MediaSeen {
    MediaSeen {
        session: MediaSessionId::new(AT, RANDOM),
        class: MediaClass::Storage,
        grade: Grade::B,
        vendor_id: 0x0781,
        product_id: 0x5581,
        vendor: Name::from("SanDisk"),
        product: Name::from("Ultra"),
        serial: Name::from("4C53"),
        volume_id: Name::from("1234-ABCD"),
        size_bytes: 32 << 30,
        file_system: "vfat".to_owned(),
        encryption: Some(Encryption::None),
        empty: Some(false),
        write_protected: Some(true),
        source: "usbstor".to_owned(),
        arrived_at: Some(AT),
        past: true,
        first_arrived_at: Some(AT),
        left_at: Some(AT),
        noted_at: Some(AT),
        source_confidence: Some(Confidence::Medium),
        free_bytes: Some(1 << 30),
        disk_signature: Name::from("mbr:0a1b2c3d"),
        volume_label: Name::from("保育課"),
        user: Name::from("tanaka"),
        marker: Some(MediaMarker {
            number: Name::from("情-012"),
            verified: Some(true),
        }),
        content: Some(MediaContent {
            files: 2,
            bytes: 3,
            oldest_modified_at: Some(AT),
            newest_modified_at: Some(AT),
            sorts: vec![(FileSort::Sheet, 2)],
            complete: true,
            swept_at: AT,
            examined: Some(MediaExamined {
                complete: true,
                read: 2,
                unread: 1,
                standing: 1,
                ended_at: AT,
            }),
        }),
        unknown: vec![MediaUnknown {
            what: "encryption".to_owned(),
            why: "no right to read the device".to_owned(),
        }],
        bus: "usb".to_owned(),
        serial_state: Some(SerialState::Shared),
        encryption_source: "superblock".to_owned(),
    }
}

fn machine() -> MachineFacts {
    MachineFacts {
        host_name: Name::from("PC-0810-03"),
        os: "Windows 11 24H2".to_owned(),
        agent_version: "0.1.0".to_owned(),
        installation: InstallationId::new(AT, RANDOM),
    }
}

fn belonging() -> Belonging {
    Belonging {
        department: "0810".parse().expect("a code"),
        department_name: "保育課".to_owned(),
        zone: "lgwan".parse().expect("a zone"),
    }
}

fn enrol() -> EnrolRequest {
    EnrolRequest {
        secret: TokenSecret::new([1; 32]),
        certificate_request: vec![0x30; 300],
        machine: machine(),
    }
}

fn renew() -> RenewRequest {
    RenewRequest {
        certificate_request: vec![0x30; 300],
        machine: machine(),
    }
}

fn reply() -> EnrolReply {
    EnrolReply {
        machine: MachineId::new(AT, RANDOM),
        certificate: vec![0x30; 700],
        trusted_roots: vec![vec![0x30; 600], vec![0x31; 600]],
        not_after: AT,
        belonging: belonging(),
        policy_keys: vec![[2; 32]],
    }
}

fn upward() -> [Upward; 2] {
    let hello = Hello {
        epoch: Epoch::new(AT, RANDOM),
        next_seq: 1,
        at: AT,
        machine: machine(),
        policy_version: 3,
        rule_set: "2026.11-ab12".to_owned(),
    };
    [
        Upward::Hello(hello),
        Upward::Parcel(parcel(encode_events(&events()))),
    ]
}

pub(super) fn parcel(events: Vec<u8>) -> Parcel {
    Parcel {
        epoch: Epoch::new(AT, RANDOM),
        seq: 1,
        previous: Digest::NONE,
        sealed_at: AT,
        events,
    }
}

fn downward() -> [Downward; 6] {
    [
        Downward::Welcome(Welcome {
            known_through: 4,
            window: 16,
            at: AT,
            new_epoch_needed: true,
            belonging: belonging(),
        }),
        Downward::Receipt(Receipt {
            epoch: Epoch::new(AT, RANDOM),
            seq: 5,
            outcome: Outcome::Refused,
            refusal: "events[3].found.path: is missing".to_owned(),
        }),
        Downward::Order(Order::RoundNow {
            reason: "asked for at the console".to_owned(),
        }),
        Downward::Order(Order::LookAgain(finding_id())),
        Downward::Order(Order::Bundle(Bundle {
            kind: BundleKind::Policy,
            version: 4,
            body: b"[round]".to_vec(),
            signature: vec![3; 64],
        })),
        Downward::HoldBack(Duration::from_secs(5)),
    ]
}
