//! `mimawari-agent enroll`: makes this PC known to a collector.

use std::{io::Read as _, path::PathBuf};

use mimawari_proto::{
    machine::MachineFacts,
    show::exit::{Exit, Failure},
};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Here, here::trouble_fault, round::wants_json};
use crate::{
    pipeline::clock,
    platform::machine,
    uplink::{
        enrol,
        identity::Identity,
        token::{LIMIT_BYTES, Token},
    },
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent enroll --token-file token.txt
  some-vault read mimawari | mimawari-agent enroll --token-stdin
  mimawari-agent enroll --token-file token.txt --again     to another collector or department

The token never goes on the command line, where every user of the PC could read it.
The key is made on this PC and never leaves it.")]
pub(super) struct Args {
    /// File that holds the token
    #[arg(long, value_name = "FILE", required_unless_present = "token_stdin")]
    token_file: Option<PathBuf>,

    /// Read the token from standard input
    #[arg(long, conflicts_with = "token_file")]
    token_stdin: bool,

    /// Enrol although this PC is enrolled already
    #[arg(long)]
    again: bool,
}

#[derive(Serialize)]
struct Enrolled<'a> {
    schema: &'static str,
    machine: String,
    collector: &'a str,
    department: &'a str,
    department_name: &'a str,
    zone: &'a str,
    certificate_until: String,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    here.start_log();
    let token = Token::read(&read(args)?).map_err(|error| {
        Failure::new(
            Exit::Usage,
            error.to_string(),
            "ask the operator for a token: mimawari-collector token new",
        )
    })?;
    if let Some(identity) = here.identity()?.filter(|_| !args.again) {
        return already(here, &identity, &token);
    }
    if token.expires_at <= clock() {
        return Err(Failure::new(
            Exit::NotPermitted,
            format!("the token expired on {}", token.expires_at.rfc3339(&here.zone())),
            "ask the operator for a fresh token; if it is fresh, set the clock of this PC",
        ));
    }
    // The lock keeps a running agent from using half of an old and half of a new identity.
    let agent = here.agent().map_err(stop_first)?;
    let facts = MachineFacts {
        host_name: machine::host_name(),
        ..agent.facts.clone()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Exit::Partly,
                error.to_string(),
                "check the limits of this account",
            )
        })?;
    let identity = runtime
        .block_on(enrol::enrol(&agent.folder, &token, facts))
        .map_err(|trouble| trouble_fault(&trouble))?;
    print(here, &identity)
}

fn stop_first(failure: Failure) -> Failure {
    match failure.exit {
        Exit::Locked => Failure::new(
            failure.exit,
            failure.what,
            "stop the agent first (systemctl stop mimawari-agent), enrol, start it again",
        ),
        _ => failure,
    }
}

fn read(args: &Args) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    let limit = LIMIT_BYTES as u64;
    let read = match &args.token_file {
        Some(file) => std::fs::File::open(file).and_then(|file| file.take(limit).read_to_string(&mut text)),
        None => std::io::stdin().take(limit).read_to_string(&mut text),
    };
    read.map_err(|error| {
        let from = args
            .token_file
            .as_ref()
            .map_or("standard input".to_owned(), |file| file.display().to_string());
        Failure::new(
            Exit::Usage,
            format!("cannot read the token from {from}: {error}"),
            "name a file that holds one token on one line",
        )
    })?;
    Ok(text)
}

/// The same collector: nothing to do. Another one: only on request.
fn already(here: &mut Here<'_>, identity: &Identity, token: &Token) -> Result<Exit, Failure> {
    if identity.address == token.address && identity.not_after > clock() {
        return print(here, identity);
    }
    Err(Failure::new(
        Exit::Usage,
        format!("this PC is enrolled at {} already", identity.address),
        "enrol it again with --again; what was reported so far stays where it is",
    ))
}

fn print(here: &mut Here<'_>, identity: &Identity) -> Result<Exit, Failure> {
    let zone = here.zone();
    let belonging = &identity.belonging;
    if wants_json(here.terminal) {
        here.terminal.json(&Enrolled {
            schema: "mimawari.enrolled/1",
            machine: identity.machine.to_string(),
            collector: &identity.address,
            department: belonging.department.as_str(),
            department_name: &belonging.department_name,
            zone: belonging.zone.as_str(),
            certificate_until: identity.not_after.rfc3339(&zone),
        })?;
        return Ok(Exit::Done);
    }
    let name = mimawari_proto::show::visible(&belonging.department_name).into_owned();
    let until = here.told(identity.not_after, &zone);
    let text = match here.terminal.say("ja", "en") {
        "ja" => format!(
            "登録しました: {}({name})、ゾーン {}\n端末 ID  {}\n証明書の期限  {until}(期限前に自動で更新します)\n",
            belonging.department, belonging.zone, identity.machine
        ),
        _ => format!(
            "enrolled: {} ({name}), zone {}\nmachine  {}\ncertificate until  {until} (renewed before that by itself)\n",
            belonging.department, belonging.zone, identity.machine
        ),
    };
    here.terminal.result(&text)?;
    Ok(Exit::Done)
}
