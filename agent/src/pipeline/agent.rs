//! One agent, ready to work: its folder locked, its outbox open, its rules compiled.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use mimawari_proto::{bundle::BundleKind, machine::MachineFacts, time::Timestamp};

use super::{clock, examining::Examining, random};
use crate::{
    examine::Eyes,
    outbox::{Opening, Outbox, OutboxError, look_of},
    platform::{
        facts::LockError,
        folder::Folder,
        lock::{self, Lock},
        machine, private,
    },
    round,
    settings::{Layers, Settings},
    uplink::Uplink,
};

/// A file of this name in the state folder asks the running agent for a round.
pub const WISH_FILE: &str = "round.now";

/// Where the rounds so far are remembered.
pub const STATE_MEMO: &str = "round.state";

/// Why no agent could be made.
#[derive(Debug, thiserror::Error)]
pub enum NoAgent {
    /// Another one is at work on this folder.
    #[error("another agent holds {}", .0.display())]
    Locked(PathBuf),
    /// The state folder cannot be used.
    #[error("cannot use the state folder {}: {cause}", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The outbox cannot be opened.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

/// One agent, ready to work.
pub struct Agent {
    /// Its state folder.
    pub folder: PathBuf,
    /// Its settings, with the policy laid over them.
    pub settings: Settings,
    /// Its calendar.
    pub policy: round::Policy,
    /// Version of the policy; 0 for the settings alone.
    pub policy_version: u64,
    /// What judges documents.
    pub eyes: Arc<Eyes>,
    /// What it has to say.
    pub outbox: Outbox,
    /// What it says of its machine.
    pub facts: MachineFacts,
    /// Where the tree of devices begins: `/` but for recorded trees.
    pub media_root: PathBuf,
    pub(super) examining: Examining,
    /// The watch of media is at work.
    pub(super) media_runs: Arc<AtomicBool>,
    up_since: Timestamp,
    own: Settings,
    _lock: Lock,
}

impl Agent {
    /// Takes the lock, opens the outbox and compiles the rules.
    pub fn open(folder: &Path, settings: Settings) -> Result<Self, NoAgent> {
        let unusable = |cause| NoAgent::Folder {
            folder: folder.to_owned(),
            cause,
        };
        private::make_dir(folder).map_err(unusable)?;
        let lock = lock::hold(&folder.join("lock")).map_err(|error| match error {
            LockError::Held => NoAgent::Locked(folder.to_owned()),
            LockError::Failed(cause) => unusable(cause),
        })?;
        let outbox = Outbox::open(&Opening {
            folder,
            birthplace: &outbox_birthplace,
            limit_bytes: settings.outbox_limit_bytes(),
            now: clock(),
        })?;
        let facts = MachineFacts {
            host_name: machine::host_name(),
            os: machine::os(),
            agent_version: env!("CARGO_PKG_VERSION").to_owned(),
            installation: outbox.installation(),
        };
        let (holding, policy, policy_version) = settings_with_policy(&settings, &outbox);
        Ok(Self {
            folder: folder.to_owned(),
            settings: holding,
            policy,
            policy_version,
            eyes: Arc::new(Eyes::built_in()),
            outbox,
            facts,
            media_root: PathBuf::from("/"),
            examining: Examining::Room,
            media_runs: Arc::default(),
            up_since: clock(),
            own: settings,
            _lock: lock,
        })
    }

    /// Follows the newest policy from now on.
    pub(super) fn follow_policy(&mut self) {
        (self.settings, self.policy, self.policy_version) = settings_with_policy(&self.own, &self.outbox);
        tracing::info!(version = self.policy_version, "a newer policy holds");
    }

    /// Returns what is known of the rounds so far.
    pub fn round_state(&self) -> round::State {
        let kept: Option<round::State> = self.outbox.memo(STATE_MEMO).ok().flatten();
        round::State {
            up_since: self.up_since,
            spread: look_of(self.facts.installation.as_bytes()),
            ..kept.unwrap_or_default()
        }
    }

    /// Takes the wish for a round, if there is one.
    pub(super) fn take_wish(&self) -> bool {
        std::fs::remove_file(self.folder.join(WISH_FILE)).is_ok()
    }

    pub(super) fn uplink(&self) -> Uplink {
        Uplink {
            folder: self.folder.clone(),
            outbox: self.outbox.clone(),
            facts: self.facts.clone(),
            rule_set: self.eyes.rule_set().to_owned(),
            policy_version: self.policy_version,
            now: clock,
            random: || look_of(&random()),
        }
    }
}

/// Lays the newest policy over the settings: its calendar, its budget and the key of its marked media, never where is looked.
///
/// What a collector may widen is only when and how fast; the roots belong to
/// the administrator of this PC. A policy that cannot be read is passed over.
pub fn settings_with_policy(own: &Settings, outbox: &Outbox) -> (Settings, round::Policy, u64) {
    let mut settings = own.clone();
    let mut version = 0;
    if let Ok(Some(bundle)) = outbox.bundle(BundleKind::Policy) {
        let text = String::from_utf8_lossy(&bundle.body).into_owned();
        match Layers::of("policy", &text, |_| None) {
            Ok(layers) => {
                if layers.settings.marker_key().is_some() {
                    settings.media.marker_key = layers.settings.media.marker_key;
                }
                settings.round = layers.settings.round;
                settings.budget = layers.settings.budget;
                version = bundle.version;
            }
            Err(error) => tracing::error!(%error, version = bundle.version, "the policy cannot be read"),
        }
    }
    let policy = settings
        .policy()
        .expect("settings are checked when they are read");
    (settings, policy, version)
}

/// Returns what tells an outbox file from its copies: the number the file system gave it.
///
/// Not the number of the device, which can change with every start of the system.
pub fn outbox_birthplace(file: &Path) -> Vec<u8> {
    let seen = file.parent().zip(file.file_name()).and_then(|(folder, name)| {
        let folder = Folder::open(folder).ok()?;
        folder.look(name).ok()
    });
    seen.map(|seen| seen.identity.file.to_be_bytes().to_vec())
        .unwrap_or_default()
}
