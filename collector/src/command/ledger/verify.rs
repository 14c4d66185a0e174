//! `ledger verify`: proves that nothing was changed, added or removed.

use std::path::{Path, PathBuf};

use mimawari_proto::{
    parcel::Digest,
    show::{
        exit::{Exit, Failure},
        options::Format,
        table::Table,
    },
};
use serde::Serialize;

use super::{super::Here, progress::Progress};
use crate::{
    ledger::{
        FILE, LedgerError,
        verify::{Damage, Verified, Witness, Wrong, verify},
    },
    trust::signing::read_public,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Ends with 0 when all is sound and with 6 when something is not.

Examples:
  mimawari-collector ledger verify
  mimawari-collector ledger verify evidence.db --key ledger.pub
  mimawari-collector ledger verify --root 5f1c…   (the root printed in a report)")]
pub(super) struct Args {
    /// The file [default: the ledger of the data directory]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Public key that signed; repeat it after a change of keys [default: DIR/sign/ledger.pub]
    #[arg(long, value_name = "FILE")]
    key: Vec<PathBuf>,

    /// A root that was printed: it must be among the signed ones
    #[arg(long, value_name = "HEX", value_parser = root)]
    root: Option<Digest>,
}

fn root(text: &str) -> Result<Digest, &'static str> {
    const WRONG: &str = "a root is 64 hexadecimal digits";
    let digits: Vec<u8> = text
        .chars()
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect::<Option<_>>()
        .ok_or(WRONG)?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit))
        .collect();
    match digits.len() {
        64 => Digest::from_slice(&bytes).ok_or(WRONG),
        _ => Err(WRONG),
    }
}

#[derive(Serialize)]
struct Report {
    schema: &'static str,
    machines: u64,
    entries: u64,
    events: u64,
    head: String,
    checkpoints: u64,
    signed_entries: u64,
    ok: bool,
    damage: Vec<Named>,
    further_damage: u64,
}

#[derive(Serialize)]
struct Named {
    what: &'static str,
    place: Option<u64>,
    machine: Option<String>,
    n: Option<u64>,
    seq: Option<u64>,
    checkpoint: Option<u64>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let path = args.file.clone().unwrap_or_else(|| here.data().join(FILE));
    let witness = Witness {
        keys: keys(args, here)?,
        root: args.root,
    };
    let progress = Progress::new(here.terminal.draws_progress());
    let verified = match verify(&path, &witness, &mut |done, total| progress.to(done, total)) {
        Err(LedgerError::Damaged { .. }) => unreadable(),
        other => other?,
    };
    drop(progress);
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&report(&verified))?,
        _ => print(here, &verified)?,
    }
    match verified.is_sound() {
        true => Ok(Exit::Done),
        false => Err(failure(here, &path)),
    }
}

/// Reads the keys that were named, or the one of the data directory.
fn keys(args: &Args, here: &mut Here<'_>) -> Result<Vec<[u8; 32]>, Failure> {
    if !args.key.is_empty() {
        return Ok(args
            .key
            .iter()
            .map(|path| read_public(path))
            .collect::<Result<_, _>>()?);
    }
    let own = here.data().join("sign/ledger.pub");
    if own.exists() {
        return Ok(vec![read_public(&own)?]);
    }
    here.terminal.note(here.terminal.say(
        "署名は確認していません。公開鍵を --key で指定してください",
        "signatures are not looked at: name the public key with --key",
    ))?;
    Ok(Vec::new())
}

/// A file that cannot even be opened as a ledger.
fn unreadable() -> Verified {
    let damage = Damage {
        what: Wrong::Unreadable,
        place: Some(0),
        machine: None,
        n: None,
        seq: None,
        checkpoint: None,
    };
    Verified {
        machines: 0,
        entries: 0,
        events: 0,
        head: Digest::NONE,
        checkpoints: 0,
        signed_entries: 0,
        damage: vec![damage],
        further: 0,
    }
}

fn report(verified: &Verified) -> Report {
    Report {
        schema: "mimawari.verify/1",
        machines: verified.machines,
        entries: verified.entries,
        events: verified.events,
        head: verified.head.to_string(),
        checkpoints: verified.checkpoints,
        signed_entries: verified.signed_entries,
        ok: verified.is_sound(),
        damage: verified.damage.iter().map(named).collect(),
        further_damage: verified.further,
    }
}

fn named(damage: &Damage) -> Named {
    Named {
        what: damage.what.word(),
        place: damage.place,
        machine: damage.machine.map(|id| id.to_string()),
        n: damage.n,
        seq: damage.seq,
        checkpoint: damage.checkpoint,
    }
}

fn print(here: &mut Here<'_>, verified: &Verified) -> Result<(), Failure> {
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let mut table = Table::new([say("項目", "what"), say("値", "value")]);
    table.row([say("端末", "machines"), verified.machines.to_string()]);
    table.row([say("記録", "entries"), verified.entries.to_string()]);
    table.row([say("事象", "events"), verified.events.to_string()]);
    table.row([say("署名", "signed roots"), verified.checkpoints.to_string()]);
    table.row([
        say("署名済みの記録", "entries they cover"),
        verified.signed_entries.to_string(),
    ]);
    table.row([say("現在の根", "root now"), verified.head.to_string()]);
    let found = match verified.is_sound() {
        true => say("改変なし", "sound"),
        false => say("改変または破損あり", "not sound"),
    };
    table.row([say("結果", "result"), found]);
    here.terminal.table(&table)?;
    if !verified.is_sound() {
        let damage = damage_table(here, verified);
        here.terminal.result("\n")?;
        here.terminal.table(&damage)?;
    }
    Ok(())
}

fn damage_table(here: &Here<'_>, verified: &Verified) -> Table {
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let mut table = Table::new([
        say("異常", "damage"),
        say("位置", "place"),
        say("端末", "machine"),
        say("通番", "n"),
        say("端末の番号", "seq"),
        say("署名", "signed root"),
    ]);
    let number = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    for damage in &verified.damage {
        let (ja, en) = word(damage.what);
        table.row([
            say(ja, en),
            number(damage.place),
            damage.machine.map_or(String::new(), |id| id.to_string()),
            number(damage.n),
            number(damage.seq),
            number(damage.checkpoint),
        ]);
    }
    table
}

const fn word(what: Wrong) -> (&'static str, &'static str) {
    match what {
        Wrong::Changed => ("記録が書き換えられている", "entry changed"),
        Wrong::Missing => ("記録が抜けている", "entry missing"),
        Wrong::OutOfOrder => ("記録が重複または順序違い", "entry twice or out of order"),
        Wrong::Truncated => ("末尾の記録が失われている", "entries at the end missing"),
        Wrong::Rewritten => (
            "署名までの記録が差し替えられている",
            "entries until this signed root replaced",
        ),
        Wrong::BadSignature => ("署名が正しくない", "bad signature"),
        Wrong::UnknownKey => ("指定した鍵の署名でない", "signed with another key"),
        Wrong::CheckpointOrder => (
            "署名の連なりが途切れている",
            "signed roots do not follow each other",
        ),
        Wrong::RootNotFound => ("印刷された根が見つからない", "printed root not found"),
        Wrong::Head => ("最新の記録が一致しない", "newest entry is not the one noted"),
        Wrong::Unreadable => ("これより先を読めない", "cannot be read beyond here"),
    }
}

fn failure(here: &Here<'_>, path: &Path) -> Failure {
    let (ja, en) = (
        format!("{} は検証に失敗しました", path.display()),
        format!("{} failed verification", path.display()),
    );
    let what = here.terminal.say(&ja, &en).to_owned();
    let next = here.terminal.say(
        "ファイルをそのまま保全し、バックアップと比べてください",
        "keep the file as it is and compare it with a backup",
    );
    Failure::new(Exit::Damaged, what, next)
}
