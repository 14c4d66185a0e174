//! One call: Hello, Welcome, then parcels up while receipts come down.

use std::time::Duration;

use futures_util::FutureExt as _;
use mimawari_proto::{
    exchange::{Downward, Hello, Order, Receipt, Upward, Welcome},
    time::Timestamp,
    wire::{self, report_client::ReportClient},
};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until, timeout},
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;

use super::{
    News, Trouble, Uplink, bundle,
    connect::connect,
    identity::Identity,
    keep::stopped,
    next::{Ended, Fate, Greeted, fate, greeted},
    tls,
};
use crate::outbox::Kept;

/// From the call to the greeting.
const GREETING_DEADLINE: Duration = Duration::from_secs(30);

/// A collector that gives no receipt for so long is as good as gone.
const RECEIPT_DEADLINE: Duration = Duration::from_secs(120);

/// How long a stop waits for the receipts of what is under way.
const LAST_RECEIPTS: Duration = Duration::from_secs(3);

/// How often an idle call looks whether the certificate is to be renewed.
const RENEWAL_CHECK: Duration = Duration::from_secs(3600);

/// Receipts that go into one transaction.
const RECEIPTS_AT_ONCE: usize = 64;

/// Largest message from the collector: a bundle of 1 MiB and what is around it.
const MESSAGE_LIMIT_BYTES: usize = 2 << 20;

/// What a call is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// To stay connected.
    Stay,
    /// To send what waits, and end.
    Drain,
}

/// Makes one call and stays on it until it ends.
pub(super) async fn call(
    uplink: &Uplink,
    identity: &Identity,
    purpose: Purpose,
    renew_from: Timestamp,
    news: &mpsc::Sender<News>,
    stop: &mut watch::Receiver<bool>,
) -> Ended {
    let begun = tokio::select! {
        biased;
        () = stopped(stop) => return Ended::Stopped,
        begun = begin(uplink, identity) => begun,
    };
    let (up, down, welcome) = match begun {
        Ok(begun) => begun,
        Err(trouble) => return Ended::Failed(trouble),
    };
    let here = match uplink.on_disk(|outbox| Ok(outbox.position())).await {
        Ok(here) => here,
        Err(trouble) => return Ended::Failed(trouble),
    };
    let window = match greeted(&welcome, &here) {
        Greeted::Send { window } => window,
        Greeted::BeginEpoch => return new_epoch(uplink).await,
    };
    // A full channel means that the loop is busy with something newer.
    drop(news.try_send(News::Welcome(welcome)));
    let mut talk = Talk {
        uplink,
        identity,
        renew_from,
        news,
        up,
        down,
        window,
        sent_through: 0,
        under_way: 0,
        last_receipt: Instant::now(),
    };
    match talk.hold(purpose, stop).await {
        Ok(ended) => ended,
        Err(trouble) => Ended::Lost(trouble),
    }
}

async fn new_epoch(uplink: &Uplink) -> Ended {
    let now = (uplink.now)();
    tracing::warn!("the collector knows more than this outbox: a new epoch begins");
    match uplink.on_disk(move |outbox| outbox.begin_epoch(now)).await {
        Ok(_) => Ended::NewEpoch,
        Err(trouble) => Ended::Failed(trouble),
    }
}

type Begun = (mpsc::Sender<wire::Upward>, Streaming<wire::Downward>, Welcome);

async fn begin(uplink: &Uplink, identity: &Identity) -> Result<Begun, Trouble> {
    let channel = connect(&identity.address, tls::enrolled(identity)?).await?;
    let mut client = ReportClient::new(channel).max_decoding_message_size(MESSAGE_LIMIT_BYTES);
    let hello = hello(uplink).await?;
    let (up, outgoing) = mpsc::channel(4);
    up.send(Upward::Hello(hello).into())
        .await
        .map_err(|_| Trouble::Strange("the call ended before it began".to_owned()))?;
    let greeting = async {
        let answer = client
            .exchange(ReceiverStream::new(outgoing))
            .await
            .map_err(|status| Trouble::of_status(&status))?;
        let mut down = answer.into_inner();
        match message(&mut down).await? {
            Some(Downward::Welcome(welcome)) => Ok((down, welcome)),
            Some(Downward::HoldBack(_)) => Err(Trouble::Busy),
            _ => Err(Trouble::Strange("no greeting".to_owned())),
        }
    };
    let (down, welcome) = timeout(GREETING_DEADLINE, greeting)
        .await
        .map_err(|_| Trouble::TooSlow("the greeting"))??;
    Ok((up, down, welcome))
}

async fn hello(uplink: &Uplink) -> Result<Hello, Trouble> {
    let (position, first) = uplink
        .on_disk(|outbox| Ok((outbox.position(), outbox.first_waiting()?)))
        .await?;
    Ok(Hello {
        epoch: position.epoch,
        next_seq: first.unwrap_or(position.next_seq),
        at: (uplink.now)(),
        machine: uplink.facts.clone(),
        policy_version: uplink.policy_version,
        rule_set: uplink.rule_set.clone(),
    })
}

/// Reads the next message; `None` when the collector closed the call.
async fn message(down: &mut Streaming<wire::Downward>) -> Result<Option<Downward>, Trouble> {
    let message = down
        .message()
        .await
        .map_err(|status| Trouble::of_status(&status))?;
    message
        .map(|message| Downward::try_from(message).map_err(|refusal| Trouble::Strange(refusal.to_string())))
        .transpose()
}

struct Talk<'a> {
    uplink: &'a Uplink,
    identity: &'a Identity,
    renew_from: Timestamp,
    news: &'a mpsc::Sender<News>,
    up: mpsc::Sender<wire::Upward>,
    down: Streaming<wire::Downward>,
    window: usize,
    sent_through: u64,
    under_way: usize,
    last_receipt: Instant,
}

impl Talk<'_> {
    async fn hold(&mut self, purpose: Purpose, stop: &mut watch::Receiver<bool>) -> Result<Ended, Trouble> {
        let sealed = self.uplink.outbox.sealed();
        loop {
            self.fill().await?;
            if purpose == Purpose::Drain && self.under_way == 0 {
                return Ok(Ended::Drained);
            }
            if (self.uplink.now)() >= self.renew_from {
                return Ok(Ended::RenewalDue);
            }
            let deadline = match self.under_way {
                0 => Instant::now() + RENEWAL_CHECK,
                _ => self.last_receipt + RECEIPT_DEADLINE,
            };
            let ended = tokio::select! {
                biased;
                () = stopped(stop) => return Ok(self.last_words().await),
                down = message(&mut self.down) => self.take(down?).await?,
                () = sealed.notified(), if self.under_way < self.window => None,
                () = sleep_until(deadline) => match self.under_way {
                    0 => None,
                    _ => return Err(Trouble::TooSlow("receipts")),
                },
            };
            if let Some(ended) = ended {
                return Ok(ended);
            }
        }
    }

    /// Sends what waits, as far as the window allows.
    async fn fill(&mut self) -> Result<(), Trouble> {
        let room = self.window.saturating_sub(self.under_way);
        if room == 0 {
            return Ok(());
        }
        let (after, now) = (self.sent_through, (self.uplink.now)());
        let parcels = self
            .uplink
            .on_disk(move |outbox| outbox.parcels_after(after, room, now))
            .await?;
        for parcel in parcels {
            if self.under_way == 0 {
                self.last_receipt = Instant::now();
            }
            self.sent_through = parcel.seq;
            self.under_way += 1;
            let sent = timeout(RECEIPT_DEADLINE, self.up.send(Upward::Parcel(parcel).into()));
            match sent.await {
                Err(_) => return Err(Trouble::TooSlow("sending")),
                // The call has ended; the next message tells why.
                Ok(Err(_)) => return Ok(()),
                Ok(Ok(())) => {}
            }
        }
        Ok(())
    }

    /// Takes a message, and with a receipt all others that have come with it.
    async fn take(&mut self, down: Option<Downward>) -> Result<Option<Ended>, Trouble> {
        match down {
            None => Err(Trouble::Unreachable("the collector closed the call".to_owned())),
            Some(Downward::Receipt(receipt)) => self.receipts(receipt).await,
            Some(Downward::HoldBack(asked)) => Ok(Some(Ended::HeldBack(asked))),
            Some(Downward::Order(order)) => {
                self.order(order).await?;
                Ok(None)
            }
            Some(Downward::Welcome(_) | Downward::Newer) => Ok(None),
        }
    }

    async fn receipts(&mut self, first: Receipt) -> Result<Option<Ended>, Trouble> {
        let mut receipts = vec![first];
        let mut other = None;
        while receipts.len() < RECEIPTS_AT_ONCE && other.is_none() {
            match message(&mut self.down).now_or_never() {
                Some(Ok(Some(Downward::Receipt(receipt)))) => receipts.push(receipt),
                Some(ended) => other = Some(ended),
                None => break,
            }
        }
        self.last_receipt = Instant::now();
        self.under_way = self.under_way.saturating_sub(receipts.len());
        if let Some(ended) = self.settle(receipts).await? {
            return Ok(Some(ended));
        }
        match other {
            Some(down) => Box::pin(self.take(down?)).await,
            None => Ok(None),
        }
    }

    /// Does what the receipts decide; parcels leave only here.
    async fn settle(&self, receipts: Vec<Receipt>) -> Result<Option<Ended>, Trouble> {
        let now = (self.uplink.now)();
        let begin = self
            .uplink
            .on_disk(move |outbox| {
                let here = outbox.position();
                let fates: Vec<_> = receipts.iter().map(|receipt| (receipt, fate(receipt, &here))).collect();
                let stored: Vec<_> = fates
                    .iter()
                    .filter(|(_, fate)| *fate == Fate::Forget)
                    .map(|(receipt, _)| receipt.seq)
                    .collect();
                outbox.settle(here.epoch, &stored)?;
                for (receipt, fate) in &fates {
                    if *fate == Fate::KeepAside {
                        tracing::error!(seq = receipt.seq, why = %receipt.refusal, "the collector refused a parcel");
                        outbox.refuse(receipt.seq, &receipt.refusal, now)?;
                    }
                }
                Ok(fates.iter().any(|(_, fate)| *fate == Fate::BeginEpoch))
            })
            .await?;
        Ok(if begin {
            Some(new_epoch(self.uplink).await)
        } else {
            None
        })
    }

    async fn order(&self, order: Order) -> Result<(), Trouble> {
        let told = match order {
            Order::RoundNow { .. } => News::RoundNow,
            Order::LookAgain(finding) => News::LookAgain(finding),
            Order::Newer => return Ok(()),
            Order::Bundle(offered) => {
                if !bundle::is_signed(&offered, &self.identity.policy_keys()?) {
                    tracing::error!(kind = %offered.kind, version = offered.version, "a bundle is not signed by a known key");
                    return Ok(());
                }
                let kind = offered.kind;
                match self
                    .uplink
                    .on_disk(move |outbox| outbox.keep_bundle(&offered))
                    .await?
                {
                    Kept::New => News::Bundle(kind),
                    Kept::Old => return Ok(()),
                }
            }
        };
        // A wish that cannot be taken now is made again by the collector.
        drop(self.news.try_send(told));
        Ok(())
    }

    /// Waits a moment for the receipts of what is under way.
    async fn last_words(&mut self) -> Ended {
        let rest = async {
            while self.under_way > 0 {
                let down = message(&mut self.down).await?;
                if self.take(down).await?.is_some() {
                    break;
                }
            }
            Ok::<_, Trouble>(())
        };
        if !matches!(timeout(LAST_RECEIPTS, rest).await, Ok(Ok(()))) {
            tracing::info!("stopped before the last receipts; they are asked for again");
        }
        Ended::Stopped
    }
}
