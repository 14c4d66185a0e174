//! Wire ⇄ vocabulary. A refusal names the field that was wrong and never its value.
//!
//! ```text
//! refusal    what is wrong with a message, and how a path of fields is built
//! field      one field: id, name, text, word, list, each within its limits
//! events     what is inside a parcel: encode_events, decode_events
//! ├─ finding    Found and what it is made of
//! ├─ round      RoundStarted … RoundEnded
//! └─ reading    media and posture
//! exchange   Upward, Downward and what they carry
//! enrolment  EnrolRequest, RenewRequest, EnrolReply
//! ```
//!
//! Reading is strict: every length, count and number is checked here and
//! trusted afterwards. Writing is total: what is too long for the wire is cut,
//! so an agent never seals a parcel that its collector must refuse.
//!
//! What a newer release added is never an error. A variant nobody here knows
//! becomes `Newer`, a number nobody here knows becomes `Other`, an unknown field
//! is passed over; the bytes of a parcel are kept as they came.

mod enrolment;
mod events;
mod exchange;
mod field;
mod finding;
mod reading;
mod refusal;
mod round;

pub use events::{decode_events, encode_events};
pub use field::{RULE_LIMIT_BYTES, TEXT_LIMIT_BYTES};
pub use refusal::Refusal;

#[cfg(test)]
mod tests;
