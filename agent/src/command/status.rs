//! `mimawari-agent status`: what this PC is to its collector, and what was reported about it.

use mimawari_proto::{
    round::RoundOutcome,
    show::{
        exit::{Exit, Failure},
        visible,
    },
    time::Timestamp,
};
use serde::Serialize;

use super::{
    Here,
    round::{known, outcome_word, wants_json},
};
use crate::{
    pipeline::{CONTACT_MEMO, Contact, clock, settings_with_policy},
    platform::lock,
    round::{Due, due},
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent status                  in words
  mimawari-agent status --json           for programs
  mimawari-agent --state /tmp/m status   of another state folder")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Status {
    schema: &'static str,
    enrolled: bool,
    running: bool,
    machine: Option<String>,
    collector: Option<String>,
    department: Option<String>,
    department_name: Option<String>,
    zone: Option<String>,
    certificate_until: Option<String>,
    last_contact: Option<String>,
    clock_ahead_ms: Option<i64>,
    trouble: Option<String>,
    waiting_parcels: u64,
    waiting_bytes: u64,
    last_round: Option<String>,
    last_round_outcome: Option<RoundOutcome>,
    next_round: Option<String>,
    standing: u64,
    set_aside: u64,
}

pub(super) fn run(_args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let layers = here.layers()?;
    let identity = here.identity()?;
    let outbox = here.outbox()?;
    let zone = here.zone();
    let now = clock();
    let written = |at: Timestamp| at.rfc3339(&zone);
    let contact: Contact = outbox
        .as_ref()
        .and_then(|outbox| outbox.memo(CONTACT_MEMO).ok().flatten())
        .unwrap_or_default();
    let state = outbox.as_ref().map(known).unwrap_or_default();
    let next = outbox.as_ref().map(|outbox| {
        let (_, policy, _) = settings_with_policy(&layers.settings, outbox);
        match due(&state, &policy, now) {
            Due::Now(_) => now,
            Due::At(at) => at,
        }
    });
    let waiting = outbox.as_ref().map(|outbox| outbox.waiting()).unwrap_or_default();
    let count = |number: usize| number as u64;
    let status = Status {
        schema: "mimawari.status/1",
        enrolled: identity.is_some(),
        running: is_running(&here.state()),
        machine: identity.as_ref().map(|identity| identity.machine.to_string()),
        collector: identity.as_ref().map(|identity| identity.address.clone()),
        department: identity
            .as_ref()
            .map(|identity| identity.belonging.department.to_string()),
        department_name: identity
            .as_ref()
            .map(|identity| identity.belonging.department_name.clone()),
        zone: identity
            .as_ref()
            .map(|identity| identity.belonging.zone.to_string()),
        certificate_until: identity.as_ref().map(|identity| written(identity.not_after)),
        last_contact: contact.greeted_at.map(written),
        clock_ahead_ms: contact.greeted_at.map(|_| contact.clock_ahead_ms),
        trouble: contact.trouble.clone(),
        waiting_parcels: waiting.parcels,
        waiting_bytes: waiting.bytes,
        last_round: state.last.map(|last| written(last.began_at)),
        last_round_outcome: state.last.and_then(|last| last.outcome),
        next_round: next.map(written),
        standing: outbox
            .as_ref()
            .and_then(|outbox| outbox.standing_ids().ok())
            .map_or(0, |ids| count(ids.len())),
        set_aside: outbox
            .as_ref()
            .and_then(|outbox| outbox.set_aside().ok())
            .map_or(0, |aside| count(aside.len())),
    };
    if wants_json(here.terminal) {
        here.terminal.json(&status)?;
    } else {
        let round = outcome_word(here.terminal, status.last_round_outcome);
        let text = words(&status, here.terminal.say("ja", "en") == "ja", round);
        here.terminal.result(&text)?;
    }
    Ok(match status.enrolled {
        true => Exit::Done,
        false => Exit::NotPermitted,
    })
}

/// A lock that can be taken is held by nobody.
fn is_running(folder: &std::path::Path) -> bool {
    let path = folder.join("lock");
    path.exists() && matches!(lock::hold(&path), Err(crate::platform::facts::LockError::Held))
}

fn words(status: &Status, ja: bool, round: &str) -> String {
    let none = if ja { "なし" } else { "none" }.to_owned();
    let say = |yes: &str, no: &str| if ja { yes.to_owned() } else { no.to_owned() };
    let shown = |value: &Option<String>| {
        value
            .as_deref()
            .map_or(none.clone(), |text| visible(text).into_owned())
    };
    let belongs = match (&status.department, &status.department_name, &status.zone) {
        (Some(code), Some(name), Some(zone)) => format!("{code} {} / {zone}", visible(name)),
        _ => none.clone(),
    };
    let enrolled = match status.enrolled {
        true => say("登録済み", "enrolled"),
        false => say(
            "未登録(mimawari-agent enroll で登録します)",
            "not enrolled (mimawari-agent enroll)",
        ),
    };
    let running = match status.running {
        true => say("稼働中", "running"),
        false => say("停止中", "not running"),
    };
    let last = match &status.last_round {
        Some(at) => format!("{at} ({round})"),
        None => none.clone(),
    };
    let rows = [
        (say("登録", "enrolment"), enrolled),
        (say("エージェント", "agent"), running),
        (say("所属 / ゾーン", "department / zone"), belongs),
        (say("コレクター", "collector"), shown(&status.collector)),
        (say("最後の通信", "last contact"), shown(&status.last_contact)),
        (say("通信の障害", "trouble"), shown(&status.trouble)),
        (
            say("証明書の期限", "certificate until"),
            shown(&status.certificate_until),
        ),
        (
            say("送信待ち", "waiting"),
            format!("{} ({} bytes)", status.waiting_parcels, status.waiting_bytes),
        ),
        (say("前回の見回り", "last round"), last),
        (say("次回の見回り", "next round"), shown(&status.next_round)),
        (
            say("報告中の検出", "findings reported"),
            status.standing.to_string(),
        ),
        (
            say("送れなかった小包", "parcels set aside"),
            status.set_aside.to_string(),
        ),
    ];
    let widest = rows
        .iter()
        .map(|(label, _)| mimawari_proto::show::table::width(label))
        .max()
        .unwrap_or(0);
    rows.iter()
        .map(|(label, value)| {
            let pad = widest - mimawari_proto::show::table::width(label) + 2;
            format!("{label}{}{value}\n", " ".repeat(pad))
        })
        .collect()
}
