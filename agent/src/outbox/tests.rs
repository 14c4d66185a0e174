//! Crash points, damage, epochs, receipts, folding.

use std::{collections::BTreeSet, fs, path::Path};

use mimawari_proto::{
    bundle::{Bundle, BundleKind},
    convert::decode_events,
    finding::{ClearedReason, Confidence, Count, Finding, Kind, Root, Severity},
    id::RoundId,
    name::Name,
    parcel::{EVENTS_LIMIT_BYTES, Parcel},
    round::{Alive, RoundEnded, RoundOutcome, RoundReason, RoundStarted, Said, UnreadFile, UnreadReason},
};

use super::*;

const NOW: Timestamp = Timestamp::from_unix_ms(1_795_000_000_000);

fn open_with(folder: &Path, birthplace: &'static [u8], limit_bytes: u64) -> Result<Outbox, OutboxError> {
    Outbox::open(&Opening {
        folder,
        birthplace: &|_| birthplace.to_vec(),
        limit_bytes,
        now: NOW,
    })
}

fn open(folder: &Path) -> Outbox {
    open_with(folder, b"here", LIMIT_BYTES).expect("opens")
}

fn id(n: u64) -> FindingId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    FindingId::from_slice(&bytes).expect("16 bytes")
}

fn round(n: u8) -> RoundId {
    RoundId::from_slice(&[n; 16]).expect("16 bytes")
}

fn finding(n: u64) -> Finding {
    Finding {
        id: id(n),
        kind: Kind::PasswordNote,
        rule: "password.label-value".to_owned(),
        confidence: Confidence::High,
        severity: Severity::Warning,
        root: Root::Desktop,
        path: Name::from(format!("%USER%/Desktop/{n}.txt").as_str()),
        member: Vec::new(),
        count: Count::One,
        places: Vec::new(),
        shape: None,
        encrypted: false,
        size_bytes: n,
        modified_at: NOW,
        owner: Name::from("tanaka"),
        medium: None,
    }
}

fn said(said: Said) -> Event {
    Event { at: NOW, said }
}

fn standing(n: u64) -> Standing {
    Standing {
        root: b"/home/tanaka/Desktop".to_vec(),
        path: format!("/home/tanaka/Desktop/{n}.txt").into_bytes(),
        rule_set: "1".to_owned(),
        finding: finding(n),
        said_at: NOW,
    }
}

/// What one look at one folder with one finding changes.
fn look(n: u64) -> Batch {
    Batch {
        events: vec![said(Said::Found(finding(n)))],
        stands: vec![standing(n)],
        folders: vec![Folder {
            path: format!("/home/tanaka/Desktop/{n}").into_bytes(),
            judged_by: 7,
            looks: vec![(
                n,
                Seen {
                    stands: true,
                    ..Seen::default()
                },
            )],
        }],
        ..Batch::default()
    }
}

fn filled(folder: &Path, looks: u64) -> Outbox {
    let outbox = open(folder);
    for n in 1..=looks {
        outbox.write(&look(n), NOW).expect("writes");
    }
    outbox
}

fn waiting(outbox: &Outbox) -> Vec<Parcel> {
    outbox.parcels_after(0, usize::MAX, NOW).expect("reads")
}

fn events(outbox: &Outbox) -> Vec<Said> {
    let parcels = waiting(outbox);
    let events = parcels
        .iter()
        .flat_map(|parcel| decode_events(&parcel.events).expect("own events"));
    events.map(|event| event.said).collect()
}

fn found(outbox: &Outbox) -> BTreeSet<FindingId> {
    let events = events(outbox).into_iter();
    events
        .filter_map(|said| match said {
            Said::Found(finding) => Some(finding.id),
            _ => None,
        })
        .collect()
}

fn assert_chained(parcels: &[Parcel]) {
    let mut previous = Digest::NONE;
    for (index, parcel) in parcels.iter().enumerate() {
        assert_eq!((parcel.seq, parcel.previous), (index as u64 + 1, previous));
        previous = parcel.digest();
    }
}

#[test]
fn what_was_sealed_is_there_after_a_restart_numbered_and_chained() {
    let dir = tempfile::tempdir().expect("temp dir");
    let position = filled(dir.path(), 5).position();
    let again = open(dir.path());
    assert_eq!(again.position(), position);
    assert_eq!(waiting(&again).len(), 5);
    assert_chained(&waiting(&again));
    assert_eq!(again.waiting().parcels, 5);
}

/// The log of the store is cut at every page and in the middle of pages, as a power cut would.
#[test]
fn a_power_cut_anywhere_leaves_whole_looks_and_nothing_seen_without_its_finding() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = filled(dir.path(), 12);
    let (whole, log) = (file(dir.path()), dir.path().join("outbox.db-wal"));
    let bytes = fs::read(&log).expect("a log");
    let cuts = (0..bytes.len())
        .step_by(4096 + 24)
        .flat_map(|page| [page + 32, page + 1000]);
    let mut lengths = BTreeSet::new();
    for cut in cuts {
        let torn = tempfile::tempdir().expect("temp dir");
        fs::copy(&whole, file(torn.path())).expect("copies");
        fs::write(torn.path().join("outbox.db-wal"), &bytes[..cut.min(bytes.len())]).expect("writes");
        let after = open(torn.path());
        let standing: BTreeSet<_> = after.standing_ids().expect("reads").into_iter().collect();
        assert_eq!(found(&after), standing, "cut at {cut}");
        assert_chained(&waiting(&after));
        for n in 1..=12 {
            let path = format!("/home/tanaka/Desktop/{n}");
            let seen = !after.folder(path.as_bytes(), 7).expect("reads").looks.is_empty();
            assert_eq!(seen, standing.contains(&id(n)), "cut at {cut}, look {n}");
        }
        lengths.insert(standing.len());
    }
    assert!(lengths.len() > 6, "cuts met only {lengths:?}");
    drop(outbox);
}

#[test]
fn a_flipped_byte_anywhere_costs_its_parcel_at_most_and_is_told() {
    let dir = tempfile::tempdir().expect("temp dir");
    drop(filled(dir.path(), 30));
    let whole = fs::read(file(dir.path())).expect("the file");
    let all = (1..=30).map(id).collect::<BTreeSet<_>>();
    let mut told = 0;
    for place in (0..whole.len()).step_by(467) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x40;
        let hurt = tempfile::tempdir().expect("temp dir");
        fs::write(file(hurt.path()), &bytes).expect("writes");
        // A changed mark of the file makes it another program's: refused and left alone.
        let Ok(outbox) = open_with(hurt.path(), b"here", LIMIT_BYTES) else {
            assert!(place < 100, "byte {place}");
            continue;
        };
        let arrived = found(&outbox);
        assert!(arrived.is_subset(&all), "byte {place}");
        let damage = events(&outbox)
            .iter()
            .any(|said| matches!(said, Said::Reading(reading) if reading.what.starts_with("outbox.")));
        told += usize::from(damage);
        assert!(damage || arrived == all, "byte {place}: lost and not told");
    }
    assert!(told > 5, "told {told} times");
}

#[test]
fn a_damaged_parcel_is_set_aside_reported_and_its_neighbours_are_delivered() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = filled(dir.path(), 3);
    outbox
        .store()
        .connection
        .execute(
            "UPDATE parcel SET events = zeroblob(length(events)) WHERE seq = 2",
            [],
        )
        .expect("damages");
    assert_eq!(outbox.damaged_parcels().expect("reads"), [2]);
    let seqs: Vec<_> = waiting(&outbox).iter().map(|parcel| parcel.seq).collect();
    assert_eq!(seqs, [1, 3]);
    assert_eq!(outbox.set_aside().expect("reads")[0].seq, 2);
    // What stands is said again, and how many were lost.
    assert_eq!(found(&outbox), (1..=3).map(id).collect());
    assert!(
        events(&outbox)
            .iter()
            .any(|said| matches!(said, Said::Reading(r) if r.what == "outbox.set_aside"))
    );
}

#[test]
fn receipts_may_come_twice_in_any_order_or_from_another_life() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = filled(dir.path(), 4);
    let epoch = outbox.position().epoch;
    outbox.settle(epoch, &[3, 1, 3, 99]).expect("settles");
    let seqs = |outbox: &Outbox| {
        waiting(outbox)
            .iter()
            .map(|parcel| parcel.seq)
            .collect::<Vec<_>>()
    };
    assert_eq!(seqs(&outbox), [2, 4]);
    let other = Epoch::from_slice(&[9; 16]).expect("16 bytes");
    outbox.settle(other, &[2, 4]).expect("settles");
    assert_eq!(seqs(&outbox), [2, 4]);
    assert_eq!(outbox.waiting().parcels, 2);
    // Numbers go on where they were, also after everything has left.
    outbox.settle(epoch, &[2, 4]).expect("settles");
    drop(outbox);
    let again = open(dir.path());
    again.write(&look(5), NOW).expect("writes");
    assert_eq!(seqs(&again), [5]);
}

#[test]
fn a_refused_parcel_is_kept_for_a_person_and_not_sent_again() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = filled(dir.path(), 2);
    outbox
        .refuse(1, "events[0].found.path: is empty", NOW)
        .expect("refuses");
    let aside = outbox.set_aside().expect("reads");
    assert_eq!(
        (aside[0].seq, aside[0].why.as_str()),
        (1, "events[0].found.path: is empty")
    );
    assert!(waiting(&outbox).iter().all(|parcel| parcel.seq != 1));
}

#[test]
fn a_copied_or_restored_file_begins_a_new_life_and_loses_nothing() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = filled(dir.path(), 3);
    let before = outbox.position();
    outbox.settle(before.epoch, &[1]).expect("settles");
    let installation = outbox.installation();
    drop(outbox);
    let copy = open_with(dir.path(), b"elsewhere", LIMIT_BYTES).expect("opens");
    assert_ne!(copy.position().epoch, before.epoch);
    assert_eq!(copy.installation(), installation, "a clone is told by it");
    assert_chained(&waiting(&copy));
    assert_eq!(
        found(&copy),
        (1..=3).map(id).collect(),
        "what waited, and what stands"
    );
    let settled = copy.position();
    drop(copy);
    let again = open_with(dir.path(), b"elsewhere", LIMIT_BYTES).expect("opens");
    assert_eq!(again.position(), settled, "once is enough");
}

#[test]
fn a_newer_or_foreign_file_is_refused_and_left_as_it_is() {
    for (change, name) in [
        ("PRAGMA user_version = 99", "newer"),
        ("PRAGMA application_id = 1", "foreign"),
    ] {
        let dir = tempfile::tempdir().expect("temp dir");
        drop(filled(dir.path(), 1));
        let connection = Connection::open(file(dir.path())).expect("opens");
        connection.execute_batch(change).expect("changes");
        drop(connection);
        let before = fs::read(file(dir.path())).expect("reads");
        match (open_with(dir.path(), b"here", LIMIT_BYTES).map(|_| ()), name) {
            (Err(OutboxError::Newer { found: 99, .. }), "newer")
            | (Err(OutboxError::Foreign { .. }), "foreign") => {}
            (other, _) => panic!("{name}: {other:?}"),
        }
        assert_eq!(fs::read(file(dir.path())).expect("reads"), before, "{name}");
    }
}

fn whole_round(n: u8, outcome: RoundOutcome) -> [Event; 3] {
    let ended = RoundEnded {
        round: round(n),
        started_at: NOW,
        outcome,
        standing: 2,
        roots: Vec::new(),
        files: 10,
        bytes: 10,
        read: 10,
        unchanged: 0,
        skipped: 0,
        unread: vec![(UnreadReason::Encrypted, 1)],
        unread_files: vec![UnreadFile {
            reason: UnreadReason::Encrypted,
            path: Name::from("%USER%/Desktop/secret.zip"),
            member: Vec::new(),
            format: "zip".to_owned(),
            owner: Name::from("tanaka"),
        }],
        media_watch: None,
    };
    let started = RoundStarted {
        round: round(n),
        reason: RoundReason::Calendar,
        policy_version: 0,
        rule_set: "1".to_owned(),
    };
    [
        said(Said::RoundStarted(started)),
        said(Said::RoundStanding(round(n), vec![id(1), id(2)])),
        said(Said::RoundEnded(ended)),
    ]
}

#[test]
fn a_full_outbox_folds_its_history_says_so_and_never_forgets_what_stands() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = open_with(dir.path(), b"here", 40_000).expect("opens");
    let epoch = outbox.position().epoch;
    for n in 1..=2 {
        outbox.write(&look(n), NOW).expect("writes");
    }
    outbox
        .say(vec![said(Said::Cleared(id(9), ClearedReason::Gone))], NOW)
        .expect("writes");
    for n in 1..=2 {
        outbox
            .say(whole_round(n, RoundOutcome::Complete).to_vec(), NOW)
            .expect("writes");
    }
    let mut count = 9;
    while outbox.position().epoch == epoch {
        let alive = Alive {
            agent_version: "x".repeat(100),
            waiting_parcels: 0,
            waiting_bytes: 0,
            files_looked_at: 0,
            round: None,
            up_seconds: 0,
        };
        outbox.say(vec![said(Said::Alive(alive))], NOW).expect("writes");
        count += 1;
        assert!(count < 10_000, "never folds");
    }
    assert!(outbox.waiting().bytes < 40_000, "{:?}", outbox.waiting());
    let events = events(&outbox);
    assert!(
        matches!(&events[0], Said::Folded(folded) if folded.events == count),
        "{:?} of {count}",
        events[0]
    );
    assert_eq!(found(&outbox), [id(1), id(2)].into());
    assert!(events.contains(&Said::Cleared(id(9), ClearedReason::Gone)));
    let ended: Vec<_> = events
        .iter()
        .filter_map(|said| match said {
            Said::RoundEnded(ended) => Some((ended.round, ended.unread_files.len())),
            _ => None,
        })
        .collect();
    assert_eq!(
        ended,
        [(round(1), 0), (round(2), 1)],
        "the last one whole, with its standing list"
    );
    assert!(events.contains(&Said::RoundStanding(round(2), vec![id(1), id(2)])));
    assert_chained(&waiting(&outbox));
}

#[test]
fn what_stands_may_pass_the_bound_and_is_not_folded_at_every_word() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = open_with(dir.path(), b"here", 2_000).expect("opens");
    let mut lives = BTreeSet::new();
    for n in 1..=200 {
        outbox.write(&look(n), NOW).expect("writes");
        lives.insert(outbox.position().epoch);
    }
    assert_eq!(found(&outbox), (1..=200).map(id).collect());
    assert!(lives.len() < 12, "{} folds", lives.len());
}

#[test]
fn an_event_too_large_for_a_parcel_is_cut_and_what_is_sealed_always_fits() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = open(dir.path());
    let [_, _, mut huge] = whole_round(1, RoundOutcome::Complete);
    if let Said::RoundEnded(ended) = &mut huge.said {
        let name = |n: usize| Name::from(format!("%USER%/{}{n}", "長".repeat(1300)).as_str());
        ended.unread_files = (0..100)
            .map(|n| UnreadFile {
                reason: UnreadReason::Damaged,
                path: name(n),
                member: vec![name(n)],
                format: String::new(),
                owner: Name::from("tanaka"),
            })
            .collect();
    }
    let small = said(Said::Cleared(id(1), ClearedReason::Gone));
    let mut events = vec![huge];
    events.extend(std::iter::repeat_n(small, 2_500));
    outbox.say(events, NOW).expect("writes");
    let parcels = waiting(&outbox);
    assert!(
        parcels
            .iter()
            .all(|parcel| parcel.events.len() <= EVENTS_LIMIT_BYTES)
    );
    let sealed: usize = parcels
        .iter()
        .map(|parcel| decode_events(&parcel.events).expect("fits").len())
        .sum();
    assert_eq!(sealed, 2_501);
}

#[test]
fn looks_are_remembered_by_who_judged_and_forgotten_with_their_folder() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = filled(dir.path(), 3);
    let folder = |n: u64| format!("/home/tanaka/Desktop/{n}").into_bytes();
    assert_eq!(outbox.folder(&folder(1), 7).expect("reads").looks.len(), 1);
    assert!(
        outbox.folder(&folder(1), 8).expect("reads").looks.is_empty(),
        "other rules"
    );
    let visited = [look_of(&folder(2))].into();
    outbox
        .forget_folders(b"/home/tanaka/Desktop", &visited)
        .expect("forgets");
    let left: Vec<_> = (1..=3)
        .filter(|n| !outbox.folder(&folder(*n), 7).expect("reads").looks.is_empty())
        .collect();
    assert_eq!(left, [2]);
    outbox
        .forget_folders(b"/home/tan", &BTreeSet::new().into_iter().collect())
        .expect("forgets");
    assert!(
        !outbox.folder(&folder(2), 7).expect("reads").looks.is_empty(),
        "no folder's name is another's beginning"
    );
}

#[test]
fn an_older_bundle_is_never_taken_again() {
    let dir = tempfile::tempdir().expect("temp dir");
    let outbox = open(dir.path());
    let bundle = |version| Bundle {
        kind: BundleKind::Policy,
        version,
        body: vec![version as u8],
        signature: vec![0; 64],
    };
    for (version, expected) in [(3, Kept::New), (3, Kept::Old), (2, Kept::Old), (4, Kept::New)] {
        assert_eq!(outbox.keep_bundle(&bundle(version)).expect("keeps"), expected);
    }
    drop(outbox);
    let kept = open(dir.path()).bundle(BundleKind::Policy).expect("reads");
    assert_eq!(kept, Some(bundle(4)));
}

#[test]
fn a_reader_beside_the_agent_changes_nothing() {
    let dir = tempfile::tempdir().expect("temp dir");
    assert!(matches!(
        Outbox::open_to_read(dir.path()),
        Err(OutboxError::NotThere)
    ));
    let outbox = filled(dir.path(), 2);
    let reader = Outbox::open_to_read(dir.path()).expect("opens");
    assert_eq!(reader.all_standing().expect("reads").len(), 2);
    assert!(
        reader
            .say(vec![said(Said::Cleared(id(1), ClearedReason::Gone))], NOW)
            .is_err()
    );
    outbox.write(&look(3), NOW).expect("the agent goes on");
    assert_eq!(reader.all_standing().expect("reads").len(), 3);
}
