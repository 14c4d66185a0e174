//! What lies on the media that are in: counted at once, then read, one medium after the other.
//!
//! ```text
//! a mounted medium ─► count ─► wait for its turn ─► examining room ─► findings, content
//!        ▲                 one thread for each; all of it over as soon as the medium goes
//!        └─ a round began, or its free space changed and rested
//! ```

use std::{
    cell::RefCell,
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use mimawari_proto::{
    id::MediaSessionId,
    reading::{MediaContent, MediaExamined, MediaSeen},
    round::MediaWatch,
    time::Timestamp,
};

use super::{
    super::{clock, examining::Examining, random},
    Watched,
};
use crate::{
    examine::Eyes,
    outbox::{Outbox, OutboxError},
    platform::{
        facts::{Identity, media::Medium},
        folder::Folder,
        media, process,
    },
    sense::{
        desktop::RootPlace,
        media::{
            content::{self, count},
            place::{is_open, places},
            stay::Stays,
        },
    },
    sweep::{self, Budget, Sweep, SweepFault, medium::look_through},
};

/// Media that are counted or read at the same time.
const LOOKS_LIMIT: usize = 16;

/// How long a medium that is written to has to rest before it is looked through again.
const REST: Duration = Duration::from_secs(60);

/// Volumes of media whose unchanged files are known; of more, the ones looked through longest ago are read anew.
const KNOWN_LIMIT: usize = 64;

/// Which volumes were looked through, and when: a memo.
const KNOWN_MEMO: &str = "media.known";

/// How what lies on media is read.
#[derive(Clone)]
pub(in crate::pipeline) struct Reading {
    pub(in crate::pipeline) examining: Examining,
    pub(in crate::pipeline) eyes: Arc<Eyes>,
    pub(in crate::pipeline) policy_version: u64,
    pub(in crate::pipeline) budget: Budget,
}

type Told = (MediaSessionId, MediaContent);

/// Every look at a medium that is in.
pub(super) struct Contents {
    looks: HashMap<MediaSessionId, Look>,
    work: Work,
    to_told: SyncSender<Told>,
    told: Receiver<Told>,
}

/// One look, under way or done.
struct Look {
    stop: Arc<AtomicBool>,
    /// When it ended; `None` while it is under way.
    ended_at: Option<Timestamp>,
    /// How much was free when it began, or at the last change since.
    free_bytes: Option<u64>,
    /// Since when something has been different from what was looked at.
    changed_at: Option<Timestamp>,
    is_wanted: bool,
}

impl Contents {
    pub(super) fn new(watched: &Watched) -> Self {
        let (to_told, told) = sync_channel(LOOKS_LIMIT);
        Self {
            looks: HashMap::new(),
            work: Work {
                root: watched.root.clone(),
                outbox: watched.outbox.clone(),
                reading: watched.reading.clone(),
                turn: Arc::default(),
            },
            to_told,
            told,
        }
    }

    /// Takes what the looks have found out since.
    pub(super) fn told(&mut self) -> Vec<Told> {
        let told: Vec<_> = self.told.try_iter().collect();
        for (session, content) in &told {
            if let Some(look) = self.looks.get_mut(session)
                && let Some(examined) = content.examined
            {
                look.ended_at = Some(examined.ended_at);
            }
        }
        told
    }

    /// Has every medium that is in looked through again.
    pub(super) fn look_again(&mut self) {
        self.looks.values_mut().for_each(|look| look.is_wanted = true);
    }

    pub(super) fn stop(&self) {
        for look in self.looks.values() {
            look.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Begins a look at every medium that can be looked into, and ends those at media that have gone.
    pub(super) fn follow(&mut self, present: &[Medium], stays: &Stays) {
        let there: Vec<(&str, &MediaSeen)> = stays.present().collect();
        self.looks.retain(|session, look| {
            let stays = there.iter().any(|(_, seen)| seen.session == *session);
            look.stop.fetch_or(!stays, Ordering::Relaxed);
            stays
        });
        for (place, seen) in there {
            let medium = present.iter().find(|medium| medium.place == place);
            let Some(medium) = medium.filter(|medium| medium.volumes.iter().any(|one| one.mount.is_some()))
            else {
                continue;
            };
            if self.is_due(medium, seen) {
                self.begin(medium, seen);
            }
        }
    }

    fn is_due(&mut self, medium: &Medium, seen: &MediaSeen) -> bool {
        let now = clock();
        let free = free_bytes(medium);
        match self.looks.get_mut(&seen.session) {
            None => self.looks.len() < LOOKS_LIMIT,
            Some(look) => {
                if look.free_bytes != free {
                    (look.free_bytes, look.changed_at) = (free, Some(now));
                }
                let has_rested = look.changed_at.is_some_and(|at| now.since(at) >= REST);
                look.ended_at.is_some() && (look.is_wanted || has_rested)
            }
        }
    }

    fn begin(&mut self, medium: &Medium, seen: &MediaSeen) {
        let stop = Arc::new(AtomicBool::new(false));
        let look = Look {
            stop: Arc::clone(&stop),
            ended_at: None,
            free_bytes: free_bytes(medium),
            changed_at: None,
            is_wanted: false,
        };
        self.looks.insert(seen.session, look);
        let places = places(medium, seen);
        let (work, to, session) = (self.work.clone(), self.to_told.clone(), seen.session);
        let (at, is_open) = (medium.place.clone(), is_open(medium));
        let looking = thread::Builder::new()
            .name("media content".to_owned())
            .spawn(move || {
                process::lower_priority();
                work.look(&at, &places, is_open, &stop, &mut |content| {
                    // Nobody listening means that the agent is ending.
                    drop(to.send((session, content)));
                });
            });
        if let Err(error) = looking {
            tracing::warn!(%error, "what lies on a medium is not looked at");
        }
    }
}

fn free_bytes(medium: &Medium) -> Option<u64> {
    let mounts = medium.volumes.iter().filter_map(|volume| volume.mount.as_ref());
    mounts.map(|mount| mount.free_bytes).sum()
}

/// What every look needs.
#[derive(Clone)]
struct Work {
    root: PathBuf,
    outbox: Outbox,
    reading: Reading,
    /// Held while a medium is read: one examining room for all of them.
    turn: Arc<Mutex<()>>,
}

impl Work {
    fn look(
        &self,
        at: &str,
        places: &[RootPlace],
        is_open: bool,
        stop: &AtomicBool,
        tell: &mut dyn FnMut(MediaContent),
    ) {
        let stopped = || stop.load(Ordering::Relaxed);
        let tops: Vec<&Path> = places.iter().map(|place| place.path.as_path()).collect();
        let edge = content::Edge {
            now: &clock,
            stop: &stopped,
        };
        let mut content = count(&tops, is_open, &edge);
        if stopped() {
            return;
        }
        tell(content.clone());
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if stopped() {
            return;
        }
        let examined = self.read(at, places, stop);
        drop(turn);
        let mut examined = examined.unwrap_or_else(|error| {
            // Tried again with the next round.
            tracing::error!(%error, "what lies on a medium was not read to the end");
            MediaExamined {
                ended_at: clock(),
                ..MediaExamined::default()
            }
        });
        examined.complete &= is_open;
        content.examined = Some(examined);
        if !stopped() {
            tell(content);
        }
    }

    fn read(&self, at: &str, places: &[RootPlace], stop: &AtomicBool) -> Result<MediaExamined, SweepFault> {
        let before: Vec<_> = places.iter().map(|place| identity(&place.path)).collect();
        let examine = RefCell::new(self.reading.examining.open(&self.reading.eyes)?);
        let what = Sweep {
            policy_version: self.reading.policy_version,
            roots: places.to_vec(),
            eyes: &self.reading.eyes,
            outbox: &self.outbox,
            budget: self.reading.budget,
        };
        let edge = sweep::Edge {
            examine: &|name, size, file| (examine.borrow_mut())(name, size, file),
            now: &clock,
            random: &random,
            // A stop unparks nobody here: it is waited for at most one rest.
            rest: &thread::park_timeout,
            stop,
            media_watch: &|| MediaWatch::Running,
            progress: &|_| (),
            there: &|place| {
                let known = places.iter().zip(&before).find(|(one, _)| one.path == place.path);
                let is_same =
                    known.is_some_and(|(_, before)| before.is_some() && *before == identity(&place.path));
                is_same && !stop.load(Ordering::Relaxed) && self.is_mounted(at, &place.path)
            },
        };
        let examined = look_through(&what, &edge)?;
        self.know(places)?;
        Ok(examined)
    }

    /// An empty folder is left where a medium was mounted: it is asked for itself.
    fn is_mounted(&self, at: &str, top: &Path) -> bool {
        let present = media::present(&self.root);
        let medium = present.iter().find(|medium| medium.place == at);
        let mut mounts = medium.into_iter().flat_map(|medium| &medium.volumes);
        mounts.any(|volume| volume.mount.as_ref().is_some_and(|mount| mount.path == top))
    }

    /// Notes what was looked through, and forgets how the files of old acquaintances looked.
    fn know(&self, places: &[RootPlace]) -> Result<(), OutboxError> {
        let mut known: HashMap<String, Timestamp> = self.outbox.memo(KNOWN_MEMO)?.unwrap_or_default();
        let keys = places.iter().filter_map(|place| place.medium.as_ref());
        known.extend(keys.map(|medium| (medium.key.clone(), clock())));
        while known.len() > KNOWN_LIMIT {
            let oldest = known
                .iter()
                .min_by_key(|(_, at)| **at)
                .map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            known.remove(&oldest);
            self.outbox.forget_folders(oldest.as_bytes(), &[].into())?;
            self.outbox.forget_unread(oldest.as_bytes(), &[].into())?;
        }
        self.outbox.remember(KNOWN_MEMO, &known)
    }
}

fn identity(top: &Path) -> Option<Identity> {
    Folder::open(top).ok().map(|folder| folder.identity())
}
