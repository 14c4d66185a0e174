//! What is said on the one long call between an agent and its collector.
//!
//! ```text
//! agent      Hello ─► Parcel ─► Parcel ─► …              at most `window` without a receipt
//! collector       Welcome ─► Receipt ─► Order ─► HoldBack ─► …
//! ```
//!
//! Whoever speaks is known from the certificate of the connection, never from a message.

use std::time::Duration;

use crate::{
    bundle::Bundle,
    id::{Epoch, FindingId},
    machine::{Belonging, MachineFacts},
    parcel::Parcel,
    time::Timestamp,
    word::words,
};

/// The agent's first word on a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hello {
    /// The life of its outbox.
    pub epoch: Epoch,
    /// The first sequence number that may follow, from 1.
    pub next_seq: u64,
    /// The clock of the PC.
    pub at: Timestamp,
    /// What it says of its machine.
    pub machine: MachineFacts,
    /// The policy it follows; 0 for the built-in one.
    pub policy_version: u64,
    /// The rule set it judges by.
    pub rule_set: String,
}

/// The collector's answer to [`Hello`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Welcome {
    /// The highest sequence number of this epoch that is stored; 0 when none is.
    pub known_through: u64,
    /// How many parcels may be under way without a receipt, from 1.
    pub window: u32,
    /// The clock of the collector.
    pub at: Timestamp,
    /// The outbox has gone back in time and must begin a new epoch.
    pub new_epoch_needed: bool,
    /// Where the machine belongs, for `status`.
    pub belonging: Belonging,
}

words! {
    /// What became of a parcel.
    pub enum Outcome {
        /// Stored and durable.
        Stored = 1 => "stored",
        /// Was stored before: harmless.
        Known = 2 => "known",
        /// Another parcel with this number is stored: begin a new epoch.
        Conflict = 3 => "conflict",
        /// Can never be stored: keep it aside and tell a person.
        Refused = 4 => "refused",
    }
}

/// Says what became of one parcel; sent after the commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Of the parcel.
    pub epoch: Epoch,
    /// Of the parcel.
    pub seq: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// For [`Outcome::Refused`]: the field that was wrong and why; else empty.
    pub refusal: String,
}

/// What a collector may ask for. Nothing here returns a file, lists a folder or runs a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Order {
    /// Make a round now.
    RoundNow {
        /// Why, for the agent's log.
        reason: String,
    },
    /// Look again at one finding.
    LookAgain(FindingId),
    /// A newer policy or rule set.
    Bundle(Bundle),
    /// Something a newer collector asks for: to be passed over.
    Newer,
}

/// What an agent sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Upward {
    /// First on every call.
    Hello(Hello),
    /// Events.
    Parcel(Parcel),
    /// Something a newer agent sends: to be passed over.
    Newer,
}

/// What a collector sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Downward {
    /// The answer to [`Hello`].
    Welcome(Welcome),
    /// What became of a parcel.
    Receipt(Receipt),
    /// A wish.
    Order(Order),
    /// Send nothing for so long.
    HoldBack(Duration),
    /// Something a newer collector sends: to be passed over.
    Newer,
}
