//! `mimawari-agent outbox`: what waits to be sent.

use std::{io::Write as _, path::PathBuf};

use clap::Subcommand;
use mimawari_proto::{
    round::Said,
    show::exit::{Exit, Failure},
};
use serde::Serialize;

use super::{Here, here::store_fault, round::wants_json};
use crate::outbox::Outbox;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent outbox                       how much waits
  mimawari-agent outbox verify                reads everything and compares it with its digests
  mimawari-agent outbox export waiting.jsonl  what waits, as JSON lines, to look at")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Show how much waits
    Status,
    /// Read everything and compare it with its digests
    Verify,
    /// Write what waits to a new file, one line an event
    Export {
        /// The file, which must not exist
        file: PathBuf,
    },
}

#[derive(Serialize)]
struct Waits {
    schema: &'static str,
    epoch: String,
    next_seq: u64,
    waiting_parcels: u64,
    waiting_bytes: u64,
    set_aside: Vec<Aside>,
}

#[derive(Serialize)]
struct Aside {
    seq: u64,
    at: String,
    why: String,
    bytes: u64,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let Some(outbox) = here.outbox()? else {
        return Err(store_fault(&crate::outbox::OutboxError::NotThere));
    };
    match &args.verb {
        None | Some(Verb::Status) => status(&outbox, here),
        Some(Verb::Verify) => verify(&outbox, here),
        Some(Verb::Export { file }) => export(&outbox, file, here),
    }
}

fn status(outbox: &Outbox, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.zone();
    let (position, waiting) = (outbox.position(), outbox.waiting());
    let aside = outbox.set_aside().map_err(|error| store_fault(&error))?;
    let waits = Waits {
        schema: "mimawari.outbox/1",
        epoch: position.epoch.to_string(),
        next_seq: position.next_seq,
        waiting_parcels: waiting.parcels,
        waiting_bytes: waiting.bytes,
        set_aside: aside
            .into_iter()
            .map(|one| Aside {
                seq: one.seq,
                at: one.at.rfc3339(&zone),
                why: one.why,
                bytes: one.bytes,
            })
            .collect(),
    };
    if wants_json(here.terminal) {
        here.terminal.json(&waits)?;
        return Ok(Exit::Done);
    }
    let text = match here.terminal.say("ja", "en") {
        "ja" => format!(
            "送信待ち  {} 個({} バイト)\n次の番号  {}\nエポック  {}\n保留  {} 個\n",
            waits.waiting_parcels,
            waits.waiting_bytes,
            waits.next_seq,
            waits.epoch,
            waits.set_aside.len()
        ),
        _ => format!(
            "waiting    {} parcels ({} bytes)\nnext seq   {}\nepoch      {}\nset aside  {}\n",
            waits.waiting_parcels,
            waits.waiting_bytes,
            waits.next_seq,
            waits.epoch,
            waits.set_aside.len()
        ),
    };
    here.terminal.result(&text)?;
    Ok(Exit::Done)
}

fn verify(outbox: &Outbox, here: &mut Here<'_>) -> Result<Exit, Failure> {
    outbox.verify().map_err(|error| store_fault(&error))?;
    let damaged = outbox.damaged_parcels().map_err(|error| store_fault(&error))?;
    if damaged.is_empty() {
        let text = here.terminal.say("損傷はありません\n", "no damage\n").to_owned();
        here.terminal.result(&text)?;
        return Ok(Exit::Done);
    }
    Err(Failure::new(
        Exit::Damaged,
        format!("parcels whose bytes are not what was sealed: {damaged:?}"),
        "start the agent: it sets them aside, reports them and says again what stands",
    ))
}

#[derive(Serialize)]
struct Line {
    seq: u64,
    sealed_at_ms: i64,
    at_ms: i64,
    event: &'static str,
    about: String,
}

fn export(outbox: &Outbox, file: &PathBuf, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let cannot = |error: std::io::Error| {
        Failure::new(
            Exit::Usage,
            format!("cannot write {}: {error}", file.display()),
            "name a new file in a folder that you may write to",
        )
    };
    let mut to = std::io::BufWriter::new(
        std::fs::File::options()
            .write(true)
            .create_new(true)
            .open(file)
            .map_err(cannot)?,
    );
    let mut written = Ok(());
    let mut lines = 0_u64;
    outbox
        .each_waiting(|parcel, events| {
            for event in events {
                let (word, about) = said(&event.said);
                let line = Line {
                    seq: parcel.seq,
                    sealed_at_ms: parcel.sealed_at.as_unix_ms(),
                    at_ms: event.at.as_unix_ms(),
                    event: word,
                    about,
                };
                if written.is_ok() {
                    written = serde_json::to_writer(&mut to, &line)
                        .map_err(std::io::Error::from)
                        .and_then(|()| to.write_all(b"\n"));
                    lines += 1;
                }
            }
        })
        .map_err(|error| store_fault(&error))?;
    written.and_then(|()| to.flush()).map_err(cannot)?;
    here.terminal.note(&format!("{lines} events"))?;
    Ok(Exit::Done)
}

/// Names an event and what it is about.
fn said(said: &Said) -> (&'static str, String) {
    match said {
        Said::RoundStarted(round) => ("round_started", round.round.to_string()),
        Said::RoundStanding(round, ids) => ("round_standing", format!("{round}: {} findings", ids.len())),
        Said::RoundEnded(round) => ("round_ended", format!("{}: {}", round.round, round.outcome)),
        Said::Found(finding) => (
            "found",
            format!("{} {} {}", finding.id, finding.kind, finding.path.shown),
        ),
        Said::Cleared(id, reason) => ("cleared", format!("{id} {reason}")),
        Said::MediaSeen(media) => ("media_seen", media.session.to_string()),
        Said::MediaLeft(media) => ("media_left", media.session.to_string()),
        Said::Reading(reading) => ("reading", reading.what.clone()),
        Said::Alive(alive) => ("alive", format!("{} s", alive.up_seconds)),
        Said::Folded(folded) => ("folded", format!("{} events", folded.events)),
        Said::Newer => ("newer", String::new()),
    }
}
