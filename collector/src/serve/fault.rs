//! Why the collector does not serve, and what to try next.

use std::{io::ErrorKind, net::SocketAddr};

use mimawari_proto::show::exit::{Exit, Failure};
use tokio::task::JoinError;

use crate::{ledger::LedgerError, trust::fault::TrustError};

/// Why the collector does not serve, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The ledger is missing, held by another, or damaged.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Keys or certificates are missing or damaged.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A port cannot be had.
    #[error("cannot listen on {address} ({key}): {cause}")]
    Bind {
        /// The setting.
        key: &'static str,
        /// Its value.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A bound port failed.
    #[error("a port failed: {0}")]
    Port(#[source] std::io::Error),
    /// A port stopped serving by itself.
    #[error("the {part} stopped: {why}")]
    Ended {
        /// Which.
        part: &'static str,
        /// What it said.
        why: String,
    },
    /// A panic.
    #[error("a part of the collector crashed: {0}")]
    Bug(String),
}

/// Says why a port stopped by itself.
pub(super) fn ended(part: &'static str, how: Result<Result<(), String>, JoinError>) -> ServeError {
    match how {
        Ok(Ok(())) => ServeError::Ended {
            part,
            why: "no reason given".to_owned(),
        },
        Ok(Err(why)) => ServeError::Ended { part, why },
        Err(crashed) => ServeError::Bug(crashed.to_string()),
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let what = error.to_string();
        match error {
            ServeError::Ledger(error) => error.into(),
            ServeError::Trust(error) => error.into(),
            ServeError::Bind { key, cause, .. } => {
                let next = match cause.kind() {
                    ErrorKind::AddrInUse => {
                        format!(
                            "another program has this port: stop it, or choose another with the setting {key} (0 takes any)"
                        )
                    }
                    ErrorKind::PermissionDenied => {
                        format!("ports below 1024 need rights: choose a higher one with the setting {key}")
                    }
                    _ => format!("choose an address of this machine with the setting {key}"),
                };
                Self::new(Exit::Usage, what, next)
            }
            ServeError::Port(_) | ServeError::Ended { .. } => {
                Self::new(Exit::Partly, what, "start it again; the log above says more")
            }
            ServeError::Bug(_) => {
                Self::new(Exit::Bug, what, "please report this with the output of --version")
            }
        }
    }
}
