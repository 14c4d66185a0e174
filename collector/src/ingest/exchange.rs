//! The one long call of a machine: Hello, Welcome, then parcels up and receipts down.
//!
//! Identity comes from the certificate alone. It is checked again at every
//! message, and whenever the register changes, so that a revoked machine's
//! open call ends as well. Parcels are stored in the order in which they
//! came, many under way at once; when the ledger cannot keep up, the agent is
//! told to hold back and the call ends.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt as _, stream::FuturesOrdered};
use mimawari_proto::{
    exchange::{Downward, Hello, Welcome},
    machine::Belonging,
    wire::{self, report_server, upward::What},
};
use tokio::{sync::mpsc, time::timeout};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

use crate::{
    ledger::{Act, By, Keep, record::Contact},
    trust::peer::Peer,
};

use super::{
    Intake,
    caller::Caller,
    enrol::passing,
    receipts::{self, Answer},
    sessions::{Clash, Session},
    stopped,
};

/// How long an agent may leave its receipts unread before the call ends.
const UNREAD: Duration = Duration::from_secs(60);

/// How long a stopping collector waits for what is under way.
const LAST_RECEIPTS: Duration = Duration::from_secs(5);

/// The call on which machines report.
pub(super) struct Report {
    intake: Arc<Intake>,
}

impl Report {
    pub(super) const fn new(intake: Arc<Intake>) -> Self {
        Self { intake }
    }
}

#[tonic::async_trait]
impl report_server::Report for Report {
    type ExchangeStream = ReceiverStream<Result<wire::Downward, Status>>;

    async fn exchange(
        &self,
        request: Request<Streaming<wire::Upward>>,
    ) -> Result<Response<Self::ExchangeStream>, Status> {
        let caller = Caller::calling(&request)?;
        let peer = Arc::clone(caller.current_machine(self.intake.now())?);
        let (down, answers) = mpsc::channel(self.intake.limits.window as usize + 2);
        let call = Call {
            intake: Arc::clone(&self.intake),
            caller,
            peer,
            down,
        };
        call.may_speak()?;
        tokio::spawn(call.hold(request.into_inner()));
        Ok(Response::new(ReceiverStream::new(answers)))
    }
}

/// One call under way.
struct Call {
    intake: Arc<Intake>,
    caller: Caller,
    peer: Arc<Peer>,
    down: mpsc::Sender<Result<wire::Downward, Status>>,
}

impl Call {
    async fn hold(self, inbound: Streaming<wire::Upward>) {
        let machine = self.peer.machine;
        match self.talk(inbound).await {
            Ok(()) => tracing::debug!(%machine, "a call ended"),
            Err(status) => {
                tracing::info!(%machine, code = ?status.code(), reason = status.message(), "a call was ended");
                // An error means that the agent went first.
                drop(timeout(UNREAD, self.down.send(Err(status))).await);
            }
        }
    }

    async fn talk(&self, mut inbound: Streaming<wire::Upward>) -> Result<(), Status> {
        let hello = timeout(self.intake.limits.patience, first(&mut inbound))
            .await
            .map_err(|_| Status::deadline_exceeded("no greeting"))??;
        let installation = hello.machine.installation;
        let (session, clash) =
            self.intake
                .sessions
                .enter(self.peer.machine, self.caller.address, installation);
        if let Some(clash) = clash {
            self.note_clash(clash).await;
        }
        let welcome = self.greet(hello).await?;
        self.send(Downward::Welcome(welcome)).await?;
        self.parcels(inbound, session).await
    }

    async fn parcels(&self, mut inbound: Streaming<wire::Upward>, session: Session) -> Result<(), Status> {
        let window = self.intake.limits.window as usize;
        let mut under_way = FuturesOrdered::new();
        let mut changes = self.intake.register.changes();
        let mut stopping = std::pin::pin!(stopped(self.intake.stop.clone()));
        let mut replaced = std::pin::pin!(stopped(session.closed.clone()));
        loop {
            tokio::select! {
                biased;
                () = &mut replaced => {
                    return Err(Status::aborted("another session with this machine's key has begun"));
                }
                () = &mut stopping => {
                    let rest = async {
                        while let Some(answer) = under_way.next().await {
                            self.answer(answer).await?;
                        }
                        Ok::<_, Status>(())
                    };
                    drop(timeout(LAST_RECEIPTS, rest).await);
                    return Err(Status::unavailable("the collector is stopping"));
                }
                _ = changes.changed() => self.may_speak()?,
                Some(answer) = under_way.next(), if !under_way.is_empty() => self.answer(answer).await?,
                message = inbound.message(), if under_way.len() < window => match message? {
                    None => break,
                    Some(upward) => {
                        self.may_speak()?;
                        match upward.what {
                            Some(What::Parcel(parcel)) => {
                                let intake = Arc::clone(&self.intake);
                                under_way.push_back(receipts::store(intake, self.peer.machine, parcel));
                            }
                            Some(What::Hello(_)) => return Err(Status::invalid_argument("hello: only once, at first")),
                            // Something newer: passed over.
                            None => {}
                        }
                    }
                },
            }
        }
        while let Some(answer) = under_way.next().await {
            self.answer(answer).await?;
        }
        Ok(())
    }

    /// Looks whether the machine may still speak; touches no disk.
    fn may_speak(&self) -> Result<(), Status> {
        if self.intake.register.is_revoked(self.peer.machine) {
            return Err(Status::permission_denied("this machine was revoked"));
        }
        self.caller.current_machine(self.intake.now()).map(drop)
    }

    /// Answers the greeting from what the ledger knows.
    async fn greet(&self, hello: Hello) -> Result<Welcome, Status> {
        let (machine, epoch, now) = (self.peer.machine, hello.epoch, self.intake.now());
        let day = now.on_calendar(&self.intake.zone).date();
        let (known, label, stored) = self
            .intake
            .ledger
            .read(move |view| {
                let known = view.machine(machine)?;
                let label = match known.as_ref().and_then(|known| known.department.as_ref()) {
                    Some(code) => view.department(code, day)?,
                    None => None,
                };
                Ok((known, label, view.epoch(machine, epoch)?))
            })
            .await
            .map_err(|error| passing(&error))?;
        let unknown =
            || Status::permission_denied("this machine is not known here: enrol it again with a token");
        let known = known.ok_or_else(unknown)?;
        if known.revoked_at.is_some() {
            return Err(Status::permission_denied("this machine was revoked"));
        }
        let belonging = Belonging {
            department: known.department.ok_or_else(unknown)?,
            department_name: label.map(|label| label.name).unwrap_or_default(),
            zone: known.zone.unwrap_or_else(|| self.peer.zone.clone()),
        };
        // The agent believes more to be stored than is: the ledger was restored from an older copy.
        let new_epoch_needed = hello.next_seq > stored.highest.saturating_add(1);
        self.note_contact(hello).await;
        Ok(Welcome {
            known_through: stored.known_through,
            window: self.intake.limits.window,
            at: now,
            new_epoch_needed,
            belonging,
        })
    }

    async fn note_contact(&self, hello: Hello) {
        let contact = Contact {
            machine: self.peer.machine,
            at: self.intake.now(),
            clock: hello.at,
            facts: hello.machine,
            policy_version: hello.policy_version,
            rule_set: hello.rule_set,
        };
        if let Err(error) = self.intake.ledger.keep(Keep::Contact(contact)).await {
            tracing::warn!(%error, "a greeting could not be noted");
        }
    }

    async fn note_clash(&self, clash: Clash) {
        let (machine, now) = (self.peer.machine, self.intake.now());
        tracing::warn!(%machine, older = %clash.older, newer = %self.caller.address,
            "two sessions with one machine's key; the older was closed");
        if !self.intake.sessions.may_note(machine, now) {
            return;
        }
        let act = Act::SessionsClashed {
            machine,
            older: clash.older.to_string(),
            newer: self.caller.address.to_string(),
            different: clash.different,
        };
        if let Err(error) = self.intake.ledger.act(By::Machine(machine), act, now).await {
            tracing::error!(%error, "two sessions at once could not be recorded");
        }
    }

    async fn answer(&self, answer: Answer) -> Result<(), Status> {
        match answer {
            Answer::Receipt(receipt) => self.send(Downward::Receipt(receipt)).await,
            Answer::HoldBack(wait) => {
                self.send(Downward::HoldBack(wait)).await?;
                Err(Status::unavailable("hold back"))
            }
            Answer::Unreadable(status) => Err(status),
        }
    }

    async fn send(&self, downward: Downward) -> Result<(), Status> {
        match timeout(UNREAD, self.down.send(Ok(downward.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Status::cancelled("the agent went away")),
            Err(_) => Err(Status::deadline_exceeded("receipts were not read")),
        }
    }
}

/// Reads the greeting; what a newer agent may say before it is passed over.
async fn first(inbound: &mut Streaming<wire::Upward>) -> Result<Hello, Status> {
    loop {
        let upward = inbound.message().await?;
        match upward
            .ok_or_else(|| Status::invalid_argument("hello: is missing"))?
            .what
        {
            Some(What::Hello(hello)) => return Ok(Hello::try_from(hello)?),
            Some(What::Parcel(_)) => {
                return Err(Status::invalid_argument("hello: comes before the first parcel"));
            }
            None => {}
        }
    }
}
