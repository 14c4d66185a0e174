//! Who is at the other end of a connection, read from the certificate and from nothing else.

use std::net::IpAddr;

use mimawari_proto::{id::MachineId, machine::Zone, time::Timestamp};
use sha2::{Digest as _, Sha256};
use x509_parser::{extensions::GeneralName, prelude::*};

use super::signing::hex;

/// What the name of a machine in a certificate starts with.
pub(super) const MACHINE_URN: &str = "urn:mimawari:machine:";

/// What the name of a zone in a certificate starts with.
pub(super) const ZONE_URN: &str = "urn:mimawari:zone:";

/// SHA-256 of a public key (SPKI, DER): what tells one installation's key from all others.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct KeyId(pub [u8; 32]);

impl KeyId {
    /// Takes the key as it stands in a certificate.
    pub fn of(spki: &[u8]) -> Self {
        Self(Sha256::digest(spki).into())
    }

    /// Writes 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }
}

/// A machine, as its certificate names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Peer {
    /// Which machine.
    pub machine: MachineId,
    /// The zone it was enrolled in.
    pub zone: Zone,
    /// Its key.
    pub key: KeyId,
    /// Serial number of the certificate, hexadecimal.
    pub serial: String,
    /// When the certificate starts.
    pub not_before: Timestamp,
    /// When the certificate ends.
    pub not_after: Timestamp,
}

impl Peer {
    /// Reads a certificate that rustls has verified; `None` when it does not name one machine and one zone.
    pub fn read(certificate: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
        let names = certificate.subject_alternative_name().ok()??;
        let only = |start: &str| {
            let mut found = names.value.general_names.iter().filter_map(|name| match name {
                GeneralName::URI(uri) => uri.strip_prefix(start),
                _ => None,
            });
            found.next().filter(|_| found.next().is_none())
        };
        Some(Self {
            machine: only(MACHINE_URN)?.parse().ok()?,
            zone: only(ZONE_URN)?.parse().ok()?,
            key: KeyId::of(certificate.public_key().raw),
            serial: hex(certificate.raw_serial()),
            not_before: seconds(certificate.validity().not_before),
            not_after: seconds(certificate.validity().not_after),
        })
    }
}

/// Returns when a certificate ends; `None` when it is none.
pub(super) fn ends(certificate: &[u8]) -> Option<Timestamp> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    Some(seconds(certificate.validity().not_after))
}

/// Returns the host names and addresses that a certificate names.
pub(super) fn hosts(certificate: &[u8]) -> Vec<String> {
    let Ok((_, certificate)) = X509Certificate::from_der(certificate) else {
        return Vec::new();
    };
    let Ok(Some(names)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let host = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(v4) => Some(IpAddr::from(v4).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes)
                .ok()
                .map(|v6| IpAddr::from(v6).to_string()),
        },
        _ => None,
    };
    names.value.general_names.iter().filter_map(host).collect()
}

fn seconds(at: ASN1Time) -> Timestamp {
    Timestamp::from_unix_ms(at.timestamp().saturating_mul(1000))
}
