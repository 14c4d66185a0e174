//! How the process behaves towards the others on the machine, and towards its own secrets.

use rustix::{
    fs::Mode,
    process::{DumpableBehavior, Resource, Rlimit},
};

/// Takes the lowest priority; the kernel's default I/O priority follows it.
///
/// Holds for the calling thread and those it starts afterwards. A refusal
/// costs nobody anything and is not an error.
pub fn lower_priority() {
    let _ = rustix::process::setpriority_process(None, 19);
}

/// Keeps memory out of core files and from other processes of the same user.
pub fn no_core_dumps() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = rustix::process::setrlimit(Resource::Core, none);
    let _ = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Lets every file made from now on be readable by this account alone, whoever makes it (SQLite does).
pub fn keep_files_private() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}
