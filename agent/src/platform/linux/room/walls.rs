//! The walls of the examining room, in the order in which they are put up.
//!
//! Each makes the next one harder to climb: an account of its own before
//! privileges are given up, limits before the file system is closed, and last
//! the filter of system calls, after which nothing here could be done any more.
//! Where the system refuses one, the others stand all the same, and it is told.

use std::io;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetStatus, Scope,
};
use rustix::{
    process::{Resource, Rlimit, Signal},
    thread::{CapabilitySet, CapabilitySets, Gid, Uid},
};

use super::calls;
use crate::platform::{
    facts::{Allowance, Built, Wall},
    linux::process,
};

/// The account of a child whose agent is root: a number that nothing and nobody else has.
///
/// systemd keeps 65,520 to 65,533 out of every use (its `UIDS-GIDS` text); `nobody` is
/// shared with other services, which could then send it signals.
const OWN_ACCOUNT: u32 = 65_531;

/// Open files: three of the process, one document, one that is on its way, and three for the walls themselves.
const OPEN_FILES: u64 = 8;

/// Where the system does not tell how large the program is.
const PROGRAM_BYTES: u64 = 256 << 20;

/// Puts up every wall around this process, except the one that is left out for a test.
pub(super) fn build(allowance: &Allowance, without: Option<&str>) -> Vec<Built> {
    let wanted = |wall: Wall| without != Some(wall.word());
    let left_out = || Err(io::Error::other("left out"));
    let raise = |wall: Wall, work: &dyn Fn() -> io::Result<()>| {
        Built::of(wall, if wanted(wall) { work() } else { left_out() })
    };
    let size = program_bytes();
    stand_apart();
    let mut built = vec![
        raise(Wall::Account, &own_account),
        raise(Wall::Privileges, &no_privileges),
        raise(Wall::Dumps, &no_dumps),
        raise(Wall::Memory, &|| memory(size, allowance)),
        raise(Wall::Processes, &no_processes),
    ];
    limits(allowance);
    // The files of other users count against root's limits; those of the child do not.
    die_with_the_agent();
    built.push(raise(Wall::Files, &no_files));
    built.push(raise(Wall::Network, &no_network));
    built.push(raise(Wall::Calls, &calls::filter));
    lean_on_the_filter(&mut built);
    built.sort_by_key(|one| Wall::ALL.iter().position(|wall| *wall == one.wall));
    built
}

/// What cannot be called cannot be used: without `socket`, `open` and `clone` these walls stand by the filter alone.
fn lean_on_the_filter(built: &mut [Built]) {
    let filtered = built.iter().any(|one| one.wall == Wall::Calls && one.stands);
    for one in built {
        if filtered && !one.stands && matches!(one.wall, Wall::Network | Wall::Processes | Wall::Files) {
            one.stands = true;
            one.note = format!("by the filter of calls alone: {}", one.note);
        }
    }
}

/// Leaves the terminal, the folder and the open files of whoever started the agent.
fn stand_apart() {
    // A refusal of any of these takes nothing from the walls.
    let _ = rustix::process::setsid();
    let _ = rustix::process::chdir("/");
    let _ = rustix::thread::set_name(c"mimawari-room");
    // SAFETY: no descriptor beyond the first three is used by this process yet; signals that ask a
    // process to end are for the agent, which ends its children itself.
    unsafe {
        if libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) != 0 {
            for descriptor in 3..1024 {
                libc::close(descriptor);
            }
        }
        for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP, libc::SIGQUIT] {
            libc::signal(signal, libc::SIG_IGN);
        }
    }
}

/// Takes an account that owns nothing, and no group.
fn own_account() -> io::Result<()> {
    if !rustix::process::geteuid().is_root() {
        return Err(io::Error::other("the agent does not run as root"));
    }
    let (user, group) = (Uid::from_raw(OWN_ACCOUNT), Gid::from_raw(OWN_ACCOUNT));
    // The process has one thread, so that what holds for it holds for the process.
    rustix::thread::set_thread_groups(&[])?;
    rustix::thread::set_thread_res_gid(group, group, group)?;
    rustix::thread::set_thread_res_uid(user, user, user)?;
    Ok(())
}

fn no_privileges() -> io::Result<()> {
    rustix::thread::set_no_new_privs(true)?;
    let none = CapabilitySet::empty();
    let sets = CapabilitySets {
        effective: none,
        permitted: none,
        inheritable: none,
    };
    Ok(rustix::thread::set_capabilities(None, sets)?)
}

fn no_dumps() -> io::Result<()> {
    process::no_core_dumps();
    match rustix::process::dumpable_behavior()? {
        rustix::process::DumpableBehavior::NotDumpable => Ok(()),
        _ => Err(io::Error::other("refused")),
    }
}

/// Address space beyond that of the program: whatever a reader takes, stack, heap or map, counts.
fn memory(program_bytes: u64, allowance: &Allowance) -> io::Result<()> {
    limit(Resource::As, program_bytes + allowance.memory_bytes)
}

fn no_processes() -> io::Result<()> {
    limit(Resource::Nproc, 0)?;
    match rustix::process::geteuid().is_root() {
        true => Err(io::Error::other("no limit of processes holds for root")),
        false => Ok(()),
    }
}

/// Limits that no wall is named after.
fn limits(allowance: &Allowance) {
    for (resource, most) in [
        (Resource::Nofile, OPEN_FILES),
        (Resource::Fsize, 0),
        (Resource::Memlock, 0),
        (Resource::Msgqueue, 0),
        (Resource::Cpu, allowance.life_seconds),
    ] {
        let _ = limit(resource, most);
    }
}

fn limit(resource: Resource, most: u64) -> io::Result<()> {
    let most = Some(most);
    Ok(rustix::process::setrlimit(
        resource,
        Rlimit {
            current: most,
            maximum: most,
        },
    )?)
}

/// A change of account forgets this wish, so it comes after.
fn die_with_the_agent() {
    let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
}

/// A ruleset that handles every access to files and permits none.
fn no_files() -> io::Result<()> {
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V5))
        .and_then(Ruleset::create)
        .and_then(|made| made.restrict_self());
    stands(ruleset)
}

/// The same for what leaves the process by other ways: ports, abstract sockets, signals.
fn no_network() -> io::Result<()> {
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessNet::from_all(ABI::V6))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(ABI::V6)))
        .and_then(Ruleset::create)
        .and_then(|made| made.restrict_self());
    stands(ruleset)
}

fn stands(restricted: Result<landlock::RestrictionStatus, landlock::RulesetError>) -> io::Result<()> {
    match restricted.map_err(io::Error::other)?.ruleset {
        RulesetStatus::NotEnforced => Err(io::Error::other("this kernel has no landlock for it")),
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => Ok(()),
    }
}

/// Returns the address space of the program before it reads anything.
fn program_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    pages
        .and_then(|line| line.split(' ').next()?.parse::<u64>().ok())
        .map_or(PROGRAM_BYTES, |pages| pages * rustix::param::page_size() as u64)
}

#[cfg(debug_assertions)]
pub(super) fn is_own_account() -> bool {
    rustix::process::geteuid().as_raw() == OWN_ACCOUNT && rustix::process::getegid().as_raw() == OWN_ACCOUNT
}
