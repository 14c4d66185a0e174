//! Drains the outbox to the collector.
//!
//! ```text
//! token ─► enrol ─► identity (key, certificate and roots in one file)
//!                      │
//!   wait ◄── next ◄── trouble ◄── connect (TCP, TLS 1.3, pinned root) ─► call (Hello, parcels ▲, receipts ▼)
//!    └─ backoff ─►──────────────────────┘                                └─► outbox: settle, refuse, begin epoch
//! ```
//!
//! The collector is known by the roots that came with the enrolment and by the
//! name `mimawari-collector`; the system's own store is never asked. What an
//! answer means is decided in `next`, which knows no network; what a failure
//! means is a [`Trouble`], with the exit code that a person sees.

pub mod backoff;
mod bundle;
mod call;
mod connect;
pub mod enrol;
pub mod identity;
mod keep;
pub mod next;
#[cfg(test)]
mod tests;
mod tls;
pub mod token;
mod trouble;

pub use connect::reach;
pub use keep::{News, Uplink};
pub use trouble::Trouble;
