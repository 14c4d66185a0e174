//! Parcels, receipts, and what a message cannot make the collector believe.

use mimawari_proto::{
    finding::Kind,
    parcel::Parcel,
    wire::{self, Outcome, upward},
};
use tonic::Code;

use super::{Hall, Key, hall};
use crate::ledger::{Act, record::FindingFilter, sample::Pc};

fn parcel(pc: &mut Pc) -> Parcel {
    pc.found("memo.txt", Kind::PasswordNote);
    pc.seal().expect("something to say")
}

async fn findings(hall: &Hall, key: &Key) -> usize {
    let filter = FindingFilter {
        machines: vec![key.id()],
        ..FindingFilter::default()
    };
    let page = hall
        .ledger()
        .read(move |view| view.findings(&filter, crate::ledger::record::Order::OldestFirst, None, 100))
        .await;
    page.expect("read").rows.len()
}

#[test]
fn a_parcel_is_acknowledged_once_stored_and_known_when_repeated() {
    hall::usual(|hall| async move {
        let (key, mut pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, welcome) = hall.greet(&key, &pc).await.expect("welcome");
        assert_eq!((welcome.known_through, welcome.window), (0, 16));
        assert_eq!(
            (welcome.department.as_str(), welcome.zone.as_str()),
            ("0810", "lgwan")
        );
        assert!(!welcome.new_epoch_needed);
        let sent = parcel(&mut pc);
        let first = line.deliver(sent.clone()).await.expect("a receipt");
        assert_eq!((first.outcome(), first.seq), (Outcome::Stored, 1));
        assert_eq!(
            line.deliver(sent).await.expect("a receipt").outcome(),
            Outcome::Known
        );
        assert_eq!(findings(&hall, &key).await, 1);
        drop(line);
        let (_, welcome) = hall.greet(&key, &pc).await.expect("welcome");
        assert_eq!(welcome.known_through, 1);
    });
}

#[test]
fn many_parcels_under_way_are_answered_in_order() {
    hall::usual(|hall| async move {
        let (key, mut pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        for _ in 0..40 {
            let next = parcel(&mut pc);
            line.say(upward::What::Parcel(next.into())).await;
        }
        for seq in 1..=40 {
            let receipt = line.receipt().await.expect("a receipt");
            assert_eq!((receipt.seq, receipt.outcome()), (seq, Outcome::Stored));
        }
        assert_eq!(findings(&hall, &key).await, 40);
    });
}

#[test]
fn whoever_speaks_is_the_machine_of_the_certificate_whatever_the_messages_say() {
    hall::usual(|hall| async move {
        let (one, two) = (hall.machine().await, hall.machine().await);
        let mut pc = Pc::new("PC-0810-01");
        let sent = parcel(&mut pc);
        let (mut line, _) = hall.greet(&one, &pc).await.expect("welcome");
        line.deliver(sent.clone()).await.expect("a receipt");
        // Two speaks with the epoch, host name, installation and parcel of one.
        let (mut thief, welcome) = hall.greet(&two, &pc).await.expect("welcome");
        assert_eq!(welcome.known_through, 0, "nothing of one is told to two");
        assert_eq!(
            thief.deliver(sent).await.expect("a receipt").outcome(),
            Outcome::Stored
        );
        assert_eq!(findings(&hall, &one).await, 1);
        let next = parcel(&mut pc);
        assert_eq!(
            line.deliver(next).await.expect("one goes on").outcome(),
            Outcome::Stored
        );
    });
}

#[test]
fn a_refused_parcel_names_its_field_and_is_recorded() {
    hall::usual(|hall| async move {
        let (key, mut pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        let mut bad: wire::Parcel = parcel(&mut pc).into();
        bad.previous = vec![1, 2, 3];
        line.say(upward::What::Parcel(bad)).await;
        let receipt = line.receipt().await.expect("a receipt");
        assert_eq!(receipt.outcome(), Outcome::Refused);
        assert!(receipt.refusal.starts_with("previous"), "{}", receipt.refusal);
        let torn = Parcel {
            events: b"\xff\xff\xff no events".to_vec(),
            ..parcel(&mut pc)
        };
        let receipt = line.deliver(torn).await.expect("a receipt");
        assert_eq!(receipt.outcome(), Outcome::Refused);
        let noted = hall.acts().await;
        let fields: Vec<_> = noted
            .iter()
            .filter_map(|act| match act {
                Act::ParcelRefused { machine, field, .. } if *machine == key.id() => Some(field.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(fields.len(), 2, "{fields:?}");
        assert_eq!(fields[0], "previous");
    });
}

#[test]
fn a_parcel_that_does_not_say_which_it_is_ends_the_call() {
    hall::usual(|hall| async move {
        let (key, pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        line.say(upward::What::Parcel(wire::Parcel::default())).await;
        let status = line.end().await;
        assert_eq!(status.code(), Code::InvalidArgument);
        assert!(status.message().contains("parcel.epoch"), "{status}");
    });
}

#[test]
fn the_greeting_comes_first_and_once() {
    hall::usual(|hall| async move {
        let (key, mut pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let mut line = hall.call(Some(&key)).await.expect("opens");
        line.say(upward::What::Parcel(parcel(&mut pc).into())).await;
        assert_eq!(line.end().await.code(), Code::InvalidArgument);
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        line.say(upward::What::Hello(hall::hello(&pc, 1))).await;
        assert_eq!(line.end().await.code(), Code::InvalidArgument);
    });
}

#[test]
fn a_message_beyond_the_limit_ends_the_call_and_nothing_else() {
    hall::usual(|hall| async move {
        let (key, mut pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        let mut huge: wire::Parcel = parcel(&mut pc).into();
        huge.events = vec![0; (4 << 20) + 1];
        line.say(upward::What::Parcel(huge)).await;
        let status = line.end().await;
        assert!(
            matches!(status.code(), Code::OutOfRange | Code::ResourceExhausted),
            "{status}"
        );
        hall.greet(&key, &pc).await.expect("the intake goes on");
    });
}

#[test]
fn revoking_a_machine_ends_its_open_call_even_when_it_is_silent() {
    hall::usual(|hall| async move {
        let (key, pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        let reason = "lost".to_owned();
        hall.act(Act::MachineRevoked {
            machine: key.id(),
            reason,
        })
        .await;
        assert_eq!(line.end().await.code(), Code::PermissionDenied);
        let again = hall.greet(&key, &pc).await.map(drop).expect_err("refused");
        assert_eq!(again.code(), Code::PermissionDenied);
    });
}

#[test]
fn of_two_sessions_with_one_key_the_older_ends_and_it_is_recorded() {
    hall::usual(|hall| async move {
        let (key, pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut first, _) = hall.greet(&key, &pc).await.expect("welcome");
        let (mut second, _) = hall.greet(&key, &pc).await.expect("welcome");
        assert_eq!(first.end().await.code(), Code::Aborted);
        let recorded =
            |act: &Act| matches!(act, Act::SessionsClashed { machine, .. } if *machine == key.id());
        assert_eq!(hall.acts().await.iter().filter(|act| recorded(act)).count(), 1);
        let mut pc = pc;
        let next = parcel(&mut pc);
        assert_eq!(
            second.deliver(next).await.expect("a receipt").outcome(),
            Outcome::Stored
        );
    });
}

#[test]
fn an_agent_that_believes_more_to_be_stored_than_is_begins_anew() {
    hall::usual(|hall| async move {
        let (key, pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let mut line = hall.call(Some(&key)).await.expect("opens");
        line.say(upward::What::Hello(hall::hello(&pc, 50))).await;
        match line.hear().await.expect("an answer") {
            wire::downward::What::Welcome(welcome) => assert!(welcome.new_epoch_needed),
            other => panic!("no welcome: {other:?}"),
        }
    });
}

#[test]
fn stopping_finishes_what_is_under_way() {
    hall::usual(|hall| async move {
        let (key, mut pc) = (hall.machine().await, Pc::new("PC-0810-01"));
        let (mut line, _) = hall.greet(&key, &pc).await.expect("welcome");
        let next = parcel(&mut pc);
        assert_eq!(
            line.deliver(next).await.expect("a receipt").outcome(),
            Outcome::Stored
        );
        let ledger = hall.ledger().clone();
        hall.stop().await;
        assert_eq!(line.end().await.code(), Code::Unavailable);
        let stored = ledger
            .read(move |view| view.epoch(key.id(), pc.epoch))
            .await
            .expect("read");
        assert_eq!(stored.known_through, 1);
    });
}
