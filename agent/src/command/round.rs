//! `mimawari-agent round`: when the last and the next round are, or one now.

use mimawari_proto::{
    round::{RoundEnded, RoundOutcome},
    show::{
        exit::{Exit, Failure},
        progress::Progress,
        terminal::Terminal,
    },
    time::Timestamp,
};
use serde::Serialize;

use super::{
    Here,
    here::{ended, pipeline_fault, trouble_fault},
};
use crate::{
    outbox::{Outbox, look_of},
    pipeline::{self, STATE_MEMO, WISH_FILE, clock, settings_with_policy},
    platform::private,
    round::{Due, State, due},
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent round                   when the last and the next round are
  mimawari-agent round --now             make one now and send what it found
  mimawari-agent round --json            for programs")]
pub(super) struct Args {
    /// Make a round now; a running agent is asked to
    #[arg(long)]
    now: bool,
}

#[derive(Serialize)]
struct Times {
    schema: &'static str,
    last_began: Option<String>,
    last_ended: Option<String>,
    last_outcome: Option<RoundOutcome>,
    next: Option<String>,
    next_reason: Option<mimawari_proto::round::RoundReason>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if args.now {
        return make(here);
    }
    let layers = here.layers()?;
    let now = clock();
    let (state, policy) = match here.outbox()? {
        Some(outbox) => {
            let (_, policy, _) = settings_with_policy(&layers.settings, &outbox);
            (known(&outbox), policy)
        }
        None => {
            let policy = layers
                .settings
                .policy()
                .expect("settings are checked when they are read");
            (State::default(), policy)
        }
    };
    let next = due(&state, &policy, now);
    if wants_json(here.terminal) {
        let written = |at: Timestamp| at.rfc3339(&policy.zone);
        here.terminal.json(&Times {
            schema: "mimawari.round/1",
            last_began: state.last.map(|last| written(last.began_at)),
            last_ended: state
                .last
                .and_then(|last| last.outcome.map(|_| written(last.ended_at))),
            last_outcome: state.last.and_then(|last| last.outcome),
            next: match next {
                Due::Now(_) => Some(written(now)),
                Due::At(at) => Some(written(at)),
            },
            next_reason: match next {
                Due::Now(reason) => Some(reason),
                Due::At(_) => None,
            },
        })?;
        return Ok(Exit::Done);
    }
    let last = match state.last {
        None => here.terminal.say("まだありません", "none so far").to_owned(),
        Some(last) => format!(
            "{} ({})",
            here.told(last.began_at, &policy.zone),
            outcome_word(here.terminal, last.outcome)
        ),
    };
    let next = match next {
        Due::Now(_) => here
            .terminal
            .say("今(エージェントの稼働中に)", "now, once an agent runs")
            .to_owned(),
        Due::At(at) => here.told(at, &policy.zone),
    };
    let text = match here.terminal.say("ja", "en") {
        "ja" => format!("前回の見回り  {last}\n次回の見回り  {next}\n"),
        _ => format!("last round  {last}\nnext round  {next}\n"),
    };
    here.terminal.result(&text)?;
    Ok(Exit::Done)
}

/// Reads the rounds so far as the running agent knows them.
pub(super) fn known(outbox: &Outbox) -> State {
    let kept: Option<State> = outbox.memo(STATE_MEMO).ok().flatten();
    State {
        spread: look_of(outbox.installation().as_bytes()),
        ..kept.unwrap_or_default()
    }
}

pub(super) fn outcome_word(terminal: &Terminal, outcome: Option<RoundOutcome>) -> &'static str {
    let (ja, en) = match outcome {
        None => ("途中", "under way or cut off"),
        Some(RoundOutcome::Complete) => ("全て確認", "complete"),
        Some(RoundOutcome::Stopped) => ("中断", "stopped"),
        Some(RoundOutcome::Partial) => ("一部は確認できず", "partial"),
        Some(RoundOutcome::Other(_)) => ("不明", "unknown"),
    };
    match terminal.say("ja", "en") {
        "ja" => ja,
        _ => en,
    }
}

fn make(here: &mut Here<'_>) -> Result<Exit, Failure> {
    here.start_log();
    let agent = match here.agent() {
        Err(failure) if failure.exit == Exit::Locked => return ask_running(here),
        other => other?,
    };
    let mut progress = Progress::default();
    let terminal = &mut *here.terminal;
    let once = pipeline::once(&agent, |done, elapsed| {
        // A terminal that went away is no reason to end a round.
        drop(progress.tell(elapsed, terminal, |terminal| {
            format!(
                "{}: {} / {}: {}",
                terminal.say("確認したファイル", "files"),
                done.files,
                terminal.say("読んだファイル", "read"),
                done.read
            )
        }));
    })
    .map_err(|fault| pipeline_fault(&fault))?;
    print(here, &once.ended)?;
    match (once.ending, once.sent) {
        (Some(ending), _) => Ok(ended(ending)),
        (None, Some(Err(trouble))) => {
            let mut failure = trouble_fault(&trouble);
            failure.next = format!("the round is kept and sent later; {}", failure.next);
            Err(failure)
        }
        (None, Some(Ok(()))) => {
            let text = here
                .terminal
                .say("結果をコレクターへ送りました", "sent to the collector")
                .to_owned();
            here.terminal.note(&text)?;
            Ok(exit(&once.ended))
        }
        (None, None) => {
            let text = here
                .terminal
                .say(
                    "未登録のため、結果はこの端末に保管しました",
                    "not enrolled: the result is kept on this PC",
                )
                .to_owned();
            here.terminal.note(&text)?;
            Ok(exit(&once.ended))
        }
    }
}

/// A round that could not read everything is partly done.
fn exit(round: &RoundEnded) -> Exit {
    match round.outcome {
        RoundOutcome::Complete => Exit::Done,
        _ => Exit::Partly,
    }
}

fn ask_running(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let path = here.state().join(WISH_FILE);
    private::write_file(&path, b"").map_err(|error| {
        Failure::new(
            Exit::NotPermitted,
            format!("cannot write {}: {error}", path.display()),
            "run this as the account of the agent, normally as administrator",
        )
    })?;
    let text = here
        .terminal
        .say(
            "稼働中のエージェントに見回りを頼みました。経過は `mimawari-agent status` で見られます",
            "the running agent was asked for a round; `mimawari-agent status` shows how it goes",
        )
        .to_owned();
    here.terminal.note(&text)?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Made<'a> {
    schema: &'static str,
    outcome: RoundOutcome,
    files: u64,
    bytes: u64,
    read: u64,
    unchanged: u64,
    skipped: u64,
    standing: u64,
    unread: std::collections::BTreeMap<&'a str, u64>,
}

fn print(here: &mut Here<'_>, round: &RoundEnded) -> Result<(), Failure> {
    let unread: u64 = round.unread.iter().map(|(_, files)| files).sum();
    if wants_json(here.terminal) {
        here.terminal.json(&Made {
            schema: "mimawari.round/1",
            outcome: round.outcome,
            files: round.files,
            bytes: round.bytes,
            read: round.read,
            unchanged: round.unchanged,
            skipped: round.skipped,
            standing: round.standing,
            unread: round
                .unread
                .iter()
                .map(|(reason, files)| (reason.word(), *files))
                .collect(),
        })?;
        return Ok(());
    }
    let word = outcome_word(here.terminal, Some(round.outcome));
    let text = match here.terminal.say("ja", "en") {
        "ja" => format!(
            "見回り: {word}。ファイル {}(読んだ {}、前回のまま {}、読めなかった {unread})、検出 {} 件\n",
            round.files, round.read, round.unchanged, round.standing
        ),
        _ => format!(
            "round: {word}; {} files ({} read, {} unchanged, {unread} unread), {} findings stand\n",
            round.files, round.read, round.unchanged, round.standing
        ),
    };
    here.terminal.result(&text)?;
    Ok(())
}

pub(super) const fn wants_json(terminal: &Terminal) -> bool {
    use mimawari_proto::show::options::Format;
    matches!(terminal.format(), Some(Format::Json | Format::Jsonl))
}
