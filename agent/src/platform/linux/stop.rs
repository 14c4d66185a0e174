//! Who asks the process to end: SIGINT, SIGTERM.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::platform::facts::Ending;

/// Listens for a wish to end; made inside a tokio runtime.
#[derive(Debug)]
pub struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    /// Starts listening; from now on nothing ends the process by itself.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits until somebody asks.
    pub async fn asked(&mut self) -> Ending {
        tokio::select! {
            _ = self.interrupt.recv() => Ending::Interrupted,
            _ = self.terminate.recv() => Ending::Terminated,
        }
    }
}
