//! `mimawari-collector token`: enrolment tokens.

use std::time::Duration;

use clap::Subcommand;
use mimawari_proto::{
    enrolment::TokenSecret,
    id::{DepartmentId, TokenId},
    machine::Zone,
    show::{
        exit::{Exit, Failure},
        options::Format,
        table::Table,
    },
    time::Timestamp,
};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{
    Here,
    here::{now, operator, random},
};
use crate::{
    ledger::{
        Act, By, Decision, Keep, Ledger,
        record::{DepartmentLabel, TokenRecord},
    },
    serve,
    trust::{
        authority::Fingerprint,
        token::{SecretHash, Token},
    },
};

/// Departments named when one is not known.
const NAMED: usize = 20;

/// Longest life of a token: whoever finds an old installer note should find it useless.
const LONGEST_DAYS: u64 = 90;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector token new --department 0810 --zone lgwan --uses 40 --expires 7d > token
  mimawari-collector token list
  mimawari-collector token revoke 0199 --yes")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Make a token and print it: the only time it is shown
    New(New),
    /// List the tokens, without their secrets
    List,
    /// Take a token back
    Revoke {
        /// The id, or its beginning
        id: String,
        /// Do it
        #[arg(long)]
        yes: bool,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(clap::Args, Debug)]
struct New {
    /// Code of the department that the machines belong to
    #[arg(long, value_name = "CODE")]
    department: DepartmentId,

    /// Network zone, for example lgwan, mynumber or internet
    #[arg(long, value_name = "ZONE")]
    zone: Zone,

    /// How many machines it may bring in
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    uses: u32,

    /// How long it holds: 30m, 12h or 7d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = life)]
    expires: Duration,

    /// host:port that agents shall call [default: from the settings]
    #[arg(long, value_name = "HOST:PORT")]
    address: Option<String>,
}

#[derive(Serialize)]
struct Row {
    schema: &'static str,
    id: String,
    department: DepartmentId,
    zone: Zone,
    uses: u32,
    used: u32,
    state: &'static str,
    issued: String,
    issued_by: String,
    expires: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<Zeroized>,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Zeroized(String);

impl Drop for Zeroized {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// What a token is made for.
pub(super) struct Wanted {
    pub(super) address: String,
    pub(super) root: Fingerprint,
    pub(super) department: DepartmentId,
    pub(super) zone: Zone,
    pub(super) uses: u32,
    pub(super) life: Duration,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None | Some(Verb::List) => list(here),
        Some(Verb::New(new)) => make(new, here),
        Some(Verb::Revoke { id, yes, dry_run }) => revoke(id, *yes, *dry_run, here),
    }
}

fn make(new: &New, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let settings = here.settings()?;
    let at = now();
    let wanted = Wanted {
        address: match &new.address {
            Some(address) => address.clone(),
            None => serve::announced(&here.data(), &settings),
        },
        root: here.authority()?.fingerprint(),
        department: new.department.clone(),
        zone: new.zone.clone(),
        uses: new.uses,
        life: new.expires,
    };
    let today = at.on_calendar(&settings.time_zone.zone()).date();
    let token = issue(&here.ledger()?, wanted, today, operator(), at)?;
    match here.terminal.format() {
        Some(Format::Json | Format::Jsonl) => here.terminal.json(&serde_json::json!({
            "schema": "mimawari.token/1",
            "token": token.as_str(),
        }))?,
        _ => here.terminal.result(&format!("{}\n", *token))?,
    }
    let note = here.terminal.say(
        "このトークンは二度と表示できません。端末の登録が済んだらファイルを消してください",
        "this token cannot be shown again; delete the file once the machines are enrolled",
    );
    let note = note.to_owned();
    here.terminal.note(&note)?;
    Ok(Exit::Done)
}

/// Makes a token; refuses a department that is not valid today.
pub(super) fn issue(
    ledger: &Ledger,
    wanted: Wanted,
    today: jiff::civil::Date,
    by: By,
    at: Timestamp,
) -> Result<Zeroizing<String>, Failure> {
    let token = TokenId::new(at, random()?);
    let secret = TokenSecret::new(random()?);
    let expires_at = at.plus(wanted.life);
    let SecretHash(digest) = SecretHash::of(&secret);
    let (department, zone, uses) = (wanted.department.clone(), wanted.zone.clone(), wanted.uses);
    let issued = ledger.decide_now(by, at, move |view| {
        let known = view.departments(today)?;
        if !known.iter().any(|label| label.code == department) {
            return Ok(Err(known));
        }
        Ok(Ok(Decision {
            acts: vec![Act::TokenIssued {
                token,
                department,
                zone,
                uses,
                expires_at,
            }],
            keeps: vec![Keep::TokenSecret { token, digest }],
            answer: (),
        }))
    })?;
    issued.map_err(|known| unknown(&wanted.department, &known))?;
    Ok(Token {
        address: wanted.address,
        root: wanted.root,
        secret,
        department: wanted.department,
        zone: wanted.zone,
        expires_at,
        uses: wanted.uses,
    }
    .write())
}

/// Says that a department is not known, and which ones are.
pub(super) fn unknown(code: &DepartmentId, known: &[DepartmentLabel]) -> Failure {
    let mut names: Vec<_> = known
        .iter()
        .take(NAMED)
        .map(|label| format!("{} {}", label.code, label.name))
        .collect();
    if known.len() > NAMED {
        names.push(format!("… ({})", known.len()));
    }
    let next = match known {
        [] => "import the departments first: `mimawari-collector department import FILE`".to_owned(),
        _ => format!("one of: {}", names.join(", ")),
    };
    Failure::new(Exit::Usage, format!("there is no department {code} today"), next)
}

fn list(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let at = now();
    let tokens = here.reader()?.ask(|view| view.tokens())?;
    let rows: Vec<Row> = tokens
        .into_iter()
        .map(|token| Row {
            schema: "mimawari.token/1",
            id: token.id.to_string(),
            state: state(&token, at),
            department: token.department,
            zone: token.zone,
            uses: token.uses,
            used: token.used,
            issued: token.issued_at.rfc3339(&zone),
            issued_by: who(&token.issued_by),
            expires: token.expires_at.rfc3339(&zone),
            token: None,
        })
        .collect();
    let headings = [
        here.terminal.say("番号", "id"),
        here.terminal.say("課", "department"),
        here.terminal.say("区画", "zone"),
        here.terminal.say("使用", "used"),
        here.terminal.say("状態", "state"),
        here.terminal.say("期限", "expires"),
        here.terminal.say("発行者", "issued by"),
    ];
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row([
                row.id.clone(),
                row.department.to_string(),
                row.zone.to_string(),
                format!("{}/{}", row.used, row.uses),
                row.state.to_owned(),
                row.expires.clone(),
                row.issued_by.clone(),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}

fn revoke(id: &str, yes: bool, dry_run: bool, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let tokens = here.reader()?.ask(|view| view.tokens())?;
    let begun: Vec<_> = tokens
        .iter()
        .filter(|token| token.id.to_string().starts_with(&id.to_lowercase()))
        .collect();
    let [token] = begun[..] else {
        let what = match begun.len() {
            0 => format!("there is no token {id}"),
            n => format!("{n} tokens begin with {id}"),
        };
        return Err(Failure::new(
            Exit::Usage,
            what,
            "see `mimawari-collector token list`",
        ));
    };
    if dry_run {
        let note = format!(
            "{} {}",
            here.terminal.say("取り消すもの:", "would be revoked:"),
            token.id
        );
        here.terminal.note(&note)?;
        return Ok(Exit::Done);
    }
    here.confirmed(yes, &token.id.to_string())?;
    if token.revoked_at.is_none() {
        here.ledger()?
            .act_now(operator(), Act::TokenRevoked { token: token.id }, now())?;
    }
    Ok(Exit::Done)
}

fn state(token: &TokenRecord, now: Timestamp) -> &'static str {
    match () {
        () if token.revoked_at.is_some() => "revoked",
        () if now >= token.expires_at => "expired",
        () if token.used >= token.uses => "spent",
        () => "open",
    }
}

fn who(by: &By) -> String {
    match by {
        By::Collector => "collector".to_owned(),
        By::Operator(account) => account.clone(),
        By::User(user) => user.to_string(),
        By::Machine(machine) => machine.to_string(),
    }
}

/// Reads `30m`, `12h` or `7d`.
fn life(text: &str) -> Result<Duration, String> {
    let wrong = || format!("a time like 30m, 12h or 7d, at most {LONGEST_DAYS}d");
    let (number, unit) = text
        .split_at_checked(text.len().saturating_sub(1))
        .ok_or_else(wrong)?;
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    match number.checked_mul(minutes) {
        Some(minutes) if (1..=LONGEST_DAYS * 24 * 60).contains(&minutes) => {
            Ok(Duration::from_secs(minutes * 60))
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_minutes_hours_or_days() {
        assert_eq!(life("30m"), Ok(Duration::from_secs(1_800)));
        assert_eq!(life("12h"), Ok(Duration::from_secs(43_200)));
        assert_eq!(life("7d"), Ok(Duration::from_secs(604_800)));
        for wrong in [
            "",
            "d",
            "7",
            "7w",
            "0d",
            "-1d",
            "91d",
            "7日",
            "99999999999999999999d",
        ] {
            assert!(life(wrong).is_err(), "{wrong:?}");
        }
    }
}
