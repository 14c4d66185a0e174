//! What an import would change, and whether the whole makes sense.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId},
    machine::Zone,
    medium::{Column, MediumState},
    reading::Grade,
};

use super::{
    super::{
        super::sheet::{Mistake, Sheet},
        written,
    },
    cells::{self, Cells, Columns},
};
use crate::{
    assess::keeping::{NotTaken, two_persons},
    ledger::{
        LedgerError, View,
        medium::{Destruction, Loan, Medium, MediumNo, MediumRow, Permit},
        record::{DepartmentLabel, MachineFilter, MediumRecord},
    },
};

/// One row and what it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Planned {
    pub(super) row: MediumRow,
    pub(super) change: Change,
    /// Which columns differ from what is known.
    pub(super) columns: Vec<Column>,
}

/// What a row changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// The number was not known.
    New,
    /// It was known with other particulars.
    Changed,
    /// Nothing.
    Same,
}

impl Change {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
        }
    }
}

/// What is known before.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) media: BTreeMap<MediumNo, MediumRecord>,
    pub(super) departments: Vec<DepartmentLabel>,
    pub(super) machines: Vec<(MachineId, String)>,
    pub(super) today: Date,
}

impl Known {
    /// Reads it.
    pub(super) fn read(view: &View<'_>, today: Date) -> Result<Self, LedgerError> {
        let media = view.media_ledger()?;
        let mut machines = Vec::new();
        let mut after = None;
        loop {
            let page = view.machines(&MachineFilter::default(), after, 1_000)?;
            machines.extend(page.rows.into_iter().map(|machine| {
                let name = machine.facts.map(|facts| facts.host_name.shown);
                (machine.id, name.unwrap_or_default())
            }));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(Self {
            media: media
                .into_iter()
                .map(|record| (record.medium.no.clone(), record))
                .collect(),
            departments: view.departments(today)?,
            machines,
            today,
        })
    }
}

/// Compares rows with what is known, or names every mistake.
pub(super) fn plan(sheet: &Sheet, columns: &Columns, known: &Known) -> Result<Vec<Planned>, Vec<Mistake>> {
    let (mut planned, mut mistakes) = (Vec::new(), Vec::new());
    let mut lines: BTreeMap<MediumNo, u64> = BTreeMap::new();
    let mut numbered = Vec::new();
    for (line, text) in &sheet.rows {
        let mut cells = Cells::new(*line, text, columns);
        let row = row(&mut cells, known);
        if let Some(row) = &row
            && let Some(other) = lines.insert(row.medium.no.clone(), *line)
        {
            cells.wrong(
                Column::No,
                format!("{other} 行目と同じ番号です"),
                format!("the same number as on line {other}"),
            );
        }
        mistakes.append(&mut cells.mistakes);
        if let Some(row) = row {
            numbered.push((*line, row));
        }
    }
    mistakes.extend(shared_serials(&numbered, known));
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.line);
        return Err(mistakes);
    }
    planned.extend(numbered.into_iter().map(|(_, row)| compared(row, known)));
    Ok(planned)
}

fn compared(row: MediumRow, known: &Known) -> Planned {
    let Some(before) = known.media.get(&row.medium.no) else {
        return Planned {
            row,
            change: Change::New,
            columns: Vec::new(),
        };
    };
    let after = written::after(before, &row, known.today);
    let names = BTreeMap::new();
    let columns: Vec<_> = Column::ALL
        .iter()
        .copied()
        .zip(
            written::line(before, &names, known.today)
                .into_iter()
                .zip(written::line(&after, &names, known.today)),
        )
        .filter(|(_, (before, after))| before != after)
        .map(|(column, _)| column)
        .collect();
    Planned {
        row,
        change: if columns.is_empty() {
            Change::Same
        } else {
            Change::Changed
        },
        columns,
    }
}

fn row(cells: &mut Cells<'_>, known: &Known) -> Option<MediumRow> {
    let no = match cells.cell(Column::No).unwrap_or_default() {
        "" => {
            cells.wrong(Column::No, "管理番号が空です", "the management number is empty");
            return None;
        }
        text => text.parse::<MediumNo>().map_err(|_| {
            cells.wrong(
                Column::No,
                "管理番号は 40 文字までで、制御文字は使えません",
                "a management number has 1 to 40 printable characters",
            );
        }),
    }
    .ok()?;
    let before = known.media.get(&no);
    let medium = medium(cells, no, before, known);
    let permit = permit(cells, before, known);
    let loan = loan(cells, before);
    let destroyed = destroyed(cells, before, &medium);
    let mut medium = medium;
    settle_state(cells, &mut medium, before, loan.as_ref(), destroyed.as_ref());
    Some(MediumRow {
        medium,
        permit,
        loan,
        destroyed,
    })
}

fn medium(cells: &mut Cells<'_>, no: MediumNo, before: Option<&MediumRecord>, known: &Known) -> Medium {
    let mut medium = before.map_or_else(|| blank(no, known.today), |record| record.medium.clone());
    let hexadecimal = [
        "USB の番号は 4 桁の 16 進数です（例: 0411）",
        "a USB id has up to four hexadecimal digits",
    ];
    cells.read(
        Column::VendorId,
        &mut medium.vendor_id,
        cells::usb_id,
        hexadecimal,
    );
    cells.read(
        Column::ProductId,
        &mut medium.product_id,
        cells::usb_id,
        hexadecimal,
    );
    cells.text(Column::Vendor, &mut medium.vendor);
    cells.text(Column::Product, &mut medium.product);
    cells.text(Column::Serial, &mut medium.serial);
    cells.text(Column::VolumeId, &mut medium.volume_id);
    let grades = ["識別は A、B、C のいずれかです", "a grade is A, B or C"];
    cells.read(
        Column::Grade,
        &mut medium.grade,
        |text| cells::grade(text).map(Some),
        grades,
    );
    let sizes = ["容量は 32GB のように書いてください", "write a capacity as 32GB"];
    cells.read(Column::Size, &mut medium.size_bytes, cells::size, sizes);
    let protections = [
        "暗号化は「なし」「ハードウェア」「BitLocker」「LUKS」「その他」のいずれかです",
        "encryption is none, hardware, bitlocker, luks or another",
    ];
    let protection = |text: &str| cells::encryption(text).map(Some);
    cells.read(
        Column::Encryption,
        &mut medium.encryption,
        protection,
        protections,
    );
    let departments = ["この課は登録されていません", "there is no such department"];
    let named = |text: &str| department(text, known).map(Some);
    cells.read(Column::Department, &mut medium.department, named, departments);
    cells.text(Column::Keeper, &mut medium.keeper);
    cells.text(Column::Place, &mut medium.place);
    let mut registered = Some(medium.registered);
    cells.day(Column::Registered, &mut registered);
    medium.registered = registered.unwrap_or(known.today);
    cells.text(Column::Note, &mut medium.note);
    medium
}

fn blank(no: MediumNo, today: Date) -> Medium {
    Medium {
        no,
        vendor_id: 0,
        product_id: 0,
        vendor: String::new(),
        product: String::new(),
        serial: String::new(),
        volume_id: String::new(),
        grade: None,
        size_bytes: 0,
        encryption: None,
        department: None,
        keeper: String::new(),
        place: String::new(),
        state: MediumState::InBox,
        state_since: None,
        registered: today,
        note: String::new(),
    }
}

/// A code, or the whole or short name of one department.
fn department(text: &str, known: &Known) -> Option<DepartmentId> {
    let by_code = known.departments.iter().find(|label| label.code.as_str() == text);
    let mut by_name = known
        .departments
        .iter()
        .filter(|label| label.name == text || label.short_name == text);
    by_code
        .or_else(|| by_name.next().filter(|_| by_name.next().is_none()))
        .map(|label| label.code.clone())
}

/// A host name that one machine has, or its id.
fn machine(text: &str, known: &Known) -> Option<MachineId> {
    let mut named = known
        .machines
        .iter()
        .filter(|(id, name)| name.eq_ignore_ascii_case(text) || id.to_string() == text);
    named.next().filter(|_| named.next().is_none()).map(|(id, _)| *id)
}

const PERMIT: &[Column] = &[
    Column::PermitDepartments,
    Column::PermitUsers,
    Column::PermitMachines,
    Column::PermitZones,
    Column::PermitFrom,
    Column::PermitUntil,
    Column::PermitApplicant,
    Column::PermitBy,
];

fn permit(cells: &mut Cells<'_>, before: Option<&MediumRecord>, known: &Known) -> Option<Permit> {
    if PERMIT
        .iter()
        .all(|column| cells.cell(*column).is_none_or(str::is_empty))
    {
        return None;
    }
    let departments = every(
        cells,
        Column::PermitDepartments,
        |text| department(text, known),
        ["この課は登録されていません", "there is no such department"],
    );
    let machines = every(
        cells,
        Column::PermitMachines,
        |text| machine(text, known),
        [
            "この端末は登録されていないか、同じ名前の端末が複数あります",
            "there is no such machine, or several have this name",
        ],
    );
    let zones = every(
        cells,
        Column::PermitZones,
        |text| text.parse::<Zone>().ok(),
        [
            "区域は lgwan、mynumber などの英数字です",
            "a zone is a word like lgwan or mynumber",
        ],
    );
    let users = cells::list(cells.cell(Column::PermitUsers).unwrap_or_default());
    let (mut from, mut until) = (None, None);
    cells.day(Column::PermitFrom, &mut from);
    cells.day(Column::PermitUntil, &mut until);
    let (mut applicant, mut by) = (String::new(), String::new());
    cells.text(Column::PermitApplicant, &mut applicant);
    cells.text(Column::PermitBy, &mut by);
    two_names(cells, Column::PermitBy, &applicant, &by);
    for (column, day) in [(Column::PermitFrom, from), (Column::PermitUntil, until)] {
        if day.is_none() && cells.cell(column).is_none_or(str::is_empty) {
            cells.wrong(
                column,
                "許可には開始日と終了日が必要です",
                "a permit needs its first and its last day",
            );
        }
    }
    let (from, until) = (from?, until?);
    if until < from {
        cells.wrong(
            Column::PermitUntil,
            "終了日が開始日より前です",
            "the last day is before the first",
        );
    }
    let permit = Permit {
        departments,
        users,
        machines,
        zones,
        from,
        until,
        applicant,
        by,
    };
    let standing = before.and_then(|record| record.permits.last());
    (standing != Some(&permit)).then_some(permit)
}

fn every<T>(
    cells: &mut Cells<'_>,
    column: Column,
    read: impl Fn(&str) -> Option<T>,
    [ja, en]: [&str; 2],
) -> Vec<T> {
    let mut all = Vec::new();
    for part in cells::list(cells.cell(column).unwrap_or_default()) {
        match read(&part) {
            Some(value) => all.push(value),
            None => cells.wrong(column, format!("{part}: {ja}"), format!("{part}: {en}")),
        }
    }
    all
}

fn two_names(cells: &mut Cells<'_>, column: Column, asks: &str, permits: &str) {
    match two_persons(asks, permits) {
        Ok(()) => {}
        Err(NotTaken::SamePerson) => cells.wrong(
            column,
            "申請する人と許可する人は別の人でなければなりません",
            "who asks and who permits must be two persons",
        ),
        Err(_) => cells.wrong(
            column,
            "申請する人と許可する人の両方が必要です",
            "both who asks and who permits are needed",
        ),
    }
}

fn loan(cells: &mut Cells<'_>, before: Option<&MediumRecord>) -> Option<Loan> {
    let mut loan = Loan {
        borrower: String::new(),
        purpose: String::new(),
        data: String::new(),
        by: String::new(),
        out: Date::MIN,
        due: None,
        back: None,
        emptied: None,
    };
    cells.text(Column::Borrower, &mut loan.borrower);
    if loan.borrower.is_empty() {
        for column in [Column::Out, Column::Due, Column::Back] {
            if cells.cell(column).is_some_and(|cell| !cell.is_empty()) {
                cells.wrong(column, "貸出先が空です", "the borrower is missing");
            }
        }
        return None;
    }
    cells.text(Column::Purpose, &mut loan.purpose);
    cells.text(Column::Data, &mut loan.data);
    cells.text(Column::LentBy, &mut loan.by);
    two_names(cells, Column::LentBy, &loan.borrower, &loan.by);
    let mut out = None;
    cells.day(Column::Out, &mut out);
    cells.day(Column::Due, &mut loan.due);
    cells.day(Column::Back, &mut loan.back);
    let words = ["消去確認は ○ か × です", "emptied is yes or no"];
    cells.read(Column::Emptied, &mut loan.emptied, cells::emptied, words);
    if out.is_none() && cells.cell(Column::Out).is_none_or(str::is_empty) {
        cells.wrong(Column::Out, "貸出日が空です", "the day it went out is missing");
    }
    loan.out = out?;
    for (column, day) in [(Column::Due, loan.due), (Column::Back, loan.back)] {
        if day.is_some_and(|day| day < loan.out) {
            cells.wrong(column, "貸出日より前です", "before the day it went out");
        }
    }
    let known = before.is_some_and(|record| record.loans.contains(&loan));
    (!known).then_some(loan)
}

fn destroyed(cells: &mut Cells<'_>, before: Option<&MediumRecord>, medium: &Medium) -> Option<Destruction> {
    let (mut on, mut by, mut how) = (None, String::new(), String::new());
    cells.day(Column::DestroyedOn, &mut on);
    cells.text(Column::DestroyedBy, &mut by);
    cells.text(Column::DestroyedHow, &mut how);
    let asked = cells.cell(Column::State).and_then(cells::state) == Some(MediumState::Destroyed);
    let known = before.and_then(|record| record.destroyed.clone());
    if on.is_none() && by.is_empty() && how.is_empty() {
        if asked && known.is_none() && medium.state != MediumState::Destroyed {
            cells.wrong(
                Column::DestroyedOn,
                "廃棄には廃棄日、廃棄実施者、廃棄方法が必要です",
                "destruction needs its day, who did it and how",
            );
        }
        return None;
    }
    match on {
        Some(on) if !by.is_empty() && !how.is_empty() => {
            let destruction = Destruction { on, by, how };
            (known.as_ref() != Some(&destruction)).then_some(destruction)
        }
        _ => {
            cells.wrong(
                Column::DestroyedOn,
                "廃棄には廃棄日、廃棄実施者、廃棄方法が必要です",
                "destruction needs its day, who did it and how",
            );
            None
        }
    }
}

/// What the line says of the state, else what follows from loan and destruction, else what is known.
fn settle_state(
    cells: &mut Cells<'_>,
    medium: &mut Medium,
    before: Option<&MediumRecord>,
    loan: Option<&Loan>,
    destroyed: Option<&Destruction>,
) {
    let mut said = None;
    cells.read(
        Column::State,
        &mut said,
        |text| cells::state(text).map(Some),
        [
            "状態は「保管中」「貸出中」「紛失」「廃棄」のいずれかです",
            "a state is in_box, lent, lost or destroyed",
        ],
    );
    let follows = match (destroyed, loan) {
        (Some(destruction), _) => Some((MediumState::Destroyed, Some(destruction.on))),
        (None, Some(loan)) => Some(match loan.back {
            None => (MediumState::Lent, Some(loan.out)),
            Some(back) => (MediumState::InBox, Some(back)),
        }),
        (None, None) => None,
    };
    let was = before.map(|record| record.medium.state);
    if was == Some(MediumState::Destroyed) && said.is_some_and(|state| state != MediumState::Destroyed) {
        cells.wrong(Column::State, "廃棄済みの媒体です", "this medium was destroyed");
    }
    let contradicts = |state: MediumState| match (state, loan.map(|loan| loan.back)) {
        (MediumState::InBox, Some(None)) => true,
        (MediumState::Lent, Some(Some(_))) => true,
        (state, _) => destroyed.is_some() && state != MediumState::Destroyed,
    };
    if said.is_some_and(contradicts) {
        cells.wrong(
            Column::State,
            "状態が貸出・返却・廃棄の欄と合いません",
            "the state contradicts the columns of loan, return or destruction",
        );
    }
    let (state, since) = match (said, follows) {
        (Some(said), Some((state, since))) if said == state => (said, since),
        (Some(said), _) => (said, None),
        (None, Some(follows)) => follows,
        (None, None) => return,
    };
    if was != Some(state) {
        medium.state_since = since;
    }
    medium.state = state;
}

/// Names rows that nothing tells apart: the same serial, and not written down as shared.
fn shared_serials(rows: &[(u64, MediumRow)], known: &Known) -> Vec<Mistake> {
    type Key = (u16, u16, String);
    let key = |medium: &Medium| -> Option<Key> {
        let own = !matches!(medium.grade, Some(Grade::B | Grade::C)) && !medium.serial.is_empty();
        own.then(|| (medium.vendor_id, medium.product_id, medium.serial.to_uppercase()))
    };
    let in_file: BTreeMap<_, _> = rows.iter().map(|(_, row)| (&row.medium.no, ())).collect();
    let mut owners: BTreeMap<Key, String> = known
        .media
        .values()
        .filter(|record| !in_file.contains_key(&record.medium.no))
        .filter(|record| record.medium.state != MediumState::Destroyed)
        .filter_map(|record| Some((key(&record.medium)?, record.medium.no.to_string())))
        .collect();
    let mut mistakes = Vec::new();
    for (line, row) in rows
        .iter()
        .filter(|(_, row)| row.medium.state != MediumState::Destroyed)
    {
        let Some(key) = key(&row.medium) else { continue };
        if let Some(other) = owners.insert(key, row.medium.no.to_string()) {
            mistakes.push(Mistake::new(
                *line,
                Column::Serial.ja(),
                format!("{other} と同じシリアル番号です。区別できない媒体なら識別を B か C にしてください"),
                format!("the same serial as {other}; where they cannot be told apart, the grade is B or C"),
            ));
        }
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use mimawari_proto::{show::options::Lang, time::Timestamp};

    use super::{super::super::super::sheet, *};

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
}
