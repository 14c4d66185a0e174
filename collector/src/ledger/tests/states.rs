//! What events make of findings.

use jiff::civil::Date;
use mimawari_proto::{
    finding::{ClearedReason, FoundOn, Kind, Root},
    id::{FindingId, MediaSessionId},
    name::Name,
    reading::{MediaClass, MediaContent, MediaExamined, MediaSeen, SerialState},
    round::{RootOutcome, RoundOutcome, Said, UnreadReason},
};

use crate::ledger::{
    Act,
    act::Judgement,
    record::{Changed, Cleared, FindingFilter, FindingRecord, Order, State},
    sample::{BEGIN, Pc, Sample, code, finding},
};

fn all(hall: &Sample) -> Vec<FindingRecord> {
    let ask = |view: &crate::ledger::View<'_>| {
        view.findings(&FindingFilter::default(), Order::OldestFirst, None, 100)
    };
    hall.ledger.read_now(ask).expect("answers").rows
}

fn states(hall: &Sample) -> Vec<(State, Option<Cleared>)> {
    all(hall).into_iter().map(|f| (f.state, f.cleared)).collect()
}

#[test]
fn a_finding_stands_until_it_is_cleared_and_keeps_its_history() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    let id = pc.found("memo.txt", Kind::PasswordNote);
    hall.take(&mut pc);
    assert_eq!(states(&hall), [(State::Open, None)]);
    pc.cleared(id, ClearedReason::Gone);
    hall.take(&mut pc);
    assert_eq!(
        states(&hall),
        [(State::Cleared, Some(Cleared::Said(ClearedReason::Gone)))]
    );
    let detail = hall
        .ledger
        .read_now(|view| view.finding(1))
        .expect("answers")
        .expect("there");
    let history: Vec<_> = detail.history.into_iter().map(|change| change.what).collect();
    assert_eq!(
        history,
        [
            Changed::Found,
            Changed::Cleared(Cleared::Said(ClearedReason::Gone))
        ]
    );
}

#[test]
fn a_round_that_covered_the_place_clears_what_it_does_not_name() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    pc.found("memo.txt", Kind::PasswordNote);
    let lost = pc.found("old.txt", Kind::PasswordNote);
    hall.take(&mut pc);
    pc.standing.retain(|id| *id != lost);
    pc.round();
    hall.take(&mut pc);
    assert_eq!(
        states(&hall),
        [(State::Open, None), (State::Cleared, Some(Cleared::Reconciled))]
    );
}

#[test]
fn a_round_that_could_not_look_clears_nothing() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    pc.found("memo.txt", Kind::PasswordNote);
    hall.take(&mut pc);
    pc.standing.clear();
    pc.round_with(RoundOutcome::Partial, RootOutcome::Denied, &[]);
    hall.take(&mut pc);
    assert_eq!(states(&hall), [(State::Open, None)]);
}

#[test]
fn what_was_found_stays_with_the_department_that_the_machine_was_in() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    pc.found("before.txt", Kind::PasswordNote);
    hall.take(&mut pc);
    hall.act(Act::MachineMoved {
        machine: pc.id,
        department: code("0820"),
        reason: "人事異動".to_owned(),
    });
    pc.found("after.txt", Kind::PasswordNote);
    hall.take(&mut pc);
    let departments: Vec<_> = all(&hall).into_iter().map(|f| f.department).collect();
    assert_eq!(departments, [Some(code("0810")), Some(code("0820"))]);
}

#[test]
fn the_overview_counts_what_stands_and_is_not_rejected() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    hall.machine("0810", "PC-2");
    let first = pc.found("memo.txt", Kind::PasswordNote);
    pc.found("list.xlsx", Kind::MyNumber);
    pc.found("other.txt", Kind::PasswordNote);
    pc.round_with(
        RoundOutcome::Complete,
        RootOutcome::Covered,
        &[(UnreadReason::Encrypted, 2), (UnreadReason::Locked, 1)],
    );
    hall.take(&mut pc);
    let record = all(&hall).remove(0);
    hall.act(Act::FindingJudged {
        finding: record.number,
        machine: record.machine,
        id: first,
        kind: Kind::PasswordNote,
        judgement: Judgement::Rejected,
        reason: "誤検知".to_owned(),
    });
    let on = Date::constant(2026, 11, 20);
    let since = crate::ledger::sample::BEGIN;
    let overview = hall
        .ledger
        .read_now(|view| view.overview(on, since))
        .expect("answers");
    let childcare = overview
        .into_iter()
        .find(|d| d.department.as_ref().is_some_and(|l| l.code == code("0810")))
        .expect("valid");
    assert_eq!(
        (childcare.machines, childcare.reporting, childcare.complete),
        (2, 1, 1)
    );
    let kinds: Vec<_> = childcare
        .findings
        .iter()
        .map(|(kind, _, n)| (*kind, *n))
        .collect();
    assert_eq!(kinds, [(Kind::PasswordNote, 1), (Kind::MyNumber, 1)]);
    assert_eq!(
        childcare.unread,
        [(UnreadReason::Encrypted, 2), (UnreadReason::Locked, 1)]
    );
}

/// A stick in one of its stays: what was found on it, and that everything on it was read.
fn stay(pc: &mut Pc, session: u8, notes: &[FindingId], complete: bool) {
    let session = MediaSessionId::new(BEGIN, [session; 10]);
    let mut seen = MediaSeen {
        vendor_id: 0x0411,
        product_id: 0x0277,
        serial: Name::from("0F1E2D3C4B5A6978"),
        serial_state: Some(SerialState::Own),
        bus: "usb".to_owned(),
        ..MediaSeen::new(session, MediaClass::Storage, "present")
    };
    pc.say(Said::MediaSeen(seen.clone()));
    for id in notes {
        let mut found = finding(*id, "memo.txt", Kind::PasswordNote);
        found.root = Root::Media;
        found.medium = Some(FoundOn {
            session,
            vendor_id: seen.vendor_id,
            product_id: seen.product_id,
            vendor: Name::default(),
            product: Name::default(),
            serial: seen.serial.clone(),
            volume_id: Name::default(),
            volume_label: Name::default(),
        });
        pc.say(Said::Found(found));
    }
    seen.content = Some(MediaContent {
        examined: Some(MediaExamined {
            complete,
            ended_at: pc.now.plus(std::time::Duration::from_secs(60)),
            ..MediaExamined::default()
        }),
        ..MediaContent::default()
    });
    pc.say(Said::MediaSeen(seen));
}

#[test]
fn what_an_agent_forgot_of_a_stick_ends_when_the_stick_was_read_to_its_end_without_it() {
    let ids = [1, 2].map(|n| FindingId::new(BEGIN, [n; 10]));
    for late_first in [false, true] {
        let hall = Sample::new();
        let mut pc = hall.machine("0810", "PC-1");
        stay(&mut pc, 1, &ids, true);
        let first = pc.seal().expect("a parcel");
        // Another round, and the same stick cut short: neither proves anything.
        pc.round();
        stay(&mut pc, 2, &[], false);
        let second = pc.seal().expect("a parcel");
        let parcels = match late_first {
            true => [second, first],
            false => [first, second],
        };
        for parcel in parcels {
            hall.accept(pc.id, parcel);
        }
        assert_eq!(states(&hall), [(State::Open, None); 2]);
        stay(&mut pc, 3, &ids[..1], true);
        hall.take(&mut pc);
        let ended = (State::Cleared, Some(Cleared::Reconciled));
        assert_eq!(states(&hall), [(State::Open, None), ended]);
    }
    // What comes late is judged by the look that was later.
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    stay(&mut pc, 1, &ids[..1], true);
    let first = pc.seal().expect("a parcel");
    stay(&mut pc, 2, &[], true);
    let second = pc.seal().expect("a parcel");
    hall.accept(pc.id, second);
    hall.accept(pc.id, first);
    assert_eq!(states(&hall), [(State::Cleared, Some(Cleared::Reconciled))]);
}
