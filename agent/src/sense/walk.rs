//! Walks a folder by handle: no link, junction, pipe or device is followed.
//!
//! Depth first, in the order of names. In memory are one handle and one lot
//! of names for each folder on the way down, however many entries there are;
//! a folder larger than a lot is taken lot by lot, each in the order of its
//! names. The walk stays on the file system of its root.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    ops::ControlFlow,
    path::{Path, PathBuf},
    vec,
};

use mimawari_proto::{
    name::Name,
    round::{RootOutcome, UnreadReason},
    time::Timestamp,
};

pub use crate::platform::facts::Identity;
use crate::platform::{
    facts::{Refused, Seen, Sort},
    folder::Folder,
    owner::Owners,
};

/// How many folders lie in one another at most; what is deeper is told, not walked.
///
/// Each costs a handle, of which a process has 1,024. Office folders are less
/// than 20 deep; Windows without long paths ends at 130.
pub const DEPTH_LIMIT: usize = 256;

/// Names of one folder held at a time, in bytes: about 4,000 of them.
const LOT_BYTES: usize = 128 << 10;

/// What lies there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A regular file that can be opened.
    File,
    /// A regular file whose content lies in the cloud; opening it would fetch it.
    CloudOnly,
    /// A symbolic link, junction or other reparse point.
    Link,
    /// A pipe, socket or device.
    Special,
    /// An entry or folder that may not be looked at.
    Denied,
    /// A folder on another file system: not entered.
    Elsewhere,
    /// A folder deeper than is ever entered.
    Deep,
}

impl What {
    /// Says why there is nothing to read; `None` for files, and for links, which are not followed on purpose.
    pub const fn unread(self) -> Option<UnreadReason> {
        match self {
            Self::File | Self::Link => None,
            Self::CloudOnly => Some(UnreadReason::CloudOnly),
            Self::Special => Some(UnreadReason::NotAFile),
            Self::Denied => Some(UnreadReason::Denied),
            Self::Elsewhere | Self::Deep => Some(UnreadReason::Stopped),
        }
    }
}

/// One entry, from one look; nothing was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// Where it lies, in full.
    pub path: PathBuf,
    /// Its own name.
    pub name: Name,
    /// What lies there.
    pub what: What,
    /// What tells it from every other file.
    pub identity: Identity,
    /// Its size.
    pub size_bytes: u64,
    /// Its last change.
    pub modified_at: Timestamp,
    /// The account that owns it.
    pub owner: Name,
    /// Hidden or a system file (dot file; Windows attributes).
    pub hidden: bool,
}

/// An entry during the walk, which can still be opened by handle.
pub trait Entry {
    /// What one look told.
    fn sighting(&self) -> &Sighting;

    /// Opens it for reading, sharing everything; refuses what is no regular file any more.
    fn open(&self) -> Result<File, UnreadReason>;
}

/// Walks everything below `root`, one folder in memory at a time.
///
/// `root` itself is reached without following a link. `visit` may end the walk
/// early, which comes back as [`RootOutcome::Stopped`]; so does a tree that is
/// deeper than [`DEPTH_LIMIT`]. A folder whose listing breaks off makes the
/// whole [`RootOutcome::Failed`], after everything else was walked.
pub fn walk(root: &Path, visit: &mut dyn FnMut(&dyn Entry) -> ControlFlow<()>) -> RootOutcome {
    let folder = match Folder::open(root) {
        Ok(folder) => folder,
        Err(refused) => return not_walked(&refused),
    };
    let mut walk = Walk::new(root, folder);
    match walk.all(visit) {
        ControlFlow::Break(()) => RootOutcome::Stopped,
        ControlFlow::Continue(()) => walk.outcome,
    }
}

/// Looks at one entry of a folder, as a walk would; the entry may be a folder, which is then no file.
///
/// `path` is reached without following a link.
pub fn visit_one(path: &Path, visit: &mut dyn FnMut(&dyn Entry)) -> RootOutcome {
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else {
        return RootOutcome::Absent;
    };
    let above = if above.as_os_str().is_empty() {
        Path::new(".")
    } else {
        above
    };
    let folder = match Folder::open(above) {
        Ok(folder) => folder,
        Err(refused) => return not_walked(&refused),
    };
    let seen = match folder.look(name) {
        Ok(seen) => seen,
        Err(refused) => return not_walked(&refused),
    };
    let sighting = sighting(above, name, &seen, what(seen.sort), &mut Owners::new());
    visit(&Found {
        sighting,
        folder: &folder,
        name,
    });
    RootOutcome::Covered
}

/// Tells whether a file has grown, shrunk or been written to since it was seen.
pub fn has_changed(file: &File, sighting: &Sighting) -> bool {
    file.metadata().map_or(true, |is| {
        let modified_at = is.modified().map_or(sighting.modified_at, Timestamp::from);
        let apart_ms = modified_at
            .as_unix_ms()
            .abs_diff(sighting.modified_at.as_unix_ms());
        // One apart is rounding: times before 1970 are rounded the other way.
        is.len() != sighting.size_bytes || apart_ms > 1
    })
}

struct Found<'a> {
    sighting: Sighting,
    folder: &'a Folder,
    name: &'a OsStr,
}

impl Entry for Found<'_> {
    fn sighting(&self) -> &Sighting {
        &self.sighting
    }

    fn open(&self) -> Result<File, UnreadReason> {
        match self.sighting.what {
            What::File => self.folder.open_file(self.name, &self.sighting.identity),
            other => Err(other.unread().unwrap_or(UnreadReason::NotAFile)),
        }
    }
}

/// A folder on the way down, and those of its names that are still to come.
struct Level {
    folder: Folder,
    lot: vec::IntoIter<OsString>,
    has_more: bool,
}

impl Level {
    fn new(folder: Folder) -> Self {
        Self {
            folder,
            lot: Vec::new().into_iter(),
            has_more: true,
        }
    }

    fn next_name(&mut self) -> io::Result<Option<OsString>> {
        while self.lot.len() == 0 && self.has_more {
            let mut names = Vec::new();
            // Taken back when the listing goes on: after an error it does not.
            self.has_more = false;
            let listed = self.folder.next_names(&mut names, LOT_BYTES);
            names.sort_unstable();
            self.lot = names.into_iter();
            self.has_more = listed?;
        }
        Ok(self.lot.next())
    }
}

struct Walk {
    here: PathBuf,
    levels: Vec<Level>,
    owners: Owners,
    outcome: RootOutcome,
}

impl Walk {
    fn new(root: &Path, folder: Folder) -> Self {
        Self {
            here: root.to_owned(),
            levels: vec![Level::new(folder)],
            owners: Owners::new(),
            outcome: RootOutcome::Covered,
        }
    }

    fn all(&mut self, visit: &mut dyn FnMut(&dyn Entry) -> ControlFlow<()>) -> ControlFlow<()> {
        while let Some(level) = self.levels.last_mut() {
            match level.next_name() {
                Ok(Some(name)) => self.step(&name, visit)?,
                Ok(None) => self.leave(),
                Err(_) => self.outcome = RootOutcome::Failed,
            }
        }
        ControlFlow::Continue(())
    }

    fn leave(&mut self) {
        self.levels.pop();
        if !self.levels.is_empty() {
            self.here.pop();
        }
    }

    fn step(
        &mut self,
        name: &OsStr,
        visit: &mut dyn FnMut(&dyn Entry) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(level) = self.levels.last() else {
            return ControlFlow::Continue(());
        };
        let (seen, what) = match level.folder.look(name) {
            Ok(seen) if seen.sort == Sort::Folder => match self.enter(name, &seen) {
                Some(what) => (seen, what),
                None => return ControlFlow::Continue(()),
            },
            Ok(seen) => {
                let what = what(seen.sort);
                (seen, what)
            }
            Err(Refused::Absent) => return ControlFlow::Continue(()),
            Err(_) => (Seen::nothing(), What::Denied),
        };
        let Some(level) = self.levels.last() else {
            return ControlFlow::Continue(());
        };
        visit(&Found {
            sighting: sighting(&self.here, name, &seen, what, &mut self.owners),
            folder: &level.folder,
            name,
        })
    }

    /// Goes down into a folder; says what to tell when that cannot be done.
    fn enter(&mut self, name: &OsStr, seen: &Seen) -> Option<What> {
        if self.levels.len() >= DEPTH_LIMIT {
            self.outcome = RootOutcome::Stopped;
            return Some(What::Deep);
        }
        match self.levels.last()?.folder.enter(name, &seen.identity) {
            Ok(folder) => {
                self.levels.push(Level::new(folder));
                self.here.push(name);
                None
            }
            Err(Refused::Absent) => None,
            Err(Refused::Link | Refused::Replaced) => Some(What::Link),
            Err(Refused::Elsewhere) => Some(What::Elsewhere),
            Err(Refused::Denied | Refused::Locked | Refused::Failed(_)) => Some(What::Denied),
        }
    }
}

const fn not_walked(refused: &Refused) -> RootOutcome {
    match refused {
        Refused::Absent | Refused::Replaced => RootOutcome::Absent,
        Refused::Denied | Refused::Link => RootOutcome::Denied,
        Refused::Elsewhere | Refused::Locked | Refused::Failed(_) => RootOutcome::Failed,
    }
}

const fn what(sort: Sort) -> What {
    match sort {
        Sort::File => What::File,
        Sort::CloudOnly => What::CloudOnly,
        Sort::Link => What::Link,
        Sort::Special | Sort::Folder => What::Special,
    }
}

fn sighting(folder: &Path, name: &OsStr, seen: &Seen, what: What, owners: &mut Owners) -> Sighting {
    Sighting {
        path: folder.join(name),
        name: Name::from_bytes(name.as_encoded_bytes()),
        what,
        identity: seen.identity,
        size_bytes: seen.size_bytes,
        modified_at: seen.modified_at,
        owner: seen
            .owner
            .as_ref()
            .map(|owner| owners.name(owner))
            .unwrap_or_default(),
        hidden: seen.hidden,
    }
}

#[cfg(test)]
mod tests;
