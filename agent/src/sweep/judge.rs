//! Compares what was found in one file with what stood there.

use mimawari_proto::{
    finding::{ClearedReason, Confidence, Kind},
    id::FindingId,
    name::Name,
    round::{Said, UnreadReason},
};

use super::{Round, is_desktop};
use crate::{
    examine::{Examined, Hit, Unread},
    finding,
    outbox::{OutboxError, Seen, Standing, UnreadPart, look_of, place_of},
    sense::{desktop::RootPlace, walk::Sighting},
};

/// A finding less sure than this stays on the PC.
const LEAST: Confidence = Confidence::Medium;

impl Round<'_> {
    /// Judges an examined file; returns what is to be remembered of it, `None` to read it again next time.
    pub(super) fn judge(
        &mut self,
        place: &RootPlace,
        sighting: &Sighting,
        examined: &Examined,
    ) -> Result<Option<Seen>, OutboxError> {
        let path = place.kept(&sighting.path);
        let before = self.what.outbox.standing_in(&path)?;
        let (mut hits, in_grace) = self.hits(place, sighting, examined, &before);
        hits.retain(|hit| hit.confidence >= LEAST);
        for hit in &hits {
            self.stands(place, sighting, examined, hit, &before);
        }
        for old in &before {
            if !hits.iter().any(|hit| is_same(old, hit)) {
                self.missing(place, sighting, examined, old);
            }
        }
        self.count_unread(place, sighting, &examined.unread);
        self.keep_unread(&path, &examined.unread);
        let lasting = examined.unread.iter().all(|part| lasts(part.reason));
        Ok(lasting.then_some(Seen {
            stands: !hits.is_empty() || before.iter().any(|old| self.confirmed.contains(&old.finding.id)),
            unread: !examined.unread.is_empty(),
            in_grace,
        }))
    }

    /// A file that looks as before: confirms what stands in it and counts what is unread in it.
    ///
    /// Returns `false` when what was kept of it is lost, so that it is read again.
    pub(super) fn stands_as_before(
        &mut self,
        place: &RootPlace,
        sighting: &Sighting,
        seen: Seen,
    ) -> Result<bool, OutboxError> {
        let path = place.kept(&sighting.path);
        let path = path.as_ref();
        if seen.stands {
            let standing = self.what.outbox.ids_in(path)?;
            if standing.is_empty() {
                return Ok(false);
            }
            self.confirmed.extend(standing);
            if place.medium.is_some() {
                self.stands_in_this_stay(place, path)?;
            }
        }
        if seen.unread {
            let parts = self.what.outbox.unread_in(path)?;
            if parts.is_empty() {
                return Ok(false);
            }
            self.visited_unread.insert(look_of(&path.to_vec()));
            let parts: Vec<_> = parts.into_iter().map(part_again).collect();
            self.count_unread(place, sighting, &parts);
        }
        Ok(true)
    }

    /// Returns what was found, with the stray file where it is one, and whether grace still protects it.
    fn hits(
        &self,
        place: &RootPlace,
        sighting: &Sighting,
        examined: &Examined,
        before: &[Standing],
    ) -> (Vec<Hit>, bool) {
        let mut hits = examined.hits.clone();
        let stray = if is_desktop(place.root) && !sighting.hidden {
            self.what.eyes.stray(&sighting.name)
        } else {
            None
        };
        let Some(stray) = stray else {
            return (hits, false);
        };
        let stands = before.iter().any(|old| old.finding.kind == Kind::StrayFile);
        let in_grace = self.is_in_grace(sighting) && !stands;
        if !in_grace {
            hits.push(stray);
        }
        (hits, in_grace)
    }

    fn stands(
        &mut self,
        place: &RootPlace,
        sighting: &Sighting,
        examined: &Examined,
        hit: &Hit,
        before: &[Standing],
    ) {
        let old = before.iter().find(|old| is_same(old, hit));
        let now = (self.edge.now)();
        let id = old.map_or_else(|| FindingId::new(now, (self.edge.random)()), |old| old.finding.id);
        // An examination that repeats itself stands once.
        if !self.confirmed.insert(id) {
            return;
        }
        let finding = finding::seal(id, place, sighting, hit, examined.encrypted);
        let rule_set = self.what.eyes.rule_set().to_owned();
        let as_before = old.is_some_and(|old| old.finding == finding);
        if as_before && old.is_some_and(|old| old.rule_set == rule_set) {
            return;
        }
        let said_at = old.filter(|_| as_before).map_or(now, |old| old.said_at);
        if !as_before {
            self.say(Said::Found(finding.clone()));
        }
        self.batch.stands.push(Standing {
            root: place.kept(&place.path).into_owned(),
            path: place.kept(&sighting.path).into_owned(),
            rule_set,
            finding,
            said_at,
        });
    }

    /// What stood and was not found again: cleared when the look proves it, else it stands.
    fn missing(&mut self, place: &RootPlace, sighting: &Sighting, examined: &Examined, old: &Standing) {
        match self.verdict(sighting, examined, old) {
            Some(reason) if place.medium.is_some() => self.hold(old.finding.id, reason),
            Some(reason) => self.clear(old.finding.id, reason),
            None => {
                self.confirmed.insert(old.finding.id);
            }
        }
    }

    fn verdict(&self, sighting: &Sighting, examined: &Examined, old: &Standing) -> Option<ClearedReason> {
        let hidden_by = |part: &&Unread| old.finding.member.starts_with(&part.member);
        match examined.unread.iter().find(hidden_by).map(|part| part.reason) {
            Some(UnreadReason::Encrypted) => return Some(ClearedReason::Protected),
            Some(_) => return None,
            None if examined.encrypted => return Some(ClearedReason::Protected),
            None => {}
        }
        let same_bytes =
            old.finding.size_bytes == sighting.size_bytes && old.finding.modified_at == sighting.modified_at;
        if same_bytes && old.rule_set != self.what.eyes.rule_set() {
            Some(ClearedReason::RulesChanged)
        } else {
            Some(ClearedReason::Emptied)
        }
    }

    fn keep_unread(&mut self, path: &[u8], parts: &[Unread]) {
        if parts.is_empty() {
            // Rows of an earlier look are not in `visited_unread` and leave at the end of the root.
            return;
        }
        let path = path.to_vec();
        self.visited_unread.insert(look_of(&path));
        let parts = parts
            .iter()
            .map(|part| UnreadPart {
                reason: part.reason,
                member: part.member.clone(),
                format: part.format.clone(),
            })
            .collect();
        self.batch.unread.push((path, parts));
    }
}

/// The same kind in the same member of the same file is the same finding.
fn is_same(old: &Standing, hit: &Hit) -> bool {
    let (kind, member): (Kind, &[Name]) = place_of(&old.finding);
    kind == hit.kind && member == hit.member
}

/// Whether reading the same bytes again would end the same way.
///
/// A crash and a timeout have happened twice, the second time in a fresh child.
const fn lasts(reason: UnreadReason) -> bool {
    matches!(
        reason,
        UnreadReason::Encrypted
            | UnreadReason::Damaged
            | UnreadReason::TooLarge
            | UnreadReason::Stopped
            | UnreadReason::Timeout
            | UnreadReason::Crashed
            | UnreadReason::Unsupported
    )
}

fn part_again(part: UnreadPart) -> Unread {
    Unread {
        member: part.member,
        reason: part.reason,
        format: part.format,
        detail: String::new(),
    }
}
