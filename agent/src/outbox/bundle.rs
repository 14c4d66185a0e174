//! Signed bundles: the newest of each kind, so that an older one is never taken again.

use mimawari_proto::bundle::{Bundle, BundleKind};
use rusqlite::{OptionalExtension as _, params};

use super::{Outbox, OutboxError};

/// What became of a bundle whose signature was right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// It is the newest of its kind and holds from now on.
    New,
    /// The same or a newer one is here already.
    Old,
}

impl Outbox {
    /// Keeps a verified bundle if it is newer than the one that is kept.
    pub fn keep_bundle(&self, bundle: &Bundle) -> Result<Kept, OutboxError> {
        self.store().change(|change| {
            let changed = change.transaction.execute(
                "INSERT INTO bundle (kind, version, body, signature) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (kind) DO UPDATE SET version = ?2, body = ?3, signature = ?4
                 WHERE version < ?2",
                params![
                    bundle.kind.number(),
                    i64::try_from(bundle.version).unwrap_or(i64::MAX),
                    bundle.body,
                    bundle.signature
                ],
            )?;
            Ok(if changed == 1 { Kept::New } else { Kept::Old })
        })
    }

    /// Returns the newest bundle of a kind.
    pub fn bundle(&self, kind: BundleKind) -> Result<Option<Bundle>, OutboxError> {
        let store = self.store();
        Ok(store
            .connection
            .query_row(
                "SELECT version, body, signature FROM bundle WHERE kind = ?1",
                [kind.number()],
                |row| {
                    Ok(Bundle {
                        kind,
                        version: row.get::<_, i64>(0)?.unsigned_abs(),
                        body: row.get(1)?,
                        signature: row.get(2)?,
                    })
                },
            )
            .optional()?)
    }
}
