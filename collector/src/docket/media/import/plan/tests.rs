//! Ledgers of cities, good and bad ones.

use std::fmt::Write as _;

use jiff::civil::Date;
use mimawari_proto::{id::MachineId, show::options::Lang, time::Timestamp};

use super::{
    super::{cells, known::Known},
    *,
};
use crate::{ledger::record::DepartmentLabel, sheet};

const TODAY: Date = Date::constant(2026, 11, 20);

fn known() -> Known {
    let label = |code: &str, name: &str| DepartmentLabel {
        code: code.parse().expect("a code"),
        name: name.to_owned(),
        short_name: name.trim_end_matches('課').to_owned(),
        parent: None,
        valid_from: None,
        valid_until: None,
    };
    let machine = |nth: u8| MachineId::new(Timestamp::from_unix_ms(1_000), [nth; 10]);
    Known {
        media: BTreeMap::new(),
        departments: vec![label("0810", "保育課"), label("0820", "税務課")],
        machines: vec![
            (machine(1), "PC-1".to_owned()),
            (machine(2), "PC-2".to_owned()),
            (machine(3), "PC-2".to_owned()),
        ],
        today: TODAY,
    }
}

fn planned(text: &str, known: &Known) -> Result<Vec<Planned>, Vec<String>> {
    let sheet = sheet::read(text.as_bytes()).expect("a table");
    let columns = cells::columns(&sheet.heading).expect("headings");
    plan(&sheet, &columns, known)
        .map_err(|mistakes| mistakes.iter().map(|one| one.say("m.csv", Lang::En)).collect())
}

/// Takes rows into the ledger as an import would.
fn take(known: &mut Known, planned: &[Planned]) {
    for one in planned {
        let before = known.media.remove(&one.row.medium.no);
        let before = before.unwrap_or_else(|| written::first(&one.row.medium, Timestamp::default()));
        let after = written::after(&before, &one.row, TODAY);
        known.media.insert(after.medium.no.clone(), after);
    }
}

const LAST_YEAR: &str = "\
管理番号,メーカー,型番,シリアルNo,容量,暗号化,所管課,保管者,保管場所,状態,登録日,貸出先,用途,貸出許可者,貸出日,返却予定,返却日,消去確認
公USB-01,IO,ED-SV4,0801AB89F2,32GB,ハードウェア,保育課,田中,書庫1,保管中,R7.4.1,,,,,,,
公USB-02,IO,ED-SV4,0801AB89F3,32GB,ハードウェア,0810,田中,書庫1,貸出中,R7.4.1,山田,研修資料,田中課長,2026/11/18,2026/11/25,,
公USB-03,,,,8GB,なし,税務,佐藤,金庫,,2025/4/1,鈴木,申告会場,佐藤課長,2026/10/1,2026/10/5,2026/10/4,○
";

#[test]
fn last_years_ledger_of_a_city_is_taken_as_it_is() {
    let planned = planned(LAST_YEAR, &known()).expect("good");
    assert!(planned.iter().all(|one| one.change == Change::New));
    let states: Vec<_> = planned.iter().map(|one| one.row.medium.state).collect();
    assert_eq!(
        states,
        [MediumState::InBox, MediumState::Lent, MediumState::InBox]
    );
    assert_eq!(planned[0].row.medium.registered, Date::constant(2025, 4, 1));
    assert_eq!(
        planned[2].row.loan.as_ref().and_then(|loan| loan.emptied),
        Some(true)
    );
}

#[test]
fn the_same_file_again_changes_nothing_and_one_cell_changes_one_column() {
    let mut known = known();
    let first = planned(LAST_YEAR, &known).expect("good");
    take(&mut known, &first);
    let again = planned(LAST_YEAR, &known).expect("good");
    assert!(again.iter().all(|one| one.change == Change::Same), "{again:?}");
    let moved = LAST_YEAR.replace(
        "0801AB89F2,32GB,ハードウェア,保育課,田中",
        "0801AB89F2,32GB,ハードウェア,保育課,髙橋",
    );
    let changed = planned(&moved, &known).expect("good");
    assert_eq!(changed[0].columns, [Column::Keeper]);
    let back = "no,返却日,貸出先,貸出許可者,貸出日,返却予定,用途\n公USB-02,2026/11/19,山田,田中課長,2026/11/18,2026/11/25,研修資料\n";
    let back = planned(back, &known).expect("good");
    assert_eq!(back[0].columns, [Column::State, Column::Back]);
}

#[test]
fn what_is_written_out_reads_back_as_the_same() {
    let mut known = known();
    let permitted = "\
no,department,permit_departments,permit_machines,permit_zones,permit_from,permit_until,permit_applicant,permit_by,serial,note
=1,0810,\"0820、保育\",PC-1,lgwan,2026-04-01,2027-03-31,山田,田中,SER-1,-x
";
    for text in [LAST_YEAR, permitted] {
        let rows = planned(text, &known).expect("good");
        take(&mut known, &rows);
    }
    let names = known.machines.iter().take(2).cloned().collect();
    let mut table = mimawari_proto::show::table::Table::new(mimawari_proto::medium::headings());
    for record in known.media.values() {
        table.row(written::line(record, &names, TODAY));
    }
    let text = table.render(mimawari_proto::show::table::Format::Csv);
    let again = planned(&text, &known).expect("good");
    assert!(
        again.iter().all(|one| one.change == Change::Same),
        "{text}\n{again:?}"
    );
}

#[test]
fn every_bad_line_is_named_and_nothing_is_planned() {
    let mut text = String::from(
        "管理番号,所管課,容量,状態,貸出先,貸出許可者,貸出日,返却日,シリアル番号,廃棄日,許可者\n",
    );
    for line in [
        ",,,,,,,,,,",
        "a,9999,,,,,,,,,",
        "b,,much,,,,,,,,",
        "c,,,あげた,,,,,,,",
        "d,,,,山田,山田,2026/4/1,,,,",
        "e,,,,山田,,2026/4/2,,,,",
        "f,,,,山田,田中,,,,,",
        "g,,,,山田,田中,2026/4/2,2026/4/1,,,",
        "h,,,,,,2026/4/1,,,,",
        "i,,,廃棄,,,,,,,",
        "j,,,保管中,山田,田中,2026/4/1,,,,",
        "k,,,,,,,,SAME-1,,",
        "l,,,,,,,,SAME-1,,",
        "k,,,,,,,,,,",
        "m,,,,,,,,,2026/4/1,",
        "n,,,,,,,,,,田中",
    ] {
        writeln!(text, "{line}").expect("a String takes all");
    }
    let told = planned(&text, &known()).expect_err("mistakes");
    let lines: Vec<u64> = told
        .iter()
        .filter_map(|one| one.split(':').nth(1)?.split(' ').next()?.parse().ok())
        .collect();
    let named: std::collections::BTreeSet<_> = lines.into_iter().collect();
    // Blank lines are no lines; line 13 is the first of the two with one serial.
    let expected = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17];
    assert_eq!(named.into_iter().collect::<Vec<_>>(), expected, "{told:#?}");
}

#[test]
fn a_host_name_that_two_machines_have_names_none() {
    let text = "no,permit_machines,permit_from,permit_until,permit_applicant,permit_by\na,PC-2,2026-04-01,2026-05-01,x,y\n";
    let told = planned(text, &known()).expect_err("mistakes");
    assert!(
        told[0].contains("PC-2: there is no such machine, or several"),
        "{told:?}"
    );
}

#[test]
fn a_destroyed_medium_does_not_come_back() {
    let mut known = known();
    let gone = "no,状態,廃棄日,廃棄実施者,廃棄方法\na,廃棄,2026/11/1,佐藤,破砕\n";
    let rows = planned(gone, &known).expect("good");
    assert_eq!(rows[0].row.medium.state, MediumState::Destroyed);
    take(&mut known, &rows);
    let told = planned("no,状態\na,保管中\n", &known).expect_err("a mistake");
    assert!(told[0].contains("was destroyed"), "{told:?}");
}
