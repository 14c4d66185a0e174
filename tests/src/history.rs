//! Checks a history: everything acknowledged is in the evidence, exactly once.

use std::{collections::HashMap, path::Path};

use anyhow::{Result, ensure};
use mimawari_proto::{id::Epoch, parcel::Parcel};
use rusqlite::{Connection, OpenFlags};

/// What senders know: the parcels for which a receipt came.
#[derive(Clone, Default, Debug)]
pub struct History {
    acknowledged: Vec<(Epoch, u64, Vec<u8>)>,
}

impl History {
    /// Notes that a parcel was acknowledged.
    pub fn acknowledge(&mut self, parcel: &Parcel) {
        self.acknowledged
            .push((parcel.epoch, parcel.seq, parcel.events.clone()));
    }

    /// Joins what another sender knows.
    pub fn join(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
    }

    /// Tells how many receipts came.
    pub fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// Tells whether no receipt came at all.
    pub fn is_empty(&self) -> bool {
        self.acknowledged.is_empty()
    }

    /// Demands that each of them is in the ledger, byte for byte, exactly once.
    ///
    /// More than that may be there: a parcel can be stored and its receipt lost.
    pub fn holds_in(&self, ledger: &Path) -> Result<()> {
        let stored = stored(ledger)?;
        for (epoch, seq, events) in &self.acknowledged {
            let bodies = stored.get(&(*epoch, *seq)).map_or(&[][..], Vec::as_slice);
            ensure!(
                bodies.len() == 1,
                "parcel {seq} of {epoch} is stored {} times, not once",
                bodies.len()
            );
            ensure!(
                bodies[0] == *events,
                "parcel {seq} of {epoch} is stored with other events"
            );
        }
        let twice = stored.iter().filter(|(_, bodies)| bodies.len() > 1).count();
        ensure!(twice == 0, "{twice} parcels are stored more than once");
        Ok(())
    }
}

/// The bodies stored under each parcel's name: one each, when all is well.
pub type Stored = HashMap<(Epoch, u64), Vec<Vec<u8>>>;

/// Every parcel stored, by what names it; opens the file for reading only.
pub fn stored(ledger: &Path) -> Result<Stored> {
    let db = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut select = db.prepare("SELECT epoch, seq, body FROM entry WHERE stream <> zeroblob(16)")?;
    let mut rows = select.query([])?;
    let mut stored = Stored::new();
    while let Some(row) = rows.next()? {
        let epoch: Vec<u8> = row.get(0)?;
        let seq: i64 = row.get(1)?;
        if let (Ok(epoch), Ok(seq)) = (Epoch::from_slice(&epoch), u64::try_from(seq)) {
            stored.entry((epoch, seq)).or_default().push(row.get(2)?);
        }
    }
    Ok(stored)
}
