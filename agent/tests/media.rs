//! `mimawari-agent media` with the real program over trees of devices that are made here.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make files in temporary folders; what ships is checked without them"
)]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use mimawari_proto::show::{media::COLUMNS, visible::is_hostile};
use serde_json::Value;

/// A tree of devices, and a folder for state and settings.
struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().expect("temp dir"));
        bench.file("agent.toml", b"");
        bench
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, path: &str, bytes: &[u8]) -> &Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("inside")).expect("makes");
        fs::write(path, bytes).expect("writes");
        self
    }

    /// Inserts a memory card with FAT on it, mounted.
    fn card(&self, name: &str, serial: &str) -> &Self {
        let mut boot = vec![0; 1024];
        boot[0] = 0xeb;
        boot[0x52..0x5a].copy_from_slice(b"FAT32   ");
        boot[0x43..0x47].copy_from_slice(&[0xcd, 0xab, 0x34, 0x12]);
        boot[0x47..0x52].copy_from_slice(b"KAIKEI     ");
        boot[510..512].copy_from_slice(&[0x55, 0xaa]);
        self.file("sys/block/mmcblk1/size", b"62333952\n")
            .file("sys/block/mmcblk1/ro", b"0\n")
            .file("sys/block/mmcblk1/dev", b"179:0\n")
            .file("sys/block/mmcblk1/device/type", b"SD\n")
            .file("sys/block/mmcblk1/device/name", name.as_bytes())
            .file("sys/block/mmcblk1/device/serial", serial.as_bytes())
            .file("dev/mmcblk1", &boot)
            .file(
                "proc/self/mountinfo",
                b"91 28 179:0 / /media/taro/CARD rw - vfat /dev/mmcblk1 rw\n",
            )
            .file("media/taro/CARD/Thumbs.db", b"")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_mimawari-agent"))
            .arg("media")
            .args(arguments)
            .arg("--sysroot")
            .arg(fs::canonicalize(self.root()).expect("there"))
            .arg("--config")
            .arg(self.root().join("agent.toml"))
            .env("MIMAWARI_LANG", "en")
            .output()
            .expect("starts")
    }

    fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let arguments = [arguments, &["--json"]].concat();
        serde_json::from_str(&self.said(&arguments)).expect("JSON")
    }
}

#[test]
fn a_card_is_listed_with_its_state_and_nothing_is_made_up() {
    let bench = Bench::new();
    let listed = bench.card("SC32G", "0x6a7b8c9d").json(&["list"]);
    let [card] = listed.as_slice() else {
        panic!("{listed:?}")
    };
    for (key, wanted) in [
        ("schema", Value::from("mimawari.media/1")),
        ("class", Value::from("card")),
        ("grade", Value::from("A")),
        ("serial_state", Value::from("own")),
        ("volume_id", Value::from("1234-ABCD")),
        ("volume_label", Value::from("KAIKEI")),
        ("encryption", Value::from("none")),
        ("encryption_source", Value::from("superblock")),
        ("size_bytes", Value::from(62_333_952_u64 * 512)),
        ("user", Value::from("taro")),
        ("past", Value::from(false)),
        ("free_bytes", Value::Null),
        ("department", Value::Null),
    ] {
        assert_eq!(card[key], wanted, "{key}");
    }
}

#[test]
fn the_form_of_the_ledger_is_the_one_that_both_programs_share() {
    let bench = Bench::new();
    let csv = bench
        .card("SC32G", "0x6a7b8c9d")
        .said(&["list", "--format", "csv"]);
    let mut lines = csv.lines();
    let headings: Vec<_> = lines.next().expect("headings").split(',').collect();
    let keys: Vec<_> = COLUMNS.iter().map(|column| column.key).collect();
    assert_eq!(headings, keys);
    assert_eq!(lines.count(), 1);
}

#[test]
fn hostile_names_are_harmless_in_every_form() {
    let name = "\u{1b}[2J\u{202e}=cmd|' /C calc'!A0,\"x";
    let bench = Bench::new();
    bench.card(name, "'; DROP TABLE media; --");
    bench.file(
        "proc/self/mountinfo",
        b"91 28 179:0 / /media/\\033[31m/CARD rw - vfat /dev/mmcblk1 rw\n",
    );
    for arguments in [
        &["list"][..],
        &["list", "--format", "table"],
        &["list", "--format", "jsonl"],
        &["list", "--json"],
        &["identify"],
        &["watch", "--seconds", "0"],
    ] {
        let said = bench.said(arguments);
        assert!(
            !said.chars().any(|c| is_hostile(c) && c != '\n' && c != '\t'),
            "{arguments:?}: {said:?}"
        );
        assert!(said.contains("calc"), "{arguments:?}: {said:?}");
    }
    let csv = bench.said(&["list", "--format", "csv"]);
    assert!(!csv.contains(",="), "no formula: {csv:?}");
}

#[test]
fn a_machine_without_media_lists_none() {
    let bench = Bench::new();
    assert_eq!(bench.json(&[]), [] as [Value; 0]);
    assert_eq!(bench.said(&["watch", "--seconds", "0", "--format", "jsonl"]), "");
    assert!(bench.said(&["identify", "--quiet"]).is_empty());
}

#[test]
fn a_marked_card_is_verified_there_and_a_copy_of_its_marker_is_not() {
    let bench = Bench::new();
    bench.card("SC32G", "0000000000");
    assert_eq!(bench.json(&["identify"])[0]["grade"], "B", "its volume tells it");
    let key = bench.root().join("key.pem");
    let key = key.to_str().expect("Unicode");
    let settings = bench.said(&["key", key]);
    assert!(
        !bench.run(&["key", key]).status.success(),
        "no key is written over"
    );
    bench.file("agent.toml", settings.as_bytes());
    bench.said(&["mark", "情-012", "--key", key]);
    let marked = &bench.json(&["identify"])[0];
    assert_eq!(
        (&marked["grade"], &marked["number"]),
        (&Value::from("A"), &Value::from("情-012"))
    );
    assert_eq!(marked["marker_verified"], true);
    bench.card("SC64G", "0000000001");
    let copied = &bench.json(&["identify"])[0];
    assert_eq!(
        (&copied["grade"], &copied["number"]),
        (&Value::from("B"), &Value::Null)
    );
    assert_eq!(
        (&copied["marker_number"], &copied["marker_verified"]),
        (&Value::from("情-012"), &Value::from(false))
    );
}

#[test]
fn what_cannot_be_marked_says_what_to_do() {
    let bench = Bench::new();
    let key = bench.root().join("key.pem");
    let key = key.to_str().expect("Unicode");
    bench.said(&["key", key]);
    for arguments in [
        &["mark", "情-012", "--key", key][..],
        &["mark", "\n", "--key", key],
        &["mark", "情-012", "--key", "/no/such/key"],
    ] {
        let output = bench.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains('→'),
            "{output:?}"
        );
    }
}

#[test]
fn a_windows_that_does_not_run_tells_its_past() {
    let bench = Bench::new();
    let log = ">>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00\\4C530001230512116341&0]\r\n\
        >>>  Section start 2024/05/13 09:12:33.123\r\n";
    bench.file("Windows/INF/setupapi.dev.log", log.as_bytes());
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fuzz/seeds/media/hive");
    let hive = fs::read(seed).expect("the seed");
    // The first byte of a seed chooses who reads it.
    bench.file("Windows/System32/config/SYSTEM", &hive[1..]);
    let listed = bench.json(&["list", "--past"]);
    let of = |source: &str| listed.iter().find(|one| one["source"] == source).expect(source);
    let (stick, installed, phone) = (of("usbstor"), of("setupapi"), of("usb"));
    assert_eq!(listed.len(), 3);
    assert_eq!(
        (&stick["vendor_id"], &stick["product_id"]),
        (&Value::from("0781"), &Value::from("5581"))
    );
    assert_eq!(
        (&stick["serial"], &stick["grade"]),
        (&installed["serial"], &Value::from("A"))
    );
    assert!(stick["arrived_at"].is_string() && stick["first_arrived_at"].is_null());
    assert_eq!(installed["first_arrived_at"], "2024-05-13T09:12:33+09:00");
    assert_eq!(phone["class"], "portable");
    assert!(listed.iter().all(|one| one["past"] == true));
}
