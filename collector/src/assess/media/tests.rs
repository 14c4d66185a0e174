//! Every verdict by example, and what must hold for all of them.

use mimawari_proto::{reading::Grade, time::Timestamp};
use proptest::prelude::*;

use super::{
    Allowed, Doubt, Fault, Out, Row, Rules, Stay, Verdict,
    identity::{Identity, Recognised},
    judge_all, standing,
};
use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId},
    machine::Zone,
    medium::MediumState,
    reading::{Encryption, MediaClass},
};

fn judge(stay: &Stay, rows: &[Row], rules: &Rules) -> Verdict {
    judge_all(std::slice::from_ref(stay), rows, rules).remove(0)
}

fn day(n: i8) -> Date {
    Date::new(2026, 11, n).expect("a day of November")
}

fn machine(n: u8) -> MachineId {
    MachineId::new(Timestamp::from_unix_ms(1_000), [n; 10])
}

fn code(code: &str) -> DepartmentId {
    code.parse().expect("a code")
}

fn zone(zone: &str) -> Zone {
    zone.parse().expect("a zone")
}

fn identity(serial: &str, grade: Grade) -> Identity {
    Identity {
        vendor_id: 0x0411,
        product_id: 1,
        serial: serial.to_owned(),
        size_bytes: 32_000_000_000,
        grade: Some(grade),
        ..Identity::default()
    }
}

/// A stick of 0810, on loan from the 10th to the 20th.
fn row() -> Row {
    Row {
        identity: identity("0801AB", Grade::A),
        encryption: None,
        department: Some(code("0810")),
        owned_since: day(1),
        registered: day(1),
        state: MediumState::InBox,
        state_since: None,
        permits: Vec::new(),
        loans: vec![Out {
            out: day(10),
            due: Some(day(20)),
            back: Some(day(20)),
            emptied: Some(true),
        }],
    }
}

/// It is plugged in on the 15th, at machine 1 of its own department, with data on it.
fn stay() -> Stay {
    Stay {
        identity: identity("0801AB", Grade::A),
        class: MediaClass::Storage,
        machine: machine(1),
        department: Some(code("0810")),
        zone: Some(zone("lgwan")),
        user: "yamada".to_owned(),
        from: day(15),
        until: Some(day(15)),
        encryption: Some(Encryption::None),
        empty: Some(false),
        counted: false,
        two_at_once: false,
    }
}

fn permit() -> Allowed {
    Allowed {
        departments: Vec::new(),
        users: Vec::new(),
        machines: Vec::new(),
        zones: Vec::new(),
        from: day(1),
        until: day(30),
    }
}

#[track_caller]
fn check(change: impl FnOnce(&mut Stay, &mut Row), faults: &[Fault], doubts: &[Doubt]) {
    let (mut stay, mut row) = (stay(), row());
    change(&mut stay, &mut row);
    let verdict = judge(&stay, &[row], &Rules::default());
    assert_eq!(
        (verdict.faults.as_slice(), verdict.doubts.as_slice()),
        (faults, doubts)
    );
}

/// The same with one permit, at a place of its own.
#[track_caller]
fn check_permitted(place: impl Fn(&mut Stay), permit: Allowed, faults: &[Fault]) {
    let change = |stay: &mut Stay, row: &mut Row| {
        place(stay);
        row.permits = vec![permit];
    };
    check(change, faults, &[]);
}

#[test]
fn a_lent_stick_in_its_own_department_is_as_it_should_be() {
    check(|_, _| {}, &[], &[]);
    check(|stay, _| stay.from = day(10), &[], &[]);
    check(
        |stay, _| (stay.from, stay.until) = (day(20), Some(day(20))),
        &[],
        &[],
    );
}

#[test]
fn what_is_not_in_the_ledger_is_a_stranger_whatever_it_is() {
    let stranger = |stay: &mut Stay| stay.identity.serial = "9999ZZ".to_owned();
    check(|stay, _| stranger(stay), &[Fault::Unregistered], &[]);
    check(
        |stay, _| {
            stranger(stay);
            stay.class = MediaClass::Portable;
        },
        &[Fault::Unregistered],
        &[],
    );
    check(
        |stay, _| {
            stranger(stay);
            stay.class = MediaClass::Optical;
        },
        &[],
        &[Doubt::Indistinguishable],
    );
    check(
        |stay, _| {
            stranger(stay);
            stay.zone = Some(zone("mynumber"));
        },
        &[Fault::Unregistered, Fault::ClosedZone],
        &[],
    );
}

#[test]
fn in_a_barred_zone_no_permit_and_no_ledger_helps() {
    let rules = Rules {
        barred_zones: vec![zone("mynumber")],
        ..Rules::default()
    };
    let permitted = Row {
        permits: vec![Allowed {
            zones: vec![zone("mynumber"), zone("lgwan")],
            ..permit()
        }],
        ..row()
    };
    let there = Stay {
        zone: Some(zone("mynumber")),
        ..stay()
    };
    let earlier = Row {
        registered: day(28),
        ..row()
    };
    for known in [&permitted, &earlier] {
        let verdict = |rules: &Rules| judge(&there, std::slice::from_ref(known), rules);
        assert_eq!(verdict(&Rules::default()).faults, []);
        assert_eq!(verdict(&rules).faults, [Fault::ClosedZone]);
    }
    assert_eq!(judge(&stay(), &[permitted], &rules).faults, []);
}

#[test]
fn a_model_alone_allows_nothing_and_accuses_nobody() {
    for grade in [Grade::B, Grade::C] {
        check(
            |stay, row| {
                stay.identity = identity("", grade);
                row.identity = identity("", grade);
            },
            &[],
            &[Doubt::Indistinguishable],
        );
    }
    check(
        |stay, row| {
            stay.identity = Identity {
                volume_id: "1A2B-3C4D".to_owned(),
                ..identity("", Grade::B)
            };
            row.identity = stay.identity.clone();
        },
        &[],
        &[Doubt::WeakIdentity],
    );
    check(|stay, _| stay.two_at_once = true, &[], &[Doubt::TwoAtOnce]);
    check(
        |stay, _| stay.identity.size_bytes *= 2,
        &[],
        &[Doubt::SizeDiffers],
    );
}

#[test]
fn where_it_may_be_used_is_its_own_department_or_a_permit() {
    let elsewhere = |stay: &mut Stay| stay.department = Some(code("0820"));
    check(|stay, _| elsewhere(stay), &[Fault::OtherDepartment], &[]);
    check(
        |stay, row| {
            elsewhere(stay);
            row.department = None;
        },
        &[],
        &[],
    );
    check_permitted(
        elsewhere,
        Allowed {
            departments: vec![code("0820")],
            ..permit()
        },
        &[],
    );
    check_permitted(
        elsewhere,
        Allowed {
            departments: vec![code("0820")],
            until: day(14),
            ..permit()
        },
        &[Fault::OutsidePermit],
    );
    // An ended permit for others takes nothing from its own department.
    check(
        |_, row| {
            row.permits = vec![Allowed {
                departments: vec![code("0820")],
                until: day(14),
                ..permit()
            }];
        },
        &[],
        &[],
    );
    check(|stay, _| stay.department = None, &[], &[Doubt::UnknownDepartment]);
    // What happened before it came to this department is not held against the new one.
    check(
        |stay, row| {
            elsewhere(stay);
            row.owned_since = day(16);
        },
        &[],
        &[],
    );
}

#[test]
fn a_permit_holds_for_what_it_names_and_while_it_lasts() {
    let with = |change: fn(&mut Allowed), faults: &[Fault]| {
        check(
            |_, row| {
                let mut permit = permit();
                change(&mut permit);
                row.permits = vec![permit];
            },
            faults,
            &[],
        );
    };
    with(|_| {}, &[]);
    with(|permit| permit.machines = vec![machine(1), machine(2)], &[]);
    with(
        |permit| permit.machines = vec![machine(2)],
        &[Fault::OtherMachine],
    );
    with(|permit| permit.zones = vec![zone("lgwan")], &[]);
    with(
        |permit| permit.zones = vec![zone("internet")],
        &[Fault::OtherZone],
    );
    with(|permit| permit.users = vec!["YAMADA".to_owned()], &[]);
    with(
        |permit| permit.users = vec!["tanaka".to_owned()],
        &[Fault::OtherUser],
    );
    with(|permit| permit.until = day(14), &[Fault::OutsidePermit]);
    with(|permit| permit.from = day(16), &[Fault::OutsidePermit]);
    with(|permit| (permit.from, permit.until) = (day(15), day(15)), &[]);
}

#[test]
fn a_closed_zone_needs_a_permit_that_names_it() {
    let closed = |stay: &mut Stay| stay.zone = Some(zone("mynumber"));
    check(|stay, _| closed(stay), &[Fault::ClosedZone], &[]);
    check_permitted(closed, permit(), &[Fault::ClosedZone]);
    check_permitted(
        closed,
        Allowed {
            zones: vec![zone("mynumber")],
            ..permit()
        },
        &[],
    );
}

#[test]
fn a_medium_is_where_the_ledger_says_or_that_is_a_fault() {
    check(
        |stay, _| (stay.from, stay.until, stay.empty) = (day(9), Some(day(9)), Some(true)),
        &[Fault::UsedInBox],
        &[],
    );
    check(
        |stay, _| stay.until = Some(day(21)),
        &[Fault::UsedInBox, Fault::Residue],
        &[],
    );
    check(
        |stay, row| {
            (stay.from, stay.until) = (day(22), Some(day(22)));
            row.loans[0].back = None;
        },
        &[Fault::Overdue],
        &[],
    );
    for (state, fault) in [
        (MediumState::Lost, Fault::UsedLost),
        (MediumState::Destroyed, Fault::UsedDestroyed),
    ] {
        let stated = |since: i8| {
            move |_: &mut Stay, row: &mut Row| (row.state, row.state_since) = (state, Some(day(since)))
        };
        check(stated(14), &[fault], &[]);
        check(stated(15), &[], &[]);
    }
    check(
        |_, row| {
            row.state = MediumState::Lent;
            row.loans.clear();
        },
        &[Fault::Residue],
        &[Doubt::LoanUnknown],
    );
    check(
        |stay, row| {
            (stay.counted, stay.empty) = (true, Some(true));
            row.loans.clear();
        },
        &[],
        &[],
    );
}

#[test]
fn data_is_for_a_loan_and_nothing_else() {
    let unlent = |stay: &mut Stay, empty| {
        (stay.from, stay.until, stay.empty) = (day(9), Some(day(9)), empty);
        stay.counted = true;
    };
    check(|stay, _| unlent(stay, Some(false)), &[Fault::Residue], &[]);
    check(|stay, _| unlent(stay, None), &[], &[Doubt::ContentUnknown]);
    check(|stay, _| unlent(stay, Some(true)), &[], &[]);
}

#[test]
fn encryption_counts_where_it_is_demanded_and_only_as_observed() {
    let with = |wanted, seen, faults: &[Fault], doubts: &[Doubt]| {
        check(
            |stay, row| (stay.encryption, row.encryption) = (seen, wanted),
            faults,
            doubts,
        );
    };
    let (none, bitlocker, hardware) = (
        Some(Encryption::None),
        Some(Encryption::Bitlocker),
        Some(Encryption::Hardware),
    );
    with(bitlocker, none, &[Fault::Unencrypted], &[]);
    with(bitlocker, bitlocker, &[], &[]);
    with(bitlocker, None, &[], &[Doubt::EncryptionUnknown]);
    with(hardware, none, &[], &[Doubt::EncryptionUnknown]);
    with(hardware, hardware, &[], &[]);
    with(none, none, &[], &[]);
    let strict = Rules {
        all_encrypted: true,
        ..Rules::default()
    };
    assert_eq!(judge(&stay(), &[row()], &strict).faults, [Fault::Unencrypted]);
}

#[test]
fn what_came_before_the_ledger_was_put_right_by_it() {
    let (stay, mut row) = (stay(), row());
    row.registered = day(16);
    let verdict = judge(&stay, &[row], &Rules::default());
    assert!(verdict.earlier && verdict.faults.is_empty());
}

#[test]
fn the_ledger_itself_says_what_is_overdue_lost_unchecked_or_never_seen() {
    let says = |change: fn(&mut Row), seen, faults: &[Fault], doubts: &[Doubt]| {
        let mut row = row();
        change(&mut row);
        let (said_faults, said_doubts) = standing(&row, seen, day(25));
        assert_eq!((said_faults.as_slice(), said_doubts.as_slice()), (faults, doubts));
    };
    says(|_| {}, true, &[], &[]);
    says(|_| {}, false, &[], &[Doubt::NeverSeen]);
    says(|row| row.loans[0].back = None, true, &[Fault::Overdue], &[]);
    says(
        |row| row.loans[0].emptied = None,
        true,
        &[],
        &[Doubt::EmptyingUnchecked],
    );
    says(
        |row| row.loans[0].emptied = Some(false),
        true,
        &[Fault::Residue],
        &[],
    );
    says(|row| row.state = MediumState::Lost, true, &[Fault::Lost], &[]);
    says(
        |row| row.state = MediumState::Lent,
        true,
        &[],
        &[Doubt::LoanUnknown],
    );
    says(|row| row.state = MediumState::Destroyed, false, &[], &[]);
}

fn any_identity() -> impl Strategy<Value = Identity> {
    let text = prop::sample::select(vec!["", "0801AB", "0801AC", "7&1a2b&0", "00000000"]);
    let volume = prop::sample::select(vec!["", "1111-1111", "2222-2222"]);
    let grade = prop::sample::select(vec![None, Some(Grade::A), Some(Grade::B), Some(Grade::C)]);
    (0_u16..3, text, volume, 0_u64..3, grade).prop_map(|(id, serial, volume, size, grade)| Identity {
        vendor_id: id,
        product_id: id,
        serial: serial.to_owned(),
        volume_id: volume.to_owned(),
        no: String::new(),
        size_bytes: size * 32_000_000_000,
        grade,
    })
}

proptest! {
    /// The first law of media: nothing weak is ever simply good.
    #[test]
    fn only_a_certain_identity_is_ever_without_fault_and_doubt(seen in any_identity(), rows in prop::collection::vec(any_identity(), 0..5)) {
        let stay = Stay { identity: seen, ..stay() };
        let rows: Vec<_> = rows.into_iter().map(|identity| Row { identity, ..row() }).collect();
        let verdict = judge(&stay, &rows, &Rules::default());
        if verdict.faults.is_empty() && verdict.doubts.is_empty() {
            let Recognised::Certain(at) = verdict.recognised else {
                return Err(TestCaseError::fail(format!("{:?}", verdict.recognised)));
            };
            prop_assert_eq!(stay.identity.grade, Some(Grade::A));
            prop_assert!(!stay.identity.serial.is_empty() && !rows[at].identity.serial.is_empty());
        }
        if verdict.faults.contains(&Fault::Unregistered) {
            prop_assert_eq!(verdict.recognised, Recognised::None);
        }
    }

    /// A row more can put a medium in doubt, but a second one with the same serial never makes it good.
    #[test]
    fn a_twin_in_the_ledger_makes_nothing_certain(seen in any_identity(), row_identity in any_identity()) {
        let stay = Stay { identity: seen, ..stay() };
        let twin = Row { identity: row_identity, ..row() };
        let verdict = judge(&stay, &[twin.clone(), twin], &Rules::default());
        prop_assert!(!matches!(verdict.recognised, Recognised::Certain(_) | Recognised::Likely(_)));
    }
}

#[test]
fn a_year_of_a_city_is_judged_and_each_stay_finds_its_own_row() {
    let serial = |n: usize| format!("SER{n:05}");
    let rows: Vec<_> = (0..500)
        .map(|n| Row {
            identity: identity(&serial(n), Grade::A),
            ..row()
        })
        .collect();
    let stays: Vec<_> = (0..5_000)
        .map(|n| Stay {
            identity: identity(&serial(n % 600), Grade::A),
            ..stay()
        })
        .collect();
    let verdicts = judge_all(&stays, &rows, &Rules::default());
    for (n, verdict) in verdicts.iter().enumerate() {
        let expected = match n % 600 {
            at @ ..500 => Recognised::Certain(at),
            _ => Recognised::None,
        };
        assert_eq!(verdict.recognised, expected, "{n}");
    }
}
