//! The examining room: a child of this program that walls itself in before it reads a byte.
//!
//! ```text
//! agent ── length u32 LE | message, with an open file ──► child, on its descriptor 0
//!       ◄───────────────── length u32 LE | message ──────
//! ```
//!
//! The child is started without an environment, with the socket as its only
//! descriptor beside `/dev/null`; see [`walls`] for the rest. It ends with the
//! thread that started it.

mod calls;
mod walls;

use std::{
    fs::File,
    io::{self, IoSlice, IoSliceMut, Read as _},
    mem::MaybeUninit,
    net::Shutdown,
    os::{
        fd::{AsFd as _, OwnedFd},
        unix::{
            net::UnixStream,
            process::{CommandExt as _, ExitStatusExt as _},
        },
    },
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketType, recv, recvmsg, send, sendmsg, sockopt,
};

use crate::platform::facts::{Allowance, Built, Fall, OUT_OF_MEMORY, Program};

/// So many ways of starting a child are worth trying, the strictest first.
pub const WAYS: usize = 1;

/// How long an ended child may take to be gone.
const PATIENCE_MS: u32 = 2_000;

/// A length before every message.
const HEADER_BYTES: usize = 4;

/// Returns the file of this very program, also when it was replaced on the disk meanwhile.
pub fn own_file() -> io::Result<PathBuf> {
    Ok(PathBuf::from("/proc/self/exe"))
}

/// A child, as the agent sees it.
#[derive(Debug)]
pub struct Child {
    process: Mutex<std::process::Child>,
    id: u32,
    socket: UnixStream,
}

impl Child {
    /// Starts a child; it has said nothing yet.
    pub fn start(program: &Program, _allowance: &Allowance, _way: usize) -> io::Result<Self> {
        let (socket, theirs) = UnixStream::pair()?;
        let process = Command::new(&program.path)
            .arg0("mimawari-agent")
            .args(&program.arguments)
            .env_clear()
            .stdin(OwnedFd::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self {
            id: process.id(),
            process: Mutex::new(process),
            socket,
        })
    }

    /// Returns the walls that the agent puts up around it: here the child does all of it.
    pub const fn built(&self) -> Vec<Built> {
        Vec::new()
    }

    /// Hands a message over, with a file that it may read.
    pub fn ask(&self, message: &[u8], file: Option<&File>) -> io::Result<()> {
        let header = header(message)?;
        let files = file.map(|file| [file.as_fd()]);
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut rights = SendAncillaryBuffer::new(&mut space);
        if let Some(files) = &files {
            rights.push(SendAncillaryMessage::ScmRights(files));
        }
        let parts = [IoSlice::new(&header), IoSlice::new(message)];
        let sent = sendmsg(&self.socket, &parts, &mut rights, SendFlags::NOSIGNAL)?;
        if sent < HEADER_BYTES {
            return Err(io::ErrorKind::WriteZero.into());
        }
        send_all(self.socket.as_fd(), &message[sent - HEADER_BYTES..])
    }

    /// Waits for its answer, of at most so many bytes.
    pub fn answer(&self, limit_bytes: usize) -> io::Result<Vec<u8>> {
        let mut header = [0; HEADER_BYTES];
        (&self.socket).read_exact(&mut header)?;
        let mut message = vec![0; length(header, limit_bytes)?];
        (&self.socket).read_exact(&mut message)?;
        Ok(message)
    }

    /// Returns how long it has been on the processor; `None` where the system does not tell.
    pub fn on_processor(&self) -> Option<Duration> {
        let id = libc::pid_t::try_from(self.id).ok()?;
        let mut clock = 0;
        let mut time = MaybeUninit::<libc::timespec>::uninit();
        // SAFETY: both calls write to locals only; the second only when it succeeds, as is asked.
        let time = unsafe {
            if libc::clock_getcpuclockid(id, &raw mut clock) != 0
                || libc::clock_gettime(clock, time.as_mut_ptr()) != 0
            {
                return None;
            }
            time.assume_init()
        };
        let nanos = u32::try_from(time.tv_nsec).ok()?;
        Some(Duration::new(u64::try_from(time.tv_sec).ok()?, nanos))
    }

    /// Ends it at once, and whoever waits for its answer has waited enough.
    ///
    /// A child that waits for a share which does not answer cannot be ended by anybody until it does.
    pub fn kill(&self) {
        // Both fail only where it has ended already, which is what is wanted.
        drop(self.lock().kill());
        drop(self.socket.shutdown(Shutdown::Both));
    }

    /// Ends it, where it has not ended by itself, and tells how it fell.
    pub fn end(&self) -> Fall {
        self.kill();
        match self.buried() {
            Some(status) if status.code() == Some(OUT_OF_MEMORY) => Fall::Memory,
            Some(status) if status.signal() == Some(libc::SIGXCPU) => Fall::Time,
            _ => Fall::Fault,
        }
    }

    /// Waits for the end, but not for a disk that does not answer.
    fn buried(&self) -> Option<ExitStatus> {
        (0..PATIENCE_MS).find_map(|_| match self.lock().try_wait() {
            Ok(None) => {
                std::thread::park_timeout(Duration::from_millis(1));
                None
            }
            Ok(status) => Some(status),
            Err(_) => Some(None),
        })?
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, std::process::Child> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.end();
    }
}

/// The other end of the line, as the child sees it.
#[derive(Debug)]
pub struct Desk {
    line: io::Stdin,
}

/// Nobody is at the other end: the process was not started by an agent.
#[derive(Debug, thiserror::Error)]
#[error("not started by an agent")]
pub struct NotARoom;

/// Walls this process in, for ever, and returns the line to the agent and what stands.
///
/// `without` leaves out one wall, for tests of those behind it.
pub fn enter(allowance: &Allowance, without: Option<&str>) -> Result<(Desk, Vec<Built>), NotARoom> {
    let line = io::stdin();
    let is_ours = sockopt::socket_domain(line.as_fd()) == Ok(AddressFamily::UNIX)
        && sockopt::socket_type(line.as_fd()) == Ok(SocketType::STREAM);
    if !is_ours {
        return Err(NotARoom);
    }
    let built = walls::build(allowance, without);
    Ok((Desk { line }, built))
}

impl Desk {
    /// Waits for the next message and its file; `None` when the agent has gone.
    pub fn next(&self, limit_bytes: usize) -> io::Result<Option<(Vec<u8>, Option<File>)>> {
        let mut header = [0; HEADER_BYTES];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut rights = RecvAncillaryBuffer::new(&mut space);
        let line = self.line.as_fd();
        let took = recvmsg(
            line,
            &mut [IoSliceMut::new(&mut header)],
            &mut rights,
            RecvFlags::CMSG_CLOEXEC,
        )?
        .bytes;
        if took == 0 {
            return Ok(None);
        }
        let file = rights.drain().find_map(|message| match message {
            RecvAncillaryMessage::ScmRights(mut files) => files.next().map(File::from),
            _ => None,
        });
        receive_all(line, &mut header[took..])?;
        let mut message = vec![0; length(header, limit_bytes)?];
        receive_all(line, &mut message)?;
        Ok(Some((message, file)))
    }

    /// Answers.
    pub fn reply(&self, message: &[u8]) -> io::Result<()> {
        let whole = [&header(message)?, message].concat();
        send_all(self.line.as_fd(), &whole)
    }
}

/// Ends this process at once, without any last deeds.
pub fn leave(code: i32) -> ! {
    // SAFETY: takes a number and does not return.
    unsafe { libc::_exit(code) }
}

fn header(message: &[u8]) -> io::Result<[u8; HEADER_BYTES]> {
    let length = u32::try_from(message.len()).map_err(io::Error::other)?;
    Ok(length.to_le_bytes())
}

fn length(header: [u8; HEADER_BYTES], limit_bytes: usize) -> io::Result<usize> {
    usize::try_from(u32::from_le_bytes(header))
        .ok()
        .filter(|&length| length <= limit_bytes)
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn send_all(line: rustix::fd::BorrowedFd<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match send(line, bytes, SendFlags::NOSIGNAL) {
            Ok(sent) => bytes = &bytes[sent..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn receive_all(line: rustix::fd::BorrowedFd<'_>, mut bytes: &mut [u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match recv(line, &mut *bytes, RecvFlags::empty()) {
            Ok((0, _)) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok((took, _)) => bytes = &mut bytes[took..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Tells whether this process has another account than the one that may read everything.
#[cfg(debug_assertions)]
pub fn is_own_account() -> bool {
    walls::is_own_account()
}

/// Tries to look into the memory of the agent.
#[cfg(debug_assertions)]
pub fn looks_into_the_agent() -> bool {
    let parent = rustix::process::getppid().map_or(1, |parent| parent.as_raw_nonzero().get());
    // SAFETY: attaches to another process, and lets it go when it ends.
    unsafe { libc::ptrace(libc::PTRACE_ATTACH, parent, 0, 0) == 0 }
}

/// Says something outside of the form to the agent.
#[cfg(debug_assertions)]
pub fn say(bytes: &[u8]) -> bool {
    send_all(io::stdin().as_fd(), bytes).is_err()
}
