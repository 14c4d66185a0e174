//! What events make of findings.

use jiff::civil::Date;
use mimawari_proto::{
    finding::{ClearedReason, Kind},
    round::{RootOutcome, RoundOutcome, UnreadReason},
};

use crate::ledger::{
    Act,
    act::Judgement,
    record::{Changed, Cleared, FindingFilter, FindingRecord, Order, State},
    sample::{Sample, code},
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
