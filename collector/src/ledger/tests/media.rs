//! What people write into the ledger of media, and that it can be made again from the evidence.

use jiff::civil::Date;
use mimawari_proto::medium::MediumState;

use crate::ledger::{
    Act,
    medium::{Destruction, Loan, Medium, MediumNo, MediumRow, Permit},
    rebuild,
    record::MediumRecord,
    sample::{Sample, code},
};

const APRIL: Date = Date::constant(2026, 4, 1);

fn no(no: &str) -> MediumNo {
    no.parse().expect("a number")
}

fn medium(number: &str) -> Medium {
    Medium {
        no: no(number),
        vendor_id: 0x0411,
        product_id: 1,
        vendor: "IO".to_owned(),
        product: "ED-SV4".to_owned(),
        serial: format!("SER-{number}"),
        volume_id: String::new(),
        grade: None,
        size_bytes: 0,
        encryption: None,
        department: Some(code("0810")),
        keeper: "田中".to_owned(),
        place: "書庫1".to_owned(),
        state: MediumState::InBox,
        state_since: None,
        registered: APRIL,
        note: String::new(),
    }
}

fn permit(until: Date) -> Permit {
    Permit {
        departments: vec![code("0820")],
        users: Vec::new(),
        machines: Vec::new(),
        zones: Vec::new(),
        from: APRIL,
        until,
        applicant: "山田".to_owned(),
        by: "田中".to_owned(),
    }
}

fn loan(out: Date) -> Loan {
    Loan {
        borrower: "山田".to_owned(),
        purpose: "研修".to_owned(),
        data: String::new(),
        by: "田中".to_owned(),
        out,
        due: None,
        back: None,
        emptied: None,
    }
}

fn one(hall: &Sample, number: &str) -> MediumRecord {
    let read = hall.ledger.read_now(|view| view.medium(&no(number)));
    read.expect("answers").expect("there")
}

fn history(hall: &Sample, number: &str) -> Vec<(String, String)> {
    let changes = hall.ledger.read_now(|view| view.medium_changes(&no(number)));
    let changes = changes.expect("answers").into_iter();
    changes.map(|change| (change.what, change.reason)).collect()
}

/// Everything that can happen to one medium.
fn a_life(hall: &Sample) {
    let row = MediumRow {
        medium: medium("1"),
        permit: Some(permit(Date::constant(2027, 3, 31))),
        loan: None,
        destroyed: None,
    };
    hall.act(Act::MediaImported {
        file: "media.csv".to_owned(),
        on: APRIL,
        media: vec![row],
    });
    let reason = |text: &str| text.to_owned();
    let day = |n: i8| Date::constant(2026, 5, n);
    hall.act(Act::MediumLent {
        no: no("1"),
        loan: loan(day(1)),
        reason: reason("研修"),
    });
    hall.act(Act::MediumReturned {
        no: no("1"),
        on: day(3),
        emptied: Some(true),
        reason: reason("返却"),
    });
    hall.act(Act::MediumPermitted {
        no: no("1"),
        permit: permit(day(31)),
        reason: reason("申告"),
    });
    hall.act(Act::PermitWithdrawn {
        no: no("1"),
        on: day(10),
        reason: reason("終了"),
    });
    hall.act(Act::MediumLost {
        no: no("1"),
        on: day(11),
        reason: reason("見当たらない"),
    });
    hall.act(Act::MediumFound {
        no: no("1"),
        on: day(12),
        reason: reason("引出し"),
    });
    hall.act(Act::MediumWritten {
        medium: Box::new(Medium {
            keeper: "髙橋".to_owned(),
            ..one(hall, "1").medium
        }),
        reason: reason("異動"),
    });
    hall.act(Act::StockTakingOpened {
        department: None,
        machine: None,
    });
    hall.act(Act::StockTakingClosed {
        number: 1,
        counted: 0,
        missing: vec![no("1")],
    });
    hall.act(Act::MediumDestroyed {
        no: no("1"),
        destruction: Destruction {
            on: day(20),
            by: "佐藤".to_owned(),
            how: "破砕".to_owned(),
        },
        reason: reason("老朽"),
    });
}

#[test]
fn a_medium_keeps_every_change_with_its_reason() {
    let hall = Sample::new();
    a_life(&hall);
    let record = one(&hall, "1");
    assert_eq!(record.medium.state, MediumState::Destroyed);
    assert_eq!(record.medium.keeper, "髙橋");
    assert_eq!(record.loans[0].back, Some(Date::constant(2026, 5, 3)));
    let ends: Vec<_> = record.permits.iter().map(|permit| permit.until).collect();
    assert_eq!(ends, [Date::constant(2026, 5, 10); 2]);
    let kept = history(&hall, "1");
    let what: Vec<_> = kept.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(
        what,
        [
            "imported",
            "lent",
            "returned",
            "permitted",
            "withdrawn",
            "lost",
            "found",
            "written",
            "destroyed"
        ]
    );
    assert_eq!(kept[7].1, "異動");
}

#[test]
fn a_return_that_nobody_lent_and_a_number_that_is_not_there_change_nothing() {
    let hall = Sample::new();
    hall.act(Act::MediumLost {
        no: no("7"),
        on: APRIL,
        reason: "x".to_owned(),
    });
    let media = hall.ledger.read_now(|view| view.media_ledger()).expect("answers");
    assert!(media.is_empty());
}

#[test]
fn the_ledger_of_media_is_made_again_from_the_evidence() {
    let hall = Sample::new();
    a_life(&hall);
    let Sample { dir, ledger } = hall;
    drop(ledger);
    let rebuilt = rebuild(dir.path(), true, &mut |_, _| {}).expect("rebuilds");
    assert!(rebuilt.same);
}
