//! What can go wrong with keys and certificates, by what the caller does about it.

use std::path::PathBuf;

/// Why trust material could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// Nothing there: the data directory was not initialised.
    #[error("{} is not there", path.display())]
    Missing {
        /// What was looked for.
        path: PathBuf,
    },
    /// Something is there already and is not overwritten.
    #[error("{} is there already", path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// Others than the owner may read or write it.
    #[error("{} may be read by others (mode {mode:03o})", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Cannot be parsed: restore it.
    #[error("{} is damaged: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, without any of its content.
        why: String,
    },
    /// The disk or the rights.
    #[error("cannot use {}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A certificate request that is not taken: the asker's mistake.
    #[error("certificate request: {0}")]
    Request(&'static str),
    /// A host name that cannot stand in a certificate.
    #[error("not a host name or address: {0}")]
    HostName(String),
    /// The cryptographic library failed.
    #[error("cannot {what}: {why}")]
    Crypto {
        /// What was tried.
        what: &'static str,
        /// What it said.
        why: String,
    },
}

impl TrustError {
    pub(crate) fn crypto(what: &'static str) -> impl Fn(rcgen::Error) -> Self {
        move |error| Self::Crypto {
            what,
            why: error.to_string(),
        }
    }
}
