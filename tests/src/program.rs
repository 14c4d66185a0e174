//! Starts the real programs and observes how they end.

use std::{
    ffi::OsStr,
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::wait;

/// Returns the program of that name: from `MIMAWARI_BIN_DIR`, else from beside this test.
pub fn path(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os("MIMAWARI_BIN_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => beside_this_test()?,
    };
    let program = folder.join(name);
    ensure!(
        program.is_file(),
        "{} is not built: run `cargo build --workspace` first",
        program.display()
    );
    Ok(program)
}

/// `target/debug`, seen from `target/debug/deps/e2e-0123` or `target/debug/mimawari-bench`.
fn beside_this_test() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().context("a program has a folder")?;
    let folder = match folder.ends_with("deps") {
        true => folder.parent().context("deps has a folder")?,
        false => folder,
    };
    Ok(folder.to_owned())
}

/// What a program that ended has left.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// All of stdout.
    pub out: String,
    /// All of stderr.
    pub err: String,
}

impl Ended {
    /// Demands an exit code, and shows everything when it is another.
    pub fn expect(self, code: i32) -> Result<Self> {
        ensure!(
            self.code == Some(code),
            "ended with {:?}, not {code}\n--- stdout\n{}\n--- stderr\n{}",
            self.code,
            self.out,
            self.err
        );
        Ok(self)
    }

    /// Reads stdout as one JSON document.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.out)
            .with_context(|| format!("stdout is no JSON\n{}\n--- stderr\n{}", self.out, self.err))
    }

    /// Reads stdout as one JSON document a line.
    pub fn json_lines(&self) -> Result<Vec<Value>> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).with_context(|| format!("no JSON: {line}")))
            .collect()
    }
}

/// Makes a command with the environment of a test: English, no colour, nothing inherited that would change it.
pub fn command(name: &str) -> Result<Command> {
    let mut command = Command::new(path(name)?);
    command
        .stdin(Stdio::null())
        .env("MIMAWARI_LANG", "en")
        .env("NO_COLOR", "1");
    for name in [
        "MIMAWARI_DATA",
        "MIMAWARI_STATE",
        "MIMAWARI_CONFIG",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    ] {
        command.env_remove(name);
    }
    Ok(command)
}

/// Runs a command to its end, at most for [`wait::PATIENCE`].
pub fn run(command: &mut Command) -> Result<Ended> {
    let folder = tempfile::tempdir()?;
    let mut running = Running::start(command, folder.path(), "run")?;
    running.end()
}

/// Runs a program with arguments to its end.
pub fn run_with<A: AsRef<OsStr>>(name: &str, args: impl IntoIterator<Item = A>) -> Result<Ended> {
    run(command(name)?.args(args))
}

/// A program that was started and whose output goes to files.
#[derive(Debug)]
pub struct Running {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Running {
    /// Starts a command; its output goes to `LOGS/NAME.out` and `LOGS/NAME.err`, appended.
    pub fn start(command: &mut Command, logs: &Path, name: &str) -> Result<Self> {
        let log = |kind: &str| -> Result<(PathBuf, File)> {
            let path = logs.join(format!("{name}.{kind}"));
            let file = File::options().create(true).append(true).open(&path)?;
            Ok((path, file))
        };
        let (out, out_file) = log("out")?;
        let (err, err_file) = log("err")?;
        let child = command
            .stdout(out_file)
            .stderr(err_file)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self { child, out, err })
    }

    /// Returns its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns what it has written to stdout so far.
    pub fn out(&self) -> String {
        read_lossy(&self.out)
    }

    /// Returns what it has written to stderr so far.
    pub fn err(&self) -> String {
        read_lossy(&self.err)
    }

    /// Tells how it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits until it shows something, or fails when it ends before.
    pub fn until<T>(&mut self, what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T> {
        let seen = wait::until(what, || match (look(), self.ended()) {
            (Some(seen), _) => Some(Some(seen)),
            (None, Some(_)) => Some(None),
            (None, None) => None,
        });
        match seen {
            Ok(Some(seen)) => Ok(seen),
            Ok(None) => bail!("ended before {what}\n{}\n{}", self.out(), self.err()),
            Err(error) => Err(error.context(format!("{}\n{}", self.out(), self.err()))),
        }
    }

    /// Waits for the end.
    pub fn end(&mut self) -> Result<Ended> {
        self.end_within(wait::PATIENCE)
    }

    /// Waits for the end, at most so long.
    pub fn end_within(&mut self, limit: Duration) -> Result<Ended> {
        let status = wait::within(limit, "the end of a program", || self.ended())
            .with_context(|| format!("{}\n{}", self.out(), self.err()))?;
        Ok(Ended {
            code: status.code(),
            out: self.out(),
            err: self.err(),
        })
    }

    /// Ends it as `kill -9` does: nothing in it runs any more.
    pub fn kill(&mut self) {
        // Fails only where it has ended already, which is what is wanted.
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Asks it to end, as a service manager does.
    pub fn terminate(&mut self) -> Result<()> {
        let id = i32::try_from(self.child.id())?;
        let pid = Pid::from_raw(id).context("a child has an id")?;
        Ok(kill_process(pid, Signal::TERM)?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

fn read_lossy(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}
