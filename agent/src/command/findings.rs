//! `mimawari-agent findings`: what this PC reports at present.

use clap::Subcommand;
use mimawari_proto::{
    finding::{Confidence, Count, Finding, Kind, Place, Severity, Shape},
    show::{
        drawer::OnMedium,
        exit::{Exit, Failure},
        table::Table,
    },
    time::Timestamp,
};
use serde::Serialize;

use super::{Here, here::store_fault};
use crate::outbox::Standing;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent findings                what stands, one line each
  mimawari-agent findings show 0199      one finding; the id may be shortened
  mimawari-agent findings --json         for programs")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List what stands
    List,
    /// Show everything that was reported of one finding
    Show {
        /// Its id, or the beginning of it
        id: String,
    },
}

/// A finding as it was reported: there is nothing here that the collector does not get.
#[derive(Serialize)]
struct Row {
    schema: &'static str,
    id: String,
    kind: Kind,
    rule: String,
    confidence: Confidence,
    severity: Severity,
    path: String,
    member: Vec<String>,
    count: Count,
    places: Vec<Place>,
    shape: Option<Shape>,
    encrypted: bool,
    size_bytes: u64,
    modified: String,
    owner: String,
    reported: String,
    /// The medium it lies on; `null` for what lies on this PC itself.
    medium: Option<OnMedium>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.zone();
    let standing = match here.outbox()? {
        Some(outbox) => outbox.all_standing().map_err(|error| store_fault(&error))?,
        None => Vec::new(),
    };
    let wanted: Vec<_> = match &args.verb {
        None | Some(Verb::List) => standing,
        Some(Verb::Show { id }) => vec![one(standing, id)?],
    };
    let rows: Vec<_> = wanted
        .into_iter()
        .map(|standing| {
            let Standing { finding, said_at, .. } = standing;
            row(finding, |at| at.rfc3339(&zone), said_at)
        })
        .collect();
    let headings = [
        here.terminal.say("ID", "id").to_owned(),
        here.terminal.say("種類", "kind").to_owned(),
        here.terminal.say("確度", "confidence").to_owned(),
        here.terminal.say("件数", "count").to_owned(),
        here.terminal.say("場所", "path").to_owned(),
        here.terminal.say("報告", "reported").to_owned(),
    ];
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            let mut path = row
                .medium
                .as_ref()
                .map(|medium| format!("{} > ", medium.name()))
                .unwrap_or_default();
            path.push_str(&row.path);
            for member in &row.member {
                path.push_str(" > ");
                path.push_str(member);
            }
            table.row([
                row.id.clone(),
                row.kind.to_string(),
                row.confidence.to_string(),
                row.count.to_string(),
                path,
                row.reported.clone(),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}

fn row(finding: Finding, written: impl Fn(Timestamp) -> String, said_at: Timestamp) -> Row {
    Row {
        schema: "mimawari.finding/1",
        id: finding.id.to_string(),
        kind: finding.kind,
        rule: finding.rule,
        confidence: finding.confidence,
        severity: finding.severity,
        path: finding.path.shown,
        member: finding.member.into_iter().map(|name| name.shown).collect(),
        count: finding.count,
        places: finding.places,
        shape: finding.shape,
        encrypted: finding.encrypted,
        size_bytes: finding.size_bytes,
        modified: written(finding.modified_at),
        owner: finding.owner.shown,
        reported: written(said_at),
        medium: finding.medium.as_ref().map(OnMedium::from),
    }
}

/// Finds the one finding whose id begins so.
fn one(standing: Vec<Standing>, beginning: &str) -> Result<Standing, Failure> {
    let plain = |text: &str| text.replace('-', "").to_lowercase();
    let wanted = plain(beginning);
    let mut matching = standing
        .into_iter()
        .filter(|standing| plain(&standing.finding.id.to_string()).starts_with(&wanted));
    match (matching.next(), matching.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failure::new(
            Exit::Usage,
            format!("no finding with id {beginning} stands here"),
            "see what stands with `mimawari-agent findings`",
        )),
        (Some(_), Some(_)) => Err(Failure::new(
            Exit::Usage,
            format!("more than one id begins with {beginning}"),
            "write more of it",
        )),
    }
}
