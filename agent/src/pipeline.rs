//! The one event loop: wires the stages, reads the clock, owns budgets and the order of stopping.
//!
//! ```text
//! tick ────────┐                      ┌─► sweep, on its own thread ─► outbox
//! stop ────────┼─► Event ─► one loop ─┤
//! round.now ───┤                      └─► uplink, a task of this thread ◄─ outbox
//! news, sweep ─┘
//! ```
//!
//! What is plugged in is watched beside the loop (`media`) and goes to the outbox at once.
//!
//! Stops in the order of the flow, within ten seconds: sensing first, then what
//! is in hand, then the last receipts. A fault of the store ends the process:
//! what a failed flush left behind is only known after opening anew.

mod agent;
mod examining;
mod media;
mod once;
mod sweeping;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use mimawari_proto::{
    bundle::BundleKind,
    id::RoundId,
    round::{Alive, Event as Says, RoundEnded, RoundReason, Said},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{mpsc, watch},
    time::{MissedTickBehavior, interval, timeout},
};

use crate::{
    examine::room::NoRoom,
    outbox::OutboxError,
    platform::{facts::Ending, service, stop::Stop},
    round::{self, Due},
    sweep::SweepFault,
    uplink::{News, Trouble},
};

pub use agent::{Agent, NoAgent, STATE_MEMO, WISH_FILE, outbox_birthplace, settings_with_policy};
use media::{Watched, Watching};
pub use media::{media_past, media_present, media_watch};
pub use once::once;
use sweeping::Sweeping;

/// How often the calendar, the wish file and the watchdog are looked after.
const TICK: Duration = Duration::from_secs(2);

/// How often the agent says that it lives.
const ALIVE_EVERY: Duration = Duration::from_secs(15 * 60);

/// How long a stop waits for the sweep …
const SWEEP_DEADLINE: Duration = Duration::from_secs(5);

/// … and then for the last receipts.
const UPLINK_DEADLINE: Duration = Duration::from_secs(4);

/// Where the last contact with the collector is remembered, for `status`.
pub const CONTACT_MEMO: &str = "uplink.contact";

/// The last contact with the collector.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Contact {
    /// When it greeted last.
    pub greeted_at: Option<Timestamp>,
    /// By how many ms its clock was ahead of this one.
    pub clock_ahead_ms: i64,
    /// Why it could not be spoken to since; `None` while all is well.
    pub trouble: Option<String>,
    /// When that was.
    pub trouble_at: Option<Timestamp>,
}

/// How a sweep came to its end; `None` when it did by a bug, which must not leave the agent waiting.
type Swept = Option<Result<RoundEnded, SweepFault>>;

/// Everything that can happen.
enum Event {
    Tick,
    Stop(Ending),
    News(News),
    Swept(Swept),
}

/// Why the loop ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The system refuses something every process needs.
    #[error("the agent cannot start: {0}")]
    Start(#[source] std::io::Error),
    /// A sweep panicked; the line above names the place in the source.
    #[error("the round ended by a bug")]
    Bug,
    /// The outbox cannot be trusted any more: open it anew.
    #[error("the outbox failed")]
    Outbox(#[from] OutboxError),
    /// Documents cannot be examined here.
    #[error(transparent)]
    Room(#[from] NoRoom),
}

impl From<SweepFault> for Fault {
    fn from(fault: SweepFault) -> Self {
        match fault {
            SweepFault::Outbox(error) => Self::Outbox(error),
            SweepFault::Room(error) => Self::Room(error),
        }
    }
}

/// Reads the clock of this PC.
#[expect(clippy::disallowed_methods, reason = "the agent's one look at the clock")]
pub fn clock() -> Timestamp {
    std::time::SystemTime::now().into()
}

/// Runs the agent until somebody asks it to end.
pub fn run(agent: Agent) -> Result<Ending, Fault> {
    let runtime = runtime().map_err(Fault::Start)?;
    let ending = runtime.block_on(async {
        let mut stop = Stop::listen().map_err(Fault::Start)?;
        Pipeline::start(agent).turn(stop.asked()).await
    });
    // A thread that waits for a dead disk must not keep the process alive.
    runtime.shutdown_timeout(Duration::from_millis(500));
    ending
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(4)
        .thread_keep_alive(Duration::from_secs(2))
        .build()
}

struct Pipeline {
    agent: Agent,
    state: round::State,
    /// The round under way.
    sweeping: Option<Sweeping>,
    /// A wish that waits for the round under way to end.
    wished: Option<RoundReason>,
    contact: Contact,
    alive_at: Timestamp,
    files_before: u64,
    news: mpsc::Receiver<News>,
    swept: mpsc::Receiver<Swept>,
    to_swept: mpsc::Sender<Swept>,
    media: Option<Watching>,
    stop_uplink: watch::Sender<bool>,
    uplink: tokio::task::JoinHandle<()>,
}

impl Pipeline {
    /// Starts the uplink; the calendar starts with the first tick.
    fn start(agent: Agent) -> Self {
        let (to_news, news) = mpsc::channel(16);
        let (to_swept, swept) = mpsc::channel(1);
        let (stop_uplink, stopping) = watch::channel(false);
        let uplink = tokio::spawn(agent.uplink().run(to_news, stopping));
        let media = watching(&agent);
        let state = agent.round_state();
        let contact = agent.outbox.memo(CONTACT_MEMO).ok().flatten().unwrap_or_default();
        Self {
            agent,
            state,
            sweeping: None,
            wished: None,
            contact,
            alive_at: Timestamp::default(),
            files_before: 0,
            news,
            swept,
            to_swept,
            media,
            stop_uplink,
            uplink,
        }
    }

    async fn turn(mut self, stop: impl Future<Output = Ending>) -> Result<Ending, Fault> {
        let mut stop = std::pin::pin!(stop);
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        service::ready();
        loop {
            let event = tokio::select! {
                biased;
                ending = &mut stop => Event::Stop(ending),
                Some(ended) = self.swept.recv() => Event::Swept(ended),
                Some(news) = self.news.recv() => Event::News(news),
                _ = tick.tick() => Event::Tick,
            };
            match event {
                Event::Stop(ending) => {
                    self.stop().await;
                    return Ok(ending);
                }
                Event::Tick => self.tick()?,
                Event::News(news) => self.hear(news)?,
                Event::Swept(ended) => self.swept(ended)?,
            }
        }
    }

    fn tick(&mut self) -> Result<(), Fault> {
        service::alive();
        let now = clock();
        // A clock set back must not silence the agent.
        if now < self.alive_at || now.since(self.alive_at) >= ALIVE_EVERY {
            self.alive_at = now;
            self.say_alive(now)?;
        }
        if self.agent.take_wish() {
            self.wished = Some(RoundReason::Asked);
        }
        if self.sweeping.is_some() {
            return Ok(());
        }
        match self.wished.take() {
            Some(reason) => self.begin(reason, now),
            None => match round::due(&self.state, &self.agent.policy, now) {
                Due::Now(reason) => self.begin(reason, now),
                Due::At(_) => Ok(()),
            },
        }
    }

    fn begin(&mut self, reason: RoundReason, now: Timestamp) -> Result<(), Fault> {
        self.state = self.state.began(now);
        survive_full_disk(self.agent.outbox.remember(STATE_MEMO, &self.state))?;
        tracing::info!(%reason, "a round begins");
        if let Some(media) = &self.media {
            media.look_again();
        }
        self.sweeping =
            Some(Sweeping::start(&self.agent, reason, self.to_swept.clone()).map_err(Fault::Start)?);
        Ok(())
    }

    fn swept(&mut self, ended: Swept) -> Result<(), Fault> {
        if let Some(sweeping) = self.sweeping.take() {
            self.files_before += sweeping.progress().files;
        }
        match ended {
            Some(Ok(ended)) => {
                tracing::info!(outcome = %ended.outcome, files = ended.files, read = ended.read, standing = ended.standing, "a round ended");
                self.state = self.state.ended(clock(), ended.outcome);
            }
            // The round counts as broken; the calendar takes it up again after a rest.
            Some(Err(SweepFault::Outbox(OutboxError::DiskFull(error)))) => {
                tracing::error!(%error, "the disk is full: the round was given up")
            }
            Some(Err(SweepFault::Outbox(fault))) => return Err(fault.into()),
            Some(Err(SweepFault::Room(error))) => {
                tracing::error!(%error, "there is no room to examine documents in: the round was given up")
            }
            None => tracing::error!("the sweep ended by a bug: the round was given up"),
        }
        survive_full_disk(self.agent.outbox.remember(STATE_MEMO, &self.state))
    }

    fn hear(&mut self, news: News) -> Result<(), Fault> {
        let now = clock();
        match news {
            News::Welcome(welcome) => {
                self.contact = Contact {
                    greeted_at: Some(now),
                    clock_ahead_ms: welcome.at.as_unix_ms().saturating_sub(now.as_unix_ms()),
                    trouble: None,
                    trouble_at: None,
                };
                survive_full_disk(self.agent.outbox.remember(CONTACT_MEMO, &self.contact))
            }
            News::Trouble(trouble) => self.note(&trouble, now),
            News::RoundNow => {
                self.wished.get_or_insert(RoundReason::Ordered);
                Ok(())
            }
            News::LookAgain(finding) => {
                survive_full_disk(self.agent.outbox.look_again(finding))?;
                self.wished.get_or_insert(RoundReason::Ordered);
                Ok(())
            }
            News::Bundle(BundleKind::Policy) => {
                self.agent.follow_policy();
                Ok(())
            }
            News::Bundle(kind) => {
                tracing::warn!(%kind, "this release does not follow such bundles yet; it is kept");
                Ok(())
            }
        }
    }

    /// Writes a trouble once, not at every attempt: an outage must not wear the disk.
    fn note(&mut self, trouble: &Trouble, now: Timestamp) -> Result<(), Fault> {
        let told = trouble.to_string();
        if self.contact.trouble.as_ref() == Some(&told) {
            return Ok(());
        }
        tracing::warn!(%trouble, "the collector cannot be spoken to");
        self.contact.trouble = Some(told);
        self.contact.trouble_at = Some(now);
        survive_full_disk(self.agent.outbox.remember(CONTACT_MEMO, &self.contact))
    }

    fn say_alive(&self, now: Timestamp) -> Result<(), Fault> {
        let waiting = self.agent.outbox.waiting();
        let alive = Alive {
            agent_version: self.agent.facts.agent_version.clone(),
            waiting_parcels: waiting.parcels,
            waiting_bytes: waiting.bytes,
            files_looked_at: self.files_before
                + self
                    .sweeping
                    .as_ref()
                    .map_or(0, |sweeping| sweeping.progress().files),
            round: self.sweeping.as_ref().map(Sweeping::round),
            up_seconds: now.since(self.state.up_since).as_secs(),
        };
        let event = Says {
            at: now,
            said: Said::Alive(alive),
        };
        survive_full_disk(self.agent.outbox.say(vec![event], now))
    }

    /// Stops sensing, lets what is in hand come to its end, then lets go of the collector.
    async fn stop(mut self) {
        service::stopping();
        if let Some(media) = self.media.take() {
            media.stop();
        }
        if let Some(sweeping) = &self.sweeping {
            sweeping.stop();
            match timeout(SWEEP_DEADLINE, self.swept.recv()).await {
                Ok(Some(ended)) => {
                    if let Err(fault) = self.swept(ended) {
                        tracing::error!(%fault, "the last round could not be written");
                    }
                }
                _ => tracing::error!("the sweep did not stop in time; it is looked at again"),
            }
        }
        self.stop_uplink.send_replace(true);
        if timeout(UPLINK_DEADLINE, self.uplink).await.is_err() {
            tracing::warn!("the uplink did not stop in time; what waits is sent after the next start");
        }
    }
}

/// Starts the watch of media where the settings want one; a PC that gives no thread for it makes rounds all the same.
fn watching(agent: &Agent) -> Option<Watching> {
    let watched = Watched {
        root: agent.media_root.clone(),
        outbox: agent.outbox.clone(),
        marker_key: agent.settings.marker_key(),
        zone: agent.policy.zone.clone(),
        runs: Arc::clone(&agent.media_runs),
        reading: media::Reading {
            examining: agent.examining,
            eyes: Arc::clone(&agent.eyes),
            policy_version: agent.policy_version,
            budget: agent.settings.media_budget(),
        },
    };
    let started = agent.settings.media.watch.then(|| Watching::start(watched))?;
    started
        .inspect_err(|error| tracing::error!(%error, "media are not watched"))
        .ok()
}

/// A full disk is a state to live with; every other fault of the store is not.
fn survive_full_disk(done: Result<(), OutboxError>) -> Result<(), Fault> {
    match done {
        Err(OutboxError::DiskFull(error)) => {
            tracing::error!(%error, "the disk is full");
            Ok(())
        }
        other => Ok(other?),
    }
}

/// Makes the id of a round.
fn round_id(now: Timestamp) -> RoundId {
    RoundId::new(now, random())
}

fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).expect("the system gives randomness, or no key could be made either");
    bytes
}
