//! Keeps and judges what all machines report.
//!
//! ```text
//! ingest ─► ledger ◄─► docket ─► present
//!              facts    assess    console, query
//! ```
//!
//! A module may use those above it in this list, never one below.

pub mod assess;

pub mod ledger;

pub mod docket;

pub mod trust;

pub mod ingest;

pub mod present;

pub mod settings;

pub mod serve;

pub mod command;
