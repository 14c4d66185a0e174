//! One parcel in, one receipt out, after the commit.

use std::{sync::Arc, time::Duration};

use mimawari_proto::{
    convert::Refusal,
    exchange::{Outcome, Receipt},
    id::{Epoch, MachineId},
    parcel::Parcel,
    time::Timestamp,
    wire,
};
use prost::Message as _;
use tonic::Status;

use crate::ledger::{Accepted, Act, By, LedgerError};

use super::Intake;

/// Shortest time an agent is told to hold back; as much again is added at random.
const HOLD_BACK: Duration = Duration::from_secs(2);

/// What a parcel is answered with.
pub(super) enum Answer {
    /// What became of it.
    Receipt(Receipt),
    /// Nothing yet: the same again, later.
    HoldBack(Duration),
    /// It does not even say which one it is: the call ends.
    Unreadable(Status),
}

/// Stores one parcel of a machine and says what became of it.
pub(super) async fn store(intake: Arc<Intake>, machine: MachineId, parcel: wire::Parcel) -> Answer {
    let now = intake.now();
    if let Some(wait) = intake.sessions.spend(machine, parcel.encoded_len(), now) {
        tracing::warn!(%machine, "a machine sends more than its share and must wait");
        return Answer::HoldBack(wait);
    }
    let (epoch, seq) = match (Epoch::from_slice(&parcel.epoch), parcel.seq) {
        (Ok(epoch), seq @ 1..) => (epoch, seq),
        (Err(_), _) => return Answer::Unreadable(Status::invalid_argument("parcel.epoch: is not 16 bytes")),
        (_, 0) => return Answer::Unreadable(Status::invalid_argument("parcel.seq: starts at 1")),
    };
    let receipt = |outcome, refusal| {
        Answer::Receipt(Receipt {
            epoch,
            seq,
            outcome,
            refusal,
        })
    };
    let accepted = match Parcel::try_from(parcel) {
        Ok(parcel) => intake.ledger.accept(machine, parcel, now).await,
        Err(refusal) => Err(LedgerError::Refused(refusal)),
    };
    match accepted {
        Ok(Accepted::Stored) => receipt(Outcome::Stored, String::new()),
        Ok(Accepted::Known) => receipt(Outcome::Known, String::new()),
        Ok(Accepted::Conflict) => {
            tracing::warn!(%machine, %epoch, seq, "another parcel with this number is stored");
            receipt(Outcome::Conflict, String::new())
        }
        Err(LedgerError::Refused(refusal)) => {
            note(&intake, machine, epoch, seq, &refusal, now).await;
            receipt(Outcome::Refused, refusal.to_string())
        }
        Err(error) => {
            tracing::error!(%machine, %error, "a parcel could not be stored; the machine holds back");
            Answer::HoldBack(HOLD_BACK + spread())
        }
    }
}

async fn note(
    intake: &Intake,
    machine: MachineId,
    epoch: Epoch,
    seq: u64,
    refusal: &Refusal,
    now: Timestamp,
) {
    tracing::warn!(%machine, %epoch, seq, field = %refusal.field, why = refusal.why, "a parcel was refused");
    if !intake.sessions.may_note(machine, now) {
        return;
    }
    let act = Act::ParcelRefused {
        machine,
        epoch,
        seq,
        field: refusal.field.clone(),
        why: refusal.why.to_owned(),
    };
    if let Err(error) = intake.ledger.act(By::Machine(machine), act, now).await {
        tracing::error!(%error, "a refused parcel could not be recorded");
    }
}

/// Returns up to [`HOLD_BACK`], so that a thousand agents do not come back at once.
fn spread() -> Duration {
    let mut byte = [128];
    // Without randomness everyone waits the same: worse, not wrong.
    let _ = getrandom::fill(&mut byte);
    HOLD_BACK.mul_f64(f64::from(byte[0]) / 255.0)
}
