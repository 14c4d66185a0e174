//! Makes one connection to the collector: TCP, TLS, HTTP/2 with keepalive, each with a deadline.
//!
//! The connection is made here, step by step, and handed to the gRPC client
//! ready for use: so each way to fail keeps its own name.

use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{net::TcpStream, sync::Mutex, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tonic::transport::{Channel, Endpoint};
use tower::service_fn;

use super::{Trouble, identity::Identity, tls};

const TCP_DEADLINE: Duration = Duration::from_secs(10);
const TLS_DEADLINE: Duration = Duration::from_secs(10);

/// A laptop that slept or a firewall that forgot is noticed within 50 seconds.
const KEEPALIVE_EVERY: Duration = Duration::from_secs(30);
const KEEPALIVE_DEADLINE: Duration = Duration::from_secs(20);

/// Connects and says nothing: tells whether the collector can be reached and believed.
pub async fn reach(identity: &Identity) -> Result<(), Trouble> {
    secured(&identity.address, tls::enrolled(identity)?)
        .await
        .map(drop)
}

pub(super) async fn connect(address: &str, config: ClientConfig) -> Result<Channel, Trouble> {
    let stream = secured(address, config).await?;
    let ready = std::sync::Arc::new(Mutex::new(Some(TokioIo::new(stream))));
    let endpoint = Endpoint::from_static("http://mimawari-collector")
        .http2_keep_alive_interval(KEEPALIVE_EVERY)
        .keep_alive_timeout(KEEPALIVE_DEADLINE)
        .keep_alive_while_idle(true)
        .tcp_nodelay(true);
    let once = service_fn(move |_| {
        let ready = std::sync::Arc::clone(&ready);
        async move {
            // A second connection is this module's business, with its own backoff.
            ready.lock().await.take().ok_or_else(|| {
                std::io::Error::new(std::io::ErrorKind::NotConnected, "the connection was lost")
            })
        }
    });
    endpoint
        .connect_with_connector(once)
        .await
        .map_err(|error| Trouble::of_connection(&error))
}

async fn secured(address: &str, config: ClientConfig) -> Result<TlsStream<TcpStream>, Trouble> {
    let tcp = timeout(TCP_DEADLINE, TcpStream::connect(address))
        .await
        .map_err(|_| Trouble::TooSlow("connecting"))?
        .map_err(|error| Trouble::Unreachable(format!("{address}: {error}")))?;
    // Small messages go at once; where the system refuses, they only go a little later.
    drop(tcp.set_nodelay(true));
    let name = ServerName::try_from(tls::NAME).map_err(|_| Trouble::WrongName)?;
    let connector = TlsConnector::from(std::sync::Arc::new(config));
    timeout(TLS_DEADLINE, connector.connect(name, tcp))
        .await
        .map_err(|_| Trouble::TooSlow("the TLS handshake"))?
        .map_err(|error| Trouble::of_connection(&error))
}
