//! Who this PC is to its collector: key, certificate and roots in one file, replaced whole.
//!
//! One file because a power cut between two would leave a key without its
//! certificate. Readable by the agent's account alone.

use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mimawari_proto::{enrolment::EnrolReply, id::MachineId, machine::Belonging, time::Timestamp};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData as _};
use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use zeroize::{Zeroize as _, Zeroizing};

use super::Trouble;
use crate::platform::private;

/// Who this PC is.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    /// Its id at the collector.
    pub machine: MachineId,
    /// `host:port` of the intake.
    pub address: String,
    /// Where it belongs.
    pub belonging: Belonging,
    /// When the certificate begins.
    pub not_before: Timestamp,
    /// When it ends.
    pub not_after: Timestamp,
    /// PKCS #8, PEM.
    key: Pem,
    /// DER, base64.
    certificate: String,
    /// DER, base64.
    roots: Vec<String>,
    /// Ed25519, base64: who may sign bundles.
    policy_keys: Vec<String>,
}

/// A private key as text; wiped when dropped, and never printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct Pem(String);

impl Drop for Pem {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// A key that has no certificate yet; kept on the disk so that a repeated enrolment uses it again.
pub struct NewKey(KeyPair);

/// Returns where the identity lies in a state folder.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("identity.json")
}

fn key_file(folder: &Path) -> PathBuf {
    folder.join("enrolling.key")
}

impl NewKey {
    /// Makes a key on this machine.
    pub fn make() -> Result<Self, Trouble> {
        KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
            .map(Self)
            .map_err(|error| Trouble::Here(format!("cannot make a key: {error}")))
    }

    /// Takes the key of an enrolment that did not come to its end, or makes one and keeps it.
    pub fn kept(folder: &Path) -> Result<Self, Trouble> {
        let path = key_file(folder);
        if let Ok(pem) = std::fs::read_to_string(&path)
            && let Ok(key) = KeyPair::from_pem(&Zeroizing::new(pem))
        {
            return Ok(Self(key));
        }
        let key = Self::make()?;
        let pem = Zeroizing::new(key.0.serialize_pem());
        write(&path, pem.as_bytes())?;
        Ok(key)
    }

    /// Returns a request for a certificate, DER; no name in it, as none would be believed.
    pub fn request(&self) -> Result<Vec<u8>, Trouble> {
        let told = |error: rcgen::Error| Trouble::Here(format!("cannot ask for a certificate: {error}"));
        let params = CertificateParams::new(Vec::new()).map_err(told)?;
        let request = params.serialize_request(&self.0).map_err(told)?;
        Ok(request.der().to_vec())
    }
}

impl Identity {
    /// Joins a key with what the collector answered; refuses a certificate for another key.
    pub fn of(key: &NewKey, address: &str, reply: &EnrolReply) -> Result<Self, Trouble> {
        let strange = |what: &str| Trouble::Strange(format!("the certificate it gave {what}"));
        let (_, certificate) =
            X509Certificate::from_der(&reply.certificate).map_err(|_| strange("cannot be read"))?;
        if certificate.public_key().raw != key.0.subject_public_key_info() {
            return Err(strange("is for another key"));
        }
        if reply.trusted_roots.is_empty() {
            return Err(strange("comes without a root"));
        }
        let base64 = |bytes: &[u8]| STANDARD.encode(bytes);
        let at = |time: x509_parser::time::ASN1Time| {
            Timestamp::from_unix_ms(time.timestamp().saturating_mul(1000))
        };
        Ok(Self {
            machine: reply.machine,
            address: address.to_owned(),
            belonging: reply.belonging.clone(),
            not_before: at(certificate.validity().not_before),
            not_after: at(certificate.validity().not_after),
            key: Pem(key.0.serialize_pem()),
            certificate: base64(&reply.certificate),
            roots: reply.trusted_roots.iter().map(|root| base64(root)).collect(),
            policy_keys: reply.policy_keys.iter().map(|key| base64(key)).collect(),
        })
    }

    /// Reads who this PC is; `None` when it was never enrolled.
    pub fn read(folder: &Path) -> Result<Option<Self>, Trouble> {
        let path = file(folder);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Trouble::Here(format!("cannot read {}: {error}", path.display()))),
        };
        // The parser's own words could repeat what it read.
        serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| Trouble::Here(format!("{} is damaged (line {})", path.display(), error.line())))
    }

    /// Keeps who this PC is, whole or not at all.
    pub fn keep(&self, folder: &Path) -> Result<(), Trouble> {
        let json = Zeroizing::new(serde_json::to_vec(self).expect("plain values have a JSON form"));
        write(&file(folder), &json)?;
        match std::fs::remove_file(key_file(folder)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Trouble::Here(format!(
                "cannot remove {}: {error}",
                key_file(folder).display()
            ))),
            _ => Ok(()),
        }
    }

    /// Returns when the certificate is to be renewed: at two thirds of its life.
    pub fn renew_at(&self) -> Timestamp {
        self.not_before
            .plus(self.not_after.since(self.not_before) * 2 / 3)
    }

    pub(super) fn key_pem(&self) -> &str {
        &self.key.0
    }

    pub(super) fn certificate(&self) -> Result<Vec<u8>, Trouble> {
        bytes(&self.certificate)
    }

    pub(super) fn roots(&self) -> Result<Vec<Vec<u8>>, Trouble> {
        self.roots.iter().map(|root| bytes(root)).collect()
    }

    pub(super) fn policy_keys(&self) -> Result<Vec<Vec<u8>>, Trouble> {
        self.policy_keys.iter().map(|key| bytes(key)).collect()
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, Trouble> {
    STANDARD
        .decode(text)
        .map_err(|_| Trouble::Here("identity.json is damaged".to_owned()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    private::write_file(path, bytes)
        .map_err(|error| Trouble::Here(format!("cannot write {}: {error}", path.display())))
}
