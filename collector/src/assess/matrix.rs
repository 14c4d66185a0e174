//! The table of items and departments: one cell each, with what it stands on.

use std::collections::BTreeMap;

use mimawari_proto::{
    id::{DepartmentId, FindingId, MediaSessionId},
    time::Timestamp,
};
use serde::Serialize;

use super::{
    Found, Machine, Mark, Policy,
    control::{Control, Missing, propose},
    department::Coverage,
    media::{Doubt, Fault},
};

/// What is known of one department.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its machines.
    pub machines: Vec<Machine>,
    /// Its findings, in whatever state.
    pub found: Vec<Found>,
    /// What its machines saw of media, and what the ledger of media says of its own.
    pub media: Vec<Judged>,
}

/// A stay of a medium or a row of the ledger of media, judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The management number, where it is known.
    pub no: Option<String>,
    /// The stay; `None` for what the ledger says by itself.
    pub session: Option<MediaSessionId>,
    /// What speaks against, and was not rejected.
    pub faults: Vec<Fault>,
    /// Of these, what nobody has judged yet; what people wrote into the ledger themselves is judged.
    pub undecided: Vec<Fault>,
    /// What leaves it open.
    pub doubts: Vec<Doubt>,
}

/// A medium that a cell stands on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MediumEvidence {
    /// The management number, where it is known.
    pub no: Option<String>,
    /// The stay; `None` for what the ledger says by itself.
    pub session: Option<MediaSessionId>,
    /// What speaks against.
    pub faults: Vec<Fault>,
}

/// One item in one department.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// What the table shows: the decision, else the proposal if its evidence suffices, else 未.
    pub mark: Mark,
    /// What the evidence suggests.
    pub proposed: Option<Mark>,
    /// What an auditor decided.
    pub decided: Option<Mark>,
    /// The findings it stands on.
    pub evidence: Vec<FindingId>,
    /// The media it stands on.
    pub media: Vec<MediumEvidence>,
    /// How many of them all stand.
    pub standing: u64,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// What the machines let anyone say.
    pub coverage: Coverage,
}

/// One row: an item across all departments.
#[derive(Clone, Debug)]
pub struct Row {
    /// The item.
    pub control: &'static Control,
    /// By department code.
    pub cells: BTreeMap<DepartmentId, Cell>,
}

/// Marks every item in every department; nothing is decided yet.
pub fn matrix(
    controls: &'static [Control],
    departments: &BTreeMap<DepartmentId, Facts>,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Row> {
    let row = |control| Row {
        control,
        cells: departments
            .iter()
            .map(|(code, facts)| (code.clone(), cell(control, facts, None, policy, now)))
            .collect(),
    };
    controls.iter().map(row).collect()
}

/// Marks one item in one department.
pub fn cell(
    control: &Control,
    facts: &Facts,
    decided: Option<Mark>,
    policy: &Policy,
    now: Timestamp,
) -> Cell {
    let proposal = propose(control, facts, policy, now);
    let suffices = proposal.missing.is_empty();
    let proposed = proposal.mark;
    Cell {
        mark: decided
            .or(proposed.filter(|_| suffices))
            .unwrap_or(Mark::Unverified),
        proposed,
        decided,
        evidence: proposal.evidence,
        media: proposal.media,
        standing: proposal.standing,
        missing: proposal.missing,
        coverage: proposal.coverage,
    }
}
