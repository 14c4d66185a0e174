//! Exit codes, the same in both programs; others' scripts depend on them.

use super::table::Table;

/// What a command ends with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Exit {
    /// Done, nothing to complain about.
    Done = 0,
    /// Done, findings exist.
    Findings = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Partly done: the result is printed, the list is on stderr.
    Partly = 3,
    /// Not enrolled, not permitted, certificate rejected.
    NotPermitted = 4,
    /// The other side cannot be reached.
    Unreachable = 5,
    /// Data damaged, verification failed.
    Damaged = 6,
    /// Another instance holds the lock.
    Locked = 7,
    /// A bug.
    Bug = 70,
    /// Interrupted; state is consistent.
    Interrupted = 130,
    /// Terminated; state is consistent.
    Terminated = 143,
}

impl Exit {
    /// Every code and its meaning, for `help exit-codes`.
    pub const TABLE: &'static [(Self, &'static str)] = &[
        (Self::Done, "done, nothing to complain about"),
        (
            Self::Findings,
            "done, findings exist (scan, doctor, matrix check, ledger verify); 0 with --exit-zero",
        ),
        (Self::Usage, "wrong usage or configuration"),
        (
            Self::Partly,
            "partly done: something could not be read or reached; the list is on stderr",
        ),
        (
            Self::NotPermitted,
            "not enrolled, not permitted, certificate rejected",
        ),
        (Self::Unreachable, "the other side cannot be reached"),
        (Self::Damaged, "data damaged, verification failed"),
        (Self::Locked, "another instance holds the lock"),
        (Self::Bug, "a bug: message and report id, no personal data"),
        (Self::Interrupted, "interrupted; state is consistent"),
        (Self::Terminated, "terminated; state is consistent"),
    ];

    /// Returns a line for every code, for the end of `help exit-codes`.
    pub fn explained() -> String {
        let lines = Self::TABLE
            .iter()
            .map(|(exit, meaning)| format!("{:>4}  {meaning}\n", exit.code()));
        lines.collect()
    }

    /// Returns the same as rows.
    pub fn table() -> Table {
        let mut table = Table::new(["code", "meaning"]);
        for (exit, meaning) in Self::TABLE {
            table.row([exit.code().to_string(), (*meaning).to_owned()]);
        }
        table
    }

    /// Returns the number the process ends with.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// Why a command ends early: the code, what went wrong, and what to try next.
///
/// Names inside may be hostile; whoever prints it makes them visible.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what}")]
pub struct Failure {
    /// What the process ends with.
    pub exit: Exit,
    /// What went wrong, naming the file, field or line.
    pub what: String,
    /// One line that says what to try next.
    pub next: String,
}

impl Failure {
    /// Makes a failure.
    pub fn new(exit: Exit, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            exit,
            what: what.into(),
            next: next.into(),
        }
    }
}

impl From<std::io::Error> for Failure {
    /// Takes an error of printing: a reader that went away is a quiet end.
    fn from(error: std::io::Error) -> Self {
        let exit = match error.kind() {
            std::io::ErrorKind::BrokenPipe => Exit::Done,
            _ => Exit::Partly,
        };
        Self::new(
            exit,
            format!("cannot print the result: {error}"),
            "check where the output goes",
        )
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_code_is_in_the_table_under_the_number_that_scripts_rely_on() {
        let codes: Vec<_> = Exit::TABLE.iter().map(|(exit, _)| exit.code()).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 7, 70, 130, 143]);
    }

    #[test]
    fn a_reader_that_went_away_is_a_quiet_end() {
        let gone = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert_eq!(Failure::from(gone).exit, Exit::Done);
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(Failure::from(full).exit, Exit::Partly);
    }
}
