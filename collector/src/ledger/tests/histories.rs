//! Random histories: whatever is repeated, reordered or interrupted, the end is the same.

use mimawari_proto::{
    finding::{ClearedReason, Kind},
    parcel::Parcel,
    round::{RootOutcome, RoundOutcome},
};
use proptest::{prelude::*, sample::Index};
use rusqlite::Connection;

use crate::ledger::{
    Accepted, Act, FILE, Ledger, View,
    rebuild::{dump, rebuild},
    sample::{Pc, Sample, code, wait},
    verify::{Witness, verify},
};

/// One step in the life of a machine.
#[derive(Clone, Copy, Debug)]
enum Step {
    Find,
    Clear,
    /// The agent forgets to say that something is gone.
    Lose,
    Round,
    /// A round that could not look.
    Denied,
    Seal,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Find),
        2 => Just(Step::Clear),
        1 => Just(Step::Lose),
        2 => Just(Step::Round),
        1 => Just(Step::Denied),
        5 => Just(Step::Seal),
    ]
}

fn live(pc: &mut Pc, steps: &[Step]) -> Vec<Parcel> {
    let mut parcels = Vec::new();
    for step in steps {
        match step {
            Step::Find => {
                pc.found("memo.txt", Kind::PasswordNote);
            }
            Step::Clear => {
                if let Some(id) = pc.standing.first().copied() {
                    pc.cleared(id, ClearedReason::Gone);
                }
            }
            Step::Lose => {
                pc.standing.pop();
            }
            Step::Round => {
                pc.round();
            }
            Step::Denied => {
                pc.round_with(RoundOutcome::Partial, RootOutcome::Denied, &[]);
            }
            Step::Seal => parcels.extend(pc.seal()),
        }
    }
    parcels.extend(pc.seal());
    parcels
}

/// What must not depend on the order of arrival.
fn ends(ledger: &Ledger) -> Vec<String> {
    let sql = "SELECT hex(id) || ' ' || state || ' ' || coalesce(cleared, '') || ' ' || first_seen_ms
               FROM finding
               UNION ALL SELECT 'open ' || coalesce(sum(open), 0) FROM tally ORDER BY 1";
    let ask = |view: &View<'_>| view.all(sql, [], |row| row.get::<_, String>(0));
    ledger.read_now(ask).expect("answers")
}

fn text(hall: &Sample) -> String {
    let conn = Connection::open(hall.dir.path().join(FILE)).expect("opens");
    let mut text = Vec::new();
    dump(&conn, &mut |line| text.extend(line)).expect("dumps");
    String::from_utf8(text).expect("escaped")
}

/// What the overview counts is what the table of findings holds.
fn counts_are_true(ledger: &Ledger) {
    let sql =
        "SELECT (SELECT coalesce(sum(open), 0) FROM tally), (SELECT coalesce(sum(open), 0) FROM machine),
                   (SELECT count(*) FROM finding WHERE state = 1 AND judgement IS NOT 2)";
    let ask = |view: &View<'_>| view.one(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let (counted, machines, open): (i64, i64, i64) = ledger.read_now(ask).expect("answers").expect("a row");
    assert_eq!((counted, machines), (open, open));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parcels_may_come_twice_in_any_order_and_across_restarts(
        steps in prop::collection::vec(step(), 1..40),
        order in prop::collection::vec(any::<Index>(), 0..60),
        restart in any::<Index>(),
    ) {
        let straight = Sample::new();
        let mut pc = straight.machine("0810", "PC-1");
        let parcels = live(&mut pc, &steps);
        for parcel in &parcels {
            straight.accept(pc.id, parcel.clone());
        }
        let shuffled = Sample::new();
        shuffled.machine("0810", "PC-1");
        let Sample { dir, mut ledger } = shuffled;
        let mut coming: Vec<_> = order.iter().filter(|_| !parcels.is_empty()).map(|at| at.index(parcels.len())).collect();
        coming.extend(0..parcels.len());
        let stop = restart.index(coming.len().max(1));
        let mut stored = vec![false; parcels.len()];
        for (count, at) in coming.into_iter().enumerate() {
            if count == stop {
                drop(ledger);
                ledger = Ledger::open(dir.path()).expect("opens again");
            }
            let parcel = parcels[at].clone();
            let received_at = parcel.sealed_at;
            let accepted = wait(ledger.accept(pc.id, parcel, received_at)).expect("taken");
            let expected = if stored[at] { Accepted::Known } else { Accepted::Stored };
            prop_assert_eq!(accepted, expected);
            stored[at] = true;
        }
        prop_assert_eq!(ends(&straight.ledger), ends(&ledger));
        let gaps = ledger.read_now(|view| view.gaps(None, false, 10)).expect("answers");
        prop_assert!(gaps.is_empty());
        counts_are_true(&ledger);
    }

    #[test]
    fn rebuilt_tables_are_the_same_byte_for_byte(
        steps in prop::collection::vec(step(), 1..40),
        order in prop::collection::vec(any::<Index>(), 0..40),
        moved in any::<bool>(),
    ) {
        let hall = Sample::new();
        let mut pc = hall.machine("0810", "PC-1");
        let mut parcels = live(&mut pc, &steps);
        pc.begin_epoch();
        parcels.extend(live(&mut pc, &steps));
        for at in order.iter().filter(|_| !parcels.is_empty()) {
            hall.accept(pc.id, parcels[at.index(parcels.len())].clone());
        }
        if moved {
            hall.act(Act::MachineMoved { machine: pc.id, department: code("0820"), reason: String::new() });
        }
        for parcel in &parcels {
            hall.accept(pc.id, parcel.clone());
        }
        let before = text(&hall);
        let Sample { dir, ledger } = hall;
        drop(ledger);
        let rebuilt = rebuild(dir.path(), true, &mut |_, _| {}).expect("rebuilds");
        prop_assert!(rebuilt.same);
        let hall = Sample { ledger: Ledger::open(dir.path()).expect("opens"), dir };
        prop_assert_eq!(before, text(&hall));
        counts_are_true(&hall.ledger);
        let verified = verify(&hall.dir.path().join(FILE), &Witness::default(), &mut |_, _| {}).expect("readable");
        prop_assert!(verified.is_sound());
    }
}

#[test]
fn a_rebuild_needs_the_collector_to_stand_still() {
    let hall = Sample::new();
    assert!(rebuild(hall.dir.path(), true, &mut |_, _| {}).is_err());
    let Sample { dir, ledger } = hall;
    drop(ledger);
    assert!(rebuild(dir.path(), false, &mut |_, _| {}).expect("compares").same);
}
