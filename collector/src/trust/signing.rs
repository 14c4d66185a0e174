//! Ed25519 keys that sign checkpoints of the ledger, and policy and rule bundles.

use std::{fs, path::Path};

use ring::{
    rand::SystemRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use zeroize::Zeroizing;

use super::{
    fault::TrustError,
    private::{read_file, write_file},
};

/// What a key signs; each purpose has a key of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Checkpoints of the ledger.
    Ledger,
    /// Policy and rule bundles.
    Policy,
}

impl Purpose {
    const fn stem(self) -> &'static str {
        match self {
            Self::Ledger => "sign/ledger",
            Self::Policy => "sign/policy",
        }
    }
}

/// A private signing key.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// Makes a key and keeps it, with its public half beside it, under the data directory.
    pub fn create(data: &Path, purpose: Purpose) -> Result<Self, TrustError> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| no_key())?;
        let key = Self(Ed25519KeyPair::from_pkcs8(document.as_ref()).map_err(|_| no_key())?);
        write_file(&data.join(format!("{}.key", purpose.stem())), document.as_ref())?;
        write_file(
            &data.join(format!("{}.pub", purpose.stem())),
            hex(&key.public()).as_bytes(),
        )?;
        Ok(key)
    }

    /// Reads the key under the data directory.
    pub fn open(data: &Path, purpose: Purpose) -> Result<Self, TrustError> {
        let path = data.join(format!("{}.key", purpose.stem()));
        let document = Zeroizing::new(read_file(&path)?);
        Ed25519KeyPair::from_pkcs8(&document)
            .map(Self)
            .map_err(|rejected| TrustError::Damaged {
                path,
                why: rejected.to_string(),
            })
    }

    /// Signs bytes; their first bytes must name what is signed and for what.
    pub fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.sign(bytes).as_ref().to_vec()
    }

    /// Returns the public half.
    pub fn public(&self) -> [u8; 32] {
        let mut public = [0; 32];
        public.copy_from_slice(self.0.public_key().as_ref());
        public
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey(public {})", hex(&self.public()))
    }
}

/// Reads a public key from a file of 64 hexadecimal digits, as `sign/ledger.pub` is.
pub fn read_public(path: &Path) -> Result<[u8; 32], TrustError> {
    let text = fs::read_to_string(path).map_err(|cause| TrustError::Disk {
        path: path.to_owned(),
        cause,
    })?;
    from_hex(text.trim()).ok_or_else(|| TrustError::Damaged {
        path: path.to_owned(),
        why: "not 64 hexadecimal digits".to_owned(),
    })
}

/// Tells whether `signature` over `bytes` was made with the private half of `public`.
pub fn verify(public: &[u8; 32], bytes: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public)
        .verify(bytes, signature)
        .is_ok()
}

/// Writes bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}

fn no_key() -> TrustError {
    TrustError::Crypto {
        what: "make a signing key",
        why: "no randomness".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::private::make_dir;

    #[test]
    fn a_kept_key_signs_what_its_public_half_verifies() {
        let dir = tempfile::tempdir().expect("a folder");
        make_dir(&dir.path().join("sign")).expect("made");
        SigningKey::create(dir.path(), Purpose::Ledger).expect("made");
        let key = SigningKey::open(dir.path(), Purpose::Ledger).expect("read");
        let public = read_public(&dir.path().join("sign/ledger.pub")).expect("read");
        let signature = key.sign(b"head");
        assert!(verify(&public, b"head", &signature));
        assert!(!verify(&public, b"Head", &signature));
        assert!(!verify(&public, b"head", &signature[1..]));
    }

    #[test]
    fn a_private_key_does_not_show_itself() {
        let dir = tempfile::tempdir().expect("a folder");
        make_dir(&dir.path().join("sign")).expect("made");
        let key = SigningKey::create(dir.path(), Purpose::Policy).expect("made");
        assert_eq!(
            format!("{key:?}"),
            format!("SigningKey(public {})", hex(&key.public()))
        );
    }
}
