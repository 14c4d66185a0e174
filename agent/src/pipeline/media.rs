//! Watches what is plugged in on a thread of its own, and says it through the outbox.
//!
//! ```text
//! bell, clock ─► present ─► Stays ─► MediaSeen, MediaLeft ─► outbox
//!                  └─ a mounted medium ─► count, then read (contents) ────────────┘
//! ```
//!
//! The stays are remembered with what was said, in one transaction: a restart
//! neither ends a stay nor begins it anew.

mod contents;

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use jiff::tz::TimeZone;
use mimawari_proto::{
    id::MediaSessionId,
    reading::{MediaMarker, MediaSeen},
    round::{Event, Said},
    time::Timestamp,
};

use contents::Contents;
pub(super) use contents::Reading;

use super::{clock, random};
use crate::{
    outbox::{Batch, Outbox, OutboxError, look_of},
    platform::{
        facts::media::Medium,
        media::{self, Bell},
        process,
    },
    sense::media::{
        describe::marks,
        history::{self, SharedSerials},
        marker::{self, MarkerKey},
        stay::{Edge, Stays},
    },
};

/// Where the stays are remembered.
const STAYS_MEMO: &str = "media.stays";

/// Which records of the past were said.
const PAST_MEMO: &str = "media.past";

/// How long one wait for the bell is: a stop waits for it.
const WAIT: Duration = Duration::from_millis(400);

/// How often is looked without a ring, where changes are heard …
const LOOK_EVERY: Duration = Duration::from_secs(4);

/// … and where they are not.
const LOOK_OFTEN: Duration = Duration::from_millis(800);

/// What the watch is given.
pub(super) struct Watched {
    /// Where the tree of devices begins: `/` but for recorded trees.
    pub(super) root: PathBuf,
    pub(super) outbox: Outbox,
    pub(super) marker_key: Option<MarkerKey>,
    /// That of this PC: old logs keep local times.
    pub(super) zone: TimeZone,
    /// True while the watch is at work: what a round says of it.
    pub(super) runs: Arc<AtomicBool>,
    /// How what lies on media is read.
    pub(super) reading: Reading,
}

/// The watch, running.
pub(super) struct Watching {
    stop: Arc<AtomicBool>,
    again: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Watching {
    pub(super) fn start(watched: Watched) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let runs = Runs::begin(&watched.runs, &stop);
        let again = Arc::new(AtomicBool::new(false));
        let asked = (Arc::clone(&stop), Arc::clone(&again));
        let thread = thread::Builder::new().name("media".to_owned()).spawn(move || {
            let _runs = runs;
            process::lower_priority();
            if let Err(error) = Watch::new(watched, asked.0, asked.1).run() {
                tracing::error!(%error, "media are not watched any more");
            }
        })?;
        Ok(Self { stop, again, thread })
    }

    /// Has what lies on the media that are in looked through again.
    pub(super) fn look_again(&self) {
        self.again.store(true, Ordering::Relaxed);
    }

    /// Asks it to end and waits for that: at most one wait for the bell and one look.
    pub(super) fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        if self.thread.join().is_err() {
            tracing::error!("the watch of media ended by a bug");
        }
    }
}

/// Says that the watch is at work, until it ends by a fault; one that was asked to end watched to the end.
struct Runs {
    runs: Arc<AtomicBool>,
    asked: Arc<AtomicBool>,
}

impl Runs {
    fn begin(runs: &Arc<AtomicBool>, asked: &Arc<AtomicBool>) -> Self {
        runs.store(true, Ordering::Relaxed);
        Self {
            runs: Arc::clone(runs),
            asked: Arc::clone(asked),
        }
    }
}

impl Drop for Runs {
    fn drop(&mut self) {
        self.runs
            .store(self.asked.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

struct Watch {
    watched: Watched,
    stop: Arc<AtomicBool>,
    again: Arc<AtomicBool>,
    stays: Stays,
    looked_at: Timestamp,
    contents: Contents,
}

impl Watch {
    fn new(watched: Watched, stop: Arc<AtomicBool>, again: Arc<AtomicBool>) -> Self {
        let stays = watched.outbox.memo(STAYS_MEMO).ok().flatten().unwrap_or_default();
        Self {
            contents: Contents::new(&watched),
            watched,
            stop,
            again,
            stays,
            looked_at: Timestamp::default(),
        }
    }

    fn run(mut self) -> Result<(), OutboxError> {
        let mut bell = Bell::hang();
        self.look()?;
        survive(say_past(&self.watched))?;
        while !self.stop.load(Ordering::Relaxed) {
            let rung = bell.wait(self.wait());
            let told = self.contents.told();
            let is_due = clock().since(self.looked_at) >= self.look_every(&bell);
            let is_late = self
                .stays
                .next_look_in(clock())
                .is_some_and(|left| left.is_zero());
            let has_told = !told.is_empty();
            for (session, content) in told {
                self.stays.swept(session, content);
            }
            if self.again.swap(false, Ordering::Relaxed) {
                self.contents.look_again();
            }
            if rung || is_due || is_late || has_told || clock() < self.looked_at {
                self.look()?;
            }
        }
        self.contents.stop();
        Ok(())
    }

    /// No bell rings for a recorded tree.
    fn look_every(&self, bell: &Bell) -> Duration {
        match bell.hears() && self.watched.root == Path::new("/") {
            true => LOOK_EVERY,
            false => LOOK_OFTEN,
        }
    }

    fn wait(&self) -> Duration {
        self.stays
            .next_look_in(clock())
            .map_or(WAIT, |left| left.clamp(Duration::from_millis(50), WAIT))
    }

    fn look(&mut self) -> Result<(), OutboxError> {
        let present = media::present(&self.watched.root);
        let now = clock();
        let key = self.watched.marker_key;
        let events = self.stays.look(
            &present,
            &Edge {
                now,
                random: &random,
                marker: &|medium| marker_of(medium, key.as_ref()),
            },
        );
        self.looked_at = now;
        if !events.is_empty() {
            let value = serde_json::to_string(&self.stays).expect("plain values have a JSON form");
            let batch = Batch {
                events,
                memos: vec![(STAYS_MEMO, value)],
                ..Batch::default()
            };
            if let Err(error) = self.watched.outbox.write(&batch, now) {
                // What could not be kept is said again at the next look.
                self.stays = self
                    .watched
                    .outbox
                    .memo(STAYS_MEMO)
                    .ok()
                    .flatten()
                    .unwrap_or_default();
                survive(Err(error))?;
            }
        }
        self.contents.follow(&present, &self.stays);
        Ok(())
    }
}

/// Where a medium can be looked into.
fn top(medium: &Medium) -> Option<&Path> {
    let mounts = medium.volumes.iter().filter_map(|volume| volume.mount.as_ref());
    mounts.map(|mount| mount.path.as_path()).next()
}

fn marker_of(medium: &Medium, key: Option<&MarkerKey>) -> Option<MediaMarker> {
    let marker = marker::find(top(medium)?)?;
    Some(marker.told(key, &marks(medium).of(medium, false)))
}

/// Which records of the past were said: by what tells a record, its session and what was said of it.
type SaidPast = HashMap<u64, (MediaSessionId, u64)>;

/// Says what the system wrote about media: every record once, and again when it goes on.
fn say_past(watched: &Watched) -> Result<(), OutboxError> {
    let Watched {
        root, outbox, zone, ..
    } = watched;
    let mut said: SaidPast = outbox.memo(PAST_MEMO)?.unwrap_or_default();
    let records = history::past(&media::records(root), zone);
    let shared = SharedSerials::among(&records);
    let now = clock();
    let mut events = Vec::new();
    let mut there = SaidPast::new();
    for past in &records {
        let (key, what) = (look_of(&past.key()), look_of(past));
        let known = said.remove(&key).or_else(|| there.get(&key).copied());
        let session = known.map_or_else(|| MediaSessionId::new(now, random()), |(session, _)| session);
        if known.is_none_or(|(_, before)| before != what) {
            let said = Said::MediaSeen(past.seen(session, &shared));
            events.push(Event { at: now, said });
        }
        there.insert(key, (session, what));
    }
    // What the system has forgotten since was said, and would be said anew if it came back.
    there.extend(said.into_iter().take(history::LIMIT));
    let value = serde_json::to_string(&there).expect("plain values have a JSON form");
    let batch = Batch {
        events,
        memos: vec![(PAST_MEMO, value)],
        ..Batch::default()
    };
    outbox.write(&batch, now)
}

/// A full disk is a state to live with.
fn survive(done: Result<(), OutboxError>) -> Result<(), OutboxError> {
    match done {
        Err(OutboxError::DiskFull(error)) => {
            tracing::error!(%error, "the disk is full: media are told later");
            Ok(())
        }
        other => other,
    }
}

/// Describes what is plugged in now, as the watch would.
pub fn media_present(root: &Path, key: Option<MarkerKey>) -> Vec<MediaSeen> {
    let mut seen = Vec::new();
    for event in look_once(&mut Stays::default(), root, key) {
        if let Said::MediaSeen(one) = event.said {
            seen.push(one);
        }
    }
    seen
}

/// Describes what the system wrote about media.
pub fn media_past(root: &Path, zone: &TimeZone) -> Vec<MediaSeen> {
    let session = || MediaSessionId::new(clock(), random());
    let records = history::past(&media::records(root), zone);
    let shared = SharedSerials::among(&records);
    records.iter().map(|past| past.seen(session(), &shared)).collect()
}

/// Tells what is plugged in and pulled, until it is told to end.
pub fn media_watch(root: &Path, key: Option<MarkerKey>, tell: &mut dyn FnMut(Vec<Event>) -> bool) {
    let mut bell = Bell::hang();
    let mut stays = Stays::default();
    while tell(look_once(&mut stays, root, key)) {
        let most = if bell.hears() { WAIT } else { LOOK_OFTEN };
        let left = stays.next_look_in(clock());
        bell.wait(left.map_or(most, |left| left.clamp(Duration::from_millis(50), most)));
    }
}

fn look_once(stays: &mut Stays, root: &Path, key: Option<MarkerKey>) -> Vec<Event> {
    let edge = Edge {
        now: clock(),
        random: &random,
        marker: &|medium| marker_of(medium, key.as_ref()),
    };
    stays.look(&media::present(root), &edge)
}
