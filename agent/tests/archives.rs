//! Archives of every sort: read to the last member, bounded, and every closed member named.

use std::{
    io::{Cursor, Write as _},
    sync::LazyLock,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mimawari_agent::examine::{Examined, Eyes};
use mimawari_proto::{finding::Kind, name::Name, round::UnreadReason};

static EYES: LazyLock<Eyes> = LazyLock::new(Eyes::built_in);

const NOTE: &[u8] = "パスワード：Sakura#2024\r\n".as_bytes();

#[test]
fn a_compressed_note_is_one_member_named_by_the_file() {
    for (file, bytes) in [
        ("memo.txt.gz", gz(NOTE, None)),
        ("x.gz", gz(NOTE, Some("memo.txt"))),
        ("x.gz", gz(NOTE, Some("../../memo.txt"))),
        ("memo.txt.bz2", bz2(NOTE)),
    ] {
        let examined = examine_as(file, &bytes);
        assert_eq!(members(&examined), ["memo.txt"], "{file}");
    }
}

#[test]
fn a_compressed_tar_is_read_through_and_its_members_are_named() {
    let tar = tar(&[("控え/memo.txt", NOTE), ("empty", b""), ("b.txt", NOTE)]);
    for bytes in [tar.clone(), gz(&tar, None), bz2(&tar)] {
        assert_eq!(members(&examine_as("x", &bytes)), ["控え/memo.txt", "b.txt"]);
    }
}

#[test]
fn a_name_longer_than_a_header_holds_is_told_whole() {
    let name = format!("{}/memo.txt", "深".repeat(90));
    assert_eq!(members(&examine_as("x", &tar(&[(&name, NOTE)]))), [name.as_str()]);
}

#[test]
fn names_in_shift_jis_are_told_in_tar_too() {
    let mut bytes = tar(&[("AAAA.txt", NOTE)]);
    bytes[..4].copy_from_slice(&encoding_rs::SHIFT_JIS.encode("控え").0);
    with_sum(&mut bytes);
    assert_eq!(members(&examine_as("x", &bytes)), ["控え.txt"]);
}

#[test]
fn a_tar_that_lies_about_a_size_is_damaged_there_and_read_before() {
    let mut bytes = tar(&[("a.txt", NOTE), ("b.txt", NOTE)]);
    bytes[1024 + 124..1024 + 136].copy_from_slice(b"77777777777\0");
    with_sum(&mut bytes[1024..]);
    let examined = examine_as("x", &bytes);
    assert_eq!(members(&examined)[0], "a.txt");
    assert!(reasons(&examined).contains(&UnreadReason::Damaged));
}

#[test]
fn a_bomb_of_gzip_stops_at_a_limit() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![0; 1 << 20];
    encoder.write_all(b"PK\x03\x04").expect("memory");
    for _ in 0..25 {
        encoder.write_all(&zeros).expect("memory");
    }
    let bytes = encoder.finish().expect("memory");
    assert_eq!(reasons(&examine_as("x.gz", &bytes)), [UnreadReason::Stopped]);
}

#[test]
fn gzip_inside_gzip_without_end_stops_at_the_depth() {
    let mut bytes = NOTE.to_vec();
    for _ in 0..40 {
        bytes = gz(&bytes, None);
    }
    assert_eq!(reasons(&examine_as("x.gz", &bytes)), [UnreadReason::Stopped]);
}

#[test]
fn a_gzip_without_end_is_damaged_and_what_came_out_is_judged() {
    let long = [NOTE, &b"line of a log\n".repeat(20_000)].concat();
    let whole = gz(&long, None);
    let examined = examine_as("memo.txt.gz", &whole[..whole.len() - 20]);
    assert_eq!(members(&examined), ["memo.txt"]);
    assert_eq!(reasons(&examined), [UnreadReason::Damaged]);
}

#[test]
fn a_member_locked_by_either_of_its_headers_is_locked() {
    let whole = zip(&[("a.txt", NOTE)]);
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let mut bytes = whole.clone();
        let at = memchr::memmem::find(&bytes, mark).expect("a header");
        bytes[at + flags] |= 1;
        let examined = examine_as("x.zip", &bytes);
        assert_eq!(reasons(&examined), [UnreadReason::Encrypted]);
        assert!(examined.encrypted && examined.hits.is_empty());
    }
}

#[test]
fn a_cut_zip_is_read_up_to_the_cut() {
    let whole = zip(&[("a.txt", NOTE), ("b.txt", &b"line of a log\n".repeat(9_000))]);
    let examined = examine_as("x.zip", &whole[..whole.len() - 150]);
    assert_eq!(members(&examined), ["a.txt"]);
    assert!(reasons(&examined).contains(&UnreadReason::Damaged));
}

#[test]
fn of_members_with_the_same_name_every_one_is_read() {
    let whole = zip(&[("a.txt", NOTE), ("b.txt", b"nothing to see"), ("c.txt", NOTE)]);
    let mut bytes = whole.clone();
    for name in [&b"b.txt"[..], b"c.txt"] {
        memchr::memmem::find_iter(&whole, name).for_each(|at| bytes[at] = b'a');
    }
    let examined = examine_as("x.zip", &bytes);
    assert_eq!(members(&examined), ["a.txt", "a.txt"]);
    assert!(examined.unread.is_empty());
}

#[test]
fn a_member_that_does_not_agree_with_its_sum_is_judged_and_damaged() {
    let mut bytes = zip(&[("a.txt", NOTE)]);
    let at = memchr::memmem::find(&bytes, b"Sakura").expect("stored");
    bytes[at] ^= 0x20;
    let examined = examine_as("x.zip", &bytes);
    assert_eq!(members(&examined), ["a.txt"]);
    assert_eq!(reasons(&examined), [UnreadReason::Damaged]);
}

#[test]
fn names_that_were_made_to_harm_are_told_and_nothing_else() {
    let long = "n".repeat(10_000);
    let bytes = zip(&[("../../evil.txt", NOTE), ("a\u{1b}[31m.txt", NOTE), (&long, NOTE)]);
    let examined = examine_as("x.zip", &bytes);
    assert_eq!(members(&examined)[..2], ["../../evil.txt", "a\u{1b}[31m.txt"]);
    assert!(members(&examined)[2].len() <= 4096);
}

#[test]
fn an_archive_behind_a_program_is_read() {
    let program = [&b"MZ\x90\0\x03\0\0\0"[..], &[0; 600]].concat();
    let bytes = [program.clone(), zip(&[("memo.txt", NOTE)])].concat();
    assert_eq!(members(&examine_as("x.exe", &bytes)), ["memo.txt"]);
    let locked = [
        &program[..],
        b"\x8c\x0f\x03\0_AttacheCaseData\x8c\0\0\0",
        &[7; 99],
    ]
    .concat();
    assert!(examine_as("x.exe", &locked).encrypted);
    assert!(examine_as("x.exe", &program).unread.is_empty());
}

#[test]
fn a_program_in_an_archive_that_is_too_large_to_be_looked_behind_is_named() {
    let mut program = b"MZ\x90\0\x03\0\0\0".to_vec();
    program.resize(25 << 20, 0);
    let examined = examine_as("x.zip", &zip(&[("setup.exe", &program)]));
    let [unread] = &examined.unread[..] else {
        panic!("{:?}", examined.unread)
    };
    assert_eq!((unread.reason, &*unread.format), (UnreadReason::Stopped, "exe"));
}

#[test]
fn windows_of_members_in_members_are_paid_from_one_purse() {
    let twice = STANDARD.decode(LZMA_IN_LZMA).expect("base64");
    assert_eq!(
        reasons(&examine_as("x.zip", &twice)),
        [UnreadReason::Stopped],
        "two of 32 MiB"
    );
    let mut half = twice;
    // Behind the header of 30 bytes and the name: version, size, properties, window.
    half[40..44].copy_from_slice(&(16u32 << 20).to_le_bytes());
    let examined = examine_as("x.zip", &half);
    assert_eq!(members(&examined), ["memo.txt"], "{:?}", examined.unread);
}

/// `a.zip` with `memo.txt`, both packed by LZMA with windows of 32 MiB: Python's `zipfile`, windows set by hand.
const LZMA_IN_LZMA: &str = "UEsDBD8AAgAOAAAAIVy8aXNiiQAAAKUAAAAFAAAAYS56aXAJBAUAXQAAAAIAKBK8YCoHchk3s5eBjUgb23WscNbImZb+IUgafBgOSusRXl83t0V8r3j3PtGLxDk7Yasvn/ucgVimX2Gko7FwYJmwI0BaQFOwNvtTMn16NOt89u8Hom9GozPn1v+OGlXDhXzDA2t1hgOFhpdqO/ZXQMow8ylWNXuC13z//ZUYAFBLAQI/Az8AAgAOAAAAIVy8aXNiiQAAAKUAAAAFAAAAAAAAAAAAAACAAQAAAABhLnppcFBLBQYAAAAAAQABADMAAACsAAAAAAA=";

#[test]
fn a_list_of_7z_that_unpacks_to_gigabytes_is_not_unpacked() {
    let examined = examine_as("x.7z", &seven(&[0x03, 0x01, 0x01], 4 << 30));
    assert_eq!(reasons(&examined), [UnreadReason::Stopped]);
}

#[test]
fn a_locked_list_of_7z_is_told_before_it_is_unpacked() {
    let examined = examine_as("x.7z", &seven(&[0x06, 0xf1, 0x07, 0x01], 100));
    assert_eq!(reasons(&examined), [UnreadReason::Encrypted]);
    assert!(examined.encrypted);
}

/// A 7z whose list of members is packed by a coder and claims a size.
fn seven(coder: &[u8], size: u64) -> Vec<u8> {
    let mut list = vec![
        0x17,
        0x06,
        0,
        1,
        0x09,
        9,
        0,
        0x07,
        0x0b,
        1,
        0,
        1,
        coder.len() as u8,
    ];
    list.extend(coder);
    list.extend([0x0c, 0xff]);
    list.extend(size.to_le_bytes());
    list.extend([0, 0]);
    let sum = |bytes: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        sum.sum().to_le_bytes()
    };
    let start = [
        &9u64.to_le_bytes()[..],
        &(list.len() as u64).to_le_bytes(),
        &sum(&list),
    ]
    .concat();
    let head = [b"7z\xbc\xaf\x27\x1c\0\x04", &sum(&start)[..], &start].concat();
    [&head[..], &[0; 9], &list].concat()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let stored = zip::CompressionMethod::Stored;
        let packed = zip::CompressionMethod::Deflated;
        let method = if content.len() < 1_000 { stored } else { packed };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a member");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn examine_as(name: &str, bytes: &[u8]) -> Examined {
    EYES.examine(&Name::from(name), bytes.len() as u64, &mut Cursor::new(bytes))
}

fn members(examined: &Examined) -> Vec<&str> {
    let notes = examined.hits.iter().filter(|hit| hit.kind == Kind::PasswordNote);
    notes
        .map(|hit| hit.member.last().expect("a member").shown.as_str())
        .collect()
}

fn reasons(examined: &Examined) -> Vec<UnreadReason> {
    examined.unread.iter().map(|unread| unread.reason).collect()
}

fn gz(content: &[u8], name: Option<&str>) -> Vec<u8> {
    let builder = flate2::GzBuilder::new();
    let builder = match name {
        Some(name) => builder.filename(name),
        None => builder,
    };
    let mut encoder = builder.write(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn bz2(content: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).expect("memory");
    }
    builder.into_inner().expect("memory")
}

/// Writes the sum of a header anew.
fn with_sum(block: &mut [u8]) {
    block[148..156].fill(b' ');
    let sum: u32 = block[..512].iter().map(|&byte| u32::from(byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}
