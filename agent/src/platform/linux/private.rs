//! Files and folders that only the account of the agent can read: modes 0700 and 0600.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// Makes a folder, and those above it that are missing, for this account alone.
///
/// A folder that is there already is closed to others when it is this account's
/// and empty; one with things in it is left as its owner made it.
pub fn make_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let is = fs::metadata(path)?;
    let open_to_others = is.mode() & 0o077 != 0;
    if open_to_others && is.uid() == rustix::process::geteuid().as_raw() && is_empty(path)? {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a file whole or not at all: beside it first, to the disk, then in its place.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync_folder_of(path)
}

/// Opens a file for writing without cutting it, making it for this account alone.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    PathBuf::from(name)
}

fn is_empty(path: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(path)?.next().is_none())
}

/// A rename is on the disk only when its folder is.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("made above").mode() & 0o777
    }

    #[test]
    fn what_is_made_is_closed_to_everybody_else() {
        let dir = tempfile::tempdir().expect("temp dir");
        let folder = dir.path().join("a/b");
        make_dir(&folder).expect("make");
        write_file(&folder.join("key"), b"secret").expect("write");
        assert_eq!((mode(&folder), mode(&folder.join("key"))), (0o700, 0o600));
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().expect("temp dir");
        let path = dir.path().join("key");
        write_file(&path, b"long before").expect("write");
        write_file(&path, b"after").expect("write");
        assert_eq!(fs::read(&path).expect("read"), b"after");
        assert_eq!(fs::read_dir(dir.path()).expect("list").count(), 1);
    }

    #[test]
    fn a_folder_with_things_in_it_keeps_its_mode() {
        let dir = tempfile::tempdir().expect("temp dir");
        fs::write(dir.path().join("theirs"), b"").expect("write");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("mode");
        make_dir(dir.path()).expect("make");
        assert_eq!(mode(dir.path()), 0o755);
    }
}
