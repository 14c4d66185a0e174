//! Looks through a medium like a desktop: same eyes, own budget, over at once when it is pulled.
//!
//! It is no round: a pulled medium leaves the rounds of the PC whole. What is
//! found names the medium and stands until the same medium was looked through
//! again without it; the absence of a medium proves nothing. So nothing is
//! cleared before it is sure that the medium was there to the end.

use mimawari_proto::{
    finding::ClearedReason,
    id::FindingId,
    reading::MediaExamined,
    round::{RootOutcome, Said},
};

#[cfg(test)]
mod tests;

use super::{Edge, Round, Sweep, SweepFault};
use crate::{
    outbox::{OutboxError, Standing},
    sense::desktop::RootPlace,
};

/// Looks through the places of one medium; what it finds is in the outbox when it returns.
pub fn look_through(what: &Sweep<'_>, edge: &Edge<'_>) -> Result<MediaExamined, SweepFault> {
    Round::new(what, edge).look_through_medium()
}

impl Round<'_> {
    fn look_through_medium(mut self) -> Result<MediaExamined, SweepFault> {
        let mut examined = MediaExamined {
            complete: !self.what.roots.is_empty(),
            ..MediaExamined::default()
        };
        for place in &self.what.roots {
            let outcome = self.cover(place)?.outcome;
            self.flush()?;
            // What could not be entered may hold anything.
            examined.complete &= outcome == RootOutcome::Covered && self.blind.is_empty();
            let root = place.kept(&place.path);
            examined.standing += self.what.outbox.places_below(&root)?.len() as u64;
        }
        examined.read = self.tally.read + self.tally.unchanged;
        examined.unread = self.tally.unread_files;
        examined.ended_at = (self.edge.now)();
        Ok(examined)
    }

    /// Tells whether a place is still the one that was looked through; lets go of what was held back for that.
    pub(super) fn is_there(&mut self, place: &RootPlace) -> bool {
        let held = std::mem::take(&mut self.held);
        let is_there = place.medium.is_none() || (self.edge.there)(place);
        for (id, reason) in held {
            // Decided here, whichever way.
            self.confirmed.insert(id);
            if is_there {
                self.clear(id, reason);
            }
        }
        is_there
    }

    /// Holds back that a finding no longer stands.
    pub(super) fn hold(&mut self, id: FindingId, reason: ClearedReason) {
        self.held.push((id, reason));
    }

    /// Says again what stands in a file that looks as before: it was seen in this stay too.
    pub(super) fn stands_in_this_stay(&mut self, place: &RootPlace, path: &[u8]) -> Result<(), OutboxError> {
        let told = place.medium.as_ref().map(|medium| &medium.told);
        for mut standing in self.what.outbox.standing_in(path)? {
            if standing.finding.medium.as_ref() == told {
                continue;
            }
            standing.finding.medium = told.cloned();
            self.say(Said::Found(standing.finding.clone()));
            let said_at = (self.edge.now)();
            self.batch.stands.push(Standing { said_at, ..standing });
        }
        Ok(())
    }
}
