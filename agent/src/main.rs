//! `mimawari-agent`: parse, run the command, end with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    mimawari_agent::command::main().into()
}
