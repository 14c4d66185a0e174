//! Who gets no further than the door.

use std::time::Duration;

use tokio::{io::AsyncReadExt as _, net::TcpStream};
use tonic::Code;

use super::{Key, hall};
use crate::{
    ingest::Limits,
    ledger::sample::Pc,
    trust::authority::{Authority, Request},
};

#[test]
fn without_a_certificate_nobody_reports() {
    hall::usual(|hall| async move {
        let status = hall.call(None).await.map(drop).expect_err("refused");
        assert_eq!(status.code(), Code::Unauthenticated);
    });
}

#[test]
fn a_certificate_of_another_authority_ends_the_connection() {
    hall::usual(|hall| async move {
        let other = tempfile::tempdir().expect("a folder");
        let other = Authority::create(other.path(), &[], hall.now()).expect("made");
        let mut key = hall.machine().await;
        let request = Request::read(&key.request()).expect("taken");
        let zone = "lgwan".parse().expect("a zone");
        let forged = other
            .issue(&request, key.id(), &zone, hall.now())
            .expect("signed");
        key.certificate = Some(forged.certificate);
        assert!(hall.greet(&key, &Pc::new("PC-0810-01")).await.is_err());
    });
}

#[test]
fn the_certificate_of_a_server_is_no_machine() {
    hall::usual(|hall| async move {
        let own = std::fs::read(hall.sample.dir.path().join("ca/server.pem")).expect("there");
        let client = tonic::transport::Identity::from_pem(&own, &own);
        let root = std::fs::read(hall.sample.dir.path().join("ca/root.pem")).expect("there");
        let config = tonic::transport::ClientTlsConfig::new()
            .domain_name("mimawari-collector")
            .ca_certificate(tonic::transport::Certificate::from_pem(root))
            .identity(client);
        let endpoint =
            tonic::transport::Endpoint::from_shared(format!("https://{}", hall.address)).expect("fits");
        let Ok(channel) = endpoint.tls_config(config).expect("fits").connect().await else {
            return;
        };
        let answer = mimawari_proto::wire::report_client::ReportClient::new(channel)
            .exchange(tokio_stream::empty())
            .await;
        assert!(answer.is_err());
    });
}

#[test]
fn an_agent_calls_nobody_but_its_own_collector() {
    hall::usual(|hall| async move {
        let other = tempfile::tempdir().expect("a folder");
        let other = Authority::create(other.path(), &[], hall.now()).expect("made");
        let to = |name: &'static str, trusted| hall.channel_to(name, trusted, None);
        assert!(to("mimawari-collector", &hall.authority).await.is_ok());
        assert!(to("mimawari-collector", &other).await.is_err(), "another root");
        assert!(
            to("other.example", &hall.authority).await.is_err(),
            "another name"
        );
    });
}

#[test]
fn a_handshake_that_dawdles_is_ended() {
    let limits = Limits {
        patience: Duration::from_millis(200),
        ..hall::LIMITS
    };
    hall::with(limits, |hall| async move {
        let mut silent = TcpStream::connect(hall.address).await.expect("connects");
        let mut heard = Vec::new();
        silent
            .read_to_end(&mut heard)
            .await
            .expect("the collector closes it");
        assert!(heard.is_empty());
        hall.stop().await;
    });
}

#[test]
fn a_call_without_a_greeting_is_ended() {
    let limits = Limits {
        patience: Duration::from_millis(500),
        ..hall::LIMITS
    };
    hall::with(limits, |hall| async move {
        let key = hall.machine().await;
        let mut line = hall.call(Some(&key)).await.expect("opens");
        assert_eq!(line.end().await.code(), Code::DeadlineExceeded);
    });
}

#[test]
fn one_address_cannot_take_every_connection() {
    let limits = Limits {
        connections_per_address: 2,
        ..hall::LIMITS
    };
    hall::with(limits, |hall| async move {
        let held = [
            TcpStream::connect(hall.address).await.expect("connects"),
            TcpStream::connect(hall.address).await.expect("connects"),
        ];
        assert!(hall.channel(None).await.is_err(), "a third is closed");
        drop(held);
        // The places come back as soon as the collector sees that the lines are gone.
        while hall.channel(None).await.is_err() {
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn a_stranger_cannot_enrol_by_a_name_in_the_request() {
    hall::usual(|hall| async move {
        let (_, secret) = hall.token("0810", 1, Duration::from_hours(1)).await;
        let mut key = Key::new();
        key.take(hall.enrol(&key, &secret).await.expect("enrolled"));
        // The request named the collector itself; the certificate names the machine only.
        let peer =
            crate::trust::peer::Peer::read(key.certificate.as_ref().expect("has one")).expect("a machine");
        assert_eq!(peer.machine, key.id());
    });
}
