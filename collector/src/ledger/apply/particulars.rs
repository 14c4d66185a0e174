//! What an agent says of a finding, as columns.

use mimawari_proto::{finding::Finding, time::Timestamp};
use rusqlite::{Connection, params};

use super::{Said, stored};
use crate::ledger::{chain::Link, fault::LedgerError, sqlite::row};

/// Adds a finding that stands.
pub(super) fn insert(
    conn: &Connection,
    link: &Link,
    department: Option<&str>,
    said: Said,
    at: Timestamp,
    found: &Finding,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO finding (machine, id, department, kind, rule, confidence, severity, root, path, path_raw,
             member, count, places, shape, encrypted, size_bytes, modified_at_ms, owner, owner_raw,
             state, first_seen_ms, last_seen_ms, first_received_ms, changed_ms, said, sighted, medium)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
             1, ?20, ?20, ?21, ?21, ?22, ?22, ?23)",
    )?
    .execute(params![
        link.stream,
        found.id.as_bytes(),
        department,
        found.kind.number(),
        found.rule,
        found.confidence.number(),
        found.severity.number(),
        found.root.number(),
        found.path.shown,
        found.path.raw,
        stored::json(&found.member),
        found.count.number(),
        stored::write_places(&found.places),
        found.shape.as_ref().map(stored::write_shape),
        found.encrypted,
        row::stored(found.size_bytes),
        found.modified_at.as_unix_ms(),
        found.owner.shown,
        found.owner.raw,
        at.as_unix_ms(),
        link.received_at.as_unix_ms(),
        said.0,
        found.medium.as_ref().map(stored::json)
    ])?;
    Ok(())
}

/// Tells whether a person would see a difference; size and time of the file and the stay of a medium do not count.
pub(super) fn differ(conn: &Connection, number: i64, found: &Finding) -> Result<bool, LedgerError> {
    let same = conn
        .prepare_cached(
            "SELECT 1 FROM finding WHERE number = ?1 AND kind = ?2 AND rule = ?3 AND confidence = ?4
             AND severity = ?5 AND root = ?6 AND path = ?7 AND path_raw IS ?8 AND member = ?9 AND count = ?10
             AND places = ?11 AND shape IS ?12 AND encrypted = ?13 AND owner = ?14 AND owner_raw IS ?15",
        )?
        .exists(params![
            number,
            found.kind.number(),
            found.rule,
            found.confidence.number(),
            found.severity.number(),
            found.root.number(),
            found.path.shown,
            found.path.raw,
            stored::json(&found.member),
            found.count.number(),
            stored::write_places(&found.places),
            found.shape.as_ref().map(stored::write_shape),
            found.encrypted,
            found.owner.shown,
            found.owner.raw
        ])?;
    Ok(!same)
}

/// Writes what was said over what was said before.
pub(super) fn write(conn: &Connection, number: i64, said: Said, found: &Finding) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE finding SET kind = ?2, rule = ?3, confidence = ?4, severity = ?5, root = ?6, path = ?7,
             path_raw = ?8, member = ?9, count = ?10, places = ?11, shape = ?12, encrypted = ?13,
             owner = ?14, owner_raw = ?15, size_bytes = ?16, modified_at_ms = ?17, sighted = ?18, medium = ?19
         WHERE number = ?1",
    )?
    .execute(params![
        number,
        found.kind.number(),
        found.rule,
        found.confidence.number(),
        found.severity.number(),
        found.root.number(),
        found.path.shown,
        found.path.raw,
        stored::json(&found.member),
        found.count.number(),
        stored::write_places(&found.places),
        found.shape.as_ref().map(stored::write_shape),
        found.encrypted,
        found.owner.shown,
        found.owner.raw,
        row::stored(found.size_bytes),
        found.modified_at.as_unix_ms(),
        said.0,
        found.medium.as_ref().map(stored::json)
    ])?;
    Ok(())
}
