//! What files looked like when they were examined last, packed by folder.
//!
//! A file that looks the same costs one stat and a search in memory; a folder
//! costs one row. Losing a row costs reading its files again, nothing else.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hasher as _},
};

use mimawari_proto::id::FindingId;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Change, Outbox, OutboxError};

/// Most files remembered of one folder; more of them are read in every round.
///
/// 1.8 MB a folder, one folder in memory at a time.
pub const FOLDER_LIMIT: usize = 200_000;

const LOOK_BYTES: usize = 9;

/// Everything that a change of a file would change, in 64 bits.
///
/// Two files of one folder share a look once in 10^14 folders of 200,000.
pub type Look = u64;

/// What was known of a file when it was examined last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Something stands in it.
    pub stands: bool,
    /// Parts of it could not be read.
    pub unread: bool,
    /// It may become a stray file when its time of grace is over.
    pub in_grace: bool,
}

/// One folder and the looks of its files, ascending.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folder {
    /// The folder, as the system spells it.
    pub path: Vec<u8>,
    /// Who judged: rule set and policy.
    pub judged_by: u64,
    /// The looks of its files.
    pub looks: Vec<(Look, Seen)>,
}

/// Packs into 64 bits whatever is hashable, by a hash that stays the same between runs.
pub fn look_of(whatever: &impl std::hash::Hash) -> Look {
    let mut hasher = DefaultHasher::new();
    whatever.hash(&mut hasher);
    hasher.finish()
}

impl Outbox {
    /// Returns the looks of a folder's files; none where another rule set or policy judged.
    pub fn folder(&self, path: &[u8], judged_by: u64) -> Result<Folder, OutboxError> {
        let store = self.store();
        let packed: Option<Vec<u8>> = store
            .connection
            .prepare_cached("SELECT looks FROM seen WHERE folder = ?1 AND judged_by = ?2")?
            .query_row(params![path, judged_by.cast_signed()], |row| row.get(0))
            .optional()?;
        Ok(Folder {
            path: path.to_vec(),
            judged_by,
            looks: packed.map(|packed| unpack(&packed)).unwrap_or_default(),
        })
    }

    /// Forgets the folders below `root` (and `root` itself) whose [`look_of`] is not in `visited`.
    pub fn forget_folders(&self, root: &[u8], visited: &HashSet<u64>) -> Result<(), OutboxError> {
        self.forget(
            "SELECT folder FROM seen WHERE substr(folder, 1, length(?1)) = ?1",
            "DELETE FROM seen WHERE folder = ?1",
            root,
            visited,
        )
    }

    /// Forgets what was unread in files below `root` whose [`look_of`] is not in `visited`.
    pub fn forget_unread(&self, root: &[u8], visited: &HashSet<u64>) -> Result<(), OutboxError> {
        self.forget(
            "SELECT DISTINCT path FROM unread WHERE substr(path, 1, length(?1)) = ?1",
            "DELETE FROM unread WHERE path = ?1",
            root,
            visited,
        )
    }

    /// Forgets what the folder of a finding looked like, so that its files are read again.
    pub fn look_again(&self, finding: FindingId) -> Result<(), OutboxError> {
        self.store().change(|change| {
            let path: Option<Vec<u8>> = change
                .transaction
                .query_row(
                    "SELECT path FROM standing WHERE finding = ?1",
                    [finding.as_bytes()],
                    |row| row.get(0),
                )
                .optional()?;
            let folder = path.as_deref().and_then(|path| {
                let end = path.iter().rposition(|byte| matches!(byte, b'/' | b'\\'))?;
                path.get(..end)
            });
            if let Some(folder) = folder {
                change
                    .transaction
                    .execute("DELETE FROM seen WHERE folder = ?1", [folder])?;
            }
            Ok(())
        })
    }

    /// Writes only when there is something to forget.
    fn forget(
        &self,
        find: &str,
        delete: &str,
        root: &[u8],
        visited: &HashSet<u64>,
    ) -> Result<(), OutboxError> {
        let mut store = self.store();
        let gone = below(&store.connection, find, root, visited)?;
        if gone.is_empty() {
            return Ok(());
        }
        store.change(|change| {
            let mut forget = change.transaction.prepare_cached(delete)?;
            for path in gone {
                forget.execute([path])?;
            }
            Ok(())
        })
    }
}

impl Change<'_> {
    pub(super) fn keep_folder(&self, folder: &Folder) -> Result<(), OutboxError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO seen (folder, judged_by, looks) VALUES (?1, ?2, ?3)
                 ON CONFLICT (folder) DO UPDATE SET judged_by = ?2, looks = ?3",
            )?
            .execute(params![
                folder.path,
                folder.judged_by.cast_signed(),
                pack(&folder.looks)
            ])?;
        Ok(())
    }
}

fn below(
    connection: &Connection,
    find: &str,
    root: &[u8],
    visited: &HashSet<u64>,
) -> Result<Vec<Vec<u8>>, OutboxError> {
    let mut statement = connection.prepare_cached(find)?;
    let mut rows = statement.query([root])?;
    let mut gone = Vec::new();
    while let Some(row) = rows.next()? {
        let path: Vec<u8> = row.get(0)?;
        let inside = matches!(path.get(root.len()), None | Some(b'/' | b'\\'));
        if inside && !visited.contains(&look_of(&path)) {
            gone.push(path);
        }
    }
    Ok(gone)
}

fn pack(looks: &[(Look, Seen)]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(looks.len() * LOOK_BYTES);
    for (look, seen) in looks {
        packed.extend(look.to_be_bytes());
        packed.push(u8::from(seen.stands) | u8::from(seen.unread) << 1 | u8::from(seen.in_grace) << 2);
    }
    packed
}

/// A row that was cut short loses its last file, which is then read again.
fn unpack(packed: &[u8]) -> Vec<(Look, Seen)> {
    let (whole, _) = packed.as_chunks::<LOOK_BYTES>();
    whole
        .iter()
        .map(|[look @ .., bits]| {
            let seen = Seen {
                stands: bits & 1 != 0,
                unread: bits & 2 != 0,
                in_grace: bits & 4 != 0,
            };
            (Look::from_be_bytes(*look), seen)
        })
        .collect()
}
