//! How long the pages about media take at the collector, and how large they are: a ledger of thousands and a store full of findings.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use mimawari_proto::{
    convert,
    id::MediaSessionId,
    medium::{Column, headings},
    name::Name,
    reading::{Encryption, Grade, MediaClass, MediaSeen, SerialState},
    round::{Event, Said},
    show::table::{Format, Table},
    time::Timestamp,
    wire,
};
use mimawari_tests::{
    browser::{Browser, encoded},
    chance::Chance,
    collector::Collector,
    machine::{MORNING_MS, Machine, found},
};
use prost::Message as _;

use crate::measure::{line, median};

/// Machines that everything is spread over.
const MACHINES: usize = 20;

/// Findings or stays in one parcel.
const PARCEL: usize = 200;

/// What no page may take or weigh.
const GOAL: (Duration, usize) = (Duration::from_millis(200), 300 << 10);

/// What the store is filled with.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) media: usize,
    pub(crate) stays: usize,
    pub(crate) findings: usize,
}

/// Prints the time and the size of each page, and keeps the pages in `save`.
pub(crate) fn measure(load: Load, runs: usize, save: Option<&Path>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::started(folder.path())?;
    import(&collector, folder.path(), load.media)?;
    fill(&collector, load)?;
    line(&format!(
        "{} rows of the ledger, {} stays, {} findings (median of {runs}; goal {} ms, {} KB)",
        load.media,
        load.stays,
        load.findings,
        GOAL.0.as_millis(),
        GOAL.1 >> 10
    ))?;
    let mut browser = Browser::logged_in(&collector)?;
    let half = encoded(&number(load.media / 2));
    let pages = [
        ("ledger", "/media".to_owned()),
        ("ledger, in the middle", format!("/media?after={half}")),
        ("one medium", format!("/media/{half}")),
        ("reconciliation", "/media/reconciliation".to_owned()),
        ("owned, not seen", "/media/reconciliation?list=unseen".to_owned()),
        (
            "seen, not owned",
            "/media/reconciliation?list=strangers".to_owned(),
        ),
        ("loans", "/media/loans".to_owned()),
        ("count", "/media/count".to_owned()),
        ("files", "/media/files".to_owned()),
        ("result table", "/matrix".to_owned()),
        ("findings", "/findings".to_owned()),
    ];
    for (name, path) in pages {
        let first = match browser.get(&path) {
            Ok(page) => page.expect(200)?,
            Err(error) => {
                line(&format!("  {name:<36} {error}   over the goal"))?;
                continue;
            }
        };
        let mut taken = Vec::new();
        for _ in 0..runs.max(1) {
            taken.push(browser.get(&path)?.expect(200)?.took);
        }
        let seconds = median(taken);
        let misses = seconds > GOAL.0.as_secs_f64() || first.bytes.len() > GOAL.1;
        line(&format!(
            "  {name:<36} {:>9.0} ms {:>8.1} KB{}",
            seconds * 1e3,
            first.bytes.len() as f64 / 1024.0,
            if misses { "   over the goal" } else { "" }
        ))?;
        if let Some(folder) = save {
            fs::create_dir_all(folder)?;
            fs::write(
                folder.join(format!("{}.html", name.replace([' ', ','], "-"))),
                &first.bytes,
            )?;
        }
    }
    Ok(())
}

fn number(nth: usize) -> String {
    format!("公USB-{nth:05}")
}

fn serial(nth: usize) -> String {
    format!("0801AB{nth:06X}")
}

/// A ledger of so many media, a third of them lent.
fn import(collector: &Collector, folder: &Path, media: usize) -> Result<()> {
    let mut table = Table::new(headings());
    for nth in 0..media {
        let cell = |column: &Column| match column {
            Column::No => number(nth),
            Column::VendorId => "0411".to_owned(),
            Column::ProductId => "0001".to_owned(),
            Column::Vendor => "BUFFALO".to_owned(),
            Column::Product => "RUF3-HSL32G".to_owned(),
            Column::Serial => serial(nth),
            Column::Size => "32GB".to_owned(),
            Column::Department => ["1010", "1020"][nth % 2].to_owned(),
            Column::Keeper => "髙橋".to_owned(),
            Column::Place => format!("書庫{}", nth % 40),
            Column::Registered => "2025-04-01".to_owned(),
            Column::Borrower if nth % 3 == 0 => "山田".to_owned(),
            Column::Purpose if nth % 3 == 0 => "研修会場への資料の持ち込み".to_owned(),
            Column::LentBy if nth % 3 == 0 => "田中課長".to_owned(),
            Column::Out if nth % 3 == 0 => "2026-10-01".to_owned(),
            Column::Due if nth % 3 == 0 => "2027-03-31".to_owned(),
            _ => String::new(),
        };
        table.row(Column::ALL.iter().map(cell));
    }
    let path = folder.join("ledger.csv");
    fs::write(&path, table.render(Format::Csv))?;
    let path = path.to_str().context("a plain name")?;
    collector.run(&["media", "import", path])?.expect(0)?;
    Ok(())
}

/// Stays of media that are in the ledger, one in fifty of a stranger, and findings.
fn fill(collector: &Collector, load: Load) -> Result<()> {
    let mut chance = Chance::new(5);
    let (root, token) = (collector.root()?, collector.token("1020")?);
    for nth in 0..MACHINES {
        let machine = Machine::enrol(collector.intake(), &root, &token, &mut chance)?;
        let mut chain = machine.chain();
        let mut line = machine.connect(collector.intake())?;
        let mine = |all: usize| (nth..all).step_by(MACHINES).collect::<Vec<_>>();
        for part in mine(load.stays).chunks(PARCEL) {
            let events: Vec<_> = part.iter().map(|&at| seen(at, load.media)).collect();
            let events = wire::Events::decode(convert::encode_events(&events).as_slice())?.events;
            ensure!(line.deliver(&chain.seal(events))? == wire::Outcome::Stored);
        }
        for part in mine(load.findings).chunks(PARCEL) {
            let events = part
                .iter()
                .map(|&at| found(&mut chance, MORNING_MS + at as i64))
                .collect();
            ensure!(line.deliver(&chain.seal(events))? == wire::Outcome::Stored);
        }
    }
    Ok(())
}

fn seen(at: usize, media: usize) -> Event {
    let now = Timestamp::from(std::time::SystemTime::now());
    let mut random = [0; 10];
    random[..8].copy_from_slice(&(at as u64).to_be_bytes());
    let serial = match at % 50 {
        0 => format!("STRANGER{at:06}"),
        // Every eighth of the ledger is never seen.
        _ => serial(at % (media.max(8) / 8 * 7)),
    };
    let seen = MediaSeen {
        grade: Grade::A,
        vendor_id: 0x0411,
        product_id: 1,
        vendor: Name::from("BUFFALO"),
        product: Name::from("RUF3-HSL32G"),
        serial: Name::from(serial.as_str()),
        serial_state: Some(SerialState::Own),
        size_bytes: 31_000_000_000,
        encryption: Some(Encryption::None),
        empty: Some(true),
        arrived_at: Some(now),
        left_at: Some(now),
        user: Name::from("yamada"),
        ..MediaSeen::new(MediaSessionId::new(now, random), MediaClass::Storage, "sysfs")
    };
    Event {
        at: now,
        said: Said::MediaSeen(seen),
    }
}
