//! Opens the file: to make it, to write it, to read it.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::migrate;
use crate::ledger::fault::LedgerError;

/// How long a writer waits for another process that writes.
const BUSY_LIMIT: Duration = Duration::from_secs(5);

/// Pages after which the log is written back into the file: 64 MiB.
///
/// With 1,000 pages (the default) inserts ran at 100,000 rows/s, with 16,000 at 117,000.
const AUTOCHECKPOINT_PAGES: u32 = 16_000;

/// Pages kept in memory by the writer, in KiB (negative by SQLite's convention).
const WRITER_CACHE_KIB: i32 = -65_536;

/// Files up to this size are checked whole when they are opened to write: about a second.
const CHECKED_AT_OPEN_BYTES: u64 = 256 << 20;

/// A commit survives a power cut: with NORMAL 2,056 of 68,930 acknowledged rows were lost in eight cuts, with
/// FULL none of 1,051. The unit tests make hundreds of ledgers and cut no power; `tests/e2e` does.
const SYNCHRONOUS: &str = if cfg!(test) { "OFF" } else { "FULL" };

/// Statements kept compiled.
const STATEMENTS: usize = 128;

/// Makes the file; it must not be there.
pub(in crate::ledger) fn make(path: &Path) -> Result<(), LedgerError> {
    if path.exists() {
        return Err(LedgerError::Exists {
            path: path.to_owned(),
        });
    }
    let mut conn = Connection::open(path).map_err(|e| named(path, e.into()))?;
    set_up(&conn)?;
    migrate::migrate(&mut conn, path)
}

/// Makes the file without a log beside it, for a copy that is carried away; an empty file may be there,
/// so that its rights can be set first.
pub(in crate::ledger) fn make_alone(path: &Path) -> Result<(), LedgerError> {
    if std::fs::metadata(path).is_ok_and(|found| found.len() > 0 || !found.is_file()) {
        return Err(LedgerError::Exists {
            path: path.to_owned(),
        });
    }
    let mut conn = Connection::open(path).map_err(|e| named(path, e.into()))?;
    migrate::migrate(&mut conn, path)
}

/// Opens the file to write and brings it to the newest form.
pub(in crate::ledger) fn to_write(path: &Path) -> Result<Connection, LedgerError> {
    present(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).map_err(LedgerError::from);
    let mut conn = opened.map_err(|e| named(path, e))?;
    prepare_to_write(&mut conn, path).map_err(|e| named(path, e))?;
    Ok(conn)
}

fn prepare_to_write(conn: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    set_up(conn)?;
    if migrate::form(conn, path)? == 0 {
        return Err(LedgerError::Absent {
            path: path.to_owned(),
        });
    }
    migrate::migrate(conn, path)
}

/// Looks whether a file of moderate size is whole; a large one is left to `Ledger::inspect`.
pub(in crate::ledger) fn check_at_open(path: &Path) -> Result<(), LedgerError> {
    if std::fs::metadata(path).map_or(0, |m| m.len()) > CHECKED_AT_OPEN_BYTES {
        return Ok(());
    }
    let conn = to_read(path)?;
    check(&conn, path).map_err(|e| named(path, e))
}

fn set_up(conn: &Connection) -> Result<(), LedgerError> {
    conn.busy_timeout(BUSY_LIMIT)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", SYNCHRONOUS)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "wal_autocheckpoint", AUTOCHECKPOINT_PAGES)?;
    conn.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Opens the file for questions.
pub(in crate::ledger) fn to_read(path: &Path) -> Result<Connection, LedgerError> {
    present(path)?;
    // Not SQLITE_OPEN_READ_ONLY: after a crash the log must be recovered first.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).map_err(LedgerError::from);
    let conn = opened.map_err(|e| named(path, e))?;
    prepare_to_read(&conn, path).map_err(|e| named(path, e))?;
    Ok(conn)
}

/// Opens the file without any chance to change it: for `verify`, also on a read-only medium.
pub(in crate::ledger) fn to_verify(path: &Path) -> Result<Connection, LedgerError> {
    present(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = |name: &std::ffi::OsStr, flags| -> Result<Connection, LedgerError> {
        let conn = Connection::open_with_flags(name, flags)?;
        prepare_to_read(&conn, path)?;
        Ok(conn)
    };
    let opened = match open(path.as_os_str(), flags) {
        // Where nothing may be written beside the file, it cannot change either.
        Err(LedgerError::Store(error)) if is_closed_to_writing(&error) => {
            open(&unchanging(path), flags | OpenFlags::SQLITE_OPEN_URI)
        }
        other => other,
    };
    opened.map_err(|e| named(path, e))
}

fn is_closed_to_writing(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
    matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly))
}

/// Returns the URI that opens a file which nobody changes.
fn unchanging(path: &Path) -> std::ffi::OsString {
    let mut uri = std::ffi::OsString::from("file:");
    let escaped = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    uri.push(escaped);
    uri.push("?immutable=1");
    uri
}

fn prepare_to_read(conn: &Connection, path: &Path) -> Result<(), LedgerError> {
    conn.busy_timeout(BUSY_LIMIT)?;
    conn.pragma_update(None, "query_only", true)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    match migrate::form(conn, path)? {
        0 => Err(LedgerError::Absent {
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn present(path: &Path) -> Result<(), LedgerError> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => Err(LedgerError::Damaged {
            path: path.to_owned(),
            what: "it is not a file".to_owned(),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(LedgerError::Absent {
            path: path.to_owned(),
        }),
        Err(error) => Err(LedgerError::io("open", path, error)),
    }
}

/// Looks whether the file is whole, and names the table that is not.
pub(in crate::ledger) fn check(conn: &Connection, path: &Path) -> Result<(), LedgerError> {
    let said: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        return Ok(());
    }
    let path = path.to_owned();
    let what = match damaged_table(conn, &said) {
        Some(table) => format!("table {table}: {said}"),
        None => said,
    };
    Err(LedgerError::Damaged { path, what })
}

/// Finds the table of `Tree 7 page 123: …`.
fn damaged_table(conn: &Connection, said: &str) -> Option<String> {
    let tree: u32 = said.split_once("Tree ")?.1.split(' ').next()?.parse().ok()?;
    let sql = "SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?1";
    conn.query_row(sql, [tree], |row| row.get(0)).optional().ok()?
}

/// Puts the path of the file into an error that came without.
fn named(path: &Path, error: LedgerError) -> LedgerError {
    match error {
        LedgerError::Damaged { what, .. } => LedgerError::Damaged {
            path: path.to_owned(),
            what,
        },
        other => other,
    }
}
