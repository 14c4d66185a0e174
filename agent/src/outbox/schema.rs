//! Opens the file: settings of the store, migrations, refusal of a newer or foreign file.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::OutboxError;

/// Every migration, oldest first; frozen once released.
const MIGRATIONS: &[&str] = &[include_str!("schema_1.sql")];

/// Marks the file as ours: "MMWo".
const APPLICATION_ID: i32 = 0x4d4d_576f;

/// The newest schema that this release knows.
pub(crate) const VERSION: usize = MIGRATIONS.len();

/// Opens for reading and writing, makes the file where there is none, and migrates it.
pub(super) fn open(path: &Path) -> Result<Connection, OutboxError> {
    let fresh = !path.exists();
    let mut connection = Connection::open(path)?;
    if fresh {
        connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL")?;
    }
    tune(&connection)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens for reading beside a running agent.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, OutboxError> {
    if !path.exists() {
        return Err(OutboxError::NotThere);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    tune(&connection)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    check(&connection, path)?;
    Ok(connection)
}

/// Reads the whole file and names the first damage.
pub(super) fn verify(connection: &Connection) -> Result<(), OutboxError> {
    let told: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    match told.as_str() {
        "ok" => Ok(()),
        _ => Err(OutboxError::Damaged { told }),
    }
}

/// Half a MiB of cache is enough for one row at a time, and keeps the idle agent small.
fn tune(connection: &Connection) -> Result<(), OutboxError> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection
        .execute_batch("PRAGMA cache_size = -512; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize, OutboxError> {
    let number: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

/// Returns the version of a file that this release can use.
fn check(connection: &Connection, path: &Path) -> Result<usize, OutboxError> {
    let ours: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let found = version(connection)?;
    if found > 0 && ours != APPLICATION_ID {
        return Err(OutboxError::Foreign {
            path: path.to_owned(),
        });
    }
    if found > VERSION {
        return Err(OutboxError::Newer {
            path: path.to_owned(),
            found,
            known: VERSION,
        });
    }
    Ok(found)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    if check(connection, path)? == VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in &MIGRATIONS[version(&transaction)?.min(VERSION)..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION as i64)?;
    transaction.commit()?;
    Ok(())
}
