//! How both programs start and end: parse, run, print the failure, exit code.

use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser;

use super::{
    exit::{Exit, Failure},
    options::Globals,
    terminal::Terminal,
};

/// Parses the command line and runs `body`; a failure is printed and becomes its exit code.
///
/// A panic inside ends with 70 and the place in the source, which holds no personal data.
pub fn run<C: Parser>(
    globals: impl FnOnce(&C) -> Globals,
    body: impl FnOnce(C, &mut Terminal) -> Result<Exit, Failure>,
) -> Exit {
    let cli = match C::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return spoken(&answer),
    };
    let mut terminal = Terminal::of_process(&globals(&cli));
    let ended = catch_unwind(AssertUnwindSafe(|| body(cli, &mut terminal))).unwrap_or_else(|_| Err(bug()));
    let exit = ended.unwrap_or_else(|failure| told(&mut terminal, &failure));
    match terminal.flush() {
        Ok(()) => exit,
        Err(error) => Failure::from(error).exit.max(exit),
    }
}

/// Prints what clap has to say: help and version to stdout, a mistake to stderr.
fn spoken(answer: &clap::Error) -> Exit {
    let printed = answer.print();
    match (answer.use_stderr(), printed) {
        (true, _) => Exit::Usage,
        (false, _) => Exit::Done,
    }
}

fn told(terminal: &mut Terminal, failure: &Failure) -> Exit {
    if failure.exit != Exit::Done {
        // When stderr is gone too, the exit code still tells.
        drop(terminal.error(&failure.what, &failure.next));
    }
    failure.exit
}

fn bug() -> Failure {
    Failure::new(
        Exit::Bug,
        "this is a bug in Mimawari; the line above names the place in its source",
        "please report that line and the output of --version",
    )
}
