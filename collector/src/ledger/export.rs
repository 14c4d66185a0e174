//! Writes the evidence, and nothing else, into a file that can be verified anywhere.
//!
//! Accounts, logins and hashes of secrets stay at home.

use std::path::Path;

use rusqlite::Connection;

use super::{FILE, fault::LedgerError, sqlite::migrate, sqlite::place};

/// Copies entries, heads and signed roots of one moment into a new file; works beside a server.
pub fn export(dir: &Path, to: &Path) -> Result<(), LedgerError> {
    let from = dir.join(FILE);
    drop(place::to_read(&from)?);
    place::make_alone(to)?;
    let conn = Connection::open(to)?;
    let copied = copy(&conn, &from);
    if copied.is_err() {
        drop(conn);
        // Half an export is worse than none; the error that is told is the first one.
        drop(std::fs::remove_file(to));
    }
    copied
}

fn copy(conn: &Connection, from: &Path) -> Result<(), LedgerError> {
    conn.execute("ATTACH DATABASE ?1 AS home", [from.to_string_lossy()])?;
    let form: u32 = conn.pragma_query_value(Some("home"), "user_version", |row| row.get(0))?;
    if form as usize != migrate::STEPS.len() {
        return Err(LedgerError::Busy);
    }
    conn.execute_batch(
        "BEGIN;
         INSERT INTO main.entry SELECT * FROM home.entry ORDER BY place;
         INSERT INTO main.checkpoint SELECT * FROM home.checkpoint ORDER BY n;
         INSERT INTO main.head SELECT * FROM home.head ORDER BY stream;
         COMMIT;
         DETACH home;",
    )?;
    Ok(())
}
