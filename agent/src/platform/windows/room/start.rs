//! Starts a child with two handles, in its job, before its first instruction.

use std::{
    ffi::{OsStr, OsString},
    io,
    os::windows::{
        ffi::OsStrExt as _,
        io::{AsHandle as _, AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    },
    ptr,
};

use windows_sys::Win32::{
    Foundation::{HANDLE, HANDLE_FLAG_INHERIT, SetHandleInformation},
    System::Threading::{
        CREATE_SUSPENDED, CREATE_UNICODE_ENVIRONMENT, CreateProcessAsUserW, CreateProcessW, DETACHED_PROCESS,
        DeleteProcThreadAttributeList, EXTENDED_STARTUPINFO_PRESENT, InitializeProcThreadAttributeList,
        PROC_THREAD_ATTRIBUTE_HANDLE_LIST, PROCESS_INFORMATION, ResumeThread, STARTF_USESTDHANDLES,
        STARTUPINFOEXW, SetThreadToken, UpdateProcThreadAttribute,
    },
};

use super::{job::Job, token::Tokens};
use crate::platform::{facts::Program, windows::process};

/// A child that runs, and how its walls went up.
#[derive(Debug)]
pub(super) struct Started {
    pub(super) process: OwnedHandle,
    pub(super) in_job: io::Result<()>,
}

/// Starts a child: without any rights, without privileges, or at last as the agent itself.
pub(super) fn start(
    program: &Program,
    from: &OwnedHandle,
    to: &OwnedHandle,
    job: Option<&Job>,
    way: usize,
) -> io::Result<Started> {
    let tokens = match way {
        0 => Some(Tokens::closed()?),
        1 => Some(Tokens::unprivileged()?),
        _ => None,
    };
    // A child that cannot start must not wait for somebody to click a box away.
    process::no_core_dumps();
    let mut handles = [from.as_raw_handle(), to.as_raw_handle()];
    for handle in handles {
        // SAFETY: both handles are open and ours.
        if unsafe { SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) } == 0 {
            return Err(io::Error::last_os_error());
        }
    }
    let list = List::of(&mut handles)?;
    let (process, thread) = suspended(program, &handles, &list, tokens.as_ref())?;
    let in_job = match job {
        Some(job) => job.take(process.as_handle()),
        None => Err(io::Error::other("the system makes no jobs")),
    };
    let start = tokens.as_ref().and_then(|tokens| tokens.start.as_ref());
    resume(&thread, start)?;
    Ok(Started { process, in_job })
}

/// Lets the first thread run, with what it borrows to start with.
fn resume(thread: &OwnedHandle, borrowed: Option<&OwnedHandle>) -> io::Result<()> {
    let thread = thread.as_raw_handle();
    // SAFETY: the handles are open.
    unsafe {
        if let Some(token) = borrowed
            && SetThreadToken(&raw const thread, token.as_raw_handle()) == 0
        {
            return Err(io::Error::last_os_error());
        }
        match ResumeThread(thread) {
            u32::MAX => Err(io::Error::last_os_error()),
            _ => Ok(()),
        }
    }
}

fn suspended(
    program: &Program,
    handles: &[HANDLE; 2],
    list: &List,
    tokens: Option<&Tokens>,
) -> io::Result<(OwnedHandle, OwnedHandle)> {
    let file = wide(program.path.as_os_str());
    let mut line = wide(&command_line(program));
    // Nothing of the agent's environment but where the system lies, which its libraries ask for.
    let system = std::env::var_os("SystemRoot").unwrap_or_else(|| OsString::from(r"C:\Windows"));
    let mut environment = OsString::from("SystemRoot=");
    environment.push(&system);
    let environment: Vec<u16> = environment.encode_wide().chain([0, 0]).collect();
    let folder = wide(&system);
    let mut info = STARTUPINFOEXW::default();
    info.StartupInfo.cb = u32::try_from(size_of_val(&info)).map_err(io::Error::other)?;
    info.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    info.StartupInfo.hStdInput = handles[0];
    info.StartupInfo.hStdOutput = handles[1];
    info.lpAttributeList = list.0.as_ptr().cast_mut().cast();
    let flags =
        CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT | DETACHED_PROCESS | EXTENDED_STARTUPINFO_PRESENT;
    let mut made = PROCESS_INFORMATION::default();
    // SAFETY: every text ends with a zero, the line may be written to, and all of it outlives the call.
    let done = unsafe {
        let (file, line, environment, folder) = (
            file.as_ptr(),
            line.as_mut_ptr(),
            environment.as_ptr().cast(),
            folder.as_ptr(),
        );
        let info = (&raw const info).cast();
        match tokens {
            Some(tokens) => CreateProcessAsUserW(
                tokens.process.as_raw_handle(),
                file,
                line,
                ptr::null(),
                ptr::null(),
                1,
                flags,
                environment,
                folder,
                info,
                &raw mut made,
            ),
            None => CreateProcessW(
                file,
                line,
                ptr::null(),
                ptr::null(),
                1,
                flags,
                environment,
                folder,
                info,
                &raw mut made,
            ),
        }
    };
    if done == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so both handles are open and nobody else's.
    Ok(unsafe {
        (
            OwnedHandle::from_raw_handle(made.hProcess),
            OwnedHandle::from_raw_handle(made.hThread),
        )
    })
}

/// Our own words need no quotes; the file's name gets them.
fn command_line(program: &Program) -> OsString {
    let mut line = OsString::from("\"");
    line.push(&program.path);
    line.push("\"");
    for argument in &program.arguments {
        line.push(" ");
        line.push(argument);
    }
    line
}

fn wide(text: &OsStr) -> Vec<u16> {
    text.encode_wide().chain([0]).collect()
}

/// The list of what a child inherits: these handles and no other.
struct List(Vec<u64>);

impl List {
    /// The list points to the handles, which must outlive it.
    fn of(handles: &mut [HANDLE; 2]) -> io::Result<Self> {
        let mut bytes = 0;
        // SAFETY: asks only how long a list of one entry is.
        unsafe { InitializeProcThreadAttributeList(ptr::null_mut(), 1, 0, &raw mut bytes) };
        let mut list = vec![0_u64; bytes.div_ceil(8).max(1)];
        let start = list.as_mut_ptr().cast();
        // SAFETY: the buffer is as long as was asked for; the handles outlive the list, as the caller says.
        let done = unsafe {
            InitializeProcThreadAttributeList(start, 1, 0, &raw mut bytes) != 0
                && UpdateProcThreadAttribute(
                    start,
                    0,
                    PROC_THREAD_ATTRIBUTE_HANDLE_LIST as usize,
                    handles.as_mut_ptr().cast(),
                    size_of_val(handles),
                    ptr::null_mut(),
                    ptr::null(),
                ) != 0
        };
        match done {
            true => Ok(Self(list)),
            false => Err(io::Error::last_os_error()),
        }
    }
}

impl Drop for List {
    fn drop(&mut self) {
        // SAFETY: the list was made, or it would not be here.
        unsafe { DeleteProcThreadAttributeList(self.0.as_mut_ptr().cast()) };
    }
}
