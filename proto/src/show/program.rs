//! How both programs start and end: parse, run, print the failure, exit code.

use std::{
    ffi::OsString,
    panic::{AssertUnwindSafe, catch_unwind},
};

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
    let cli = match C::try_parse_from(as_commands(std::env::args_os().collect())) {
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

/// Turns two usual ways of asking into the commands that answer them:
/// `help exit-codes`, and `--version` with `--json` or `--format`.
fn as_commands(mut args: Vec<OsString>) -> Vec<OsString> {
    let is = |at: usize, word: &str| args.get(at).is_some_and(|arg| arg == word);
    let wants_form = args
        .iter()
        .skip(1)
        .any(|arg| arg == "--json" || arg.to_str().is_some_and(|arg| arg.starts_with("--format")));
    if is(1, "help") && is(2, "exit-codes") {
        args.remove(1);
    } else if let Some(at) = args.iter().position(|arg| arg == "--version" || arg == "-V")
        && wants_form
    {
        args.remove(at);
        args.insert(1, "version".into());
    }
    args
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: &[&str], understood: &[&str]) {
        let args = asked.iter().map(OsString::from).collect();
        assert_eq!(as_commands(args), understood);
    }

    #[test]
    fn help_on_exit_codes_is_the_table_itself() {
        check(
            &["p", "help", "exit-codes", "--json"],
            &["p", "exit-codes", "--json"],
        );
        check(&["p", "help", "scan"], &["p", "help", "scan"]);
        check(
            &["p", "scan", "help", "exit-codes"],
            &["p", "scan", "help", "exit-codes"],
        );
    }

    #[test]
    fn a_version_for_programs_is_the_command_version() {
        check(&["p", "--version", "--json"], &["p", "version", "--json"]);
        check(
            &["p", "--format", "json", "-V"],
            &["p", "version", "--format", "json"],
        );
        check(&["p", "--version"], &["p", "--version"]);
    }
}
