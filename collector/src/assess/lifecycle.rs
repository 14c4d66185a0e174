//! How far a finding has come, from what the machine says and what people decided.
//!
//! ```text
//! new ─► confirmed ─► guided ─► fixed (gone after guidance)
//!  ├───► rejected        └─ still there: stays guided
//!  ├───► covered (an exception holds)
//!  └───► gone (vanished before anybody gave guidance)
//! ```

use mimawari_proto::time::Timestamp;

/// How far a finding has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum State {
    /// It stands, and nobody has decided.
    New,
    /// An auditor confirmed it, and it stands.
    Confirmed,
    /// The department was told to mend it, and it stands.
    Guided,
    /// It vanished after guidance.
    Fixed,
    /// It vanished before guidance.
    Gone,
    /// An auditor found it to be none.
    Rejected,
    /// An exception covers it.
    Covered,
}

impl State {
    /// Every state, in the order of their lives.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Confirmed,
        Self::Guided,
        Self::Fixed,
        Self::Gone,
        Self::Rejected,
        Self::Covered,
    ];

    /// Returns the word used in JSON and in the search box.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Confirmed => "confirmed",
            Self::Guided => "guided",
            Self::Fixed => "fixed",
            Self::Gone => "gone",
            Self::Rejected => "rejected",
            Self::Covered => "covered",
        }
    }

    /// Tells whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Confirmed | Self::Guided)
    }
}

/// What people have decided about a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Decided {
    /// The last judgement.
    pub judgement: Option<Judgement>,
    /// When the department was told to mend it.
    pub guided_at: Option<Timestamp>,
    /// Until when an exception covers it.
    pub covered_until: Option<Timestamp>,
}

/// An auditor's word on a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Judgement {
    /// It is one.
    Confirmed,
    /// It is none.
    Rejected,
}

/// Tells how far a finding has come; `cleared_at` is when the machine last said that it no longer stands.
pub fn state(decided: Decided, cleared_at: Option<Timestamp>, now: Timestamp) -> State {
    if decided.judgement == Some(Judgement::Rejected) {
        return State::Rejected;
    }
    match (cleared_at, decided.guided_at) {
        (Some(cleared), Some(guided)) if guided <= cleared => return State::Fixed,
        (Some(_), _) => return State::Gone,
        (None, _) => {}
    }
    if decided.covered_until.is_some_and(|until| now < until) {
        return State::Covered;
    }
    match (decided.guided_at, decided.judgement) {
        (Some(_), _) => State::Guided,
        (None, Some(_)) => State::Confirmed,
        (None, None) => State::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(ms: i64) -> Option<Timestamp> {
        Some(Timestamp::from_unix_ms(ms))
    }

    fn check(judgement: Option<Judgement>, guided: i64, covered: i64, cleared: i64, expected: State) {
        let some = |ms| at(ms).filter(|_| ms > 0);
        let decided = Decided {
            judgement,
            guided_at: some(guided),
            covered_until: some(covered),
        };
        let now = Timestamp::from_unix_ms(100);
        assert_eq!(
            state(decided, some(cleared), now),
            expected,
            "{decided:?} cleared {cleared}"
        );
    }

    #[test]
    fn the_state_follows_from_what_was_decided_and_seen() {
        use Judgement::{Confirmed, Rejected};
        check(None, 0, 0, 0, State::New);
        check(Some(Confirmed), 0, 0, 0, State::Confirmed);
        check(Some(Confirmed), 50, 0, 0, State::Guided);
        check(Some(Confirmed), 50, 0, 60, State::Fixed);
        check(Some(Confirmed), 50, 0, 40, State::Gone);
        check(None, 0, 0, 40, State::Gone);
        check(Some(Rejected), 0, 0, 0, State::Rejected);
        check(Some(Rejected), 50, 0, 60, State::Rejected);
    }

    #[test]
    fn an_exception_covers_until_it_ends_and_then_the_finding_is_back() {
        check(Some(Judgement::Confirmed), 0, 101, 0, State::Covered);
        check(Some(Judgement::Confirmed), 0, 100, 0, State::Confirmed);
        check(None, 0, 99, 0, State::New);
    }
}
