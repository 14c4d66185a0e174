//! What asks a server to stop.

use mimawari_proto::show::exit::Exit;
use tokio::signal::unix::{SignalKind, signal};

/// Why a server stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM: the service manager.
    Terminated,
    /// Its work is done.
    Done,
}

impl Stop {
    /// Waits for Ctrl-C or SIGTERM.
    pub async fn asked() -> Self {
        let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            // Without signals only kill -9 is left, which the ledger survives.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => Self::Interrupted,
            _ = terminate.recv() => Self::Terminated,
        }
    }

    /// Returns what the process ends with: a service manager's stop is a good end.
    pub const fn exit(self) -> Exit {
        match self {
            Self::Interrupted => Exit::Interrupted,
            Self::Terminated | Self::Done => Exit::Done,
        }
    }
}
