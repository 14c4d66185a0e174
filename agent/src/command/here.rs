//! What commands have in common: the state folder, the settings, the log, and how faults are told.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use mimawari_proto::{
    show::exit::{Exit, Failure},
    time::Timestamp,
};

use super::Here;
use crate::{
    outbox::{Outbox, OutboxError},
    pipeline::{Agent, Fault, NoAgent},
    platform::{facts::Ending, place, process},
    settings::{Layers, SettingsError},
    uplink::{Trouble, identity::Identity},
};

impl Here<'_> {
    /// Returns the state folder.
    pub(super) fn state(&self) -> PathBuf {
        self.place.state.clone().unwrap_or_else(place::state_dir)
    }

    /// Reads the settings; a file that was named must be there.
    pub(super) fn layers(&self) -> Result<Layers, Failure> {
        let named = self.place.config.clone();
        let must_exist = named.is_some();
        let file = named.unwrap_or_else(place::config_file);
        Layers::read(&file, must_exist, |name| std::env::var(name).ok()).map_err(wrong_settings)
    }

    /// Opens the agent for work: lock, outbox, rules.
    pub(super) fn agent(&self) -> Result<Agent, Failure> {
        let settings = self.layers()?.settings;
        process::no_core_dumps();
        process::keep_files_private();
        Agent::open(&self.state(), settings).map_err(no_agent)
    }

    /// Opens the outbox for reading beside a running agent; `None` when nothing was ever looked at.
    pub(super) fn outbox(&self) -> Result<Option<Outbox>, Failure> {
        match Outbox::open_to_read(&self.state()) {
            Ok(outbox) => Ok(Some(outbox)),
            Err(OutboxError::NotThere) => Ok(None),
            Err(error) => Err(store_fault(&error)),
        }
    }

    /// Reads who this PC is to its collector.
    pub(super) fn identity(&self) -> Result<Option<Identity>, Failure> {
        Identity::read(&self.state()).map_err(|trouble| trouble_fault(&trouble))
    }

    /// Starts the log on stderr.
    pub(super) fn start_log(&self) {
        let level = self.log_level.parse().unwrap_or(tracing::Level::WARN);
        // A second call in one process keeps the first log.
        drop(
            tracing_subscriber::fmt()
                .with_max_level(level)
                .with_writer(std::io::stderr)
                .with_ansi(false)
                .try_init(),
        );
    }

    /// Returns the time zone in which times are written.
    pub(super) fn zone(&self) -> TimeZone {
        self.layers()
            .ok()
            .and_then(|layers| layers.settings.policy().ok())
            .map_or(TimeZone::UTC, |policy| policy.zone)
    }

    /// Writes a time for people, to the minute, with the offset.
    pub(super) fn told(&self, at: Timestamp, zone: &TimeZone) -> String {
        at.on_calendar(zone).strftime("%Y-%m-%d %H:%M %:z").to_string()
    }
}

pub(super) const fn ended(ending: Ending) -> Exit {
    match ending {
        Ending::Interrupted => Exit::Interrupted,
        Ending::Terminated => Exit::Terminated,
    }
}

pub(super) fn trouble_fault(trouble: &Trouble) -> Failure {
    Failure::new(trouble.exit(), trouble.to_string(), trouble.advice())
}

pub(super) fn pipeline_fault(fault: &Fault) -> Failure {
    match fault {
        Fault::Outbox(error) => store_fault(error),
        Fault::Bug => Failure::new(
            Exit::Bug,
            fault.to_string(),
            "please report that line and the output of --version",
        ),
        Fault::Room(error) => super::rooms::none(error),
        Fault::Start(_) => Failure::new(
            Exit::Partly,
            fault.to_string(),
            "check the limits of this account",
        ),
    }
}

pub(super) fn store_fault(error: &OutboxError) -> Failure {
    let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
    let (exit, next) = match error {
        OutboxError::Newer { .. } => (
            Exit::Usage,
            "install the newer release again; the file was left as it is",
        ),
        OutboxError::Foreign { .. } => (Exit::Usage, "name another folder with --state"),
        OutboxError::DiskFull(_) => (
            Exit::Partly,
            "make room on the disk; nothing that was kept is lost",
        ),
        OutboxError::NotThere => (Exit::Usage, "make a first round: mimawari-agent round --now"),
        OutboxError::Damaged { .. } => (
            Exit::Damaged,
            "start the agent: it carries over what can be read and sets the damaged file aside",
        ),
        OutboxError::Store(_) | OutboxError::File { .. } => {
            (Exit::Damaged, "check the disk and the rights of the state folder")
        }
    };
    Failure::new(exit, format!("{error}{cause}"), next)
}

fn no_agent(error: NoAgent) -> Failure {
    match &error {
        NoAgent::Locked(_) => Failure::new(
            Exit::Locked,
            error.to_string(),
            "an agent runs already: `mimawari-agent status` shows it; name another folder with --state",
        ),
        NoAgent::Folder { .. } => Failure::new(
            Exit::Usage,
            error.to_string(),
            "name a folder that this account may write to with --state, or run as administrator",
        ),
        NoAgent::Outbox(error) => store_fault(error),
    }
}

fn wrong_settings(error: SettingsError) -> Failure {
    Failure::new(
        Exit::Usage,
        error.to_string(),
        "see every key and its meaning with `mimawari-agent config show`",
    )
}
