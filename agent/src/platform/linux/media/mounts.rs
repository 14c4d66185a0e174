//! What is mounted where, from `/proc/self/mountinfo`.

use std::{
    ffi::OsString,
    os::unix::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::MetadataExt as _,
    },
    path::{Path, PathBuf},
};

use mimawari_proto::name::Name;

use crate::platform::{
    facts::media::Mount,
    linux::owner::{Owner, Owners},
};

/// A machine with 100,000 mounts has another problem.
const LIMIT_BYTES: u64 = 4 << 20;

/// One line of the table.
pub(super) struct Line {
    device: String,
    path: PathBuf,
    is_read_only: bool,
    /// As the kernel or the program behind FUSE calls it.
    pub(super) file_system: String,
    source: Vec<u8>,
}

/// Reads the table below a root; nothing where there is none.
pub(super) fn table(root: &Path) -> Vec<Line> {
    let bytes = super::sysfs::file(&root.join("proc/self/mountinfo"), LIMIT_BYTES);
    bytes.split(|&b| b == b'\n').filter_map(line).collect()
}

/// `91 28 8:17 / /media/taro/KAIKEI rw,nosuid shared:60 - vfat /dev/sdb1 rw`
fn line(line: &[u8]) -> Option<Line> {
    let mut fields = line.split(|&b| b == b' ');
    let device = fields.nth(2)?;
    let (within, path, options) = (fields.next()?, fields.next()?, fields.next()?);
    // A part of a file system that is shown elsewhere too is not where it is mounted.
    (within == b"/").then_some(())?;
    fields.find(|field| *field == b"-")?;
    let (file_system, source) = (fields.next()?, fields.next()?);
    Some(Line {
        device: String::from_utf8_lossy(device).into_owned(),
        path: PathBuf::from(OsString::from_vec(unescaped(path))),
        is_read_only: options.split(|&b| b == b',').any(|option| option == b"ro"),
        file_system: String::from_utf8_lossy(&unescaped(file_system)).into_owned(),
        source: unescaped(source),
    })
}

/// `\040` is a space: three octal digits for what would break the line.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'\\').then(|| after.get(..3)).flatten();
        let code = code.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        match code {
            Some(code) => {
                plain.push(code);
                rest = &after[3..];
            }
            None => {
                plain.push(first);
                rest = after;
            }
        }
    }
    plain
}

/// Finds where a device is mounted: by its number, or, behind FUSE, by its name.
pub(super) fn of<'a>(table: &'a [Line], device: &str, node: &str) -> Option<&'a Line> {
    let named = format!("/dev/{node}");
    let by_number = table
        .iter()
        .find(|line| line.device == device && !device.is_empty());
    by_number.or_else(|| table.iter().find(|line| line.source == named.as_bytes()))
}

/// Tells what there is to know of a mounted volume.
///
/// In a tree that somebody recorded the folder lies in the tree, and how full it is cannot be known.
pub(super) fn mount(line: &Line, root: &Path) -> Mount {
    let is_real = root == Path::new("/");
    let free = is_real
        .then(|| rustix::fs::statvfs(&line.path).ok())
        .flatten()
        .map(|stat| stat.f_bavail.saturating_mul(stat.f_frsize));
    let inside = line.path.strip_prefix("/").unwrap_or(&line.path);
    Mount {
        path: root.join(inside),
        is_read_only: line.is_read_only,
        free_bytes: free,
        user: user(&line.path, is_real),
    }
}

/// `/media/USER/LABEL` and `/run/media/USER/LABEL` are where desktops mount; else who owns the mounted folder.
fn user(path: &Path, is_real: bool) -> Name {
    let parts: Vec<_> = path.iter().skip(1).collect();
    let named = match parts.as_slice() {
        [media, user, _] if *media == "media" => Some(user),
        [run, media, user, _] if *run == "run" && *media == "media" => Some(user),
        _ => None,
    };
    if let Some(user) = named {
        return Name::from_bytes(user.as_bytes());
    }
    let owner = is_real.then(|| std::fs::metadata(path).ok()).flatten();
    match owner.map(|meta| meta.uid()) {
        Some(uid) if uid >= FIRST_PERSON => Owners::new().name(&Owner::of(uid)),
        _ => Name::default(),
    }
}

/// Below are accounts of the system, by custom of every distribution.
const FIRST_PERSON: u32 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_is_found_by_number_and_behind_fuse_by_name() {
        let text = b"91 28 8:17 / /media/taro/KAI\\040KEI rw,nosuid shared:60 - vfat /dev/sdb1 rw\n\
            92 28 0:44 / /mnt/x ro - fuseblk /dev/sdc1 ro\n\
            93 28 8:33 /inner /srv rw - ext4 /dev/sdd1 rw\nnonsense\n";
        let table: Vec<_> = text.split(|&b| b == b'\n').filter_map(line).collect();
        let by_number = of(&table, "8:17", "sdb1").expect("mounted");
        assert_eq!(by_number.path, Path::new("/media/taro/KAI KEI"));
        assert_eq!(mount(by_number, Path::new("/recorded")).user, Name::from("taro"));
        let by_name = of(&table, "8:32", "sdc1").expect("mounted");
        assert!(by_name.is_read_only);
        assert!(of(&table, "8:33", "sdd1").is_none(), "only a part of it is shown");
        assert!(of(&table, "", "sde").is_none());
    }
}
