//! Rounds: their beginning, what stands according to them, their end.
//!
//! These three may come in any order and in several parcels. A round is
//! settled (`settle.rs`) once its end and all ids that its end announces are here.

use mimawari_proto::{
    id::{FindingId, RoundId},
    round::{MediaWatch, RoundEnded, RoundOutcome, RoundStarted, UnreadFile},
    time::Timestamp,
};
use rusqlite::{OptionalExtension as _, params};

use super::{Parcel, Said, stored};
use crate::ledger::{fault::LedgerError, sqlite::row};

/// Most files of one reason in one round that are counted: sums stay far from the end of an i64.
const FILES_LIMIT: u64 = 1 << 40;

impl Parcel<'_> {
    pub(super) fn round_started(
        &mut self,
        _at: Timestamp,
        started: &RoundStarted,
    ) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO round (machine, id, reason, policy_version, rule_set) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (machine, id) DO UPDATE SET reason = ?3, policy_version = ?4, rule_set = ?5",
            )?
            .execute(params![
                self.link.stream,
                started.round.as_bytes(),
                started.reason.number(),
                row::stored(started.policy_version),
                started.rule_set
            ])?;
        Ok(())
    }

    pub(super) fn round_standing(
        &mut self,
        said: Said,
        round: RoundId,
        ids: &[FindingId],
    ) -> Result<(), LedgerError> {
        let bytes: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        self.conn
            .prepare_cached("INSERT INTO standing (machine, round, said, ids) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.link.stream, round.as_bytes(), said.0, bytes])?;
        self.conn
            .prepare_cached(
                "INSERT INTO round (machine, id, standing_received) VALUES (?1, ?2, ?3)
                 ON CONFLICT (machine, id) DO UPDATE SET standing_received = standing_received + ?3",
            )?
            .execute(params![
                self.link.stream,
                round.as_bytes(),
                row::stored(ids.len() as u64)
            ])?;
        self.settle_when_whole(round)
    }

    pub(super) fn round_ended(
        &mut self,
        said: Said,
        at: Timestamp,
        ended: &RoundEnded,
    ) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO round (machine, id, said, started_at_ms, ended_at_ms, received_at_ms, outcome, roots,
                     files, bytes, read, unchanged, skipped, unread, standing, media_watch)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (machine, id) DO UPDATE SET said = ?3, started_at_ms = ?4, ended_at_ms = ?5,
                     received_at_ms = ?6, outcome = ?7, roots = ?8, files = ?9, bytes = ?10, read = ?11,
                     unchanged = ?12, skipped = ?13, unread = ?14, standing = ?15,
                     media_watch = ?16
                 WHERE said IS NULL",
            )?
            .execute(params![
                self.link.stream,
                ended.round.as_bytes(),
                said.0,
                ended.started_at.as_unix_ms(),
                at.as_unix_ms(),
                self.link.received_at.as_unix_ms(),
                ended.outcome.number(),
                stored::write_roots(&ended.roots),
                row::stored(ended.files),
                row::stored(ended.bytes),
                row::stored(ended.read),
                row::stored(ended.unchanged),
                row::stored(ended.skipped),
                stored::write_unread(&ended.unread),
                row::stored(ended.standing),
                ended.media_watch.map(MediaWatch::number)
            ])?;
        self.newest(said, ended)?;
        self.settle_when_whole(ended.round)
    }

    /// Lets the machine point to this round when none that it made later has ended.
    fn newest(&mut self, said: Said, ended: &RoundEnded) -> Result<(), LedgerError> {
        let machine = self.link.stream;
        if ended.outcome == RoundOutcome::Complete {
            self.conn
                .prepare_cached(
                    "UPDATE machine SET complete_at_ms = max(coalesce(complete_at_ms, ?2), ?2) WHERE id = ?1",
                )?
                .execute(params![machine, self.link.received_at.as_unix_ms()])?;
        }
        let newest = self
            .conn
            .prepare_cached(
                "UPDATE machine SET round = ?2, round_said = ?3
                 WHERE id = ?1 AND (round_said IS NULL OR round_said < ?3) RETURNING 1",
            )?
            .query_row(params![machine, ended.round.as_bytes(), said.0], |_| Ok(()))
            .optional()?;
        match newest {
            Some(()) => self.unread(ended),
            None => Ok(()),
        }
    }

    fn unread(&mut self, ended: &RoundEnded) -> Result<(), LedgerError> {
        let machine = self.link.stream;
        self.conn
            .prepare_cached("DELETE FROM unread WHERE machine = ?1")?
            .execute([machine])?;
        self.conn
            .prepare_cached("DELETE FROM unread_file WHERE machine = ?1")?
            .execute([machine])?;
        let mut count = self.conn.prepare_cached(
            "INSERT INTO unread (machine, reason, files) VALUES (?1, ?2, ?3)
             ON CONFLICT (machine, reason) DO UPDATE SET files = min(files + ?3, ?4)",
        )?;
        for (reason, files) in &ended.unread {
            let files = row::stored((*files).min(FILES_LIMIT));
            count.execute(params![machine, reason.number(), files, row::stored(FILES_LIMIT)])?;
        }
        (1..)
            .zip(&ended.unread_files)
            .try_for_each(|(n, file)| self.unread_file(n, file))
    }

    fn unread_file(&self, n: i64, file: &UnreadFile) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO unread_file (machine, n, reason, path, path_raw, member, format, owner, owner_raw)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                self.link.stream,
                n,
                file.reason.number(),
                file.path.shown,
                file.path.raw,
                stored::json(&file.member),
                file.format,
                file.owner.shown,
                file.owner.raw
            ])?;
        Ok(())
    }
}
