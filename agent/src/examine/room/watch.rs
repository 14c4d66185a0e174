//! Watches over a child while it works: one that is too slow is killed.
//!
//! A document may take so much time on the processor; the clock on the wall
//! only limits those that wait for a disk or a share that does not answer. On
//! a busy PC the agent has the lowest priority, and a document must not be
//! given up because others were served first.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use crate::platform::room::Child;

/// How often the watch looks up. Limits are kept to this.
const TICK: Duration = Duration::from_millis(250);

/// What one piece of work may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// On the processor.
    pub(super) processor: Duration,
    /// By the clock on the wall.
    pub(super) wall: Duration,
}

/// Patience with a document.
///
/// The limits of the readers (2 GiB of plain text, 512 MiB unpacked) are reached within 10 seconds
/// on a PC of today and 30 on one three times slower; two minutes are what a sleeping disk and a
/// processor shared with everything else add to that.
pub(super) const DOCUMENT: Patience = Patience {
    processor: Duration::from_secs(30),
    wall: Duration::from_secs(120),
};

/// Patience with a child that gets ready, which takes some 10 ms.
pub(super) const START: Patience = Patience {
    processor: Duration::from_secs(10),
    wall: Duration::from_secs(60),
};

/// How a piece of work that brought no answer ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ended {
    /// The child was killed because it was too slow.
    Slow,
    /// The child was gone, or did not keep to the form.
    Gone,
}

/// A thread that looks up now and then.
#[derive(Debug)]
pub(super) struct Watch {
    post: Arc<Mutex<Option<Guarded>>>,
    /// The thread ends when this is dropped.
    _until: SyncSender<()>,
}

/// The child that works now.
#[derive(Debug)]
struct Guarded {
    child: Arc<Child>,
    patience: Patience,
    since: Instant,
    processor_before: Duration,
    was_killed: bool,
}

impl Watch {
    /// Starts the thread.
    pub(super) fn start() -> io::Result<Self> {
        let post = Arc::new(Mutex::new(None));
        let (until, end) = sync_channel(0);
        let watched = Arc::clone(&post);
        thread::Builder::new()
            .name("room-watch".to_owned())
            .spawn(move || keep_watch(&watched, &end))?;
        Ok(Self { post, _until: until })
    }

    /// Lets a child work, and kills it when it takes longer than it may.
    pub(super) fn over<T>(
        &self,
        child: &Arc<Child>,
        patience: Patience,
        work: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, Ended> {
        *lock(&self.post) = Some(Guarded {
            child: Arc::clone(child),
            patience,
            since: now(),
            processor_before: child.on_processor().unwrap_or_default(),
            was_killed: false,
        });
        let done = work();
        let guarded = lock(&self.post).take();
        done.map_err(|_| match guarded.is_some_and(|guarded| guarded.was_killed) {
            true => Ended::Slow,
            false => Ended::Gone,
        })
    }
}

fn keep_watch(post: &Mutex<Option<Guarded>>, end: &Receiver<()>) {
    while end.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        if let Some(guarded) = lock(post).as_mut() {
            guarded.look();
        }
    }
}

impl Guarded {
    fn look(&mut self) {
        let processor = self.child.on_processor().unwrap_or_default();
        let is_slow = processor.saturating_sub(self.processor_before) >= self.patience.processor
            || now().duration_since(self.since) >= self.patience.wall;
        if is_slow && !self.was_killed {
            self.was_killed = true;
            self.child.kill();
        }
    }
}

fn lock(post: &Mutex<Option<Guarded>>) -> MutexGuard<'_, Option<Guarded>> {
    post.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the room is an edge: it measures how long a child takes"
)]
fn now() -> Instant {
    Instant::now()
}
