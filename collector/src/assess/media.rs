//! What a medium's stay at a machine means, held against the ledger of media.
//!
//! ```text
//! Stay (what an agent saw) ─► identity: which row is it, and how surely? ─► judge ─► faults and doubts
//! Row (what people wrote)  ─► standing: what the ledger itself says ──────► faults and doubts
//! ```
//!
//! A fault speaks against an item, a doubt leaves it 未; nothing else makes ○.
//! A model is no identity: what only looks like a registered medium is in
//! doubt, never allowed. Days are days of the city; a day on which something
//! begins or ends is given to whoever had it.

pub mod identity;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId},
    machine::Zone,
    medium::MediumState,
    reading::{Encryption, MediaClass},
};
use serde::{Deserialize, Serialize};

use identity::{Identity, Known, Recognised, recognise};

/// What speaks against an item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is not in the ledger.
    Unregistered,
    /// A medium in a zone that is closed to media.
    ClosedZone,
    /// At a machine of a department that may not use it.
    OtherDepartment,
    /// At a machine that its permit does not name.
    OtherMachine,
    /// In a zone that its permit does not name.
    OtherZone,
    /// By somebody whom its permit does not name.
    OtherUser,
    /// Before its permit begins or after it ends.
    OutsidePermit,
    /// Used while the ledger has it in its box.
    UsedInBox,
    /// Used after it was lost.
    UsedLost,
    /// Used after it was destroyed.
    UsedDestroyed,
    /// Lent and not back when due.
    Overdue,
    /// Lost.
    Lost,
    /// Not encrypted, and it should be.
    Unencrypted,
    /// Data on it while nobody has it on loan, or after it came back.
    Residue,
}

/// What leaves an item open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// It may be one of several, or only looks like one: the model alone allows nothing.
    Indistinguishable,
    /// Told from others by size or volume only (grade B).
    WeakIdentity,
    /// The same identity at two machines at once: its serial is not its own.
    TwoAtOnce,
    /// Another size than the ledger says.
    SizeDiffers,
    /// Nobody knows which department the machine belongs to.
    UnknownDepartment,
    /// Nobody knows whether it is encrypted.
    EncryptionUnknown,
    /// Nobody could look whether there is data on it.
    ContentUnknown,
    /// Came back, and nobody looked whether it is empty.
    EmptyingUnchecked,
    /// Lent, and nobody wrote down to whom.
    LoanUnknown,
    /// In the ledger and never seen at any machine.
    NeverSeen,
}

impl Fault {
    /// Every fault, in the order in which they are told.
    pub const ALL: [Self; 14] = [
        Self::Unregistered,
        Self::ClosedZone,
        Self::OtherDepartment,
        Self::OtherMachine,
        Self::OtherZone,
        Self::OtherUser,
        Self::OutsidePermit,
        Self::UsedInBox,
        Self::UsedLost,
        Self::UsedDestroyed,
        Self::Overdue,
        Self::Lost,
        Self::Unencrypted,
        Self::Residue,
    ];

    /// Returns the fault with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.word() == word)
    }

    /// Returns the word used in JSON and settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unregistered => "unregistered",
            Self::ClosedZone => "closed_zone",
            Self::OtherDepartment => "other_department",
            Self::OtherMachine => "other_machine",
            Self::OtherZone => "other_zone",
            Self::OtherUser => "other_user",
            Self::OutsidePermit => "outside_permit",
            Self::UsedInBox => "used_in_box",
            Self::UsedLost => "used_lost",
            Self::UsedDestroyed => "used_destroyed",
            Self::Overdue => "overdue",
            Self::Lost => "lost",
            Self::Unencrypted => "unencrypted",
            Self::Residue => "residue",
        }
    }
}

impl Doubt {
    /// Every doubt, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Indistinguishable,
        Self::WeakIdentity,
        Self::TwoAtOnce,
        Self::SizeDiffers,
        Self::UnknownDepartment,
        Self::EncryptionUnknown,
        Self::ContentUnknown,
        Self::EmptyingUnchecked,
        Self::LoanUnknown,
        Self::NeverSeen,
    ];

    /// Returns the word used in JSON and settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Indistinguishable => "indistinguishable",
            Self::WeakIdentity => "weak_identity",
            Self::TwoAtOnce => "two_at_once",
            Self::SizeDiffers => "size_differs",
            Self::UnknownDepartment => "unknown_department",
            Self::EncryptionUnknown => "encryption_unknown",
            Self::ContentUnknown => "content_unknown",
            Self::EmptyingUnchecked => "emptying_unchecked",
            Self::LoanUnknown => "loan_unknown",
            Self::NeverSeen => "never_seen",
        }
    }
}

/// What the city has settled about media.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Zones in which any medium needs a permit that names the zone.
    pub closed_zones: Vec<Zone>,
    /// Zones in which any medium at all is a fault, permitted or not, in the ledger or not.
    pub barred_zones: Vec<Zone>,
    /// Every medium is to be encrypted, whatever the ledger says.
    pub all_encrypted: bool,
}

impl Default for Rules {
    /// The my-number zone is closed; encryption is demanded where the ledger names one.
    fn default() -> Self {
        Self {
            closed_zones: "mynumber".parse().into_iter().collect(),
            barred_zones: Vec::new(),
            all_encrypted: false,
        }
    }
}

/// One medium of the ledger, as far as verdicts go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What tells it from others.
    pub identity: Identity,
    /// How it is to be protected.
    pub encryption: Option<Encryption>,
    /// Who owns it; `None`: the city, so that every department may use it.
    pub department: Option<DepartmentId>,
    /// Since when.
    pub owned_since: Date,
    /// Since when it is in the ledger.
    pub registered: Date,
    /// What it is doing.
    pub state: MediumState,
    /// Since when.
    pub state_since: Option<Date>,
    /// Where it may be used.
    pub permits: Vec<Allowed>,
    /// When it was in somebody's hands.
    pub loans: Vec<Out>,
}

/// Where a medium may be used, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allowed {
    /// In these departments; empty: in its own.
    pub departments: Vec<DepartmentId>,
    /// By these accounts; empty: by all.
    pub users: Vec<String>,
    /// At these machines; empty: at all.
    pub machines: Vec<MachineId>,
    /// In these zones; empty: in all that are not closed.
    pub zones: Vec<Zone>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// When a medium was in somebody's hands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Out {
    /// The first day.
    pub out: Date,
    /// The day it was due.
    pub due: Option<Date>,
    /// The last day; `None` while it is out.
    pub back: Option<Date>,
    /// Somebody looked whether it came back empty.
    pub emptied: Option<bool>,
}

/// One stay of a medium at a machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stay {
    /// What tells the medium from others.
    pub identity: Identity,
    /// What sort of medium.
    pub class: MediaClass,
    /// The machine.
    pub machine: MachineId,
    /// The department of the machine, then.
    pub department: Option<DepartmentId>,
    /// The zone of the machine.
    pub zone: Option<Zone>,
    /// The account that mounted it; empty when that is not known, which is held against nobody.
    pub user: String,
    /// The day it was plugged in.
    pub from: Date,
    /// The day it was taken out; `None` when that is not known.
    pub until: Option<Date>,
    /// How it is protected, as observed.
    pub encryption: Option<Encryption>,
    /// No files on it, as observed.
    pub empty: Option<bool>,
    /// It was plugged in to be counted.
    pub counted: bool,
    /// The same identity was at another machine at the same time.
    pub two_at_once: bool,
}

/// What a stay comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Which rows it can be, and how surely.
    pub recognised: Recognised,
    /// What speaks against.
    pub faults: Vec<Fault>,
    /// What speaks against no more, because an auditor rejected it.
    pub rejected: Vec<Fault>,
    /// Of what speaks against: what an auditor confirmed.
    pub confirmed: Vec<Fault>,
    /// What leaves it open.
    pub doubts: Vec<Doubt>,
    /// It came before the medium was in the ledger, and was put right by that.
    pub earlier: bool,
}

impl Verdict {
    /// Returns every fault, rejected ones too.
    pub fn all_faults(&self) -> Vec<Fault> {
        let mut all: Vec<_> = self.faults.iter().chain(&self.rejected).copied().collect();
        all.sort_unstable();
        all
    }

    /// Takes what an auditor said of one fault; of a fault that is none any more it says nothing.
    pub fn heed(&mut self, fault: Fault, upheld: bool) {
        if !self.faults.contains(&fault) {
            return;
        }
        if upheld {
            self.confirmed.push(fault);
        } else {
            self.faults.retain(|one| *one != fault);
            self.rejected.push(fault);
        }
    }
}

/// Judges stays against the ledger, in their order.
pub fn judge_all(stays: &[Stay], rows: &[Row], rules: &Rules) -> Vec<Verdict> {
    let known = Known::of(rows.iter().map(|row| &row.identity));
    stays
        .iter()
        .map(|stay| judge(stay, rows, &known, rules))
        .collect()
}

fn judge(stay: &Stay, rows: &[Row], known: &Known<'_>, rules: &Rules) -> Verdict {
    let recognised = recognise(&stay.identity, known);
    let mut verdict = Verdict {
        faults: Vec::new(),
        rejected: Vec::new(),
        confirmed: Vec::new(),
        doubts: Vec::new(),
        earlier: false,
        recognised,
    };
    match verdict.recognised.row().and_then(|at| rows.get(at)) {
        Some(row) if stay.from < row.registered => verdict.earlier = true,
        Some(row) => against_row(stay, row, rules, &mut verdict),
        None => without_row(stay, rules, &mut verdict),
    }
    if stay.is_in(&rules.barred_zones) {
        verdict.faults.push(Fault::ClosedZone);
    }
    if stay.two_at_once {
        verdict.doubts.push(Doubt::TwoAtOnce);
    }
    verdict.faults.sort_unstable();
    verdict.faults.dedup();
    verdict.doubts.sort_unstable();
    verdict.doubts.dedup();
    verdict
}

fn without_row(stay: &Stay, rules: &Rules, verdict: &mut Verdict) {
    match verdict.recognised {
        // A disc has nothing that a ledger could hold.
        _ if stay.class == MediaClass::Optical => verdict.doubts.push(Doubt::Indistinguishable),
        Recognised::None => verdict.faults.push(Fault::Unregistered),
        _ => verdict.doubts.push(Doubt::Indistinguishable),
    }
    if stay.is_in(&rules.closed_zones) {
        verdict.faults.push(Fault::ClosedZone);
    }
}

fn against_row(stay: &Stay, row: &Row, rules: &Rules, verdict: &mut Verdict) {
    if matches!(verdict.recognised, Recognised::Likely(_)) {
        verdict.doubts.push(Doubt::WeakIdentity);
    }
    if !stay.identity.size_fits(&row.identity) {
        verdict.doubts.push(Doubt::SizeDiffers);
    }
    let loan = row.loans.iter().find(|loan| loan.covers(stay));
    kept(stay, row, loan, verdict);
    placed(stay, row, rules, verdict);
    protected(stay, row, rules, verdict);
    match (stay.empty, loan) {
        (_, Some(_)) | (Some(true), None) => {}
        (Some(false), None) => verdict.faults.push(Fault::Residue),
        (None, None) => verdict.doubts.push(Doubt::ContentUnknown),
    }
}

/// Is it where the ledger says: in its box, with somebody, lost, gone?
fn kept(stay: &Stay, row: &Row, loan: Option<&Out>, verdict: &mut Verdict) {
    let since = row.state_since.is_none_or(|since| since < stay.from);
    match (row.state, loan) {
        (MediumState::Destroyed, _) if since => verdict.faults.push(Fault::UsedDestroyed),
        (MediumState::Lost, _) if since => verdict.faults.push(Fault::UsedLost),
        (_, Some(loan)) if loan.due.is_some_and(|due| due < stay.from) => verdict.faults.push(Fault::Overdue),
        (_, Some(_)) => {}
        _ if stay.counted => {}
        // Somebody has it, and the ledger does not say since when.
        (MediumState::Lent, None) if row.loans.iter().all(|loan| loan.back.is_some()) && since => {
            verdict.doubts.push(Doubt::LoanUnknown);
        }
        _ => verdict.faults.push(Fault::UsedInBox),
    }
}

/// May it be at this machine?
fn placed(stay: &Stay, row: &Row, rules: &Rules, verdict: &mut Verdict) {
    let valid =
        |permit: &&Allowed| permit.from <= stay.from && stay.until.unwrap_or(stay.from) <= permit.until;
    let closed = stay
        .zone
        .as_ref()
        .filter(|zone| rules.closed_zones.contains(zone));
    if let Some(zone) = closed
        && !row
            .permits
            .iter()
            .filter(valid)
            .any(|permit| permit.zones.contains(zone))
    {
        verdict.faults.push(Fault::ClosedZone);
    }
    let own = row.department.is_none() || row.department == stay.department || stay.from < row.owned_since;
    let Some(department) = stay.department.as_ref() else {
        verdict.doubts.push(Doubt::UnknownDepartment);
        return;
    };
    let meant: Vec<_> = row
        .permits
        .iter()
        .filter(|permit| permit.departments.contains(department) || (own && permit.departments.is_empty()))
        .collect();
    if meant.is_empty() {
        if !own && !stay.counted {
            verdict.faults.push(Fault::OtherDepartment);
        }
        return;
    }
    let valid: Vec<_> = meant.iter().copied().filter(|permit| valid(permit)).collect();
    let machine = |permit: &Allowed| permit.machines.is_empty() || permit.machines.contains(&stay.machine);
    let zone = |permit: &Allowed| {
        permit.zones.is_empty() || stay.zone.as_ref().is_some_and(|zone| permit.zones.contains(zone))
    };
    let user = |permit: &Allowed| {
        permit.users.is_empty()
            || stay.user.is_empty()
            || permit
                .users
                .iter()
                .any(|user| user.eq_ignore_ascii_case(&stay.user))
    };
    if stay.counted
        || valid
            .iter()
            .any(|permit| machine(permit) && zone(permit) && user(permit))
    {
        return;
    }
    if valid.is_empty() {
        verdict.faults.push(Fault::OutsidePermit);
    } else if !valid.iter().any(|permit| machine(permit)) {
        verdict.faults.push(Fault::OtherMachine);
    } else if !valid.iter().any(|permit| zone(permit)) {
        verdict.faults.push(Fault::OtherZone);
    } else if !valid.iter().any(|permit| user(permit)) {
        verdict.faults.push(Fault::OtherUser);
    } else {
        verdict.faults.push(Fault::OutsidePermit);
    }
}

fn protected(stay: &Stay, row: &Row, rules: &Rules, verdict: &mut Verdict) {
    let named = row.encryption.filter(|wanted| *wanted != Encryption::None);
    if named.is_none() && !rules.all_encrypted {
        return;
    }
    match (stay.encryption, named) {
        // What encrypts by itself looks plain once it is open.
        (Some(Encryption::None) | None, Some(Encryption::Hardware)) | (None, _) => {
            verdict.doubts.push(Doubt::EncryptionUnknown);
        }
        (Some(Encryption::None), _) => verdict.faults.push(Fault::Unencrypted),
        (Some(_), _) => {}
    }
}

impl Stay {
    fn is_in(&self, zones: &[Zone]) -> bool {
        self.zone.as_ref().is_some_and(|zone| zones.contains(zone))
    }
}

impl Out {
    fn covers(&self, stay: &Stay) -> bool {
        let last = stay.until.unwrap_or(stay.from);
        self.out <= stay.from && self.back.is_none_or(|back| last <= back)
    }
}

/// Says what the ledger itself says of a medium, seen or not.
pub fn standing(row: &Row, seen: bool, today: Date) -> (Vec<Fault>, Vec<Doubt>) {
    let (mut faults, mut doubts) = (Vec::new(), Vec::new());
    if row.state == MediumState::Destroyed {
        return (faults, doubts);
    }
    let open = row.loans.iter().find(|loan| loan.back.is_none());
    if open.is_some_and(|loan| loan.due.is_some_and(|due| due < today)) {
        faults.push(Fault::Overdue);
    }
    if row.state == MediumState::Lost {
        faults.push(Fault::Lost);
    }
    if row.state == MediumState::Lent && open.is_none() {
        doubts.push(Doubt::LoanUnknown);
    }
    let last = row
        .loans
        .iter()
        .filter(|loan| loan.back.is_some())
        .max_by_key(|loan| loan.back);
    match last.filter(|_| open.is_none()).map(|loan| loan.emptied) {
        Some(Some(false)) => faults.push(Fault::Residue),
        Some(None) => doubts.push(Doubt::EmptyingUnchecked),
        Some(Some(true)) | None => {}
    }
    if !seen {
        doubts.push(Doubt::NeverSeen);
    }
    (faults, doubts)
}
