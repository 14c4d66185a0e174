//! What is plugged in: drives on a bus that can be pulled, and phones, cameras and network adapters on USB.

use std::{path::Path, ptr};

use mimawari_proto::{name::Name, reading::MediaClass};
use windows_registry::LOCAL_MACHINE;
use windows_sys::Win32::{
    Devices::DeviceAndDriverInstallation::{
        CM_GETIDLIST_FILTER_CLASS, CM_GETIDLIST_FILTER_PRESENT, CM_Get_Device_ID_List_SizeW,
        CM_Get_Device_ID_ListW, CR_SUCCESS,
    },
    Storage::FileSystem::{GetDiskFreeSpaceExW, GetDriveTypeW, GetLogicalDrives, GetVolumeInformationW},
};

use super::disk::{Descriptor, Disk};
use crate::platform::facts::media::{Head, MEDIA_LIMIT, Medium, Mount, Volume};

/// Setup class of portable devices: phones, cameras, players.
const PORTABLE: &str = "{eec5ad98-8080-425f-922a-dabf3de3f69a}";

/// Setup class of network adapters.
const NETWORK: &str = "{4d36e972-e325-11ce-bfc1-08002be10318}";

/// What `GetDriveTypeW` calls network drives and those that are not there.
const REMOTE: u32 = 4;
const CDROM: u32 = 5;

/// Lists what is plugged in; of a recorded tree nothing, for the drives are asked themselves.
pub fn present(root: &Path) -> Vec<Medium> {
    if root != Path::new("/") {
        return Vec::new();
    }
    let mut found: Vec<Medium> = Vec::new();
    // SAFETY: a question without arguments.
    let letters = unsafe { GetLogicalDrives() };
    for letter in (b'A'..=b'Z').filter(|letter| letters & 1 << (letter - b'A') != 0) {
        let letter = char::from(letter);
        if let Some((medium, volume)) = drive(letter) {
            match found.iter_mut().find(|other| other.place == medium.place) {
                Some(other) => other.volumes.push(volume),
                None => found.push(Medium {
                    volumes: vec![volume],
                    ..medium
                }),
            }
        }
    }
    for (class, guid) in [(MediaClass::Portable, PORTABLE), (MediaClass::Network, NETWORK)] {
        found.extend(ids(guid).iter().filter_map(|id| device(class, id)));
    }
    found.truncate(MEDIA_LIMIT);
    found
}

fn drive(letter: char) -> Option<(Medium, Volume)> {
    let top = wide(&format!("{letter}:\\"));
    // SAFETY: the text ends with a zero.
    let sort = unsafe { GetDriveTypeW(top.as_ptr()) };
    if sort <= 1 || sort == REMOTE {
        return None;
    }
    let volume = Disk::open(&format!(r"\\.\{letter}:"), false).ok()?;
    let said = volume.descriptor()?;
    let (class, bus) = bus(&said, sort)?;
    let number = volume.number();
    let physical = number.map(|number| format!(r"\\.\PhysicalDrive{number}"));
    let path = match (class, physical) {
        (MediaClass::Optical, _) | (_, None) => format!(r"\\.\{letter}:"),
        (_, Some(path)) => path,
    };
    let disk = Disk::open(&path, true);
    let (vendor_id, product_id) = usb_ids(&said.serial.shown);
    let head = |offset| match &disk {
        Ok(disk) => disk.head(offset),
        Err(_) => Head::Unread("no right to read the device"),
    };
    let answering = disk.as_ref().ok().unwrap_or(&volume);
    let medium = Medium {
        place: path.clone(),
        class,
        bus,
        vendor_id,
        product_id,
        vendor: said.vendor.clone(),
        product: said.product.clone(),
        serial: said.serial.clone(),
        size_bytes: answering.size_bytes(),
        write_protected: volume.write_protected(),
        head: head(0),
        volumes: Vec::new(),
    };
    let own_head = volume.offset().map_or(Head::Unread("the disk itself"), head);
    Some((medium, described(letter, &top, own_head, volume.size_bytes())))
}

/// `STORAGE_BUS_TYPE`: 4 IEEE 1394, 7 USB, 12 SD, 13 MMC; a disc in any drive is a medium.
fn bus(said: &Descriptor, sort: u32) -> Option<(MediaClass, &'static str)> {
    let words = format!("{} {}", said.vendor.shown, said.product.shown).to_lowercase();
    let is_slot = [
        "card reader",
        "sd/mmc",
        "compact flash",
        "sm/xd",
        "ms/ms-pro",
        "multi-card",
    ]
    .iter()
    .any(|word| words.contains(word));
    match said.bus {
        7 if sort == CDROM => Some((MediaClass::Optical, "usb")),
        7 if is_slot => Some((MediaClass::Card, "usb")),
        7 => Some((MediaClass::Storage, "usb")),
        4 => Some((MediaClass::Storage, "ieee1394")),
        12 => Some((MediaClass::Card, "sd")),
        13 if said.is_removable => Some((MediaClass::Card, "mmc")),
        _ if sort == CDROM => Some((MediaClass::Optical, "ata")),
        _ if said.is_removable => Some((MediaClass::Storage, "ata")),
        _ => None,
    }
}

fn described(letter: char, top: &[u16], head: Head, size_bytes: u64) -> Volume {
    let (mut label, mut file_system) = ([0_u16; 261], [0_u16; 261]);
    let mut serial = 0;
    // SAFETY: the text ends with a zero, every buffer is given with its own length, what is not wanted is null.
    let is_told = unsafe {
        GetVolumeInformationW(
            top.as_ptr(),
            label.as_mut_ptr(),
            261,
            &mut serial,
            ptr::null_mut(),
            ptr::null_mut(),
            file_system.as_mut_ptr(),
            261,
        ) != 0
    };
    let mut free = 0;
    // SAFETY: the text ends with a zero, the number is written during the call, what is not wanted is null.
    let is_free_told =
        unsafe { GetDiskFreeSpaceExW(top.as_ptr(), ptr::null_mut(), ptr::null_mut(), &mut free) != 0 };
    let id = match is_told && serial != 0 {
        true => format!("{:04X}-{:04X}", serial >> 16, serial & 0xffff),
        false => String::new(),
    };
    Volume {
        node: format!("{letter}:"),
        size_bytes,
        head,
        layer: None,
        file_system: narrow(&file_system).to_lowercase(),
        label: Name::from(narrow(&label).as_str()),
        id: Name::from(id.as_str()),
        mount: is_told.then(|| Mount {
            path: format!("{letter}:\\").into(),
            is_read_only: false,
            free_bytes: is_free_told.then_some(free),
            user: Name::default(),
        }),
    }
}

/// Finds the ids of the USB device with this serial among those that the registry knows.
fn usb_ids(serial: &str) -> (u16, u16) {
    let find = || {
        let usb = LOCAL_MACHINE.open(r"SYSTEM\CurrentControlSet\Enum\USB").ok()?;
        let has = |name: &String| !serial.is_empty() && usb.open(format!(r"{name}\{serial}")).is_ok();
        ids_in(&usb.keys().ok()?.find(has)?)
    };
    find().unwrap_or((0, 0))
}

/// `VID_0781&PID_5581`
fn ids_in(text: &str) -> Option<(u16, u16)> {
    let after = |word: &str| {
        let at = text.find(word)? + word.len();
        u16::from_str_radix(text.get(at..at + 4)?, 16).ok()
    };
    Some((after("VID_")?, after("PID_")?))
}

/// Lists the ids of the devices of a setup class that are there.
fn ids(class: &str) -> Vec<String> {
    let filter = wide(class);
    let flags = CM_GETIDLIST_FILTER_CLASS | CM_GETIDLIST_FILTER_PRESENT;
    let mut length = 0;
    // SAFETY: the filter ends with a zero, the length goes to a local.
    if unsafe { CM_Get_Device_ID_List_SizeW(&mut length, filter.as_ptr(), flags) } != CR_SUCCESS {
        return Vec::new();
    }
    let mut list = vec![0_u16; usize::try_from(length).unwrap_or(0).min(1 << 20)];
    let room = u32::try_from(list.len()).unwrap_or(0);
    // SAFETY: the filter ends with a zero, and the buffer is given with its own length.
    if unsafe { CM_Get_Device_ID_ListW(filter.as_ptr(), list.as_mut_ptr(), room, flags) } != CR_SUCCESS {
        return Vec::new();
    }
    list.split(|&unit| unit == 0)
        .filter(|id| !id.is_empty())
        .map(String::from_utf16_lossy)
        .collect()
}

/// Describes a device on USB; sticks come as portable devices too, under another bus.
fn device(class: MediaClass, id: &str) -> Option<Medium> {
    let rest = id.strip_prefix(r"USB\")?;
    let (vendor_id, product_id) = ids_in(rest)?;
    let key = LOCAL_MACHINE
        .open(format!(r"SYSTEM\CurrentControlSet\Enum\{id}"))
        .ok();
    let text = |name: &str| {
        let value = key
            .as_ref()
            .and_then(|key| key.get_string(name).ok())
            .unwrap_or_default();
        // `@oem12.inf,%name%;Name`
        Name::from(value.rsplit(';').next().unwrap_or_default())
    };
    let named = text("FriendlyName");
    Some(Medium {
        place: id.to_owned(),
        class,
        bus: "usb",
        vendor_id,
        product_id,
        vendor: text("Mfg"),
        product: match named.shown.is_empty() {
            true => text("DeviceDesc"),
            false => named,
        },
        serial: Name::from(rest.rsplit('\\').next().unwrap_or_default()),
        size_bytes: 0,
        write_protected: None,
        head: Head::Unread("no disk"),
        volumes: Vec::new(),
    })
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn narrow(units: &[u16]) -> String {
    let end = units.iter().position(|&unit| unit == 0).unwrap_or(units.len());
    String::from_utf16_lossy(&units[..end])
}
