//! The only gRPC surface: who may speak, and one parcel = one transaction = one receipt.
//!
//! ```text
//! TCP ─► door (counts, handshake ≤ 10 s) ─► HTTP/2 ─┬─► enrol      token or certificate → certificate
//!                                                   └─► exchange   certificate → parcels up, receipts down
//! caller     who it is: the peer certificate and the address, never a message
//! register   revoked machines and token hashes, in memory, at most half a second old
//! sessions   one session per machine; the older of two is closed, and that is recorded
//! throttle   failed enrolments per address, refused before any work
//! ```
//!
//! Nothing is compressed, every limit is set here and none is left to a library's default.

mod caller;
mod door;
mod enrol;
mod exchange;
mod receipts;
mod register;
mod sessions;
mod throttle;

use std::{sync::Arc, time::Duration};

use jiff::tz::TimeZone;
use mimawari_proto::{
    time::Timestamp,
    wire::{enrolment_server::EnrolmentServer, report_server::ReportServer},
};
use tokio::{net::TcpListener, sync::watch};
use tonic::transport::Server;

use crate::{
    ledger::{Ledger, LedgerError},
    trust::authority::Authority,
};

use self::{enrol::Enrolment, exchange::Report, register::Register, sessions::Sessions, throttle::Throttle};

/// Largest message taken: sixteen full parcels.
const MESSAGE_LIMIT_BYTES: usize = 4 << 20;

/// Calls at once on one connection: the exchange, a renewal, and some slack.
const CALLS_LIMIT: u32 = 8;

/// Largest head of a call, in bytes as HPACK counts them: ours take under 1 KiB.
const HEAD_LIMIT_BYTES: u32 = 16 << 10;

/// How often a silent line is asked for life, so that firewalls keep it (most forget after 60 s or more).
const KEEPALIVE: Duration = Duration::from_secs(30);

/// How long the answer may take before the line counts as dead.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);

/// How often what other commands changed (tokens, revocations) is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Reads the clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What nobody may exceed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Of these, from one address.
    pub connections_per_address: usize,
    /// Failed enrolments that one address may make in ten minutes.
    pub failed_enrolments: u32,
    /// Parcels that an agent may send ahead of their receipts.
    pub window: u32,
    /// Time for the TLS handshake and the first greeting.
    pub patience: Duration,
}

/// What the intake is given by `serve`.
pub struct Setup {
    /// Where everything is stored.
    pub ledger: Ledger,
    /// Who signs certificates.
    pub authority: Arc<Authority>,
    /// TLS, from [`crate::trust::tls::intake`].
    pub tls: Arc<rustls::ServerConfig>,
    /// What nobody may exceed.
    pub limits: Limits,
    /// The calendar by which a department's name is chosen.
    pub zone: TimeZone,
    /// Ed25519 keys that agents shall trust to sign bundles.
    pub policy_keys: Vec<[u8; 32]>,
    /// Reads the clock.
    pub clock: Clock,
}

/// What every call sees.
struct Intake {
    ledger: Ledger,
    authority: Arc<Authority>,
    limits: Limits,
    zone: TimeZone,
    policy_keys: Vec<[u8; 32]>,
    clock: Clock,
    register: Register,
    sessions: Sessions,
    throttle: Throttle,
    stop: watch::Receiver<bool>,
}

impl Intake {
    fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// Why the intake ended.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// What it must know of machines and tokens cannot be read.
    #[error("the intake cannot read the ledger")]
    Ledger(#[from] LedgerError),
    /// The HTTP/2 server gave up.
    #[error("the intake's server failed")]
    Server(#[from] tonic::transport::Error),
}

/// Serves the intake on a bound port until `stop` turns true; then lets every call finish its parcel.
pub async fn serve(
    listener: TcpListener,
    setup: Setup,
    stop: watch::Receiver<bool>,
) -> Result<(), IntakeError> {
    let limits = setup.limits;
    let lines = door::open(listener, setup.tls, limits, stop.clone());
    let intake = Arc::new(Intake {
        register: Register::read(&setup.ledger).await?,
        sessions: Sessions::default(),
        throttle: Throttle::new(limits.failed_enrolments),
        ledger: setup.ledger,
        authority: setup.authority,
        limits,
        zone: setup.zone,
        policy_keys: setup.policy_keys,
        clock: setup.clock,
        stop: stop.clone(),
    });
    let looking = tokio::spawn(look(Arc::clone(&intake)));
    let served = server()
        .add_service(
            EnrolmentServer::new(Enrolment::new(Arc::clone(&intake)))
                .max_decoding_message_size(enrol::MESSAGE_LIMIT_BYTES)
                .max_encoding_message_size(MESSAGE_LIMIT_BYTES),
        )
        .add_service(
            ReportServer::new(Report::new(intake))
                .max_decoding_message_size(MESSAGE_LIMIT_BYTES)
                .max_encoding_message_size(MESSAGE_LIMIT_BYTES),
        )
        .serve_with_incoming_shutdown(lines, stopped(stop))
        .await;
    looking.abort();
    Ok(served?)
}

fn server() -> Server {
    Server::builder()
        .max_concurrent_streams(CALLS_LIMIT)
        .concurrency_limit_per_connection(CALLS_LIMIT as usize)
        .http2_max_header_list_size(HEAD_LIMIT_BYTES)
        .http2_max_pending_accept_reset_streams(Some(20))
        .http2_max_local_error_reset_streams(Some(64))
        .http2_keepalive_interval(Some(KEEPALIVE))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(2 << 20)
        .http2_adaptive_window(Some(false))
        .accept_http1(false)
}

/// Keeps the register fresh until it is aborted.
async fn look(intake: Arc<Intake>) {
    let mut tick = tokio::time::interval(LOOK_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = intake.register.refresh(&intake.ledger).await {
            tracing::warn!(%error, "cannot look for changes of tokens and machines");
        }
        intake.throttle.forget(intake.now());
    }
}

/// Waits until `stop` turns true, or until nobody could turn it any more.
async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    drop(stop.wait_for(|stop| *stop).await);
}

#[cfg(test)]
mod tests;
