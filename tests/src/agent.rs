//! A real agent with a state folder of its own, looking at a desktop of the test's.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    collector::{Collector, shown},
    program::{self, Ended, Running},
};

/// An agent's state folder and settings, and the service when it runs.
#[derive(Debug)]
pub struct Agent {
    state: PathBuf,
    config: PathBuf,
    home: PathBuf,
    logs: PathBuf,
    running: Option<Running>,
}

impl Agent {
    /// Makes an agent `FOLDER/NAME` that looks at `desktop` only.
    pub fn new(folder: &Path, name: &str, desktop: &Path) -> Result<Self> {
        let own = folder.join(name);
        fs::create_dir_all(&own)?;
        Self::with_state(folder, name, desktop, &own.join("state"))
    }

    /// The same with the state folder elsewhere.
    pub fn with_state(folder: &Path, name: &str, desktop: &Path, state: &Path) -> Result<Self> {
        let own = folder.join(name);
        let home = own.join("home");
        fs::create_dir_all(&home)?;
        let config = own.join("agent.toml");
        // Single quotes: a TOML string in which nothing is special.
        let settings = format!(
            "[sense]\nusers = \"mine\"\ndesktops = ['{}']\n",
            desktop.display()
        );
        fs::write(&config, settings)?;
        Ok(Self {
            state: state.to_owned(),
            config,
            home,
            logs: own,
            running: None,
        })
    }

    /// Makes a command of this agent.
    pub fn command(&self) -> Result<Command> {
        let mut command = program::command("mimawari-agent")?;
        command.env("HOME", &self.home).env_remove("XDG_CONFIG_HOME");
        command
            .arg("--state")
            .arg(&self.state)
            .arg("--config")
            .arg(&self.config);
        Ok(command)
    }

    /// Runs a command of this agent to its end.
    pub fn run(&self, args: &[&str]) -> Result<Ended> {
        program::run(self.command()?.args(args))
    }

    /// Runs a command that must end well and returns its JSON.
    pub fn json(&self, args: &[&str]) -> Result<Value> {
        self.run(&[args, &["--json"]].concat())?.expect(0)?.json()
    }

    /// Introduces the agent to the collector with this token.
    pub fn enroll_with(&self, token: &str) -> Result<Ended> {
        let file = self.logs.join("token");
        fs::write(&file, format!("{token}\n"))?;
        self.run(&["enroll", "--token-file", &shown(&file)])
    }

    /// Introduces the agent to the collector, for department 1010.
    pub fn enroll(&self, collector: &Collector) -> Result<()> {
        self.enroll_with(&collector.token("1010")?)?.expect(0)?;
        Ok(())
    }

    /// Makes a round now, in this process where no service runs.
    pub fn round(&self) -> Result<Ended> {
        self.run(&["round", "--now"])
    }

    /// Starts the service.
    pub fn start(&mut self) -> Result<()> {
        self.start_with(&[])
    }

    /// Starts the service with further arguments.
    pub fn start_with(&mut self, args: &[&str]) -> Result<()> {
        let mut command = self.command()?;
        command.arg("run").args(args);
        self.running = Some(Running::start(&mut command, &self.logs, "agent")?);
        Ok(())
    }

    /// Asks the running service, or the next one to start, for a round.
    ///
    /// What `round --now` leaves for a service it finds running.
    pub fn wish(&self) -> Result<()> {
        Ok(fs::write(self.wish_file(), "")?)
    }

    /// Starts the service with a round to make, and waits until it begins that round: it holds its lock then.
    pub fn start_at_work(&mut self) -> Result<()> {
        self.wish()?;
        self.start()?;
        let wish = self.wish_file();
        let running = self.running.as_mut().context("it was started")?;
        running.until("the round to begin", || (!wish.exists()).then_some(()))
    }

    fn wish_file(&self) -> PathBuf {
        self.state.join("round.now")
    }

    /// Kills the service as `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill();
        }
    }

    /// Asks the service to end and waits for it.
    pub fn stop(&mut self) -> Result<Option<Ended>> {
        let Some(mut running) = self.running.take() else {
            return Ok(None);
        };
        running.terminate()?;
        running.end().map(Some)
    }

    /// Returns the service, while it runs.
    pub fn running(&mut self) -> Option<&mut Running> {
        self.running.as_mut()
    }

    /// Returns its state folder.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Returns its settings file.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Returns the folder of its logs.
    pub fn logs(&self) -> &Path {
        &self.logs
    }
}
