//! Prints media: a table for people, the ledger's own form for programs.

use std::path::Path;

use jiff::tz::TimeZone;
use mimawari_proto::{
    name::Name,
    reading::{Encryption, Grade, MediaClass, MediaSeen, SerialState},
    show::{
        exit::{Exit, Failure},
        media::{COLUMNS, cells},
        options::Format,
        table::Table,
        visible,
    },
    time::Timestamp,
};
use serde_json::{Map, Value};

use super::super::Here;
use crate::{
    pipeline::{media_past, media_present},
    platform::machine,
};

#[derive(clap::Args, Default, Debug)]
pub(super) struct Args {
    /// Only what is plugged in
    #[arg(long, conflicts_with = "past")]
    present: bool,

    /// Only what was plugged in before
    #[arg(long)]
    past: bool,
}

pub(super) fn run(args: &Args, root: &Path, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let key = here.layers()?.settings.marker_key();
    let mut media = Vec::new();
    if !args.past {
        media.extend(media_present(root, key));
    }
    if !args.present {
        media.extend(media_past(root, &here.zone()));
    }
    print(&media, None, here)?;
    Ok(Exit::Done)
}

/// Prints records in the form that was asked for.
pub(super) fn print(
    media: &[MediaSeen],
    left_at: Option<Timestamp>,
    here: &mut Here<'_>,
) -> Result<(), Failure> {
    let zone = here.zone();
    let machine = machine::host_name();
    match here.terminal.format() {
        Some(Format::Csv) => {
            let mut table = Table::new(COLUMNS.iter().map(|column| column.key));
            for seen in media {
                table.row(cells(seen, left_at, &machine, &zone));
            }
            here.terminal.table(&table)?;
        }
        Some(Format::Json | Format::Jsonl) => {
            let rows: Vec<_> = media
                .iter()
                .map(|seen| object(seen, left_at, &machine, &zone))
                .collect();
            here.terminal.rows(&rows, |_| Table::default())?;
        }
        Some(Format::Table) | None => {
            let table = table(media, &zone, here);
            here.terminal.table(&table)?;
        }
    }
    Ok(())
}

/// The cells of the form as JSON: numbers are numbers, facts are true or false, what is not known is null.
fn object(
    seen: &MediaSeen,
    left_at: Option<Timestamp>,
    machine: &Name,
    zone: &TimeZone,
) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("schema".to_owned(), Value::from("mimawari.media/1"));
    object.insert("session".to_owned(), Value::from(seen.session.to_string()));
    for (column, cell) in COLUMNS.iter().zip(cells(seen, left_at, machine, zone)) {
        let value = match (column.key, cell.as_str()) {
            (_, "") => Value::Null,
            ("size_bytes" | "free_bytes" | "files", number) => {
                number.parse::<u64>().map_or(Value::Null, Value::from)
            }
            ("past" | "write_protected" | "empty" | "marker_verified", fact) => Value::from(fact == "yes"),
            (_, text) => Value::from(text),
        };
        object.insert(column.key.to_owned(), value);
    }
    object
}

fn table(media: &[MediaSeen], zone: &TimeZone, here: &Here<'_>) -> Table {
    let headings = match here.terminal.say("ja", "en") {
        "ja" => [
            "等級",
            "種類",
            "製品",
            "シリアル番号",
            "容量",
            "暗号化",
            "接続",
            "取り外し",
            "情報源",
        ],
        _ => [
            "grade",
            "class",
            "product",
            "serial",
            "size",
            "encryption",
            "arrived",
            "left",
            "source",
        ],
    };
    let mut table = Table::new(headings);
    for seen in media {
        let time = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| here.told(at, zone));
        table.row([
            seen.grade.word().to_owned(),
            class(seen.class, here).to_owned(),
            product(seen),
            or_dash(&seen.serial.shown),
            size(seen.size_bytes),
            encryption(seen.encryption, here).to_owned(),
            time(seen.arrived_at.or(seen.noted_at)),
            time(seen.left_at),
            seen.source.clone(),
        ]);
    }
    table
}

fn product(seen: &MediaSeen) -> String {
    let named = format!("{} {}", seen.vendor.shown, seen.product.shown);
    or_dash(named.trim())
}

fn or_dash(text: &str) -> String {
    match text {
        "" => "-".to_owned(),
        text => text.to_owned(),
    }
}

/// As makers count: a stick of 32 GB says 32 GB.
fn size(bytes: u64) -> String {
    match bytes {
        0 => "-".to_owned(),
        bytes if bytes >= 1_000_000_000 => format!("{:.1} GB", bytes as f64 / 1e9),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn class<'a>(class: MediaClass, here: &Here<'a>) -> &'a str {
    let (ja, en) = match class {
        MediaClass::Storage => ("USBメモリ・ディスク", "storage"),
        MediaClass::Card => ("メモリカード", "card"),
        MediaClass::Optical => ("光ディスク", "optical"),
        MediaClass::Portable => ("携帯端末・カメラ", "portable"),
        MediaClass::Network => ("通信機器", "network"),
        MediaClass::Other(_) => ("その他", "other"),
    };
    here.terminal.say(ja, en)
}

fn encryption<'a>(encryption: Option<Encryption>, here: &Here<'a>) -> &'a str {
    let (ja, en) = match encryption {
        None => ("不明", "not known"),
        Some(Encryption::None) => ("なし", "none"),
        Some(Encryption::Bitlocker) => ("BitLocker", "BitLocker"),
        Some(Encryption::Luks) => ("LUKS", "LUKS"),
        Some(Encryption::Hardware) => ("製品の機能", "hardware"),
        Some(Encryption::Another | Encryption::Other(_)) => ("その他の方式", "another"),
    };
    here.terminal.say(ja, en)
}

/// Prints everything about what is plugged in, and why it has its grade.
pub(super) fn identify(root: &Path, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let key = here.layers()?.settings.marker_key();
    let media = media_present(root, key);
    if here
        .terminal
        .format()
        .is_some_and(|format| format != Format::Table)
    {
        print(&media, None, here)?;
        return Ok(Exit::Done);
    }
    if media.is_empty() {
        let text = here
            .terminal
            .say("接続中の媒体はありません", "no medium is plugged in")
            .to_owned();
        here.terminal.note(&text)?;
    }
    let (zone, machine) = (here.zone(), machine::host_name());
    for seen in &media {
        let mut text = format!("{}  {}\n", seen.grade, why(seen, here));
        for (column, cell) in COLUMNS.iter().zip(cells(seen, None, &machine, &zone)) {
            if !cell.is_empty() {
                let name = here.terminal.say(column.ja, column.en);
                text.push_str(&format!("  {name}: {}\n", visible(&cell)));
            }
        }
        here.terminal.result(&text)?;
    }
    Ok(Exit::Done)
}

/// Says in one sentence what the grade rests on.
fn why<'a>(seen: &MediaSeen, here: &Here<'a>) -> &'a str {
    let is_marked = seen
        .marker
        .as_ref()
        .is_some_and(|marker| marker.verified == Some(true));
    let (ja, en) = match (seen.grade, seen.serial_state) {
        (Grade::A, _) if is_marked => ("署名されたマーカーで識別できます", "told by its signed marker"),
        (Grade::A, _) => ("固有のシリアル番号で識別できます", "told by a serial of its own"),
        (Grade::B, Some(SerialState::Shared)) => (
            "シリアル番号が他の製品と重複しています。容量やボリュームで区別します",
            "its serial is shared; told by size or volume",
        ),
        (Grade::B, _) => (
            "固有のシリアル番号がありません。ボリュームやディスクの署名で区別します(初期化すると変わります)",
            "no serial of its own; told by volume or disk signature, which formatting changes",
        ),
        _ => (
            "識別できません(識別不可)。マーカーを付けるか、使用を認めないでください",
            "cannot be told from others: mark it, or do not allow it",
        ),
    };
    here.terminal.say(ja, en)
}
