//! Questions to the ledger, all answered from one snapshot.

use std::path::Path;

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, Epoch, MachineId, TokenId, UserId},
    time::Timestamp,
};

use super::{fault::LedgerError, record::*};

/// A connection for questions only; works beside a server.
#[derive(Debug)]
pub struct Reader {}

impl Reader {
    /// Opens the ledger of a data directory for questions.
    pub fn open(_dir: &Path) -> Result<Self, LedgerError> {
        Ok(Self {})
    }

    /// Asks one question, or several of one snapshot.
    pub fn ask<T>(
        &mut self,
        ask: impl FnOnce(&View<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        ask(&View {
            _conn: std::marker::PhantomData,
        })
    }
}

/// One snapshot of the ledger.
#[derive(Debug)]
pub struct View<'a> {
    _conn: std::marker::PhantomData<&'a ()>,
}

impl View<'_> {
    /// Returns the departments that are valid on a day, by code.
    pub fn departments(&self, _on: Date) -> Result<Vec<DepartmentLabel>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns the label of a department on a day; else its newest label.
    pub fn department(
        &self,
        _code: &DepartmentId,
        _on: Date,
    ) -> Result<Option<DepartmentLabel>, LedgerError> {
        Ok(None)
    }

    /// Returns every label of every department, by code and first day.
    pub fn department_labels(&self) -> Result<Vec<DepartmentLabel>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns every department valid on a day with what its machines report, by code.
    ///
    /// `since` begins the window for `reporting` and `complete`.
    pub fn overview(&self, _on: Date, _since: Timestamp) -> Result<Vec<DepartmentOverview>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns machines, by id.
    pub fn machines(
        &self,
        _filter: &MachineFilter,
        _after: Option<MachineId>,
        _limit: usize,
    ) -> Result<Page<MachineRecord, MachineId>, LedgerError> {
        Ok(Page {
            rows: Vec::new(),
            next: None,
        })
    }

    /// Returns one machine.
    pub fn machine(&self, _id: MachineId) -> Result<Option<MachineRecord>, LedgerError> {
        Ok(None)
    }

    /// Returns the machines whose id or host name begins with a text, at most 10.
    pub fn machines_named(&self, _beginning: &str) -> Result<Vec<MachineRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns the machine that was enrolled with this public key (SHA-256 of its SPKI, hexadecimal).
    pub fn machine_by_key(&self, _key: &str) -> Result<Option<MachineRecord>, LedgerError> {
        Ok(None)
    }

    /// Returns every machine that may no longer speak.
    pub fn revoked(&self) -> Result<Vec<MachineId>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns what every machine of a department proves since a time; `None` for machines without department.
    pub fn coverage(
        &self,
        _department: Option<&DepartmentId>,
        _since: Timestamp,
    ) -> Result<Vec<MachineCoverage>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns the rounds of a machine, newest first.
    pub fn rounds(&self, _machine: MachineId, _limit: usize) -> Result<Vec<RoundRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns what the latest round of a machine could not read, at most 100 files.
    pub fn unread_files(&self, _machine: MachineId) -> Result<Vec<UnreadRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns findings; pages follow by number.
    pub fn findings(
        &self,
        _filter: &FindingFilter,
        _order: Order,
        _after: Option<u64>,
        _limit: usize,
    ) -> Result<Page<FindingRecord, u64>, LedgerError> {
        Ok(Page {
            rows: Vec::new(),
            next: None,
        })
    }

    /// Counts findings, at most `limit` (a count of a million rows is not worth a wait).
    pub fn count_findings(&self, _filter: &FindingFilter, _limit: u64) -> Result<u64, LedgerError> {
        Ok(0)
    }

    /// Returns one finding and its history.
    pub fn finding(&self, _number: u64) -> Result<Option<FindingDetail>, LedgerError> {
        Ok(None)
    }

    /// Returns the findings with this number, or whose id begins with this text, at most 10.
    pub fn findings_named(&self, _beginning: &str) -> Result<Vec<FindingRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns the latest posture facts of a machine.
    pub fn readings(&self, _machine: MachineId) -> Result<Vec<ReadingRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns the stays of media at a machine, newest first.
    pub fn media(&self, _machine: MachineId, _limit: usize) -> Result<Vec<MediaRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns every enrolment token, newest first.
    pub fn tokens(&self) -> Result<Vec<TokenRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns one token.
    pub fn token(&self, _id: TokenId) -> Result<Option<TokenRecord>, LedgerError> {
        Ok(None)
    }

    /// Returns every token with the hash of its secret: for the intake, which keeps them in memory.
    pub fn token_secrets(&self) -> Result<Vec<(TokenRecord, [u8; 32])>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns every account, by name.
    pub fn users(&self) -> Result<Vec<UserRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns one account.
    pub fn user(&self, _id: UserId) -> Result<Option<UserRecord>, LedgerError> {
        Ok(None)
    }

    /// Returns the account with this login name.
    pub fn user_named(&self, _name: &str) -> Result<Option<UserRecord>, LedgerError> {
        Ok(None)
    }

    /// Returns a login and its account.
    pub fn session(&self, _digest: &[u8; 32]) -> Result<Option<(SessionRecord, UserRecord)>, LedgerError> {
        Ok(None)
    }

    /// Returns acts before a number, newest first.
    pub fn acts(&self, _before: Option<u64>, _limit: usize) -> Result<Page<ActRecord, u64>, LedgerError> {
        Ok(Page {
            rows: Vec::new(),
            next: None,
        })
    }

    /// Returns the number of the newest act: whoever holds acts in memory looks whether it grew.
    pub fn newest_act(&self) -> Result<u64, LedgerError> {
        Ok(0)
    }

    /// Returns holes in what machines sent, newest first; filled ones only when asked for.
    pub fn gaps(
        &self,
        _machine: Option<MachineId>,
        _filled: bool,
        _limit: usize,
    ) -> Result<Vec<GapRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns what should not be in what machines sent, newest first.
    pub fn anomalies(
        &self,
        _machine: Option<MachineId>,
        _limit: usize,
    ) -> Result<Vec<AnomalyRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns how far an epoch of a machine has come; zero when nothing is known of it.
    pub fn epoch(&self, _machine: MachineId, _epoch: Epoch) -> Result<EpochRecord, LedgerError> {
        Ok(EpochRecord::default())
    }

    /// Returns signed roots, newest first.
    pub fn checkpoints(&self, _limit: usize) -> Result<Vec<CheckpointRecord>, LedgerError> {
        Ok(Vec::new())
    }

    /// Returns how much is stored.
    pub fn extent(&self) -> Result<Extent, LedgerError> {
        Ok(Extent::default())
    }
}
