//! `mimawari-collector`: parse, run the command, end with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    mimawari_collector::command::main().into()
}
