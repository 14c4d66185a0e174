//! A medium as a line of the ledger's own file, and what an imported line makes of it.

use std::collections::BTreeMap;

use jiff::civil::Date;
#[cfg(test)]
use mimawari_proto::time::Timestamp;
use mimawari_proto::{
    id::MachineId,
    medium::{Column, encryption_ja, headings, state_ja, usb_id},
    show::table::Table,
};

#[cfg(test)]
use crate::ledger::medium::Medium;
use crate::ledger::{
    LedgerError, View,
    medium::MediumRow,
    record::{MachineFilter, MediumRecord},
};

/// Returns the host names that one machine alone has.
pub(crate) fn host_names(view: &View<'_>) -> Result<BTreeMap<MachineId, String>, LedgerError> {
    let mut names: Vec<(MachineId, String)> = Vec::new();
    let mut after = None;
    loop {
        let page = view.machines(&MachineFilter::default(), after, 1_000)?;
        names.extend(
            page.rows
                .into_iter()
                .filter_map(|machine| Some((machine.id, machine.facts?.host_name.shown))),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for (_, name) in &names {
        *times.entry(name.to_lowercase()).or_default() += 1;
    }
    let alone = |(_, name): &(MachineId, String)| times.get(&name.to_lowercase()) == Some(&1);
    Ok(names.into_iter().filter(alone).collect())
}

/// Writes media under the headings of the ledger.
pub(crate) fn table(records: &[MediumRecord], names: &BTreeMap<MachineId, String>, today: Date) -> Table {
    let mut table = Table::new(headings());
    for record in records {
        table.row(line(record, names, today));
    }
    table
}

/// Writes a medium under the headings of the ledger: its newest permit that stands, its newest loan.
pub(crate) fn line(record: &MediumRecord, names: &BTreeMap<MachineId, String>, today: Date) -> Vec<String> {
    let medium = &record.medium;
    let permit = record.permits.last().filter(|permit| permit.until >= today);
    let loan = record.loans.last();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let cell = |column: &Column| match column {
        Column::No => medium.no.to_string(),
        Column::VendorId => usb_id(medium.vendor_id),
        Column::ProductId => usb_id(medium.product_id),
        Column::Vendor => medium.vendor.clone(),
        Column::Product => medium.product.clone(),
        Column::Serial => medium.serial.clone(),
        Column::VolumeId => medium.volume_id.clone(),
        Column::Grade => medium
            .grade
            .map(|grade| grade.word().to_owned())
            .unwrap_or_default(),
        Column::Size if medium.size_bytes == 0 => String::new(),
        Column::Size => medium.size_bytes.to_string(),
        Column::Encryption => medium.encryption.map_or("", encryption_ja).to_owned(),
        Column::Department => medium
            .department
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        Column::Keeper => medium.keeper.clone(),
        Column::Place => medium.place.clone(),
        Column::State => state_ja(medium.state).to_owned(),
        Column::Registered => medium.registered.to_string(),
        Column::PermitDepartments => joined(permit.map(|permit| &permit.departments)),
        Column::PermitUsers => joined(permit.map(|permit| &permit.users)),
        Column::PermitMachines => permit.map_or_else(String::new, |permit| {
            let named = |id: &MachineId| names.get(id).cloned().unwrap_or_else(|| id.to_string());
            permit.machines.iter().map(named).collect::<Vec<_>>().join("、")
        }),
        Column::PermitZones => joined(permit.map(|permit| &permit.zones)),
        Column::PermitFrom => day(permit.map(|permit| permit.from)),
        Column::PermitUntil => day(permit.map(|permit| permit.until)),
        Column::PermitApplicant => permit.map(|permit| permit.applicant.clone()).unwrap_or_default(),
        Column::PermitBy => permit.map(|permit| permit.by.clone()).unwrap_or_default(),
        Column::Borrower => loan.map(|loan| loan.borrower.clone()).unwrap_or_default(),
        Column::Purpose => loan.map(|loan| loan.purpose.clone()).unwrap_or_default(),
        Column::Data => loan.map(|loan| loan.data.clone()).unwrap_or_default(),
        Column::LentBy => loan.map(|loan| loan.by.clone()).unwrap_or_default(),
        Column::Out => day(loan.map(|loan| loan.out)),
        Column::Due => day(loan.and_then(|loan| loan.due)),
        Column::Back => day(loan.and_then(|loan| loan.back)),
        Column::Emptied => match loan.and_then(|loan| loan.emptied) {
            Some(true) => "○".to_owned(),
            Some(false) => "×".to_owned(),
            None => String::new(),
        },
        Column::DestroyedOn => day(record.destroyed.as_ref().map(|ended| ended.on)),
        Column::DestroyedBy => record
            .destroyed
            .as_ref()
            .map(|ended| ended.by.clone())
            .unwrap_or_default(),
        Column::DestroyedHow => record
            .destroyed
            .as_ref()
            .map(|ended| ended.how.clone())
            .unwrap_or_default(),
        Column::Note => medium.note.clone(),
    };
    Column::ALL.iter().map(cell).collect()
}

fn joined<T: ToString>(all: Option<&Vec<T>>) -> String {
    let words = all.into_iter().flatten().map(ToString::to_string);
    words.collect::<Vec<_>>().join("、")
}

/// Returns the record of a medium that is in the ledger from now on.
#[cfg(test)]
pub(crate) fn first(medium: &Medium, at: Timestamp) -> MediumRecord {
    MediumRecord {
        medium: medium.clone(),
        owned_since: medium.registered,
        permits: Vec::new(),
        loans: Vec::new(),
        destroyed: None,
        changed_at: at,
    }
}

/// Returns a record as it is after an imported line; the ledger's own tables do the same.
pub(crate) fn after(before: &MediumRecord, row: &MediumRow, today: Date) -> MediumRecord {
    let mut after = before.clone();
    after.medium = row.medium.clone();
    if let Some(permit) = &row.permit {
        let last = today.yesterday().unwrap_or(today);
        for known in &mut after.permits {
            known.until = known.until.min(last);
        }
        after.permits.push(permit.clone());
    }
    if let Some(loan) = &row.loan {
        let same = after
            .loans
            .iter_mut()
            .find(|known| known.borrower == loan.borrower && known.out == loan.out);
        match same {
            Some(known) => *known = loan.clone(),
            None => after.loans.push(loan.clone()),
        }
    }
    if row.destroyed.is_some() {
        after.destroyed.clone_from(&row.destroyed);
    }
    after
}
