//! Hives made here to the layout, whole and damaged.

use proptest::prelude::*;

use super::*;

/// Writes cells one behind the other.
struct Writer(Vec<u8>);

impl Writer {
    fn cell(&mut self, body: &[u8]) -> u32 {
        let at = self.0.len() - CELLS;
        let size = (body.len() + 4).next_multiple_of(8);
        self.0
            .extend((-i32::try_from(size).expect("small")).to_le_bytes());
        self.0.extend(body);
        self.0.resize(CELLS + at + size, 0);
        u32::try_from(at).expect("small")
    }

    fn value(&mut self, name: &str, data: &[u8]) -> u32 {
        let (size, place) = match data.len() {
            0..=4 => {
                let mut here = [0; 4];
                here[..data.len()].copy_from_slice(data);
                (
                    u32::try_from(data.len()).expect("small") | 0x8000_0000,
                    u32::from_le_bytes(here),
                )
            }
            long => (u32::try_from(long).expect("small"), self.cell(data)),
        };
        let mut body = b"vk".to_vec();
        body.extend(u16::try_from(name.len()).expect("small").to_le_bytes());
        body.extend(size.to_le_bytes());
        body.extend(place.to_le_bytes());
        body.extend([0, 0, 0, 0, 1, 0, 0, 0]);
        body.extend(name.as_bytes());
        self.cell(&body)
    }

    fn key(&mut self, name: &str, keys: &[u32], values: &[u32]) -> u32 {
        let list = |writer: &mut Self, items: &[u32], head: &[u8]| match items {
            [] => u32::MAX,
            items => {
                let body = [
                    head.to_vec(),
                    items.iter().flat_map(|item| item.to_le_bytes()).collect(),
                ]
                .concat();
                writer.cell(&body)
            }
        };
        let count = u16::try_from(keys.len()).expect("small").to_le_bytes();
        let key_list = list(self, keys, &[b'l', b'i', count[0], count[1]]);
        let value_list = list(self, values, &[]);
        let is_narrow = name.is_ascii();
        let name: Vec<u8> = match is_narrow {
            true => name.as_bytes().to_vec(),
            false => name.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        };
        let mut body = vec![0; 76];
        body[..2].copy_from_slice(b"nk");
        body[2] = if is_narrow { 0x20 } else { 0 };
        body[4..12].copy_from_slice(&133_600_000_000_000_000_u64.to_le_bytes());
        body[20..24].copy_from_slice(&u32::try_from(keys.len()).expect("small").to_le_bytes());
        body[28..32].copy_from_slice(&key_list.to_le_bytes());
        body[36..40].copy_from_slice(&u32::try_from(values.len()).expect("small").to_le_bytes());
        body[40..44].copy_from_slice(&value_list.to_le_bytes());
        body[72..74].copy_from_slice(&u16::try_from(name.len()).expect("small").to_le_bytes());
        body.extend(name);
        self.cell(&body)
    }

    fn finish(mut self, root: u32) -> Vec<u8> {
        self.0[..4].copy_from_slice(b"regf");
        self.0[36..40].copy_from_slice(&root.to_le_bytes());
        self.0
    }
}

fn hive() -> Vec<u8> {
    let mut writer = Writer(vec![0; CELLS]);
    let long = writer.value("FriendlyName", &[b'A'; 40]);
    let short = writer.value("", &[1, 2]);
    let stick = writer.key("4C53&0", &[], &[long, short]);
    let other = writer.key("保育課", &[], &[]);
    let disk = writer.key("Disk&Ven_X", &[stick, other], &[]);
    let root = writer.key("ROOT", &[disk], &[]);
    writer.finish(root)
}

#[test]
fn keys_values_and_times_are_read_by_their_path() {
    let bytes = hive();
    let hive = Hive::new(&bytes).expect("a hive");
    let disk = hive.branch(&["disk&ven_x"], &mut 100).expect("there");
    let names: Vec<_> = disk.branches.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["4C53&0", "保育課"]);
    let stick = &disk.branches[0];
    assert_eq!(stick.bytes("friendlyname"), Some(&[b'A'; 40][..]));
    assert_eq!(stick.bytes(""), Some(&[1, 2][..]));
    assert_eq!(
        stick.written_at,
        Some(Timestamp::from_unix_ms(13_360_000_000_000 - FROM_1601_MS))
    );
    assert_eq!(hive.branch(&["no such key"], &mut 100), None);
    let few = hive.branch(&[], &mut 2).expect("there");
    assert_eq!(few.branches[0].branches, [], "only so many keys as may be");
}

#[test]
fn a_key_that_holds_itself_ends() {
    let mut writer = Writer(vec![0; CELLS]);
    let list = writer.cell(&[b'l', b'i', 2, 0, 16, 0, 0, 0, 16, 0, 0, 0]);
    assert_eq!(list, 0);
    let mut body = vec![0; 80];
    body[..2].copy_from_slice(b"nk");
    body[20] = 2;
    let key = writer.cell(&body);
    assert_eq!(key, 16);
    let bytes = writer.finish(key);
    let mut left = 5_000;
    let _ = Hive::new(&bytes).expect("a hive").branch(&[], &mut left);
    assert!(left > 0 || KEYS_DEPTH > 10, "two to the depth, not without end");
}

proptest! {
    #[test]
    fn a_damaged_hive_ends_in_what_can_be_read(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 0..40), cut in any::<u16>()) {
        let mut bytes = hive();
        for (at, byte) in changes {
            // The cells, where damage does something; the head is mostly not read.
            let at = CELLS + usize::from(at) % (bytes.len() - CELLS);
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - usize::from(cut) % 700);
        if let Some(hive) = Hive::new(&bytes) {
            let _ = (hive.branch(&[], &mut 10_000), hive.branch(&["Disk&Ven_X", "4C53&0"], &mut 10_000));
        }
    }
}
