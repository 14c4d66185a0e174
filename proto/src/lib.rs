//! The words that agent and collector share, and their wire form.
//!
//! Everything here is a plain value: no logging, no configuration, no clock, and
//! no IO but in `show`, which holds the command line that both programs keep.
//! `wire` holds the generated types; only `convert` turns them into
//! vocabulary, and a refusal names the field that was wrong.
//!
//! To add a posture fact: one constant in `reading.rs`, one function in each
//! `platform/*/posture.rs` of the agent, one recording.

mod word;

pub mod bundle;
pub mod convert;
pub mod enrolment;
pub mod exchange;
pub mod finding;
pub mod id;
pub mod machine;
pub mod medium;
pub mod name;
pub mod parcel;
pub mod reading;
pub mod round;
pub mod show;
pub mod time;

/// The wire form, generated from `proto/v1`.
///
/// For `uplink`, `ingest` and `convert` only: everyone else speaks vocabulary.
#[expect(
    missing_docs,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    reason = "generated; the .proto files carry the documentation"
)]
pub mod wire {
    tonic::include_proto!("mimawari.v1");
}
