//! Tests of the border: nothing is lost, nothing hostile is taken, nothing panics.
//!
//! ```text
//! sample      one message of every sort, every field set
//! generate    any vocabulary value, tame (within the limits) or wild
//! same        written and read again it is the same
//! hostile     every field of every message, fed with what nobody should send
//! newer       what a later release added survives
//! masked      which fields could carry words or numbers, and what for
//! ```

mod generate;
mod hostile;
mod masked;
mod newer;
mod same;
mod sample;

use prost::Message;

use super::{Refusal, decode_events, encode_events};
use crate::{
    enrolment::{EnrolReply, EnrolRequest, RenewRequest},
    exchange::{Downward, Upward},
    wire,
};

/// Every message that arrives from outside as a whole.
const ARRIVING: [&str; 6] = [
    "Upward",
    "Downward",
    "Events",
    "EnrolRequest",
    "RenewRequest",
    "EnrolReply",
];

/// Takes a message from outside, and writes again what was understood.
fn taken(message: &str, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    Ok(match message {
        "Upward" => wire::Upward::from(Upward::try_from(decoded::<wire::Upward>(bytes)?)?).encode_to_vec(),
        "Downward" => {
            wire::Downward::from(Downward::try_from(decoded::<wire::Downward>(bytes)?)?).encode_to_vec()
        }
        "Events" => encode_events(&decode_events(bytes)?),
        "EnrolRequest" => {
            wire::EnrolRequest::from(EnrolRequest::try_from(decoded::<wire::EnrolRequest>(bytes)?)?)
                .encode_to_vec()
        }
        "RenewRequest" => {
            wire::RenewRequest::from(RenewRequest::try_from(decoded::<wire::RenewRequest>(bytes)?)?)
                .encode_to_vec()
        }
        "EnrolReply" => {
            wire::EnrolReply::from(EnrolReply::try_from(decoded::<wire::EnrolReply>(bytes)?)?).encode_to_vec()
        }
        other => unreachable!("{other} does not arrive"),
    })
}

fn decoded<M: Message + Default>(bytes: &[u8]) -> Result<M, Refusal> {
    M::decode(bytes).map_err(|_| Refusal::of("", "is not this message"))
}
