//! The promises of the ledger.

mod delivery;
mod states;
