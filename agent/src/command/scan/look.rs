//! Looks at all targets with several threads and hands the results over in the order of the walk.
//!
//! ```text
//! walk ──► results in order, some awaited ──────────► main thread
//!   └────► files to examine ──► examiners ──► result ──┘
//!                                 └─ each with a child in its examining room
//! ```
//!
//! The walk opens the files, so that a name is resolved once; both queues are
//! short, so that few are open at a time.

use std::{
    fs::File,
    io,
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    },
    thread,
    time::Duration,
};

use mimawari_proto::{
    round::{RootOutcome, UnreadReason},
    show::exit::{Exit, Failure},
};

use super::{
    target::{Plan, Target},
    wish::Wish,
};
use crate::{
    examine::{Examined, Eyes, Unread, room::Room},
    sense::walk::{self, Entry, Sighting, What},
};

/// How many results may wait for one that comes before them; each holds one open file at most.
const AHEAD: usize = 128;

/// What became of one file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Looked {
    /// Where it lies, below the target as it was given.
    pub(super) shown: PathBuf,
    /// What one look told; `None` for a target that could not be reached.
    pub(super) sighting: Option<Sighting>,
    /// What came of it.
    pub(super) outcome: Outcome,
}

/// What came of looking at a file.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Outcome {
    /// Left out on purpose.
    Skipped,
    /// Not read, and why.
    Unread(Unread),
    /// Read.
    Examined(Examined),
}

/// A scan under way.
pub(super) struct Looking {
    order: Receiver<Awaited>,
    held: Option<(Looked, Receiver<Outcome>)>,
}

impl Looking {
    /// Starts the threads: one walks, one examines in each room; all of them end at a wish.
    ///
    /// `judges_names` says that the targets are desktops.
    pub(super) fn start(
        targets: Vec<Target>,
        eyes: &Arc<Eyes>,
        judges_names: bool,
        rooms: Vec<Room>,
        wish: Wish,
    ) -> Result<Self, Failure> {
        let (to_order, order) = mpsc::sync_channel(AHEAD);
        let (to_examiners, tasks) = mpsc::sync_channel(AHEAD);
        let tasks = Arc::new(Mutex::new(tasks));
        for room in rooms {
            let (tasks, eyes) = (Arc::clone(&tasks), Arc::clone(eyes));
            spawn("examine", move || examine_all(&tasks, &eyes, room, judges_names))?;
        }
        let walker = Walker {
            order: to_order,
            examiners: to_examiners,
            wish,
        };
        spawn("walk", move || walker.walk_all(&targets))?;
        Ok(Self { order, held: None })
    }

    /// Returns the next result in the order of the walk; gives up after `patience`.
    pub(super) fn next(&mut self, patience: Duration) -> Result<Looked, RecvTimeoutError> {
        let (mut looked, answer) = match self.held.take() {
            Some(held) => held,
            None => match self.order.recv_timeout(patience)? {
                Awaited::Ready(looked) => return Ok(looked),
                Awaited::Examined(looked, answer) => (looked, answer),
            },
        };
        match answer.recv_timeout(patience) {
            Ok(outcome) => looked.outcome = outcome,
            Err(RecvTimeoutError::Timeout) => {
                self.held = Some((looked, answer));
                return Err(RecvTimeoutError::Timeout);
            }
            Err(RecvTimeoutError::Disconnected) => {
                looked.outcome = not_read(UnreadReason::Crashed, "");
            }
        }
        Ok(looked)
    }
}

enum Awaited {
    Ready(Looked),
    Examined(Looked, Receiver<Outcome>),
}

struct Task {
    file: File,
    sighting: Sighting,
    answer: SyncSender<Outcome>,
}

struct Walker {
    order: SyncSender<Awaited>,
    examiners: SyncSender<Task>,
    wish: Wish,
}

impl Walker {
    fn walk_all(&self, targets: &[Target]) {
        for target in targets {
            let outcome = match target.plan {
                Plan::Walk => walk::walk(&target.real, &mut |entry| self.hand_over(target, entry)),
                Plan::One => walk::visit_one(&target.real, &mut |entry| {
                    // Nothing comes after the one entry: an end of the walk is no news.
                    let _ = self.hand_over(target, entry);
                }),
                Plan::Tell(outcome) => outcome,
            };
            let over = self.wish.asked().is_some();
            if over || self.tell_root(target, outcome).is_break() {
                return;
            }
        }
    }

    fn hand_over(&self, target: &Target, entry: &dyn Entry) -> ControlFlow<()> {
        if self.wish.asked().is_some() {
            return ControlFlow::Break(());
        }
        let sighting = entry.sighting();
        let looked = Looked {
            shown: shown(target, sighting),
            sighting: Some(sighting.clone()),
            outcome: known(sighting.what),
        };
        if sighting.what != What::File {
            return self.send(Awaited::Ready(looked));
        }
        match entry.open() {
            Ok(file) => self.have_examined(looked, sighting, file),
            Err(reason) => self.send(Awaited::Ready(Looked {
                outcome: not_read(reason, ""),
                ..looked
            })),
        }
    }

    fn have_examined(&self, looked: Looked, sighting: &Sighting, file: File) -> ControlFlow<()> {
        let (answer, examined) = mpsc::sync_channel(1);
        let task = Task {
            file,
            sighting: sighting.clone(),
            answer,
        };
        self.send(Awaited::Examined(looked, examined))?;
        flow(self.examiners.send(task).is_ok())
    }

    /// Tells what became of a target that was not looked through.
    fn tell_root(&self, target: &Target, outcome: RootOutcome) -> ControlFlow<()> {
        let (reason, detail) = match outcome {
            // A tree that is too deep has told so at the place.
            RootOutcome::Covered | RootOutcome::Stopped => return ControlFlow::Continue(()),
            RootOutcome::Absent => (UnreadReason::Vanished, ""),
            RootOutcome::Denied => (UnreadReason::Denied, ""),
            _ => (UnreadReason::Stopped, "the system broke off the listing"),
        };
        self.send(Awaited::Ready(Looked {
            shown: target.shown.clone(),
            sighting: None,
            outcome: not_read(reason, detail),
        }))
    }

    fn send(&self, awaited: Awaited) -> ControlFlow<()> {
        flow(self.order.send(awaited).is_ok())
    }
}

const fn flow(goes_on: bool) -> ControlFlow<()> {
    match goes_on {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    }
}

/// Writes a path below the target as it was given, not as it really is.
fn shown(target: &Target, sighting: &Sighting) -> PathBuf {
    match sighting.path.strip_prefix(&target.real) {
        Ok(below) if below.as_os_str().is_empty() => target.shown.clone(),
        Ok(below) => target.shown.join(below),
        Err(_) => sighting.path.clone(),
    }
}

/// Says what is known without opening.
fn known(what: What) -> Outcome {
    let detail = match what {
        What::Elsewhere => "on another file system: name it as a PATH of its own to look there",
        What::Deep => "deeper than 256 folders",
        _ => "",
    };
    match what.unread() {
        Some(reason) => not_read(reason, detail),
        None => Outcome::Skipped,
    }
}

fn not_read(reason: UnreadReason, detail: &str) -> Outcome {
    Outcome::Unread(Unread {
        member: Vec::new(),
        reason,
        format: String::new(),
        detail: detail.to_owned(),
    })
}

fn examine_all(tasks: &Mutex<Receiver<Task>>, eyes: &Eyes, mut room: Room, judges_names: bool) {
    let next = || {
        let tasks = tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.recv()
    };
    while let Ok(task) = next() {
        let sighting = &task.sighting;
        let mut examined = match room.examine(&sighting.name, sighting.size_bytes, &task.file) {
            Ok(examined) => examined,
            Err(no_room) => {
                let _ = task
                    .answer
                    .send(not_read(UnreadReason::Crashed, &no_room.to_string()));
                continue;
            }
        };
        if judges_names {
            examined.hits.extend(eyes.stray(&task.sighting.name));
        }
        if walk::has_changed(&task.file, &task.sighting) {
            examined.unread.push(changing());
        }
        // Nobody waits any more when the scan was ended.
        let _ = task.answer.send(Outcome::Examined(examined));
    }
}

fn changing() -> Unread {
    Unread {
        member: Vec::new(),
        reason: UnreadReason::Changing,
        format: String::new(),
        detail: "written to while it was read".to_owned(),
    }
}

pub(super) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(body);
    spawned.map(drop).map_err(|error: io::Error| {
        Failure::new(
            Exit::Partly,
            format!("cannot start a thread: {error}"),
            "try again with --jobs 1, or when the machine has room",
        )
    })
}
