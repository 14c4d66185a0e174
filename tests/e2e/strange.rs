//! A folder of strange documents: a scan ends normally, and every file in it is accounted for.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt as _, fs::symlink},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use mimawari_tests::{
    chance::Chance,
    desktop::{docx, zip_of},
    program,
};
use serde_json::Value;

/// Beginnings by which readers know a document; what follows is made up.
const MAGIC: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF-1.7\n",
    b"{\\rtf1\\ansi ",
    b"7z\xbc\xaf\x27\x1c\0\x04",
    b"\x1f\x8b\x08\0",
    b"BZh91AY&SY",
    b"\xfd7zXZ\0\0\x04",
    b"\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0",
    b"\x28\xb5\x2f\xfd",
    b"Rar!\x1a\x07\x01\0",
    b"MSCF\0\0\0\0",
    b"\x20\x00-lh5-",
    b"SQLite format 3\0",
    b"\x37\x7f\x06\x82",
    b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F",
    b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d",
    b"\0\x01\0\0Standard ACE DB\0",
    b"\x09\x08\x10\0\0\x06\x05\0",
    b"Received: from a\r\nSubject: ",
    b"From - Mon Apr  1 09:00:00 2024\nReceived: a\nDate: b -\n\n",
    b"<?xml version=\"1.0\"?><office:document ",
    b"<!DOCTYPE html><html>",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x1b$B",
    b"\x89PNG\r\n\x1a\n",
    b"MZ\x90\0",
    b"-----BEGIN PGP MESSAGE-----\n",
    b"\x03\0\x03\0_AttacheCaseData",
    b"\xeb\x58\x90-FVE-FS-",
];

/// Names that were made to be mistaken for something else.
const NAMES: &[&[u8]] = &[
    b"-rf.txt",
    b"two\nlines.txt",
    b"red\x1b[31m.txt",
    "\u{202e}txt.exe".as_bytes(),
    b"\x83p\x83X.txt",
    b"\xff\xfe",
    b" ",
    b"...",
    b"CON",
    b"a\tb\\c\"d'.txt",
    b"{\"type\":\"summary\"}",
];

#[test]
fn every_file_of_a_strange_folder_is_read_unread_or_skipped() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let put = made(folder.path())?;
    let ended = program::run_with(
        "mimawari-agent",
        [
            OsStr::new("scan"),
            folder.path().as_os_str(),
            "--format".as_ref(),
            "jsonl".as_ref(),
        ],
    )?;
    let lines = ended.expect(1)?.json_lines()?;
    let summary = lines.last().context("a summary")?;
    let count = |key: &str| summary[key].as_u64().context("a count");
    let reasons = summary["unread"].as_object().context("reasons")?;
    let unread: u64 = reasons.values().filter_map(Value::as_u64).sum();
    assert_eq!(count("files")?, put.len() as u64, "{summary}");
    assert_eq!(
        count("files")?,
        count("read")? + unread + count("skipped")?,
        "{summary}"
    );
    assert_eq!(summary["complete"], true);

    let told: Vec<&Value> = lines.iter().filter(|line| line["type"] == "unread").collect();
    let named = told
        .iter()
        .map(|line| path_of(line))
        .collect::<Result<BTreeSet<_>>>()?;
    assert_eq!(named.len() as u64, unread, "{summary}");
    assert!(named.is_subset(&put), "{:?}", named.difference(&put));
    for line in told {
        let word = |key: &str| line[key].as_str().unwrap_or_default();
        assert!(!["", "crashed", "timeout"].contains(&word("reason")), "{line}");
        assert!(!word("format").is_empty(), "{line}");
    }
    Ok(())
}

fn path_of(line: &Value) -> Result<PathBuf> {
    match line["path_bytes"].as_str() {
        Some(bytes) => Ok(PathBuf::from(OsStr::from_bytes(&STANDARD.decode(bytes)?))),
        None => Ok(PathBuf::from(line["path"].as_str().context("a path")?)),
    }
}

/// Fills a folder; returns the paths of everything in it that is no folder.
fn made(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut put = BTreeSet::new();
    let mut file = |name: &OsStr, bytes: &[u8]| -> Result<()> {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a parent")?)?;
        fs::write(&path, bytes)?;
        ensure!(put.insert(path), "{} twice", name.display());
        Ok(())
    };
    let mut chance = Chance::from_env(11);
    for (at, magic) in MAGIC.iter().enumerate() {
        for length in [0, 1, 60, 700, 5_000] {
            let noise = std::iter::repeat_with(|| chance.next() as u8).take(length);
            let bytes: Vec<u8> = magic.iter().copied().chain(noise).collect();
            file(format!("magic/{at}-{length}.docx").as_ref(), &bytes)?;
        }
    }
    for (name, whole) in whole()? {
        for part in 0..10 {
            let cut = &whole[..whole.len() * part / 10];
            file(format!("cut/{part}-{name}").as_ref(), cut)?;
        }
    }
    for name in NAMES {
        file(
            OsStr::from_bytes(name),
            "パスワード: kigi-Tanuki-2048\n".as_bytes(),
        )?;
    }
    let long = "長".repeat(83);
    file(format!("{long}.txt").as_ref(), b"\0")?;
    file("空.xlsx".as_ref(), b"")?;
    for (name, to) in [("whole disk", "/"), ("nowhere", "missing"), ("loop", ".")] {
        symlink(to, folder.join(name))?;
        put.insert(folder.join(name));
    }
    Ok(put)
}

/// Sound documents of every large format, to be cut.
fn whole() -> Result<Vec<(String, Vec<u8>)>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../agent/tests/fixtures");
    let names = [
        "note.pdf",
        "note.rtf",
        "note.doc",
        "book.xls",
        "slides.ppt",
        "mail.msg",
        "notes.7z",
        "notes.tar.xz",
        "notes.snt",
        "note.eml",
    ];
    let mut whole = Vec::new();
    for name in names {
        whole.push((name.to_owned(), fs::read(fixtures.join(name))?));
    }
    let document = docx("パスワード: kigi-Tanuki-2048")?;
    whole.push((
        "memo.zip".to_owned(),
        zip_of(&[("a.docx", &document), ("b.docx", &document)])?,
    ));
    whole.push(("memo.docx".to_owned(), document));
    Ok(whole)
}
