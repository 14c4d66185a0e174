//! How complete the evidence of one department is, and what is missing.

use mimawari_proto::{
    finding::Root,
    round::{MediaWatch, RootOutcome, RoundOutcome},
    time::Timestamp,
};
use serde::Serialize;

use super::{Machine, Policy, Round};

/// What the machines of a department let anyone say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Coverage {
    /// Machines that belong to it.
    pub machines: u64,
    /// Of these, heard within the window.
    pub reporting: u64,
    /// Of these, with a round within the window that covered everything it was to cover.
    pub complete: u64,
    /// Files that the last rounds could not read.
    pub unread: u64,
    /// When the oldest of the last rounds ended; `None` without any.
    #[serde(skip)]
    pub oldest_round: Option<Timestamp>,
    /// When the youngest of the last rounds ended.
    #[serde(skip)]
    pub newest_round: Option<Timestamp>,
}

impl Coverage {
    /// Tells whether "nothing found" means that nothing is there.
    pub const fn is_whole(&self) -> bool {
        self.machines > 0 && self.complete == self.machines && self.unread == 0
    }
}

/// Sums up what the machines let anyone say about everything they look at.
pub fn coverage(machines: &[Machine], policy: &Policy, now: Timestamp) -> Coverage {
    let all: Vec<_> = machines.iter().collect();
    covering(&all, &[], policy, now)
}

/// Sums up what the machines let anyone say; each of `needed` must be among the covered places.
pub(super) fn covering(machines: &[&Machine], needed: &[Root], policy: &Policy, now: Timestamp) -> Coverage {
    let mut sum = Coverage::default();
    for machine in machines {
        sum.machines += 1;
        sum.reporting += u64::from(is_reporting(machine, policy, now));
        if let Some(round) = &machine.round {
            sum.complete += u64::from(is_fresh(round.ended_at, policy, now) && covers(round, needed));
            sum.unread += round.unread;
            sum.oldest_round = Some(
                sum.oldest_round
                    .map_or(round.ended_at, |old| old.min(round.ended_at)),
            );
            sum.newest_round = sum.newest_round.max(Some(round.ended_at));
        }
    }
    sum
}

/// Tells whether anything of the machine arrived within the window.
pub fn is_reporting(machine: &Machine, policy: &Policy, now: Timestamp) -> bool {
    machine.heard_at.is_some_and(|at| is_fresh(at, policy, now))
}

/// Tells whether the machine's last round is within the window and covered all it was to cover.
pub fn is_complete(machine: &Machine, policy: &Policy, now: Timestamp) -> bool {
    machine
        .round
        .as_ref()
        .is_some_and(|round| is_fresh(round.ended_at, policy, now) && covers(round, &[]))
}

/// Counts the machines of which nobody says that media are watched there: their silence proves nothing.
pub(super) fn unwatched(machines: &[&Machine]) -> u64 {
    let unwatched = |machine: &&&Machine| machine.media_watch != Some(MediaWatch::Running);
    machines.iter().filter(unwatched).count() as u64
}

fn is_fresh(at: Timestamp, policy: &Policy, now: Timestamp) -> bool {
    now.since(at) <= policy.fresh
}

/// A place that is not there needs no covering; a place that was never on the list is unknown.
fn covers(round: &Round, needed: &[Root]) -> bool {
    let settled = |outcome: &RootOutcome| matches!(outcome, RootOutcome::Covered | RootOutcome::Absent);
    let all_settled = round.roots.iter().all(|(_, outcome)| settled(outcome));
    let was_looked_at = |root: &Root| round.roots.iter().any(|(listed, _)| listed == root);
    round.outcome == RoundOutcome::Complete
        && all_settled
        && !round.roots.is_empty()
        && needed.iter().all(was_looked_at)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use mimawari_proto::id::MachineId;

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_ms(1_900_000_000_000);

    fn hours_ago(hours: u64) -> Timestamp {
        NOW.minus(Duration::from_secs(hours * 3600))
    }

    type Ended = (u64, RoundOutcome, &'static [(Root, RootOutcome)]);

    fn machine(round: Option<Ended>, unread: u64) -> Machine {
        Machine {
            id: MachineId::new(NOW, [1; 10]),
            zone: "lgwan".parse().expect("a zone"),
            heard_at: round.map(|(hours, ..)| hours_ago(hours)),
            round: round.map(|(hours, outcome, roots)| Round {
                ended_at: hours_ago(hours),
                outcome,
                roots: roots.to_vec(),
                unread,
            }),
            media_watch: None,
        }
    }

    fn check(machines: &[Machine], expected: [u64; 4], whole: bool) {
        let seen = coverage(machines, &Policy::default(), NOW);
        assert_eq!(
            [seen.machines, seen.reporting, seen.complete, seen.unread],
            expected
        );
        assert_eq!(seen.is_whole(), whole);
    }

    #[test]
    fn only_a_fresh_complete_round_of_every_machine_is_whole() {
        const SEEN: &[(Root, RootOutcome)] = &[(Root::Desktop, RootOutcome::Covered)];
        const NONE_THERE: &[(Root, RootOutcome)] = &[(Root::Desktop, RootOutcome::Absent)];
        const REFUSED: &[(Root, RootOutcome)] = &[
            (Root::Desktop, RootOutcome::Covered),
            (Root::Desktop, RootOutcome::Denied),
        ];
        let good = || machine(Some((5, RoundOutcome::Complete, SEEN)), 0);
        check(&[], [0, 0, 0, 0], false);
        check(&[good()], [1, 1, 1, 0], true);
        check(
            &[machine(Some((5, RoundOutcome::Complete, NONE_THERE)), 0)],
            [1, 1, 1, 0],
            true,
        );
        check(&[good(), machine(None, 0)], [2, 1, 1, 0], false);
        check(
            &[machine(Some((73, RoundOutcome::Complete, SEEN)), 0)],
            [1, 0, 0, 0],
            false,
        );
        check(
            &[machine(Some((72, RoundOutcome::Complete, SEEN)), 0)],
            [1, 1, 1, 0],
            true,
        );
        check(
            &[machine(Some((5, RoundOutcome::Stopped, SEEN)), 0)],
            [1, 1, 0, 0],
            false,
        );
        check(
            &[machine(Some((5, RoundOutcome::Complete, REFUSED)), 0)],
            [1, 1, 0, 0],
            false,
        );
        check(
            &[machine(Some((5, RoundOutcome::Complete, &[])), 0)],
            [1, 1, 0, 0],
            false,
        );
        check(
            &[machine(Some((5, RoundOutcome::Complete, SEEN)), 2)],
            [1, 1, 1, 2],
            false,
        );
    }
}
