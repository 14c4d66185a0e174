//! Where the kernel's words about devices are kept: files of a syslog, or the journal.
//!
//! Below a root of somebody's choice a Windows that does not run is read too.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use mimawari_proto::time::Timestamp;

use crate::platform::{
    facts::media::{LOG_BYTES, LOGS_LIMIT, Log, LogForm, Records},
    offline,
};

/// Reads what is kept below a root; the journal of this very machine only.
pub fn records(root: &Path) -> Records {
    let mut logs: Vec<Log> = files(&root.join("var/log"))
        .iter()
        .filter_map(|path| log(path))
        .collect();
    logs.sort_by_key(|log| std::cmp::Reverse(log.written_at));
    logs.truncate(LOGS_LIMIT);
    if root == Path::new("/") {
        logs.extend(journal());
        return Records { logs, registry: None };
    }
    if let Some(windows) = offline::windows(root) {
        logs.extend(offline::logs(&windows));
    }
    Records {
        logs,
        registry: offline::registry(root),
    }
}

/// `kern.log`, `kern.log.1`, `messages`, `messages-20261101`; what is packed is older than it is worth.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_ours = |path: &PathBuf| {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let is_log = ["kern.log", "messages", "syslog"]
            .iter()
            .any(|start| name.starts_with(start));
        is_log
            && ![".gz", ".xz", ".zst", ".bz2"]
                .iter()
                .any(|end| name.ends_with(end))
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
    if !meta.is_file() {
        return None;
    }
    let surplus = meta.len().saturating_sub(LOG_BYTES as u64);
    file.seek(SeekFrom::Start(surplus)).ok()?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES as u64).read_to_end(&mut bytes).ok()?;
    Some(Log {
        form: LogForm::Kernel,
        bytes,
        written_at: meta.modified().map_or(Timestamp::default(), Timestamp::from),
    })
}

/// Asks the journal, which has no other form that programs may read.
///
/// Read as it comes and ended at the limit; a journal that never ends does not hold us up.
fn journal() -> Option<Log> {
    let mut child = Command::new("/usr/bin/journalctl")
        .args([
            "_TRANSPORT=kernel",
            "-o",
            "json",
            "--output-fields=MESSAGE",
            "--no-pager",
            "-q",
            "-r",
        ])
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut bytes = Vec::new();
    let mut reader = BufReader::new(child.stdout.take()?.take(4 * LOG_BYTES as u64));
    let mut line = Vec::new();
    while bytes.len() < LOG_BYTES && reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        if speaks_of_media(&line) {
            bytes.extend(&line);
        }
        line.clear();
    }
    // It may have said everything already: then there is nothing to end.
    drop(child.kill());
    drop(child.wait());
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&b| b == b'\n').rev().collect();
    Some(Log {
        form: LogForm::Journal,
        bytes: lines.concat(),
        written_at: Timestamp::default(),
    })
}

fn speaks_of_media(line: &[u8]) -> bool {
    let words: [&[u8]; 4] = [b"usb ", b"usb-storage ", b"sd ", b"scsi host"];
    words
        .iter()
        .any(|word| memchr::memmem::find(line, word).is_some())
}
