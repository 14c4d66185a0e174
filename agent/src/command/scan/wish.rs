//! The wish to end a scan: heard from before the first child process is made.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
    mpsc,
};

use mimawari_proto::show::exit::Failure;

use super::look::spawn;
use crate::platform::{facts::Ending, stop::Stop};

const INTERRUPTED: u8 = 1;
const TERMINATED: u8 = 2;

/// Whether somebody wishes the scan to end, for every thread that works on it.
#[derive(Clone, Default)]
pub(super) struct Wish(Arc<AtomicU8>);

impl Wish {
    /// Starts listening; when it returns, no wish is lost any more.
    ///
    /// # Errors
    /// There is no room for a thread.
    pub(super) fn listen() -> Result<Self, Failure> {
        let wish = Self::default();
        let heard = wish.clone();
        let (to_listening, listening) = mpsc::sync_channel::<()>(1);
        spawn("stop", move || heard.hear(to_listening))?;
        // It says nothing, but lets go when it listens, or when it cannot.
        let _ = listening.recv();
        Ok(wish)
    }

    /// Tells who asked to end, if somebody has.
    pub(super) fn asked(&self) -> Option<Ending> {
        match self.0.load(Ordering::Relaxed) {
            INTERRUPTED => Some(Ending::Interrupted),
            TERMINATED => Some(Ending::Terminated),
            _ => None,
        }
    }

    fn hear(&self, to_listening: mpsc::SyncSender<()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            // Without a listener the system ends the process in its own way, which is no harm to a scan.
            let Ok(mut stop) = Stop::listen() else { return };
            drop(to_listening);
            let code = match stop.asked().await {
                Ending::Interrupted => INTERRUPTED,
                Ending::Terminated => TERMINATED,
            };
            self.0.store(code, Ordering::Relaxed);
        });
    }
}
