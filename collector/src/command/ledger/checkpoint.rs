//! `ledger checkpoint`: a signed root now; the server makes one every day.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
    table::Table,
};
use serde::Serialize;

use super::super::{Here, here::now};
use crate::trust::signing::{Purpose, SigningKey};

#[derive(Serialize)]
struct Made {
    schema: &'static str,
    n: u64,
    at: String,
    entries: u64,
    root: String,
}

pub(super) fn run(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let key = SigningKey::open(&here.data(), Purpose::Ledger)?;
    let public = key.public();
    let signed = here
        .ledger()?
        .checkpoint_now(now(), public, move |bytes| key.sign(bytes))?;
    let made = Made {
        schema: "mimawari.checkpoint/1",
        n: signed.n,
        at: signed.at.rfc3339(&zone),
        entries: signed.entries,
        root: signed.root.to_string(),
    };
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&made)?,
        _ => {
            let say = |ja, en| here.terminal.say(ja, en).to_owned();
            let mut table = Table::new([
                say("番号", "number"),
                say("日時", "at"),
                say("記録", "entries"),
                say("署名された根", "root"),
            ]);
            table.row([made.n.to_string(), made.at, made.entries.to_string(), made.root]);
            here.terminal.table(&table)?;
        }
    }
    Ok(Exit::Done)
}
