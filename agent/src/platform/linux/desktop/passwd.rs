//! `/etc/passwd`: `name:password:uid:gid:full name:home:shell`, one account a line.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use mimawari_proto::name::Name;

/// The first uid of a person on the usual distributions (`UID_MIN` of `login.defs`).
const FIRST_PERSON: u32 = 1_000;

/// The account that owns nothing.
const NOBODY: u32 = 65_534;

/// An account of the machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Account {
    /// Its name.
    pub(crate) name: Name,
    /// Its number.
    pub(crate) uid: u32,
    /// Its home.
    pub(crate) home: PathBuf,
    can_log_in: bool,
}

impl Account {
    /// Describes a person by what is known without `/etc/passwd`.
    pub(crate) const fn new(name: Name, uid: u32, home: PathBuf) -> Self {
        Self {
            name,
            uid,
            home,
            can_log_in: true,
        }
    }

    /// Tells whether somebody works under this account: a desktop is then expected.
    pub(crate) const fn is_person(&self) -> bool {
        self.can_log_in && (self.uid == 0 || (self.uid >= FIRST_PERSON && self.uid != NOBODY))
    }
}

/// Reads the accounts; a line that is none is left out.
pub(crate) fn accounts_in(passwd: &[u8]) -> Vec<Account> {
    passwd.split(|b| *b == b'\n').filter_map(account).collect()
}

fn account(line: &[u8]) -> Option<Account> {
    let fields: Vec<_> = line.split(|b| *b == b':').collect();
    let [name, _, uid, _, _, home, shell] = fields[..] else {
        return None;
    };
    let uid = std::str::from_utf8(uid).ok()?.parse().ok()?;
    let home = PathBuf::from(OsStr::from_bytes(home));
    (home.is_absolute() && home != Path::new("/")).then(|| Account {
        name: Name::from_bytes(name),
        uid,
        home,
        can_log_in: !is_no_shell(shell),
    })
}

fn is_no_shell(shell: &[u8]) -> bool {
    let program = shell.rsplit(|b| *b == b'/').next().unwrap_or_default();
    matches!(program, b"nologin" | b"false" | b"sync" | b"shutdown" | b"halt")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\n\
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n\
        broken line\n\
        hanako:x:1000:1000:花子,,,:/home/hanako:/bin/bash\n\
        kiosk:x:1001:1001::/home/kiosk:/usr/sbin/nologin\n\
        nobody:x:65534:65534:nobody:/nonexistent:/bin/sh\n\
        rootless:x:1002:1002::/:/bin/sh\n";

    #[test]
    fn people_are_told_from_accounts_of_the_system() {
        let people: Vec<_> = accounts_in(PASSWD.as_bytes())
            .into_iter()
            .filter(Account::is_person)
            .map(|account| account.name.shown)
            .collect();
        assert_eq!(people, ["root", "hanako"]);
    }

    #[test]
    fn a_line_that_is_no_account_and_a_home_that_is_the_whole_disk_are_left_out() {
        let accounts = accounts_in(PASSWD.as_bytes());
        assert_eq!(accounts.len(), 5);
        assert!(accounts.iter().all(|account| account.home != Path::new("/")));
    }
}
