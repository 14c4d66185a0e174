//! Marks a medium of the ledger with a signed file, and makes the key for that.

use std::path::{Path, PathBuf};

use mimawari_proto::show::exit::{Exit, Failure};

use super::super::Here;
use crate::{
    platform::{
        facts::media::{Head, Medium, Mount},
        media, private,
    },
    sense::media::{
        describe::marks,
        marker::{FILE, SigningKey},
    },
};

/// Longest management number.
const NUMBER_CHARS: usize = 64;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Management number of the ledger
    number: String,

    /// Key file of the ICT section
    #[arg(long, value_name = "FILE")]
    key: PathBuf,

    /// Where the medium is mounted, when more than one is plugged in
    #[arg(long, value_name = "DIR")]
    mount: Option<PathBuf>,

    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, root: &Path, here: &mut Here<'_>) -> Result<Exit, Failure> {
    check_number(&args.number)?;
    let key = read_key(&args.key)?;
    let present = media::present(root);
    let (medium, mount) = choose(&present, args.mount.as_deref())?;
    if let Head::Unread(why) = &medium.head {
        return Err(Failure::new(
            Exit::Partly,
            format!("what tells this medium from others cannot be read: {why}"),
            "run as administrator; a marker without that would not hold elsewhere",
        ));
    }
    let own = marks(medium);
    let marker = key.mark(&args.number, &own.of(medium, false));
    let file = mount.path.join(FILE);
    if !args.dry_run {
        private::write_file(&file, &marker.written()).map_err(|error| {
            Failure::new(
                Exit::Partly,
                format!("cannot write {}: {error}", file.display()),
                "mount the medium for writing, and check that it is not write-protected",
            )
        })?;
    }
    here.terminal.result(&format!("{}\n", file.display()))?;
    Ok(Exit::Done)
}

fn check_number(number: &str) -> Result<(), Failure> {
    let fits = !number.trim().is_empty()
        && number.chars().count() <= NUMBER_CHARS
        && !number.chars().any(char::is_control);
    match fits {
        true => Ok(()),
        false => Err(Failure::new(
            Exit::Usage,
            "not a management number".to_owned(),
            "give it as the ledger has it: 1 to 64 characters on one line",
        )),
    }
}

fn read_key(file: &Path) -> Result<SigningKey, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("cannot read {}: {error}", file.display()),
            "name the key file that `mimawari-agent media key` made",
        )
    })?;
    SigningKey::read(&text).map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("{}: {error}", file.display()),
            "name the key file that `mimawari-agent media key` made",
        )
    })
}

fn choose<'a>(present: &'a [Medium], named: Option<&Path>) -> Result<(&'a Medium, &'a Mount), Failure> {
    let mounts = |medium: &'a Medium| {
        let mounts = medium.volumes.iter().filter_map(|volume| volume.mount.as_ref());
        mounts.map(move |mount| (medium, mount))
    };
    let mut fitting = present
        .iter()
        .flat_map(mounts)
        .filter(|(_, mount)| named.is_none_or(|named| mount.path == named));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Failure::new(
            Exit::Usage,
            "no mounted medium to mark".to_owned(),
            "plug one in and open it; `mimawari-agent media list --present` shows what is there",
        )),
        (Some(_), Some(_)) => Err(Failure::new(
            Exit::Usage,
            "more than one medium is plugged in".to_owned(),
            "name the one with --mount DIR",
        )),
    }
}

/// Makes a key file and prints the public key for the settings.
pub(super) fn key(file: &Path, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if file.exists() {
        return Err(Failure::new(
            Exit::Usage,
            format!("{} is there already", file.display()),
            "name a new file: a key that is lost makes every marker worthless",
        ));
    }
    let (key, text) = SigningKey::make()
        .map_err(|error| Failure::new(Exit::Bug, error.to_string(), "please report this"))?;
    private::write_file(file, text.as_bytes()).map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("cannot write {}: {error}", file.display()),
            "name a file in a folder that you may write to",
        )
    })?;
    here.terminal
        .result(&format!("[media]\nmarker_key = \"{}\"\n", key.public().written()))?;
    let hint = here.terminal.say(
        "上の2行を端末の設定かポリシーに入れてください。鍵ファイルは外に出さず保管してください",
        "put these two lines into the settings or the policy; keep the key file to yourselves",
    );
    let hint = hint.to_owned();
    here.terminal.note(&hint)?;
    Ok(Exit::Done)
}
