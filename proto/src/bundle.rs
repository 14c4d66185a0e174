//! Policy and rule bundles: signed, numbered, never older than the last.

use crate::word::words;

/// Largest body of a bundle.
pub const BODY_LIMIT_BYTES: usize = 1 << 20;

/// Bytes of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;

words! {
    /// What a bundle carries.
    pub enum BundleKind {
        /// The policy: roots, calendar, budgets.
        Policy = 1 => "policy",
        /// The rule set.
        Rules = 2 => "rules",
    }
}

/// A signed, numbered file of settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundle {
    /// What it carries.
    pub kind: BundleKind,
    /// Only grows.
    pub version: u64,
    /// TOML, at most [`BODY_LIMIT_BYTES`].
    pub body: Vec<u8>,
    /// Ed25519 over [`Bundle::signed_bytes`], [`SIGNATURE_BYTES`] long.
    pub signature: Vec<u8>,
}

impl Bundle {
    /// Returns what the signature covers: purpose, kind, version, length and body.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = b"mimawari.bundle.v1".to_vec();
        bytes.extend(self.kind.number().to_be_bytes());
        bytes.extend(self.version.to_be_bytes());
        bytes.extend((self.body.len() as u64).to_be_bytes());
        bytes.extend(&self.body);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        Bundle {
            kind: BundleKind::Rules,
            version: 258,
            body: b"x = 1".to_vec(),
            signature: vec![0; SIGNATURE_BYTES],
        }
    }

    #[test]
    fn the_signature_covers_purpose_kind_version_length_and_body() {
        let expected = [
            &b"mimawari.bundle.v1"[..],
            &[0, 0, 0, 2],
            &[0, 0, 0, 0, 0, 0, 1, 2],
            &[0, 0, 0, 0, 0, 0, 0, 5],
            b"x = 1",
        ];
        assert_eq!(bundle().signed_bytes(), expected.concat());
    }

    #[test]
    fn a_policy_never_passes_for_a_rule_set() {
        let policy = Bundle {
            kind: BundleKind::Policy,
            ..bundle()
        };
        assert_ne!(policy.signed_bytes(), bundle().signed_bytes());
    }
}
