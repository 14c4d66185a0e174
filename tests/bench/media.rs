//! How long the past of media takes to read: 1,000 devices in each source.

mod hive;

use std::{fmt::Write as _, fs, path::Path, process::Command};

use anyhow::Result;
use mimawari_tests::program;

use crate::measure::{compare, finish, line, timed};

/// Prints the time that a list of the past takes beside that of reading the same files.
pub(crate) fn measure(devices: usize, runs: usize) -> Result<()> {
    let tree = tempfile::tempdir()?;
    let root = fs::canonicalize(tree.path())?;
    fs::write(root.join("agent.toml"), "")?;
    let files = [
        ("Windows/System32/config/SYSTEM", hive::system(devices)),
        ("Windows/INF/setupapi.dev.log", installed(devices)),
        ("var/log/kern.log", spoken(devices)),
    ];
    for (file, bytes) in &files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&root))?;
        fs::write(path, bytes)?;
    }
    let listed = list(&root)?.output()?;
    let records = listed.stdout.split(|&byte| byte == b'\n').count() - 1;
    line(&format!(
        "{devices} devices in each of three sources: {records} records"
    ))?;
    let title = "the past of media";
    compare(
        title,
        runs,
        vec![
            ("media list --past", Box::new(|| finish(&mut list(&root)?, &[0]))),
            (
                "mimawari-agent version",
                Box::new(|| finish(program::command("mimawari-agent")?.arg("version"), &[0])),
            ),
            ("reading the files", Box::new(|| timed(|| read(&root, &files)))),
        ],
    )
}

fn read(root: &Path, files: &[(&str, Vec<u8>)]) -> Result<()> {
    for (file, _) in files {
        std::hint::black_box(fs::read(root.join(file))?);
    }
    Ok(())
}

fn list(root: &Path) -> Result<Command> {
    let mut list = program::command("mimawari-agent")?;
    list.args(["media", "list", "--past", "--format", "jsonl", "--sysroot"])
        .arg(root);
    list.arg("--config").arg(root.join("agent.toml"));
    Ok(list)
}

/// The serial of a made-up device.
fn serial(n: usize) -> String {
    format!("4C53{:012X}", n.wrapping_mul(0x9E37_79B9) % (1 << 48))
}

fn installed(devices: usize) -> Vec<u8> {
    let mut text = String::from("[Device Install Log]\r\n");
    for n in 0..devices {
        let serial = serial(n);
        let at = format!("2024/{:02}/{:02} 09:12:33.123", n % 12 + 1, n % 28 + 1);
        let ids = [
            format!("USB\\VID_0781&PID_{n:04X}\\{serial}"),
            format!(
                "USBSTOR\\Disk&Ven_Maker&Prod_Stick_{}&Rev_1.00\\{serial}&0",
                n % 40
            ),
        ];
        for id in ids {
            let _ = write!(
                text,
                ">>>  [Device Install (Hardware initiated) - {id}]\r\n>>>  Section start {at}\r\n"
            );
            for _ in 0..20 {
                text.push_str("     dvi: {Core Device Install} 09:12:33.200\r\n");
            }
            let _ = write!(text, "<<<  Section end {at}\r\n<<<  [Exit status: SUCCESS]\r\n");
        }
    }
    text.into_bytes()
}

fn spoken(devices: usize) -> Vec<u8> {
    let mut text = String::new();
    for n in 0..devices {
        let head = format!("2025-09-{:02}T09:41:00+09:00 pc kernel: [ 12.3]", n % 28 + 1);
        let lines = [
            format!("usb 1-1: New USB device found, idVendor=0781, idProduct={n:04x}, bcdDevice= 1.00"),
            "usb 1-1: Product: Stick".to_owned(),
            format!("usb 1-1: SerialNumber: {}", serial(n)),
            "usb-storage 1-1:1.0: USB Mass Storage device detected".to_owned(),
            "scsi host6: usb-storage 1-1:1.0".to_owned(),
            "sd 6:0:0:0: [sdb] 60062500 512-byte logical blocks: (30.8 GB/28.6 GiB)".to_owned(),
            "usb 1-1: USB disconnect, device number 5".to_owned(),
        ];
        for words in lines {
            let _ = writeln!(text, "{head} {words}");
        }
    }
    text.into_bytes()
}
