//! The folder of a try: its own, locked while it runs, made anew each time.
//!
//! Only `collector`, `agent` and `sample` in a folder that a try has marked
//! are ever removed; a folder with other things in it is refused.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use mimawari_proto::show::exit::{Exit, Failure};
use rustix::fs::{FlockOperation, flock};

use crate::trust::private::make_dir;

/// Tries beside one another that find a folder.
const BESIDE: u32 = 100;

/// Marks the folder as a try's, and is locked while it runs.
const MARK: &str = "try.lock";

/// A folder held by this try.
pub(super) struct Folder {
    /// Where.
    pub(super) path: PathBuf,
    /// Another try holds the folder that was wanted.
    pub(super) is_beside: bool,
    _lock: fs::File,
}

impl Folder {
    /// Takes the named folder, or the usual one, or the next free one beside it, and empties it.
    pub(super) fn take(named: Option<&Path>) -> Result<Self, Failure> {
        let wanted = match named {
            Some(path) => path.to_owned(),
            None => usual()?,
        };
        for turn in 1..=BESIDE {
            let path = match turn {
                1 => wanted.clone(),
                turn => beside(&wanted, turn),
            };
            if let Some(lock) = held(&path)? {
                emptied(&path).map_err(|error| cannot(&path, &error))?;
                return Ok(Self {
                    path,
                    is_beside: turn > 1,
                    _lock: lock,
                });
            }
        }
        Err(Failure::new(
            Exit::Locked,
            format!("{BESIDE} tries hold the folders beside {}", wanted.display()),
            "end some of them, or name another folder with --dir",
        ))
    }

    /// Returns where the collector keeps its things.
    pub(super) fn collector(&self) -> PathBuf {
        self.path.join("collector")
    }

    /// Returns where the agent keeps its things.
    pub(super) fn agent(&self) -> PathBuf {
        self.path.join("agent")
    }
}

/// Locks a folder, making it where it is not there; `None` when another try holds it.
fn held(path: &Path) -> Result<Option<fs::File>, Failure> {
    let mark = path.join(MARK);
    if !mark.exists() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::new(
            Exit::Usage,
            format!("{} holds other things", path.display()),
            "name an empty folder, or one that is not there yet, with --dir",
        ));
    }
    make_dir(path)?;
    let file = fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&mark)
        .map_err(|error| cannot(&mark, &error))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(cannot(&mark, &error.into())),
    }
}

fn emptied(path: &Path) -> io::Result<()> {
    for inner in ["collector", "agent", "sample"] {
        match fs::remove_dir_all(path.join(inner)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn beside(wanted: &Path, turn: u32) -> PathBuf {
    let mut path = wanted.as_os_str().to_owned();
    path.push(format!("-{turn}"));
    path.into()
}

/// Returns `mimawari/try` in the user's state folder (XDG Base Directory).
fn usual() -> Result<PathBuf, Failure> {
    let absolute = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")));
    state.map(|state| state.join("mimawari/try")).ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "this user has no home folder (HOME is not set)",
            "name a folder with --dir",
        )
    })
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        Exit::Usage,
        format!("cannot use {}: {error}", path.display()),
        "name a folder that you may write to with --dir",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_beside_another_takes_a_fresh_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let wanted = dir.path().join("try");
        let first = Folder::take(Some(&wanted)).expect("taken");
        let second = Folder::take(Some(&wanted)).expect("taken");
        assert!(!first.is_beside && second.is_beside);
        assert_ne!(first.path, second.path);
        drop(first);
        assert!(!Folder::take(Some(&wanted)).expect("taken again").is_beside);
    }

    #[test]
    fn a_second_try_begins_anew_and_a_strangers_folder_is_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let wanted = dir.path().join("try");
        let first = Folder::take(Some(&wanted)).expect("taken");
        fs::create_dir(first.collector()).expect("made");
        drop(first);
        assert!(!Folder::take(Some(&wanted)).expect("taken").collector().exists());
        let strange = dir.path().join("strange");
        fs::create_dir_all(strange.join("collector")).expect("made");
        assert_eq!(
            Folder::take(Some(&strange)).err().map(|f| f.exit),
            Some(Exit::Usage)
        );
        assert!(strange.join("collector").exists());
    }
}
