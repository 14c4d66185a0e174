//! Media with real file systems on them, made by the programs that everybody makes them with.
//!
//! What cannot be made or mounted on a machine is told as a line `skipped: …`.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make files in temporary folders; what ships is checked without them"
)]

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use mimawari_agent::sense::media::content;
use mimawari_proto::time::Timestamp;
use serde_json::Value;

fn skipped(why: &str) {
    // Past the test runner, which would keep the line to itself.
    drop(writeln!(std::io::stderr(), "skipped: {why}"));
}

/// Runs a program; `false` where there is none or it fails.
fn done(program: &str, arguments: &[&str], input: &str) -> bool {
    let child = Command::new(program)
        .args(arguments)
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let written = child.stdin.take().map(|mut to| to.write_all(input.as_bytes()));
    drop(written);
    child.wait().is_ok_and(|status| status.success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain name")
}

/// An id without the hyphens that some write and some do not.
fn plain(id: &Value) -> String {
    id.as_str().unwrap_or_default().replace('-', "")
}

/// A card in a slot of a recorded tree; what lies on it is an image.
struct Card(tempfile::TempDir);

impl Card {
    fn new(megabytes: u64) -> Self {
        let card = Self(tempfile::tempdir().expect("temp dir"));
        for (file, line) in [
            ("device/type", "SD\n"),
            ("device/name", "SC32G\n"),
            ("device/serial", "0x6a7b8c9d\n"),
            ("ro", "0\n"),
            ("dev", "179:0\n"),
            ("size", &format!("{}\n", megabytes << 11)),
        ] {
            let file = card.0.path().join("sys/block/mmcblk1").join(file);
            fs::create_dir_all(file.parent().expect("inside")).expect("makes");
            fs::write(file, line).expect("writes");
        }
        fs::create_dir_all(card.0.path().join("dev")).expect("makes");
        let image = File::create(card.image()).expect("makes");
        image.set_len(megabytes << 20).expect("sparse");
        fs::write(card.0.path().join("agent.toml"), b"").expect("writes");
        card
    }

    fn image(&self) -> PathBuf {
        self.0.path().join("dev/mmcblk1")
    }

    fn listed(&self) -> Value {
        let root = fs::canonicalize(self.0.path()).expect("there");
        let output = Command::new(env!("CARGO_BIN_EXE_mimawari-agent"))
            .args(["media", "list", "--present", "--json", "--sysroot"])
            .arg(&root)
            .arg("--config")
            .arg(root.join("agent.toml"))
            .output()
            .expect("starts");
        assert!(output.status.success(), "{output:?}");
        let rows: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
        let [card] = rows.as_slice() else {
            unreachable!("one card: {rows:?}")
        };
        card.clone()
    }

    /// What the system's own tool reads of the image; empty where it does not say.
    fn by_blkid(&self, what: &str) -> String {
        let output = Command::new("/usr/sbin/blkid")
            .args(["-p", "-o", "value", "-s", what])
            .arg(self.image())
            .output();
        output.map_or_else(
            |_| String::new(),
            |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        )
    }
}

#[test]
fn real_file_systems_are_told_as_the_system_itself_tells_them() {
    const MADE: &[(&str, &[&str], &str, bool)] = &[
        ("mkfs.vfat", &["-F", "16", "-n", "KAIKEI"], "vfat", true),
        ("mkfs.vfat", &["-F", "32", "-n", "HOIKU KA"], "vfat", true),
        ("mkfs.exfat", &["-L", "KAIKEI"], "exfat", false),
        ("mkfs.ntfs", &["-F", "-Q", "-L", "保育課"], "ntfs", false),
        ("mkfs.ext4", &["-q", "-F", "-L", "kaikei"], "ext4", true),
        ("mkfs.ext2", &["-q", "-F", "-L", "kaikei"], "ext2", true),
    ];
    for (program, arguments, file_system, tells_label) in MADE {
        let card = Card::new(64);
        let image = card.image();
        let arguments = [*arguments, &[text(&image)]].concat();
        if !done(program, &arguments, "") {
            skipped(&format!("no image by {program}"));
            continue;
        }
        let listed = card.listed();
        assert_eq!(listed["file_system"], *file_system, "{arguments:?}");
        assert_eq!(
            plain(&listed["volume_id"]),
            card.by_blkid("UUID").replace('-', ""),
            "{arguments:?}"
        );
        if *tells_label {
            assert_eq!(listed["volume_label"], card.by_blkid("LABEL"), "{arguments:?}");
        }
        assert_eq!(
            (&listed["encryption"], &listed["encryption_source"]),
            (&Value::from("none"), &Value::from("superblock")),
            "{arguments:?}"
        );
        assert_eq!(listed["size_bytes"], 64 << 20);
    }
}

#[test]
fn a_locked_volume_is_observed_to_be_locked_and_what_is_in_it_is_not_known() {
    const KINDS: &[(&str, &[&str])] = &[
        ("luks1", &["--pbkdf-force-iterations", "1000"]),
        (
            "luks2",
            &["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"],
        ),
    ];
    for (kind, quick) in KINDS {
        let card = Card::new(64);
        let image = card.image();
        let arguments = [
            &["luksFormat", "--batch-mode", "--type", kind],
            *quick,
            &[text(&image), "-"],
        ];
        let made = done("cryptsetup", &arguments.concat(), "generated for this test");
        if !made {
            skipped(&format!("no image by cryptsetup ({kind})"));
            continue;
        }
        let listed = card.listed();
        assert_eq!(
            (&listed["encryption"], &listed["encryption_source"]),
            (&Value::from("luks"), &Value::from("superblock"))
        );
        assert_eq!(
            plain(&listed["volume_id"]),
            card.by_blkid("UUID").replace('-', ""),
            "{kind}"
        );
        for unknown in ["free_bytes", "empty", "files"] {
            assert_eq!(listed[unknown], Value::Null, "{unknown}");
        }
    }
}

/// A mounted image; unmounted when it goes.
struct Mounted(PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        done("umount", &["-l", text(&self.0)], "");
    }
}

const FOLDER: &str = "引継ぎ(令和8年度)";

/// Puts two files onto what is mounted.
fn write(top: &Path) -> bool {
    let folder = top.join(FOLDER);
    fs::create_dir(&folder)
        .and_then(|()| fs::write(folder.join("名簿①.xlsx"), b"12345"))
        .and_then(|()| fs::write(top.join("髙橋.txt"), b"123"))
        .is_ok()
}

/// Counts the two files where they were put.
fn check(top: &Path, how: &str) {
    let now = Timestamp::from(std::time::SystemTime::now());
    let edge = content::Edge {
        now: &|| now,
        stop: &|| false,
    };
    let counted = content::count(&[&fs::canonicalize(top).expect("there")], true, &edge);
    assert_eq!(
        (counted.files, counted.bytes, counted.complete),
        (2, 8, true),
        "{how}"
    );
}

/// Makes an image and a folder to mount it at.
fn made(program: &str, arguments: &[&str]) -> Option<(Card, PathBuf, PathBuf)> {
    let card = Card::new(32);
    let (image, top) = (card.image(), card.0.path().join("mounted"));
    fs::create_dir(&top).expect("makes");
    done(program, &[arguments, &[text(&image)]].concat(), "").then_some((card, image, top))
}

#[test]
fn what_lies_on_ntfs_and_ext4_is_counted() {
    for (make, made_with, mount, mounted_with) in [
        ("mkfs.ntfs", &["-F", "-Q"][..], "ntfs-3g", &[][..]),
        ("mkfs.ext4", &["-q", "-F"], "mount", &["-o", "loop"]),
    ] {
        let Some((_card, image, top)) = made(make, made_with) else {
            skipped(&format!("no image by {make}"));
            continue;
        };
        if !done(mount, &[mounted_with, &[text(&image), text(&top)]].concat(), "") {
            skipped(&format!("no image is mounted by {mount}"));
            continue;
        }
        let _mounted = Mounted(top.clone());
        assert!(write(&top), "{mount}");
        check(&top, mount);
    }
}

#[test]
fn what_lies_on_fat_is_counted() {
    let Some((card, image, top)) = made("mkfs.vfat", &[]) else {
        return skipped("no image by mkfs.vfat");
    };
    let files = card.0.path().join("files");
    fs::create_dir(&files).expect("makes");
    assert!(write(&files));
    let (folder, file) = (files.join(FOLDER), files.join("髙橋.txt"));
    let copy = ["-s", "-i", text(&image), text(&folder), text(&file), "::"];
    if !done("mcopy", &copy, "") || !done("fusefat", &["-o", "ro", text(&image), text(&top)], "") {
        return skipped("no FAT by mcopy and fusefat");
    }
    let _mounted = Mounted(top.clone());
    check(&top, "fusefat");
}

/// Ends the life of a loop device.
struct Loop(String);

impl Drop for Loop {
    fn drop(&mut self) {
        done("losetup", &["-d", &self.0], "");
    }
}

#[test]
fn what_lies_on_exfat_is_counted() {
    let Some((_card, image, top)) = made("mkfs.exfat", &[]) else {
        return skipped("no image by mkfs.exfat");
    };
    let attach = Command::new("/usr/sbin/losetup")
        .args(["-f", "--show", text(&image)])
        .output();
    let Some(attached) = attach.ok().filter(|output| output.status.success()) else {
        return skipped("no loop device for exFAT");
    };
    let device = Loop(String::from_utf8_lossy(&attached.stdout).trim().to_owned());
    if !done("mount.exfat-fuse", &[&device.0, text(&top)], "") {
        return skipped("no image is mounted by mount.exfat-fuse");
    }
    let _mounted = Mounted(top.clone());
    assert!(write(&top));
    check(&top, "mount.exfat-fuse");
}
