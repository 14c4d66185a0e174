//! The commands of `mimawari-agent`: one file each, all of one shape (`Args`, `run`).

use mimawari_proto::show::exit::Exit;

/// Parses the command line, runs the command and returns its exit code.
pub fn main() -> Exit {
    Exit::Done
}
