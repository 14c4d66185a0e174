//! `mimawari-collector finding`: what was found, as the console lists it.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    table::Table,
};

use super::{
    Here,
    here::{now, operator},
};
use crate::{
    ledger::{Act, record::FindingRecord},
    present::{
        access::Sight,
        query::{self, FindingRow, Sheet, masked, search},
        text,
    },
};

/// Rows read at once.
const PAGE: usize = 500;

const EXAMPLES: &str = "Examples:
  mimawari-collector finding list --query '課:保育 種別:パスワード 状態:未対応'
  mimawari-collector finding list --query 'kind:my_number state:open' --json
  mimawari-collector finding show 0012 --reveal 'hearing on 2 September'";

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,

    #[command(flatten)]
    list: List,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// List findings, newest first
    List(List),
    /// Show one finding and what happened to it
    Show(Show),
}

#[derive(clap::Args, Clone, Debug)]
struct List {
    /// Conditions, as in the console's search box: 課: 種別: 状態: 確度: 端末: (or department: kind: state: confidence: machine:)
    #[arg(long, value_name = "CONDITIONS", default_value = "")]
    query: String,

    /// At most so many rows [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(clap::Args, Debug)]
struct Show {
    /// Its number, or the beginning of its id
    #[arg(value_name = "NUMBER")]
    which: String,

    /// Show the file name in full; the purpose is written into the evidence
    #[arg(long, value_name = "PURPOSE", value_parser = purpose)]
    reveal: Option<String>,
}

fn purpose(text: &str) -> Result<String, String> {
    match text.trim().chars().count() {
        0..4 => Err("state the purpose in at least 4 characters".to_owned()),
        _ => Ok(text.trim().to_owned()),
    }
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None => list(&args.list, here),
        Some(Verb::List(args)) => list(args, here),
        Some(Verb::Show(args)) => show(args, here),
    }
}

fn list(args: &List, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let search = search::parse(&args.query).map_err(|unclear| {
        Failure::new(
            Exit::Usage,
            format!("--query: {unclear}"),
            "conditions are 課: 種別: 状態: 確度: 端末: or department: kind: state: confidence: machine:",
        )
    })?;
    let moment = here.moment()?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let rows = here.reader()?.ask(|view| {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let wanted = PAGE.min(limit - rows.len());
            let page = query::findings(view, &Sight::Everything, &search, after, wanted, &moment)?;
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() || rows.len() >= limit {
                return Ok(rows);
            }
        }
    })?;
    let lang = here.terminal.lang();
    let headings = match lang {
        mimawari_proto::show::options::Lang::Ja => [
            "番号", "課", "端末", "種別", "確度", "状態", "場所", "数", "初回", "最終",
        ],
        mimawari_proto::show::options::Lang::En => [
            "number",
            "department",
            "machine",
            "kind",
            "confidence",
            "state",
            "path",
            "count",
            "first seen",
            "last seen",
        ],
    };
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row(cells(row, lang));
        }
        table
    })?;
    Ok(Exit::Done)
}

fn cells(row: &FindingRow, lang: mimawari_proto::show::options::Lang) -> [String; 10] {
    [
        row.number.clone(),
        row.department
            .as_ref()
            .map_or_else(|| "-".to_owned(), ToString::to_string),
        row.machine.clone(),
        text::word::kind(row.kind, lang).to_owned(),
        text::word::confidence(row.confidence, lang).to_owned(),
        text::word::state(row.state, lang).to_owned(),
        row.path.clone(),
        row.count.to_string(),
        row.first_seen.clone(),
        row.last_seen.clone(),
    ]
}

fn show(args: &Show, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let moment = here.moment()?;
    let sheet = here.reader()?.ask(|view| {
        let number = match args.which.parse() {
            Ok(number) => Some(number),
            Err(_) => only(view.findings_named(&args.which)?),
        };
        match number {
            Some(number) => query::finding(view, &Sight::Everything, number, &moment),
            None => Ok(None),
        }
    })?;
    let Some(sheet) = sheet else {
        return Err(Failure::new(
            Exit::Usage,
            format!("no single finding is called {}", args.which),
            "see the numbers with `mimawari-collector finding list`",
        ));
    };
    if let Some(purpose) = &args.reveal {
        let act = Act::NameRevealed {
            finding: sheet.row.key,
            reason: purpose.clone(),
        };
        here.ledger()?.act_now(operator(), act, now())?;
    }
    print(here, &sheet, args.reveal.is_some())?;
    Ok(Exit::Done)
}

fn only(mut found: Vec<FindingRecord>) -> Option<u64> {
    let first = found.pop()?;
    found.is_empty().then_some(first.number)
}

/// One finding as JSON: the row of the list, and what only the sheet tells.
#[derive(serde::Serialize)]
struct Shown<'a> {
    schema: &'static str,
    #[serde(flatten)]
    row: &'a FindingRow,
    rule: &'a str,
    severity: mimawari_proto::finding::Severity,
    root: mimawari_proto::finding::Root,
    places: &'a [mimawari_proto::finding::Place],
    shape: &'a Option<mimawari_proto::finding::Shape>,
    encrypted: bool,
    size_bytes: u64,
    modified: String,
    full_path: Option<String>,
    history: Vec<Step>,
}

#[derive(serde::Serialize)]
struct Step {
    at: String,
    what: &'static str,
}

fn print(here: &mut Here<'_>, sheet: &Sheet, revealed: bool) -> Result<(), Failure> {
    let moment = here.moment()?;
    let lang = here.terminal.lang();
    let finding = &sheet.finding;
    let history = |lang| {
        let step = |change: &crate::ledger::record::FindingChange| Step {
            at: change.received_at.rfc3339(&moment.zone),
            what: text::word::changed(&change.what, lang),
        };
        sheet.history.iter().map(step).collect::<Vec<_>>()
    };
    let full_path = revealed.then(|| masked::in_full(finding));
    if here.terminal.format() == Some(mimawari_proto::show::options::Format::Json) {
        here.terminal.json(&Shown {
            schema: "mimawari.finding/1",
            row: &sheet.row,
            rule: &finding.rule,
            severity: finding.severity,
            root: finding.root,
            places: &finding.places,
            shape: &finding.shape,
            encrypted: finding.encrypted,
            size_bytes: finding.size_bytes,
            modified: finding.modified_at.rfc3339(&moment.zone),
            full_path,
            history: history(mimawari_proto::show::options::Lang::En),
        })?;
        return Ok(());
    }
    let say = |ja, en| here.terminal.say(ja, en).to_owned();
    let mut table = Table::new([say("項目", "what"), say("内容", "value")]);
    let [
        number,
        department,
        machine,
        kind,
        confidence,
        state,
        path,
        count,
        first,
        last,
    ] = cells(&sheet.row, lang);
    let path = full_path.unwrap_or(path);
    for (name, value) in [
        (say("番号", "number"), number),
        (say("課", "department"), department),
        (say("端末", "machine"), machine),
        (say("種別", "kind"), kind),
        (say("確度", "confidence"), confidence),
        (say("状態", "state"), state),
        (say("場所", "path"), path),
        (say("数", "count"), count),
        (say("規則", "rule"), finding.rule.clone()),
        (say("初回", "first seen"), first),
        (say("最終", "last seen"), last),
    ] {
        table.row([name, value]);
    }
    for step in history(lang) {
        table.row([step.at, step.what.to_owned()]);
    }
    here.terminal.table(&table)?;
    Ok(())
}
