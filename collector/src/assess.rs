//! Facts, policy and now to marks; no IO, no clock, no store.
//!
//! ```text
//! Machine, Found ──► department: how complete is the evidence?
//!        └─────────► control: what does one item propose? ──► matrix: items × departments
//! ```
//!
//! Unknown is never ○: a mark needs every machine of the department heard
//! within [`Policy::fresh`], its last round complete, nothing refused and
//! nothing unread. Otherwise the cell is 未 and names what is missing.
//!
//! To add an audit item: one file in `controls/`, one line in `control.rs`.

pub mod control;
pub mod department;
pub mod judging;
pub mod keeping;
pub mod lifecycle;
pub mod matrix;
pub mod media;

use std::time::Duration;

use mimawari_proto::{
    finding::{Confidence, Kind, Root},
    id::{FindingId, MachineId},
    machine::Zone,
    round::{MediaWatch, RootOutcome, RoundOutcome},
    time::Timestamp,
};

use lifecycle::State;

/// What the city has settled; thresholds of single items stand in their own files.
#[derive(Clone, Debug)]
pub struct Policy {
    /// A machine that has not completed a round for longer proves nothing.
    pub fresh: Duration,
    /// What it demands of media.
    pub media: media::Rules,
}

impl Default for Policy {
    /// Three days: a weekend without a machine is ordinary, a working day more is not.
    fn default() -> Self {
        Self {
            fresh: Duration::from_secs(3 * 24 * 60 * 60),
            media: media::Rules::default(),
        }
    }
}

/// One machine of a department, as far as evidence goes.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Which.
    pub id: MachineId,
    /// Its zone.
    pub zone: Zone,
    /// When anything of it arrived last.
    pub heard_at: Option<Timestamp>,
    /// Its last round that ended.
    pub round: Option<Round>,
    /// What its newest round said of the watch of media; `None` where it said nothing.
    pub media_watch: Option<MediaWatch>,
}

/// What a round leaves behind for judging.
#[derive(Clone, Debug)]
pub struct Round {
    /// When it ended; the earlier of the clocks of the machine and of the collector.
    pub ended_at: Timestamp,
    /// How it ended.
    pub outcome: RoundOutcome,
    /// Every place it was to cover, and what became of it.
    pub roots: Vec<(Root, RootOutcome)>,
    /// Files it could not read.
    pub unread: u64,
}

/// One finding of a department.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which.
    pub id: FindingId,
    /// The machine it is on.
    pub machine: MachineId,
    /// The machine's zone.
    pub zone: Zone,
    /// What sort of thing.
    pub kind: Kind,
    /// How sure.
    pub confidence: Confidence,
    /// In which sort of place.
    pub root: Root,
    /// The file is protected.
    pub encrypted: bool,
    /// Since when it has been lying there, at least: grace counts from here.
    pub lying_since: Timestamp,
    /// How far it has come.
    pub state: State,
}

/// A mark of the result table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mark {
    /// ○ 適正.
    Proper,
    /// △ 監査指導により改善.
    Improved,
    /// × 改善を要する.
    Failing,
    /// － 該当なし.
    NotApplicable,
    /// 未 未確認: the evidence does not suffice.
    Unverified,
}

impl Mark {
    /// Every mark, in the order of the legend.
    pub const ALL: [Self; 5] = [
        Self::Proper,
        Self::Improved,
        Self::Failing,
        Self::NotApplicable,
        Self::Unverified,
    ];

    /// Returns the sign used in machine output.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Proper => "○",
            Self::Improved => "△",
            Self::Failing => "×",
            Self::NotApplicable => "-",
            Self::Unverified => "未",
        }
    }
}

impl serde::Serialize for Mark {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.sign())
    }
}
