//! Where the kernel's words about devices are kept: files of a syslog, or the journal.
//!
//! Below a root of somebody's choice a Windows that does not run is read too.

use std::{
    fs,
    io::{BufRead, BufReader, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use mimawari_proto::time::Timestamp;

use crate::platform::{
    facts::media::{LOG_BYTES, LOGS_LIMIT, Log, LogForm, Records},
    offline,
};

/// How much of a journal or a packed log is looked through for lines that speak of media.
const UNPACKED_BYTES: u64 = 4 * LOG_BYTES as u64;

/// Longer lines come in pieces, and are none of the kernel's.
const LINE_BYTES: u64 = 16 << 10;

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

/// `kern.log`, `kern.log.1`, `kern.log.2.gz`, `messages`, `messages-20261101`: packed ones by gzip, as rotation does it.
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
        is_log && ![".xz", ".zst", ".bz2"].iter().any(|end| name.ends_with(end))
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
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|end| end == "gz") {
        // A bomb ends at the limit; what comes before damage stays.
        let unpacked = flate2::read::MultiGzDecoder::new(file).take(UNPACKED_BYTES);
        bytes = of_media(BufReader::new(unpacked));
    } else {
        let surplus = meta.len().saturating_sub(LOG_BYTES as u64);
        file.seek(SeekFrom::Start(surplus)).ok()?;
        file.take(LOG_BYTES as u64).read_to_end(&mut bytes).ok()?;
    }
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
    let bytes = of_media(BufReader::new(child.stdout.take()?.take(UNPACKED_BYTES)));
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

/// Keeps the lines that speak of media, up to the limit.
fn of_media(mut reader: impl BufRead) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut line = Vec::new();
    while bytes.len() < LOG_BYTES
        && reader
            .by_ref()
            .take(LINE_BYTES)
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
    {
        if speaks_of_media(&line) {
            bytes.extend(&line);
        }
        line.clear();
    }
    bytes
}

fn speaks_of_media(line: &[u8]) -> bool {
    let words: [&[u8]; 4] = [b"usb ", b"usb-storage ", b"sd ", b"scsi host"];
    words
        .iter()
        .any(|word| memchr::memmem::find(line, word).is_some())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    const LINE: &str =
        "Sep  2 09:41:00 pc kernel: usb 1-1: New USB device found, idVendor=0781, idProduct=5581\n";

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text).expect("into memory");
        packed.finish().expect("into memory")
    }

    fn read(files: &[(&str, &[u8])]) -> Vec<Vec<u8>> {
        let dir = tempfile::tempdir().expect("temp dir");
        let folder = dir.path().join("var/log");
        fs::create_dir_all(&folder).expect("makes");
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).expect("writes");
        }
        let mut bytes: Vec<_> = records(dir.path())
            .logs
            .into_iter()
            .map(|log| log.bytes)
            .collect();
        bytes.sort();
        bytes
    }

    #[test]
    fn a_rotated_log_is_read_packed_and_unpacked() {
        let other = "Sep  2 09:41:00 pc kernel: audit: nothing of ours\n";
        let whole = packed(format!("{other}{LINE}").as_bytes());
        let found = read(&[
            ("kern.log.2.gz", &whole),
            ("kern.log.1", LINE.as_bytes()),
            ("kern.log.3.xz", LINE.as_bytes()),
            ("other.log.gz", &whole),
        ]);
        assert_eq!(found, [LINE.as_bytes(), LINE.as_bytes()]);
    }

    #[test]
    fn a_damaged_or_endless_packed_log_gives_what_came_before() {
        let mut cut = packed(format!("{LINE}{}", "x\n".repeat(100_000)).as_bytes());
        cut.truncate(cut.len() / 2);
        let bomb = packed(&vec![b'u'; UNPACKED_BYTES as usize + 1_000]);
        let found = read(&[
            ("kern.log.2.gz", &cut),
            ("syslog.2.gz", &bomb),
            ("messages.gz", b"no gzip"),
        ]);
        assert_eq!(found, [b"".as_slice(), b"", LINE.as_bytes()]);
    }
}
