//! Documents that were damaged or made to do harm: every one ends, with a name for how.

use std::{
    fs,
    io::{self, Cursor, Read, Seek, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use mimawari_agent::examine::{Examined, Eyes, Unread};
use mimawari_proto::{finding::Kind, name::Name, round::UnreadReason};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Mutations of every fixture. A seeded generator makes a failure repeatable.
///
/// `MIMAWARI_MUTATIONS=3000 MIMAWARI_FIXTURE=.doc` tries one sort of document harder.
fn mutations() -> u64 {
    let wanted = std::env::var("MIMAWARI_MUTATIONS").ok();
    wanted.and_then(|count| count.parse().ok()).unwrap_or(300)
}

#[test]
fn every_cut_of_every_document_ends_with_an_outcome() {
    let eyes = Eyes::built_in();
    for (path, bytes) in fixtures() {
        let step = (bytes.len() / 60).max(1);
        for cut in (0..bytes.len()).step_by(step) {
            let examined = examine(&eyes, &bytes[..cut]);
            assert!(!crashed(&examined), "{} cut at {cut}", path.display());
            let zip = bytes.starts_with(b"PK") && cut > 4;
            assert!(
                !zip || !examined.unread.is_empty(),
                "{} cut at {cut} is taken for whole",
                path.display()
            );
        }
    }
}

#[test]
fn thousands_of_mutations_crash_nothing() {
    let eyes = Eyes::built_in();
    for (path, bytes) in fixtures() {
        // The key of a workbook that opens without asking is made anew every time.
        let slow = path.to_string_lossy().contains("-open");
        for seed in 0..if slow { mutations() / 10 } else { mutations() } {
            let mutated = mutated(&bytes, seed);
            assert!(
                !crashed(&examine(&eyes, &mutated)),
                "{} seed {seed}",
                path.display()
            );
        }
    }
}

#[test]
fn mutated_parts_inside_sound_packages_crash_nothing() {
    let eyes = Eyes::built_in();
    for (path, bytes) in fixtures()
        .into_iter()
        .filter(|(_, bytes)| bytes.starts_with(b"PK"))
    {
        let members = members(&bytes);
        for seed in 0..mutations() {
            let package = packed(members.iter().map(|(name, content)| {
                let part = (name.ends_with(".xml") || name.ends_with(".bin")) && !name.starts_with('[');
                let content = if part {
                    mutated(content, seed)
                } else {
                    content.clone()
                };
                (name.as_str(), content)
            }));
            assert!(
                !crashed(&examine(&eyes, &package)),
                "{} seed {seed}",
                path.display()
            );
        }
    }
}

#[test]
fn mutated_text_in_every_coding_crashes_nothing() {
    let eyes = Eyes::built_in();
    let text =
        "ID：hoken01\r\nパスワード：Sakura#2024\r\n個人番号　１２３４－５６７８－９０１８\r\nﾊﾟｽﾜｰﾄﾞ,ＰＷ\r\n"
            .repeat(4);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cp932 = encoding_rs::SHIFT_JIS.encode(&text).0.into_owned();
    let euc = encoding_rs::EUC_JP.encode(&text).0.into_owned();
    let jis = encoding_rs::ISO_2022_JP.encode(&text).0.into_owned();
    for bytes in [text.into_bytes(), wide, cp932, euc, jis] {
        for seed in 0..500 {
            assert!(!crashed(&examine(&eyes, &mutated(&bytes, seed))), "seed {seed}");
        }
    }
}

#[test]
fn a_bomb_in_shared_strings_stops_at_a_limit_and_the_rest_is_judged() {
    let package = zipped(|zip| {
        member(zip, "[Content_Types].xml", b"<Types/>");
        member(
            zip,
            "xl/workbook.xml",
            br#"<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>"#,
        );
        member(
            zip,
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        );
        start(zip, "xl/sharedStrings.xml");
        io::copy(&mut io::repeat(0).take(1 << 30), zip).expect("zeros");
        member(
            zip,
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"B4\" t=\"inlineStr\"><is><t>パスワード：Sakura#2024</t></is></c></row></sheetData></worksheet>".as_bytes(),
        );
    });
    assert!(package.len() < 2 << 20);
    let examined = examine(&Eyes::built_in(), &package);
    assert_eq!(
        reasons(&examined),
        [UnreadReason::Stopped],
        "{:?}",
        examined.unread
    );
    assert!(finds(&examined, Kind::PasswordNote));
}

#[test]
fn many_members_that_unpack_to_gigabytes_stop_at_a_limit() {
    let mut zeros = b"PK\x03\x04".to_vec();
    zeros.resize(23 << 20, 0);
    let package = zipped(|zip| (0..40).for_each(|n| member(zip, &format!("{n}.zip"), &zeros)));
    assert!(package.len() < 2 << 20);
    let examined = examine(&Eyes::built_in(), &package);
    assert_eq!(reasons(&examined), [UnreadReason::Damaged, UnreadReason::Stopped]);
}

#[test]
fn archives_are_read_four_deep_and_then_named() {
    let eyes = Eyes::built_in();
    let mut nested = "パスワード：Sakura#2024\r\n".as_bytes().to_vec();
    for depth in 1..=6 {
        let name = if depth == 1 {
            "memo.txt".to_owned()
        } else {
            format!("{depth}.zip")
        };
        nested = zipped(|zip| member(zip, &name, &nested));
        let examined = examine(&eyes, &nested);
        match depth {
            1..=4 => {
                assert!(finds(&examined, Kind::PasswordNote), "{depth}");
                assert_eq!(examined.hits[0].member.len(), depth);
                assert_eq!(
                    examined.hits[0].member.last().map(|name| name.shown.as_str()),
                    Some("memo.txt")
                );
            }
            _ => assert_eq!(reasons(&examined), [UnreadReason::Stopped], "{depth}"),
        }
    }
}

#[test]
fn an_endlessly_deep_document_stops() {
    let deep = "<w:p>".repeat(2_000_000);
    let package = word(deep.as_bytes());
    assert_eq!(
        reasons(&examine(&Eyes::built_in(), &package)),
        [UnreadReason::Stopped]
    );
}

#[test]
fn a_billion_laughs_stay_unexpanded() {
    let mut dtd = String::from("<!DOCTYPE l [<!ENTITY a0 \"ha\">");
    for n in 1..12 {
        dtd.push_str(&format!(
            "<!ENTITY a{n} \"{}\">",
            format!("&a{};", n - 1).repeat(10)
        ));
    }
    let body = format!(
        "{dtd}]><w:document><w:p><w:r><w:t>&a11;パスワード：Sakura#2024</w:t></w:r></w:p></w:document>"
    );
    let examined = examine(&Eyes::built_in(), &word(body.as_bytes()));
    assert!(
        finds(&examined, Kind::PasswordNote) && examined.unread.is_empty(),
        "{:?}",
        examined.unread
    );
}

#[test]
fn a_sheet_with_a_cell_in_each_corner_costs_two_cells() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>PW：Corner#11</t></is></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>PW：Corner#22</t></is></c></row></sheetData></worksheet>";
    let package = zipped(|zip| {
        member(zip, "[Content_Types].xml", b"<Types/>");
        member(zip, "xl/worksheets/sheet1.xml", sheet.as_bytes());
    });
    let examined = examine(&Eyes::built_in(), &package);
    let places: Vec<_> = examined.hits[0]
        .places
        .iter()
        .map(|place| serde_json::json!(place)["cell"].clone())
        .collect();
    assert_eq!(places, ["A1", "XFD1048576"]);
}

#[test]
fn rows_repeated_a_million_times_cost_one_row() {
    let content = "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"s\">\
        <table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell table:number-columns-repeated=\"4294967295\">\
        <text:p>PW：Repeat#1</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"4294967295\"/>\
        </table:table></office:spreadsheet></office:body></office:document-content>";
    let package = zipped(|zip| {
        member(zip, "mimetype", b"application/vnd.oasis.opendocument.spreadsheet");
        member(zip, "content.xml", content.as_bytes());
    });
    assert!(finds(&examine(&Eyes::built_in(), &package), Kind::PasswordNote));
}

#[test]
fn a_locked_member_is_named_and_the_open_one_is_judged() {
    let package = zipped(|zip| {
        member(zip, "open.txt", "パスワード：Sakura#2024\r\n".as_bytes());
        member(zip, "locked.txt", b"xxxxxxxxxxxxxxxxxxxxxxxx");
    });
    let package = with_flag(package, "locked.txt");
    let examined = examine(&Eyes::built_in(), &package);
    assert_eq!(reasons(&examined), [UnreadReason::Encrypted]);
    assert_eq!(examined.unread[0].member[0].shown, "locked.txt");
    assert!(finds(&examined, Kind::PasswordNote) && !examined.encrypted);
}

#[test]
fn an_archive_whose_members_are_all_locked_is_protected() {
    let package = with_flag(zipped(|zip| member(zip, "a.txt", b"xxxxxxxxxxxxxxxxxx")), "a.txt");
    let examined = examine(&Eyes::built_in(), &package);
    assert!(examined.encrypted && examined.hits.is_empty());
}

#[test]
fn a_protected_open_xml_document_is_recognised() {
    let examined = examine(
        &Eyes::built_in(),
        &compound(&["EncryptionInfo", "EncryptedPackage"]),
    );
    assert!(examined.encrypted);
    assert_eq!(reasons(&examined), [UnreadReason::Encrypted]);
}

#[test]
fn documents_that_are_not_read_yet_are_named_and_never_clean() {
    let eyes = Eyes::built_in();
    for (bytes, format) in [
        (compound(&["DocumentText", "JSRV_SegmentInformation"]), "jtd"),
        (compound(&["VisioDocument"]), "vsd"),
        (b"Rar!\x1a\x07\x01\0".to_vec(), "rar"),
        (b"\x28\xb5\x2f\xfd\x24\0\x01".to_vec(), "zstd"),
        ((0..200u32).map(|n| (n * 37 % 251) as u8).collect(), "binary"),
    ] {
        let examined = examine(&eyes, &bytes);
        assert_eq!(reasons(&examined), [UnreadReason::Unsupported], "{format}");
        assert_eq!(examined.format, format);
    }
}

#[test]
fn old_documents_without_their_text_are_damaged_and_never_clean() {
    let eyes = Eyes::built_in();
    for (names, format) in [
        (&["WordDocument", "1Table"][..], "doc"),
        (&["Workbook"], "xls"),
        (&["PowerPoint Document", "Current User"], "ppt"),
        (&["__properties_version1.0"], "msg"),
    ] {
        let examined = examine(&eyes, &compound(names));
        assert_eq!(reasons(&examined), [UnreadReason::Damaged], "{format}");
        assert_eq!(examined.format, format);
    }
}

#[test]
fn member_names_in_shift_jis_and_utf_8_are_told_as_written() {
    let note = "パスワード：Sakura#2024\r\n".as_bytes();
    let utf8 = zipped(|zip| member(zip, "控え/メモ.txt", note));
    // An old archiver writes CP932 and no flag.
    let mut cp932 = zipped(|zip| member(zip, "AAAAA.txt", note));
    let name = encoding_rs::SHIFT_JIS.encode("控①え").0;
    assert_eq!(name.len(), 6);
    cp932 = replaced(&cp932, b"AAAAA.", &name);
    let shown = |bytes: &[u8]| examine(&Eyes::built_in(), bytes).hits[0].member[0].shown.clone();
    assert_eq!(shown(&utf8), "控え/メモ.txt");
    assert_eq!(shown(&cp932), "控①えtxt");
}

#[test]
fn what_the_disk_will_not_give_is_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    impl Seek for Broken {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }
    let examined = Eyes::built_in().examine(&Name::from("x"), 9, &mut Broken);
    assert_eq!(reasons(&examined), [UnreadReason::Denied]);
}

#[test]
fn an_empty_file_is_read() {
    let examined = examine(&Eyes::built_in(), b"");
    assert!(examined.unread.is_empty() && examined.hits.is_empty());
}

fn examine(eyes: &Eyes, bytes: &[u8]) -> Examined {
    eyes.examine(&Name::from("x"), bytes.len() as u64, &mut Cursor::new(bytes))
}

fn crashed(examined: &Examined) -> bool {
    examined
        .unread
        .iter()
        .any(|unread| unread.reason == UnreadReason::Crashed)
}

fn finds(examined: &Examined, kind: Kind) -> bool {
    examined.hits.iter().any(|hit| hit.kind == kind)
}

fn reasons(examined: &Examined) -> Vec<UnreadReason> {
    let mut reasons: Vec<_> = examined
        .unread
        .iter()
        .map(|Unread { reason, .. }| *reason)
        .collect();
    reasons.dedup();
    reasons
}

fn fixtures() -> Vec<(PathBuf, Vec<u8>)> {
    let wanted = std::env::var("MIMAWARI_FIXTURE").unwrap_or_default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let paths = fs::read_dir(folder)
        .expect("fixtures")
        .map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension != "json"))
        .filter(|path| path.to_string_lossy().contains(&wanted))
        .map(|path| (path.clone(), fs::read(&path).expect("a fixture")))
        .collect()
}

/// Flips, cuts, repeats and overwrites a few places; the same seed makes the same bytes.
fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut bytes = bytes.to_vec();
    for _ in 0..=next(8) {
        if bytes.is_empty() {
            break;
        }
        let at = next(bytes.len());
        match next(5) {
            0 => bytes[at] ^= 1 << next(8),
            1 => bytes[at] = [0, 0xff, b'<', b'>', b'&', b'"', 0x80][next(7)],
            2 => drop(bytes.drain(at..(at + next(64)).min(bytes.len()))),
            3 => {
                let piece = bytes[at..(at + next(64)).min(bytes.len())].to_vec();
                let to = next(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                let end = (at + 4).min(bytes.len());
                bytes[at..end].fill([0, 0xff, 0x7f][next(3)]);
            }
        }
    }
    bytes
}

type Zip<'a> = ZipWriter<Cursor<&'a mut Vec<u8>>>;

fn zipped(fill: impl FnOnce(&mut Zip<'_>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut zip = ZipWriter::new(Cursor::new(&mut bytes));
    fill(&mut zip);
    zip.finish().expect("written to memory");
    bytes
}

fn start(zip: &mut Zip<'_>, name: &str) {
    zip.start_file(name, SimpleFileOptions::default().large_file(true))
        .expect("a member");
}

fn member(zip: &mut Zip<'_>, name: &str, content: &[u8]) {
    zip.start_file(name, SimpleFileOptions::default())
        .expect("a member");
    zip.write_all(content).expect("written to memory");
}

fn packed<N: AsRef<str>>(members: impl Iterator<Item = (N, Vec<u8>)>) -> Vec<u8> {
    zipped(|zip| members.for_each(|(name, content)| member(zip, name.as_ref(), &content)))
}

fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a sound package");
    let names: Vec<_> = zip
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    let mut read = |name: String| {
        let mut content = Vec::new();
        zip.by_name(&name).ok()?.read_to_end(&mut content).ok()?;
        Some((name, content))
    };
    names.into_iter().filter_map(&mut read).collect()
}

fn word(document: &[u8]) -> Vec<u8> {
    zipped(|zip| {
        member(zip, "[Content_Types].xml", b"<Types/>");
        member(zip, "word/document.xml", document);
    })
}

/// Sets the flag of encryption in both headers of a member.
fn with_flag(mut bytes: Vec<u8>, name: &str) -> Vec<u8> {
    for (magic, flags, named) in [(&b"PK\x03\x04"[..], 6, 30), (b"PK\x01\x02", 8, 46)] {
        let places: Vec<_> = memchr::memmem::find_iter(&bytes, magic).collect();
        for at in places {
            if bytes[at + named..].starts_with(name.as_bytes()) {
                bytes[at + flags] |= 1;
            }
        }
    }
    bytes
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places: Vec<_> = memchr::memmem::find_iter(&bytes, from).collect();
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// Makes a compound file of two sectors: allocation table and a directory with these names.
fn compound(names: &[&str]) -> Vec<u8> {
    let mut bytes = vec![0u8; 512 * 3];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[30] = 9;
    bytes[48..52].copy_from_slice(&1u32.to_le_bytes());
    bytes[80..512].fill(0xff);
    bytes[76..80].copy_from_slice(&0u32.to_le_bytes());
    bytes[512..1024].fill(0xff);
    bytes[516..520].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    for (at, name) in ["Root Entry"].iter().chain(names).enumerate() {
        let entry = 1024 + at * 128;
        for (unit, code) in name.encode_utf16().enumerate() {
            bytes[entry + unit * 2..entry + unit * 2 + 2].copy_from_slice(&code.to_le_bytes());
        }
        bytes[entry + 64] = (name.len() * 2 + 2) as u8;
        bytes[entry + 66] = if at == 0 { 5 } else { 2 };
    }
    bytes
}
