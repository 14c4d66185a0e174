//! Masked by construction: every field that could carry words or numbers has a stated purpose.
//!
//! A new field of such a sort fails here until somebody writes down what it
//! carries. It may never carry matched text, a digit of a personal number, a
//! password, file content, or a hash of any of these.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::Kind;

use super::hostile::pool;

/// Purposes, and the fields that serve them.
const PURPOSES: &[(&str, &[&str])] = &[
    (
        "an id, made from time and randomness",
        &[
            "EnrolReply.machine_id",
            "MachineFacts.installation_id",
            "Hello.epoch",
            "Hello.installation_id",
            "Parcel.epoch",
            "Receipt.epoch",
            "LookAgain.finding_id",
            "RoundStarted.round_id",
            "RoundStanding.round_id",
            "RoundStanding.finding_ids",
            "RoundEnded.round_id",
            "Found.finding_id",
            "FoundOn.session_id",
            "Cleared.finding_id",
            "MediaSeen.session_id",
            "MediaLeft.session_id",
            "Alive.round_id",
        ],
    ),
    (
        "the token that lets a stranger in",
        &["EnrolRequest.token_secret"],
    ),
    (
        "keys and certificates, public parts only",
        &[
            "EnrolRequest.certificate_request",
            "RenewRequest.certificate_request",
            "EnrolReply.certificate",
            "EnrolReply.trusted_roots",
            "EnrolReply.policy_keys",
        ],
    ),
    (
        "where the collector's record puts the machine, downward only",
        &[
            "EnrolReply.department",
            "EnrolReply.department_name",
            "EnrolReply.zone",
            "Welcome.department",
            "Welcome.department_name",
            "Welcome.zone",
        ],
    ),
    (
        "what the machine is called and runs",
        &[
            "MachineFacts.host_name",
            "MachineFacts.os",
            "MachineFacts.agent_version",
            "Hello.host_name",
            "Hello.os",
            "Hello.agent_version",
            "Alive.agent_version",
        ],
    ),
    (
        "which policy and rules it follows",
        &[
            "Hello.policy_version",
            "Hello.rule_set",
            "RoundStarted.policy_version",
            "RoundStarted.rule_set",
            "Bundle.version",
        ],
    ),
    (
        "a signed policy or rule set, downward only",
        &["Bundle.body", "Bundle.signature"],
    ),
    ("other messages of this list, encoded", &["Parcel.events"]),
    (
        "the chain of parcels; a hash of parcels, never of a document",
        &[
            "Parcel.previous",
            "Parcel.seq",
            "Receipt.seq",
            "Hello.next_seq",
            "Welcome.known_through",
            "Welcome.window",
            "HoldBack.retry_after_ms",
        ],
    ),
    (
        "words of our own",
        &[
            "Receipt.refusal",
            "RoundNow.reason",
            "Reading.source",
            "MediaSeen.source",
            "MediaSeen.encryption_source",
            "MediaUnknown.why",
        ],
    ),
    (
        "the name of one of our rules or facts, [a-z0-9._-]",
        &["Found.rule", "Reading.what", "MediaUnknown.what"],
    ),
    (
        "the name of a file, needed to find it",
        &["Name.shown", "Name.raw"],
    ),
    ("the name of a sheet, needed to find the cell", &["Cell.sheet"]),
    ("letters and a row number, checked", &["Cell.cell"]),
    (
        "a position in a document, from 1",
        &["Place.line", "Place.page", "Place.slide", "Place.note"],
    ),
    (
        "the account that owns a file, a place or a setting",
        &[
            "Found.owner",
            "UnreadFile.owner",
            "RootCovered.user",
            "Reading.user",
            "MediaSeen.user",
        ],
    ),
    (
        "a format or file system by name",
        &["UnreadFile.format", "MediaSeen.file_system", "MediaSeen.bus"],
    ),
    (
        "what a device says of itself",
        &[
            "MediaSeen.vendor_id",
            "MediaSeen.product_id",
            "MediaSeen.vendor",
            "MediaSeen.product",
            "MediaSeen.serial",
            "MediaSeen.volume_id",
            "MediaSeen.disk_signature",
            "MediaSeen.volume_label",
            "FoundOn.vendor_id",
            "FoundOn.product_id",
            "FoundOn.vendor",
            "FoundOn.product",
            "FoundOn.serial",
            "FoundOn.volume_id",
            "FoundOn.volume_label",
        ],
    ),
    (
        "the number that the ledger of media gives a medium",
        &["MediaMarker.number"],
    ),
    (
        "the state of a setting or a version",
        &[
            "Reading.number",
            "Reading.seconds",
            "Reading.text",
            "Reading.unknown",
        ],
    ),
    (
        "a point in time",
        &[
            "EnrolReply.not_after_ms",
            "Hello.at_ms",
            "Welcome.at_ms",
            "Parcel.sealed_at_ms",
            "Event.at_ms",
            "RoundEnded.started_at_ms",
            "Found.modified_at_ms",
            "MediaSeen.arrived_at_ms",
            "MediaSeen.first_arrived_at_ms",
            "MediaSeen.left_at_ms",
            "MediaSeen.noted_at_ms",
            "MediaContent.oldest_modified_at_ms",
            "MediaContent.newest_modified_at_ms",
            "MediaContent.swept_at_ms",
            "MediaExamined.ended_at_ms",
            "MediaLeft.left_at_ms",
            "Folded.from_ms",
            "Folded.until_ms",
        ],
    ),
    (
        "how many files, bytes, events or seconds",
        &[
            "RoundEnded.standing",
            "RoundEnded.files",
            "RoundEnded.bytes",
            "RoundEnded.read",
            "RoundEnded.unchanged",
            "RoundEnded.skipped",
            "RootCovered.files",
            "UnreadCount.files",
            "Found.size_bytes",
            "MediaSeen.size_bytes",
            "MediaSeen.free_bytes",
            "MediaContent.files",
            "MediaContent.bytes",
            "MediaSortCount.files",
            "MediaExamined.read",
            "MediaExamined.unread",
            "MediaExamined.standing",
            "Alive.waiting_parcels",
            "Alive.waiting_bytes",
            "Alive.files_looked_at",
            "Alive.up_seconds",
            "Folded.events",
        ],
    ),
];

#[test]
fn every_field_that_could_carry_a_secret_has_a_stated_purpose() {
    let mut stated = BTreeMap::new();
    for (purpose, fields) in PURPOSES {
        for field in *fields {
            assert_eq!(stated.insert((*field).to_owned(), purpose), None, "{field} twice");
        }
    }
    let stated: BTreeSet<String> = stated.into_keys().collect();
    let declared: BTreeSet<String> = pool()
        .all_messages()
        .flat_map(|message| message.fields().collect::<Vec<_>>())
        .filter(|field| !matches!(field.kind(), Kind::Bool | Kind::Enum(_) | Kind::Message(_)))
        .map(|field| format!("{}.{}", field.parent_message().name(), field.name()))
        .collect();
    let undecided: Vec<_> = declared.difference(&stated).collect();
    let gone: Vec<_> = stated.difference(&declared).collect();
    assert!(undecided.is_empty(), "what do these carry? {undecided:?}");
    assert!(gone.is_empty(), "no longer on the wire: {gone:?}");
}

#[test]
fn no_order_can_read_list_or_run_anything() {
    let order = pool()
        .get_message_by_name("mimawari.v1.Order")
        .expect("on the wire");
    let verbs: Vec<_> = order.fields().map(|field| field.name().to_owned()).collect();
    assert_eq!(verbs, ["round_now", "look_again", "bundle"]);
}

#[test]
fn nothing_that_goes_up_claims_a_department_or_zone() {
    let up = [
        "Upward",
        "Hello",
        "Parcel",
        "Event",
        "EnrolRequest",
        "RenewRequest",
        "MachineFacts",
    ];
    for message in up {
        let message = pool()
            .get_message_by_name(&format!("mimawari.v1.{message}"))
            .expect("on the wire");
        for field in message.fields() {
            let claims = ["department", "zone", "machine_id"];
            assert!(!claims.contains(&field.name()), "{}", field.full_name());
        }
    }
}
