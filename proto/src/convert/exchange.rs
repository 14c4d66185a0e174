//! Reads and writes what is said on the long call, both ways.

use std::time::Duration;

use crate::{
    bundle::{BODY_LIMIT_BYTES, Bundle, BundleKind, SIGNATURE_BYTES},
    exchange::{Downward, Hello, Order, Outcome, Receipt, Upward, Welcome},
    id::{Epoch, FindingId, InstallationId},
    machine::{Belonging, MachineFacts},
    parcel::{Digest, EVENTS_LIMIT_BYTES, Parcel},
    time::Timestamp,
    wire,
};

use super::{
    field,
    refusal::{Refusal, Within as _},
};

const FROM_ONE: &str = "starts at 1";

impl TryFrom<wire::Upward> for Upward {
    type Error = Refusal;

    fn try_from(upward: wire::Upward) -> Result<Self, Refusal> {
        use wire::upward::What;
        Ok(match upward.what {
            Some(What::Hello(hello)) => Self::Hello(hello.try_into().within("hello")?),
            Some(What::Parcel(parcel)) => Self::Parcel(parcel.try_into().within("parcel")?),
            None => Self::Newer,
        })
    }
}

impl From<Upward> for wire::Upward {
    fn from(upward: Upward) -> Self {
        use wire::upward::What;
        let what = match upward {
            Upward::Hello(hello) => Some(What::Hello(hello.into())),
            Upward::Parcel(parcel) => Some(What::Parcel(parcel.into())),
            Upward::Newer => None,
        };
        Self { what }
    }
}

impl TryFrom<wire::Downward> for Downward {
    type Error = Refusal;

    fn try_from(downward: wire::Downward) -> Result<Self, Refusal> {
        use wire::downward::What;
        Ok(match downward.what {
            Some(What::Welcome(welcome)) => Self::Welcome(welcome.try_into().within("welcome")?),
            Some(What::Receipt(receipt)) => Self::Receipt(receipt.try_into().within("receipt")?),
            Some(What::Order(order)) => Self::Order(order.try_into().within("order")?),
            Some(What::HoldBack(hold)) => Self::HoldBack(Duration::from_millis(hold.retry_after_ms)),
            None => Self::Newer,
        })
    }
}

impl From<Downward> for wire::Downward {
    fn from(downward: Downward) -> Self {
        use wire::downward::What;
        let what = match downward {
            Downward::Welcome(welcome) => Some(What::Welcome(welcome.into())),
            Downward::Receipt(receipt) => Some(What::Receipt(receipt.into())),
            Downward::Order(order) => Some(What::Order(order.into())),
            Downward::HoldBack(wait) => Some(What::HoldBack(wire::HoldBack {
                retry_after_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            })),
            Downward::Newer => None,
        };
        Self { what }
    }
}

impl TryFrom<wire::Hello> for Hello {
    type Error = Refusal;

    fn try_from(hello: wire::Hello) -> Result<Self, Refusal> {
        Ok(Self {
            epoch: field::id("epoch", &hello.epoch, Epoch::from_slice)?,
            next_seq: from_one("next_seq", hello.next_seq)?,
            at: Timestamp::from_unix_ms(hello.at_ms),
            machine: MachineFacts {
                host_name: field::plain_name("host_name", hello.host_name)?,
                os: field::text("os", hello.os)?,
                agent_version: field::text("agent_version", hello.agent_version)?,
                installation: field::id(
                    "installation_id",
                    &hello.installation_id,
                    InstallationId::from_slice,
                )?,
            },
            policy_version: hello.policy_version,
            rule_set: field::text("rule_set", hello.rule_set)?,
        })
    }
}

impl From<Hello> for wire::Hello {
    fn from(hello: Hello) -> Self {
        Self {
            epoch: hello.epoch.as_bytes().to_vec(),
            next_seq: hello.next_seq,
            at_ms: hello.at.as_unix_ms(),
            host_name: field::to_plain_name(&hello.machine.host_name),
            os: field::to_text(&hello.machine.os),
            agent_version: field::to_text(&hello.machine.agent_version),
            installation_id: hello.machine.installation.as_bytes().to_vec(),
            policy_version: hello.policy_version,
            rule_set: field::to_text(&hello.rule_set),
        }
    }
}

impl TryFrom<wire::Welcome> for Welcome {
    type Error = Refusal;

    fn try_from(welcome: wire::Welcome) -> Result<Self, Refusal> {
        Ok(Self {
            known_through: welcome.known_through,
            window: match welcome.window {
                0 => return Err(Refusal::of("window", FROM_ONE)),
                window => window,
            },
            at: Timestamp::from_unix_ms(welcome.at_ms),
            new_epoch_needed: welcome.new_epoch_needed,
            belonging: belonging(welcome.department, welcome.department_name, welcome.zone)?,
        })
    }
}

impl From<Welcome> for wire::Welcome {
    fn from(welcome: Welcome) -> Self {
        Self {
            known_through: welcome.known_through,
            window: welcome.window,
            at_ms: welcome.at.as_unix_ms(),
            new_epoch_needed: welcome.new_epoch_needed,
            department: welcome.belonging.department.into(),
            department_name: field::to_text(&welcome.belonging.department_name),
            zone: welcome.belonging.zone.into(),
        }
    }
}

/// Reads where a machine belongs, from the three fields that every message has for it.
pub(super) fn belonging(department: String, name: String, zone: String) -> Result<Belonging, Refusal> {
    Ok(Belonging {
        department: department
            .parse()
            .map_err(|_| Refusal::of("department", "is not a department code"))?,
        department_name: field::text("department_name", name)?,
        zone: zone.parse().map_err(|_| Refusal::of("zone", "is not a zone"))?,
    })
}

impl TryFrom<wire::Parcel> for Parcel {
    type Error = Refusal;

    fn try_from(parcel: wire::Parcel) -> Result<Self, Refusal> {
        Ok(Self {
            epoch: field::id("epoch", &parcel.epoch, Epoch::from_slice)?,
            seq: from_one("seq", parcel.seq)?,
            previous: Digest(field::exactly("previous", &parcel.previous, "is not 32 bytes")?),
            sealed_at: Timestamp::from_unix_ms(parcel.sealed_at_ms),
            events: field::bytes("events", parcel.events, EVENTS_LIMIT_BYTES)?,
        })
    }
}

impl From<Parcel> for wire::Parcel {
    fn from(parcel: Parcel) -> Self {
        Self {
            epoch: parcel.epoch.as_bytes().to_vec(),
            seq: parcel.seq,
            previous: parcel.previous.0.to_vec(),
            sealed_at_ms: parcel.sealed_at.as_unix_ms(),
            events: parcel.events,
        }
    }
}

impl TryFrom<wire::Receipt> for Receipt {
    type Error = Refusal;

    fn try_from(receipt: wire::Receipt) -> Result<Self, Refusal> {
        Ok(Self {
            epoch: field::id("epoch", &receipt.epoch, Epoch::from_slice)?,
            seq: from_one("seq", receipt.seq)?,
            outcome: field::word("outcome", receipt.outcome, Outcome::from_number)?,
            refusal: field::text("refusal", receipt.refusal)?,
        })
    }
}

impl From<Receipt> for wire::Receipt {
    fn from(receipt: Receipt) -> Self {
        Self {
            epoch: receipt.epoch.as_bytes().to_vec(),
            seq: receipt.seq,
            outcome: receipt.outcome.number(),
            refusal: field::to_text(&receipt.refusal),
        }
    }
}

impl TryFrom<wire::Order> for Order {
    type Error = Refusal;

    fn try_from(order: wire::Order) -> Result<Self, Refusal> {
        use wire::order::What;
        Ok(match order.what {
            Some(What::RoundNow(round)) => Self::RoundNow {
                reason: field::text("reason", round.reason).within("round_now")?,
            },
            Some(What::LookAgain(look)) => {
                let id = field::id("finding_id", &look.finding_id, FindingId::from_slice);
                Self::LookAgain(id.within("look_again")?)
            }
            Some(What::Bundle(bundle)) => Self::Bundle(bundle.try_into().within("bundle")?),
            None => Self::Newer,
        })
    }
}

impl From<Order> for wire::Order {
    fn from(order: Order) -> Self {
        use wire::order::What;
        let what = match order {
            Order::RoundNow { reason } => Some(What::RoundNow(wire::RoundNow {
                reason: field::to_text(&reason),
            })),
            Order::LookAgain(id) => Some(What::LookAgain(wire::LookAgain {
                finding_id: id.as_bytes().to_vec(),
            })),
            Order::Bundle(bundle) => Some(What::Bundle(bundle.into())),
            Order::Newer => None,
        };
        Self { what }
    }
}

impl TryFrom<wire::Bundle> for Bundle {
    type Error = Refusal;

    fn try_from(bundle: wire::Bundle) -> Result<Self, Refusal> {
        let signature: [u8; SIGNATURE_BYTES] =
            field::exactly("signature", &bundle.signature, "is not 64 bytes")?;
        Ok(Self {
            kind: field::word("kind", bundle.kind, BundleKind::from_number)?,
            version: from_one("version", bundle.version)?,
            body: field::bytes("body", bundle.body, BODY_LIMIT_BYTES)?,
            signature: signature.to_vec(),
        })
    }
}

impl From<Bundle> for wire::Bundle {
    fn from(bundle: Bundle) -> Self {
        Self {
            kind: bundle.kind.number(),
            version: bundle.version,
            body: bundle.body,
            signature: bundle.signature,
        }
    }
}

/// Reads a number that counts from 1.
fn from_one(field: &str, number: u64) -> Result<u64, Refusal> {
    match number {
        0 => Err(Refusal::of(field, FROM_ONE)),
        number => Ok(number),
    }
}
