//! A machine that speaks the wire by hand: it can send what a good agent never would.
//!
//! Enrols over TLS like an agent, then opens the long call and sends any
//! parcel, in any order, as often as a test likes. Calls block; one runtime
//! with two threads serves all machines of a test program.

use std::{net::SocketAddr, sync::OnceLock, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use mimawari_proto::{
    id::{Epoch, MachineId},
    parcel::{Digest, Parcel},
    time::Timestamp,
    wire::{self, downward, enrolment_client::EnrolmentClient, report_client::ReportClient, upward},
};
use prost::Message as _;
use rcgen::{CertificateParams, KeyPair};
use tokio::{runtime::Runtime, sync::mpsc, time::timeout};
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::{
    Request, Status, Streaming,
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity},
};

use crate::chance::Chance;

/// The name every collector's certificate carries.
const COLLECTOR_NAME: &str = "mimawari-collector";

/// Longest wait for one answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// Returns the runtime that all machines share.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("two threads can be had")
    })
}

/// The parts of a token that a machine needs.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The secret of the token, as the collector gave it.
    pub secret: Vec<u8>,
}

impl Ticket {
    /// Reads the one-string form.
    pub fn read(token: &str) -> Result<Self> {
        let body = token
            .strip_prefix("mimawari1.")
            .context("a token begins with mimawari1.")?;
        let parts: serde_json::Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body)?)?;
        let secret = parts["s"].as_str().context("a token has a secret")?;
        Ok(Self {
            secret: BASE64_URL_SAFE_NO_PAD.decode(secret)?,
        })
    }
}

/// An enrolled machine: its identity and what it trusts.
#[derive(Clone, Debug)]
pub struct Machine {
    /// As the collector named it.
    pub id: MachineId,
    /// The life of its outbox.
    pub epoch: Epoch,
    root: String,
    /// Certificate and key, PEM; a stranger has none.
    identity: Option<(String, String)>,
}

impl Machine {
    /// Enrols a new machine with a token; `root` is the collector's authority, PEM.
    pub fn enrol(at: SocketAddr, root: &str, token: &str, chance: &mut Chance) -> Result<Self> {
        runtime().block_on(Self::enrol_on(at, root, token, chance))
    }

    /// The same, inside a runtime.
    pub async fn enrol_on(at: SocketAddr, root: &str, token: &str, chance: &mut Chance) -> Result<Self> {
        let key = KeyPair::generate()?;
        let request = CertificateParams::new(Vec::new())?.serialize_request(&key)?;
        let asked = wire::EnrolRequest {
            token_secret: Ticket::read(token)?.secret,
            certificate_request: request.der().to_vec(),
            machine: Some(wire::MachineFacts {
                host_name: format!("PC-{:04}", chance.below(10_000)),
                os: "Debian GNU/Linux 12".to_owned(),
                agent_version: "0.1.0".to_owned(),
                installation_id: chance.bytes().to_vec(),
            }),
        };
        let channel = channel(at, root, None).await?;
        let reply = EnrolmentClient::new(channel).enrol(asked).await?.into_inner();
        Ok(Self {
            id: MachineId::from_slice(&reply.machine_id)?,
            epoch: Epoch::from_slice(&chance.bytes())?,
            root: root.to_owned(),
            identity: Some((pem(&reply.certificate), key.serialize_pem())),
        })
    }

    /// Opens the long call and says hello.
    pub fn connect(&self, at: SocketAddr) -> Result<Line> {
        runtime().block_on(self.connect_on(at))
    }

    /// The same, inside a runtime.
    pub async fn connect_on(&self, at: SocketAddr) -> Result<Line> {
        let identity = self.identity.as_ref();
        let identity = identity.map(|(certificate, key)| Identity::from_pem(certificate, key));
        let channel = channel(at, &self.root, identity).await?;
        Line::open(channel, self.hello()).await
    }

    /// The same machine, having lost its certificate.
    pub fn without_certificate(&self) -> Self {
        Self {
            identity: None,
            ..self.clone()
        }
    }

    /// The same machine with the certificate and key of another.
    pub fn with_identity_of(&self, other: &Self) -> Self {
        Self {
            identity: other.identity.clone(),
            ..self.clone()
        }
    }

    fn hello(&self) -> wire::Hello {
        wire::Hello {
            epoch: self.epoch.as_bytes().to_vec(),
            next_seq: 1,
            host_name: "PC".to_owned(),
            os: "Debian GNU/Linux 12".to_owned(),
            agent_version: "0.1.0".to_owned(),
            installation_id: vec![0; 16],
            rule_set: "tests".to_owned(),
            ..wire::Hello::default()
        }
    }

    /// Begins the chain of parcels of this machine's epoch.
    pub fn chain(&self) -> Chain {
        Chain {
            epoch: self.epoch,
            last: 0,
            previous: Digest::NONE,
        }
    }
}

/// Connects over TLS, with or without a certificate of its own.
async fn channel(at: SocketAddr, root: &str, identity: Option<Identity>) -> Result<Channel> {
    let mut tls = ClientTlsConfig::new()
        .ca_certificate(Certificate::from_pem(root))
        .domain_name(COLLECTOR_NAME);
    if let Some(identity) = identity {
        tls = tls.identity(identity);
    }
    let endpoint = Endpoint::from_shared(format!("https://{at}"))?.tls_config(tls)?;
    Ok(endpoint.connect_timeout(ANSWER_LIMIT).connect().await?)
}

fn pem(der: &[u8]) -> String {
    let text = base64::prelude::BASE64_STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// The long call of one machine.
#[derive(Debug)]
pub struct Line {
    up: mpsc::Sender<wire::Upward>,
    down: Streaming<wire::Downward>,
    /// What the collector answered to hello.
    pub welcome: wire::Welcome,
}

impl Line {
    async fn open(channel: Channel, hello: wire::Hello) -> Result<Self> {
        let (up, queue) = mpsc::channel(64);
        up.send(upward(upward::What::Hello(hello))).await?;
        let mut client = ReportClient::new(channel);
        let call = client.exchange(requests(queue));
        let mut down = timeout(ANSWER_LIMIT, call).await??.into_inner();
        let first = timeout(ANSWER_LIMIT, down.message()).await??;
        match first.and_then(|answer| answer.what) {
            Some(downward::What::Welcome(welcome)) => Ok(Self { up, down, welcome }),
            other => bail!("the collector answered hello with {other:?}"),
        }
    }

    /// Sends a parcel.
    pub fn send(&self, parcel: &Parcel) -> Result<()> {
        runtime().block_on(self.send_on(wire_form(parcel)))
    }

    /// Sends a parcel as it is on the wire, right or wrong.
    pub fn send_raw(&self, parcel: wire::Parcel) -> Result<()> {
        runtime().block_on(self.send_on(parcel))
    }

    /// The same, inside a runtime.
    pub async fn send_on(&self, parcel: wire::Parcel) -> Result<()> {
        Ok(self.up.send(upward(upward::What::Parcel(parcel))).await?)
    }

    /// Sends any message.
    pub fn say(&self, what: upward::What) -> Result<()> {
        Ok(runtime().block_on(self.up.send(upward(what)))?)
    }

    /// Waits for the next receipt; orders are passed over, being held back is an error.
    pub fn receipt(&mut self) -> Result<wire::Receipt> {
        runtime().block_on(self.receipt_on())
    }

    /// The same, inside a runtime.
    pub async fn receipt_on(&mut self) -> Result<wire::Receipt> {
        loop {
            let message = timeout(ANSWER_LIMIT, self.down.message())
                .await
                .context("no receipt came")??
                .context("the collector ended the call")?;
            match message.what {
                Some(downward::What::Receipt(receipt)) => return Ok(receipt),
                Some(downward::What::HoldBack(_)) => bail!("the collector asks to hold back"),
                _ => {}
            }
        }
    }

    /// Waits until the collector ends the call, and returns how.
    pub fn refusal(&mut self) -> Result<Option<Status>> {
        runtime().block_on(async {
            loop {
                match timeout(ANSWER_LIMIT, self.down.message()).await {
                    Ok(Ok(Some(_))) => {}
                    Ok(Ok(None)) => return Ok(None),
                    Ok(Err(status)) => return Ok(Some(status)),
                    Err(_) => bail!("the collector keeps the call open"),
                }
            }
        })
    }

    /// Sends a parcel and waits for its receipt.
    pub fn deliver(&mut self, parcel: &Parcel) -> Result<wire::Outcome> {
        self.send(parcel)?;
        let receipt = self.receipt()?;
        ensure!(
            receipt.seq == parcel.seq,
            "a receipt for {} came, not for {}",
            receipt.seq,
            parcel.seq
        );
        Ok(receipt.outcome())
    }
}

fn requests(queue: mpsc::Receiver<wire::Upward>) -> Request<impl Stream<Item = wire::Upward>> {
    Request::new(ReceiverStream::new(queue))
}

fn upward(what: upward::What) -> wire::Upward {
    wire::Upward { what: Some(what) }
}

/// Turns a parcel into its wire form.
pub fn wire_form(parcel: &Parcel) -> wire::Parcel {
    wire::Parcel {
        epoch: parcel.epoch.as_bytes().to_vec(),
        seq: parcel.seq,
        previous: parcel.previous.0.to_vec(),
        sealed_at_ms: parcel.sealed_at.as_unix_ms(),
        events: parcel.events.clone(),
    }
}

/// Numbers and chains the parcels of one epoch.
#[derive(Clone, Debug)]
pub struct Chain {
    epoch: Epoch,
    last: u64,
    previous: Digest,
}

impl Chain {
    /// Seals the next parcel.
    pub fn seal(&mut self, events: Vec<wire::Event>) -> Parcel {
        let at = events.first().map_or(0, |event| event.at_ms);
        let parcel = Parcel {
            epoch: self.epoch,
            seq: self.last + 1,
            previous: self.previous,
            sealed_at: Timestamp::from_unix_ms(at),
            events: wire::Events { events }.encode_to_vec(),
        };
        self.last = parcel.seq;
        self.previous = parcel.digest();
        parcel
    }
}

/// Makes a finding of a password note, in a file of its own.
pub fn found(chance: &mut Chance, at_ms: i64) -> wire::Event {
    let found = wire::Found {
        finding_id: chance.bytes().to_vec(),
        kind: wire::Kind::PasswordNote.into(),
        rule: "password.label-value".to_owned(),
        confidence: wire::Confidence::High.into(),
        root: wire::Root::Desktop.into(),
        path: Some(wire::Name {
            shown: format!("/home/%USER%/デスクトップ/メモ{}.txt", chance.below(1_000_000)),
            raw: Vec::new(),
        }),
        count: wire::Count::One.into(),
        places: vec![wire::Place {
            what: Some(wire::place::What::Line(2)),
        }],
        shape: Some(wire::Shape {
            length: wire::Length::Length811.into(),
            lower: true,
            digit: true,
            ..wire::Shape::default()
        }),
        size_bytes: chance.below(10_000),
        modified_at_ms: at_ms,
        owner: "staff".to_owned(),
        severity: wire::Severity::Serious.into(),
        ..wire::Found::default()
    };
    wire::Event {
        at_ms,
        what: Some(wire::event::What::Found(found)),
    }
}

/// 2026-11-20 09:00 in Japan: the time these machines live in.
pub const MORNING_MS: i64 = 1_795_132_800_000;
