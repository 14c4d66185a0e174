//! An open folder: its entries are listed, looked at and opened by handle, never again by path.
//!
//! Every name is opened relative to its folder's handle, and reparse points are
//! opened as themselves. Such names are taken as they are: no `CON`, no
//! dropped trailing dot, no limit of 260 characters. Whatever is opened is
//! compared with what was seen before it is used.

mod attributes;
mod handle;

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    path::{Component, Path, PathBuf},
};

use mimawari_proto::round::UnreadReason;
use windows_sys::Win32::Storage::FileSystem::{FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM};

use super::owner::Owner;
use crate::platform::facts::{Identity, Refused, Seen, Sort};
use handle::{Facts, Handle, Want};

/// A folder, open for listing.
#[derive(Debug)]
pub struct Folder {
    handle: Handle,
    identity: Identity,
}

impl Folder {
    /// Opens a folder; a link anywhere in `path` is refused.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        let path = std::path::absolute(path).map_err(Refused::Failed)?;
        let (drive, names) = split(&path)?;
        let top = Handle::open_drive(&drive)?;
        match names.as_slice() {
            [] => Self::of(top),
            names => match top.open_below(&joined(names), Want::Folder, true) {
                Err(Refused::Failed(error)) if is_too_new(&error) => Self::of(by_names(top, names)?),
                other => Self::of(other?),
            },
        }
    }

    /// Returns what tells this folder from every other.
    pub const fn identity(&self) -> Identity {
        self.identity
    }

    /// Adds the next names, at least one and about `limit_bytes` of them; `false` after the last.
    pub fn next_names(&mut self, names: &mut Vec<OsString>, limit_bytes: usize) -> io::Result<bool> {
        let mut bytes = 0;
        while bytes < limit_bytes {
            let listed = self.handle.next_names()?;
            if listed.is_empty() {
                return Ok(false);
            }
            let entries = listed.into_iter().filter(|name| name != "." && name != "..");
            for name in entries {
                bytes += name.len();
                names.push(name);
            }
        }
        Ok(true)
    }

    /// Looks at an entry; no content is read, no link followed and nothing fetched from a cloud.
    pub fn look(&self, name: &OsStr) -> Result<Seen, Refused> {
        let (handle, owner) = match self.handle.open_below(name, Want::LookWithOwner, false) {
            Ok(handle) => {
                let owner = Owner::of(&handle.0);
                (handle, owner)
            }
            Err(Refused::Denied) => (self.handle.open_below(name, Want::Look, false)?, None),
            Err(refused) => return Err(refused),
        };
        let facts = handle.facts()?;
        let hides = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM;
        Ok(Seen {
            sort: attributes::sort(facts.attributes, facts.reparse_tag),
            identity: facts.identity,
            size_bytes: facts.size_bytes,
            modified_at: facts.modified_at,
            owner,
            hidden: facts.attributes & hides != 0,
        })
    }

    /// Opens a folder in this one, when it still is the one that was seen.
    pub fn enter(&self, name: &OsStr, seen: &Identity) -> Result<Self, Refused> {
        let folder = Self::of(self.handle.open_below(name, Want::Folder, false)?)?;
        if folder.identity.volume != self.identity.volume {
            return Err(Refused::Elsewhere);
        }
        match folder.identity == *seen {
            true => Ok(folder),
            false => Err(Refused::Replaced),
        }
    }

    /// Opens a file in this folder for reading, when it still is the one that was seen.
    pub fn open_file(&self, name: &OsStr, seen: &Identity) -> Result<File, UnreadReason> {
        let handle = self.handle.open_below(name, Want::File, false).map_err(unread)?;
        let facts = readable(&handle, seen)?;
        // Stored in another way behind a tag (deduplicated, say): opened as itself it would
        // read as the tag, so the system is let through to the content.
        let handle = match facts.reparse_tag {
            0 => handle,
            _ => {
                let through = self
                    .handle
                    .open_below(name, Want::Content, false)
                    .map_err(unread)?;
                readable(&through, seen)?;
                through
            }
        };
        Ok(File::from(handle.0))
    }

    fn of(handle: Handle) -> Result<Self, Refused> {
        let facts = handle.facts()?;
        match attributes::sort(facts.attributes, facts.reparse_tag) {
            Sort::Folder => Ok(Self {
                handle,
                identity: facts.identity,
            }),
            Sort::Link => Err(Refused::Link),
            _ => Err(Refused::Replaced),
        }
    }
}

/// Returns where a path really leads, without links, as a person would write it.
///
/// The system answers with `\\?\`; that stays only where the path would mean
/// another file without it (`con.txt`, a trailing dot).
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    let real = std::fs::canonicalize(path)?;
    let plain = real.to_str().and_then(|text| {
        let (share, drive) = (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\"));
        share
            .map(|rest| format!(r"\\{rest}"))
            .or_else(|| drive.map(str::to_owned))
    });
    let is_the_same = |plain: &PathBuf| std::path::absolute(plain).is_ok_and(|taken| taken == *plain);
    Ok(plain.map(PathBuf::from).filter(is_the_same).unwrap_or(real))
}

/// Makes sure of what was opened: a disk file, the same one, here and not in a cloud.
fn readable(handle: &Handle, seen: &Identity) -> Result<Facts, UnreadReason> {
    if !handle.is_on_disk() {
        return Err(UnreadReason::NotAFile);
    }
    let facts = handle.facts().map_err(unread)?;
    match attributes::sort(facts.attributes, facts.reparse_tag) {
        Sort::File if facts.identity == *seen => Ok(facts),
        Sort::File => Err(UnreadReason::Changing),
        Sort::CloudOnly => Err(UnreadReason::CloudOnly),
        _ => Err(UnreadReason::NotAFile),
    }
}

/// For systems without `OBJ_DONT_REPARSE` (before Windows 10 1709, Wine): name by name, each looked at.
fn by_names(top: Handle, names: &[OsString]) -> Result<Handle, Refused> {
    let mut handle = top;
    for name in names {
        handle = handle.open_below(name, Want::Folder, false)?;
        let facts = handle.facts()?;
        if attributes::sort(facts.attributes, facts.reparse_tag) == Sort::Link {
            return Err(Refused::Link);
        }
    }
    Ok(handle)
}

/// Splits `C:\Users\x` into `C:\` and its names; `\\server\share\x` likewise.
fn split(path: &Path) -> Result<(PathBuf, Vec<OsString>), Refused> {
    let mut drive = PathBuf::new();
    let mut names = Vec::new();
    for part in path.components() {
        match part {
            Component::Prefix(prefix) => drive.push(prefix.as_os_str()),
            Component::RootDir => drive.push(r"\"),
            Component::Normal(name) => names.push(name.to_owned()),
            Component::CurDir => {}
            Component::ParentDir => return Err(Refused::Link),
        }
    }
    match drive.as_os_str().is_empty() {
        true => Err(Refused::Absent),
        false => Ok((drive, names)),
    }
}

fn joined(names: &[OsString]) -> OsString {
    names.join(OsStr::new(r"\"))
}

/// Tells the answers of a system that does not know how to refuse links by itself.
fn is_too_new(error: &io::Error) -> bool {
    const INVALID_PARAMETER: i32 = 87;
    const NOT_SUPPORTED: i32 = 50;
    matches!(error.raw_os_error(), Some(INVALID_PARAMETER | NOT_SUPPORTED))
}

fn unread(refused: Refused) -> UnreadReason {
    match refused {
        Refused::Absent => UnreadReason::Vanished,
        Refused::Denied => UnreadReason::Denied,
        Refused::Link | Refused::Elsewhere | Refused::Replaced => UnreadReason::NotAFile,
        Refused::Locked => UnreadReason::Locked,
        Refused::Failed(error) => reason(&error),
    }
}

fn reason(error: &io::Error) -> UnreadReason {
    const TOO_MANY_OPEN_FILES: i32 = 4;
    const CRC: i32 = 23;
    const FILE_CORRUPT: i32 = 1392;
    const CLOUD: std::ops::RangeInclusive<i32> = 358..=404;
    match error.raw_os_error() {
        Some(TOO_MANY_OPEN_FILES) => UnreadReason::Stopped,
        Some(CRC | FILE_CORRUPT) => UnreadReason::Damaged,
        Some(code) if CLOUD.contains(&code) => UnreadReason::CloudOnly,
        _ => UnreadReason::Denied,
    }
}
