//! Trees of every sort, made here to the layout of the kernel.

use std::{os::unix::fs::symlink, path::Path};

use super::*;

/// A tree under a temporary folder.
struct Made(tempfile::TempDir);

const USB: &str = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-1";

impl Made {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("temp dir"))
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn files(&self, folder: &str, files: &[(&str, &str)]) -> &Self {
        let folder = self.root().join(folder);
        fs::create_dir_all(&folder).expect("makes");
        for (name, text) in files {
            fs::write(folder.join(name), format!("{text}\n")).expect("writes");
        }
        self
    }

    fn link(&self, at: &str, to: &str) -> &Self {
        let at = self.root().join(at);
        fs::create_dir_all(at.parent().expect("inside")).expect("makes");
        symlink(self.root().join(to), at).expect("links");
        self
    }

    fn usb(&self, more: &[(&str, &str)]) -> &Self {
        self.files(
            USB,
            &[
                ("idVendor", "0411"),
                ("idProduct", "0277"),
                ("manufacturer", "BUFFALO"),
                ("product", "USB Flash Disk"),
                ("serial", "0F1E2D3C4B5A6978"),
            ],
        )
        .files(USB, more)
        .link("sys/bus/usb/devices/1-1", USB)
    }

    fn interface(&self, class: &str, sub: &str, protocol: &str) -> &Self {
        let codes = [
            ("bInterfaceClass", class),
            ("bInterfaceSubClass", sub),
            ("bInterfaceProtocol", protocol),
        ];
        self.files(&format!("{USB}/1-1:1.0"), &codes)
    }

    fn disk(&self, node: &str, model: &str, sectors: &str) -> String {
        let at = format!("{USB}/1-1:1.0/host6/target6:0:0/6:0:0:0/block/{node}");
        self.files(
            &at,
            &[
                ("size", sectors),
                ("ro", "0"),
                ("removable", "1"),
                ("dev", "8:16"),
            ],
        );
        self.files(
            &format!("{USB}/1-1:1.0/host6/target6:0:0/6:0:0:0"),
            &[("model", model)],
        );
        self.link(
            &format!("{at}/device"),
            &format!("{USB}/1-1:1.0/host6/target6:0:0/6:0:0:0"),
        );
        self.link(&format!("sys/block/{node}"), &at);
        at
    }

    fn only(&self) -> Medium {
        let mut found = present(self.root());
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }
}

#[test]
fn a_stick_is_described_by_the_device_that_it_hangs_on() {
    let tree = Made::new();
    let at = tree
        .usb(&[])
        .interface("08", "06", "50")
        .disk("sdb", "Flash Disk", "31260672");
    tree.files(
        &format!("{at}/sdb1"),
        &[("partition", "1"), ("dev", "8:17"), ("size", "31258624")],
    );
    let line = "91 28 8:17 / /media/taro/KAIKEI rw - vfat /dev/sdb1 rw";
    tree.files("proc/self", &[("mountinfo", line)]);
    let stick = tree.only();
    assert_eq!((stick.class, stick.bus), (MediaClass::Storage, "usb"));
    assert_eq!((stick.vendor_id, stick.product_id), (0x0411, 0x0277));
    assert_eq!(
        (stick.vendor.shown.as_str(), stick.serial.shown.as_str()),
        ("BUFFALO", "0F1E2D3C4B5A6978")
    );
    assert_eq!(
        (stick.size_bytes, stick.write_protected),
        (31_260_672 * 512, Some(false))
    );
    assert_eq!(stick.head, Head::Unread("no device node"));
    let volume = &stick.volumes[0];
    assert_eq!(
        (volume.node.as_str(), volume.file_system.as_str()),
        ("sdb1", "vfat")
    );
    let mount = volume.mount.as_ref().expect("mounted");
    assert_eq!(mount.path, tree.root().join("media/taro/KAIKEI"));
    assert_eq!(mount.user, Name::from("taro"));
}

#[test]
fn a_disk_on_uas_is_storage_although_it_says_that_it_is_not_removable() {
    let tree = Made::new();
    let at = tree
        .usb(&[])
        .interface("08", "06", "62")
        .disk("sdb", "Portable SSD", "976773168");
    tree.files(&at, &[("removable", "0")]);
    let disk = tree.only();
    assert_eq!((disk.class, disk.bus), (MediaClass::Storage, "uas"));
}

#[test]
fn a_reader_without_a_card_is_no_medium_and_with_one_it_is_a_card() {
    let tree = Made::new();
    tree.usb(&[])
        .interface("08", "06", "50")
        .disk("sdb", "USB3.0 CRW-SD", "0");
    assert_eq!(present(tree.root()), []);
    let tree = Made::new();
    tree.usb(&[])
        .interface("08", "06", "50")
        .disk("sdb", "USB3.0 CRW-SD", "62333952");
    assert_eq!(tree.only().class, MediaClass::Card);
}

#[test]
fn a_stick_without_any_name_or_serial_is_still_a_stick() {
    let tree = Made::new();
    tree.files(USB, &[("idVendor", "ffff"), ("idProduct", "garbage")])
        .interface("08", "06", "50")
        .disk("sdb", "", "2048");
    let stick = tree.only();
    assert_eq!((stick.vendor_id, stick.product_id), (0xffff, 0));
    assert_eq!(stick.serial, Name::default());
}

#[test]
fn phones_cameras_and_tethering_are_media_and_keyboards_are_none() {
    let rows = [
        (("06", "01", "01"), Some(MediaClass::Portable)),
        (("ff", "42", "01"), Some(MediaClass::Portable)),
        (("e0", "01", "03"), Some(MediaClass::Network)),
        (("02", "0d", "00"), Some(MediaClass::Network)),
        (("03", "01", "01"), None),
        (("03", "01", "02"), None),
        (("0e", "01", "00"), None),
        (("01", "01", "00"), None),
        (("09", "00", "00"), None),
        (("e0", "01", "01"), None),
    ];
    for ((class, sub, protocol), wanted) in rows {
        let tree = Made::new();
        tree.usb(&[]).interface(class, sub, protocol);
        let found: Vec<_> = present(tree.root()).iter().map(|medium| medium.class).collect();
        assert_eq!(found, Vec::from_iter(wanted), "{class}/{sub}/{protocol}");
    }
}

#[test]
fn built_in_disks_are_none_and_cards_and_loaded_drives_are() {
    let tree = Made::new();
    let disk = |node: &str, files: &[(&str, &str)]| {
        let at = format!("sys/devices/pci0000:00/0000:00:17.0/block/{node}");
        tree.files(&at, files).link(&format!("sys/block/{node}"), &at);
    };
    disk("sda", &[("size", "1000"), ("removable", "0")]);
    disk("nvme0n1", &[("size", "1000"), ("removable", "0")]);
    disk("loop0", &[("size", "1000")]);
    disk("dm-0", &[("size", "1000")]);
    disk("sr0", &[("size", "2097151"), ("removable", "1")]);
    assert_eq!(present(tree.root()), []);
    disk("sr1", &[("size", "8000"), ("removable", "1")]);
    disk("mmcblk0", &[("size", "1000")]);
    tree.files(
        "sys/devices/pci0000:00/0000:00:17.0/block/mmcblk0/device",
        &[("type", "MMC")],
    );
    disk("mmcblk1", &[("size", "1000")]);
    let card = [("type", "SD"), ("name", "SC32G"), ("serial", "0x1234abcd")];
    tree.files("sys/devices/pci0000:00/0000:00:17.0/block/mmcblk1/device", &card);
    let found: Vec<_> = present(tree.root())
        .iter()
        .map(|one| (one.class, one.bus))
        .collect();
    assert_eq!(found, [(MediaClass::Card, "mmc"), (MediaClass::Optical, "ata")]);
}

#[test]
fn what_the_mapper_has_open_is_told_and_its_mount_is_that_of_the_medium() {
    let tree = Made::new();
    let at = tree
        .usb(&[])
        .interface("08", "06", "50")
        .disk("sdb", "Flash Disk", "31260672");
    tree.files(&format!("{at}/holders/dm-3"), &[]);
    tree.files("sys/block/dm-3/dm", &[("uuid", "CRYPT-LUKS2-00-luks-x")]);
    tree.files("sys/block/dm-3", &[("dev", "253:3"), ("size", "1000")]);
    let line = "91 28 253:3 / /run/media/hanako/OFFICIAL rw - ext4 /dev/mapper/x rw";
    tree.files("proc/self", &[("mountinfo", line)]);
    let stick = tree.only();
    assert_eq!(stick.volumes[0].layer, Some("luks"));
    let mount = stick.volumes[0].mount.as_ref().expect("mounted");
    assert_eq!(mount.user, Name::from("hanako"));
}

#[test]
fn the_beginning_of_a_disk_is_read_up_to_a_limit() {
    let tree = Made::new();
    tree.usb(&[])
        .interface("08", "06", "50")
        .disk("sdb", "Flash Disk", "31260672");
    fs::create_dir_all(tree.root().join("dev")).expect("makes");
    fs::write(tree.root().join("dev/sdb"), vec![7; HEAD_BYTES + 1_000]).expect("writes");
    assert_eq!(tree.only().head.bytes().len(), HEAD_BYTES);
}

#[test]
fn a_machine_without_such_a_bus_has_no_media_and_no_fault() {
    assert_eq!(present(Made::new().root()), []);
}

#[test]
fn hostile_names_are_carried_and_break_nothing() {
    let tree = Made::new();
    tree.usb(&[
        ("product", "\u{1b}[2J\u{202e}xslx"),
        ("serial", "'; DROP TABLE media; --"),
    ])
    .interface("08", "06", "50")
    .disk("sdb", "x", "2048");
    let stick = tree.only();
    assert_eq!(stick.serial.shown, "'; DROP TABLE media; --");
    assert!(stick.product.shown.starts_with('\u{1b}'));
}
