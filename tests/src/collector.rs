//! A real collector in a folder of its own: set up, started, killed, asked.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::program::{self, Ended, Running};

/// A department list with one department that ended last year.
pub const DEPARTMENTS: &str = "\
code,name,short_name,parent,valid_from,valid_until
1010,総務課,総務,,2020-04-01,
1020,保育課,保育,,2020-04-01,
1030,旧広報室,広報,,2015-04-01,2025-03-31
";

/// A collector's data directory, and the server when it runs.
#[derive(Debug)]
pub struct Collector {
    data: PathBuf,
    logs: PathBuf,
    running: Option<Running>,
    /// Kept over restarts, so that agents find it again.
    intake: SocketAddr,
    console: SocketAddr,
}

impl Collector {
    /// Makes a data directory `FOLDER/collector` with its authority, first administrator and departments.
    pub fn init(folder: &Path) -> Result<Self> {
        Self::init_at(&folder.join("collector"), folder)
    }

    /// The same with the data directory elsewhere; logs stay in `logs`.
    pub fn init_at(data: &Path, logs: &Path) -> Result<Self> {
        let collector = Self {
            data: data.to_owned(),
            logs: logs.to_owned(),
            running: None,
            intake: free_address()?,
            console: free_address()?,
        };
        collector.announce(collector.intake)?;
        let password = logs.join("password");
        fs::write(&password, "Tanuki-no-mimawari-2026\n")?;
        collector
            .run(&["init", "--admin", "admin", "--password-file", &shown(&password)])?
            .expect(0)?;
        let list = logs.join("departments.csv");
        fs::write(&list, DEPARTMENTS)?;
        collector
            .run(&["department", "import", &shown(&list)])?
            .expect(0)?;
        Ok(collector)
    }

    /// Makes the data directory and starts the server.
    pub fn started(folder: &Path) -> Result<Self> {
        let mut collector = Self::init(folder)?;
        collector.start()?;
        Ok(collector)
    }

    /// Lets later tokens name another address than the collector's own: a line between.
    pub fn announce(&self, address: SocketAddr) -> Result<()> {
        let settings = format!(
            "[intake]\nlisten = \"{}\"\naddress = \"{address}\"\n\n[console]\nlisten = \"{}\"\n",
            self.intake, self.console
        );
        Ok(fs::write(self.settings(), settings)?)
    }

    /// Makes a command of this collector.
    pub fn command(&self) -> Result<Command> {
        let mut command = program::command("mimawari-collector")?;
        command
            .arg("--data")
            .arg(&self.data)
            .arg("--config")
            .arg(self.settings());
        Ok(command)
    }

    /// Runs a command of this collector to its end.
    pub fn run(&self, args: &[&str]) -> Result<Ended> {
        program::run(self.command()?.args(args))
    }

    /// Runs a command that must end with 0, or 1 where it found something, and returns its JSON.
    pub fn json(&self, args: &[&str]) -> Result<Value> {
        let ended = self.run(&[args, &["--json"]].concat())?;
        match ended.code {
            Some(0 | 1) => ended.json(),
            _ => ended.expect(0)?.json(),
        }
    }

    /// Starts the server and waits until it answers.
    pub fn start(&mut self) -> Result<()> {
        let mut command = self.command()?;
        command.arg("serve");
        let mut running = Running::start(&mut command, &self.logs, "collector")?;
        let (intake, console) = (self.intake, self.console);
        running.until("the collector to answer", || {
            (TcpStream::connect(intake).is_ok() && TcpStream::connect(console).is_ok()).then_some(())
        })?;
        self.running = Some(running);
        Ok(())
    }

    /// Kills the server as `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill();
        }
    }

    /// Asks the server to end and waits for it.
    pub fn stop(&mut self) -> Result<Option<Ended>> {
        let Some(mut running) = self.running.take() else {
            return Ok(None);
        };
        running.terminate()?;
        running.end().map(Some)
    }

    /// Returns where agents connect to.
    pub fn intake(&self) -> SocketAddr {
        self.intake
    }

    /// Returns where the console answers.
    pub fn console(&self) -> SocketAddr {
        self.console
    }

    /// Returns its settings file.
    pub fn settings(&self) -> PathBuf {
        self.logs.join("collector.toml")
    }

    /// Returns the server, while it runs.
    pub fn running(&mut self) -> Option<&mut Running> {
        self.running.as_mut()
    }

    /// Makes an enrolment token for a department, good for many machines.
    pub fn token(&self, department: &str) -> Result<String> {
        self.token_with(&["--department", department, "--uses", "1000", "--expires", "7d"])
    }

    /// Makes an enrolment token with these options.
    pub fn token_with(&self, options: &[&str]) -> Result<String> {
        let mut args = vec!["token", "new", "--zone", "lgwan"];
        args.extend(options);
        let ended = self.run(&args)?.expect(0)?;
        let token = ended
            .out
            .split_whitespace()
            .find(|word| word.starts_with("mimawari1."));
        Ok(token.context("a token on stdout")?.to_owned())
    }

    /// Returns the certificate of its authority, PEM.
    pub fn root(&self) -> Result<String> {
        Ok(fs::read_to_string(self.data.join("ca/root.pem"))?)
    }

    /// Returns its data directory.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Returns the file of the evidence.
    pub fn ledger(&self) -> PathBuf {
        self.data.join("ledger.db")
    }

    /// Demands that the evidence verifies, and returns what the command said.
    pub fn verified(&self) -> Result<Value> {
        self.run(&["ledger", "verify", "--json"])?.expect(0)?.json()
    }
}

/// Finds an address on loopback that is free now and stays so while a collector is down.
///
/// Below the range from which outgoing connections get their ports, and each only once in this process.
fn free_address() -> Result<SocketAddr> {
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    loop {
        let turn = TAKEN.fetch_add(1, Ordering::SeqCst);
        let port = 12_000 + (std::process::id().wrapping_mul(97) + turn) % 20_000;
        let at = SocketAddr::from(([127, 0, 0, 1], u16::try_from(port)?));
        if TcpListener::bind(at).is_ok() {
            return Ok(at);
        }
    }
}

/// A path of this test as text; temporary folders have plain names.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
