//! `mimawari-collector init`: data directory, authority, ledger, first administrator.
//!
//! Every step looks first whether it was done: an init that was cut off is
//! finished by the next one, and a collector that has an account is left alone.

use std::{net::SocketAddr, path::Path};

use mimawari_proto::{
    show::exit::{Exit, Failure},
    time::Timestamp,
};
use serde::Serialize;

use super::{
    Here,
    here::{now, operator, private_files},
    secret, user,
};
use crate::{
    ledger::{Ledger, LedgerError, Reader},
    present::access::Role,
    serve,
    settings::{self, Settings},
    trust::{
        authority::Authority,
        private::{make_dir, write_file},
        signing::hex,
    },
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector --data /srv/mimawari init --host collector.city.example --listen 0.0.0.0:7443
  mimawari-collector init --admin audit --password-file /root/password
  mimawari-collector --data ./mimawari init --json")]
pub(super) struct Args {
    /// Login name of the first administrator
    #[arg(long, value_name = "NAME", default_value = "admin")]
    admin: String,

    #[command(flatten)]
    password: secret::From,

    /// Host name or address by which agents and browsers call; may be repeated
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,

    /// Address and port where agents report [default: 127.0.0.1:7443]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,

    /// Address and port of the console [default: 127.0.0.1:8443]
    #[arg(long, value_name = "ADDRESS")]
    console: Option<SocketAddr>,

    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Made<'a> {
    schema: &'static str,
    data: String,
    root_fingerprint: String,
    admin: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    private_files();
    let data = here.data();
    untouched(&data)?;
    for host in &args.hosts {
        crate::trust::authority::host_name(host)?;
    }
    let password = args.password.read()?;
    let file = settings_file(args);
    if args.dry_run {
        let text = format!(
            "{} {}",
            here.terminal.say("作成先:", "would be made in:"),
            data.display()
        );
        here.terminal.note(&text)?;
        return Ok(Exit::Done);
    }
    make_dir(&data)?;
    if let Some(text) = file {
        write_file(&data.join(settings::FILE), text.as_bytes())?;
    }
    let settings = here.settings()?;
    let authority = establish(&data, &settings, now())?;
    let account = user::Account {
        name: args.admin.clone(),
        display_name: String::new(),
        role: Role::Administrator,
        department: None,
    };
    user::add(&Ledger::beside(&data)?, account, &password, operator(), now())?;
    let made = Made {
        schema: "mimawari.init/1",
        data: data.display().to_string(),
        root_fingerprint: hex(&authority.fingerprint().0),
        admin: &args.admin,
        password: password.made.then_some(password.text.as_str()),
    };
    told(&made, here)?;
    Ok(Exit::Done)
}

/// Makes authority, keys and ledger in a data directory, or finishes what was begun.
pub(super) fn establish(data: &Path, settings: &Settings, at: Timestamp) -> Result<Authority, Failure> {
    let authority = serve::prepare(data, settings, at)?;
    match Ledger::create(data, at) {
        Ok(()) | Err(LedgerError::Exists { .. }) => Ok(authority),
        Err(error) => Err(error.into()),
    }
}

/// Refuses a directory in which a collector is at home.
fn untouched(data: &Path) -> Result<(), Failure> {
    let accounts = match Reader::open(data) {
        Ok(mut reader) => reader.ask(|view| view.users())?.len(),
        Err(LedgerError::Absent { .. }) => 0,
        Err(error) => return Err(error.into()),
    };
    match accounts {
        0 => Ok(()),
        _ => Err(Failure::new(
            Exit::Usage,
            format!("there is a collector already in {}", data.display()),
            "start it with `mimawari-collector serve`, or name another directory with --data",
        )),
    }
}

/// Writes what the options say as a settings file; `None` when they say nothing.
fn settings_file(args: &Args) -> Option<String> {
    let mut intake = toml::Table::new();
    if let Some(listen) = args.listen {
        intake.insert("listen".to_owned(), listen.to_string().into());
    }
    if !args.hosts.is_empty() {
        intake.insert("hosts".to_owned(), args.hosts.clone().into());
    }
    let mut all = toml::Table::new();
    if !intake.is_empty() {
        all.insert("intake".to_owned(), intake.into());
    }
    if let Some(listen) = args.console {
        let mut console = toml::Table::new();
        console.insert("listen".to_owned(), listen.to_string().into());
        all.insert("console".to_owned(), console.into());
    }
    (!all.is_empty()).then(|| all.to_string())
}

fn told(made: &Made<'_>, here: &mut Here<'_>) -> Result<(), Failure> {
    use mimawari_proto::show::options::Format::{Json, Jsonl};
    if let Some(Json | Jsonl) = here.terminal.format() {
        return Ok(here.terminal.json(made)?);
    }
    let label = |ja, en| here.terminal.say(ja, en).to_owned();
    let mut lines = format!(
        "{}\t{}\n{}\t{}\n{}\t{}\n",
        label("データ", "data"),
        mimawari_proto::show::visible(&made.data),
        label("認証局の指紋", "root fingerprint"),
        made.root_fingerprint,
        label("管理者", "administrator"),
        mimawari_proto::show::visible(made.admin),
    );
    if let Some(password) = made.password {
        lines += &format!(
            "{}\t{password}\n",
            label("パスワード(この一度だけ表示)", "password (shown only now)")
        );
    }
    let next = label(
        "次に: mimawari-collector serve、続いて department import と token new",
        "next: mimawari-collector serve, then department import and token new",
    );
    here.terminal.result(&lines)?;
    Ok(here.terminal.note(&next)?)
}
