//! `mimawari-agent scan`: one look at folders or desktops, printed and sent nowhere.
//!
//! The results come in the order of the walk, whatever the number of threads.

mod line;
mod look;
mod print;
mod tally;
mod target;
mod wish;
mod words;

use std::{
    num::NonZeroUsize,
    path::PathBuf,
    sync::{Arc, mpsc::RecvTimeoutError},
    time::{Duration, Instant},
};

use mimawari_proto::{
    finding::Confidence,
    show::{
        exit::{Exit, Failure},
        progress::Progress,
    },
};

use super::{Here, rule_folder};
use crate::{examine::Eyes, platform::facts::Ending};
use look::Looking;
use print::Printer;
use tally::Tally;
use wish::Wish;

/// How long to wait for the next result before looking at the clock and for a wish to end.
const PATIENCE: Duration = Duration::from_millis(100);

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to look at; links below them are not followed [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Look at the desktops of this PC instead, and also judge what lies there by its name
    #[arg(long, conflicts_with = "paths")]
    desktops: bool,

    /// Judge by the rules in DIR instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Print findings that are at least this sure: low, medium or high
    #[arg(long, value_name = "LEVEL", default_value = "medium")]
    min_confidence: Confidence,

    /// Say why: signals and their weights, never a value
    #[arg(long)]
    explain: bool,

    /// Examine so many files at once [default: 2, or 1 on a single processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// End with 0 although there are findings
    #[arg(long)]
    exit_zero: bool,
}

const EXAMPLES: &str = "\
Examples:
  mimawari-agent scan                         the current folder
  mimawari-agent scan ~/Desktop memo.txt      a folder and a file
  mimawari-agent scan --desktops              every desktop that may be looked at
  mimawari-agent scan --format jsonl / | jq 'select(.type==\"finding\")'

Nothing is sent, no enrolment is needed, matched text is never printed.
Exit code: 0 clean, 1 findings, 3 nothing found but something could not be read.";

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a command is an edge: it measures how long it took"
    )]
    let started = Instant::now();
    let eyes = Arc::new(eyes(args, here)?);
    let targets = match args.desktops {
        true => target::desktops(),
        false => target::named(&args.paths, here.terminal)?,
    };
    if targets.is_empty() {
        here.terminal.note(here.terminal.say(
            "デスクトップのフォルダーがありません。調べる PATH を指定できます",
            "there is no desktop folder here; a PATH can be named instead",
        ))?;
    }
    let wish = Wish::listen()?;
    let rooms = super::rooms::open(&eyes, jobs(args), here.terminal)?;
    let mut looking = Looking::start(targets, &eyes, args.desktops, rooms, wish.clone())?;
    let mut printer = Printer::start(here.terminal, args.min_confidence, args.explain)?;
    let mut tally = Tally::default();
    let ending = take_all(&mut looking, &wish, &mut printer, &mut tally, started)?;
    tally.elapsed = started.elapsed();
    tally.interrupted = ending.is_some();
    printer.finish(&tally)?;
    Ok(exit(&tally, ending, args.exit_zero))
}

/// Prints everything in order, until the end or until somebody asks to stop.
fn take_all(
    looking: &mut Looking,
    wish: &Wish,
    printer: &mut Printer<'_>,
    tally: &mut Tally,
    started: Instant,
) -> Result<Option<Ending>, Failure> {
    let mut progress = Progress::default();
    loop {
        if let Some(ending) = wish.asked() {
            return Ok(Some(ending));
        }
        match looking.next(PATIENCE) {
            Ok(looked) => {
                tally.count(&looked);
                printer.print(&looked, tally)?;
            }
            Err(RecvTimeoutError::Timeout) => printer.flush()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
        progress.tell(started.elapsed(), printer.terminal(), |terminal| {
            words::progress(terminal, tally)
        })?;
    }
}

fn exit(tally: &Tally, ending: Option<Ending>, exit_zero: bool) -> Exit {
    match ending {
        Some(Ending::Interrupted) => Exit::Interrupted,
        Some(Ending::Terminated) => Exit::Terminated,
        None if tally.has_findings() && exit_zero => Exit::Done,
        None if tally.has_findings() => Exit::Findings,
        None if tally.has_unread() => Exit::Partly,
        None => Exit::Done,
    }
}

fn eyes(args: &Args, here: &Here<'_>) -> Result<Eyes, Failure> {
    match &args.rules {
        Some(folder) => rule_folder::eyes(folder, here.terminal),
        None => Ok(Eyes::built_in()),
    }
}

fn jobs(args: &Args) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    args.jobs
        .map_or_else(|| processors().min(2), |jobs| jobs.get().min(64))
}
