//! The small CA made at `init`: one root that signs the server and every machine.
//!
//! P-256 throughout. The root lives 20 years and may sign nothing below
//! itself but leaves; leaves live 90 days. Machines renew at two thirds, the
//! server's own certificate is renewed by `serve` at two thirds as well.

use std::{
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use mimawari_proto::{id::MachineId, machine::Zone, time::Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
    PublicKeyData as _, SanType, SerialNumber, date_time_ymd, string::Ia5String,
};
use rustls::pki_types::{CertificateDer, CertificateSigningRequestDer, pem::PemObject as _};
use sha2::{Digest as _, Sha256};

use super::{
    fault::TrustError,
    peer::{KeyId, MACHINE_URN, ZONE_URN},
    private::{make_dir, read_file, write_file},
    signing::hex,
};

/// The name that agents verify, whatever host they call.
pub const SERVER_NAME: &str = "mimawari-collector";

/// How long a certificate of a machine or of the server lives.
pub const LEAF_LIFE: Duration = Duration::from_hours(90 * 24);

/// How long the root lives: longer than any PC, shorter than the calendar of X.509.
const ROOT_LIFE: Duration = Duration::from_hours(20 * 365 * 24);

/// Certificates start this much in the past, so that a PC whose clock is late takes them.
const CLOCK_SLACK: Duration = Duration::from_hours(24);

/// Largest certificate request read.
const REQUEST_LIMIT_BYTES: usize = 4096;

/// SHA-256 of a root certificate, as tokens carry it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Takes a certificate, DER.
    pub fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }
}

/// A certificate just made for a machine.
#[derive(Clone, Debug)]
pub struct Issued {
    /// DER.
    pub certificate: Vec<u8>,
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// When it ends.
    pub not_after: Timestamp,
}

/// A certificate request whose signature holds: the asker owns the key in it.
pub struct Request {
    inner: CertificateSigningRequestParams,
}

impl Request {
    /// Reads a PKCS #10 request; only its key is used, names in it are dropped.
    pub fn read(der: &[u8]) -> Result<Self, TrustError> {
        if der.len() > REQUEST_LIMIT_BYTES {
            return Err(TrustError::Request("longer than 4 KiB"));
        }
        let inner = CertificateSigningRequestParams::from_der(&CertificateSigningRequestDer::from(der))
            .map_err(|_| TrustError::Request("not a signed PKCS #10 request"))?;
        match inner.public_key.der_bytes() {
            [0x04, rest @ ..]
                if rest.len() == 64 && *inner.public_key.algorithm() == PKCS_ECDSA_P256_SHA256 =>
            {
                Ok(Self { inner })
            }
            _ => Err(TrustError::Request("its key is not of P-256")),
        }
    }

    /// Returns what tells this key from all others.
    pub fn key(&self) -> KeyId {
        KeyId::of(&self.inner.public_key.subject_public_key_info())
    }
}

/// The authority of one collector.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    root: CertificateDer<'static>,
    other_root: Option<CertificateDer<'static>>,
    dir: PathBuf,
}

impl Authority {
    /// Makes the root and a first server certificate under `data/ca`; refuses to replace one.
    pub fn create(data: &Path, hosts: &[String], now: Timestamp) -> Result<Self, TrustError> {
        let dir = data.join("ca");
        let root_key = dir.join("root.key");
        // The certificate comes last: without it nothing was ever signed, and the key may be made anew.
        if dir.join("root.pem").exists() {
            return Err(TrustError::Exists { path: root_key });
        }
        make_dir(&dir)?;
        let key = new_key()?;
        let certificate = root_params(now)?
            .self_signed(&key)
            .map_err(TrustError::crypto("sign the root"))?;
        write_file(&root_key, key.serialize_pem().as_bytes())?;
        write_file(&dir.join("root.pem"), certificate.pem().as_bytes())?;
        let authority = Self::open(data)?;
        authority.renew_server(hosts, now)?;
        Ok(authority)
    }

    /// Reads the authority under `data/ca`.
    pub fn open(data: &Path) -> Result<Self, TrustError> {
        let dir = data.join("ca");
        let root = read_certificate(&dir.join("root.pem"))?;
        let other_root = match read_certificate(&dir.join("other-root.pem")) {
            Err(TrustError::Missing { .. }) => None,
            found => Some(found?),
        };
        let key_path = dir.join("root.key");
        let damaged = |error: rcgen::Error| TrustError::Damaged {
            path: key_path.clone(),
            why: error.to_string(),
        };
        let pem = zeroize::Zeroizing::new(String::from_utf8_lossy(&read_file(&key_path)?).into_owned());
        let key = KeyPair::from_pem(&pem).map_err(damaged)?;
        let issuer = Issuer::from_ca_cert_der(&root, key).map_err(damaged)?;
        Ok(Self {
            issuer,
            root,
            other_root,
            dir,
        })
    }

    /// Returns what a token pins.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.root)
    }

    /// Returns every root that is trusted: the own one first, a second one while roots are rolled over.
    pub fn roots(&self) -> Vec<CertificateDer<'static>> {
        std::iter::once(&self.root)
            .chain(&self.other_root)
            .cloned()
            .collect()
    }

    /// Makes a certificate for a machine: client use only, named by machine and zone.
    pub fn issue(
        &self,
        request: &Request,
        machine: MachineId,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<Issued, TrustError> {
        let not_after = now.plus(LEAF_LIFE);
        let mut params = leaf_params(ExtendedKeyUsagePurpose::ClientAuth, now, not_after)?;
        params.distinguished_name = common_name(&machine.to_string());
        params.subject_alt_names = vec![
            SanType::URI(ia5(&format!("{MACHINE_URN}{machine}"))?),
            SanType::URI(ia5(&format!("{ZONE_URN}{zone}"))?),
        ];
        let certificate = params
            .signed_by(&request.inner.public_key, &self.issuer)
            .map_err(TrustError::crypto("sign a machine's certificate"))?;
        let serial = params.serial_number.as_ref().map(SerialNumber::to_bytes);
        Ok(Issued {
            serial: hex(&serial.unwrap_or_default()),
            certificate: certificate.der().to_vec(),
            not_after,
        })
    }

    /// Makes a new key and certificate for the server, for these hosts besides the fixed name.
    pub fn renew_server(&self, hosts: &[String], now: Timestamp) -> Result<(), TrustError> {
        let key = new_key()?;
        let mut params = leaf_params(ExtendedKeyUsagePurpose::ServerAuth, now, now.plus(LEAF_LIFE))?;
        params.distinguished_name = common_name(SERVER_NAME);
        params.subject_alt_names = std::iter::once(SERVER_NAME)
            .chain(hosts.iter().map(String::as_str))
            .map(host_name)
            .collect::<Result<_, _>>()?;
        let certificate = params
            .signed_by(&key, &self.issuer)
            .map_err(TrustError::crypto("sign the server's certificate"))?;
        // One file, so that a power cut never leaves a certificate with another one's key.
        let both = zeroize::Zeroizing::new(format!("{}{}", certificate.pem(), key.serialize_pem()));
        write_file(&self.server_path(), both.as_bytes())
    }

    /// Returns where the server's certificate and key are.
    pub(super) fn server_path(&self) -> PathBuf {
        self.dir.join("server.pem")
    }

    pub(super) const fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// Reads a host name or an address as it stands in a certificate.
pub fn host_name(text: &str) -> Result<SanType, TrustError> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(SanType::IpAddress(address));
    }
    let fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    match text.len() <= 253 && text.split('.').all(fits) {
        true => Ok(SanType::DnsName(ia5(text)?)),
        false => Err(TrustError::HostName(text.to_owned())),
    }
}

fn root_params(now: Timestamp) -> Result<CertificateParams, TrustError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = common_name("Mimawari root");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_life(&mut params, now.minus(CLOCK_SLACK), now.plus(ROOT_LIFE));
    params.serial_number = Some(random_serial()?);
    Ok(params)
}

fn leaf_params(
    usage: ExtendedKeyUsagePurpose,
    now: Timestamp,
    not_after: Timestamp,
) -> Result<CertificateParams, TrustError> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    params.use_authority_key_identifier_extension = true;
    set_life(&mut params, now.minus(CLOCK_SLACK), not_after);
    params.serial_number = Some(random_serial()?);
    Ok(params)
}

fn common_name(text: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, text);
    name
}

fn new_key() -> Result<KeyPair, TrustError> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(TrustError::crypto("make a key"))
}

/// Returns 16 random bytes with the top bit clear, since a serial is a positive number.
fn random_serial() -> Result<SerialNumber, TrustError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| TrustError::Crypto {
        what: "make a serial number",
        why: error.to_string(),
    })?;
    bytes[0] = (bytes[0] & 0x7f) | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

fn ia5(text: &str) -> Result<Ia5String, TrustError> {
    Ia5String::try_from(text).map_err(|_| TrustError::HostName(text.to_owned()))
}

/// Sets the life of a certificate.
fn set_life(params: &mut CertificateParams, from: Timestamp, until: Timestamp) {
    let since_1970 = |at: Timestamp| Duration::from_millis(u64::try_from(at.as_unix_ms()).unwrap_or(0));
    params.not_before = date_time_ymd(1970, 1, 1) + since_1970(from);
    params.not_after = date_time_ymd(1970, 1, 1) + since_1970(until);
}

fn read_certificate(path: &Path) -> Result<CertificateDer<'static>, TrustError> {
    if !path.exists() {
        return Err(TrustError::Missing {
            path: path.to_owned(),
        });
    }
    let pem = fs::read(path).map_err(|cause| TrustError::Disk {
        path: path.to_owned(),
        cause,
    })?;
    CertificateDer::from_pem_slice(&pem).map_err(|error| TrustError::Damaged {
        path: path.to_owned(),
        why: error.to_string(),
    })
}

#[cfg(test)]
mod tests;
