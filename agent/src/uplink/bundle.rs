//! Whether a bundle may be taken: signed by a known key, and newer than the last.

use mimawari_proto::bundle::Bundle;
use ring::signature::{ED25519, UnparsedPublicKey};

/// Tells whether one of the keys signed the bundle.
pub(super) fn is_signed(bundle: &Bundle, keys: &[Vec<u8>]) -> bool {
    let signed = bundle.signed_bytes();
    keys.iter().any(|key| {
        UnparsedPublicKey::new(&ED25519, key)
            .verify(&signed, &bundle.signature)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use mimawari_proto::bundle::BundleKind;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    use super::*;

    #[test]
    fn only_what_a_known_key_signed_is_taken_and_only_unchanged() {
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
        let mut bundle = Bundle {
            kind: BundleKind::Policy,
            version: 3,
            body: b"[round]".to_vec(),
            signature: Vec::new(),
        };
        bundle.signature = key.sign(&bundle.signed_bytes()).as_ref().to_vec();
        let known = vec![vec![1; 32], key.public_key().as_ref().to_vec()];
        assert!(is_signed(&bundle, &known));
        assert!(!is_signed(&bundle, &known[..1]));
        let newer = Bundle {
            version: 4,
            ..bundle.clone()
        };
        assert!(!is_signed(&newer, &known));
        let rules = Bundle {
            kind: BundleKind::Rules,
            ..bundle
        };
        assert!(!is_signed(&rules, &known));
    }
}
