//! Reads parts of the registry of this PC, with the times at which they were written.

use std::{fs, io::Read as _, os::windows::fs::OpenOptionsExt as _, path::Path, ptr};

use mimawari_proto::{name::Name, time::Timestamp};
use windows_registry::{Key, LOCAL_MACHINE, USERS};
use windows_sys::Win32::{
    Foundation::{ERROR_SUCCESS, FILETIME},
    Storage::FileSystem::{FILE_FLAG_BACKUP_SEMANTICS, FILE_SHARE_DELETE, FILE_SHARE_READ, FILE_SHARE_WRITE},
    System::Registry::RegQueryInfoKeyW,
};

use crate::platform::{
    facts::media::{Branch, KEYS_DEPTH, KEYS_LIMIT, Registry, RegistryValue, VALUE_BYTES},
    hive::HIVE_BYTES,
    offline::mount_points_in,
    windows::{desktop::profiles, owner::Owners},
};

/// Ms between 1601, where Windows counts from, and 1970.
const FROM_1601_MS: i64 = 11_644_473_600_000;

const ENUM: &str = r"SYSTEM\CurrentControlSet\Enum";

/// Reads what speaks of devices and mounts.
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

/// Reads the part of every account: of who is logged on from the registry, of the others from their files.
fn mount_points(left: &mut usize) -> Vec<(Name, Branch)> {
    const PLACE: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2";
    let loaded: Vec<String> = USERS.keys().map(Iterator::collect).unwrap_or_default();
    let mut found = Vec::new();
    for profile in profiles(&mut Owners::new()) {
        let points = match loaded.contains(&profile.sid) {
            true => branch(
                &USERS,
                &format!(r"{}\{PLACE}", profile.sid),
                "MountPoints2",
                1,
                left,
            ),
            false => of_file(&profile.folder.join("NTUSER.DAT"), left),
        };
        found.extend(points.map(|points| (profile.user, points)));
    }
    found
}

/// Shared with everybody, so that a logon at the same moment is not held up; with the flag, a right to back up is enough where an agent has one.
fn of_file(ntuser: &Path, left: &mut usize) -> Option<Branch> {
    let file = fs::OpenOptions::new()
        .read(true)
        .share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
        .custom_flags(FILE_FLAG_BACKUP_SEMANTICS)
        .open(ntuser)
        .ok()?;
    let meta = file.metadata().ok()?;
    let mut bytes = Vec::new();
    let fits = meta.is_file() && meta.len() <= HIVE_BYTES as u64;
    fits.then(|| file.take(HIVE_BYTES as u64).read_to_end(&mut bytes).ok())??;
    mount_points_in(&bytes, left)
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
