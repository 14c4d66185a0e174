//! Makes any vocabulary value: tame ones within the limits of the wire, wild ones far beyond.

use std::time::Duration;

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    bundle::{Bundle, BundleKind},
    enrolment::{EnrolReply, RenewRequest},
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
};

/// How far a generated value may go.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    text_chars: usize,
    name_bytes: usize,
    members: usize,
    places: usize,
    roots: usize,
    unread_files: usize,
    /// Rules and cells may be any text, numbers may be zero, plain names may hold raw bytes.
    lawless: bool,
}

/// Within every limit.
pub(super) const TAME: Reach = Reach {
    text_chars: 64,
    name_bytes: 300,
    members: 4,
    places: 20,
    roots: 5,
    unread_files: 5,
    lawless: false,
};

/// Beyond every limit.
pub(super) const WILD: Reach = Reach {
    text_chars: 2_000,
    name_bytes: 9_000,
    members: 9,
    places: 40,
    roots: 1_500,
    unread_files: 120,
    lawless: true,
};

macro_rules! id {
    ($make:ident, $id:ident) => {
        fn $make() -> impl Strategy<Value = $id> {
            any::<[u8; 16]>().prop_map(|bytes| $id::from_slice(&bytes).expect("16 bytes"))
        }
    };
}

id!(epoch, Epoch);
id!(finding_id, FindingId);
id!(installation, InstallationId);
id!(machine_id, MachineId);
id!(session, MediaSessionId);
id!(round_id, RoundId);

pub(super) fn round_of(byte: u8) -> RoundId {
    RoundId::from_slice(&[byte; 16]).expect("16 bytes")
}

pub(super) fn finding_of(byte: u8) -> FindingId {
    FindingId::from_slice(&[byte; 16]).expect("16 bytes")
}

fn time() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp::from_unix_ms)
}

/// Any value of a vocabulary, now and then one of a newer release.
macro_rules! word {
    ($name:ident) => {
        prop_oneof![
            8 => select($name::ALL),
            1 => any::<i32>().prop_filter_map("zero is no word", $name::from_number),
        ]
    };
}

fn text(reach: Reach) -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..=reach.text_chars).prop_map(String::from_iter)
}

fn name(reach: Reach) -> impl Strategy<Value = Name> {
    prop_oneof![
        text(reach).prop_map(|text| Name::from(text.as_str())),
        vec(any::<u8>(), 0..=reach.name_bytes).prop_map(|bytes| Name::from_bytes(&bytes)),
    ]
}

/// A name that travels as text alone.
fn plain(reach: Reach) -> BoxedStrategy<Name> {
    match reach.lawless {
        true => name(reach).boxed(),
        false => text(reach).prop_map(|text| Name::from(text.as_str())).boxed(),
    }
}

fn rule(reach: Reach) -> BoxedStrategy<String> {
    match reach.lawless {
        true => text(reach).boxed(),
        false => "[a-z0-9._-]{1,128}".boxed(),
    }
}

fn members(reach: Reach) -> impl Strategy<Value = Vec<Name>> {
    vec(name(reach), 0..=reach.members)
}

fn place(reach: Reach) -> impl Strategy<Value = Place> {
    let least = u32::from(!reach.lawless);
    let number = move || least..=u32::MAX;
    let cell = match reach.lawless {
        true => text(reach).boxed(),
        false => "[A-Z]{1,4}[1-9][0-9]{0,7}".boxed(),
    };
    prop_oneof![
        number().prop_map(|line| Place::Line { line }),
        (text(reach), cell).prop_map(|(sheet, cell)| Place::Cell { sheet, cell }),
        number().prop_map(|page| Place::Page { page }),
        number().prop_map(|slide| Place::Slide { slide }),
        word!(Part).prop_map(|part| Place::Part { part }),
        number().prop_map(|note| Place::Note { note }),
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    let classes = proptest::sample::subsequence(Class::ALL, 0..=Class::ALL.len());
    (word!(Length), classes).prop_map(|(length, classes)| Shape { length, classes })
}

fn finding(reach: Reach) -> impl Strategy<Value = Finding> {
    let verdict = (
        word!(Kind),
        rule(reach),
        word!(Confidence),
        word!(Severity),
        word!(Count),
    );
    let whereabouts = (
        word!(Root),
        name(reach),
        members(reach),
        vec(place(reach), 0..=reach.places),
    );
    let file = (
        option::of(shape()),
        any::<bool>(),
        any::<u64>(),
        time(),
        plain(reach),
        option::of(found_on(reach)),
    );
    (finding_id(), verdict, whereabouts, file).prop_map(|(id, verdict, whereabouts, file)| {
        let (kind, rule, confidence, severity, count) = verdict;
        let (root, path, member, places) = whereabouts;
        let (shape, encrypted, size_bytes, modified_at, owner, medium) = file;
        Finding {
            id,
            kind,
            rule,
            confidence,
            severity,
            root,
            path,
            member,
            count,
            places,
            shape,
            encrypted,
            size_bytes,
            modified_at,
            owner,
            medium,
        }
    })
}

fn found_on(reach: Reach) -> impl Strategy<Value = FoundOn> {
    let texts = (
        plain(reach),
        plain(reach),
        plain(reach),
        plain(reach),
        plain(reach),
    );
    (session(), any::<u16>(), any::<u16>(), texts).prop_map(|(session, vendor_id, product_id, texts)| {
        let (vendor, product, serial, volume_id, volume_label) = texts;
        FoundOn {
            session,
            vendor_id,
            product_id,
            vendor,
            product,
            serial,
            volume_id,
            volume_label,
        }
    })
}

fn started(reach: Reach) -> impl Strategy<Value = RoundStarted> {
    (round_id(), word!(RoundReason), any::<u64>(), text(reach)).prop_map(
        |(round, reason, policy_version, rule_set)| RoundStarted {
            round,
            reason,
            policy_version,
            rule_set,
        },
    )
}

fn root(reach: Reach) -> impl Strategy<Value = RootCovered> {
    (word!(Root), plain(reach), word!(RootOutcome), any::<u64>()).prop_map(|(root, user, outcome, files)| {
        RootCovered {
            root,
            user,
            outcome,
            files,
        }
    })
}

fn unread_file(reach: Reach) -> impl Strategy<Value = UnreadFile> {
    let file = (
        word!(UnreadReason),
        name(reach),
        members(reach),
        text(reach),
        plain(reach),
    );
    file.prop_map(|(reason, path, member, format, owner)| UnreadFile {
        reason,
        path,
        member,
        format,
        owner,
    })
}

/// Long lists are one item many times over: they are about length, and quick to make.
fn ended(reach: Reach) -> impl Strategy<Value = RoundEnded> {
    let head = (
        round_id(),
        time(),
        word!(RoundOutcome),
        any::<[u64; 6]>(),
        option::of(word!(MediaWatch)),
    );
    let roots = (root(reach), 0..=reach.roots).prop_map(|(root, n)| vec![root; n]);
    let unread = vec((word!(UnreadReason), any::<u64>()), 0..=13);
    let files = (unread_file(reach), 0..=reach.unread_files).prop_map(|(file, n)| vec![file; n]);
    (head, roots, unread, files).prop_map(|(head, roots, unread, unread_files)| {
        let (round, started_at, outcome, counts, media_watch) = head;
        let [standing, files, bytes, read, unchanged, skipped] = counts;
        RoundEnded {
            round,
            started_at,
            outcome,
            standing,
            roots,
            files,
            bytes,
            read,
            unchanged,
            skipped,
            unread,
            unread_files,
            media_watch,
        }
    })
}

fn media(reach: Reach) -> impl Strategy<Value = MediaSeen> {
    let sort = (
        session(),
        word!(MediaClass),
        word!(Grade),
        any::<u16>(),
        any::<u16>(),
    );
    let says = [(); 4].map(|()| plain(reach));
    let volume = (
        any::<u64>(),
        text(reach),
        option::of(word!(Encryption)),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
    );
    let times = [(); 4].map(|()| moment());
    let more = (
        any::<bool>(),
        option::of(word!(Confidence)),
        any::<Option<u64>>(),
        [(); 3].map(|()| plain(reach)),
        option::of(marker(reach)),
        option::of(content(reach)),
        vec(unknown(reach), 0..=reach.members * 4),
        option::of(word!(SerialState)),
    );
    let words = [(); 3].map(|()| text(reach));
    (sort, says, volume, times, more, words).prop_map(|(sort, says, volume, times, more, words)| {
        let (session, class, grade, vendor_id, product_id) = sort;
        let [vendor, product, serial, volume_id] = says;
        let (size_bytes, file_system, encryption, empty, write_protected) = volume;
        let [arrived_at, first_arrived_at, left_at, noted_at] = times;
        let (past, source_confidence, free_bytes, names, marker, content, unknown, serial_state) = more;
        let [disk_signature, volume_label, user] = names;
        let [source, bus, encryption_source] = words;
        MediaSeen {
            session,
            class,
            grade,
            vendor_id,
            product_id,
            vendor,
            product,
            serial,
            volume_id,
            size_bytes,
            file_system,
            encryption,
            empty,
            write_protected,
            source,
            arrived_at,
            past,
            first_arrived_at,
            left_at,
            noted_at,
            source_confidence,
            free_bytes,
            disk_signature,
            volume_label,
            user,
            marker,
            content,
            unknown,
            bus,
            serial_state,
            encryption_source,
        }
    })
}

/// A point in time that may not be known.
fn moment() -> impl Strategy<Value = Option<Timestamp>> {
    option::of(time().prop_filter("stands for not known", |at| at.as_unix_ms() != 0))
}

fn marker(reach: Reach) -> impl Strategy<Value = MediaMarker> {
    (plain(reach), any::<Option<bool>>()).prop_map(|(number, verified)| MediaMarker { number, verified })
}

fn content(reach: Reach) -> impl Strategy<Value = MediaContent> {
    let sorts = vec((word!(FileSort), any::<u64>()), 0..=reach.members * 8);
    let times = (moment(), moment(), time());
    let whole = (any::<bool>(), option::of(examined()));
    (any::<u64>(), any::<u64>(), times, sorts, whole).prop_map(
        |(files, bytes, times, sorts, (complete, examined))| {
            let (oldest_modified_at, newest_modified_at, swept_at) = times;
            MediaContent {
                files,
                bytes,
                oldest_modified_at,
                newest_modified_at,
                sorts,
                complete,
                swept_at,
                examined,
            }
        },
    )
}

fn examined() -> impl Strategy<Value = MediaExamined> {
    (any::<bool>(), any::<[u64; 3]>(), time()).prop_map(|(complete, [read, unread, standing], ended_at)| {
        MediaExamined {
            complete,
            read,
            unread,
            standing,
            ended_at,
        }
    })
}

fn unknown(reach: Reach) -> impl Strategy<Value = MediaUnknown> {
    (rule(reach), text(reach)).prop_map(|(what, why)| MediaUnknown { what, why })
}

fn reading(reach: Reach) -> impl Strategy<Value = Reading> {
    let value = prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        any::<i64>().prop_map(Value::Number),
        any::<u64>().prop_map(Value::Seconds),
        text(reach).prop_map(Value::Text),
        text(reach).prop_map(Value::Unknown),
    ];
    (rule(reach), plain(reach), text(reach), value).prop_map(|(what, user, source, value)| Reading {
        what,
        user,
        source,
        value,
    })
}

fn alive(reach: Reach) -> impl Strategy<Value = Alive> {
    (text(reach), any::<[u64; 4]>(), option::of(round_id())).prop_map(|(agent_version, numbers, round)| {
        let [waiting_parcels, waiting_bytes, files_looked_at, up_seconds] = numbers;
        Alive {
            agent_version,
            waiting_parcels,
            waiting_bytes,
            files_looked_at,
            round,
            up_seconds,
        }
    })
}

/// Anything an agent can say.
pub(super) fn event(reach: Reach) -> impl Strategy<Value = Event> {
    let standing = (round_id(), vec(finding_id(), 0..20));
    let folded = (any::<u64>(), time(), time());
    let said = prop_oneof![
        started(reach).prop_map(Said::RoundStarted),
        standing.prop_map(|(round, ids)| Said::RoundStanding(round, ids)),
        ended(reach).prop_map(Said::RoundEnded),
        finding(reach).prop_map(Said::Found),
        (finding_id(), word!(ClearedReason)).prop_map(|(id, reason)| Said::Cleared(id, reason)),
        media(reach).prop_map(Said::MediaSeen),
        (session(), time()).prop_map(|(session, left_at)| Said::MediaLeft(MediaLeft { session, left_at })),
        reading(reach).prop_map(Said::Reading),
        alive(reach).prop_map(Said::Alive),
        folded.prop_map(|(events, from, until)| Said::Folded(Folded { events, from, until })),
        Just(Said::Newer),
    ];
    (time(), said).prop_map(|(at, said)| Event { at, said })
}

fn machine() -> impl Strategy<Value = MachineFacts> {
    (plain(TAME), text(TAME), text(TAME), installation()).prop_map(
        |(host_name, os, agent_version, installation)| MachineFacts {
            host_name,
            os,
            agent_version,
            installation,
        },
    )
}

fn belonging() -> impl Strategy<Value = Belonging> {
    ("[0-9A-Za-z課._-]{1,32}", text(TAME), "[0-9A-Za-z-]{1,32}").prop_map(
        |(department, department_name, zone)| Belonging {
            department: department.parse().expect("a code"),
            department_name,
            zone: zone.parse().expect("a zone"),
        },
    )
}

fn hello() -> impl Strategy<Value = Hello> {
    (epoch(), 1..=u64::MAX, time(), machine(), any::<u64>(), text(TAME)).prop_map(
        |(epoch, next_seq, at, machine, policy_version, rule_set)| Hello {
            epoch,
            next_seq,
            at,
            machine,
            policy_version,
            rule_set,
        },
    )
}

fn parcel() -> impl Strategy<Value = Parcel> {
    let body = vec(any::<u8>(), 1..300);
    (epoch(), 1..=u64::MAX, any::<[u8; 32]>(), time(), body).prop_map(
        |(epoch, seq, previous, sealed_at, events)| Parcel {
            epoch,
            seq,
            previous: Digest(previous),
            sealed_at,
            events,
        },
    )
}

/// Anything an agent sends.
pub(super) fn upward() -> impl Strategy<Value = Upward> {
    prop_oneof![
        hello().prop_map(Upward::Hello),
        parcel().prop_map(Upward::Parcel),
        Just(Upward::Newer),
    ]
}

fn welcome() -> impl Strategy<Value = Welcome> {
    (any::<u64>(), 1..=u32::MAX, time(), any::<bool>(), belonging()).prop_map(
        |(known_through, window, at, new_epoch_needed, belonging)| Welcome {
            known_through,
            window,
            at,
            new_epoch_needed,
            belonging,
        },
    )
}

fn receipt() -> impl Strategy<Value = Receipt> {
    (epoch(), 1..=u64::MAX, word!(Outcome), text(TAME)).prop_map(|(epoch, seq, outcome, refusal)| Receipt {
        epoch,
        seq,
        outcome,
        refusal,
    })
}

fn bundle() -> impl Strategy<Value = Bundle> {
    let body = vec(any::<u8>(), 1..300);
    (word!(BundleKind), 1..=u64::MAX, body, vec(any::<u8>(), 64)).prop_map(
        |(kind, version, body, signature)| Bundle {
            kind,
            version,
            body,
            signature,
        },
    )
}

/// Anything a collector sends.
pub(super) fn downward() -> impl Strategy<Value = Downward> {
    let order = prop_oneof![
        text(TAME).prop_map(|reason| Order::RoundNow { reason }),
        finding_id().prop_map(Order::LookAgain),
        bundle().prop_map(Order::Bundle),
        Just(Order::Newer),
    ];
    prop_oneof![
        welcome().prop_map(Downward::Welcome),
        receipt().prop_map(Downward::Receipt),
        order.prop_map(Downward::Order),
        any::<u64>().prop_map(|ms| Downward::HoldBack(Duration::from_millis(ms))),
        Just(Downward::Newer),
    ]
}

/// Any renewal.
pub(super) fn renew() -> impl Strategy<Value = RenewRequest> {
    (vec(any::<u8>(), 1..300), machine()).prop_map(|(certificate_request, machine)| RenewRequest {
        certificate_request,
        machine,
    })
}

/// Any answer to an enrolment.
pub(super) fn reply() -> impl Strategy<Value = EnrolReply> {
    let der = || vec(any::<u8>(), 1..300);
    let keys = vec(any::<[u8; 32]>(), 0..=8);
    (machine_id(), der(), vec(der(), 1..=4), time(), belonging(), keys).prop_map(
        |(machine, certificate, trusted_roots, not_after, belonging, policy_keys)| EnrolReply {
            machine,
            certificate,
            trusted_roots,
            not_after,
            belonging,
            policy_keys,
        },
    )
}
