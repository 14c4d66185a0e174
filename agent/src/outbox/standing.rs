//! The findings that stand at present, and what cannot be read.

use mimawari_proto::{
    convert::{decode_events, encode_events},
    finding::{Finding, Kind},
    id::FindingId,
    name::Name,
    round::{Event, Said, UnreadReason},
    time::Timestamp,
};
use rusqlite::{Connection, Row, params};

use super::{Change, Outbox, OutboxError};

/// A finding that stands, and where exactly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The folder of the root, as the system spells it.
    pub root: Vec<u8>,
    /// The file, as the system spells it.
    pub path: Vec<u8>,
    /// The rules that called it a finding.
    pub rule_set: String,
    /// What was reported.
    pub finding: Finding,
    /// When it was reported.
    pub said_at: Timestamp,
}

/// A part that cannot be read until the file changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadPart {
    /// Why.
    pub reason: UnreadReason,
    /// The chain of members; empty for the file itself.
    pub member: Vec<Name>,
    /// The sniffed format; empty when unknown.
    pub format: String,
}

impl Outbox {
    /// Returns what stands in one file.
    pub fn standing_in(&self, path: &[u8]) -> Result<Vec<Standing>, OutboxError> {
        self.standing("path = ?1", path)
    }

    /// Returns the ids of what stands in one file, without reading what was said.
    pub fn ids_in(&self, path: &[u8]) -> Result<Vec<FindingId>, OutboxError> {
        let store = self.store();
        let mut statement = store
            .connection
            .prepare_cached("SELECT finding FROM standing WHERE path = ?1")?;
        let rows = statement.query_map([path], |row| row.get::<_, [u8; 16]>(0))?;
        let mut ids = Vec::new();
        for row in rows {
            ids.extend(FindingId::from_slice(&row?));
        }
        Ok(ids)
    }

    /// Returns what stands below one root: the ids, and the files they stand in.
    pub fn places_below(&self, root: &[u8]) -> Result<Vec<(FindingId, Vec<u8>)>, OutboxError> {
        let store = self.store();
        let mut statement = store
            .connection
            .prepare_cached("SELECT finding, path FROM standing WHERE root = ?1")?;
        let rows = statement.query_map([root], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?)))?;
        let mut places = Vec::new();
        for row in rows {
            let (id, path) = row?;
            places.extend(FindingId::from_slice(&id).map(|id| (id, path)));
        }
        Ok(places)
    }

    /// Returns everything that stands.
    pub fn all_standing(&self) -> Result<Vec<Standing>, OutboxError> {
        self.standing("length(?1) = 0", b"")
    }

    /// Returns the ids of everything that stands, ascending.
    pub fn standing_ids(&self) -> Result<Vec<FindingId>, OutboxError> {
        self.standing_ids_but(b"\0")
    }

    /// Returns the same without what stands in roots that begin so.
    pub fn standing_ids_but(&self, beginning: &[u8]) -> Result<Vec<FindingId>, OutboxError> {
        let store = self.store();
        let mut statement = store.connection.prepare_cached(
            "SELECT finding FROM standing WHERE substr(root, 1, length(?1)) <> ?1 ORDER BY finding",
        )?;
        let rows = statement.query_map([beginning], |row| row.get::<_, Vec<u8>>(0))?;
        let mut ids = Vec::new();
        for row in rows {
            ids.extend(FindingId::from_slice(&row?));
        }
        Ok(ids)
    }

    /// Returns what could not be read of one file.
    pub fn unread_in(&self, path: &[u8]) -> Result<Vec<UnreadPart>, OutboxError> {
        let store = self.store();
        let mut statement = store
            .connection
            .prepare_cached("SELECT reason, member, format FROM unread WHERE path = ?1 ORDER BY part")?;
        let rows = statement.query_map([path], |row| {
            Ok((
                row.get::<_, i32>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        let mut parts = Vec::new();
        for row in rows {
            let (reason, member, format) = row?;
            parts.extend(UnreadReason::from_number(reason).map(|reason| UnreadPart {
                reason,
                member: names(&member),
                format,
            }));
        }
        Ok(parts)
    }

    fn standing(&self, condition: &str, value: &[u8]) -> Result<Vec<Standing>, OutboxError> {
        let store = self.store();
        let mut statement = store.connection.prepare_cached(&format!(
            "SELECT root, path, rule_set, found FROM standing WHERE {condition} ORDER BY path, kind"
        ))?;
        let mut rows = statement.query([value])?;
        let mut standing = Vec::new();
        while let Some(row) = rows.next()? {
            standing.extend(read(row)?);
        }
        Ok(standing)
    }
}

impl Change<'_> {
    pub(super) fn keep_standing(&self, standing: &Standing) -> Result<(), OutboxError> {
        let finding = &standing.finding;
        let found = Event {
            at: standing.said_at,
            said: Said::Found(finding.clone()),
        };
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO standing (finding, root, path, member, kind, rule_set, found)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                finding.id.as_bytes(),
                standing.root,
                standing.path,
                json(&finding.member),
                finding.kind.number(),
                standing.rule_set,
                encode_events(&[found])
            ])?;
        Ok(())
    }

    pub(super) fn drop_standing(&self, finding: FindingId) -> Result<(), OutboxError> {
        self.transaction
            .prepare_cached("DELETE FROM standing WHERE finding = ?1")?
            .execute([finding.as_bytes()])?;
        Ok(())
    }

    pub(super) fn keep_unread(&self, path: &[u8], parts: &[UnreadPart]) -> Result<(), OutboxError> {
        self.transaction
            .prepare_cached("DELETE FROM unread WHERE path = ?1")?
            .execute([path])?;
        let mut keep = self.transaction.prepare_cached(
            "INSERT INTO unread (path, part, reason, member, format) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (number, part) in parts.iter().enumerate() {
            keep.execute(params![
                path,
                number as i64,
                part.reason.number(),
                json(&part.member),
                part.format
            ])?;
        }
        Ok(())
    }

    /// Says every standing finding again, as it was said last.
    pub(super) fn say_standing(&mut self, now: Timestamp) -> Result<(), OutboxError> {
        let mut after = Vec::new();
        loop {
            let some = some_found(&self.transaction, &after)?;
            let Some((last, _)) = some.last() else {
                return Ok(());
            };
            after.clone_from(last);
            let events: Vec<_> = some
                .iter()
                .flat_map(|(_, found)| decode_events(found).unwrap_or_default())
                .collect();
            self.seal(&events, now)?;
        }
    }
}

/// The id of a finding, and the finding as it is stored.
type Stored = (Vec<u8>, Vec<u8>);

/// Reads some 500 encoded findings whose id is greater than `after`.
fn some_found(connection: &Connection, after: &[u8]) -> Result<Vec<Stored>, OutboxError> {
    let mut statement = connection.prepare_cached(
        "SELECT finding, found FROM standing WHERE finding > ?1 ORDER BY finding LIMIT 500",
    )?;
    let rows = statement.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A row whose report cannot be read any more is as good as none: its file is read again.
fn read(row: &Row<'_>) -> Result<Option<Standing>, OutboxError> {
    let found: Vec<u8> = row.get(3)?;
    let event = decode_events(&found)
        .ok()
        .and_then(|events| events.into_iter().next());
    Ok(match event {
        Some(Event {
            at,
            said: Said::Found(finding),
        }) => Some(Standing {
            root: row.get(0)?,
            path: row.get(1)?,
            rule_set: row.get(2)?,
            finding,
            said_at: at,
        }),
        _ => None,
    })
}

/// Returns the kind and chain of members that, in one file, make a finding the same finding.
pub(crate) fn place_of(finding: &Finding) -> (Kind, &[Name]) {
    (finding.kind, &finding.member)
}

fn json(names: &[Name]) -> String {
    serde_json::to_string(names).expect("names have a JSON form")
}

fn names(json: &str) -> Vec<Name> {
    serde_json::from_str(json).unwrap_or_default()
}
