//! The result table: facts out of the ledger, judged by `assess`.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use mimawari_proto::{
    finding::Confidence,
    id::{DepartmentId, MachineId},
    machine::Zone,
    time::Timestamp,
};
use serde::Serialize;

use super::{Moment, departments::all_machines, doubtful, findings::state, media};
use crate::{
    assess::{
        Found, Machine, Round,
        control::{self, Control},
        matrix::{self, Cell, Facts},
    },
    ledger::{
        LedgerError, View,
        record::{DepartmentLabel, FindingFilter, FindingRecord, Order, RoundRecord},
    },
    present::access::Sight,
};

/// The table, and the departments it has columns for.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The term it stands for, for example `R8-2`.
    pub term: String,
    /// Its columns, by code.
    pub departments: Vec<DepartmentLabel>,
    /// Its rows.
    pub rows: Vec<MatrixRow>,
}

/// One item.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    /// Its number.
    pub no: &'static str,
    /// Its text.
    pub text: &'static str,
    /// By department code.
    pub cells: BTreeMap<DepartmentId, Cell>,
    /// The item itself.
    #[serde(skip)]
    pub control: &'static Control,
}

/// Makes the table of the departments in sight.
pub fn matrix(view: &View<'_>, sight: &Sight, moment: &Moment) -> Result<Matrix, LedgerError> {
    let mut departments = view.departments(moment.today())?;
    departments.retain(|label| sight.covers(Some(&label.code)));
    let book = media::whole(view, moment)?;
    let mut facts = BTreeMap::new();
    for label in &departments {
        let mut known = facts_of(view, &label.code, moment)?;
        known.media = media::of_department(&book, &label.code);
        facts.insert(label.code.clone(), known);
    }
    let rows = matrix::matrix(control::built_in(), &facts, &moment.policy, moment.now);
    Ok(Matrix {
        term: term(moment),
        departments,
        rows: rows
            .into_iter()
            .map(|row| MatrixRow {
                no: &row.control.number,
                text: &row.control.text,
                cells: row.cells,
                control: row.control,
            })
            .collect(),
    })
}

/// Names the half of the fiscal year (April to March) that a day lies in: `R8-2` from October 2026.
fn term(moment: &Moment) -> String {
    let begins = term_begins(moment);
    let half = if begins.month() == 4 { 1 } else { 2 };
    format!("R{}-{half}", begins.year() - 2018)
}

/// Returns the first day of the half of the fiscal year that the moment lies in.
pub(super) fn term_begins(moment: &Moment) -> Date {
    let today = moment.today();
    let (year, month) = match today.month() {
        1..4 => (today.year() - 1, 10),
        4..10 => (today.year(), 4),
        _ => (today.year(), 10),
    };
    Date::new(year, month, 1).unwrap_or(today)
}

fn facts_of(view: &View<'_>, code: &DepartmentId, moment: &Moment) -> Result<Facts, LedgerError> {
    let zones: HashMap<MachineId, Zone> = all_machines(view, code)?
        .into_iter()
        .filter_map(|machine| Some((machine.id, machine.zone?)))
        .collect();
    let proved = view.coverage(Some(code), moment.since())?;
    let machines = proved.into_iter().filter(|machine| machine.revoked_at.is_none());
    let machine = |proved: crate::ledger::record::MachineCoverage| Machine {
        id: proved.machine,
        zone: zone(&zones, proved.machine),
        heard_at: proved.contact_at,
        // The newest word holds: a watch that has gone down since a complete round watches nothing.
        media_watch: proved.latest.as_ref().and_then(|round| round.media_watch),
        round: proved.complete.or(proved.latest).as_ref().map(round),
    };
    Ok(Facts {
        machines: machines.map(machine).collect(),
        found: found(view, code, &zones, moment)?,
        media: Vec::new(),
    })
}

fn round(record: &RoundRecord) -> Round {
    Round {
        // Decisions go by receipt: the clock of a PC may be wrong or set.
        ended_at: record.received_at,
        outcome: record.outcome,
        roots: record
            .roots
            .iter()
            .map(|root| (root.root, root.outcome))
            .collect(),
        unread: doubtful(&record.unread),
    }
}

fn found(
    view: &View<'_>,
    code: &DepartmentId,
    zones: &HashMap<MachineId, Zone>,
    moment: &Moment,
) -> Result<Vec<Found>, LedgerError> {
    let filter = FindingFilter {
        departments: vec![code.clone()],
        at_least: Some(Confidence::Medium),
        ..FindingFilter::default()
    };
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = view.findings(&filter, Order::OldestFirst, after, 1_000)?;
        rows.extend(page.rows.into_iter().map(|record| Found {
            id: record.finding.id,
            machine: record.machine,
            zone: zone(zones, record.machine),
            kind: record.finding.kind,
            confidence: record.finding.confidence,
            root: record.finding.root,
            encrypted: record.finding.encrypted,
            lying_since: lying_since(&record),
            state: state(&record, moment.now),
        }));
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// Returns the earliest time that speaks for it: a file older than its first sight gets no grace,
/// and a clock set ahead lengthens none.
fn lying_since(record: &FindingRecord) -> Timestamp {
    record
        .first_seen
        .min(record.first_received)
        .min(record.finding.modified_at)
}

/// A machine without a zone belongs to none that an item is about.
fn zone(zones: &HashMap<MachineId, Zone>, machine: MachineId) -> Zone {
    let unknown = || "unknown".parse().expect("a word of ASCII letters");
    zones.get(&machine).cloned().unwrap_or_else(unknown)
}
