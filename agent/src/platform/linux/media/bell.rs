//! Rings when the kernel says that a device or a mount has changed.
//!
//! No libudev: the multicast of the kernel itself wakes us, and what is there
//! is then read from the tree. A machine that gives no such socket (a
//! container) is looked at by the clock alone.

use std::{
    fs::File,
    os::fd::{AsFd as _, OwnedFd},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    net::{
        AddressFamily, RecvFlags, SocketFlags, SocketType, bind,
        netlink::{KOBJECT_UEVENT, SocketAddrNetlink},
        recv, socket_with,
    },
};

/// The group to which the kernel itself speaks; udev has another.
const KERNEL_GROUP: u32 = 1;

/// Datagrams taken at one waking; a hub full of sticks makes some hundred.
const DRAIN_LIMIT: usize = 10_000;

/// Waits for changes.
#[derive(Debug)]
pub struct Bell {
    kernel: Option<OwnedFd>,
    mounts: Option<File>,
}

impl Bell {
    /// Starts listening.
    pub fn hang() -> Self {
        Self {
            kernel: kernel().ok(),
            mounts: File::open("/proc/self/mountinfo").ok(),
        }
    }

    /// Tells whether changes of devices are heard; else they are met by looking.
    pub const fn hears(&self) -> bool {
        self.kernel.is_some()
    }

    /// Waits for a ring, at most so long; tells whether there was one.
    pub fn wait(&mut self, at_most: Duration) -> bool {
        let mut listened: Vec<PollFd<'_>> = Vec::with_capacity(2);
        listened.extend(
            self.kernel
                .iter()
                .map(|socket| PollFd::new(socket, PollFlags::IN)),
        );
        listened.extend(self.mounts.iter().map(|file| PollFd::new(file, PollFlags::PRI)));
        let limit = Timespec::try_from(at_most).ok();
        let rung = poll(&mut listened, limit.as_ref()).is_ok_and(|ready| ready > 0);
        self.drain();
        rung
    }

    /// Only that something changed is taken from the messages, not what: anybody with rights could send them.
    fn drain(&self) {
        let Some(socket) = &self.kernel else { return };
        let mut buffer = [0_u8; 64];
        for _ in 0..DRAIN_LIMIT {
            let flags = RecvFlags::DONTWAIT | RecvFlags::TRUNC;
            match recv(socket.as_fd(), &mut buffer, flags) {
                Ok(_) | Err(rustix::io::Errno::NOBUFS) => {}
                Err(_) => break,
            }
        }
    }
}

fn kernel() -> rustix::io::Result<OwnedFd> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(
        AddressFamily::NETLINK,
        SocketType::DGRAM,
        flags,
        Some(KOBJECT_UEVENT),
    )?;
    bind(&socket, &SocketAddrNetlink::new(0, KERNEL_GROUP))?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use std::{fs::File, io::Write as _, process::Command};

    use super::*;

    /// Ends the life of a loop device.
    struct Loop(String);

    impl Drop for Loop {
        fn drop(&mut self) {
            drop(Command::new("/usr/sbin/losetup").args(["-d", &self.0]).status());
        }
    }

    /// Puts a file behind a block device, of which the kernel itself tells everybody.
    fn attach(image: &std::path::Path) -> Option<Loop> {
        let attach = Command::new("/usr/sbin/losetup")
            .args(["-f", "--show"])
            .arg(image)
            .output();
        let attached = attach.ok().filter(|output| output.status.success())?;
        Some(Loop(String::from_utf8_lossy(&attached.stdout).trim().to_owned()))
    }

    #[test]
    fn the_word_of_the_kernel_rings_the_bell_and_silence_does_not() {
        let mut bell = Bell {
            kernel: kernel().ok(),
            mounts: None,
        };
        let image = tempfile::NamedTempFile::new().expect("temp file");
        image.as_file().set_len(1 << 20).expect("sparse");
        let attached = bell.hears().then(|| attach(image.path())).flatten();
        if attached.is_none() {
            // Past the test runner, which would keep the line to itself.
            drop(writeln!(
                std::io::stderr(),
                "skipped: no loop device, or no word of the kernel about one"
            ));
            return;
        }
        assert!(bell.wait(Duration::from_secs(10)), "it is attached");
        drop(attached);
        assert!(bell.wait(Duration::from_secs(10)), "it is detached");
        let deaf = Bell {
            kernel: None,
            mounts: File::open("/dev/null").ok(),
        };
        assert!(!deaf.hears());
    }
}
