//! The only SQL: append-only events, and what is derived from them; one writer, many readers.
//!
//! ```text
//! accept, act, decide, keep ──► queue ──► writer thread ──► ledger.db (WAL, synchronous=FULL)
//!                                          one transaction for all that waits,
//!                                          one savepoint per request, replies after the commit
//! read ──► its own connection, one snapshot per question
//! ```
//!
//! The evidence is the table `entry`: one stream per machine and one (all
//! zeros) for the collector's own acts, each a hash chain; a signed root over
//! all heads is added every day. Everything else is derived from it by
//! `apply` and can be made again (`rebuild`), but for accounts, logins,
//! secrets' hashes and greetings, which are kept beside it (`Keep`).

mod append;
mod apply;
mod chain;
mod checkpoint;
mod export;
mod fault;
mod keep;
mod lock;
mod merkle;
mod rebuild;
mod sqlite;
mod view;

pub mod act;
pub mod medium;
pub mod record;
pub mod verify;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

use mimawari_proto::{id::MachineId, parcel::Parcel, time::Timestamp};
use rusqlite::Connection;
use tokio::sync::mpsc;

use self::sqlite::{
    place,
    writer::{self, Answer, Request},
};
pub use self::{
    act::{Act, By},
    export::export,
    fault::LedgerError,
    rebuild::{Rebuilt, rebuild},
    record::{Accepted, CheckpointRecord, Keep},
    view::{Reader, View},
};

/// The name of the file in the data directory.
pub const FILE: &str = "ledger.db";

/// Connections for questions that are kept open.
const READERS: usize = 8;

/// The ledger: a cheap handle to its writer and its readers.
///
/// The last handle that goes waits for the writer to finish what it holds.
#[derive(Clone, Debug)]
pub struct Ledger {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    requests: Option<mpsc::Sender<Request>>,
    writer: Option<JoinHandle<()>>,
    readers: Mutex<Vec<Reader>>,
    /// Held until the writer has ended; a short command holds none.
    _lock: Option<lock::Lock>,
}

/// What a decision does, all or nothing, and what it answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision<T> {
    /// Acts, for the evidence.
    pub acts: Vec<Act>,
    /// What is kept beside the evidence.
    pub keeps: Vec<Keep>,
    /// The answer.
    pub answer: T,
}

impl Ledger {
    /// Makes a new ledger in a data directory that exists.
    pub fn create(dir: &Path, at: Timestamp) -> Result<(), LedgerError> {
        place::make(&dir.join(FILE))?;
        let made = Act::LedgerMade {
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Self::beside(dir)?.act_now(By::Collector, made, at).map(|_| ())
    }

    /// Opens the ledger for a server and holds the lock on its directory until the last handle goes.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        let lock = lock::hold(dir)?;
        place::check_at_open(&dir.join(FILE))?;
        Self::start(dir, Some(lock))
    }

    /// Looks whether the whole file is sound: reads all of it, so seconds for a gigabyte.
    pub async fn inspect(&self) -> Result<(), LedgerError> {
        let path = self.inner.path.clone();
        self.read(move |view| place::check(view.conn, &path)).await
    }

    /// Opens the ledger for a short command, beside a server that may be running.
    pub fn beside(dir: &Path) -> Result<Self, LedgerError> {
        Self::start(dir, None)
    }

    fn start(dir: &Path, lock: Option<lock::Lock>) -> Result<Self, LedgerError> {
        let path = dir.join(FILE);
        let conn = place::to_write(&path)?;
        let (requests, waiting) = mpsc::channel(writer::WAITING_LIMIT);
        let file = path.clone();
        let writer = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || writer::run(conn, file, waiting))
            .map_err(|error| LedgerError::io("start the writer of", &path, error))?;
        let inner = Inner {
            path,
            requests: Some(requests),
            writer: Some(writer),
            readers: Mutex::default(),
            _lock: lock,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Stores a parcel; answers after the commit.
    ///
    /// The machine is the one of the certificate. An error that
    /// [`is_passing`](LedgerError::is_passing) means: hold back, send again.
    pub async fn accept(
        &self,
        machine: MachineId,
        parcel: Parcel,
        received_at: Timestamp,
    ) -> Result<Accepted, LedgerError> {
        let incoming = append::Incoming::new(machine, parcel, received_at)?;
        self.ask(move |conn| append::parcel(conn, incoming)).await
    }

    /// Adds an act to the evidence; answers with its number after the commit.
    pub async fn act(&self, by: By, act: Act, at: Timestamp) -> Result<u64, LedgerError> {
        self.ask(move |conn| append::act(conn, by, act, at)).await
    }

    /// Decides on what is stored, in the transaction that stores the decision.
    ///
    /// `decide` runs on the writer's thread: it only looks and decides. Its
    /// error stores nothing and is handed back inside.
    pub async fn decide<T, E>(
        &self,
        by: By,
        at: Timestamp,
        decide: impl FnOnce(&View<'_>) -> Result<Result<Decision<T>, E>, LedgerError> + Send + 'static,
    ) -> Result<Result<T, E>, LedgerError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        self.ask(move |conn| decided(conn, by, at, decide)).await
    }

    /// Keeps something beside the evidence; answers after the commit.
    pub async fn keep(&self, keep: Keep) -> Result<(), LedgerError> {
        self.ask(move |conn| keep::keep(conn, keep)).await
    }

    /// Signs a root over everything that is stored; `sign` is given what to sign.
    ///
    /// `public` is the public half of the key that signs.
    pub async fn checkpoint(
        &self,
        at: Timestamp,
        public: [u8; 32],
        sign: impl FnOnce(&[u8]) -> Vec<u8> + Send + 'static,
    ) -> Result<CheckpointRecord, LedgerError> {
        self.ask(move |conn| checkpoint::make(conn, at, &public, sign))
            .await
    }

    /// As [`checkpoint`](Self::checkpoint), for a command without a runtime.
    pub fn checkpoint_now(
        &self,
        at: Timestamp,
        public: [u8; 32],
        sign: impl FnOnce(&[u8]) -> Vec<u8> + Send + 'static,
    ) -> Result<CheckpointRecord, LedgerError> {
        self.ask_now(move |conn| checkpoint::make(conn, at, &public, sign))
    }

    /// Asks one question, or several of one snapshot, on a thread for blocking work.
    pub async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&View<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let this = self.clone();
        tokio::task::spawn_blocking(move || this.read_now(ask))
            .await
            .unwrap_or(Err(LedgerError::Closed))
    }

    /// As [`read`](Self::read), for a command without a runtime.
    pub fn read_now<T>(
        &self,
        ask: impl FnOnce(&View<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let kept = self
            .inner
            .readers
            .lock()
            .ok()
            .and_then(|mut readers| readers.pop());
        let mut reader = match kept {
            Some(reader) => reader,
            None => Reader::of(&self.inner.path)?,
        };
        let answer = reader.ask(ask);
        if let (Ok(_), Ok(mut readers)) = (&answer, self.inner.readers.lock())
            && readers.len() < READERS
        {
            readers.push(reader);
        }
        answer
    }

    /// As [`act`](Self::act), for a command without a runtime.
    pub fn act_now(&self, by: By, act: Act, at: Timestamp) -> Result<u64, LedgerError> {
        self.ask_now(move |conn| append::act(conn, by, act, at))
    }

    /// As [`decide`](Self::decide), for a command without a runtime.
    pub fn decide_now<T, E>(
        &self,
        by: By,
        at: Timestamp,
        decide: impl FnOnce(&View<'_>) -> Result<Result<Decision<T>, E>, LedgerError> + Send + 'static,
    ) -> Result<Result<T, E>, LedgerError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        self.ask_now(move |conn| decided(conn, by, at, decide))
    }

    /// As [`keep`](Self::keep), for a command without a runtime.
    pub fn keep_now(&self, keep: Keep) -> Result<(), LedgerError> {
        self.ask_now(move |conn| keep::keep(conn, keep))
    }

    /// Lets the file grow no further than so many pages more, as on a full disk.
    #[cfg(test)]
    fn limit_pages(&self, more: Option<u32>) -> Result<(), LedgerError> {
        self.ask_now(move |conn| {
            let now: u32 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let limit = more.map_or(u32::MAX - 2, |more| now + more);
            Ok(conn.pragma_update_and_check(None, "max_page_count", limit, |_| Ok(()))?)
        })
    }

    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (request, answer) = Request::new(work);
        let requests = self.inner.requests.as_ref().ok_or(LedgerError::Closed)?;
        requests.send(request).await.map_err(|_| LedgerError::Closed)?;
        answer.await.unwrap_or(Err(LedgerError::Closed))
    }

    fn ask_now<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (request, answer): (_, Answer<T>) = Request::new(work);
        let requests = self.inner.requests.as_ref().ok_or(LedgerError::Closed)?;
        requests.blocking_send(request).map_err(|_| LedgerError::Closed)?;
        answer.blocking_recv().unwrap_or(Err(LedgerError::Closed))
    }
}

/// Runs a decision and stores what it decides.
fn decided<T, E>(
    conn: &Connection,
    by: By,
    at: Timestamp,
    decide: impl FnOnce(&View<'_>) -> Result<Result<Decision<T>, E>, LedgerError>,
) -> Result<Result<T, E>, LedgerError> {
    let decision = match decide(&View::new(conn))? {
        Ok(decision) => decision,
        Err(refused) => return Ok(Err(refused)),
    };
    for act in decision.acts {
        append::act(conn, by.clone(), act, at)?;
    }
    for kept in decision.keeps {
        keep::keep(conn, kept)?;
    }
    Ok(Ok(decision.answer))
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has said so itself.
            drop(writer.join());
        }
    }
}
