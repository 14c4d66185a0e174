//! An open folder: its entries are listed, looked at and opened by handle, never again by path.
//!
//! `openat2` with `RESOLVE_BENEATH | NO_SYMLINKS | NO_XDEV` where the kernel has
//! it (5.6), else `openat` with `O_NOFOLLOW`, one name at a time. Whatever is
//! opened is compared with what was seen before it is used.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    mem::MaybeUninit,
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    path::{Component, Path, PathBuf},
};

use mimawari_proto::{round::UnreadReason, time::Timestamp};
use rustix::{
    fd::OwnedFd,
    fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, ResolveFlags, Stat, fstat, openat, openat2, statat},
    io::Errno,
};

use super::owner::Owner;
use crate::platform::facts::{Identity, Refused, Seen, Sort};

/// One `getdents64` fills so much: about 500 names.
const LISTING_BYTES: usize = 16 << 10;

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// `NONBLOCK` and `NOCTTY` so that a pipe or a terminal put in a file's place cannot hold us.
const FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

const NO_LINKS: ResolveFlags = ResolveFlags::NO_SYMLINKS.union(ResolveFlags::NO_MAGICLINKS);

/// A folder, open for listing.
#[derive(Debug)]
pub struct Folder {
    fd: OwnedFd,
    identity: Identity,
    kernel_resolves: bool,
}

impl Folder {
    /// Opens a folder; a link anywhere in `path` is refused.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        match openat2(CWD, path, FOLDER, Mode::empty(), NO_LINKS) {
            Ok(fd) => Self::of(fd, true),
            Err(Errno::NOSYS | Errno::PERM) => Self::of(open_by_names(path)?, false),
            Err(error) => Err(refused(error)),
        }
    }

    /// Returns what tells this folder from every other.
    pub const fn identity(&self) -> Identity {
        self.identity
    }

    /// Adds the next names, at least one and about `limit_bytes` of them; `false` after the last.
    pub fn next_names(&mut self, names: &mut Vec<OsString>, limit_bytes: usize) -> io::Result<bool> {
        let mut buffer = [MaybeUninit::uninit(); LISTING_BYTES];
        let mut listing = RawDir::new(&self.fd, &mut buffer);
        let mut bytes = 0;
        while let Some(entry) = listing.next() {
            let name = entry?.file_name().to_bytes().to_vec();
            if !matches!(name.as_slice(), b"." | b"..") {
                bytes += name.len();
                names.push(OsString::from_vec(name));
            }
            // What the kernel has handed over must be taken: it is not handed over again.
            if bytes >= limit_bytes && listing.is_buffer_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at an entry; nothing is opened and no link followed.
    pub fn look(&self, name: &OsStr) -> Result<Seen, Refused> {
        let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
        let stat = statat(&self.fd, name, flags).map_err(refused)?;
        Ok(Seen {
            sort: sort(&stat),
            identity: identity(&stat),
            size_bytes: u64::try_from(stat.st_size).unwrap_or(0),
            modified_at: modified_at(&stat),
            owner: Some(Owner(stat.st_uid)),
            hidden: name.as_bytes().starts_with(b"."),
        })
    }

    /// Opens a folder in this one, when it still is the one that was seen.
    pub fn enter(&self, name: &OsStr, seen: &Identity) -> Result<Self, Refused> {
        let fd = self.open_below(name, FOLDER).map_err(refused)?;
        let folder = Self::of(fd, self.kernel_resolves)?;
        match folder.identity == *seen {
            true => Ok(folder),
            false => Err(Refused::Replaced),
        }
    }

    /// Opens a file in this folder for reading, when it still is the one that was seen.
    ///
    /// Its last-access time is left alone where the system lets us.
    pub fn open_file(&self, name: &OsStr, seen: &Identity) -> Result<File, UnreadReason> {
        let opened = match self.open_below(name, FILE | OFlags::NOATIME) {
            Err(Errno::PERM) => self.open_below(name, FILE),
            other => other,
        };
        let fd = opened.map_err(unread)?;
        let stat = fstat(&fd).map_err(unread)?;
        if !FileType::from_raw_mode(stat.st_mode).is_file() {
            return Err(UnreadReason::NotAFile);
        }
        if identity(&stat) != *seen {
            return Err(UnreadReason::Changing);
        }
        Ok(File::from(fd))
    }

    fn of(fd: OwnedFd, kernel_resolves: bool) -> Result<Self, Refused> {
        let identity = identity(&fstat(&fd).map_err(refused)?);
        Ok(Self {
            fd,
            identity,
            kernel_resolves,
        })
    }

    fn open_below(&self, name: &OsStr, flags: OFlags) -> Result<OwnedFd, Errno> {
        if self.kernel_resolves {
            let resolve = NO_LINKS | ResolveFlags::BENEATH | ResolveFlags::NO_XDEV;
            return openat2(&self.fd, name, flags, Mode::empty(), resolve);
        }
        let fd = openat(&self.fd, name, flags, Mode::empty())?;
        match fstat(&fd)?.st_dev == self.identity.volume {
            true => Ok(fd),
            false => Err(Errno::XDEV),
        }
    }
}

/// Returns where a path really leads, without links.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// For kernels without `openat2`: every name on the way is opened by handle and refused when it is a link.
fn open_by_names(path: &Path) -> Result<OwnedFd, Refused> {
    let start = if path.is_absolute() { "/" } else { "." };
    let mut fd = openat(CWD, start, OFlags::PATH | FOLDER, Mode::empty()).map_err(refused)?;
    for part in path.components() {
        if let Component::Normal(name) = part {
            fd = openat(&fd, name, OFlags::PATH | FOLDER, Mode::empty()).map_err(refused)?;
        } else if part == Component::ParentDir {
            fd = openat(&fd, "..", OFlags::PATH | FOLDER, Mode::empty()).map_err(refused)?;
        }
    }
    openat(&fd, ".", FOLDER, Mode::empty()).map_err(refused)
}

fn sort(stat: &Stat) -> Sort {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Sort::File,
        FileType::Directory => Sort::Folder,
        FileType::Symlink => Sort::Link,
        _ => Sort::Special,
    }
}

fn identity(stat: &Stat) -> Identity {
    Identity {
        volume: stat.st_dev,
        file: stat.st_ino.into(),
    }
}

fn modified_at(stat: &Stat) -> Timestamp {
    let ms = i64::try_from(stat.st_mtime_nsec / 1_000_000).unwrap_or(0);
    Timestamp::from_unix_ms(stat.st_mtime.saturating_mul(1_000).saturating_add(ms))
}

fn refused(error: Errno) -> Refused {
    match error {
        Errno::NOENT => Refused::Absent,
        Errno::ACCESS | Errno::PERM => Refused::Denied,
        Errno::LOOP => Refused::Link,
        Errno::XDEV => Refused::Elsewhere,
        Errno::NOTDIR => Refused::Replaced,
        other => Refused::Failed(other.into()),
    }
}

fn unread(error: Errno) -> UnreadReason {
    match error {
        Errno::NOENT => UnreadReason::Vanished,
        Errno::LOOP | Errno::NXIO | Errno::ISDIR | Errno::NODEV => UnreadReason::NotAFile,
        Errno::WOULDBLOCK | Errno::BUSY | Errno::TXTBSY => UnreadReason::Locked,
        Errno::IO | Errno::STALE => UnreadReason::Damaged,
        Errno::MFILE | Errno::NFILE | Errno::NOMEM => UnreadReason::Stopped,
        _ => UnreadReason::Denied,
    }
}

#[cfg(test)]
mod tests;
