//! Reads parts of the registry of this PC, with the times at which they were written.

use std::ptr;

use mimawari_proto::{name::Name, time::Timestamp};
use windows_registry::{Key, LOCAL_MACHINE, USERS};
use windows_sys::Win32::{
    Foundation::{ERROR_SUCCESS, FILETIME},
    System::Registry::RegQueryInfoKeyW,
};

use crate::platform::facts::media::{Branch, KEYS_DEPTH, KEYS_LIMIT, Registry, RegistryValue, VALUE_BYTES};

/// Ms between 1601, where Windows counts from, and 1970.
const FROM_1601_MS: i64 = 11_644_473_600_000;

const ENUM: &str = r"SYSTEM\CurrentControlSet\Enum";

const PROFILES: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";

/// Reads what speaks of devices and mounts; accounts that are not logged on have no hive here.
pub(super) fn registry() -> Registry {
    let mut left = KEYS_LIMIT;
    let mut part = |path: String, name: &str| branch(&LOCAL_MACHINE, &path, name, KEYS_DEPTH, &mut left);
    let mut enumerated = Branch::default();
    for name in ["USBSTOR", "USB", "SCSI"] {
        enumerated.branches.extend(part(format!(r"{ENUM}\{name}"), name));
    }
    if let Some(portable) = part(format!(r"{ENUM}\SWD\WPDBUSENUM"), "WPDBUSENUM") {
        enumerated.branches.push(Branch {
            name: "SWD".to_owned(),
            branches: vec![portable],
            ..Branch::default()
        });
    }
    let mounted = part(r"SYSTEM\MountedDevices".to_owned(), "MountedDevices").unwrap_or_default();
    Registry {
        enumerated,
        mounted,
        mount_points: mount_points(&mut left),
    }
}

fn mount_points(left: &mut usize) -> Vec<(Name, Branch)> {
    const PLACE: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2";
    let sids: Vec<String> = USERS.keys().map(Iterator::collect).unwrap_or_default();
    let mut found = Vec::new();
    for sid in sids
        .iter()
        .filter(|sid| sid.starts_with("S-1-5-21-") && !sid.ends_with("_Classes"))
    {
        if let Some(points) = branch(&USERS, &format!(r"{sid}\{PLACE}"), "MountPoints2", 1, left) {
            found.push((account(sid), points));
        }
    }
    found
}

/// The last folder of the profile is the name of the account, or near it.
fn account(sid: &str) -> Name {
    let path = LOCAL_MACHINE
        .open(format!(r"{PROFILES}\{sid}"))
        .and_then(|key| key.get_string("ProfileImagePath"));
    let name = path
        .ok()
        .and_then(|path| path.rsplit('\\').next().map(str::to_owned));
    Name::from(name.as_deref().unwrap_or(sid))
}

fn branch(above: &Key, path: &str, name: &str, depth: usize, left: &mut usize) -> Option<Branch> {
    *left = left.checked_sub(1)?;
    let key = above.open(path).ok()?;
    let mut made = Branch {
        name: name.to_owned(),
        written_at: written_at(&key),
        ..Branch::default()
    };
    for (name, value) in key.values().into_iter().flatten() {
        let bytes: &[u8] = &value;
        if bytes.len() <= VALUE_BYTES {
            made.values.push(RegistryValue {
                name,
                bytes: bytes.to_vec(),
            });
        }
    }
    if depth > 0 {
        for inner in key.keys().into_iter().flatten() {
            made.branches
                .extend(branch(&key, &inner, &inner, depth - 1, left));
        }
    }
    Some(made)
}

fn written_at(key: &Key) -> Option<Timestamp> {
    let mut time = FILETIME::default();
    let none = ptr::null_mut();
    // SAFETY: the key is open, and everything but the time is left out, as may be.
    let answer = unsafe {
        RegQueryInfoKeyW(
            key.as_raw(),
            ptr::null_mut(),
            none,
            ptr::null(),
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            &mut time,
        )
    };
    if answer != ERROR_SUCCESS {
        return None;
    }
    let ticks = u64::from(time.dwHighDateTime) << 32 | u64::from(time.dwLowDateTime);
    let ms = i64::try_from(ticks / 10_000).ok()?;
    Some(Timestamp::from_unix_ms(ms - FROM_1601_MS))
}
