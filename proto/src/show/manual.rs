//! Completions for a shell and manual pages, made from the command line itself.

use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{
    exit::{Exit, Failure},
    terminal::Terminal,
};

/// What `completions` is given.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Completions {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script of a program for one shell.
    pub fn run<P: CommandFactory>(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut command = P::command();
        let program = command.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, program, &mut script);
        terminal.result(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}

/// What `man` is given.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Pages {
    /// The folder, which must exist
    dir: PathBuf,
}

impl Pages {
    /// Writes one manual page for the program and one for each command.
    pub fn run<P: CommandFactory>(&self) -> Result<Exit, Failure> {
        clap_mangen::generate_to(P::command(), &self.dir).map_err(|error| {
            Failure::new(
                Exit::Usage,
                format!("cannot write manual pages into {}: {error}", self.dir.display()),
                "name a folder that exists and that you may write to",
            )
        })?;
        Ok(Exit::Done)
    }
}
