//! Files that only the service account may read: 0600 in folders of 0700, written as a whole.
//!
//! A file is written beside its place, flushed, then moved there, so that a
//! power cut leaves the old one or the new one and never half of either.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use super::fault::TrustError;

/// Makes a folder for the owner alone, with its parents; an existing one loses the rights of others.
pub fn make_dir(path: &Path) -> Result<(), TrustError> {
    let disk = |cause| disk(path, cause);
    if path.is_dir() {
        let own = fs::metadata(path).map_err(disk)?;
        return match own.mode() & 0o077 {
            0 => Ok(()),
            _ => fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(disk),
        };
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(path).map_err(disk)
}

/// Writes a file for the owner alone, as a whole or not at all; replaces what is there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), TrustError> {
    written(path, bytes).map_err(|cause| disk(path, cause))
}

/// Reads a file that only the owner may read; refuses one that others may.
pub fn read_file(path: &Path) -> Result<Vec<u8>, TrustError> {
    let own = match fs::metadata(path) {
        Ok(own) => own,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return Err(TrustError::Missing {
                path: path.to_owned(),
            });
        }
        Err(cause) => return Err(disk(path, cause)),
    };
    match own.mode() & 0o777 {
        mode if mode & 0o077 != 0 => Err(TrustError::Exposed {
            path: path.to_owned(),
            mode,
        }),
        _ => fs::read(path).map_err(|cause| disk(path, cause)),
    }
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = Path::new(&beside);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(beside)?;
    let moved = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(beside, path));
    if moved.is_err() {
        drop(fs::remove_file(beside));
    }
    moved?;
    fs::File::open(dir)?.sync_all()
}

fn disk(path: &Path, cause: io::Error) -> TrustError {
    TrustError::Disk {
        path: path.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_owner_may_read_what_is_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let inner = dir.path().join("ca");
        make_dir(&inner).expect("made");
        write_file(&inner.join("root.key"), b"secret").expect("written");
        let mode = |path: &Path| fs::metadata(path).expect("there").mode() & 0o777;
        assert_eq!(mode(&inner), 0o700);
        assert_eq!(mode(&inner.join("root.key")), 0o600);
        assert_eq!(read_file(&inner.join("root.key")).expect("read"), b"secret");
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("root.key");
        write_file(&path, b"secret").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
        assert!(matches!(
            read_file(&path),
            Err(TrustError::Exposed { mode: 0o644, .. })
        ));
    }

    #[test]
    fn nothing_is_left_beside_a_written_file() {
        let dir = tempfile::tempdir().expect("a folder");
        for text in [b"one", b"two"] {
            write_file(&dir.path().join("a"), text).expect("written");
        }
        assert_eq!(fs::read_dir(dir.path()).expect("read").count(), 1);
        assert_eq!(fs::read(dir.path().join("a")).expect("read"), b"two");
    }
}
