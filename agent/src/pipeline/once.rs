//! One round without a running agent, and then what waits is sent.

use std::time::Duration;

use mimawari_proto::round::{RoundEnded, RoundReason};
use tokio::{
    sync::{mpsc, watch},
    time::{interval, timeout},
};

use super::{Agent, Fault, STATE_MEMO, clock, runtime, sweeping::Sweeping};
use crate::{
    platform::{facts::Ending, stop::Stop},
    sweep::Progress,
    uplink::{Trouble, identity::Identity},
};

/// How often progress is told.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// How long what waits may take to be sent.
const SEND_DEADLINE: Duration = Duration::from_secs(300);

/// What a round made by hand came to.
pub struct Once {
    /// What it covered.
    pub ended: RoundEnded,
    /// Somebody asked to stop.
    pub ending: Option<Ending>,
    /// Whether it was sent; `None` for a PC that is not enrolled.
    pub sent: Option<Result<(), Trouble>>,
}

/// Makes one round now, telling how far it is, and sends what waits.
pub fn once(agent: &Agent, mut tell: impl FnMut(&Progress, Duration)) -> Result<Once, Fault> {
    let runtime = runtime().map_err(Fault::Start)?;
    let done = runtime.block_on(async {
        let mut stop = Stop::listen().map_err(Fault::Start)?;
        let state = agent.round_state().began(clock());
        agent.outbox.remember(STATE_MEMO, &state)?;
        let (ended, ending) = round(agent, &mut stop, &mut tell).await?;
        agent
            .outbox
            .remember(STATE_MEMO, &state.ended(clock(), ended.outcome))?;
        let sent = match (&ending, Identity::read(&agent.folder)) {
            (Some(_), _) | (None, Ok(None)) => None,
            (None, Err(trouble)) => Some(Err(trouble)),
            (None, Ok(Some(_))) => Some(send(agent, &mut stop).await),
        };
        Ok(Once { ended, ending, sent })
    });
    runtime.shutdown_timeout(Duration::from_millis(500));
    done
}

async fn round(
    agent: &Agent,
    stop: &mut Stop,
    tell: &mut impl FnMut(&Progress, Duration),
) -> Result<(RoundEnded, Option<Ending>), Fault> {
    let (to_swept, mut swept) = mpsc::channel(1);
    let began_at = clock();
    let sweeping = Sweeping::start(agent, RoundReason::Asked, to_swept).map_err(Fault::Start)?;
    let mut tick = interval(TELL_EVERY);
    let mut ending = None;
    loop {
        tokio::select! {
            biased;
            asked = stop.asked(), if ending.is_none() => {
                ending = Some(asked);
                sweeping.stop();
            }
            ended = swept.recv() => {
                let ended = ended.flatten().ok_or(Fault::Bug)?;
                return Ok((ended?, ending));
            }
            _ = tick.tick() => tell(&sweeping.progress(), clock().since(began_at)),
        }
    }
}

async fn send(agent: &Agent, stop: &mut Stop) -> Result<(), Trouble> {
    let (to_stop, stopping) = watch::channel(false);
    let mut sending = std::pin::pin!(timeout(SEND_DEADLINE, agent.uplink().drain(stopping)));
    let sent = tokio::select! {
        sent = &mut sending => sent,
        _ = stop.asked() => {
            to_stop.send_replace(true);
            sending.await
        }
    };
    sent.unwrap_or(Err(Trouble::TooSlow("sending what waits")))
}
