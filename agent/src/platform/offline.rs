//! Records of a Windows that does not run: its registry files and logs, below a folder.
//!
//! ```text
//! ROOT/Windows/System32/config/SYSTEM      ROOT/Windows/inf/setupapi*.log
//! ROOT/Users/NAME/NTUSER.DAT               names of folders in any spelling
//! ```

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use mimawari_proto::{name::Name, time::Timestamp};

use super::{
    facts::media::{Branch, KEYS_LIMIT, LOG_BYTES, LOGS_LIMIT, Log, LogForm, Registry},
    hive::{HIVE_BYTES, Hive},
};

/// Accounts of one PC whose files are read.
const USERS_LIMIT: usize = 200;

/// Reads the logs of device installation, the newest first.
pub fn logs(windows: &Path) -> Vec<Log> {
    let Some(folder) = inside(windows, &["inf"]) else {
        return Vec::new();
    };
    let mut logs: Vec<Log> = entries(&folder)
        .iter()
        .filter(|path| is_log(path))
        .filter_map(|path| log(path))
        .collect();
    logs.sort_by_key(|log| std::cmp::Reverse(log.written_at));
    logs.truncate(LOGS_LIMIT);
    logs
}

/// `setupapi.dev.log`, and those set aside when it was full or Windows renewed itself.
fn is_log(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    name.starts_with("setupapi.")
        && name.ends_with(".log")
        && !name.contains(".offline")
        && !name.contains(".app.")
}

fn log(path: &Path) -> Option<Log> {
    let mut file = fs::File::open(path).ok()?;
    let meta = file.metadata().ok().filter(fs::Metadata::is_file)?;
    // A part of UTF-16 begins with a whole unit.
    let surplus = meta.len().saturating_sub(LOG_BYTES as u64).next_multiple_of(2);
    file.seek(SeekFrom::Start(surplus)).ok()?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES as u64).read_to_end(&mut bytes).ok()?;
    Some(Log {
        form: LogForm::SetupApi,
        bytes,
        written_at: meta.modified().map_or(Timestamp::default(), Timestamp::from),
    })
}

/// Finds the folder of Windows below a root.
pub fn windows(root: &Path) -> Option<PathBuf> {
    inside(root, &["windows"])
}

/// Reads the registry; `None` where there is none.
pub fn registry(root: &Path) -> Option<Registry> {
    let bytes = file(&inside(root, &["windows", "system32", "config", "system"])?)?;
    let system = Hive::new(&bytes)?;
    let mut left = KEYS_LIMIT;
    let set = control_set(&system, &mut left);
    let mut part = |path: &[&str]| system.branch(path, &mut left);
    let mut enumerated = Branch::default();
    for name in ["USBSTOR", "USB", "SCSI"] {
        enumerated.branches.extend(part(&[&set, "Enum", name]));
    }
    if let Some(portable) = part(&[&set, "Enum", "SWD", "WPDBUSENUM"]) {
        enumerated.branches.push(Branch {
            name: "SWD".to_owned(),
            branches: vec![portable],
            ..Branch::default()
        });
    }
    let mounted = part(&["MountedDevices"]).unwrap_or_default();
    Some(Registry {
        enumerated,
        mounted,
        mount_points: mount_points(root, &mut left),
    })
}

/// A registry that does not run has no current set, but says which one it was.
fn control_set(system: &Hive<'_>, left: &mut usize) -> String {
    let select = system.branch(&["Select"], left);
    let current = select
        .as_ref()
        .and_then(|key| key.bytes("Current")?.first().copied());
    format!("ControlSet{:03}", current.unwrap_or(1))
}

fn mount_points(root: &Path, left: &mut usize) -> Vec<(Name, Branch)> {
    let Some(users) = inside(root, &["users"]) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for profile in entries(&users).into_iter().take(USERS_LIMIT) {
        let points = inside(&profile, &["ntuser.dat"])
            .and_then(|path| file(&path))
            .and_then(|bytes| mount_points_in(&bytes, left));
        let name = profile
            .file_name()
            .map(|name| Name::from_bytes(name.as_encoded_bytes()));
        found.extend(name.zip(points));
    }
    found
}

/// Reads what an account had mounted from its file of the registry.
pub fn mount_points_in(ntuser: &[u8], left: &mut usize) -> Option<Branch> {
    const PLACE: &[&str] = &[
        "Software",
        "Microsoft",
        "Windows",
        "CurrentVersion",
        "Explorer",
        "MountPoints2",
    ];
    Hive::new(ntuser)?.branch(PLACE, left)
}

/// Goes down by names in any spelling.
fn inside(root: &Path, names: &[&str]) -> Option<PathBuf> {
    names.iter().try_fold(root.to_owned(), |folder, name| {
        entries(&folder).into_iter().find(|path| {
            path.file_name()
                .is_some_and(|found| found.to_string_lossy().eq_ignore_ascii_case(name))
        })
    })
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = list.flatten().map(|entry| entry.path()).take(100_000).collect();
    paths.sort();
    paths
}

fn file(path: &Path) -> Option<Vec<u8>> {
    let file = fs::File::open(path).ok()?;
    let is_fit = file
        .metadata()
        .ok()
        .is_some_and(|meta| meta.is_file() && meta.len() <= HIVE_BYTES as u64);
    let mut bytes = Vec::new();
    is_fit.then(|| file.take(HIVE_BYTES as u64).read_to_end(&mut bytes).ok())??;
    Some(bytes)
}
