//! What is plugged in, from the tree in which the kernel shows its devices.
//!
//! ```text
//! /sys/block/sdb ─► …/usb1/1-1/1-1:1.0/host6/…/block/sdb     the nearest folder above with idVendor is the USB device
//! /sys/bus/usb/devices/1-2 (no block device below it)        phones, cameras, network adapters, by their interfaces
//! ```
//!
//! `removable` says 1 of sticks and 0 of most USB disks, so where a disk hangs
//! decides. The root is `/` but for tests and for trees that somebody recorded.

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use mimawari_proto::{name::Name, reading::MediaClass};

use super::mounts;
use crate::platform::facts::media::{HEAD_BYTES, Head, MEDIA_LIMIT, Medium, VOLUMES_LIMIT, Volume};

/// An attribute is a line; the kernel gives at most a page.
const ATTRIBUTE_BYTES: u64 = 4096;

/// Entries of one folder that are looked at.
const ENTRIES_LIMIT: usize = 4096;

/// The kernel counts in these, whatever the device does.
const SECTOR_BYTES: u64 = 512;

/// What the kernel says of a drive without a disc.
const NO_DISC_SECTORS: u64 = 0x1f_ffff;

/// Lists what is plugged in below a root; nothing on a machine that has no such bus.
pub fn present(root: &Path) -> Vec<Medium> {
    let tree = Tree {
        root,
        mounts: mounts::table(root),
    };
    let mut found: Vec<Medium> = entries(&root.join("sys/block"))
        .iter()
        .filter_map(|link| tree.disk(link))
        .collect();
    for link in entries(&root.join("sys/bus/usb/devices")) {
        found.extend(tree.device(&link));
    }
    found.truncate(MEDIA_LIMIT);
    found
}

struct Tree<'a> {
    root: &'a Path,
    mounts: Vec<mounts::Line>,
}

impl Tree<'_> {
    /// Describes a disk that can be taken away; `None` for one that is built in.
    fn disk(&self, link: &Path) -> Option<Medium> {
        let node = link.file_name()?.to_str()?.to_owned();
        let at = fs::canonicalize(link).ok()?;
        if link.join("partition").exists() || node.starts_with("loop") || node.starts_with("dm-") {
            return None;
        }
        let above = Above::of(&at, self.root);
        let sectors = number(&at.join("size"));
        let (class, bus) = sort(&node, &at, &above, sectors)?;
        let usb = above.usb.as_deref();
        let from = |usb_name: &str, own: &str| {
            let of_usb = usb.map(|usb| name(&usb.join(usb_name))).unwrap_or_default();
            match of_usb.shown.is_empty() {
                true => name(&at.join("device").join(own)),
                false => of_usb,
            }
        };
        Some(Medium {
            place: self.place(&at),
            class,
            bus,
            vendor_id: usb.map_or(0, |usb| hexadecimal(&usb.join("idVendor"))),
            product_id: usb.map_or(0, |usb| hexadecimal(&usb.join("idProduct"))),
            vendor: from("manufacturer", "vendor"),
            product: from("product", if bus == "mmc" { "name" } else { "model" }),
            serial: match usb {
                Some(usb) => name(&usb.join("serial")),
                None => name(&at.join("device/serial")),
            },
            size_bytes: match sectors {
                NO_DISC_SECTORS if class == MediaClass::Optical => 0,
                sectors => sectors.saturating_mul(SECTOR_BYTES),
            },
            write_protected: flag(&at.join("ro")),
            head: self.head(&node, sectors),
            volumes: self.volumes(&node, &at, sectors),
        })
    }

    /// The volumes of a disk: its partitions, or the disk itself where it has none.
    fn volumes(&self, node: &str, at: &Path, sectors: u64) -> Vec<Volume> {
        let is_part = |path: &PathBuf| path.join("partition").exists();
        let parts: Vec<_> = entries(at)
            .into_iter()
            .filter(is_part)
            .take(VOLUMES_LIMIT)
            .collect();
        if parts.is_empty() {
            return match sectors {
                0 => Vec::new(),
                _ => vec![self.volume(node, at, Head::Unread("the disk itself"))],
            };
        }
        let named = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let part = |path: &PathBuf| {
            let node = named(path)?;
            let head = self.head(&node, number(&path.join("size")));
            Some(self.volume(&node, path, head))
        };
        parts.iter().filter_map(part).collect()
    }

    fn volume(&self, node: &str, at: &Path, head: Head) -> Volume {
        let holder = entries(&at.join("holders")).into_iter().next();
        let opened = holder.map(|link| {
            self.root
                .join("sys/block")
                .join(link.file_name().unwrap_or_default())
        });
        let layer = opened.as_ref().and_then(|at| layer(&text(&at.join("dm/uuid"))));
        // What is mounted is the opened side of an encrypted volume.
        let shown = opened.as_deref().filter(|_| layer.is_some()).unwrap_or(at);
        let shown_node = shown
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mounted = mounts::of(&self.mounts, &text(&shown.join("dev")), &shown_node);
        let file_system = mounted.map_or_else(String::new, |line| line.file_system.clone());
        Volume {
            node: node.to_owned(),
            size_bytes: number(&at.join("size")).saturating_mul(SECTOR_BYTES),
            head,
            layer,
            // A program behind FUSE does not say which one it reads.
            file_system: match file_system.starts_with("fuse") {
                true => String::new(),
                false => file_system,
            },
            label: Name::default(),
            id: Name::default(),
            mount: mounted.map(|line| mounts::mount(line, self.root)),
        }
    }

    /// Describes a phone, camera or network adapter; `None` for every other device, and for disks.
    fn device(&self, link: &Path) -> Option<Medium> {
        let at = fs::canonicalize(link).ok()?;
        if !at.join("idVendor").exists() {
            return None;
        }
        let (class, bus) = interfaces(&at)?;
        Some(Medium {
            place: self.place(&at),
            class,
            bus,
            vendor_id: hexadecimal(&at.join("idVendor")),
            product_id: hexadecimal(&at.join("idProduct")),
            vendor: name(&at.join("manufacturer")),
            product: name(&at.join("product")),
            serial: name(&at.join("serial")),
            size_bytes: 0,
            write_protected: None,
            head: Head::Unread("no disk"),
            volumes: Vec::new(),
        })
    }

    fn place(&self, at: &Path) -> String {
        let root = fs::canonicalize(self.root).unwrap_or_else(|_| self.root.to_owned());
        let inside = at.strip_prefix(&root).unwrap_or(at);
        inside.to_string_lossy().into_owned()
    }

    /// Reads the beginning of a device node; a tree that somebody recorded may bring files along in its `dev`.
    fn head(&self, node: &str, sectors: u64) -> Head {
        if sectors == 0 {
            return Head::Unread("nothing is inserted");
        }
        match read_head(&self.root.join("dev").join(node)) {
            Ok(bytes) => Head::Bytes(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                Head::Unread("no right to read the device")
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Head::Unread("no device node"),
            Err(_) => Head::Unread("the device cannot be read"),
        }
    }
}

fn read_head(node: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = fs::File::open(node)?;
    file.seek(SeekFrom::Start(0))?;
    file.take(HEAD_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a disk hangs on.
struct Above {
    /// The USB device.
    usb: Option<PathBuf>,
    /// The USB interface between the two.
    driver: String,
    /// A slot whose occupant the user can take out, by what the firmware says (Thunderbolt, CFexpress).
    is_external: bool,
}

impl Above {
    fn of(at: &Path, root: &Path) -> Self {
        let mut above = Self {
            usb: None,
            driver: String::new(),
            is_external: false,
        };
        let end = root.join("sys/devices");
        let end = fs::canonicalize(&end).unwrap_or(end);
        for folder in at.ancestors().skip(1).take_while(|folder| **folder != end) {
            if above.driver.is_empty() && folder.join("bInterfaceClass").exists() {
                above.driver = text(&folder.join("bInterfaceProtocol"));
            }
            if above.usb.is_none() && folder.join("idVendor").exists() {
                above.usb = Some(folder.to_owned());
            }
            above.is_external |=
                text(&folder.join("removable")) == "removable" && !folder.join("idVendor").exists();
        }
        above
    }
}

/// Says what sort of medium a disk is; `None` for what is built in.
fn sort(node: &str, at: &Path, above: &Above, sectors: u64) -> Option<(MediaClass, &'static str)> {
    let is_optical = node.starts_with("sr");
    let is_loaded = sectors != 0 && !(is_optical && sectors == NO_DISC_SECTORS);
    if node.starts_with("mmcblk") {
        // Soldered memory says MMC; a card that can be taken out says SD.
        let is_boot_part = node.contains("boot") || node.contains("rpmb");
        return (text(&at.join("device/type")) == "SD" && !is_boot_part).then_some((MediaClass::Card, "mmc"));
    }
    if above.usb.is_some() {
        let bus = if above.driver == "62" { "uas" } else { "usb" };
        return match () {
            () if is_optical => Some((MediaClass::Optical, bus)),
            // A reader without a card is no medium, a stick without memory is broken.
            () if !is_loaded => None,
            () if is_reader(&text(&at.join("device/model"))) => Some((MediaClass::Card, bus)),
            () => Some((MediaClass::Storage, bus)),
        };
    }
    match () {
        () if is_optical && is_loaded => Some((MediaClass::Optical, "ata")),
        () if is_optical || !is_loaded => None,
        () if above.is_external => Some((MediaClass::Storage, "pci")),
        () if number(&at.join("removable")) == 1 && !node.starts_with("fd") => {
            Some((MediaClass::Storage, "ata"))
        }
        () => None,
    }
}

/// Words by which readers call the slots that they show as disks.
const READER_WORDS: &[&str] = &[
    "card reader",
    "cardreader",
    "sd/mmc",
    "sd reader",
    "ms/ms-pro",
    "compact flash",
    "sm/xd",
    "multi-card",
    "multicard",
    "microsd",
    "usb3.0 crw",
    "crw-",
    "storage device sd",
    "mass-storage sd",
];

/// Tells a slot of a card reader by its model.
pub(super) fn is_reader(model: &str) -> bool {
    let model = model.to_ascii_lowercase();
    READER_WORDS.iter().any(|word| model.contains(word)) || model.ends_with(" sd") || model.ends_with(" cf")
}

/// Says what a USB device without a disk could carry away, by its interfaces.
///
/// Class codes of usb.org: 06 still image (PTP, and MTP of most), 02 and e0
/// with the codes of RNDIS, ECM, NCM and EEM for network adapters.
fn interfaces(device: &Path) -> Option<(MediaClass, &'static str)> {
    let mut network = false;
    for folder in entries(device) {
        let code = |file: &str| text(&folder.join(file));
        let class = code("bInterfaceClass");
        if class == "08" {
            // Its disks are listed as such.
            return None;
        }
        let (sub, protocol) = (code("bInterfaceSubClass"), code("bInterfaceProtocol"));
        let says_mtp = code("interface").to_ascii_uppercase().contains("MTP");
        let is_debugged_phone = (class.as_str(), sub.as_str(), protocol.as_str()) == ("ff", "42", "01");
        let is_iphone = (class.as_str(), sub.as_str(), protocol.as_str()) == ("ff", "fe", "02");
        if class == "06" || says_mtp || is_debugged_phone || is_iphone {
            return Some((MediaClass::Portable, "usb"));
        }
        network |= match class.as_str() {
            "02" => matches!(sub.as_str(), "06" | "0c" | "0d" | "0e") || (sub == "02" && protocol == "ff"),
            "e0" => sub == "01" && protocol == "03",
            "ef" => sub == "04" && protocol == "01",
            _ => false,
        };
    }
    network.then_some((MediaClass::Network, "usb"))
}

/// Names the encrypting layer by what the mapper writes about its device.
fn layer(uuid: &str) -> Option<&'static str> {
    let kind = uuid.strip_prefix("CRYPT-")?.split('-').next()?;
    Some(match kind {
        "LUKS1" | "LUKS2" => "luks",
        "BITLK" => "bitlocker",
        _ => "another",
    })
}

/// The entries of a folder in the order of their names; nothing where there is none.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = list
        .flatten()
        .map(|entry| entry.path())
        .take(ENTRIES_LIMIT)
        .collect();
    paths.sort();
    paths
}

/// Reads a file up to a limit; nothing where it cannot be read.
pub(super) fn file(path: &Path, limit: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read before an error stays: a table of the kernel ends where it ends.
    drop(fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)));
    bytes
}

fn name(path: &Path) -> Name {
    let bytes = file(path, ATTRIBUTE_BYTES);
    Name::from_bytes(bytes.trim_ascii())
}

fn text(path: &Path) -> String {
    name(path).shown
}

fn number(path: &Path) -> u64 {
    text(path).parse().unwrap_or(0)
}

fn flag(path: &Path) -> Option<bool> {
    match text(path).as_str() {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

fn hexadecimal(path: &Path) -> u16 {
    u16::from_str_radix(&text(path), 16).unwrap_or(0)
}

#[cfg(test)]
mod tests;
