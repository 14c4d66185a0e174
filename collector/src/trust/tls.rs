//! TLS of both ports: what is shown, who is let in.
//!
//! Intake: TLS 1.3, a certificate of ours is optional at the handshake (a
//! stranger may enrol) but a wrong one ends it. An expired one is let in, so
//! that a PC that was off for months can renew; `ingest` lets it do nothing
//! else. No tickets: every connection proves itself anew.

use std::sync::{Arc, RwLock};

use mimawari_proto::time::Timestamp;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, ServerConfig,
    SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject as _},
    server::{
        ClientHello, ResolvesServerCert, WebPkiClientVerifier,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    sign::CertifiedKey,
    version::{TLS12, TLS13},
};

use super::{
    authority::{Authority, Fingerprint, SERVER_NAME},
    fault::TrustError,
    peer::Peer,
    private::read_file,
};

/// The certificate that both ports show; replaced while they stay open.
#[derive(Debug)]
pub struct Shown {
    now: RwLock<Arc<CertifiedKey>>,
}

impl Shown {
    /// Reads the server's certificate.
    pub fn open(authority: &Authority) -> Result<Arc<Self>, TrustError> {
        Ok(Arc::new(Self {
            now: RwLock::new(Arc::new(read_server(authority)?)),
        }))
    }

    /// Reads it again; connections from now on see the new one.
    pub fn reload(&self, authority: &Authority) -> Result<(), TrustError> {
        let fresh = Arc::new(read_server(authority)?);
        *self
            .now
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = fresh;
        Ok(())
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let now = self.now.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Some(Arc::clone(&now))
    }
}

/// Makes the TLS settings of the intake.
pub fn intake(authority: &Authority, shown: &Arc<Shown>) -> Result<ServerConfig, TrustError> {
    let mut roots = RootCertStore::empty();
    for root in authority.roots() {
        roots.add(root).map_err(|error| unusable(&error))?;
    }
    let machines = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider())
        .allow_unauthenticated()
        .build()
        .map_err(|error| TrustError::Crypto {
            what: "verify machines",
            why: error.to_string(),
        })?;
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13])
        .map_err(|error| unusable(&error))?
        .with_client_cert_verifier(Arc::new(LetExpiredRenew { machines }))
        .with_cert_resolver(Arc::clone(shown) as _);
    config.alpn_protocols = vec![b"h2".to_vec()];
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    Ok(config)
}

/// Makes the TLS settings of the console.
pub fn console(shown: &Arc<Shown>) -> Result<ServerConfig, TrustError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(|error| unusable(&error))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::clone(shown) as _);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Returns when the server's certificate ends.
pub fn server_ends(authority: &Authority) -> Result<Timestamp, TrustError> {
    let path = authority.server_path();
    let pem = read_file(&path)?;
    let damaged = |why: &str| TrustError::Damaged {
        path: path.clone(),
        why: why.to_owned(),
    };
    let certificate = CertificateDer::from_pem_slice(&pem).map_err(|error| damaged(&error.to_string()))?;
    super::peer::ends(&certificate).ok_or_else(|| damaged("not a certificate"))
}

/// Returns every trusted root and when it ends.
pub fn root_ends(authority: &Authority) -> Result<Vec<(Fingerprint, Timestamp)>, TrustError> {
    let ends = |root: &CertificateDer<'_>| {
        super::peer::ends(root).ok_or_else(|| unusable(&CertificateError::BadEncoding.into()))
    };
    authority
        .roots()
        .iter()
        .map(|root| Ok((Fingerprint::of(root), ends(root)?)))
        .collect()
}

/// Returns the names and addresses in the server's certificate besides the fixed one, sorted.
pub fn server_hosts(authority: &Authority) -> Result<Vec<String>, TrustError> {
    let path = authority.server_path();
    let certificate =
        CertificateDer::from_pem_slice(&read_file(&path)?).map_err(|error| TrustError::Damaged {
            path,
            why: error.to_string(),
        })?;
    let mut hosts = super::peer::hosts(&certificate);
    hosts.retain(|host| host != SERVER_NAME);
    hosts.sort();
    Ok(hosts)
}

fn read_server(authority: &Authority) -> Result<CertifiedKey, TrustError> {
    let path = authority.server_path();
    let pem = zeroize::Zeroizing::new(read_file(&path)?);
    let damaged = |why: String| TrustError::Damaged {
        path: path.clone(),
        why,
    };
    let certificate = CertificateDer::from_pem_slice(&pem).map_err(|error| damaged(error.to_string()))?;
    let key = PrivateKeyDer::from_pem_slice(&pem).map_err(|error| damaged(error.to_string()))?;
    CertifiedKey::from_der(vec![certificate, authority.root().clone()], key, &provider())
        .map_err(|error| damaged(error.to_string()))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn unusable(error: &Error) -> TrustError {
    TrustError::Crypto {
        what: "set up TLS",
        why: error.to_string(),
    }
}

/// Verifies machines; a certificate of ours that has merely ended passes, to renew.
#[derive(Debug)]
struct LetExpiredRenew {
    machines: Arc<dyn ClientCertVerifier>,
}

impl ClientCertVerifier for LetExpiredRenew {
    fn offer_client_auth(&self) -> bool {
        self.machines.offer_client_auth()
    }

    fn client_auth_mandatory(&self) -> bool {
        self.machines.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.machines.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match self.machines.verify_client_cert(certificate, chain, now) {
            Err(Error::InvalidCertificate(
                CertificateError::Expired | CertificateError::ExpiredContext { .. },
            )) => {
                let while_valid = within(certificate).ok_or(CertificateError::BadEncoding)?;
                self.machines.verify_client_cert(certificate, chain, while_valid)
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.machines
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.machines
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.machines.supported_verify_schemes()
    }
}

/// Returns a time at which the certificate was valid.
fn within(certificate: &CertificateDer<'_>) -> Option<UnixTime> {
    let ended = Peer::read(certificate)?.not_after.as_unix_ms() / 1000;
    let before = u64::try_from(ended).ok()?.saturating_sub(1);
    Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(before)))
}
