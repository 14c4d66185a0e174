//! Passwords at the command line: from a file, from standard input, or made up; never as an argument.

use std::{io::Read as _, path::PathBuf};

use mimawari_proto::show::exit::{Exit, Failure};
use zeroize::Zeroizing;

use super::here::random;
use crate::present::password;

/// Letters that nobody confuses on paper: no 0 O 1 l I.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Longest password file read.
const FILE_LIMIT_BYTES: u64 = 4096;

/// Where a password comes from; without an option one is made and printed.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct From {
    /// Read the password from the first line of a file
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    password_file: Option<PathBuf>,

    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// A password, and whether it was made here and must be told.
pub(super) struct Password {
    pub(super) text: Zeroizing<String>,
    pub(super) made: bool,
}

impl From {
    /// Reads or makes the password, and checks its length.
    pub(super) fn read(&self) -> Result<Password, Failure> {
        let read = match (&self.password_file, self.password_stdin) {
            (Some(path), _) => {
                let cannot = |error: std::io::Error| {
                    Failure::new(
                        Exit::Usage,
                        format!("cannot read the password from {}: {error}", path.display()),
                        "name a file whose first line is the password",
                    )
                };
                let mut text = Zeroizing::new(String::new());
                let file = std::fs::File::open(path).map_err(cannot)?;
                file.take(FILE_LIMIT_BYTES)
                    .read_to_string(&mut text)
                    .map_err(cannot)?;
                text
            }
            (None, true) => {
                let mut text = Zeroizing::new(String::new());
                std::io::stdin()
                    .take(FILE_LIMIT_BYTES)
                    .read_to_string(&mut text)
                    .map_err(|error| {
                        Failure::new(
                            Exit::Usage,
                            format!("cannot read the password from standard input: {error}"),
                            "pipe the password in",
                        )
                    })?;
                text
            }
            (None, false) => {
                return Ok(Password {
                    text: made()?,
                    made: true,
                });
            }
        };
        let text = Zeroizing::new(read.lines().next().unwrap_or_default().to_owned());
        checked(&text)?;
        Ok(Password { text, made: false })
    }
}

impl Password {
    /// Returns what is kept of it.
    pub(super) fn hash(&self) -> Result<String, Failure> {
        password::hash(&self.text, &random()?).map_err(|error| {
            Failure::new(
                Exit::Bug,
                error.to_string(),
                "please report this with the output of --version",
            )
        })
    }
}

/// Makes 100 random bits in five groups of four letters.
fn made() -> Result<Zeroizing<String>, Failure> {
    let bytes = Zeroizing::new(random::<20>()?);
    let mut text = Zeroizing::new(String::with_capacity(24));
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Ok(text)
}

fn checked(text: &str) -> Result<(), Failure> {
    let wrong = |what: String| {
        Err(Failure::new(
            Exit::Usage,
            what,
            "choose another; a sentence is easy to remember",
        ))
    };
    match text {
        short if short.chars().count() < password::SHORTEST_CHARS => wrong(format!(
            "the password is shorter than {} characters",
            password::SHORTEST_CHARS
        )),
        long if long.len() > password::LONGEST_BYTES => wrong(format!(
            "the password is longer than {} bytes",
            password::LONGEST_BYTES
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_password_is_long_enough_and_never_the_same() {
        let (one, two) = (made().expect("made"), made().expect("made"));
        assert!(checked(&one).is_ok());
        assert_ne!(*one, *two);
        assert_eq!(one.len(), 24);
    }

    #[test]
    fn only_the_first_line_of_a_password_file_counts() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("password");
        std::fs::write(&path, "Tanuki-no-mimawari-2026\nsecond\n").expect("written");
        let from = From {
            password_file: Some(path.clone()),
            password_stdin: false,
        };
        assert_eq!(*from.read().expect("read").text, "Tanuki-no-mimawari-2026");
        std::fs::write(&path, "short\n").expect("written");
        assert_eq!(from.read().err().map(|f| f.exit), Some(Exit::Usage));
    }
}
