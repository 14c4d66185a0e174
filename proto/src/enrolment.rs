//! How a machine introduces itself, and how it stays known.

use std::fmt;

use zeroize::Zeroize as _;

use crate::{
    id::MachineId,
    machine::{Belonging, MachineFacts},
    time::Timestamp,
};

/// Largest certificate request taken, in bytes of DER; one for a P-256 key takes about 300.
pub const REQUEST_LIMIT_BYTES: usize = 4 << 10;

/// Largest certificate taken, in bytes of DER; ours take under 1 KiB.
pub const CERTIFICATE_LIMIT_BYTES: usize = 8 << 10;

/// Most roots an agent trusts at once: two while a CA is rolled over, and room for a second roll.
pub const ROOTS_LIMIT: usize = 4;

/// Most keys that may sign bundles at once.
pub const POLICY_KEYS_LIMIT: usize = 8;

/// The secret part of an enrolment token. Is never printed, and wiped when dropped.
#[derive(Clone)]
pub struct TokenSecret([u8; 32]);

impl TokenSecret {
    /// Takes the secret.
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Returns the secret, to be hashed or sent.
    pub const fn reveal(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for TokenSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(…)")
    }
}

/// A stranger with a token asks for a certificate.
#[derive(Clone, Debug)]
pub struct EnrolRequest {
    /// From the token.
    pub secret: TokenSecret,
    /// PKCS #10, DER; only its key is used.
    pub certificate_request: Vec<u8>,
    /// What it says of itself.
    pub machine: MachineFacts,
}

/// A known machine asks for its next certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenewRequest {
    /// PKCS #10, DER; only its key is used.
    pub certificate_request: Vec<u8>,
    /// What it says of itself.
    pub machine: MachineFacts,
}

/// The answer to both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnrolReply {
    /// Who the machine is from now on.
    pub machine: MachineId,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// Every root to trust from now on, DER, one to [`ROOTS_LIMIT`].
    pub trusted_roots: Vec<Vec<u8>>,
    /// End of the certificate.
    pub not_after: Timestamp,
    /// Where the machine belongs, for `status`.
    pub belonging: Belonging,
    /// Ed25519 keys that may sign bundles, at most [`POLICY_KEYS_LIMIT`].
    pub policy_keys: Vec<[u8; 32]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_secret_is_never_printed() {
        let secret = TokenSecret::new([0x41; 32]);
        let printed = format!("{secret:?}");
        assert!(
            !printed.contains("65") && !printed.contains("AA") && !printed.contains("41"),
            "{printed}"
        );
    }
}
