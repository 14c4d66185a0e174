//! What commands share: the data directory, the settings, the ledger, who is asking, what time it is.

use std::path::PathBuf;

use mimawari_proto::{
    show::exit::{Exit, Failure},
    time::Timestamp,
};

use super::Here;
use crate::{
    ledger::{By, Ledger, Reader},
    settings::{self, Layers, Settings, SettingsError},
    trust::{authority::Authority, fault::TrustError},
};

/// Where the data is when nobody says otherwise.
const DATA: &str = "/var/lib/mimawari/collector";

impl Here<'_> {
    /// Returns the data directory.
    pub(super) fn data(&self) -> PathBuf {
        self.place.data.clone().unwrap_or_else(|| PathBuf::from(DATA))
    }

    /// Reads the settings: environment over file over built-in; flags of a command go on top.
    pub(super) fn layers(&self) -> Result<Layers, Failure> {
        let layers = Layers::built_in();
        let layers = match settings::file(self.place.config.as_deref(), &self.data()) {
            Some(file) => layers.with_file(&file)?,
            None => layers,
        };
        Ok(layers.with_variables(|name| std::env::var(name).ok())?)
    }

    /// Reads the settings.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        Ok(self.layers()?.settings()?)
    }

    /// Opens the ledger beside a server that may be running.
    pub(super) fn ledger(&self) -> Result<Ledger, Failure> {
        private_files();
        Ok(Ledger::beside(&self.data())?)
    }

    /// Opens the ledger for questions.
    pub(super) fn reader(&self) -> Result<Reader, Failure> {
        Ok(Reader::open(&self.data())?)
    }

    /// Returns the moment at which the console's questions are asked.
    pub(super) fn moment(&self) -> Result<crate::present::query::Moment, Failure> {
        let settings = self.settings()?;
        Ok(crate::present::query::Moment {
            now: now(),
            zone: settings.time_zone.zone(),
            policy: settings.policy(),
            lang: self.terminal.lang(),
        })
    }

    /// Opens the authority.
    pub(super) fn authority(&self) -> Result<Authority, Failure> {
        Ok(Authority::open(&self.data())?)
    }

    /// Demands `--yes` for what cannot be taken back. Never asks: scripts and people get the same answer.
    pub(super) fn confirmed(&self, yes: bool, what: &str) -> Result<(), Failure> {
        match yes {
            true => Ok(()),
            false => Err(Failure::new(
                Exit::Usage,
                format!(
                    "{} {what}",
                    self.terminal.say("確認が必要です:", "not confirmed:")
                ),
                self.terminal.say(
                    "実行するには --yes を付けてください",
                    "add --yes to do it, or --dry-run to see what would happen",
                ),
            )),
        }
    }
}

/// Makes every file that this process makes from now on readable by its owner alone.
pub(super) fn private_files() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Reads the clock.
pub(super) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one clock of the commands")]
    std::time::SystemTime::now().into()
}

/// Returns who is asking: the account of the operating system, and who became it by sudo.
pub(super) fn operator() -> By {
    let uid = rustix::process::getuid().as_raw();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    });
    let account = named.unwrap_or_else(|| format!("uid {uid}"));
    By::Operator(match std::env::var("SUDO_USER") {
        Ok(from) if uid == 0 && from != account => format!("{account} (sudo: {from})"),
        _ => account,
    })
}

/// Returns random bytes for an id or a secret.
pub(super) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::new(
            Exit::Bug,
            format!("the system gives no randomness: {error}"),
            "check /dev/urandom",
        )
    })?;
    Ok(bytes)
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::new(
            Exit::Usage,
            error.to_string(),
            "correct it, then try `mimawari-collector config check`",
        )
    }
}

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        let what = format!("{error}{}", cause.unwrap_or_default());
        match &error {
            TrustError::Missing { .. } => Self::new(
                Exit::Usage,
                what,
                "make a collector with `mimawari-collector init`, or name its data directory with --data",
            ),
            TrustError::Exists { .. } => Self::new(
                Exit::Usage,
                what,
                "use the collector that is there, or name another directory with --data",
            ),
            TrustError::Exposed { path, .. } => Self::new(
                Exit::Usage,
                what,
                format!("chmod 600 {}, and consider who has read it", path.display()),
            ),
            TrustError::Damaged { .. } => Self::new(Exit::Damaged, what, "restore this file from a backup"),
            TrustError::Disk { .. } => Self::new(
                Exit::Usage,
                what,
                "check that the directory exists and belongs to the collector's account",
            ),
            TrustError::HostName(_) => Self::new(
                Exit::Usage,
                what,
                "name a host like collector.city.example or 192.0.2.7",
            ),
            TrustError::Request(_) | TrustError::Crypto { .. } => {
                Self::new(Exit::Bug, what, "please report this with the output of --version")
            }
        }
    }
}
