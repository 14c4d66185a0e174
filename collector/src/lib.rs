//! Keeps and judges what all machines report.
//!
//! ```text
//! ingest ─► ledger ◄─► docket ─► present
//!              facts    assess    console, query
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

pub mod assess;

pub mod ledger;

mod sheet;

pub mod docket;

pub mod trust;

pub mod ingest;

pub mod present;

pub mod settings;

pub mod serve;

pub mod command;
