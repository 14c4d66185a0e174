//! What the ledger answers: plain rows, without verdicts.
//!
//! Of two times, `…_at` of a PC is by its own clock, `received_at` by the
//! collector's; whatever decides goes by receipt.

use mimawari_proto::{
    finding::{ClearedReason, Confidence, Finding, Kind},
    id::{DepartmentId, Epoch, MachineId, RoundId, TokenId, UserId},
    machine::{MachineFacts, Zone},
    name::Name,
    parcel::Digest,
    reading::Value,
    round::{MediaWatch, RootCovered, RoundOutcome, RoundReason, UnreadReason},
    time::Timestamp,
};

mod media;

pub use media::{MediaRecord, MediumChange, MediumRecord, StayJudgement, StayRecord, StockTaking};

pub use super::act::{Act, By, Certificate, DepartmentLabel, Judgement};

/// What became of a parcel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accepted {
    /// Stored and durable.
    Stored,
    /// Was stored before: harmless.
    Known,
    /// Another parcel with this number is stored.
    Conflict,
}

/// One department on a day, with its machines and what they report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DepartmentOverview {
    /// `None` collects machines whose department is not known on that day.
    pub department: Option<DepartmentLabel>,
    /// Machines that may speak.
    pub machines: u64,
    /// Of these: heard within the window.
    pub reporting: u64,
    /// Of these: a complete round received within the window.
    pub complete: u64,
    /// Open findings that are not rejected, by kind and confidence.
    pub findings: Vec<(Kind, Confidence, u64)>,
    /// Files not read in the latest round of each machine, by reason.
    pub unread: Vec<(UnreadReason, u64)>,
}

/// Which machines to list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MachineFilter {
    /// Only of this department.
    pub department: Option<DepartmentId>,
    /// Only of this zone.
    pub zone: Option<Zone>,
    /// Only those whose host name or id holds this.
    pub text: Option<String>,
    /// Only revoked ones, or only others.
    pub revoked: Option<bool>,
}

/// One machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MachineRecord {
    /// The machine.
    pub id: MachineId,
    /// Its department; `None` when its enrolment is not in this ledger.
    pub department: Option<DepartmentId>,
    /// Its zone.
    pub zone: Option<Zone>,
    /// What it said of itself last.
    pub facts: Option<MachineFacts>,
    /// Its newest certificate.
    pub certificate: Option<Certificate>,
    /// When it was enrolled.
    pub enrolled_at: Option<Timestamp>,
    /// Since when it may no longer speak.
    pub revoked_at: Option<Timestamp>,
    /// When it was last heard.
    pub contact_at: Option<Timestamp>,
    /// How far its clock is ahead, at its last greeting.
    pub clock_ahead_ms: Option<i64>,
    /// Parcels that waited at its last sign of life.
    pub waiting_parcels: Option<u64>,
    /// Its newest round that ended.
    pub round: Option<RoundRecord>,
    /// When its newest complete round was received.
    pub complete_at: Option<Timestamp>,
    /// Open findings that are not rejected.
    pub open: u64,
    /// Holes in what it sent.
    pub gaps: u64,
}

/// One round that ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoundRecord {
    /// The round.
    pub id: RoundId,
    /// Why it was made; `None` when its beginning is not here.
    pub reason: Option<RoundReason>,
    /// The policy it followed.
    pub policy_version: Option<u64>,
    /// The rule set it judged by.
    pub rule_set: Option<String>,
    /// When it started, by the PC.
    pub started_at: Timestamp,
    /// When it ended, by the PC.
    pub ended_at: Timestamp,
    /// When its end was received.
    pub received_at: Timestamp,
    /// How it ended.
    pub outcome: RoundOutcome,
    /// Every place it was to cover.
    pub roots: Vec<RootCovered>,
    /// Files seen.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files read.
    pub read: u64,
    /// Files known and not read again.
    pub unchanged: u64,
    /// Files left out on purpose.
    pub skipped: u64,
    /// Findings that stand according to it.
    pub standing: u64,
    /// Of these: not known here, because what brought them is missing.
    pub unknown: u64,
    /// How many files were not read, by reason.
    pub unread: Vec<(UnreadReason, u64)>,
    /// Whether media were watched when it ended; `None` when nobody said.
    pub media_watch: Option<MediaWatch>,
}

/// Whether a finding stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// It stands.
    Open,
    /// It no longer stands.
    Cleared,
}

impl State {
    /// Returns the word used in JSON and queries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Cleared => "cleared",
        }
    }

    /// Returns the state with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Cleared].into_iter().find(|s| s.word() == word)
    }
}

/// Why a finding no longer stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cleared {
    /// The agent said so.
    Said(ClearedReason),
    /// A round that covered its place no longer named it.
    Reconciled,
}

impl Cleared {
    /// Returns the word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Said(reason) => reason.word(),
            Self::Reconciled => "reconciled",
        }
    }
}

/// Which findings to list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FindingFilter {
    /// Only of these departments (at first sight); empty for all.
    pub departments: Vec<DepartmentId>,
    /// Only of these machines; empty for all.
    pub machines: Vec<MachineId>,
    /// Only of these kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// Only in one of these states with one of these judgements (`Undecided`: not judged); empty for all.
    pub standing: Vec<(State, Judgement)>,
    /// Only at least this sure.
    pub at_least: Option<Confidence>,
    /// Only those whose path, owner or host name holds this.
    pub text: Option<String>,
}

/// In which order findings are listed; pages follow by number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// The newest first.
    #[default]
    NewestFirst,
    /// The oldest first.
    OldestFirst,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingRecord {
    /// Its number in this ledger, from 1, in the order of first receipt.
    pub number: u64,
    /// Its machine.
    pub machine: MachineId,
    /// Host name of the machine, as last known.
    pub host_name: Option<Name>,
    /// The department of the machine when it was first received.
    pub department: Option<DepartmentId>,
    /// What the agent says of it, as last said.
    pub finding: Finding,
    /// Whether it stands.
    pub state: State,
    /// Why not.
    pub cleared: Option<Cleared>,
    /// What an auditor said of it; `Undecided` when nothing.
    pub judgement: Judgement,
    /// Why.
    pub judged_because: Option<String>,
    /// First seen, by the PC.
    pub first_seen: Timestamp,
    /// Last seen to stand, by the PC.
    pub last_seen: Timestamp,
    /// First received.
    pub first_received: Timestamp,
    /// When its state last changed, by receipt.
    pub changed: Timestamp,
}

/// One finding and what happened to it, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingDetail {
    /// The finding.
    pub record: FindingRecord,
    /// What happened to it.
    pub history: Vec<FindingChange>,
}

/// One thing that happened to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingChange {
    /// When, by the PC or, for a judgement, by the collector.
    pub at: Timestamp,
    /// When it was received.
    pub received_at: Timestamp,
    /// What.
    pub what: Changed,
}

/// What happened to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changed {
    /// First seen.
    Found,
    /// Seen with other particulars (rule, confidence, severity, count, place).
    Altered,
    /// Seen again after it was cleared.
    Returned,
    /// No longer stands.
    Cleared(Cleared),
    /// Judged.
    Judged {
        /// How.
        judgement: Judgement,
        /// By whom.
        by: By,
        /// Why.
        reason: String,
    },
}

/// A slice of a list, and where the next one begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<Row, Key> {
    /// The rows.
    pub rows: Vec<Row>,
    /// What to pass as `after` for the next page; `None` at the end.
    pub next: Option<Key>,
}

/// What one machine of a department proves, for a mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MachineCoverage {
    /// The machine.
    pub machine: MachineId,
    /// Its host name.
    pub host_name: Option<Name>,
    /// When it was enrolled.
    pub enrolled_at: Option<Timestamp>,
    /// Since when it may no longer speak.
    pub revoked_at: Option<Timestamp>,
    /// When it was last heard.
    pub contact_at: Option<Timestamp>,
    /// Its newest complete round received within the window.
    pub complete: Option<RoundRecord>,
    /// Its newest round that ended, within the window or not.
    pub latest: Option<RoundRecord>,
    /// Holes in what it sent.
    pub gaps: u64,
}

/// A file that the latest round of a machine could not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadRecord {
    /// Why.
    pub reason: UnreadReason,
    /// Where.
    pub path: Name,
    /// For a file inside files: the chain of member names.
    pub member: Vec<Name>,
    /// The sniffed format.
    pub format: String,
    /// The account that owns it.
    pub owner: Name,
}

/// The latest reading of one posture fact for one account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadingRecord {
    /// Which fact.
    pub what: String,
    /// The account it holds for; empty for the whole machine.
    pub user: Name,
    /// Where it was read.
    pub source: String,
    /// What was read.
    pub value: Value,
    /// When, by the PC.
    pub at: Timestamp,
    /// When it was received.
    pub received_at: Timestamp,
}

/// One enrolment token, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenRecord {
    /// The token.
    pub id: TokenId,
    /// The department of the machines it enrols.
    pub department: DepartmentId,
    /// Their zone.
    pub zone: Zone,
    /// How many machines it may enrol.
    pub uses: u32,
    /// How many it has enrolled.
    pub used: u32,
    /// When it was made.
    pub issued_at: Timestamp,
    /// By whom.
    pub issued_by: By,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// Since when it no longer holds.
    pub revoked_at: Option<Timestamp>,
}

/// One account of the console. Not evidence: an act tells when it was made or changed.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// The account.
    pub id: UserId,
    /// Its login name, unique.
    pub name: String,
    /// What is shown.
    pub display_name: String,
    /// Argon2id, PHC string.
    pub password: String,
    /// Its role; `present` knows what it means.
    pub role: String,
    /// The department it may see; `None` for all.
    pub department: Option<DepartmentId>,
    /// When it was made.
    pub made_at: Timestamp,
    /// It may not log in.
    pub closed: bool,
}

impl std::fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRecord")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// One login. The secret itself is only in the browser.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// SHA-256 of the secret.
    pub digest: [u8; 32],
    /// Whose.
    pub user: UserId,
    /// When it began.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
    /// When it ends at the latest.
    pub until: Timestamp,
}

impl std::fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRecord")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// What is kept beside the evidence: accounts, logins, secrets' hashes, greetings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Keep {
    /// An account, new or changed.
    User(UserRecord),
    /// An account is gone, with its logins.
    UserGone(UserId),
    /// A login, new or used again.
    Session(SessionRecord),
    /// A login ended.
    SessionGone([u8; 32]),
    /// Every login of an account ended.
    SessionsGone(UserId),
    /// Logins that ended before this time are forgotten.
    SessionsPast(Timestamp),
    /// The hash of a token's secret.
    TokenSecret {
        /// The token.
        token: TokenId,
        /// SHA-256 of its secret.
        digest: [u8; 32],
    },
    /// What a machine said when it greeted.
    Contact(Contact),
}

/// What a machine said when it greeted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The machine.
    pub machine: MachineId,
    /// When.
    pub at: Timestamp,
    /// What its own clock said then.
    pub clock: Timestamp,
    /// What it says of itself.
    pub facts: MachineFacts,
    /// The policy it follows.
    pub policy_version: u64,
    /// The rule set it judges by.
    pub rule_set: String,
}

/// One act, as read from the evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActRecord {
    /// Its number in the collector's own stream, from 1.
    pub n: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// What.
    pub act: Act,
}

/// A hole in what a machine sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GapRecord {
    /// The machine.
    pub machine: MachineId,
    /// The epoch.
    pub epoch: Epoch,
    /// The first missing number.
    pub first: u64,
    /// The last missing number.
    pub last: u64,
    /// When it was noticed.
    pub noticed_at: Timestamp,
    /// When what was missing came after all.
    pub filled_at: Option<Timestamp>,
}

/// Something that should not be in what a machine sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnomalyRecord {
    /// The machine.
    pub machine: MachineId,
    /// The epoch.
    pub epoch: Epoch,
    /// The parcel.
    pub seq: u64,
    /// What.
    pub what: Anomaly,
    /// When it was received.
    pub received_at: Timestamp,
}

/// What should not be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anomaly {
    /// The parcel names another one before it than is stored.
    Broken,
    /// Another parcel came under a number that is taken.
    Conflict,
    /// The agent folded events because its outbox was full.
    Folded {
        /// How many.
        events: u64,
    },
}

/// A signed root over everything until a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckpointRecord {
    /// Its number, from 1.
    pub n: u64,
    /// When it was made.
    pub at: Timestamp,
    /// How many entries it covers.
    pub entries: u64,
    /// How many events they hold.
    pub events: u64,
    /// How many streams it covers.
    pub streams: u64,
    /// Merkle root over the heads of all streams.
    pub root: Digest,
    /// Digest of the signed root before it; zeros for the first.
    pub previous: Digest,
    /// SHA-256 of the public key that signed it.
    pub key: Digest,
    /// Ed25519.
    pub signature: Vec<u8>,
}

/// How much is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Entries.
    pub entries: u64,
    /// Events in them.
    pub events: u64,
    /// Machines with at least one entry.
    pub machines: u64,
    /// The time of the newest entry.
    pub newest_at: Option<Timestamp>,
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of its write-ahead log.
    pub wal_bytes: u64,
}

/// How far an epoch has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EpochRecord {
    /// Every parcel up to this one is stored.
    pub known_through: u64,
    /// The highest parcel that is stored.
    pub highest: u64,
}
