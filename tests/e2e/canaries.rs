//! Planted secrets are searched for in everything that both sides keep or say.

use std::{fs, path::Path};

use anyhow::Result;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use mimawari_tests::{
    agent::Agent,
    collector::Collector,
    desktop::{Desktop, SECRETS, docx, zip_of},
    program,
};

/// A secret in every form in which it could lie around by mistake.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let utf16 = secret.encode_utf16();
    vec![
        secret.as_bytes().to_vec(),
        utf16.clone().flat_map(u16::to_le_bytes).collect(),
        utf16.flat_map(u16::to_be_bytes).collect(),
        secret
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into_bytes(),
        BASE64_STANDARD
            .encode(secret)
            .trim_end_matches('=')
            .as_bytes()
            .to_vec(),
    ]
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Demands that no file below a folder holds a secret; returns how many were searched.
fn search(folder: &Path) -> Result<usize> {
    let mut searched = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            searched += search(&path)?;
        } else if path.is_file() {
            let bytes = fs::read(&path)?;
            searched += 1;
            for secret in SECRETS {
                let lies_there = forms(secret).iter().any(|form| contains(&bytes, form));
                assert!(!lies_there, "a planted secret lies in {}", path.display());
            }
        }
    }
    Ok(searched)
}

/// Documents with every secret that end in damage, in a refusal, or (in a debug build) in a crash of the reader.
fn put_hostile(desktop: &Desktop) -> Result<usize> {
    let note = format!(
        "パスワード: {}\nID: soumu\n個人番号\n",
        SECRETS.join("\nパスワード: ")
    );
    let utf16: Vec<u8> = note.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let document = docx(&note)?;
    let nested = zip_of(&[("中/文書.docx", &document), ("メモ.txt", note.as_bytes())])?;
    let unclosed = format!("<html><body><table><tr><td>{note}<td><![CDATA[{note}");
    let files: [(&str, Vec<u8>); 15] = [
        ("箱.zip", nested.clone()),
        ("切れた箱.zip", nested[..nested.len() - 40].to_vec()),
        ("切れた文書.docx", document[..document.len() * 2 / 3].to_vec()),
        (
            "古い表.xls",
            [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &[0xff; 504][..], &utf16].concat(),
        ),
        (
            "手紙.rtf",
            format!("{{\\rtf1\\ansi {note}{{\\object\\bin9999 {note}").into_bytes(),
        ),
        (
            "紙.pdf",
            format!("%PDF-1.7\n1 0 obj<</Length 99999>>stream\n{note}").into_bytes(),
        ),
        ("頁.html", unclosed.into_bytes()),
        (
            "転送.eml",
            format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{note}").into_bytes(),
        ),
        (
            "倉庫.7z",
            [b"7z\xbc\xaf\x27\x1c\0\x04", &[0x55; 64][..], note.as_bytes()].concat(),
        ),
        ("十六.txt", [&[0xff, 0xfe][..], &utf16, &[0]].concat()),
        // In a debug build these end the reader in every way there is; else they are notes.
        ("mimawari-try.panic.txt", note.clone().into_bytes()),
        ("mimawari-try.abort.txt", note.clone().into_bytes()),
        ("mimawari-try.garbage.txt", note.clone().into_bytes()),
        ("mimawari-try.flood.txt", note.clone().into_bytes()),
        ("mimawari-try.deep.txt", note.into_bytes()),
    ];
    for (name, bytes) in &files {
        desktop.put_bytes(name, bytes)?;
    }
    Ok(files.len())
}

#[test]
fn no_secret_leaves_the_desktop() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = tempfile::tempdir()?;
    let desktop = Desktop::usual(desktop.path())?;
    let hostile = put_hostile(&desktop)?;
    let mut collector = Collector::started(folder.path())?;
    let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    // As talkative as it gets, so that the logs would show it.
    let loud = agent.run(&["-vv", "round", "--now"])?.expect(0)?;
    fs::write(folder.path().join("round"), loud.out + &loud.err)?;
    // Where a crash leaves things beside itself, it leaves them here.
    let mut scan = agent.command()?;
    scan.args(["-vv", "scan", "--explain", "--json"])
        .arg(desktop.path())
        .current_dir(folder.path());
    let scan = program::run(&mut scan)?.expect(1)?;
    let named = scan.json()?.as_array().map_or(0, Vec::len);
    assert!(
        named > hostile,
        "only {named} lines are told of {hostile} hostile files"
    );
    fs::write(folder.path().join("scan"), scan.out + &scan.err)?;
    // While both still hold what they hold in memory-mapped and write-ahead files.
    agent.start_at_work()?;
    agent.round()?.expect(0)?;
    search(folder.path())?;
    agent.stop()?;
    collector.stop()?;
    let searched = search(folder.path())?;
    assert!(searched > 10, "only {searched} files were searched");
    Ok(())
}

#[test]
fn the_search_finds_what_it_should() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for form in forms(SECRETS[0]) {
        fs::write(
            folder.path().join("file"),
            [b"before ", form.as_slice(), b" after"].concat(),
        )?;
        let path = folder.path().to_owned();
        assert!(std::panic::catch_unwind(|| search(&path)).is_err());
    }
    Ok(())
}
