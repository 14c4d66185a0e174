//! Watches one machine and reports what should not be lying there.
//!
//! ```text
//! sense ─► extract ─► detect ─► finding ─► outbox ─► uplink
//!   └──────── platform: facts only ─────────┘
//! ```
//!
//! A module may use those above it in this list, never one below.

#![cfg_attr(
    test,
    expect(
        clippy::disallowed_methods,
        reason = "tests make files in temporary folders; what ships is checked without them"
    )
)]

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
