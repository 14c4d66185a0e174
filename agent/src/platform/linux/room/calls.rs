//! The last wall: what the child may still ask the kernel for.
//!
//! Reading what is open, memory, time, randomness, its line to the agent, its
//! own end. Everything else ends the process. Opening a file or asking for its
//! particulars is answered with "no such call" instead: libraries ask in good
//! faith, how many processors there are for example, and go on without.

use std::{collections::BTreeMap, io};

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};

/// What a reader needs, whatever the arguments.
const ALLOWED: &[libc::c_long] = &[
    // What is open: the document and the line.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_close,
    libc::SYS_write,
    libc::SYS_recvmsg,
    libc::SYS_recvfrom,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    // Memory.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // One thread, its locks and its signals.
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    // Time and randomness.
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    // The end.
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// What is answered with "no such call", also where `ALLOWED` would let it pass.
const UNKNOWN: &[libc::c_long] = &[libc::SYS_openat, libc::SYS_statx, libc::SYS_newfstatat];

/// Closes this process in; nothing undoes it.
pub(super) fn filter() -> io::Result<()> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    // Of two filters the stricter answer counts, so that the first one softens nothing.
    let unknown = UNKNOWN.iter().map(|call| (*call, Vec::new())).collect();
    let errno = u32::try_from(libc::ENOSYS).expect("a small number");
    install(unknown, SeccompAction::Allow, SeccompAction::Errno(errno), arch)?;
    install(allowed()?, SeccompAction::KillProcess, SeccompAction::Allow, arch)
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn install(rules: Rules, otherwise: SeccompAction, then: SeccompAction, arch: TargetArch) -> io::Result<()> {
    let filter = SeccompFilter::new(rules, otherwise, then, arch).map_err(io::Error::other)?;
    let program = BpfProgram::try_from(filter).map_err(io::Error::other)?;
    apply_filter(&program).map_err(io::Error::other)
}

fn allowed() -> io::Result<Rules> {
    let mut rules: Rules = ALLOWED
        .iter()
        .chain(UNKNOWN)
        .map(|call| (*call, Vec::new()))
        .collect();
    let never_run = without(2, libc::PROT_EXEC)?;
    rules.insert(libc::SYS_mmap, vec![never_run.clone()]);
    rules.insert(libc::SYS_mprotect, vec![never_run]);
    rules.insert(libc::SYS_fcntl, vec![equal(1, libc::F_GETFD)?]);
    Ok(rules)
}

/// An argument in which a bit is not set.
fn without(argument: u8, bit: i32) -> io::Result<SeccompRule> {
    rule(argument, SeccompCmpOp::MaskedEq(unsigned(bit)), 0)
}

fn equal(argument: u8, value: i32) -> io::Result<SeccompRule> {
    rule(argument, SeccompCmpOp::Eq, unsigned(value))
}

fn rule(argument: u8, compare: SeccompCmpOp, value: u64) -> io::Result<SeccompRule> {
    let condition = SeccompCondition::new(argument, Dword, compare, value).map_err(io::Error::other)?;
    SeccompRule::new(vec![condition]).map_err(io::Error::other)
}

fn unsigned(value: i32) -> u64 {
    u64::from(value.cast_unsigned())
}
