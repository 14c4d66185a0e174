//! A collector small enough to read: an authority, TLS, two services, answers to order.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use futures_util::StreamExt as _;
use mimawari_proto::{
    exchange::Outcome,
    wire::{self, downward, enrolment_server, report_server, upward::What},
};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, IsCa, KeyPair,
    PublicKeyData as _, date_time_ymd,
};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    server::WebPkiClientVerifier,
    version::TLS13,
};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming, transport::Server};

/// What is wrong with the collector's certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Validity {
    /// Nothing.
    Now,
    Past,
    Future,
    OtherName,
    SelfSigned,
}

/// How the collector answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answers {
    pub(super) window: u32,
    /// Receipts are given for so many parcels at once.
    pub(super) receipts_by: usize,
    pub(super) known_through: u64,
    /// The outcome of one parcel.
    pub(super) odd_one: Option<(u64, Outcome)>,
    /// The first call is cut after so many parcels, before their receipts.
    pub(super) cut_after: Option<usize>,
    pub(super) hold_back: bool,
    pub(super) revoked: bool,
    pub(super) silent: bool,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            window: 16,
            receipts_by: 1,
            known_through: 0,
            odd_one: None,
            cut_after: None,
            hold_back: false,
            revoked: false,
            silent: false,
        }
    }
}

pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("a root"))
    }

    fn root(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    pub(super) fn fingerprint(&self) -> [u8; 32] {
        let digest = ring::digest::digest(&ring::digest::SHA256, self.0.der());
        digest.as_ref().try_into().expect("32 bytes")
    }

    fn server(&self, validity: Validity) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let name = match validity {
            Validity::OtherName => "somebody-else",
            _ => "mimawari-collector",
        };
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        (params.not_before, params.not_after) = match validity {
            Validity::Past => (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1)),
            Validity::Future => (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1)),
            _ => (date_time_ymd(2020, 1, 1), date_time_ymd(2090, 1, 1)),
        };
        let key = KeyPair::generate().expect("a key");
        let signed = match validity {
            Validity::SelfSigned => params.self_signed(&key),
            _ => params.signed_by(&key, &self.0),
        };
        let chain = vec![signed.expect("signs").der().clone(), self.root()];
        (chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())
    }

    fn sign(&self, request: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let mut request =
            CertificateSigningRequestParams::from_der(&request.to_vec().into()).expect("a request");
        request.params.not_before = date_time_ymd(2026, 11, 1);
        request.params.not_after = date_time_ymd(2027, 1, 30);
        let key = request.public_key.subject_public_key_info();
        (request.signed_by(&self.0).expect("signs").der().to_vec(), key)
    }
}

/// What the collector has seen.
#[derive(Default)]
struct Seen {
    keys: Mutex<Vec<Vec<u8>>>,
    seqs: Mutex<Vec<u64>>,
    calls: AtomicUsize,
    most_under_way: AtomicUsize,
    lose_answer: AtomicBool,
    good_after_one: AtomicBool,
}

pub(super) struct Collector {
    pub(super) address: String,
    seen: Arc<Seen>,
}

impl Collector {
    pub(super) fn keys_seen(&self) -> Vec<Vec<u8>> {
        self.seen.keys.lock().expect("whole").clone()
    }

    pub(super) fn seqs(&self) -> Vec<u64> {
        self.seen.seqs.lock().expect("whole").clone()
    }

    pub(super) fn most_under_way(&self) -> usize {
        self.seen.most_under_way.load(Ordering::Relaxed)
    }

    pub(super) fn lose_next_answer(&self) {
        self.seen.lose_answer.store(true, Ordering::Relaxed);
    }

    pub(super) fn be_good_after_one_call(&self) {
        self.seen.good_after_one.store(true, Ordering::Relaxed);
    }
}

/// Starts a collector that lives as long as the test's runtime.
pub(super) async fn collector(authority: &Authority, validity: &Validity, answers: Answers) -> Collector {
    let (chain, key) = authority.server(*validity);
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(authority.root()).expect("a root");
    let machines = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .allow_unauthenticated()
        .build()
        .expect("a verifier");
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])
        .expect("TLS 1.3")
        .with_client_cert_verifier(machines)
        .with_single_cert(chain, key)
        .expect("a certificate");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("bound").to_string();
    let seen = Arc::new(Seen::default());
    let service = Service {
        // The same authority signs what the services give out.
        authority: Arc::new(Authority(clone_of(authority))),
        answers,
        seen: Arc::clone(&seen),
    };
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let incoming = futures_util::stream::unfold(listener, move |listener| {
        let acceptor = acceptor.clone();
        async move {
            loop {
                let (stream, _) = listener.accept().await.ok()?;
                if let Ok(stream) = acceptor.accept(stream).await {
                    return Some((Ok::<_, std::io::Error>(stream), listener));
                }
            }
        }
    });
    let server = Server::builder()
        .add_service(enrolment_server::EnrolmentServer::new(service.clone()))
        .add_service(report_server::ReportServer::new(service))
        .serve_with_incoming(incoming);
    tokio::spawn(server);
    Collector { address, seen }
}

fn clone_of(authority: &Authority) -> CertifiedIssuer<'static, KeyPair> {
    let key = KeyPair::from_pem(&authority.0.key().serialize_pem()).expect("its own key");
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, key).expect("a root")
}

#[derive(Clone)]
struct Service {
    authority: Arc<Authority>,
    answers: Answers,
    seen: Arc<Seen>,
}

impl Service {
    fn reply(&self, request: &[u8]) -> Result<Response<wire::EnrolReply>, Status> {
        let (certificate, key) = self.authority.sign(request);
        self.seen.keys.lock().expect("whole").push(key);
        if self.seen.lose_answer.swap(false, Ordering::Relaxed) {
            return Err(Status::unavailable("lost"));
        }
        Ok(Response::new(wire::EnrolReply {
            machine_id: vec![3; 16],
            certificate,
            trusted_roots: vec![self.authority.root().to_vec()],
            not_after_ms: 1_801_267_200_000,
            department: "0810".to_owned(),
            department_name: "保育課".to_owned(),
            zone: "lgwan".to_owned(),
            policy_keys: Vec::new(),
        }))
    }
}

#[tonic::async_trait]
impl enrolment_server::Enrolment for Service {
    async fn enrol(
        &self,
        request: Request<wire::EnrolRequest>,
    ) -> Result<Response<wire::EnrolReply>, Status> {
        self.reply(&request.into_inner().certificate_request)
    }

    async fn renew(
        &self,
        request: Request<wire::RenewRequest>,
    ) -> Result<Response<wire::EnrolReply>, Status> {
        self.reply(&request.into_inner().certificate_request)
    }
}

#[tonic::async_trait]
impl report_server::Report for Service {
    type ExchangeStream = ReceiverStream<Result<wire::Downward, Status>>;

    async fn exchange(
        &self,
        request: Request<Streaming<wire::Upward>>,
    ) -> Result<Response<Self::ExchangeStream>, Status> {
        let call = self.seen.calls.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers;
        if call > 0 && (answers.cut_after.is_some() || self.seen.good_after_one.load(Ordering::Relaxed)) {
            answers = Answers::default();
        }
        if answers.revoked {
            return Err(Status::permission_denied("this machine was revoked"));
        }
        let (down, receiver) = mpsc::channel(64);
        tokio::spawn(talk(request.into_inner(), down, answers, Arc::clone(&self.seen)));
        Ok(Response::new(ReceiverStream::new(receiver)))
    }
}

type Down = mpsc::Sender<Result<wire::Downward, Status>>;

async fn say(down: &Down, what: downward::What) {
    // The agent may have gone.
    drop(down.send(Ok(wire::Downward { what: Some(what) })).await);
}

async fn talk(mut up: Streaming<wire::Upward>, down: Down, answers: Answers, seen: Arc<Seen>) {
    let mut held = Vec::new();
    while let Some(Ok(upward)) = up.next().await {
        match upward.what {
            Some(What::Hello(_)) if answers.silent => {}
            Some(What::Hello(_)) => {
                say(
                    &down,
                    downward::What::Welcome(wire::Welcome {
                        known_through: answers.known_through,
                        window: answers.window,
                        at_ms: 0,
                        new_epoch_needed: false,
                        department: "0810".to_owned(),
                        department_name: "保育課".to_owned(),
                        zone: "lgwan".to_owned(),
                    }),
                )
                .await;
                if answers.hold_back {
                    let hold = wire::HoldBack { retry_after_ms: 10 };
                    return say(&down, downward::What::HoldBack(hold)).await;
                }
            }
            Some(What::Parcel(parcel)) => {
                seen.seqs.lock().expect("whole").push(parcel.seq);
                held.push(parcel);
                if answers.cut_after.is_some_and(|count| held.len() >= count) {
                    return;
                }
                seen.most_under_way.fetch_max(held.len(), Ordering::Relaxed);
                if answers.cut_after.is_none() && held.len() >= answers.receipts_by {
                    answer(&down, &answers, &mut held).await;
                }
            }
            None => {}
        }
    }
}

/// Gives a receipt for everything that is held.
async fn answer(down: &Down, answers: &Answers, held: &mut Vec<wire::Parcel>) {
    for parcel in held.drain(..) {
        let outcome = match answers.odd_one {
            Some((seq, outcome)) if seq == parcel.seq => outcome,
            _ => Outcome::Stored,
        };
        let refusal = match outcome {
            Outcome::Refused => "events[0].cleared: is wrong",
            _ => "",
        };
        let receipt = wire::Receipt {
            epoch: parcel.epoch,
            seq: parcel.seq,
            outcome: outcome.number(),
            refusal: refusal.to_owned(),
        };
        say(down, downward::What::Receipt(receipt)).await;
    }
}
