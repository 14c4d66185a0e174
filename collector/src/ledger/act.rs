//! What people and the collector itself did: the collector's own stream of evidence.
//!
//! An act is kept as JSON, `{"by":{…},"act":"machine_moved",…}`: a new act is a
//! new variant, and a variant once released keeps its name and fields.
//! Secrets (password hashes, token secrets, keys) are never part of an act.

use jiff::civil::Date;
use mimawari_proto::{
    finding::Kind,
    id::{DepartmentId, Epoch, FindingId, MachineId, MediaSessionId, TokenId, UserId},
    machine::{MachineFacts, Zone},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::medium::{Destruction, Loan, Medium, MediumNo, MediumRow, Permit};

/// Who did it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The collector itself.
    Collector,
    /// Somebody at the command line: the account of the operating system.
    Operator(String),
    /// Somebody at the console.
    User(UserId),
    /// A machine, known from its certificate.
    Machine(MachineId),
}

/// One act and who did it: the body of an entry in the collector's own stream.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done {
    /// Who.
    pub by: By,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// The ledger was made.
    LedgerMade {
        /// Release of the collector.
        version: String,
    },
    /// Departments were imported: each row replaces what overlaps it for its code.
    DepartmentsImported {
        /// The name of the file, without its folder.
        file: String,
        /// Every row.
        departments: Vec<DepartmentLabel>,
    },
    /// An enrolment token was made.
    TokenIssued {
        /// The token; its secret is kept elsewhere, hashed.
        token: TokenId,
        /// The department of the machines it enrols.
        department: DepartmentId,
        /// Their zone.
        zone: Zone,
        /// How many machines it may enrol.
        uses: u32,
        /// Until when.
        expires_at: Timestamp,
    },
    /// An enrolment token was taken back.
    TokenRevoked {
        /// The token.
        token: TokenId,
    },
    /// A machine was given its first certificate.
    MachineEnrolled {
        /// The machine.
        machine: MachineId,
        /// The token it came with; one of its uses is spent.
        token: Option<TokenId>,
        /// Its department.
        department: DepartmentId,
        /// Its zone.
        zone: Zone,
        /// What it says of itself.
        facts: MachineFacts,
        /// Its certificate.
        certificate: Certificate,
    },
    /// A machine was given a further certificate.
    MachineRenewed {
        /// The machine.
        machine: MachineId,
        /// Its certificate.
        certificate: Certificate,
        /// What it says of itself, when that changed.
        facts: Option<MachineFacts>,
    },
    /// A machine went to another department; its findings until then stay.
    MachineMoved {
        /// The machine.
        machine: MachineId,
        /// Where it went.
        department: DepartmentId,
        /// Why.
        reason: String,
    },
    /// A machine may no longer speak.
    MachineRevoked {
        /// The machine.
        machine: MachineId,
        /// Why.
        reason: String,
    },
    /// A machine sent another parcel under a number that is taken: a copied or restored disk.
    ConflictSeen {
        /// The machine.
        machine: MachineId,
        /// The epoch.
        epoch: Epoch,
        /// The number.
        seq: u64,
    },
    /// A parcel could never be stored; the agent keeps it aside.
    ParcelRefused {
        /// The machine.
        machine: MachineId,
        /// The epoch.
        epoch: Epoch,
        /// The number.
        seq: u64,
        /// The field that was wrong, for example `events[3].found.path.shown`.
        field: String,
        /// What was wrong with it; never its value.
        why: String,
    },
    /// Two sessions spoke with one machine's key at once: a copied disk, or a line that broke unnoticed.
    SessionsClashed {
        /// The machine.
        machine: MachineId,
        /// Address of the older session, which was closed.
        older: String,
        /// Address of the newer session.
        newer: String,
        /// The two name different installations or addresses.
        different: bool,
    },
    /// An account was made.
    UserAdded {
        /// The account.
        user: UserId,
        /// Its login name.
        name: String,
        /// Its role.
        role: String,
        /// The department it may see; `None` for all.
        department: Option<DepartmentId>,
    },
    /// An account was given another role or department.
    UserChanged {
        /// The account.
        user: UserId,
        /// Its role.
        role: String,
        /// The department it may see; `None` for all.
        department: Option<DepartmentId>,
    },
    /// A password was changed.
    PasswordChanged {
        /// The account.
        user: UserId,
    },
    /// An account was closed.
    UserRemoved {
        /// The account.
        user: UserId,
    },
    /// Somebody logged in, or tried to.
    LoggedIn {
        /// The login name as it was given.
        name: String,
        /// It was let in.
        admitted: bool,
    },
    /// A masked name was shown in full.
    NameRevealed {
        /// The number of the finding.
        finding: u64,
        /// Why.
        reason: String,
    },
    /// Something was taken out of the console as a file.
    Exported {
        /// What, for example `findings`.
        what: String,
        /// How many rows.
        rows: u64,
    },
    /// An auditor judged a finding.
    FindingJudged {
        /// The number of the finding.
        finding: u64,
        /// Its machine.
        machine: MachineId,
        /// Its id there.
        id: FindingId,
        /// Its kind.
        kind: Kind,
        /// The judgement.
        judgement: Judgement,
        /// Why.
        reason: String,
    },
    /// An auditor judged a fault of a medium's stay.
    StayJudged {
        /// The machine.
        machine: MachineId,
        /// The stay.
        session: MediaSessionId,
        /// The word of the fault.
        fault: String,
        /// The judgement.
        judgement: Judgement,
        /// Why.
        reason: String,
    },
    /// The ledger of media was imported: each row writes or corrects one medium.
    MediaImported {
        /// The name of the file, without its folder.
        file: String,
        /// The day.
        on: Date,
        /// Every row that changes something.
        media: Vec<MediumRow>,
    },
    /// A medium was taken into the ledger, or its particulars were corrected.
    MediumWritten {
        /// The medium as it is from now on.
        medium: Box<Medium>,
        /// Why.
        reason: String,
    },
    /// A medium was handed to somebody.
    MediumLent {
        /// The medium.
        no: MediumNo,
        /// To whom, what for, until when.
        loan: Loan,
        /// Why.
        reason: String,
    },
    /// A medium came back.
    MediumReturned {
        /// The medium.
        no: MediumNo,
        /// The day.
        on: Date,
        /// Somebody looked whether it is empty; `None` while nobody has.
        emptied: Option<bool>,
        /// Why, or anything to add.
        reason: String,
    },
    /// A medium may be used at certain places for a time.
    MediumPermitted {
        /// The medium.
        no: MediumNo,
        /// Where, by whom, until when.
        permit: Permit,
        /// Why.
        reason: String,
    },
    /// What a medium was permitted ended early.
    PermitWithdrawn {
        /// The medium.
        no: MediumNo,
        /// The last day on which its permits held.
        on: Date,
        /// Why.
        reason: String,
    },
    /// A medium is not where it should be.
    MediumLost {
        /// The medium.
        no: MediumNo,
        /// The day on which it was missed.
        on: Date,
        /// What is known.
        reason: String,
    },
    /// A lost medium is back in its box.
    MediumFound {
        /// The medium.
        no: MediumNo,
        /// The day.
        on: Date,
        /// What is known.
        reason: String,
    },
    /// A medium was destroyed.
    MediumDestroyed {
        /// The medium.
        no: MediumNo,
        /// When, by whom, how.
        destruction: Destruction,
        /// Why.
        reason: String,
    },
    /// Media are being counted (棚卸): each is plugged in in turn.
    StockTakingOpened {
        /// Those of this department; `None` for all.
        department: Option<DepartmentId>,
        /// The machine at which they are plugged in; `None` for any.
        machine: Option<MachineId>,
    },
    /// The count ended.
    StockTakingClosed {
        /// Its number.
        number: u64,
        /// Media that were plugged in.
        counted: u64,
        /// Media that were not.
        missing: Vec<MediumNo>,
    },
    /// Something a newer release wrote: kept, not understood here.
    #[serde(other)]
    Newer,
}

/// What an auditor says of a finding.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is what it says.
    Confirmed,
    /// It is not: a false alarm.
    Rejected,
    /// Taken back: open to judgement again.
    Undecided,
}

/// A certificate, as far as it matters afterwards.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of the public key (SPKI, DER), hexadecimal: enrolment repeats by it.
    pub key: String,
    /// Until when it holds.
    pub not_after: Timestamp,
}

/// A department under a name for a time. The code stays, names change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DepartmentLabel {
    /// The code.
    pub code: DepartmentId,
    /// The name, for example `保育課`.
    pub name: String,
    /// The short name; the name where there is none.
    pub short_name: String,
    /// The department above it.
    pub parent: Option<DepartmentId>,
    /// The first day; `None` since ever.
    pub valid_from: Option<Date>,
    /// The last day; `None` until further notice.
    pub valid_until: Option<Date>,
}
