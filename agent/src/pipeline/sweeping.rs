//! A sweep on its own thread: started, watched, stopped.

use std::{
    cell::RefCell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, Thread},
};

use mimawari_proto::{
    id::RoundId,
    round::{MediaWatch, RoundEnded, RoundReason},
};
use tokio::sync::mpsc;

use super::{Agent, Swept, clock, examining::Examining, random, round_id};
use crate::{
    platform::process,
    sense::desktop,
    sweep::{Budget, Edge, Progress, Sweep, SweepFault, sweep},
};

/// A round under way.
pub(super) struct Sweeping {
    round: RoundId,
    stop: Arc<AtomicBool>,
    thread: Thread,
    meter: Arc<Meter>,
}

#[derive(Default)]
struct Meter {
    files: AtomicU64,
    read: AtomicU64,
    bytes: AtomicU64,
    standing: AtomicU64,
}

impl Sweeping {
    pub(super) fn start(
        agent: &Agent,
        reason: RoundReason,
        to_swept: mpsc::Sender<Swept>,
    ) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let meter = Arc::new(Meter::default());
        let round = round_id(clock());
        let work = Work {
            examining: agent.examining,
            round,
            reason,
            policy_version: agent.policy_version,
            eyes: Arc::clone(&agent.eyes),
            outbox: agent.outbox.clone(),
            whose: agent.settings.whose(),
            desktops: agent.settings.sense.desktops.clone(),
            budget: budget(agent, reason),
            media_wanted: agent.settings.media.watch,
            media_runs: Arc::clone(&agent.media_runs),
        };
        let (stopped, measured) = (Arc::clone(&stop), Arc::clone(&meter));
        let handle = thread::Builder::new().name("sweep".to_owned()).spawn(move || {
            process::lower_priority();
            let ended = catch_unwind(AssertUnwindSafe(|| work.make(&stopped, &measured))).ok();
            // Nobody listening means that the deadline of the stop has passed.
            drop(to_swept.blocking_send(ended));
        })?;
        Ok(Self {
            round,
            stop,
            thread: handle.thread().clone(),
            meter,
        })
    }

    pub(super) const fn round(&self) -> RoundId {
        self.round
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.unpark();
    }

    pub(super) fn progress(&self) -> Progress {
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        Progress {
            files: read(&self.meter.files),
            read: read(&self.meter.read),
            bytes: read(&self.meter.bytes),
            standing: read(&self.meter.standing),
        }
    }
}

/// Whoever asks at the PC waits for the answer; everybody else does not.
fn budget(agent: &Agent, reason: RoundReason) -> Budget {
    let budget = agent.settings.budget();
    match reason {
        RoundReason::Asked => Budget {
            share_percent: 100,
            ..budget
        },
        _ => budget,
    }
}

struct Work {
    examining: Examining,
    round: RoundId,
    reason: RoundReason,
    policy_version: u64,
    eyes: Arc<crate::examine::Eyes>,
    outbox: crate::outbox::Outbox,
    whose: desktop::Whose,
    desktops: Vec<std::path::PathBuf>,
    budget: Budget,
    media_wanted: bool,
    media_runs: Arc<AtomicBool>,
}

impl Work {
    fn make(&self, stop: &AtomicBool, meter: &Meter) -> Result<RoundEnded, SweepFault> {
        // Closed at the end of the sweep: between rounds nothing is kept running.
        let examine = RefCell::new(self.examining.open(&self.eyes)?);
        let what = Sweep {
            policy_version: self.policy_version,
            roots: desktop::roots(self.whose, &self.desktops),
            eyes: &self.eyes,
            outbox: &self.outbox,
            budget: self.budget,
        };
        let edge = Edge {
            examine: &|name, size, file| (examine.borrow_mut())(name, size, file),
            now: &clock,
            random: &random,
            // A stop unparks the thread.
            rest: &thread::park_timeout,
            stop,
            media_watch: &|| self.media_watch(),
            progress: &|progress| {
                meter.files.store(progress.files, Ordering::Relaxed);
                meter.read.store(progress.read, Ordering::Relaxed);
                meter.bytes.store(progress.bytes, Ordering::Relaxed);
                meter.standing.store(progress.standing, Ordering::Relaxed);
            },
            there: &|_| true,
        };
        sweep(self.round, self.reason, &what, &edge)
    }

    fn media_watch(&self) -> MediaWatch {
        match (self.media_runs.load(Ordering::Relaxed), self.media_wanted) {
            (true, _) => MediaWatch::Running,
            (false, true) => MediaWatch::Down,
            (false, false) => MediaWatch::Off,
        }
    }
}
