//! `mimawari-agent`: parse, run the command, end with its exit code.

use std::process::ExitCode;

use mimawari_agent::platform::heap::Heap;

#[global_allocator]
static HEAP: Heap = Heap;

fn main() -> ExitCode {
    mimawari_agent::command::main().into()
}
