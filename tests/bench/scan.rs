//! How fast documents are looked at: text by its coding, plain files, office documents, every format.
//!
//! ```text
//! text       the same clean text in each coding, one thread          against `rg -j1` over the UTF-8
//! mixed      many plain files, two threads                           against `rg -j2`
//! documents  packed documents of one sort, one thread                against unpacking the same members
//! start      one small note, from start to result
//! formats    a folder of documents by their endings: MB/s, files/s
//! ```

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result};
use encoding_rs::{EUC_JP, SHIFT_JIS};
use mimawari_tests::{chance::Chance, program};
use zip::ZipArchive;

use crate::{
    measure::{self, Contestant, finish, line, median, timed},
    sweep::WORDS,
    tree,
};

/// Documents of one sort, each of about 2 MB unpacked.
const DOCUMENTS: u64 = 60;
const UNPACKED_BYTES: usize = 2 << 20;
/// Plain files of the mixed folder: as many as the peers were measured with.
const PLAIN_FILES: u64 = 2_500;

/// Measures everything that needs no corpus; `megabytes` is the size of the clean text.
pub(crate) fn made(megabytes: u64, runs: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    codings(folder.path(), megabytes, runs)?;
    mixed(folder.path(), megabytes, runs)?;
    for (name, make) in [
        ("docx", tree::document as Maker),
        ("xlsx", tree::workbook as Maker),
    ] {
        documents(folder.path(), name, make, runs)?;
    }
    start(folder.path(), runs)
}

type Maker = fn(usize, &mut Chance) -> Result<Vec<u8>>;

fn codings(folder: &Path, megabytes: u64, runs: usize) -> Result<()> {
    let size = usize::try_from(megabytes << 20)?;
    let text = tree::clean(size, &mut Chance::new(1));
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ways: [(&'static str, Vec<u8>); 4] = [
        ("UTF-16", [&[0xff, 0xfe], utf16.as_slice()].concat()),
        ("CP932", SHIFT_JIS.encode(&text).0.into_owned()),
        ("EUC-JP", EUC_JP.encode(&text).0.into_owned()),
        ("UTF-8", text.into_bytes()),
    ];
    let mut contestants: Vec<Contestant<'_>> = Vec::new();
    let mut plain = PathBuf::new();
    for (name, bytes) in ways {
        plain = folder.join(format!("{name}.txt"));
        fs::write(&plain, bytes)?;
        let path = plain.clone();
        contestants.push((name, Box::new(move || scan(&path, 1))));
    }
    contestants.push(("rg -j1, the words, UTF-8", Box::new(move || rg(&plain, "-j1"))));
    measure::compare(
        &format!("{megabytes} MiB of text with nothing to find"),
        runs,
        contestants,
    )
}

fn mixed(folder: &Path, megabytes: u64, runs: usize) -> Result<()> {
    let folder = folder.join("mixed");
    fs::create_dir(&folder)?;
    let mut chance = Chance::new(2);
    let mean = usize::try_from((megabytes << 20) / PLAIN_FILES)?;
    for number in 0..PLAIN_FILES {
        let text = tree::text(
            mean / 2 + usize::try_from(chance.below(mean as u64))?,
            &mut chance,
        );
        let bytes = match number % 5 {
            0 => SHIFT_JIS.encode(&text).0.into_owned(),
            _ => text.into_bytes(),
        };
        fs::write(folder.join(format!("記録{number}.txt")), bytes)?;
    }
    let contestants: Vec<Contestant<'_>> = vec![
        ("mimawari-agent scan --jobs 2", Box::new(|| scan(&folder, 2))),
        ("rg -j2, the words", Box::new(|| rg(&folder, "-j2"))),
    ];
    measure::compare(
        &format!("{PLAIN_FILES} plain files of {megabytes} MiB"),
        runs,
        contestants,
    )
}

fn documents(folder: &Path, name: &str, make: Maker, runs: usize) -> Result<()> {
    let folder = folder.join(name);
    fs::create_dir(&folder)?;
    let mut chance = Chance::new(3);
    for number in 0..DOCUMENTS {
        fs::write(
            folder.join(format!("文書{number}.{name}")),
            make(UNPACKED_BYTES, &mut chance)?,
        )?;
    }
    let contestants: Vec<Contestant<'_>> = vec![
        ("mimawari-agent scan --jobs 1", Box::new(|| scan(&folder, 1))),
        ("unpacking the same members", Box::new(|| unpack(&folder))),
    ];
    measure::compare(
        &format!("{DOCUMENTS} {name} of 2 MiB unpacked"),
        runs,
        contestants,
    )
}

fn start(folder: &Path, runs: usize) -> Result<()> {
    let note = folder.join("メモ.txt");
    fs::write(&note, "ID: sample\nパスワード: kigi-Tanuki-2048\n")?;
    let mut taken = Vec::new();
    for _ in 0..runs.max(1) {
        taken.push(scan(&note, 1)?);
    }
    line(&format!(
        "start to the first result: {:.1} ms",
        median(taken) * 1e3
    ))
}

/// Measures a folder of documents by their endings.
pub(crate) fn formats(corpus: &Path, runs: usize) -> Result<()> {
    let mut sorts: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    gather(corpus, &mut sorts)?;
    line(&format!(
        "{:<10} {:>6} {:>9} {:>10} {:>9}",
        "format", "files", "MB", "files/s", "MB/s"
    ))?;
    for (sort, files) in sorts.iter().filter(|(_, files)| files.len() >= 5) {
        let bytes: u64 = files
            .iter()
            .filter_map(|file| fs::metadata(file).ok())
            .map(|file| file.len())
            .sum();
        let mut taken = Vec::new();
        for _ in 0..runs.max(1) {
            taken.push(finish(scan_command(1)?.args(files), &[0, 1, 3])?);
        }
        let seconds = median(taken);
        let (count, megabytes) = (files.len(), mb(bytes));
        line(&format!(
            "{sort:<10} {count:>6} {megabytes:>9.2} {:>10.0} {:>9.1}",
            rate(count) / seconds,
            megabytes / seconds
        ))?;
    }
    Ok(())
}

fn gather(folder: &Path, sorts: &mut BTreeMap<String, Vec<PathBuf>>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, sorts)?;
        } else if let Some(ending) = path.extension().and_then(|ending| ending.to_str()) {
            sorts.entry(ending.to_lowercase()).or_default().push(path.clone());
        }
    }
    Ok(())
}

fn scan_command(jobs: usize) -> Result<Command> {
    let mut command = program::command("mimawari-agent")?;
    command.args([
        "scan",
        "--format",
        "jsonl",
        "-q",
        "--jobs",
        &jobs.to_string(),
        "--",
    ]);
    Ok(command)
}

fn scan(path: &Path, jobs: usize) -> Result<Duration> {
    finish(scan_command(jobs)?.arg(path), &[0, 1, 3])
}

fn rg(path: &Path, jobs: &str) -> Result<Duration> {
    let mut command = Command::new("rg");
    finish(command.args(["-uu", "-c", jobs, WORDS]).arg(path), &[0, 1])
}

/// Unpacks every member of every document with the library that the agent unpacks with.
fn unpack(folder: &Path) -> Result<Duration> {
    timed(|| {
        for entry in fs::read_dir(folder)? {
            let mut zip = ZipArchive::new(File::open(entry?.path())?)?;
            for at in 0..zip.len() {
                io::copy(&mut zip.by_index(at)?, &mut io::sink())?;
            }
        }
        Ok(())
    })
}

#[expect(clippy::cast_precision_loss, reason = "shown with two decimals")]
fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "shown without decimals")]
fn rate(count: usize) -> f64 {
    count as f64
}
