//! Findings: found, altered, returned, cleared, judged.
//!
//! ```text
//!            Found                 Cleared, or a round that covered its place without it
//!   ·  ─────────────► open ─────────────────────────────────────────────► cleared
//!                      ▲                                                      │
//!                      └───────────── Found, or a round that names it ────────┘
//! ```
//!
//! What comes late (said before what the row shows) changes only `first_seen`.

use mimawari_proto::{finding::Finding, id::FindingId, time::Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Parcel, Said, particulars, stored};
use crate::ledger::{
    act::{By, Judgement},
    chain::Link,
    fault::LedgerError,
    sqlite::row,
};

pub(in crate::ledger) const FOUND: i32 = 1;
pub(in crate::ledger) const ALTERED: i32 = 2;
pub(in crate::ledger) const RETURNED: i32 = 3;
pub(in crate::ledger) const CLEARED: i32 = 4;
pub(in crate::ledger) const JUDGED: i32 = 5;

/// In `finding.cleared` and `change.detail`: cleared by a round, not by the agent's word.
pub(in crate::ledger) const RECONCILED: i32 = -1;

const REJECTED: i32 = 2;

/// What decides about a finding that is stored.
pub(super) struct Stored {
    pub(super) number: i64,
    department: Option<String>,
    kind: i32,
    confidence: i32,
    pub(super) root: i32,
    pub(super) open: bool,
    rejected: bool,
    pub(super) said: Said,
    /// When it was last said to stand.
    sighted: Said,
    first_seen_ms: i64,
}

/// The columns that [`Stored::read`] takes.
pub(super) const STORED: &str =
    "number, department, kind, confidence, root, state = 1, judgement IS 2, said, sighted, first_seen_ms";

impl Stored {
    pub(super) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            department: row.get(1)?,
            kind: row.get(2)?,
            confidence: row.get(3)?,
            root: row.get(4)?,
            open: row.get(5)?,
            rejected: row.get(6)?,
            said: Said(row.get(7)?),
            sighted: Said(row.get(8)?),
            first_seen_ms: row.get(9)?,
        })
    }

    fn counts(&self) -> bool {
        self.open && !self.rejected
    }
}

impl Parcel<'_> {
    pub(super) fn found(&mut self, said: Said, at: Timestamp, found: &Finding) -> Result<(), LedgerError> {
        match self.stored(found.id)? {
            None => return self.first(said, at, found),
            Some(before) if before.said < said => self.again(said, at, found, &before)?,
            Some(before) => {
                if before.sighted < said {
                    self.altered(said, found, &before)?;
                }
                return self.late(at, &before);
            }
        }
        self.overtaken(said, at, found)
    }

    fn stored(&self, id: FindingId) -> Result<Option<Stored>, LedgerError> {
        let sql = format!("SELECT {STORED} FROM finding WHERE machine = ?1 AND id = ?2");
        let mut stored = self.conn.prepare_cached(&sql)?;
        Ok(stored
            .query_row(params![self.link.stream, id.as_bytes()], Stored::read)
            .optional()?)
    }

    fn first(&mut self, said: Said, at: Timestamp, found: &Finding) -> Result<(), LedgerError> {
        particulars::insert(self.conn, self.link, self.department.as_deref(), said, at, found)?;
        let number = self.conn.last_insert_rowid();
        let department = self.department.as_deref();
        self.tally
            .add(department, found.kind.number(), found.confidence.number(), 1);
        self.note(number, at, FOUND, None)?;
        self.overtaken(said, at, found)?;
        self.cleared_early(found.id)
    }

    fn again(
        &mut self,
        said: Said,
        at: Timestamp,
        found: &Finding,
        before: &Stored,
    ) -> Result<(), LedgerError> {
        let altered = self.altered(said, found, before)?;
        self.late(at, before)?;
        let after = Stored {
            kind: found.kind.number(),
            confidence: found.confidence.number(),
            department: before.department.clone(),
            ..*before
        };
        self.stands(said, at, &after)?;
        match before.open && altered {
            true => self.note(before.number, at, ALTERED, None),
            false => Ok(()),
        }
    }

    /// Takes the particulars last said; tells whether a person would see a difference.
    fn altered(&mut self, said: Said, found: &Finding, before: &Stored) -> Result<bool, LedgerError> {
        let altered = particulars::differ(self.conn, before.number, found)?;
        particulars::write(self.conn, before.number, said, found)?;
        if before.counts() {
            self.count(before, before.kind, before.confidence, -1);
            self.count(before, found.kind.number(), found.confidence.number(), 1);
        }
        Ok(altered)
    }

    fn late(&self, at: Timestamp, before: &Stored) -> Result<(), LedgerError> {
        if at.as_unix_ms() < before.first_seen_ms {
            self.conn
                .prepare_cached("UPDATE finding SET first_seen_ms = ?2 WHERE number = ?1")?
                .execute(params![before.number, at.as_unix_ms()])?;
        }
        Ok(())
    }

    pub(super) fn cleared(
        &mut self,
        said: Said,
        at: Timestamp,
        id: FindingId,
        why: i32,
    ) -> Result<(), LedgerError> {
        match self.stored(id)? {
            Some(before) if before.said < said => self.close(said, at, &before, why),
            // A round said so first, and this says why.
            Some(before) if !before.open && before.sighted < said => self.explained(before.number, why),
            Some(_) => Ok(()),
            None => self.early(said, at, id, why),
        }
    }

    fn explained(&self, number: i64, why: i32) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached("UPDATE finding SET cleared = ?2 WHERE number = ?1 AND cleared = ?3")?
            .execute(params![number, why, RECONCILED])?;
        Ok(())
    }

    /// Ends a finding, or only moves its order when it has ended already.
    pub(super) fn close(
        &mut self,
        said: Said,
        at: Timestamp,
        before: &Stored,
        why: i32,
    ) -> Result<(), LedgerError> {
        if !before.open {
            return self.moved(said, before.number);
        }
        self.conn
            .prepare_cached(
                "UPDATE finding SET state = 2, cleared = ?2, changed_ms = ?3, said = ?4 WHERE number = ?1",
            )?
            .execute(params![
                before.number,
                why,
                self.link.received_at.as_unix_ms(),
                said.0
            ])?;
        if before.counts() {
            self.count(before, before.kind, before.confidence, -1);
        }
        self.note(before.number, at, CLEARED, Some(why))
    }

    /// Lets a finding stand by the word of a round.
    pub(super) fn stands(&mut self, said: Said, at: Timestamp, before: &Stored) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "UPDATE finding SET changed_ms = iif(state = 1, changed_ms, ?2), state = 1, cleared = NULL,
                     last_seen_ms = ?3, said = ?4, sighted = ?4 WHERE number = ?1",
            )?
            .execute(params![
                before.number,
                self.link.received_at.as_unix_ms(),
                at.as_unix_ms(),
                said.0
            ])?;
        if before.open {
            return Ok(());
        }
        if !before.rejected {
            self.count(before, before.kind, before.confidence, 1);
        }
        self.note(before.number, at, RETURNED, None)
    }

    fn moved(&self, said: Said, number: i64) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached("UPDATE finding SET said = ?2 WHERE number = ?1")?
            .execute(params![number, said.0])?;
        Ok(())
    }

    fn early(&self, said: Said, at: Timestamp, id: FindingId, why: i32) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO early (machine, id, said, reason, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (machine, id) DO UPDATE SET said = ?3, reason = ?4, at_ms = ?5 WHERE said < ?3",
            )?
            .execute(params![
                self.link.stream,
                id.as_bytes(),
                said.0,
                why,
                at.as_unix_ms()
            ])?;
        Ok(())
    }

    /// Clears a finding whose clearing came before it.
    fn cleared_early(&mut self, id: FindingId) -> Result<(), LedgerError> {
        let early = self
            .conn
            .prepare_cached("DELETE FROM early WHERE machine = ?1 AND id = ?2 RETURNING said, reason, at_ms")?
            .query_row(params![self.link.stream, id.as_bytes()], |row| {
                Ok((Said(row.get(0)?), row.get(1)?, row::time(row, 2)?))
            })
            .optional()?;
        match early {
            Some((said, why, at)) => self.cleared(said, at, id, why),
            None => Ok(()),
        }
    }

    fn count(&mut self, of: &Stored, kind: i32, confidence: i32, by: i64) {
        self.tally.add(of.department.as_deref(), kind, confidence, by);
    }

    fn note(&self, number: i64, at: Timestamp, what: i32, detail: Option<i32>) -> Result<(), LedgerError> {
        change(self.conn, self.link, number, at, what, detail, None)
    }

    /// Puts right what a newer round, or look at a medium, has decided already about something said before it.
    fn overtaken(&mut self, said: Said, at: Timestamp, found: &Finding) -> Result<(), LedgerError> {
        if let Some(on) = &found.medium {
            return match (self.read_since(said, at, on)?, self.stored(found.id)?) {
                (Some((newer, read_at)), Some(before)) if before.said == said => {
                    self.close(newer, read_at, &before, RECONCILED)
                }
                _ => Ok(()),
            };
        }
        let Some((round, newer, at)) = self.swept(found.root.number())? else {
            return Ok(());
        };
        if newer < said {
            return Ok(());
        }
        match self.stored(found.id)? {
            Some(before) if before.said != said => Ok(()),
            Some(before) if self.named_by(round, found.id)? => self.stands(newer, at, &before),
            Some(before) => self.close(newer, at, &before, RECONCILED),
            None => Ok(()),
        }
    }
}

/// Writes down what an auditor says of a finding.
pub(super) fn judged(
    conn: &Connection,
    link: &Link,
    by: &By,
    finding: u64,
    judgement: Judgement,
    reason: &str,
) -> Result<(), LedgerError> {
    let number = row::stored(finding);
    let sql = format!("SELECT {STORED}, machine FROM finding WHERE number = ?1");
    let before = conn
        .prepare_cached(&sql)?
        .query_row([number], |row| {
            Ok((Stored::read(row)?, row.get::<_, [u8; 16]>(10)?))
        })
        .optional()?;
    let Some((before, machine)) = before else {
        return Ok(());
    };
    let stored = match judgement {
        Judgement::Undecided => None,
        Judgement::Confirmed => Some(1),
        Judgement::Rejected => Some(REJECTED),
    };
    conn.prepare_cached("UPDATE finding SET judgement = ?2, judged_because = ?3 WHERE number = ?1")?
        .execute(params![number, stored, stored.map(|_| reason)])?;
    let counts = before.open && stored != Some(REJECTED);
    let mut tally = super::Tally::default();
    let by_one = i64::from(counts) - i64::from(before.counts());
    tally.add(
        before.department.as_deref(),
        before.kind,
        before.confidence,
        by_one,
    );
    tally.write(conn, &machine)?;
    let detail = Some(stored.unwrap_or(0));
    let who = Some((stored::json(by), reason));
    change(conn, link, number, link.received_at, JUDGED, detail, who)
}

fn change(
    conn: &Connection,
    link: &Link,
    number: i64,
    at: Timestamp,
    what: i32,
    detail: Option<i32>,
    who: Option<(String, &str)>,
) -> Result<(), LedgerError> {
    let (by, reason) = who.unzip();
    conn.prepare_cached(
        "INSERT INTO change (finding, n, at_ms, received_at_ms, what, detail, by, reason)
         VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM change WHERE finding = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        number,
        at.as_unix_ms(),
        link.received_at.as_unix_ms(),
        what,
        detail,
        by,
        reason
    ])?;
    Ok(())
}
