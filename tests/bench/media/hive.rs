//! Makes a registry file with many devices, to the layout of REGF.

use super::serial;

const CELLS: usize = 4096;

/// Cells one behind the other.
struct Writer(Vec<u8>);

impl Writer {
    fn cell(&mut self, body: &[u8]) -> u32 {
        let at = self.0.len() - CELLS;
        let size = (body.len() + 4).next_multiple_of(8);
        self.0.extend((-(size as i32)).to_le_bytes());
        self.0.extend(body);
        self.0.resize(CELLS + at + size, 0);
        at as u32
    }

    fn value(&mut self, name: &str, data: &[u8]) -> u32 {
        let place = self.cell(data);
        let mut body = b"vk".to_vec();
        body.extend((name.len() as u16).to_le_bytes());
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(place.to_le_bytes());
        body.extend([0, 0, 0, 0, 1, 0, 0, 0]);
        body.extend(name.as_bytes());
        self.cell(&body)
    }

    fn key(&mut self, name: &str, keys: &[u32], values: &[u32]) -> u32 {
        let items = |items: &[u32]| {
            items
                .iter()
                .flat_map(|item| item.to_le_bytes())
                .collect::<Vec<_>>()
        };
        let count = (keys.len() as u16).to_le_bytes();
        let key_list = self.cell(&[vec![b'l', b'i', count[0], count[1]], items(keys)].concat());
        let value_list = self.cell(&items(values));
        let mut body = vec![0; 76];
        body[..2].copy_from_slice(b"nk");
        body[2] = 0x20;
        body[4..12].copy_from_slice(&133_600_000_000_000_000_u64.to_le_bytes());
        body[20..24].copy_from_slice(&(keys.len() as u32).to_le_bytes());
        body[28..32].copy_from_slice(&key_list.to_le_bytes());
        body[36..40].copy_from_slice(&(values.len() as u32).to_le_bytes());
        body[40..44].copy_from_slice(&value_list.to_le_bytes());
        body[72..74].copy_from_slice(&(name.len() as u16).to_le_bytes());
        body.extend(name.as_bytes());
        self.cell(&body)
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Makes a SYSTEM in which so many sticks were plugged in.
pub(super) fn system(devices: usize) -> Vec<u8> {
    let mut writer = Writer(vec![0; CELLS]);
    let (mut disks, mut usb) = (Vec::new(), Vec::new());
    for n in 0..devices {
        let mut times = Vec::new();
        for number in ["0064", "0065", "0066", "0067"] {
            let time = writer.value("", &133_600_000_000_000_000_u64.to_le_bytes());
            times.push(writer.key(number, &[], &[time]));
        }
        let times = writer.key("{83da6326-97a6-4088-9453-a1923f573b29}", &times, &[]);
        let properties = writer.key("Properties", &[times], &[]);
        let container = writer.value(
            "ContainerID",
            &wide(&format!("{{{n:08x}-0000-0000-0000-000000000000}}\0")),
        );
        let friendly = writer.value("FriendlyName", &wide("Maker Stick USB Device\0"));
        let stick = writer.key(&format!("{}&0", serial(n)), &[properties], &[container, friendly]);
        disks.push(writer.key(&format!("Disk&Ven_Maker&Prod_Stick_{n}&Rev_1.00"), &[stick], &[]));
        let device = writer.key(&serial(n), &[], &[container]);
        usb.push(writer.key(&format!("VID_0781&PID_{n:04X}"), &[device], &[]));
    }
    let parts = [writer.key("USBSTOR", &disks, &[]), writer.key("USB", &usb, &[])];
    let devices = writer.key("Enum", &parts, &[]);
    let set = writer.key("ControlSet001", &[devices], &[]);
    let root = writer.key("ROOT", &[set], &[]);
    writer.0[..4].copy_from_slice(b"regf");
    writer.0[36..40].copy_from_slice(&root.to_le_bytes());
    writer.0
}
