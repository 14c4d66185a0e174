//! `mimawari-agent doctor`: checks what the agent needs to work.

use std::time::Duration;

use mimawari_proto::{
    show::{
        exit::{Exit, Failure},
        table::Table,
    },
    time::Timestamp,
};
use serde::Serialize;

use super::Here;
use crate::{
    examine::{
        Eyes,
        room::{self, Room},
    },
    outbox::{Outbox, OutboxError},
    pipeline::{CONTACT_MEMO, Contact, clock},
    platform::{
        facts::{Built, LockError},
        lock,
    },
    sense::desktop,
    uplink::{self, identity::Identity},
};

/// A clock that is off by more makes certificates and times doubtful.
const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1000;

/// From here on a certificate should have been renewed long ago.
const CERTIFICATE_WARNING: Duration = Duration::from_secs(14 * 86_400);

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent doctor                  every check, with what to do
  mimawari-agent doctor --json           for programs
  mimawari-agent doctor --offline        without asking the collector

Ends with 1 when something is wrong.")]
pub(super) struct Args {
    /// Do not ask the collector
    #[arg(long)]
    offline: bool,

    /// End with 0 although something is wrong
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Good,
    Warning,
    Bad,
}

#[derive(Serialize)]
struct Check {
    schema: &'static str,
    check: &'static str,
    verdict: Verdict,
    told: String,
    next: String,
}

fn check(name: &'static str, verdict: Verdict, told: impl Into<String>, next: impl Into<String>) -> Check {
    Check {
        schema: "mimawari.doctor/1",
        check: name,
        verdict,
        told: told.into(),
        next: next.into(),
    }
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let now = clock();
    let mut checks = vec![settings(here), state_folder(here)];
    let outbox = Outbox::open_to_read(&here.state());
    checks.push(store(outbox.as_ref().err()));
    checks.push(desktops(here));
    checks.push(examining_room());
    match here.identity() {
        Ok(Some(identity)) => {
            checks.push(certificate(&identity, now));
            if !args.offline {
                checks.push(collector(&identity));
            }
        }
        Ok(None) => checks.push(check(
            "enrolment",
            Verdict::Warning,
            "not enrolled: rounds are made, nothing is sent",
            "mimawari-agent enroll --token-file FILE",
        )),
        Err(failure) => checks.push(check("enrolment", Verdict::Bad, failure.what, failure.next)),
    }
    if let Ok(outbox) = &outbox {
        checks.extend(contact(outbox));
    }
    let bad = checks.iter().any(|check| check.verdict == Verdict::Bad);
    here.terminal.rows(&checks, |checks| {
        let mut table = Table::new(["", "check", "told", "next"]);
        for check in checks {
            let mark = match check.verdict {
                Verdict::Good => "OK",
                Verdict::Warning => "!",
                Verdict::Bad => "NG",
            };
            table.row([mark, check.check, check.told.as_str(), check.next.as_str()]);
        }
        table
    })?;
    Ok(match bad && !args.exit_zero {
        true => Exit::Findings,
        false => Exit::Done,
    })
}

fn settings(here: &Here<'_>) -> Check {
    match here.layers() {
        Ok(_) => check("settings", Verdict::Good, "fine", ""),
        Err(failure) => check("settings", Verdict::Bad, failure.what, failure.next),
    }
}

/// Whether the folder is there, an agent runs, and the lock can be asked.
fn state_folder(here: &Here<'_>) -> Check {
    let folder = here.state();
    let shown = folder.display().to_string();
    if !folder.is_dir() {
        return check(
            "state folder",
            Verdict::Warning,
            format!("{shown} is not there yet"),
            "it is made by the first start",
        );
    }
    match lock::hold(&folder.join("lock")) {
        Ok(_) => check(
            "agent",
            Verdict::Warning,
            "no agent runs",
            "systemctl start mimawari-agent",
        ),
        Err(LockError::Held) => check("agent", Verdict::Good, "running", ""),
        Err(LockError::Failed(error)) => check(
            "state folder",
            Verdict::Bad,
            format!("{shown}: {error}"),
            "run this as the account of the agent, normally as administrator",
        ),
    }
}

fn store(error: Option<&OutboxError>) -> Check {
    match error {
        None => check("outbox", Verdict::Good, "fine", ""),
        Some(OutboxError::NotThere) => check(
            "outbox",
            Verdict::Warning,
            "not there yet",
            "it is made by the first start",
        ),
        Some(error) => {
            let failure = super::here::store_fault(error);
            check("outbox", Verdict::Bad, failure.what, failure.next)
        }
    }
}

fn desktops(here: &Here<'_>) -> Check {
    use mimawari_proto::round::RootOutcome;
    let Ok(layers) = here.layers() else {
        return check(
            "desktops",
            Verdict::Warning,
            "not known without settings",
            "mend the settings first",
        );
    };
    let roots = desktop::roots(layers.settings.whose(), &layers.settings.sense.desktops);
    let covered = roots
        .iter()
        .filter(|root| root.outcome == RootOutcome::Covered)
        .count();
    let denied = roots
        .iter()
        .filter(|root| root.outcome == RootOutcome::Denied)
        .count();
    match (covered, denied) {
        (_, 1..) => check(
            "desktops",
            Verdict::Bad,
            format!("{covered} can be looked at, {denied} may not be"),
            "run as administrator, or set sense.users to \"mine\"",
        ),
        (0, 0) => check(
            "desktops",
            Verdict::Warning,
            "none on this machine",
            "name folders in sense.desktops",
        ),
        (_, 0) => check(
            "desktops",
            Verdict::Good,
            format!("{covered} can be looked at"),
            "",
        ),
    }
}

/// Which walls stand around a child that reads documents.
fn examining_room() -> Check {
    let opened = room::own_program().and_then(|program| {
        let mut room = Room::new(&Eyes::built_in(), program)?;
        room.open().map(<[Built]>::to_vec)
    });
    let built = match opened {
        Ok(built) => built,
        Err(error) => {
            let failure = super::rooms::none(&error);
            return check("examining room", Verdict::Bad, failure.what, failure.next);
        }
    };
    let (verdict, next) = match room::is_open(&built) {
        false => (Verdict::Good, ""),
        true => (
            Verdict::Warning,
            "let the system permit what is missing; a hostile document meets fewer walls",
        ),
    };
    check("examining room", verdict, told(&built), next)
}

/// Names the walls that stand, and says of the others why not.
fn told(built: &[Built]) -> String {
    let standing = built.iter().filter(|one| one.stands);
    let standing: Vec<_> = standing.map(|one| one.wall.word()).collect();
    let noted = built.iter().filter(|one| !one.note.is_empty());
    let noted = noted.map(|one| match one.stands {
        true => format!("; {}: {}", one.wall.word(), one.note),
        false => format!("; no {}: {}", one.wall.word(), one.note),
    });
    format!("walls: {}{}", standing.join(", "), noted.collect::<String>())
}

fn certificate(identity: &Identity, now: Timestamp) -> Check {
    let told = format!("until {}", identity.not_after.rfc3339(&jiff::tz::TimeZone::UTC));
    let left = identity.not_after.since(now);
    if left.is_zero() {
        check(
            "certificate",
            Verdict::Bad,
            told,
            "the agent renews it when it reaches the collector; else enrol again",
        )
    } else if now < identity.not_before {
        check(
            "certificate",
            Verdict::Bad,
            "not valid yet",
            "set the clock of this PC",
        )
    } else if left < CERTIFICATE_WARNING {
        check(
            "certificate",
            Verdict::Warning,
            told,
            "see why the collector is not reached",
        )
    } else {
        check("certificate", Verdict::Good, told, "")
    }
}

fn collector(identity: &Identity) -> Check {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map(|runtime| runtime.block_on(uplink::reach(identity))) {
        Ok(Ok(())) => check(
            "collector",
            Verdict::Good,
            format!("{} answers", identity.address),
            "",
        ),
        Ok(Err(trouble)) => check("collector", Verdict::Bad, trouble.to_string(), trouble.advice()),
        Err(error) => check(
            "collector",
            Verdict::Bad,
            error.to_string(),
            "check the limits of this account",
        ),
    }
}

/// Whether the clocks agreed at the last greeting.
fn contact(outbox: &Outbox) -> Option<Check> {
    let contact: Contact = outbox.memo(CONTACT_MEMO).ok().flatten()?;
    contact.greeted_at?;
    let seconds = contact.clock_ahead_ms / 1000;
    Some(match contact.clock_ahead_ms.unsigned_abs() {
        0..=CLOCK_TOLERANCE_MS => check(
            "clock",
            Verdict::Good,
            format!("{seconds} s from the collector's"),
            "",
        ),
        _ => check(
            "clock",
            Verdict::Bad,
            format!("the collector's clock is {seconds} s ahead"),
            "set the clock of this PC, or tell the operator",
        ),
    })
}
