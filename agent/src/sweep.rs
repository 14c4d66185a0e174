//! One sweep: walks the roots, examines what changed, compares with what stood.
//!
//! ```text
//! roots ─► walk ─► unchanged? ─► examine ─► judge ─► outbox (seen, standing, events: one transaction)
//! ```
//!
//! A finding is cleared only by proof: its file was read and is clean, or is
//! protected now, or is gone from a root that was covered to its end. What was
//! denied, stopped or unreadable proves nothing.
//!
//! Time, randomness and rest come in from the edge; nothing here knows the
//! operating system but through `sense`.

mod folder;
mod judge;
pub mod medium;
mod tally;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    fs::File,
    ops::ControlFlow,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use mimawari_proto::{
    finding::{ClearedReason, Root},
    id::{FindingId, RoundId},
    name::Name,
    round::{
        Event, MediaWatch, RootCovered, RootOutcome, RoundEnded, RoundOutcome, RoundReason, RoundStarted,
        STANDING_LIMIT, Said, UnreadReason,
    },
    time::Timestamp,
};

use crate::{
    examine::{Examined, Eyes, Unread, room::NoRoom},
    finding,
    outbox::{Batch, Look, Outbox, OutboxError, Seen, look_of},
    sense::{
        desktop::RootPlace,
        media::place::KEYS_BEGIN,
        walk::{Entry, Sighting, What, walk},
    },
};

use folder::OpenFolder;
use tally::Tally;

/// Where a round that was stopped goes on: the folder of the first root it did not cover.
const RESUME: &str = "sweep.resume";

/// A batch is written after so many events …
const BATCH_EVENTS: usize = 500;

/// … or so many folders …
const BATCH_FOLDERS: usize = 200;

/// … or so long, so that a crash costs two seconds of reading.
const BATCH_AGE: Duration = Duration::from_secs(2);

/// Work is cut into slices of this length with a rest after each.
const SLICE: Duration = Duration::from_millis(50);

/// What is to be swept, and by what measure.
pub struct Sweep<'a> {
    /// Version of the policy; 0 for the built-in one.
    pub policy_version: u64,
    /// The folders to cover.
    pub roots: Vec<RootPlace>,
    /// What judges documents, and names by itself.
    pub eyes: &'a Eyes,
    /// Where everything goes.
    pub outbox: &'a Outbox,
    /// How much it may cost.
    pub budget: Budget,
}

/// What a sweep may cost, and what it leaves alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// A document on a desktop is a stray file only when it lies there unchanged for so long.
    pub grace: Duration,
    /// Files that may be read; those known from before cost nothing.
    pub files: u64,
    /// How long it may take.
    pub time: Duration,
    /// Share of one core, in percent; 100 is full speed.
    pub share_percent: u8,
}

/// Examines a document; fails where there is no room to do so in, and the sweep ends with that.
pub type Examine<'a> = dyn Fn(&Name, u64, &mut File) -> Result<Examined, NoRoom> + 'a;

/// Why a sweep was given up.
#[derive(Debug, thiserror::Error)]
pub enum SweepFault {
    /// The outbox failed.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// Documents cannot be examined: nothing that was not read counts as read.
    #[error(transparent)]
    Room(#[from] NoRoom),
}

/// What comes in from the edge.
pub struct Edge<'a> {
    /// Examines a document of this name and size.
    pub examine: &'a Examine<'a>,
    /// Reads the clock.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Returns random bytes for ids.
    pub random: &'a dyn Fn() -> [u8; 10],
    /// Rests; returns early when stopped.
    pub rest: &'a dyn Fn(Duration),
    /// Somebody asked to stop.
    pub stop: &'a AtomicBool,
    /// Tells whether media are watched; asked when the round ends.
    pub media_watch: &'a dyn Fn() -> MediaWatch,
    /// Is told how far the sweep is, after every file.
    pub progress: &'a dyn Fn(&Progress),
    /// A place that was looked through is still the one that it was: a medium may have been pulled.
    pub there: &'a dyn Fn(&RootPlace) -> bool,
}

/// How far a sweep is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Files seen.
    pub files: u64,
    /// Files read.
    pub read: u64,
    /// Their bytes on the disk.
    pub bytes: u64,
    /// Findings that stand so far.
    pub standing: u64,
}

/// Makes a round and returns what it covered; everything it says is in the outbox.
pub fn sweep(
    round: RoundId,
    reason: RoundReason,
    what: &Sweep<'_>,
    edge: &Edge<'_>,
) -> Result<RoundEnded, SweepFault> {
    Round::new(what, edge).make(round, reason)
}

/// A sweep under way.
struct Round<'a> {
    what: &'a Sweep<'a>,
    edge: &'a Edge<'a>,
    began_at: Timestamp,
    /// Changes with everything that changes a verdict on the same bytes.
    judged_by: u64,
    salt: [u8; 16],
    tally: Tally,
    batch: Batch,
    batch_since: Timestamp,
    slice_since: Timestamp,
    /// The folder that is looked through and those above it: the walk goes down before it goes on.
    open: Vec<OpenFolder>,
    /// Findings seen to stand in this round, or not disproved by it.
    confirmed: HashSet<FindingId>,
    /// Folders that could not be looked into: nothing below is disproved.
    blind: Vec<Vec<u8>>,
    visited_folders: HashSet<u64>,
    visited_unread: HashSet<u64>,
    stopped: bool,
    fault: Option<SweepFault>,
    /// What is cleared on a medium waits until it is sure that the medium was there to the end.
    held: Vec<(FindingId, ClearedReason)>,
}

impl<'a> Round<'a> {
    fn new(what: &'a Sweep<'a>, edge: &'a Edge<'a>) -> Self {
        let began_at = (edge.now)();
        Self {
            what,
            edge,
            began_at,
            judged_by: look_of(&(
                what.eyes.rule_set(),
                what.policy_version,
                what.budget.grace,
                // A new release may read what this one could not.
                env!("CARGO_PKG_VERSION"),
            )),
            salt: *what.outbox.installation().as_bytes(),
            tally: Tally::default(),
            batch: Batch::default(),
            batch_since: began_at,
            slice_since: began_at,
            open: Vec::new(),
            confirmed: HashSet::new(),
            blind: Vec::new(),
            visited_folders: HashSet::new(),
            visited_unread: HashSet::new(),
            stopped: false,
            fault: None,
            held: Vec::new(),
        }
    }

    fn make(mut self, round: RoundId, reason: RoundReason) -> Result<RoundEnded, SweepFault> {
        self.say(Said::RoundStarted(RoundStarted {
            round,
            reason,
            policy_version: self.what.policy_version,
            rule_set: self.what.eyes.rule_set().to_owned(),
        }));
        self.flush()?;
        let places = self.in_order()?;
        let mut roots = Vec::with_capacity(places.len());
        for place in &places {
            roots.push(self.cover(place)?);
        }
        let open = roots.iter().position(|root| root.outcome == RootOutcome::Stopped);
        let resume = open.map(|index| places[index].path.as_os_str().as_encoded_bytes());
        self.remember_resume(resume);
        Ok(self.end(round, roots)?)
    }

    /// Begins with the root where the last round was stopped, so that the first ones do not eat every budget.
    fn in_order(&self) -> Result<Vec<RootPlace>, OutboxError> {
        let mut places = self.what.roots.clone();
        let resume: Option<Vec<u8>> = self.what.outbox.memo(RESUME)?;
        let first = resume.and_then(|path| {
            places
                .iter()
                .position(|place| place.path.as_os_str().as_encoded_bytes() == path)
        });
        places.rotate_left(first.unwrap_or(0));
        Ok(places)
    }

    fn remember_resume(&mut self, path: Option<&[u8]>) {
        let value = serde_json::to_string(&path.unwrap_or_default()).expect("bytes have a JSON form");
        self.batch.memos.push((RESUME, value));
    }

    fn cover(&mut self, place: &RootPlace) -> Result<RootCovered, SweepFault> {
        let files_before = self.tally.files;
        let outcome = match place.outcome {
            RootOutcome::Covered if self.stopped => RootOutcome::Stopped,
            RootOutcome::Covered => self.look_through(place)?,
            other => other,
        };
        let outcome = match (outcome, self.is_there(place)) {
            (RootOutcome::Covered, true) => {
                self.clear_gone(place)?;
                outcome
            }
            (RootOutcome::Covered, false) => RootOutcome::Stopped,
            (other, _) => other,
        };
        Ok(RootCovered {
            root: place.root,
            user: place.user.clone(),
            outcome,
            files: self.tally.files - files_before,
        })
    }

    fn look_through(&mut self, place: &RootPlace) -> Result<RootOutcome, SweepFault> {
        let outcome = walk(&place.path, &mut |entry| self.visit(place, entry));
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        while !self.open.is_empty() {
            self.close_folder();
        }
        self.flush()?;
        Ok(outcome)
    }

    fn visit(&mut self, place: &RootPlace, entry: &dyn Entry) -> ControlFlow<()> {
        if self.must_stop() {
            self.stopped = true;
            return ControlFlow::Break(());
        }
        match self.look_at(place, entry) {
            Ok(()) => ControlFlow::Continue(()),
            Err(fault) => {
                self.fault = Some(fault);
                ControlFlow::Break(())
            }
        }
    }

    fn must_stop(&self) -> bool {
        let budget = &self.what.budget;
        self.edge.stop.load(Ordering::Relaxed)
            || self.tally.read >= budget.files
            || (self.edge.now)().since(self.began_at) >= budget.time
    }

    fn look_at(&mut self, place: &RootPlace, entry: &dyn Entry) -> Result<(), SweepFault> {
        let sighting = entry.sighting();
        match sighting.what {
            What::File => self.look_at_file(place, entry)?,
            What::CloudOnly => {
                self.tally.file(sighting.size_bytes);
                self.unread_file(place, sighting, UnreadReason::CloudOnly)?;
            }
            What::Link | What::Special => self.tally.skipped += 1,
            What::Elsewhere => {
                self.tally.skipped += 1;
                self.blind.push(place.kept(&sighting.path).into_owned());
            }
            What::Denied => self.blind_at(place, sighting, UnreadReason::Denied)?,
            What::Deep => self.blind_at(place, sighting, UnreadReason::Stopped)?,
        }
        self.pause();
        (self.edge.progress)(&self.progress());
        if self.batch_is_due() {
            self.flush()?;
        }
        Ok(())
    }

    fn blind_at(
        &mut self,
        place: &RootPlace,
        sighting: &Sighting,
        reason: UnreadReason,
    ) -> Result<(), OutboxError> {
        self.blind.push(place.kept(&sighting.path).into_owned());
        self.unread_file(place, sighting, reason)
    }

    fn look_at_file(&mut self, place: &RootPlace, entry: &dyn Entry) -> Result<(), SweepFault> {
        let sighting = entry.sighting();
        self.tally.file(sighting.size_bytes);
        // FAT numbers its files anew with every mount.
        let lasting = place.medium.is_none().then_some(sighting.identity.file);
        let look = look_of(&(
            &self.salt,
            lasting.unwrap_or_default(),
            sighting.size_bytes,
            sighting.modified_at,
            sighting.name.exact(),
        ));
        let folder = self.turn_to(&place.kept(sighting.path.parent().unwrap_or(Path::new(""))))?;
        if let Some(seen) = folder.seen(look)
            && (!seen.in_grace || self.is_in_grace(sighting))
            && self.stands_as_before(place, sighting, seen)?
        {
            self.tally.unchanged += 1;
            self.remember(look, seen);
            return Ok(());
        }
        match entry.open() {
            Ok(mut file) => {
                self.tally.read += 1;
                let examined = (self.edge.examine)(&sighting.name, sighting.size_bytes, &mut file)?;
                drop(file);
                if let Some(seen) = self.judge(place, sighting, &examined)? {
                    self.remember(look, seen);
                }
                Ok(())
            }
            Err(UnreadReason::Vanished) => {
                self.count_unread(place, sighting, &whole(UnreadReason::Vanished));
                Ok(())
            }
            Err(reason) => Ok(self.unread_file(place, sighting, reason)?),
        }
    }

    /// Somebody may still be at work on it. A time of change in the future says nothing and protects nothing.
    fn is_in_grace(&self, sighting: &Sighting) -> bool {
        let now = (self.edge.now)();
        sighting.modified_at <= now && now.since(sighting.modified_at) < self.what.budget.grace
    }

    /// A file as a whole was not read: what stood in it is not disproved.
    fn unread_file(
        &mut self,
        place: &RootPlace,
        sighting: &Sighting,
        reason: UnreadReason,
    ) -> Result<(), OutboxError> {
        self.count_unread(place, sighting, &whole(reason));
        self.confirmed
            .extend(self.what.outbox.ids_in(&place.kept(&sighting.path))?);
        Ok(())
    }

    /// Counts the parts of one file that were not read, each reason once, and names the first.
    fn count_unread(&mut self, place: &RootPlace, sighting: &Sighting, parts: &[Unread]) {
        self.tally.unread(parts.iter().map(|part| part.reason));
        for part in parts {
            if !self.tally.names_full() {
                self.tally.name(finding::seal_unread(place, sighting, part));
            }
        }
    }

    /// Opens the folder of the next file, and closes those that the walk has left.
    fn turn_to(&mut self, path: &[u8]) -> Result<&mut OpenFolder, OutboxError> {
        while self
            .open
            .last()
            .is_some_and(|open| !is_at_or_below(path, open.path()))
        {
            self.close_folder();
        }
        if self.open.last().is_none_or(|open| open.path() != path) {
            self.visited_folders.insert(look_of(&path.to_vec()));
            let before = self.what.outbox.folder(path, self.judged_by)?;
            self.open.push(OpenFolder::open(before));
        }
        Ok(self.open.last_mut().expect("opened above"))
    }

    fn remember(&mut self, look: Look, seen: Seen) {
        if let Some(folder) = self.open.last_mut() {
            folder.remember(look, seen);
        }
    }

    fn close_folder(&mut self) {
        let stopped = self.stopped;
        let changed = self.open.pop().and_then(|folder| folder.changed(stopped));
        self.batch.folders.extend(changed);
    }

    /// What stood in a covered root and was not met again is gone.
    fn clear_gone(&mut self, place: &RootPlace) -> Result<(), OutboxError> {
        let root = place.kept(&place.path);
        let root = root.as_ref();
        for (id, path) in self.what.outbox.places_below(root)? {
            if !self.confirmed.contains(&id) && !self.is_blind(&path) {
                self.clear(id, ClearedReason::Gone);
            }
        }
        self.flush()?;
        if self.blind.is_empty() {
            self.what.outbox.forget_folders(root, &self.visited_folders)?;
            self.what.outbox.forget_unread(root, &self.visited_unread)?;
        }
        Ok(())
    }

    fn is_blind(&self, path: &[u8]) -> bool {
        self.blind.iter().any(|blind| is_at_or_below(path, blind))
    }

    fn end(mut self, round: RoundId, roots: Vec<RootCovered>) -> Result<RoundEnded, OutboxError> {
        // What stands on media is no round's to confirm: most of them lie in a drawer.
        let standing = self.what.outbox.standing_ids_but(KEYS_BEGIN.as_bytes())?;
        for ids in standing.chunks(STANDING_LIMIT) {
            self.say(Said::RoundStanding(round, ids.to_vec()));
        }
        let ended = self.tally.take_ended(RoundEnded {
            round,
            started_at: self.began_at,
            outcome: outcome(&roots, self.stopped),
            standing: standing.len() as u64,
            roots,
            files: 0,
            bytes: 0,
            read: 0,
            unchanged: 0,
            skipped: 0,
            unread: Vec::new(),
            unread_files: Vec::new(),
            media_watch: Some((self.edge.media_watch)()),
        });
        self.say(Said::RoundEnded(ended.clone()));
        self.flush()?;
        Ok(ended)
    }

    fn say(&mut self, said: Said) {
        let at = (self.edge.now)();
        self.batch.events.push(Event { at, said });
    }

    fn clear(&mut self, id: FindingId, reason: ClearedReason) {
        self.batch.cleared.push(id);
        self.say(Said::Cleared(id, reason));
    }

    fn batch_is_due(&self) -> bool {
        self.batch.events.len() >= BATCH_EVENTS
            || self.batch.folders.len() >= BATCH_FOLDERS
            || (!self.batch.events.is_empty() && (self.edge.now)().since(self.batch_since) >= BATCH_AGE)
    }

    fn flush(&mut self) -> Result<(), OutboxError> {
        let batch = std::mem::take(&mut self.batch);
        let now = (self.edge.now)();
        self.batch_since = now;
        self.what.outbox.write(&batch, now)
    }

    /// Rests after each slice of work, as long as the share of the core asks for.
    fn pause(&mut self) {
        let share = u32::from(self.what.budget.share_percent.clamp(1, 100));
        let worked = (self.edge.now)().since(self.slice_since);
        if share < 100 && worked >= SLICE {
            // A clock that jumped is no work done.
            let worked = worked.min(Duration::from_secs(5));
            (self.edge.rest)(worked * (100 - share) / share);
        }
        if worked >= SLICE {
            self.slice_since = (self.edge.now)();
        }
    }

    fn progress(&self) -> Progress {
        Progress {
            files: self.tally.files,
            read: self.tally.read,
            bytes: self.tally.bytes,
            standing: self.confirmed.len() as u64,
        }
    }
}

/// A tree too deep to walk ends partial, not stopped: going on would not get further.
fn outcome(roots: &[RootCovered], stopped: bool) -> RoundOutcome {
    let covered = |root: &RootCovered| matches!(root.outcome, RootOutcome::Covered | RootOutcome::Absent);
    if stopped {
        RoundOutcome::Stopped
    } else if !roots.iter().all(covered) {
        RoundOutcome::Partial
    } else {
        RoundOutcome::Complete
    }
}

/// Tells whether a path is a folder or something below it.
fn is_at_or_below(path: &[u8], folder: &[u8]) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| matches!(rest.first(), None | Some(b'/' | b'\\')) || folder.ends_with(b"/"))
}

/// Tells whether documents lying there are stray.
const fn is_desktop(root: Root) -> bool {
    matches!(root, Root::Desktop | Root::PublicDesktop)
}

fn whole(reason: UnreadReason) -> [Unread; 1] {
    [Unread {
        member: Vec::new(),
        reason,
        format: String::new(),
        detail: String::new(),
    }]
}
