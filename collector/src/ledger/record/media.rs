//! What the ledger answers about media: stays, what was said of them, rows, changes, counts.

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId, MediaSessionId},
    machine::Zone,
    name::Name,
    reading::MediaSeen,
    time::Timestamp,
};

use crate::ledger::{
    act::{By, Judgement},
    medium::{Destruction, Loan, Medium, MediumNo, Permit},
};

/// One stay of a medium.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaRecord {
    /// The machine.
    pub machine: MachineId,
    /// What is known of the medium; `None` when only its leaving was reported.
    pub seen: Option<MediaSeen>,
    /// When it was taken out, by the PC.
    pub left_at: Option<Timestamp>,
    /// When it was first received.
    pub received_at: Timestamp,
}

/// One stay of a medium, with where it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StayRecord {
    /// The stay.
    pub session: MediaSessionId,
    /// The machine.
    pub machine: MachineId,
    /// Its host name now.
    pub host_name: Option<Name>,
    /// Its zone.
    pub zone: Option<Zone>,
    /// Its department at first receipt; it stays.
    pub department: Option<DepartmentId>,
    /// What is known of the medium.
    pub seen: MediaSeen,
    /// When it was taken out, by the PC.
    pub left_at: Option<Timestamp>,
    /// When it was first received.
    pub received_at: Timestamp,
}

/// What an auditor said of a fault of a stay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StayJudgement {
    /// The machine.
    pub machine: MachineId,
    /// The stay.
    pub session: MediaSessionId,
    /// The word of the fault.
    pub fault: String,
    /// The judgement.
    pub judgement: Judgement,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: By,
    /// When.
    pub at: Timestamp,
}

/// One medium of the ledger of media, with everything that people wrote down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediumRecord {
    /// Its particulars.
    pub medium: Medium,
    /// Since when its department owns it.
    pub owned_since: Date,
    /// Its permits, oldest first; their last day is an earlier one where they were withdrawn.
    pub permits: Vec<Permit>,
    /// Its loans, oldest first.
    pub loans: Vec<Loan>,
    /// How it ended.
    pub destroyed: Option<Destruction>,
    /// When anything about it was written last.
    pub changed_at: Timestamp,
}

/// One change in the ledger of media.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediumChange {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// A word: `registered`, `imported`, `written`, `lent`, `returned`, `permitted`, `withdrawn`, `lost`, `found`, `destroyed`.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Column, before, after.
    pub detail: Vec<(String, String, String)>,
}

/// One count of media (棚卸).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StockTaking {
    /// Its number.
    pub number: u64,
    /// The department whose media are counted; `None` for all.
    pub department: Option<DepartmentId>,
    /// The machine at which they are plugged in; `None` for any.
    pub machine: Option<MachineId>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// Media that were plugged in, once it ended.
    pub counted: Option<u64>,
    /// Media that were not, once it ended.
    pub missing: Vec<MediumNo>,
}
