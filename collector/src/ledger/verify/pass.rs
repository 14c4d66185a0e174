//! The one pass of `verify` over the file.

use std::collections::{BTreeMap, VecDeque};

use mimawari_proto::{id::MachineId, parcel::Digest};
use ring::signature::{ED25519, UnparsedPublicKey};
use rusqlite::{Connection, Row};

use super::{Damage, NAMED_LIMIT, Verified, Witness, Wrong};
use crate::ledger::{
    chain::{Link, OWN, Stream},
    checkpoint,
    fault::LedgerError,
    merkle::{self, Head},
    record::CheckpointRecord,
    sqlite::{read_delivery, row},
};

/// Entries between two words of progress.
const PROGRESS_ENTRIES: u64 = 4_096;

/// What the pass remembers.
#[derive(Default)]
pub(super) struct Pass {
    heads: BTreeMap<Stream, (u64, [u8; 32])>,
    place: u64,
    events: u64,
    checkpoints: u64,
    signed_entries: u64,
    damage: Vec<Damage>,
    further: u64,
}

/// One entry as stored: what is chained, and its chain.
struct Stored {
    link: Link,
    chain: [u8; 32],
}

impl Pass {
    pub(super) fn run(
        &mut self,
        conn: &Connection,
        witness: &Witness,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), LedgerError> {
        let mut signed = self.checkpoints(conn, witness)?;
        let total = conn.query_row("SELECT coalesce(max(place), 0) FROM entry", [], |row| {
            row::count(row, 0)
        })?;
        let mut entries = conn.prepare(
            "SELECT place, stream, n, received_at_ms, epoch, seq, previous, sealed_at_ms, events, digest, chain, body
             FROM entry ORDER BY place",
        )?;
        let mut entries = entries.query([])?;
        self.compare(&mut signed);
        while let Some(row) = entries.next()? {
            self.entry(row)?;
            self.compare(&mut signed);
            if self.place.is_multiple_of(PROGRESS_ENTRIES) {
                progress(self.place, total);
            }
        }
        progress(self.place, total);
        for cut in signed {
            self.wrong(Wrong::Truncated, |damage| {
                damage.place = Some(cut.entries);
                damage.checkpoint = Some(cut.n);
            });
        }
        self.compare_heads(conn)
    }

    /// Checks the signed roots among themselves; returns those to be met on the way.
    fn checkpoints(
        &mut self,
        conn: &Connection,
        witness: &Witness,
    ) -> Result<VecDeque<CheckpointRecord>, LedgerError> {
        let sql = format!("SELECT {} FROM checkpoint ORDER BY n", read_delivery::CHECKPOINT);
        let mut all = conn.prepare(&sql)?;
        let all = all.query_map([], read_delivery::checkpoint)?;
        let mut signed: VecDeque<CheckpointRecord> = VecDeque::new();
        for one in all {
            let one = one?;
            self.checkpoint(&one, signed.back(), witness);
            signed.push_back(one);
        }
        if witness
            .root
            .is_some_and(|root| signed.iter().all(|one| one.root != root))
        {
            self.wrong(Wrong::RootNotFound, |_| {});
        }
        Ok(signed)
    }

    fn checkpoint(&mut self, one: &CheckpointRecord, before: Option<&CheckpointRecord>, witness: &Witness) {
        let expected = before.map_or((1, Digest::NONE), |before| (before.n + 1, before.digest()));
        let shrinks = before.is_some_and(|before| before.entries > one.entries);
        if (one.n, one.previous) != expected || shrinks {
            self.wrong(Wrong::CheckpointOrder, |damage| damage.checkpoint = Some(one.n));
        }
        self.checkpoints += 1;
        if witness.keys.is_empty() {
            return;
        }
        let key = witness
            .keys
            .iter()
            .find(|key| checkpoint::key_digest(*key) == one.key);
        let good = |key: &[u8; 32]| {
            UnparsedPublicKey::new(&ED25519, key)
                .verify(&one.signed_bytes(), &one.signature)
                .is_ok()
        };
        match key.map(good) {
            None => self.wrong(Wrong::UnknownKey, |damage| damage.checkpoint = Some(one.n)),
            Some(false) => self.wrong(Wrong::BadSignature, |damage| damage.checkpoint = Some(one.n)),
            Some(true) => {}
        }
    }

    fn entry(&mut self, row: &Row<'_>) -> Result<(), LedgerError> {
        let place = row::count(row, 0)?;
        if place != self.place + 1 {
            let first = self.place + 1;
            self.wrong(Wrong::Missing, |damage| damage.place = Some(first));
        }
        self.place = place;
        match (stored(row), row.get_ref(11)?.as_blob_or_null()) {
            (Ok(stored), Ok(Some(body))) => self.link(&stored, body),
            // A value of another type or width than the ledger writes.
            _ => self.wrong(Wrong::Changed, |damage| damage.place = Some(place)),
        }
        Ok(())
    }

    fn link(&mut self, stored: &Stored, body: &[u8]) {
        let Stored { link, chain } = stored;
        let (n, before) = self.heads.get(&link.stream).copied().unwrap_or_default();
        if link.n != n + 1 {
            let what = if link.n > n {
                Wrong::Missing
            } else {
                Wrong::OutOfOrder
            };
            self.wrong(what, |damage| at(damage, link));
        } else if link.chain(body, &Digest(before)).0 != *chain {
            self.wrong(Wrong::Changed, |damage| at(damage, link));
        }
        self.events = self.events.saturating_add(link.events);
        // Goes on from what is stored: one change is one damage.
        self.heads.insert(link.stream, (link.n, *chain));
    }

    /// Compares the heads with every signed root that was made here.
    fn compare(&mut self, signed: &mut VecDeque<CheckpointRecord>) {
        while let Some(one) = signed.pop_front_if(|one| one.entries <= self.place) {
            let here = one.entries == self.place && one.streams == self.heads.len() as u64;
            if here && one.root == self.root() && one.events == self.events {
                self.signed_entries = one.entries;
            } else {
                self.wrong(Wrong::Rewritten, |damage| {
                    damage.checkpoint = Some(one.n);
                    damage.place = Some(one.entries);
                });
            }
        }
    }

    fn root(&self) -> Digest {
        let heads = self.heads.iter();
        merkle::root(heads.map(|(stream, (n, chain))| Head {
            stream: *stream,
            n: *n,
            chain: *chain,
        }))
    }

    /// Compares the newest entries with what the table of heads says: it shows a naive cut at the end.
    fn compare_heads(&mut self, conn: &Connection) -> Result<(), LedgerError> {
        let noted = checkpoint::heads(conn)?;
        for head in &noted {
            if self.heads.get(&head.stream) != Some(&(head.n, head.chain)) {
                self.head(&head.stream, head.n);
            }
        }
        if noted.len() < self.heads.len() {
            let noted: std::collections::HashSet<_> = noted.into_iter().map(|head| head.stream).collect();
            let lost: Vec<_> = self
                .heads
                .keys()
                .filter(|stream| !noted.contains(*stream))
                .copied()
                .collect();
            for stream in lost {
                self.head(&stream, 0);
            }
        }
        Ok(())
    }

    fn head(&mut self, stream: &Stream, n: u64) {
        self.wrong(Wrong::Head, |damage| {
            damage.machine = machine(stream);
            damage.n = Some(n);
        });
    }

    /// Notes that the file cannot be read beyond where the pass is.
    pub(super) fn unreadable(&mut self) {
        let place = self.place;
        self.wrong(Wrong::Unreadable, |damage| damage.place = Some(place));
    }

    fn wrong(&mut self, what: Wrong, place: impl FnOnce(&mut Damage)) {
        if self.damage.len() == NAMED_LIMIT {
            self.further += 1;
            return;
        }
        let mut damage = Damage {
            what,
            place: None,
            machine: None,
            n: None,
            seq: None,
            checkpoint: None,
        };
        place(&mut damage);
        self.damage.push(damage);
    }

    pub(super) fn end(self) -> Verified {
        Verified {
            machines: self.heads.keys().filter(|stream| **stream != OWN).count() as u64,
            entries: self.place,
            events: self.events,
            head: self.root(),
            checkpoints: self.checkpoints,
            signed_entries: self.signed_entries,
            damage: self.damage,
            further: self.further,
        }
    }
}

fn at(damage: &mut Damage, link: &Link) {
    damage.place = Some(link.place);
    damage.machine = machine(&link.stream);
    damage.n = Some(link.n);
    damage.seq = Some(link.seq);
}

fn machine(stream: &Stream) -> Option<MachineId> {
    match *stream == OWN {
        true => None,
        false => MachineId::from_slice(stream).ok(),
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        link: link(row)?,
        chain: row.get(10)?,
    })
}

/// Reads everything about an entry but its chain and body.
pub(in crate::ledger) fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        place: row::count(row, 0)?,
        stream: row.get(1)?,
        n: row::count(row, 2)?,
        received_at: row::time(row, 3)?,
        epoch: row.get(4)?,
        seq: row::count(row, 5)?,
        previous: row::digest(row, 6)?,
        sealed_at: row::time(row, 7)?,
        events: row::count(row, 8)?,
        digest: row::digest(row, 9)?,
    })
}
