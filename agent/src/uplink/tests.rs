//! Calls to a small collector inside the test, over real TLS.

mod collector;

use std::{path::Path, time::Duration};

use collector::{Answers, Authority, Validity, collector};
use mimawari_proto::{
    enrolment::TokenSecret,
    exchange::Outcome,
    finding::ClearedReason,
    id::{FindingId, InstallationId},
    machine::MachineFacts,
    name::Name,
    round::{Event, Said},
    time::Timestamp,
};
use tokio::sync::watch;

use super::{Trouble, Uplink, enrol, identity::Identity, token::Token};
use crate::outbox::{LIMIT_BYTES, Opening, Outbox};

/// 2026-11-20, inside the validity of every good certificate here.
fn now() -> Timestamp {
    Timestamp::from_unix_ms(1_795_180_000_000)
}

fn facts() -> MachineFacts {
    MachineFacts {
        host_name: Name::from("pc-1"),
        os: "Debian GNU/Linux 12".to_owned(),
        agent_version: "0.1.0".to_owned(),
        installation: InstallationId::from_slice(&[5; 16]).expect("16 bytes"),
    }
}

fn token(address: &str, fingerprint: [u8; 32]) -> Token {
    Token {
        address: address.to_owned(),
        fingerprint,
        secret: TokenSecret::new([7; 32]),
        department: "0810".parse().expect("a code"),
        zone: "lgwan".parse().expect("a zone"),
        expires_at: now().plus(Duration::from_secs(3600)),
    }
}

fn outbox(folder: &Path, events: u8) -> Outbox {
    let outbox = Outbox::open(&Opening {
        folder,
        birthplace: &|_| b"here".to_vec(),
        limit_bytes: LIMIT_BYTES,
        now: now(),
    })
    .expect("opens");
    for n in 0..events {
        let id = FindingId::from_slice(&[n; 16]).expect("16 bytes");
        let said = Said::Cleared(id, ClearedReason::Gone);
        outbox
            .say(vec![Event { at: now(), said }], now())
            .expect("writes");
    }
    outbox
}

fn uplink(folder: &Path, outbox: &Outbox) -> Uplink {
    Uplink {
        folder: folder.to_owned(),
        outbox: outbox.clone(),
        facts: facts(),
        rule_set: "1".to_owned(),
        policy_version: 0,
        now,
        random: || 0,
    }
}

async fn drain(folder: &Path, outbox: &Outbox) -> Result<(), Trouble> {
    let (_stop, stopping) = watch::channel(false);
    uplink(folder, outbox).drain(stopping).await
}

#[tokio::test]
async fn a_token_brings_an_identity_and_a_repeated_enrolment_the_same_machine() {
    let authority = Authority::new();
    let collector = collector(&authority, &Validity::Now, Answers::default()).await;
    let dir = tempfile::tempdir().expect("temp dir");
    let token = token(&collector.address, authority.fingerprint());
    // The first answer is lost on its way: the key stays, the identity never came.
    collector.lose_next_answer();
    let lost = enrol::enrol(dir.path(), &token, facts()).await.map(|_| ());
    assert_eq!(lost, Err(Trouble::Busy));
    let identity = enrol::enrol(dir.path(), &token, facts()).await.expect("enrols");
    let requests = collector.keys_seen();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1], "one key, so one machine");
    let kept = Identity::read(dir.path()).expect("reads").expect("is there");
    assert_eq!(kept.machine, identity.machine);
    assert_eq!(kept.belonging.department.as_str(), "0810");
    assert!(!dir.path().join("enrolling.key").exists());
    super::reach(&kept).await.expect("and is believed");
}

#[tokio::test]
async fn renewal_brings_a_new_key_for_the_same_machine() {
    let authority = Authority::new();
    let collector = collector(&authority, &Validity::Now, Answers::default()).await;
    let dir = tempfile::tempdir().expect("temp dir");
    let token = token(&collector.address, authority.fingerprint());
    let first = enrol::enrol(dir.path(), &token, facts()).await.expect("enrols");
    let second = enrol::renew(dir.path(), &first, facts()).await.expect("renews");
    assert_eq!(second.machine, first.machine);
    let keys = collector.keys_seen();
    assert_ne!(keys[0], keys[1]);
    let life = first.not_after.since(first.not_before);
    assert_eq!(first.renew_at(), first.not_before.plus(life * 2 / 3));
}

/// F54: whoever is not the pinned collector is told apart by name, and nothing is sent.
#[tokio::test]
async fn every_wrong_collector_has_its_own_name() {
    let ours = Authority::new();
    let theirs = Authority::new();
    for (signed_by, validity, expected) in [
        (&theirs, Validity::Now, Trouble::WrongAuthority),
        (&ours, Validity::Past, Trouble::TheirsExpired),
        (&ours, Validity::Future, Trouble::TheirsNotYet),
        (&ours, Validity::OtherName, Trouble::WrongName),
        (&ours, Validity::SelfSigned, Trouble::WrongAuthority),
    ] {
        let collector = collector(signed_by, &validity, Answers::default()).await;
        let dir = tempfile::tempdir().expect("temp dir");
        let token = token(&collector.address, ours.fingerprint());
        let answer = enrol::enrol(dir.path(), &token, facts()).await.map(|_| ());
        assert_eq!(answer, Err(expected), "{validity:?}");
        assert!(
            collector.keys_seen().is_empty(),
            "{validity:?}: a secret was sent"
        );
        assert!(Identity::read(dir.path()).expect("reads").is_none());
    }
}

#[tokio::test]
async fn nobody_there_is_unreachable_and_a_plain_server_is_no_collector() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("bound").to_string();
    drop(listener);
    let dir = tempfile::tempdir().expect("temp dir");
    let answer = enrol::enrol(dir.path(), &token(&address, [1; 32]), facts()).await;
    assert!(matches!(answer.map(|_| ()), Err(Trouble::Unreachable(_))));
}

async fn enrolled(answers: Answers) -> (tempfile::TempDir, collector::Collector) {
    let authority = Authority::new();
    let collector = collector(&authority, &Validity::Now, answers).await;
    let dir = tempfile::tempdir().expect("temp dir");
    let token = token(&collector.address, authority.fingerprint());
    enrol::enrol(dir.path(), &token, facts()).await.expect("enrols");
    (dir, collector)
}

#[tokio::test]
async fn everything_that_waits_arrives_once_and_leaves_with_its_receipt() {
    let (dir, collector) = enrolled(Answers {
        window: 3,
        receipts_by: 3,
        ..Answers::default()
    })
    .await;
    let outbox = outbox(dir.path(), 39);
    drain(dir.path(), &outbox).await.expect("drains");
    assert_eq!(outbox.waiting().parcels, 0);
    assert_eq!(collector.seqs(), (1..=39).collect::<Vec<_>>());
    assert!(collector.most_under_way() == 3, "the window holds");
    drain(dir.path(), &outbox).await.expect("nothing to do");
    assert_eq!(collector.seqs().len(), 39);
}

#[tokio::test]
async fn receipts_that_are_lost_mean_sending_again_and_nothing_else() {
    let (dir, collector) = enrolled(Answers {
        cut_after: Some(5),
        ..Answers::default()
    })
    .await;
    let outbox = outbox(dir.path(), 8);
    drain(dir.path(), &outbox).await.expect_err("the call is cut");
    assert!(outbox.waiting().parcels >= 3);
    drain(dir.path(), &outbox).await.expect("drains");
    assert_eq!(outbox.waiting().parcels, 0);
    let mut seqs = collector.seqs();
    seqs.sort_unstable();
    seqs.dedup();
    assert_eq!(seqs, (1..=8).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refused_parcel_is_set_aside_and_the_others_are_delivered() {
    let (dir, _collector) = enrolled(Answers {
        odd_one: Some((2, Outcome::Refused)),
        ..Answers::default()
    })
    .await;
    let outbox = outbox(dir.path(), 4);
    drain(dir.path(), &outbox).await.expect("drains");
    assert_eq!(outbox.waiting().parcels, 0);
    let aside = outbox.set_aside().expect("reads");
    assert_eq!((aside.len(), aside[0].seq), (1, 2));
    assert_eq!(aside[0].why, "events[0].cleared: is wrong");
}

#[tokio::test]
async fn a_conflict_or_a_collector_that_knows_more_begins_a_new_life() {
    for answers in [
        Answers {
            odd_one: Some((2, Outcome::Conflict)),
            ..Answers::default()
        },
        Answers {
            known_through: 99,
            ..Answers::default()
        },
    ] {
        let (dir, collector) = enrolled(answers).await;
        let outbox = outbox(dir.path(), 3);
        let before = outbox.position().epoch;
        collector.be_good_after_one_call();
        drain(dir.path(), &outbox).await.expect("drains");
        assert_ne!(outbox.position().epoch, before);
        assert_eq!(outbox.waiting().parcels, 0);
    }
}

#[tokio::test]
async fn asked_to_hold_back_the_call_ends_and_everything_stays() {
    let (dir, _collector) = enrolled(Answers {
        hold_back: true,
        ..Answers::default()
    })
    .await;
    let outbox = outbox(dir.path(), 3);
    assert_eq!(drain(dir.path(), &outbox).await, Err(Trouble::Busy));
    assert_eq!(outbox.waiting().parcels, 3);
}

#[tokio::test]
async fn a_revoked_machine_is_told_so_and_keeps_what_it_has() {
    let (dir, _collector) = enrolled(Answers {
        revoked: true,
        ..Answers::default()
    })
    .await;
    let outbox = outbox(dir.path(), 2);
    let told = drain(dir.path(), &outbox).await;
    assert_eq!(
        told,
        Err(Trouble::NotPermitted("this machine was revoked".to_owned()))
    );
    assert_eq!(outbox.waiting().parcels, 2);
}

#[tokio::test]
async fn a_stop_ends_the_call_within_its_time() {
    let (dir, _collector) = enrolled(Answers {
        silent: true,
        ..Answers::default()
    })
    .await;
    let outbox = outbox(dir.path(), 2);
    let (stop, stopping) = watch::channel(false);
    let (news, _heard) = tokio::sync::mpsc::channel(4);
    let running = tokio::spawn(uplink(dir.path(), &outbox).run(news, stopping));
    stop.send(true).expect("it listens");
    tokio::time::timeout(Duration::from_secs(8), running)
        .await
        .expect("in time")
        .expect("without a panic");
}
