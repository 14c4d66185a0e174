//! What a round covered, what it could not, and everything else an agent says.

use crate::{
    finding::{ClearedReason, Finding, Root},
    id::{FindingId, RoundId},
    name::Name,
    reading::{MediaLeft, MediaSeen, Reading},
    time::Timestamp,
    word::words,
};

/// At most so many unread files are named in one round; all are counted.
pub const UNREAD_FILES_LIMIT: usize = 100;

/// At most so many roots are named in one round: a terminal server with 500 profiles has 501.
pub const ROOTS_LIMIT: usize = 1_000;

/// At most so many ids travel in one [`Said::RoundStanding`]; a round has as many as it needs.
pub const STANDING_LIMIT: usize = 4_000;

words! {
    /// Why a round was made.
    pub enum RoundReason {
        /// Due by the calendar.
        Calendar = 1 => "calendar",
        /// Due earlier, missed, made up for.
        CatchUp = 2 => "catch_up",
        /// Asked for on the PC.
        Asked = 3 => "asked",
        /// Ordered by the collector.
        Ordered = 4 => "ordered",
    }
}

words! {
    /// How a round ended.
    pub enum RoundOutcome {
        /// Every root was covered.
        Complete = 1 => "complete",
        /// A budget or a stop ended it early.
        Stopped = 2 => "stopped",
        /// At least one root could not be covered.
        Partial = 3 => "partial",
    }
}

words! {
    /// What became of one root.
    pub enum RootOutcome {
        /// Looked through.
        Covered = 1 => "covered",
        /// Not there: nothing to cover.
        Absent = 2 => "absent",
        /// May not be entered.
        Denied = 3 => "denied",
        /// Not finished.
        Stopped = 4 => "stopped",
        /// The system answered with an error.
        Failed = 5 => "failed",
    }
}

words! {
    /// Why a file was not read.
    pub enum UnreadReason {
        /// Protected by a password.
        Encrypted = 1 => "encrypted",
        /// Open elsewhere.
        Locked = 2 => "locked",
        /// Broken.
        Damaged = 3 => "damaged",
        /// Larger than is ever read.
        TooLarge = 4 => "too_large",
        /// A limit inside was reached; what came before was read.
        Stopped = 5 => "stopped",
        /// Took too long.
        Timeout = 6 => "timeout",
        /// A known format that is not read.
        Unsupported = 7 => "unsupported",
        /// Lies in the cloud and is not fetched.
        CloudOnly = 8 => "cloud_only",
        /// May not be opened.
        Denied = 9 => "denied",
        /// The examination crashed on it.
        Crashed = 10 => "crashed",
        /// Was being written.
        Changing = 11 => "changing",
        /// Was gone when it was to be opened.
        Vanished = 12 => "vanished",
        /// A pipe, socket, device or folder.
        NotAFile = 13 => "not_a_file",
    }
}

words! {
    /// Whether an agent watches what is plugged in.
    pub enum MediaWatch {
        /// It does.
        Running = 1 => "running",
        /// The settings of the PC want none.
        Off = 2 => "off",
        /// Wanted, and not running.
        Down = 3 => "down",
    }
}

/// One place that a round was to cover, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RootCovered {
    /// What sort of place.
    pub root: Root,
    /// The account that owns it; empty for shared places.
    pub user: Name,
    /// What became of it.
    pub outcome: RootOutcome,
    /// Files seen in it.
    pub files: u64,
}

/// One file that was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadFile {
    /// Why.
    pub reason: UnreadReason,
    /// Where; the profile folder is written `%USER%`.
    pub path: Name,
    /// For a file inside files: the chain of member names.
    pub member: Vec<Name>,
    /// The sniffed format, for example `docx`; empty when unknown.
    pub format: String,
    /// The account that owns it.
    pub owner: Name,
}

/// A round begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoundStarted {
    /// The round.
    pub round: RoundId,
    /// Why.
    pub reason: RoundReason,
    /// The policy it follows; 0 for the built-in one.
    pub policy_version: u64,
    /// The rule set it judges by: its version and a digest of the rules.
    pub rule_set: String,
}

/// A round ended: what it covered, and what it could not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoundEnded {
    /// The round.
    pub round: RoundId,
    /// When it started.
    pub started_at: Timestamp,
    /// How it ended.
    pub outcome: RoundOutcome,
    /// How many ids its [`Said::RoundStanding`] events carried.
    pub standing: u64,
    /// Every place it was to cover, at most [`ROOTS_LIMIT`].
    pub roots: Vec<RootCovered>,
    /// Files seen.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files read.
    pub read: u64,
    /// Files known from an earlier look and not read again.
    pub unchanged: u64,
    /// Files left out on purpose.
    pub skipped: u64,
    /// How many files were not read, by reason.
    pub unread: Vec<(UnreadReason, u64)>,
    /// The first of them, at most [`UNREAD_FILES_LIMIT`].
    pub unread_files: Vec<UnreadFile>,
    /// Whether media were watched when it ended; `None` when nobody said.
    pub media_watch: Option<MediaWatch>,
}

/// The agent lives and gets on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alive {
    /// Its release.
    pub agent_version: String,
    /// Parcels without a receipt.
    pub waiting_parcels: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// Files looked at since the start: progress, not only life.
    pub files_looked_at: u64,
    /// The round under way.
    pub round: Option<RoundId>,
    /// Seconds since the start.
    pub up_seconds: u64,
}

/// The outbox was full and folded what waited into the present state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folded {
    /// How many events were folded.
    pub events: u64,
    /// The time of the first.
    pub from: Timestamp,
    /// The time of the last.
    pub until: Timestamp,
}

/// One thing an agent says, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// By the clock of the PC.
    pub at: Timestamp,
    /// What it says.
    pub said: Said,
}

/// Everything an agent can say.
#[expect(
    clippy::large_enum_variant,
    reason = "an event is made, sealed and let go; a list of them is at most 1,000"
)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// A round begins.
    RoundStarted(RoundStarted),
    /// Part of what stands at the end of a round.
    RoundStanding(RoundId, Vec<FindingId>),
    /// A round ended.
    RoundEnded(RoundEnded),
    /// A finding stands, or stands with other particulars.
    Found(Finding),
    /// A finding no longer stands.
    Cleared(FindingId, ClearedReason),
    /// A medium is there, or once was.
    MediaSeen(MediaSeen),
    /// A medium was taken out.
    MediaLeft(MediaLeft),
    /// A posture fact.
    Reading(Reading),
    /// The agent lives.
    Alive(Alive),
    /// The outbox folded events.
    Folded(Folded),
    /// Something a newer agent says: kept in the ledger, not understood here.
    Newer,
}
