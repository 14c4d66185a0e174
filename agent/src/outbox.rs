//! Holds what is to be sent until the collector confirms it; knows what was seen and what stands.
//!
//! ```text
//! STATE/lock       held by the one agent that may write; the system lets go of it when the process ends
//! STATE/outbox.db  SQLite, WAL, synchronous=FULL (see outbox/schema_1.sql)
//!   life      epoch 16 B | next seq | digest of the last parcel 32 B | birthplace
//!   parcel    seq | previous 32 B | sealed at, unix ms | events ≤ 256 KiB | digest 32 B     ─► uplink
//!   aside     refused or damaged parcels, for a person
//!   standing  finding id 16 B | root | path | member | kind | the Found that was sent
//!   unread    path, part | reason | member | format
//!   seen      folder | judged by | (look 8 B | verdict 1 B) per file
//!   bundle    kind | version | body | signature          memo   word | JSON
//! ```
//!
//! * What a look changes in `seen`, `standing` and `parcel` is one
//!   transaction: nothing counts as seen whose findings are not on their way.
//! * A parcel leaves only with a receipt that names it. Its digest covers
//!   position and predecessor, and is checked before it is sent: damage stays here.
//! * `seq` has no holes within an epoch but those of parcels that were set
//!   aside. A new epoch numbers what waits anew and says again what stands.
//! * Past its bound the outbox folds what waits into the present state and
//!   says how much it folded; what stands is never forgotten.
//!
//! Grows by a migration `schema_N.sql` and one file per table.

mod aside;
mod bundle;
mod epoch;
mod fold;
mod memo;
mod parcel;
mod salvage;
pub(crate) mod schema;
mod seal;
mod seen;
mod standing;
#[cfg(test)]
mod tests;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use mimawari_proto::{
    id::{Epoch, FindingId, InstallationId},
    parcel::Digest,
    round::Event,
    time::Timestamp,
};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use tokio::sync::Notify;

pub use aside::SetAside;
pub use bundle::Kept;
pub use seen::{FOLDER_LIMIT, Folder, Look, Seen, look_of};
pub(crate) use standing::place_of;
pub use standing::{Standing, UnreadPart};

/// Bytes of events that may wait before they are folded.
///
/// A working day brings about 20 KiB; 64 MiB are years of them, and months of a
/// machine with a thousand changing findings.
pub const LIMIT_BYTES: u64 = 64 << 20;

/// Why the outbox cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// There is none yet: nothing was ever looked at here.
    #[error("there is no outbox yet")]
    NotThere,
    /// A newer release wrote it; it is left as it is.
    #[error("{} has schema {found}, this release knows {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// What it holds.
        found: usize,
        /// What is known here.
        known: usize,
    },
    /// Not ours; it is left as it is.
    #[error("{} is a database of another program", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Bytes on the disk are not what was written.
    #[error("the outbox is damaged: {told}")]
    Damaged {
        /// What the check named first.
        told: String,
    },
    /// The disk is full, read-only or over its quota; nothing of the transaction is kept.
    #[error("the disk takes no more")]
    DiskFull(#[source] rusqlite::Error),
    /// The system failed to read or write; reopen and look again before trusting it.
    #[error("the outbox cannot be read or written")]
    Store(#[source] rusqlite::Error),
    /// A file of the state folder cannot be moved or made.
    #[error("cannot use {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
}

impl From<rusqlite::Error> for OutboxError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                told: error.to_string(),
            },
            Some(ErrorCode::DiskFull | ErrorCode::ReadOnly) => Self::DiskFull(error),
            _ => Self::Store(error),
        }
    }
}

/// The outbox of this machine; clones share it.
#[derive(Clone)]
pub struct Outbox {
    store: Arc<Mutex<Store>>,
    sealed: Arc<Notify>,
}

/// What one look at some files changes, all or nothing.
#[derive(Default)]
pub struct Batch {
    /// What is said about it, in order.
    pub events: Vec<Event>,
    /// Findings that stand, or stand with other particulars.
    pub stands: Vec<Standing>,
    /// Findings that no longer stand.
    pub cleared: Vec<FindingId>,
    /// What could not be read of files, replacing what was kept for each.
    pub unread: Vec<(Vec<u8>, Vec<UnreadPart>)>,
    /// What folders looked like.
    pub folders: Vec<Folder>,
    /// Small things to remember, as JSON.
    pub memos: Vec<(&'static str, String)>,
}

impl Batch {
    const fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.stands.is_empty()
            && self.cleared.is_empty()
            && self.unread.is_empty()
            && self.folders.is_empty()
            && self.memos.is_empty()
    }
}

/// What waits for a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// Parcels.
    pub parcels: u64,
    /// Bytes of their events.
    pub bytes: u64,
}

/// Where the next parcel goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The life of this outbox.
    pub epoch: Epoch,
    /// The number of the next parcel.
    pub next_seq: u64,
    /// Digest of the last one.
    pub last_digest: Digest,
}

/// How to open.
pub struct Opening<'a> {
    /// The state folder.
    pub folder: &'a Path,
    /// Tells what the system knows a file by; another than at birth means it was copied.
    pub birthplace: &'a dyn Fn(&Path) -> Vec<u8>,
    /// Bytes of events that may wait.
    pub limit_bytes: u64,
    /// When.
    pub now: Timestamp,
}

struct Store {
    connection: Connection,
    installation: InstallationId,
    position: Position,
    waiting: Waiting,
    limit_bytes: u64,
    /// What waited after the last fold, which another fold could not make smaller.
    folded_bytes: u64,
}

/// Returns where the outbox of a state folder lies.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("outbox.db")
}

impl Outbox {
    /// Opens the outbox, makes it where there is none, and begins a new epoch where it was copied.
    ///
    /// A damaged file is set aside and what can be read of it is carried over.
    /// Whoever opens holds the lock of the state folder.
    pub fn open(opening: &Opening<'_>) -> Result<Self, OutboxError> {
        let path = file(opening.folder);
        let whole = schema::open(&path).and_then(|connection| {
            schema::verify(&connection)?;
            Store::load(connection, opening)
        });
        let store = match whole {
            Err(OutboxError::Damaged { told }) => salvage::carry_over(&path, opening, &told)?,
            other => other?,
        };
        Ok(Self::of(store))
    }

    /// Opens for reading beside a running agent; nothing can be changed through it.
    pub fn open_to_read(folder: &Path) -> Result<Self, OutboxError> {
        let connection = schema::open_to_read(&file(folder))?;
        Ok(Self::of(Store::read(connection, LIMIT_BYTES)?))
    }

    fn of(store: Store) -> Self {
        Self {
            store: Arc::new(Mutex::new(store)),
            sealed: Arc::new(Notify::new()),
        }
    }

    /// Returns the bell that rings after something was sealed.
    pub fn sealed(&self) -> Arc<Notify> {
        Arc::clone(&self.sealed)
    }

    /// Returns the random value made with the outbox.
    pub fn installation(&self) -> InstallationId {
        self.store().installation
    }

    /// Returns where the next parcel goes.
    pub fn position(&self) -> Position {
        self.store().position
    }

    /// Returns what waits for a receipt.
    pub fn waiting(&self) -> Waiting {
        self.store().waiting
    }

    /// Stores a look and seals its events, durably, all or nothing.
    pub fn write(&self, batch: &Batch, now: Timestamp) -> Result<(), OutboxError> {
        if batch.is_empty() {
            return Ok(());
        }
        self.store().change(|change| change.write(batch, now))?;
        if !batch.events.is_empty() {
            self.sealed.notify_one();
        }
        Ok(())
    }

    /// Seals events by themselves.
    pub fn say(&self, events: Vec<Event>, now: Timestamp) -> Result<(), OutboxError> {
        let batch = Batch {
            events,
            ..Batch::default()
        };
        self.write(&batch, now)
    }

    /// Checks the whole file.
    pub fn verify(&self) -> Result<(), OutboxError> {
        schema::verify(&self.store().connection)
    }

    /// A panic elsewhere leaves SQLite's own transaction rolled back: the store stays usable.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One transaction, and what the store will know once it is committed.
struct Change<'a> {
    transaction: Transaction<'a>,
    position: Position,
    waiting: Waiting,
    limit_bytes: u64,
    folded_bytes: u64,
}

impl Store {
    /// Runs `body` in one transaction; the numbers in memory follow only a commit.
    fn change<T>(
        &mut self,
        body: impl FnOnce(&mut Change<'_>) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut change = Change {
            transaction,
            position: self.position,
            waiting: self.waiting,
            limit_bytes: self.limit_bytes,
            folded_bytes: self.folded_bytes,
        };
        let done = body(&mut change)?;
        change.keep_position()?;
        let Change {
            transaction,
            position,
            waiting,
            folded_bytes,
            ..
        } = change;
        transaction.commit()?;
        (self.position, self.waiting, self.folded_bytes) = (position, waiting, folded_bytes);
        Ok(done)
    }
}

impl Change<'_> {
    fn write(&mut self, batch: &Batch, now: Timestamp) -> Result<(), OutboxError> {
        for folder in &batch.folders {
            self.keep_folder(folder)?;
        }
        for (path, parts) in &batch.unread {
            self.keep_unread(path, parts)?;
        }
        for standing in &batch.stands {
            self.keep_standing(standing)?;
        }
        for finding in &batch.cleared {
            self.drop_standing(*finding)?;
        }
        for (word, value) in &batch.memos {
            self.keep_memo(word, value)?;
        }
        self.seal(&batch.events, now)?;
        self.fold_if_full(now)
    }
}
