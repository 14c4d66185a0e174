//! How a stranger becomes a machine, and how a machine stays one.
//!
//! Enrol: throttle → token (in memory) → one decision in the ledger's
//! transaction: the machine with this key if there is one, else a new one and
//! one use of the token. Renew: only with a certificate of ours, current or
//! ended not too long ago; a revoked machine is told so.

use std::{sync::Arc, time::Duration};

use mimawari_proto::{
    enrolment::{EnrolReply, EnrolRequest, RenewRequest},
    id::{MachineId, TokenId},
    machine::{Belonging, MachineFacts},
    time::Timestamp,
    wire::{self, enrolment_server},
};
use tonic::{Request, Response, Status};

use crate::{
    ledger::{
        Act, By, Decision, LedgerError, View,
        act::Certificate,
        record::{MachineRecord, TokenRecord},
    },
    trust::{
        authority::{Authority, Issued, Request as CertificateRequest},
        fault::TrustError,
        peer::KeyId,
        token::SecretHash,
    },
};

use super::{Intake, caller::Caller};

/// Largest message taken: a certificate request and a few names.
pub(super) const MESSAGE_LIMIT_BYTES: usize = 16 << 10;

/// How long after its end a certificate may still renew itself: a PC that was off for a year.
const RENEWAL_GRACE: Duration = Duration::from_hours(400 * 24);

/// The calls by which a machine becomes and stays known.
pub(super) struct Enrolment {
    intake: Arc<Intake>,
}

impl Enrolment {
    pub(super) const fn new(intake: Arc<Intake>) -> Self {
        Self { intake }
    }
}

#[tonic::async_trait]
impl enrolment_server::Enrolment for Enrolment {
    async fn enrol(
        &self,
        request: Request<wire::EnrolRequest>,
    ) -> Result<Response<wire::EnrolReply>, Status> {
        let (intake, caller) = (&self.intake, Caller::calling(&request)?);
        let now = intake.now();
        if !intake.throttle.admits(caller.address.ip(), now) {
            return Err(Status::resource_exhausted(
                "too many failed enrolments; wait ten minutes",
            ));
        }
        let answer = enrolled(intake, request.into_inner(), now).await;
        match &answer {
            Err(status) if blames_caller(status) => {
                intake.throttle.failed(caller.address.ip(), now);
                tracing::warn!(address = %caller.address, reason = status.message(), "an enrolment failed");
            }
            Err(status) => tracing::warn!(reason = status.message(), "an enrolment could not be decided"),
            Ok(reply) => {
                tracing::info!(address = %caller.address, machine = %reply.machine, "a machine enrolled")
            }
        }
        Ok(Response::new(answer?.into()))
    }

    async fn renew(
        &self,
        request: Request<wire::RenewRequest>,
    ) -> Result<Response<wire::EnrolReply>, Status> {
        let (intake, caller) = (&self.intake, Caller::calling(&request)?);
        let now = intake.now();
        let peer = Arc::clone(caller.machine()?);
        if intake.register.is_revoked(peer.machine) {
            return Err(Status::permission_denied("this machine was revoked"));
        }
        if now.since(peer.not_after) > RENEWAL_GRACE {
            return Err(Status::permission_denied(
                "the certificate ended too long ago: enrol again with a token",
            ));
        }
        let request = RenewRequest::try_from(request.into_inner())?;
        let wish = Wish::read(intake, &request.certificate_request, request.machine, now)?;
        let ended_key = (now > peer.not_after).then_some(peer.key);
        let day = now.on_calendar(&intake.zone).date();
        let decided = intake
            .ledger
            .decide(By::Machine(peer.machine), now, move |view| {
                let Some(known) = view.machine(peer.machine)? else {
                    return Ok(Err(Refused::Unknown));
                };
                if ended_key.is_some_and(|key| known.certificate.as_ref().is_none_or(|c| c.key != key.hex()))
                {
                    return Ok(Err(Refused::Replaced));
                }
                wish.renew(view, known, day)
            })
            .await;
        let reply = unpacked(decided)?.reply(intake);
        tracing::info!(machine = %reply.machine, "a machine renewed its certificate");
        Ok(Response::new(reply.into()))
    }
}

async fn enrolled(
    intake: &Intake,
    request: wire::EnrolRequest,
    now: Timestamp,
) -> Result<EnrolReply, Status> {
    let request = EnrolRequest::try_from(request)?;
    let token = token(intake, &SecretHash::of(&request.secret), now).await?;
    let wish = Wish::read(intake, &request.certificate_request, request.machine, now)?;
    let machine = MachineId::new(now, random().map_err(|_| Status::internal("no randomness"))?);
    let day = now.on_calendar(&intake.zone).date();
    let decided = intake
        .ledger
        .decide(By::Machine(machine), now, move |view| {
            if let Some(known) = view.machine_by_key(&wish.request.key().hex())? {
                return wish.renew(view, known, day);
            }
            match view.token(token)? {
                Some(token) => match spendable(&token, now) {
                    Ok(()) => wish.enrol(view, machine, token, day),
                    Err(refused) => Ok(Err(refused)),
                },
                None => Ok(Err(Refused::Token)),
            }
        })
        .await;
    Ok(unpacked(decided)?.reply(intake))
}

/// Finds the token in memory; looks on disk again at most five times a second, whoever asks.
async fn token(intake: &Intake, secret: &SecretHash, now: Timestamp) -> Result<TokenId, Status> {
    if let Some(token) = intake.register.token(secret) {
        return Ok(token.id);
    }
    intake
        .register
        .refresh_since(&intake.ledger, now, &intake.clock)
        .await
        .map_err(|error| passing(&error))?;
    let token = intake.register.token(secret);
    token.map(|token| token.id).ok_or_else(|| Refused::Token.into())
}

fn spendable(token: &TokenRecord, now: Timestamp) -> Result<(), Refused> {
    match () {
        () if token.revoked_at.is_some() => Err(Refused::TokenRevoked),
        () if now >= token.expires_at => Err(Refused::TokenExpired),
        () if token.used >= token.uses => Err(Refused::TokenSpent),
        () => Ok(()),
    }
}

/// What a caller wants signed.
struct Wish {
    authority: Arc<Authority>,
    request: CertificateRequest,
    facts: MachineFacts,
    now: Timestamp,
}

/// What was decided.
struct Granted {
    machine: MachineId,
    issued: Issued,
    belonging: Belonging,
}

type Decided = Result<Decision<Granted>, Refused>;

impl Wish {
    fn read(intake: &Intake, request: &[u8], facts: MachineFacts, now: Timestamp) -> Result<Self, Status> {
        let request = CertificateRequest::read(request)
            .map_err(|error| Status::invalid_argument(format!("certificate_request: {error}")))?;
        Ok(Self {
            authority: Arc::clone(&intake.authority),
            request,
            facts,
            now,
        })
    }

    /// Makes a new machine of the department and zone of its token.
    fn enrol(
        self,
        view: &View<'_>,
        machine: MachineId,
        token: TokenRecord,
        day: jiff::civil::Date,
    ) -> Result<Decided, LedgerError> {
        let label = view.department(&token.department, day)?;
        let belonging = Belonging {
            department_name: label.map(|label| label.name).unwrap_or_default(),
            department: token.department.clone(),
            zone: token.zone.clone(),
        };
        let issued = match self.sign(machine, &belonging) {
            Ok(issued) => issued,
            Err(error) => return Ok(Err(Refused::Unsigned(error))),
        };
        let act = Act::MachineEnrolled {
            machine,
            token: Some(token.id),
            department: token.department,
            zone: token.zone,
            certificate: kept(&issued, self.request.key()),
            facts: self.facts,
        };
        Ok(Ok(granted(machine, issued, belonging, act)))
    }

    /// Gives a known machine its next certificate.
    fn renew(
        self,
        view: &View<'_>,
        known: MachineRecord,
        day: jiff::civil::Date,
    ) -> Result<Decided, LedgerError> {
        if known.revoked_at.is_some() {
            return Ok(Err(Refused::Revoked));
        }
        let (Some(department), Some(zone)) = (known.department, known.zone) else {
            return Ok(Err(Refused::Unknown));
        };
        let label = view.department(&department, day)?;
        let belonging = Belonging {
            department_name: label.map(|label| label.name).unwrap_or_default(),
            department,
            zone,
        };
        let issued = match self.sign(known.id, &belonging) {
            Ok(issued) => issued,
            Err(error) => return Ok(Err(Refused::Unsigned(error))),
        };
        let act = Act::MachineRenewed {
            machine: known.id,
            certificate: kept(&issued, self.request.key()),
            facts: (known.facts.as_ref() != Some(&self.facts)).then_some(self.facts),
        };
        Ok(Ok(granted(known.id, issued, belonging, act)))
    }

    fn sign(&self, machine: MachineId, belonging: &Belonging) -> Result<Issued, TrustError> {
        self.authority
            .issue(&self.request, machine, &belonging.zone, self.now)
    }
}

fn granted(machine: MachineId, issued: Issued, belonging: Belonging, act: Act) -> Decision<Granted> {
    Decision {
        acts: vec![act],
        keeps: Vec::new(),
        answer: Granted {
            machine,
            issued,
            belonging,
        },
    }
}

fn kept(issued: &Issued, key: KeyId) -> Certificate {
    Certificate {
        serial: issued.serial.clone(),
        key: key.hex(),
        not_after: issued.not_after,
    }
}

impl Granted {
    fn reply(self, intake: &Intake) -> EnrolReply {
        let roots = intake.authority.roots();
        EnrolReply {
            machine: self.machine,
            certificate: self.issued.certificate,
            trusted_roots: roots.iter().map(|root| root.to_vec()).collect(),
            not_after: self.issued.not_after,
            belonging: self.belonging,
            policy_keys: intake.policy_keys.clone(),
        }
    }
}

/// Why nobody was enrolled or renewed.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("the token is not known here")]
    Token,
    #[error("the token has expired: ask for a new one")]
    TokenExpired,
    #[error("the token was revoked: ask for a new one")]
    TokenRevoked,
    #[error("the token has no uses left: ask for a new one")]
    TokenSpent,
    #[error("this machine was revoked")]
    Revoked,
    #[error("this machine is not known here: enrol it again with a token")]
    Unknown,
    #[error("the certificate was replaced by a newer one before it ended")]
    Replaced,
    #[error("the certificate could not be signed")]
    Unsigned(#[source] TrustError),
}

impl From<Refused> for Status {
    fn from(refused: Refused) -> Self {
        let message = refused.to_string();
        match refused {
            Refused::Token | Refused::TokenExpired | Refused::TokenRevoked | Refused::TokenSpent => {
                Self::unauthenticated(message)
            }
            Refused::Revoked | Refused::Unknown | Refused::Replaced => Self::permission_denied(message),
            Refused::Unsigned(error) => {
                tracing::error!(%error, "a certificate could not be signed");
                Self::internal(message)
            }
        }
    }
}

fn unpacked(decided: Result<Result<Granted, Refused>, LedgerError>) -> Result<Granted, Status> {
    decided.map_err(|error| passing(&error))?.map_err(Status::from)
}

/// Says "later" for what the caller cannot help; the reason stays in the log.
pub(super) fn passing(error: &LedgerError) -> Status {
    tracing::error!(%error, "the ledger could not answer");
    Status::unavailable("the collector is busy; try again")
}

/// Tells whether a failure counts against the caller's address.
fn blames_caller(status: &Status) -> bool {
    use tonic::Code::{InvalidArgument, PermissionDenied, Unauthenticated};
    matches!(
        status.code(),
        InvalidArgument | PermissionDenied | Unauthenticated
    )
}

fn random() -> Result<[u8; 10], getrandom::Error> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).map(|()| bytes)
}
