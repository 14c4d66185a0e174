//! Tokens, certificates and their ends.

use std::time::Duration;

use mimawari_proto::wire;
use tonic::Code;

use super::{Hall, Key, hall};
use crate::{ledger::Act, trust::peer::Peer};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

fn code<T: std::fmt::Debug>(answer: Result<T, tonic::Status>) -> Code {
    answer.expect_err("refused").code()
}

#[test]
fn a_token_that_was_just_made_brings_a_machine_in() {
    hall::usual(|hall| async move {
        let (_, secret) = hall.token("0810", 1, HOUR).await;
        let reply = hall.enrol(&Key::new(), &secret).await.expect("enrolled");
        assert_eq!(
            (reply.department.as_str(), reply.department_name.as_str()),
            ("0810", "保育課")
        );
        assert_eq!(reply.zone, "lgwan");
        assert_eq!(reply.policy_keys, [[9; 32].to_vec()]);
        assert_eq!(reply.trusted_roots, [hall.authority.roots()[0].to_vec()]);
        let peer = Peer::read(&reply.certificate).expect("names a machine");
        assert_eq!(peer.machine.as_bytes().to_vec(), reply.machine_id);
    });
}

#[test]
fn enrolling_again_with_the_same_key_is_the_same_machine_and_spends_no_second_use() {
    hall::usual(|hall| async move {
        let (token, secret) = hall.token("0810", 1, HOUR).await;
        let key = Key::new();
        let first = hall.enrol(&key, &secret).await.expect("enrolled");
        let second = hall.enrol(&key, &secret).await.expect("enrolled again");
        assert_eq!(first.machine_id, second.machine_id);
        let kept = hall
            .ledger()
            .read(move |view| view.token(token))
            .await
            .expect("read");
        assert_eq!(kept.expect("known").used, 1);
        assert_eq!(
            code(hall.enrol(&Key::new(), &secret).await),
            Code::Unauthenticated,
            "another machine"
        );
    });
}

#[test]
fn a_token_that_is_unknown_expired_or_revoked_brings_nobody_in() {
    hall::usual(|hall| async move {
        assert_eq!(
            code(hall.enrol(&Key::new(), &[1; 32]).await),
            Code::Unauthenticated
        );
        let (token, secret) = hall.token("0810", 9, DAY).await;
        hall.act(Act::TokenRevoked { token }).await;
        let status = hall.enrol(&Key::new(), &secret).await.expect_err("revoked");
        assert!(status.message().contains("revoked"), "{status}");
        let (_, secret) = hall.token("0810", 9, HOUR).await;
        hall.pass(HOUR);
        let status = hall.enrol(&Key::new(), &secret).await.expect_err("expired");
        assert!(status.message().contains("expired"), "{status}");
        assert!(
            !hall
                .acts()
                .await
                .iter()
                .any(|act| matches!(act, Act::MachineEnrolled { .. }))
        );
    });
}

#[test]
fn a_flood_of_guesses_is_cut_off_by_address_and_leaves_no_trace_in_the_evidence() {
    hall::usual(|hall| async move {
        let before = hall.acts().await.len();
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(code(hall.enrol(&Key::new(), &hall::random::<32>()).await));
        }
        let allowed = hall::LIMITS.failed_enrolments as usize;
        assert!(
            answers[..allowed]
                .iter()
                .all(|code| *code == Code::Unauthenticated),
            "{answers:?}"
        );
        assert!(
            answers[allowed..]
                .iter()
                .all(|code| *code == Code::ResourceExhausted),
            "{answers:?}"
        );
        assert_eq!(hall.acts().await.len(), before);
        let (_, secret) = hall.token("0810", 1, DAY).await;
        assert_eq!(
            code(hall.enrol(&Key::new(), &secret).await),
            Code::ResourceExhausted,
            "even a good one waits"
        );
        hall.pass(Duration::from_mins(11));
        hall.enrol(&Key::new(), &secret).await.expect("later it is fine");
    });
}

#[test]
fn what_is_wrong_in_an_enrolment_is_named() {
    hall::usual(|hall| async move {
        let (_, secret) = hall.token("0810", 1, HOUR).await;
        let channel = hall.channel(None).await.expect("connects");
        let mut client = wire::enrolment_client::EnrolmentClient::new(channel);
        let request = wire::EnrolRequest {
            token_secret: secret.to_vec(),
            certificate_request: b"nonsense".to_vec(),
            machine: None,
        };
        let status = client.enrol(request.clone()).await.expect_err("refused");
        assert_eq!(status.code(), Code::InvalidArgument);
        assert!(status.message().contains("machine"), "{status}");
        let status = client
            .enrol(wire::EnrolRequest {
                token_secret: vec![1; 31],
                ..request
            })
            .await
            .expect_err("refused");
        assert!(status.message().contains("token_secret"), "{status}");
    });
}

#[test]
fn renewal_needs_a_certificate_and_gives_the_same_machine() {
    hall::usual(|hall| async move {
        let key = hall.machine().await;
        let reply = hall.renew(&key).await.expect("renewed");
        assert_eq!(reply.machine_id, key.id().as_bytes());
        assert!(
            hall.acts()
                .await
                .iter()
                .any(|act| matches!(act, Act::MachineRenewed { .. }))
        );
        let channel = hall.channel(None).await.expect("connects");
        let answer = wire::enrolment_client::EnrolmentClient::new(channel)
            .renew(wire::RenewRequest::default())
            .await;
        assert_eq!(code(answer), Code::Unauthenticated);
    });
}

#[test]
fn a_pc_that_was_off_for_a_year_may_renew_and_nothing_else() {
    hall::usual(|hall| async move {
        let key = hall.machine().await;
        hall.pass(DAY * 365);
        assert_eq!(code(hall.call(Some(&key)).await.map(drop)), Code::Unauthenticated);
        let reply = hall.renew(&key).await.expect("renewed");
        assert_eq!(reply.machine_id, key.id().as_bytes());
    });
}

#[test]
fn a_certificate_that_tls_finds_expired_still_renews() {
    hall::usual(|hall| async move {
        // The collector's clock goes back, so that what it issues has ended for the TLS library.
        let mut key = Key::new();
        let past = |hall: &Hall| hall.now().minus(DAY * 100);
        let request = crate::trust::authority::Request::read(&key.request()).expect("taken");
        let machine = hall.machine().await.id();
        let zone = "lgwan".parse().expect("a zone");
        let issued = hall
            .authority
            .issue(&request, machine, &zone, past(&hall))
            .expect("signed");
        key.certificate = Some(issued.certificate);
        assert_eq!(code(hall.call(Some(&key)).await.map(drop)), Code::Unauthenticated);
        // The ledger knows another key for this machine: an old copy may not take over.
        let status = hall.renew(&key).await.expect_err("replaced");
        assert_eq!(status.code(), Code::PermissionDenied);
        assert!(status.message().contains("replaced"), "{status}");
    });
}

#[test]
fn after_a_year_and_more_only_a_new_token_helps() {
    hall::usual(|hall| async move {
        let key = hall.machine().await;
        hall.pass(DAY * 500);
        assert_eq!(code(hall.renew(&key).await), Code::PermissionDenied);
    });
}

#[test]
fn a_revoked_machine_is_told_so_when_it_renews() {
    hall::usual(|hall| async move {
        let key = hall.machine().await;
        let reason = "lost".to_owned();
        hall.act(Act::MachineRevoked {
            machine: key.id(),
            reason,
        })
        .await;
        let status = hall.renew(&key).await.expect_err("revoked");
        assert_eq!(status.code(), Code::PermissionDenied);
        assert!(status.message().contains("revoked"), "{status}");
    });
}
