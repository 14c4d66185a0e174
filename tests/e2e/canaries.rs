//! Planted secrets are searched for in everything that both sides keep or say.

use std::{fs, path::Path};

use anyhow::Result;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use mimawari_tests::{
    agent::Agent,
    collector::Collector,
    desktop::{Desktop, SECRETS},
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

#[test]
fn no_secret_leaves_the_desktop() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = tempfile::tempdir()?;
    let desktop = Desktop::usual(desktop.path())?;
    let mut collector = Collector::started(folder.path())?;
    let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    // As talkative as it gets, so that the logs would show it.
    let loud = agent.run(&["-vv", "round", "--now"])?.expect(0)?;
    fs::write(folder.path().join("round"), loud.out + &loud.err)?;
    let scan = agent.run(&["-vv", "scan", &desktop.path().display().to_string(), "--json"])?;
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
