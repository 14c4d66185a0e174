//! How the process behaves towards the others on the machine, and towards its own secrets.

use windows_sys::Win32::System::{
    Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SetErrorMode},
    Threading::{GetCurrentProcess, IDLE_PRIORITY_CLASS, PROCESS_MODE_BACKGROUND_BEGIN, SetPriorityClass},
};

/// Takes the lowest priority for processor, disk and memory.
///
/// The background mode lowers all three; where it is not to be had (older
/// systems, Wine) the idle class lowers the first. A refusal costs nobody
/// anything and is not an error.
pub fn lower_priority() {
    // SAFETY: the handle of the current process is a constant that needs no closing.
    unsafe {
        if SetPriorityClass(GetCurrentProcess(), PROCESS_MODE_BACKGROUND_BEGIN) == 0 {
            SetPriorityClass(GetCurrentProcess(), IDLE_PRIORITY_CLASS);
        }
    }
}

/// Keeps a crash from showing boxes and from being written as a report with memory in it.
pub fn no_core_dumps() {
    // SAFETY: takes plain flags and changes only this process.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX) };
}

/// Nothing to do here: files inherit the closed list of their folder (see `private`).
pub const fn keep_files_private() {}
