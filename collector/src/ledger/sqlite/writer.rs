//! The one writer: takes everything that waits, commits once, then answers.
//!
//! ```text
//! BEGIN IMMEDIATE
//!   SAVEPOINT · request 1 · RELEASE     (or ROLLBACK TO, when it failed)
//!   SAVEPOINT · request 2 · RELEASE
//!   …
//! COMMIT                                 one fsync for all of them
//! answers
//! ```
//!
//! Nobody is answered before the commit. After a failed commit the connection
//! is thrown away: what the operating system kept of a failed fsync is not to
//! be trusted.

use std::path::PathBuf;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::place;
use crate::ledger::fault::LedgerError;

/// Requests that may wait before whoever brings more is held.
pub(in crate::ledger) const WAITING_LIMIT: usize = 1_024;

/// Requests in one transaction: some 100 ms of work, so that nobody waits long for an answer.
const TOGETHER_LIMIT: usize = 256;

/// A request: done inside the transaction, answered after it.
trait Work: Send {
    /// Does it; tells whether what it did is to be kept.
    fn run(&mut self, conn: &Connection) -> bool;

    /// Answers, knowing whether the transaction was committed.
    fn answer(self: Box<Self>, committed: Result<(), LedgerError>);
}

/// One request.
pub(in crate::ledger) struct Request(Box<dyn Work>);

/// Where the answer to a request comes.
pub(in crate::ledger) type Answer<T> = oneshot::Receiver<Result<T, LedgerError>>;

impl Request {
    /// Makes a request from what is to be done.
    pub(in crate::ledger) fn new<T: Send + 'static>(
        work: impl FnOnce(&Connection) -> Result<T, LedgerError> + Send + 'static,
    ) -> (Self, Answer<T>) {
        let (asker, answer) = oneshot::channel();
        let task = Task {
            work: Some(work),
            result: None,
            asker,
        };
        (Self(Box::new(task)), answer)
    }
}

struct Task<T, F> {
    work: Option<F>,
    result: Option<Result<T, LedgerError>>,
    asker: oneshot::Sender<Result<T, LedgerError>>,
}

impl<T, F> Work for Task<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, LedgerError> + Send,
{
    fn run(&mut self, conn: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(conn));
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), LedgerError>) {
        let answer = match (self.result, committed) {
            (Some(Err(error)), _) | (_, Err(error)) => Err(error),
            (Some(done), Ok(())) => done,
            (None, Ok(())) => Err(LedgerError::Closed),
        };
        // Whoever no longer waits for the answer is not missed.
        drop(self.asker.send(answer));
    }
}

/// Runs until every sender is gone.
pub(in crate::ledger) fn run(conn: Connection, path: PathBuf, mut requests: mpsc::Receiver<Request>) {
    let mut conn = Some(conn);
    let mut together = Vec::new();
    while let Some(first) = requests.blocking_recv() {
        together.push(first.0);
        while together.len() < TOGETHER_LIMIT
            && let Ok(next) = requests.try_recv()
        {
            together.push(next.0);
        }
        let committed = reopened(&mut conn, &path).and_then(|conn| transaction(conn, &mut together));
        if committed.as_ref().is_err_and(|e| !matches!(e, LedgerError::Busy)) {
            conn = None;
        }
        for request in together.drain(..) {
            request.answer(committed.as_ref().copied().map_err(LedgerError::again));
        }
    }
}

fn reopened<'a>(
    conn: &'a mut Option<Connection>,
    path: &std::path::Path,
) -> Result<&'a mut Connection, LedgerError> {
    let open = match conn.take() {
        Some(open) => open,
        None => place::to_write(path)?,
    };
    Ok(conn.insert(open))
}

fn transaction(conn: &mut Connection, requests: &mut [Box<dyn Work>]) -> Result<(), LedgerError> {
    let whole = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for request in requests {
        whole.execute_batch("SAVEPOINT request")?;
        let keep = request.run(&whole);
        if whole.is_autocommit() {
            // SQLite rolled everything back by itself, as it may on a full disk.
            return Err(LedgerError::Full);
        }
        if !keep {
            whole.execute_batch("ROLLBACK TO request")?;
        }
        whole.execute_batch("RELEASE request")?;
    }
    Ok(whole.commit()?)
}
