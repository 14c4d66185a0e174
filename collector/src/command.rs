//! The commands of `mimawari-collector`: one file each, all of one shape (`Args`, `run`).

mod ca;
mod completions;
mod config;
mod department;
mod finding;
mod here;
mod import;
mod init;
mod ledger;
mod machine;
mod man;
mod matrix;
mod media;
mod secret;
mod serve;
mod token;
mod r#try;
mod user;
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
  mimawari-collector try                                     see it work on this PC
  mimawari-collector --data /srv/mimawari init --host collector.city.example
  mimawari-collector --data /srv/mimawari serve";

/// Keeps and judges what the agents of one network zone report.
#[derive(Parser, Debug)]
#[command(
    name = "mimawari-collector",
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

/// Where the collector keeps its things.
#[derive(clap::Args, Clone, Debug)]
struct Place {
    /// Data directory [default: /var/lib/mimawari/collector]
    #[arg(long, global = true, value_name = "DIR", env = "MIMAWARI_DATA")]
    data: Option<PathBuf>,

    /// Settings file [default: /etc/mimawari/collector.toml]
    #[arg(long, global = true, value_name = "FILE", env = "MIMAWARI_CONFIG")]
    config: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Make the data directory, the authority and the first administrator
    Init(init::Args),
    /// Take reports, enrol machines and show the console
    Serve(serve::Args),
    /// Try everything on this PC
    Try(r#try::Args),
    /// Make, list or revoke enrolment tokens
    Token(token::Args),
    /// Import or list departments
    Department(department::Args),
    /// List, show, move or revoke machines
    Machine(machine::Args),
    /// List or show findings
    Finding(finding::Args),
    /// Show the table of items and departments
    Matrix(matrix::Args),
    /// Keep the ledger of official media: import, list, lend, count, reconcile
    Media(media::Args),
    /// Verify, rebuild or sign the evidence
    Ledger(ledger::Args),
    /// Manage accounts of the console
    User(user::Args),
    /// Show what expires, and when
    Ca(ca::Args),
    /// Check, show or explain the settings
    Config(config::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Write manual pages into a folder
    Man(man::Args),
    /// Print the release
    Version(version::Args),
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
        Command::Init(args) => init::run(&args, &mut here),
        Command::Serve(args) => serve::run(&args, &mut here),
        Command::Try(args) => r#try::run(&args, &mut here),
        Command::Token(args) => token::run(&args, &mut here),
        Command::Department(args) => department::run(&args, &mut here),
        Command::Machine(args) => machine::run(&args, &mut here),
        Command::Finding(args) => finding::run(&args, &mut here),
        Command::Matrix(args) => matrix::run(&args, &mut here),
        Command::Media(args) => media::run(&args, &mut here),
        Command::Ledger(args) => ledger::run(&args, &mut here),
        Command::User(args) => user::run(&args, &mut here),
        Command::Ca(args) => ca::run(&args, &mut here),
        Command::Config(args) => config::run(&args, &mut here),
        Command::Completions(args) => completions::run(&args, &mut here),
        Command::Man(args) => man::run(&args, &mut here),
        Command::Version(args) => version::run(&args, &mut here),
        Command::ExitCodes => {
            here.terminal.table(&Exit::table())?;
            Ok(Exit::Done)
        }
    }
}
