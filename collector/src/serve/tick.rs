//! What happens by the clock: the day's checkpoint, the server's certificate, a sign of life.

use std::{sync::Arc, time::Duration};

use jiff::tz::TimeZone;
use mimawari_proto::time::Timestamp;
use tokio::time::MissedTickBehavior;

use crate::{
    ledger::{Ledger, LedgerError},
    trust::{
        authority::{Authority, LEAF_LIFE},
        fault::TrustError,
        signing::SigningKey,
        tls::{self, Shown},
    },
};

use super::clock;

/// How often the clock is looked at.
const EVERY: Duration = Duration::from_secs(30);

/// Everything the clock looks after.
pub(super) struct Keeper {
    pub(super) ledger: Ledger,
    pub(super) authority: Arc<Authority>,
    pub(super) shown: Arc<Shown>,
    pub(super) hosts: Vec<String>,
    pub(super) key: Arc<SigningKey>,
    pub(super) zone: TimeZone,
}

impl Keeper {
    /// Ticks until it is aborted.
    pub(super) async fn tick(self) {
        let every = sd_notify::watchdog_enabled().map_or(EVERY, |limit| EVERY.min(limit / 3));
        let mut tick = tokio::time::interval(every);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.once(clock()).await;
        }
    }

    async fn once(&self, now: Timestamp) {
        match self.checkpoint_if_due(now).await {
            // Only whoever still reads and writes the ledger is alive: a sign of progress, not of breath.
            Ok(()) => drop(sd_notify::notify(&[sd_notify::NotifyState::Watchdog])),
            Err(error) => tracing::error!(%error, "the day's checkpoint could not be made"),
        }
        match renew_if_due(&self.authority, &self.hosts, now) {
            Ok(false) => {}
            Ok(true) => match self.shown.reload(&self.authority) {
                Ok(()) => tracing::info!("the server's certificate was renewed"),
                Err(error) => tracing::error!(%error, "the server's new certificate cannot be used"),
            },
            Err(error) => tracing::error!(%error, "the server's certificate could not be renewed"),
        }
    }

    async fn checkpoint_if_due(&self, now: Timestamp) -> Result<(), LedgerError> {
        let newest = self.ledger.read(|view| view.checkpoints(1)).await?;
        let day = |at: Timestamp| at.on_calendar(&self.zone).date();
        let made_today = newest.first().is_some_and(|made| day(made.at) >= day(now));
        match made_today {
            true => Ok(()),
            false => self.checkpoint(now).await,
        }
    }

    async fn checkpoint(&self, now: Timestamp) -> Result<(), LedgerError> {
        let key = Arc::clone(&self.key);
        let sign = move |bytes: &[u8]| key.sign(bytes);
        let made = self.ledger.checkpoint(now, self.key.public(), sign).await?;
        tracing::info!(
            number = made.n,
            entries = made.entries,
            "the day's checkpoint was made"
        );
        Ok(())
    }
}

/// Renews the server's certificate when a third of its life is left, or when it should name other hosts.
pub(super) fn renew_if_due(
    authority: &Authority,
    hosts: &[String],
    now: Timestamp,
) -> Result<bool, TrustError> {
    let left = tls::server_ends(authority)?.since(now);
    let mut wanted = hosts.to_vec();
    wanted.sort();
    if left > LEAF_LIFE / 3 && tls::server_hosts(authority)? == wanted {
        return Ok(false);
    }
    authority.renew_server(hosts, now)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_certificate_is_renewed_at_two_thirds_and_for_new_hosts() {
        let dir = tempfile::tempdir().expect("a folder");
        let now = clock();
        let days = |days: u64| now.plus(Duration::from_hours(24 * days));
        let hosts = ["a.example".to_owned(), "192.0.2.7".to_owned(), "::1".to_owned()];
        let authority = Authority::create(dir.path(), &hosts, now).expect("made");
        let renewed = |hosts: &[String], at| renew_if_due(&authority, hosts, at).expect("decided");
        assert!(!renewed(&hosts, days(59)));
        assert!(renewed(&hosts, days(61)));
        assert!(!renewed(&hosts, days(62)));
        assert!(renewed(&hosts[..1], days(62)), "other hosts");
    }
}
