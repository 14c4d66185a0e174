//! `mimawari-collector machine`.

use clap::Subcommand;
use jiff::tz::TimeZone;
use mimawari_proto::{
    id::DepartmentId,
    machine::Zone,
    round::MediaWatch,
    show::{
        exit::{Exit, Failure},
        options::Format,
        table::Table,
    },
};
use serde::Serialize;

use super::{
    Here,
    here::{now, operator},
    token,
};
use crate::ledger::{
    Act,
    record::{MachineFilter, MachineRecord},
};

/// Machines read from the ledger at a time.
const PAGE: usize = 500;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector machine list --department 0810
  mimawari-collector machine move PC-0042 --department 0820 --reason 人事異動
  mimawari-collector machine revoke PC-0042 --reason 紛失 --yes")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List machines
    List {
        /// Only of this department
        #[arg(long, value_name = "CODE")]
        department: Option<DepartmentId>,
        /// Only of this zone
        #[arg(long, value_name = "ZONE")]
        zone: Option<Zone>,
    },
    /// Show one machine
    Show {
        /// The id or host name, or its beginning
        machine: String,
    },
    /// Move a machine to another department; its findings until now stay
    Move {
        /// The id or host name, or its beginning
        machine: String,
        /// Code of the department
        #[arg(long, value_name = "CODE")]
        department: DepartmentId,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Shut a machine out, at once and on its open line
    Revoke {
        /// The id or host name, or its beginning
        machine: String,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
        /// Do it
        #[arg(long)]
        yes: bool,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Serialize)]
struct Row {
    schema: &'static str,
    id: String,
    host_name: String,
    department: Option<DepartmentId>,
    zone: Option<Zone>,
    os: String,
    agent_version: String,
    state: &'static str,
    enrolled: Option<String>,
    last_contact: Option<String>,
    last_complete_round: Option<String>,
    certificate_ends: Option<String>,
    open: u64,
    gaps: u64,
    media_watch: Option<MediaWatch>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None => list(MachineFilter::default(), here),
        Some(Verb::List { department, zone }) => {
            let filter = MachineFilter {
                department: department.clone(),
                zone: zone.clone(),
                ..MachineFilter::default()
            };
            list(filter, here)
        }
        Some(Verb::Show { machine }) => show(machine, here),
        Some(Verb::Move {
            machine,
            department,
            reason,
            dry_run,
        }) => relocate(machine, department, reason, *dry_run, here),
        Some(Verb::Revoke {
            machine,
            reason,
            yes,
            dry_run,
        }) => revoke(machine, reason, *yes, *dry_run, here),
    }
}

fn list(filter: MachineFilter, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let mut reader = here.reader()?;
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = reader.ask(|view| view.machines(&filter, after, PAGE))?;
        rows.extend(page.rows.into_iter().map(|machine| row(machine, &zone)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let headings = [
        here.terminal.say("番号", "id"),
        here.terminal.say("端末", "host"),
        here.terminal.say("課", "department"),
        here.terminal.say("区画", "zone"),
        here.terminal.say("状態", "state"),
        here.terminal.say("最終通信", "last contact"),
        here.terminal.say("検出", "open"),
    ];
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row([
                row.id.clone(),
                row.host_name.clone(),
                row.department
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                row.zone.as_ref().map(ToString::to_string).unwrap_or_default(),
                row.state.to_owned(),
                row.last_contact.clone().unwrap_or_default(),
                row.open.to_string(),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}

fn show(named: &str, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let row = row(one(named, here)?, &zone);
    if let Some(Format::Json | Format::Jsonl) = here.terminal.format() {
        here.terminal.json(&row)?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new([
        here.terminal.say("項目", "what"),
        here.terminal.say("値", "value"),
    ]);
    let known = |at: &Option<String>| at.clone().unwrap_or_else(|| "-".to_owned());
    for (ja, en, value) in [
        ("番号", "id", row.id.clone()),
        ("端末", "host", row.host_name.clone()),
        (
            "課",
            "department",
            row.department
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        (
            "区画",
            "zone",
            row.zone.as_ref().map(ToString::to_string).unwrap_or_default(),
        ),
        ("OS", "os", row.os.clone()),
        ("エージェント", "agent", row.agent_version.clone()),
        ("状態", "state", row.state.to_owned()),
        ("登録", "enrolled", known(&row.enrolled)),
        ("最終通信", "last contact", known(&row.last_contact)),
        (
            "最終の完全な巡回",
            "last complete round",
            known(&row.last_complete_round),
        ),
        ("証明書の期限", "certificate ends", known(&row.certificate_ends)),
        ("検出", "open findings", row.open.to_string()),
        ("欠番", "gaps", row.gaps.to_string()),
    ] {
        table.row([here.terminal.say(ja, en).to_owned(), value]);
    }
    here.terminal.table(&table)?;
    Ok(Exit::Done)
}

fn relocate(
    named: &str,
    department: &DepartmentId,
    reason: &str,
    dry_run: bool,
    here: &mut Here<'_>,
) -> Result<Exit, Failure> {
    let machine = one(named, here)?;
    let today = now().on_calendar(&here.settings()?.time_zone.zone()).date();
    let known = here.reader()?.ask(|view| view.departments(today))?;
    if !known.iter().any(|label| label.code == *department) {
        return Err(token::unknown(department, &known));
    }
    if dry_run {
        let note = format!(
            "{} → {department}: {}",
            machine.id,
            here.terminal.say("移動します", "would be moved")
        );
        here.terminal.note(&note)?;
        return Ok(Exit::Done);
    }
    if machine.department.as_ref() != Some(department) {
        let act = Act::MachineMoved {
            machine: machine.id,
            department: department.clone(),
            reason: reason.to_owned(),
        };
        here.ledger()?.act_now(operator(), act, now())?;
    }
    Ok(Exit::Done)
}

fn revoke(named: &str, reason: &str, yes: bool, dry_run: bool, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let machine = one(named, here)?;
    if dry_run {
        let note = format!(
            "{}: {}",
            machine.id,
            here.terminal.say("失効します", "would be revoked")
        );
        here.terminal.note(&note)?;
        return Ok(Exit::Done);
    }
    here.confirmed(yes, &machine.id.to_string())?;
    if machine.revoked_at.is_none() {
        let act = Act::MachineRevoked {
            machine: machine.id,
            reason: reason.to_owned(),
        };
        here.ledger()?.act_now(operator(), act, now())?;
    }
    Ok(Exit::Done)
}

/// Finds the one machine that is meant.
pub(super) fn one(named: &str, here: &Here<'_>) -> Result<MachineRecord, Failure> {
    let mut found = here.reader()?.ask(|view| view.machines_named(named))?;
    // A whole name means that machine, even where others begin with it.
    let exact = |machine: &MachineRecord| {
        machine.id.to_string() == named
            || machine
                .facts
                .as_ref()
                .is_some_and(|facts| facts.host_name.shown == named)
    };
    if found.iter().filter(|machine| exact(machine)).count() == 1 {
        found.retain(exact);
    }
    let what = match (found.len(), found.pop()) {
        (1, Some(machine)) => return Ok(machine),
        (0, _) => format!("there is no machine {named}"),
        (n, _) => format!("{n} machines begin with {named}"),
    };
    Err(Failure::new(
        Exit::Usage,
        what,
        "see `mimawari-collector machine list`",
    ))
}

fn row(machine: MachineRecord, zone: &TimeZone) -> Row {
    let written = |at: mimawari_proto::time::Timestamp| at.rfc3339(zone);
    let (host_name, os, agent_version) = match machine.facts {
        Some(facts) => (facts.host_name.shown, facts.os, facts.agent_version),
        None => Default::default(),
    };
    Row {
        schema: "mimawari.machine/1",
        id: machine.id.to_string(),
        host_name,
        department: machine.department,
        zone: machine.zone,
        os,
        agent_version,
        state: if machine.revoked_at.is_some() {
            "revoked"
        } else {
            "active"
        },
        enrolled: machine.enrolled_at.map(written),
        last_contact: machine.contact_at.map(written),
        last_complete_round: machine.complete_at.map(written),
        certificate_ends: machine
            .certificate
            .map(|certificate| written(certificate.not_after)),
        open: machine.open,
        gaps: machine.gaps,
        media_watch: machine.round.and_then(|round| round.media_watch),
    }
}
