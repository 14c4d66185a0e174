//! A collector's intake on loopback with a clock of its own, and machines that call it.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use mimawari_proto::{
    id::{InstallationId, MachineId, TokenId},
    parcel::Parcel,
    time::Timestamp,
    wire::{self, downward, enrolment_client::EnrolmentClient, report_client::ReportClient, upward},
};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    task::JoinHandle,
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{
    Code, Status, Streaming,
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity},
};

use crate::{
    ingest::{IntakeError, Limits, Setup, serve},
    ledger::{
        Act, By, Decision, Keep, Ledger, View,
        sample::{Pc, Sample},
    },
    trust::{
        authority::{Authority, SERVER_NAME},
        tls,
        token::SecretHash,
    },
};

/// Longest wait for an answer that must come.
const SOON: Duration = Duration::from_secs(20);

pub(super) const LIMITS: Limits = Limits {
    connections: 100,
    connections_per_address: 50,
    failed_enrolments: 3,
    window: 16,
    patience: Duration::from_secs(10),
};

/// A running intake.
pub(super) struct Hall {
    pub(super) sample: Sample,
    pub(super) authority: Arc<Authority>,
    pub(super) address: SocketAddr,
    ahead_ms: Arc<AtomicI64>,
    stop: watch::Sender<bool>,
    served: JoinHandle<Result<(), IntakeError>>,
}

/// A machine's key, and its certificate once it has one.
pub(super) struct Key {
    pair: KeyPair,
    pub(super) certificate: Option<Vec<u8>>,
    pub(super) machine: Option<MachineId>,
}

/// An open call.
pub(super) struct Line {
    pub(super) up: mpsc::Sender<wire::Upward>,
    pub(super) down: Streaming<wire::Downward>,
}

/// Runs a test against an intake with these limits.
pub(super) fn with<F: Future<Output = ()>>(limits: Limits, test: impl FnOnce(Hall) -> F) {
    let sample = Sample::new();
    let authority = Authority::create(sample.dir.path(), &[], crate::serve::clock()).expect("made");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let hall = Hall::open(sample, authority, limits).await;
        tokio::time::timeout(Duration::from_secs(60), test(hall))
            .await
            .expect("ends in time");
    });
}

/// Runs a test against an intake with the usual limits.
pub(super) fn usual<F: Future<Output = ()>>(test: impl FnOnce(Hall) -> F) {
    with(LIMITS, test);
}

impl Hall {
    async fn open(sample: Sample, authority: Authority, limits: Limits) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let (authority, ahead_ms) = (Arc::new(authority), Arc::new(AtomicI64::new(0)));
        let shown = tls::Shown::open(&authority).expect("a certificate");
        let (stop, stopping) = watch::channel(false);
        let clock = Arc::clone(&ahead_ms);
        let setup = Setup {
            ledger: sample.ledger.clone(),
            authority: Arc::clone(&authority),
            tls: Arc::new(tls::intake(&authority, &shown).expect("fits")),
            limits,
            zone: jiff::tz::TimeZone::UTC,
            policy_keys: vec![[9; 32]],
            clock: Arc::new(move || {
                Timestamp::from_unix_ms(crate::serve::clock().as_unix_ms() + clock.load(Ordering::SeqCst))
            }),
        };
        Self {
            sample,
            authority,
            address,
            ahead_ms,
            stop,
            served: tokio::spawn(serve(listener, setup, stopping)),
        }
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.sample.ledger
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(crate::serve::clock().as_unix_ms() + self.ahead_ms.load(Ordering::SeqCst))
    }

    /// Puts the collector's clock ahead.
    pub(super) fn pass(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).expect("short");
        self.ahead_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Stops the intake and waits until it has stopped.
    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        self.served.await.expect("no panic").expect("stopped in order");
    }

    /// Makes a token as `token new` does, and returns its secret.
    pub(super) async fn token(&self, department: &str, uses: u32, life: Duration) -> (TokenId, [u8; 32]) {
        let secret = random::<32>();
        let token = TokenId::new(self.now(), random());
        let (department, zone) = (
            department.parse().expect("a code"),
            "lgwan".parse().expect("a zone"),
        );
        let expires_at = self.now().plus(life);
        let SecretHash(digest) = SecretHash::of(&mimawari_proto::enrolment::TokenSecret::new(secret));
        let issued = Act::TokenIssued {
            token,
            department,
            zone,
            uses,
            expires_at,
        };
        let made = move |_: &View<'_>| {
            Ok(Ok::<_, ()>(Decision {
                acts: vec![issued],
                keeps: vec![Keep::TokenSecret { token, digest }],
                answer: (),
            }))
        };
        let made = self.ledger().decide(By::Collector, self.now(), made).await;
        made.expect("taken").expect("decided");
        (token, secret)
    }

    pub(super) async fn act(&self, act: Act) {
        let by = By::Operator("tester".to_owned());
        self.ledger().act(by, act, self.now()).await.expect("taken");
    }

    /// Returns every act of the ledger, oldest first.
    pub(super) async fn acts(&self) -> Vec<Act> {
        let page = self
            .ledger()
            .read(|view| view.acts(None, 1_000))
            .await
            .expect("read");
        page.rows.into_iter().rev().map(|row| row.act).collect()
    }

    /// Connects, with a certificate or without, trusting this authority.
    pub(super) async fn channel(&self, key: Option<&Key>) -> Result<Channel, tonic::transport::Error> {
        self.channel_to(SERVER_NAME, &self.authority, key).await
    }

    pub(super) async fn channel_to(
        &self,
        name: &str,
        trusted: &Authority,
        key: Option<&Key>,
    ) -> Result<Channel, tonic::transport::Error> {
        let root = pem("CERTIFICATE", &trusted.roots()[0]);
        let mut config = ClientTlsConfig::new()
            .domain_name(name)
            .ca_certificate(Certificate::from_pem(root));
        if let Some(key) = key {
            let certificate = key.certificate.as_ref().expect("has one");
            config = config.identity(Identity::from_pem(
                pem("CERTIFICATE", certificate),
                key.pair.serialize_pem(),
            ));
        }
        Endpoint::from_shared(format!("https://{}", self.address))
            .expect("an address")
            .tls_config(config)?
            .connect()
            .await
    }

    /// Asks for a certificate.
    pub(super) async fn enrol(&self, key: &Key, secret: &[u8]) -> Result<wire::EnrolReply, Status> {
        let channel = self.channel(None).await.expect("connects");
        let request = wire::EnrolRequest {
            token_secret: secret.to_vec(),
            certificate_request: key.request(),
            machine: Some(facts(1)),
        };
        EnrolmentClient::new(channel)
            .enrol(request)
            .await
            .map(tonic::Response::into_inner)
    }

    /// Asks for the next certificate.
    pub(super) async fn renew(&self, key: &Key) -> Result<wire::EnrolReply, Status> {
        let channel = self.channel(Some(key)).await.expect("connects");
        let request = wire::RenewRequest {
            certificate_request: key.request(),
            machine: Some(facts(1)),
        };
        EnrolmentClient::new(channel)
            .renew(request)
            .await
            .map(tonic::Response::into_inner)
    }

    /// Enrols a new machine of department 0810.
    pub(super) async fn machine(&self) -> Key {
        let (_, secret) = self.token("0810", 1, Duration::from_hours(1)).await;
        let mut key = Key::new();
        let reply = self.enrol(&key, &secret).await.expect("enrolled");
        key.take(reply);
        key
    }

    /// Opens a call without saying anything.
    pub(super) async fn call(&self, key: Option<&Key>) -> Result<Line, Status> {
        let channel = self
            .channel(key)
            .await
            .map_err(|error| Status::unavailable(error.to_string()))?;
        let (up, queue) = mpsc::channel(64);
        let mut client = ReportClient::new(channel);
        let down = client.exchange(ReceiverStream::new(queue)).await?.into_inner();
        Ok(Line { up, down })
    }

    /// Opens a call, greets and takes the welcome.
    pub(super) async fn greet(&self, key: &Key, pc: &Pc) -> Result<(Line, wire::Welcome), Status> {
        let mut line = self.call(Some(key)).await?;
        line.say(upward::What::Hello(hello(pc, 1))).await;
        match line.hear().await? {
            downward::What::Welcome(welcome) => Ok((line, welcome)),
            other => panic!("no welcome: {other:?}"),
        }
    }
}

impl Key {
    pub(super) fn new() -> Self {
        Self {
            pair: KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key"),
            certificate: None,
            machine: None,
        }
    }

    /// Takes over the answer to an enrolment.
    pub(super) fn take(&mut self, reply: wire::EnrolReply) {
        self.machine = Some(MachineId::from_slice(&reply.machine_id).expect("an id"));
        self.certificate = Some(reply.certificate);
    }

    pub(super) fn id(&self) -> MachineId {
        self.machine.expect("enrolled")
    }

    /// Signs a request for this key that claims to be somebody else.
    pub(super) fn request(&self) -> Vec<u8> {
        let params = CertificateParams::new(vec![SERVER_NAME.to_owned()]).expect("a name");
        params
            .serialize_request(&self.pair)
            .expect("signed")
            .der()
            .to_vec()
    }
}

impl Line {
    pub(super) async fn say(&self, what: upward::What) {
        // A call that was ended is seen by what it answers.
        drop(self.up.send(wire::Upward { what: Some(what) }).await);
    }

    /// Returns what the collector says next.
    pub(super) async fn hear(&mut self) -> Result<downward::What, Status> {
        let said = tokio::time::timeout(SOON, self.down.message())
            .await
            .expect("an answer in time")?;
        said.ok_or_else(|| Status::new(Code::Ok, "the call ended"))?
            .what
            .ok_or_else(|| Status::internal("said nothing"))
    }

    pub(super) async fn receipt(&mut self) -> Result<wire::Receipt, Status> {
        match self.hear().await? {
            downward::What::Receipt(receipt) => Ok(receipt),
            other => panic!("no receipt: {other:?}"),
        }
    }

    pub(super) async fn deliver(&mut self, parcel: Parcel) -> Result<wire::Receipt, Status> {
        self.say(upward::What::Parcel(parcel.into())).await;
        self.receipt().await
    }

    /// Waits for the end of the call.
    pub(super) async fn end(&mut self) -> Status {
        loop {
            if let Err(status) = self.hear().await {
                return status;
            }
        }
    }
}

pub(super) fn hello(pc: &Pc, next_seq: u64) -> wire::Hello {
    wire::Hello {
        epoch: pc.epoch.as_bytes().to_vec(),
        next_seq,
        at_ms: 0,
        host_name: pc.facts.host_name.shown.clone(),
        os: pc.facts.os.clone(),
        agent_version: pc.facts.agent_version.clone(),
        installation_id: pc.facts.installation.as_bytes().to_vec(),
        policy_version: 0,
        rule_set: "built-in-1".to_owned(),
    }
}

fn facts(installation: u8) -> wire::MachineFacts {
    wire::MachineFacts {
        host_name: "PC-0810-01".to_owned(),
        os: "Windows 11 24H2".to_owned(),
        agent_version: "0.1.0".to_owned(),
        installation_id: InstallationId::new(Timestamp::default(), [installation; 10])
            .as_bytes()
            .to_vec(),
    }
}

pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("randomness");
    bytes
}

fn pem(label: &str, der: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        STANDARD.encode(der)
    )
}
