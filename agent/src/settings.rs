//! The settings of the agent: flags, environment, file, built-in; the first that names a key wins.
//!
//! The file is TOML: `--config`, else the system's own place; without one the
//! built-in values hold. A key that is not known is an error. To add a
//! setting: a field here, a row in `settings/keys.rs`, a line in `deploy/agent.toml`.

pub mod keys;
mod layers;
#[cfg(test)]
mod tests;

use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    outbox,
    round::{
        self,
        policy::{self, NotAPolicy},
    },
    sense::{desktop::Whose, media::marker::MarkerKey},
    sweep,
};

pub use layers::{Layers, Source};

/// Everything that can be set.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where is looked.
    pub sense: Sense,
    /// When.
    pub round: Round,
    /// How much it may cost.
    pub budget: Budget,
    /// What waits to be sent.
    pub outbox: Outbox,
    /// What is plugged in.
    pub media: Media,
}

/// Where is looked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sense {
    /// Whose desktops.
    pub users: Users,
    /// Further folders that count as desktops.
    pub desktops: Vec<PathBuf>,
    /// A document is a stray file when it lies on a desktop unchanged for so long.
    pub stray_grace_hours: u32,
}

/// Whose desktops are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Users {
    /// Those of every user of the machine.
    Everyone,
    /// Those of the user who runs the agent.
    Mine,
}

/// When rounds are made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Round {
    /// Time zone of all times here.
    pub zone: String,
    /// When the window opens, `HH:MM`.
    pub window_start: String,
    /// When it closes; not after the start means on the next day.
    pub window_end: String,
    /// Days of the week: `mon` … `sun`.
    pub days: Vec<String>,
    /// Dates without a round, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
    /// Over how many minutes of the window the PCs are spread.
    pub spread_minutes: u32,
    /// A missed round is made up for.
    pub catch_up: bool,
    /// A round waits at least so long after the start of the agent …
    pub start_delay_least_seconds: u32,
    /// … and at most so long.
    pub start_delay_most_seconds: u32,
}

/// How much a round may cost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// Files that one round may read; unchanged ones are not counted.
    pub files: u64,
    /// Minutes that one round may take.
    pub minutes: u32,
    /// Share of one core in percent; rounds asked for on the PC run at full speed.
    pub share_percent: u8,
}

/// What waits to be sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outbox {
    /// MiB of events that may wait before they are folded.
    pub limit_mib: u32,
}

/// What is plugged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// Removable media are watched and reported.
    pub watch: bool,
    /// The public key by which marker files are checked, 32 bytes in base64; empty for none.
    pub marker_key: String,
    /// Files that are read on one medium; unchanged ones are not counted.
    pub files: u64,
    /// Minutes that reading one medium may take.
    pub minutes: u32,
}

/// Why the settings cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read {file}: {why}")]
    Unreadable {
        /// Which.
        file: String,
        /// What the system said.
        why: String,
    },
    /// The file is no TOML.
    #[error("{file}, line {line}: {why}")]
    Syntax {
        /// Which.
        file: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A key that does not exist.
    #[error("{place}: unknown key \"{key}\"{}", did_you_mean(*nearest))]
    UnknownKey {
        /// The file and line.
        place: String,
        /// As written.
        key: String,
        /// What was probably meant.
        nearest: Option<&'static str>,
    },
    /// A value that cannot be used.
    #[error("{place}: {key}: {why}")]
    Value {
        /// The file and line, or the variable.
        place: String,
        /// Which setting.
        key: String,
        /// What is wrong.
        why: String,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |known| format!("; did you mean \"{known}\"?"))
}

impl Default for Sense {
    fn default() -> Self {
        Self {
            users: Users::Everyone,
            desktops: Vec::new(),
            stray_grace_hours: 24,
        }
    }
}

impl Default for Round {
    fn default() -> Self {
        Self {
            zone: "Asia/Tokyo".to_owned(),
            window_start: "12:00".to_owned(),
            window_end: "17:00".to_owned(),
            days: ["mon", "tue", "wed", "thu", "fri"].map(str::to_owned).to_vec(),
            holidays: Vec::new(),
            spread_minutes: 60,
            catch_up: true,
            start_delay_least_seconds: 180,
            start_delay_most_seconds: 900,
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            files: 1_000_000,
            minutes: 240,
            share_percent: 10,
        }
    }
}

impl Default for Media {
    fn default() -> Self {
        Self {
            watch: true,
            marker_key: String::new(),
            files: 100_000,
            minutes: 60,
        }
    }
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            limit_mib: u32::try_from(outbox::LIMIT_BYTES >> 20).unwrap_or(u32::MAX),
        }
    }
}

impl Settings {
    /// Returns the calendar.
    pub fn policy(&self) -> Result<round::Policy, (&'static str, NotAPolicy)> {
        let round = &self.round;
        let at = |key| move |error| (key, error);
        if round.days.is_empty() {
            return Err(("round.days", NotAPolicy::NoDay));
        }
        let seconds = |number: u32| Duration::from_secs(number.into());
        Ok(round::Policy {
            zone: policy::zone(&round.zone).map_err(at("round.zone"))?,
            window_start: policy::time(&round.window_start).map_err(at("round.window_start"))?,
            window_end: policy::time(&round.window_end).map_err(at("round.window_end"))?,
            weekdays: each(&round.days, policy::weekday).map_err(at("round.days"))?,
            holidays: each(&round.holidays, policy::date)
                .map_err(at("round.holidays"))?
                .into_iter()
                .collect(),
            jitter: seconds(round.spread_minutes) * 60,
            catch_up: round.catch_up,
            start_delay_least: seconds(round.start_delay_least_seconds),
            start_delay_most: seconds(
                round
                    .start_delay_most_seconds
                    .max(round.start_delay_least_seconds),
            ),
        })
    }

    /// Returns what a sweep may cost.
    pub fn budget(&self) -> sweep::Budget {
        sweep::Budget {
            grace: Duration::from_secs(u64::from(self.sense.stray_grace_hours) * 3600),
            files: self.budget.files,
            time: Duration::from_secs(u64::from(self.budget.minutes) * 60),
            share_percent: self.budget.share_percent,
        }
    }

    /// Returns what reading one medium may cost.
    pub fn media_budget(&self) -> sweep::Budget {
        sweep::Budget {
            files: self.media.files,
            time: Duration::from_secs(u64::from(self.media.minutes) * 60),
            ..self.budget()
        }
    }

    /// Returns whose desktops are looked at.
    pub const fn whose(&self) -> Whose {
        match self.sense.users {
            Users::Everyone => Whose::Everyone,
            Users::Mine => Whose::Mine,
        }
    }

    /// Returns how many bytes of events may wait.
    pub const fn outbox_limit_bytes(&self) -> u64 {
        (self.outbox.limit_mib as u64) << 20
    }

    /// Returns the key by which marker files are checked.
    pub fn marker_key(&self) -> Option<MarkerKey> {
        MarkerKey::read(&self.media.marker_key)
    }

    /// Names the key whose value no type could refuse, and why.
    fn wrong(&self) -> Option<(&'static str, String)> {
        if let Err((key, error)) = self.policy() {
            return Some((key, error.to_string()));
        }
        if !(1..=100).contains(&self.budget.share_percent) {
            return Some(("budget.share_percent", "not between 1 and 100".to_owned()));
        }
        if !(1..=1024).contains(&self.outbox.limit_mib) {
            return Some(("outbox.limit_mib", "not between 1 and 1024".to_owned()));
        }
        if self.budget.files == 0 {
            return Some(("budget.files", "not greater than 0".to_owned()));
        }
        if self.media.files == 0 {
            return Some(("media.files", "not greater than 0".to_owned()));
        }
        if self.media.minutes == 0 {
            return Some(("media.minutes", "not greater than 0".to_owned()));
        }
        if self.budget.minutes == 0 {
            return Some(("budget.minutes", "not greater than 0".to_owned()));
        }
        if !self.media.marker_key.is_empty() && self.marker_key().is_none() {
            return Some(("media.marker_key", "not 32 bytes in base64".to_owned()));
        }
        let relative = self.sense.desktops.iter().find(|path| !path.is_absolute())?;
        Some((
            "sense.desktops",
            format!("{} is not an absolute path", relative.display()),
        ))
    }
}

fn each<T>(texts: &[String], read: fn(&str) -> Result<T, NotAPolicy>) -> Result<Vec<T>, NotAPolicy> {
    texts.iter().map(|text| read(text)).collect()
}
