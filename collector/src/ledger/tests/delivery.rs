//! Exactly once, and holes for all to see.

use mimawari_proto::finding::Kind;

use crate::ledger::{
    Accepted, Ledger, LedgerError,
    record::Anomaly,
    sample::{Pc, Sample},
};

fn parcels(pc: &mut Pc, n: usize) -> Vec<mimawari_proto::parcel::Parcel> {
    (0..n)
        .map(|at| {
            pc.found(&format!("{at}.txt"), Kind::StrayFile);
            pc.seal().expect("one event waits")
        })
        .collect()
}

#[test]
fn a_parcel_that_comes_twice_is_stored_once() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    let parcel = parcels(&mut pc, 1).remove(0);
    assert_eq!(hall.accept(pc.id, parcel.clone()), Accepted::Stored);
    assert_eq!(hall.accept(pc.id, parcel), Accepted::Known);
    assert_eq!(
        hall.ledger
            .read_now(|v| v.machine(pc.id))
            .expect("answers")
            .expect("there")
            .open,
        1
    );
}

#[test]
fn another_parcel_under_the_same_number_is_a_conflict_for_all_to_see() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    let parcel = parcels(&mut pc, 1).remove(0);
    hall.accept(pc.id, parcel.clone());
    let mut other = parcel;
    other.sealed_at = other.sealed_at.plus(std::time::Duration::from_secs(1));
    for _ in 0..3 {
        assert_eq!(hall.accept(pc.id, other.clone()), Accepted::Conflict);
    }
    let seen = hall
        .ledger
        .read_now(|v| v.anomalies(Some(pc.id), 10))
        .expect("answers");
    assert_eq!(
        seen.iter().map(|a| a.what).collect::<Vec<_>>(),
        [Anomaly::Conflict]
    );
}

#[test]
fn a_hole_is_remembered_and_closed_when_it_is_filled() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    let parcels = parcels(&mut pc, 6);
    let open = || {
        let gaps = hall
            .ledger
            .read_now(|v| v.gaps(None, false, 10))
            .expect("answers");
        gaps.into_iter().map(|g| (g.first, g.last)).collect::<Vec<_>>()
    };
    let through = || {
        hall.ledger
            .read_now(|v| v.epoch(pc.id, pc.epoch))
            .expect("answers")
            .known_through
    };
    hall.accept(pc.id, parcels[0].clone());
    hall.accept(pc.id, parcels[5].clone());
    assert_eq!((open(), through()), (vec![(2, 5)], 1));
    hall.accept(pc.id, parcels[3].clone());
    assert_eq!((open(), through()), (vec![(2, 3), (5, 5)], 1));
    for at in [1, 2, 4] {
        hall.accept(pc.id, parcels[at].clone());
    }
    assert_eq!((open(), through()), (vec![], 6));
    let filled = hall.ledger.read_now(|v| v.gaps(None, true, 10)).expect("answers");
    assert!(filled.iter().all(|gap| gap.filled_at.is_some()));
    assert_eq!(
        hall.ledger.read_now(|v| v.anomalies(None, 10)).expect("answers"),
        []
    );
}

#[test]
fn a_parcel_that_names_another_one_before_it_is_noted() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    let mut parcels = parcels(&mut pc, 2);
    parcels[1].previous.0[0] ^= 1;
    for parcel in parcels {
        assert_eq!(hall.accept(pc.id, parcel), Accepted::Stored);
    }
    let seen = hall.ledger.read_now(|v| v.anomalies(None, 10)).expect("answers");
    assert_eq!(
        seen.iter().map(|a| (a.seq, a.what)).collect::<Vec<_>>(),
        [(2, Anomaly::Broken)]
    );
}

#[test]
fn a_second_collector_is_locked_out_and_a_short_command_is_not() {
    let hall = Sample::new();
    assert!(matches!(
        Ledger::open(hall.dir.path()),
        Err(LedgerError::Locked { .. })
    ));
    assert!(Ledger::beside(hall.dir.path()).is_ok());
}
