//! Keeps in touch: calls, waits, renews, calls again.

use std::{path::PathBuf, time::Duration};

use mimawari_proto::{
    bundle::BundleKind, exchange::Welcome, id::FindingId, machine::MachineFacts, time::Timestamp,
};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use super::{
    Trouble, backoff,
    call::{Purpose, call},
    enrol,
    identity::Identity,
    next::{Ended, Next, next},
};
use crate::outbox::{Outbox, OutboxError};

/// How often a PC that is not enrolled looks whether it is now.
const NOT_ENROLLED_WAIT: Duration = Duration::from_secs(15);

/// Between two attempts to renew a certificate that still holds.
const RENEWAL_REST: Duration = Duration::from_secs(3600);

/// What the uplink has to tell the rest of the agent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    /// The collector greeted.
    Welcome(Welcome),
    /// It cannot be spoken to.
    Trouble(Trouble),
    /// It wishes a round now.
    RoundNow,
    /// It wishes another look at one finding.
    LookAgain(FindingId),
    /// A newer bundle was verified and kept.
    Bundle(BundleKind),
}

/// The way to the collector.
pub struct Uplink {
    /// The state folder, which holds the identity.
    pub folder: PathBuf,
    /// What is sent.
    pub outbox: Outbox,
    /// What this PC says of itself.
    pub facts: MachineFacts,
    /// The rules it judges by.
    pub rule_set: String,
    /// The policy it follows; 0 for the built-in one.
    pub policy_version: u64,
    /// Reads the clock.
    pub now: fn() -> Timestamp,
    /// Returns 64 random bits.
    pub random: fn() -> u64,
}

impl Uplink {
    /// Keeps in touch until `stop` turns true.
    pub async fn run(self, news: mpsc::Sender<News>, mut stop: watch::Receiver<bool>) {
        let mut failures: u32 = 0;
        // After a renewal that failed, the call goes on with what still holds.
        let mut renewal_rests_until = Timestamp::default();
        while !*stop.borrow() {
            let wait = match Identity::read(&self.folder) {
                Ok(None) => NOT_ENROLLED_WAIT,
                Ok(Some(identity)) => {
                    let renew_from = identity.renew_at().max(renewal_rests_until);
                    let ended = call(&self, &identity, Purpose::Stay, renew_from, &news, &mut stop).await;
                    if ended == Ended::RenewalDue {
                        renewal_rests_until = (self.now)().plus(RENEWAL_REST);
                    }
                    failures = match ended {
                        Ended::Failed(_) => failures.saturating_add(1),
                        _ => 0,
                    };
                    self.after(&ended, &identity, failures, &news).await
                }
                Err(trouble) => {
                    failures = failures.saturating_add(1);
                    tell(&news, trouble);
                    backoff::wait(failures, (self.random)())
                }
            };
            if timeout(wait, stopped(&mut stop)).await.is_ok() {
                return;
            }
        }
    }

    /// Sends what waits and ends; for a round without a running agent.
    pub async fn drain(self, mut stop: watch::Receiver<bool>) -> Result<(), Trouble> {
        // A new epoch calls again at once, and happens once.
        for _ in 0..3 {
            let Some(mut identity) = Identity::read(&self.folder)? else {
                return Err(Trouble::NotPermitted("this PC is not enrolled".to_owned()));
            };
            if (self.now)() >= identity.renew_at() {
                identity = enrol::renew(&self.folder, &identity, self.facts.clone()).await?;
            }
            let (news, _) = mpsc::channel(1);
            let never = Timestamp::from_unix_ms(i64::MAX);
            match call(&self, &identity, Purpose::Drain, never, &news, &mut stop).await {
                Ended::Lost(trouble) | Ended::Failed(trouble) => return Err(trouble),
                Ended::HeldBack(_) => return Err(Trouble::Busy),
                Ended::Drained | Ended::Stopped => return Ok(()),
                Ended::NewEpoch | Ended::RenewalDue => {}
            }
        }
        Err(Trouble::Strange(
            "it asked for a new epoch again and again".to_owned(),
        ))
    }

    /// Does what the end of a call asks for and returns how long to wait.
    async fn after(
        &self,
        ended: &Ended,
        identity: &Identity,
        failures: u32,
        news: &mpsc::Sender<News>,
    ) -> Duration {
        let random = (self.random)();
        if let Ended::Lost(trouble) | Ended::Failed(trouble) = ended {
            tell(news, trouble.clone());
        }
        match next(ended) {
            Next::Again | Next::Done => Duration::ZERO,
            Next::Soon => backoff::after_loss(random),
            Next::Hold(asked) => backoff::hold_back(asked, random),
            Next::Later => backoff::wait(failures, random),
            // Nothing changes by itself: asking at the cap is enough.
            Next::Tell => backoff::wait(u32::MAX, random),
            Next::Renew => match enrol::renew(&self.folder, identity, self.facts.clone()).await {
                Ok(_) => {
                    tracing::info!("the certificate was renewed");
                    Duration::ZERO
                }
                Err(trouble) => {
                    tell(news, trouble);
                    // A certificate that still holds is used meanwhile.
                    match ended {
                        Ended::RenewalDue => Duration::ZERO,
                        _ => backoff::wait(u32::MAX, random),
                    }
                }
            },
        }
    }

    /// Asks the outbox on a thread that may wait for the disk.
    pub(super) async fn on_disk<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, Trouble> {
        let outbox = self.outbox.clone();
        tokio::task::spawn_blocking(move || ask(&outbox))
            .await
            .map_err(|_| Trouble::Here("the outbox failed".to_owned()))?
            .map_err(|error| Trouble::Here(error.to_string()))
    }
}

/// Waits until the stop is asked for; its sender being gone is the same.
pub(super) async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

/// A full channel means that the loop is busy; the next trouble tells it again.
fn tell(news: &mpsc::Sender<News>, trouble: Trouble) {
    drop(news.try_send(News::Trouble(trouble)));
}
