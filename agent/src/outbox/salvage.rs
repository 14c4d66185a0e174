//! Carries over what can still be read of a damaged file.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use mimawari_proto::{
    convert::decode_events,
    name::Name,
    reading::{Reading, Value},
    round::{Event, Said},
};
use rusqlite::Connection;

use super::{Opening, OutboxError, Store, schema};

/// Sets the damaged file aside, starts another and seals into it what was readable.
///
/// The new file is a new epoch with a new installation value unless the old one
/// could be read; what was seen is looked at again.
pub(super) fn carry_over(path: &Path, opening: &Opening<'_>, told: &str) -> Result<Store, OutboxError> {
    tracing::error!(
        told,
        "the outbox is damaged; what can be read of it is carried over"
    );
    let old = set_aside(path, opening)?;
    let mut events = vec![damage()];
    let mut found = Vec::new();
    let mut installation = None;
    if let Ok(connection) = Connection::open(&old) {
        installation = connection
            .query_row("SELECT installation FROM life", [], |row| {
                row.get::<_, Vec<u8>>(0)
            })
            .ok();
        events.extend(readable(&connection, "SELECT events FROM parcel ORDER BY seq"));
        found = standing_rows(&connection);
    }
    let connection = schema::open(path)?;
    let mut store = Store::load(connection, opening)?;
    store.change(|change| {
        for (root, file, member, kind, rule_set, id, said) in &found {
            change.transaction.execute(
                "INSERT OR IGNORE INTO standing (finding, root, path, member, kind, rule_set, found)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                rusqlite::params![id, root, file, member, kind, rule_set, said],
            )?;
        }
        if let Some(installation) = installation.filter(|bytes| bytes.len() == 16) {
            change
                .transaction
                .execute("UPDATE life SET installation = ?1", [installation])?;
        }
        events.iter_mut().for_each(|event| {
            if event.at.as_unix_ms() == 0 {
                event.at = opening.now;
            }
        });
        change.seal(&events, opening.now)?;
        change.say_standing(opening.now)
    })?;
    let Store { connection, .. } = store;
    Store::read(connection, opening.limit_bytes)
}

/// Moves the file and its log to names that tell when.
fn set_aside(path: &Path, opening: &Opening<'_>) -> Result<PathBuf, OutboxError> {
    let tail = format!(".damaged-{}", opening.now.as_unix_ms());
    let aside = with_tail(path, &tail);
    for log in ["-wal", "-shm"] {
        let from = with_tail(path, log);
        if from.exists() {
            rename(&from, &with_tail(&aside, log))?;
        }
    }
    rename(path, &aside)?;
    Ok(aside)
}

fn rename(from: &Path, to: &Path) -> Result<(), OutboxError> {
    std::fs::rename(from, to).map_err(|cause| OutboxError::File {
        path: from.to_owned(),
        cause,
    })
}

fn with_tail(path: &Path, tail: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(tail);
    name.into()
}

/// Reads rows until the damage; digests are not asked, as what decodes is worth sending.
fn readable(connection: &Connection, query: &str) -> Vec<Event> {
    let mut events = Vec::new();
    let Ok(mut statement) = connection.prepare(query) else {
        return events;
    };
    let Ok(rows) = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)) else {
        return events;
    };
    for row in rows.map_while(Result::ok) {
        events.extend(decode_events(&row).unwrap_or_default());
    }
    events
}

type Row = (Vec<u8>, Vec<u8>, String, i32, String, Vec<u8>, Vec<u8>);

fn standing_rows(connection: &Connection) -> Vec<Row> {
    let query = "SELECT root, path, member, kind, rule_set, finding, found FROM standing";
    let Ok(mut statement) = connection.prepare(query) else {
        return Vec::new();
    };
    let rows = statement.query_map([], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
        ))
    });
    let Ok(rows) = rows else {
        return Vec::new();
    };
    rows.map_while(Result::ok)
        .filter(|row: &Row| decode_events(&row.6).is_ok())
        .collect()
}

fn damage() -> Event {
    let reading = Reading {
        what: "outbox.damaged".to_owned(),
        user: Name::default(),
        source: "outbox".to_owned(),
        value: Value::Flag(true),
    };
    Event {
        at: mimawari_proto::time::Timestamp::from_unix_ms(0),
        said: Said::Reading(reading),
    }
}
