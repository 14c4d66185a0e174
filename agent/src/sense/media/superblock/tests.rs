//! Boot sectors and superblocks made to the published layouts, and bytes of every other sort.

use proptest::prelude::*;

use super::*;

type Part<'a> = (usize, &'a [u8]);

/// A head with parts written into it.
fn head(parts: &[Part<'_>]) -> Vec<u8> {
    let mut head = vec![0; 72 << 10];
    for (offset, bytes) in parts {
        head[*offset..offset + bytes.len()].copy_from_slice(bytes);
    }
    head
}

const BOOT: Part<'static> = (510, &[0x55, 0xaa]);

fn told(parts: &[Part<'_>]) -> (String, String, String, Option<bool>) {
    let read = recognise(&head(parts)).expect("known");
    (
        read.file_system.to_owned(),
        read.id,
        read.label,
        read.is_encrypted,
    )
}

fn row(
    kind: &str,
    id: &str,
    label: &str,
    is_encrypted: Option<bool>,
) -> (String, String, String, Option<bool>) {
    (kind.to_owned(), id.to_owned(), label.to_owned(), is_encrypted)
}

#[test]
fn file_systems_of_sticks_are_told_with_id_and_label() {
    let fat: &[Part<'_>] = &[
        (0, &[0xeb]),
        (0x52, b"FAT32   "),
        (0x43, &[0xcd, 0xab, 0x34, 0x12]),
        (0x47, b"KAIKEI     "),
        BOOT,
    ];
    assert_eq!(told(fat), row("vfat", "1234-ABCD", "KAIKEI", Some(false)));
    let old: &[Part<'_>] = &[
        (0, &[0xeb]),
        (0x36, b"FAT16   "),
        (0x27, &[1, 0, 0, 0]),
        (0x2b, b"NO NAME    "),
        BOOT,
    ];
    assert_eq!(told(old), row("vfat", "0000-0001", "", Some(false)));
    assert_eq!(
        told(&[(3, b"EXFAT   "), (0x64, &[1, 2, 3, 4])]),
        row("exfat", "0403-0201", "", Some(false))
    );
    let ntfs: &[Part<'_>] = &[(3, b"NTFS    "), (0x48, &[8, 7, 6, 5, 4, 3, 2, 1])];
    assert_eq!(told(ntfs), row("ntfs", "0102030405060708", "", Some(false)));
    let ext: &[Part<'_>] = &[
        (0x438, &[0x53, 0xef]),
        (0x460, &[0x40]),
        (0x468, &[0xab; 16]),
        (0x478, b"data"),
    ];
    assert_eq!(told(ext), row("ext4", &"ab".repeat(16), "data", Some(false)));
    assert_eq!(
        told(&[(0x8001, b"CD001"), (0x8028, b"BACKUP  ")]),
        row("iso9660", "", "BACKUP", Some(false))
    );
}

#[test]
fn encrypted_volumes_are_told_as_such() {
    assert_eq!(told(&[(3, b"-FVE-FS-")]).3, Some(true));
    assert_eq!(
        told(&[
            (3, b"MSWIN4.1"),
            (424, &TO_GO),
            (0x52, b"FAT32   "),
            (0, &[0xeb]),
            BOOT
        ])
        .0,
        "bitlocker"
    );
    let luks: &[Part<'_>] = &[
        (0, b"LUKS\xba\xbe\0\x02"),
        (24, b"official"),
        (168, b"0a1b2c3d-0000-4000-8000-000000000001"),
    ];
    assert_eq!(
        told(luks),
        row(
            "crypto_luks",
            "0a1b2c3d000040008000000000000001",
            "official",
            Some(true)
        )
    );
    assert_eq!(told(&[(32, b"NXSB")]).3, None, "it stands deeper");
}

#[test]
fn a_disk_is_told_by_its_table_and_a_boot_sector_is_no_table() {
    assert_eq!(
        disk_signature(&head(&[(440, &[0x3d, 0x2c, 0x1b, 0x0a]), BOOT])),
        Some("mbr:0a1b2c3d".to_owned())
    );
    assert_eq!(
        disk_signature(&head(&[BOOT])),
        None,
        "a signature of zeros is none"
    );
    let guid: Vec<u8> = (1..=16).collect();
    let gpt = head(&[(512, b"EFI PART"), (568, &guid), BOOT]);
    assert_eq!(
        disk_signature(&gpt),
        Some("gpt:0403020106050807090a0b0c0d0e0f10".to_owned())
    );
    let fat: &[Part<'_>] = &[(0, &[0xeb]), (0x52, b"FAT32   "), (440, &[1, 2, 3, 4]), BOOT];
    assert_eq!(disk_signature(&head(fat)), None);
}

#[test]
fn partitions_that_can_hold_files_are_counted_where_there_is_a_table() {
    let fat: &[Part<'_>] = &[(0, &[0xeb]), (0x52, b"FAT32   "), BOOT];
    assert_eq!(partitions(&head(fat)), None, "a file system over the whole disk");
    assert_eq!(
        partitions(&head(&[(450, &[0x0c]), (466, &[0x07]), BOOT])),
        Some(2)
    );
    assert_eq!(partitions(&[0; 511]), None, "too short to tell");
    let table: &[Part<'_>] = &[
        (512, b"EFI PART"),
        (512 + 72, &[2]),
        (512 + 80, &[128, 0, 0, 0, 128]),
        (1024, &[0xa2, 0xa0, 0xd0, 0xeb]),
        (
            1152,
            &[
                0x16, 0xe3, 0xc9, 0xe3, 0x5c, 0x0b, 0xb8, 0x4d, 0x81, 0x7d, 0xf9, 0x2d, 0xf0, 0x02, 0x15,
                0xae,
            ],
        ),
        (1280, &[0x28]),
        BOOT,
    ];
    assert_eq!(partitions(&head(table)), Some(2), "one holds nothing but room");
    let endless: &[Part<'_>] = &[
        (512, b"EFI PART"),
        (512 + 72, &[0xff; 8]),
        (512 + 80, &[0xff; 8]),
        BOOT,
    ];
    assert_eq!(partitions(&head(endless)), None);
}

#[test]
fn nothing_known_is_not_known() {
    assert_eq!(recognise(&head(&[])), None);
    assert_eq!(recognise(&[]), None);
    assert_eq!(disk_signature(&[]), None);
}

proptest! {
    #[test]
    fn bytes_of_every_sort_and_length_end_in_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = (recognise(&bytes), disk_signature(&bytes), partitions(&bytes));
    }

    #[test]
    fn a_head_cut_anywhere_says_less_and_never_something_else(cut in 0_usize..1_100) {
        let whole = head(&[(0, &[0xeb]), (0x52, b"FAT32   "), (0x43, &[1, 2, 3, 4]), BOOT]);
        let read = recognise(&whole[..cut]);
        prop_assert!(read.is_none() || read == recognise(&whole));
    }
}
