//! Departments and their machines.

use std::collections::BTreeMap;

use mimawari_proto::{
    finding::Confidence,
    id::{DepartmentId, MachineId},
    round::MediaWatch,
    time::Timestamp,
};
use serde::Serialize;

use super::{Moment, doubtful};
use crate::{
    ledger::{
        LedgerError, View,
        record::{DepartmentOverview, MachineFilter, MachineRecord},
    },
    present::access::Sight,
};

/// One department: what its machines report, and what was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DepartmentRow {
    /// Its code; `None` collects machines whose department is not known today.
    pub code: Option<DepartmentId>,
    /// Its name.
    pub name: String,
    /// Machines.
    pub machines: u64,
    /// Of these, heard within the window.
    pub reporting: u64,
    /// Of these, with a complete round within the window.
    pub complete: u64,
    /// Open findings by kind, as `finding list` counts them.
    pub findings: BTreeMap<&'static str, u64>,
    /// Files that the last rounds could not read.
    pub unread: u64,
}

impl DepartmentRow {
    fn of(row: DepartmentOverview) -> Self {
        let mut findings = BTreeMap::new();
        for (kind, _, count) in row
            .findings
            .iter()
            .filter(|(_, sure, _)| *sure >= Confidence::Medium)
        {
            *findings.entry(kind.word()).or_default() += count;
        }
        Self {
            name: row
                .department
                .as_ref()
                .map(|label| label.name.clone())
                .unwrap_or_default(),
            code: row.department.map(|label| label.code),
            machines: row.machines,
            reporting: row.reporting,
            complete: row.complete,
            findings,
            unread: doubtful(&row.unread),
        }
    }

    /// Returns how many findings are open.
    pub fn open(&self) -> u64 {
        self.findings.values().sum()
    }

    /// Tells whether "nothing found" means that nothing is there.
    pub const fn is_whole(&self) -> bool {
        self.machines > 0 && self.complete == self.machines && self.unread == 0
    }
}

/// Lists the departments in sight, by code.
pub fn departments(
    view: &View<'_>,
    sight: &Sight,
    moment: &Moment,
) -> Result<Vec<DepartmentRow>, LedgerError> {
    let rows = view.overview(moment.today(), moment.since())?;
    let mut rows: Vec<_> = rows.into_iter().map(DepartmentRow::of).collect();
    rows.retain(|row| sight.covers(row.code.as_ref()));
    rows.retain(|row| row.code.is_some() || row.machines > 0 || row.open() > 0);
    Ok(rows)
}

/// Returns one department, if it is in sight.
pub fn department(
    view: &View<'_>,
    sight: &Sight,
    code: &DepartmentId,
    moment: &Moment,
) -> Result<Option<DepartmentRow>, LedgerError> {
    let rows = departments(view, sight, moment)?;
    Ok(rows.into_iter().find(|row| row.code.as_ref() == Some(code)))
}

/// One machine, as its department sees it.
#[derive(Clone, Debug)]
pub struct MachineRow {
    /// Which.
    pub id: MachineId,
    /// Its host name; its id where that is not known.
    pub name: String,
    /// Its zone, as written in its certificate.
    pub zone: String,
    /// What runs on it.
    pub os: String,
    /// When it was last heard.
    pub heard_at: Option<Timestamp>,
    /// When its last complete round was received.
    pub complete_at: Option<Timestamp>,
    /// Heard within the window.
    pub reporting: bool,
    /// A complete round within the window.
    pub complete: bool,
    /// Findings that are open.
    pub open: u64,
    /// Files that its last round could not read.
    pub unread: u64,
    /// Holes in what it sent.
    pub gaps: u64,
    /// Whether it watches media, as its last round said.
    pub media_watch: Option<MediaWatch>,
}

/// Lists the machines of a department that may speak, the silent ones first.
pub fn machines(
    view: &View<'_>,
    sight: &Sight,
    code: &DepartmentId,
    moment: &Moment,
) -> Result<Vec<MachineRow>, LedgerError> {
    if !sight.covers(Some(code)) {
        return Ok(Vec::new());
    }
    let since = moment.since();
    let fresh = |at: Option<Timestamp>| at.is_some_and(|at| at >= since);
    let row = |machine: MachineRecord| MachineRow {
        reporting: fresh(machine.contact_at),
        complete: fresh(machine.complete_at),
        media_watch: machine.round.as_ref().and_then(|round| round.media_watch),
        name: host_name(&machine),
        zone: machine.zone.as_ref().map(ToString::to_string).unwrap_or_default(),
        os: machine
            .facts
            .as_ref()
            .map(|facts| facts.os.clone())
            .unwrap_or_default(),
        heard_at: machine.contact_at,
        complete_at: machine.complete_at,
        open: machine.open,
        unread: machine.round.as_ref().map_or(0, |round| doubtful(&round.unread)),
        gaps: machine.gaps,
        id: machine.id,
    };
    let mut rows: Vec<_> = all_machines(view, code)?.into_iter().map(row).collect();
    rows.sort_by(|a, b| (a.complete, &a.name).cmp(&(b.complete, &b.name)));
    Ok(rows)
}

fn host_name(machine: &MachineRecord) -> String {
    match machine.facts.as_ref().map(|facts| facts.host_name.shown.clone()) {
        Some(name) if !name.is_empty() => name,
        _ => machine.id.to_string(),
    }
}

/// Reads all machines of a department that may speak, page by page.
pub(super) fn all_machines(view: &View<'_>, code: &DepartmentId) -> Result<Vec<MachineRecord>, LedgerError> {
    let filter = MachineFilter {
        department: Some(code.clone()),
        revoked: Some(false),
        ..MachineFilter::default()
    };
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = view.machines(&filter, after, 500)?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}
