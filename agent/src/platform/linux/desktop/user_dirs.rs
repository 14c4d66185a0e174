//! `user-dirs.dirs`: shell assignments such as `XDG_DESKTOP_DIR="$HOME/デスクトップ"`.

use std::{
    ffi::OsString,
    fs::OpenOptions,
    io::Read as _,
    os::unix::{
        ffi::OsStringExt as _,
        fs::{MetadataExt as _, OpenOptionsExt as _},
    },
    path::{Path, PathBuf},
};

use rustix::fs::OFlags;

/// The file has eight short lines; what is longer is something else.
const LIMIT_BYTES: u64 = 64 << 10;

/// Returns the desktop that the file names, unless it names none or the home itself ("no desktop").
///
/// The file is the user's: it is read only when it is a regular file of this
/// user, so that neither a pipe nor a device can hold up the agent.
pub(super) fn desktop(file: &Path, home: &Path, uid: u32) -> Option<PathBuf> {
    let desktop = desktop_in(&text(file, uid)?, home)?;
    (desktop != home).then_some(desktop)
}

fn text(file: &Path, uid: u32) -> Option<Vec<u8>> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(file)
        .ok()?;
    let is = opened.metadata().ok()?;
    if !is.is_file() || is.uid() != uid {
        return None;
    }
    let mut text = Vec::new();
    opened.take(LIMIT_BYTES).read_to_end(&mut text).ok()?;
    Some(text)
}

/// Takes the last assignment, as a shell would.
fn desktop_in(text: &[u8], home: &Path) -> Option<PathBuf> {
    text.split(|b| *b == b'\n')
        .filter_map(|line| line.trim_ascii().strip_prefix(b"XDG_DESKTOP_DIR="))
        .filter_map(|value| folder(&unquoted(value), home))
        .next_back()
}

/// Reads a value as far as its closing quote (or a space, when it has none), without its backslashes.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let (quote, rest) = match value {
        [quote @ (b'"' | b'\''), rest @ ..] => (Some(*quote), rest),
        _ => (None, value),
    };
    let mut text = Vec::with_capacity(rest.len());
    let mut bytes = rest.iter().copied();
    while let Some(byte) = bytes.next() {
        match (byte, quote) {
            (b'\\', None | Some(b'"')) => text.extend(bytes.next()),
            (b' ' | b'\t' | b'#', None) => break,
            (end, Some(quote)) if end == quote => break,
            _ => text.push(byte),
        }
    }
    text
}

/// Takes `$HOME`, `$HOME/…` and absolute paths; the format knows nothing else.
fn folder(value: &[u8], home: &Path) -> Option<PathBuf> {
    let below_home = value
        .strip_prefix(b"$HOME")
        .or_else(|| value.strip_prefix(b"${HOME}"));
    let path = match below_home {
        Some([] | [b'/']) => home.to_owned(),
        Some([b'/', rest @ ..]) => home.join(OsString::from_vec(rest.to_vec())),
        Some(_) => return None,
        None => PathBuf::from(OsString::from_vec(value.to_vec())),
    };
    let trimmed: PathBuf = path.components().collect();
    trimmed.is_absolute().then_some(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<String> {
        let path = desktop_in(text.as_bytes(), Path::new("/home/h"))?;
        Some(path.to_str().expect("valid here").to_owned())
    }

    #[test]
    fn a_desktop_is_read_as_a_shell_would_read_it() {
        for (line, path) in [
            ("XDG_DESKTOP_DIR=\"$HOME/Desktop\"", "/home/h/Desktop"),
            (
                "  XDG_DESKTOP_DIR=\"$HOME/デスクトップ/\"",
                "/home/h/デスクトップ",
            ),
            ("XDG_DESKTOP_DIR=\"$HOME/a\\\"b\\$c\"", "/home/h/a\"b$c"),
            ("XDG_DESKTOP_DIR=$HOME/plain # note", "/home/h/plain"),
            ("XDG_DESKTOP_DIR='/srv/desk top'", "/srv/desk top"),
            ("XDG_DESKTOP_DIR=\"${HOME}/x\"", "/home/h/x"),
            ("XDG_DESKTOP_DIR=\"$HOME\"", "/home/h"),
            ("XDG_DESKTOP_DIR=\"/a\"\nXDG_DESKTOP_DIR=\"/b\"", "/b"),
        ] {
            assert_eq!(named(line).as_deref(), Some(path), "{line}");
        }
    }

    #[test]
    fn what_names_no_absolute_folder_names_none() {
        for line in [
            "",
            "# XDG_DESKTOP_DIR=\"$HOME/x\"",
            "XDG_DESKTOP_DIR=",
            "XDG_DESKTOP_DIR=\"relative\"",
            "XDG_DESKTOP_DIR=\"$HOMER/x\"",
            "XDG_DOWNLOAD_DIR=\"$HOME/x\"",
        ] {
            assert_eq!(named(line), None, "{line}");
        }
    }
}
