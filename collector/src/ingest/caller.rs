//! Who is calling: the address and the certificate of the connection, and nothing a message says.

use std::{net::SocketAddr, sync::Arc};

use mimawari_proto::time::Timestamp;
use tonic::{Request, Status};

use crate::trust::peer::Peer;

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// From where.
    pub(super) address: SocketAddr,
    shown: Shown,
}

#[derive(Clone, Debug)]
enum Shown {
    /// No certificate: a stranger, who may only enrol.
    Nothing,
    /// One of our root that names no machine: not meant for agents.
    Nameless,
    /// One of ours.
    Machine(Arc<Peer>),
}

impl Caller {
    /// Takes what the handshake found; rustls has verified the certificate already.
    pub(super) fn of(address: SocketAddr, certificate: Option<&[u8]>) -> Self {
        let shown = match certificate.map(Peer::read) {
            None => Shown::Nothing,
            Some(None) => Shown::Nameless,
            Some(Some(peer)) => Shown::Machine(Arc::new(peer)),
        };
        Self { address, shown }
    }

    /// Returns the caller of a request.
    pub(super) fn calling<T>(request: &Request<T>) -> Result<Self, Status> {
        let known = request.extensions().get::<Self>().cloned();
        known.ok_or_else(|| Status::internal("the connection is not known"))
    }

    /// Returns the machine, if a certificate named one, even one that has ended.
    pub(super) fn machine(&self) -> Result<&Arc<Peer>, Status> {
        match &self.shown {
            Shown::Machine(peer) => Ok(peer),
            Shown::Nothing => Err(Status::unauthenticated(
                "this call needs the machine's certificate",
            )),
            Shown::Nameless => Err(Status::unauthenticated("the certificate names no machine")),
        }
    }

    /// Returns the machine of a certificate that still holds.
    pub(super) fn current_machine(&self, now: Timestamp) -> Result<&Arc<Peer>, Status> {
        let peer = self.machine()?;
        match now <= peer.not_after {
            true => Ok(peer),
            false => Err(Status::unauthenticated(
                "the machine's certificate has ended: renew it",
            )),
        }
    }
}
