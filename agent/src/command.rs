//! The commands of `mimawari-agent`: one file each, all of one shape (`Args`, `run`).

mod completions;
mod config;
mod doctor;
mod enroll;
mod examine;
mod findings;
mod here;
mod man;
mod media;
mod outbox;
mod rooms;
mod round;
mod rule_folder;
mod rules;
mod run;
mod scan;
mod status;
mod version;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Globals,
    program,
    terminal::Terminal,
};

const EXAMPLES: &str = "\
Examples:
  mimawari-agent scan ~/Desktop                look once and print; nothing is sent
  mimawari-agent enroll --token-file token.txt make this PC known to a collector
  mimawari-agent status                        what was reported about this PC, and when";

/// Looks over this PC for what should not be lying there.
#[derive(Parser, Debug)]
#[command(
    name = "mimawari-agent",
    version,
    propagate_version = true,
    before_help = EXAMPLES,
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    globals: Globals,

    #[command(flatten)]
    place: Place,

    #[command(subcommand)]
    command: Command,
}

/// Where the agent keeps its things.
#[derive(clap::Args, Clone, Debug)]
struct Place {
    /// Folder of keys, outbox and what was seen [default: the system's own place]
    #[arg(long, global = true, value_name = "DIR", env = "MIMAWARI_STATE")]
    state: Option<PathBuf>,

    /// Settings file [default: the system's own place]
    #[arg(long, global = true, value_name = "FILE", env = "MIMAWARI_CONFIG")]
    config: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Look once and print; sends nothing, needs no enrolment
    Scan(scan::Args),
    /// Run as the service does, in the foreground
    Run(run::Args),
    /// Show when the last and the next round are, or make one now
    Round(round::Args),
    /// Make this PC known to a collector
    Enroll(enroll::Args),
    /// Show what this PC is to its collector, and what was reported
    Status(status::Args),
    /// Show what this PC reports at present
    Findings(findings::Args),
    /// Show removable media, now and in history, with how well each can be told
    Media(media::Args),
    /// Show and test the rules
    Rules(rules::Args),
    /// Show, verify or export what waits to be sent
    Outbox(outbox::Args),
    /// Check what the agent needs to work
    Doctor(doctor::Args),
    /// Check, show or explain the settings
    Config(config::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Write manual pages into a folder
    Man(man::Args),
    /// Print the release
    Version(version::Args),
    /// Read documents for the agent that started this; not for use by hand
    #[command(hide = true)]
    Examine(examine::Args),
    /// Print what the exit codes mean
    #[command(name = "exit-codes", hide = true, after_help = Exit::explained())]
    ExitCodes,
}

/// What every command is given.
struct Here<'a> {
    terminal: &'a mut Terminal,
    place: Place,
    /// Level of the log on stderr, as `tracing` names it.
    log_level: &'static str,
}

/// Parses the command line, runs the command and returns its exit code.
pub fn main() -> Exit {
    program::run(|cli: &Cli| cli.globals.clone(), dispatch)
}

fn dispatch(cli: Cli, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let mut here = Here {
        terminal,
        place: cli.place,
        log_level: cli.globals.log_level(),
    };
    match cli.command {
        Command::Scan(args) => scan::run(&args, &mut here),
        Command::Run(args) => run::run(&args, &mut here),
        Command::Round(args) => round::run(&args, &mut here),
        Command::Enroll(args) => enroll::run(&args, &mut here),
        Command::Status(args) => status::run(&args, &mut here),
        Command::Findings(args) => findings::run(&args, &mut here),
        Command::Media(args) => media::run(&args, &mut here),
        Command::Rules(args) => rules::run(&args, &mut here),
        Command::Outbox(args) => outbox::run(&args, &mut here),
        Command::Doctor(args) => doctor::run(&args, &mut here),
        Command::Config(args) => config::run(&args, &mut here),
        Command::Completions(args) => completions::run(&args, &mut here),
        Command::Man(args) => man::run(&args, &mut here),
        Command::Version(args) => version::run(&args, &mut here),
        Command::Examine(args) => examine::run(&args, &mut here),
        Command::ExitCodes => {
            here.terminal.table(&Exit::table())?;
            Ok(Exit::Done)
        }
    }
}
