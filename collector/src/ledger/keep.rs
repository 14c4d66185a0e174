//! Writes what is kept beside the evidence.

use rusqlite::{Connection, params};

use super::{
    fault::LedgerError,
    record::{Contact, Keep, SessionRecord, UserRecord},
    sqlite::row,
};

pub(super) fn keep(conn: &Connection, keep: Keep) -> Result<(), LedgerError> {
    match keep {
        Keep::User(user) => write_user(conn, &user),
        Keep::UserGone(user) => run(conn, "DELETE FROM user WHERE id = ?1", [user.as_bytes()]),
        Keep::Session(session) => write_session(conn, &session),
        Keep::SessionGone(digest) => run(conn, "DELETE FROM session WHERE digest = ?1", [digest]),
        Keep::SessionsGone(user) => run(conn, "DELETE FROM session WHERE user = ?1", [user.as_bytes()]),
        Keep::SessionsPast(at) => run(conn, "DELETE FROM session WHERE until_ms < ?1", [at.as_unix_ms()]),
        Keep::TokenSecret { token, digest } => {
            let sql = "INSERT INTO token_secret (token, digest) VALUES (?1, ?2)
                       ON CONFLICT (token) DO UPDATE SET digest = ?2";
            run(conn, sql, params![token.as_bytes(), digest])
        }
        Keep::Contact(contact) => write_contact(conn, &contact),
    }
}

fn run(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<(), LedgerError> {
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn write_user(conn: &Connection, user: &UserRecord) -> Result<(), LedgerError> {
    let sql = "INSERT INTO user (id, name, display_name, password, role, department, made_at_ms, closed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               ON CONFLICT (id) DO UPDATE SET name = ?2, display_name = ?3, password = ?4, role = ?5,
                   department = ?6, closed = ?8";
    let department = user.department.as_ref().map(|code| code.as_str());
    let values = params![
        user.id.as_bytes(),
        user.name,
        user.display_name,
        user.password,
        user.role,
        department,
        user.made_at.as_unix_ms(),
        user.closed
    ];
    run(conn, sql, values)
}

fn write_session(conn: &Connection, session: &SessionRecord) -> Result<(), LedgerError> {
    let sql =
        "INSERT INTO session (digest, user, made_at_ms, used_at_ms, until_ms) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (digest) DO UPDATE SET used_at_ms = ?4, until_ms = ?5";
    let values = params![
        session.digest,
        session.user.as_bytes(),
        session.made_at.as_unix_ms(),
        session.used_at.as_unix_ms(),
        session.until.as_unix_ms()
    ];
    run(conn, sql, values)
}

fn write_contact(conn: &Connection, contact: &Contact) -> Result<(), LedgerError> {
    let sql = "INSERT INTO contact (machine, at_ms, clock_ms, host_name, host_name_raw, os, agent_version,
                   installation, policy_version, rule_set)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
               ON CONFLICT (machine) DO UPDATE SET at_ms = ?2, clock_ms = ?3, host_name = ?4, host_name_raw = ?5,
                   os = ?6, agent_version = ?7, installation = ?8, policy_version = ?9, rule_set = ?10";
    let facts = &contact.facts;
    let values = params![
        contact.machine.as_bytes(),
        contact.at.as_unix_ms(),
        contact.clock.as_unix_ms(),
        facts.host_name.shown,
        facts.host_name.raw,
        facts.os,
        facts.agent_version,
        facts.installation.as_bytes(),
        row::stored(contact.policy_version),
        contact.rule_set
    ];
    run(conn, sql, values)
}
