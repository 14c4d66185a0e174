//! The examining room: a child of this program, started without rights, that gives up the rest before it reads.
//!
//! ```text
//! agent ── length u32 LE | file u64 LE | message ──► child, a pipe as its standard input
//!       ◄───────────────── length u32 LE | message ── a pipe as its standard output
//! ```
//!
//! The child gets two handles and no more; a file is duplicated into it, for
//! reading, and named in the message. It ends with the handle of its job.

mod job;
mod start;
mod token;
mod walls;

use std::{
    fs::File,
    io::{self, PipeReader, PipeWriter, Read as _, Write as _},
    os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    path::PathBuf,
    ptr,
    time::Duration,
};

use windows_sys::Win32::{
    Foundation::{DuplicateHandle, FILETIME},
    Storage::FileSystem::{FILE_READ_ATTRIBUTES, FILE_READ_DATA, FILE_TYPE_PIPE, GetFileType, SYNCHRONIZE},
    System::{
        Console::{GetStdHandle, STD_INPUT_HANDLE, STD_OUTPUT_HANDLE},
        IO::CancelIoEx,
        Threading::{
            ExitProcess, GetCurrentProcess, GetExitCodeProcess, GetProcessTimes, TerminateProcess,
            WaitForSingleObject,
        },
    },
};

use crate::platform::facts::{Allowance, Built, Fall, OUT_OF_MEMORY, Program};
use job::Job;

/// So many ways of starting a child are worth trying, the strictest first.
pub const WAYS: usize = 3;

const LENGTH_BYTES: usize = 4;

const HEADER_BYTES: usize = 12;

/// The exit code of a child that the agent has ended.
const KILLED: u32 = 87;

/// The exit code of a process that has used up the time of its job.
const QUOTA_EXCEEDED: u32 = 1816;

/// How long an ended child may take to be gone.
const PATIENCE_MS: u32 = 2_000;

/// Returns the file of this very program.
pub fn own_file() -> io::Result<PathBuf> {
    std::env::current_exe()
}

/// A child, as the agent sees it.
#[derive(Debug)]
pub struct Child {
    process: OwnedHandle,
    to: PipeWriter,
    from: PipeReader,
    built: Vec<Built>,
    _job: Option<Job>,
}

impl Child {
    /// Starts a child; it has said nothing yet.
    pub fn start(program: &Program, allowance: &Allowance, way: usize) -> io::Result<Self> {
        let (theirs_in, to) = io::pipe()?;
        let (from, theirs_out) = io::pipe()?;
        let job = Job::new(allowance);
        let started = start::start(
            program,
            &theirs_in.into(),
            &theirs_out.into(),
            job.as_ref().ok(),
            way,
        )?;
        let (built, job) = walls::around(&started, job);
        Ok(Self {
            process: started.process,
            to,
            from,
            built,
            _job: job,
        })
    }

    /// Returns the walls that the agent puts up around it.
    pub fn built(&self) -> Vec<Built> {
        self.built.clone()
    }

    /// Hands a message over, with a file that it may read.
    pub fn ask(&self, message: &[u8], file: Option<&File>) -> io::Result<()> {
        let length = length(message)?;
        let file = file.map_or(Ok(0), |file| self.lend(file))?;
        let whole = [&length[..], &file.to_le_bytes(), message].concat();
        (&self.to).write_all(&whole)
    }

    /// Waits for its answer, of at most so many bytes.
    pub fn answer(&self, limit_bytes: usize) -> io::Result<Vec<u8>> {
        let mut header = [0; LENGTH_BYTES];
        (&self.from).read_exact(&mut header)?;
        let mut message = vec![0; bounded(header, limit_bytes)?];
        (&self.from).read_exact(&mut message)?;
        Ok(message)
    }

    /// Returns how long it has been on the processor; `None` where the system does not tell.
    pub fn on_processor(&self) -> Option<Duration> {
        let mut times = [FILETIME::default(); 4];
        let [created, ended, kernel, user] = &mut times;
        // SAFETY: the handle is open, and the answers go to four locals.
        let told = unsafe { GetProcessTimes(self.process.as_raw_handle(), created, ended, kernel, user) };
        let ticks = |time: &FILETIME| u64::from(time.dwHighDateTime) << 32 | u64::from(time.dwLowDateTime);
        let ticks = ticks(kernel).saturating_add(ticks(user));
        (told != 0).then(|| Duration::from_nanos(ticks.saturating_mul(100)))
    }

    /// Ends it at once, and whoever waits for its answer has waited enough.
    ///
    /// A child that waits for a share which does not answer cannot be ended by anybody until it does.
    pub fn kill(&self) {
        // SAFETY: both handles are open; a process that has ended already keeps its exit code.
        unsafe {
            TerminateProcess(self.process.as_raw_handle(), KILLED);
            CancelIoEx(self.from.as_raw_handle(), ptr::null());
        }
    }

    /// Ends it, where it has not ended by itself, and tells how it fell.
    pub fn end(&self) -> Fall {
        self.kill();
        let mut code = 0;
        // SAFETY: the handle is open, and the code goes to a local.
        unsafe {
            WaitForSingleObject(self.process.as_raw_handle(), PATIENCE_MS);
            GetExitCodeProcess(self.process.as_raw_handle(), &raw mut code);
        }
        match code {
            QUOTA_EXCEEDED => Fall::Time,
            code if code == OUT_OF_MEMORY.cast_unsigned() => Fall::Memory,
            _ => Fall::Fault,
        }
    }

    /// Makes a handle of the child's own that can read the file and nothing else.
    fn lend(&self, file: &File) -> io::Result<u64> {
        let mut theirs = ptr::null_mut();
        // SAFETY: all three handles are open, and the new one goes to a local; it is the child's to close.
        let done = unsafe {
            DuplicateHandle(
                GetCurrentProcess(),
                file.as_raw_handle(),
                self.process.as_raw_handle(),
                &raw mut theirs,
                FILE_READ_DATA | FILE_READ_ATTRIBUTES | SYNCHRONIZE,
                0,
                0,
            )
        };
        match done {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(theirs.addr() as u64),
        }
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
    from: File,
    to: File,
}

/// Nobody is at the other end: the process was not started by an agent.
#[derive(Debug, thiserror::Error)]
#[error("not started by an agent")]
pub struct NotARoom;

/// Walls this process in, for ever, and returns the line to the agent and what stands.
///
/// `without` leaves out one wall, for tests of those behind it.
pub fn enter(_allowance: &Allowance, without: Option<&str>) -> Result<(Desk, Vec<Built>), NotARoom> {
    let desk = Desk {
        from: standard(STD_INPUT_HANDLE)?,
        to: standard(STD_OUTPUT_HANDLE)?,
    };
    Ok((desk, walls::build(without)))
}

/// Takes one of the pipes that the agent has handed over.
fn standard(which: u32) -> Result<File, NotARoom> {
    // SAFETY: asks for a handle and what it is; a pipe there is from whoever started this process, and
    // nothing else here reads or writes to it.
    unsafe {
        let handle = GetStdHandle(which);
        if handle.is_null() || GetFileType(handle) != FILE_TYPE_PIPE {
            return Err(NotARoom);
        }
        Ok(File::from_raw_handle(handle))
    }
}

impl Desk {
    /// Waits for the next message and its file; `None` when the agent has gone.
    pub fn next(&self, limit_bytes: usize) -> io::Result<Option<(Vec<u8>, Option<File>)>> {
        let mut header = [0; HEADER_BYTES];
        match (&self.from).read_exact(&mut header) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let (length, file) = header.split_at(LENGTH_BYTES);
        let length = length.try_into().map_err(io::Error::other)?;
        let file = u64::from_le_bytes(file.try_into().map_err(io::Error::other)?);
        let mut message = vec![0; bounded(length, limit_bytes)?];
        (&self.from).read_exact(&mut message)?;
        let file = usize::try_from(file).ok().filter(|&file| file != 0);
        // SAFETY: the agent has made this handle in this process for this message.
        let file = file.map(|file| unsafe { File::from_raw_handle(ptr::without_provenance_mut(file)) });
        Ok(Some((message, file)))
    }

    /// Answers.
    pub fn reply(&self, message: &[u8]) -> io::Result<()> {
        let whole = [&length(message)?, message].concat();
        (&self.to).write_all(&whole)
    }
}

/// Ends this process at once.
pub fn leave(code: i32) -> ! {
    // SAFETY: takes a number and does not return.
    unsafe { ExitProcess(code.cast_unsigned()) }
}

fn length(message: &[u8]) -> io::Result<[u8; LENGTH_BYTES]> {
    let length = u32::try_from(message.len()).map_err(io::Error::other)?;
    Ok(length.to_le_bytes())
}

fn bounded(header: [u8; LENGTH_BYTES], limit_bytes: usize) -> io::Result<usize> {
    usize::try_from(u32::from_le_bytes(header))
        .ok()
        .filter(|&length| length <= limit_bytes)
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Tells whether this process has other rights than its account.
#[cfg(debug_assertions)]
pub fn is_own_account() -> bool {
    token::is_restricted()
}

/// Tries to look into the memory of the agent.
#[cfg(debug_assertions)]
pub fn looks_into_the_agent() -> bool {
    walls::opens_another_process()
}

/// Says something outside of the form to the agent.
#[cfg(debug_assertions)]
pub fn say(bytes: &[u8]) -> bool {
    standard(STD_OUTPUT_HANDLE).is_ok_and(|to| {
        let to = std::mem::ManuallyDrop::new(to);
        (&*to).write_all(bytes).is_err()
    })
}
