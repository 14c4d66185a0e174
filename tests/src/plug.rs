//! Pulls the plug: a file system of its own that loses what it was not told to keep.
//!
//! An ext4 in a file, mounted by loop device with a commit interval so long
//! that nothing is saved by luck. The ext4 ioctl "shutdown without flushing the
//! log" then drops everything not yet on the device, as a power cut does, and a
//! new mount sees what is left. Needs root and loop devices; elsewhere
//! [`Disk::make`] says why not.

use std::{
    ffi::c_uint,
    fs::{self, File},
    io::Write as _,
    os::fd::AsFd as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use rustix::ioctl::{Setter, ioctl, opcode};

use crate::wait;

/// Size of the image: room for a ledger of a few minutes.
const SIZE_BYTES: u64 = 128 << 20;

/// `EXT4_IOC_SHUTDOWN`, fs/ext4/ext4.h.
const SHUTDOWN: rustix::ioctl::Opcode = opcode::read::<c_uint>(b'X', 125);

/// `EXT4_GOING_FLAGS_NOLOGFLUSH`: the journal in memory is lost too.
const WITHOUT_FLUSHING: c_uint = 2;

/// A disk that can lose its power.
#[derive(Debug)]
pub struct Disk {
    image: PathBuf,
    path: PathBuf,
}

impl Disk {
    /// Makes and mounts one under `folder`; `None`, with the reason printed, where that is not possible.
    pub fn make(folder: &Path) -> Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            skipped("power cuts need root, for a file system of their own");
            return Ok(None);
        }
        let disk = Self {
            image: folder.join("disk.img"),
            path: folder.join("disk"),
        };
        File::create(&disk.image)?.set_len(SIZE_BYTES)?;
        fs::create_dir_all(&disk.path)?;
        if !quietly(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk.image)) {
            skipped("power cuts need mkfs.ext4 (package e2fsprogs)");
            return Ok(None);
        }
        if disk.mount().is_err() {
            skipped("power cuts need loop devices, and this machine gives none");
            return Ok(None);
        }
        Ok(Some(disk))
    }

    /// Returns where it is mounted.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Pulls the plug. Every later write errs until [`Disk::power_on`].
    pub fn pull(&self) -> Result<()> {
        let folder = File::open(&self.path)?;
        // SAFETY: the opcode takes a pointer to one u32, which Setter keeps alive for the call.
        unsafe { ioctl(folder.as_fd(), Setter::<SHUTDOWN, c_uint>::new(WITHOUT_FLUSHING)) }
            .context("the file system does not know how to lose its power")
    }

    /// Mounts what is left; whoever used the disk has ended before.
    pub fn power_on(&self) -> Result<()> {
        self.unmount()?;
        self.mount()
    }

    fn mount(&self) -> Result<()> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "ext4", "-o", "loop,commit=300"]);
        ensure!(quietly(mount.arg(&self.image).arg(&self.path)), "mount fails");
        Ok(())
    }

    fn unmount(&self) -> Result<()> {
        wait::until("the disk to be free", || {
            quietly(Command::new("umount").arg(&self.path)).then_some(())
        })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Busy only while a program of a failed test still runs; then the mount goes with its last user.
        quietly(Command::new("umount").arg("-l").arg(&self.path));
    }
}

/// Says on stderr that something could not be tried here, and why; CI counts these lines.
pub fn skipped(why: &str) {
    // Past the test runner, which would keep the line to itself.
    drop(writeln!(std::io::stderr(), "skipped: {why}"));
}

fn quietly(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pulled_plug_loses_what_was_not_synced_and_keeps_what_was() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let Some(disk) = Disk::make(folder.path())? else {
            return Ok(());
        };
        let kept = disk.path().join("kept");
        let mut file = File::create(&kept)?;
        file.write_all(b"kept")?;
        file.sync_all()?;
        File::open(disk.path())?.sync_all()?;
        fs::write(disk.path().join("lost"), b"lost")?;
        drop(file);
        disk.pull()?;
        disk.power_on()?;
        assert_eq!(fs::read(&kept)?, b"kept");
        let lost = fs::read(disk.path().join("lost")).unwrap_or_default();
        assert!(lost.is_empty(), "unsynced bytes came back");
        Ok(())
    }
}
