//! The contract of `mimawari-agent scan`, on folders with everything that can lie about in one.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::{ffi::OsStrExt as _, fs::symlink, net::UnixListener},
    path::Path,
    process::Stdio,
};

use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use mimawari_tests::{
    desktop::Desktop,
    program::{self, Ended},
};
use rustix::{
    fs::{CWD, FileType, Mode, mknodat},
    process::{Pid, Signal, kill_process},
};
use serde_json::Value;

const NOTE: &str = "kigi-Tanuki-2048";

fn scan(arguments: &[&OsStr]) -> Result<Ended> {
    let arguments = std::iter::once(OsStr::new("scan")).chain(arguments.iter().copied());
    program::run_with("mimawari-agent", arguments)
}

fn lines(path: &Path, options: &[&str]) -> Result<(i32, Vec<Value>)> {
    let mut arguments = vec![path.as_os_str(), OsStr::new("--format"), OsStr::new("jsonl")];
    arguments.extend(options.iter().map(OsStr::new));
    let ended = scan(&arguments)?;
    let code = ended.code.with_context(|| ended.err.clone())?;
    Ok((code, ended.json_lines()?))
}

fn pipe(path: &Path) -> Result<()> {
    Ok(mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0)?)
}

#[test]
fn links_pipes_sockets_and_devices_hold_up_nobody_and_are_told() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    symlink("/", desktop.path().join("whole disk"))?;
    symlink("/dev/zero", desktop.path().join("zero"))?;
    symlink(".", desktop.path().join("loop"))?;
    pipe(&desktop.path().join("pipe"))?;
    let _socket = UnixListener::bind(desktop.path().join("socket"))?;
    let (code, lines) = lines(desktop.path(), &[])?;
    let told: Vec<_> = lines.iter().map(|line| &line["reason"]).collect();
    assert_eq!(
        (code, &told[..2]),
        (3, &[&"not_a_file".into(); 2][..]),
        "{lines:#?}"
    );
    let summary = &lines[2];
    assert_eq!((&summary["files"], &summary["skipped"]), (&5.into(), &3.into()));
    Ok(())
}

#[test]
fn the_order_is_that_of_names_whatever_the_number_of_threads() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    for n in 0..40 {
        desktop.put_note(&format!("{}/{n:02}.txt", n % 4), NOTE)?;
    }
    let paths = |jobs: &str| -> Result<Vec<String>> {
        let (_, lines) = lines(desktop.path(), &["--jobs", jobs])?;
        let found = lines.iter().filter(|line| line["type"] == "finding");
        Ok(found.map(|line| line["path"].to_string()).collect())
    };
    let one = paths("1")?;
    let mut sorted = one.clone();
    sorted.sort();
    assert_eq!(one.len(), 40);
    assert_eq!(one, sorted);
    assert_eq!(paths("8")?, one);
    Ok(())
}

#[test]
fn a_name_that_is_no_text_comes_with_its_bytes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let name = OsStr::from_bytes(b"\x83\x81\x83\x82.txt");
    fs::write(folder.path().join(name), format!("password: {NOTE}\n"))?;
    let (code, lines) = lines(folder.path(), &[])?;
    assert_eq!(code, 1, "{lines:#?}");
    let bytes = lines[0]["path_bytes"].as_str().context("bytes")?;
    let whole = [folder.path().as_os_str().as_bytes(), b"/", name.as_bytes()].concat();
    assert_eq!(bytes, STANDARD.encode(&whole));
    assert!(
        lines[0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with(".txt"))
    );
    Ok(())
}

#[test]
fn a_path_may_be_a_file_a_link_or_left_out_and_is_shown_as_it_was_given() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let file = desktop.put_note("memo.txt", NOTE)?;
    let link = folder.path().join("link");
    symlink(desktop.path(), &link)?;
    for (path, shown) in [(file.clone(), file), (link.clone(), link.join("memo.txt"))] {
        let (code, lines) = lines(&path, &[])?;
        assert_eq!(code, 1);
        assert_eq!(lines[0]["path"].as_str(), shown.to_str());
    }
    let ended = program::run(
        program::command("mimawari-agent")?
            .args(["scan", "--format", "jsonl"])
            .current_dir(desktop.path()),
    )?;
    assert_eq!(ended.expect(1)?.json_lines()?[0]["path"], "./memo.txt");
    Ok(())
}

#[test]
fn every_exit_code_says_what_it_promises() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let found = Desktop::empty(&folder.path().join("found"))?;
    found.put_note("memo.txt", NOTE)?;
    pipe(&found.path().join("pipe"))?;
    let clean = Desktop::empty(&folder.path().join("clean"))?;
    clean.put("memo.txt", "nothing to see\n")?;
    let unread = Desktop::empty(&folder.path().join("unread"))?;
    pipe(&unread.path().join("pipe"))?;
    let missing = folder.path().join("missing");
    let [clean, found, unread, missing] =
        [clean.path(), found.path(), unread.path(), &missing].map(Path::as_os_str);
    let exit_zero = OsStr::new("--exit-zero");
    for (arguments, code) in [
        (&[clean][..], 0),
        (&[found], 1),
        (&[found, exit_zero], 0),
        (&[unread], 3),
        (&[unread, exit_zero], 3),
        (&[missing], 2),
        (&[missing, clean], 3),
        (&[missing, found], 1),
        (&[clean, OsStr::new("--jobs"), OsStr::new("0")], 2),
    ] {
        scan(arguments)?.expect(code)?;
    }
    Ok(())
}

#[test]
fn every_form_tells_the_finding_and_none_the_value() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    desktop.put_note("memo.txt", NOTE)?;
    for form in ["table", "json", "jsonl", "csv"] {
        let options = ["--explain", "--format", form].map(OsString::from);
        let mut arguments = vec![desktop.path().as_os_str()];
        arguments.extend(options.iter().map(OsString::as_os_str));
        let ended = scan(&arguments)?.expect(1)?;
        assert!(ended.out.contains("memo.txt"), "{form}: {}", ended.out);
        assert!(!(ended.out + &ended.err).contains("Tanuki"), "{form}");
    }
    let json = scan(&[desktop.path().as_os_str(), OsStr::new("--json")])?.json()?;
    let kinds: Vec<_> = json
        .as_array()
        .context("an array")?
        .iter()
        .map(|line| &line["type"])
        .collect();
    assert_eq!(kinds, ["finding", "summary"]);
    Ok(())
}

#[test]
fn a_reader_that_goes_away_is_a_quiet_end() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    for n in 0..2_000 {
        desktop.put_note(&format!("{n}.txt"), NOTE)?;
    }
    let mut child = program::command("mimawari-agent")?
        .args(["scan", "--format", "jsonl"])
        .arg(desktop.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut first = String::new();
    BufReader::new(child.stdout.take().context("piped")?).read_line(&mut first)?;
    let mut told = String::new();
    child.stderr.take().context("piped")?.read_to_string(&mut told)?;
    assert_eq!((child.wait()?.code(), told.as_str()), (Some(0), ""));
    assert!(first.starts_with("{\"type\":\"finding\""), "{first}");
    Ok(())
}

#[test]
fn an_interrupted_scan_says_what_it_did() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    for n in 0..5_000 {
        desktop.put_note(&format!("{n:04}.txt"), NOTE)?;
    }
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut child = program::command("mimawari-agent")?
            .args(["scan", "--format", "jsonl", "--jobs", "1"])
            .arg(desktop.path())
            .stdout(Stdio::piped())
            .spawn()?;
        // The reader stops after the first line: the pipe fills and the scan waits in the middle.
        let mut reader = BufReader::new(child.stdout.take().context("piped")?);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let pid = Pid::from_raw(i32::try_from(child.id())?).context("a child has an id")?;
        kill_process(pid, signal)?;
        let mut rest = String::new();
        reader.read_to_string(&mut rest)?;
        let summary: Value = serde_json::from_str(rest.lines().last().context("a summary")?)?;
        assert_eq!(child.wait()?.code(), Some(code));
        assert_eq!(
            (&summary["type"], &summary["complete"]),
            (&"summary".into(), &false.into())
        );
        assert!(summary["files"].as_u64() < Some(5_000), "{summary}");
    }
    Ok(())
}
