//! `DIR/address`: where both ports really are while a server runs, for scripts and port 0.

use std::{fs, net::SocketAddr, path::Path};

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use super::ServeError;
use crate::trust::{fault::TrustError, private};

const FILE: &str = "address";

/// Where both ports are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Address {
    /// Of this form of the file.
    pub schema: String,
    /// Where agents report.
    pub intake: SocketAddr,
    /// Where the console is.
    pub console: SocketAddr,
    /// The process that serves.
    pub pid: u32,
}

impl Address {
    pub(super) fn of(intake: &TcpListener, console: &TcpListener) -> Result<Self, ServeError> {
        Ok(Self {
            schema: "mimawari.address/1".to_owned(),
            intake: intake.local_addr().map_err(ServeError::Port)?,
            console: console.local_addr().map_err(ServeError::Port)?,
            pid: std::process::id(),
        })
    }

    /// Reads the file; `None` when no server wrote one.
    pub fn read(data: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(data.join(FILE)).ok()?).ok()
    }

    pub(super) fn write(&self, data: &Path) -> Result<(), TrustError> {
        let mut text = serde_json::to_vec(self).expect("strings and numbers always serialise");
        text.push(b'\n');
        private::write_file(&data.join(FILE), &text)
    }

    pub(super) fn remove(data: &Path) {
        // A server that starts again writes it anew; one left behind does no harm.
        drop(fs::remove_file(data.join(FILE)));
    }

    /// Returns the console's address for a browser.
    pub fn url(&self) -> String {
        match self.console.ip().is_unspecified() {
            true => format!("https://localhost:{}", self.console.port()),
            false => format!("https://{}", self.console),
        }
    }
}
