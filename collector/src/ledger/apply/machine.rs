//! What is known of a machine.

use mimawari_proto::{machine::MachineFacts, round::Alive};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Parcel, Said};
use crate::ledger::{act::Certificate, chain::Link, chain::Stream, fault::LedgerError, sqlite::row};

/// Notes that a machine was heard; returns its department.
///
/// After an older backup was restored a machine may speak whose enrolment is
/// not here: it is taken down without a department, for all to see.
pub(super) fn heard(conn: &Connection, link: &Link) -> Result<Option<String>, LedgerError> {
    let department = conn
        .prepare_cached(
            "INSERT INTO machine (id, received_at_ms) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET received_at_ms = max(coalesce(received_at_ms, ?2), ?2)
             RETURNING department",
        )?
        .query_row(params![link.stream, link.received_at.as_unix_ms()], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(department.flatten())
}

pub(super) fn enrolled(
    conn: &Connection,
    id: &Stream,
    department: &str,
    zone: &str,
    at_ms: i64,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO machine (id, department, zone, enrolled_at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET department = ?2, zone = ?3, enrolled_at_ms = coalesce(enrolled_at_ms, ?4)",
    )?
    .execute(params![id, department, zone, at_ms])?;
    Ok(())
}

pub(super) fn described(conn: &Connection, id: &Stream, facts: &MachineFacts) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE machine SET host_name = ?2, host_name_raw = ?3, os = ?4, agent_version = ?5, installation = ?6
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        facts.host_name.shown,
        facts.host_name.raw,
        facts.os,
        facts.agent_version,
        facts.installation.as_bytes()
    ])?;
    Ok(())
}

pub(super) fn certified(
    conn: &Connection,
    id: &Stream,
    certificate: &Certificate,
) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE machine SET serial = ?2, key = ?3, not_after_ms = ?4 WHERE id = ?1")?
        .execute(params![
            id,
            certificate.serial,
            certificate.key,
            certificate.not_after.as_unix_ms()
        ])?;
    Ok(())
}

impl Parcel<'_> {
    pub(super) fn alive(&mut self, said: Said, alive: &Alive) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "UPDATE machine SET alive_said = ?2, waiting_parcels = ?3, agent_version = ?4
                 WHERE id = ?1 AND (alive_said IS NULL OR alive_said < ?2)",
            )?
            .execute(params![
                self.link.stream,
                said.0,
                row::stored(alive.waiting_parcels),
                alive.agent_version
            ])?;
        Ok(())
    }
}
