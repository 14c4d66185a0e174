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

mod fault;
mod view;

pub mod act;
pub mod record;

use std::path::Path;

use mimawari_proto::{id::MachineId, parcel::Parcel, time::Timestamp};

pub use self::{
    act::{Act, By},
    fault::LedgerError,
    record::{Accepted, Keep},
    view::{Reader, View},
};

/// The name of the file in the data directory.
pub const FILE: &str = "ledger.db";

/// The ledger: a cheap handle to its writer and its readers.
#[derive(Clone, Debug)]
pub struct Ledger {}

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
    pub fn create(_dir: &Path, _at: Timestamp) -> Result<(), LedgerError> {
        Ok(())
    }

    /// Opens the ledger for a server and holds the lock on its directory until the last handle goes.
    pub fn open(_dir: &Path) -> Result<Self, LedgerError> {
        Ok(Self {})
    }

    /// Opens the ledger for a short command, beside a server that may be running.
    pub fn beside(_dir: &Path) -> Result<Self, LedgerError> {
        Ok(Self {})
    }

    /// Stores a parcel; answers after the commit.
    ///
    /// The machine is the one of the certificate. An error that
    /// [`is_passing`](LedgerError::is_passing) means: hold back, send again.
    pub async fn accept(
        &self,
        _machine: MachineId,
        _parcel: Parcel,
        _received_at: Timestamp,
    ) -> Result<Accepted, LedgerError> {
        std::future::ready(Err(LedgerError::Closed)).await
    }

    /// Adds an act to the evidence; answers with its number after the commit.
    pub async fn act(&self, _by: By, _act: Act, _at: Timestamp) -> Result<u64, LedgerError> {
        std::future::ready(Err(LedgerError::Closed)).await
    }

    /// Decides on what is stored, in the transaction that stores the decision.
    ///
    /// `decide` runs on the writer's thread: it only looks and decides. Its
    /// error stores nothing and is handed back inside.
    pub async fn decide<T, E>(
        &self,
        _by: By,
        _at: Timestamp,
        _decide: impl FnOnce(&View<'_>) -> Result<Result<Decision<T>, E>, LedgerError> + Send + 'static,
    ) -> Result<Result<T, E>, LedgerError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        std::future::ready(Err(LedgerError::Closed)).await
    }

    /// Keeps something beside the evidence; answers after the commit.
    pub async fn keep(&self, _keep: Keep) -> Result<(), LedgerError> {
        std::future::ready(Err(LedgerError::Closed)).await
    }

    /// Asks one question, or several of one snapshot, on a thread for blocking work.
    pub async fn read<T: Send + 'static>(
        &self,
        _ask: impl FnOnce(&View<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        std::future::ready(Err(LedgerError::Closed)).await
    }

    /// As [`act`](Self::act), for a command without a runtime.
    pub fn act_now(&self, _by: By, _act: Act, _at: Timestamp) -> Result<u64, LedgerError> {
        Err(LedgerError::Closed)
    }

    /// As [`decide`](Self::decide), for a command without a runtime.
    pub fn decide_now<T, E>(
        &self,
        _by: By,
        _at: Timestamp,
        _decide: impl FnOnce(&View<'_>) -> Result<Result<Decision<T>, E>, LedgerError> + Send + 'static,
    ) -> Result<Result<T, E>, LedgerError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        Err(LedgerError::Closed)
    }

    /// As [`keep`](Self::keep), for a command without a runtime.
    pub fn keep_now(&self, _keep: Keep) -> Result<(), LedgerError> {
        Err(LedgerError::Closed)
    }
}
