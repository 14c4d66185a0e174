//! Watches one machine and reports what should not be lying there.
//!
//! ```text
//! sense ─► extract ─► detect ─► finding ─► outbox ─► uplink
//!   └──────── platform: facts only ─────────┘
//! ```
//!
//! A module may use those above it in this list, never one below.

pub mod platform;

pub mod sense;

pub mod extract;

pub mod detect;

pub mod examine;

pub mod finding;

pub mod outbox;

pub mod round;

pub mod sweep;

pub mod uplink;

pub mod settings;

pub mod pipeline;

pub mod command;
