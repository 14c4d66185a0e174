//! TLS 1.3 to the collector: by its roots once enrolled, by the root's fingerprint before.

use std::sync::Arc;

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring as provider, verify_tls13_signature},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _},
    version::TLS13,
};

use super::{Trouble, identity::Identity};

/// The name that every collector's certificate carries, whatever the address.
pub(super) const NAME: &str = "mimawari-collector";

/// What lets this PC know the collector and the collector this PC.
pub(super) fn enrolled(identity: &Identity) -> Result<ClientConfig, Trouble> {
    let damaged = |_| Trouble::Here("identity.json is damaged".to_owned());
    let roots = store(identity.roots()?.into_iter().map(CertificateDer::from)).map_err(damaged)?;
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem().as_bytes())
        .map_err(|_| Trouble::Here("identity.json is damaged".to_owned()))?;
    let certificate = CertificateDer::from(identity.certificate()?);
    let config = ClientConfig::builder_with_provider(ring())
        .with_protocol_versions(&[&TLS13])
        .and_then(|builder| {
            builder
                .with_root_certificates(roots)
                .with_client_auth_cert(vec![certificate], key)
        })
        .map_err(damaged)?;
    Ok(over_http2(config))
}

/// What lets a stranger know the collector by the fingerprint in its token.
pub(super) fn pinned(fingerprint: [u8; 32]) -> Result<ClientConfig, Trouble> {
    let config = ClientConfig::builder_with_provider(ring())
        .with_protocol_versions(&[&TLS13])
        .map_err(|error| Trouble::Here(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned { fingerprint }))
        .with_no_client_auth();
    Ok(over_http2(config))
}

fn over_http2(mut config: ClientConfig) -> ClientConfig {
    config.alpn_protocols = vec![b"h2".to_vec()];
    // A session that is resumed would skip the check of a certificate that was revoked meanwhile.
    config.resumption = rustls::client::Resumption::disabled();
    config
}

fn ring() -> Arc<CryptoProvider> {
    Arc::new(provider::default_provider())
}

fn store(roots: impl Iterator<Item = CertificateDer<'static>>) -> Result<Arc<RootCertStore>, Error> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(root)?;
    }
    Ok(Arc::new(store))
}

/// Believes a chain that ends in the one root with the pinned fingerprint, and nothing else.
#[derive(Debug)]
struct Pinned {
    fingerprint: [u8; 32],
}

impl Pinned {
    fn is_pinned(&self, certificate: &CertificateDer<'_>) -> bool {
        ring::digest::digest(&ring::digest::SHA256, certificate).as_ref() == self.fingerprint
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let unknown = || Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let root = intermediates
            .iter()
            .find(|certificate| self.is_pinned(certificate))
            .ok_or_else(unknown)?;
        let roots = store(std::iter::once(root.clone().into_owned()))?;
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, ring())
            .build()
            .map_err(|_| unknown())?;
        let name = ServerName::try_from(NAME).map_err(|_| unknown())?;
        verifier.verify_server_cert(end_entity, intermediates, &name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.2 is not spoken".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = provider::default_provider().signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
