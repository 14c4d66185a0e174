//! Files and folders that only SYSTEM, administrators and the account of the agent can read.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Makes a folder, and those above it that are missing, for this account alone.
pub fn make_dir(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Writes a file whole or not at all: beside it first, to the disk, then in its place.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)
}

/// Opens a file for writing without cutting it, making it for this account alone.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    PathBuf::from(name)
}
