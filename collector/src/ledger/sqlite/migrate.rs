//! Brings a file to the form of this release: numbered steps, each frozen once released.
//!
//! `user_version` holds the form. All steps that a file lacks run in one
//! transaction: after a crash it has the old form or the new one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::ledger::fault::LedgerError;

/// Every step; the first makes form 1 from nothing.
pub(in crate::ledger) const STEPS: &[&str] = &[include_str!("schema/0001.sql")];

/// Marks a file as a ledger: "MWLG".
const APPLICATION_ID: i32 = 0x4d57_4c47;

/// Returns the form of a file, or refuses what is no ledger or of a newer release.
pub(super) fn form(conn: &Connection, path: &Path) -> Result<u32, LedgerError> {
    let known = STEPS.len() as u32;
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found > known {
        let path = path.to_owned();
        return Err(LedgerError::Newer { path, found, known });
    }
    if found > 0 && application != APPLICATION_ID {
        return Err(LedgerError::Damaged {
            path: path.to_owned(),
            what: "it is a database of another program".to_owned(),
        });
    }
    Ok(found)
}

/// Brings the file to the newest form.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let behind = form(conn, path)? as usize;
    if behind == STEPS.len() {
        return Ok(());
    }
    let step = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for sql in &STEPS[behind..] {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION_ID)?;
    step.pragma_update(None, "user_version", STEPS.len() as u32)?;
    Ok(step.commit()?)
}
