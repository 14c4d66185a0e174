//! Opens the ports, ticks the clock, owns the order of stopping.
//!
//! ```text
//! start: lock and ledger ─► keys ─► server certificate ─► both ports ─► DIR/address ─► ready
//! stop:  intake (calls finish their parcel) ─► console ─► ledger        at most 10 s in all
//! ```
//!
//! `DIR/address` holds where both ports really are, as JSON, while the server runs.

mod address;
mod fault;
mod stop;
mod tick;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum_server::tls_rustls::RustlsConfig;
use mimawari_proto::time::Timestamp;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    ingest::{self, IntakeError},
    ledger::{Ledger, LedgerError},
    present,
    settings::Settings,
    trust::{
        authority::Authority,
        fault::TrustError,
        private,
        signing::{Purpose, SigningKey},
        tls,
    },
};

pub use self::{address::Address, fault::ServeError, stop::Stop};

/// How long calls and pages may take to finish once the server stops.
const CONSOLE_LAST: Duration = Duration::from_secs(2);

/// How long the intake may take; with the console's and the ledger's time within the promised 10 s.
const INTAKE_LAST: Duration = Duration::from_secs(7);

/// Time for a handshake and a greeting.
const PATIENCE: Duration = Duration::from_secs(10);

/// What to serve.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The data directory.
    pub data: PathBuf,
    /// The settings.
    pub settings: Settings,
}

/// A collector that is serving.
pub struct Serving {
    /// Where both ports are.
    pub address: Address,
    /// The console, to make a login link.
    pub console: present::Console,
    /// The ledger, for whoever runs in the same process.
    pub ledger: Ledger,
    data: PathBuf,
    stop: watch::Sender<bool>,
    intake: JoinHandle<Result<(), IntakeError>>,
    pages: JoinHandle<std::io::Result<()>>,
    pages_handle: axum_server::Handle<SocketAddr>,
    ticking: JoinHandle<()>,
}

/// Reads the clock.
#[expect(clippy::disallowed_methods, reason = "the collector's one look at the clock")]
pub fn clock() -> Timestamp {
    std::time::SystemTime::now().into()
}

impl Serving {
    /// Opens everything and starts to serve.
    pub async fn start(plan: Plan) -> Result<Self, ServeError> {
        let Plan { data, settings } = plan;
        let ledger = open_ledger(&data).await?;
        let authority = Arc::new(Authority::open(&data)?);
        let ledger_key = SigningKey::open(&data, Purpose::Ledger)?;
        let policy_key = SigningKey::open(&data, Purpose::Policy)?.public();
        let hosts = hosts(&settings);
        tick::renew_if_due(&authority, &hosts, clock())?;
        let shown = tls::Shown::open(&authority)?;

        let intake_port = bind("intake.listen", settings.intake.listen).await?;
        let console_port = bind("console.listen", settings.console.listen).await?;
        let address = Address::of(&intake_port, &console_port)?;
        let (stop, stopping) = watch::channel(false);

        let intake = tokio::spawn(ingest::serve(
            intake_port,
            ingest::Setup {
                ledger: ledger.clone(),
                authority: Arc::clone(&authority),
                tls: Arc::new(tls::intake(&authority, &shown)?),
                limits: limits(&settings),
                zone: settings.time_zone.zone(),
                policy_keys: vec![policy_key],
                clock: Arc::new(clock),
            },
            stopping.clone(),
        ));
        let console = present::Console::new(present::Setup {
            ledger: ledger.clone(),
            hosts: hosts.clone(),
            loopback: address.console.ip().is_loopback(),
            zone: settings.time_zone.zone(),
            policy: settings.policy(),
            clock,
        });
        let pages_handle = axum_server::Handle::new();
        let config = RustlsConfig::from_config(Arc::new(tls::console(&shown)?));
        let pages = axum_server::from_tcp_rustls(into_std(console_port)?, config)
            .map_err(ServeError::Port)?
            .handle(pages_handle.clone())
            .serve(present::router(console.clone()).into_make_service_with_connect_info::<SocketAddr>());
        let pages = tokio::spawn(pages);
        address.write(&data)?;
        let keeper = tick::Keeper {
            ledger: ledger.clone(),
            authority,
            shown,
            hosts,
            key: Arc::new(ledger_key),
            zone: settings.time_zone.zone(),
        };
        Ok(Self {
            address,
            console,
            ledger,
            data,
            stop,
            intake,
            pages,
            pages_handle,
            ticking: tokio::spawn(keeper.tick()),
        })
    }

    /// Serves until `stop` is ready or a port fails, then stops in order.
    pub async fn until(mut self, stop: impl Future<Output = Stop> + Send) -> Result<Stop, ServeError> {
        let early = tokio::select! {
            why = stop => Ok(why),
            ended = &mut self.intake => Err(fault::ended("intake", ended.map(|r| r.map_err(|e| e.to_string())))),
            ended = &mut self.pages => Err(fault::ended("console", ended.map(|r| r.map_err(|e| e.to_string())))),
        };
        self.stop().await;
        early
    }

    async fn stop(mut self) {
        tracing::info!("stopping");
        // Nobody may be listening any more, which is what was wanted.
        let _ = self.stop.send(true);
        self.pages_handle.graceful_shutdown(Some(CONSOLE_LAST));
        self.ticking.abort();
        if !self.intake.is_finished() && tokio::time::timeout(INTAKE_LAST, &mut self.intake).await.is_err() {
            tracing::warn!("calls did not end in time and were cut");
            self.intake.abort();
        }
        if !self.pages.is_finished() && tokio::time::timeout(CONSOLE_LAST, &mut self.pages).await.is_err() {
            self.pages.abort();
        }
        Address::remove(&self.data);
    }
}

async fn open_ledger(data: &Path) -> Result<Ledger, ServeError> {
    let path = data.join(crate::ledger::FILE);
    if !path.exists() {
        return Err(LedgerError::Absent { path }.into());
    }
    let data = data.to_owned();
    // Opening may migrate and sync: work for a thread that may block.
    match tokio::task::spawn_blocking(move || Ledger::open(&data)).await {
        Ok(opened) => Ok(opened?),
        Err(error) => Err(ServeError::Bug(error.to_string())),
    }
}

/// Returns every name by which the ports may be called: the configured ones, the bound ones, this machine.
fn hosts(settings: &Settings) -> Vec<String> {
    let bound = [settings.intake.listen.ip(), settings.console.listen.ip()];
    let named = settings.intake.hosts.iter().cloned();
    let addresses = bound
        .into_iter()
        .filter(|ip| !ip.is_unspecified())
        .map(|ip| ip.to_string());
    let own = ["localhost", "127.0.0.1", "::1"].into_iter().map(str::to_owned);
    let mut hosts: Vec<_> = named.chain(addresses).chain(own).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

fn limits(settings: &Settings) -> ingest::Limits {
    ingest::Limits {
        connections: settings.limits.connections,
        connections_per_address: settings.limits.connections_per_address,
        failed_enrolments: settings.limits.failed_enrolments,
        window: settings.intake.window,
        patience: PATIENCE,
    }
}

async fn bind(key: &'static str, address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address)
        .await
        .map_err(|cause| ServeError::Bind { key, address, cause })
}

fn into_std(port: TcpListener) -> Result<std::net::TcpListener, ServeError> {
    port.into_std().map_err(ServeError::Port)
}

/// Makes everything that a collector needs in a data directory (authority, signing keys), or what of it is missing.
pub fn prepare(data: &Path, settings: &Settings, now: Timestamp) -> Result<Authority, TrustError> {
    private::make_dir(data)?;
    let authority = match Authority::open(data) {
        Err(TrustError::Missing { .. }) => Authority::create(data, &hosts(settings), now)?,
        opened => opened?,
    };
    private::make_dir(&data.join("sign"))?;
    for purpose in [Purpose::Ledger, Purpose::Policy] {
        if let Err(TrustError::Missing { .. }) = SigningKey::open(data, purpose) {
            SigningKey::create(data, purpose)?;
        }
    }
    Ok(authority)
}

/// Returns `host:port` that tokens name: as set, else the first host, else where the intake listens.
pub fn announced(data: &Path, settings: &Settings) -> String {
    let intake = &settings.intake;
    if !intake.address.is_empty() {
        return intake.address.clone();
    }
    let bound = match intake.listen.port() {
        0 => Address::read(data).map_or(intake.listen, |address| address.intake),
        _ => intake.listen,
    };
    match (intake.hosts.first(), bound.ip()) {
        (Some(host), _) => joined(host, bound.port()),
        (None, ip) if ip.is_unspecified() => joined("127.0.0.1", bound.port()),
        (None, _) => bound.to_string(),
    }
}

fn joined(host: &str, port: u16) -> String {
    match host.parse::<IpAddr>() {
        Ok(ip) => SocketAddr::new(ip, port).to_string(),
        Err(_) => format!("{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_what_agents_can_call() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::default();
        let named = |settings: &Settings| announced(dir.path(), settings);
        assert_eq!(named(&settings), "127.0.0.1:7443");
        settings.intake.hosts = vec!["2001:db8::1".to_owned()];
        assert_eq!(named(&settings), "[2001:db8::1]:7443");
        settings.intake.hosts = vec!["collector.city.example".to_owned()];
        assert_eq!(named(&settings), "collector.city.example:7443");
        settings.intake.address = "192.0.2.9:9".to_owned();
        assert_eq!(named(&settings), "192.0.2.9:9");
    }
}
