//! Whose desktops there are: the accounts of `/etc/passwd`, and homes without an account there.
//!
//! Accounts of a directory service (LDAP, AD) are not in `/etc/passwd` and
//! cannot always be listed; their homes are found where homes lie: `/home/*`
//! and `/home/DOMAIN/*`.
//!
//! A desktop is where `user-dirs.dirs` says, `~/Desktop` or `~/デスクトップ`. It
//! counts only when the account itself owns it: a link to `/etc` makes
//! nobody's desktop, whoever runs the agent.

mod passwd;
mod user_dirs;

use std::{
    env, fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use mimawari_proto::name::Name;

use crate::platform::facts::{Desktop, Identity, Reach};

pub(super) use passwd::{Account, accounts_in};

/// Where homes lie when no account names them.
const HOMES: &str = "/home";

/// Lists the desktops of every user of the machine.
pub fn everyone() -> Vec<Desktop> {
    let accounts = accounts();
    let mut known: Vec<PathBuf> = Vec::new();
    let mut desktops = Vec::new();
    for account in accounts.iter().chain(&homes_without_account(&accounts)) {
        if known.contains(&account.home) {
            continue;
        }
        known.push(account.home.clone());
        let found = desktops_of(account, &account.home.join(".config"));
        if account.is_person() || found.iter().any(|one| matches!(one.reach, Reach::There(_))) {
            desktops.extend(found);
        }
    }
    desktops
}

/// Lists the desktops of the user who runs the agent.
pub fn mine() -> Vec<Desktop> {
    let uid = rustix::process::geteuid().as_raw();
    let home = own_home();
    let known = accounts().into_iter().find(|account| account.uid == uid);
    let name = match known {
        Some(account) => account.name,
        None => Name::from_bytes(home.file_name().unwrap_or_default().as_encoded_bytes()),
    };
    let config = env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .unwrap_or_else(|| home.join(".config"));
    desktops_of(&Account::new(name, uid, home), &config)
}

/// Returns the home of the user who runs the agent.
pub(super) fn own_home() -> PathBuf {
    let named = env::var_os("HOME").map(PathBuf::from);
    if let Some(home) = named.filter(|path| path.is_absolute()) {
        return home;
    }
    let uid = rustix::process::geteuid().as_raw();
    let known = accounts().into_iter().find(|account| account.uid == uid);
    known.map_or_else(|| PathBuf::from("/"), |account| account.home)
}

fn accounts() -> Vec<Account> {
    accounts_in(&fs::read("/etc/passwd").unwrap_or_default())
}

fn homes_without_account(accounts: &[Account]) -> Vec<Account> {
    let taken = |home: &Path| accounts.iter().any(|account| account.home == home);
    let mut homes = Vec::new();
    for home in folders_in(Path::new(HOMES))
        .into_iter()
        .filter(|home| !taken(home))
    {
        match owner_of(&home) {
            Some(0) => homes.extend(folders_in(&home).into_iter().filter(|below| !taken(below))),
            _ => homes.push(home),
        }
    }
    let mut found: Vec<_> = homes.into_iter().filter_map(account_of_home).collect();
    found.sort_by(|a, b| a.home.cmp(&b.home));
    found
}

/// Takes the owner of a home for its user; what root owns is nobody's home.
fn account_of_home(home: PathBuf) -> Option<Account> {
    let uid = owner_of(&home).filter(|uid| *uid != 0)?;
    let name = Name::from_bytes(home.file_name()?.as_encoded_bytes());
    Some(Account::new(name, uid, home))
}

fn owner_of(folder: &Path) -> Option<u32> {
    fs::symlink_metadata(folder).ok().map(|is| is.uid())
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|sort| sort.is_dir()))
        .map(|entry| entry.path())
        .collect()
}

/// Returns every desktop of an account once, or the one it would have.
fn desktops_of(account: &Account, config: &Path) -> Vec<Desktop> {
    let named = user_dirs::desktop(&config.join("user-dirs.dirs"), &account.home, account.uid);
    let usual = ["Desktop", "デスクトップ"].map(|name| account.home.join(name));
    let profile = fs::canonicalize(&account.home).unwrap_or_else(|_| account.home.clone());
    let mut desktops: Vec<Desktop> = Vec::new();
    for path in named.into_iter().chain(usual) {
        let (path, reach) = look(&path, account.uid);
        if desktops.iter().any(|other| is_same(other, &path, reach)) {
            continue;
        }
        desktops.push(Desktop {
            user: account.name.clone(),
            is_public: false,
            path,
            profile: Some(profile.clone()),
            reach,
        });
    }
    let is_there = |one: &Desktop| one.reach != Reach::Absent;
    if desktops.iter().any(is_there) {
        desktops.retain(is_there);
    } else {
        desktops.truncate(1);
    }
    fold_denied(desktops)
}

fn is_same(other: &Desktop, path: &Path, reach: Reach) -> bool {
    match (other.reach, reach) {
        (Reach::There(one), Reach::There(two)) => one == two,
        _ => other.path == path,
    }
}

/// A closed home hides all its candidates at once: one line says so.
fn fold_denied(mut desktops: Vec<Desktop>) -> Vec<Desktop> {
    if desktops.iter().all(|one| one.reach == Reach::Denied) {
        desktops.truncate(1);
    }
    desktops
}

/// Follows a desktop to where it really lies, and tells whether it is the account's own.
fn look(path: &Path, uid: u32) -> (PathBuf, Reach) {
    let real = match fs::canonicalize(path) {
        Ok(real) => real,
        Err(error) => return (path.to_owned(), refused(&error)),
    };
    let reach = match fs::metadata(&real) {
        Ok(is) if !is.is_dir() => Reach::Absent,
        Ok(is) if is.uid() != uid => Reach::Denied,
        Ok(is) => Reach::There(Identity {
            volume: is.dev(),
            file: is.ino().into(),
        }),
        Err(error) => refused(&error),
    };
    (real, reach)
}

fn refused(error: &io::Error) -> Reach {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Reach::Absent,
        io::ErrorKind::PermissionDenied => Reach::Denied,
        _ => Reach::Failed,
    }
}

#[cfg(test)]
mod tests;
