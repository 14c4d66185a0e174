//! Lets connections in: counted, in total and per address, with a handshake that may not dawdle.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::server::Connected;

use super::{Limits, caller::Caller, stopped};

/// Connections that are through the handshake and wait to be taken up.
const WAITING: usize = 64;

/// Pause after the system refused a connection (no descriptors left): trying at once would only spin.
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// A connection that is through the handshake.
pub(super) struct Line {
    tls: TlsStream<TcpStream>,
    caller: Caller,
    _place: Place,
}

/// Takes connections until `stop` and returns those that are through the handshake.
pub(super) fn open(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    limits: Limits,
    stop: watch::Receiver<bool>,
) -> ReceiverStream<io::Result<Line>> {
    let (sender, lines) = mpsc::channel(WAITING);
    let acceptor = TlsAcceptor::from(tls);
    let places = Places::new(limits);
    tokio::spawn(async move {
        let mut ended = std::pin::pin!(stopped(stop));
        loop {
            let accepted = tokio::select! {
                () = &mut ended => return,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((tcp, address)) => match places.take(address.ip()) {
                    Some(place) => drop(tokio::spawn(shake(
                        tcp,
                        address,
                        place,
                        acceptor.clone(),
                        limits.patience,
                        sender.clone(),
                    ))),
                    None => tracing::warn!(%address, "too many connections; one was closed"),
                },
                Err(error) => {
                    tracing::warn!(%error, "cannot take a connection");
                    #[expect(
                        clippy::disallowed_methods,
                        reason = "a pause on purpose: out of handles, and asking at once would spin"
                    )]
                    tokio::time::sleep(AFTER_REFUSAL).await;
                }
            }
        }
    });
    ReceiverStream::new(lines)
}

async fn shake(
    tcp: TcpStream,
    address: SocketAddr,
    place: Place,
    acceptor: TlsAcceptor,
    patience: Duration,
    lines: mpsc::Sender<io::Result<Line>>,
) {
    // Receipts are small; they should not wait for a fuller packet.
    drop(tcp.set_nodelay(true));
    match timeout(patience, acceptor.accept(tcp)).await {
        Ok(Ok(tls)) => {
            let certificate = tls
                .get_ref()
                .1
                .peer_certificates()
                .and_then(|chain| chain.first());
            let caller = Caller::of(address, certificate.map(|der| der.as_ref()));
            let line = Line {
                tls,
                caller,
                _place: place,
            };
            // An error means that the intake has stopped.
            drop(lines.send(Ok(line)).await);
        }
        Ok(Err(error)) => tracing::info!(%address, %error, "a connection failed at its handshake"),
        Err(_) => tracing::info!(%address, "a connection dawdled at its handshake and was closed"),
    }
}

/// Who holds how many connections.
#[derive(Clone)]
struct Places {
    taken: Arc<Mutex<Taken>>,
    limits: Limits,
}

#[derive(Default)]
struct Taken {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A connection's place among the counted ones; given back when dropped.
struct Place {
    taken: Arc<Mutex<Taken>>,
    address: IpAddr,
}

impl Places {
    fn new(limits: Limits) -> Self {
        Self {
            taken: Arc::default(),
            limits,
        }
    }

    fn take(&self, address: IpAddr) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.by_address.get(&address).copied().unwrap_or(0);
        if taken.total >= self.limits.connections || own >= self.limits.connections_per_address {
            return None;
        }
        taken.total += 1;
        taken.by_address.insert(address, own + 1);
        Some(Place {
            taken: Arc::clone(&self.taken),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.total -= 1;
        match taken.by_address.get_mut(&self.address) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(taken.by_address.remove(&self.address)),
        }
    }
}

impl Connected for Line {
    type ConnectInfo = Caller;

    fn connect_info(&self) -> Caller {
        self.caller.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tls).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.tls.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tls).poll_write_vectored(cx, bufs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_when_its_connection_goes() {
        let limits = Limits {
            connections: 3,
            connections_per_address: 2,
            failed_enrolments: 1,
            window: 1,
            patience: Duration::from_secs(1),
        };
        let places = Places::new(limits);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let first = places.take(one).expect("free");
        let _second = places.take(one).expect("free");
        assert!(places.take(one).is_none(), "two from one address are enough");
        let _third = places.take(other).expect("free");
        assert!(places.take(other).is_none(), "three are enough");
        drop(first);
        assert!(places.take(other).is_some());
    }
}
