//! Reads what the registry of Windows keeps of devices that were plugged in.
//!
//! * `Enum\USBSTOR\<disk>\<instance>`: sticks and disks of the old protocol.
//! * `Enum\USB\<ids>\<serial>`: ids for those, and phones, cameras, adapters by compatible ids and service.
//! * `Enum\SCSI\<disk>\<instance>` with the container of a USB device: disks on UASP.
//! * `Enum\SWD\WPDBUSENUM\<instance>`: the label that a volume had.
//! * `MountedDevices` and each account's `MountPoints2`: who had it mounted.
//!
//! Times of a device lie in `Properties\{83da6326-97a6-4088-9453-a1923f573b29}`:
//! 0064 and 0065 first installed, 0066 last arrival, 0067 last removal (from
//! Windows 8 on). Only SYSTEM may read them; without, the key's own time says
//! that the device was known by then.

use std::collections::HashMap;

use mimawari_proto::{finding::Confidence, name::Name, reading::MediaClass, time::Timestamp};

use super::{
    LIMIT, Past, earlier,
    instance::{class, disk_name, serial, usb_ids},
    short,
};
use crate::platform::facts::media::{Branch, Registry, utf16};

const TIMES: &str = "{83da6326-97a6-4088-9453-a1923f573b29}";

/// Ms between 1601, where Windows counts from, and 1970.
const FROM_1601_MS: i64 = 11_644_473_600_000;

/// Reads every record.
pub fn past(registry: &Registry) -> Vec<Past> {
    let root = &registry.enumerated;
    let usb = Usb::of(root.at(&["USB"]));
    let labels = labels(root.at(&["SWD", "WPDBUSENUM"]));
    let mut found: Vec<Past> = Vec::new();
    for (device, instance) in instances(root.at(&["USBSTOR"])) {
        found.push(usbstor(device, instance, &usb));
    }
    for (device, instance) in instances(root.at(&["SCSI"])) {
        found.extend(uasp(device, instance, &usb));
    }
    found.extend(usb.devices);
    found.truncate(LIMIT);
    let users = users(registry);
    for one in &mut found {
        let key = one.serial.to_ascii_uppercase();
        if let Some(label) = labels.get(&key) {
            one.label.clone_from(label);
        }
        if let Some((user, _)) = users.get(&key) {
            one.user = user.clone();
        }
    }
    found
}

/// Every device of an enumerator with each of its instances.
fn instances(enumerator: Option<&Branch>) -> impl Iterator<Item = (&Branch, &Branch)> {
    let devices = enumerator
        .map(|branch| branch.branches.as_slice())
        .unwrap_or_default();
    devices
        .iter()
        .flat_map(|device| device.branches.iter().map(move |instance| (device, instance)))
}

/// What the keys of USB devices tell.
#[derive(Default)]
struct Usb {
    /// Ids by serial, in capitals.
    ids: HashMap<String, (u16, u16)>,
    /// The same by container.
    containers: HashMap<String, (u16, u16, String)>,
    /// Those that are media by themselves.
    devices: Vec<Past>,
}

impl Usb {
    fn of(branch: Option<&Branch>) -> Self {
        let mut usb = Self::default();
        for (device, instance) in instances(branch) {
            let Some(ids) = usb_ids(&device.name) else {
                continue;
            };
            let serial = serial(&instance.name);
            // A part of a device (`&MI_01`) has no serial of its own.
            if !device.name.to_ascii_uppercase().contains("&MI_") {
                usb.ids.insert(serial.to_ascii_uppercase(), ids);
                if let Some(container) = instance.text("ContainerID") {
                    usb.containers
                        .insert(container.to_ascii_lowercase(), (ids.0, ids.1, serial.clone()));
                }
            }
            if let Some(class) = sort(instance) {
                let mut one = Past::new(class, "usb", Confidence::High);
                (one.vendor_id, one.product_id) = ids;
                one.bus = "usb";
                one.serial = serial;
                one.product = named(instance);
                one.vendor = text_after_semicolon(&instance.text("Mfg").unwrap_or_default());
                lay_times(&mut one, instance);
                usb.devices.push(one);
            }
        }
        usb
    }
}

/// Says whether a USB device is a medium by itself, by what its driver and its interfaces are.
fn sort(instance: &Branch) -> Option<MediaClass> {
    let service = instance.text("Service").unwrap_or_default().to_ascii_lowercase();
    let compatible = instance
        .bytes("CompatibleIDs")
        .map(utf16)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let has = |code: &str| compatible.contains(code);
    if service.contains("wpd") || has("usb\\class_06") || has("usb\\ms_comp_mtp") {
        return Some(MediaClass::Portable);
    }
    let is_adapter = service.contains("rndis")
        || has("usb\\class_e0&subclass_01&prot_03")
        || ["06", "0d", "0e"]
            .iter()
            .any(|sub| has(&format!("usb\\class_02&subclass_{sub}")));
    is_adapter.then_some(MediaClass::Network)
}

fn usbstor(device: &Branch, instance: &Branch, usb: &Usb) -> Past {
    let name = disk_name(&device.name);
    let mut one = Past::new(class(&name), "usbstor", Confidence::High);
    one.bus = "usb";
    one.serial = serial(&instance.name);
    (one.vendor_id, one.product_id) = ids_of(&one.serial, instance, usb);
    (one.vendor, one.product) = (name.vendor, name.product);
    if one.product.is_empty() {
        one.product = named(instance);
    }
    lay_times(&mut one, instance);
    one
}

fn ids_of(serial: &str, instance: &Branch, usb: &Usb) -> (u16, u16) {
    let by_serial = usb.ids.get(&serial.to_ascii_uppercase()).copied();
    let container = instance
        .text("ContainerID")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let by_container = usb.containers.get(&container).map(|found| (found.0, found.1));
    by_serial.or(by_container).unwrap_or((0, 0))
}

/// A disk on UASP stands under SCSI like one that is built in; that its container is a USB device tells it.
fn uasp(device: &Branch, instance: &Branch, usb: &Usb) -> Option<Past> {
    let container = instance.text("ContainerID")?.to_ascii_lowercase();
    let (vendor_id, product_id, serial) = usb.containers.get(&container)?;
    let name = disk_name(&device.name);
    let mut one = Past::new(class(&name), "scsi", Confidence::High);
    one.bus = "uas";
    (one.vendor_id, one.product_id) = (*vendor_id, *product_id);
    one.serial.clone_from(serial);
    (one.vendor, one.product) = (name.vendor, name.product);
    lay_times(&mut one, instance);
    Some(one)
}

fn named(instance: &Branch) -> String {
    let friendly = instance.text("FriendlyName").filter(|name| !name.is_empty());
    let name = friendly
        .or_else(|| instance.text("DeviceDesc"))
        .unwrap_or_default();
    text_after_semicolon(&name)
}

/// `@oem12.inf,%name%;Name`
fn text_after_semicolon(text: &str) -> String {
    short(text.rsplit(';').next().unwrap_or_default().trim())
}

fn lay_times(one: &mut Past, instance: &Branch) {
    let times = instance.at(&["Properties", TIMES]);
    let time = |number: &str| {
        let key = times?
            .branches
            .iter()
            .find(|key| key.name.eq_ignore_ascii_case(number))?;
        // From Windows 8 on the value of the key itself, before that one called Data below `00000000`.
        let value = key.bytes("").or_else(|| key.branches.first()?.bytes("Data"))?;
        file_time(value)
    };
    one.first_arrived_at = earlier(time("0064"), time("0065"));
    one.arrived_at = time("0066");
    one.left_at = time("0067");
    one.noted_at = instance.written_at;
}

/// 100 ns since 1601; zero is none.
fn file_time(bytes: &[u8]) -> Option<Timestamp> {
    let ticks = u64::from_le_bytes(*bytes.first_chunk::<8>()?);
    let ms = i64::try_from(ticks / 10_000).ok().filter(|&ms| ms != 0)?;
    Some(Timestamp::from_unix_ms(ms - FROM_1601_MS))
}

/// Labels of volumes by the serial of their stick, in capitals.
fn labels(branch: Option<&Branch>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for device in branch
        .map(|branch| branch.branches.as_slice())
        .unwrap_or_default()
    {
        let label = device.text("FriendlyName").filter(|label| !label.is_empty());
        if let (Some(serial), Some(label)) = (serial_in(&device.name), label) {
            found.insert(serial, short(&label));
        }
    }
    found
}

/// `_??_USBSTOR#Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00#4C530001&0#{53f56307-…}`
fn serial_in(path: &str) -> Option<String> {
    let mut parts = path.split('#');
    let first = parts.next()?.to_ascii_uppercase();
    let is_disk = first.ends_with("USBSTOR") || first.ends_with("SCSI") || first.ends_with("USB");
    let instance = parts.nth(1)?;
    is_disk.then(|| serial(instance).to_ascii_uppercase())
}

/// Who had a stick mounted, the latest, by its serial in capitals.
fn users(registry: &Registry) -> HashMap<String, (Name, Option<Timestamp>)> {
    let volumes: HashMap<String, String> = registry
        .mounted
        .values
        .iter()
        .filter_map(|value| Some((volume(&value.name)?, serial_in(&utf16(&value.bytes))?)))
        .collect();
    let mut found: HashMap<String, (Name, Option<Timestamp>)> = HashMap::new();
    for (user, points) in &registry.mount_points {
        for point in &points.branches {
            let Some(serial) = volumes.get(&point.name.to_ascii_lowercase()) else {
                continue;
            };
            let is_later = found.get(serial).is_none_or(|(_, at)| *at <= point.written_at);
            if is_later {
                found.insert(serial.clone(), (user.clone(), point.written_at));
            }
        }
    }
    found
}

/// `\??\Volume{guid}` is `{guid}`.
fn volume(name: &str) -> Option<String> {
    let at = name.find("Volume{")?;
    name.get(at + "Volume".len()..).map(str::to_ascii_lowercase)
}
