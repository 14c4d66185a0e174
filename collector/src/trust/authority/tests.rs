//! What the authority signs, and what it does not believe.

use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer as _, X509Certificate},
};

use super::*;
use crate::trust::peer::Peer;

fn made() -> (tempfile::TempDir, Authority) {
    let dir = tempfile::tempdir().expect("a folder");
    let authority = Authority::create(dir.path(), &["192.0.2.7".to_owned()], now()).expect("made");
    (dir, authority)
}

fn now() -> Timestamp {
    Timestamp::from_unix_ms(1_795_000_000_000)
}

fn machine() -> MachineId {
    MachineId::new(now(), [3; 10])
}

fn zone() -> Zone {
    "lgwan".parse().expect("a zone")
}

/// A request that claims names and rights it should not get.
fn greedy_request(key: &KeyPair) -> Vec<u8> {
    let mut params = CertificateParams::new(vec!["mimawari-collector".to_owned()]).expect("a name");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.serialize_request(key).expect("signed").der().to_vec()
}

#[test]
fn a_machine_gets_the_names_of_its_record_and_none_that_it_claims() {
    let (_dir, authority) = made();
    let key = new_key().expect("a key");
    let request = Request::read(&greedy_request(&key)).expect("taken");
    let issued = authority
        .issue(&request, machine(), &zone(), now())
        .expect("signed");
    let peer = Peer::read(&issued.certificate).expect("names a machine");
    assert_eq!((peer.machine, peer.zone), (machine(), zone()));
    assert_eq!((peer.key, peer.serial), (request.key(), issued.serial.clone()));
    assert_eq!(peer.not_after, now().plus(LEAF_LIFE));
    let (_, read) = X509Certificate::from_der(&issued.certificate).expect("DER");
    assert!(!read.is_ca());
    let usage = read.extended_key_usage().expect("parses").expect("there").value;
    assert!(usage.client_auth && !usage.server_auth && !usage.any);
    let names = &read
        .subject_alternative_name()
        .expect("parses")
        .expect("there")
        .value
        .general_names;
    assert!(
        names.iter().all(|name| matches!(name, GeneralName::URI(_))),
        "{names:?}"
    );
}

#[test]
fn a_request_that_is_too_long_or_not_signed_by_its_key_is_refused() {
    let key = new_key().expect("a key");
    let mut forged = greedy_request(&key);
    *forged.last_mut().expect("not empty") ^= 1;
    for bad in [forged, vec![0; 4097], b"no request".to_vec(), Vec::new()] {
        assert!(matches!(Request::read(&bad), Err(TrustError::Request(_))));
    }
}

#[test]
fn only_p_256_keys_are_signed() {
    for algorithm in [&rcgen::PKCS_ECDSA_P384_SHA384, &rcgen::PKCS_ED25519] {
        let key = KeyPair::generate_for(algorithm).expect("a key");
        assert!(Request::read(&greedy_request(&key)).is_err());
    }
}

#[test]
fn an_authority_is_never_replaced() {
    let (dir, authority) = made();
    let again = Authority::create(dir.path(), &[], now());
    assert!(matches!(again, Err(TrustError::Exists { .. })));
    let reopened = Authority::open(dir.path()).expect("read");
    assert_eq!(reopened.fingerprint(), authority.fingerprint());
}

#[test]
fn a_second_root_is_trusted_while_roots_are_rolled_over() {
    let (dir, authority) = made();
    let (other_dir, other) = made();
    fs::copy(
        other_dir.path().join("ca/root.pem"),
        dir.path().join("ca/other-root.pem"),
    )
    .expect("copied");
    let both = Authority::open(dir.path()).expect("read").roots();
    assert_eq!(both, [authority.root().clone(), other.root().clone()]);
}

#[test]
fn the_server_certificate_ends_after_ninety_days_and_renews() {
    let (_dir, authority) = made();
    let later = now().plus(Duration::from_hours(60 * 24));
    assert_eq!(
        crate::trust::tls::server_ends(&authority).expect("read"),
        now().plus(LEAF_LIFE)
    );
    authority.renew_server(&[], later).expect("renewed");
    assert_eq!(
        crate::trust::tls::server_ends(&authority).expect("read"),
        later.plus(LEAF_LIFE)
    );
}

#[test]
fn a_damaged_root_is_named() {
    let (dir, _) = made();
    let path = dir.path().join("ca/root.pem");
    fs::write(&path, "-----BEGIN nothing").expect("written");
    assert!(
        matches!(Authority::open(dir.path()), Err(TrustError::Damaged { path: named, .. }) if named == path)
    );
}

#[test]
fn host_names_with_strange_characters_are_refused() {
    for bad in ["", "a b", "a..b", "*.example", "a/b", "保育"] {
        assert!(host_name(bad).is_err(), "{bad:?}");
    }
    for good in ["collector", "a.b.example", "192.0.2.1", "::1"] {
        assert!(host_name(good).is_ok(), "{good:?}");
    }
}
