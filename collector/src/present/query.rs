//! Every question that screen, list and export ask, answered the same for all three.
//!
//! Each takes a [`View`](crate::ledger::View) (one snapshot, so a number equals its list) and a
//! [`Sight`](super::access::Sight) (nothing beyond it can be returned). Names leave masked.

pub mod masked;
pub mod media;
pub mod search;

mod departments;
mod findings;
mod table;

use jiff::tz::TimeZone;
use mimawari_proto::{round::UnreadReason, show::options::Lang, time::Timestamp};

pub use self::{
    departments::{DepartmentRow, MachineRow, department, departments, machines},
    findings::{FindingPage, FindingRow, Sheet, finding, findings, open_search},
    table::{Matrix, MatrixRow, matrix},
};
use crate::assess::Policy;

/// When, where and for whom a question is asked.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The time of the question.
    pub now: Timestamp,
    /// The zone in which days begin and times are written.
    pub zone: TimeZone,
    /// What the city has settled.
    pub policy: Policy,
    /// The language of masked names.
    pub lang: Lang,
}

impl Moment {
    /// Returns the day.
    pub fn today(&self) -> jiff::civil::Date {
        self.now.on_calendar(&self.zone).date()
    }

    /// Returns the length of the window in days.
    pub const fn days(&self) -> u64 {
        self.policy.fresh.as_secs() / (24 * 60 * 60)
    }

    /// Returns the beginning of the window in which evidence is fresh.
    pub fn since(&self) -> Timestamp {
        self.now.minus(self.policy.fresh)
    }
}

/// Counts what leaves a doubt: a file that vanished or was none leaves none.
fn doubtful(unread: &[(UnreadReason, u64)]) -> u64 {
    let doubts = |reason| !matches!(reason, UnreadReason::Vanished | UnreadReason::NotAFile);
    unread
        .iter()
        .filter(|(reason, _)| doubts(*reason))
        .map(|(_, n)| n)
        .sum()
}
