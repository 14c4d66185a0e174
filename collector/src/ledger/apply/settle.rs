//! Puts the state of findings right from what a round says.
//!
//! * What a round names stands, whatever was lost before.
//! * What it does not name and lies in a sort of place of which the round
//!   covered every instance no longer stands ("reconciled").
//! * What lies where the round could not look stays as it is: silence is not
//!   cleanliness.
//!
//! The list of the newest round that covered a sort of place is kept: what
//! was said before that round and comes after it is judged by it too, so the
//! end is the same in whatever order parcels come.

use std::collections::{BTreeMap, HashSet};

use mimawari_proto::{
    id::{FindingId, RoundId},
    round::{RootCovered, RootOutcome},
    time::Timestamp,
};
use rusqlite::{OptionalExtension as _, params};

use super::{
    Parcel, Said,
    finding::{RECONCILED, STORED, Stored},
    stored,
};
use crate::ledger::{fault::LedgerError, sqlite::row};

type Id = [u8; 16];

struct Whole {
    round: RoundId,
    said: Said,
    at: Timestamp,
    roots: Vec<RootCovered>,
}

impl Parcel<'_> {
    /// Settles a round when its end and every announced id are here.
    pub(super) fn settle_when_whole(&mut self, round: RoundId) -> Result<(), LedgerError> {
        let whole = self
            .conn
            .prepare_cached(
                "SELECT said, ended_at_ms, roots FROM round WHERE machine = ?1 AND id = ?2
                 AND said IS NOT NULL AND settled = 0 AND standing_received >= standing",
            )?
            .query_row(params![self.link.stream, round.as_bytes()], |row| {
                Ok(Whole {
                    round,
                    said: Said(row.get(0)?),
                    at: row::time(row, 1)?,
                    roots: row::parsed::<String, _, _>(row, 2, stored::roots)?,
                })
            })
            .optional()?;
        whole.map_or(Ok(()), |whole| self.settle(&whole))
    }

    fn settle(&mut self, whole: &Whole) -> Result<(), LedgerError> {
        let named = self.named(whole.round)?;
        let covered = covered(&whole.roots);
        let mut seen = HashSet::new();
        for (id, before) in self.all_findings()? {
            let stands = named.contains(&id);
            if stands {
                seen.insert(id);
            }
            match (before.said < whole.said, stands) {
                (true, true) => self.stands(whole.said, whole.at, &before)?,
                (true, false) if before.open && covered.contains(&before.root) => {
                    self.close(whole.said, whole.at, &before, RECONCILED)?;
                }
                _ => {}
            }
        }
        let unknown = named.len().saturating_sub(seen.len()) as u64;
        self.conn
            .prepare_cached("UPDATE round SET settled = 1, unknown = ?3 WHERE machine = ?1 AND id = ?2")?
            .execute(params![
                self.link.stream,
                whole.round.as_bytes(),
                row::stored(unknown)
            ])?;
        self.sweep(whole, &covered)
    }

    fn all_findings(&self) -> Result<Vec<(Id, Stored)>, LedgerError> {
        let sql = format!("SELECT {STORED}, id FROM finding WHERE machine = ?1");
        let mut all = self.conn.prepare_cached(&sql)?;
        let rows = all.query_map([self.link.stream], |row| Ok((row.get(10)?, Stored::read(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the ids that a round names.
    fn named(&self, round: RoundId) -> Result<HashSet<Id>, LedgerError> {
        let mut lists = self
            .conn
            .prepare_cached("SELECT ids FROM standing WHERE machine = ?1 AND round = ?2")?;
        let lists = lists.query_map(params![self.link.stream, round.as_bytes()], |row| {
            row.get::<_, Vec<u8>>(0)
        })?;
        let mut named = HashSet::new();
        for ids in lists {
            named.extend(ids?.as_chunks::<16>().0);
        }
        Ok(named)
    }

    /// Tells whether a round names a finding.
    pub(super) fn named_by(&self, round: RoundId, id: FindingId) -> Result<bool, LedgerError> {
        Ok(self.named(round)?.contains(id.as_bytes()))
    }

    /// Returns the newest settled round that covered a sort of place.
    pub(super) fn swept(&self, root: i32) -> Result<Option<(RoundId, Said, Timestamp)>, LedgerError> {
        let swept = self
            .conn
            .prepare_cached("SELECT round, said, at_ms FROM swept WHERE machine = ?1 AND root = ?2")?
            .query_row(params![self.link.stream, root], |row| {
                let round = row::parsed::<Vec<u8>, _, _>(row, 0, RoundId::from_slice)?;
                Ok((round, Said(row.get(1)?), row::time(row, 2)?))
            })
            .optional()?;
        Ok(swept)
    }

    fn sweep(&self, whole: &Whole, covered: &HashSet<i32>) -> Result<(), LedgerError> {
        let mut newest = self.conn.prepare_cached(
            "INSERT INTO swept (machine, root, round, said, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (machine, root) DO UPDATE SET round = ?3, said = ?4, at_ms = ?5 WHERE said < ?4",
        )?;
        let sorted: std::collections::BTreeSet<_> = covered.iter().collect();
        for root in sorted {
            newest.execute(params![
                self.link.stream,
                root,
                whole.round.as_bytes(),
                whole.said.0,
                whole.at.as_unix_ms()
            ])?;
        }
        self.forget_lists()
    }

    /// Forgets the lists of settled rounds that no sort of place points to any more.
    fn forget_lists(&self) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "DELETE FROM standing WHERE machine = ?1
                 AND round IN (SELECT id FROM round WHERE machine = ?1 AND settled = 1
                               AND id IN (SELECT round FROM standing WHERE machine = ?1))
                 AND round NOT IN (SELECT round FROM swept WHERE machine = ?1)",
            )?
            .execute([self.link.stream])?;
        Ok(())
    }
}

/// Returns the sorts of place of which a round covered every instance that there is.
fn covered(roots: &[RootCovered]) -> HashSet<i32> {
    let mut whole = BTreeMap::new();
    for root in roots {
        let looked = matches!(root.outcome, RootOutcome::Covered | RootOutcome::Absent);
        *whole.entry(root.root.number()).or_insert(true) &= looked;
    }
    whole
        .into_iter()
        .filter_map(|(root, all)| all.then_some(root))
        .collect()
}
