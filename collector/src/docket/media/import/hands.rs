//! One line to what people did with the medium: permit, loan, destruction.

use jiff::civil::Date;
use mimawari_proto::{
    machine::Zone,
    medium::{Column, MediumState},
};

use super::{
    cells::{self, Cells},
    known::{Known, department, machine},
};
use crate::{
    assess::keeping::{NotTaken, two_persons},
    ledger::{
        medium::{Destruction, Loan, Medium, Permit},
        record::MediumRecord,
    },
};

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

pub(super) fn permit(cells: &mut Cells<'_>, before: Option<&MediumRecord>, known: &Known) -> Option<Permit> {
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

pub(super) fn loan(cells: &mut Cells<'_>, before: Option<&MediumRecord>) -> Option<Loan> {
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

pub(super) fn destroyed(
    cells: &mut Cells<'_>,
    before: Option<&MediumRecord>,
    medium: &Medium,
) -> Option<Destruction> {
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
