//! Departments under the names of their time.
//!
//! A row replaces every label of its code that begins on its first day or
//! later and overlaps it, and ends an earlier one on the day before. What is
//! not in the file stays as it is: a department is closed by its last day.

use rusqlite::{Connection, params};

use crate::ledger::{act::DepartmentLabel, fault::LedgerError};

/// What stands for "since ever".
pub(in crate::ledger) const EVER: &str = "0001-01-01";

/// What sorts after every day.
const NEVER: &str = "9999-12-31";

pub(super) fn imported(conn: &Connection, labels: &[DepartmentLabel]) -> Result<(), LedgerError> {
    labels.iter().try_for_each(|label| one(conn, label))
}

fn one(conn: &Connection, label: &DepartmentLabel) -> Result<(), LedgerError> {
    let code = label.code.as_str();
    let from = label
        .valid_from
        .map_or_else(|| EVER.to_owned(), |day| day.to_string());
    let until = label.valid_until.map(|day| day.to_string());
    conn.prepare_cached("DELETE FROM department WHERE code = ?1 AND valid_from >= ?2 AND valid_from <= ?3")?
        .execute(params![code, from, until.as_deref().unwrap_or(NEVER)])?;
    if let Some(day_before) = label.valid_from.and_then(|day| day.yesterday().ok()) {
        conn.prepare_cached(
            "UPDATE department SET valid_until = ?3
             WHERE code = ?1 AND valid_from < ?2 AND (valid_until IS NULL OR valid_until >= ?2)",
        )?
        .execute(params![code, from, day_before.to_string()])?;
    }
    conn.prepare_cached(
        "INSERT INTO department (code, valid_from, valid_until, name, short_name, parent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        code,
        from,
        until,
        label.name,
        label.short_name,
        label.parent.as_ref().map(|p| p.as_str())
    ])?;
    Ok(())
}
