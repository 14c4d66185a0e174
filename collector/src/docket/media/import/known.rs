//! What is known before an import: the ledger, the departments, the machines.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mimawari_proto::id::{DepartmentId, MachineId};

use crate::ledger::{
    LedgerError, View,
    medium::MediumNo,
    record::{DepartmentLabel, MachineFilter, MediumRecord},
};

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

/// A code, or the whole or short name of one department.
pub(super) fn department(text: &str, known: &Known) -> Option<DepartmentId> {
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
pub(super) fn machine(text: &str, known: &Known) -> Option<MachineId> {
    let mut named = known
        .machines
        .iter()
        .filter(|(id, name)| name.eq_ignore_ascii_case(text) || id.to_string() == text);
    named.next().filter(|_| named.next().is_none()).map(|(id, _)| *id)
}
