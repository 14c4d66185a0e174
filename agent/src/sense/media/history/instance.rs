//! Reads the ids that Windows gives to devices: enumerator, device, instance.
//!
//! ```text
//! USBSTOR\Disk&Ven_SanDisk&Prod_Ultra_USB_3.0&Rev_1.00\4C530001230512116341&0
//! USB\VID_0781&PID_5581\4C530001230512116341
//! ```

use mimawari_proto::reading::MediaClass;

use super::{super::grade::without_instance, short};

/// A disk as `USBSTOR` and `SCSI` name it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DiskName {
    /// `Disk`, `CdRom`, …
    pub sort: String,
    /// Blanks are underscores there.
    pub vendor: String,
    /// The same.
    pub product: String,
}

/// Reads `Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00`.
pub fn disk_name(device: &str) -> DiskName {
    let mut parts = device.split('&');
    let mut name = DiskName {
        sort: short(parts.next().unwrap_or_default()),
        ..DiskName::default()
    };
    for part in parts {
        let Some((word, value)) = part.split_once('_') else {
            continue;
        };
        let value = short(value.replace('_', " ").trim());
        match word.to_ascii_lowercase().as_str() {
            "ven" => name.vendor = value,
            "prod" => name.product = value,
            _ => {}
        }
    }
    name
}

/// Reads `VID_0781&PID_5581&MI_00`.
pub fn usb_ids(device: &str) -> Option<(u16, u16)> {
    let device = device.to_ascii_uppercase();
    let after = |word: &str| {
        let at = device.find(word)? + word.len();
        u16::from_str_radix(device.get(at..at + 4)?, 16).ok()
    };
    Some((after("VID_")?, after("PID_")?))
}

/// Returns the serial in an instance id.
pub fn serial(instance: &str) -> String {
    short(without_instance(instance))
}

/// Says what sort of medium a disk is.
pub fn class(name: &DiskName) -> MediaClass {
    let words = format!("{} {}", name.vendor, name.product).to_lowercase();
    let readers = [
        "sd/mmc",
        "card reader",
        "cardreader",
        "sm/xd",
        "ms/ms-pro",
        "compact flash",
        "multi-card",
        "multicard",
    ];
    match name.sort.to_ascii_lowercase().as_str() {
        "cdrom" => MediaClass::Optical,
        _ if readers.iter().any(|word| words.contains(word)) => MediaClass::Card,
        _ => MediaClass::Storage,
    }
}
