//! `ledger rebuild`: the derived tables again, from the evidence alone.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
};
use serde::Serialize;

use super::{super::Here, progress::Progress};
use crate::ledger::rebuild;

#[derive(clap::Args, Debug)]
#[command(after_help = "No collector may run meanwhile.

Examples:
  mimawari-collector ledger rebuild --dry-run
  mimawari-collector ledger rebuild")]
pub(super) struct Args {
    /// Only compare: change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Done {
    schema: &'static str,
    entries: u64,
    events: u64,
    same: bool,
    kept: bool,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let progress = Progress::new(here.terminal.draws_progress());
    let rebuilt = rebuild(&here.data(), !args.dry_run, &mut |done, total| {
        progress.to(done, total)
    })?;
    drop(progress);
    if matches!(here.terminal.format(), Some(Format::Json | Format::Jsonl)) {
        here.terminal.json(&Done {
            schema: "mimawari.rebuild/1",
            entries: rebuilt.entries,
            events: rebuilt.events,
            same: rebuilt.same,
            kept: !args.dry_run,
        })?;
    } else {
        let said = match (rebuilt.same, args.dry_run) {
            (true, _) => here.terminal.say(
                "導出表は記録と一致しています",
                "the derived tables are what the evidence says",
            ),
            (false, false) => here.terminal.say(
                "導出表が記録と違っていたため、記録から作り直しました",
                "the derived tables differed from the evidence and were made again",
            ),
            (false, true) => here.terminal.say(
                "導出表が記録と違います (変更はしていません)",
                "the derived tables differ from the evidence (nothing was changed)",
            ),
        };
        here.terminal.result(&format!("{said}\n"))?;
    }
    Ok(match rebuilt.same {
        true => Exit::Done,
        false => Exit::Findings,
    })
}
