//! The file: made, refused, full, damaged, interrupted.

use mimawari_proto::{finding::Kind, name::Name, round::Said};
use rusqlite::Connection;

use crate::ledger::{
    Accepted, FILE, Ledger, LedgerError, Reader,
    rebuild::DERIVED,
    record::{FindingFilter, Order},
    sample::{BEGIN, Pc, Sample, finding, wait},
    sqlite::migrate::STEPS,
};

#[test]
fn a_directory_without_a_ledger_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    assert!(matches!(
        Ledger::open(dir.path()),
        Err(LedgerError::Absent { .. })
    ));
    assert!(matches!(
        Reader::open(dir.path()),
        Err(LedgerError::Absent { .. })
    ));
}

#[test]
fn a_ledger_is_never_made_over_another() {
    let hall = Sample::new();
    let again = Ledger::create(hall.dir.path(), BEGIN);
    assert!(matches!(again, Err(LedgerError::Exists { .. })));
}

#[test]
fn a_file_of_a_newer_release_is_refused() {
    let Sample { dir, ledger } = Sample::new();
    drop(ledger);
    let conn = Connection::open(dir.path().join(FILE)).expect("opens");
    conn.pragma_update(None, "user_version", 99).expect("set");
    drop(conn);
    let opened = Ledger::open(dir.path());
    assert!(
        matches!(opened, Err(LedgerError::Newer { found: 99, .. })),
        "{opened:?}"
    );
}

#[test]
fn a_file_that_is_no_ledger_is_named_as_damaged() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(FILE);
    std::fs::write(&path, vec![b'x'; 8_192]).expect("written");
    match Ledger::open(dir.path()) {
        Err(LedgerError::Damaged { path: named, .. }) => assert_eq!(named, path),
        other => panic!("{other:?}"),
    }
    std::fs::remove_file(&path).expect("removed");
    std::fs::create_dir(&path).expect("a directory where a file should be");
    assert!(matches!(
        Ledger::open(dir.path()),
        Err(LedgerError::Damaged { .. })
    ));
}

#[test]
fn a_damaged_page_is_found_at_the_start_and_its_table_named() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    for at in 0..200 {
        pc.found(&format!("{at}.txt"), Kind::StrayFile);
    }
    hall.take(&mut pc);
    let Sample { dir, ledger } = hall;
    drop(ledger);
    let path = dir.path().join(FILE);
    let page = root_page(&path, "finding");
    let mut bytes = std::fs::read(&path).expect("read");
    bytes[(page - 1) * 4_096 + 8..][..64].fill(0xff);
    std::fs::write(&path, bytes).expect("written");
    match Ledger::open(dir.path()) {
        Err(LedgerError::Damaged { what, .. }) => assert!(what.contains("finding"), "{what}"),
        other => panic!("{other:?}"),
    }
}

fn root_page(path: &std::path::Path, table: &str) -> usize {
    let conn = Connection::open(path).expect("opens");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: u32 = conn.query_row(sql, [table], |row| row.get(0)).expect("there");
    page as usize
}

#[test]
fn what_was_acknowledged_is_there_after_the_writer_was_cut_off() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    pc.found("memo.txt", Kind::PasswordNote);
    let parcel = pc.seal().expect("waits");
    assert_eq!(hall.accept(pc.id, parcel.clone()), Accepted::Stored);
    // The files as they lie there now, log included, are what a killed collector leaves.
    let after = tempfile::tempdir().expect("a folder");
    for name in [FILE, "ledger.db-wal"] {
        std::fs::copy(hall.dir.path().join(name), after.path().join(name)).expect("copied");
    }
    let again = Ledger::open(after.path()).expect("recovers");
    assert_eq!(
        wait(again.accept(pc.id, parcel, BEGIN)).expect("taken"),
        Accepted::Known
    );
}

#[test]
fn a_full_disk_refuses_keeps_what_was_acknowledged_and_recovers() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    hall.ledger.limit_pages(Some(1)).expect("limited");
    for at in 0..500 {
        pc.found(&format!("{at}.txt"), Kind::StrayFile);
    }
    let parcel = pc.seal().expect("waits");
    let refused = wait(hall.ledger.accept(pc.id, parcel.clone(), BEGIN));
    assert!(matches!(refused, Err(LedgerError::Full)), "{refused:?}");
    let epoch = hall.ledger.read_now(|v| v.epoch(pc.id, pc.epoch));
    assert_eq!(epoch.expect("still readable").highest, 0);
    hall.ledger.limit_pages(None).expect("freed");
    assert_eq!(hall.accept(pc.id, parcel), Accepted::Stored);
}

#[test]
fn hostile_names_come_back_unchanged() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    let names = [
        Name::from("a'; DROP TABLE entry; --"),
        Name::from("\u{202e}txt.exe\u{1b}[2J\n%_!"),
        Name::from_bytes(b"\xff\xfe broken"),
        Name::from("𠮷野家\u{0}b"),
    ];
    for name in &names {
        let id = pc.found("x", Kind::StrayFile);
        let mut hostile = finding(id, "x", Kind::StrayFile);
        hostile.path = name.clone();
        // Accounts travel as text only.
        hostile.owner = Name::from(name.shown.as_str());
        hostile.member = vec![name.clone()];
        pc.say(Said::Found(hostile));
    }
    hall.take(&mut pc);
    let all = FindingFilter::default();
    let page = hall
        .ledger
        .read_now(|v| v.findings(&all, Order::OldestFirst, None, 10));
    let rows = page.expect("answers").rows;
    assert_eq!(rows.len(), names.len());
    for (row, name) in rows.iter().zip(&names) {
        assert_eq!(row.finding.path, *name);
        assert_eq!(row.finding.owner.shown, name.shown);
        assert_eq!(row.finding.member, std::slice::from_ref(name));
    }
    let exactly = FindingFilter {
        text: Some("%_!".to_owned()),
        ..FindingFilter::default()
    };
    let found = hall.ledger.read_now(|v| v.count_findings(&exactly, 10));
    assert_eq!(found.expect("answers"), 1);
}

#[test]
fn a_machine_whose_enrolment_is_not_here_is_taken_down_without_department() {
    let hall = Sample::new();
    let mut pc = Pc::new("PC-9");
    pc.found("memo.txt", Kind::PasswordNote);
    hall.take(&mut pc);
    let machine = hall
        .ledger
        .read_now(|v| v.machine(pc.id))
        .expect("answers")
        .expect("there");
    assert_eq!((machine.department, machine.open), (None, 1));
}

#[test]
fn pages_follow_each_other_without_hole_or_overlap() {
    let hall = Sample::new();
    let mut pc = hall.machine("0810", "PC-1");
    for at in 0..7 {
        pc.found(&format!("{at}.txt"), Kind::StrayFile);
    }
    hall.take(&mut pc);
    let all = FindingFilter::default();
    for order in [Order::NewestFirst, Order::OldestFirst] {
        let (mut numbers, mut after, mut more) = (Vec::new(), None, true);
        while more {
            let page = hall
                .ledger
                .read_now(|v| v.findings(&all, order, after, 3))
                .expect("answers");
            numbers.extend(page.rows.iter().map(|row| row.number));
            after = page.next;
            more = after.is_some();
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=7).collect::<Vec<u64>>(), "{order:?}");
    }
}

#[test]
fn every_table_is_evidence_or_derived_or_kept() {
    let conn = Connection::open_in_memory().expect("opens");
    for step in STEPS {
        conn.execute_batch(step).expect("a good schema");
    }
    let mut tables = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .expect("SQL");
    let tables = tables
        .query_map([], |row| row.get::<_, String>(0))
        .expect("answers");
    let others = [
        "entry",
        "checkpoint",
        "user",
        "session",
        "token_secret",
        "contact",
    ];
    for table in tables {
        let table = table.expect("a name");
        let derived = DERIVED.iter().any(|(name, _)| *name == table);
        assert!(derived != others.contains(&table.as_str()), "{table}");
    }
}
