//! Completions for a shell and manual pages, made from the command line itself.

use std::path::Path;

use clap::Command;
use clap_complete::Shell;

use super::exit::{Exit, Failure};

/// Returns the completion script of a program for one shell.
pub fn completions(mut command: Command, shell: Shell) -> String {
    let program = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, program, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Writes one manual page for the program and one for each command into `folder`, which must exist.
pub fn pages(command: Command, folder: &Path) -> Result<(), Failure> {
    clap_mangen::generate_to(command, folder).map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("cannot write manual pages into {}: {error}", folder.display()),
            "name a folder that exists and that you may write to",
        )
    })
}
