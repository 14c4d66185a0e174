//! Counts what stands, by department, kind and sureness, and by machine.
//!
//! The overview reads these few rows instead of a million findings. Changes
//! are gathered over a parcel and written once.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::ledger::{chain::Stream, fault::LedgerError};

/// Changes to the counts.
#[derive(Default)]
pub(super) struct Tally {
    counts: BTreeMap<(String, i32, i32), i64>,
    machine: i64,
}

impl Tally {
    /// Counts one finding up (`1`) or down (`-1`).
    pub(super) fn add(&mut self, department: Option<&str>, kind: i32, confidence: i32, by: i64) {
        let key = (department.unwrap_or_default().to_owned(), kind, confidence);
        *self.counts.entry(key).or_default() += by;
        self.machine += by;
    }

    /// Writes the changes.
    pub(super) fn write(self, conn: &Connection, machine: &Stream) -> Result<(), LedgerError> {
        let mut count = conn.prepare_cached(
            "INSERT INTO tally (department, kind, confidence, open) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (department, kind, confidence) DO UPDATE SET open = open + ?4",
        )?;
        for ((department, kind, confidence), by) in self.counts {
            if by != 0 {
                count.execute(params![department, kind, confidence, by])?;
            }
        }
        if self.machine != 0 {
            conn.prepare_cached("UPDATE machine SET open = open + ?2 WHERE id = ?1")?
                .execute(params![machine, self.machine])?;
        }
        Ok(())
    }
}
