//! What is checked at every message without touching the disk: revoked machines, token hashes.
//!
//! Other processes (`token new`, `machine revoke`) write beside a running
//! server; the number of the newest act tells whether there is anything new.

use std::{
    collections::HashSet,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use mimawari_proto::{id::MachineId, time::Timestamp};
use tokio::sync::{Mutex, watch};

use crate::{
    ledger::{Ledger, LedgerError, record::TokenRecord},
    trust::token::SecretHash,
};

use super::Clock;

/// Unknown tokens make the register look again at most this often.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(200);

#[expect(
    clippy::disallowed_methods,
    reason = "spaces readings of the disk that strangers can cause"
)]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Revoked machines and tokens, as of the act numbered `as_of`.
pub(super) struct Register {
    state: RwLock<State>,
    /// When the last reading on demand began.
    read_at: Mutex<Option<Timestamp>>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    as_of: u64,
    revoked: HashSet<MachineId>,
    tokens: Vec<(TokenRecord, SecretHash)>,
}

impl State {
    async fn read(ledger: &Ledger) -> Result<Self, LedgerError> {
        ledger
            .read(|view| {
                let tokens = view.token_secrets()?.into_iter();
                Ok(Self {
                    as_of: view.newest_act()?,
                    revoked: view.revoked()?.into_iter().collect(),
                    tokens: tokens
                        .map(|(token, digest)| (token, SecretHash(digest)))
                        .collect(),
                })
            })
            .await
    }
}

impl Register {
    /// Reads everything.
    pub(super) async fn read(ledger: &Ledger) -> Result<Self, LedgerError> {
        let state = State::read(ledger).await?;
        let (changed, _) = watch::channel(state.as_of);
        Ok(Self {
            state: RwLock::new(state),
            read_at: Mutex::new(None),
            changed,
        })
    }

    /// Reads again if anything was done since.
    pub(super) async fn refresh(&self, ledger: &Ledger) -> Result<(), LedgerError> {
        let newest = ledger.read(|view| view.newest_act()).await?;
        if newest == self.state.read().unwrap_or_else(PoisonError::into_inner).as_of {
            return Ok(());
        }
        let fresh = State::read(ledger).await?;
        let as_of = fresh.as_of;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        self.changed.send_replace(as_of);
        Ok(())
    }

    /// Makes sure that the register was read after `arrived`; reads at most five times a second, whoever asks.
    ///
    /// A flood of guesses waits together for one reading; a token made a
    /// moment ago is never refused.
    pub(super) async fn refresh_since(
        &self,
        ledger: &Ledger,
        arrived: Timestamp,
        clock: &Clock,
    ) -> Result<(), LedgerError> {
        let mut read_at = self.read_at.lock().await;
        if read_at.is_some_and(|at| at > arrived) {
            return Ok(());
        }
        if let Some(last) = *read_at {
            pause(LOOK_AGAIN_AFTER.saturating_sub(clock().since(last))).await;
        }
        // Before the reading: what was made during it may be missing.
        *read_at = Some(clock());
        self.refresh(ledger).await
    }

    /// Tells whether a machine may no longer speak.
    pub(super) fn is_revoked(&self, machine: MachineId) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.revoked.contains(&machine)
    }

    /// Finds a token by the hash of its secret; looks at every one, so that time tells nothing.
    pub(super) fn token(&self, secret: &SecretHash) -> Option<TokenRecord> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let mut found = None;
        for (token, hash) in &state.tokens {
            if hash.matches(secret) {
                found = Some(token);
            }
        }
        found.cloned()
    }

    /// Returns a receiver that wakes whenever something was read anew.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}
