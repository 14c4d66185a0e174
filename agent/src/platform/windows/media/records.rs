//! Where Windows wrote about media: the registry, and the logs of device installation.

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use mimawari_proto::time::Timestamp;

use super::registry::registry;
use crate::platform::facts::media::{LOG_BYTES, LOGS_LIMIT, Log, LogForm, Records};

/// Reads what is kept; the root is the drive of Windows but for recorded trees.
pub fn records(root: &Path) -> Records {
    let is_real = root == Path::new("/");
    let windows = match is_real {
        true => std::env::var_os("SystemRoot").map_or_else(|| PathBuf::from(r"C:\Windows"), PathBuf::from),
        false => root.join("Windows"),
    };
    let mut logs: Vec<Log> = files(&windows.join("inf"))
        .iter()
        .filter_map(|path| log(path))
        .collect();
    logs.sort_by_key(|log| std::cmp::Reverse(log.written_at));
    logs.truncate(LOGS_LIMIT);
    Records {
        logs,
        registry: is_real.then(registry),
    }
}

/// `setupapi.dev.log`, and those set aside when it was full or Windows renewed itself.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_ours = |path: &PathBuf| {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        name.starts_with("setupapi.")
            && name.ends_with(".log")
            && !name.contains(".offline")
            && !name.contains(".app.")
    };
    list.flatten()
        .map(|entry| entry.path())
        .filter(is_ours)
        .take(64)
        .collect()
}

fn log(path: &Path) -> Option<Log> {
    let mut file = fs::File::open(path).ok()?;
    let meta = file.metadata().ok()?;
    let surplus = meta.len().saturating_sub(LOG_BYTES as u64) & !1;
    file.seek(SeekFrom::Start(surplus)).ok()?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES as u64).read_to_end(&mut bytes).ok()?;
    Some(Log {
        form: LogForm::SetupApi,
        bytes,
        written_at: meta.modified().map_or(Timestamp::default(), Timestamp::from),
    })
}
