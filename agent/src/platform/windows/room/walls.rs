//! The walls of the examining room: those around the child, and those it puts up itself.
//!
//! The agent starts it in a job and with a token that opens nothing; the child
//! gives back what it borrowed to start with, takes the lowest integrity, and
//! gives up starting programs and making code. Nothing is lost where an older
//! system knows a part of this not: the others stand all the same, and it is told.

use std::{fs::File, hash::RandomState, io};

use windows_sys::Win32::System::Threading::{
    ProcessChildProcessPolicy, ProcessDynamicCodePolicy, ProcessExtensionPointDisablePolicy,
    ProcessImageLoadPolicy, ProcessStrictHandleCheckPolicy, ProcessSystemCallDisablePolicy,
    SetProcessMitigationPolicy,
};

use super::{job::Job, start::Started, token};
use crate::platform::{
    facts::{Built, Wall},
    windows::process,
};

/// Tells of the walls that the agent has put up around a child, and keeps its job.
pub(super) fn around(started: &Started, job: io::Result<Job>) -> (Vec<Built>, Option<Job>) {
    let job = job.and_then(|job| match &started.in_job {
        Ok(()) => Ok(job),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    });
    let in_job = || job.as_ref().map(drop);
    let built = vec![
        Built::of(Wall::Memory, in_job()),
        Built::of(Wall::Processes, in_job()),
    ];
    (built, job.ok())
}

/// Puts up the walls that a process puts up itself.
pub(super) fn build(without: Option<&str>) -> Vec<Built> {
    // Made while its library can still be asked for.
    std::hint::black_box(RandomState::new());
    process::no_core_dumps();
    let wanted = |wall: Wall| without != Some(wall.word());
    let mut built = vec![Built::of(Wall::Dumps, io::Result::Ok(()))];
    // In the name of what was borrowed: nobody may change even his own token.
    if wanted(Wall::Privileges) {
        built.push(Built::of(Wall::Privileges, token::no_privileges()));
    }
    if wanted(Wall::Account) {
        drop(token::untrusted());
        drop(token::give_back());
    }
    built.push(Built::of(Wall::Account, is_nobody()));
    built.push(Built::of(Wall::Files, opens_nothing()));
    if wanted(Wall::Processes) {
        built.push(Built::of(Wall::Processes, policy(ProcessChildProcessPolicy, 1)));
    }
    if wanted(Wall::Calls) {
        // No windows and pictures in the kernel: the larger half of what can be called.
        built.push(Built::of(Wall::Calls, policy(ProcessSystemCallDisablePolicy, 1)));
    }
    // No code but that of the program; no library from elsewhere; wrong handles end the process.
    for (which, flags) in [
        (ProcessDynamicCodePolicy, 1),
        (ProcessExtensionPointDisablePolicy, 1),
        (ProcessImageLoadPolicy, 7),
        (ProcessStrictHandleCheckPolicy, 3),
    ] {
        drop(policy(which, flags));
    }
    built
}

fn is_nobody() -> io::Result<()> {
    match token::is_restricted() {
        true => Ok(()),
        false => Err(io::Error::other("no token that opens nothing could be had here")),
    }
}

/// Tries the door instead of trusting it: the program's own file opens for everybody who may run it.
fn opens_nothing() -> io::Result<()> {
    match std::env::current_exe().and_then(File::open) {
        Ok(_) => Err(io::Error::other("files still open by their names")),
        Err(_) => Ok(()),
    }
}

fn policy(which: i32, flags: u32) -> io::Result<()> {
    // SAFETY: all of these policies are a number of 32 bits, and the call only reads it.
    match unsafe { SetProcessMitigationPolicy(which, (&raw const flags).cast(), size_of_val(&flags)) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Tries to open another process for reading its memory.
#[cfg(debug_assertions)]
pub(super) fn opens_another_process() -> bool {
    use windows_sys::Win32::{
        Foundation::CloseHandle,
        System::Threading::{GetCurrentProcessId, OpenProcess, PROCESS_VM_READ},
    };
    // SAFETY: ids are plain numbers, and what was opened is closed.
    unsafe {
        let own = GetCurrentProcessId();
        (4..=4_096_u32).step_by(4).filter(|&id| id != own).any(|id| {
            let opened = OpenProcess(PROCESS_VM_READ, 0, id);
            !opened.is_null() && CloseHandle(opened) != 0
        })
    }
}
